"""Stored articles with what was read of them, one by its address or all in turn."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.contract.desk import NOW, READ, Desk, after, entry
from tests.contract.readings import READING, TEXT
from worker.domain.reading import Reading
from worker.storage.tables import articles
from worker.text.urls import url_uid


def test_an_article_is_found_by_its_id_with_its_reading_and_its_words(desk: Desk) -> None:
    number = desk.read(READING, text=TEXT)
    found = desk.storage.archive.find(str(number))
    assert found is not None
    assert (found.id, found.at, found.origins) == (number, NOW - timedelta(hours=1), 1)
    assert found.article == replace(READ, url=desk.article(number)["url"], text=TEXT)
    assert found.stored is not None
    assert (found.stored.reading, found.stored.version, found.was_read) == (READING, 1, True)


@pytest.mark.parametrize("which", ["0", "99999999999999999999999", "https://news.example/nowhere", "no address", ""])
def test_what_is_not_there_is_not_found(desk: Desk, which: str) -> None:
    desk.read(READING, text=TEXT)
    assert desk.storage.archive.find(which) is None


def test_an_article_is_found_by_its_address_however_it_is_written(desk: Desk) -> None:
    url = "https://news.example/trees"
    number = desk.read(READING, text=TEXT)
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == number).values(uid=url_uid(url)))
    for written in (url, "http://NEWS.example:80/trees", url + "#top", url + "?utm_source=mail"):
        found = desk.storage.archive.find(written)
        assert found is not None, written
        assert found.id == number


def test_the_twin_of_an_article_leads_to_it(desk: Desk) -> None:
    first, second = desk.read(READING, text=TEXT), desk.read(Reading(), text=TEXT)
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == second).values(duplicate_of=first))
    found = desk.storage.archive.find(str(second))
    assert found is not None
    assert found.id == first
    assert [item.id for item in desk.storage.archive.newest_first()] == [first]


def test_an_article_that_waits_to_be_read_is_not_in_the_archive(desk: Desk) -> None:
    (waiting,) = desk.articles(1)
    assert desk.storage.archive.find(str(waiting)) is None
    assert list(desk.storage.archive.newest_first()) == []
    assert desk.storage.archive.count() == 0


def test_an_article_without_a_reading_says_so_and_so_does_one_at_which_a_reader_failed(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    desk.read(Reading(), text=TEXT, failed="ValueError()")
    (unread,) = desk.articles(1)
    desk.take([unread], "mine")
    desk.finish(unread, "mine")
    found = list(desk.storage.archive.newest_first())
    assert [(item.was_read, item.reading) for item in found] == [
        (False, Reading()),
        (False, Reading()),
        (True, READING),
    ]
    assert found[0].stored is None


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_the_archive_is_given_newest_first_in_batches_of_any_size(desk: Desk, batch: int) -> None:
    stored = [desk.read(READING, text=TEXT) for _ in range(4)]
    found = list(desk.storage.archive.newest_first(batch=batch))
    assert [item.id for item in found] == stored[::-1]
    assert all(item.reading == READING for item in found)


def test_the_archive_can_be_asked_for_by_date(desk: Desk) -> None:
    desk.read(READING, text=TEXT, published=NOW - timedelta(days=40))  # told late: its own date counts
    dated = desk.read(READING, text=TEXT, published=NOW - timedelta(days=3))
    undated = desk.read(READING, text=TEXT, published=None)
    later = desk.read(READING, text=TEXT, published=after(days=900), at=after(days=1))
    found = list(desk.storage.archive.newest_first(since=NOW - timedelta(days=30)))
    assert [item.id for item in found] == [later, undated, dated]
    assert [item.at for item in found] == [after(days=1), NOW, NOW - timedelta(days=3)]
    assert desk.storage.archive.count(since=NOW - timedelta(days=30)) == 3
    assert desk.storage.archive.count() == 4


def test_an_article_has_as_many_origins_as_feeds_carry_it(desk: Desk) -> None:
    feeds = [desk.feed(name) for name in ("Gazette", "Herald")]
    (number,) = desk.poll(feeds[0], [entry("trees")])
    desk.poll(feeds[1], [entry("trees")])
    desk.read_again(number, READING, text=TEXT)
    (found,) = desk.storage.archive.newest_first()
    assert found.origins == 2
