"""One item of a feed: what it is called, where it leads, when it was written, and how it is known again."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from worker.domain.feed import Dated, Entry
from worker.feeds.document import RawEntry
from worker.text.html import clean_text, html_to_text, shorten
from worker.text.urls import canonical, url_uid

MAX_CONTENT = 500_000
"""Characters of HTML."""
MAX_AUTHOR = 200
MAX_SUMMARY = 2_000
"""Characters of text; a longer description is a full text: it is kept whole as content, and cut as summary."""
_LOOKED_AT = 20_000
"""Characters of HTML that are read to fill a summary."""
FUTURE_TOLERANCE = timedelta(hours=1)
"""Clocks that run ahead, and zones that were named wrongly by an hour."""
VERY_OLD = timedelta(days=30)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Before the first web page: no date of an item, but a default (1970, 0001)."""
SHARED_BY = 3
"""A guid that this many items with different links have in common identifies nothing."""

_TAG = re.compile(r"<[^<>]*>")


def entry_of(raw: RawEntry, *, base: str, now: datetime, trust_guid: bool = True) -> Entry | None:
    """An item as an Entry, or None where it says nothing at all (no title, no text, no link).

    In: `base`, the feed's URL; `now`, aware; `trust_guid`, False where the guid is shared by different items.
    """
    url = link_of(raw, base)
    # A picture written into its own tag can fill the beginning; only then is all of it read.
    summary_text = html_to_text(raw.summary[:_LOOKED_AT]) or html_to_text(raw.summary)
    content = _content(raw, summary_text)
    summary = shorten(summary_text, MAX_SUMMARY)
    title = clean_text(raw.title) or clean_text(summary.partition("\n")[0], 100)
    if not title and not summary and url is None:
        return None
    published, dated = judge_date(raw.published, now)
    guid = raw.guid or None
    return Entry(
        key=_key(guid if trust_guid else None, url, title, summary),
        guid=guid,
        url=url,
        title=title,
        summary=summary,
        content=content,
        author=clean_text(raw.author, MAX_AUTHOR) or None,
        published=published,
        dated=dated,
        fingerprint=_digest("entry", title, summary, _text_only(content), url or ""),
    )


def link_of(raw: RawEntry, base: str) -> str | None:
    """The canonical URL of the page behind an item, or None.

    What FeedBurner says the original was, before the item's own link, before a permalink guid, before another
    alternate link. Enclosures are files, not pages; a guid that only looks like a relative link is none.
    """
    if original := canonical(raw.original_link):
        return original
    is_link = raw.link != raw.guid or raw.link.lower().startswith(("http://", "https://"))
    if raw.link and is_link and (url := canonical(raw.link, base)):
        return url
    for rel, _, href in raw.links:
        if rel == "alternate" and (url := canonical(href, base)):
            return url
    return None


def judge_date(published: datetime | None, now: datetime) -> tuple[datetime | None, Dated]:
    """How far a date can be believed at `now`; the date is None unless it is GIVEN or VERY_OLD."""
    if published is None or published < EARLIEST:
        return None, Dated.MISSING
    if published > now + FUTURE_TOLERANCE:
        return None, Dated.FUTURE
    return published, Dated.VERY_OLD if published < now - VERY_OLD else Dated.GIVEN


def shared_guids(raws: Iterable[RawEntry], base: str) -> frozenset[str]:
    """Guids that SHARED_BY or more items with different links have in common."""
    links: dict[str, set[str]] = defaultdict(set)
    for raw in raws:
        if raw.guid and (url := link_of(raw, base)):
            links[raw.guid].add(url)
    return frozenset(guid for guid, urls in links.items() if len(urls) >= SHARED_BY)


def without_repeats(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries with each key once; the first wins."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.key, entry)
    return tuple(first.values())


def _content(raw: RawEntry, summary_text: str) -> str | None:
    """The feed's full text as HTML: the longest content if it says more than the summary, or a long description."""
    longest = raw.contents[-1] if raw.contents else ""
    if longest and (len(longest) > len(raw.summary) or longest == raw.summary):
        return longest[:MAX_CONTENT]
    return raw.summary[:MAX_CONTENT] if len(summary_text) > MAX_SUMMARY else None


def _key(guid: str | None, url: str | None, title: str, summary: str) -> str:
    if guid:
        return _digest("guid", guid)
    if url:
        return _digest("url", url_uid(url))
    return _digest("text", title, summary)


def _digest(kind: str, *parts: str) -> str:
    return hashlib.sha256("\x00".join((kind, *parts)).encode("utf-8", "replace")).hexdigest()[:32]


def _text_only(content: str | None) -> str:
    """What the fingerprint takes of content: its words, so that a tracking pixel's new address is no edit."""
    return " ".join(_TAG.sub(" ", content).split()) if content else ""
