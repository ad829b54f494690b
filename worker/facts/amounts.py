"""Figures as people write them: `5% of GDP`, `$1.2bn`, `1,200-1,500 troops`. Pure."""

from worker.domain.reading import (
    BASIS_POINTS,
    COUNT,
    FACTOR,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Quantity,
)

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "UAH": "₴", "ILS": "₪"}
"""Signs that stand for one currency wherever they are printed; of the dollar, the American one."""
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_WORDS = {PERCENTAGE_POINTS: "percentage points", BASIS_POINTS: "basis points", COUNT: "", FACTOR: "times"}


def amount(quantity: Quantity, *, noun: bool = True) -> str:
    """A quantity in a few signs; as printed where it names no number. noun: with what is counted."""
    if quantity.value is None:
        return quantity.surface
    counted = quantity.noun if noun and quantity.unit == COUNT else ""
    about = "about " if quantity.approximate else ""
    return f"{about}{measure(quantity.value, quantity.unit, quantity.value_max)} {counted}".rstrip()


def measure(value: float, unit: str, value_max: float | None = None) -> str:
    """A value in its unit, or a range: `3.5% of GDP`, `€300m`, `PLN 1.2bn`, `2-3 percentage points`, `4 times`."""
    if unit in (PERCENT, PERCENT_OF_GDP):
        return f"{_range(value, value_max, plain=True)}%{' of GDP' if unit == PERCENT_OF_GDP else ''}"
    if unit in _WORDS:
        return f"{_range(value, value_max)} {_WORDS[unit]}".rstrip()
    return f"{_SIGNS.get(unit, unit + ' ')}{_range(value, value_max)}"


def _range(value: float, value_max: float | None, *, plain: bool = False) -> str:
    written = _number(value, plain)
    return written if value_max is None else f"{written}–{_number(value_max, plain)}"


def _number(value: float, plain: bool) -> str:
    if not plain:
        for size, name in _SCALES:
            if abs(value) >= size:
                return f"{_digits(value / size)}{name}"
    return _digits(value)


def _digits(value: float) -> str:
    """At most four digits behind the point, none that is zero at the end, thousands parted."""
    written = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
