"""The stages, one function each: claim rows, act, decide, store, say what is next.

    poll      feeds      → entries, new articles
    process   articles   → text, matches, alerts, deliveries
    deliver   deliveries → sent, or again later
    sweep     hints for rows that are due and that nobody has hinted
    run_once  all of it in this process, until nothing is due

None of them needs Celery; none of them lets one row's trouble reach its neighbours.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from worker.alerts.decide import decide, delivery_uid, message_of
from worker.alerts.retry import after_try
from worker.articles.assemble import assemble
from worker.articles.fulltext import full_text
from worker.articles.outcome import PageOutcome, page_outcome, robots_refusal
from worker.domain.alert import (
    DeliveryOutcome,
    DeliveryState,
    DeliveryWork,
    NewDelivery,
    Outcome,
    Outgoing,
    Reason,
    SendResult,
)
from worker.domain.article import Article, ArticleWork, StoredPage
from worker.domain.feed import Entry, FeedWork, NewArticle, Polled
from worker.domain.http import FetchRequest, FetchResponse, host_key
from worker.domain.policy import Policy
from worker.domain.politeness import HostState, HostUpdate, gap_of
from worker.domain.watch import Match, Watch
from worker.domain.work import BATCH, Back, Lease, Queue, batches
from worker.errors import BatchOver, DatabaseUnavailable, FetchError, UnsetVariable
from worker.feeds.outcome import outcome_of, request_headers
from worker.log import bound, get_logger
from worker.ports import Clock, Fetcher, FinishTransaction, Hints, Notifier, RobotsReader, Secrets, Storage
from worker.text.urls import url_uid
from worker.watches.index import WatchIndex, compile_watches

log = get_logger(__name__)

PAGE_ACCEPT = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}
ROBOTS_TIMEOUT = 10.0
MAX_PAGE = 5_000_000
MAX_FEED = 5_000_000
OUT_OF_TIME = "its batch ran out of time"
NOTHING_MOVED = 0.05
"""Seconds between two tries for rows that are due and cannot be had just now."""
SHORT = timedelta(seconds=5)
"""When a row comes back that a batch did not reach, or that an error of ours stopped once."""


@dataclass
class WatchBook:
    """The compiled watches, compiled anew when the declared version changes."""

    version: int = -1
    index: WatchIndex | None = None
    watches: dict[int, Watch] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Services:
    """All that a stage needs; put together by bootstrap."""

    storage: Storage
    fetcher: Fetcher
    notifier: Notifier
    robots: RobotsReader
    hints: Hints
    secrets: Secrets
    clock: Clock
    policy: Policy
    hinting: bool = True
    book: WatchBook = field(default_factory=WatchBook)


@dataclass(frozen=True, slots=True)
class Worked:
    """What a call of a stage did, in rows. `made`: rows it made for the next stage."""

    queue: Queue
    done: int = 0
    failed: int = 0
    back: int = 0
    made: int = 0


# ------------------------------------------------------------------------------------------------- poll


def poll(services: Services, ids: Sequence[int]) -> Worked:
    """Poll the feeds of `ids` that are due and whose hosts may be asked; store what is new."""
    policy, storage = services.policy, services.storage
    now = services.clock.now()
    lease = _lease(policy, now)
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
    left = _rows_per_host(works)
    for group in _with(
        answered, services.fetcher.fetch_groups(requests, deadline=_seconds(policy.batch_deadline)), asked
    ):
        polled: list[Polled] = []
        updates: list[HostUpdate] = []
        moment = services.clock.now()
        backs: list[Back] = []
        for work, answer in group:
            blocked: datetime | None = None
            if isinstance(answer, BatchOver):
                backs.append(Back(work.id, moment + SHORT, OUT_OF_TIME))
                returned += 1
                _host_left(work, left, hosts, policy, moment, None, updates)
                continue
            try:
                outcome = outcome_of(work, answer, now=moment, jitter=services.clock.jitter(), policy=policy)
                item = Polled(outcome, tuple(_article_of(work, entry) for entry in outcome.entries))
            except Exception as error:  # noqa: BLE001  a bug in reading one feed must not take the others along
                failed += 1
                _fail(services, Queue.POLL, lease, work.id, error)
            else:
                polled.append(item)
                blocked = outcome.host_blocked_until
                done += 1
                failed += outcome.error is not None
                _log_poll(work, item)
            _host_left(work, left, hosts, policy, moment, blocked, updates)
        if backs:
            storage.work.give_back(Queue.POLL, lease.token, backs)
        fresh = storage.feeds.finish(
            lease.token, polled, updates, now=moment, hint_until=_hint_until(services, moment)
        )
        made += len(fresh)
        _hint(services, Queue.PROCESS, fresh)
    return Worked(Queue.POLL, done=done, failed=failed, back=returned, made=made)


def _host_left(
    work: FeedWork,
    left: dict[str, int],
    hosts: Mapping[str, HostState],
    policy: Policy,
    now: datetime,
    blocked: datetime | None,
    updates: list[HostUpdate],
) -> None:
    """Count a feed off its host; the host is let go of with the last one."""
    left[work.host] -= 1
    if work.host and not left[work.host]:
        updates.append(_host_update(hosts[work.host], policy, now, blocked))


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
        timeout=_fetch_time(services.policy),
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


# ---------------------------------------------------------------------------------------------- process


def process(services: Services, ids: Sequence[int]) -> Worked:
    """Read the articles of `ids` that are due, hold them against the watches, decide and store."""
    policy, storage, clock = services.policy, services.storage, services.clock
    now = clock.now()
    lease = _lease(policy, now)
    works, hosts = storage.articles.claim(
        ids, lease=lease, now=now, gap=policy.host_gap, max_attempts=policy.max_attempts
    )
    if not works:
        return Worked(Queue.PROCESS)
    batch = _Batch(services, lease, hosts, _rows_per_host(works), now + policy.batch_deadline)
    batch.read([(work, PageOutcome(None)) for work in works if not work.host])
    waiting = [work for work in works if work.host]
    unread = {key for key, host in hosts.items() if not _robots_known(services, host, now)}
    batch.fetch_pages([work for work in waiting if work.host not in unread])
    unknown = [work for work in waiting if work.host in unread]
    if unknown:
        batch.fetch_robots({work.host for work in unknown})
        batch.fetch_pages(unknown)
    batch.give_back_rest(works)
    return Worked(Queue.PROCESS, done=batch.done, failed=batch.failed, back=batch.back, made=batch.made)


class _Batch:
    """One call of `process`: what it holds while it works through its articles."""

    def __init__(
        self, services: Services, lease: Lease, hosts: dict[str, HostState], left: dict[str, int], until: datetime
    ) -> None:
        self._services = services
        self._lease = lease
        self._hosts = hosts
        self._left = left
        self._until = until
        self._index = _watches(services)
        self._robots: dict[str, HostUpdate] = {}
        self._seen: set[int] = set()
        self._counted: set[int] = set()
        self.done = self.failed = self.back = self.made = 0

    def fetch_robots(self, keys: set[str]) -> None:
        """Ask these hosts for their robots.txt, and note what they said."""
        reader, clock = self._services.robots, self._services.clock
        order = sorted(keys)
        requests = [
            FetchRequest(
                url=reader.url(key),
                max_bytes=reader.max_bytes,
                timeout=min(ROBOTS_TIMEOUT, _fetch_time(self._services.policy)),
            )
            for key in order
        ]
        for group in self._services.fetcher.fetch_groups(requests, deadline=self._time_left()):
            for index, answer in group:
                if isinstance(answer, BatchOver):
                    continue  # still not known, so the pages of this host are given back
                key, now = order[index], clock.now()
                text, delay = reader.read(answer)
                self._robots[key] = HostUpdate(key, now, robots=text, robots_at=now, crawl_delay=delay)
                self._hosts[key] = HostState(key, now, None, None, text, now, delay)

    def fetch_pages(self, works: Sequence[ArticleWork]) -> None:
        """Fetch and work through the pages of these articles."""
        reader = self._services.robots
        allowed: list[ArticleWork] = []
        requests: list[FetchRequest] = []
        for work in works:
            if work.url is None:
                raise AssertionError("an article with a host has a URL")
            rules = self._hosts[work.host].robots
            if rules is None:
                continue
            refusal = reader.refusal(rules, work.url)
            if refusal is not None:
                passing = reader.passing(rules)
                now = self._services.clock.now()
                outcome = robots_refusal(work, refusal, passing=passing, now=now, policy=self._services.policy)
                self.read([(work, outcome)])
                continue
            allowed.append(work)
            requests.append(
                FetchRequest(
                    url=work.url,
                    headers=PAGE_ACCEPT,
                    max_bytes=MAX_PAGE,
                    timeout=_fetch_time(self._services.policy),
                )
            )
        if not requests:
            return
        groups = self._services.fetcher.fetch_groups(requests, deadline=self._time_left(), linger=0.0)
        for group in groups:
            for index, answer in group:
                self._read_page(allowed[index], answer)

    def _read_page(self, work: ArticleWork, answer: FetchResponse | FetchError) -> None:
        if isinstance(answer, BatchOver):
            return  # not seen, so it is given back
        now = self._services.clock.now()
        try:
            outcome = page_outcome(work, answer, now=now, policy=self._services.policy)
        except Exception as error:  # noqa: BLE001  a page that breaks our reader must not take its neighbours along
            self._fail(work, error)
            return
        page = None
        if isinstance(answer, FetchResponse) and outcome.page is not None:
            page = StoredPage(answer.url, answer.header("content-type"), zlib.compress(answer.body, 6))
        self.read([(work, outcome)], page)

    def read(self, items: Sequence[tuple[ArticleWork, PageOutcome]], page: StoredPage | None = None) -> None:
        """Assemble, match, decide and store each; each in its own transaction."""
        for work, outcome in items:
            if self._services.clock.now() >= self._until:
                return  # what was not reached is given back
            with bound(article=work.id):
                try:
                    article = assemble(work, outcome.page, note=outcome.note)
                    found = self._index.match(article)
                    self._finish(work, outcome, article, found, page)
                except DatabaseUnavailable:
                    raise
                except Exception as error:  # noqa: BLE001  as above: recorded on the row, retried, then dead
                    self._fail(work, error)

    def _finish(
        self,
        work: ArticleWork,
        outcome: PageOutcome,
        article: Article,
        found: Sequence[Match],
        page: StoredPage | None,
    ) -> None:
        services = self._services
        now = services.clock.now()
        canonical = outcome.page.canonical_url if outcome.page else None
        canonical_uid = url_uid(canonical) if canonical else None
        update = self._host_done(work, now, outcome.host_blocked_until)
        with services.storage.articles.finishing(work.id, self._lease.token, now=now) as transaction:
            self._seen.add(work.id)
            if transaction is None:
                log.warning("lease lost", consequence="whoever has it now finishes the article")
                return
            transaction.release_host(self._lease.token, update)
            uids = [work.uid] if canonical_uid is None else [work.uid, canonical_uid]
            twin = transaction.twin_of(uids, title=article.title)
            if twin is not None:
                transaction.become_twin(twin)
                log.info("article known under another URL", twin=twin, url=work.url)
            else:
                transaction.finish(
                    article,
                    canonical_uid=canonical_uid,
                    page=page,
                    page_failures=outcome.failures,
                    again_at=outcome.again_at,
                    waiting=f"asking for the page again: {outcome.note}" if outcome.again_at else "",
                )
                self._decide(transaction, work, article, found, now)
            fresh = list(transaction.delivery_ids)
            unknown = list(transaction.unknown_channels)
        self.done += 1
        self.made += len(fresh)
        for name in unknown:
            log.error("no such channel", channel=name, consequence="nothing was sent there", fix="wirewatch check")
        _hint(services, Queue.DELIVER, fresh)

    def _decide(
        self,
        transaction: FinishTransaction,
        work: ArticleWork,
        article: Article,
        found: Sequence[Match],
        now: datetime,
    ) -> None:
        if not found:
            return
        services = self._services
        known = transaction.known_alerts()
        outlets = transaction.outlets()
        decision = decide(
            history=transaction.history, sightings=work.sightings, now=now, max_age=services.policy.max_age
        )
        for match in found:
            earlier = known.get(match.watch_id)
            news = earlier is not None and earlier.reason is Reason.HISTORY and decision.reason is not Reason.HISTORY
            if earlier is not None and not news:
                continue
            watch = services.book.watches[match.watch_id]
            message = message_of(
                watch=watch,
                match=match,
                article=article,
                article_uid=work.uid,
                decision=decision,
                outlets=outlets,
                found_at=transaction.first_seen,
            )
            deliveries = (
                [NewDelivery(delivery_uid(alert=message.uid, channel=name), name) for name in watch.channels]
                if decision.outcome is Outcome.TOLD
                else []
            )
            hint_until = _hint_until(services, now)
            if earlier is None:
                transaction.record(match, decision, message, deliveries, hint_until=hint_until)
            else:
                transaction.replace(earlier, decision, message, deliveries, hint_until=hint_until)
            log.info("match", watch=watch.name, outcome=decision.outcome, reason=decision.reason, alert=message.uid)

    def _host_done(self, work: ArticleWork, now: datetime, blocked: datetime | None) -> HostUpdate | None:
        """The host's row is let go of with the last of this batch's rows on it."""
        if not work.host:
            return None
        if work.id not in self._counted:  # one that fails while it is stored comes here twice
            self._counted.add(work.id)
            self._left[work.host] -= 1
        return None if self._left[work.host] else self._host_update(work.host, now, blocked)

    def _host_update(self, key: str, now: datetime, blocked: datetime | None) -> HostUpdate:
        update = _host_update(self._hosts[key], self._services.policy, now, blocked)
        robots = self._robots.get(key)
        if robots is None:
            return update
        return HostUpdate(key, update.next_at, blocked, robots.robots, robots.robots_at, robots.crawl_delay)

    def _fail(self, work: ArticleWork, error: Exception) -> None:
        self._seen.add(work.id)
        self.failed += 1
        _fail(self._services, Queue.PROCESS, self._lease, work.id, error)
        update = self._host_done(work, self._services.clock.now(), None)
        if update is not None:
            self._services.storage.articles.release_hosts(self._lease.token, [update])

    def give_back_rest(self, works: Sequence[ArticleWork]) -> None:
        """What this batch did not reach is pending again, and its hosts are free."""
        rest = [work for work in works if work.id not in self._seen]
        if not rest:
            return
        now = self._services.clock.now()
        self.back = len(rest)
        self._services.storage.work.give_back(
            Queue.PROCESS,
            self._lease.token,
            [Back(work.id, now + SHORT, OUT_OF_TIME) for work in rest],
        )
        keys = {work.host for work in rest if work.host}
        self._services.storage.articles.release_hosts(
            self._lease.token, [self._host_update(key, now, None) for key in sorted(keys)]
        )

    def _time_left(self) -> float:
        return max(0.1, _seconds(self._until - self._services.clock.now()))


def _watches(services: Services) -> WatchIndex:
    """The compiled watches, compiled anew where their version changed."""
    book, declared = services.book, services.storage.declared
    version = declared.version()
    if book.index is None or version != book.version:
        live = declared.watches()
        book.watches = {watch.id: watch for watch in live}
        book.index = compile_watches(live)
        book.version = version
        log.info("watches compiled", watches=len(live), version=version)
    return book.index


def _robots_known(services: Services, host: HostState, now: datetime) -> bool:
    if host.robots is None or host.robots_at is None:
        return False
    return now - host.robots_at < services.robots.keep(host.robots)


# ---------------------------------------------------------------------------------------------- deliver


def deliver(services: Services, ids: Sequence[int]) -> Worked:
    """Send the deliveries of `ids` that are due, and record each as soon as it ended."""
    policy, storage, clock = services.policy, services.storage, services.clock
    now = clock.now()
    lease = _lease(policy, now)
    works = storage.deliveries.claim(ids, lease=lease, now=now, max_attempts=policy.max_attempts)
    done = failed = 0
    ready: list[DeliveryWork] = []
    for work in works:
        skip = _skip_reason(services, work)
        if skip is None:
            ready.append(work)
        else:
            storage.deliveries.finish(
                lease.token,
                DeliveryOutcome(work.id, DeliveryState.SKIPPED, skip, None, now, work.tries, work.channel.id),
                now=now,
            )
            log.warning("delivery skipped", delivery=work.uid, channel=work.channel.name, reason=skip)
            done += 1
    outgoing = [Outgoing(work.uid, work.channel, work.message) for work in ready]
    unsent = {work.id: work for work in ready}
    for index, result in services.notifier.send_each(outgoing, deadline=_seconds(policy.batch_deadline)):
        work = ready[index]
        del unsent[work.id]
        moment = clock.now()
        outcome = _after(work, result, moment, clock.jitter(), policy)
        storage.deliveries.finish(lease.token, outcome, now=moment)
        _log_delivery(work, outcome, moment)
        done += 1
        failed += outcome.state is not DeliveryState.SENT
    if unsent:
        later = clock.now() + SHORT
        storage.work.give_back(Queue.DELIVER, lease.token, [Back(row, later, OUT_OF_TIME) for row in unsent])
    return Worked(Queue.DELIVER, done=done, failed=failed, back=len(unsent))


def _skip_reason(services: Services, work: DeliveryWork) -> str | None:
    channel = work.channel
    if channel.disabled:
        return f"the channel {channel.name} is disabled: {channel.disabled}"
    try:
        services.secrets.expand(json.dumps(channel.config))
    except UnsetVariable as error:
        return f"the channel {channel.name} is disabled until {error.name} is set"
    return None


def _after(work: DeliveryWork, result: SendResult, now: datetime, jitter: float, policy: Policy) -> DeliveryOutcome:
    after = after_try(result, tries=work.tries, created_at=work.created_at, now=now, jitter=jitter, policy=policy)
    return DeliveryOutcome(
        id=work.id,
        state=after.state,
        reason=after.reason,
        status=result.status,
        next_at=after.next_at,
        tries=after.tries,
        channel_id=work.channel.id,
        disable_channel=after.disable_channel,
        block_channel_until=after.block_channel_until,
    )


def _log_delivery(work: DeliveryWork, outcome: DeliveryOutcome, now: datetime) -> None:
    ids = {"delivery": work.uid, "channel": work.channel.name, "alert": work.message.uid}
    if outcome.state is DeliveryState.SENT:
        log.info("delivered", **ids, seconds=round((now - work.created_at).total_seconds(), 3))
    else:
        log.warning("not delivered", **ids, state=outcome.state, reason=outcome.reason)
    if outcome.disable_channel:
        log.error("channel disabled", channel=work.channel.name, reason=outcome.disable_channel)


# ---------------------------------------------------------------------------------------- sweep and run


STAGES: dict[Queue, Callable[[Services, Sequence[int]], Worked]] = {
    Queue.POLL: poll,
    Queue.PROCESS: process,
    Queue.DELIVER: deliver,
}


def sweep(services: Services) -> dict[Queue, int]:
    """Hint what is due and what nobody hinted, bury what used up its attempts. Out: rows hinted by queue."""
    policy, work = services.policy, services.storage.work
    hinted: dict[Queue, int] = {}
    for queue in Queue:
        now = services.clock.now()
        for row in work.bury(queue, now=now, max_attempts=policy.max_attempts):
            log.error("dead", queue=queue, row=row, fix=f"wirewatch retry {queue} {row}")
        due = work.mark_hinted(
            queue, now=now, until=now + policy.hint_hold, cap=policy.hint_cap, max_attempts=policy.max_attempts
        )
        hinted[queue] = len(due)
        for batch in batches(due):
            if not _hint(services, queue, batch):
                break
    return hinted


def run_once(services: Services, *, on_work: Callable[[Worked], None] = lambda _: None) -> dict[Queue, Worked]:
    """Run all stages here until nothing is due and nothing waits only for a host's gap.

    on_work is called after each batch. Out: the sums by queue.
    """
    policy, work = services.policy, services.storage.work
    total = {queue: Worked(queue) for queue in Queue}
    for queue in Queue:
        work.bury(queue, now=services.clock.now(), max_attempts=policy.max_attempts)
    while True:
        due, moved = _run_due(services, total, on_work)
        if due:
            if not moved:
                services.clock.sleep(NOTHING_MOVED)  # another process has those rows, or their hosts
            continue
        now = services.clock.now()
        waits = [at for at in (work.next_wait(queue, now=now) for queue in Queue) if at is not None]
        if not waits:
            if _anything_due(services):
                continue
            return total
        services.clock.sleep(max(0.01, _seconds(min(waits) - now)))


def _run_due(services: Services, total: dict[Queue, Worked], on_work: Callable[[Worked], None]) -> tuple[bool, bool]:
    """One round over the queues, what is nearest to a reader first. Out: whether anything was due, and done."""
    found = moved = False
    for queue in (Queue.DELIVER, Queue.PROCESS, Queue.POLL):
        due = services.storage.work.due(
            queue, now=services.clock.now(), limit=BATCH, max_attempts=services.policy.max_attempts
        )
        for batch in batches(due):
            worked = STAGES[queue](services, batch)
            total[queue] = _sum(total[queue], worked)
            on_work(worked)
            found = True
            moved = moved or worked.done + worked.failed + worked.back > 0
    return found, moved


def _anything_due(services: Services) -> bool:
    now, most = services.clock.now(), services.policy.max_attempts
    return any(services.storage.work.due(queue, now=now, limit=1, max_attempts=most) for queue in Queue)


def _sum(one: Worked, other: Worked) -> Worked:
    return Worked(
        one.queue,
        one.done + other.done,
        one.failed + other.failed,
        one.back + other.back,
        one.made + other.made,
    )


# ----------------------------------------------------------------------------------------------- common


def _fetch_time(policy: Policy) -> float:
    """Seconds for one request: less than half its batch's, so that a slow host cannot be put off for ever."""
    return _seconds(min(policy.fetch_timeout, policy.batch_deadline * 0.4))


