"""Retention forgets what is past its time, and never what a feed still lists."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.contract.desk import NOW, Desk, after, entry, lease
from worker.domain.article import StoredPage
from worker.domain.politeness import HostUpdate
from worker.domain.upkeep import Beat, Kept
from worker.storage.housekeeping import CHUNK
from worker.storage.tables import alerts, articles, deliveries, entries, hosts, pages

PAGES, ARTICLES = timedelta(days=30), timedelta(days=365)


def tidy(desk: Desk, at: datetime) -> Kept:
    """One round of housekeeping."""
    return desk.storage.housekeeping.tidy(now=at, keep_pages=PAGES, keep_articles=ARTICLES)


def done(desk: Desk, article: int) -> None:
    """Process an article."""
    token = desk.token()
    assert desk.take_ids([article], token, at=after(seconds=5)) == [article]
    assert desk.finish(article, token, at=after(seconds=5), page=StoredPage("https://news.example/", None, b"page"))


def test_a_new_database_has_nothing_to_forget(desk: Desk) -> None:
    assert tidy(desk, NOW) == Kept(pages=0, articles=0, hosts=0, heartbeats=0)


def test_pages_go_before_their_articles(desk: Desk) -> None:
    (article,) = desk.articles(1)
    done(desk, article)
    kept = tidy(desk, after(days=30))
    assert (kept.pages, kept.articles) == (0, 0)
    kept = tidy(desk, after(days=30, seconds=6))
    assert (kept.pages, kept.articles) == (1, 0)
    assert desk.rows(pages) == []
    assert desk.article(article)["state"] == "done"


def test_an_article_that_left_its_feed_is_forgotten_with_all_that_hangs_on_it(desk: Desk) -> None:
    desk.declare()
    feed = desk.feed()
    (article,) = desk.poll(feed, [entry("trees")])
    desk.tell(article)
    desk.poll(feed, [entry("ferry")], at=after(days=2))
    assert tidy(desk, after(days=365)).articles == 0
    assert tidy(desk, after(days=365, seconds=1)).articles == 1
    assert [row["url"] for row in desk.rows(articles)] == ["https://news.example/ferry"]
    assert (len(desk.rows(entries)), desk.rows(alerts), desk.rows(deliveries)) == (1, [], [])


def test_an_entry_that_its_feed_still_lists_is_never_forgotten(desk: Desk) -> None:
    feed = desk.feed()
    (article,) = desk.poll(feed, [entry("trees")])
    done(desk, article)
    for day in range(100, 900, 100):
        assert desk.poll(feed, [entry("trees")], at=after(days=day)) == []
        assert tidy(desk, after(days=day + 99)).articles == 0


def test_a_poll_that_does_not_note_what_is_listed_makes_nothing_forgotten(desk: Desk) -> None:
    feed = desk.feed()
    (article,) = desk.poll(feed, [entry("trees")])
    done(desk, article)
    desk.poll(feed, [entry("trees"), entry("ferry")], at=after(days=2), listed=False)
    desk.poll(feed, at=after(days=3), status=304, changed=False, listed=False)
    assert tidy(desk, after(days=999)).articles == 0


def test_a_feed_that_fails_for_a_year_loses_nothing(desk: Desk) -> None:
    feed = desk.feed()
    (article,) = desk.poll(feed, [entry("trees")])
    done(desk, article)
    for day in range(1, 400, 50):
        desk.poll(feed, at=after(days=day), status=503, error="busy", failures=day, changed=False, listed=False)
    assert tidy(desk, after(days=400)).articles == 0


def test_an_article_listed_by_one_of_two_feeds_is_kept(desk: Desk) -> None:
    first, second = desk.feed("Gazette"), desk.feed("Herald")
    (article,) = desk.poll(first, [entry("trees")])
    desk.poll(second, [entry("trees")])
    done(desk, article)
    desk.poll(first, [entry("ferry")], at=after(days=2))
    assert tidy(desk, after(days=999)).articles == 0


def test_articles_of_a_removed_feed_are_forgotten_in_their_time(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    done(desk, article)
    desk.storage.declared.remove_feed("https://gazette.example/feed", now=after(days=1))
    assert tidy(desk, after(days=300)).articles == 0
    assert tidy(desk, after(days=366)).articles == 1


def test_articles_of_a_feed_that_may_still_come_back_as_it_was_are_kept(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    done(desk, article)
    desk.storage.declared.remove_feed("https://gazette.example/feed", now=after(days=400))
    assert tidy(desk, after(days=400, hours=23)).articles == 0
    assert tidy(desk, after(days=401, hours=1)).articles == 1


@pytest.mark.parametrize("state", ["pending", "running"])
def test_an_article_that_is_still_work_is_kept(desk: Desk, state: str) -> None:
    feed = desk.feed()
    (article,) = desk.poll(feed, [entry("trees")])
    if state == "running":
        desk.take([article], "mine")
    desk.poll(feed, [entry("ferry")], at=after(days=2))
    assert tidy(desk, after(days=999)).articles == 0


def test_more_than_one_chunk_is_forgotten_in_one_round(desk: Desk) -> None:
    feed = desk.feed()
    count = CHUNK + 3
    desk.poll(feed, [entry(f"{n}") for n in range(count)])
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(articles).values(state="done"))
    desk.poll(feed, [entry("ferry")], at=after(days=2))
    assert tidy(desk, after(days=366)).articles == count


def test_hosts_nobody_asked_for_a_week_are_forgotten_unless_they_asked_for_silence(desk: Desk) -> None:
    keys = [f"https://{name}.example:443" for name in ("old", "silent", "leased", "new")]
    ids = {key: desk.articles(1, host=key)[0] for key in keys}
    with desk.storage.database.write() as connection:
        connection.execute(sa.delete(hosts))
    for key in keys[:2]:
        desk.take([ids[key]], key[8:20])
        silence = after(days=30) if key == keys[1] else None
        desk.storage.articles.release_hosts(key[8:20], [HostUpdate(key, NOW, blocked_until=silence)])
    desk.take([ids[keys[2]]], "leased", at=after(days=8))
    desk.take([ids[keys[3]]], "new", at=after(days=7))
    desk.storage.articles.release_hosts("new", [HostUpdate(keys[3], after(days=7))])
    assert tidy(desk, lease("leased", at=after(days=8)).until - timedelta(seconds=1)).hosts == 1
    assert sorted(row["key"] for row in desk.rows(hosts)) == sorted(keys[1:])


def test_a_process_says_that_it_is_alive_and_is_forgotten_after_a_day(desk: Desk) -> None:
    keeping = desk.storage.housekeeping
    keeping.beat("sweep@a:1", "sweep", now=NOW)
    keeping.beat("worker@a:2", "worker", now=after(seconds=1), note="poll")
    keeping.beat("sweep@a:1", "sweep", now=after(hours=3))
    assert keeping.beats() == [
        Beat("sweep@a:1", "sweep", after(hours=3), ""),
        Beat("worker@a:2", "worker", after(seconds=1), "poll"),
    ]
    assert tidy(desk, after(days=1, seconds=2)).heartbeats == 1
    assert [beat.name for beat in keeping.beats()] == ["sweep@a:1"]
