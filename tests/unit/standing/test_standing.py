"""What is said of how everything stands, decided on values alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from worker.alerts.retry import without_when
from worker.domain.alert import Channel, ChannelKind
from worker.domain.upkeep import Beat
from worker.domain.work import Queue, QueueCounts
from worker.errors import UnsetVariable
from worker.standing import (
    MOST_DETAILS,
    Deliveries,
    Facts,
    Trouble,
    channel_stand,
    refusals,
    standing,
)
from worker.storage.overview import ChannelWait, FeedTrouble
from worker.storage.views import ChannelView, Sums

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SUMS = Sums(feeds=12, feeds_in_trouble=0, last_polled_at=NOW, watches=1, channels=2, channels_off=())


class Environment:
    """Knows these values and no other."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def expand(self, text: str) -> str:
        """See worker.ports.Secrets."""
        if "${CHAT_URL}" in text and "CHAT_URL" not in self.values:
            raise UnsetVariable("CHAT_URL")
        return text


def beats(*kinds: str, ago: float = 5) -> list[Beat]:
    return [Beat(f"{kind}@here:1", kind, NOW - timedelta(seconds=ago), "") for kind in kinds]


def queue(which: Queue = Queue.POLL, **changes: Any) -> QueueCounts:
    values: dict[str, Any] = {"due": 0, "later": 3, "running": 0, "dead": 0, "hinted": 0, "oldest_due": None}
    return QueueCounts(which, **(values | changes))


def channel(name: str = "desk", **changes: Any) -> ChannelView:
    values: dict[str, Any] = {
        "id": 1, "name": name, "kind": ChannelKind.EMAIL, "config": {"to": ["desk@example.org"]},
        "allow_private": False, "origin": "channels.yaml", "disabled": "", "blocked_until": None, "failures": 0,
    }  # fmt: skip
    return ChannelView(Channel(**(values | changes)), last_ok_at=None, disabled_at=None)


def wants(**changes: Any) -> list[Trouble]:
    values: dict[str, Any] = {"sums": SUMS, "queues": [queue()], "beats": beats("worker", "sweep")}
    return list(standing(Facts(**(values | changes)), now=NOW).wants)


def said(**changes: Any) -> str:
    return "\n".join(line for want in wants(**changes) for line in (want.said, *want.details))


def test_sums_are_words() -> None:
    found = standing(Facts(SUMS, [queue()], beats("run")), now=NOW)
    assert found.counts == ("12 feeds", "1 watch", "2 channels")
    assert (found.last_poll, found.troubles) == (NOW, ())


def test_a_desk_without_anything_says_what_to_write_first() -> None:
    empty = Sums(0, 0, None, 0, 0, ())
    assert standing(Facts(empty), now=NOW).counts == ("no feeds", "no watches", "no channels")
    assert "There are no feeds" in said(sums=empty)
    assert "There are no watches" in said(sums=empty)
    assert "There are no" not in said(sums=empty, refused="feeds.yaml:1:1: error: a tab stands here")


@pytest.mark.parametrize("heard", [beats("worker", "sweep"), beats("run"), beats("run", "worker", "sweep")])
def test_those_who_do_the_work_are_enough(heard: list[Beat]) -> None:
    assert wants(beats=heard) == []


@pytest.mark.parametrize("heard", [[], beats("sweep", "web"), beats("worker", "sweep", ago=31)])
def test_no_worker_heard_is_said_with_what_to_start(heard: list[Beat]) -> None:
    assert "no worker was heard in the last 30 seconds" in said(beats=heard)
    assert wants(beats=heard)[0].command == "wirewatch up"


def test_a_worker_that_died_is_told_from_one_that_was_never_started() -> None:
    assert "The last worker was heard 5 min ago, on here." in said(beats=beats("worker", ago=300))
    assert "was heard 5 min ago" not in said(beats=beats("web", ago=300))


def test_workers_without_a_sweep_are_said() -> None:
    assert "start `wirewatch sweep`" in said(beats=beats("worker"))


def test_a_late_queue_is_said_where_somebody_works_on_it() -> None:
    late = queue(Queue.PROCESS, due=70, oldest_due=NOW - timedelta(seconds=61))
    assert "70 articles to read are late, the oldest for 1 min" in said(queues=[late])
    assert "late" not in said(queues=[late], beats=[])
    assert wants(queues=[queue(due=70, oldest_due=NOW - timedelta(seconds=59))]) == []


def test_what_was_given_up_is_said_with_the_command_that_tries_again() -> None:
    one, three = wants(queues=[queue(Queue.PROCESS, dead=1), queue(Queue.DELIVER, dead=3)])
    assert one.said.startswith("1 article was given up")
    assert one.command == "wirewatch retry process --all"
    assert three.said.startswith("3 deliveries were given up")


def test_a_feed_that_is_asked_no_more_is_to_be_mended_or_removed() -> None:
    (want,) = wants(queues=[queue(dead=2)])
    assert want.said.startswith("2 feeds are asked no more: mend or remove them; `wirewatch retry poll --all`")


