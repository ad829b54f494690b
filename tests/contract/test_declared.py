"""Mirroring what people declared: only what changed changes, and what is made by hand stays."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.contract.desk import DESK, FERRY, HOOK, LIMES, MAX_ATTEMPTS, NOW, Desk, after, entry, hexed, message
from worker.domain.alert import DeclaredChannel, DeliveryOutcome, DeliveryState
from worker.domain.feed import DeclaredFeed
from worker.domain.reading import Official, Role
from worker.domain.upkeep import Changes
from worker.domain.watch import DeclaredWatch, Severity, Watch
from worker.domain.work import Queue
from worker.storage.tables import channels, feeds, watches

GAZETTE = DeclaredFeed("https://gazette.example/feed", name="Gazette", tags=("local",))
HERALD = DeclaredFeed("https://herald.example/feed", auth={"basic": "desk:${PASS}"}, every=timedelta(seconds=90))


def mirror(
    desk: Desk,
    feeds_: Sequence[DeclaredFeed] = (GAZETTE, HERALD),
    watches_: Sequence[DeclaredWatch] = (LIMES, FERRY),
    channels_: Sequence[DeclaredChannel] = (HOOK, DESK),
    *,
    at: datetime = NOW,
) -> Changes:
    """Mirror these declarations."""
    return desk.storage.declared.mirror(feeds_, watches_, channels_, fingerprint="print", now=at)


VALE = Official(
    "Ruta Vale",
    ("R. Vale",),
    (
        Role("Harbour Master", "Port of Ness", None, date(2024, 10, 1)),
        Role("Mayor", None, "Nessland", date(2019, 5, 2), date(2023, 5, 1)),
    ),
)
LIND = Official("Bo Lind")


def mirror_officials(desk: Desk, *officials: Official, at: datetime = NOW) -> Changes:
    """Mirror these officials, and nothing else."""
    return desk.storage.declared.mirror((), (), (), officials, fingerprint="print", now=at)


def feed_row(desk: Desk, url: str = GAZETTE.url) -> dict[str, object]:
    """A feed's row."""
    (row,) = (row for row in desk.rows(feeds) if row["url"] == url)
    return row


def test_what_is_new_is_added(desk: Desk) -> None:
    changes = mirror(desk)
    assert set(changes.added) == {GAZETTE.url, HERALD.url, "Lime trees", "Ferry", "hook", "desk"}
    assert (changes.changed, changes.removed, changes.shadowed) == ((), (), ())


def test_a_new_feed_is_due_at_once(desk: Desk) -> None:
    mirror(desk)
    assert len(desk.storage.work.due(Queue.POLL, now=NOW, limit=9, max_attempts=MAX_ATTEMPTS)) == 2


def test_watches_and_channels_come_back_as_declared(desk: Desk) -> None:
    mirror(desk)
    limes, ferry = desk.storage.declared.watches()
    assert limes == Watch(limes.id, "Lime trees", ("lime trees",), (), (), ("hook",), LIMES.severity)
    assert (ferry.all_of, ferry.none_of, ferry.severity) == (("timetable",), ("football",), FERRY.severity)
    mail, hook = desk.storage.declared.channels()
    assert (mail.name, mail.kind, mail.config, mail.allow_private) == ("desk", DESK.kind, DESK.config, True)
    assert (hook.name, hook.config, hook.origin) == ("hook", HOOK.config, "channels.yaml")


def test_the_same_again_changes_nothing_and_raises_no_version(desk: Desk) -> None:
    mirror(desk)
    version, before = desk.storage.declared.version(), desk.rows(feeds)
    assert not mirror(desk, at=after(hours=1))
    assert desk.storage.declared.version() == version
    assert desk.rows(feeds) == before


def test_a_change_raises_the_version(desk: Desk) -> None:
    mirror(desk)
    version = desk.storage.declared.version()
    changes = mirror(desk, watches_=[replace(LIMES, keywords=("linden",)), FERRY])
    assert changes.changed == ("Lime trees",)
    assert desk.storage.declared.version() == version + 1
    assert [row["version"] for row in desk.rows(watches) if row["name"] == "Lime trees"] == [version + 1]


