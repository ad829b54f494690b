"""What sort of figure it is: a target, a change up or down, a level, an amount or a count."""

from worker.domain.reading import (
    COUNT,
    FACTOR,
    PERCENT_OF_GDP,
    Kind,
    Status,
)
from worker.facts.grammar import Form, Tag
from worker.facts.meaning.change import GOES, LESS, MORE, POINTS, QUOTED, RATIOS, change_of, follows, noun_after
from worker.facts.meaning.cues import (
    FALL,
    FALL_NOUNS,
    INTRANSITIVE,
    LEVEL_NOUNS,
    REACH,
    RISE,
    RISE_NOUNS,
    SPEND,
    TARGET_NOUNS,
    singular,
)
from worker.facts.meaning.place import TIMES, Place
from worker.facts.quantities.words import kind_of_measure
from worker.text.wordlists import listed

_TO_COME = frozenset({Status.DEMANDED, Status.PROPOSED, Status.PLANNED})
_OPEN = _TO_COME | {Status.AGREED}
_BOUNDS = frozenset({"to", "below", "above", "under", "towards", "toward", "near"})
# A bare percentage behind these is a rise, as in talks over pay: "nurses want 11%", "offered nine percent".
ASKED = listed("want ask offer table demand seek settle accept reject get receive win promise put")
_SHARES = listed("lead trail gap margin majority spread error advantage deficit premium ahead behind within edge")
_LEADS = listed("lead trail lag beat defeat win finish sit stand poll")
"""Verbs of a race: the points beside them part two and change nothing."""
_GROWN = {
    "doubled": Kind.INCREASE, "double": Kind.INCREASE, "doubling": Kind.INCREASE, "doubles": Kind.INCREASE,
    "halved": Kind.DECREASE, "halve": Kind.DECREASE, "halving": Kind.DECREASE, "halves": Kind.DECREASE,
}  # fmt: skip
_MOVES = listed(
    "ship export import seize confiscate intercept find sell buy purchase order remove dispose transport carry "
    "deliver send produce lose use burn consume give need spend release dump emit save store collect donate"
)
"""Verbs of which a mass or an energy is the amount: "seized 2 tonnes"; else it is how much something is."""
_STRIVES = listed("need work try seek aim want hope struggle strive race")
_MEASURES = {
    word: kind
    for word, kind in kind_of_measure().items()
    if kind != "print" and word not in ("hectare", "hectares", "ha", "acre", "acres")
} | dict.fromkeys(("horsepower", "hp"), "power")
_FAR = 14
"""Tokens between "reduce" and the "to" that says where to, at most."""
_NEEDS = listed("need require")
_GAINS = listed("win reach get secure collect raise clinch gather")


def kind_of(place: Place, status: Status, before: Kind | None = None) -> Kind:
    """The kind of the figure at a place, given how far it has come.

    before: the kind of the last figure of this unit near by, which a figure without words of its own goes on with; of
    the last figure of any unit, where this one says the same again (`restates`).
    """
    unit = place.quantity.unit
    if place.compares:
        return (
            Kind.DECREASE
            if place.word(place.last) in LESS
            else Kind.INCREASE
            if place.word(place.last) in MORE
            else Kind.LEVEL
        )
    if before is not None and restates(place) and (before is not Kind.COUNT or unit == COUNT):
        return before  # "2,000 job cuts, or 4% of its staff"
    noun = noun_after(place)
    change = change_of(place, noun)
    if unit == FACTOR:
        return _of_factor(place, change)
    if unit in POINTS:
        return change or _of_points(place, before)
    if change is not None:
        return change
    if (noun in TARGET_NOUNS and unit in RATIOS) or _needed(place, status):
        return Kind.TARGET
    if _reached(place):
        return Kind.TARGET if status in _TO_COME or (status is Status.AGREED and _ahead(place)) else _level(place)
    if _of_target(place):
        return Kind.TARGET
    if _goes_on(place) and before is not None and before is not Kind.COUNT:
        return before
    if unit in RATIOS:
        return _of_ratio(place, status)
    if unit == COUNT:
        measure = _measure(place)
        return _of_measure(place, measure) if measure else _of_count(place, status)
    return _of_money(place, noun)


def _of_points(place: Place, before: Kind | None) -> Kind:
    """Points change something unless they part two: which way stands somewhere in the sentence, or went before."""
    words = place.sentence.lower
    near = {singular(word) for word in words[max(0, place.first - 8) : place.last + 4]}
    if near & _SHARES or place.quantity.surface[0] in "+-\u2212" or place.word(place.first - 1) in ("+", "-"):
        return Kind.LEVEL
    if any(other.lemma in _LEADS and other.first < place.first for other in place.verbs()):
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
        and follows(place, verb.last)
    ):
        return True
    if place.sentence.lower[place.first - 2 : place.first] == ["up", "to"] and verb is not None:
        return verb.lemma in GOES | RISE and verb.lemma in INTRANSITIVE | GOES and follows(place, verb.last)
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
    if place.preposition != "to":
        return False
    if any(singular(word) in RISE_NOUNS | FALL_NOUNS or word in ("up", "down", "from") for word in words):
        return True
    # "reduce the price of power made by large plants | to 3 cents": a participle between takes nothing away
    return any(
        other.form is not Form.PARTICIPLE
        and (other.lemma in RISE or other.lemma in FALL)
        and 0 <= place.before - other.last < _FAR
        and other.first < place.before < max(other.clause[1], len(place.sentence.lower) * (other.clause == (0, 0)))
        for other in place.verbs()
    )


