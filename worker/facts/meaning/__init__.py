"""What each figure means: of what, of whom, up from what, by when, how far decided, and who says so."""

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
from worker.facts.meaning.actor import People, actor_of, demanding
from worker.facts.meaning.deadlines import Deadline, find_deadlines
from worker.facts.meaning.kind import kind_of
from worker.facts.meaning.place import Place, place_of
from worker.facts.meaning.previous import earlier_values
from worker.facts.meaning.status import standing
from worker.facts.meaning.subject import subject_of

_OPEN = frozenset({Status.DEMANDED, Status.PROPOSED, Status.PLANNED, Status.AGREED})


def find_facts(
    document: Document, quantities: Sequence[Quantity], mentions: Sequence[Mention], quotes: Sequence[Quote]
) -> Sequence[Fact]:
    """A fact for each figure that has a meaning of its own, in order; earlier values become part of another."""
    reader = _Reader(document, mentions, quotes)
    places = [place for place in (place_of(document, quantity) for quantity in quantities) if place is not None]
    for _, group in groupby(places, key=lambda place: place.sentence.number):
        reader.read(list(group))
    return reader.facts


class _Reader:
    """Walks through a text's figures, sentence by sentence, and keeps what a later one may refer back to."""

    def __init__(self, document: Document, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> None:
        self._document = document
        self._lower = document.plain.lower()
        self._people = People(mentions)
        self._quotes = quotes
        self.facts: list[Fact] = []

    def read(self, places: list[Place]) -> None:
        """Read the figures of one sentence."""
        sentence = places[0].sentence
        pairs = earlier_values(places)
        deadlines = find_deadlines(self._lower, sentence.start, sentence.end, self._document.published)
        made: dict[int, Fact] = {}
        for number, place in enumerate(places):
            if number in pairs:
                continue
            following = next((at for at in range(number + 1, len(places)) if at not in pairs), None)
            made[number] = self._fact(place, number, places, deadlines, following)
            self.facts.append(made[number])
        for earlier, later in pairs.items():
            fact = made.get(later)
            if fact is not None and fact.previous is None:
                at = self.facts.index(fact)
                made[later] = self.facts[at] = replace(fact, previous=places[earlier].quantity.value)

    def _fact(
        self, place: Place, number: int, places: list[Place], deadlines: list[Deadline], following: int | None
    ) -> Fact:
        quantity = place.quantity
        quoted, speaker = self._said_by(quantity)
        found = standing(place, quoted=quoted)
        status = found.status
        quantity = self._of_gdp(place, quantity)
        place.quantity = quantity
        kind = kind_of(place, status, self._kind_before(place))
        subject = subject_of(place, self._carried(place, kind))
        about = subject.about if subject is not None else None
        if speaker is None and not quoted:
            speaker = demanding(place, found.verb, self._people)
        actor = actor_of(place, kind, status, found.verb, self._people, speaker)
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
        for quote in self._quotes:
            if quote.start >= quantity.end:
                break
            if quote.start <= quantity.start and quantity.end <= quote.end + 1:
                inside = True
                if quote.speaker is not None and (best is None or quote.end - quote.start <= best.end - best.start):
                    best = quote
        return inside, best.speaker if best else None

    def _carried(self, place: Place, kind: Kind) -> str | None:
        """What the last figure of this unit was of, in this sentence or the one before: "I will cut them by 10"."""
        for fact in reversed(self.facts[-6:]):
            sentence = self._document.sentence_at(fact.quantity.start)
            if sentence is None or place.sentence.number - sentence.number > 1:
                break
            if _comparable(fact.quantity.unit, place.quantity.unit) and fact.about is not None:
                return fact.about
        return None

    def _kind_before(self, place: Place) -> Kind | None:
        """The kind of the last figure of this unit, in this sentence or the one before."""
        for fact in reversed(self.facts[-4:]):
            sentence = self._document.sentence_at(fact.quantity.start)
            if sentence is None or place.sentence.number - sentence.number > 1:
                break
            if fact.quantity.unit == place.quantity.unit:
                return fact.kind
        return None

    def _of_gdp(self, place: Place, quantity: Quantity) -> Quantity:
        """A bare percentage that refers to one of GDP: "the 5 percent target" after "5 percent of GDP"."""
        if quantity.unit != PERCENT or place.word(place.last) == "of":
            return quantity
        for fact in reversed(self.facts):
            if fact.quantity.unit == PERCENT_OF_GDP and (
                fact.quantity.value == quantity.value or fact.previous == quantity.value
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
        for deadline in deadlines:
            if deadline.start < quantity.end or (deadline.start > limit and not _listed(place, places, following)):
                continue
            if any(mark in text[quantity.end : deadline.start] for mark in (";", '"', " but ", ", while ")):
                break
            if deadline.hard or status in _OPEN:
                return deadline
        for deadline in reversed(deadlines):
            if deadline.end > quantity.start:
                continue
            between = text[deadline.end : quantity.start]
            if ";" in between or " but " in between or '"' in between:
                break
            opens = deadline.start - place.sentence.start <= 2 or number == 0
            if (
                opens
                and deadline.hard
                and not any(other.quantity.start < deadline.start for other in places[:number])
            ):
                return deadline
        return None


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
