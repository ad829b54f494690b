"""What is said of how everything stands, decided on values alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from worker.domain.upkeep import Beat
from worker.domain.work import Queue, QueueCounts
from worker.storage.views import Sums
from worker.web.state import Readiness, readiness, standing

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SUMS = Sums(feeds=12, feeds_in_trouble=0, last_polled_at=NOW, watches=1, channels=2, channels_off=())


def beats(*kinds: str, ago: float = 5) -> list[Beat]:
    return [Beat(f"{kind}@here:1", kind, NOW - timedelta(seconds=ago), "") for kind in kinds]


def queue(which: Queue = Queue.POLL, **changes: Any) -> QueueCounts:
    values: dict[str, Any] = {"due": 0, "later": 3, "running": 0, "dead": 0, "hinted": 0, "oldest_due": None}
    return QueueCounts(which, **(values | changes))


def troubles(sums: Sums = SUMS, *queues: QueueCounts, heard: list[Beat] | None = None, refused: str = "") -> str:
    found = standing(sums, queues, beats("worker", "sweep") if heard is None else heard, refused=refused, now=NOW)
    return "\n".join(found.troubles)


def test_sums_are_words() -> None:
    found = standing(SUMS, [queue()], beats("run"), refused="", now=NOW)
    assert found.counts == ("12 feeds", "1 watch", "2 channels")
    assert (found.last_poll, found.troubles) == (NOW, ())


def test_a_desk_without_anything_says_no() -> None:
    empty = Sums(0, 0, None, 0, 0, ())
    assert standing(empty, [], [], refused="", now=NOW).counts == ("no feeds", "no watches", "no channels")


@pytest.mark.parametrize("heard", [beats("worker", "sweep"), beats("run"), beats("run", "worker", "sweep")])
def test_those_who_do_the_work_are_enough(heard: list[Beat]) -> None:
    assert troubles(heard=heard) == ""


@pytest.mark.parametrize("heard", [[], beats("sweep", "web"), beats("worker", "sweep", ago=31)])
def test_no_worker_heard_is_said_with_what_to_start(heard: list[Beat]) -> None:
    said = troubles(heard=heard)
    assert "no worker was heard in the last 30 seconds" in said
    assert "`wirewatch run`" in said


def test_workers_without_a_sweep_are_said() -> None:
    assert "start `wirewatch sweep`" in troubles(heard=beats("worker"))


def test_a_late_queue_is_said_where_somebody_works_on_it() -> None:
    late = queue(Queue.PROCESS, due=70, oldest_due=NOW - timedelta(seconds=61))
    assert "70 articles to read are late" in troubles(SUMS, late)
    assert "late" not in troubles(SUMS, late, heard=[])
    assert troubles(SUMS, queue(due=70, oldest_due=NOW - timedelta(seconds=59))) == ""


def test_what_was_given_up_is_said_with_the_command_that_tries_again() -> None:
    said = troubles(SUMS, queue(Queue.PROCESS, dead=1), queue(Queue.DELIVER, dead=3))
    assert "1 article was given up" in said
    assert "`wirewatch retry process --all`" in said
    assert "3 deliveries were given up" in said


def test_channels_that_are_off_are_named() -> None:
    off = Sums(12, 2, NOW, 1, 5, ("chat", "desk", "hook", "pager"))
    said = troubles(off)
    assert "The channels “chat”, “desk”, “hook” and 1 more are off" in said
    assert "2 feeds in trouble" in said


def test_refused_files_are_said_without_secrets() -> None:
    said = troubles(refused="feeds.yaml:3: https://user:hidden@example.org is no feed")
    assert "refused, those before stay in force: feeds.yaml:3" in said
    assert "hidden" not in said


def checked(**changes: Any) -> Readiness:
    values: dict[str, Any] = {"database": None, "schema": None, "broker": None, "beats": beats("worker", "sweep")}
    return readiness(**(values | changes), now=NOW)


def test_ready_is_when_nothing_is_missing() -> None:
    assert checked().as_dict() == {
        "status": "ready",
        "checks": {name: {"ok": True, "why": None} for name in ("database", "schema", "broker", "worker", "sweep")},
    }


def test_a_database_out_of_reach_leaves_the_rest_unknown_but_the_broker() -> None:
    checks = checked(database="it is off; start it", beats=None).as_dict()["checks"]
    assert checks["database"] == {"ok": False, "why": "it is off; start it"}
    assert checks["broker"]["ok"]
    assert {name for name in checks if "not known" in (checks[name]["why"] or "")} == {"schema", "worker", "sweep"}


def test_an_old_schema_says_its_own_sentence() -> None:
    found = checked(schema="it is old; run `wirewatch db upgrade`", beats=None)
    assert not found.ready
    assert found.as_dict()["checks"]["schema"]["why"] == "it is old; run `wirewatch db upgrade`"


def test_run_alone_needs_no_broker() -> None:
    assert checked(broker="it is off", beats=beats("run")).ready
    assert not checked(broker="it is off", beats=beats("run", "worker", "sweep")).ready
    assert not checked(broker="it is off").ready
