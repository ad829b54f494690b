"""Why a query holds on an article, or does not: every node is asked, also where an earlier one has settled it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from worker.watches.hits import Hit, hits_of
from worker.watches.language.saved import Saves
from worker.watches.subject import Subject
from worker.watches.tree import And, Near, Node, Not, OneFact, Or, Place, Saved, Together, Within, children


@dataclass(frozen=True, slots=True)
class Explained:
    """A node of a query, and what an article has for it.

    hits: where it stands, first the place that shows it best; none for what only joins others (AND, OR, NOT, a place
    around a group, a saved watch), and for what is no place in the text (a field, a date). A fact shows its figure.
    parts: the nodes below, of a saved watch its query; empty where that watch is gone.
    decisive: the answer of the whole rests on this one's. An AND that fails rests on its parts that fail, one that
    holds on all of them; an OR the other way round.
    """

    node: Node
    holds: bool
    hits: tuple[Hit, ...] = ()
    parts: tuple["Explained", ...] = ()
    decisive: bool = False

    def reasons(self) -> Iterator["Explained"]:
        """The nodes that decided it: the lowest decisive ones, in the order of the query."""
        below = [part for part in self.parts if part.decisive]
        if self.decisive and not below:
            yield self
        for part in below:
            yield from part.reasons()


def explain(node: Node, subject: Subject, *, saved: Saves = lambda _: None) -> Explained:
    """Ask each node of a query whether it holds on an article.

    In: a tree as `parse` gives it; saved: the trees of the watches it names. Out: the same tree with the answers.
    What stands below NEAR, SENTENCE and FACT is asked by itself: whether the word stands anywhere, whether some
    figure passes; so all parts of a FACT may hold where no one figure has all of it. A watch that is gone, or that
    leads back to itself, does not hold.
    """
    return _decided(_Explainer(subject, saved).explained(node, None, frozenset()))


@dataclass(frozen=True, slots=True)
class _Explainer:
    subject: Subject
    saved: Saves

    def explained(self, node: Node, place: Place | None, inside: frozenset[str]) -> Explained:
        if isinstance(node, Saved):
            return self._of_saved(node, inside)
        if isinstance(node, OneFact):
            return replace(self._asked(node, place), parts=(self._in_fact(node.part),))
        within = node.place if isinstance(node, Within) else place
        parts = tuple(self.explained(part, within, inside) for part in children(node))
        if isinstance(node, And | Or | Not | Within):
            return Explained(node, _joined(node, parts), parts=parts)
        return replace(self._asked(node, place), parts=parts)

    def _of_saved(self, node: Saved, inside: frozenset[str]) -> Explained:
        tree = None if node.name in inside else self.saved(node.name)
        if tree is None:
            return Explained(node, holds=False)
        part = self.explained(tree, None, inside | {node.name})
        return Explained(node, part.holds, parts=(part,))

    def _in_fact(self, node: Node) -> Explained:
        """What stands within FACT: whether there is a figure for which it holds."""
        found = replace(self._asked(OneFact(node), None), node=node)
        if isinstance(node, And | Or | Not):
            return replace(found, hits=(), parts=tuple(map(self._in_fact, children(node))))
        return found

    def _asked(self, node: Node, place: Place | None) -> Explained:
        found = hits_of(node, self.subject, place)
        if found is None:
            return Explained(node, holds=False)
        shown = [hit for wish in found.every for hit in wish]
        return Explained(node, holds=True, hits=tuple(shown))


def _joined(node: Node, parts: tuple[Explained, ...]) -> bool:
    if isinstance(node, Or):
        return any(part.holds for part in parts)
    if isinstance(node, Not):
        return not parts[0].holds
    return all(part.holds for part in parts)


def _decided(whole: Explained) -> Explained:
    """The same with each node marked that decided it."""
    return replace(
        whole,
        decisive=True,
        parts=tuple(_decided(part) if _decides(part, whole) else part for part in whole.parts),
    )


def _decides(part: Explained, whole: Explained) -> bool:
    if isinstance(whole.node, Not):
        return part.holds != whole.holds
    if isinstance(whole.node, Near | Together) and whole.holds:
        return False  # that both stand somewhere is not what made it hold
    if isinstance(whole.node, OneFact) and not whole.holds and all(below.holds for below in part.parts):
        return not part.parts  # each test passes for some figure: it is FACT itself that asks for too much
    return part.holds == whole.holds
