"""Articles as work: claimed with their sightings, decided about under one lock, finished in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa

from worker.domain.alert import AlertMessage, Decision, KnownAlert, NewDelivery, Outcome, Reason
from worker.domain.article import Article, ArticleWork, StoredPage
from worker.domain.politeness import HostState, HostUpdate
from worker.domain.reading import Reading
from worker.domain.watch import Match
from worker.domain.work import Lease, State
from worker.storage import hosts as host_rows
from worker.storage import readings as reading_rows
from worker.storage.codec import evidence_to_json, message_to_json
from worker.storage.engine import Database
from worker.storage.hosts import Wanted
from worker.storage.sightings import sightings_of
from worker.storage.tables import alerts, articles, channels, deliveries, entries, feeds, matches, pages
from worker.storage.work import FINISHED, claim, give_back

# Statements that run once an article, built once: building one costs more than SQLite takes to run it.

_LEASED = (
    sa.select(articles.c.history, articles.c.first_seen, articles.c.processed_at)
    .where(
        articles.c.id == sa.bindparam("b_id"),
        articles.c.lease_token == sa.bindparam("b_token"),
        articles.c.state == State.RUNNING,
    )
    .with_for_update(key_share=True)  # a poll may go on storing sightings of it
)

_TWIN = (
    sa.select(articles.c.id)
    .where(
        sa.or_(
            articles.c.uid.in_(sa.bindparam("uids", expanding=True)),
            articles.c.canonical_uid.in_(sa.bindparam("uids", expanding=True)),
        ),
        articles.c.id != sa.bindparam("me"),
        articles.c.title == sa.bindparam("title"),
        articles.c.duplicate_of.is_(None),
    )
    .order_by(articles.c.id)
    .limit(1)
)

_FINISH = (
    sa.update(articles)
    .where(articles.c.id == sa.bindparam("b_id"))
    .values(
        **FINISHED,
        **{
            name: sa.bindparam(f"b_{name}")
            for name in (
                "state",
                "next_at",
                "waiting",
                "processed_at",
                "page_failures",
                "canonical_uid",
                "title",
                "text",
                "author",
                "source",
                "language",
                "published",
                "text_source",
                "note",
            )
        },
    )
)

_KEEP_PAGE = sa.insert(pages)


class FinishTransaction:
    """One article's last transaction. Everything read from it is read under the decision lock."""

    def __init__(self, database: Database, connection: sa.Connection, article_id: int, now: datetime) -> None:
        self._db = database
        self._connection = connection
        self._id = article_id
        self._now = now
        self.history = False
        self.first_seen = now
        self.read_before = False
        self._published: datetime | None = None
        self.delivery_ids: list[int] = []
        self.unknown_channels: list[str] = []

    def twin_of(self, uids: Sequence[str], *, title: str) -> int | None:
        """Another article as read, with one of these uids as its own or its canonical one, or None.

        The title must be the same: there are sites whose every page names the front page as canonical.
        """
        found: int | None = self._connection.scalar(_TWIN, {"uids": list(uids), "me": self._id, "title": title})
        return found

    def become_twin(self, other: int) -> None:
        """Record that this article is another one under a second URL; its sightings move there."""
        self._connection.execute(sa.update(entries).where(entries.c.article_id == self._id).values(article_id=other))
        if not self.history:
            # The other one may be known only as history; then this sighting makes it news.
            promoted = self._connection.execute(
                sa.update(articles)
                .where(articles.c.id == other, articles.c.history.is_(True))
                .values(history=False, first_seen=self.first_seen)
            )
            if promoted.rowcount:
                self._connection.execute(
                    sa.update(articles)
                    .where(articles.c.id == other, articles.c.state.in_([State.DONE, State.PENDING]))
                    .values(state=State.PENDING, next_at=self._now, hinted_until=None, waiting="listed as news")
                )
        self._connection.execute(
            sa.update(articles)
            .where(articles.c.id == self._id)
            .values(**FINISHED, state=State.DONE, waiting="", duplicate_of=other, processed_at=self._now)
        )
        if self.read_before:
            reading_rows.forget(self._connection, self._id)  # the other one says the same

    def outlets(self) -> tuple[str, ...]:
        """Names of the feeds that carry the article, first sighting first."""
        rows = self._connection.execute(
            sa.select(feeds.c.name, feeds.c.title)
            .join(entries, entries.c.feed_id == feeds.c.id)
            .where(entries.c.article_id == self._id)
            .order_by(entries.c.first_seen, entries.c.id)
        )
        return tuple(dict.fromkeys(name or title for name, title in rows))

    def known_alerts(self) -> dict[int, KnownAlert]:
        """The alerts this article already has, by watch id."""
        rows = self._connection.execute(
            sa.select(matches.c.watch_id, alerts.c.id, alerts.c.outcome, alerts.c.reason)
            .join(alerts, alerts.c.match_id == matches.c.id)
            .where(matches.c.article_id == self._id)
        )
        return {row[0]: KnownAlert(row[1], Outcome(row[2]), Reason(row[3])) for row in rows}

    def record(
        self,
        match: Match,
        decision: Decision,
        message: AlertMessage,
        new_deliveries: Sequence[NewDelivery],
        *,
        hint_until: datetime | None,
    ) -> None:
        """Store a new match with its one alert, and the deliveries that follow from it."""
        found = self._connection.execute(
            sa.insert(matches)
            .values(
                watch_id=match.watch_id,
                article_id=self._id,
                evidence=evidence_to_json(match.evidence),
                created_at=self._now,
            )
            .returning(matches.c.id)
        )
        alert = self._connection.execute(
            sa.insert(alerts)
            .values(
                uid=message.uid,
                match_id=found.scalar_one(),
                outcome=decision.outcome,
                reason=decision.reason,
                detail=decision.detail,
                message=message_to_json(message),
                decided_at=self._now,
                transitions=[],
            )
            .returning(alerts.c.id)
        )
        self._deliver(alert.scalar_one(), new_deliveries, hint_until)

    def replace(
        self,
        known: KnownAlert,
        decision: Decision,
        message: AlertMessage,
        new_deliveries: Sequence[NewDelivery],
        *,
        hint_until: datetime | None,
    ) -> None:
        """Change an alert's decision; the earlier one is kept in its transitions."""
        row = self._connection.execute(
            sa.select(alerts.c.transitions, alerts.c.detail, alerts.c.decided_at).where(alerts.c.id == known.id)
        ).one()
        earlier = {
            "outcome": known.outcome,
            "reason": known.reason,
            "detail": row.detail,
            "at": row.decided_at.isoformat(),
        }
        self._connection.execute(
            sa.update(alerts)
            .where(alerts.c.id == known.id)
            .values(
                uid=message.uid,
                outcome=decision.outcome,
                reason=decision.reason,
                detail=decision.detail,
                message=message_to_json(message),
                decided_at=self._now,
                transitions=[*row.transitions, earlier],
            )
        )
        self._deliver(known.id, new_deliveries, hint_until)

    def _deliver(self, alert_id: int, new: Sequence[NewDelivery], hint_until: datetime | None) -> None:
        if not new:
            return
        known: dict[str, int] = dict(
            self._connection.execute(
                sa.select(channels.c.name, channels.c.id).where(
                    channels.c.name.in_([item.channel for item in new]), channels.c.removed_at.is_(None)
                )
            ).all()
        )
        self.unknown_channels.extend(item.channel for item in new if item.channel not in known)
        rows = [
            {
                "uid": item.uid,
                "alert_id": alert_id,
                "channel_id": known[item.channel],
                "state": State.PENDING,
                "attempts": 0,
                "next_at": self._now,
                "hinted_until": hint_until,
                "waiting": "",
                "result": "waiting",
                "reason": "",
                "tries": 0,
                "created_at": self._now,
            }
            for item in new
            if item.channel in known
        ]
        self._db.insert_new(self._connection, deliveries, rows)
        self.delivery_ids.extend(
            self._connection.scalars(
                sa.select(deliveries.c.id).where(deliveries.c.uid.in_([row["uid"] for row in rows]))
            )
        )

    def finish(
        self,
        article: Article,
        *,
        canonical_uid: str | None,
        page: StoredPage | None,
        page_failures: int,
        again_at: datetime | None,
        waiting: str,
    ) -> None:
        """Store the article as read. again_at: its page is to be asked for once more then; else it is done."""
        self._published = article.published
        self._connection.execute(
            _FINISH,
            {
                "b_id": self._id,
                "b_state": State.DONE if again_at is None else State.PENDING,
                "b_next_at": again_at or self._now,
                "b_waiting": waiting,
                "b_processed_at": self._now,
                "b_page_failures": page_failures,
                "b_canonical_uid": canonical_uid,
                "b_title": article.title,
                "b_text": article.text,
                "b_author": article.author,
                "b_source": article.source,
                "b_language": article.language,
                "b_published": article.published,
                "b_text_source": article.text_source,
                "b_note": article.note,
            },
        )
        if page is not None:
            if self.read_before:
                self._connection.execute(sa.delete(pages).where(pages.c.article_id == self._id))
            self._connection.execute(
                _KEEP_PAGE,
                {
                    "article_id": self._id,
                    "url": page.url,
                    "content_type": page.content_type,
                    "body": page.body,
                    "fetched_at": self._now,
                },
            )

    def store(self, reading: Reading, *, version: int, failed: str = "") -> None:
        """Store what the article says, in place of what was read of it before; after `finish`.

        version: of the readers. failed: the error that one met, or "".
        """
        if self.read_before:
            reading_rows.forget(self._connection, self._id)
        reading_rows.store(
            self._db,
            self._connection,
            self._id,
            reading,
            version=version,
            at=reading_rows.date_of(self._published, self.first_seen, self._now),
            now=self._now,
            failed=failed,
        )

    def release_host(self, token: str, update: HostUpdate | None) -> None:
        """Let go of the host the page came from."""
        if update is not None:
            host_rows.release(self._connection, token, [update])


