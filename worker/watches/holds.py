"""Whether a query holds on an article, worked out from its tree, exactly and no further than the answer needs."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import TypeAlias

from worker.domain.watch import Part
from worker.watches.facts import facts_for, party_holds
from worker.watches.places import confined, near_each_other, places, term_places
from worker.watches.regex import compiled
from worker.watches.shapes import Shape, shape_of
from worker.watches.subject import Subject, TextPart, name_keys
from worker.watches.tree import (
    About,
    And,
    Compare,
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
    Origins,
    Party,
    Place,
    Published,
    Regex,
    Saved,
    Term,
    Together,
    Within,
)

Test: TypeAlias = Callable[[Subject], bool]
"""Whether something holds on an article."""


def test_of(node: Node) -> Test:
    """A node made ready to be asked of many articles. Saved watches have to be put in before (`saved.resolved`)."""
    if isinstance(node, And):
        tests = tuple(map(test_of, sorted(node.parts, key=cost)))
        return lambda subject: all(test(subject) for test in tests)
    if isinstance(node, Or):
        tests = tuple(map(test_of, sorted(node.parts, key=cost)))
        return lambda subject: any(test(subject) for test in tests)
    if isinstance(node, Not):
        test = test_of(node.part)
        return lambda subject: not test(subject)
    if isinstance(node, Within):
        return _within_test(node.place, node.part)
    if isinstance(node, Term):
        return _term_test(shape_of(node))
    if isinstance(node, Near):
        return lambda subject: any(near_each_other(node, subject, part) for part in subject.parts)
    if isinstance(node, Together):
        return lambda subject: any(places(node, subject, part) for part in subject.parts)
    return _other_test(node)


def _other_test(node: Node) -> Test:
    if isinstance(node, Regex):
        pattern = compiled(node)
        return lambda subject: any(pattern.search(part.utf8) is not None for part in subject.parts if part.text)
    if isinstance(node, Party):
        return lambda subject: party_holds(node, subject)
    if isinstance(node, Figure | About | Deadline | InStatus | OneFact):
        return lambda subject: bool(facts_for(node, subject))
    if isinstance(node, Meta):
        return lambda subject: meta_holds(node, subject)
    if isinstance(node, Published):
        return lambda subject: published_holds(node, subject)
    if isinstance(node, Origins):
        return lambda subject: compared(node.compare, subject.origins, node.count)
    if isinstance(node, Saved):
        return lambda _: False  # its watch is gone: nothing holds
    raise TypeError(f"{type(node).__name__} is no node of a query")


def _term_test(shape: Shape) -> Test:
    key = shape.key
    if key is not None:
        return lambda subject: key in subject.words
    return lambda subject: any(_stands(shape, part) for part in subject.parts)


def _stands(shape: Shape, part: TextPart) -> bool:
    return bool(term_places(shape, part))


def _within_test(place: Place, node: Node) -> Test:
    """A group confined to a place: its AND, OR and NOT are asked of what stands there."""
    if isinstance(node, And):
        tests = tuple(_within_test(place, part) for part in sorted(node.parts, key=cost))
        return lambda subject: all(test(subject) for test in tests)
    if isinstance(node, Or):
        tests = tuple(_within_test(place, part) for part in sorted(node.parts, key=cost))
        return lambda subject: any(test(subject) for test in tests)
    if isinstance(node, Not):
        test = _within_test(place, node.part)
        return lambda subject: not test(subject)
    if isinstance(node, Regex):
        return lambda subject: bool(regex_spans(node, place, subject))
    return lambda subject: any(confined(place, places(node, subject, part), part) for part in subject.parts_of(place))


def regex_spans(node: Regex, place: Place | None, subject: Subject, most: int = 100) -> list[tuple[Part, int, int]]:
    """Where a regular expression matches, as (part, start, end) in characters; an empty match is none."""
    pattern = compiled(node)
    found: list[tuple[Part, int, int]] = []
    for part in subject.parts_of(place):
        text = part.text if place is not Place.LEAD else part.text[: part.chars((0, part.lead - 1))[1]]
        for match in pattern.finditer(text):
            if match.end() > match.start():
                found.append((part.part, match.start(), match.end()))
            if len(found) >= most:
                return found
    return found


_SIMPLE, _KNOWN, _PHRASE, _PLACES, _PATTERN = range(5)


def cost(node: Node) -> int:
    """How dear a node is to ask, from a word that is looked up to a regular expression that reads the text."""
    if isinstance(node, Term):
        return _SIMPLE if shape_of(node).key is not None else _PHRASE
    if isinstance(node, Regex):
        return _PATTERN
    if isinstance(node, Near | Together):
        return _PLACES
    if isinstance(node, And | Or):
        return max(map(cost, node.parts))
    if isinstance(node, Not | Within):
        return max(cost(node.part), _PHRASE)
    return _KNOWN


def meta_holds(node: Meta, subject: Subject) -> bool:
    """Whether a field of the article has the value."""
    article = subject.article
    match node.field:
        case Field.SITE:
            site = node.value.lower().strip(".")
            return subject.host == site or subject.host.endswith(f".{site}")
        case Field.URL:
            return node.value.lower() in (article.url or "").lower()
        case Field.LANG:
            return article.language == node.value.lower()
        case Field.AUTHOR:
            return name_keys(node.value) <= name_keys(article.author or "")
        case Field.SOURCE:
            return name_keys(node.value) <= name_keys(article.source)


def published_holds(node: Published, subject: Subject) -> bool:
    """Whether the article is from that day on, or from before it, by UTC; false where it has no date."""
    published = subject.article.published
    if published is None:
        return False
    midnight = datetime.combine(node.day, time(), UTC)
    return published >= midnight if node.after else published < midnight


def compared(compare: Compare, one: float, other: float) -> bool:
    """Whether one number stands so to another."""
    match compare:
        case Compare.EQUAL:
            return one == other
        case Compare.LESS:
            return one < other
        case Compare.AT_MOST:
            return one <= other
        case Compare.MORE:
            return one > other
        case Compare.AT_LEAST:
            return one >= other
