"""What sort of figure it is: a target, a change up or down, a level, an amount or a count."""

from worker.domain.reading import (
    BASIS_POINTS,
    COUNT,
    FACTOR,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Kind,
    Status,
)
from worker.facts.grammar import Tag, Verb
from worker.facts.meaning.cues import (
    FALL,
    FALL_NOUNS,
    LEVEL_NOUNS,
    REACH,
    RISE,
    RISE_NOUNS,
    SPEND,
    TARGET_NOUNS,
    listed,
    singular,
)
from worker.facts.meaning.place import PARTICLES, Place
from worker.facts.quantities.words import kinds

_TO_COME = frozenset({Status.DEMANDED, Status.PROPOSED, Status.PLANNED})
_OPEN = _TO_COME | {Status.AGREED}
_RATIOS = frozenset({PERCENT, PERCENT_OF_GDP})
_POINTS = frozenset({PERCENTAGE_POINTS, BASIS_POINTS})
_EXTENTS = kinds()["time"] | kinds()["length"] | {"horsepower", "hp"}
_MORE = frozenset({"more", "higher", "bigger", "larger", "greater", "faster", "longer", "stronger", "dearer"})
_LESS = frozenset({"less", "fewer", "lower", "smaller", "slower", "shorter", "cheaper", "weaker"})
_GOES = frozenset(
    {"go", "come", "move", "be", "edge", "tick", "creep", "finish", "close", "end", "open", "bring", "push"}
)
_BOUNDS = frozenset({"to", "below", "above", "under", "towards", "toward", "near"})
# A bare percentage behind these is a rise, as in talks over pay: "nurses want 11%", "offered nine percent".
ASKED = listed("want ask offer table demand seek settle accept reject get receive win promise put")
_SHARES = frozenset(
    {"lead", "trail", "gap", "margin", "majority", "spread", "error", "advantage", "deficit", "premium"}
)
_GROWN = {
    "doubled": Kind.INCREASE, "double": Kind.INCREASE, "doubling": Kind.INCREASE, "doubles": Kind.INCREASE,
    "halved": Kind.DECREASE, "halve": Kind.DECREASE, "halving": Kind.DECREASE, "halves": Kind.DECREASE,
}  # fmt: skip
_SHEDS = frozenset(
    {"cut", "axe", "ax", "shed", "slash", "scrap", "eliminate", "withdraw", "pull", "reduce", "trim", "lay"}
)


def kind_of(place: Place, status: Status, before: Kind | None = None) -> Kind:
    """The kind of the figure at a place, given how far it has come.

    before: the kind of the last figure of this unit near by, which a figure without words of its own goes on with.
    """
    unit = place.quantity.unit
    if place.compares:
        return (
            Kind.DECREASE
            if place.word(place.last) in _LESS
            else Kind.INCREASE
            if place.word(place.last) in _MORE
            else Kind.LEVEL
        )
    noun = _noun_after(place)
    change = _change(place, noun)
    if unit == FACTOR:
        return _of_factor(place, change)
    if unit in _POINTS:
        return change or _of_points(place, before)
    if change is not None:
        return change
    if noun in TARGET_NOUNS and unit in _RATIOS:
        return Kind.TARGET
    if _reached(place):
        return Kind.TARGET if status in _TO_COME or (status is Status.AGREED and _ahead(place)) else _level(unit)
    if _of_target(place):
        return Kind.TARGET
    if _goes_on(place) and before is not None and before is not Kind.COUNT:
        return before
    if unit in _RATIOS:
        return _of_ratio(place, status)
    if unit == COUNT and place.quantity.noun.rpartition(" ")[2].lower() in _EXTENTS:
        return Kind.LEVEL  # how long, how far: 25 years, 400 miles
    if unit == COUNT:
        return _of_count(place, status)
    return _of_money(place, noun)


COMPARED = _MORE | _LESS
"""Words behind a figure that make it a difference: "5% more"."""


def is_change(place: Place) -> bool:
    """Whether a figure is itself a change: "by 5%", "rose 5%", "a 5% rise", "5% more"."""
    return _change(place, _noun_after(place)) is not None


