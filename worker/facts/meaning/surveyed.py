"""Whose a share is of those who were asked: "thirty percent of whites agree", "one in five say"."""

import re
from collections.abc import Sequence

from worker.domain.reading import COUNT, PERCENT, Fact
from worker.facts.grammar import Phrase, Verb
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.contests import for_whom
from worker.facts.meaning.cues import singular
from worker.facts.meaning.owners import is_group
from worker.facts.meaning.parties import Parties, name_of
from worker.facts.meaning.place import Place

_ANSWER = WORDS["answer"]
_POPULATION = WORDS["population"]
_FRAMES = frozenset({"among", "for"})
_NEXT = re.compile(r"\d|[;:]")
_ASK = frozenset({"survey", "poll", "interview", "question", "ask", "include"})
_POLLED = frozenset({"surveyed", "polled", "interviewed", "questioned"})
_MARGIN = 14
"""Tokens before a figure in which the margin of error may be named."""
_BACK = 6
"""Facts that are asked which group was spoken of."""
_ASKED = WORDS["asked"]
_VAGUE = frozenset({"those", "them", "us", "people", "all"})


def of_group(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """The group of which a share says, thinks or wants something, or whom it wants; None where it does nothing."""
    if place.quantity.unit != PERCENT:
        return None
    verb = _answering(place)
    if verb is None:
        group = _numbered(place) or _framed(place)
        return None if group is None else _whole(place, group)
    whom = for_whom(place, parties, _clause_end(place))
    if whom is not None:
        return whom
    if verb.lemma in ("name", "choose", "pick") and verb.object is not None and place.named(verb.object.head):
        return name_of(place, verb.object, parties)
    group = _printed(place) or _framed(place)
    if group is not None and place.word(group.head) not in _VAGUE:
        head = place.word(group.head)
        if place.named(group.head) or is_group(head) or singular(head) in _POPULATION:
            return _whole(place, group)
        return None
    if _printed(place) is None and place.word(place.last) == "of" and group is None:
        return None
    return _carried(place, parties, before)


def of_pollster(place: Place, parties: Parties) -> str | None:
    """Whose survey it is of which a figure tells how many it asked, or how exact it is: "the margin of error is 3
    points", "the 578 voters | surveyed".
    """
    words = place.sentence.lower
    if place.quantity.unit == COUNT:
        phrase = place.phrase_at(place.first)
        people = phrase is not None and is_group(place.word(phrase.head))
        verb = place.ruling
        subject = verb.subject if verb is not None and verb.lemma in _ASK else None
        polls = subject is not None and place.head(subject) in ("poll", "survey")
        asked = phrase is not None and people and (polls or place.word(phrase.last) in _POLLED)
    else:
        near = words[max(0, place.first - _MARGIN) : place.first]
        asked = "error" in near and ("margin" in near or "sampling" in near)
    return parties.pollster if asked else None


def _answering(place: Place) -> Verb | None:
    """The verb by which the share says or thinks something: its subject is the figure, or stands right before it."""
    for verb in place.verbs():
        if verb.first < place.last:
            continue
        subject = verb.subject
        if subject is None or not subject.first <= place.first < max(subject.whole, subject.last):
            between = place.sentence.lower[place.last : verb.first]
            if verb.first - place.last > 4 or not all(word in (",", "-", "--", '"', "also") for word in between):
                return None
        if verb.lemma in _ANSWER and not verb.passive:
            return verb
        if verb.lemma != "be":
            return None
        return verb if place.word(verb.last) in ("unsure", "undecided", "worried", "confident", "satisfied") else None
    return None


def _clause_end(place: Place) -> int:
    for token in range(place.last, len(place.sentence.words)):
        if place.sentence.words[token][0].isdigit() or place.word(token) in (";", "while"):
            return token
    return len(place.sentence.words)


def _printed(place: Place) -> Phrase | None:
    """The group behind the figure: "of | whites", "eight in 10 Democratic | voters"."""
    for token in range(place.first, min(place.last + 1, len(place.sentence.words))):
        if place.word(token) == "of" and place.word(token + 1) not in ("10", "ten", "five", "four", "three"):
            return place.phrase_from(token + 1)
    phrase = place.phrase_at(place.last - 1)
    if (
        phrase is None
        or not place.word(phrase.head).isalpha()
        or place.word(phrase.head) in ("percent", "third", "half")
    ):
        return None
    if is_group(place.word(phrase.head)) or place.head(phrase) in _POPULATION:
        first = phrase.last - 1
        while first > phrase.first and place.word(first - 1).isalpha() and first > place.first + 2:
            first -= 1
        return Phrase(first, phrase.last, phrase.head, phrase.last)
    return None


def _numbered(place: Place) -> Phrase | None:
    """The group of which a number rises or falls: "the number of | respondents who smoke rose by 25 percent"."""
    verb = place.ruling
    subject = verb.subject if verb is not None else None
    if subject is None or subject.last > place.first or place.word(subject.last) != "of":
        return None
    if place.word(subject.head) not in ("number", "share", "proportion", "percentage"):
        return None
    group = place.phrase_from(subject.last + 1)
    return group if group is not None and place.head(group) in _ASKED else None


def _framed(place: Place) -> Phrase | None:
    """The group that the clause is about: "Among | Trump voters, 74 percent said"."""
    words = place.sentence.lower
    for token in range(place.first - 1, max(-1, place.first - 14), -1):
        if words[token] in _FRAMES:
            phrase = place.phrase_from(token + 1)
            if phrase is None or not (is_group(place.word(phrase.head)) or place.head(phrase) in _POPULATION):
                return None
            return phrase if place.word(token - 1) in ("", ",", "while", "and", "but", ".") else None
    return None


def _whole(place: Place, phrase: Phrase) -> str:
    return place.text(phrase.first, phrase.last)


def _carried(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """The group just spoken of, else the one that the text says was asked."""
    for fact in reversed(before[-_BACK:]):
        sentence = place.document.sentence_at(fact.quantity.start)
        if sentence is None or place.sentence.number - sentence.number > 1:
            break
        if fact.quantity.unit != PERCENT or fact.actor is None or parties.is_person(fact.actor):
            continue
        head = fact.actor.split()[-1].lower()
        if is_group(head) or singular(head) in _POPULATION:
            return fact.actor
    return parties.population
