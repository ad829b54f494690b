"""What each figure means: of what, of whom, up from what, by when, how far decided, and who says so."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from worker.domain.reading import (
    COUNT,
    PERCENT,
    PERCENT_OF_GDP,
    Fact,
    Kind,
    Mention,
    Quantity,
    Quote,
    Status,
)
from worker.facts.document import Document
from worker.facts.grammar import Verb
from worker.facts.meaning.actor import Case, actor_of
from worker.facts.meaning.ascribed import demanding
from worker.facts.meaning.change import COMPARED, is_change
from worker.facts.meaning.deadlines import Deadline, find_deadlines
from worker.facts.meaning.kind import kind_of, restates
from worker.facts.meaning.parties import Parties
from worker.facts.meaning.place import Place, places_of
from worker.facts.meaning.polled import poll_of
from worker.facts.meaning.previous import earlier_values
from worker.facts.meaning.scene import dates_another, is_over
from worker.facts.meaning.status import standing
from worker.facts.meaning.subject import subject_of
from worker.text.wordlists import listed

_NESTED = 40
"""Quotes before a figure that it may stand in: a speech over paragraphs may hold as many of other people's words."""
_SCALED = re.compile(r"(?:million|billion|trillion|crore|\d ?(?:bn|tn|mn))\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:19|20|21)\d\d")
"""A year: one that lies ahead is not over, whatever the clause tells."""
_OF_STATES = listed(
    "defence defense military guideline allies alliance nato benchmark deficit spending pledge troops weapons"
)
"""Words of what is counted in shares of GDP."""
_NEAR = 400
"""Characters between a figure and a time that binds it, at most."""
_OPEN = frozenset({Status.DEMANDED, Status.PROPOSED, Status.PLANNED, Status.AGREED})


def find_facts(
    document: Document, quantities: Sequence[Quantity], mentions: Sequence[Mention], quotes: Sequence[Quote]
) -> Sequence[Fact]:
    """A fact for each figure that has a meaning of its own, in order; earlier values become part of another."""
    reader = _Reader(document, mentions, quotes)
    places = places_of(document, quantities)
    for _, group in groupby(places, key=lambda place: place.sentence.number):
        reader.read(list(group))
    return reader.facts


