"""Paragraphs: what blank lines part."""

import re

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_DATELINE_WORDS = 6
_STOPS = ".!?\u2026\"'\u201d\u2019\u3002\uff01\uff1f"


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs stand. In: any text. Out: [start, end) of each, without the white space around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end, following in [*(gap.span() for gap in _BLANK.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        inner = part.strip()
        if inner:
            first = start + len(part) - len(part.lstrip())
            spans.append((first, first + len(inner)))
        start = following
    return spans


def lead_end(text: str) -> int:
    """Where the lead ends: the end of the second paragraph, or of the text where it has fewer.

    A paragraph of at most six words that ends without a stop is a dateline or a byline and does not count.
    """
    counted = 0
    for start, end in paragraphs(text):
        short = len(text[start:end].split(maxsplit=_DATELINE_WORDS)) <= _DATELINE_WORDS
        if short and text[end - 1] not in _STOPS:
            continue
        counted += 1
        if counted == 2:
            return end
    return len(text)
