"""What follows a try to send: sent, failed for good, or again at a later time. Pure; jitter is a parameter."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.domain.alert import DeliveryState, SendResult, Sent
from worker.domain.policy import Policy

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_ASKED = timedelta(hours=6)
"""A Retry-After beyond this is cut: a receiver's slip of a zero must not silence a channel for a week."""
STANDING_REFUSALS = frozenset({401, 403, 404, 405})
"""Answers that a receiver being redeployed gives for a minute, and a wrong address or password for ever."""
STANDING_TRIES = 5
STANDING_AGE = timedelta(minutes=10)
_WHEN = re.compile(r"; try \d+, again in [^;]*\Z")


@dataclass(frozen=True, slots=True)
class AfterTry:
    """What becomes of a delivery, and of its channel, after one try.

    state: SENT, FAILED or WAITING. next_at: when to try again (`now` where it has ended). tries: the count
    to store. reason: one sentence for people. disable_channel: why the channel is to be disabled, or "".
    block_channel_until: the whole channel rests until then, or None.
    """

    state: DeliveryState
    next_at: datetime
    tries: int
    reason: str
    disable_channel: str = ""
    block_channel_until: datetime | None = None


def backoff(tries: int, jitter: float) -> timedelta:
    """How long to wait after `tries` failed tries (1 or more), by exponential back-off with full jitter.

    jitter in [0, 1): the share taken of the bound, which doubles from FIRST_WAIT to LONGEST_WAIT. Source:
    Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. Never under SHORTEST_WAIT.
    """
    doublings = min(max(tries - 1, 0), 20)
    bound: timedelta = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return max(bound * jitter, SHORTEST_WAIT)


def after_try(
    result: SendResult, *, tries: int, created_at: datetime, now: datetime, jitter: float, policy: Policy
) -> AfterTry:
    """Decide what follows.

    In: what the try came to; tries answered with RETRY before it; when the delivery was made; jitter in
    [0, 1). Out: see AfterTry. Gives up when the delivery is older than policy.delivery_max_age: a mail
    server that is down overnight must not lose an alert. An answer of STANDING_REFUSALS disables the channel
    once it has been given STANDING_TRIES times over at least STANDING_AGE.
    """
    if result.sent is Sent.OK:
        return AfterTry(DeliveryState.SENT, now, tries, result.reason)
    if result.sent is Sent.REFUSED:
        return AfterTry(DeliveryState.FAILED, now, tries, result.reason)
    if result.sent is Sent.BROKEN:
        return AfterTry(DeliveryState.FAILED, now, tries, result.reason, disable_channel=result.reason)

    tried = tries + 1
    age = now - created_at
    asked = None if result.retry_after is None else min(max(result.retry_after, timedelta(0)), LONGEST_ASKED)
    wait = max(backoff(tried, jitter), asked or timedelta(0))
    block = now + wait if asked or result.status == 429 else None
    if result.status in STANDING_REFUSALS and tried >= STANDING_TRIES and age >= STANDING_AGE:
        reason = f"{result.reason}; the same for {tried} tries in {_spoken(age)}, so the channel needs mending"
        return AfterTry(DeliveryState.FAILED, now, tried, reason, disable_channel=reason)
    if age >= policy.delivery_max_age:
        reason = f"given up after {_spoken(age)} and {tried} tries: {result.reason}"
        return AfterTry(DeliveryState.FAILED, now, tried, reason, block_channel_until=block)
    asked_words = ", as the receiver asked" if asked and asked == wait else ""
    reason = f"{result.reason}; try {tried}, again in {_spoken(wait)}{asked_words}"
    return AfterTry(DeliveryState.WAITING, now + wait, tried, reason, block_channel_until=block)


def without_when(reason: str) -> str:
    """A waiting delivery's reason without when it is tried again: that was reckoned from a moment that is past."""
    return _WHEN.sub("", reason)


def _spoken(span: timedelta) -> str:
    """A duration in words, to its two largest units: `2 h 5 min`, `45 s`."""
    seconds = max(int(span.total_seconds()), 1)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    units = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    while units[0][0] == 0:
        units.pop(0)
    return " ".join(f"{count} {unit}" for count, unit in units[:2] if count)
