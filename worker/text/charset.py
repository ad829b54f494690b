"""Turns bytes into text: which encoding, held against what is declared. Shared by feeds and pages.

Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever a header says: the chance that a text in another
encoding happens to be valid UTF-8 is negligible, and wrong declarations are common. After that the order is
that of the HTML standard: byte order mark, transport header, declaration in the document.
"""

import codecs
import re
from dataclasses import dataclass

FALLBACK = "cp1252"
"""What the HTML standard falls back to for the western world."""

# Browsers read these labels as the wider encoding on the right (WHATWG Encoding Standard, section 4.2).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Text encodings that documents use. Python knows others that must never be reachable from a header:
# punycode and idna are quadratic, unicode_escape and utf-7 hide markup from any check made on the bytes.
_ALLOWED = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "koi8-r", "koi8-u", "cp866"}
    | {"gb18030", "big5hkscs", "cp932", "euc_jp", "iso2022_jp", "cp949", "iso2022_kr", "hz", "cp874"}
    | {"mac-roman", "mac-cyrillic"}
    | {f"cp125{n}" for n in range(9)}
    | {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)}
)
# Encodings whose bytes are all ASCII, so that "valid UTF-8" says nothing against them.
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The first two characters of "<?", "<r", "<h", ... in encodings of two and four bytes (XML 1.0, appendix F).
_WIDE_STARTS = (
    (re.compile(rb"<\x00\x00\x00[!-~]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<\x00\x00\x00[!-~]"), "utf-32-be"),
    (re.compile(rb"<\x00[!-~]\x00"), "utf-16-le"),
    (re.compile(rb"\x00<\x00[!-~]"), "utf-16-be"),
)
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:+-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?([\w.:+-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read by (Python's name), and a note in words where a declaration was wrong, or ""."""

    text: str
    encoding: str
    note: str = ""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a document. Never raises: bytes that fit no encoding become U+FFFD.

    In: the body, and the Content-Type header as it came. Out: text without a byte order mark.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(body[len(bom) :].decode(name, "replace"), name)
    for pattern, name in _WIDE_STARTS:
        if pattern.match(body):
            return Decoded(body.decode(name, "replace"), name)
    declared = _declared(body, content_type)
    if not any(name in _SEVEN_BIT for name in declared):
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            wrong = bool(declared) and declared[0] != "utf-8" and not text.isascii()
            return Decoded(text, "utf-8", f"declared as {declared[0]}, is utf-8" if wrong else "")
    for name in declared:
        if name.startswith(("utf-16", "utf-32")):  # without a mark and without NULs it is not
            continue
        try:
            return Decoded(body.decode(name), name)
        except UnicodeDecodeError:
            continue
    name = next((name for name in declared if not name.startswith(("utf-16", "utf-32"))), FALLBACK)
    if name == "utf-8" and not _mostly_utf8(body):
        name = FALLBACK
    return Decoded(body.decode(name, "replace"), name, f"bytes that are not {name} were replaced")


def known_encoding(label: str) -> str | None:
    """Python's name of the encoding a label means, as browsers read it, or None for one that is not accepted."""
    try:
        name = codecs.lookup(label.strip().lower()).name
    except (LookupError, ValueError):
        return None
    name = _WIDER.get(name, name)
    return name if name in _ALLOWED else None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Accepted encodings that header and document declare, in that order, without repeats."""
    labels = []
    if match := _HEADER.search((content_type or "")[:500]):
        labels.append(match.group(1))
    head = body[:4096]
    if found := _XML.search(head) or _META.search(head):
        labels.append(found.group(1).decode("ascii"))
    names = (known_encoding(label) for label in labels)
    return list(dict.fromkeys(name for name in names if name))


def _mostly_utf8(body: bytes) -> bool:
    """Whether a broken byte here and there is all that is wrong (a text cut in the middle of a character)."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(map(len, re.findall(r"[^\x00-\x7f]+", text))) - broken
    return broken <= beyond_ascii
