"""trafilatura's one home: body text and metadata out of a page's tree, parsed once.

Mode, measured on 181 real news pages (4-token shingles, average per page; CPU ms a page on one core): fast with
tables F1 .962, 12; default (readability and justext compared) .959, 22; fast without tables .959, 12; fast for
precision .955, 12. Its own metadata stage takes another 7 ms, most of it for tags, licence and author guesses by
position; only its readers of meta elements and JSON-LD are used here (1.5 ms).
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from trafilatura import bare_extraction
from trafilatura.metadata import examine_meta, extract_meta_json, extract_title
from trafilatura.settings import Extractor

from worker.articles.dates import published_at
from worker.errors import PageError

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

# They report each page they can make nothing of on standard error; that is said by our PageError.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

_OPTIONS = Extractor(output_format="python", fast=True, comments=False, tables=True)
_META_LENGTH = 1_000
"""Characters. Titles, names and dates are far shorter; a URL that was cut is not believed."""
_BYLINES = (
    '(.//*[@itemprop="author"] | .//a[@rel="author"] | .//*[@class="byline"] | .//*[@class="author"])[position() < 4]'
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What trafilatura found, as written. lines: the body's blocks in order. links: canonical candidates."""

    title: str
    lines: tuple[str, ...]
    author: str
    site: str
    published: datetime | None
    links: tuple[str, ...]


def extract(tree: "HtmlElement", url: str) -> Extracted:
    """Read the tree of the page that came from `url`. Raises PageError where the extractor finds nothing or fails."""
    try:
        _bound_metas(tree)
        found = _metadata(tree)
        links = _canonical_links(tree)
        published = published_at(tree, url)
        document = bare_extraction(tree, options=_OPTIONS)
    except Exception as error:  # whatever a page makes the extractor raise, it is the page's fault
        raise PageError(f"the page could not be read: {type(error).__name__}: {error}"[:300]) from error
    text = getattr(document, "text", None) or ""
    return Extracted(
        title=found.title or "",
        lines=tuple(line for line in text.split("\n") if line.strip()),
        author=found.author or _byline(tree),
        site=(found.sitename or "").lstrip("@"),
        published=published,
        links=links,
    )


def _bound_metas(tree: "HtmlElement") -> None:
    """Cut what meta elements hold: trafilatura strips tags from it by a regular expression that is quadratic."""
    for meta in tree.iterfind(".//meta[@content]"):
        content = meta.get("content", "")
        if len(content) > _META_LENGTH:
            meta.set("content", content[:_META_LENGTH])


def _metadata(tree: "HtmlElement") -> "Document":
    found = examine_meta(tree)
    if found.author and " " not in found.author:  # user names, as trafilatura does
        found.author = None
    found = extract_meta_json(tree, found)
    found.title = found.title or extract_title(tree)
    return found


def _canonical_links(tree: "HtmlElement") -> tuple[str, ...]:
    links = [link.get("href", "") for link in tree.iterfind('.//link[@rel="canonical"]')]
    links += [meta.get("content", "") for meta in tree.iterfind('.//meta[@property="og:url"]')]
    return tuple(link for link in links[:4] if 0 < len(link) < _META_LENGTH)


def _byline(tree: "HtmlElement") -> str:
    """The author where the markup names one plainly; positions and class names that only hint are not searched."""
    for element in tree.xpath(_BYLINES):
        name = " ".join("".join(element.itertext()).split())
        if 2 < len(name) < 100:
            return name
    return ""
