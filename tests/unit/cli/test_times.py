from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from worker.cli.times import clock, due, relative, span

NOW = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_599, "59 min"),
        (3_600, "1 h"),
        (86_400, "1 day"),
        (200_000, "2 days"),
    ],
)
def test_a_duration_is_said_in_the_largest_unit_it_fills(seconds: int, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words


def test_a_negative_duration_is_none_at_all() -> None:
    assert span(timedelta(seconds=-5)) == "0 s"


def test_the_past_is_ago_and_the_future_is_in() -> None:
    assert relative(NOW - timedelta(minutes=3), NOW) == "3 min ago"
    assert relative(NOW + timedelta(hours=2), NOW) == "in 2 h"
    assert relative(NOW, NOW) == "now"
    assert relative(None, NOW) == ""


def test_what_was_due_long_ago_is_due_now() -> None:
    assert due(NOW - timedelta(days=1), NOW) == "now"


def test_a_clock_time_is_of_the_operators_zone_and_says_the_day_where_it_is_another() -> None:
    brussels = ZoneInfo("Europe/Brussels")
    assert clock(NOW, NOW, brussels) == "00:30:00"
    assert clock(NOW - timedelta(hours=1), NOW, brussels) == "2026-03-02 23:30"
