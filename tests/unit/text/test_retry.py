"""How long somebody asks us to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.text.retry import LONGEST, retry_after

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("-5", timedelta(0)),
        ("1.5", timedelta(seconds=1.5)),
        ("Sun, 01 Mar 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Sun, 01 Mar 2026 13:05:00 +0100", timedelta(minutes=5)),
        ("Sunday, 01-Mar-26 12:05:00 GMT", timedelta(minutes=5)),
        ("Sun, 01 Mar 2020 12:05:00 GMT", timedelta(0)),
        ("99999999999999", LONGEST),
        ("9999999999", LONGEST),
    ],
)
def test_seconds_and_dates_are_understood(value: str, wait: timedelta) -> None:
    assert retry_after(value, NOW) == wait


@pytest.mark.parametrize(
    "value", [None, "", "soon", "1e9", "nan", "inf", "٣", "--5", "5-", "1.2.3", "9" * 5000, "x" * 100]
)
def test_garbage_asks_for_nothing(value: str | None) -> None:
    assert retry_after(value, NOW) is None