def test_channels_that_are_off_are_named_with_the_reason() -> None:
    off = [
        channel_stand(channel(name, disabled=f"{name} is gone"), Environment(), {}) for name in ("a", "b", "c", "d")
    ]
    (want,) = wants(channels=off)
    assert want.said.startswith("The channels “a”, “b”, “c” and 1 more are off")
    assert want.details[0] == "a: a is gone"
    assert want.command == "wirewatch channels test a"


def test_a_channel_whose_variable_is_unset_is_off_in_this_process() -> None:
    chat = channel("chat", config={"url": "${CHAT_URL}"})
    assert channel_stand(chat, Environment(), {}).state == "unset"
    assert channel_stand(chat, Environment(CHAT_URL="x"), {}).state == "ok"
    assert "chat: CHAT_URL is not set" in said(channels=[channel_stand(chat, Environment(), {})])


def test_a_channel_that_does_not_get_through_says_what_it_met_and_what_waits() -> None:
    wait = ChannelWait("desk", 3, 2, NOW - timedelta(minutes=7), NOW, "nothing listens; try 4, again in 9 s")
    desk = channel_stand(channel(failures=4), Environment(), {"desk": wait.why})
    assert desk.state == "failing"
    (want,) = wants(channels=[desk], deliveries=Deliveries((wait,)))
    assert want.said.startswith("The channel “desk” does not get through")
    assert want.details == ("desk: nothing listens; 3 deliveries wait, the oldest for 7 min",)


def test_a_channel_for_which_nothing_waits_any_more_is_in_order() -> None:
    assert channel_stand(channel(failures=4), Environment(), {}).state == "ok"


def test_when_a_try_follows_is_taken_off_a_reason_and_nothing_else() -> None:
    assert without_when("no; try 4, again in 1 h 2 min") == "no"
    assert without_when("busy; try 2, again in 9 s, as the receiver asked") == "busy"
    assert without_when("write try 2, again in capitals; all of it") == "write try 2, again in capitals; all of it"


def test_a_disk_that_is_nearly_full_is_said_before_it_is() -> None:
    assert "has 12 MB left: make room" in said(room=12 * 2**20)
    assert "is full: make room" in said(room=4096)
    assert wants(room=2**30) == wants(room=None) == []


def test_deliveries_that_failed_for_good_are_said() -> None:
    (want,) = wants(deliveries=Deliveries(failed=2))
    assert want.said.startswith("2 deliveries of the last day failed for good")


def test_feeds_in_trouble_are_named_the_rest_is_counted() -> None:
    troubled = [FeedTrouble(f"https://{n}.example/rss", "", "HTTP 404", False, "") for n in range(MOST_DETAILS)]
    (want,) = wants(sums=replace(SUMS, feeds_in_trouble=9), feeds=troubled)
    assert want.said == "9 feeds in trouble: `wirewatch feeds` says why."
    assert want.details[0] == "https://0.example/rss: HTTP 404"
    assert want.details[-1] == "and 4 more"


def test_a_feed_that_is_gone_says_so_once() -> None:
    gone = FeedTrouble("https://a.example/rss", "A", "HTTP 410: removed for good", True, "gone: removed (HTTP 410)")
    (want,) = wants(sums=replace(SUMS, feeds_in_trouble=1), feeds=[gone])
    assert want.details == ("A: HTTP 410: removed for good",)


def test_refused_files_are_said_without_secrets() -> None:
    refused = "feeds.yaml:3: https://user:hidden@example.org is no feed"
    assert "refused, those before stay in force" in said(refused=refused)
    assert "feeds.yaml:3: https://***@example.org is no feed" in said(refused=refused)


def test_each_problem_of_refused_files_is_one_line_with_its_fix_and_the_files_name() -> None:
    rendered = (
        "/etc/wires/watches.yaml:3:1: error: a tab stands here\n    fix: indent with spaces\n"
        "/etc/wires/feeds.yaml: error: the file is empty\n    fix: take it away"
    )
    assert refusals(rendered) == [
        "watches.yaml:3:1: a tab stands here; indent with spaces",
        "feeds.yaml: the file is empty; take it away",
    ]
    assert refusals("/etc/wires: error: there is no such directory\n    fix: make it") == [
        "/etc/wires: there is no such directory; make it"
    ]


def test_articles_at_which_a_reader_failed_are_said_with_the_command_that_reads_again() -> None:
    (want,) = wants(unread=(2, [("https://user:hidden@wire.example/a", "ValueError('odd')"), ("b", "KeyError(1)")]))
    assert (want.topic, want.command) == ("readings", "wirewatch reprocess")
    assert want.said.startswith("2 articles have no figures and persons")
    assert want.details == ("https://***@wire.example/a: ValueError('odd')", "b: KeyError(1)")


def test_nothing_is_said_where_no_reader_failed() -> None:
    assert wants(unread=(0, ())) == []
