"""Words for the contract tests: a Storage with the few steps that almost every test takes first."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.domain.alert import (
    AlertMessage,
    ChannelKind,
    Decision,
    DeclaredChannel,
    DeliveryWork,
    NewDelivery,
    Outcome,
    Reason,
)
from worker.domain.article import Article, ArticleWork, TextSource
from worker.domain.feed import Dated, DeclaredFeed, Entry, NewArticle, Polled, PollOutcome
from worker.domain.politeness import HostUpdate
from worker.domain.reading import Reading
from worker.domain.watch import DeclaredWatch, Evidence, Match, Part, Severity
from worker.domain.work import Lease
from worker.storage import Storage
from worker.storage.tables import articles, deliveries, feeds

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
"""A Monday morning, with microseconds that a database must keep."""

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=2)
NO_GAP = timedelta(0)

HOOK = DeclaredChannel("hook", ChannelKind.WEBHOOK, {"url": "https://hook.example/in", "secret": "${HOOK_SECRET}"})
DESK = DeclaredChannel("desk", ChannelKind.EMAIL, {"to": ["desk@hook.example"]}, allow_private=True)
LIMES = DeclaredWatch("Lime trees", keywords=("lime trees",), channels=("hook",), severity=Severity.HIGH)
FERRY = DeclaredWatch("Ferry", keywords=("ferry",), all_of=("timetable",), none_of=("football",), channels=("hook",))


def after(**parts: float) -> datetime:
    """So much later than NOW."""
    return NOW + timedelta(**parts)


def lease(token: str, *, at: datetime = NOW) -> Lease:
    """A lease that begins at `at`."""
    return Lease(token, at + LEASE)


def hexed(text: str) -> str:
    """32 hex digits that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def entry(slug: str, **changes: Any) -> Entry:
    """A feed's entry about the page `slug`."""
    values: dict[str, Any] = {
        "key": hexed(slug),
        "guid": slug,
        "url": f"https://news.example/{slug}",
        "title": f"About {slug}",
        "summary": f"What there is to say of {slug}.",
        "content": None,
        "author": None,
        "published": NOW - timedelta(hours=1),
        "dated": Dated.GIVEN,
    }
    values |= changes
    return Entry(**values, fingerprint=hexed(values["title"] + values["summary"]))


def outcome(feed_id: int, entries: Sequence[Entry] = (), *, at: datetime = NOW, **changes: Any) -> PollOutcome:
    """What a successful poll came to."""
    values: dict[str, Any] = {
        "feed_id": feed_id,
        "host": "",
        "next_at": at + timedelta(minutes=10),
        "why_then": "every ten minutes",
        "status": 200,
        "changed": True,
        "entries": tuple(entries),
        "title": "The Harbour Gazette",
        "etag": '"1"',
        "body_hash": "b" * 64,
        "listed": True,
    }
    return PollOutcome(**(values | changes))


def message(uid: str, *, watch: str = "Lime trees", title: str = "Trees for the quay") -> AlertMessage:
    """What channels are to say."""
    return AlertMessage(
        uid=hexed(uid),
        reason=Reason.NEW_STORY,
        watch=watch,
        severity=Severity.HIGH,
        title=title,
        url="https://news.example/trees",
        source="The Harbour Gazette",
        author=None,
        published=NOW - timedelta(hours=1),
        found_at=NOW,
        excerpt="Forty lime trees will be planted.",
        evidence=EVIDENCE,
        outlets=("The Harbour Gazette",),
        language="en",
    )


EVIDENCE = (Evidence(Part.BODY, "Forty lime trees will be planted.", 12, ((6, 16),)),)
TOLD = Decision(Outcome.TOLD, Reason.NEW_STORY, "nobody had told of it")
NOT_TOLD = Decision(Outcome.NOT_TOLD, Reason.HISTORY, "listed by the first poll")
READ = Article(
    url="https://news.example/trees",
    title="Trees for the quay",
    text="Forty lime trees will be planted.",
    author="R. Mason",
    source="The Harbour Gazette",
    published=NOW - timedelta(hours=1),
    language="en",
    text_source=TextSource.PAGE,
)


