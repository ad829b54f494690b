"""May we ask this host something now?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from worker.domain.politeness import BUSY_RECHECK, MOST_IN_A_ROW, HostState, gap_of, grant

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GAP = timedelta(seconds=2)
FREE = HostState("https://a.example:443", NOW, None, None)


def test_a_free_host_is_asked_for_one_thing_and_the_next_waits_a_gap() -> None:
    granted = grant(FREE, 5, now=NOW, policy_gap=GAP)
    assert (granted.rows, granted.next_at) == (1, NOW + GAP)


def test_within_the_gap_nothing_is_asked() -> None:
    granted = grant(replace(FREE, next_at=NOW + timedelta(seconds=1)), 5, now=NOW, policy_gap=GAP)
    assert (granted.rows, granted.next_at) == (0, NOW + timedelta(seconds=1))
    assert "gap" in granted.why


def test_a_host_that_asked_for_silence_gets_it_whatever_else_holds() -> None:
    until = NOW + timedelta(minutes=5)
    granted = grant(replace(FREE, blocked_until=until), 1, now=NOW, policy_gap=timedelta(0))
    assert (granted.rows, granted.next_at) == (0, until)
    assert "silence" in granted.why


def test_a_host_that_another_worker_talks_to_is_left_alone() -> None:
    granted = grant(replace(FREE, leased_until=NOW + timedelta(minutes=2)), 1, now=NOW, policy_gap=timedelta(0))
    assert (granted.rows, granted.next_at) == (0, NOW + BUSY_RECHECK)


def test_a_lapsed_lease_binds_nobody() -> None:
    assert grant(replace(FREE, leased_until=NOW), 1, now=NOW, policy_gap=GAP).rows == 1


def test_without_a_gap_a_batch_may_ask_for_some_things_in_a_row_but_not_for_all() -> None:
    assert grant(FREE, 3, now=NOW, policy_gap=timedelta(0)).rows == 3
    assert grant(FREE, 99, now=NOW, policy_gap=timedelta(0)).rows == MOST_IN_A_ROW


def test_a_longer_crawl_delay_wins_over_the_operators_gap_and_a_shorter_one_does_not() -> None:
    assert gap_of(replace(FREE, crawl_delay=10.0), GAP) == timedelta(seconds=10)
    assert gap_of(replace(FREE, crawl_delay=0.5), GAP) == GAP
