"""Measured quantities: which of them are told as figures, and which only set the scene."""

import re
from collections.abc import Sequence

from worker.facts.quantities.nouns import Counted
from worker.facts.quantities.numerals import Number
from worker.facts.quantities.words import kinds, words

_RATE = re.compile(
    r" (?:a|an|per|each|every|of [a-z]+ (?:a|per)) (?:day|week|month|year|night|hour|shift|head|person|"
    r"capita)(?![^\W_])"
)
_DRUGS = re.compile(
    r"(?<![^\W_])(?:cocaine|heroin|meth\w*|fentanyl|marijuana|cannabis|opium|drugs?|gold|uranium)(?![^\W_])"
)
_SPORTS = re.compile(
    r"[ -](?:dash|hurdles|freestyle|backstroke|breaststroke|butterfly|medley|relay|sprint|race|run|finals?|title|"
    r"champion|record|hill|springboard|platform|putt|pass|return|catch|kick|shot|header|strike|drive|free|line)"
    r"(?![^\W_])"
)
_TALL = re.compile(r"[ -](?:tall|\d)|[ -](?:inches|inch)")

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
_LONG = words("year years month months decade decades century centuries")
_SHORT = words("second seconds minute minutes hour hours day days")
_FOR = re.compile(rf"(?<![^\W_])for{_HEDGES}")
_TAKES = re.compile(
    r"(?<![^\W_])(?:tak(?:e|es|en|ing)|took|lasts|lasted|lasting|(?:to|will|would|could|can|may|might|should|not) "
    r"last|spen[dt]s?|spending|spans?|spanned|within the space of|deliberated for|(?:live|lived|lives)(?: for)?)"
    rf"{_HEDGES}",
    re.IGNORECASE,
)
_IN_JUST = re.compile(r"(?<![^\W_])in(?: (?:just|only|about|around|under|less than|as little as))?\Z")
_BEST = re.compile(
    r"(?<![^\W_])(?:first|only|last|[a-z]{3,9}est|most|least|record|worst|high|low)(?![^\W_])[^.;]{0,60}\Z"
)
_LATER = re.compile(r" later(?! (?:this|that|in|on|the))(?![^\W_])")
_NOT_BEHIND = re.compile(
    r" (?:ago|earlier|early|after|before|ahead|old|of age|from now|since|into|running|in a row|straight|to go|away|"
    r"apart|when|left)(?![^\W_])"
)
_GONE_BY = (" past", " last", " next", " first")
_LOOK = 70


def told(text: str, number: Number, second: Number | None, noun: Counted, before: Sequence[str]) -> bool:
    """Whether a measured quantity is a figure: mass, area, energy and distance are; how long only where that is told
    (a sentence, "for 25 years", "took six hours"); how warm and fast is not.

    In: the number, the upper end of its range, the unit as a noun, and the words before.
    """
    value = number.value
    if noun.kind == "mass":
        return True
    if noun.kind == "time":
        return _time(text, number, second, noun)
    if noun.kind == "length":
        return _length(text, number, noun, before)
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


def _length(text: str, number: Number, noun: Counted, before: Sequence[str]) -> bool:
    """Distances and sizes; not a swimmer's 100 metres, a man's height, a conversion in brackets."""
    if number.value is None or len(noun.head) == 1 or noun.head.startswith(("yard", "league")):
        return False
    if text[number.start - 1 : number.start] == "(" or _SPORTS.match(text, noun.end):
        return False
    if noun.head in {"feet", "foot", "ft"} and (
        _TALL.match(text, noun.end) or not (number.digits or number.value > 2)
    ):
        return False
    # Nine Inch Nails, the 16-inch MacBook Pro
    named = noun.head == "inch" and (text[noun.start].isupper() or text[noun.end + 1 : noun.end + 2].isupper())
    if text[max(0, number.start - 6) : number.start].endswith((" feet ", " foot ")):  # 5 feet 3 inches
        return False
    return not named and not (before and before[-1].lower() in {"top", "last", "final", "first"})


def _time(text: str, number: Number, second: Number | None, noun: Counted) -> bool:
    """Durations that are told: of a sentence, of what lasts, of what something takes."""
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
    if number.scale >= 1e6:
        return True
    if text[noun.start - 1] == "-":
        return _hyphened(text, noun)
    if _PENAL_BEFORE.search(back) or (
        _MAXIMUM.match(text, noun.end) and _CRIME.search(text, start, noun.end + _LOOK)
    ):
        return True
    return _lasting(text, second, noun, back)


def _lasting(text: str, second: Number | None, noun: Counted, back: str) -> bool:
    """Durations without a crime. In: the upper end of a range; the noun; the text before the number."""
    if noun.head in _LONG and _FOR.search(back):
        return not _BEST.search(back)
    if _NOT_BEHIND.match(text, noun.end):
        return False
    if _LATER.match(text, noun.end):
        return noun.head in _SHORT
    if _TAKES.search(back):
        return True
    if second is not None:
        return not back.endswith((" in", " over", " within", " every", " the"))
    if noun.head.startswith(("hour", "day")):
        return back.endswith(" in just")
    return noun.head in _SHORT and _IN_JUST.search(back) is not None


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
