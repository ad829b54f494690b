"""What a poll came to: the answer of the publisher and what we know of the feed, made into one outcome. Pure."""

from datetime import datetime, timedelta

from worker.domain.feed import FeedWork, ParsedFeed, PollOutcome
from worker.domain.http import FetchResponse
from worker.domain.policy import Policy
from worker.errors import FeedError, FetchError
from worker.feeds.parse import parse
from worker.feeds.schedule import NextPoll, body_hash, next_poll

LISTED_EVERY = timedelta(days=1)
"""How often what a feed lists is noted for retention, which counts in days."""


def outcome_of(
    work: FeedWork, answer: FetchResponse | FetchError, *, now: datetime, jitter: float, policy: Policy
) -> PollOutcome:
    """Judge the answer to a poll.

    In: the claimed feed; the answer or why there was none; jitter in [0, 1). Out: an outcome ready to be
    stored. Raises nothing for what a publisher may send.
    """
    if isinstance(answer, FetchError):
        then = next_poll(work, policy, now=now, jitter=jitter, error=answer)
        return _failed(work, then, None, _sentence(answer))
    if answer.status == 304:
        then = next_poll(work, policy, now=now, jitter=jitter, answer=answer)
        return _unchanged(work, answer, then)
    if answer.status not in (200, 226):
        then = next_poll(work, policy, now=now, jitter=jitter, answer=answer)
        return _failed(work, then, answer.status, _status_words(answer.status))
    digest = body_hash(answer.body)
    if digest == work.body_hash:
        then = next_poll(work, policy, now=now, jitter=jitter, answer=answer)
        return _unchanged(work, answer, then)
    try:
        parsed = parse(answer.body, url=answer.url, content_type=answer.header("content-type"), now=now)
    except FeedError as error:
        then = next_poll(work, policy, now=now, jitter=jitter, answer=answer, error=error)
        return _failed(work, then, answer.status, _sentence(error))
    then = next_poll(work, policy, now=now, jitter=jitter, answer=answer, ttl=parsed.ttl)
    return _read(work, answer, parsed, then, digest, now)


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
    return f"{error} ({error.hint})" if error.hint else str(error)


def _status_words(status: int) -> str:
    known = {
        401: "HTTP 401: the publisher wants a login (give the feed an `auth`)",
        403: "HTTP 403: the publisher does not let us in",
        404: "HTTP 404: there is no feed at this address any more",
        410: "HTTP 410: the publisher removed this feed for good; it is not asked again",
        429: "HTTP 429: we asked too often",
    }
    return known.get(status, f"HTTP {status}: the publisher's server did not give the feed")
