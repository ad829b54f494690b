"""Days, months and years as a watch asks for them. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from worker.text.normalise import normalise
from worker.watches.language.errors import QueryError, shown

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_RELATIVE = re.compile(r"[+-]?\d+\s*(?:[hdwmy]|hours?|days?|weeks?|months?|years?)|now|today|yesterday|tomorrow")
_OTHER_ORDER = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_SLASHES = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?")
_FORMS = "write a day 2026-03-01, a month 2026-03 or a year 2026"


def parse_date(text: str) -> tuple[date, date]:
    """Read a day, a month or a year of ISO 8601.

    In: a date alone. Out: the first and the last day that it means, `2026-02` is 2026-02-01 and 2026-02-28. Raises
    QueryError with the place in `text`.
    """
    even = normalise(text).strip()
    parts = _DATE.fullmatch(even)
    if parts is None:
        raise _wrong(text, f"“{shown(text.strip())}” is no date" if even else "a date is missing", _hint(even))
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    if not year:
        raise _wrong(text, "there is no year 0000", _FORMS)
    if parts[2] and not 1 <= month <= 12:
        raise _wrong(text, f"there is no month {parts[2]}", _FORMS)
    if not parts[2]:
        return date(year, 1, 1), date(year, 12, 31)
    length = monthrange(year, month)[1]
    if not parts[3]:
        return date(year, month, 1), date(year, month, length)
    if not 1 <= day <= length:
        raise _wrong(text, f"{parts[1]}-{parts[2]} has no day {parts[3]}", _FORMS)
    return (date(year, month, day),) * 2


def _hint(even: str) -> str:
    if _RELATIVE.fullmatch(even):
        return "a watch has no clock, and sees each article once, when it is new; " + _FORMS
    if other := _SLASHES.fullmatch(even):
        return f"write {'-'.join(part.zfill(2) for part in other.groups() if part)}"
    if other := _OTHER_ORDER.fullmatch(even):
        one, two = other[1].zfill(2), other[2].zfill(2)
        pairs = [(month, day) for month, day in ((two, one), (one, two)) if "01" <= month <= "12" and day <= "31"]
        written = " or ".join(dict.fromkeys(f"{other[3]}-{month}-{day}" for month, day in pairs))
        return f"the year comes first: write {written}" if written else _FORMS
    return _FORMS


def _wrong(text: str, message: str, hint: str) -> QueryError:
    return QueryError(message, 0, len(text), hint=hint, query=text)


def write_date(first: date, last: date) -> str:
    """The shortest form that `parse_date` reads as these days, or a range of such forms: `2032`, `2030..2035`."""
    for digits in (4, 7, 10):
        start, end = first.isoformat()[:digits], last.isoformat()[:digits]
        if _starts(first, digits) and _ends(last, digits):
            return start if start == end else f"{start}..{end}"
    raise AssertionError("days always have ten digits")


def _starts(day: date, digits: int) -> bool:
    return digits == 10 or (day.day == 1 and (digits == 7 or day.month == 1))


def _ends(day: date, digits: int) -> bool:
    if digits == 10:
        return True
    if digits == 4:
        return (day.month, day.day) == (12, 31)
    return (day + timedelta(days=1)).day == 1 if day < date.max else True
