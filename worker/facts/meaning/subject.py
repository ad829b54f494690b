"""What a figure is of, in few words: "defence spending", "pay", "people injured"."""

from collections.abc import Callable
from dataclasses import dataclass

from worker.domain.reading import BASIS_POINTS, COUNT, FACTOR, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.facts.meaning.counted import bare, counted, measured, of_part, unit_noun
from worker.facts.meaning.looks import (
    CARRIED,
    any_noun,
    before_brackets,
    bracketed,
    changed,
    governor,
    is_it,
    modified,
    of_behind,
    owner,
    times_the,
    up_or_down,
)
from worker.facts.meaning.paid import cost, handed, in_kind, named, short, spent, taken, worth
from worker.facts.meaning.place import Place
from worker.facts.meaning.shares import group_near, of_states, own_verb, pay, poll, those_who
from worker.facts.meaning.wording import are_people, base_of
from worker.facts.people.lexicon import COUNTRY, FLAGS, ORGANISATION, ORGANISATION_WORD, PLACE
from worker.text.normalise import plain

RATIOS = frozenset({PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, BASIS_POINTS})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of, and how that was told."""

    about: str
    why: str


def subject_of(place: Place, carried: str | None) -> Subject | None:
    """What the figure at a place is of, or None where nothing says.

    carried: what the last figure of this unit near by is of, which one without words of its own goes on with.
    """
    unit = place.quantity.unit
    if (
        carried
        and place.word(place.before) in ("than", "against", "with")
        and place.modifies is None
        and not place.quantity.noun
    ):
        return Subject(carried, "carried")
    looks = _OF_MONEY
    if unit == COUNT:
        looks = _OF_COUNT
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
        if about.startswith(CARRIED):
            about = _goes_on(place, carried, about.removeprefix(CARRIED))
        if about:
            return Subject(about, look.__name__)
    return None


def _goes_on(place: Place, carried: str | None, said: str) -> str:
    """What is said of those whom the figure before was of; of people, where they are named nowhere."""
    base = base_of(carried) if carried else ""
    people = bool(base) and are_people(base.split()[-1])
    if said.startswith(" which "):
        return f"{base} who {said.removeprefix(' which ')}" if people else f"{base}{said}" if base else ""
    if not people:
        base = "people" if place.quantity.unit == COUNT else group_near(place)
    return f"{base}{said}"


def _is_somebody(place: Place, about: str) -> bool:
    """Whether what was found is only the name of a country or of an organisation, which no figure is of."""
    words = plain(about).lower().split()
    return (
        len(words) <= 2
        and about[0].isupper()
        and bool(FLAGS.get(words[-1], 0) & (COUNTRY | PLACE | ORGANISATION | ORGANISATION_WORD))
    )


_Look = Callable[[Place], str] | None
_OF_MONEY: tuple[_Look, ...] = (
    short, modified, before_brackets, bracketed, worth, governor, handed, in_kind, changed, cost, spent, is_it, owner,
    of_behind, taken, any_noun, named, None,
)  # fmt: skip
_OF_COUNT: tuple[_Look, ...] = (
    counted, of_part, measured, bare, None, governor, changed, is_it, unit_noun, any_noun,
)  # fmt: skip
_OF_FACTOR: tuple[_Look, ...] = (
    own_verb, modified, times_the, changed, cost, is_it, of_behind, None, any_noun,
)  # fmt: skip
_OF_RATIO: tuple[_Look, ...] = (
    bracketed, those_who, modified, poll, of_behind, up_or_down, changed, governor, cost, spent, is_it, owner, pay,
    None, of_states, any_noun,
)  # fmt: skip
