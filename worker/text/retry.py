"""Reads Retry-After and its like: how long somebody asks us to wait. One place, for feeds, pages and deliveries."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=365)
"""Nothing longer is believed of any header; callers clamp further, to what suits them."""


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait (RFC 9110, section 10.2.3: seconds, or an HTTP date).

    In: the header as it came, or None; `now`, aware.
    Out: zero for a past moment or a negative number; at most LONGEST; None where it cannot be read.
    """
    text = (value or "").strip()
    if not text or len(text) > 64:
        return None
    number = seconds(text)
    if number is not None:
        return number
    at = http_date(text)
    return None if at is None else min(max(at - now, timedelta(0)), LONGEST)


def seconds(text: str) -> timedelta | None:
    """A count of seconds ("120", "-1", "1.5" as some servers write) within [0, LONGEST]; None for anything else."""
    text = text.strip()
    digits = text.removeprefix("-").replace(".", "", 1)
    if len(text) > 20 or not (digits.isascii() and digits.isdigit()):
        return None
    return (
        min(max(timedelta(seconds=float(text)), timedelta(0)), LONGEST)
        if len(digits) <= 10
        else (timedelta(0) if text.startswith("-") else LONGEST)
    )


def http_date(text: str) -> datetime | None:
    """The moment an HTTP date names (any of its three historic forms), aware UTC; None for anything else."""
    if len(text) > 64:
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
