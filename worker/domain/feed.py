"""Feeds and their entries: what the operator listed, what the feed says, what a poll came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Dated(StrEnum):
    """How far an entry's own date can be believed, held against the moment it was seen."""

    GIVEN = "given"
    MISSING = "missing"
    FUTURE = "future"
    VERY_OLD = "very old"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says about one item, in the feed's words.

    key: identity inside its feed, 32 hex digits (of the guid, else the canonical URL, else the content).
    url: absolute http(s) URL of the page, canonical form, or None; `guid` as the feed wrote it.
    title, summary: plain text, never markup. content: the feed's own full text as HTML, or None.
    published: aware UTC, only where `dated` is GIVEN or VERY_OLD; None otherwise.
    fingerprint: 32 hex digits over what the entry says; changes when the feed edits it.
    """

    key: str
    guid: str | None
    url: str | None
    title: str
    summary: str
    content: str | None
    author: str | None
    published: datetime | None
    dated: Dated
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed document as read. `ttl`: the interval the feed itself asks for. `notes`: what was odd, in words."""

    title: str
    site_url: str | None
    language: str | None
    entries: tuple[Entry, ...]
    ttl: timedelta | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedWork:
    """A claimed feed, with all that polling it needs. `auth` is unexpanded (`${NAME}` still in it)."""

    id: int
    url: str
    name: str
    host: str
    auth: Mapping[str, str] | None
    every: timedelta | None
    tell_first: bool
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    first_polled_at: datetime | None
    failures: int
    listed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """What a poll of one feed came to, ready to be stored.

    next_at and `why_then`: when to ask again, and the reason in words. error: None, or the failure in words.
    entries: what the document lists (empty on a 304 or failure). history: store new entries as history.
    changed: the body was read anew (validators and body hash are then replaced).
    stop: the feed is gone for good and must not be asked again (410).
    host_blocked_until: the host asked for silence (Retry-After), for everything on it.
    """

    feed_id: int
    host: str
    next_at: datetime
    why_then: str
    status: int | None = None
    error: str | None = None
    failures: int = 0
    changed: bool = False
    entries: tuple[Entry, ...] = ()
    history: bool = False
    title: str | None = None
    site_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    notes: tuple[str, ...] = ()
    stop: bool = False
    host_blocked_until: datetime | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredFeed:
    """A feed as somebody declared it, in a file or by hand. auth: `{"basic": ...}` or `{"header": ...}`."""

    url: str
    name: str = ""
    tags: tuple[str, ...] = ()
    auth: Mapping[str, str] | None = None
    every: timedelta | None = None
    first_poll: str = ""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed as an operator wants to see it."""

    id: int
    url: str
    name: str
    origin: str
    tags: tuple[str, ...]
    state: str
    next_at: datetime
    why_then: str
    last_polled_at: datetime | None
    last_status: int | None
    last_error: str | None
    failures: int
    entries: int
    last_entry_at: datetime | None
    would_have_told: int
    notes: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """The article an entry leads to. host: empty where its page need not be fetched."""

    uid: str
    host: str


@dataclass(frozen=True, slots=True)
class Polled:
    """A finished poll: its outcome, and for each of its entries the article it leads to."""

    outcome: PollOutcome
    articles: tuple[NewArticle, ...] = ()
