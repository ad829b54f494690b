"""Dates that feedparser reads wrongly or not at all: zones by name, and months in other languages.

feedparser takes a zone whose name it does not know for UTC, and knows North America's only.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

# Hours east of UTC. Names that mean several zones (IST, CST, BST in Asia) are left out or read as in news feeds.
_ZONES = {
    "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "MEZ": 1, "MESZ": 2, "SAST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "GST": 4, "PKT": 5, "WIB": 7, "ICT": 7, "HKT": 8, "SGT": 8, "PHT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip

# The first letters that tell months apart, in English, French, German, Italian, Spanish, Portuguese and Dutch.
_MONTHS = {
    "jan": 1, "gen": 1, "ene": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrt": 3, "maa": 3, "apr": 4,
    "avr": 4, "abr": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7, "juil": 7,
    "lug": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10,
    "nov": 11, "dec": 12, "déc": 12, "dez": 12, "dic": 12,
}  # fmt: skip

_DATE = re.compile(
    r"(\d{1,2})\.?[ -](?:de )?([^\W\d_]{3,12})\.?,?[ -](?:de )?(\d{4})"
    r"(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?(?: ([+-]\d{4}|[+-]\d{2}:\d{2}|[A-Za-z]{1,5}))?",
    re.IGNORECASE,
)
_LAST_WORD = re.compile(r"\d ?([A-Za-z]{3,4})$")


def zone_of(written: str) -> timedelta:
    """What feedparser forgot to subtract: the offset of a zone named at the end, or zero."""
    found = _LAST_WORD.search(written[:100].strip())
    return timedelta(hours=_ZONES.get(found.group(1).upper(), 0)) if found else timedelta(0)


def read_date(written: str) -> datetime | None:
    """A date as newspapers write it ("mer, 16 nov 2022 00:38:15 +0100"), aware UTC, or None.

    Without a time it is midnight, without a zone UTC.
    """
    found = _DATE.search(" ".join(written[:100].split()))
    if found is None:
        return None
    day, month_name, year, hour, minute, second, zone = found.groups()
    month = _MONTHS.get(month_name.lower()[:4]) or _MONTHS.get(month_name.lower()[:3])
    if month is None:
        return None
    try:
        at = datetime(
            int(year), month, int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=_offset(zone or "")
        )
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timezone:
    if zone[:1] in ("+", "-"):
        digits = zone.replace(":", "")
        size = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
        return timezone(size if zone[0] == "+" else -size)
    return timezone(timedelta(hours=_ZONES.get(zone.upper(), 0)))
