"""Counts: which of them are figures, and what a number without a unit means."""

import re
from collections.abc import Sequence

from worker.domain.reading import COUNT, FACTOR, Quantity
from worker.facts.document import Sentence
from worker.facts.quantities.nouns import Counted
from worker.facts.quantities.numerals import Number
from worker.facts.quantities.words import kinds
from worker.text.wordlists import listed

_SPORT = kinds()["sport"]
_TALK = kinds()["talk"]
_PEOPLE = kinds()["humans"]
_PARTIES = kinds()["parties"]
_DEFINITE = listed("the these those his her its their our my your both whose other all")
_AMONG = listed("first last past next previous only remaining all")
_THE = frozenset({"the", "these", "those"})
_MARKS = "\"'(["
_RANKS = listed("top number no no.")
_TOLD_BY = _THE | {"first", "only", "all"}
_SMALL = 12
"""Up to here "the five ministers" refers back to them; beyond, "the 230 seats" counts."""

_SOURCES = re.compile(
    r" (?:familiar|briefed|with (?:direct )?knowledge|close to|aware|who (?:have|had|spoke|were briefed|asked))"
)


def sources(text: str, number: Number, noun: Counted) -> bool:
    """Whether what is counted are the unnamed people a report stands on ("two people familiar with the matter")."""
    named = noun.head in {"people", "sources", "officials", "persons", "executives", "diplomats", "aides"}
    return named and (number.value or 99) <= _SMALL and _SOURCES.match(text, noun.end) is not None


def may_count(before: Sequence[str], number: Number, noun: Counted | None) -> bool:
    """Whether a number with a plural noun is a figure of its own. In: the words before it, the number, its noun."""
    if number.value is not None and number.value < 2 and number.value != 0:
        return False
    word = before[-1].lower().lstrip(_MARKS) if before else ""
    if word in _RANKS or (word == "of" and len(before) > 1 and before[-2].lower() == "basket"):
        return False
    if number.value is not None and number.value <= _SMALL and number.scale == 1:
        if noun is not None and (noun.head in _SPORT or noun.head in _TALK):
            return False
        second = before[-2].lower() if len(before) > 1 else ""
        known = word in _DEFINITE or (word in {"than", "all", "of"} and second in _DEFINITE)
        if known or (word in _AMONG and second in _THE):
            return noun is not None and _told(number, noun, word, second)
    if noun is not None and noun.head == "times" and number.value is None:
        return False
    return number.value != 0


def _told(number: Number, noun: Counted, word: str, second: str) -> bool:
    """Whether a small number behind "the", "these", "her" is told, and does not only refer back: the two victims, her
    three daughters, these 2 states, the five companies, from three up; but not the two leaders, their three
    countries, the other two, the last three years.
    """
    if word in {"these", "those"} and number.digits:
        return True
    if word in {"last", "next", "past", "previous"} or "other" in {word, second}:
        return False
    sides = noun.head in _PARTIES
    if number.value is not None and number.value > 2 and (word in _TOLD_BY or not sides):
        return True
    return noun.head in _PEOPLE and not sides


def _one(text: str, noun: Counted, word: str, found: Sequence[Quantity], sentence: Sentence) -> bool:
    """Whether "one" counts: one soldier, where people come to harm; one woman among the 300; one count of theft."""
    if noun.head == "count":
        return text.startswith(" of ", noun.end)
    if word in {"including", "and"} and found and found[-1].unit == COUNT and found[-1].start >= sentence.start:
        return True
    return _CASUALTY_STEMS.search(text, sentence.start, sentence.end) is not None


CHILDREN = re.compile(r"(?:(?:grand)?(?:mother|father|parent)|mum|mom|dad)-of-([a-z]+|\d{1,2})\Z")
"""A mother-of-10; the group is how many children she has."""

_HARMED = re.compile(
    r" (?:(?:were|was|are|have been|had been|been|got|being) )?(?:also )?(?:killed|dead|died|injured|wounded|hurt|"
    r"missing|arrested|detained|hospitali[sz]ed|trapped|kidnapped|shot|stabbed|burned)(?![^\W_])"
)


def few_count(text: str, noun: Counted) -> bool:
    """Whether "several" or "a few" of something is a figure: of people who come to harm."""
    return noun.head in _PEOPLE and _HARMED.match(text, noun.end) is not None


_HAPPENS = re.compile(
    r" (?:people )?(?:were|was|died|injured|killed|wounded|dead|missing|hurt|others?(?! hand)|more(?! (?:than|or))|"
    r"of (?:them|whom|those|which|us|these)|are(?! a)|have(?! been)|had|remain(?:ed)?|would (?:go|be|come)|"
    r"will (?:go|be|come)|short of|in (?:all|total)(?= ?[-,.;:)]|\Z| (?:are|were|have|had|will)))(?![^\W_])"
)
_NOT_MORE = listed("only just least another fully barely")
_DID = re.compile(r" (?:[a-z]{3,12}ed|voted|fled|came|went|chose|won|left|took|saw|paid|met|ran|fell|rose|drew) "
                  r"(?:(?:to|in|on|for|against|at|from|by|with|the|a|an|their|his|her|its)(?![^\W_]))")  # fmt: skip
