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
from worker.facts.grammar import Tag
from worker.facts.meaning.cues import (
    FALL,
    FALL_NOUNS,
    HAVE,
    LEVEL_NOUNS,
    REACH,
    RISE,
    RISE_NOUNS,
    SPEND,
    TARGET_NOUNS,
    singular,
)
from worker.facts.meaning.place import NOUNS, Place

_OPEN = frozenset({Status.DEMANDED, Status.PROPOSED, Status.PLANNED, Status.AGREED})
_RATIOS = frozenset({PERCENT, PERCENT_OF_GDP})
_UP = frozenset(
    {"up", "more", "higher", "bigger", "larger", "greater", "faster", "above", "ahead", "extra", "further"}
)
_DOWN = frozenset({"down", "less", "fewer", "lower", "smaller", "slower", "below", "off", "short", "cheaper"})
_GROWN = {
    "doubled": Kind.INCREASE, "double": Kind.INCREASE, "doubling": Kind.INCREASE, "doubles": Kind.INCREASE,
    "halved": Kind.DECREASE, "halve": Kind.DECREASE, "halving": Kind.DECREASE, "halves": Kind.DECREASE,
}  # fmt: skip
_STANDING = HAVE | REACH | {"be", "stand", "total", "owe"}
_PARTS = frozenset({"half", "third", "quarter", "fifth", "tenth", "two-thirds"})


def kind_of(place: Place, status: Status) -> Kind:
    """The kind of the figure at a place, given how far it has come."""
    unit = place.quantity.unit
    change = _change(place)
    if unit == FACTOR:
        return _of_factor(place, change)
    if unit in (PERCENTAGE_POINTS, BASIS_POINTS):
        return change or Kind.INCREASE
    noun = _noun_after(place)
    if change is None and noun in TARGET_NOUNS and unit in _RATIOS:
        return Kind.TARGET
    if change is not None:
        return change
    if _reached(place):
        return (
            Kind.TARGET
            if status in _OPEN - {Status.AGREED} or (status is Status.AGREED and _to_go(place))
            else _level(unit)
        )
    if _of_target(place):
        return Kind.TARGET
    if unit in _RATIOS:
        return _of_ratio(place, status)
    if unit == COUNT:
        return _of_count(place, status)
    return _of_money(place, noun)


def _change(place: Place) -> Kind | None:
    """Whether the figure is itself the change, and which way: "by 5%", "rose 5%", "a 5% rise", "5% more"."""
    noun = _noun_after(place)
    if noun in RISE_NOUNS:
        return Kind.INCREASE
    if noun in FALL_NOUNS:
        return Kind.DECREASE
    preposition = place.preposition
    governor = place.noun(place.before - 1) if preposition in ("of", "by") else ""
    if governor in RISE_NOUNS and preposition == "of":
        return Kind.INCREASE
    if governor in FALL_NOUNS and preposition == "of":
        return Kind.DECREASE
    behind = place.word(place.last)
    if place.quantity.unit != COUNT or behind in ("up", "down", "higher", "lower"):
        if behind in _UP - {"up", "ahead", "above", "further", "extra"} or (
            behind == "up" and place.word(place.last + 1) in ("on", "from", "in")
        ):
            return Kind.INCREASE
        if behind in _DOWN - {"off", "short", "below", "down"} or (
            behind == "down" and place.word(place.last + 1) in ("on", "from", "in")
        ):
            return Kind.DECREASE
    ahead = place.word(place.before)
    if ahead in ("up", "down") and place.tag(place.before - 1) not in (Tag.VERB,):
        return Kind.INCREASE if ahead == "up" else Kind.DECREASE
    verb = place.ruling
    if verb is None or verb.first > place.first:
        return None
    if preposition == "by" and verb.agent is None or _straight(place, verb.last):
        lemma = verb.lemma
        if preposition == "by" or _measures_change(place):
            if (
                lemma in RISE
                and lemma not in ("raise", "add", "expand", "build", "gain")
                or (lemma in RISE and preposition == "by")
            ):
                return Kind.INCREASE
            if lemma in FALL and (
                lemma not in ("lose", "shed", "withdraw", "pull", "lay")
                or preposition == "by"
                or place.quantity.unit in _RATIOS
            ):
                return Kind.DECREASE
        if (
            lemma in ("cut", "axe", "ax", "shed", "slash", "scrap", "eliminate", "withdraw", "pull", "lose", "lay")
            and place.quantity.unit == COUNT
            and lemma != "lose"
        ):
            return Kind.DECREASE
        if lemma in ("add", "gain") and place.quantity.unit in _RATIOS | {COUNT} and lemma == "gain":
            return Kind.INCREASE
    return None


def _straight(place: Place, behind: int) -> bool:
    """Whether the figure is the verb's object or measure: nothing but adverbs and round words between."""
    return all(place.tag(token) in (Tag.ADV, Tag.NOT) for token in range(behind, place.before + 1))


