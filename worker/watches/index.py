"""All watches at once: an article meets only those that can hold on it.

Each clause of a watch (`worker.watches.clauses`) is filed under the rarest atom that it needs. An article is a set of
atoms; those it shares with the files are found in one step, and only what is filed there is looked at: the cost
follows the length of the article and what it matches, not the number of watches. Adding or removing a watch touches
its own files and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from worker.domain.watch import Match
from worker.watches.clauses import Clause, clauses_of, wild_atom
from worker.watches.evidence import evidence_of
from worker.watches.hits import hits_of
from worker.watches.holds import Test, cost, test_of
from worker.watches.packed import Packed, Row
from worker.watches.shapes import Wild, shape_of
from worker.watches.subject import Subject, atom
from worker.watches.tree import And, Node, Term, walk

LATE = 1000
"""Clauses that are kept in plain lists before all is packed anew: fewer cost an article nothing to speak of."""
_REMEMBERED = 1 << 16
_HEAD_OF_WILD = 3
"""Letters that a word with a wildcard begins with: those with fewer are held against every word."""
_TEXT = atom("text", "")


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

    What changed of late stands in plain lists, so that a change costs little; all else is packed. Once the lists hold
    more than `LATE` clauses and a twentieth of all, they are packed too.
    """

    def __init__(self, watches: Mapping[int, Node] | None = None) -> None:
        self._trees: dict[int, Node] = {}
        self._rows: dict[int, tuple[Row, ...]] = {}
        self._packed = Packed()
        self._late: dict[str, list[Row]] = {}
        self._late_count = 0
        self._everywhere: dict[int, list[Row]] = {}
        self._asked: Counter[str] = Counter()
        self._wilds = _Wilds()
        self._literals: Counter[str] = Counter()
        cut = {number: clauses_of(tree) for number, tree in (watches or {}).items()}
        for clauses in cut.values():
            self._count(clauses, 1)
        for number, tree in (watches or {}).items():
            self._take(number, tree, cut[number])
        self._pack()

    def __len__(self) -> int:
        return len(self._trees)

    def add(self, number: int, tree: Node) -> None:
        """Take a watch in, or another query for one that is known. tree: without saved watches in it."""
        self.remove(number)
        clauses = clauses_of(tree)
        self._count(clauses, 1)
        for row in self._take(number, tree, clauses):
            if row.under:
                self._late.setdefault(row.under, []).append(row)
                self._late_count += 1
        if self._late_count > max(LATE, len(self._packed) // 20):
            self._pack()

    def _take(self, number: int, tree: Node, clauses: Sequence[Clause]) -> tuple[Row, ...]:
        self._trees[number] = tree
        rows = tuple(Row(self._under(clause), clause, _rest_test(clause.rest), number) for clause in clauses)
        self._rows[number] = rows
        everywhere = [row for row in rows if not row.under]
        if everywhere:
            self._everywhere[number] = everywhere
        for wild in _wilds_of(tree):
            self._wilds.add(wild)
        return rows

    def _under(self, clause: Clause) -> str:
        """The rarest atom that a clause needs: what fewest watches ask for, of two the longer one; "" for none."""
        asked = self._asked
        return min(clause.need, key=lambda needed: (asked[needed], -len(needed)), default="")

    def _pack(self) -> None:
        self._packed = Packed([row for rows in self._rows.values() for row in rows if row.under])
        self._late, self._late_count = {}, 0

    def _count(self, clauses: Iterable[Clause], by: int) -> None:
        for clause in clauses:
            for needed in clause.need:
                self._asked[needed] += by
                if needed.startswith(_TEXT):
                    self._literals[needed] += by

    def remove(self, number: int) -> None:
        """Forget a watch; nothing happens where it is not known."""
        tree = self._trees.pop(number, None)
        if tree is None:
            return
        self._everywhere.pop(number, None)
        rows = self._rows.pop(number)
        self._count([row.clause for row in rows], -1)
        self._packed.strike(number)
        for under in {row.under for row in rows if row.under in self._late}:
            self._late[under] = [row for row in self._late[under] if row.number != number]
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
        atoms = {*subject.words, *subject.beside, *self._wilds.atoms(subject.words), *self._texts(subject)}
        sure, rows = self._packed.candidates(atoms)
        held = set(sure)
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

    def match(self, subject: Subject) -> list[Match]:
        """The watches that hold on an article, each with its evidence, in ascending order of their numbers."""
        return [self.matched(number, subject) for number in self.holding(subject)]

    def matched(self, number: int, subject: Subject) -> Match:
        """The evidence of one watch that holds. Raises ValueError where it does not."""
        hits = hits_of(self._trees[number], subject)
        if hits is None:
            raise ValueError(f"watch {number} does not hold")
        return Match(number, evidence_of(hits, subject), tuple(hits.facts), tuple(hits.quotes))

    def _texts(self, subject: Subject) -> Iterator[str]:
        """The atoms of literals that regular expressions need and the text holds."""
        if self._literals:
            text = f"{subject.article.title}\n{subject.article.text}".lower()
            for needed, asked in self._literals.items():
                if asked and needed[len(_TEXT) :] in text:
                    yield needed


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
