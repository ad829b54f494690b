"""What a figure is of, put into words: phrases as printed, short, without what says nothing."""

import re

from worker.domain.reading import PERCENT_OF_GDP
from worker.facts.grammar import Phrase, Tag
from worker.facts.meaning.cues import DEEDS, DIED, PEOPLE, QUOTED_MONEY
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.text.wordlists import listed

LONGEST = 10
"""Tokens of what a figure is of; a longer phrase is cut to what stands before its first "in" or "for"."""
UNITS = listed(
    "percent percentage cent pct point points dollar dollars euro euros pound pounds yen yuan rupee rupees crore "
    "lakh million billion trillion thousand hundred bn m tn basis"
)
GDP = frozenset({"gdp", "output", "income", "gni", "gnp", "economy"})
_DROPPED = listed("the a an its their his her our my your this that these those some any all no each every own total")
_EMPTY = listed(
    "it that this they which who we i you he she there them one ones figure number target level share rate "
    "percent cent pct % amount sum total more rest"
)


def trimmed(place: Place, first: int, last: int) -> str:
    """Tokens [first, last) as printed, without determiners in front and figures, cut where it grows long."""
    last = min(last, first + 3 * LONGEST)
    begin = first
    while first < last and (
        place.word(first) in _DROPPED
        or (place.word(first) == "of" and first > begin)  # "some | of the shares"
        or place.tag(first) in (Tag.DET, Tag.NUM, Tag.ADV)
        or place.word(first) in UNITS
        or place.tag(first) is Tag.SIGN
    ):
        first += 1
    for token in range(first + 1, last):
        if place.word(token) in UNITS or place.word(token) == "%":  # "of voters | to her rival's 20 percent"
            last = next((at for at in range(token, first, -1) if place.tag(at) in (Tag.PREP, Tag.TO)), last)
            break
    if last - first > LONGEST:
        for token in range(first + 1, last):
            if place.tag(token) in (Tag.PREP, Tag.TO, Tag.WH, Tag.SIGN) and place.word(token) != "of":
                last = token
                break
    last = min(last, first + LONGEST)
    while last > first and place.tag(last - 1) in (Tag.PREP, Tag.TO, Tag.CONJ, Tag.SIGN, Tag.POSS, Tag.DET, Tag.WH):
        last -= 1
    if place.word(first) == "aged":
        return ""  # "adults | aged 26"
    if last - first == 1 and place.word(first) in _EMPTY - {"rate", "share"}:
        return ""
    return place.text(first, last)


def base_of(about: str) -> str:
    """What a figure was of, without what was said of it: "voters who stayed at home", "people killed in a fire"."""
    return _SAID_OF.split(about, maxsplit=1)[0]


_PARTICIPLES = frozenset({**DEEDS, **DIED}.values()) - {""}
_SAID_OF = re.compile(rf" (?:who|which|in|at|from|on|to be|{'|'.join(sorted(_PARTICIPLES))})\b")
_PERSONAL = re.compile(r"[a-z]{3,}(?:ers|ors|ists|ians|icans|eans|ents|ants|ees|ats|ives|men|women)$")
_NOT_PERSONAL = listed(
    "numbers orders offers papers computers centers centres rivers powers quarters percents payments"
)


def are_people(noun: str) -> bool:
    """Whether a plural noun means people, by a list or by its ending: "voters", "Americans", "graduates"."""
    noun = noun.lower()
    return noun in PEOPLE or (_PERSONAL.fullmatch(noun) is not None and noun not in _NOT_PERSONAL)


_STOPS = frozenset({Tag.SUB, Tag.CONJ})
_LOOSE = frozenset(
    {Tag.PREP, Tag.TO, Tag.CONJ, Tag.SIGN, Tag.POSS, Tag.DET, Tag.WH, Tag.SUB, Tag.MODAL, Tag.ADV, Tag.BE}
)


