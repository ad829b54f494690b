"""Feeds as work: claimed with their hosts, finished with what the poll found."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from worker.domain.feed import Entry, FeedWork, NewArticle, Polled, PollOutcome
from worker.domain.http import host_key
from worker.domain.politeness import HostState, HostUpdate
from worker.domain.work import Lease, State
from worker.storage import hosts as host_rows
from worker.storage.engine import Database, UtcDateTime
from worker.storage.hosts import Wanted
from worker.storage.tables import articles, entries, feeds
from worker.storage.work import FINISHED, claim, give_back

_WORK_COLUMNS = (
    feeds.c.url,
    feeds.c.name,
    feeds.c.host,
    feeds.c.auth,
    feeds.c.every_seconds,
    feeds.c.first_poll,
    feeds.c.etag,
    feeds.c.last_modified,
    feeds.c.body_hash,
    feeds.c.first_polled_at,
    feeds.c.failures,
    feeds.c.listed_at,
)


class FeedRows:
    """The poll stage's side of the database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(
        self,
        ids: Sequence[int],
        *,
        lease: Lease,
        now: datetime,
        gap: timedelta,
        max_attempts: int,
        tell_first: bool,
    ) -> tuple[list[FeedWork], dict[str, HostState]]:
        """Claim feeds and their hosts. Rows whose host must be left alone are given back here at once.

        tell_first: what a feed without a `first_poll` of its own does. Out: the feeds to poll, their hosts.
        """
        with self._db.write() as connection:
            rows = claim(
                connection, feeds, ids, lease=lease, now=now, max_attempts=max_attempts, columns=_WORK_COLUMNS
            )
            if not rows:
                return [], {}
            place = {row: number for number, row in enumerate(ids)}
            rows.sort(key=lambda row: place[row.id])
            wanted = [Wanted(row.id, row.host) for row in rows]
            taken, granted, backs = host_rows.acquire(self._db, connection, wanted, lease=lease, now=now, gap=gap)
            give_back(connection, feeds, lease.token, backs)
        return [_feed_work(row, tell_first) for row in rows if row.id in granted], taken

    def finish(
        self,
        token: str,
        polled: Sequence[Polled],
        updates: Sequence[HostUpdate],
        *,
        now: datetime,
        hint_until: datetime | None,
    ) -> list[int]:
        """Store what polls found, in one transaction; what is no longer under our lease changes nothing.

        hint_until: the caller will hint the new articles at once, so mark them. Out: ids of articles that wait
        to be processed now, news before history.
        """
        with self._db.write() as connection:
            held = {
                row[0]
                for row in connection.execute(
                    _HELD, {"ids": [item.outcome.feed_id for item in polled], "token": token}
                )
            }
            mine = [item for item in polled if item.outcome.feed_id in held]
            fresh = self._store_entries(connection, mine, now=now, hint_until=hint_until)
            self._finish_rows(connection, [item.outcome for item in mine], now=now)
            host_rows.release(connection, token, updates)
        return fresh

    def _store_entries(
        self, connection: sa.Connection, polled: Sequence[Polled], *, now: datetime, hint_until: datetime | None
    ) -> list[int]:
        # News first: where a new feed's history and another feed's news name one article, it is news.
        new: list[tuple[PollOutcome, Entry, NewArticle]] = []
        for item in sorted(polled, key=lambda item: item.outcome.history):
            outcome = item.outcome
            if not outcome.entries:
                continue
            known: dict[str, str] = dict(
                connection.execute(
                    sa.select(entries.c.key, entries.c.fingerprint).where(
                        entries.c.feed_id == outcome.feed_id,
                        entries.c.key.in_([entry.key for entry in outcome.entries]),
                    )
                ).all()
            )
            for entry, article in zip(outcome.entries, item.articles, strict=True):
                if entry.key not in known:
                    new.append((outcome, entry, article))
                elif known[entry.key] != entry.fingerprint:
                    self._edit_entry(connection, outcome.feed_id, entry)
            if outcome.listed:
                connection.execute(
                    sa.update(entries)
                    .where(entries.c.feed_id == outcome.feed_id, entries.c.key.in_(list(known)))
                    .values(last_listed=now)
                )
        if not new:
            return []
        return self._insert(connection, new, now=now, hint_until=hint_until)

    def _edit_entry(self, connection: sa.Connection, feed_id: int, entry: Entry) -> None:
        connection.execute(
            sa.update(entries)
            .where(entries.c.feed_id == feed_id, entries.c.key == entry.key)
            .values(
                title=entry.title,
                summary=entry.summary,
                content=entry.content,
                author=entry.author,
                fingerprint=entry.fingerprint,
            )
        )

    def _insert(
        self,
        connection: sa.Connection,
        new: Sequence[tuple[PollOutcome, Entry, NewArticle]],
        *,
        now: datetime,
        hint_until: datetime | None,
    ) -> list[int]:
        self._db.insert_new(
            connection,
            articles,
            [
                {
                    "uid": article.uid,
                    "url": entry.url,
                    "host": article.host,
                    "history": outcome.history,
                    "first_seen": now,
                    "state": State.PENDING,
                    "attempts": 0,
                    "next_at": now,
                    "hinted_until": None if outcome.history else hint_until,
                    "waiting": "",
                    "page_failures": 0,
                    "note": "",
                }
                # In one order for all, so that two polls that bring the same articles never wait for each other.
                for outcome, entry, article in sorted(new, key=lambda item: item[2].uid)
            ],
        )
        uids = list({article.uid for _, _, article in new})
        found = {
            row.uid: row
            for row in connection.execute(sa.select(articles.c.id, articles.c.uid).where(articles.c.uid.in_(uids)))
        }
        self._db.insert_new(
            connection,
            entries,
            [
                {
                    "feed_id": outcome.feed_id,
                    "article_id": found[article.uid].id,
                    "key": entry.key,
                    "guid": entry.guid,
                    "url": entry.url,
                    "title": entry.title,
                    "summary": entry.summary,
                    "content": entry.content,
                    "author": entry.author,
                    "published": entry.published,
                    "dated": entry.dated,
                    "fingerprint": entry.fingerprint,
                    "history": outcome.history,
                    "first_seen": now,
                    "last_listed": now,
                }
                for outcome, entry, article in new
            ],
        )
        live = list(dict.fromkeys(found[a.uid].id for outcome, _, a in new if not outcome.history))
        self._promote(connection, live, now=now, hint_until=hint_until)
        waiting = set(
            connection.scalars(
                sa.select(articles.c.id).where(articles.c.id.in_(live), articles.c.state == State.PENDING)
            )
        )
        return [article for article in live if article in waiting]

    def _promote(
        self, connection: sa.Connection, live: Sequence[int], *, now: datetime, hint_until: datetime | None
    ) -> None:
        """An article known only as a new feed's history, and now listed as news by another feed, is news."""
        if not live:
            return
        ids = list(
            connection.scalars(
                sa.select(articles.c.id)
                .where(articles.c.id.in_(live), articles.c.history.is_(True))
                .order_by(articles.c.id)  # one order for all, as above
                .with_for_update(key_share=True)
            )
        )
        if ids:
            connection.execute(
                sa.update(articles).where(articles.c.id.in_(ids)).values(history=False, first_seen=now)
            )
            connection.execute(
                sa.update(articles)
                .where(articles.c.id.in_(ids), articles.c.state.in_([State.DONE, State.PENDING]))
                .values(state=State.PENDING, next_at=now, hinted_until=hint_until, waiting="listed as news")
            )

    def _finish_rows(self, connection: sa.Connection, outcomes: Sequence[PollOutcome], *, now: datetime) -> None:
        """Three plain updates by kind of outcome, so that an unchanged feed costs few columns."""
        unchanged: list[dict[str, Any]] = []
        read: list[dict[str, Any]] = []
        failed: list[dict[str, Any]] = []
        for outcome in outcomes:
            row: dict[str, Any] = {
                "b_id": outcome.feed_id,
                "b_state": State.DEAD if outcome.stop else State.PENDING,
                "b_next": outcome.next_at,
                "b_why": outcome.why_then,
                "b_status": outcome.status,
                "b_now": now,
            }
            if outcome.error is not None:
                failed.append(row | {"b_error": outcome.error, "b_failures": outcome.failures})
                continue
            row |= {"b_etag": outcome.etag, "b_modified": outcome.last_modified}
            if outcome.changed:
                row |= {
                    "b_hash": outcome.body_hash,
                    "b_title": outcome.title or "",
                    "b_site": outcome.site_url,
                    "b_notes": list(outcome.notes),
                    "b_listed": outcome.listed,
                }
                read.append(row)
            else:
                unchanged.append(row)
        for statement, rows in ((_UNCHANGED, unchanged), (_READ, read), (_FAILED, failed)):
            if rows:
                connection.execute(statement, rows)


