"""What a query would have found in the archive, day by day, and what another one would have found in its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, tzinfo

from worker.domain.ledger import Archived
from worker.domain.watch import Match
from worker.watches.index import WatchIndex
from worker.watches.subject import Subject
from worker.watches.tree import Node

EXAMPLES = 5
"""Articles that are shown of each sum."""
_QUERY, _OTHER = 0, 1


@dataclass(frozen=True, slots=True)
class Example:
    """An article with what made the query hold on it."""

    article: Archived
    match: Match


@dataclass(slots=True)
class Sum:
    """How many articles, on which days, and the latest of them, that one first."""

    articles: int = 0
    days: dict[date, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def takes(self, article: Archived, most: int) -> bool:
        """Whether an article is among the latest `most` so far."""
        return len(self.examples) < most or article.at > self.examples[-1].article.at

    def add(self, day: date, example: Example | None, most: int) -> None:
        """Count one more, and keep it as an example where it is among the latest `most`."""
        self.articles += 1
        self.days[day] = self.days.get(day, 0) + 1
        if example is not None and self.takes(example.article, most):
            self.examples = sorted([*self.examples, example], key=lambda each: each.article.at, reverse=True)[:most]


@dataclass(slots=True)
class Backtest:
    """What came of it. articles: looked at. without_reading: of these, such as were not read, so that no person,
    figure or quote could be found in them. language_not_read: such as are in another language than is read.

    held: where the query holds. against: where the other one does; gained: where only the query does; lost: where
    only the other does.
    """

    articles: int = 0
    without_reading: int = 0
    language_not_read: int = 0
    held: Sum = field(default_factory=Sum)
    against: Sum = field(default_factory=Sum)
    gained: Sum = field(default_factory=Sum)
    lost: Sum = field(default_factory=Sum)


def backtest(
    query: Node,
    archive: Iterable[Archived],
    *,
    zone: tzinfo,
    other: Node | None = None,
    most: int = EXAMPLES,
    on_article: Callable[[Backtest], None] = lambda _: None,
) -> Backtest:
    """Ask a query, and another one beside it, of every article.

    In: trees without saved watches in them (`watchlist.resolved`); articles, which are taken one at a time, so that
    memory stays small; zone: whose days are counted. on_article: told the sums after each. Out: the sums; each match
    counts, whatever story its article belongs to.
    """
    index = WatchIndex({_QUERY: query} if other is None else {_QUERY: query, _OTHER: other})
    sums = Backtest()
    for article in archive:
        sums.articles += 1
        sums.without_reading += not article.was_read
        sums.language_not_read += bool(article.reading.unread)
        subject = Subject(article.article, article.reading, origins=article.origins)
        holding = index.holding(subject)
        day = article.at.astimezone(zone).date()
        for number in holding:
            whole, alone = (sums.held, sums.gained) if number == _QUERY else (sums.against, sums.lost)
            counted = [whole, alone] if other is not None and len(holding) == 1 else [whole]
            wanted = any(each.takes(article, most) for each in counted)
            example = Example(article, index.matched(number, subject)) if wanted else None
            for each in counted:
                each.add(day, example, most)
        on_article(sums)
    return sums
