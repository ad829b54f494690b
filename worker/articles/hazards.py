"""Refuses pages that would stall the reader, and bodies that are no page, before any tree is built."""

import re

from worker.domain.http import MEGABYTE
from worker.errors import PageError

MAX_BYTES = 5 * MEGABYTE
MAX_ELEMENTS = 40_000
"""trafilatura takes up to 90 µs for each; the largest of 181 real news pages has 1,600."""
MAX_ATTRIBUTES = 10_000
"""In one tag. libxml2 compares each with all before it: 200,000 take it 49 s, so 10,000 about 0.1 s."""

_TAG = re.compile(r"""<[a-zA-Z](?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+')|=)*+""")
_SEPARATOR = re.compile(r"[\s=/\"']+")

_STARTS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed data that was not unpacked"),
)
_TYPES = (
    ("application/pdf", "a PDF"),
    ("application/json", "JSON"),
    ("application/ld+json", "JSON"),
    ("image/", "an image"),
    ("audio/", "audio"),
    ("video/", "a video"),
    ("font/", "a font"),
    ("application/zip", "a ZIP archive"),
    ("application/msword", "an office document"),
    ("application/vnd.", "an office document"),
    ("application/rss+xml", "a feed"),
    ("application/atom+xml", "a feed"),
    ("text/css", "a style sheet"),
    ("text/calendar", "a calendar"),
    ("text/csv", "a table (CSV)"),
    ("text/javascript", "a script"),
    ("application/javascript", "a script"),
)


def refuse_other_kinds(body: bytes, content_type: str | None) -> None:
    """Raise PageError, saying what it is, for a body that is empty, too large or of another kind than a page."""
    if not body.strip(b" \t\r\n\x00"):
        raise PageError("the page is empty")
    if len(body) > MAX_BYTES:
        raise PageError(
            f"the page is {len(body) / MEGABYTE:.1f} MB, more than the {MAX_BYTES // MEGABYTE} MB that are read"
        )
    kind = (content_type or "").partition(";")[0].strip().lower()
    for start, what in _STARTS:
        if body.startswith(start):
            raise PageError(f"this is {what}, not a page")
    for prefix, what in _TYPES:
        if kind.startswith(prefix) and not _looks_like_html(body):
            raise PageError(f"this is {what}, not a page")
    if not _looks_like_html(body) and body.lstrip()[:1] in (b"{", b"["):
        raise PageError("this is JSON, not a page")


def refuse_stalling(text: str) -> None:
    """Raise PageError for a page on which parser or extractor would take seconds: too many elements or attributes."""
    if text.count("<") > MAX_ELEMENTS and len(re.findall("<[a-zA-Z]", text)) > MAX_ELEMENTS:
        raise PageError(f"the page has more than {MAX_ELEMENTS:,} elements")
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and len(_SEPARATOR.findall(tag.group())) > 2 * MAX_ATTRIBUTES:
            raise PageError(f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes")


def _looks_like_html(body: bytes) -> bool:
    head = body[:1024].lower().replace(b"\x00", b"")
    return b"<html" in head or b"<!doctype html" in head
