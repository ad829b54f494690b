"""Amounts as a watch asks for them: `5%gdp`, `1bn_eur`, `€1bn`, `25bp`, `1.5 million`. Pure.

An amount is a number, perhaps a scale, perhaps a unit. The unit of money is an ISO 4217 code behind the number or a
sign before it; without a unit it is a count.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from worker.domain.reading import BASIS_POINTS, COUNT, FACTOR, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.text.normalise import normalise
from worker.watches.language.errors import QueryError, shown

MOST = Decimal(10) ** 18
"""Largest amount: a million million millions; the debt of the world is 3 in 10,000 of it, in dollars."""

_PLACES = 9  # digits behind the point that are kept; so every amount reads back as the same number
_LONGEST = 100  # characters of an amount; far more than any that means something

SCALES = {
    **dict.fromkeys(("k", "thousand", "thousands"), 1_000),
    **dict.fromkeys(("m", "mn", "mln", "million", "millions"), 10**6),
    **dict.fromkeys(("bn", "bln", "billion", "billions"), 10**9),
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 10**12),
    **dict.fromkeys(("crore", "crores"), 10**7),
    **dict.fromkeys(("lakh", "lakhs"), 10**5),
}
_CANONICAL = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))

_UNITS = {
    **dict.fromkeys(("%", "percent", "pct"), PERCENT),
    **dict.fromkeys(("%gdp", "%ofgdp", "percentgdp", "percentofgdp"), PERCENT_OF_GDP),
    **dict.fromkeys(
        ("pp", "ppt", "ppts", "point", "points", "%point", "%points", "percentagepoint", "percentagepoints"),
        PERCENTAGE_POINTS,
    ),
    **dict.fromkeys(("bp", "bps", "basispoint", "basispoints"), BASIS_POINTS),
    **dict.fromkeys(("x", "times"), FACTOR),
}
_SUGGESTED = ("thousand", "million", "billion", "trillion", "crore", "lakh", "percent", "points", "times")
_SHORT = {
    PERCENT: "%",
    PERCENT_OF_GDP: "%gdp",
    PERCENTAGE_POINTS: "pp",
    BASIS_POINTS: "bp",
    FACTOR: "x",
    COUNT: "",
}
NO_MONEY = frozenset({PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, BASIS_POINTS, FACTOR})
"""Units that take no scale in a word behind them."""

_AMOUNT = re.compile(r"([+-]?)([^\d+\-]*?)([+-]?)(\d[\d.,']*)(.*)", re.DOTALL)
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|\d+)(?:\.\d+)?")
_JOINTS = re.compile(r"[\s_\-\u00ad]+")


@dataclass(frozen=True, slots=True)
class Currencies:
    """The currencies an amount may be in: codes; sign → code, word → code, in small letters."""

    codes: frozenset[str]
    signs: dict[str, str]
    words: dict[str, str]


@cache
def currencies() -> Currencies:
    """The data file, read once."""
    text = files("worker.watches").joinpath("data/currencies.txt").read_text(encoding="utf-8")
    lines = [line.split(";") for line in text.splitlines() if line and not line.startswith("#")]
    rows = [(code, signs.split(), words.split()) for code, signs, words in (([*line, "", ""])[:3] for line in lines)]
    return Currencies(
        frozenset(code for code, _, _ in rows),
        {normalise(sign): code for code, signs, _ in rows for sign in signs},
        {word: code for code, _, words in rows for word in words},
    )


@dataclass(frozen=True, slots=True)
class Amount:
    """value: in `unit`s, scaled. scaled: a scale (bn, crore) was written."""

    value: float
    unit: str
    scaled: bool


def parse_amount(text: str) -> tuple[float, str]:
    """Read one amount.

    In: an amount alone. Out: its value, scaled, and its unit (`worker.domain.reading` has those that are not money,
    which are ISO 4217 codes); `parse_amount("€1.5bn") == (1500000000.0, "EUR")`. Raises QueryError with the place
    in `text`.
    """
    amount = read_amount(text)
    return amount.value, amount.unit


def read_amount(text: str) -> Amount:
    """`parse_amount`, and whether a scale was written."""
    if len(text) > _LONGEST:
        raise _wrong(
            text, f"an amount of {len(text)} characters is too long", 0, len(text), "write it shorter: 1.5bn_eur"
        )
    even = normalise(text)
    start = len(even) - len(even.lstrip())
    stop = len(even.rstrip())
    parts = _AMOUNT.fullmatch(even, start, stop)
    if parts is None:
        raise _wrong(
            text,
            f"“{shown(text.strip())}” is no amount" if stop > start else "an amount is missing",
            start,
            max(start, stop),
            "an amount begins with its number: 5%, 5%gdp, 1bn_eur, 25bp, 2pp, 4x, 35000",
        )
    sign, mark, inner, digits, rest = parts.groups()
    if sign and inner:
        raise _wrong(text, "an amount has one sign", parts.start(1), parts.end(3), "write -0.5%")
    digits, rest_start = _trimmed(digits, parts.start(4))
    rest = even[rest_start:stop]
    number = _number(text, digits, parts.start(4))
    scale, unit = _unit(text, rest, rest_start, stop)
    if mark.strip():
        unit = _money(text, mark, parts.start(2), parts.end(2), unit)
    if number * scale > MOST:
        raise _wrong(text, "this amount is larger than any", start, stop, "check its digits and its scale")
    value = round(number * scale, _PLACES)
    negative = "-" in (sign, inner)
    return Amount(float(-value if negative and value else value), unit, scale != 1)


def _trimmed(digits: str, start: int) -> tuple[str, int]:
    """The digits without marks behind the last one, and where they end."""
    kept = digits.rstrip(".,'")
    return kept, start + len(kept)


def _number(text: str, digits: str, start: int) -> Decimal:
    if _NUMBER.fullmatch(digits):
        return Decimal(digits.replace(",", ""))
    end = start + len(digits)
    comma = re.fullmatch(r"(\d+),(\d{1,2}|\d{4,})", digits)
    if comma:
        hint = (
            f"a comma parts thousands; write {comma[1]}.{comma[2]}"
            if len(comma[2]) < 3
            else "write it without commas"
        )
    elif digits.count(".") > 1:
        hint = f"a point stands before decimals; write {digits.replace('.', '')}"
    else:
        hint = "write it like 1,000.5 or 1000.5"
    raise _wrong(text, f"“{shown(text[start:end])}” is no number", start, end, hint)


def _unit(text: str, rest: str, start: int, stop: int) -> tuple[int, str]:
    """Scale and unit, from what stands behind the number."""
    key = _JOINTS.sub("", rest)
    if not key:
        if rest.strip():
            raise _wrong(text, "a unit is missing behind _", start, stop, "write 1bn_eur, or the number alone")
        return 1, COUNT
    unit = unit_of(key)
    if unit:
        return 1, unit
    for name in sorted(SCALES, key=len, reverse=True):
        if key.startswith(name):
            behind = key[len(name) :]
            unit = unit_of(behind) if behind else COUNT
            if unit:
                return SCALES[name], unit
    raise _unknown_unit(text, key, start, stop)


def unit_of(key: str) -> str | None:
    """The unit that a name in small letters stands for, without spaces; None where there is none."""
    known = currencies()
    return _UNITS.get(key) or (key.upper() if key.upper() in known.codes else known.words.get(key))


def _unknown_unit(text: str, key: str, start: int, stop: int) -> QueryError:
    known = currencies()
    name = text[start:stop].strip(" _")
    at = start + text[start:stop].find(name)
    sign = next((sign for sign in sorted(known.signs, key=len, reverse=True) if key.endswith(sign)), None)
    if sign and key.removesuffix(sign) in ("", *SCALES):
        code = known.signs[sign].lower()
        amount = text[: stop - len(sign)].strip(" _")
        hint = f"a sign stands before the number: {sign.upper()}{shown(amount)}, or write {shown(amount)}_{code}"
        return _wrong(text, f"“{shown(name)}” stands behind the number", at, stop, hint)
    scale = next((scale for scale in sorted(SCALES, key=len, reverse=True) if key.startswith(scale)), "")
    behind = key[len(scale) :]
    if key in ("b", "bil", "bill"):
        near = ["bn"]
    elif key in ("t", "tr"):
        near = ["tn"]
    elif key in ("mil", "mill", "mio"):
        near = ["m"]
    else:
        near = _near(behind or key, known)
    if near:
        hint = f"did you mean {' or '.join(near)}?"
    else:
        hint = "units: %, %gdp, pp, bp, x, or a currency such as _eur; scales: k, m, bn, tn, crore, lakh"
    return _wrong(text, f"no unit is called “{shown(name)}”", at, stop, hint)


def _near(name: str, known: Currencies) -> list[str]:
    names = (*_SUGGESTED, *(code.lower() for code in sorted(known.codes)), *known.words)
    return get_close_matches(name[:20], names, n=3, cutoff=0.6)


def _money(text: str, mark: str, start: int, end: int, unit: str) -> str:
    """The currency of a sign before the number; `unit` stands behind it."""
    code = currencies().signs.get(mark.strip())
    if code is None:
        code = mark.strip().upper() if mark.strip().upper() in currencies().codes else None
    if code is None:
        name = shown(text[start:end].strip())
        if name == ".":
            raise _wrong(text, "a digit is missing before the point", start, end, "write 0.5")
        hint = "an amount begins with its number or with a sign of money: 5%, €1bn, $5m, 1bn_eur"
        raise _wrong(text, f"“{name}” is no sign of money", start, end, hint)
    if unit not in (COUNT, code):
        raise _wrong(
            text, f"this amount has two units, {code} and {unit}", start, len(text.rstrip()), "leave one out"
        )
    return code


def write_range(low: float, high: float, unit: str) -> str:
    """Two amounts of one unit as a range: `3%gdp..5%gdp`; with a scale at both ends or at none, to read one way."""
    first, last = write_amount(low, unit), write_amount(high, unit)
    if unit == COUNT and first[-1].isdecimal() and not last[-1].isdecimal():
        last = write_amount(high, unit, scale=False)
    return f"{first}..{last}"


def _wrong(text: str, message: str, start: int, end: int, hint: str) -> QueryError:
    return QueryError(message, start, end, hint=hint, query=text)


def write_amount(value: float, unit: str, *, scale: bool = True) -> str:
    """The shortest usual form of an amount: `1bn_eur`, `5%gdp`, `25bp`, `35000`, `1.5m`; without `scale` in full.

    `parse_amount(write_amount(value, unit)) == (value, unit)` for whatever `parse_amount` gives.
    """
    number = Decimal(repr(value))
    scaled = ""
    if scale and unit not in NO_MONEY:
        for size, name in _CANONICAL:
            if abs(number) >= size and (number / size * 1000) % 1 == 0:
                number, scaled = number / size, name
                break
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written + scaled + _SHORT.get(unit, f"_{unit.lower()}")
