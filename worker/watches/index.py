"""All watches at once: an article meets only those that can hold on it.

Each clause of a watch (`worker.watches.clauses`) is filed under the rarest atom that it needs. An article is a set of
atoms; those it shares with the files are found in one step, and only what is filed there is looked at: the cost
follows the length of the article and what it matches, not the number of watches. Adding or removing a watch touches
its own files and nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from worker.domain.watch import Match
from worker.watches.clauses import Clause, clauses_of, wild_atom
from worker.watches.evidence import evidence_of
from worker.watches.hits import hits_of
from worker.watches.holds import Test, cost, test_of
from worker.watches.shapes import Wild, shape_of
from worker.watches.subject import Subject, atom
from worker.watches.tree import And, Node, Term, walk

_REMEMBERED = 1 << 16
_HEAD_OF_WILD = 3
"""Letters that a word with a wildcard begins with: those with fewer are held against every word."""
_TEXT = atom("text", "")


@dataclass(slots=True)
class _Filed:
    """What is filed under an atom. sure: watches that hold by it alone. more: what else a clause needs."""

    sure: list[int] = field(default_factory=list)
    more: list[tuple[frozenset[str], frozenset[str], Test | None, int]] = field(default_factory=list)


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
    """Watches by number, ready to be held against articles. Not for several threads at once while one changes it."""

    def __init__(self) -> None:
        self._trees: dict[int, Node] = {}
        self._clauses: dict[int, tuple[tuple[str, Clause], ...]] = {}
        self._files: dict[str, _Filed] = {}
        self._everywhere: dict[int, list[tuple[frozenset[str], Test | None]]] = {}
        self._asked: Counter[str] = Counter()
        self._wilds = _Wilds()
        self._literals: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._trees)

    def add(self, number: int, tree: Node) -> None:
        """Take a watch in, or another query for one that is known. tree: without saved watches in it."""
        self.remove(number)
        self._trees[number] = tree
        clauses = clauses_of(tree)
        for clause in clauses:
            self._asked.update(clause.need)
        filed: list[tuple[str, Clause]] = []
        for clause in clauses:
            under = min(clause.need, key=self._rarity) if clause.need else ""
            filed.append((under, clause))
            self._file(number, under, clause)
        self._clauses[number] = tuple(filed)
        for wild in _wilds_of(tree):
            self._wilds.add(wild)
        self._count_literals(clauses, 1)

    def _rarity(self, needed: str) -> tuple[int, int]:
        """What fewest watches ask for is the rarest, and of two the longer one."""
        return self._asked[needed], -len(needed)

    def _file(self, number: int, under: str, clause: Clause) -> None:
        test = _rest_test(clause.rest)
        if not under:
            self._everywhere.setdefault(number, []).append((clause.none, test))
            return
        filed = self._files.setdefault(under, _Filed())
        if len(clause.need) == 1 and not clause.none and test is None:
            filed.sure.append(number)
        else:
            filed.more.append((clause.need, clause.none, test, number))

    def remove(self, number: int) -> None:
        """Forget a watch; nothing happens where it is not known."""
        tree = self._trees.pop(number, None)
        if tree is None:
            return
        self._everywhere.pop(number, None)
        clauses = self._clauses.pop(number)
        for under, clause in clauses:
            self._asked.subtract(clause.need)
            filed = self._files.get(under)
            if filed is None:
                continue
            filed.sure = [other for other in filed.sure if other != number]
            filed.more = [entry for entry in filed.more if entry[3] != number]
            if not filed.sure and not filed.more:
                del self._files[under]
        for wild in _wilds_of(tree):
            self._wilds.remove(wild)
        self._count_literals([clause for _, clause in clauses], -1)

    def _count_literals(self, clauses: Iterable[Clause], by: int) -> None:
        for clause in clauses:
            for needed in clause.need:
                if needed.startswith(_TEXT):
                    self._literals[needed] += by

    def tree(self, number: int) -> Node:
        """The query of a watch. Raises KeyError where it is not known."""
        return self._trees[number]

    def everywhere(self) -> list[int]:
        """The watches that have to be asked of every article, because they need no word, person or figure."""
        return list(self._everywhere)

    def holding(self, subject: Subject) -> list[int]:
        """The numbers of the watches that hold on an article, in ascending order."""
        atoms = {*subject.words, *subject.beside, *self._wilds.atoms(subject.words), *self._texts(subject)}
        held: set[int] = set()
        for found in self._files.keys() & atoms:
            filed = self._files[found]
            held.update(filed.sure)
            for need, none, test, number in filed.more:
                if need <= atoms and none.isdisjoint(atoms) and (test is None or number in held or test(subject)):
                    held.add(number)
        for number, clauses in self._everywhere.items():
            if number not in held and any(
                none.isdisjoint(atoms) and (test is None or test(subject)) for none, test in clauses
            ):
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
