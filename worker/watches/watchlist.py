"""The watches that users keep, compiled: words listed plainly and queries are one thing to the index."""

from collections.abc import Iterable, Sequence

from worker.domain.article import Article
from worker.domain.reading import Reading
from worker.domain.watch import Match, Watch
from worker.watches.index import WatchIndex
from worker.watches.language import QueryError, parse
from worker.watches.language.saved import names_in, resolved
from worker.watches.subject import NOTHING_READ, Subject
from worker.watches.terms import term_problem
from worker.watches.tree import And, Node, Not, Or, Term


class Watchlist:
    """Watches ready to be held against articles, kept up to date watch by watch.

    A term that `term_problem` refuses can never occur; a watch that asks for nothing but absence never holds. broken:
    the watches whose query cannot be taken (any more), with what is wrong; they never hold.
    """

    def __init__(self, watches: Iterable[Watch] = ()) -> None:
        self.broken: dict[int, QueryError] = {}
        self._watches: dict[int, Watch] = {}
        self._trees: dict[int, Node] = {}
        self._asks: dict[int, frozenset[str]] = {}
        self._ids: dict[str, int] = {}
        for watch in watches:
            self._take(watch)
        self.index = WatchIndex(
            {number: whole for number in self._trees if (whole := self._whole(number)) is not None}
        )

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
            whole = self._whole(number)
            if whole is None:
                self.index.remove(number)
            else:
                self.index.add(number, whole)

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
        if tree is None:
            return
        self._trees[watch.id] = tree
        if watch.query and (names := names_in(tree)):
            self._asks[watch.id] = names

    def _forget(self, number: int) -> set[str]:
        """Out: the name it had, where it was known."""
        watch = self._watches.pop(number, None)
        self._trees.pop(number, None)
        self._asks.pop(number, None)
        self.broken.pop(number, None)
        if watch is None:
            return set()
        if self._ids.get(watch.name) == number:
            del self._ids[watch.name]
        return {watch.name}

    def _whole(self, number: int) -> Node | None:
        """The tree of a watch with what it asks for put in; None where it can never hold."""
        tree = self._trees.get(number)
        if tree is None or number not in self._asks:
            return tree
        self.broken.pop(number, None)  # what it asks for may have changed
        try:
            return resolved(tree, self._saved, frozenset((self._watches[number].name,)))
        except QueryError as error:
            self.broken[number] = error
            return None

    def _saved(self, name: str) -> Node | None:
        number = self._ids.get(name)
        return None if number is None else self._trees.get(number)

    def _asking(self, names: set[str]) -> set[int]:
        """The watches that ask for one of these by name, or for one that does."""
        found: set[int] = set()
        wanted = set(names)
        while more := {number for number, asked in self._asks.items() if number not in found and asked & wanted}:
            found |= more
            wanted |= {self._watches[number].name for number in more}
        return found


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
