"""From a page's bytes to a Page: refuse, decode, parse once, extract, tidy."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from worker.articles import hazards
from worker.articles.extract import extract
from worker.articles.language import language_of
from worker.articles.words import words_in
from worker.domain.article import Page
from worker.errors import PageError
from worker.text.charset import decode
from worker.text.html import clean_text, shorten, tidy_line
from worker.text.trees import ILLEGAL, html_tree
from worker.text.urls import canonical, same_host

MIN_WORDS = 25
"""Fewer are a caption, a cookie notice or an error, not an article."""
MAX_TEXT = 200_000
"""Characters of body text that are kept: thirty times a long read."""
MAX_NAME = 200

_BY = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s+(?=\S)", re.IGNORECASE)
_JOINTS = "|-\u2013\u2014\u00b7\u2022:\u00bb"
_TAIL = re.compile(f" [{re.escape(_JOINTS)}] ")


def read_page(body: bytes, *, url: str, content_type: str | None) -> Page:
    """Read an article's page.

    In: the body as fetched (decompressed), the URL it came from after redirects, the Content-Type header.
    Out: title without the site's name, paragraphs joined by a blank line without the headline, and what the page
    says of author, site, date (aware UTC), language (of the text) and canonical URL (of the same host).
    Raises PageError, in words a person understands, where there is no article to read.
    """
    hazards.refuse_other_kinds(body, content_type)
    text = ILLEGAL.sub("", decode(body, content_type).text)
    hazards.refuse_stalling(text)
    tree = html_tree(text)
    if tree is None:
        raise PageError("no article text found on the page")
    found = extract(tree, url)
    site = clean_text(found.site, MAX_NAME)
    title = without_site(clean_text(found.title), site)
    body_text = _paragraphs(found.lines, title)
    if words_in(body_text) < MIN_WORDS:
        raise PageError("no article text found on the page")
    return Page(
        title=title,
        text=body_text,
        author=_author(found.author),
        site=site or None,
        published=found.published,
        language=language_of(body_text),
        canonical_url=_canonical(found.links, url),
    )


def without_site(title: str, site: str) -> str:
    """The title without " | Site" or "Site: " around it, where what is cut is the site's own name."""
    if not site:
        return title
    name = _folded(site)
    pieces = _TAIL.split(title)
    if len(pieces) > 1 and _folded(pieces[-1]) == name:
        return title[: title.rindex(pieces[-1])].rstrip(_JOINTS + " ")
    if len(pieces) > 1 and _folded(pieces[0]) == name:
        return title[len(pieces[0]) :].lstrip(_JOINTS + " ")
    return title


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _paragraphs(lines: Sequence[str], title: str) -> str:
    kept: list[str] = []
    length = 0
    for line in lines:
        paragraph = tidy_line(line).removeprefix("- ")
        if not paragraph or (not kept and _folded(paragraph) == _folded(title)):
            continue
        kept.append(shorten(paragraph, MAX_TEXT - length))
        length += len(paragraph) + 2
        if length >= MAX_TEXT:
            break
    return "\n\n".join(kept)


def _author(written: str) -> str | None:
    """The name or names (joined by "; "), without a leading "By"; None for addresses of profiles and the like."""
    author = _BY.sub("", clean_text(written, MAX_NAME)).strip(" ;,|")
    return author if author and "://" not in author else None


def _canonical(links: Sequence[str], url: str) -> str | None:
    """The first link that is on the page's own host; a front page is nobody's canonical form but its own."""
    for link in links:
        found = canonical(link, url)
        if found and same_host(found, url) and (urlsplit(found).path != "/" or urlsplit(url).path in ("", "/")):
            return found
    return None