def test_a_changed_feed_keeps_its_id_its_validators_and_its_next_poll(desk: Desk) -> None:
    mirror(desk)
    row = feed_row(desk)
    desk.poll(int(str(row["id"])), [entry("trees")])
    changes = mirror(desk, [replace(GAZETTE, name="The Gazette"), HERALD], at=after(minutes=1))
    assert changes.changed == (GAZETTE.url,)
    now = feed_row(desk)
    assert (now["id"], now["name"], now["etag"], now["next_at"]) == (
        row["id"],
        "The Gazette",
        '"1"',
        after(minutes=10),
    )


def test_what_left_its_file_is_removed_and_kept(desk: Desk) -> None:
    mirror(desk)
    changes = mirror(desk, [HERALD], [FERRY], [DESK], at=after(hours=1))
    assert set(changes.removed) == {GAZETTE.url, "Lime trees", "hook"}
    assert [watch.name for watch in desk.storage.declared.watches()] == ["Ferry"]
    assert [channel.name for channel in desk.storage.declared.channels()] == ["desk"]
    assert feed_row(desk)["removed_at"] == after(hours=1)
    assert [due.id for due in desk.storage.work.due(Queue.POLL, now=after(days=1), limit=9, max_attempts=9)] == [
        feed_row(desk, HERALD.url)["id"]
    ]


def test_a_watch_that_returns_is_the_same_watch(desk: Desk) -> None:
    mirror(desk)
    limes = desk.watch_id()
    mirror(desk, watches_=[FERRY])
    assert mirror(desk, watches_=[LIMES, FERRY]).added == ("Lime trees",)
    assert desk.watch_id() == limes


def test_a_feed_that_returns_soon_goes_on_where_it_was(desk: Desk) -> None:
    mirror(desk)
    desk.poll(int(str(feed_row(desk)["id"])), [entry("trees")])
    mirror(desk, [HERALD], at=after(hours=1))
    mirror(desk, at=after(hours=20))
    row = feed_row(desk)
    assert (row["removed_at"], row["state"], row["next_at"]) == (None, "pending", after(hours=20))
    assert (row["first_polled_at"], row["etag"]) == (NOW, '"1"')


def test_a_feed_that_was_long_gone_starts_afresh(desk: Desk) -> None:
    mirror(desk)
    desk.poll(int(str(feed_row(desk)["id"])), [entry("trees")])
    mirror(desk, [HERALD], at=after(hours=1))
    mirror(desk, at=after(days=2))
    row = feed_row(desk)
    assert (row["first_polled_at"], row["etag"], row["body_hash"]) == (None, None, None)


def test_a_feed_that_returns_may_be_hinted_at_once(desk: Desk) -> None:
    mirror(desk)
    marks = desk.storage.work.mark_hinted(Queue.POLL, now=NOW, until=after(days=1), cap=9, max_attempts=MAX_ATTEMPTS)
    assert len(marks) == 2
    mirror(desk, [], at=after(minutes=1))
    mirror(desk, at=after(minutes=2))
    again = desk.storage.work.mark_hinted(
        Queue.POLL, now=after(minutes=2), until=after(days=1), cap=9, max_attempts=MAX_ATTEMPTS
    )
    assert {row.id for row in again} == {row.id for row in marks}


def test_a_feed_made_by_hand_is_left_alone_by_the_files(desk: Desk) -> None:
    assert desk.storage.declared.add_feed(GAZETTE, origin="by hand", now=NOW)
    assert GAZETTE.url not in mirror(desk, [HERALD]).removed
    assert feed_row(desk)["removed_at"] is None


def test_a_file_takes_over_what_was_made_by_hand_and_says_so(desk: Desk) -> None:
    desk.storage.declared.add_feed(replace(GAZETTE, name="By hand"), origin="by hand", now=NOW)
    changes = mirror(desk)
    assert (changes.shadowed, changes.changed) == ((GAZETTE.url,), (GAZETTE.url,))
    assert (feed_row(desk)["origin"], feed_row(desk)["name"]) == ("feeds.yaml", "Gazette")


def test_a_feed_is_added_by_hand_once(desk: Desk) -> None:
    assert desk.storage.declared.add_feed(GAZETTE, origin="by hand", now=NOW) is True
    version = desk.storage.declared.version()
    assert version > 0
    assert desk.storage.declared.add_feed(GAZETTE, origin="by hand", now=NOW) is False
    assert desk.storage.declared.version() == version


