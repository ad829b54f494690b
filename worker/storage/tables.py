"""The tables. One table a word of the glossary; three of them (feeds, articles, deliveries) are also work."""

from typing import Any

import sqlalchemy as sa

from worker.domain.work import Queue, State
from worker.storage.engine import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _id() -> sa.Column[int]:
    return sa.Column("id", BigId, primary_key=True, autoincrement=True)


def _work() -> list[sa.Column[Any]]:
    """What makes a row a unit of work: DESIGN's state machine."""
    return [
        sa.Column("state", sa.String(8), nullable=False, default=State.PENDING),
        sa.Column("attempts", sa.Integer, nullable=False, default=0),
        sa.Column("next_at", UtcDateTime, nullable=False),
        sa.Column("hinted_until", UtcDateTime),
        sa.Column("lease_token", sa.String(32)),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("waiting", sa.Text, nullable=False, default=""),
    ]


def _declared() -> list[sa.Column[Any]]:
    """What every row that a person declared carries: from where, which version, and whether it is gone."""
    return [
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("removed_at", UtcDateTime),
    ]


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String(40), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

hosts = sa.Table(
    "hosts",
    metadata,
    sa.Column("key", sa.String(300), primary_key=True),
    sa.Column("next_at", UtcDateTime, nullable=False),
    sa.Column("blocked_until", UtcDateTime),
    sa.Column("lease_token", sa.String(32)),
    sa.Column("lease_until", UtcDateTime),
    sa.Column("robots", sa.Text),
    sa.Column("robots_at", UtcDateTime),
    sa.Column("crawl_delay", sa.Float),
)

feeds = sa.Table(
    "feeds",
    metadata,
    _id(),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False, default=""),
    sa.Column("site_url", sa.Text),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("auth", sa.JSON(none_as_null=True)),
    sa.Column("every_seconds", sa.Float),
    sa.Column("first_poll", sa.String(8), nullable=False, default=""),
    *_declared(),
    *_work(),
    sa.Column("host", sa.String(300), nullable=False),
    sa.Column("etag", sa.Text),
    sa.Column("last_modified", sa.Text),
    sa.Column("body_hash", sa.String(64)),
    sa.Column("first_polled_at", UtcDateTime),
    sa.Column("last_polled_at", UtcDateTime),
    sa.Column("last_status", sa.Integer),
    sa.Column("last_error", sa.Text),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("listed_at", UtcDateTime),
    sa.Index("ix_feeds_state_next_at", "state", "next_at"),
)

articles = sa.Table(
    "articles",
    metadata,
    _id(),
    sa.Column("uid", sa.String(32), nullable=False, unique=True),
    sa.Column("canonical_uid", sa.String(32), index=True),
    sa.Column("duplicate_of", BigId, sa.ForeignKey("articles.id", ondelete="SET NULL")),
    sa.Column("url", sa.Text),
    sa.Column("host", sa.String(300), nullable=False),
    sa.Column("history", sa.Boolean, nullable=False),
    sa.Column("first_seen", UtcDateTime, nullable=False, index=True),
    *_work(),
    sa.Column("page_failures", sa.Integer, nullable=False, default=0),
    sa.Column("processed_at", UtcDateTime),
    sa.Column("title", sa.Text),
    sa.Column("text", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("language", sa.String(8)),
    sa.Column("published", UtcDateTime),
    sa.Column("text_source", sa.String(24)),
    sa.Column("note", sa.Text, nullable=False, default=""),
    sa.Index("ix_articles_state_next_at", "state", "next_at"),
)

pages = sa.Table(
    "pages",
    metadata,
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("content_type", sa.Text),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False, index=True),
)
"""Raw pages, zlib-compressed, so that a better reader can read them again."""

