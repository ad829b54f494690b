"""A query cut into clauses: what an article must at least have for it to hold, so that few articles are asked more.

A query holds on an article only if one of its clauses does; a clause needs all of its atoms (words, and marks of
persons, figures and fields: `worker.watches.subject`), none of what it forbids, and what is left of it to be asked
exactly. A clause with nothing left holds by its atoms alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from worker.watches.regex import literal
from worker.watches.shapes import Shape, Wild, shape_of
from worker.watches.subject import atom, name_keys, unit_atoms
from worker.watches.tree import (
    About,
    And,
    Deadline,
    Field,
    Figure,
    InStatus,
    Meta,
    Near,
    Node,
    Not,
    OneFact,
    Or,
    Party,
    Regex,
    Term,
    Together,
    Who,
    Within,
)

MOST = 64
"""Clauses that the parts of an AND may be multiplied into; beyond that, parts are asked exactly instead."""
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Clause:
    """need: atoms that must all be there. none: atoms of which none may be. rest: nodes to be asked exactly."""

    need: frozenset[str] = NONE
    none: frozenset[str] = NONE
    rest: tuple[Node, ...] = ()


def wild_atom(wild: Wild) -> str:
    """The atom of a word with wildcards."""
    return atom("wild", wild.written)


def clauses_of(node: Node) -> list[Clause]:
    """The clauses of a query; a query without any never holds."""
    return list(dict.fromkeys(_clauses(node)))


def _clauses(node: Node) -> Sequence[Clause]:
    if isinstance(node, Or):
        return [clause for part in node.parts for clause in _clauses(part)]
    if isinstance(node, And):
        return _all_of(node.parts)
    if isinstance(node, Not):
        return [_forbidding(node)]
    if isinstance(node, Term):
        return _of_term(node)
    if isinstance(node, Within | Near | Together | OneFact):
        return _asked_again(node, _below(node))
    return [_of_leaf(node)]


def _all_of(parts: Sequence[Node]) -> Sequence[Clause]:
    """The parts multiplied, those with fewest clauses first; what would be too many is left to be asked."""
    rows: list[Sequence[Clause]] = []
    left: list[Node] = []
    size = 1
    for clauses, part in sorted(((_clauses(part), part) for part in parts), key=lambda pair: len(pair[0])):
        if rows and size * len(clauses) > MOST:
            left.append(part)
            continue
        size *= len(clauses)
        rows.append(clauses)
    return [_joined(row, left) for row in product(*rows)]


def _joined(row: Iterable[Clause], left: Sequence[Node]) -> Clause:
    need, none = set[str](), set[str]()
    rest: dict[Node, None] = {}
    for clause in row:
        need |= clause.need
        none |= clause.none
        rest.update(dict.fromkeys(clause.rest))
    rest.update(dict.fromkeys(left))
    return Clause(frozenset(need), frozenset(none), tuple(rest))


def _forbidding(node: Not) -> Clause:
    """NOT of words is a look at the article's words; NOT of anything else is asked."""
    inner = _clauses(node.part)
    if all(len(clause.need) == 1 and not clause.none and not clause.rest for clause in inner):
        return Clause(none=frozenset(key for clause in inner for key in clause.need))
    return Clause(rest=(node,))


def _of_term(node: Term) -> Sequence[Clause]:
    shape = shape_of(node)
    return [_of_row(node, shape, number) for number in range(len(shape.variants))]


def _of_row(node: Term, shape: Shape, number: int) -> Clause:
    row = shape.variants[number]
    need = frozenset(wild_atom(word) if isinstance(word, Wild) else word for word in row)
    sure = len(row) == 1 and not shape.printed
    return Clause(need, rest=() if sure else (node,))


def _below(node: Within | Near | Together | OneFact) -> Sequence[Clause]:
    if isinstance(node, Near | Together):
        return _all_of((node.left, node.right))
    return _clauses(node.part)


def _asked_again(node: Node, inner: Sequence[Clause]) -> Sequence[Clause]:
    """The needs of what is inside, each once, and the node itself to be asked: what stands where is not in the atoms.
    What is forbidden inside is not forbidden everywhere.
    """
    return [Clause(need, rest=(node,)) for need in dict.fromkeys(clause.need for clause in inner)]


def _of_leaf(node: Node) -> Clause:
    need = _needs(node)
    exact = (len(need) == 1 and isinstance(node, Party) and node.who in (Who.PERSON, Who.ROLE)) or (
        isinstance(node, InStatus) or (isinstance(node, Meta) and node.field is not Field.URL and len(need) == 1)
    )
    return Clause(need, rest=() if exact and need else (node,))


def _needs(node: Node) -> frozenset[str]:
    """The atoms without which a leaf cannot hold; none where it has to be asked of every article."""
    if isinstance(node, Party):
        # a speaker's words may be those of a fact or of a quote: both are under "speaker"
        return frozenset(atom(node.who, key) for key in name_keys(node.name))
    if isinstance(node, Figure):
        return frozenset((unit_atoms(node.kind, node.unit),))
    if isinstance(node, About):
        return frozenset(atom("about", key) for key in name_keys(node.text))
    if isinstance(node, Deadline):
        return frozenset((atom("deadline"),))
    if isinstance(node, InStatus):
        return frozenset((atom("status", node.status),))
    if isinstance(node, Meta):
        return _field_needs(node)
    if isinstance(node, Regex):
        needed = literal(node)
        return frozenset((atom("text", needed),)) if needed else NONE
    return NONE


def _field_needs(node: Meta) -> frozenset[str]:
    if node.field is Field.SITE:
        return frozenset((atom(Field.SITE, node.value.lower().strip(".")),))
    if node.field is Field.LANG:
        return frozenset((atom(Field.LANG, node.value.lower()),))
    if node.field is Field.URL:
        return NONE
    return frozenset(atom(node.field, key) for key in name_keys(node.value))
