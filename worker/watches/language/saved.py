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

MOST_DEPTH = 200
"""Parts within parts; one query has at most 50 of them, and what is made of it calls as deep as it is nested."""

Saves: TypeAlias = Callable[[str], Node | None]
"""The tree of a saved watch by its name, or None where there is none."""


def names_in(node: Node) -> frozenset[str]:
    """The names of the watches that a query asks for itself."""
    return frozenset(below.name for below in walk(node) if isinstance(below, Saved))


def resolved(node: Node, saved: Saves, inside: frozenset[str] = frozenset()) -> Node:
    """The tree with the queries of saved watches put in. One that is unknown, or that asks for itself, never holds.

    inside: the names of the watches that are being put in. Raises QueryError where that comes to more than
    `MOST_PARTS`, or to parts deeper than `MOST_DEPTH`.
    """
    return _Putting(saved).into(node, inside)


@dataclass(slots=True)
class _Putting:
    """saved: where queries come from. parts: how many were passed so far."""

    saved: Saves
    parts: int = 0

    def into(self, node: Node, inside: frozenset[str], by: Node | None = None, depth: int = 0) -> Node:
        """by: the `watch:` of the query itself that led here, whose place is the one to show."""
        self._pass(by or node, depth)
        while isinstance(node, Saved):  # a watch that is nothing but another one takes no step down
            tree = None if node.name in inside else self.saved(node.name)
            if tree is None:
                return node
            by, inside, node = by or node, inside | {node.name}, tree
            self._pass(by, depth)
        if isinstance(node, And | Or):
            return replace(node, parts=tuple(self.into(part, inside, by, depth + 1) for part in node.parts))
        if isinstance(node, Not):
            return replace(node, part=self.into(node.part, inside, by, depth + 1))
        return node

    def _pass(self, at: Node, depth: int) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS or depth > MOST_DEPTH:
            most = f"more than {MOST_PARTS:,} parts" if depth <= MOST_DEPTH else f"parts more than {MOST_DEPTH} deep"
            raise QueryError(
                f"with the watches that it asks for, this query has {most}",
                at.start,
                at.end,
                hint="ask for fewer watches by watch:, or for those that ask for none themselves",
            )