def _lease(policy: Policy, now: datetime) -> Lease:
    return Lease(uuid4().hex, now + policy.lease)


def _seconds(duration: timedelta) -> float:
    return duration.total_seconds()


def _rows_per_host(works: Sequence[FeedWork] | Sequence[ArticleWork]) -> dict[str, int]:
    left: dict[str, int] = {}
    for work in works:
        left[work.host] = left.get(work.host, 0) + 1
    return left


def _host_update(host: HostState, policy: Policy, now: datetime, blocked: datetime | None) -> HostUpdate:
    return HostUpdate(host.key, now + gap_of(host, policy.host_gap), blocked)


def _hint_until(services: Services, now: datetime) -> datetime | None:
    return now + services.policy.hint_hold if services.hinting else None


def _hint(services: Services, queue: Queue, ids: Sequence[int]) -> bool:
    """Publish ids in batches; where the broker is out of reach, let the sweep find them at once."""
    if not services.hinting:
        return True
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        if not services.hints.hint(queue, batch):
            services.storage.work.unhint(queue, ids[start:])
            return False
    return True


def _fail(services: Services, queue: Queue, lease: Lease, row: int, error: Exception) -> None:
    """Record an error of ours on its row; it is tried again, alone, until its attempts are used up."""
    log.error("failed by a bug", queue=queue, row=row, error=repr(error), exc_info=error)
    services.storage.work.fail(
        queue,
        lease.token,
        row,
        next_at=services.clock.now() + SHORT,
        why=f"an error of Wirewatch itself: {error!r}"[:500],
    )