def test_a_feed_added_by_hand_is_removed_by_hand_and_comes_back(desk: Desk) -> None:
    declared = desk.storage.declared
    declared.add_feed(GAZETTE, origin="by hand", now=NOW)
    version = declared.version()
    assert declared.remove_feed(GAZETTE.url, now=NOW) == "by hand"
    assert declared.version() == version + 1
    assert declared.remove_feed(GAZETTE.url, now=NOW) is None
    assert declared.add_feed(GAZETTE, origin="by hand", now=after(hours=1)) is True
    assert feed_row(desk)["removed_at"] is None


def test_a_files_feed_is_not_removed_by_hand(desk: Desk) -> None:
    mirror(desk)
    version = desk.storage.declared.version()
    assert desk.storage.declared.remove_feed(GAZETTE.url, now=NOW) == "feeds.yaml"
    assert feed_row(desk)["removed_at"] is None
    assert desk.storage.declared.version() == version


QUAY = DeclaredWatch("Quay", ("quay",), channels=("hook",), query='target:>=2%gdp "lime trees"')


def test_a_watch_made_by_hand_is_changed_and_removed_by_hand_and_comes_back(desk: Desk) -> None:
    declared = desk.storage.declared
    assert declared.add_watch(QUAY, origin="cli", now=NOW) is True
    version = declared.version()
    assert declared.add_watch(QUAY, origin="cli", now=NOW) is False
    (kept,) = declared.watches()
    assert (kept.name, kept.keywords, kept.query) == ("Quay", ("quay",), QUAY.query)
    assert declared.edit_watch(replace(QUAY, query="ferry", keywords=(), severity=Severity.HIGH)) == "cli"
    changed, gone = declared.watches_since(version)
    assert ([(w.query, w.keywords, w.severity) for w in changed], gone) == ([("ferry", (), Severity.HIGH)], [])
    assert declared.remove_watch("Quay", now=NOW) == "cli"
    assert declared.watches_since(version + 1) == ([], [kept.id])
    assert declared.remove_watch("Quay", now=NOW) is None
    assert declared.edit_watch(QUAY) is None
    assert declared.add_watch(QUAY, origin="cli", now=after(hours=1)) is True
    assert (declared.version(), [watch.id for watch in declared.watches()]) == (version + 3, [kept.id])


def test_a_files_watch_is_neither_changed_nor_removed_by_hand(desk: Desk) -> None:
    mirror(desk)
    declared = desk.storage.declared
    before, version = declared.watches(), declared.version()
    assert declared.edit_watch(replace(LIMES, keywords=("quay",))) == "watches.yaml"
    assert declared.remove_watch(LIMES.name, now=NOW) == "watches.yaml"
    assert (declared.watches(), declared.version()) == (before, version)


def test_a_watch_made_by_hand_is_left_alone_by_the_files_until_they_name_it(desk: Desk) -> None:
    desk.storage.declared.add_watch(QUAY, origin="cli", now=NOW)
    assert "Quay" not in mirror(desk).removed
    assert mirror(desk, watches_=[replace(QUAY, query="ferry")]).shadowed == ("Quay",)
    assert desk.storage.declared.remove_watch("Quay", now=NOW) == "watches.yaml"


def test_a_feed_under_poll_that_is_removed_stores_nothing_more(desk: Desk) -> None:
    desk.storage.declared.add_feed(GAZETTE, origin="by hand", now=NOW)
    feed = int(str(feed_row(desk)["id"]))
    desk.take_feeds([feed], "mine")
    desk.storage.declared.remove_feed(GAZETTE.url, now=NOW)
    assert desk.storage.feeds.finish("mine", [], [], now=NOW, hint_until=None) == []
    assert feed_row(desk)["state"] == "done"


def test_refused_files_leave_the_old_state_and_say_why(desk: Desk) -> None:
    mirror(desk)
    version = desk.storage.declared.version()
    desk.storage.declared.refuse("other", "watches.yaml, line 3: no keywords")
    assert desk.storage.declared.state() == {
        "config_version": str(version),
        "config_fingerprint": "other",
        "config_refused": "watches.yaml, line 3: no keywords",
    }
    assert len(desk.storage.declared.watches()) == 2
    mirror(desk)
    assert desk.storage.declared.state()["config_refused"] == ""