def _measures_change(place: Place) -> bool:
    """Whether a figure right behind "rose", "cut" measures the change: a percentage, money, points; not what is cut."""
    return place.quantity.unit != COUNT


def _of_factor(place: Place, change: Kind | None) -> Kind:
    word = place.word(place.first)
    if word in _GROWN:
        return _GROWN[word]
    if change is not None:
        return change
    if word.endswith(("fold", "pled", "ple", "bled")) and word not in ("double", "triple"):
        return Kind.INCREASE
    for verb in place.chain():
        if verb.lemma in RISE:
            return Kind.INCREASE
        if verb.lemma in FALL:
            return Kind.DECREASE
    if _noun_after(place) in RISE_NOUNS:
        return Kind.INCREASE
    return Kind.LEVEL


def _reached(place: Place) -> bool:
    """Whether the figure is where a change ends: "raise X to 5%", "an increase to 5%", "rose to"."""
    if place.preposition != "to":
        return False
    verb = place.ruling
    changes = (
        verb is not None
        and verb.first <= place.before
        and verb.lemma in RISE | FALL | {"go", "bring", "move", "take", "get", "return", "come", "be"}
    )
    words = place.sentence.lower[max(0, place.before - 12) : place.before]
    return changes or any(
        singular(word) in RISE_NOUNS | FALL_NOUNS or word in ("up", "down", "from") for word in words
    )


def _to_go(place: Place) -> bool:
    """Whether what was agreed lies ahead: "agreed to go to 5.4 percent", "an increase to 5% from April"."""
    verb = place.ruling
    return verb is not None and (verb.tense != "past" or verb.lemma in ("agree", "approve", "vote"))


def _of_target(place: Place) -> bool:
    """Whether the figure is said to be a target: "a target of 2%", "the target is 2%", "a goal to reach"."""
    if place.preposition in ("of", "at", "to") and place.noun(place.before - 1) in TARGET_NOUNS - {
        "cap",
        "limit",
        "ceiling",
        "floor",
        "minimum",
        "pledge",
    }:
        return True
    verb = place.ruling
    if verb is None:
        return False
    subject = verb.subject
    if (
        subject is not None
        and verb.lemma in ("be", "remain")
        and place.head(subject) in ("target", "goal", "aim", "benchmark", "objective")
    ):
        return True
    return verb.lemma in ("target", "aim") and verb.first < place.first


def _of_ratio(place: Place, status: Status) -> Kind:
    verb = place.ruling
    if status in _OPEN:
        for verb in place.chain():
            if verb.lemma in SPEND | REACH | {
                "meet",
                "achieve",
                "spend",
                "allocate",
                "cover",
                "reach",
                "hit",
                "devote",
                "go",
            }:
                return Kind.TARGET
        if status is Status.DEMANDED or place.quantity.unit == PERCENT_OF_GDP:
            return Kind.TARGET
    word = place.word(place.last)
    if word == "of" and place.noun(place.last + 1 + (place.tag(place.last + 1) is Tag.DET)) in (
        "people",
        "voter",
        "member",
        "respondent",
    ):
        return Kind.LEVEL
    return Kind.LEVEL


def _of_count(place: Place, status: Status) -> Kind:
    verb = place.ruling
    if (
        verb is not None
        and place.word(place.last - 1) == "more"
        and status is Status.DEMANDED
        and place.quantity.value is None
    ):
        return Kind.INCREASE
    return Kind.COUNT


def _of_money(place: Place, noun: str) -> Kind:
    if noun in LEVEL_NOUNS - {"loss", "profit"}:
        return Kind.LEVEL
    preposition = place.preposition
    if preposition in ("of", "at"):
        governor = place.noun(place.before - 1)
        if governor in LEVEL_NOUNS - {"fee", "levy", "loss", "budget", "fare"}:
            return Kind.LEVEL
    verb = place.ruling
    if verb is not None and verb.first < place.first and _straight(place, verb.last):
        subject = verb.subject
        if verb.lemma in ("hold", "stand", "total", "owe", "have") or (
            verb.lemma in _STANDING and subject is not None and place.head(subject) in LEVEL_NOUNS
        ):
            return Kind.LEVEL
    if preposition == "at" and verb is not None and verb.lemma in ("stand", "remain", "stay", "close", "trade"):
        return Kind.LEVEL
    return Kind.AMOUNT


def _level(unit: str) -> Kind:
    return Kind.COUNT if unit == COUNT else Kind.LEVEL


def _noun_after(place: Place) -> str:
    """The main noun that the figure modifies ("a 5% pay | rise", "400-percent | increase"), or ""."""
    at = place.last
    phrase = place.phrase_at(place.first)
    if phrase is None:
        return ""
    if phrase.last > at and phrase.head >= at and place.tag(phrase.head) in NOUNS:
        return place.head(phrase)
    return ""
