"""Times as people say them: `3 min ago`, `in 2 h`, `Tue 14:05`. Pure: the present is a parameter."""

from datetime import datetime, timedelta, tzinfo

from worker.text.words import span


def relative(moment: datetime | None, now: datetime) -> str:
    """`3 min ago`, `in 2 h`, `now` within a second of it, or an empty string for None."""
    if moment is None:
        return ""
    if abs(moment - now) < timedelta(seconds=1):
        return "now"
    return f"in {span(moment - now)}" if moment > now else f"{span(now - moment)} ago"


def due(moment: datetime, now: datetime) -> str:
    """When something comes due: `in 3 min`, or `now` where its time has come."""
    return "now" if moment <= now else relative(moment, now)


def clock(moment: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment on the operator's clock: `14:05:31` today, else `2026-03-01 14:05`."""
    local = moment.astimezone(zone)
    return f"{local:%H:%M:%S}" if local.date() == now.astimezone(zone).date() else f"{local:%Y-%m-%d %H:%M}"


__all__ = ["clock", "due", "relative", "span"]