def _change(place: Place, noun: str) -> Kind | None:
    """Whether the figure is itself the change, and which way: "by 5%", "rose 5%", "a 5% rise", "5% more"."""
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        return Kind.INCREASE if noun in RISE_NOUNS else Kind.DECREASE
    if noun and place.quantity.unit != COUNT:
        if noun in ("raise", "discount"):
            return Kind.INCREASE if noun == "raise" else Kind.DECREASE
        return None  # it measures what the noun names: "struck down a 1.5 percent levy"
    preposition = place.preposition
    governor = place.noun(place.before - 1) if preposition == "of" else ""
    phrase = place.phrase_before(place.before) if preposition == "of" else None
    for word in (governor, place.head(phrase) if phrase is not None else ""):
        if word in RISE_NOUNS or word in FALL_NOUNS:
            return Kind.INCREASE if word in RISE_NOUNS else Kind.DECREASE
    behind, next_word = place.word(place.last), place.word(place.last + 1)
    if place.quantity.unit != COUNT:
        if behind in _MORE or (behind == "up" and next_word in ("on", "from", "in")):
            return Kind.INCREASE
        if behind in _LESS or (behind == "down" and next_word in ("on", "from", "in")):
            return Kind.DECREASE
    last_noun = place.noun(place.last - 1)
    if (
        place.quantity.unit == COUNT
        and last_noun in FALL_NOUNS | RISE_NOUNS
        and last_noun not in ("pay", "raise", "loss", "saving", "discount", "slide")
    ):
        return Kind.DECREASE if last_noun in FALL_NOUNS else Kind.INCREASE
    ahead = place.word(place.before)
    if ahead in ("up", "down") and place.tag(place.before) is not Tag.PREP:
        return Kind.INCREASE if ahead == "up" else Kind.DECREASE
    verb = place.ruling
    if verb is None or verb.first > place.first:
        return None
    return _moved(place, verb, preposition)


def _moved(place: Place, verb: Verb, preposition: str) -> Kind | None:
    """What the verb says of the figure as its measure: "rose 5%", "cut taxes by 5%", "go up by two dollars"."""
    lemma, unit = verb.lemma, place.quantity.unit
    by = preposition == "by" and not (verb.passive and verb.agent is not None and verb.agent.first >= place.before)
    straight = _straight(place, verb.last)
    target = verb.object
    if (
        not by
        and unit in _RATIOS | _POINTS
        and target is not None
        and verb.last <= target.first
        and target.whole == place.before + 1
    ):
        by = True  # "reduce emissions 26 percent"
    if not by and not straight:
        return None
    if lemma in _GOES:
        words = place.sentence.lower[verb.last : place.first]
        return Kind.INCREASE if "up" in words else Kind.DECREASE if "down" in words else None
    if by:
        return Kind.INCREASE if lemma in RISE else Kind.DECREASE if lemma in FALL else None
    if unit == COUNT:
        return Kind.DECREASE if lemma in _SHEDS else None
    if lemma in RISE and (
        unit in _RATIOS | _POINTS or lemma not in ("raise", "gain", "build", "expand", "double", "firm")
    ):
        return Kind.INCREASE
    if lemma in FALL and (unit in _RATIOS | _POINTS or lemma not in ("lose", "shed", "withdraw", "pull", "lay")):
        return Kind.DECREASE
    return None


def _straight(place: Place, behind: int) -> bool:
    """Whether the figure is the verb's object or measure: nothing but adverbs and round words between."""
    return all(
        place.tag(token) in (Tag.ADV, Tag.NOT) or place.word(token) in PARTICLES
        for token in range(behind, place.before + 1)
    )


def _of_points(place: Place, before: Kind | None) -> Kind:
    """Points change something unless they part two: which way stands somewhere in the sentence, or went before."""
    words = place.sentence.lower
    verb = place.ruling
    if verb is not None and verb.lemma in ("lead", "trail", "win", "be ahead"):
        return Kind.LEVEL
    near = {singular(word) for word in words[max(0, place.first - 8) : place.last + 3]}
    if near & _SHARES:
        return Kind.LEVEL
    best: Kind | None = None
    for other in place.verbs():
        if other.lemma in RISE or other.lemma in FALL:
            best = Kind.INCREASE if other.lemma in RISE else Kind.DECREASE
            if other.last > place.first:
                break
    if best is None:
        for word in words[max(0, place.first - 60) : place.last + 60]:
            noun = singular(word)
            if noun in RISE_NOUNS or noun in FALL_NOUNS:
                best = Kind.INCREASE if noun in RISE_NOUNS else Kind.DECREASE
    return best or (before if before in (Kind.INCREASE, Kind.DECREASE) else None) or Kind.INCREASE


def _of_factor(place: Place, change: Kind | None) -> Kind:
    word = place.word(place.first)
    if word == "a":
        word = place.word(place.first + 1)
    if word in _GROWN and place.tag(place.first) is not Tag.ADJ:
        return _GROWN[word]
    if change is not None:
        return change
    if word.endswith(("fold", "pled", "bled", "pling", "ples")):
        return Kind.INCREASE
    verb = place.ruling
    if verb is not None and (verb.lemma in RISE or verb.lemma in FALL or verb.lemma in _GROWN):
        return Kind.INCREASE if verb.lemma in RISE else Kind.DECREASE
    return Kind.LEVEL


