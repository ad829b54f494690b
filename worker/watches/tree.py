"""A query as a tree: what the parser makes, and what compiling, explaining and echoing stand on.

Each node knows where it stands in the query: [start, end) in characters. Nodes of one meaning are equal wherever they
stand, so that two ways of writing one query compare equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from worker.domain.reading import Kind, Status


class Place(StrEnum):
    """A part of an article that a term can be confined to. LEAD: the first two paragraphs of the body."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


class Field(StrEnum):
    """What an article says beside its text."""

    AUTHOR = "author"
    SOURCE = "source"
    SITE = "site"
    URL = "url"
    LANG = "lang"


class Who(StrEnum):
    """How a person or party is asked for: named anywhere, by role, as speaker of a fact or a quote, as actor."""

    PERSON = "person"
    ROLE = "role"
    SPEAKER = "speaker"
    ACTOR = "actor"


class Compare(StrEnum):
    """How a value is held against a number or a date."""

    EQUAL = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


def _span() -> int:
    return field(default=0, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side within a paragraph; one word is the common case.

    text: as written, without quotes. exact_case: `cs("US")`. slop: so many other words may stand between, in all
    (`"a b"~5`); 0 where none. A `*` ends a word of at least three letters and stands for any ending, `?` for any one
    letter; they are read only where `wild` is true.
    """

    text: str
    wild: bool = False
    exact_case: bool = False
    slop: int = 0
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression of RE2, looked for in title and body. ignore_case: `/…/i`."""

    pattern: str
    ignore_case: bool
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: tuple["Node", ...]
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Or:
    """One part holds at least."""

    parts: tuple["Node", ...]
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Near:
    """left and right with at most `words` other words between them, within a paragraph. ordered: left comes first.

    Both are terms, persons, or ORs and NEARs of these.
    """

    left: "Node"
    right: "Node"
    words: int
    ordered: bool
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Together:
    """left and right in one sentence; both as in `Near`, or a Together itself (`a SENTENCE b SENTENCE c`)."""

    left: "Node"
    right: "Node"
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Within:
    """The part, which is made of text terms, looked for in one place only."""

    place: Place
    part: "Node"
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Meta:
    """A field of the article. AUTHOR and SOURCE hold the value's words side by side; SITE is a host or one above it
    (`bbc.co.uk` holds for news.bbc.co.uk); URL holds the value as a part; LANG is an ISO 639-1 code.
    """

    field: Field
    value: str
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Published:
    """The article's date: on `day` or later (`after:`), or before it (`before:`)."""

    after: bool
    day: date
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Saved:
    """Another watch, by its name: it holds where that one does."""

    name: str
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Origins:
    """How many origins the article's story has."""

    compare: Compare
    count: int
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Party:
    """A person by name (also where the text says only a surname that it resolves), a role, a speaker, an actor."""

    who: Who
    name: str
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact's value. kind: None for any (`amount:`). unit: as `worker.domain.reading` has them.

    high: the upper end of a range (`3%gdp..5%gdp`), with `compare` EQUAL; None for a single value.
    """

    kind: Kind | None
    compare: Compare
    value: float
    unit: str
    high: float | None = None
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class About:
    """A fact is about this: all its words stand in what the fact measures or counts, in any order."""

    text: str
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A fact's last day. `deadline:2032` is any day of 2032; `<=2032` up to its last, `>=2032` from its first day.

    first, last: the days that are meant by the value as written.
    """

    compare: Compare
    first: date
    last: date
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class InStatus:
    """A fact has this status."""

    status: Status
    start: int = _span()
    end: int = _span()


@dataclass(frozen=True, slots=True)
class OneFact:
    """One fact for which the part holds (`FACT(...)`): tests on facts, with AND, OR, NOT between them."""

    part: "Node"
    start: int = _span()
    end: int = _span()


FactTest: TypeAlias = Figure | About | Deadline | InStatus
Node: TypeAlias = (
    Term
    | Regex
    | And
    | Or
    | Not
    | Near
    | Together
    | Within
    | Meta
    | Published
    | Saved
    | Origins
    | Party
    | FactTest
    | OneFact
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Near | Together):
        return node.left, node.right
    if isinstance(node, Not | Within | OneFact):
        return (node.part,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it, in the order of the query."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))
