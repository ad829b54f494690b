"""Durations as people write them: `90s`, `10m`, `2h`, `7d`, or a plain number."""

import re
from datetime import timedelta

from config.problems import shown

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_FORM = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?([smhd]?)")
LONGEST = timedelta(days=3_650)
"""Ten years: longer is a slip, and a date plus a longer duration may not exist."""


def parse_duration(text: str, *, plain: str = "s") -> timedelta:
    """Read a duration.

    In: a number with `s`, `m`, `h` or `d` behind it (any case, one space allowed), or a plain number, which counts in
    the unit `plain`. Out: a duration of zero or more, at most ten years. Raises ValueError with a sentence that
    says the fix and repeats at most the text's first 60 characters.
    """
    found = _FORM.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(
            f"{shown(text)} is not a duration; write a number with s, m, h or d behind it, such as 90s or 10m"
        )
    number, unit = found.groups()
    seconds = float(number) * _SECONDS[unit or plain]
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"{shown(text)} is more than ten years; write a shorter duration")
    return timedelta(seconds=seconds)


def format_duration(duration: timedelta) -> str:
    """The shortest way to write a duration so that `parse_duration` reads it back: 600 seconds give `10m`."""
    seconds = duration.total_seconds()
    for unit in "dhm":
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"
