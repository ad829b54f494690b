"""The clocks of the newsroom."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.demo.clock import HandClock, RunningClock

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def test_a_running_clock_runs_as_many_times_faster_as_its_speed() -> None:
    opened = datetime.now(UTC) - timedelta(seconds=10)
    clock = RunningClock(opened, speed=240)

    assert clock.offset() >= 2_400
    assert clock.wall(2_400) == opened + timedelta(seconds=10)
    assert clock.wall(-240) == opened - timedelta(seconds=1)


def test_a_running_clock_stands_at_the_opening_until_it_is_opened() -> None:
    clock = RunningClock(speed=10_000)
    before = clock.wall(-10_000)

    assert clock.offset() == 0.0
    clock.open()
    opened = clock.wall(1.0)
    clock.open()

    assert clock.wall(1.0) == opened
    assert clock.wall(-10_000) == before  # what was printed before keeps its date
    assert clock.wall(0.0) <= opened


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="speed"):
        RunningClock(NOON, speed=0)


def test_a_hand_clock_goes_where_it_is_moved_and_not_back() -> None:
    clock = HandClock(NOON)
    clock.advance(3)
    clock.move_to(7.5)

    assert clock.offset() == 7.5
    assert clock.wall(7.5) == NOON + timedelta(seconds=7.5)
    with pytest.raises(ValueError, match="turned back"):
        clock.move_to(7)
