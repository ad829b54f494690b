"""When to ask a feed again, and why then: a pure decision, whose reason an operator reads in `wirewatch feeds`.

The rules, each from what polite readers do: the interval is the operator's, else the policy's; a publisher may ask
for a longer one (Cache-Control, Expires, <ttl>), up to an hour; ten percent of jitter keeps feeds from marching in
step; failures back off by doubling, up to a day; Retry-After of 429 and 503 holds for the whole host; 410 ends it.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.domain.policy import Policy
from worker.errors import AddressRefused, FeedError, FetchError
from worker.text.retry import http_date, retry_after, seconds

ACCEPT = ", ".join(
    (
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml;q=0.9",
        "application/xml;q=0.8",
        "text/xml;q=0.8",
        "*/*;q=0.1",
    )
)
"""The Accept header of a poll. Some servers answer 406 without the last part."""

JITTER = 0.1
MOST_ASKED = timedelta(hours=1)
"""The longest interval that a publisher's headers or <ttl> can ask for; news is late after that."""
MOST_BLOCKED = timedelta(hours=24)
"""The longest silence that Retry-After can ask for (RFC 9110 sets no bound; some servers send years)."""
DOUBLINGS = 8
"""256 times the interval; with ten minutes the policy's day is reached before."""
REFUSED_INTERVAL = timedelta(hours=6)
"""How often an address that may not be fetched is looked at again: names move, and operators allow networks."""

_MAX_AGE = re.compile(r"(?:^|[,\s])(?:s-)?max-?age\s{0,9}=\s{0,9}\"?(\d{1,10})", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a poll came to. status: of the answer, or None where there was none. error: why there is nothing to read.

    ttl: the interval the document asks for. headers: of the answer, names in lower case. before: failures in a row
    so far, without this one. A 304 and an answer that parsed have error None.
    """

    status: int | None
    error: FetchError | FeedError | None = None
    ttl: timedelta | None = None
    headers: Mapping[str, str] | None = None
    before: int = 0

    @property
    def failed(self) -> bool:
        """Whether the poll brought nothing that can be read (a 304 is no failure)."""
        return self.error is not None or self.status is None or not (200 <= self.status < 300 or self.status == 304)


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When next, and why then, in one sentence. failures: in a row by now. stop: never again.

    host_blocked_until: nothing on the feed's host may be asked before, or None.
    """

    at: datetime
    why: str
    failures: int
    stop: bool = False
    host_blocked_until: datetime | None = None


def next_poll(policy: Policy, *, every: timedelta | None, polled: Answered, now: datetime, jitter: float) -> NextPoll:
    """Decide when a feed is asked again.

    In: `every`, the interval the operator declared, or None; `now`, aware; `jitter` in [0, 1), from the caller, so
    that the decision is pure. Out: see NextPoll.
    """
    base = min(max(every or policy.poll_interval, policy.poll_interval_min), policy.poll_interval_max)
    if polled.status == 410:
        why = "gone: the publisher removed this feed for good (HTTP 410)"
        return NextPoll(now + policy.poll_interval_max, why, polled.before + 1, stop=True)
    if polled.failed:
        return _after_failure(policy, base, polled, now, jitter)
    asked, who = _asked(polled, now)
    if asked > base:
        instead = f" (you said every {in_words(every)})" if every else ""
        at = now + max(asked, _jittered(asked, jitter))
        return NextPoll(at, f"every {in_words(asked)}, as {who} asks{instead}", 0)
    return NextPoll(now + max(asked, _jittered(base, jitter)), f"every {in_words(base)}", 0)


def conditional_headers(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """The request headers that ask for news only; both are sent, untouched, as the server gave them.

    A validator with a control character or of absurd length is left out: it would be a header of its own.
    """
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value and _is_safe(value)}


def body_hash(body: bytes) -> str:
    """64 hex digits (SHA-256) that tell whether a body changed, where a server never answers 304."""
    return hashlib.sha256(body).hexdigest()


def in_words(length: timedelta) -> str:
    """A duration as a person says it: "45 s", "10 min", "1 h 30 min", "2 days"."""
    total = round(length.total_seconds())
    if total < 60:
        return f"{total} s"
    minutes = round(total / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{round(hours / 24)} days"


def _after_failure(policy: Policy, base: timedelta, polled: Answered, now: datetime, jitter: float) -> NextPoll:
    failures = polled.before + 1
    wait = min(base * 2 ** min(failures, DOUBLINGS), policy.poll_interval_max)
    if isinstance(polled.error, AddressRefused):
        wait = min(max(wait, REFUSED_INTERVAL), policy.poll_interval_max)
    blocked_until = None
    asked = ""
    if polled.status in (429, 503):
        silence = retry_after((polled.headers or {}).get("retry-after"), now)
        if silence:
            silence = min(silence, MOST_BLOCKED)
            blocked_until = now + silence
            wait = max(wait, silence)
            asked = f"; the publisher asked for {in_words(silence)}"
    at = now + _jittered(wait, jitter)
    if blocked_until is not None:
        at = max(at, blocked_until)
    return NextPoll(
        at,
        f"retry {failures} in {in_words(wait)}{asked}",
        failures,
        host_blocked_until=blocked_until,
    )


def _asked(polled: Answered, now: datetime) -> tuple[timedelta, str]:
    """The longest interval that document or headers ask for, at most MOST_ASKED, and who asks."""
    headers = polled.headers or {}
    wishes = [(polled.ttl or timedelta(0), "the feed")]
    control = headers.get("cache-control", "")[:500]
    ages = [age for digits in _MAX_AGE.findall(control) if (age := seconds(digits)) is not None]
    if ages:
        wishes.append((min(ages), "the server (Cache-Control)"))
    elif "no-cache" not in control.lower() and "no-store" not in control.lower():
        expires = http_date(headers.get("expires", ""))
        if expires is not None:
            wishes.append((expires - (http_date(headers.get("date", "")) or now), "the server (Expires)"))
    longest, who = max(wishes, key=lambda wish: wish[0])
    return min(max(longest, timedelta(0)), MOST_ASKED), who


def _jittered(length: timedelta, jitter: float) -> timedelta:
    return length * (1 - JITTER + 2 * JITTER * jitter)


def _is_safe(value: str) -> bool:
    return len(value) <= 1_000 and value.isascii() and _CONTROL.search(value) is None
