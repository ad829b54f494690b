"""The watches that users keep, compiled: words listed plainly and queries are one thing to the index."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from worker.domain.article import Article
from worker.domain.reading import Reading
from worker.domain.watch import Match, Watch
from worker.watches.index import WatchIndex
from worker.watches.language import QueryError, parse
from worker.watches.subject import NOTHING_READ, Subject
from worker.watches.terms import term_problem
from worker.watches.tree import And, Node, Not, Or, Saved, Term, walk

Saves: TypeAlias = Callable[[str], Node | None]
"""The tree of a saved watch by its name, or None where there is none."""


class Watchlist:
    """Watches ready to be held against articles, kept up to date watch by watch.

    broken: the watches whose query cannot be taken (any more), with what is wrong; they never hold.
    """

    def __init__(self, watches: Iterable[Watch] = ()) -> None:
        self.broken: dict[int, QueryError] = {}
        self._watches: dict[int, Watch] = {}
        self._trees: dict[int, Node] = {}
        self._ids: dict[str, int] = {}
        for watch in watches:
            self._take(watch)
        self.index = WatchIndex({number: self._whole(number) for number in self._trees})

    def __len__(self) -> int:
        return len(self._watches)

    def update(self, changed: Iterable[Watch], removed: Iterable[int] = ()) -> None:
        """Take changed and new watches in and let removed ones go. All others stay as they are, but for those that
        ask for one of them by name.
        """
        names: set[str] = set()
        touched: set[int] = set()
        for number in removed:
            names |= self._forget(number)
            touched.add(number)
        for watch in changed:
            names |= self._forget(watch.id) | {watch.name}
            touched.add(watch.id)
            self._take(watch)
        touched |= self._asking(names)
        for number in touched:
            if number in self._trees:
                self.index.add(number, self._whole(number))
            else:
                self.index.remove(number)

    def match(self, article: Article, reading: Reading = NOTHING_READ, *, origins: int = 1) -> list[Match]:
        """The watches that hold on an article, each with its evidence, in ascending order of their ids.

        In: the article; what was read in it; how many origins its story has. A term lies in title or body, within a
        paragraph. Linear in their length.
        """
        return self.index.match(Subject(article, reading, origins=origins))

    def _take(self, watch: Watch) -> None:
        self._watches[watch.id] = watch
        self._ids[watch.name] = watch.id
        try:
            tree = tree_of(watch)
        except QueryError as error:
            self.broken[watch.id] = error
            return
        if tree is not None:
            self._trees[watch.id] = tree

    def _forget(self, number: int) -> set[str]:
        """Out: the name it had, where it was known."""
        watch = self._watches.pop(number, None)
        self._trees.pop(number, None)
        self.broken.pop(number, None)
        if watch is None:
            return set()
        if self._ids.get(watch.name) == number:
            del self._ids[watch.name]
        return {watch.name}

    def _whole(self, number: int) -> Node:
        name = self._watches[number].name
        return resolved(self._trees[number], self._saved, frozenset((name,)))

    def _saved(self, name: str) -> Node | None:
        number = self._ids.get(name)
        return None if number is None else self._trees.get(number)

    def _asking(self, names: set[str]) -> set[int]:
        """The watches that ask for one of these by name, or for one that does."""
        asked = {
            number: {node.name for node in walk(tree) if isinstance(node, Saved)}
            for number, tree in self._trees.items()
        }
        found: set[int] = set()
        wanted = set(names)
        while more := {number for number, saved in asked.items() if number not in found and saved & wanted}:
            found |= more
            wanted |= {self._watches[number].name for number in more}
        return found


def compile_watches(watches: Sequence[Watch]) -> Watchlist:
    """Make watches ready to be matched. A term that `term_problem` refuses can never occur; a watch that asks for
    nothing but absence never holds, nor does one whose query cannot be taken (`Watchlist.broken`).
    """
    return Watchlist(watches)


def tree_of(watch: Watch) -> Node | None:
    """The one query that a watch's lists and its query make; None where it can never hold. Raises QueryError."""
    parts: list[Node] = []
    if watch.query:
        parts.append(parse(watch.query))
    if watch.keywords:
        parts.append(_one_of(_terms(watch.keywords)))
    parts += [Term(term) for term in watch.all_of]
    if not parts or any(isinstance(part, Or) and not part.parts for part in parts):
        return None
    refused = _terms(watch.none_of)
    if refused:
        parts.append(Not(_one_of(refused)))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _terms(words: Iterable[str]) -> list[Term]:
    return [Term(word) for word in words if term_problem(word) is None]


def _one_of(terms: Sequence[Term]) -> Node:
    return terms[0] if len(terms) == 1 else Or(tuple(terms))


def resolved(node: Node, saved: Saves, inside: frozenset[str] = frozenset()) -> Node:
    """The tree with the queries of saved watches put in. One that is unknown, or that asks for itself, never holds.

    inside: the names of the watches that are being put in.
    """
    if isinstance(node, Saved):
        tree = None if node.name in inside else saved(node.name)
        return node if tree is None else resolved(tree, saved, inside | {node.name})
    if isinstance(node, And):
        return replace(node, parts=tuple(resolved(part, saved, inside) for part in node.parts))
    if isinstance(node, Or):
        return replace(node, parts=tuple(resolved(part, saved, inside) for part in node.parts))
    if isinstance(node, Not):
        return replace(node, part=resolved(node.part, saved, inside))
    return node
