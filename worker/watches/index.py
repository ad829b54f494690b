"""Watches in, matches with evidence out: all watches are held against an article at once.

The terms of all watches stand in one table, and each watch is filed under terms of which it needs at least one. An
article is walked through once, and only watches filed under a term that it has are looked at: the cost follows the
article's length and what it matches, not the number of watches.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from worker.domain.article import Article
from worker.domain.watch import Match, Watch
from worker.watches.evidence import Reading
from worker.watches.terms import TermTable


@dataclass(frozen=True, slots=True)
class _Plan:
    """A watch in term numbers: one of `any_of` (where there are any), all of `every`, none of `none_of`."""

    watch_id: int
    any_of: tuple[int, ...]
    every: tuple[int, ...]
    none_of: frozenset[int]

    def holds(self, present: frozenset[int]) -> bool:
        """Whether the watch holds on a text in which these terms occur."""
        return (
            all(term in present for term in self.every)
            and (not self.any_of or any(term in present for term in self.any_of))
            and self.none_of.isdisjoint(present)
        )


class WatchIndex:
    """Compiled watches, ready to be held against articles; made by `compile_watches`.

    Never changes once made, so threads may share it.
    """

    def __init__(self, table: TermTable, plans: Sequence[_Plan]) -> None:
        self._table = table
        self._plans = tuple(plans)
        self._filed = _file(plans)

    def match(self, article: Article) -> list[Match]:
        """The watches that hold on an article, each with its evidence, in the order they were compiled in.

        Title and body are looked through; a phrase lies in one of them, within a paragraph. Linear in their length.
        """
        reading = Reading(article, self._table)
        present = frozenset(reading.terms)
        possible = {number for term in present for number in self._filed.get(term, ())}
        matches: list[Match] = []
        for number in sorted(possible):
            plan = self._plans[number]
            if plan.holds(present):
                matches.append(Match(plan.watch_id, reading.evidence(plan.every, plan.any_of)))
        return matches


def compile_watches(watches: Sequence[Watch]) -> WatchIndex:
    """Make watches ready for `WatchIndex.match`.

    In: watches with their ids. A term that `term_problem` refuses can never occur; a watch that asks for
    nothing but absence never holds.
    """
    table = TermTable()
    plans = [plan for watch in watches if (plan := _plan(watch, table)) is not None]
    return WatchIndex(table, plans)


def _plan(watch: Watch, table: TermTable) -> _Plan | None:
    """The watch in term numbers, or None where it can never hold."""
    any_of = [number for term in watch.keywords if (number := table.add(term)) is not None]
    every = [table.add(term) for term in watch.all_of]
    none_of = {number for term in watch.none_of if (number := table.add(term)) is not None}
    sure = tuple(dict.fromkeys(number for number in every if number is not None))
    if None in every or (watch.keywords and not any_of) or not (any_of or sure):
        return None
    return _Plan(watch.id, tuple(dict.fromkeys(any_of)), sure, frozenset(none_of))


def _file(plans: Sequence[_Plan]) -> dict[int, list[int]]:
    """Term → the plans, by number, to look at where it occurs.

    A plan that needs several terms is filed under the one that fewest plans need: a watch for NATO and the
    name of a small port is looked at only where the port is named.
    """
    asked = Counter(term for plan in plans for term in (*plan.every, *plan.any_of))
    filed: dict[int, list[int]] = {}
    for number, plan in enumerate(plans):
        under = (min(plan.every, key=lambda term: asked[term]),) if plan.every else plan.any_of
        for term in under:
            filed.setdefault(term, []).append(number)
    return filed
