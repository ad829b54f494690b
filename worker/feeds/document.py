"""feedparser's one home: from a well-formed document to plain values, nothing interpreted yet.

Its strict parser is driven here directly, because `feedparser.parse` would also open files and URLs, guess
encodings anew, and fall back to a tag-soup parser that can be made to take hours. Its sanitizer and its rewriting
of links inside content are off: only text is taken out of content, by `html_to_text` (measured: three times faster).
"""

import calendar
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.expatreader import ExpatParser
from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
from xml.sax.xmlreader import InputSource

from feedparser.api import StrictFeedParser

from worker.errors import NotAFeed
from worker.feeds.dates import read_date, zone_of

# How much of an element's text is taken, in characters; feedparser runs regular expressions over some of these
# that are quadratic in the length. Elements that are not named here: SHORT.
SHORT = 1_024
LENGTHS = {
    **dict.fromkeys(("content", "description", "summary"), 5_000_000),
    **dict.fromkeys(("title", "subtitle"), 20_000),
    **dict.fromkeys(("link", "id", "href", "feedburner_origlink", "origlink"), 5_000),
    **dict.fromkeys(("author", "name", "email", "publisher", "contributor", "itunes_author"), 250),
    **dict.fromkeys(("published", "updated", "created", "expired", "validity"), 100),
}


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An item in the feed's own words. Texts may hold HTML; `published` is aware UTC or None.

    guid: untouched. links: (rel, type, href) as feedparser read them, hrefs resolved against xml:base.
    contents: full texts, longest last.
    """

    guid: str
    link: str
    original_link: str
    links: tuple[tuple[str, str, str], ...]
    title: str
    summary: str
    contents: tuple[str, ...]
    author: str
    published: datetime | None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed document in its own words; version "" where it is no kind of feed that feedparser knows."""

    version: str
    title: str
    link: str
    language: str
    ttl: str
    update_period: str
    update_frequency: str
    entries: tuple[RawEntry, ...]


class _Parser(StrictFeedParser):  # type: ignore[misc]  # feedparser ships no types
    """feedparser's strict parser, without what is costly and not used here."""

    resolve_relative_uris = False
    sanitize_html = False
    guidislink: int = 0

    def _add_tag(self, term: object, scheme: object, label: object) -> None:
        """Categories are not used, and each is compared with all before it."""
        self._get_context().setdefault("tags", [{"term": "-"}])

    def pop(self, element: str, strip_whitespace: int = 1) -> Any:
        """An element ends: bound its text; and leave a guid as it is, never resolved like a link."""
        if self.elementstack and self.elementstack[-1][0] == element:
            pieces = self.elementstack[-1][2]
            limit = LENGTHS.get(element, SHORT)
            if sum(map(len, pieces)) > limit:
                pieces[:] = ["".join(pieces)[:limit]]
        if element != "id":
            return super().pop(element, strip_whitespace)
        is_link = self.guidislink
        self.guidislink = 0
        try:
            return super().pop(element, strip_whitespace)
        finally:
            self.guidislink = is_link


class _Reader(ExpatParser):
    """The standard library's SAX reader, with text in large pieces; line by line, a third of the time went there."""

    _parser: Any

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True
        self._parser.buffer_size = 65_536


def read(document: bytes, base: str) -> RawFeed:
    """Parse a well-formed document that hazards.inspect passed.

    In: UTF-8; `base`, the URL it came from, for relative links. Raises NotAFeed where feedparser cannot read it.
    """
    handler = _Parser(base, None, "utf-8")
    reader = _Reader()  # there is no DTD left that it could load or expand: repair sees to that
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setFeature(feature_external_pes, False)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source = InputSource()
    source.setByteStream(io.BytesIO(document))
    source.setEncoding("utf-8")
    try:
        reader.parse(source)
    except Exception as error:  # whatever a feed makes feedparser raise, it is the feed's fault
        raise NotAFeed(f"the feed could not be read: {type(error).__name__}: {error}"[:300]) from error
    feed = handler.feeddata
    return RawFeed(
        version=handler.version or "",
        title=_text(feed, "title"),
        link=_text(feed, "link"),
        language=_text(feed, "language"),
        ttl=_text(feed, "ttl"),
        update_period=_text(feed, "sy_updateperiod"),
        update_frequency=_text(feed, "sy_updatefrequency"),
        entries=tuple(_entry(entry) for entry in handler.entries),
    )


def _entry(entry: dict[str, Any]) -> RawEntry:
    contents = [value for content in entry.get("content") or () if (value := _text(content, "value"))]
    return RawEntry(
        guid=_text(entry, "id"),
        link=_text(entry, "link"),
        original_link=_text(entry, "feedburner_origlink"),
        links=tuple(
            (_text(link, "rel"), _text(link, "type"), _text(link, "href")) for link in (entry.get("links") or ())[:20]
        ),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        contents=tuple(sorted(contents, key=len)),
        author=_author(entry),
        published=_date(entry),
    )


def _text(values: dict[str, Any], key: str) -> str:
    """The text under a key as feedparser stored it, without the aliases that its dictionaries add; else ""."""
    value = dict.get(values, key)
    return value.strip() if isinstance(value, str) else ""


def _author(entry: dict[str, Any]) -> str:
    """The names of the authors, where feedparser could tell name from address; else what the feed says."""
    names = [name for author in (entry.get("authors") or ())[:10] if (name := _text(author, "name"))]
    return ", ".join(dict.fromkeys(names)) or _text(entry, "author")


def _date(entry: dict[str, Any]) -> datetime | None:
    """The first date that can be read, as aware UTC; what names no zone is taken for UTC."""
    for key in ("published", "updated", "created"):
        written = _text(entry, key)
        parsed = dict.get(entry, f"{key}_parsed")
        try:
            if parsed is not None:
                return datetime.fromtimestamp(calendar.timegm(parsed), UTC) - zone_of(written)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
        if written and (read := read_date(written)):
            return read
    return None
