"""All watches at once: an article meets only those that can hold on it.

Each clause of a watch (`worker.watches.clauses`) is filed under the rarest atom that it needs. An article is a set of
atoms; those it shares with the files are found in one step, and only what is filed there is looked at: the cost
follows the length of the article and what it matches, not the number of watches. Adding or removing a watch touches
its own files and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from worker.domain.watch import Match
from worker.watches.clauses import Clause, clauses_of, wild_atom
from worker.watches.evidence import evidence_of
from worker.watches.hits import hits_of
from worker.watches.holds import Test, cost, test_of
from worker.watches.literals import Literals
from worker.watches.packed import Packed, Row
from worker.watches.shapes import Wild, shape_of
from worker.watches.subject import HEAD, Subject, atom
from worker.watches.tree import And, Node, Term, walk

LATE = 1000
"""Clauses that are kept in plain lists: fewer cost an article nothing to speak of."""
SEGMENTS = 8
"""Packed segments that an article is held against: each costs some 30 microseconds."""
_REMEMBERED = 1 << 16
_HEAD_OF_WILD = 3
"""Letters that a word with a wildcard begins with: those with fewer are held against every word."""
_TEXT, _WILD = atom("text", ""), atom("wild", "")


_Cut: TypeAlias = Mapping[Clause, Test | None]
"""The clauses of a query, each with what is left of it made ready to be asked."""


class _Wilds:
    """The words with wildcards of all watches, looked up by how they begin."""

    def __init__(self) -> None:
        self._asked: Counter[Wild] = Counter()
        self._by_head: dict[str, list[Wild]] = {}
        self._known: dict[str, tuple[str, ...]] = {}

    def add(self, wild: Wild) -> None:
        self._asked[wild] += 1
        if self._asked[wild] == 1:
            self._known.clear()
            for head in self._heads(wild):
                self._by_head.setdefault(head, []).append(wild)

    def remove(self, wild: Wild) -> None:
        self._asked[wild] -= 1
        if not self._asked[wild]:
            del self._asked[wild]
            self._known.clear()
            for head in self._heads(wild):
                self._by_head[head].remove(wild)

    @staticmethod
    def _heads(wild: Wild) -> set[str]:
        heads = {head[:_HEAD_OF_WILD] for head in (*wild.heads, *wild.also)}
        return heads if all(len(head) == _HEAD_OF_WILD for head in heads) else {""}

    def atoms(self, words: Iterable[str]) -> Iterator[str]:
        """The atoms of those that any of the words is meant by."""
        if not self._asked:
            return
        known = self._known
        for word in words:
            found = known.get(word)
            if found is None:
                found = self._find(word)
                if len(known) < _REMEMBERED:
                    known[word] = found
            yield from found

    def _find(self, word: str) -> tuple[str, ...]:
        near = (*self._by_head.get(word[:_HEAD_OF_WILD], ()), *self._by_head.get("", ()))
        return tuple(wild_atom(wild) for wild in near if wild.holds(word))


class WatchIndex:
    """Watches by number, ready to be held against articles. Not for several threads at once.

    What changed of late stands in plain lists, so that a change costs little. Once these hold more than `LATE`
    clauses they are packed into a segment of their own, and once there are more than `SEGMENTS` of these, all into
    one.
    """

    def __init__(self, watches: Mapping[int, Node] | None = None) -> None:
        self._trees: dict[int, Node] = {}
        self._segments: list[Packed] = []
        self._late: dict[str, list[Row]] = {}
        self._late_count = 0
        self._everywhere: dict[int, list[Row]] = {}
        self._asked: Counter[str] = Counter()
        self._beside = 0
        self._wilds = _Wilds()
        self._literals = Literals()
        # what is rare is known once all are counted; the tests are made before, while a watch's words are at hand
        cut = {number: _cut(tree) for number, tree in (watches or {}).items()}
        for clauses in cut.values():
            self._count(clauses, 1)
        for number, tree in (watches or {}).items():
            self._keep(number, tree, cut[number])
        self._segments = [Packed(_packable(self._rows(number, clauses) for number, clauses in cut.items()))]

    def __len__(self) -> int:
        return len(self._trees)

    def add(self, number: int, tree: Node) -> None:
        """Take a watch in, or another query for one that is known. tree: without saved watches in it."""
        self.remove(number)
        clauses = _cut(tree)
        self._count(clauses, 1)
        self._keep(number, tree, clauses)
        for row in _packable([self._rows(number, clauses)]):
            self._late.setdefault(row.under, []).append(row)
            self._late_count += 1
        if self._late_count > LATE:
            self._pack()

    def _keep(self, number: int, tree: Node, clauses: _Cut) -> None:
        self._trees[number] = tree
        everywhere = {clause: test for clause, test in clauses.items() if not clause.need}
        if everywhere:
            self._everywhere[number] = list(self._rows(number, everywhere))
        for wild in _wilds_of(tree):
            self._wilds.add(wild)

    def _rows(self, number: int, clauses: _Cut) -> Iterator[Row]:
        return (Row(self._under(clause), clause, test, number) for clause, test in clauses.items())

    def _under(self, clause: Clause) -> str:
        """The rarest atom that a clause needs: what fewest watches ask for, of two the longer one; "" for none."""
        asked = self._asked
        return min(clause.need, key=lambda needed: (asked[needed], -len(needed)), default="")

    def _pack(self) -> None:
        self._segments.append(Packed([row for rows in self._late.values() for row in rows]))
        self._late, self._late_count = {}, 0
        if len(self._segments) > SEGMENTS:
            rows = (self._rows(number, _cut(tree)) for number, tree in self._trees.items())
            self._segments = [Packed(_packable(rows))]

    def _count(self, clauses: Iterable[Clause], by: int) -> None:
        for clause in clauses:
            for needed in (*clause.need, *clause.none):
                if needed.startswith(_TEXT):
                    (self._literals.add if by > 0 else self._literals.remove)(needed[len(_TEXT) :])
                elif needed.startswith(HEAD) and not needed.startswith(_WILD):
                    self._beside += by
            for needed in clause.need:
                self._asked[needed] += by

    def remove(self, number: int) -> None:
        """Forget a watch; nothing happens where it is not known."""
        tree = self._trees.pop(number, None)
        if tree is None:
            return
        self._everywhere.pop(number, None)
        clauses = clauses_of(tree)
        self._count(clauses, -1)
        for segment in self._segments:
            segment.strike(number)
        for needed in {needed for clause in clauses for needed in clause.need if needed in self._late}:
            kept = [row for row in self._late[needed] if row.number != number]
            self._late_count -= len(self._late[needed]) - len(kept)
            self._late[needed] = kept
        for wild in _wilds_of(tree):
            self._wilds.remove(wild)

    def tree(self, number: int) -> Node:
        """The query of a watch. Raises KeyError where it is not known."""
        return self._trees[number]

    def everywhere(self) -> list[int]:
        """The watches that have to be asked of every article, because they need no word, person or figure."""
        return list(self._everywhere)

    def holding(self, subject: Subject) -> list[int]:
        """The numbers of the watches that hold on an article, in ascending order."""
        atoms = self._atoms(subject)
        held: set[int] = set()
        rows: list[Row] = []
        for segment in self._segments:
            sure, more = segment.candidates(atoms)
            held.update(sure)
            rows += more
        for found in self._late.keys() & atoms:
            rows += self._late[found]
        for asked in self._everywhere.values():
            rows += asked
        for row in rows:
            number, clause, test = row.number, row.clause, row.test
            if number in held or not clause.need <= atoms or not clause.none.isdisjoint(atoms):
                continue
            if test is None or test(subject):
                held.add(number)
        return sorted(held)

    def _atoms(self, subject: Subject) -> frozenset[str]:
        """The article's words, and of what else it has that any watch asks for."""
        more = [*self._wilds.atoms(subject.words)]
        if self._beside:
            more += subject.beside
        if self._literals:
            text = f"{subject.article.title}\n{subject.article.text}".lower()
            more += (_TEXT + piece for piece in self._literals.found(text))
        return subject.words.union(more) if more else subject.words

    def match(self, subject: Subject) -> list[Match]:
        """The watches that hold on an article, each with its evidence, in ascending order of their numbers."""
        return [self.matched(number, subject) for number in self.holding(subject)]

    def matched(self, number: int, subject: Subject) -> Match:
        """The evidence of one watch that holds. Raises ValueError where it does not."""
        hits = hits_of(self._trees[number], subject)
        if hits is None:
            raise ValueError(f"watch {number} does not hold")
        return Match(number, evidence_of(hits, subject), tuple(hits.facts), tuple(hits.quotes))


def _cut(tree: Node) -> _Cut:
    return {clause: _rest_test(clause.rest) for clause in clauses_of(tree)}


def _packable(rows: Iterable[Iterable[Row]]) -> list[Row]:
    return [row for each in rows for row in each if row.under]


def _rest_test(rest: Sequence[Node]) -> Test | None:
    if not rest:
        return None
    return test_of(rest[0] if len(rest) == 1 else And(tuple(sorted(rest, key=cost))))


def _wilds_of(tree: Node) -> list[Wild]:
    return [
        word
        for node in walk(tree)
        if isinstance(node, Term) and node.wild
        for row in shape_of(node).variants
        for word in row
        if isinstance(word, Wild)
    ]
