"""May we ask this Host something now? One request at a time, a gap after each, silence where it asked for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BUSY_RECHECK = timedelta(milliseconds=500)
"""When to look again at a host that another worker is talking to; a feed's answer usually takes less."""


MOST_IN_A_ROW = 16
"""Rows of one host in one batch where no gap is wanted. They are asked one after the other, so all of them must fit
into the time-out of the last."""


@dataclass(frozen=True, slots=True)
class HostState:
    """A Host's row. next_at: not before this. leased_until: another worker talks to it, at most until then."""

    key: str
    next_at: datetime
    blocked_until: datetime | None
    leased_until: datetime | None
    robots: str | None = None
    robots_at: datetime | None = None
    crawl_delay: float | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """`rows`: how many rows may be fetched now, one after the other. Else the next starts at `next_at`,
    each further one `gap` later; `why` says what they wait for."""

    rows: int
    next_at: datetime
    gap: timedelta
    why: str


def gap_of(host: HostState, policy_gap: timedelta) -> timedelta:
    """The pause after a request: the operator's, or the longer one that robots.txt asks for."""
    return max(policy_gap, timedelta(seconds=host.crawl_delay or 0))


def grant(host: HostState, wanted: int, *, now: datetime, policy_gap: timedelta) -> Grant:
    """Decide how many of `wanted` rows of this host may be fetched now, and when the others may try."""
    gap = gap_of(host, policy_gap)
    if host.blocked_until is not None and host.blocked_until > now:
        return Grant(0, host.blocked_until, gap, f"{host.key} asked for silence")
    if host.leased_until is not None and host.leased_until > now:
        return Grant(0, now + max(gap, BUSY_RECHECK), gap, f"another request to {host.key} is under way")
    if host.next_at > now:
        return Grant(0, host.next_at, gap, f"the gap between requests to {host.key}")
    rows = min(wanted, MOST_IN_A_ROW) if gap == timedelta(0) else 1
    return Grant(rows, now + max(gap, BUSY_RECHECK), gap, f"the gap between requests to {host.key}")


@dataclass(frozen=True, slots=True)
class HostUpdate:
    """What a finished exchange leaves in the Host's row. `robots*`: only where robots.txt was fetched."""

    key: str
    next_at: datetime
    blocked_until: datetime | None = None
    robots: str | None = None
    robots_at: datetime | None = None
    crawl_delay: float | None = None
