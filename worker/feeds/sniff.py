"""Says what a body is when it is no feed, so that an operator knows what to mend."""

import re
from urllib.parse import urljoin

from worker.errors import NotAFeed
from worker.text.html import tidy_line
from worker.text.urls import canonical

_LOOKED_AT = 200_000
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(rel|type|href)\s{0,9}=\s{0,9}(?:\"([^\"]{0,2000})\"|'([^']{0,2000})'|([^\s\"'>]{1,2000}))"
)
_PASSWORD = re.compile(r"<input\b[^<>]{0,1000}?\btype\s{0,9}=\s{0,9}[\"']?password\b", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_BINARY = ((b"%PDF", "a PDF"), (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"))
_BINARY_MORE = ((b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "gzip data that was not unpacked"))


def refuse_binary(body: bytes) -> None:
    """Raise NotAFeed for an empty body and for well-known formats that are no text."""
    if not body.strip(b" \t\r\n\x00"):
        raise NotAFeed("the answer is empty", hint="the publisher's server may be at fault; it is asked again")
    for start, what in _BINARY + _BINARY_MORE:
        if body.startswith(start):
            raise NotAFeed(f"this is {what}, not a feed")


def not_a_feed(text: str, root: str, url: str) -> NotAFeed:
    """The error that says what `text` is. In: decoded text, its first element's name or "", and where it is from."""
    start = text[:2000].lstrip("\ufeff \t\r\n")
    name = root.rpartition(":")[2].lower()
    if start[:1] in ("{", "["):
        return NotAFeed(
            "this is JSON, which this version does not read as a feed",
            hint="most sites that publish a JSON Feed have the same as RSS or Atom",
        )
    if name == "html" or start[:14].lower() == "<!doctype html" or "<html" in text[:5000].lower():
        return _web_page(text, url)
    if name in ("urlset", "sitemapindex"):
        return NotAFeed("this is a sitemap, which this version does not read as a feed")
    if name == "opml":
        return NotAFeed("this is an OPML list of feeds, not a feed", hint="import it, instead of adding it as a feed")
    if name:
        return NotAFeed(f"this is XML with the root <{root[:60]}>, which is no kind of feed")
    beginning = tidy_line(start[:200])[:60]
    return NotAFeed(f"this is plain text, not a feed: it begins “{beginning}”")


def feed_links(text: str, url: str) -> list[str]:
    """The feeds that a web page links to (`<link rel=alternate>`), absolute, in the page's order, at most ten."""
    found: list[str] = []
    for link in _LINK.finditer(text[:_LOOKED_AT]):
        attributes = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(link.group())}
        if "alternate" not in attributes.get("rel", "").lower().split():
            continue
        if attributes.get("type", "").lower().partition(";")[0].strip() not in _FEED_TYPES:
            continue
        try:
            target = urljoin(url, attributes.get("href", "").replace("&amp;", "&").strip())
        except ValueError:
            continue
        if canonical(target) and target not in found:
            found.append(target)
    return found[:10]


def _web_page(text: str, url: str) -> NotAFeed:
    links = feed_links(text, url)
    if not links and _PASSWORD.search(text[:_LOOKED_AT]):
        hint = "give the feed an `auth`, or look for an address that wants no login"
        return NotAFeed("this is a page that asks for a password, not a feed", hint=hint)
    if not links:
        return NotAFeed("this is a web page, not a feed", hint="look on the site for its RSS or Atom address")
    return NotAFeed(
        f"this is a web page, not a feed; it links to the feed {links[0]}", hint=f"use {links[0]} as the feed's url"
    )
