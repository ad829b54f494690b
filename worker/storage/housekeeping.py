"""Retention and heartbeats: what keeps the database from growing for ever, and tells who is alive."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from worker.domain.ledger import OF_TEXT
from worker.domain.upkeep import Beat, Kept
from worker.domain.work import State
from worker.storage.declared import FORGOTTEN_AFTER
from worker.storage.engine import Database
from worker.storage.tables import articles, entries, feeds, heartbeats, hosts, mentions, pages, persons

CHUNK = 500
"""Rows deleted per transaction, so that no worker waits long for the write lock."""


class Housekeeping:
    """Deletes what is past its time, in small transactions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def tidy(self, *, now: datetime, keep_pages: timedelta, keep_articles: timedelta) -> Kept:
        """One round. Articles with alerts are kept as long as the others; their deliveries go with them."""
        old_pages = sa.select(pages.c.article_id).where(pages.c.fetched_at < now - keep_pages)
        # Forgetting what a feed still lists would make it news again. A poll that refreshes `listed_at` stamps
        # the entries it found with the same moment, and newer entries carry a later one.
        listed = (
            sa.select(sa.literal(1))
            .select_from(entries.join(feeds, feeds.c.id == entries.c.feed_id))
            .where(
                entries.c.article_id == articles.c.id,
                # A removed feed that comes back soon goes on where it was; its backlog must still be known then.
                sa.or_(feeds.c.removed_at.is_(None), feeds.c.removed_at >= now - FORGOTTEN_AFTER),
                sa.or_(feeds.c.listed_at.is_(None), entries.c.last_listed >= feeds.c.listed_at),
            )
            .exists()
        )
        old_articles = sa.select(articles.c.id).where(
            articles.c.first_seen < now - keep_articles,
            articles.c.state.in_([State.DONE, State.DEAD]),
            ~listed,
        )
        # What was read of an article goes with it. Who is named nowhere any more may have been a reader's slip.
        forgotten = sa.select(persons.c.id).where(
            persons.c.last_seen < now - keep_articles,
            persons.c.origin == OF_TEXT,
            ~sa.exists().where(mentions.c.person_id == persons.c.id),
        )
        return Kept(
            pages=self._delete(pages, pages.c.article_id, old_pages),
            articles=self._delete(articles, articles.c.id, old_articles),
            hosts=self._delete(
                hosts,
                hosts.c.key,
                sa.select(hosts.c.key).where(
                    hosts.c.next_at < now - timedelta(days=7),
                    sa.or_(hosts.c.blocked_until.is_(None), hosts.c.blocked_until < now),
                    sa.or_(hosts.c.lease_until.is_(None), hosts.c.lease_until < now),
                ),
            ),
            heartbeats=self._delete(
                heartbeats,
                heartbeats.c.name,
                sa.select(heartbeats.c.name).where(heartbeats.c.beat_at < now - timedelta(days=1)),
            ),
            persons=self._delete(persons, persons.c.id, forgotten),
        )

    def _delete(self, table: sa.Table, key: sa.Column[int] | sa.Column[str], query: sa.Select[tuple[int]]) -> int:
        total = 0
        while True:
            with self._db.write() as connection:
                ids = [row[0] for row in connection.execute(query.limit(CHUNK))]
                if ids:
                    connection.execute(sa.delete(table).where(key.in_(ids)))
            total += len(ids)
            if len(ids) < CHUNK:
                return total

    def beat(self, name: str, kind: str, *, now: datetime, note: str = "") -> None:
        """Say that a process is alive."""
        with self._db.write() as connection:
            row = {"name": name, "kind": kind, "beat_at": now, "note": note}
            self._db.insert_new(connection, heartbeats, [row])
            connection.execute(
                sa.update(heartbeats).where(heartbeats.c.name == name).values(kind=kind, beat_at=now, note=note)
            )

    def beats(self) -> list[Beat]:
        """Who was alive, latest first."""
        with self._db.read() as connection:
            return [
                Beat(row.name, row.kind, row.beat_at, row.note)
                for row in connection.execute(sa.select(heartbeats).order_by(heartbeats.c.beat_at.desc()))
            ]
