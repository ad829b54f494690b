"""Watches, and what makes them hold."""

from dataclasses import dataclass
from enum import StrEnum

from worker.domain.reading import Fact, Quote


class Severity(StrEnum):
    """How urgent a watch's alerts are to its owner."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class DeclaredWatch:
    """A watch as somebody wrote it: `keywords` any of, `all_of` every one, `none_of` not one; and `query` too, where
    there is one.
    """

    name: str
    keywords: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    severity: Severity = Severity.NORMAL
    query: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A live watch: its row's id, and what was declared."""

    id: int
    name: str
    keywords: tuple[str, ...]
    all_of: tuple[str, ...]
    none_of: tuple[str, ...]
    channels: tuple[str, ...]
    severity: Severity = Severity.NORMAL
    query: str = ""


class Part(StrEnum):
    """Where in an article a span lies."""

    TITLE = "title"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that makes a watch hold, and where in it.

    text: the sentence as printed. start: its offset, in characters, in the part. spans: [start, end) pairs
    relative to `text`, in order, not overlapping.
    """

    part: Part
    text: str
    start: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A watch that holds on an article. evidence: the fewest sentences that show it, best first, never empty.

    facts, quotes: those of the article that made it hold, where its query asks for any.
    """

    watch_id: int
    evidence: tuple[Evidence, ...]
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
