"""What a figure is of, in few words: "defence spending", "pay", "people injured"."""

from collections.abc import Callable
from dataclasses import dataclass

from worker.domain.reading import BASIS_POINTS, COUNT, FACTOR, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.facts.meaning.counted import (
    OTHERS,
    antecedent,
    bare,
    counted,
    counted_out,
    is_measure,
    measured,
    of_part,
    unit_noun,
)
from worker.facts.meaning.cues import ORGANISED
from worker.facts.meaning.looks import (
    CARRIED,
    any_noun,
    before_brackets,
    bracketed,
    changed,
    governor,
    held,
    is_it,
    is_money,
    modified,
    of_behind,
    owner,
    times_the,
    up_or_down,
)
from worker.facts.meaning.paid import cost, handed, in_kind, named, priced, short, spent, taken, worth
from worker.facts.meaning.place import Place
from worker.facts.meaning.quoted import quoted
from worker.facts.meaning.shares import goes_to, group_near, of_states, own_verb, pay, poll, those_who
from worker.facts.meaning.terms import dimension, fined, lasting, net_worth, per_share, powered
from worker.facts.meaning.wording import are_people, base_of
from worker.facts.people.lexicon import COUNTRY, FLAGS, ORGANISATION, ORGANISATION_WORD, PLACE
from worker.text.normalise import plain
from worker.text.wordlists import listed

RATIOS = frozenset({PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, BASIS_POINTS})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of, and how that was told."""

    about: str
    why: str


def subject_of(place: Place, carried: str | None, near: str | None = None) -> Subject | None:
    """What the figure at a place is of, or None where nothing says.

    carried: what the last figure of this unit near by is of, which one without words of its own goes on with.
    near: what the last figure near by is of, whatever its unit, which "it" may mean.
    """
    unit = place.quantity.unit
    if carried and _compares(place):
        return Subject(carried, "carried")
    if near and _goes_to(place):
        return Subject(near, "near")
    looks = _OF_MONEY
    if unit == COUNT:
        looks = _OF_MEASURE if is_measure(place) else _OF_COUNT
    elif unit == FACTOR:
        looks = _OF_FACTOR
    elif unit in RATIOS:
        looks = _OF_RATIO
    for look in looks:
        if look is None:
            if carried:
                return Subject(carried, "carried")
            continue
        about = look(place)
        if about and look not in (of_behind, counted) and _is_somebody(place, about):
            continue
        if about == CARRIED:
            if carried:
                return Subject(carried, "carried")
            continue
        if about.startswith(OTHERS):
            about = _others(carried, about.removeprefix(OTHERS))
        elif about.startswith(CARRIED):
            about = _goes_on(place, carried or (near if unit == PERCENT else None), about.removeprefix(CARRIED))
        if about and carried and about.lower() in _BARE:
            return Subject(carried, "carried")
        if about:
            return Subject(counted_out(place, quoted(place, about)), look.__name__)
    return Subject(near, "near") if near and _of_pronoun(place) else None


_BARE = listed("rate target figure level number half cap cut cuts rise increase ceiling goal limit change move")
"""Nouns that say no more than that there is a figure: what the one before was of says more."""


def _compares(place: Place) -> bool:
    """Whether a figure only stands beside the one before: "more than the 25 basis points | analysts had forecast"."""
    if place.quantity.noun:
        return False
    noun = place.modifies
    if noun is None:
        return place.word(place.before) in ("than", "against", "with")
    somebody = place.noun(noun) in ORGANISED or are_people(place.word(noun))
    return somebody and "than" in place.sentence.lower[max(0, place.before) : place.first]


def _goes_to(place: Place) -> bool:
    """Whether money is what the change in percent before it leads to: "rose 0.9 percent | to $71 a barrel"."""
    changed = place.word(place.before - 1) in ("%", "percent", "cent", "pct")
    return is_money(place) and place.preposition == "to" and changed


def _of_pronoun(place: Place) -> bool:
    """Whether what the figure is of is only called "it": "it would cost $3 billion", "cut it by two thirds"."""
    verb = place.ruling
    if place.word(place.last) == "of":
        return place.word(place.last + 1) in _IT
    if verb is None:
        return False
    return any(part is not None and place.word(part.head) in _IT for part in (verb.subject, verb.object))


_IT = frozenset({"it", "that", "this"})


def _goes_on(place: Place, carried: str | None, said: str) -> str:
    """What is said of those whom the figure before was of; of people, where they are named nowhere."""
    base = base_of(carried) if carried else ""
    people = bool(base) and are_people(base.split()[-1])
    if said.startswith(" which "):
        return f"{base} who {said.removeprefix(' which ')}" if people else f"{base}{said}" if base else ""
    if not people:
        base = "people" if place.quantity.unit == COUNT else group_near(place)
    return f"{base}{said}"


def _others(carried: str | None, said: str) -> str:
    """Others of those whom the figure before counts: "nine others | selected last year" after five companies."""
    base = base_of(carried) if carried else ""
    return f"{base or 'others'}{said}"


def _is_somebody(place: Place, about: str) -> bool:
    """Whether what was found is only the name of a country or of an organisation, which no figure is of."""
    words = plain(about).lower().split()
    return (
        len(words) <= 2
        and about[0].isupper()
        and about.split()[-1][0].isupper()
        and bool(FLAGS.get(words[-1], 0) & (COUNTRY | PLACE | ORGANISATION | ORGANISATION_WORD))
    )


_Look = Callable[[Place], str] | None
_OF_MONEY: tuple[_Look, ...] = (
    short, net_worth, per_share, fined, modified, before_brackets, bracketed, worth, governor, handed, in_kind,
    changed, cost, spent, is_it, owner, of_behind, taken, any_noun, named, None, priced,
)  # fmt: skip
_OF_COUNT: tuple[_Look, ...] = (
    counted, of_part, antecedent, measured, bare, held, None, governor, changed, is_it, unit_noun, any_noun,
)  # fmt: skip
_OF_MEASURE: tuple[_Look, ...] = (
    lasting, powered, of_part, antecedent, measured, governor, changed, is_it, dimension, unit_noun, None, any_noun,
)  # fmt: skip
_OF_FACTOR: tuple[_Look, ...] = (
    own_verb, modified, times_the, changed, cost, is_it, of_behind, None, any_noun,
)  # fmt: skip
_OF_RATIO: tuple[_Look, ...] = (
    bracketed, goes_to, those_who, modified, poll, of_behind, up_or_down, changed, governor, cost, spent, is_it,
    owner, pay, None, of_states, any_noun,
)  # fmt: skip
