"""Makes well-formed XML of what publishers send: from decoded text to bytes that a strict parser takes.

Real broken feeds have few kinds of faults: junk before or after the document, bare ampersands, HTML entities
(&nbsp;), namespaces that nobody declared, control characters, an end that never came. Each is mended here in
linear time and named in a note; what is left goes through libxml2's recovery. The tag-soup parser that feedparser
would fall back to is never reached: its regular expressions can be made to take hours.
"""

import re
from dataclasses import dataclass
from html.entities import html5

from worker.errors import NotAFeed
from worker.feeds import hazards
from worker.text import trees

_START = re.compile(r"<(?:!--|\?|!|[A-Za-z_])")
_ROOT_NAME = re.compile(r"<([A-Za-z_][^\s/>]{0,100})")
_FEED_ROOT = re.compile(r"<(?:[A-Za-z][\w-]{0,20}:)?(?:rss|feed|rdf|channel)(?=[\s>])", re.IGNORECASE)
_AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)([a-zA-Z][a-zA-Z0-9]{1,30};)?"
)
_REFERENCE = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
_CDATA = re.compile(r"<!\[CDATA\[")
_PREFIX_USED = re.compile(r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]|\s([A-Za-z][\w.-]{0,30}):[\w.-]{1,60}=[\"']")
_PREFIX_DECLARED = re.compile(r"xmlns:([A-Za-z][\w.-]{0,30})\s{0,9}=")
JUNK_LIMIT = 20_000
"""Characters before the root element in which a feed is still looked for (warnings that a server printed)."""

_KNOWN_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "georss": "http://www.georss.org/georss",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rss": "http://backend.userland.com/rss",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "thr": "http://purl.org/syndication/thread/1.0",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True, slots=True)
class Mended:
    """A well-formed document in UTF-8 that starts at its root element; `root` is the local name, lower case."""

    document: bytes
    root: str
    items: int
    notes: tuple[str, ...]


def root_start(text: str) -> int | None:
    """Where the root element begins: past white space, comments, processing instructions and a DOCTYPE."""
    position = 0
    while found := _START.search(text, position):
        kind = found.group()
        if kind == "<!--":
            end = text.find("-->", found.end())
        elif kind == "<?":
            end = text.find(">", found.end())
        elif kind == "<!":
            end = _doctype_end(text, found.end())
        else:
            return found.start()
        if end == -1:
            return None
        position = end + 1
    return None


def root_name(text: str, start: int) -> str:
    """The name of the element that begins at `start`, as written."""
    found = _ROOT_NAME.match(text, start)
    return found.group(1) if found else ""


def feed_start(text: str, start: int) -> int | None:
    """Where a feed's root begins at or after `start`, within JUNK_LIMIT characters; None where there is none."""
    found = _FEED_ROOT.search(text, start, start + JUNK_LIMIT)
    return found.start() if found else None


def mend(text: str) -> Mended:
    """A well-formed document out of text that begins at a feed's root element.

    Raises NotAFeed where no repair helps, FeedHazard for what must not be parsed (see hazards).
    """
    cleaned = trees.ILLEGAL.sub("", text)
    notes = ["control characters were removed"] if len(cleaned) != len(text) else []
    seen = hazards.inspect(cleaned.encode())
    if seen.broken:
        first_fault = seen.broken
        cleaned, seen = _repair(cleaned)
        if seen.broken:
            raise NotAFeed(
                f"this is broken XML that could not be repaired: {first_fault}",
                hint="the publisher's server may have sent half a feed; it is asked again at the next poll",
            )
        if not seen.items:
            raise NotAFeed(f"this is broken XML, and no item of it could be read: {first_fault}")
        notes.append(f"broken XML was repaired: {first_fault}")
    if seen.cut is not None:
        notes.append(f"more than {hazards.MAX_ITEMS:,} items are listed; the first {hazards.MAX_ITEMS:,} were read")
        return Mended(seen.cut, seen.root, seen.items, tuple(notes))
    return Mended(cleaned.encode(), seen.root, seen.items, tuple(notes))


def _repair(text: str) -> tuple[str, hazards.Inspection]:
    hazards.refuse_entities(text)
    text = _declare_prefixes(_fix_ampersands(_without_tail(text)))
    seen = hazards.inspect(text.encode())
    if not seen.broken:
        return text, seen
    recovered = trees.recover_xml(text)
    if recovered is None:
        return text, seen
    recovered = _declare_prefixes(recovered)
    return recovered, hazards.inspect(recovered.encode())


def _doctype_end(text: str, position: int) -> int:
    """The `>` that ends a DOCTYPE, past an internal subset in brackets; -1 if there is none."""
    end = text.find(">", position)
    bracket = text.find("[", position, end if end != -1 else None)
    if bracket == -1:
        return end
    closing = text.find("]", bracket)
    return text.find(">", closing) if closing != -1 else -1


def _without_tail(text: str) -> str:
    """The text without what follows the root's last end tag (comments and scripts that a server appended)."""
    closing = f"</{root_name(text, 0)}>"
    end = text.rfind(closing)
    return text if end == -1 else text[: end + len(closing)]


def _fix_ampersands(text: str) -> str:
    """HTML entities as the characters they mean, any other bare `&` as `&amp;`; CDATA sections stay as they are."""
    pieces: list[str] = []
    position = 0
    while opened := _CDATA.search(text, position):
        end = text.find("]]>", opened.end())
        if end == -1:
            break
        pieces.append(_ampersands(text[position : opened.start()]))
        pieces.append(text[opened.start() : end + 3])
        position = end + 3
    pieces.append(_ampersands(text[position:]))
    return "".join(pieces)


def _ampersands(text: str) -> str:
    def replace(found: re.Match[str]) -> str:
        name = found.group(1)
        character = html5.get(name) if name else None
        return "&amp;" + (name or "") if character is None or character in "<>&" else character

    def character_reference(found: re.Match[str]) -> str:
        number = int(found.group(1)) if found.group(1) else int(found.group(2), 16)
        legal = (
            number in (9, 10, 13)
            or 32 <= number <= 0xD7FF
            or 0xE000 <= number <= 0xFFFD
            or 0x10000 <= number <= 0x10FFFF
        )
        return found.group() if legal else ""

    if "&" not in text:
        return text
    return _REFERENCE.sub(character_reference, _AMPERSAND.sub(replace, text))


def _declare_prefixes(text: str) -> str:
    """The text with namespaces declared on the root for prefixes that are used and declared nowhere."""
    used = {element or attribute for element, attribute in _PREFIX_USED.findall(text)}
    missing = used - set(_PREFIX_DECLARED.findall(text)) - {"xml", "xmlns"}
    if not missing or len(missing) > hazards.MAX_PREFIXES:
        return text
    end = 1 + len(root_name(text, 0))
    declared = "".join(
        f' xmlns:{prefix}="{_KNOWN_PREFIXES.get(prefix, "urn:undeclared:" + prefix)}"' for prefix in sorted(missing)
    )
    return text[:end] + declared + text[end:]
