"""Plain text out of HTML fragments, and tidy one-line titles.

A scanner of our own, because what comes in is hostile and short: it keeps no tree and no stack, so nesting
costs nothing, and each character is looked at a bounded number of times. Whole pages are read elsewhere.
The result is text and means no markup; whoever shows it in HTML still has to escape it.
"""

import html
import re
from collections.abc import Iterator

from worker.text.wordlists import listed

MAX_HTML = 2_000_000
"""Characters of HTML that are looked at; the rest is ignored. The longest entry in 300 real feeds has 762,498."""
MAX_TITLE = 500
"""Characters of a title. The longest of 7,000 titles of real feeds has 213."""


# Tags at which a paragraph ends (the block elements of the HTML standard's rendering section).
_BLOCKS = listed(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol optgroup p pre search section "
    "summary table tbody tfoot thead tr ul caption legend"
)
_CELLS = frozenset({"td", "th", "img", "option"})
# Elements whose content is not text for readers. Each ends at its first end tag, as browsers read the raw ones.
_SKIPPED = listed(
    "script style template noscript iframe object svg math head textarea select button noembed noframes xmp audio "
    "video canvas"
)
_INLINE = listed(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp small span strike "
    "strong sub sup time tt u var wbr"
)
_TAGS = _BLOCKS | _CELLS | _SKIPPED | _INLINE
_SKIP_ENDS = {name: re.compile(f"</{name}(?![a-z0-9])", re.IGNORECASE) for name in _SKIPPED}

_OPEN = re.compile(r"<(?=[a-zA-Z/!?])")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_QUOTE_OR_END = re.compile(r">|=[ \t\r\n]*([\"'])")

# int() refuses more than 4,300 digits; nothing above seven is a character.
_HUGE_REFERENCE = re.compile(r"&#[0-9]{8,};?")
# Controls (C0 without white space, DEL, C1 without NEL), zero-width space and no-break space, soft hyphen, word
# joiner and its invisible kin, bidi embeddings, overrides and isolates, lone surrogates, noncharacters, tag
# characters. Joiners that Persian and Indic scripts need (U+200C, U+200D) and the marks U+200E, U+200F stay.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\xad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile(r"[^\S\n]+")
_ALL_SPACES = re.compile(r"\s+")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_BLANK_LINES_WITH_SPACES = re.compile(r"\n[ \t]*\n")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def html_to_text(source: str) -> str:
    """Plain text of an HTML fragment: paragraphs joined by a blank line, `<br>` as a line break.

    In: HTML or plain text, of any size and shape; past MAX_HTML characters it is cut.
    Out: entities decoded, scripts, styles, comments and invisible characters gone, white space tidy.
    Time is linear in the input.
    """
    source = source[:MAX_HTML]
    if "<" not in source:
        return _plain_paragraphs(_unescape(source))
    paragraphs: list[str] = []
    pieces: list[str] = []
    for text, tag, _ in _scan(source):
        if text:
            pieces.append(_ALL_SPACES.sub(" ", _unescape(text).replace("]]>", "")))
        if tag == "br":
            pieces.append("\n")
        elif tag in _BLOCKS:
            paragraphs.append("".join(pieces))
            pieces.clear()
        elif tag in _CELLS:
            pieces.append(" ")
    paragraphs.append("".join(pieces))
    return "\n\n".join(tidy for paragraph in paragraphs if (tidy := _tidy(paragraph)))


def clean_text(text: str, limit: int = MAX_TITLE) -> str:
    """One tidy line for a title or a name: known tags and invisible characters gone, entities decoded.

    Entities that were encoded twice ("AT&amp;amp;T") are decoded twice. `a < b` and unknown tags stay as text.
    Longer than `limit` characters: cut at a word, with an ellipsis.
    """
    text = text[: limit * 20]
    if "<" in text:
        text = _strip_known_tags(text)
    for _ in range(2):
        if "&" not in text:
            break
        text = _unescape(text)
    text = tidy_line(text)
    return shorten(text, limit)


def tidy_line(text: str) -> str:
    """The text on one line, without invisible characters; nothing is decoded."""
    return _ALL_SPACES.sub(" ", _INVISIBLE.sub("", _LINE_ENDS.sub(" ", text))).strip()


def _plain_paragraphs(text: str) -> str:
    """Text without tags: a blank line parts paragraphs, a single line end is only where somebody wrapped."""
    paragraphs = _BLANK_LINES_WITH_SPACES.split(_LINE_ENDS.sub("\n", text))
    return "\n\n".join(tidy for paragraph in paragraphs if (tidy := tidy_line(paragraph)))


def shorten(text: str, limit: int) -> str:
    """The text within `limit` characters: cut at the last word that fits, with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"


def _scan(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield (text before a tag, name of the tag, the tag as written); name is "" for comments and at the end.

    Elements of _SKIPPED come as one tag, with their content. What is cut off in the middle of a tag or a
    comment is dropped, as browsers do.
    """
    last_quote = {quote: source.rfind(quote) for quote in "\"'"}
    position = 0
    while opened := _OPEN.search(source, position):
        start = opened.start()
        before = source[position:start]
        if source.startswith("<![CDATA[", start):  # seen in feeds that wrap twice
            yield before, "", ""
            position = start + len("<![CDATA[")
            continue
        named = _NAME.match(source, start + 1)
        if source.startswith("<!--", start):
            end = source.find("-->", start + 4) + 3
            end = -1 if end == 2 else end
        elif named is None:
            end = source.find(">", start) + 1 or -1
        else:
            end = _tag_end(source, named.end(), last_quote)
        name = named.group(1).lower() if named else ""
        if end != -1 and name in _SKIPPED and named and source[start + 1] != "/" and source[end - 2] != "/":
            closing = _SKIP_ENDS[name].search(source, end)
            end = source.find(">", closing.start()) + 1 or -1 if closing else -1
        if end == -1:
            yield before, "", ""
            return
        yield before, name, source[start:end]
        position = end
    yield source[position:], "", ""


def _tag_end(source: str, position: int, last_quote: dict[str, int]) -> int:
    """Where the tag ends that `position` is in, past its `>`, or -1. A `>` in a quoted value does not end it.

    A quote without a partner (`last_quote` knows) is a character like any other; so nothing is looked at twice.
    """
    while found := _QUOTE_OR_END.search(source, position):
        quote = found.group(1)
        if quote is None:
            return found.end()
        position = found.end()
        if position <= last_quote[quote]:
            position = source.index(quote, position) + 1
    return -1


def _strip_known_tags(text: str) -> str:
    pieces: list[str] = []
    for before, name, written in _scan(text):
        pieces.append(before)
        if name not in _TAGS and name != "br":
            pieces.append(written if name else "")
        elif name not in _INLINE or name == "br":
            pieces.append(" ")
    return "".join(pieces)


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    return html.unescape(_HUGE_REFERENCE.sub("\ufffd", text))


def _tidy(text: str) -> str:
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))
    text = _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()
