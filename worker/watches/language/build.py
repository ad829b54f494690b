"""From the parts of a query that the grammar has found to the nodes of its tree, and what may stand where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from worker.watches.language.errors import QueryError, shown
from worker.watches.language.lexemes import Lexeme
from worker.watches.tree import (
    About,
    And,
    Deadline,
    Figure,
    InStatus,
    Meta,
    Near,
    Node,
    Not,
    OneFact,
    Or,
    Origins,
    Party,
    Published,
    Regex,
    Saved,
    Term,
    Together,
    Who,
    Within,
    walk,
)

MOST_NESTED = 50
"""Deepest nesting, of parentheses and of the tree: far more than people follow, and few enough for recursion."""


@dataclass(frozen=True, slots=True)
class Built:
    """A node with the place of all that was written for it, parentheses too. depth: of its tree, 1 for a leaf."""

    node: Node
    start: int
    end: int
    depth: int = 1


_FACT_TESTS = (Figure, About, InStatus, Deadline)


def atom(lexeme: Lexeme) -> Built:
    """A term, or a field with its value."""
    return Built(lexeme.value, lexeme.start, lexeme.end)


def either(parts: Sequence[Built]) -> Built:
    """OR; an OR inside, in parentheses, becomes part of it."""
    return _joined(Or, parts)


def all_of(parts: Sequence[Built]) -> Built:
    """AND, written or not; an AND inside, in parentheses, becomes part of it."""
    return _joined(And, parts)


def _joined(kind: type[And] | type[Or], parts: Sequence[Built]) -> Built:
    nodes: list[Node] = []
    depth = 0
    for part in parts:
        if isinstance(part.node, kind):
            nodes.extend(part.node.parts)
            depth = max(depth, part.depth)
        else:
            nodes.append(part.node)
            depth = max(depth, part.depth + 1)
    start, end = parts[0].start, parts[-1].end
    return _deeper(kind(tuple(nodes), start=start, end=end), start, end, depth)


def negated(operator: Lexeme, part: Built) -> Built:
    """NOT; what is denied twice is what it was."""
    if isinstance(part.node, Not):
        return Built(part.node.part, operator.start, part.end, part.depth - 1)
    return _deeper(Not(part.node, start=operator.start, end=part.end), operator.start, part.end, part.depth + 1)


def near(left: Built, operator: Lexeme, right: Built) -> Built:
    """NEAR/n and ONEAR/n."""
    words, ordered = operator.value
    for side in (left, right):
        _needs_places(side, "ONEAR" if ordered else "NEAR", together=False)
    start, end = left.start, right.end
    node = Near(left.node, right.node, words, ordered, start=start, end=end)
    return _deeper(node, start, end, max(left.depth, right.depth) + 1)


def together(left: Built, _operator: Lexeme, right: Built) -> Built:
    """SENTENCE."""
    for side in (left, right):
        _needs_places(side, "SENTENCE", together=True)
    start, end = left.start, right.end
    node = Together(left.node, right.node, start=start, end=end)
    return _deeper(node, start, end, max(left.depth, right.depth) + 1)


def group(opening: Lexeme, inner: Built, closing: Lexeme) -> Built:
    """A parenthesis: it adds its own place to what it holds."""
    node = inner.node
    if isinstance(node, And | Or | Not | Near | Together):
        node = replace(node, start=opening.start, end=closing.end)
    return Built(node, opening.start, closing.end, inner.depth)


def within(opening: Lexeme, inner: Built, closing: Lexeme) -> Built:
    """`title:( … )`, of terms only."""
    place = opening.value
    for node in walk(inner.node):
        if not isinstance(node, Term | And | Or | Not | Near | Together):
            raise QueryError(
                f"{place}:( … ) takes words and phrases, and this is none",
                node.start,
                node.end,
                hint=f"write it outside of the parentheses, joined by AND or OR to {place}:( … )",
            )
    node = Within(place, inner.node, start=opening.start, end=closing.end)
    return _deeper(node, opening.start, closing.end, inner.depth + 1)


def fact(opening: Lexeme, inner: Built, closing: Lexeme) -> Built:
    """`FACT( … )`, of tests on one fact only."""
    for node in walk(inner.node):
        if isinstance(node, (*_FACT_TESTS, And, Or, Not)):
            continue
        if isinstance(node, Party) and node.who in (Who.SPEAKER, Who.ACTOR):
            continue
        message, hint = _no_fact_test(node)
        raise QueryError(message, node.start, node.end, hint=hint)
    node = OneFact(inner.node, start=opening.start, end=closing.end)
    return _deeper(node, opening.start, closing.end, inner.depth + 1)


def _no_fact_test(node: Node) -> tuple[str, str]:
    """Why a node has no place in FACT( … ), and what to do."""
    if isinstance(node, Term):
        hint = f'ask what it is about, about:"{shown(node.text)}", or write the term outside: FACT( … ) AND term'
        return "FACT( … ) tests figures, and this is a term of the text", hint
    if isinstance(node, Party):
        name = shown(node.name)
        hint = f'ask who said it, speaker:"{name}", or whose figure it is, actor:"{name}"'
        return f"{node.who}: is asked of the article, not of a fact", hint
    if isinstance(node, OneFact):
        return "FACT( … ) stands inside another", "leave the inner FACT out, its parentheses may stay"
    if isinstance(node, Near | Together):
        return "places in the text are no tests of a fact", "write this outside: FACT( … ) AND a NEAR/5 b"
    names: dict[type[Node], str] = {Regex: "a regular expression", Within: "a place", Published: "a date"}
    names |= {Meta: "a field", Saved: "a watch", Origins: "origins:"}
    what = names.get(type(node), "this")
    if isinstance(node, Within):
        what = f"{node.place}:"
    elif isinstance(node, Meta):
        what = f"{node.field}:"
    return f"{what} is asked of the article, not of a fact", "write it outside: FACT( … ) AND …"


def _needs_places(side: Built, operator: str, *, together: bool) -> None:
    """Refuse a side of NEAR or SENTENCE that stands nowhere in the text. Sides of NEARs inside were looked at."""
    parts = side.node.parts if isinstance(side.node, Or) else (side.node,)
    for node in parts:
        if isinstance(node, Term | Near) or (isinstance(node, Party) and node.who is Who.PERSON):
            continue
        if isinstance(node, Together) and together:
            continue
        start, end = (side.start, side.end) if node is side.node else (node.start, node.end)
        message, hint = _no_place(node, operator)
        raise QueryError(message, start, end, hint=hint)


def _no_place(node: Node, operator: str) -> tuple[str, str]:
    joins = f"{operator} joins two places in the text"
    if isinstance(node, And):
        return (
            f"{joins}, and this needs several",
            f"make it a phrase in quotes, or join each: (a {operator} c) AND (b {operator} c)",
        )
    if isinstance(node, Not):
        return f"{joins}, and what does not occur has none", "say apart what must not occur: … AND NOT c"
    if isinstance(node, Within):
        return (
            f"{joins}, and {node.place}: stands inside it",
            f"put all of it into the field: {node.place}:(a {operator} b)",
        )
    if isinstance(node, Together):
        return f"{joins}, and SENTENCE is wider", f"group it the other way: a SENTENCE (b {operator}/5 c)"
    if isinstance(node, Party) and node.who is Who.ROLE:
        return f"{joins}, and role: has none", 'name the person, person:"…", or write the title as a phrase'
    if isinstance(node, Regex):
        return f"{joins}, and a regular expression is looked for alone", "write the words instead, with * and ?"
    return f"{joins}, and this has none", f"join it with AND; sides of {operator} are words, phrases and person:"


def _deeper(node: Node, start: int, end: int, depth: int) -> Built:
    if depth > MOST_NESTED:
        raise QueryError(
            f"this is nested more than {MOST_NESTED} deep",
            start,
            end,
            hint="split the watch, and join them with watch:",
        )
    return Built(node, start, end, depth)
