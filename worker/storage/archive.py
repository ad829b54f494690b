"""The archive: stored articles with what was read of them, one by its address or all of them in turn. Read-only."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.domain.ledger import Archived
from worker.storage.engine import Database
from worker.storage.readings import article_from, readings_of
from worker.storage.tables import articles, entries
from worker.text.urls import canonical, url_uid

BATCH = 200
"""Articles that are in memory at a time: some 2 MB of text with what was read of it."""
MOST_ID = 2**63 - 1
"""The highest id that both databases have."""

_READ = sa.and_(articles.c.processed_at.is_not(None), articles.c.duplicate_of.is_(None), articles.c.text.is_not(None))
_COLUMNS: Sequence[sa.Column[Any]] = (
    articles.c.id,
    articles.c.url,
    articles.c.title,
    articles.c.text,
    articles.c.author,
    articles.c.source,
    articles.c.language,
    articles.c.published,
    articles.c.first_seen,
    articles.c.text_source,
    articles.c.note,
)


class ArchiveRows:
    """Articles that were stored. One that turned out to be another's twin is left out for the other."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, which: str) -> Archived | None:
        """An article by its id or its URL, also that of a copy of it; None where there is none that has a text."""
        if which.isascii() and which.isdigit():
            if int(which) > MOST_ID:
                return None
            wanted: sa.ColumnElement[bool] = articles.c.id == int(which)
        else:
            uid = url_uid(canonical(which) or which)
            wanted = sa.or_(articles.c.uid == uid, articles.c.canonical_uid == uid)
        one = sa.func.coalesce(articles.c.duplicate_of, articles.c.id)
        with self._db.read() as connection:
            # of several with one canonical address, the one that bears it itself, then the newest
            order = [] if which.isdigit() else [(articles.c.uid == uid).desc()]
            number = connection.scalar(sa.select(one).where(wanted).order_by(*order, articles.c.id.desc()).limit(1))
            if number is None:
                return None
            row = connection.execute(sa.select(*_COLUMNS).where(_READ, articles.c.id == number)).one_or_none()
            return None if row is None else _archived(connection, [row])[0]

    def count(self, *, since: datetime | None = None) -> int:
        """How many articles `newest_first` gives."""
        with self._db.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(articles).where(*_since(since))) or 0

    def newest_first(self, *, since: datetime | None = None, batch: int = BATCH) -> Iterator[Archived]:
        """All stored articles, those that were stored last first; since: only those dated then or later.

        Fetched in batches, each in a transaction of its own, so that memory and locks stay small however many there
        are; what is stored or deleted meanwhile may be among them or not.
        """
        below = MOST_ID
        while True:
            query = (
                sa.select(*_COLUMNS)
                .where(*_since(since), articles.c.id < below)
                .order_by(articles.c.id.desc())
                .limit(batch)
            )
            with self._db.read() as connection:
                rows = connection.execute(query).all()
                found = _archived(connection, rows)
            yield from found
            if len(rows) < batch:
                return
            below = rows[-1].id


def _since(since: datetime | None) -> list[sa.ColumnElement[bool]]:
    if since is None:
        return [_READ]
    # what was seen before is dated before; said too, because there is an index of it
    return [_READ, articles.c.first_seen >= since, sa.func.coalesce(articles.c.published, since) >= since]


def _archived(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[Archived]:
    read = readings_of(connection, {row.id: row.text or "" for row in rows})
    feeds = sa.func.count(sa.distinct(entries.c.feed_id))
    carried = connection.execute(
        sa.select(entries.c.article_id, feeds)
        .where(entries.c.article_id.in_([row.id for row in rows]))
        .group_by(entries.c.article_id)
    )
    origins = {row[0]: row[1] for row in carried}
    return [
        Archived(
            id=row.id,
            at=min(row.published or row.first_seen, row.first_seen),
            article=article_from(row),
            stored=read.get(row.id),
            origins=max(1, origins.get(row.id, 1)),
        )
        for row in rows
    ]
