"""Readings of articles: stored beside the article, and read back whole or as the figures that persons stand for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.domain.article import Article, ArticleWork, StoredPage, TextSource
from worker.domain.ledger import Found, Readable, Stand, StoredReading
from worker.domain.reading import Fact, Kind, Mention, Quantity, Quote, Reading, Speech, Status
from worker.storage import people
from worker.storage.codec import places_from_json, places_to_json
from worker.storage.engine import Database
from worker.storage.sightings import sightings_of
from worker.storage.tables import articles, facts, mentions, pages, persons, quotes, readings

LONGEST = 300
"""Characters that are stored of what a figure is about, of whom, and who says so; more is a sentence, no name."""
_READ = (mentions, facts, quotes, readings)

# Statements that run once an article, built once: building one costs more than SQLite takes to run it.
_FORGET = [sa.delete(table).where(table.c.article_id == sa.bindparam("b_id")) for table in _READ]


def forget(connection: sa.Connection, article_id: int) -> None:
    """Delete what was read of an article."""
    for statement in _FORGET:
        connection.execute(statement, {"b_id": article_id})


def store(
    database: Database,
    connection: sa.Connection,
    article_id: int,
    reading: Reading,
    *,
    version: int,
    at: datetime,
    now: datetime,
    failed: str = "",
) -> None:
    """Store what was read of an article of which nothing is stored (see `forget`).

    version: of the readers. at: the article's date. failed: the error that a reader met; the reading is empty then.
    """
    ids = people.learn(database, connection, reading.mentions, at=at)
    key = {"article_id": article_id, "extractor_version": version}
    head = {
        "read_at": now,
        "dateline": _cut(reading.dateline),
        "unread": reading.unread[:LONGEST],
        "failed": failed[:LONGEST],
    }
    database.insert_many(connection, readings, [key | head])
    database.insert_many(connection, mentions, _mention_rows(reading.mentions, key, ids))
    said = [_fact_row(number, item, at, key, ids) for number, item in enumerate(reading.facts)]
    database.insert_many(connection, facts, said)
    quoted = [_quote_row(number, item, key, ids) for number, item in enumerate(reading.quotes)]
    database.insert_many(connection, quotes, quoted)


def _finite(value: float | None) -> float | None:
    """A number that every database and every JSON has; one beyond them is none."""
    return value if value is not None and math.isfinite(value) else None


def _cut(text: str | None) -> str | None:
    return None if text is None else text[:LONGEST]


def _mention_rows(
    found: Sequence[Mention], key: Mapping[str, Any], ids: Mapping[str, int]
) -> list[Mapping[str, Any]]:
    by_person: dict[str | None, list[Mention]] = {}
    for item in found:
        by_person.setdefault(item.person, []).append(item)
    return [
        {
            **key,
            "number": number,
            "person_id": ids.get(person) if person else None,
            "person": _cut(person),
            "times": len(items),
            "places": places_to_json(items),
        }
        for number, (person, items) in enumerate(by_person.items())
    ]


def _fact_row(
    number: int, fact: Fact, at: datetime, key: Mapping[str, Any], ids: Mapping[str, int]
) -> Mapping[str, Any]:
    quantity = fact.quantity
    return {
        **key,
        "number": number,
        "at": at,
        "start": quantity.start,
        "end": quantity.end,
        "sentence_start": fact.sentence[0],
        "sentence_end": fact.sentence[1],
        "value": _finite(quantity.value),
        "value_max": _finite(quantity.value_max),
        "unit": quantity.unit[:20],
        "approximate": quantity.approximate,
        "noun": quantity.noun[:LONGEST],
        "kind": fact.kind.value,
        "status": fact.status.value,
        "about": _cut(fact.about),
        "actor": _cut(fact.actor),
        "actor_id": ids.get(fact.actor) if fact.actor else None,
        "previous": _finite(fact.previous),
        "deadline": _cut(fact.deadline),
        "deadline_date": fact.deadline_date,
        "speaker": _cut(fact.speaker),
        "speaker_id": ids.get(fact.speaker) if fact.speaker else None,
    }


def _quote_row(number: int, quote: Quote, key: Mapping[str, Any], ids: Mapping[str, int]) -> Mapping[str, Any]:
    return {
        **key,
        "number": number,
        "start": quote.start,
        "end": quote.end,
        "type": quote.type.value,
        "speaker": _cut(quote.speaker),
        "speaker_id": ids.get(quote.speaker) if quote.speaker else None,
        "scheduled": quote.scheduled,
    }


def _fact(row: sa.Row[Any], surface: str) -> Fact:
    return Fact(
        quantity=Quantity(
            row.start, row.end, surface, row.value, row.unit, row.value_max, bool(row.approximate), row.noun
        ),
        kind=Kind(row.kind),
        status=Status(row.status),
        sentence=(row.sentence_start, row.sentence_end),
        about=row.about,
        actor=row.actor,
        previous=row.previous,
        deadline=row.deadline,
        deadline_date=row.deadline_date,
        speaker=row.speaker,
    )


def article_from(row: Any) -> Article:
    """The article in a row of its columns; of one without a text yet, with empty texts."""
    return Article(
        url=row.url,
        title=row.title or "",
        text=row.text or "",
        author=row.author,
        source=row.source or "",
        published=row.published,
        language=row.language,
        text_source=TextSource(row.text_source),
        note=row.note,
    )


def _words(start: sa.Column[int], end: sa.Column[int]) -> sa.ColumnElement[str]:
    return sa.func.substr(articles.c.text, start + 1, end - start)


def readings_of(connection: sa.Connection, texts: Mapping[int, str]) -> dict[int, StoredReading]:
    """What was read of articles, by their ids; those that were not read are left out. texts: their bodies."""
    ids = list(texts)
    heads = connection.execute(sa.select(readings).where(readings.c.article_id.in_(ids))).all()
    found: dict[sa.Table, dict[int, list[sa.Row[Any]]]] = {table: {} for table in (mentions, facts, quotes)}
    for table, rows in found.items():
        query = sa.select(table).where(table.c.article_id.in_(ids)).order_by(table.c.article_id, table.c.number)
        for row in connection.execute(query):
            rows.setdefault(row.article_id, []).append(row)

    def reading(head: sa.Row[Any], text: str) -> Reading:
        named, said, spoken = (found[table].get(head.article_id, ()) for table in (mentions, facts, quotes))
        places = [item for row in named for item in places_from_json(row.places, row.person, text)]
        return Reading(
            mentions=tuple(sorted(places, key=lambda item: (item.start, -item.end))),
            facts=tuple(_fact(row, text[row.start : row.end]) for row in said),
            quotes=tuple(
                Quote(row.start, row.end, Speech(row.type), row.speaker, bool(row.scheduled)) for row in spoken
            ),
            dateline=head.dateline,
            unread=head.unread,
        )

    return {
        head.article_id: StoredReading(
            reading(head, texts[head.article_id]), head.extractor_version, head.read_at, head.failed
        )
        for head in heads
    }


class ReadingRows:
    """What articles say, as stored."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, article_id: int) -> StoredReading | None:
        """What was read of an article, or None where it was not read."""
        with self._db.read() as connection:
            row = connection.execute(sa.select(articles.c.text).where(articles.c.id == article_id)).one_or_none()
            return None if row is None else readings_of(connection, {article_id: row.text or ""}).get(article_id)

    def stands(
        self,
        *,
        persons_of: Sequence[int] | None = None,
        statuses: Sequence[Status] | None = None,
        targets: bool = True,
        limit: int = 20_000,
    ) -> list[Stand]:
        """The figures that persons stand for, oldest first; of more than `limit` the latest.

        persons_of: ids. statuses: of these only, and `targets` of any status; None for all.
        """
        query = (
            sa.select(
                facts,
                persons.c.name.label("person"),
                articles.c.title,
                articles.c.url,
                articles.c.source,
                _words(facts.c.start, facts.c.end).label("surface"),
                _words(facts.c.sentence_start, facts.c.sentence_end).label("words"),
            )
            .join(persons, persons.c.id == facts.c.speaker_id)
            .join(articles, articles.c.id == facts.c.article_id)
            .where(articles.c.duplicate_of.is_(None))
            .order_by(facts.c.at.desc(), facts.c.article_id.desc(), facts.c.number.desc())
            .limit(limit)
        )
        if persons_of is not None:
            query = query.where(facts.c.speaker_id.in_(persons_of))
        if statuses is not None:
            wanted: sa.ColumnElement[bool] = facts.c.status.in_([status.value for status in statuses])
            query = query.where(sa.or_(wanted, facts.c.kind == Kind.TARGET.value) if targets else wanted)
        with self._db.read() as connection:
            rows = connection.execute(query).all()
        return [
            Stand(
                person=row.person,
                fact=_fact(row, row.surface or ""),
                at=row.at,
                article=row.article_id,
                number=row.number,
                title=row.title or "",
                url=row.url,
                source=row.source or "",
                sentence=row.words or "",
            )
            for row in reversed(rows)
        ]

    def failures(self, *, limit: int = 5) -> tuple[int, list[tuple[str, str]]]:
        """How many articles a reader failed at; of the latest, URL (or title) and error."""
        failed = sa.text("readings.failed <> ''")  # in the words of the index that holds nothing else
        count = sa.select(sa.func.count()).select_from(readings).where(failed)
        query = (
            sa.select(articles.c.url, articles.c.title, readings.c.failed)
            .join(readings, readings.c.article_id == articles.c.id)
            .where(failed)
            .order_by(readings.c.article_id.desc())
            .limit(limit)
        )
        with self._db.read() as connection:
            number = connection.scalar(count) or 0
            rows = connection.execute(query).all() if number else []
        return number, [(row.url or row.title or "", row.failed) for row in rows]

    # ---- reading again

    def outdated(
        self, *, version: int, since: datetime | None, below: int | None, limit: int, everything: bool = False
    ) -> list[int]:
        """Ids of articles whose reading is older than `version`, failed or is missing, the newest first.

        since: first seen since then. below: only ids below this one, to go on where the last call ended.
        everything: whatever version their readings have.
        """
        query = self._outdated(sa.select(articles.c.id), version, since, everything)
        if below is not None:
            query = query.where(articles.c.id < below)
        with self._db.read() as connection:
            return list(connection.scalars(query.order_by(articles.c.id.desc()).limit(limit)))

    def count_outdated(self, *, version: int, since: datetime | None, everything: bool = False) -> int:
        """How many `outdated` would give in all."""
        query = self._outdated(sa.select(sa.func.count()).select_from(articles), version, since, everything)
        with self._db.read() as connection:
            return connection.scalar(query) or 0

    def _outdated(self, query: Any, version: int, since: datetime | None, everything: bool) -> Any:
        query = query.outerjoin(readings, readings.c.article_id == articles.c.id).where(
            articles.c.processed_at.is_not(None), articles.c.duplicate_of.is_(None), articles.c.text.is_not(None)
        )
        if since is not None:
            query = query.where(articles.c.first_seen >= since)
        if not everything:
            old = readings.c.extractor_version < version
            query = query.where(sa.or_(readings.c.article_id.is_(None), old, readings.c.failed != ""))
        return query

    def readable(self, article_id: int) -> Readable | None:
        """What there is to read an article again from; None where it is gone, or was never read."""
        with self._db.read() as connection:
            row = connection.execute(
                sa.select(articles, pages.c.url.label("page_url"), pages.c.content_type, pages.c.body)
                .outerjoin(pages, pages.c.article_id == articles.c.id)
                .where(
                    articles.c.id == article_id, articles.c.processed_at.is_not(None), articles.c.text.is_not(None)
                )
            ).one_or_none()
            if row is None:
                return None
            sightings = sightings_of(connection, [article_id])[article_id]
        return Readable(
            work=ArticleWork(
                id=row.id,
                uid=row.uid,
                url=row.url,
                host=row.host,
                history=row.history,
                page_failures=row.page_failures,
                first_seen=row.first_seen,
                sightings=tuple(sightings),
            ),
            article=article_from(row),
            page=None if row.body is None else StoredPage(row.page_url, row.content_type, row.body),
            processed_at=row.processed_at,
        )

    @contextmanager
    def rewriting(self, found: Readable, *, version: int, now: datetime) -> Iterator["RewriteTransaction | None"]:
        """The transaction that stores an article read again; None where somebody else has read it meanwhile.

        It touches what was read alone: no match, alert or delivery, and nothing that makes the article work.
        """
        with self._db.write() as connection:
            row = connection.execute(
                sa.select(articles.c.processed_at, articles.c.duplicate_of, readings.c.extractor_version)
                .outerjoin(readings, readings.c.article_id == articles.c.id)
                .where(articles.c.id == found.work.id)
                .with_for_update(of=articles, key_share=True)
            ).one_or_none()
            newer = row is not None and row.extractor_version is not None and row.extractor_version > version
            if row is None or row.duplicate_of is not None or row.processed_at != found.processed_at or newer:
                yield None
                return
            yield RewriteTransaction(self._db, connection, found, now)


