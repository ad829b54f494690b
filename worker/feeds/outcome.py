"""What a poll came to: the answer of the publisher and what we know of the feed, made into one outcome. Pure."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta

from worker.domain.feed import FeedWork, ParsedFeed, PollOutcome
from worker.domain.http import FetchResponse
from worker.domain.policy import Policy
from worker.errors import FeedError, FetchError
from worker.feeds.parse import parse
from worker.feeds.schedule import ACCEPT, Answered, NextPoll, body_hash, conditional_headers, next_poll
from worker.text.html import shorten
from worker.text.urls import canonical

LISTED_EVERY = timedelta(days=1)
"""How often what a feed lists is noted for retention, which counts in days."""


def outcome_of(
    work: FeedWork, answer: FetchResponse | FetchError, *, now: datetime, jitter: float, policy: Policy
) -> PollOutcome:
    """Judge the answer to a poll.

    In: the claimed feed; the answer or why there was none; jitter in [0, 1). Out: an outcome ready to be
    stored. Raises nothing for what a publisher may send.
    """

    def then(error: FetchError | FeedError | None = None, ttl: timedelta | None = None) -> NextPoll:
        got = None if isinstance(answer, FetchError) else answer
        seen = Answered(
            status=got.status if got else None,
            error=error,
            ttl=ttl,
            headers=got.headers if got else None,
            before=work.failures,
        )
        return next_poll(policy, every=work.every, polled=seen, now=now, jitter=jitter)

    if isinstance(answer, FetchError):
        return _failed(work, then(answer), None, _sentence(answer))
    if answer.status == 304:
        return _unchanged(work, answer, then())
    if answer.status not in (200, 226):
        return _failed(work, then(), answer.status, _arrived(work, answer) + _status_words(answer.status, work))
    digest = body_hash(answer.body)
    if digest == work.body_hash:
        return _unchanged(work, answer, then())
    try:
        parsed = parse(answer.body, url=answer.url, content_type=answer.header("content-type"), now=now)
    except FeedError as error:
        return _failed(work, then(error), answer.status, _arrived(work, answer) + _sentence(error))
    return _read(work, answer, parsed, then(ttl=parsed.ttl), digest, now)


def request_headers(work: FeedWork, auth: Mapping[str, str]) -> dict[str, str]:
    """The headers of a poll. auth: the feed's, expanded: `basic` ("name:password") or `header` ("Name: value")."""
    headers = {"Accept": ACCEPT, **conditional_headers(work.etag, work.last_modified)}
    if "basic" in auth:
        headers["Authorization"] = "Basic " + b64encode(auth["basic"].encode()).decode()
    if "header" in auth:
        name, _, value = auth["header"].partition(":")
        headers[name.strip()] = value.strip()
    return headers


def _read(
    work: FeedWork, answer: FetchResponse, parsed: ParsedFeed, then: NextPoll, digest: str, now: datetime
) -> PollOutcome:
    return PollOutcome(
        feed_id=work.id,
        host=work.host,
        next_at=then.at,
        why_then=then.why,
        status=answer.status,
        changed=True,
        entries=parsed.entries,
        history=work.first_polled_at is None and not work.tell_first,
        title=parsed.title,
        site_url=parsed.site_url,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
        body_hash=digest,
        notes=parsed.notes,
        host_blocked_until=then.host_blocked_until,
        listed=work.listed_at is None or now - work.listed_at > LISTED_EVERY,
    )


def _unchanged(work: FeedWork, answer: FetchResponse, then: NextPoll) -> PollOutcome:
    return PollOutcome(
        feed_id=work.id,
        host=work.host,
        next_at=then.at,
        why_then=then.why,
        status=answer.status,
        etag=answer.header("etag") or work.etag,
        last_modified=answer.header("last-modified") or work.last_modified,
        host_blocked_until=then.host_blocked_until,
    )


def _failed(work: FeedWork, then: NextPoll, status: int | None, error: str) -> PollOutcome:
    return PollOutcome(
        feed_id=work.id,
        host=work.host,
        next_at=then.at,
        why_then=then.why,
        status=status,
        error=error,
        failures=then.failures,
        stop=then.stop,
        host_blocked_until=then.host_blocked_until,
    )


def _sentence(error: FetchError | FeedError) -> str:
    if not error.hint:
        return str(error)
    return f"{error}; {error.hint}" if str(error).endswith(")") else f"{error} ({error.hint})"


def _arrived(work: FeedWork, answer: FetchResponse) -> str:
    """Where the publisher led the request, if that was elsewhere: a sentence about a page names which one."""
    if canonical(answer.url) == canonical(work.url):
        return ""
    return f"redirected to {shorten(answer.url, 150)}: "


def _status_words(status: int, work: FeedWork) -> str:
    if status == 401 and work.auth:
        return "HTTP 401: the publisher does not accept the feed's `auth` (see that user and password are right)"
    if status == 404 and work.first_polled_at is not None:
        return "HTTP 404: there is no feed at this address any more (look on the site for its new one)"
    known = {
        401: "HTTP 401: the publisher wants a login (give the feed an `auth`)",
        403: "HTTP 403: the publisher does not let us in (it may want a login, or refuse all programs)",
        404: "HTTP 404: there is no feed at this address (see that it is spelled right)",
        410: "HTTP 410: the publisher removed this feed for good; it is not asked again",
        429: "HTTP 429: we asked too often",
    }
    return known.get(status, f"HTTP {status}: the publisher's server did not give the feed")