class ArticleRows:
    """The process stage's side of the database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(
        self, ids: Sequence[int], *, lease: Lease, now: datetime, gap: timedelta, max_attempts: int
    ) -> tuple[list[ArticleWork], dict[str, HostState]]:
        """Claim articles and the hosts of their pages; those whose host must be left alone go back at once."""
        with self._db.write() as connection:
            claimed = claim(connection, articles, ids, lease=lease, now=now, max_attempts=max_attempts)
            mine = [row.id for row in claimed]
            if not mine:
                return [], {}
            rows = connection.execute(
                sa.select(
                    articles.c.id,
                    articles.c.uid,
                    articles.c.url,
                    articles.c.host,
                    articles.c.history,
                    articles.c.page_failures,
                    articles.c.first_seen,
                )
                .where(articles.c.id.in_(mine))
                .order_by(articles.c.history, articles.c.next_at, articles.c.id)
            ).all()
            taken, granted, backs = host_rows.acquire(
                self._db, connection, [Wanted(row.id, row.host) for row in rows], lease=lease, now=now, gap=gap
            )
            give_back(connection, articles, lease.token, backs)
            sightings = sightings_of(connection, granted)
        work = [
            ArticleWork(
                id=row.id,
                uid=row.uid,
                url=row.url,
                host=row.host,
                history=row.history,
                page_failures=row.page_failures,
                first_seen=row.first_seen,
                sightings=tuple(sightings[row.id]),
            )
            for row in rows
            if row.id in granted
        ]
        return work, taken

    @contextmanager
    def finishing(self, article_id: int, token: str, *, now: datetime) -> Iterator[FinishTransaction | None]:
        """The transaction that finishes an article, under the decision lock; None where the lease is lost."""
        with self._db.write() as connection:
            self._db.take_decide_lock(connection)
            row = connection.execute(_LEASED, {"b_id": article_id, "b_token": token}).one_or_none()
            if row is None:
                yield None
                return
            transaction = FinishTransaction(self._db, connection, article_id, now)
            transaction.history = row.history
            transaction.first_seen = row.first_seen
            transaction.read_before = row.processed_at is not None
            yield transaction

    def release_hosts(self, token: str, updates: Sequence[HostUpdate]) -> None:
        """Let go of hosts outside of a finish."""
        with self._db.write() as connection:
            host_rows.release(connection, token, updates)
