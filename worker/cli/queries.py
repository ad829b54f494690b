"""Queries on the command line: a watch by its name or a query as written, what it reads as, and why it is refused."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from worker.cli.base import Failure, Session, sqlite_file
from worker.watches.language import MOST_CHARS, Problem, QueryError, parse, pointed, problems, read_back
from worker.watches.language.errors import WINDOW
from worker.watches.language.saved import resolved
from worker.watches.tree import Node
from worker.watches.watchlist import tree_of

if TYPE_CHECKING:
    from worker.domain.watch import Watch

MOST_BYTES = 1_000_000
"""Of a query on standard input; more is no query, and is refused before it is looked at."""


class QueryRefused(Failure):
    """A query that cannot be taken: it is shown with carets under the place, what is wrong, and the fix."""

    def __init__(self, query: str, problem: Problem, *, watch: str = "") -> None:
        of = f"the query of watch “{watch[:80]}”: " if watch else ""
        super().__init__(f"{of}{problem.message}", hint=problem.hint)
        self._query, self._problem = query, problem

    def show(self, file: object = None) -> None:
        """Print it on standard error."""
        from worker.cli.screen import complain, width_of_errors

        room = width_of_errors(WINDOW + 4) - 4  # two columns of indentation, two for what is left out at the ends
        at = self._problem
        shown = pointed(self._query, at.start, at.end, window=room) if self._query.strip() else ""
        complain([self.message], self.hint, above=shown.splitlines())


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a watch, or a query as such. query: as written, "" where a watch only lists words.

    tree: with the watches it names; trees: those of all watches.
    """

    watch: str | None
    query: str
    tree: Node
    trees: Mapping[str, Node]

    @property
    def reading(self) -> str:
        """As it was read, with every AND and every parenthesis."""
        return read_back(self.tree)

    @property
    def whole(self) -> Node:
        """The tree with the queries of the watches that it names put in."""
        return resolved(self.tree, self.trees.get, frozenset({self.watch} if self.watch else ()))


class Trees(Mapping[str, Node]):
    """The trees of watches by name, each made when it is first asked for. Raises QueryRefused for a broken one."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self._watches = {watch.name: watch for watch in watches}
        self._made: dict[str, Node] = {}

    def __getitem__(self, name: str) -> Node:
        if name not in self._made:
            watch = self._watches[name]
            try:
                tree = tree_of(watch)
            except QueryError as error:
                raise QueryRefused(watch.query, error.problem, watch=name) from error
            if tree is None:
                raise Failure(f"watch “{name}” says nothing that must occur, so it never holds", hint=EDIT)
            self._made[name] = tree
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._watches

    def __iter__(self) -> Iterator[str]:
        return iter(self._watches)

    def __len__(self) -> int:
        return len(self._watches)


EDIT = "change it where it was made: in watches.yaml, or with `wirewatch watches edit`"


def written(argument: str) -> str:
    """A query as given: the argument, or with `-` what standard input holds. Raises Failure."""
    if argument != "-":
        return argument
    body = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Failure(f"a query has at most {MOST_CHARS:,} characters", hint="pipe in the query alone")
    try:
        return body.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise Failure("standard input is no UTF-8 text", hint="save the query as UTF-8") from None


def read_query(query: str, trees: Mapping[str, Node] | None = None) -> Node:
    """The tree of a query. trees: of the watches it may name; None: that is not looked at. Raises QueryRefused."""
    try:
        tree = parse(query)
    except QueryError as error:
        raise QueryRefused(query, error.problem) from error
    if trees is not None:
        for problem in problems(tree, trees):
            raise QueryRefused(query, problem)
    return tree


def watches_of(session: Session) -> list[Watch]:
    """The live watches; none where there is no database yet. Raises what `Session.storage` raises."""
    place = sqlite_file(session.settings)
    return [] if place is not None and not place.exists() else session.storage().declared.watches()


def asked(word: str, watches: Sequence[Watch]) -> Asked:
    """The watch of this name, or what is asked by this query. Raises QueryRefused.

    A name that is nearly that of a watch is taken as a query too; that is said on standard error.
    """
    trees = Trees(watches)
    name = " ".join(word.split()).casefold()
    for watch in watches:
        if " ".join(watch.name.split()).casefold() == name:
            found = Asked(watch.name, watch.query, trees[watch.name], trees)
            try:
                resolved(found.tree, trees.get, frozenset((watch.name,)))
            except QueryError as error:
                raise QueryRefused(watch.query, error.problem, watch=watch.name) from error
            return found
    query = written(word)
    try:
        tree = read_query(query, trees)
    except QueryRefused as error:
        if near := _near(query, trees):
            error.hint = f"{error.hint}; or did you mean the watch {near}?" if error.hint else f"did you mean {near}?"
        raise
    if near := _near(query, trees):
        click.echo(f"note: this was read as a query; did you mean the watch {near}?", err=True)
    return Asked(None, query, tree, trees)


def _near(word: str, names: Mapping[str, Node]) -> str:
    """The watch whose name is nearly this, in quotes, or ""."""
    from worker.cli.inert import clean

    close = difflib.get_close_matches(word[:200], list(names), n=1, cutoff=0.8) if len(word) <= 200 else []
    return f"“{clean(close[0])}”" if close else ""


def asks_every_article(whole: Node) -> bool:
    """Whether a query needs no word, person or figure, so that it has to be asked of every article."""
    from worker.watches.index import WatchIndex

    return bool(WatchIndex({0: whole}).everywhere())


def cost_of(whole: Node) -> str:
    """What a query costs, in one line."""
    if asks_every_article(whole):
        return "It needs no word, person or figure: it has to be asked of every article."
    return "It is asked only of articles with a word, person or figure that it needs."
