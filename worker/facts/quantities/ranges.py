"""Ranges: 5 to 7 percent, $1.5-2 billion, between ten and twelve."""

import re
from collections.abc import Sequence

from worker.facts.quantities import refused
from worker.facts.quantities.money import Unit
from worker.facts.quantities.numerals import FRACTION_SIGNS, Number, number_at, tidy
from worker.facts.quantities.units import PERCENT, POINTS
from worker.text.wordlists import listed

_SEPARATOR = re.compile(r"-to-| ?- ?| to | and | or ")
_CHANGES = listed(
    "rose rise rises rising fell fall falls up down grew gained lost dropped climbed cut jumped slipped"
)
_SIGN_AGAIN = re.compile(r"(?:[A-Za-z.]{0,4} ?[$€£¥₹₦₩₺₽₴₱฿₫₪₵]|(?:Rs\.?|R|N|RM|[A-Z]{3}) ?(?=\d)) ?")


def upper_end(text: str, number: Number, before: Sequence[str], sign: "Unit | None" = None) -> Number | None:
    """The upper end of a range that begins with a number, or None; a shared scale is carried over to the lower end.

    In: the words before the number; sign: the money sign before it, which may stand before the upper end as well.
    """
    position = number.end
    if own := (POINTS.match(text, position) or PERCENT.match(text, position)):
        position = own.end()
    separator = _SEPARATOR.match(text, position)
    if separator is None or number.value is None:
        return None
    word = separator[0].strip()
    last = before[-1].lower() if before else ""
    if sign is not None:
        last = (text[max(0, sign.start - 20) : sign.start].split() or [""])[-1].lower()
    if word == "and" and last not in {"between", "anywhere"}:
        return None
    if word == "to" and (last == "from" or (own and (last in _CHANGES or last[-1:] == ","))):
        return None
    at = separator.end()
    if sign is not None:
        at = _past_sign(text, at)
    if at >= len(text) or not (text[at].isdigit() or text[at].isalpha() or text[at] in FRACTION_SIGNS):
        return None
    if word == "-" and not (text[at].isdigit() and number.digits):
        return None
    if word == "-to-" and number.digits != text[at].isdigit():
        return None
    if text[at].isdigit() and refused.by_form(text, at) > 0:
        return None
    second = number_at(text, at)
    if second is None or second.value is None or second.part:
        return None
    if word == "or" and (number.digits != second.digits or not number.value < second.value <= number.value * 3):
        return None
    if own and not (POINTS.match(text, second.end) or PERCENT.match(text, second.end)):
        return None
    low = number.value
    if word == "to" and second.value >= 3 * low and "by" in before[-4:] and number.scale == second.scale:
        return None  # increased by 20,000 to 80,000
    if number.scale == 1 and second.scale > 1 and low < second.value / second.scale and low < 1000:
        low = tidy(low * second.scale)
        number.scale = second.scale
    if not low < second.value:
        return None
    if own and word == "to" and text[number.start - 1 : number.start] == "(":
        return None  # (37 percent to 43 percent): those for it, and those against
    number.value = low
    return second


def _past_sign(text: str, at: int) -> int:
    found = _SIGN_AGAIN.match(text, at)
    return found.end() if found else at
