"""Minus signs before shares and points."""

from collections.abc import Sequence

from worker.facts.quantities.numerals import Number


def negative(text: str, number: Number, before: Sequence[str]) -> bool:
    """Whether a share or points are below nought: -11 points, minus 0.3 percent. In: the words before them.

    In a table of quotations, "51.20 -1.10 -2.1%", the sign only says which way the price went.
    """
    word = before[-1].lower() if before else ""
    if number.digits and number.start > 1 and text[number.start - 2 : number.start] in {" -", "(-"}:
        return not (len(before) > 1 and text[number.start - 3].isdigit() and before[-2][-1].isdigit())
    if word == "minus":
        return not (len(before) > 1 and before[-2].lower() == "or")
    return word == "negative" and number.digits
