"""Refuses feeds that could do harm, before the parser that would suffer sees them.

One pass of expat over the very bytes that are parsed next, so that nothing can be hidden from it: no
encoding trick, no quoting trick. expat is written in C, linear, and expands nothing here (there is no DTD left).
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from worker.domain.http import MEGABYTE
from worker.errors import FeedHazard

MAX_BYTES = 5 * MEGABYTE
MAX_ITEMS = 1_000
"""Items that are read of one document; one of 300 real feeds has more (1,046), the next 338."""
MAX_DEPTH = 100
"""feedparser takes 12 s for 600 kB of nested tags; the deepest of 300 real feeds has 10."""
MAX_ELEMENTS = 60_000
"""About 3 s of feedparser; the largest of 300 real feeds has 4,007 in its first 1,000 items."""
MAX_PREFIXES = 200
"""feedparser looks through all namespaces for each element of an unknown one."""
MAX_ATTRIBUTES = 100
"""Of one element; the standard library's SAX reader is quadratic in them. The most in 300 real feeds is 12."""

_ITEMS = frozenset({"item", "entry"})
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
_QNAME = re.compile(rb"<([^\s/>]{1,500})")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one pass found. broken: why it is not well-formed XML, with line and column, or "".

    root: local name of the first element, lower case, or "". cut: where more than MAX_ITEMS items are listed,
    a well-formed document with the first of them, else None.
    """

    root: str
    broken: str
    items: int
    cut: bytes | None


class _EnoughItems(Exception):  # a signal to stop, not an error
    pass


@dataclass(slots=True)
class _Pass:
    parser: expat.XMLParserType
    open: list[int] = field(default_factory=list)
    root: str = ""
    elements: int = 0
    items: int = 0
    cut_at: int | None = None
    prefixes: set[str | None] = field(default_factory=set)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if not self.root:
            self.root = _local(name)
        depth = len(self.open)
        if depth >= MAX_DEPTH:
            raise FeedHazard(
                f"elements are nested more than {MAX_DEPTH} deep",
                hint="no real feed is built like this; ask its publisher, or remove the feed",
            )
        if self.elements > MAX_ELEMENTS:
            raise FeedHazard(f"the feed has more than {MAX_ELEMENTS:,} elements")
        if len(attributes) > MAX_ATTRIBUTES:
            raise FeedHazard(f"an element has more than {MAX_ATTRIBUTES} attributes")
        if depth <= 2 and _local(name) in _ITEMS:
            if self.items == MAX_ITEMS:
                self.cut_at = self.parser.CurrentByteIndex
                raise _EnoughItems
            self.items += 1
        self.open.append(self.parser.CurrentByteIndex)

    def end(self, _name: str) -> None:
        self.open.pop()

    def namespace(self, prefix: str | None, _uri: str) -> None:
        self.prefixes.add(prefix)
        if len(self.prefixes) > MAX_PREFIXES:
            raise FeedHazard(f"the feed declares more than {MAX_PREFIXES} namespaces")


def refuse_size(body: bytes) -> None:
    """Raise FeedHazard for a body over MAX_BYTES."""
    if len(body) > MAX_BYTES:
        raise FeedHazard(
            f"the feed is {len(body) / MEGABYTE:.1f} MB, more than the {MAX_BYTES // MEGABYTE} MB that are read",
            hint="many publishers offer the same feed by section, which is smaller",
        )


def refuse_entities(text: str) -> None:
    """Raise FeedHazard where the text declares entities (the means of "billion laughs" and of reading files)."""
    if _ENTITY.search(text):
        raise FeedHazard(
            "the feed declares XML entities, which no feed needs and attacks use",
            hint="ask the publisher for a feed without <!ENTITY",
        )


def inspect(document: bytes) -> Inspection:
    """Look a document over in one pass, before it is parsed.

    In: UTF-8, starting at the root element, no DOCTYPE before it. Out: see Inspection.
    Raises FeedHazard for absurd depth, number of elements or of namespaces, also where the XML breaks later on.
    """
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    state = _Pass(parser)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.StartNamespaceDeclHandler = state.namespace
    broken = ""
    try:
        parser.Parse(document, True)
    except _EnoughItems:
        pass
    except expat.ExpatError as error:
        broken = f"{expat.ErrorString(error.code)} at line {error.lineno}, column {error.offset}"
    return Inspection(state.root, broken, state.items, None if broken else _cut(document, state))


def _cut(document: bytes, state: _Pass) -> bytes | None:
    if state.cut_at is None:
        return None
    names = [found.group(1) for at in reversed(state.open) if (found := _QNAME.match(document, at))]
    return document[: state.cut_at] + b"".join(b"</%s>" % name for name in names)


def _local(name: str) -> str:
    return name.rpartition(" ")[2].lower()