"""What a few did, right behind their number: "only two committed to it", "another three fled the scene"."""
_CASUALTIES = listed(
    "killed killing kills injured injuring injures wounded wounding wounds hurt hurting seats seated employs "
    "employed "
    "arrested arresting detained detaining"
)
_GROUPS = listed("team group total toll fleet crew crowd staff class cast panel party majority")
_CHANGES = listed("rose risen rises climbed climbs grew grown fell fallen falls dropped jumped increased raised")
_HEDGES = listed("some about around nearly almost roughly only just")
_LEADS = listed(
    "to by reached reach least about around nearly some another only just than almost roughly over be send sent "
    "get got lost won win want wants offered promised pledged demanded raise raised say than from supply manage"
)
_ENDS = re.compile(
    r"[.,;:)\"?!]|\Z| (?:by|in|on|from|at|since|for|per|a|this|last|next|and|to|as|but|or|with|within|before|"
    r"after|during|nationwide|overall)(?![^\W_])"
)
_CLOSES = re.compile(
    r"[.;)\"?!]|,(?! \d)|\Z| (?:by|in|from|since) (?:\d{4}|next|last|[A-Z])| (?:a|this|last|next|per) (?:day|"
    r"week|month|year)"
)
_NEAR = 220
_CASUALTY_STEMS = re.compile(r"kill|dead|died|dies|death|injur|wound|missing|hurt|arrest|detain|shot|drown")


def unit_of(
    text: str,
    number: Number,
    second: Number | None,
    before: Sequence[str],
    found: Sequence[Quantity],
    noun: Counted | None,
    sentence: Sentence | None,
) -> str | None:
    """The unit of a number that no unit follows, or None where it is no figure.

    In: the words before it, the figures before it, and a singular noun behind it, if there is one.
    """
    last = second or number
    value = number.value
    word = before[-1] if before else ""
    lower = word.lower().lstrip(_MARKS)
    first = sentence is not None and number.start == sentence.start
    if noun is not None:
        fits = value == 1 and not number.digits and lower not in _DEFINITE and sentence is not None
        return COUNT if fits and sentence is not None and _one(text, noun, lower, found, sentence) else None
    near = found[-1] if found and number.start - found[-1].end < _NEAR else None
    if value is None:
        following = text[last.end : last.end + 4]
        return (
            COUNT
            if following.startswith((" of ", " mor", " wer", " hav", " are", " fle", " die", ".", ","))
            else None
        )
    if value == 0:
        return None
    if lower == "of" and len(before) > 1 and before[-2].lower() == "factor":
        return FACTOR
    if number.scale >= 1e6:
        paid = next((q for q in reversed(found[-6:]) if q.unit.isupper() and number.start - q.end < 9 * _NEAR), None)
        return COUNT if paid is None else paid.unit
    if value < 2 and value != int(value):
        return None
    if (
        word
        and word[0].isupper()
        and word[-1] not in ",;:"
        and not (len(before) < 2 or before[-2][-1] in '.!?"')
        and not first
    ):
        return None
    if value == 1:
        return None
    if lower in _DEFINITE and value <= _SMALL:
        those = lower in {"these", "those"} and number.digits and _HAPPENS.match(text, last.end)
        return COUNT if those else None
    large = number.scale >= 1e3 or ("," in text[number.start : number.end] and value >= 1000)
    if large:
        return COUNT if "." not in text[number.start : number.end] or number.scale > 1 else None
    if value != int(value):
        return None
    if lower in {"dozen", "half-dozen"} or text[last.end - 5 : last.end].lower() == "dozen":
        return COUNT
    happens = _HAPPENS.match(text, last.end)
    joins = lower in {"or", "of"} or (lower == "and" and (near is None or near.unit != COUNT))
    if happens and not joins:
        return COUNT
    ends = _ENDS.match(text, last.end)
    if lower in _CASUALTIES and ends:
        return COUNT
    listed = (
        near is not None and near.unit == COUNT and near.noun and near.start >= (sentence.start if sentence else 0)
    )
    if listed and lower.endswith("ed") and text[last.end : last.end + 1] in {".", ";"} and not number.digits:
        return COUNT  # "opened 40 shops and closed two."
    if lower in _NOT_MORE and not number.digits and _DID.match(text, last.end):
        return COUNT
    if lower == "to" and len(before) > 1 and before[-2].lower() in _CHANGES and ends:
        return near.unit if near is not None and near.unit.islower() and near.unit != FACTOR else COUNT
    while lower in _HEDGES and len(before) > 1:
        before = before[:-1]
        lower = before[-1].lower()
    if len(before) > 3 and [word.lower() for word in before[-3:]] in (["as", "many", "as"], ["as", "few", "as"]):
        lower = before[-4].lower()
    if lower == "of" and len(before) > 1 and before[-2].lower() in _GROUPS and ends:
        return COUNT
    if number.digits and lower == "and" and near is not None and near.unit == COUNT and ends:
        return COUNT  # 26 officers in the city and 14 in the county
    if number.digits and value >= 1000:  # a telephone number, an hour, a year
        return None
    carried = near is not None and near.unit != FACTOR and near.unit.islower() and lower in _LEADS
    return near.unit if near is not None and carried and _CLOSES.match(text, last.end) else None