class Desk:
    """A Storage, and the steps that lead to what a test is about."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._tokens = 0

    def token(self) -> str:
        """A token nobody else has."""
        self._tokens += 1
        return f"token-{self._tokens}"

    def feed(self, name: str = "Gazette", **changes: Any) -> int:
        """Add a feed; its id."""
        url = f"https://{name.lower()}.example/feed"
        assert self.storage.declared.add_feed(DeclaredFeed(url, name=name, **changes), origin="by hand", now=NOW)
        with self.storage.database.read() as connection:
            found: int = connection.execute(sa.select(feeds.c.id).where(feeds.c.url == url)).scalar_one()
        return found

    def declare(self) -> None:
        """Two watches and two channels, from files."""
        self.storage.declared.mirror([], [LIMES, FERRY], [HOOK, DESK], fingerprint="1", now=NOW)

    def watch_id(self, name: str = "Lime trees") -> int:
        """The id of a live watch."""
        return next(watch.id for watch in self.storage.declared.watches() if watch.name == name)

    def take_feeds(self, ids: Sequence[int], token: str, *, at: datetime = NOW) -> list[int]:
        """Claim feeds; the ids of those that may be polled."""
        work, _ = self.storage.feeds.claim(
            ids, lease=lease(token, at=at), now=at, gap=NO_GAP, max_attempts=MAX_ATTEMPTS, tell_first=False
        )
        return [feed.id for feed in work]

    def poll(
        self,
        feed_id: int,
        entries: Sequence[Entry] = (),
        *,
        at: datetime = NOW,
        hint_until: datetime | None = None,
        articles_host: str = "",
        **changes: Any,
    ) -> list[int]:
        """Make the feed due, claim it and store what a poll found; ids of articles that wait."""
        with self.storage.database.write() as connection:
            connection.execute(sa.update(feeds).where(feeds.c.id == feed_id).values(state="pending", next_at=at))
        token = self.token()
        assert self.take_feeds([feed_id], token, at=at) == [feed_id]
        polled = Polled(
            outcome(feed_id, entries, at=at, **changes),
            tuple(NewArticle(hexed(item.url or item.key), articles_host) for item in entries),
        )
        released = [HostUpdate(self.row(feeds, feed_id)["host"], at)]
        return self.storage.feeds.finish(token, [polled], released, now=at, hint_until=hint_until)

    def articles(self, count: int, *, host: str = "", at: datetime = NOW) -> list[int]:
        """So many articles that wait to be processed; their ids, rising."""
        feed = self.feed(f"feed{self.token()}")
        entries = [entry(f"{self.token()}-{n}") for n in range(count)]
        return sorted(self.poll(feed, entries, at=at, articles_host=host))

    def take(
        self, ids: Sequence[int], token: str, *, at: datetime = NOW, gap: timedelta = NO_GAP
    ) -> list[ArticleWork]:
        """Claim articles."""
        return self.storage.articles.claim(
            ids, lease=lease(token, at=at), now=at, gap=gap, max_attempts=MAX_ATTEMPTS
        )[0]

    def take_ids(self, ids: Sequence[int], token: str, *, at: datetime = NOW) -> list[int]:
        """Claim articles; their ids."""
        return sorted(work.id for work in self.take(ids, token, at=at))

    def finish(
        self,
        article_id: int,
        token: str,
        *,
        at: datetime = NOW,
        article: Article | None = None,
        reading: Reading | None = None,
        version: int = 1,
        failed: str = "",
        **changes: Any,
    ) -> bool:
        """Finish a claimed article without any match; whether the lease was held. reading: stored with it."""
        values: dict[str, Any] = {
            "canonical_uid": None,
            "page": None,
            "page_failures": 0,
            "again_at": None,
            "waiting": "",
        }
        with self.storage.articles.finishing(article_id, token, now=at) as transaction:
            if transaction is not None:
                transaction.finish(article or READ, **(values | changes))
                if reading is not None:
                    transaction.store(reading, version=version, failed=failed)
            return transaction is not None

    def read(self, reading: Reading, *, at: datetime = NOW, **changes: Any) -> int:
        """A new article that was read so; its id. changes: of READ, or of `finish`."""
        (article_id,) = self.articles(1, at=at)
        self.read_again(article_id, reading, at=at, **changes)
        return article_id

    def read_again(self, article_id: int, reading: Reading, *, at: datetime = NOW, **changes: Any) -> None:
        """Make an article due, claim it and finish it so."""
        with self.storage.database.write() as connection:
            connection.execute(
                sa.update(articles).where(articles.c.id == article_id).values(state="pending", next_at=at)
            )
        token = self.token()
        assert self.take_ids([article_id], token, at=at) == [article_id]
        names = ("title", "text", "author", "source", "language", "published", "text_source", "note")
        article = replace(READ, **{name: changes.pop(name) for name in names if name in changes})
        assert self.finish(article_id, token, at=at, article=article, reading=reading, **changes)

    def tell(
        self,
        article_id: int,
        *,
        watch: str = "Lime trees",
        channels: Sequence[str] = ("hook",),
        decision: Decision = TOLD,
        at: datetime = NOW,
        **changes: Any,
    ) -> list[int]:
        """Claim an article and finish it with one alert; the ids of its deliveries. changes: of its message."""
        token = self.token()
        assert self.take_ids([article_id], token, at=at) == [article_id]
        uid = f"{watch} {article_id}"
        with self.storage.articles.finishing(article_id, token, now=at) as transaction:
            assert transaction is not None
            transaction.record(
                Match(self.watch_id(watch), EVIDENCE),
                decision,
                replace(message(uid, watch=watch), **changes),
                [NewDelivery(hexed(f"{uid} {channel}"), channel) for channel in channels],
                hint_until=None,
            )
            transaction.finish(READ, canonical_uid=None, page=None, page_failures=0, again_at=None, waiting="")
            return transaction.delivery_ids

    def take_deliveries(self, ids: Sequence[int], token: str, *, at: datetime = NOW) -> list[DeliveryWork]:
        """Claim deliveries."""
        return self.storage.deliveries.claim(ids, lease=lease(token, at=at), now=at, max_attempts=MAX_ATTEMPTS)

    def row(self, table: sa.Table, row_id: int) -> dict[str, Any]:
        """A row, by its id."""
        with self.storage.database.read() as connection:
            return dict(connection.execute(sa.select(table).where(table.c.id == row_id)).mappings().one())

    def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """All rows of a table."""
        with self.storage.database.read() as connection:
            return [dict(row) for row in connection.execute(sa.select(table)).mappings()]

    def article(self, article_id: int) -> dict[str, Any]:
        """An article's row."""
        return self.row(articles, article_id)

    def delivery(self, delivery_id: int) -> dict[str, Any]:
        """A delivery's row."""
        return self.row(deliveries, delivery_id)
