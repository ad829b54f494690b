"""What was read, as it is looked at later: who was seen in which role, and the figures each person stands for."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from worker.domain.article import Article, ArticleWork, StoredPage
from worker.domain.reading import Fact, Reading, Status

OF_TEXT = "text"
"""Origin of a person or a role that articles told of; others name the file that declares them."""
STANDS = (Status.DEMANDED, Status.PROPOSED, Status.PLANNED, Status.AGREED, Status.DENIED)
"""Statuses by which somebody takes a stand; what is merely reported is none."""


@dataclass(frozen=True, slots=True)
class SeenRole:
    """A role as articles or a file give it; "" where they do not say. since, until: declared days, or None.

    first_seen, last_seen: of the articles that print it, aware UTC, or None where only a file does.
    """

    title: str
    organisation: str
    country: str
    origin: str
    since: date | None
    until: date | None
    first_seen: datetime | None
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A person as known. origin: OF_TEXT, or the file that names them. roles: the last seen first.

    articles, mentions, quotes, facts: how many articles hold them, and how often they are named, quoted, and said
    to be the speaker of a figure. first_seen, last_seen: by the articles' own dates; None where never seen.
    """

    id: int
    name: str
    origin: str
    first_seen: datetime | None
    last_seen: datetime | None
    roles: tuple[SeenRole, ...] = ()
    articles: int = 0
    mentions: int = 0
    quotes: int = 0
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Stand:
    """A figure that a person stands for, as one article tells it.

    at: the article's date, aware UTC. number: the fact's place in the article. sentence: the words that prove it.
    """

    person: str
    fact: Fact
    at: datetime
    article: int
    number: int
    title: str
    url: str | None
    source: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What was read of an article. version: of the readers. failed: the error that one met, or ""."""

    reading: Reading
    version: int
    read_at: datetime
    failed: str


@dataclass(frozen=True, slots=True)
class Found:
    """How much was found."""

    mentions: int = 0
    facts: int = 0
    quotes: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.mentions + other.mentions, self.facts + other.facts, self.quotes + other.quotes)


@dataclass(frozen=True, slots=True)
class Readable:
    """An article that can be read again: as it is stored, and its page where that is still kept (compressed).

    processed_at: when it was read, aware UTC; another moment later means that somebody read it meanwhile.
    """

    work: ArticleWork
    article: Article
    page: StoredPage | None
    processed_at: datetime


@dataclass(frozen=True, slots=True)
class Archived:
    """A stored article with what was read of it; None where it was not read. at: its own date, or when it was seen
    where that came first or is all there is; aware UTC. origins: how many feeds carry it.
    """

    id: int
    at: datetime
    article: Article
    stored: StoredReading | None
    origins: int

    @property
    def reading(self) -> Reading:
        """What was read of it; nothing where it was not read, or where a reader failed."""
        return Reading() if self.stored is None else self.stored.reading

    @property
    def was_read(self) -> bool:
        """Whether it was read, and no reader failed."""
        return self.stored is not None and not self.stored.failed


class Change(StrEnum):
    """What of a stand moved."""

    VALUE = "value"
    STATUS = "status"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Move:
    """How a stand differs from the one before it.

    before: the stand it moved from; None where only the article itself names the earlier value (`previous`).
    rises: up (True) or down, None where that cannot be said. back: to what was said before that one.
    """

    change: Change
    before: Stand | None
    previous: float | None
    rises: bool | None
    back: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """An entry of the ledger: a stand, since when, how it moved, and who else reports the same.

    stand: as the first article tells it. last_at: when it was told last. outlets: who told it, the first first.
    """

    stand: Stand
    last_at: datetime
    reports: int
    outlets: tuple[str, ...]
    move: Move | None
