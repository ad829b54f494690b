"""Processing: read the articles that are due, hold them against the watches, decide and store."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from worker.alerts.decide import decide, delivery_uid, message_of
from worker.articles.assemble import assemble
from worker.articles.outcome import PageOutcome, page_outcome, robots_refusal
from worker.domain.alert import NewDelivery, Outcome, Reason
from worker.domain.article import Article, ArticleWork, StoredPage
from worker.domain.http import FetchRequest, FetchResponse
from worker.domain.politeness import HostState, HostUpdate
from worker.domain.watch import Match, Watch
from worker.domain.work import Back, Lease, Queue
from worker.errors import BatchOver, DatabaseUnavailable, FetchError
from worker.facts.registry import Registry
from worker.log import bound, get_logger
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
from worker.pipeline.understand import Understood, understand, with_note
from worker.ports import FinishTransaction
from worker.text.urls import url_uid
from worker.watches.watchlist import Watchlist

log = get_logger(__name__)

PAGE_ACCEPT = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"}
ROBOTS_TIMEOUT = 10.0
MAX_PAGE = 5_000_000


def process(services: Services, ids: Sequence[int]) -> Worked:
    """Read the articles of `ids` that are due, hold them against the watches, decide and store."""
    policy, storage, clock = services.policy, services.storage, services.clock
    now = clock.now()
    lease = new_lease(policy, now)
    works, hosts = storage.articles.claim(
        ids, lease=lease, now=now, gap=policy.host_gap, max_attempts=policy.max_attempts
    )
    if not works:
        return Worked(Queue.PROCESS)
    batch = _Batch(services, lease, works, hosts, now + policy.batch_deadline)
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
        self,
        services: Services,
        lease: Lease,
        works: Sequence[ArticleWork],
        hosts: dict[str, HostState],
        until: datetime,
    ) -> None:
        self._services = services
        self._lease = lease
        self._hosts = hosts
        self._left = HostsLeft(works, hosts, services.policy)
        self._until = until
        self._index = _watches(services)
        self._robots: dict[str, HostUpdate] = {}
        self._seen: set[int] = set()
        self.done = self.failed = self.back = self.made = 0

    def fetch_robots(self, keys: set[str]) -> None:
        """Ask these hosts for their robots.txt, and note what they said."""
        reader, clock = self._services.robots, self._services.clock
        order = sorted(keys)
        requests = [
            FetchRequest(
                url=reader.url(key),
                max_bytes=reader.max_bytes,
                timeout=min(ROBOTS_TIMEOUT, fetch_time(self._services.policy)),
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
                    timeout=fetch_time(self._services.policy),
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
                    understood = understand(self._services, article, work.first_seen)
                    article = with_note(article, understood)
                    found = self._index.match(article, understood.reading, origins=_origins(work))
                    self._finish(work, outcome, article, understood, found, page)
                except DatabaseUnavailable:
                    raise
                except Exception as error:  # noqa: BLE001  as above: recorded on the row, retried, then dead
                    self._fail(work, error)

    def _finish(
        self,
        work: ArticleWork,
        outcome: PageOutcome,
        article: Article,
        understood: Understood,
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
                transaction.store(understood.reading, version=understood.version, failed=understood.failed)
                self._decide(transaction, work, article, found, now)
            fresh = list(transaction.delivery_ids)
            unknown = list(transaction.unknown_channels)
        self.done += 1
        self.made += len(fresh)
        for name in unknown:
            log.error("no such channel", channel=name, consequence="nothing was sent there", fix="wirewatch check")
        hint(services, Queue.DELIVER, fresh)

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
            marked = hint_until(services, now)
            if earlier is None:
                transaction.record(match, decision, message, deliveries, hint_until=marked)
            else:
                transaction.replace(earlier, decision, message, deliveries, hint_until=marked)
            log.info("match", watch=watch.name, outcome=decision.outcome, reason=decision.reason, alert=message.uid)

    def _host_done(self, work: ArticleWork, now: datetime, blocked: datetime | None) -> HostUpdate | None:
        update = self._left.count_off(work, now, blocked)
        return None if update is None else self._with_robots(update)

    def _with_robots(self, update: HostUpdate) -> HostUpdate:
        """The update, with the host's robots.txt where this batch read it."""
        robots = self._robots.get(update.key)
        if robots is None:
            return update
        return replace(update, robots=robots.robots, robots_at=robots.robots_at, crawl_delay=robots.crawl_delay)

    def _fail(self, work: ArticleWork, error: Exception) -> None:
        self._seen.add(work.id)
        self.failed += 1
        fail(self._services, Queue.PROCESS, self._lease, work.id, error)
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
            self._lease.token, [self._with_robots(self._left.let_go(key, now)) for key in sorted(keys)]
        )

    def _time_left(self) -> float:
        return max(0.1, seconds(self._until - self._services.clock.now()))


def _watches(services: Services) -> Watchlist:
    """The compiled watches; where their version rose, those that changed are compiled anew."""
    book, declared = services.book, services.storage.declared
    version = declared.version()
    if book.index is None:
        live = declared.watches()
        book.watches = {watch.id: watch for watch in live}
        book.index = Watchlist(live)
        _told_broken(book.index, live)
    elif version != book.version:
        live, removed = declared.watches_since(book.version)
        book.index.update(live, removed)
        for number in removed:
            book.watches.pop(number, None)
        book.watches.update({watch.id: watch for watch in live})
        _told_broken(book.index, live)
    if version != book.version:
        book.registry = Registry(declared.officials())
        book.version = version
        officials = len(book.registry.officials)
        log.info("watches compiled", watches=len(book.watches), officials=officials, version=version)
    return book.index


def _told_broken(watchlist: Watchlist, watches: Iterable[Watch]) -> None:
    for watch in watches:
        if (error := watchlist.broken.get(watch.id)) is not None:
            fix = error.hint or "wirewatch check"
            log.error("query refused", watch=watch.name, error=str(error), consequence="it never holds", fix=fix)


def _origins(work: ArticleWork) -> int:
    """How many feeds carry the article."""
    return len({sighting.feed_id for sighting in work.sightings})


def _robots_known(services: Services, host: HostState, now: datetime) -> bool:
    if host.robots is None or host.robots_at is None:
        return False
    return now - host.robots_at < services.robots.keep(host.robots)
