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