class RewriteTransaction:
    """One article read again."""

    def __init__(self, database: Database, connection: sa.Connection, found: Readable, now: datetime) -> None:
        self._db = database
        self._connection = connection
        self._found = found
        self._now = now

    def before(self) -> Found:
        """What is stored of it."""

        def number(table: sa.Table, sums: sa.ColumnElement[Any]) -> int:
            query = sa.select(sums).select_from(table).where(table.c.article_id == self._found.work.id)
            return int(self._connection.scalar(query) or 0)

        return Found(
            number(mentions, sa.func.sum(mentions.c.times)),
            number(facts, sa.func.count()),
            number(quotes, sa.func.count()),
        )

    def store(self, article: Article, reading: Reading, *, version: int, failed: str = "") -> None:
        """Replace the article's words and what was read of them."""
        if article != self._found.article:
            self._connection.execute(
                sa.update(articles)
                .where(articles.c.id == self._found.work.id)
                .values(
                    title=article.title,
                    text=article.text,
                    author=article.author,
                    source=article.source,
                    language=article.language,
                    published=article.published,
                    text_source=article.text_source,
                    note=article.note,
                )
            )
        forget(self._connection, self._found.work.id)
        store(
            self._db,
            self._connection,
            self._found.work.id,
            reading,
            version=version,
            at=date_of(article.published, self._found.work.first_seen, self._now),
            now=self._now,
            failed=failed,
        )


def date_of(published: datetime | None, first_seen: datetime, now: datetime) -> datetime:
    """The date under which an article's figures stand: its own, or when it was seen; never one that is to come."""
    return min(published or first_seen, now)
