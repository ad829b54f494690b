"""What a query would have found among stored articles."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.contract.readings import READING, TEXT
from worker.domain.article import Article, TextSource
from worker.domain.ledger import Archived, StoredReading
from worker.domain.reading import Reading
from worker.watches.backtest import Backtest, backtest
from worker.watches.language import parse

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def stored(number: int, text: str, *, days: float = 0, reading: Reading | None = None, failed: str = "") -> Archived:
    """An article of so many days before NOON; without a reading it was not read."""
    at = NOON - timedelta(days=days)
    read = None if reading is None else StoredReading(reading, 1, at, failed)
    article = Article(None, f"Title {number}", text, None, "Test Wire", at, "en", TextSource.PAGE)
    return Archived(number, at, article, read, number)


ARCHIVE = [
    stored(4, "A ferry and trees.", reading=Reading()),
    stored(3, "Trees at the quay.", days=0.3, reading=Reading(unread="language not read: fr")),
    stored(2, "The ferry is late.", days=1),
    stored(1, TEXT, days=2, reading=READING),
]


def run(query: str, other: str | None = None, zone: str = "UTC", most: int = 5) -> Backtest:
    """A backtest of queries over ARCHIVE."""
    return backtest(
        parse(query), ARCHIVE, zone=ZoneInfo(zone), other=None if other is None else parse(other), most=most
    )


def test_matches_are_counted_in_all_and_by_day() -> None:
    found = run("ferry | trees")
    assert (found.articles, found.held.articles) == (4, 3)
    assert found.held.days == {date(2026, 3, 2): 2, date(2026, 3, 1): 1}


def test_days_are_those_of_the_zone() -> None:
    assert run("quay", zone="Pacific/Auckland").held.days == {date(2026, 3, 2): 1}
    assert run("ferry trees", zone="Pacific/Kiritimati").held.days == {date(2026, 3, 3): 1}


def test_examples_are_the_latest_whatever_order_articles_come_in() -> None:
    found = backtest(parse("ferry | trees"), ARCHIVE[::-1], zone=UTC, most=2)
    assert [example.article.id for example in found.held.examples] == [4, 3]


def test_examples_have_what_made_the_query_hold() -> None:
    found = run("ferry | trees", most=2)
    assert [example.article.id for example in found.held.examples] == [4, 3]
    assert [example.match.evidence[0].text for example in found.held.examples] == [
        "A ferry and trees.",
        "Trees at the quay.",
    ]


def test_facts_are_found_in_what_was_read_and_origins_in_who_carried_it() -> None:
    assert [e.article.id for e in run('FACT(target:>=5%gdp speaker:"Anneke Vermolen")').held.examples] == [1]
    assert [e.article.id for e in run("origins:>=3 trees").held.examples] == [4, 3]


def test_articles_without_a_reading_and_in_other_languages_are_counted() -> None:
    found = run("ferry")
    assert (found.without_reading, found.language_not_read) == (1, 1)


@pytest.mark.parametrize(
    ("query", "other", "gained", "lost"),
    [
        ("ferry", "trees", [2], [3]),
        ("ferry trees", "ferry", [], [2]),
        ("ferry | trees", "ferry", [3], []),
        ("ferry", "ferry", [], []),
    ],
)
def test_against_another_query_what_is_gained_and_lost_is_told(
    query: str, other: str, gained: list[int], lost: list[int]
) -> None:
    found = run(query, other)
    assert [example.article.id for example in found.gained.examples] == gained
    assert [example.article.id for example in found.lost.examples] == lost
    assert found.held.articles - found.gained.articles == found.against.articles - found.lost.articles


def test_alone_nothing_is_gained_or_lost() -> None:
    found = run("ferry")
    assert (found.against.articles, found.gained.articles, found.lost.articles) == (0, 0, 0)


def test_articles_are_taken_one_at_a_time() -> None:
    taken: list[int] = []
    seen: list[int] = []

    def archive() -> Iterator[Archived]:
        for article in ARCHIVE:
            taken.append(article.id)
            yield article

    def tell(sums: Backtest) -> None:
        assert sums.articles == len(taken)
        seen.append(sums.articles)

    backtest(parse("ferry"), archive(), zone=UTC, on_article=tell)
    assert seen == [1, 2, 3, 4]