def test_poll_now_makes_all_or_the_named_feeds_due(desk: Desk) -> None:
    mirror(desk)
    for row in desk.rows(feeds):
        desk.poll(row["id"])
    assert desk.storage.declared.poll_now(["Gazette"], now=after(seconds=9)) == [GAZETTE.url]
    due = desk.storage.work.due(Queue.POLL, now=after(seconds=9), limit=9, max_attempts=MAX_ATTEMPTS)
    assert [row.id for row in due] == [feed_row(desk)["id"]]
    assert set(desk.storage.declared.poll_now(None, now=after(seconds=9))) == {GAZETTE.url, HERALD.url}
    assert desk.storage.declared.poll_now(["https://nowhere.example/"], now=after(seconds=9)) == []


@pytest.mark.parametrize("mend", ["declare anew", "enable"])
def test_a_disabled_channel_gets_another_chance(desk: Desk, mend: str) -> None:
    desk.declare()
    (delivery,) = desk.tell(desk.articles(1)[0])
    desk.take_deliveries([delivery], "mine")
    gone = DeliveryOutcome(
        delivery, DeliveryState.FAILED, "gone", 410, NOW, 1, desk.delivery(delivery)["channel_id"], "410: gone"
    )
    desk.storage.deliveries.finish("mine", gone, now=NOW)
    if mend == "enable":
        desk.storage.declared.enable_channel("hook")
    else:
        mirror(desk, [], [LIMES, FERRY], [replace(HOOK, config={"url": "https://hook.example/new"}), DESK])
    (row,) = (row for row in desk.rows(channels) if row["name"] == "hook")
    assert (row["disabled"], row["disabled_at"], row["failures"]) == ("", None, 0)


def test_changes_made_at_the_same_time_each_raise_the_version(desk: Desk, other: Desk) -> None:
    barrier = threading.Barrier(4)
    trouble: list[Exception] = []

    def add(which: Desk, number: int) -> None:
        barrier.wait(10)
        try:
            for n in range(10):
                feed = DeclaredFeed(f"https://site{number}-{n}.example/feed")
                which.storage.declared.add_feed(feed, origin="by hand", now=NOW)
        except Exception as error:  # noqa: BLE001 - the test shows whatever a thread met
            trouble.append(error)

    threads = [threading.Thread(target=add, args=(which, n)) for n, which in enumerate([desk, other, desk, other])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert trouble == []
    assert desk.storage.declared.version() == 40


def test_the_same_feed_added_by_two_at_once_is_added_once(desk: Desk, other: Desk) -> None:
    barrier = threading.Barrier(2)
    found: list[bool | Exception] = []

    def add(which: Desk) -> None:
        for n in range(20):
            barrier.wait(10)
            feed = DeclaredFeed(f"https://site{n}.example/feed")
            try:
                found.append(which.storage.declared.add_feed(feed, origin="by hand", now=NOW))
            except Exception as error:  # noqa: BLE001 - the test shows whatever a thread met
                found.append(error)

    threads = [threading.Thread(target=add, args=(which,)) for which in (desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, found)) == ["False"] * 20 + ["True"] * 20


def test_an_alerts_message_outlives_its_watch_and_channel(desk: Desk) -> None:
    desk.declare()
    desk.tell(desk.articles(1)[0])
    mirror(desk, [], [], [])
    (alert,) = desk.storage.views.alerts()
    assert alert.message == message("Lime trees 1")
    (delivery,) = desk.storage.views.deliveries()
    assert delivery.uid == hexed("Lime trees 1 hook")


def test_officials_come_back_as_declared(desk: Desk) -> None:
    assert mirror_officials(desk, VALE, LIND).added == ("Ruta Vale", "Bo Lind")
    assert desk.storage.declared.officials() == [LIND, VALE]


def test_a_changed_official_raises_the_version_and_the_same_again_does_not(desk: Desk) -> None:
    mirror_officials(desk, VALE, LIND)
    before = desk.storage.declared.version()
    assert not mirror_officials(desk, VALE, LIND)
    assert desk.storage.declared.version() == before
    assert mirror_officials(desk, VALE, replace(LIND, aliases=("Bosse Lind",))).changed == ("Bo Lind",)
    assert desk.storage.declared.version() == before + 1


def test_an_official_who_left_the_file_is_known_no_more_and_may_return(desk: Desk) -> None:
    mirror_officials(desk, VALE, LIND)
    assert mirror_officials(desk, LIND).removed == ("Ruta Vale",)
    assert desk.storage.declared.officials() == [LIND]
    assert mirror_officials(desk, VALE, LIND).added == ("Ruta Vale",)
    assert desk.storage.declared.officials() == [LIND, VALE]
