"""Parts of a whole: half of it, two thirds, a quarter point, one in eight, 28 of 32 allies."""

import re
from collections.abc import Sequence

from worker.domain.reading import COUNT, FACTOR, PERCENT, PERCENTAGE_POINTS
from worker.facts.quantities.nouns import counted
from worker.facts.quantities.numerals import Number, number_at
from worker.text.wordlists import listed

_POINT = re.compile(r"[ -](?:of )?(?:an? |one )?(?:full )?(?:percentage[ -])?points?(?![^\W_])", re.IGNORECASE)
_PERCENT = re.compile(r"[ -](?:of )?(?:an? |one |1 ?)?(?:per ?cent|percent|%)(?![^\W_])", re.IGNORECASE)
_TIME = re.compile(
    r"[ -](?:of )?(?:(?:an?|the|that|this|one|my|his|her|their|its) )?(?:past |last |next |first )?"
    r"(?:second|minute|hour|day|week|month|year|decade|century|century's|season|mile|inch|foot|yard|metre|"
    r"meter|kilometre|"
    r"kilometer|pound|pint|litre|ounce|kilo|time|term|way|past|brother|sister|life|moon|finals?|back|measures?|"
    r"marathon|"
    r"acre|dozen|tonne|ton|mast|staff|truths?|final|earnings|results)s?(?![^\W_])",
    re.IGNORECASE,
)
_LAST_YEARS = re.compile(r" (?:last|the previous) (?:year|month|quarter|week)'s")
_WHOLE = re.compile(
    r" (?:of|the|that|what|those|these|its|their|his|her|our|as|last|this|who|were|was|are|have|had|said|would|"
    r"will|all|its|"
    r"(?:more|less|fewer|higher|lower|smaller|larger|bigger|cheaper|longer|shorter|faster|slower|"
    r"greater)(?= ))(?![^\W_])"
)
_COMPARED = re.compile(
    r" (?:more|less|fewer|higher|lower|smaller|larger|bigger|cheaper|longer|shorter|below|above|up|down|"
    r"off)(?![^\W_])"
)
_CLOSED = re.compile(
    r"[.,;:)]|\Z| (?:from|in|by|on|at|since|over|to|within|between|during|compared|this|last|next|off|below|"
    r"above)(?![^\W_])"
)
_HEDGED = listed(
    "by than nearly about almost roughly around over under barely only just some least up down more fewer another "
    "approximately estimated below above exceeding the? to cut fell fallen drop dropped rose risen grew dipped"
)
# Verbs of many: "about a third are being repaired", where "a third is" would be one more of them.
_DONE_BY_MANY = re.compile(r" (?:are|were|have|say|do|live|lack|want|need)(?![^\W_])")
_OF_TIME = listed(
    "first second other better last latter each final third fourth top bottom southern northern western eastern left "
    "right early late upper lower and per every this next previous same opening closing one-and 's"
)


def meant(text: str, number: Number, before: Sequence[str]) -> tuple[float, str, int] | None:
    """Value, unit and end of a fraction, or None where it says no share ("half an hour", "a third term").

    In: the fraction; the words before it in small letters, the last one nearest.
    """
    share = number.value or 0.0
    end = number.end
    if point := _POINT.match(text, end):
        return share, PERCENTAGE_POINTS, point.end()
    if percent := _PERCENT.match(text, end):
        return share, PERCENT, percent.end()
    previous = before[-1] if before else ""
    if number.end - number.start == 4 and _LAST_YEARS.match(text, end):
        return 0.5, FACTOR, end
    if _TIME.match(text, end) or text.startswith("-", end) or previous in _OF_TIME or previous.endswith("-and-a"):
        return None
    word = text[number.start : end].lower()
    percent_value = round(share * 100, 1)
    if word == "half":
        return _half(text, end, before, percent_value)
    hedged = previous in _HEDGED
    if word == "quarter" or (number.article and not word.endswith("half")):
        # "a third" may be one more of them, "a quarter" three months
        fits = text.startswith(" of ", end) or _COMPARED.match(text, end)
        if (
            fits
            or (hedged and _CLOSED.match(text, end))
            or previous in {"by", "than"}
            or text.startswith((" the ", " as "), end)
            or _DONE_BY_MANY.match(text, end)
        ):
            return percent_value, PERCENT, end
        return None
    if number.article:
        return (percent_value, PERCENT, end) if text.startswith(" of ", end) or hedged else None
    if word.endswith("quarters") and not (text.startswith(" of ", end) or hedged):
        return None  # three quarters of a year's four
    if number.digits and not (text.startswith((" of ", " the "), end) or hedged):
        return None
    return percent_value, PERCENT, end


def _half(text: str, end: int, before: Sequence[str], value: float) -> tuple[float, str, int] | None:
    previous = before[-1] if before else ""
    if previous == "of" and len(before) > 1 and before[-2] in {"shy", "short"} and _CLOSED.match(text, end):
        return value, PERCENT, end
    if previous == "in":
        return 0.5, FACTOR, end
    if text.startswith(" as ", end):
        return 0.5, FACTOR, end
    if _WHOLE.match(text, end) or (previous in _HEDGED and previous != "up") or _COMPARED.match(text, end):
        return value, PERCENT, end
    if _CLOSED.match(text, end) and previous.isalpha() and previous not in {"a", "the", "of", "at", "on", "as", "no"}:
        return value, PERCENT, end
    return None


_IN = re.compile(r"(?: [A-Za-z-]{2,15}){0,2}? (in every|in|out of every|out of|of every)(?: the)? ")
_OF = re.compile(
    r" (?:out )?of (?:the |its |their |his |her |our |all |those |these |a total of |a possible "
    r"|an estimated |some |about |nearly |more than )?"
)


def share(text: str, number: Number) -> tuple[float, str, int] | None:
    """ "one in eight" in percent, "28 of 32 allies" as a count; None where a number stands for itself."""
    value = number.value
    if value is None or number.scale > 1 or value != int(value):
        return None
    if value <= 20 and (found := _IN.match(text, number.end)):
        whole = _number(text, found.end())
        middle = text[number.end : found.start(1)].strip()
        if whole is not None and whole.value is not None and value < whole.value <= 1e6 and not whole.part:
            noun = counted(text, whole.end)
            timed = noun is not None and noun.kind == "time"
            placed = found[1] == "in" and (
                (whole.value > 20 and whole.value % 10 != 0)
                or 1900 <= whole.value <= 2100
                or timed
                or (
                    noun is not None
                    and (value > 1 or bool(middle))
                    and found[1] == "in"
                    and whole.value not in {5, 10, 100}
                )
            )
            plural_middle = middle.endswith("s") and found[1] == "in"
            if not placed and not plural_middle and not text.startswith(("%", " per", "-"), whole.end):
                return round(value / whole.value * 100, 1), PERCENT, whole.end
    if found := _OF.match(text, number.end):
        whole = _number(text, found.end())
        if whole is None or whole.value is None or whole.value <= value or whole.scale > 1e3 or whole.part:
            return None
        noun = counted(text, whole.end)
        if value == 1:
            return None  # "one of the 16 men": these are the figure
        if noun is not None and noun.kind == "thing" and "of " in found[0]:
            return value, COUNT, noun.end
    return None


def _number(text: str, at: int) -> Number | None:
    return number_at(text, at) if at < len(text) and text[at].isalnum() else None
