"""Numbers whose unit or noun stands elsewhere in the sentence: Baker 384, Reid 300; down by 30 to 126."""

import re
from collections.abc import Sequence

from worker.domain.reading import COUNT, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, Quantity
from worker.facts.document import Sentence
from worker.facts.quantities import units
from worker.facts.quantities.nouns import plural
from worker.facts.quantities.numerals import Number, number_at

_LOOK = 300
"""Characters of a sentence that are looked at before and behind a number."""
_ENDS = re.compile(
    r"[.,;:)\"?!]|\Z| (?:by|in|on|from|at|since|for|this|last|next|and|but|or|as|after|before|now)(?![^\W_])"
)
_LISTED_NEXT = re.compile(r"(?:,|;|,? and|\.|\Z)(?:[ \n]|\Z)")
_LISTED = re.compile(r"[A-Z][\w.'-]+ \d{1,4}(?:%| per ?cent)?(?:,|;| and|\.)")
_TALLIES = re.compile(
    r"(?<![^\W_])(?:delegates?|seats?|votes?|electoral|tally|medals?|count)(?![^\W_])", re.IGNORECASE
)
_PLAYED = re.compile(r"(?<![^\W_])(?:goals?|match|game|beat|innings?|final score|quarter|half-time)(?![^\W_])")
_NUMBER_IS = re.compile(
    r"(?<![^\W_])(?:number|toll|figure|count|tally|total)s?(?: of [\w' -]{1,60}?)?"
    r"(?:,| (?:is|was|stands at|stood at|remains at|remained at|reached|hit|rose to|fell to|to|now))"
    r"(?: (?:about|around|nearly|almost|only|just|at least|more than|over))?\Z",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?<![^\W_])(?:down|up|fell|rose|cut|reduced|increased|raised|dropped|grew|lowered) by\Z")
_WIDENED = re.compile(
    r"(?<![^\W_])(?:expand|reduce|cut|increase|raise|grow|shrink|enlarge|extend)(?:s|d|ed|ing)? by\Z"
)
_THE_THING = re.compile(r" (?:the|its|their|his|her) (?:[a-z-]+ ){0,2}(?:number|pool|list|size|staff|team|fleet|"
                        r"group|roster|membership|workforce|board|count|ranks)(?![^\W_])")  # fmt: skip
"""What grows by a bare number that stands before it: "expand by five | the pool of bidders"."""
_DASHES = frozenset({"--", "-", "\N{EM DASH}", "\N{EN DASH}"})
_DASHED = re.compile(r" -{1,2} ")
_TO_NUMBER = re.compile(r" to \d[\d,]*+(?!\.\d|%| ?(?:percent|per|points))")
_FROM = re.compile(
    r" (?:(?:(?:in|at|on) (?:[A-Z][a-z]+ )?(?:\d{4}|[A-Z][a-z]+)|currently|now|today|last year|"
    r"a year (?:ago|earlier)),? )?to "
    r"(?:(?:about|around|nearly|almost|more than|over|as many as|at least|just|only) ){0,2}"
    r"\d[\d,]*+(?!\.\d|%| ?(?:percent|per ?cent|points|degrees))"
)
_NUMBERED = re.compile(r"(?<![^\W_])(?:number|total|count|toll|tally|fleet)s?(?![^\W_])")
_INCLUDED = re.compile(r" (?:that|who|which)(?![^\W_])")
_PLACED = re.compile(r" (?:in|from|at|for|to) (?:the |its )?[A-Z]")
_AND_UNIT = re.compile(r"(?:,? (?:and|or)| to) \d[\d.,]*(?=%|[ -]per|[ -]pct|[ -]basis)")
_WITHOUT = re.compile(r" (?:of|for|to|in|were|was|are|is|said|say|had|have|by)(?![^\W_])")


