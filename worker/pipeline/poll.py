"""Polling: ask the feeds that are due and whose hosts may be asked; store what is new."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from worker.articles.fulltext import full_text
from worker.domain.feed import Entry, FeedWork, NewArticle, Polled
from worker.domain.http import FetchRequest, FetchResponse, host_key
from worker.domain.politeness import HostUpdate
from worker.domain.work import Back, Queue
from worker.errors import BatchOver, FetchError, UnsetVariable
from worker.feeds.outcome import outcome_of, request_headers
from worker.log import get_logger
from worker.pipeline.services import (
    OUT_OF_TIME,
    SHORT,
    HostsLeft,
    Services,
    Worked,
    fail,
    fetch_time,
    hint,
    hint_until,
    new_lease,
    seconds,
)
from worker.text.urls import url_uid

log = get_logger(__name__)

MAX_FEED = 5_000_000


def poll(services: Services, ids: Sequence[int]) -> Worked:
    """Poll the feeds of `ids` that are due and whose hosts may be asked; store what is new."""
    policy, storage = services.policy, services.storage
    now = services.clock.now()
    lease = new_lease(policy, now)
    works, hosts = storage.feeds.claim(
        ids,
        lease=lease,
        now=now,
        gap=policy.host_gap,
        max_attempts=policy.max_attempts,
        tell_first=policy.tell_first_poll,
    )
    if not works:
        return Worked(Queue.POLL)
    asked: list[FeedWork] = []
    requests: list[FetchRequest] = []
    answered: list[tuple[FeedWork, FetchResponse | FetchError]] = []
    for work in works:
        try:
            requests.append(_feed_request(services, work))
        except UnsetVariable as error:
            answered.append((work, FetchError(f"its auth cannot be used: {error}", hint=error.hint)))
        else:
            asked.append(work)
    done = failed = made = returned = 0
    left = HostsLeft(works, hosts, policy)
    for group in _with(
        answered, services.fetcher.fetch_groups(requests, deadline=seconds(policy.batch_deadline)), asked
    ):
        polled: list[Polled] = []
        updates: list[HostUpdate | None] = []
        moment = services.clock.now()
        backs: list[Back] = []
        for work, answer in group:
            blocked: datetime | None = None
            if isinstance(answer, BatchOver):
                backs.append(Back(work.id, moment + SHORT, OUT_OF_TIME))
                returned += 1
                updates.append(left.count_off(work, moment))
                continue
            try:
                outcome = outcome_of(work, answer, now=moment, jitter=services.clock.jitter(), policy=policy)
                item = Polled(outcome, tuple(_article_of(work, entry) for entry in outcome.entries))
            except Exception as error:  # noqa: BLE001  a bug in reading one feed must not take the others along
                failed += 1
                fail(services, Queue.POLL, lease, work.id, error)
            else:
                polled.append(item)
                blocked = outcome.host_blocked_until
                done += 1
                failed += outcome.error is not None
                _log_poll(work, item)
            updates.append(left.count_off(work, moment, blocked))
        if backs:
            storage.work.give_back(Queue.POLL, lease.token, backs)
        fresh = storage.feeds.finish(
            lease.token,
            polled,
            [update for update in updates if update],
            now=moment,
            hint_until=hint_until(services, moment),
        )
        made += len(fresh)
        hint(services, Queue.PROCESS, fresh)
    return Worked(Queue.POLL, done=done, failed=failed, back=returned, made=made)


def _with(
    first: Sequence[tuple[FeedWork, FetchResponse | FetchError]],
    groups: Iterable[list[tuple[int, FetchResponse | FetchError]]],
    asked: Sequence[FeedWork],
) -> Iterable[list[tuple[FeedWork, FetchResponse | FetchError]]]:
    if first:
        yield list(first)
    for group in groups:
        yield [(asked[index], answer) for index, answer in group]


def _feed_request(services: Services, work: FeedWork) -> FetchRequest:
    auth = {kind: services.secrets.expand(value) for kind, value in (work.auth or {}).items()}
    return FetchRequest(
        url=work.url,
        headers=request_headers(work, auth),
        max_bytes=MAX_FEED,
        timeout=fetch_time(services.policy),
    )


def _article_of(work: FeedWork, entry: Entry) -> NewArticle:
    """Which article an entry leads to, and the host of its page where the page has to be fetched."""
    if entry.url is None:
        return NewArticle(url_uid(f"{work.url}\0{entry.key}"), "")
    whole = full_text(entry.content, entry.summary) is not None
    return NewArticle(url_uid(entry.url), "" if whole else host_key(entry.url))


def _log_poll(work: FeedWork, item: Polled) -> None:
    outcome = item.outcome
    if outcome.error is not None:
        log.warning("feed failed", feed=work.id, url=work.url, error=outcome.error, then=outcome.why_then)
    elif outcome.changed:
        log.info("feed read", feed=work.id, url=work.url, entries=len(outcome.entries), notes=list(outcome.notes))
