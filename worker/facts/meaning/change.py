"""Whether a figure is itself a change, and which way: "by 5%", "rose 5%", "a 5% rise", "5% more", ", down 5%"."""

from worker.domain.reading import BASIS_POINTS, COUNT, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, Kind
from worker.facts.grammar import Tag, Verb
from worker.facts.meaning.cues import FALL, FALL_NOUNS, INTRANSITIVE, RISE, RISE_NOUNS
from worker.facts.meaning.place import PARTICLES, Place
from worker.text.wordlists import listed

RATIOS = frozenset({PERCENT, PERCENT_OF_GDP})
POINTS = frozenset({PERCENTAGE_POINTS, BASIS_POINTS})
GOES = frozenset(
    {"go", "come", "move", "be", "edge", "tick", "creep", "finish", "close", "end", "open", "bring", "push"}
)
_SHARES = RATIOS | POINTS
_CHANGES = FALL_NOUNS | RISE_NOUNS
MORE = frozenset({"more", "higher", "bigger", "larger", "greater", "faster", "longer", "stronger", "dearer"})
LESS = frozenset({"less", "fewer", "lower", "smaller", "slower", "shorter", "cheaper", "weaker"})
_MOVING = {
    form + "ing": Kind.INCREASE if lemma in RISE else Kind.DECREASE
    for lemma in INTRANSITIVE
    for form in (lemma, lemma.removesuffix("e"), lemma + lemma[-1])
}
_SHEDS = listed("cut axe ax shed slash scrap eliminate withdraw pull reduce trim lay")
_LOST = listed("seat job post subscriber customer member user account")
"""What is fewer afterwards where it is lost; people who are lost are counted."""
QUOTED = listed("stand remain stay close trade start open begin end finish settle be")
COMPARED = MORE | LESS
"""Words behind a figure that make it a difference: "5% more"."""


def is_change(place: Place) -> bool:
    """Whether a figure is itself a change: "by 5%", "rose 5%", "a 5% rise", "5% more"."""
    return change_of(place, noun_after(place)) is not None


def change_of(place: Place, noun: str) -> Kind | None:
    """Whether the figure is itself the change, and which way: "by 5%", "rose 5%", "a 5% rise", "5% more"."""
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        return Kind.INCREASE if noun in RISE_NOUNS else Kind.DECREASE
    unit, verb = place.quantity.unit, place.ruling
    hedge = set(place.sentence.lower[place.before + 1 : place.first])
    if {"up", "down"} & hedge and place.word(place.first - 1) != "to" and not _acted(place):
        return Kind.INCREASE if "up" in hedge else Kind.DECREASE
    if unit in RATIOS:
        alone = _alone(place, verb)
        if alone is not None:
            return alone
    if noun and unit != COUNT:
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
        if behind in MORE or (behind == "up" and next_word in ("on", "from", "in")):
            return Kind.INCREASE
        if behind in LESS or (behind == "down" and next_word in ("on", "from", "in")):
            return Kind.DECREASE
    last_noun = place.noun(place.last - 1)
    if (
        place.quantity.unit == COUNT
        and last_noun in _CHANGES
        and last_noun not in ("pay", "raise", "loss", "saving", "discount", "slide")
    ):
        return Kind.DECREASE if last_noun in FALL_NOUNS else Kind.INCREASE
    ahead = place.word(place.before)
    if ahead in ("up", "down") and place.tag(place.before) is not Tag.PREP:
        return Kind.INCREASE if ahead == "up" else Kind.DECREASE
    if verb is None or verb.first > place.first:
        return None
    return _moved(place, verb, preposition)


def _alone(place: Place, verb: Verb | None) -> Kind | None:
    """What a word beside a percentage says of it, whatever noun follows: "rose 3%", "growing 2%", "3% more power"."""
    behind = place.word(place.last)
    if behind in COMPARED:
        return Kind.INCREASE if behind in MORE else Kind.DECREASE
    if place.word(place.before) in _MOVING and behind != "of":
        return _MOVING[place.word(place.before)]
    if verb is None or verb.first > place.first or verb.lemma not in INTRANSITIVE or not follows(place, verb.last):
        return None
    if verb.lemma in ("gain", "improve") and behind == "of":
        return None  # "gained 16 percent of the vote"
    return Kind.INCREASE if verb.lemma in RISE else Kind.DECREASE


def _acted(place: Place) -> bool:
    """Whether the word before the figure does something with "up" or "down": "put up 20,000", "made up 23%"."""
    return any(verb.last == place.before + 1 and verb.lemma not in GOES | QUOTED for verb in place.verbs())


def _moved(place: Place, verb: Verb, preposition: str) -> Kind | None:
    """What the verb says of the figure as its measure: "rose 5%", "cut taxes by 5%", "go up by two dollars"."""
    lemma, unit = verb.lemma, place.quantity.unit
    by = preposition == "by" and not (verb.passive and verb.agent is not None and verb.agent.first >= place.before)
    straight = follows(place, verb.last)
    target = verb.object
    if (
        not by
        and unit in _SHARES
        and target is not None
        and verb.last <= target.first
        and target.whole == place.before + 1
    ):
        by = True  # "reduce emissions 26 percent"
    if not by and not straight:
        return None
    if lemma in GOES:
        words = place.sentence.lower[verb.last : place.first]
        if words[-2:] == ["up", "to"]:
            return None  # "goes up to 21%": a level
        return Kind.INCREASE if "up" in words else Kind.DECREASE if "down" in words else None
    if by:
        return Kind.INCREASE if lemma in RISE else Kind.DECREASE if lemma in FALL else None
    if unit == COUNT:
        lost = lemma == "lose" and place.noun(place.last - 1) in _LOST
        off = lemma == "lie" and place.word(verb.last) == "off"  # "is expected to lay off thousands"
        return Kind.DECREASE if lemma in _SHEDS or lost or off else None
    behind = place.word(place.last)
    if unit in RATIOS and behind == "of" and lemma in ("gain", "win"):
        return None  # "gained 16 percent of the vote"
    if unit in _SHARES:
        return Kind.INCREASE if lemma in RISE else Kind.DECREASE if lemma in FALL else None
    if lemma == "add":
        return Kind.INCREASE if behind == "to" else None  # "adds 3 million for roads" spends it
    if lemma in RISE and lemma not in ("raise", "gain", "build", "expand", "double", "firm"):
        return Kind.INCREASE
    if lemma in FALL and lemma not in ("lose", "withdraw", "pull", "lay", "sink"):
        return Kind.DECREASE
    return Kind.DECREASE if lemma in ("eliminate", "wipe") else None


def follows(place: Place, behind: int) -> bool:
    """Whether the figure is the verb's object or measure: nothing but adverbs and round words between."""
    return all(
        place.tag(token) in (Tag.ADV, Tag.NOT) or place.word(token) in PARTICLES
        for token in range(behind, place.before + 1)
    )


def noun_after(place: Place) -> str:
    """The main noun that the figure modifies ("a 5% pay | rise", "400-percent | increase"), or ""."""
    head = place.modifies
    return "" if head is None else place.noun(head)