_HELD = (
    sa.select(feeds.c.id)
    .where(feeds.c.id.in_(sa.bindparam("ids", expanding=True)), feeds.c.lease_token == sa.bindparam("token"))
    .order_by(feeds.c.id)
    .with_for_update()
)


def _finishing(**values: Any) -> sa.Update:
    return (
        sa.update(feeds)
        .where(feeds.c.id == sa.bindparam("b_id"))
        .values(
            **FINISHED,
            state=sa.bindparam("b_state"),
            next_at=sa.bindparam("b_next"),
            waiting=sa.bindparam("b_why"),
            last_polled_at=sa.bindparam("b_now"),
            last_status=sa.bindparam("b_status"),
            **values,
        )
    )


_FINE: dict[str, Any] = {
    "last_error": sa.null(),
    "failures": sa.literal_column("0"),
    "etag": sa.bindparam("b_etag"),
    "last_modified": sa.bindparam("b_modified"),
}
_UNCHANGED = _finishing(**_FINE)
_READ = _finishing(
    **_FINE,
    body_hash=sa.bindparam("b_hash"),
    title=sa.bindparam("b_title"),
    site_url=sa.bindparam("b_site"),
    notes=sa.bindparam("b_notes", type_=sa.JSON),
    first_polled_at=sa.func.coalesce(feeds.c.first_polled_at, sa.bindparam("b_now", type_=UtcDateTime)),
    listed_at=sa.case(
        (sa.bindparam("b_listed", type_=sa.Boolean), sa.bindparam("b_now", type_=UtcDateTime)),
        else_=feeds.c.listed_at,
    ),
)
_FAILED = _finishing(last_error=sa.bindparam("b_error"), failures=sa.bindparam("b_failures"))


def _feed_work(row: Any, tell_first: bool) -> FeedWork:
    return FeedWork(
        id=row.id,
        url=row.url,
        name=row.name,
        host=row.host or host_key(row.url),
        auth=row.auth,
        every=None if row.every_seconds is None else timedelta(seconds=row.every_seconds),
        tell_first=row.first_poll == "tell" if row.first_poll else tell_first,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        first_polled_at=row.first_polled_at,
        failures=row.failures,
        listed_at=row.listed_at,
    )
