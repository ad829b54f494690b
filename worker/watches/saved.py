"""Saved watches put into the queries that ask for them by name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from worker.watches.language.errors import QueryError
from worker.watches.tree import And, Node, Not, Or, Saved, walk

MOST_PARTS = 10_000
"""Parts of a query with all that it asks for put in: ten queries of the greatest length. Watches that ask for one
another twice double with each step, so that twenty of them would come to a million.
"""

Saves: TypeAlias = Callable[[str], Node | None]
"""The tree of a saved watch by its name, or None where there is none."""


def names_in(node: Node) -> frozenset[str]:
    """The names of the watches that a query asks for itself."""
    return frozenset(below.name for below in walk(node) if isinstance(below, Saved))


def resolved(node: Node, saved: Saves, inside: frozenset[str] = frozenset()) -> Node:
    """The tree with the queries of saved watches put in. One that is unknown, or that asks for itself, never holds.

    inside: the names of the watches that are being put in. Raises QueryError where that comes to more than
    `MOST_PARTS`.
    """
    return _Putting(saved).into(node, inside)


@dataclass(slots=True)
class _Putting:
    """saved: where queries come from. parts: how many were passed so far."""

    saved: Saves
    parts: int = 0

    def into(self, node: Node, inside: frozenset[str]) -> Node:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise QueryError(
                f"with the watches that it asks for, this query has more than {MOST_PARTS:,} parts",
                node.start,
                node.end,
                hint="ask for fewer watches by watch:, or for those that ask for none themselves",
            )
        if isinstance(node, Saved):
            tree = None if node.name in inside else self.saved(node.name)
            return node if tree is None else self.into(tree, inside | {node.name})
        if isinstance(node, And):
            return replace(node, parts=tuple(self.into(part, inside) for part in node.parts))
        if isinstance(node, Or):
            return replace(node, parts=tuple(self.into(part, inside) for part in node.parts))
        if isinstance(node, Not):
            return replace(node, part=self.into(node.part, inside))
        return node
