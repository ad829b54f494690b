"""Outside text made inert, before any channel shows it.

Whatever a publisher, a feed or a receiver wrote passes here first: no control characters, nothing that turns
the reading direction, no line break where a header or a single line is meant, no link but http and https.
What a medium needs besides (HTML escapes, chat mentions) is that medium's own matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from worker.domain.watch import Evidence

# The twelve characters that change the reading direction: Unicode Standard Annex 9, table "Bidirectional
# Character Types", explicit marks, embeddings, overrides and isolates.
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# Byte order mark, soft hyphen, interlinear annotations and deprecated format characters: seen by no reader.
_INVISIBLE = (0x00AD, 0xFEFF, *range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC))
_SPACES = (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)

_ONE_LINE: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)]),
    **dict.fromkeys([*_BIDI, *_INVISIBLE]),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}

ELLIPSIS = "…"
URL_MAX = 2_000
"""Longest link that is shown, in characters; browsers and mail programs cut beyond about this."""

_URL_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in " \"'<>\\^`{|}"}


def clean(text: str) -> str:
    """One line of plain text: controls and direction marks gone, white space collapsed, ends stripped."""
    return " ".join(text.translate(_ONE_LINE).split())


def cut(text: str, limit: int) -> str:
    """Clean text of at most `limit` characters (at least 2), cut between words, with an ellipsis where cut.

    A word longer than half the limit is cut inside, so that something is always left.
    """
    # a cleaned text is never longer than what it was made of, apart from what is thrown away at once
    text = clean(text[: limit * 4 + 1_000])
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ")
    if space >= limit // 2:
        head = head[:space]
    return head.rstrip(" ,;:\N{EN DASH}\N{EM DASH}-") + ELLIPSIS


def paragraphs(text: str, limit: int) -> tuple[str, ...]:
    """Clean paragraphs of a text in which a blank line parts them, `limit` characters in all at most."""
    found: list[str] = []
    left = limit
    for block in text[: limit * 4 + 1_000].split("\n\n"):
        line = clean(block)
        if not line:
            continue
        if left < 40 and found:  # fewer characters than a clause say nothing
            if not found[-1].endswith(ELLIPSIS):
                found[-1] += " " + ELLIPSIS
            break
        found.append(cut(line, max(left, 2)))
        left -= len(line)
    return tuple(found)


def safe_url(url: str | None) -> str | None:
    """The URL if it is one that may be shown as a link, else None.

    http and https only, with a host, no credentials, at most URL_MAX characters. Signs that could end an
    attribute, a markdown link or a header are percent-encoded; nothing else of it changes.
    """
    if url is None or len(url) > URL_MAX:
        return None
    text = url.strip()
    if any(ord(sign) in _ONE_LINE for sign in text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return text.translate(_URL_ESCAPES)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of clean text; `hit`: it is part of what made the watch hold."""

    text: str
    hit: bool


def _valid_spans(evidence: Evidence) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    last = 0
    for start, end in sorted(evidence.spans):
        start, end = max(start, last), min(end, len(evidence.text))
        if start < end:
            spans.append((start, end))
            last = end
    return spans


def _window(text: str, first: int, limit: int) -> tuple[int, int]:
    """The part of a long sentence to show: about `limit` characters with the first hit in its first third."""
    if len(text) <= limit:
        return 0, len(text)
    begin = max(0, first - limit // 3)
    if begin:
        space = text.find(" ", begin, first)
        begin = space + 1 if space >= 0 else begin
    end = min(len(text), begin + limit)
    if end < len(text):
        space = text.rfind(" ", begin + limit // 2, end)
        end = space if space >= 0 else end
    return begin, end


def _soft(text: str) -> str:
    """As `clean`, but a space at either end stays: pieces are put side by side."""
    inside = clean(text)
    if not inside:
        return " " if text.translate(_ONE_LINE) else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return f"{lead}{inside}{tail}"


def pieces(evidence: Evidence, limit: int = 400) -> tuple[Piece, ...]:
    """The evidence sentence as clean pieces in order, its hits told apart.

    limit: characters shown of a long sentence, around its first hit. Spans out of range or overlapping are
    trimmed: what is stored was computed once and must never keep an alert from being sent.
    """
    spans = _valid_spans(evidence)
    begin, end = _window(evidence.text, spans[0][0] if spans else 0, limit)
    found: list[Piece] = []
    if begin:
        found.append(Piece(ELLIPSIS + " ", hit=False))
    at = begin
    for start, stop in spans:
        start, stop = max(start, at), min(stop, end)
        if start >= stop:
            continue
        found.append(Piece(_soft(evidence.text[at:start]), hit=False))
        found.append(Piece(clean(evidence.text[start:stop]), hit=True))
        at = stop
    found.append(Piece(_soft(evidence.text[at:end]), hit=False))
    if end < len(evidence.text):
        found.append(Piece(" " + ELLIPSIS, hit=False))
    return _trimmed([piece for piece in found if piece.text])


def _trimmed(found: list[Piece]) -> tuple[Piece, ...]:
    """Without white space at either end, and without doubled spaces where two pieces meet."""
    tidy: list[Piece] = []
    for piece in found:
        text = piece.text
        if not tidy or tidy[-1].text.endswith(" "):
            text = text.lstrip(" ")
        if text:
            tidy.append(Piece(text, piece.hit))
    if tidy and tidy[-1].text.endswith(" "):
        last = tidy.pop()
        if last.text.strip():
            tidy.append(Piece(last.text.rstrip(), last.hit))
    return tuple(tidy)


def hits(evidence: Sequence[Evidence], most: int = 5) -> tuple[str, ...]:
    """The words that made the watch hold, as printed, each once whatever its case, at most `most`."""
    found: dict[str, str] = {}
    for sentence in evidence:
        for piece in pieces(sentence):
            if piece.hit:
                found.setdefault(piece.text.casefold(), piece.text)
    return tuple(cut(text, 60) for text in list(found.values())[:most])