entries = sa.Table(
    "entries",
    metadata,
    _id(),
    sa.Column("feed_id", BigId, sa.ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("key", sa.String(32), nullable=False),
    sa.Column("guid", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("author", sa.Text),
    sa.Column("published", UtcDateTime),
    sa.Column("dated", sa.String(8), nullable=False),
    sa.Column("fingerprint", sa.String(32), nullable=False),
    sa.Column("history", sa.Boolean, nullable=False),
    sa.Column("first_seen", UtcDateTime, nullable=False),
    sa.Column("last_listed", UtcDateTime, nullable=False),
    sa.UniqueConstraint("feed_id", "key"),
)
"""An Entry is also the Sighting that ties its article to its feed."""

watches = sa.Table(
    "watches",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("terms", sa.JSON, nullable=False),
    sa.Column("channels", sa.JSON, nullable=False),
    sa.Column("severity", sa.String(8), nullable=False),
    *_declared(),
)

channels = sa.Table(
    "channels",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("config", sa.JSON, nullable=False),
    sa.Column("allow_private", sa.Boolean, nullable=False, default=False),
    *_declared(),
    sa.Column("disabled", sa.Text, nullable=False, default=""),
    sa.Column("disabled_at", UtcDateTime),
    sa.Column("blocked_until", UtcDateTime),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("last_ok_at", UtcDateTime),
)

officials = sa.Table(
    "officials",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("aliases", sa.JSON, nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    *_declared(),
)

matches = sa.Table(
    "matches",
    metadata,
    _id(),
    sa.Column("watch_id", BigId, sa.ForeignKey("watches.id", ondelete="CASCADE"), nullable=False),
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("evidence", sa.JSON, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.UniqueConstraint("watch_id", "article_id"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    _id(),
    sa.Column("uid", sa.String(32), nullable=False, unique=True),
    sa.Column("match_id", BigId, sa.ForeignKey("matches.id", ondelete="CASCADE"), nullable=False, unique=True),
    sa.Column("outcome", sa.String(12), nullable=False),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("message", sa.JSON, nullable=False),
    sa.Column("decided_at", UtcDateTime, nullable=False, index=True),
    sa.Column("transitions", sa.JSON, nullable=False),
)
"""Exactly one per match. `transitions`: earlier decisions that a later one replaced, oldest first."""

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    sa.Column("uid", sa.String(32), nullable=False, unique=True),
    sa.Column("alert_id", BigId, sa.ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("channel_id", BigId, sa.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False),
    *_work(),
    sa.Column("result", sa.String(8), nullable=False),
    sa.Column("reason", sa.Text, nullable=False, default=""),
    sa.Column("status", sa.Integer),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", UtcDateTime, nullable=False, index=True),
    sa.Column("finished_at", UtcDateTime),
    sa.Index("ix_deliveries_state_next_at", "state", "next_at"),
)

# ---- what reading an article gave: small rows, as a busy day has thousands of articles. A span's words are not
# stored twice: they are looked up in the article's text, into which the offsets point.

persons = sa.Table(
    "persons",
    metadata,
    _id(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("known_as", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("first_seen", UtcDateTime),
    sa.Column("last_seen", UtcDateTime, index=True),
)
"""Who is known. known_as: name and aliases as searched for, see worker.storage.people. origin: `text`, or the file
that declares them. first_seen, last_seen: of the articles, by their own dates; NULL where only declared."""

person_roles = sa.Table(
    "person_roles",
    metadata,
    sa.Column("person_id", BigId, sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("since", sa.Date),
    sa.Column("until", sa.Date),
    sa.Column("first_seen", UtcDateTime),
    sa.Column("last_seen", UtcDateTime),
    sqlite_with_rowid=False,
)
"""key: title, organisation and country, folded, so that a role printed in two ways is one. Empty text: not said."""

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("extractor_version", sa.SmallInteger, nullable=False),
    sa.Column("read_at", UtcDateTime, nullable=False),
    sa.Column("dateline", sa.Text),
    sa.Column("unread", sa.Text, nullable=False),
    sa.Column("failed", sa.Text, nullable=False),
    sa.Index(
        "ix_readings_failed",
        "article_id",
        sqlite_where=sa.text("failed <> ''"),
        postgresql_where=sa.text("failed <> ''"),
    ),
)
"""One row an article that was read, also where nothing was found. failed: the error that a reader met, or empty."""


def _of_article() -> list[sa.Column[Any]]:
    """Key of what stands in an article: the article, and its place in the order of the text."""
    return [
        sa.Column("article_id", BigId, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("extractor_version", sa.SmallInteger, nullable=False),
    ]


def _person(name: str) -> sa.Column[Any]:
    return sa.Column(name, BigId, sa.ForeignKey("persons.id", ondelete="SET NULL"))


def _where_known(table: str, *columns: str) -> sa.Index:
    """An index of the rows that name a known person; the others would only fill it."""
    known = sa.text(f"{columns[0]} IS NOT NULL")
    return sa.Index(f"ix_{table}_{columns[0]}", *columns, sqlite_where=known, postgresql_where=known)


mentions = sa.Table(
    "mentions",
    metadata,
    *_of_article(),
    _person("person_id"),
    sa.Column("person", sa.Text),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("places", sa.Text, nullable=False),
    _where_known("mentions", "person_id"),
    sqlite_with_rowid=False,
)
"""A person's mentions in one article: one row for each person, all places in it (worker.storage.codec)."""

facts = sa.Table(
    "facts",
    metadata,
    *_of_article(),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("sentence_start", sa.Integer, nullable=False),
    sa.Column("sentence_end", sa.Integer, nullable=False),
    sa.Column("value", sa.Float),
    sa.Column("value_max", sa.Float),
    sa.Column("unit", sa.String(20), nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("noun", sa.Text, nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("status", sa.String(8), nullable=False),
    sa.Column("about", sa.Text),
    sa.Column("actor", sa.Text),
    _person("actor_id"),
    sa.Column("previous", sa.Float),
    sa.Column("deadline", sa.Text),
    sa.Column("deadline_date", sa.Date),
    sa.Column("speaker", sa.Text),
    _person("speaker_id"),
    _where_known("facts", "speaker_id", "at"),
    _where_known("facts", "actor_id"),
    sqlite_with_rowid=False,
)
"""at: the article's date, here too so that what a person stands for is read in order from one index."""

quotes = sa.Table(
    "quotes",
    metadata,
    *_of_article(),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("type", sa.String(8), nullable=False),
    sa.Column("speaker", sa.Text),
    _person("speaker_id"),
    sa.Column("scheduled", sa.Boolean, nullable=False),
    _where_known("quotes", "speaker_id"),
    sqlite_with_rowid=False,
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("name", sa.String(120), primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("beat_at", UtcDateTime, nullable=False, index=True),
    sa.Column("note", sa.Text, nullable=False, default=""),
)

WORK: dict[Queue, sa.Table] = {Queue.POLL: feeds, Queue.PROCESS: articles, Queue.DELIVER: deliveries}

ORDER: dict[Queue, tuple[sa.ColumnElement[Any], ...]] = {
    Queue.POLL: (feeds.c.next_at, feeds.c.id),
    # News before history, and then first come, first served: an article that waited for its host in vain has a new
    # `next_at`, and must not have to queue behind those that came after it.
    Queue.PROCESS: (articles.c.history, articles.c.id),
    Queue.DELIVER: (deliveries.c.next_at, deliveries.c.id),
}
