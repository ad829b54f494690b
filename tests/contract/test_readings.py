"""What an article says is stored with it, comes back as it was, and goes with it."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.contract.desk import NOW, READ, Desk, after, hexed
from tests.contract.readings import FIVE, JON, READING, TEXT, TROOPS, VERMOLEN, five, mention
from worker.domain.article import StoredPage, TextSource
from worker.domain.ledger import STANDS, StoredReading
from worker.domain.reading import Form, Reading, Status
from worker.storage.tables import articles, entries, facts, mentions, person_roles, persons, quotes, readings

READ_TABLES = (readings, mentions, facts, quotes)


def counts(desk: Desk) -> dict[str, int]:
    """Rows by table."""
    return {table.name: len(desk.rows(table)) for table in READ_TABLES}


def test_a_reading_comes_back_as_it_was(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT, version=7)
    assert desk.storage.readings.of(article) == StoredReading(READING, 7, NOW, "")


def test_an_article_that_was_not_read_has_no_reading(desk: Desk) -> None:
    (article,) = desk.articles(1)
    assert desk.storage.readings.of(article) is None


def test_every_row_bears_the_version_of_the_readers(desk: Desk) -> None:
    desk.read(READING, text=TEXT, version=7)
    for table in READ_TABLES:
        assert {row["extractor_version"] for row in desk.rows(table)} == {7}, table.name


def test_mentions_of_one_person_are_one_row(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    assert [(row["person"], row["times"]) for row in desk.rows(mentions)] == [(VERMOLEN, 3), (JON, 2)]


def test_a_mention_that_stays_open_is_kept(desk: Desk) -> None:
    open_one = mention("members", Form.ROLE, None, title="members")
    article = desk.read(Reading(mentions=(open_one,)), text=TEXT)
    found = desk.storage.readings.of(article)
    assert found is not None
    assert found.reading.mentions == (open_one,)
    assert desk.rows(persons) == []


def test_an_article_read_again_is_stored_once(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT)
    before = counts(desk)
    desk.read_again(article, READING, text=TEXT, at=after(minutes=5))
    assert counts(desk) == before
    assert (len(desk.rows(persons)), len(desk.rows(person_roles))) == (2, 2)


def test_an_article_read_again_keeps_nothing_of_what_it_said_before(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT)
    desk.read_again(article, Reading(), text="Nothing.", at=after(minutes=5))
    assert counts(desk) == {"readings": 1, "mentions": 0, "facts": 0, "quotes": 0}


def test_another_language_is_noted(desk: Desk) -> None:
    article = desk.read(Reading(unread="language not read"), language="fr")
    found = desk.storage.readings.of(article)
    assert found is not None
    assert found.reading.unread == "language not read"


def test_a_transaction_that_fails_stores_neither_article_nor_reading(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    with pytest.raises(RuntimeError):
        finish_and_fail(desk, article)
    assert counts(desk) == {"readings": 0, "mentions": 0, "facts": 0, "quotes": 0}
    assert desk.rows(persons) == []


def finish_and_fail(desk: Desk, article: int) -> None:
    """Store an article and its reading, and meet an error before that is committed."""
    with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
        assert transaction is not None
        transaction.finish(READ, canonical_uid=None, page=None, page_failures=0, again_at=None, waiting="")
        transaction.store(READING, version=1)
        raise RuntimeError


def test_an_article_that_turns_out_to_be_another_ones_twin_says_nothing_itself(desk: Desk) -> None:
    first = desk.read(READING, text=TEXT)
    second = desk.read(READING, text=TEXT)
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(articles).where(articles.c.id == second).values(state="pending"))
    desk.take([second], "mine")
    with desk.storage.articles.finishing(second, "mine", now=NOW) as transaction:
        assert transaction is not None
        transaction.become_twin(first)
    assert {row["article_id"] for row in desk.rows(facts)} == {first}


def test_housekeeping_takes_what_an_article_said_along_with_it(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT)
    with desk.storage.database.write() as connection:
        connection.execute(sa.delete(entries).where(entries.c.article_id == article))
    keep = {"keep_pages": timedelta(days=30), "keep_articles": timedelta(days=365)}
    assert desk.storage.housekeeping.tidy(now=after(days=300), **keep).persons == 0
    kept = desk.storage.housekeeping.tidy(now=after(days=366), **keep)
    assert (kept.articles, kept.persons) == (1, 2)
    assert counts(desk) == {"readings": 0, "mentions": 0, "facts": 0, "quotes": 0}
    assert (desk.rows(persons), desk.rows(person_roles)) == ([], [])


def test_housekeeping_keeps_a_person_whom_an_article_still_names(desk: Desk) -> None:
    desk.read(READING, text=TEXT)  # its feed lists it still
    keep = {"keep_pages": timedelta(days=30), "keep_articles": timedelta(days=365)}
    assert desk.storage.housekeeping.tidy(now=after(days=999), **keep).persons == 0


@pytest.mark.parametrize("length", [301, 100_000])
def test_names_of_any_length_are_stored_cut_and_name_nobody(desk: Desk, length: int) -> None:
    long = "N" * length
    fact = replace(FIVE, speaker=long, actor=long, about=long, deadline=long)
    named = replace(READING.mentions[1], person=long, title=long)
    article = desk.read(Reading(mentions=(named,), facts=(fact,)), text=TEXT)
    found = desk.storage.readings.of(article)
    assert found is not None
    assert found.reading.facts[0].speaker == "N" * 300
    assert desk.rows(persons) == []


# ---- stands


def test_stands_are_what_persons_are_the_speakers_of_oldest_first(desk: Desk) -> None:
    later = desk.read(five(3.5), text=TEXT, at=after(days=3), published=after(days=2), source="The Courier")
    first = desk.read(READING, text=TEXT, published=NOW - timedelta(days=1), title="Five percent")
    found = desk.storage.readings.stands()
    assert [(s.person, s.article, s.fact.quantity.value) for s in found] == [
        (VERMOLEN, first, 5.0),
        (JON, first, 1200.0),
        (VERMOLEN, later, 3.5),
    ]
    assert (found[0].fact, found[1].fact) == (FIVE, TROOPS)
    assert (found[0].at, found[0].title, found[2].source) == (NOW - timedelta(days=1), "Five percent", "The Courier")


def test_a_stand_has_the_sentence_that_proves_it(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    first, second = desk.storage.readings.stands()
    assert first.sentence == TEXT[slice(*FIVE.sentence)]
    assert second.sentence == TEXT[slice(*TROOPS.sentence)]


def test_stands_can_be_asked_for_by_person_and_status(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    desk.read(five(2, status=Status.REPORTED), text=TEXT)
    ids = {row["name"]: row["id"] for row in desk.rows(persons)}
    stands = desk.storage.readings.stands
    assert [s.person for s in stands(persons_of=[ids[JON]])] == [JON]
    assert [s.fact.status for s in stands(statuses=[Status.DENIED], targets=False)] == [Status.DENIED]
    # a target is one whoever reports it
    assert len(stands(statuses=STANDS)) == 3
    assert len(stands(statuses=STANDS, targets=False)) == 2


def test_of_too_many_stands_the_latest_are_given(desk: Desk) -> None:
    for day in range(3):
        desk.read(five(float(day)), text=TEXT, at=after(days=day), published=after(days=day))
    assert [s.fact.quantity.value for s in desk.storage.readings.stands(limit=2)] == [1.0, 2.0]


def test_a_speaker_who_is_no_person_takes_no_stand(desk: Desk) -> None:
    desk.read(five(5, speaker="the ministry"), text=TEXT)
    assert desk.storage.readings.stands() == []


def test_an_article_without_a_date_stands_where_it_was_seen_and_none_in_the_future(desk: Desk) -> None:
    desk.read(five(1), text=TEXT, published=None)
    desk.read(five(2), text=TEXT, published=after(days=900), at=after(seconds=5))
    assert [s.at for s in desk.storage.readings.stands()] == [NOW, after(seconds=5)]


# ---- failures


def test_articles_at_which_a_reader_failed_are_counted_with_the_error(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    desk.read(Reading(), failed="ValueError('odd')")
    number, latest = desk.storage.readings.failures()
    assert (number, [error for _, error in latest]) == (1, ["ValueError('odd')"])


# ---- reading again


def outdated(desk: Desk, version: int = 2, **changes: Any) -> list[int]:
    """Ids that are to be read again."""
    values: dict[str, Any] = {"since": None, "below": None, "limit": 100} | changes
    return desk.storage.readings.outdated(version=version, **values)


def test_articles_of_older_readers_failed_ones_and_unread_ones_are_outdated_newest_first(desk: Desk) -> None:
    old = desk.read(READING, text=TEXT, version=1)
    new = desk.read(READING, text=TEXT, version=2)
    failed = desk.read(Reading(), version=2, failed="ValueError()")
    (unread, waiting) = desk.articles(2)
    desk.take([unread], "mine")
    desk.finish(unread, "mine")
    assert outdated(desk) == [unread, failed, old]
    assert outdated(desk, everything=True) == [unread, failed, new, old]
    assert outdated(desk, below=failed) == [old]
    assert outdated(desk, limit=1) == [unread]
    assert waiting not in outdated(desk, everything=True)


def test_outdated_articles_can_be_asked_for_since_when_they_were_seen(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    later = desk.read(READING, text=TEXT, at=after(days=2))
    assert outdated(desk, since=after(days=1)) == [later]
    assert desk.storage.readings.count_outdated(version=2, since=after(days=1)) == 1
    assert desk.storage.readings.count_outdated(version=2, since=None) == 2


def test_an_article_to_read_again_comes_with_its_sightings_and_its_page(desk: Desk) -> None:
    page = StoredPage("https://news.example/trees", "text/html", b"page")
    article = desk.read(READING, text=TEXT, page=page)
    found = desk.storage.readings.readable(article)
    assert found is not None
    assert (found.page, found.article.text, found.article.text_source) == (page, TEXT, TextSource.PAGE)
    assert len(found.work.sightings) == 1


def test_an_article_read_again_is_replaced_and_tells_nobody(desk: Desk) -> None:
    desk.declare()
    article = desk.read(READING, text=TEXT, version=1)
    found = desk.storage.readings.readable(article)
    assert found is not None
    again = replace(found.article, text=TEXT + " More.", title="Another title")
    with desk.storage.readings.rewriting(found, version=2, now=after(days=1)) as transaction:
        assert transaction is not None
        assert (transaction.before().facts, transaction.before().mentions, transaction.before().quotes) == (2, 5, 2)
        transaction.store(again, five(4), version=2)
    row = desk.article(article)
    assert (row["title"], row["text"], row["state"]) == ("Another title", TEXT + " More.", "done")
    stored = desk.storage.readings.of(article)
    assert stored is not None
    assert (stored.version, stored.read_at, len(stored.reading.facts)) == (2, after(days=1), 1)
    assert outdated(desk) == []
    assert desk.storage.views.alert_counts() == {}


def test_an_article_that_a_worker_read_meanwhile_is_left_to_it(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT)
    found = desk.storage.readings.readable(article)
    assert found is not None
    desk.read_again(article, five(4), text=TEXT, at=after(minutes=1))
    with desk.storage.readings.rewriting(found, version=2, now=after(minutes=2)) as transaction:
        assert transaction is None


def test_an_article_that_was_deleted_meanwhile_is_passed_over(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT)
    found = desk.storage.readings.readable(article)
    assert found is not None
    with desk.storage.database.write() as connection:
        connection.execute(sa.delete(articles).where(articles.c.id == article))
    with desk.storage.readings.rewriting(found, version=2, now=NOW) as transaction:
        assert transaction is None
    assert desk.storage.readings.readable(article) is None


def test_what_newer_readers_read_is_not_overwritten_by_older_ones(desk: Desk) -> None:
    article = desk.read(READING, text=TEXT, version=3)
    found = desk.storage.readings.readable(article)
    assert found is not None
    with desk.storage.readings.rewriting(found, version=2, now=NOW) as transaction:
        assert transaction is None


# ---- many at once


def test_eight_workers_may_learn_of_the_same_persons_at_once(desk: Desk, database_url: str) -> None:
    names = [f"Person Number{n}" for n in range(12)]
    ids = desk.articles(16)
    errors: list[Exception] = []
    barrier = threading.Barrier(8)

    def work(number: int) -> None:
        from worker.storage import Storage

        mine = Desk(Storage(database_url))
        order = names[number:] + names[:number]
        found = tuple(
            replace(READING.mentions[0], person=name, title=f"role {n % 3}") for n, name in enumerate(order)
        )
        try:
            barrier.wait(20)
            for article in ids[number::8]:
                token = hexed(f"{number} {article}")
                assert mine.take_ids([article], token) == [article]
                assert mine.finish(article, token, reading=Reading(mentions=found))
                readable = mine.storage.readings.readable(article)
                assert readable is not None
                # beside them somebody reads again, outside of the lock under which decisions are made
                with mine.storage.readings.rewriting(readable, version=2, now=NOW) as transaction:
                    assert transaction is not None
                    transaction.store(readable.article, Reading(mentions=found[::-1]), version=2)
        except Exception as error:  # noqa: BLE001 - the test shows whatever a thread met
            errors.append(error)
        finally:
            mine.storage.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(row["name"] for row in desk.rows(persons)) == sorted(names)
    assert len(desk.rows(readings)) == 16


def test_a_number_beyond_all_numbers_is_stored_as_none(desk: Desk) -> None:
    article = desk.read(five(float("inf"), previous=float("nan")), text=TEXT)
    found = desk.storage.readings.of(article)
    assert found is not None
    assert (found.reading.facts[0].quantity.value, found.reading.facts[0].previous) == (None, None)


@pytest.mark.parametrize("value", [0.1, 1e-9, 3.5, 1.2e12, 123456789.123456, -0.25])
def test_numbers_come_back_exactly(desk: Desk, value: float) -> None:
    article = desk.read(five(value), text=TEXT)
    found = desk.storage.readings.of(article)
    assert found is not None
    assert found.reading.facts[0].quantity.value == value


@pytest.mark.parametrize("name", ['O\'Brien "Q" \\ {x}', "Łukasz 🛩 O’Hara", "%s %(a)s :b ?"])
def test_names_with_any_signs_come_back_as_they_are(desk: Desk, name: str) -> None:
    fact = replace(FIVE, speaker=name, about=name)
    named = replace(READING.mentions[1], person=name, title=name)
    article = desk.read(Reading(mentions=(named,), facts=(fact,)), text=TEXT)
    found = desk.storage.readings.of(article)
    assert found is not None
    assert found.reading.facts == (fact,)
    assert found.reading.mentions == (named,)
    assert [stand.person for stand in desk.storage.readings.stands()] == [name]
