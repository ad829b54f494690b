"""Some of a known set: 46 of their close contacts, three of its commanders, 30 of the embattled jets."""

import re

from worker.facts.quantities.nouns import counted
from worker.facts.quantities.numerals import Number
from worker.facts.quantities.words import kinds

_OF_SET = re.compile(
    r" of (?:the|its|their|his|her|our|my|your|these|those|(?:[A-Z][\w.-]+ ){0,2}?[A-Z][\w.-]* ?'s?)(?= )"
    r"(?: (?:[a-z]+-)?[A-Za-z]+(?= 7[0-8]7))?"
)
_MODEL = re.compile(r" 7[0-8]7(?:-\d{1,2}\w?)?(?: [A-Z][a-z]+)?(?: [a-z]+s?)?(?![^\W_])")
_NO_SET = re.compile(r" (?:most|best|worst|least|[a-z]{3,9}est)(?![^\W_])", re.IGNORECASE)
_THE_LOST = re.compile(
    r" ((?:disappeared|deceased|accused|arrested|detained|displaced|deported|kidnapped|hanged|drowned|convicted))"
    r"(?=[.,;:)]|\Z| (?:were|are|was|had|have|in|at|by|from|who)(?![^\W_]))",
    re.IGNORECASE,
)
"""Those who are called only by what became of them: nine of the disappeared."""
_SPORT = kinds()["sport"]
_TIME_ENDS = ("day", "month", "week", "year")


def some_of(text: str, number: Number) -> tuple[int, str] | None:
    """End and noun of a count out of a set that is named, or None: "one of the best" and "12 of the month" are none.

    In: a whole number from two up, printed at once before "of".
    """
    value = number.value
    if value is None or value < 2 or value != int(value) or number.part:
        return None
    found = _OF_SET.match(text, number.end)
    if found is None or _NO_SET.match(text, found.end()):
        return None
    if model := _MODEL.match(text, found.end()):
        return model.end(), model[0].strip()
    if lost := _THE_LOST.match(text, found.end()):
        return lost.end(), lost[1]
    noun = counted(text, found.end())
    if noun is None or noun.kind != "thing" or noun.head in _SPORT or noun.head.startswith(_TIME_ENDS):
        return None
    return noun.end, text[noun.start : noun.end]
