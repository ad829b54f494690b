"""When a page says it was published: its metadata with the time of day; else what htmldate finds, a day."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from htmldate import find_date

from worker.text.retry import http_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

EARLIEST_YEAR = 1990
"""Before the first web page: a default, not a date."""

# The names under which publishers put the date, lower case: Open Graph, schema.org, Dublin Core, Sailthru, ...
_META_NAMES = (
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_JSON_DATE = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([0-9TtZz:.+ -]{8,40})"')
_ZONE_AFTER_SPACE = re.compile(r" (?=[+-]\d{2}:?\d{2}$|[Zz]$)")


def published_at(tree: "HtmlElement", url: str) -> datetime | None:
    """The page's own date, aware UTC; a day without a time is its midnight; None where it names none.

    In: the page's tree, which is not changed, and its URL, which may name the day. Metadata is believed before
    anything written in the text.
    """
    metas = _metas(tree)
    for name in _META_NAMES:
        if when := read_when(metas.get(name, "")):
            return when
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        for written in _JSON_DATE.findall((script.text or "")[:200_000])[:1]:
            if when := read_when(written):
                return when
    for element in tree.iterfind(".//time[@datetime]"):
        marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        if marked and (when := read_when(element.get("datetime", ""))):
            return when
    return read_when(_searched(tree, url) or "")


def read_when(written: str) -> datetime | None:
    """An ISO 8601 or HTTP date as aware UTC (without a zone: UTC), or None for anything else."""
    written = written.strip()[:64]
    if not written[:1].isdigit():
        return http_date(written) if written else None
    try:
        when = datetime.fromisoformat(_ZONE_AFTER_SPACE.sub("", written))
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return when if when.year >= EARLIEST_YEAR else None


def _metas(tree: "HtmlElement") -> dict[str, str]:
    """Content of the meta elements by name, the first of each name."""
    found: dict[str, str] = {}
    for meta in tree.iterfind(".//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        found.setdefault(name.lower(), meta.get("content", ""))
    return found


def _searched(tree: "HtmlElement", url: str) -> str | None:
    """What htmldate finds in headers, URLs and the usual elements; its search through the whole text stays off.

    The extensive search costs 11 ms a page (this one 0.5) and may take the date of another article.
    """
    try:
        return find_date(tree, url=url, original_date=True, extensive_search=False, max_date="2100-01-01")
    except Exception:  # noqa: BLE001  # whatever a page makes htmldate raise, it means no date, as its docs say
        return None
