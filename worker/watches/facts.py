"""Which facts, quotes and mentions of an article a query's tests hold for."""

import math

from worker.domain.reading import BASIS_POINTS, PERCENTAGE_POINTS, Fact, Mention, Quote
from worker.watches.subject import Subject, fact_keys, name_keys, units_of
from worker.watches.tree import About, And, Compare, Deadline, Figure, InStatus, Node, Not, OneFact, Or, Party, Who

_SAME = 1e-9
"""Relative difference below which two numbers are one: 3.5 is 3.50, whatever binary makes of it."""


def facts_for(node: Node, subject: Subject) -> list[Fact]:
    """The facts that a test on facts holds for, in the order of the text."""
    part = node.part if isinstance(node, OneFact) else node
    return [fact for fact in subject.reading.facts if fact_holds(part, fact)]


def fact_holds(node: Node, fact: Fact) -> bool:
    """Whether one fact passes a test, or tests joined by AND, OR and NOT; what is no test on facts fails."""
    if isinstance(node, And):
        return all(fact_holds(part, fact) for part in node.parts)
    if isinstance(node, Or):
        return any(fact_holds(part, fact) for part in node.parts)
    if isinstance(node, Not):
        return not fact_holds(node.part, fact)
    if isinstance(node, Figure):
        return _figure_holds(node, fact)
    if isinstance(node, About):
        return name_keys(node.text) <= fact_keys(fact)
    if isinstance(node, InStatus):
        return fact.status is node.status
    if isinstance(node, Deadline):
        return _deadline_holds(node, fact)
    if isinstance(node, Party) and node.who in (Who.SPEAKER, Who.ACTOR):
        party = fact.speaker if node.who is Who.SPEAKER else fact.actor
        return party is not None and name_keys(node.name) <= name_keys(party)
    return False


def _figure_holds(node: Figure, fact: Fact) -> bool:
    quantity = fact.quantity
    if quantity.value is None or (node.kind is not None and node.kind is not fact.kind):
        return False
    scale = _scale(node.unit, quantity.unit)
    if scale is None:
        return False
    low = quantity.value * scale
    high = low if quantity.value_max is None else quantity.value_max * scale
    if node.high is not None:
        return _at_least(high, node.value) and _at_least(node.high, low)
    match node.compare:
        case Compare.EQUAL:
            return _at_least(high, node.value) and _at_least(node.value, low)
        case Compare.AT_LEAST:
            return _at_least(high, node.value)
        case Compare.MORE:
            return not _at_least(node.value, high)
        case Compare.AT_MOST:
            return _at_least(node.value, low)
        case Compare.LESS:
            return not _at_least(low, node.value)


def _scale(asked: str, printed: str) -> float | None:
    """What a printed number is multiplied by to be one of the unit asked for; None where it is another thing."""
    if asked in units_of(printed):
        return 1.0
    if (asked, printed) == (PERCENTAGE_POINTS, BASIS_POINTS):
        return 0.01
    return 100.0 if (asked, printed) == (BASIS_POINTS, PERCENTAGE_POINTS) else None


def _at_least(one: float, other: float) -> bool:
    return one >= other or math.isclose(one, other, rel_tol=_SAME)


def _deadline_holds(node: Deadline, fact: Fact) -> bool:
    day = fact.deadline_date
    if day is None:
        return False
    match node.compare:
        case Compare.EQUAL:
            return node.first <= day <= node.last
        case Compare.AT_LEAST:
            return day >= node.first
        case Compare.MORE:
            return day > node.last
        case Compare.AT_MOST:
            return day <= node.last
        case Compare.LESS:
            return day < node.first


def quotes_for(node: Party, subject: Subject) -> list[Quote]:
    """The quotes of a speaker."""
    asked = name_keys(node.name)
    return [quote for spoken in subject.speakers.values() if asked <= spoken.keys for quote in spoken.quotes]


def mentions_for(node: Party, subject: Subject) -> list[Mention]:
    """The mentions of a person, or of those who hold a role."""
    asked = name_keys(node.name)
    if node.who is Who.PERSON:
        return [mention for keys, known in subject.persons.values() if asked <= keys for mention in known]
    return [mention for keys, mention in subject.roles if asked <= keys]


def party_holds(node: Party, subject: Subject) -> bool:
    """Whether anything in the article is this person's, role's, speaker's or actor's."""
    if node.who in (Who.PERSON, Who.ROLE):
        return bool(mentions_for(node, subject))
    return bool(facts_for(node, subject)) or (node.who is Who.SPEAKER and bool(quotes_for(node, subject)))
