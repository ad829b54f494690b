"""Money in two parts: three dollars and fifty cents, 15 dollars 50."""

import re

from worker.facts.quantities.money import Context, after
from worker.facts.quantities.numerals import Number, number_at, tidy

_JOINT = re.compile(r",? and | ")
_CLOSED = re.compile(r"[.;!?]|\Z| and | more")


def hundredths(text: str, number: Number, end: int, context: Context) -> int:
    """Takes up "and forty-five cents" behind whole units; gives the new end."""
    joint = _JOINT.match(text, end)
    if joint is None or number.value is None or number.value != int(number.value) or number.scale > 1e3:
        return end
    if joint.end() >= len(text) or not text[joint.end()].isalnum():
        return end
    cents = number_at(text, joint.end())
    if cents is None or cents.value is None or cents.part or not 0 < cents.value < 100 or cents.glued:
        return end
    unit = after(text, cents.end, context, scaled=False, vague=False)
    if unit is not None and unit.part != 1.0:
        number.value = tidy(number.value + cents.value / 100)
        return unit.end
    two_digits = cents.digits and cents.end - cents.start == 2
    closing = _CLOSED.match(text, cents.end)
    joined = joint[0] == " " or not number.digits or not cents.digits or two_digits
    if unit is None and closing and joined and (two_digits or not cents.digits) and text[end - 1] != "%":
        number.value = tidy(number.value + cents.value / 100)
        return cents.end
    return end
