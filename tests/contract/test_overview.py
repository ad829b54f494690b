"""The sums of the one screen."""

from datetime import timedelta

import sqlalchemy as sa

from tests.contract.desk import NOW, Desk, after
from worker.domain.alert import DeliveryOutcome, DeliveryState
from worker.storage.overview import ChannelWait, FeedTrouble, HostSums, HostWait
from worker.storage.tables import hosts


def _host(desk: Desk, key: str, **values: object) -> None:
    with desk.storage.database.write() as connection:
        connection.execute(sa.insert(hosts).values(key=key, **({"next_at": NOW} | values)))


def test_hosts_that_asked_for_silence_are_told_from_those_in_their_gap(desk: Desk) -> None:
    _host(desk, "https://free.example:443")
    _host(desk, "https://gap.example:443", next_at=after(seconds=30))
    _host(desk, "https://silent.example:443", next_at=after(seconds=5), blocked_until=after(hours=1))
    _host(desk, "https://spoke.example:443", blocked_until=after(seconds=-1))
    _host(desk, "https://busy.example:443", lease_token="mine", lease_until=after(seconds=20))
    assert desk.storage.overview.hosts(now=NOW) == HostSums(
        known=5,
        silent=1,
        resting=1,
        busy=1,
        longest=(
            HostWait("https://silent.example:443", after(hours=1), asked=True),
            HostWait("https://gap.example:443", after(seconds=30), asked=False),
        ),
    )


def test_without_hosts_all_sums_are_nought(desk: Desk) -> None:
    assert desk.storage.overview.hosts(now=NOW) == HostSums(0, 0, 0, 0, ())


def test_what_waits_is_summed_by_channel_with_the_reason_of_the_most_tried(desk: Desk) -> None:
    desk.declare()
    first, second, third = desk.articles(3)
    (fresh,) = desk.tell(first)
    (tried,) = desk.tell(second, at=after(minutes=1))
    (sent,) = desk.tell(third, at=after(minutes=2))
    for row, state, tries, why in (
        (tried, DeliveryState.WAITING, 2, "nobody is there"),
        (sent, DeliveryState.SENT, 0, ""),
    ):
        (work,) = desk.take_deliveries([row], f"token {row}", at=after(minutes=3))
        done = DeliveryOutcome(row, state, why, None, after(minutes=9), tries, work.channel.id)
        assert desk.storage.deliveries.finish(f"token {row}", done, now=after(minutes=3))
    assert fresh != tried
    assert desk.storage.overview.waiting() == [
        ChannelWait("hook", 2, 1, oldest=NOW, next_at=NOW, why="nobody is there")
    ]


def test_what_failed_or_was_skipped_is_counted_as_far_back_as_asked(desk: Desk) -> None:
    desk.declare()
    rows = [desk.tell(article)[0] for article in desk.articles(3)]
    for row, state in zip(rows, (DeliveryState.FAILED, DeliveryState.FAILED, DeliveryState.SKIPPED), strict=True):
        (work,) = desk.take_deliveries([row], f"token {row}")
        done = DeliveryOutcome(row, state, "no", None, NOW, 1, work.channel.id)
        assert desk.storage.deliveries.finish(f"token {row}", done, now=NOW)
    day = timedelta(days=1)
    assert desk.storage.overview.undelivered(now=after(hours=1), within=day) == (2, 1)
    assert desk.storage.overview.undelivered(now=after(hours=25), within=day) == (0, 0)


def test_feeds_in_trouble_are_named_those_first_that_failed_most_often(desk: Desk) -> None:
    desk.feed("Fine")
    for name, failures in (("Gazette", 1), ("Herald", 4)):
        desk.poll(desk.feed(name), status=503, error="it is busy", failures=failures, changed=False)
    assert desk.storage.overview.feeds_in_trouble() == [
        FeedTrouble("https://herald.example/feed", "Herald", "it is busy", False, "every ten minutes"),
        FeedTrouble("https://gazette.example/feed", "Gazette", "it is busy", False, "every ten minutes"),
    ]


def test_the_next_poll_is_that_of_the_feed_due_first(desk: Desk) -> None:
    assert desk.storage.overview.next_poll() is None
    desk.poll(desk.feed("Gazette"))
    desk.poll(desk.feed("Herald"), at=after(minutes=1))
    assert desk.storage.overview.next_poll() == after(minutes=10)
