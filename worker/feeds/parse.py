"""From a body to a ParsedFeed: refuse, decode, mend, read, and make entries, each step in its own module."""

from collections import Counter
from datetime import datetime, timedelta

from worker.domain.feed import Dated, Entry, ParsedFeed
from worker.feeds import document, entries, hazards, repair, sniff
from worker.text.charset import decode
from worker.text.html import clean_text
from worker.text.retry import seconds
from worker.text.urls import canonical

_ROOTS = frozenset({"rss", "feed", "rdf", "channel", "entry"})
_PERIODS = {"hourly": 1 / 24, "daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}
_DATE_NOTES = {
    Dated.MISSING: "without a date that can be read",
    Dated.FUTURE: "dated in the future",
}


def parse(body: bytes, *, url: str, content_type: str | None, now: datetime) -> ParsedFeed:
    """Read a feed document: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, also broken ones.

    In: the body as fetched (decompressed); `url`, where it came from, for relative links; the Content-Type
    header; `now`, aware, against which dates are judged. Out: entries in the document's order, each key once.
    Raises FeedHazard for what is dangerous to parse, NotAFeed for anything else that is no feed.
    """
    hazards.refuse_size(body)
    sniff.refuse_binary(body)
    decoded = decode(body, content_type)
    notes = [f"encoding: {decoded.note}"] if decoded.note else []
    start = _start(decoded.text, url)
    if decoded.text[:start].strip() and not decoded.text.lstrip().startswith("<"):
        notes.append("text before the document was skipped")
    mended = repair.mend(decoded.text[start:])
    notes += mended.notes
    raw = document.read(mended.document, url)
    if not raw.version and not raw.entries:
        raise sniff.not_a_feed(decoded.text, mended.root, url)
    listed = _entries(raw.entries, url, now, notes)
    return ParsedFeed(
        title=clean_text(raw.title),
        site_url=canonical(raw.link, url) if raw.link else None,
        language=raw.language[:35] or None,
        entries=listed,
        ttl=_ttl(raw),
        notes=tuple(notes),
    )


def _start(text: str, url: str) -> int:
    """Where the feed's root element begins. Raises NotAFeed, or FeedHazard where what is before declares entities."""
    start = repair.root_start(text)
    hazards.refuse_entities(text[:start])
    name = repair.root_name(text, start) if start is not None else ""
    if start is not None and name.rpartition(":")[2].lower() in _ROOTS:
        return start
    if name.lower() != "html":
        later = repair.feed_start(text, start or 0)
        if later is not None:
            return later
    raise sniff.not_a_feed(text, name, url)


def _entries(raws: tuple[document.RawEntry, ...], url: str, now: datetime, notes: list[str]) -> tuple[Entry, ...]:
    shared = entries.shared_guids(raws, url)
    if shared:
        notes.append("different items have the same guid; they are told apart by their links")
    made = [entries.entry_of(raw, base=url, now=now, trust_guid=raw.guid not in shared) for raw in raws]
    told = [entry for entry in made if entry is not None]
    if len(told) < len(made):
        notes.append(f"{_items(len(made) - len(told))} without title, text or link")
    listed = entries.without_repeats(told)
    if len(listed) < len(told):
        notes.append(f"{_items(len(told) - len(listed))} listed more than once")
    counts = Counter(entry.dated for entry in listed)
    notes.extend(f"{_items(counts[dated])} {words}" for dated, words in _DATE_NOTES.items() if counts[dated])
    if listed and counts[Dated.VERY_OLD] == len(listed):
        notes.append(f"every item is older than {entries.VERY_OLD.days} days")
    return listed


def _ttl(raw: document.RawFeed) -> timedelta | None:
    """How often the feed asks to be polled: <ttl> in minutes, else RSS 1.0's syndication module; None if unsaid."""
    minutes = seconds(raw.ttl)
    if minutes:
        return min(minutes * 60, timedelta(days=365))
    days = _PERIODS.get(raw.update_period.lower())
    if days is None:
        return None
    frequency = seconds(raw.update_frequency or "1")
    times = max(1.0, frequency.total_seconds()) if frequency else 1.0
    return max(timedelta(days=days) / times, timedelta(minutes=1))


def _items(count: int) -> str:
    return f"{count:,} item" if count == 1 else f"{count:,} items"
