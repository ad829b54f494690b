"""Which figures are the earlier values of others: "up from the 2 percent agreed in 2014", "from 3% to 5%"."""

from worker.domain.reading import BASIS_POINTS, COUNT, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.facts.meaning.cues import FALL, FALL_NOUNS, RISE, RISE_NOUNS, singular
from worker.facts.meaning.place import Place

_RATIOS = frozenset({PERCENT, PERCENT_OF_GDP})
_FAR = 14
"""Tokens between a figure and the earlier value that belongs to it, at most."""


def earlier_values(places: list[Place]) -> dict[int, int]:
    """Which of a sentence's figures say what others were before.

    In: the places of one sentence's figures, in order. Out: {number of an earlier value: number of the figure that
    came after it}.
    """
    pairs: dict[int, int] = {}
    for number, place in enumerate(places):
        other = _belongs_to(places, number, place)
        if other is not None and other not in pairs:
            pairs[number] = other
    return pairs


def _belongs_to(places: list[Place], number: int, place: Place) -> int | None:
    ahead = _lead(place)
    if not ahead:
        return None
    later = number + 1
    if ahead == "from" and later < len(places) and _same(place, places[later]):
        # "from 3% to 5%", "from 0.5% of income to 0.3%"
        follower = places[later]
        if follower.preposition == "to" and follower.before - place.last <= _FAR:
            return later
    if number and _same(place, places[number - 1]):
        former = places[number - 1]
        if (
            place.first - former.last <= _FAR
            and not _parted(former, place)
            and (ahead != "from" or _moves(former, place))
        ):
            return number - 1
    return None


def _moves(former: Place, place: Place) -> bool:
    """Whether "from" tells where a change began: "up from 2%", "rose to 5% from 2%", "a drop from 76 percent"."""
    words = place.sentence.lower[former.last : place.first]
    if {"up", "down", "compared"} & set(words) or any(singular(word) in RISE_NOUNS | FALL_NOUNS for word in words):
        return True
    verb = former.ruling
    return (
        verb is not None and (verb.lemma in RISE or verb.lemma in FALL or verb.lemma in ("go", "be", "move"))
    ) or len(words) <= 3


def _lead(place: Place) -> str:
    """The words that make a figure an earlier value, or "": from, compared with, against, than the current."""
    words = place.sentence.lower
    at, steps = place.before, 0
    while at >= 0 and steps < 6:
        word = words[at]
        if word in ("from", "versus", "vs"):
            return "from"
        if word in ("with", "to") and at and words[at - 1] in ("compared", "comparison", "contrast"):
            return "compared"
        if word == "against" and place.preposition == "against":
            return "against"
        if word == "than" and at and words[at - 1] in ("higher", "lower", "rather"):
            return "than"
        if word in (",", ";", ":", "by", "by", "and", "but"):
            return ""
        if word in (
            "of",
            "level",
            "rate",
            "target",
            "current",
            "present",
            "previous",
            "old",
            "earlier",
            "expected",
            "the",
            "a",
            "an",
            "its",
            "their",
            "figure",
            "about",
            "around",
            "nearly",
            "just",
            "some",
            "estimated",
            "revised",
            "record",
            "more",
            "over",
            "existing",
            "roughly",
            "low",
            "high",
            "peak",
            "almost",
            "initial",
            "original",
            "last",
            "year",
            "'s",
            "forecast",
            "guideline",
            "goal",
        ):
            at, steps = at - 1, steps + 1
            continue
        return ""
    return ""


def _same(one: Place, other: Place) -> bool:
    """Whether two figures can be values of one thing: the same unit, percent of GDP and percent alike."""
    mine, its = one.quantity.unit, other.quantity.unit
    if mine in (BASIS_POINTS, PERCENTAGE_POINTS):
        return False
    if (
        mine == COUNT
        and one.quantity.noun
        and other.quantity.noun
        and not _alike(one.quantity.noun, other.quantity.noun)
    ):
        return False
    if mine == its or (mine in _RATIOS and its in _RATIOS):
        return one.quantity.value is not None
    return False


def _alike(one: str, other: str) -> bool:
    return singular(one.split()[-1].lower()) == singular(other.split()[-1].lower())


def _parted(former: Place, place: Place) -> bool:
    words = place.sentence.lower[former.last : place.first]
    return ";" in words or "while" in words or "but" in words