def unit_of(
    text: str, number: Number, before: Sequence[str], found: Sequence[Quantity], sentence: Sentence | None
) -> str | None:
    """The unit of a bare number that its sentence tells, or None where it tells none.

    In: the words before the number, as printed; the figures before it, of which those of its sentence count.
    """
    value = number.value
    if value is None or sentence is None or not before or number.scale > 1:
        return None
    start = max(sentence.start, number.start - _LOOK)
    near = found[-1] if found and found[-1].start >= start else None
    if value != int(value):
        return _share(text, number, before, near)
    if number.digits and _ENDS.match(text, number.end) and (unit := _listed(text, number, before, near, start)):
        return unit
    if value < 2 or (number.digits and 1900 <= value <= 2100):
        return None
    lower = before[-1].lower()
    if near is not None and near.unit == COUNT:
        if lower == "including" and (_INCLUDED.match(text, number.end) or _PLACED.match(text, number.end)):
            return COUNT
        if (lower == "and" or text[number.start - 2 : number.start] == ": ") and _PLACED.match(text, number.end):
            return COUNT
    back = text[start : number.start].rstrip()
    if lower == "by" and _WIDENED.search(back) and _THE_THING.match(text, number.end):
        return COUNT
    if _ENDS.match(text, number.end) and _NUMBER_IS.search(back) and units.INDEXES.search(back) is None:
        return COUNT
    if number.digits and units.INDEXES.search(back) is None:
        if lower == "by" and _MOVED.search(back) and _TO_NUMBER.match(text, number.end):
            return COUNT
        if before[-1] in _DASHES and _DASHED.match(text, number.end) and _plural_before(before):
            return COUNT
        if lower == "from" and _FROM.match(text, number.end) and _NUMBERED.search(back):
            return COUNT
    return None


def _plural_before(before: Sequence[str]) -> bool:
    """Whether a plural noun stands before the dash behind which its number follows: "the most laps -- 119 --"."""
    return len(before) > 1 and plural(before[-2].lower())


def _share(text: str, number: Number, before: Sequence[str], near: Quantity | None) -> str | None:
    """A number with decimals behind shares of the same sentence is one of them."""
    if near is None or near.unit not in {PERCENT, PERCENT_OF_GDP} or number.start - near.end > _LOOK:
        return None
    if not _WITHOUT.match(text, number.end):
        return None
    word = before[-1].lower()
    if word in {"and", "or", "to"} or word.endswith(","):
        return near.unit
    # "cost 5.1 percent of it now and would cost 7.7": the same verb again
    return near.unit if text[max(0, near.start - len(word) - 1) : near.start].strip().lower() == word else None


def _listed(text: str, number: Number, before: Sequence[str], near: Quantity | None, start: int) -> str | None:
    """A number right behind a name, in a list of such: of votes or seats, or of what the first of them has."""
    if not before[-1][0].isupper() or not before[-1][-1].isalpha() or not _LISTED_NEXT.match(text, number.end):
        return None
    line = text[start : number.end + _LOOK // 2]
    if len(_LISTED.findall(line)) < 2 or _PLAYED.search(line):
        return None
    if near is not None and near.unit in {PERCENT, COUNT, PERCENTAGE_POINTS} and number.start - near.end < 60:
        return near.unit
    return COUNT if _TALLIES.search(text, start, number.start) else None


def shared_unit(text: str, number: Number) -> int:
    """Where the second number ends whose unit is the first's too, else -1: 5 and 10 points, 50 to 48 percent."""
    found = _AND_UNIT.match(text, number.end)
    return found.end() if found else -1


_POLLED = re.compile(
    r"(?<![^\W_])(?:polls?|polling|polled|surveys?|matchups?|match-ups?|head-to-head|approval|percent|points)(?![^\W_])|%",
    re.IGNORECASE,
)


def poll_pair(text: str, number: Number, end: int, start: int, stop: int) -> Number | None:
    """The second share of a poll's "41-40", which ends at `end`, or None.

    In: the first of them; the sentence [start, stop), which has to tell of a poll.
    """
    dash = text.find("-", number.start, end)
    low, high = 5, 90
    if dash < 0 or number.value is None or not low <= number.value <= high:
        return None
    other = number_at(text, dash + 1)
    if other is None or other.end != end or other.value is None or not low <= other.value <= high:
        return None
    if not 35 <= number.value + other.value <= 100 or _PLAYED.search(text, start, stop):
        return None
    return other if _POLLED.search(text, max(0, start - _LOOK), stop) else None
