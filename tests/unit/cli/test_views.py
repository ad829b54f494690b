"""The queries behind the lists and sums, on both kinds of database."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from worker.domain.alert import DeliveryState
from worker.domain.work import Queue
from worker.storage import Storage


@pytest.fixture
def both(world: Any, database_url: str) -> Iterator[Any]:
    """The world over SQLite, and over PostgreSQL."""
    world.storage.close()
    world.storage = Storage(database_url)
    yield world
    world.storage.close()


def test_activity_counts_only_what_was_done_since(both: Any) -> None:
    both.declare()
    both.alert("Old news", told=False)
    first, second = both.alert()
    both.deliver(first, DeliveryState.SENT)
    both.deliver(second, DeliveryState.WAITING, "HTTP 503")
    wire = both.feed("https://wire.example.org/rss")
    activity = both.storage.views.activity(both.now)
    assert activity.entries == {wire: (1, 1)}
    assert activity.first_polled == {wire}
    assert activity.articles == {"feed's summary": 2}
    assert activity.alerts == {("told", "new story"): 1, ("not told", "first poll of a new feed"): 1}
    assert activity.deliveries == [("desk", "sent", "", 1), ("hook", "waiting", "HTTP 503", 1)]
    assert activity.next_delivery_at == both.now + timedelta(minutes=5)
    later = both.storage.views.activity(both.now + timedelta(seconds=1))
    assert (later.entries, later.articles, later.alerts) == ({}, {}, {})
    assert later.deliveries == [("hook", "waiting", "HTTP 503", 1)]


def test_a_dead_delivery_is_among_them_with_its_reason(both: Any) -> None:
    both.declare()
    both.kill(Queue.DELIVER, both.alert()[0])
    activity = both.storage.views.activity(both.now + timedelta(days=1))
    assert ("desk", "dead", "a worker died at it 1 time", 1) in activity.deliveries


def test_watches_are_counted_by_what_became_of_their_matches(both: Any) -> None:
    both.declare()
    both.alert("Old news", told=False)
    both.alert()
    quiet, targets = both.storage.views.watches()
    assert (quiet.name, quiet.told, quiet.not_told, quiet.last_told_at) == ("Quiet", 0, 0, None)
    assert (targets.told, targets.not_told, targets.last_told_at) == (1, 1, both.now)


def test_channels_know_their_last_success(both: Any) -> None:
    both.declare()
    both.deliver(both.alert()[0], DeliveryState.SENT)
    chat, desk, hook = both.storage.views.channels()
    assert (chat.last_ok_at, desk.last_ok_at, hook.last_ok_at) == (None, both.now, None)


def test_rows_that_an_error_of_ours_stopped_are_found(both: Any) -> None:
    both.declare()
    row = both.alert()[0]
    lease = both.lease()
    both.storage.deliveries.claim([row], lease=lease, now=both.now, max_attempts=5)
    both.storage.work.fail(Queue.DELIVER, lease.token, row, next_at=both.now, why="an error of Wirewatch itself: X")
    assert both.storage.views.failing_inside() == [(Queue.DELIVER, row, "an error of Wirewatch itself: X")]
