"""Figures as people write them: `5% of GDP`, `$1.2bn`, `27,000 police`. Pure."""

import math

from worker.domain import reading
from worker.domain.reading import Quantity

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "NGN": "₦", "UAH": "₴"}
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"))
_PLURALS = {reading.PERCENTAGE_POINTS: "points", reading.BASIS_POINTS: "basis points"}


def amount(quantity: Quantity) -> str:
    """A quantity in few words, with its range and, where it is not exact, `about`; as printed where it has no value.

    Money is a sign or an ISO 4217 code with a scale (`SEK 300m`), a count its noun (`27,000 police`).
    """
    if quantity.value is None or not math.isfinite(quantity.value):
        return quantity.surface
    said = _with_unit(_span(quantity, money=_is_money(quantity.unit)), quantity.unit, quantity.noun)
    return f"about {said}" if quantity.approximate else said


def previously(value: float | None, unit: str) -> str:
    """An earlier value in the unit of the one it is held against; "" for None."""
    if value is None or not math.isfinite(value):
        return ""
    short = "%" if unit in (reading.PERCENT, reading.PERCENT_OF_GDP) else None
    number = number_of(value, money=_is_money(unit))
    return number + short if short else _with_unit(number, unit, "")


def number_of(value: float, *, money: bool = False) -> str:
    """`1.2bn`, `35,000`, `3.5`. Counts keep their digits below a million, money its scale from there on."""
    for size, name in _SCALES:
        if abs(value) >= size and (money or abs(value) % (size / 100) == 0):
            return f"{_plain(value / size)}{name if money else _long(name)}"
    return _plain(value)


def _long(name: str) -> str:
    return {"tn": " trillion", "bn": " billion", "m": " million"}[name]


def _plain(value: float) -> str:
    whole = f"{value:,.2f}" if value != int(value) else f"{int(value):,}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def _span(quantity: Quantity, *, money: bool) -> str:
    assert quantity.value is not None
    low = number_of(quantity.value, money=money)
    if quantity.value_max is None or not math.isfinite(quantity.value_max):
        return low
    return f"{low}–{number_of(quantity.value_max, money=money)}"


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _with_unit(number: str, unit: str, noun: str) -> str:
    if unit == reading.PERCENT:
        return f"{number}%"
    if unit == reading.PERCENT_OF_GDP:
        return f"{number}% of GDP"
    if unit in _PLURALS:
        words = _PLURALS[unit]
        return f"{number} {words[:-1] if number == '1' else words}"
    if unit == reading.FACTOR:
        return f"{number} times"
    if _is_money(unit):
        return f"{_SIGNS[unit]}{number}" if unit in _SIGNS else f"{unit} {number}"
    return f"{number} {noun}" if noun else number
