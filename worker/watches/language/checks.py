"""What a query that reads well may still lack: something that must occur, the watches that it names."""

from collections.abc import Mapping
from difflib import get_close_matches

from worker.watches.language.errors import Problem, QueryError, shown
from worker.watches.language.saved import resolved
from worker.watches.tree import And, Node, Not, Or, Saved, Within, walk


def negative(node: Node) -> Problem | None:
    """What is wrong where a query, or a branch of it, asks only for absence; None where it does not.

    Such a query holds on every article that lacks something, nearly every one: its owner would be told of all news.
    `NOT (NOT a)` asks for a, and so does `NOT (NOT a OR NOT b)`.
    """
    if _asks(node):
        return None
    guilty = _guilty(node)
    if guilty is node:
        message = "this query only says what must not occur, so it would hold on nearly every article"
        hint = "say what must occur too: defence -football"
    else:
        message = "this side of OR only says what must not occur, so the query would hold on nearly every article"
        hint = "write AND in place of OR, or say on this side too what must occur: (a OR (b AND NOT c))"
    return Problem(message, guilty.start, guilty.end, hint)


def _asks(node: Node) -> bool:
    """Whether a node can hold only where something is found."""
    match node:
        case And(parts):
            return any(map(_asks, parts))
        case Or(parts):
            return all(map(_asks, parts))
        case Not(part):
            return _fails_by_finding(part)
        case Within(part=part):
            return _asks(part)
    return True


def _fails_by_finding(node: Node) -> bool:
    """Whether a node fails only where something is found: its negation asks for it."""
    match node:
        case And(parts):
            return all(map(_fails_by_finding, parts))
        case Or(parts):
            return any(map(_fails_by_finding, parts))
        case Not(part):
            return _asks(part)
        case Within(part=part):
            return _fails_by_finding(part)
    return False


def _guilty(node: Node) -> Node:
    """The smallest part of a node that is to blame for its asking nothing: a branch of OR, or the node."""
    while isinstance(node, Or):
        node = next(part for part in node.parts if not _asks(part))
    return node


def problems(node: Node, watches: Mapping[str, Node]) -> list[Problem]:
    """What is wrong with a query among other watches.

    In: the query's tree; all watches by name, the query's own too where it has one already. Out: a problem for each
    `watch:` that names no watch, or one that leads back to itself, else one where all that is asked for is too much;
    empty where all is well.
    """
    found = []
    for saved in _saved(node):
        if saved.name not in watches:
            near = get_close_matches(saved.name, list(watches), n=2, cutoff=0.6)
            other = " or ".join(f'watch:"{shown(name)}"' for name in near)
            hint = f"did you mean {other}?" if other else "write the name as `wirewatch watches` shows it"
            found.append(Problem(f"there is no watch “{shown(saved.name)}”", saved.start, saved.end, hint))
            continue
        circle = _circle(saved.name, watches)
        if circle:
            way = " → ".join(shown(name) for name in circle)
            hint = "leave watch: out in one of them"
            found.append(Problem(f"this watch leads back to itself: {way}", saved.start, saved.end, hint))
    if not found:
        try:
            resolved(node, watches.get)
        except QueryError as error:
            return [error.problem]
    return found


def _saved(node: Node) -> list[Saved]:
    return [below for below in walk(node) if isinstance(below, Saved)]


def _circle(name: str, watches: Mapping[str, Node]) -> list[str]:
    """A way from a watch back to itself or to another on the way, as names; empty where there is none."""
    way = [name]
    onward = [iter([saved.name for saved in _saved(watches[name])])]
    done: set[str] = set()
    on_way = {name}
    while way:
        following = next(onward[-1], None)
        if following is None:
            onward.pop()
            last = way.pop()
            on_way.discard(last)
            done.add(last)
        elif following in on_way:
            return [*way[way.index(following) :], following]
        elif following not in done and following in watches:
            way.append(following)
            on_way.add(following)
            onward.append(iter([saved.name for saved in _saved(watches[following])]))
    return []
