"""Articles: what the page behind an entry says, and where it was sighted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TextSource(StrEnum):
    """Where an article's text was taken from."""

    PAGE = "page"
    FEED_FULL = "feed's full text"
    FEED = "feed's summary"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entry of one feed that led to the article; `content` is the feed's full text as HTML, or None."""

    feed_id: int
    feed_name: str
    title: str
    summary: str
    content: str | None
    author: str | None
    published: datetime | None
    first_seen: datetime
    history: bool
    dated: str


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """A claimed article. `history`: only first polls of new feeds have listed it, so nobody is told.

    page_failures: how often its page was asked for in vain. sightings: at least one, oldest first.
    first_seen: when the first live sighting was stored, or the first of all where none is live.
    """

    id: int
    uid: str
    url: str | None
    host: str
    history: bool
    page_failures: int
    first_seen: datetime
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What reading a page gave. text: paragraphs joined by a blank line. canonical_url: of the same host, or None."""

    title: str
    text: str
    author: str | None
    site: str | None
    published: datetime | None
    language: str | None
    canonical_url: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """An article as watches see it and alerts show it. `language` is ISO 639-1, or None where it cannot be told.

    text: body without the headline, paragraphs joined by a blank line. note: why the text is not the page's, or "".
    source: the outlet as a reader names it. published: aware UTC, as page or feed say, or None.
    """

    url: str | None
    title: str
    text: str
    author: str | None
    source: str
    published: datetime | None
    language: str | None
    text_source: TextSource
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A raw page to keep: `body` is compressed already."""

    url: str
    content_type: str | None
    body: bytes
