"""Measured quantities: which of them are told as figures, and which only set the scene."""

import re

from worker.facts.quantities.nouns import Counted
from worker.facts.quantities.numerals import Number
from worker.facts.quantities.words import kinds
from worker.text.wordlists import listed

_RATE = re.compile(
    r" (?:a|an|per|each|every|of [a-z]+ (?:a|per)) (?:day|week|month|year|night|hour|shift|head|person|"
    r"capita)(?![^\W_])"
)
_DRUGS = re.compile(
    r"(?<![^\W_])(?:cocaine|heroin|meth\w*|fentanyl|marijuana|cannabis|opium|drugs?|gold|uranium)(?![^\W_])"
)
_OF = re.compile(r" of (?!the |age|rain|snow|water|height|depth|their |his |her |it )")
_SPEEDS = listed("miles kilometres kilometers km kph")
_HEIGHTS = listed("feet foot m metres meters")

_JAIL = (
    r"(?:jail|prison|custody|detention|confinement|a penal|a federal|a state|a maximum|behind bars|imprisonment|"
    r"probation|hard labou?r|house arrest|parole|supervised|community service)(?![^\W_])"
)
_HEDGES = (
    r"(?: (?:about|around|nearly|almost|roughly|more than|less than|over|under|at least|up to|some|just|only|another|"
    r"between|maximum|minimum|average|total|additional|further|well|of|an?|the)){0,5}\Z"
)
_PENAL_BEHIND = re.compile(rf"'?(?: (?:in|of|on|under))? {_JAIL}|'?[ -](?:prison|jail)(?![^\W_])")
_PENAL_BEFORE = re.compile(
    r"(?<![^\W_])(?:sentenced to|jailed for|imprisoned for|incarcerated for|terms? of|sentences? of|jail for|"
    rf"prison for|banned for|suspended for|serve[ds]?|serving|face[ds]?|facing){_HEDGES}"
)
_MAXIMUM = re.compile(r" (?:as )?(?:the|a) (?:maximum|minimum)")
_CRIME = re.compile(
    r"(?<![^\W_])(?:sentenced|convict\w*|guilty|prison|jail\w*|court|charge[sd]?|crime|judge)(?![^\W_])"
)

_LASTS = kinds()["lasting"]
_GONE_BY = (" past", " last", " next", " first")
_LOOK = 70


def told(text: str, number: Number, noun: Counted) -> bool:
    """Whether a measured quantity is a figure: mass, area and energy are; how long only of a sentence in prison, and
    of what is known by how long it lasts ("a 10-day siege"); how far, high, warm and fast is not.

    In: the number, the unit as a noun.
    """
    value = number.value
    if noun.kind == "mass":
        return True
    if noun.kind == "time":
        return _time(text, number, noun)
    if noun.kind == "length":
        return text[noun.start : noun.start + 6].lower() in {"cubic ", "square"} or _length(text, noun)
    if noun.kind == "kitchen":
        rate = _RATE.match(text, noun.end) is not None
        return (
            rate or (value is not None and value >= 1000) or _DRUGS.search(text, noun.end, noun.end + 30) is not None
        )
    if noun.kind == "print":
        if value is None or value >= 1000:
            return True
        return value > 1 and not noun.head.startswith(("page", "chapter", "verse", "column"))
    return False


def _length(text: str, noun: Counted) -> bool:
    """Lengths of what is made or laid, and what comes by the day: 40 miles of pipe; not how far, how high."""
    if _RATE.match(text, noun.end):
        return noun.head not in _SPEEDS
    return _OF.match(text, noun.end) is not None and noun.head not in _HEIGHTS


def _time(text: str, number: Number, noun: Counted) -> bool:
    """Durations that are told: of a sentence, of what is known by how long it lasts."""
    value = number.value
    if number.start and text[number.start - 1] == "-":
        return False
    if _PENAL_BEHIND.match(text, noun.end):
        return True
    if value is None or " more " in text[number.end : noun.start]:
        return False
    if noun.head.startswith("hour") and (
        value >= 1000 or text.startswith((" a week", " per week", " in a single day", " of overtime"), noun.end)
    ):
        return True
    start = max(0, number.start - _LOOK)
    back = text[start : number.start].rstrip()
    if back.endswith(_GONE_BY):
        return False
    if text[noun.start - 1] == "-":
        return _hyphened(text, noun)
    if _PENAL_BEFORE.search(back):
        return True
    return _MAXIMUM.match(text, noun.end) is not None and _CRIME.search(text, start, noun.end + _LOOK) is not None


def _hyphened(text: str, noun: Counted) -> bool:
    """Whether what stands behind "18-year" is what lasts so long: a siege, a ban; not a high, a bond, a visit."""
    words_behind = text[noun.end : noun.end + 60].split(None, 3)[:3]
    for word in words_behind:
        plain = word.lower().strip("\"'")
        bare = plain.rstrip(".,;:)?!")
        if bare in _LASTS:
            return True
        if bare != plain or not bare.replace("-", "").isalpha():
            return False
    return False


def decades(text: str, number: Number) -> int:
    """The end of "decades in jail", else -1."""
    if number.value is not None or not text.startswith("ecades ", number.start + 1):
        return -1
    found = _PENAL_BEHIND.match(text, number.end)
    return found.end() if found else -1