class _Reader:
    """Walks through a text's figures, sentence by sentence, and keeps what a later one may refer back to."""

    def __init__(self, document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self._document = document
        self._lower = document.plain.lower()
        self._parties = Parties(document, mentions)
        self._quotes = quotes
        self._quote_starts = [quote.start for quote in quotes]
        self.facts: list[Fact] = []
        self._gdp: list[Fact] = []
        self._poll: str | None = None

    def read(self, places: list[Place]) -> None:
        """Read the figures of one sentence."""
        sentence = places[0].sentence
        pairs = earlier_values(places)
        deadlines = find_deadlines(self._lower, sentence.start, sentence.end, self._document.published)
        places_of_facts: dict[int, int] = {}
        kept = [number for number in range(len(places)) if number not in pairs]
        for number, following in zip(kept, [*kept[1:], None], strict=True):
            places_of_facts[number] = len(self.facts)
            fact = self._fact(places[number], number, places, deadlines, following)
            self.facts.append(fact)
            if fact.quantity.unit == PERCENT_OF_GDP:
                self._gdp.append(fact)
        for earlier, later in pairs.items():
            at = places_of_facts.get(later)
            if at is not None and self.facts[at].previous is None:
                fact = self.facts[at] = replace(self.facts[at], previous=places[earlier].quantity.value)
                if fact.quantity.unit == PERCENT_OF_GDP:
                    self._gdp.append(fact)

    def _fact(
        self, place: Place, number: int, places: list[Place], deadlines: list[Deadline], following: int | None
    ) -> Fact:
        quantity = place.quantity
        quoted, speaker = self._said_by(quantity)
        found = standing(place, quoted=quoted)
        status = found.status
        quantity = self._of_money(self._of_gdp(place, quantity))
        place.quantity = quantity
        kind = kind_of(place, status, self._kind_before(place))
        subject = subject_of(place, self._carried(place, kind), self._about_near(place))
        about = subject.about if subject is not None else None
        if speaker is None and not quoted:
            speaker, self._poll = poll_of(place, self._poll)
            speaker = speaker or demanding(place, found.verb, self._parties, status)
        actor = actor_of(Case(place, kind, status, found.verb, speaker, self._parties, self.facts))
        deadline = self._deadline(place, places, number, deadlines, status, following, found.verb)
        sentence = place.sentence
        return Fact(
            quantity=quantity,
            kind=kind,
            status=status,
            sentence=(sentence.start, sentence.end),
            about=about,
            actor=actor,
            deadline=None if deadline is None else self._document.text[deadline.start : deadline.end],
            deadline_date=None if deadline is None else deadline.day,
            speaker=speaker,
        )

    def _said_by(self, quantity: Quantity) -> tuple[bool, str | None]:
        """Whether a figure stands in speech, and whose it is: the innermost with a speaker."""
        best: Quote | None = None
        inside = False
        upto = bisect_right(self._quote_starts, quantity.start)
        for quote in self._quotes[max(0, upto - _NESTED) : upto]:
            if quote.start <= quantity.start and quantity.end <= quote.end + 1:
                inside = True
                if quote.speaker is not None and (best is None or quote.end - quote.start <= best.end - best.start):
                    best = quote
        return inside, best.speaker if best else None

    def _carried(self, place: Place, kind: Kind) -> str | None:
        """What the last figure of this unit was of, in this sentence or the one before: "I will cut them by 10"."""
        quantity = place.quantity
        if quantity.unit == PERCENT_OF_GDP:  # one target may be spoken of all through a text
            for fact in reversed(self._gdp[-8:]):
                if fact.about is not None and quantity.value in (fact.quantity.value, fact.previous):
                    return fact.about
            told = Counter(fact.about for fact in self._gdp[-8:] if fact.about is not None)
            if told:
                return told.most_common(1)[0][0]
        for fact in reversed(self.facts[-6:]):
            if not self._near(place, fact):
                break
            if _comparable(fact.quantity.unit, place.quantity.unit) and fact.about is not None:
                return fact.about
        return None

    def _near(self, place: Place, fact: Fact) -> bool:
        """Whether a fact told before stands in this sentence or the one before."""
        sentence = self._document.sentence_at(fact.quantity.start)
        return sentence is not None and place.sentence.number - sentence.number <= 1

    def _about_near(self, place: Place) -> str | None:
        """What the last figure in this sentence or the one before was of, whatever its unit."""
        return self.facts[-1].about if self.facts and self._near(place, self.facts[-1]) else None

    def _kind_before(self, place: Place) -> Kind | None:
        """The kind of the last figure of this unit, in this sentence or the one before; of what it restates."""
        if restates(place) and self.facts and self.facts[-1].quantity.start >= place.sentence.start:
            return self.facts[-1].kind
        for fact in reversed(self.facts[-4:]):
            if not self._near(place, fact):
                break
            if fact.quantity.unit == place.quantity.unit:
                return fact.kind
        return None

    def _of_money(self, quantity: Quantity) -> Quantity:
        """Billions of nothing, in a text about money, are of the money last named: "another five billion"."""
        if quantity.unit != COUNT or quantity.noun or not _SCALED.search(quantity.surface):
            return quantity
        for fact in reversed(self.facts[-12:]):
            unit = fact.quantity.unit
            if len(unit) == 3 and unit.isupper():
                return replace(quantity, unit=unit)
        return quantity

    def _of_gdp(self, place: Place, quantity: Quantity) -> Quantity:
        """A bare percentage that means one of GDP: "the 5 percent target" after "5 percent of GDP".

        It is printed without an "of" of its own, is no change, and either repeats a value that was of GDP, or stands
        in a sentence about the same spending, or right behind one with such a figure.
        """
        if quantity.unit != PERCENT or not self._gdp:
            return quantity
        behind = place.word(place.last)
        if behind == "of" or behind in COMPARED or is_change(place):
            return quantity
        same = {fact.quantity.value for fact in self._gdp} | {fact.previous for fact in self._gdp}
        if quantity.value in same or _OF_STATES & set(
            place.sentence.lower[max(0, place.first - 25) : place.last + 25]
        ):
            return replace(quantity, unit=PERCENT_OF_GDP)
        last = self._gdp[-1]
        near = place.sentence.start <= last.quantity.start or self.facts[-1] is last
        verb = place.ruling
        if (
            near
            and place.modifies is None
            and verb is not None
            and verb.lemma in ("spend", "be", "cost", "reach", "go")
        ):
            return replace(quantity, unit=PERCENT_OF_GDP)
        return quantity

    def _deadline(
        self,
        place: Place,
        places: list[Place],
        number: int,
        deadlines: list[Deadline],
        status: Status,
        following: int | None,
        decided: Verb | None,
    ) -> Deadline | None:
        """The time that binds a figure: the next behind it before another figure, else one that opens its clause."""
        quantity = place.quantity
        limit = places[following].quantity.start if following is not None else place.sentence.end
        text = self._lower
        near = deadlines[
            bisect_right(deadlines, quantity.start - _NEAR, key=_start) : bisect_right(
                deadlines, quantity.end + _NEAR, key=_start
            )
        ]
        if status is Status.REPORTED:
            near = [day for day in near if _NAMED.search(text, day.start, day.end) or not is_over(place, day.start)]
        for deadline in near:
            if deadline.start < quantity.end or (deadline.start > limit and not _listed(place, places, following)):
                continue
            if any(mark in text[quantity.end : deadline.start] for mark in (";", '"', " but ", ", while ")):
                break
            if dates_another(place, deadline.start):
                continue
            if deadline.hard or status in _OPEN:
                return deadline
        for deadline in reversed(near):
            if deadline.end > quantity.start:
                continue
            between = text[deadline.end : quantity.start]
            if ";" in between or " but " in between or '"' in between:
                break
            opens = deadline.start - place.sentence.start <= 2 or number == 0
            if opens and deadline.hard and (number == 0 or places[0].quantity.start > deadline.start):
                return deadline
        return None


def _start(deadline: Deadline) -> int:
    return deadline.start


def _comparable(one: str, other: str) -> bool:
    ratios = {PERCENT, PERCENT_OF_GDP}
    return one == other or (one in ratios and other in ratios) if one != COUNT else other == COUNT


def _listed(place: Place, places: list[Place], following: int | None) -> bool:
    """Whether the next figure only goes on with a list: "3.5 percent on arms and 1.5 percent on roads by 2035"."""
    if following is None:
        return False
    other = places[following]
    words = place.sentence.lower[place.last : other.first]
    return place.quantity.unit == other.quantity.unit and "and" in words and place.verb == other.verb
