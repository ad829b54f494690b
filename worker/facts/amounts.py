"""Figures as people write them: `5% of GDP`, `$1.2bn`, `27,000 police`, `1.1–1.5 million`. Pure."""

import math

from worker.domain.reading import (
    BASIS_POINTS,
    COUNT,
    FACTOR,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Quantity,
)

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "NGN": "₦", "UAH": "₴"}
"""Signs that stand for one currency wherever they are printed; of the dollar, the American one."""
_SCALES = ((1e12, "tn", " trillion"), (1e9, "bn", " billion"), (1e6, "m", " million"))
_BEHIND = {
    PERCENT: "%",
    PERCENT_OF_GDP: "% of GDP",
    PERCENTAGE_POINTS: " points",
    BASIS_POINTS: " basis points",
    COUNT: "",
    FACTOR: " times",
}


def amount(quantity: Quantity, *, noun: bool = True) -> str:
    """A quantity in few words, `about` where it is not exact; as printed where it names no number. noun: with what is
    counted.
    """
    if quantity.value is None or not math.isfinite(quantity.value):
        return quantity.surface
    counted = quantity.noun if noun and quantity.unit == COUNT else ""
    about = "about " if quantity.approximate else ""
    return f"{about}{measure(quantity.value, quantity.unit, quantity.value_max)} {counted}".rstrip()


def measure(value: float, unit: str, value_max: float | None = None) -> str:
    """A value in its unit, or a range: `3.5% of GDP`, `€300m`, `PLN 1.2bn`, `2–3 points`, `4 times`."""
    money = unit not in _BEHIND
    if value_max is None or not math.isfinite(value_max):
        written = _number(value, money=money)
    elif money:
        written = f"{_number(value, money=True)}–{_number(value_max, money=True)}"
    else:
        low, high = _number(value), _number(value_max)
        _, _, scale = high.partition(" ")
        # "1.1–1.5 million", as people say it
        written = f"{low.removesuffix(f' {scale}') if scale else low}–{high}"
    if money:
        return f"{_SIGNS.get(unit, f'{unit} ')}{written}"
    behind = _BEHIND[unit]
    return f"{written}{behind.removesuffix('s') if written == '1' and unit != FACTOR else behind}"


def previously(value: float | None, unit: str) -> str:
    """An earlier value, in the unit of the one it is held against; "" for None."""
    if value is None or not math.isfinite(value):
        return ""
    return measure(value, PERCENT if unit == PERCENT_OF_GDP else unit)


def _number(value: float, *, money: bool = False) -> str:
    """`1.2bn`, `1.1 million`, `35,000`, `3.5`. Money has its scale from a million on; other numbers only where that
    drops no digit that matters.
    """
    for size, short, long in _SCALES:
        if abs(value) >= size and (money or abs(value) % (size / 100) == 0):
            return f"{_digits(value / size)}{short if money else long}"
    return _digits(value)


def _digits(value: float) -> str:
    """At most two digits behind the point, none that is zero at the end, thousands parted."""
    written = f"{value:,.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
