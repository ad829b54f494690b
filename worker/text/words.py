"""Numbers and durations as people say them. Pure."""

from datetime import timedelta

_STEPS = ((1, "s"), (60, "min"), (3_600, "h"), (86_400, "days"))


def count(number: int, one: str, many: str = "") -> str:
    """`1 feed`, `3 feeds`, `no feeds`."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def span(duration: timedelta) -> str:
    """How long, in the largest unit that fills at least one: `45 s`, `3 min`, `2 h`, `1 day`; never negative."""
    seconds = max(duration.total_seconds(), 0)
    size, unit = next(step for step in reversed(_STEPS) if seconds >= step[0] or step[0] == 1)
    number = int(seconds // size)
    return f"{number} {'day' if (unit, number) == ('days', 1) else unit}"