def _ahead(place: Place) -> bool:
    """Whether what was agreed lies ahead: "agreed to go to 5.4 percent", "an increase to 5% from April"."""
    verb = place.ruling
    return verb is None or verb.tense != "past" or verb.lemma in ("agree", "approve", "vote")


def _needed(place: Place, status: Status) -> bool:
    """Whether the figure is what it takes: "1,200 votes needed to win", "must win 53%", "needs 270 seats"."""
    if place.quantity.unit not in RATIOS | {COUNT} and status not in _TO_COME:
        return False
    if place.word(place.last) in ("needed", "required", "necessary") and place.tag(place.last) is not Tag.NOUN:
        return place.word(place.last + 1) in ("to", "for")
    verb = place.ruling
    if verb is None or verb.passive or not follows(place, max(verb.last, 0)) or verb.first > place.first:
        return False
    if verb.lemma in _NEEDS and place.quantity.unit == COUNT:
        return any(place.last <= other.first <= place.last + 1 and other.lemma in _GAINS for other in place.verbs())
    if verb.lemma not in _GAINS:
        return False
    if verb.modal in ("must", "have to", "need to"):
        return True
    return any(outer.lemma in _STRIVES for outer in place.chain()) and verb.form is Form.INFINITIVE


def restates(place: Place) -> bool:
    """Whether the figure says the one before again, in other terms: "fell 102 points, | or 0.4%"."""
    if place.word(place.before) != "or":
        return False
    at = place.before - 1 - (place.word(place.before - 1) in (",", "(", "-", "--"))
    number = any(char.isdigit() for char in place.word(at)) or place.tag(at) is Tag.NUM
    return number or place.word(at) in ("%", "percent", "point", "points") or place.tag(at) is Tag.NOUN


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
    if verb.passive or verb.first > place.first:
        return False
    return verb.lemma == "aim" or (verb.lemma == "target" and follows(place, verb.last))


def _goes_on(place: Place) -> bool:
    """Whether the figure only goes on with a list: "grow 1 percent this year and | 2 percent in 2026"."""
    now = place.word(place.first - 1) in ("now", "currently")
    return place.word(place.before) in ("and", "or", ",") and place.phrase_at(place.first) is not None and not now


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


def _measure(place: Place) -> str:
    """The sort of measure that is counted: `length`, `time`, `mass`, ...; "" of people and things."""
    if place.quantity.noun:
        words = place.quantity.noun.lower().split()
    else:
        words = place.sentence.lower[place.first : place.last]
    return next((_MEASURES[word] for word in words[:2] if word in _MEASURES), "") if words else ""


def _of_measure(place: Place, measure: str) -> Kind:
    """Lengths, times and weights say how much something is; a mass or an energy that is moved is an amount."""
    verb = place.ruling
    moved = measure in ("mass", "kitchen") and verb is not None and verb.lemma in _MOVES
    return Kind.AMOUNT if moved else Kind.LEVEL


def _of_count(place: Place, status: Status) -> Kind:
    words = place.sentence.lower[place.first : place.last + 1]
    if status is Status.DEMANDED and place.quantity.value is None and "more" in words:
        return Kind.INCREASE
    return Kind.COUNT


def _of_money(place: Place, noun: str) -> Kind:
    if noun in LEVEL_NOUNS - {"loss", "profit", "budget", "fee", "levy"} or _rated(place):
        return Kind.LEVEL
    preposition = place.preposition
    if (preposition == "of" and place.word(place.before - 1) == "worth") or place.word(place.last + 1) == "worth":
        return Kind.LEVEL  # "a net worth of 17 million"
    if preposition in ("of", "at"):
        phrase = place.phrase_before(place.before)
        if phrase is not None and place.head(phrase) in LEVEL_NOUNS - {"fee", "levy", "loss"}:
            return Kind.LEVEL
    verb = place.ruling
    if preposition == "worth" and verb is not None and verb.lemma == "be" and verb.last == place.before:
        return Kind.LEVEL
    if verb is not None and verb.first < place.first and follows(place, verb.last):
        subject = verb.subject
        if verb.lemma in ("hold", "stand", "total", "owe", "own") and not noun:
            return Kind.LEVEL
        if (verb.lemma in REACH or verb.lemma == "be") and subject is not None and place.head(subject) in LEVEL_NOUNS:
            return Kind.LEVEL
    if preposition == "at" and verb is not None and verb.lemma in QUOTED:
        return Kind.LEVEL
    return Kind.AMOUNT


def _rated(place: Place) -> bool:
    """Whether money is a price: "$55 per barrel", "2 euros a share"; what is paid a week or a year is an amount."""
    behind, unit = place.word(place.last), place.noun(place.last + 1)
    return (behind in ("a", "an", "per") and unit not in TIMES) or behind == "apiece" or "/" in place.quantity.surface


def _level(place: Place) -> Kind:
    return Kind.COUNT if place.quantity.unit == COUNT and not _measure(place) else Kind.LEVEL
