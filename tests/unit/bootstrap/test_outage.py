"""A database that is out of reach is said, and not at every try."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.services.logs import recorded
from worker.bootstrap import Outage
from worker.errors import DatabaseUnavailable

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ERROR = DatabaseUnavailable("the disk is full", hint="make room")


def test_it_is_said_at_once_then_every_minute_and_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    outage = Outage("sweep waits")
    with recorded(monkeypatch, "worker.bootstrap.logger") as lines:
        for seconds in range(0, 121, 2):
            outage.met(ERROR, now=NOW + timedelta(seconds=seconds))
        outage.over(now=NOW + timedelta(seconds=130))
        outage.over(now=NOW + timedelta(seconds=132))
    assert [line["event"] for line in lines] == ["sweep waits"] * 3 + ["the database answers again"]
    assert (lines[0]["error"], lines[0]["fix"]) == ("the disk is full", "make room")
    assert lines[-1]["after_seconds"] == 130


def test_the_next_outage_is_said_at_once_again(monkeypatch: pytest.MonkeyPatch) -> None:
    outage = Outage("sweep waits")
    with recorded(monkeypatch, "worker.bootstrap.logger") as lines:
        for second in (0, 5):
            outage.met(ERROR, now=NOW + timedelta(seconds=second))
            outage.over(now=NOW + timedelta(seconds=second + 1))
    assert [line["log_level"] for line in lines] == ["error", "info", "error", "info"]


def test_nothing_is_said_where_nothing_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with recorded(monkeypatch, "worker.bootstrap.logger") as lines:
        Outage("sweep waits").over(now=NOW)
    assert lines == []