def predicate(place: Place, first: int, last: int, most: int) -> str:
    """What is said from a token on, in so many words at most: up to a comma or "while", and nothing left hanging."""
    last = min(last, len(place.sentence.words), first + 4 * LONGEST)  # marks are no words: a bound for any text
    end, words = first, 0
    while end < last and words < most:
        short = place.word(end) == "." and place.word(end - 1) in _TITLES
        if place.tag(end) is Tag.SIGN and place.word(end) not in _INSIDE and not short:
            break
        if end > first and place.tag(end) in _STOPS and place.word(end) not in ("that", "or"):
            break
        if place.word(end) == "compared":
            break
        words += place.tag(end) is not Tag.SIGN
        end += 1
    while end > first + 1 and (place.tag(end - 1) in _LOOSE or place.word(end - 1) in _TITLES):
        end -= 1
    return " ".join(_MARKS.sub(" ", place.text(first, end)).split())


_TITLES = listed("mr mrs ms dr sen gov rep st sir lt gen col prof rev")
_INSIDE = frozenset({"$", "%", "-", '"', "'", "''", "\u201c", "\u201d", "\u2018", "\u2019"})
_MARKS = re.compile("[\"\u201c\u201d]|(?<!\\w)['\u2018]|['\u2019](?!\\w)")


def outward(place: Place, phrase: Phrase, words: frozenset[str]) -> int:
    """Where the phrase begins on which another hangs by "of": "| margin of error"."""
    first = phrase.first
    for _ in range(3):
        outer = place.phrase_at(first - 2) if place.word(first - 1) in words else None
        if outer is None or outer.last != first - 1 or place.tag(outer.head) not in NOUNS:
            break
        first = outer.first
    return first


def phrase_text(place: Place, phrase: Phrase | None, *, whole: bool = True) -> str:
    """A phrase, with what hangs on it where whole; "" of none, and of the one that the figure itself stands in."""
    if phrase is None or (place.first >= phrase.first and place.first < phrase.last):
        return ""
    last = phrase.whole if whole and not phrase.first <= place.first < phrase.whole else phrase.last
    found = trimmed(place, phrase.first, with_pair(place, phrase, last))
    if not found and place.word(phrase.head) in QUOTED_MONEY and Tag.NUM not in place.grid.tags[phrase.first : last]:
        return place.word(phrase.head)  # "the euro | rose"
    return found


def with_pair(place: Place, phrase: Phrase, last: int) -> int:
    """The end of a phrase, with the one that "and" ties to it: "air | and missile defence"."""
    if place.word(last) in ("and", "or", "&"):
        beside = place.phrase_at(last + 1)
        if (
            beside is not None
            and beside.first == last + 1
            and place.tag(beside.head) is place.tag(phrase.head)
            and place.tag(beside.first) is not Tag.NUM
        ):
            behind = place.tag(beside.last)
            if behind not in (Tag.VERB, Tag.PAST, Tag.BE, Tag.HAVE, Tag.MODAL):
                return beside.last
    return last


def behind(place: Place, token: int, words: frozenset[str]) -> str:
    """The phrase behind a preposition at a token: "| of the cost of a plant"; a closing quote may come before."""
    phrase = phrase_behind(place, token, words)
    return "" if phrase is None else phrase_text(place, phrase)


def phrase_behind(place: Place, token: int, words: frozenset[str]) -> Phrase | None:
    """The same as a phrase; None where it is a time, or the GDP that a share is printed of."""
    if place.word(token) in ('"', "'"):
        token += 1
    if place.word(token) not in words:
        return None
    phrase = place.phrase_from(token + 1)
    if phrase is None or place.head(phrase) in TIMES:
        return None
    of_states = GDP if place.quantity.unit == PERCENT_OF_GDP else GDP - {"output", "economy"}
    return None if place.head(phrase) in of_states else phrase


def without_owner(what: str) -> str:
    """ "the alliance's air defences" without whose they are: that is the actor's."""
    for mark in ("'s ", "\u2019s ", "s' ", "s\u2019 "):
        owner, found, rest = what.partition(mark)
        if found and rest and len(owner.split()) <= 3:
            return rest
    return what