def _reached(place: Place) -> bool:
    """Whether the figure is where a change ends: "raise X to 5%", "an increase to 5%", "is to reach 4,800"."""
    verb = place.ruling
    if (
        verb is not None
        and verb.first < place.first
        and verb.lemma in ("reach", "hit", "achieve", "attain", "exceed", "top", "surpass")
        and _straight(place, verb.last)
    ):
        return True
    if place.preposition not in _BOUNDS:
        return False
    words = place.sentence.lower[max(0, place.before - 14) : place.before]
    if (
        verb is not None
        and verb.first <= place.before
        and (
            verb.lemma in RISE
            or verb.lemma in FALL
            or verb.lemma in {"go", "bring", "move", "take", "get", "return", "come", "keep", "hold", "push", "set"}
        )
    ):
        return True
    return place.preposition == "to" and any(
        singular(word) in RISE_NOUNS | FALL_NOUNS or word in ("up", "down", "from") for word in words
    )


def _ahead(place: Place) -> bool:
    """Whether what was agreed lies ahead: "agreed to go to 5.4 percent", "an increase to 5% from April"."""
    verb = place.ruling
    return verb is None or verb.tense != "past" or verb.lemma in ("agree", "approve", "vote")


def _of_target(place: Place) -> bool:
    """Whether the figure is said to be a target: "a target of 2%", "the target is 2%", "the target range of"."""
    if place.preposition in ("of", "at", "to"):
        phrase = place.phrase_before(place.before)
        if phrase is not None and any(
            place.noun(token) in ("target", "goal", "aim", "guideline", "benchmark", "objective")
            for token in range(phrase.first, phrase.last)
        ):
            return True
    verb = place.ruling
    if verb is None:
        return False
    subject = verb.subject
    if (
        subject is not None
        and verb.lemma in ("be", "remain", "stand")
        and place.head(subject) in ("target", "goal", "aim", "objective")
    ):
        return True
    return verb.lemma in ("target", "aim") and verb.first < place.first


def _goes_on(place: Place) -> bool:
    """Whether the figure only goes on with a list: "grow 1 percent this year and | 2 percent in 2026"."""
    return place.word(place.before) in ("and", "or", ",") and place.phrase_at(place.first) is not None


def _of_ratio(place: Place, status: Status) -> Kind:
    verb = place.ruling
    if (
        verb is not None
        and verb.subject is not None
        and verb.lemma in ("be", "forecast", "expect", "see", "project", "estimate", "average", "stand", "come")
    ):
        head = place.head(verb.subject)
        if head in RISE_NOUNS and head not in ("share", "pay"):
            return Kind.INCREASE
    if status in _OPEN and place.quantity.unit == PERCENT_OF_GDP:
        return Kind.TARGET
    if status in _TO_COME:
        for outer in place.chain():
            if outer.lemma in SPEND | REACH or outer.lemma in (
                "meet",
                "achieve",
                "cover",
                "devote",
                "go",
                "supply",
                "be",
            ):
                return Kind.TARGET
            if outer.lemma in ASKED:
                return Kind.INCREASE if place.word(place.last) != "of" else Kind.TARGET
    if (
        verb is not None
        and verb.lemma in ASKED
        and verb.first < place.first
        and place.word(place.last) != "of"
        and status in _OPEN
    ):
        return Kind.INCREASE
    return Kind.LEVEL


def _of_count(place: Place, status: Status) -> Kind:
    words = place.sentence.lower[place.first : place.last + 1]
    if status is Status.DEMANDED and place.quantity.value is None and "more" in words:
        return Kind.INCREASE
    return Kind.COUNT


def _of_money(place: Place, noun: str) -> Kind:
    if noun in LEVEL_NOUNS - {"loss", "profit", "budget", "fee", "levy"}:
        return Kind.LEVEL
    preposition = place.preposition
    if preposition in ("of", "at"):
        phrase = place.phrase_before(place.before)
        if phrase is not None and place.head(phrase) in LEVEL_NOUNS - {"fee", "levy", "loss"}:
            return Kind.LEVEL
    verb = place.ruling
    if verb is not None and verb.first < place.first and _straight(place, verb.last):
        subject = verb.subject
        if verb.lemma in ("hold", "stand", "total", "owe"):
            return Kind.LEVEL
        if (verb.lemma in REACH or verb.lemma == "be") and subject is not None and place.head(subject) in LEVEL_NOUNS:
            return Kind.LEVEL
    if preposition == "at" and verb is not None and verb.lemma in ("stand", "remain", "stay", "close", "trade"):
        return Kind.LEVEL
    return Kind.AMOUNT


def _level(unit: str) -> Kind:
    return Kind.COUNT if unit == COUNT else Kind.LEVEL


def _noun_after(place: Place) -> str:
    """The main noun that the figure modifies ("a 5% pay | rise", "400-percent | increase"), or ""."""
    head = place.modifies
    return "" if head is None else place.noun(head)
