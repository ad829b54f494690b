"""What an article says, read as an analyst marks it up: who is who, which figures, and who said what.

All offsets are [start, end) in characters (Unicode code points) of the text that was read.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """How a person is mentioned: by name (or a part of it), by a role, or by a pronoun."""

    NAME = "name"
    ROLE = "role"
    PRONOUN = "pronoun"


class Kind(StrEnum):
    """What a figure means."""

    TARGET = "target"
    INCREASE = "increase"
    DECREASE = "decrease"
    LEVEL = "level"
    AMOUNT = "amount"
    COUNT = "count"


class Status(StrEnum):
    """How far a figure has come: pressed for, suggested, announced by who will do it, decided, a fact, or denied."""

    DEMANDED = "demanded"
    PROPOSED = "proposed"
    PLANNED = "planned"
    AGREED = "agreed"
    REPORTED = "reported"
    DENIED = "denied"


class Speech(StrEnum):
    """How words are quoted: all in marks, a part of a sentence in marks, or without marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


PERCENT = "percent"
PERCENT_OF_GDP = "percent_of_gdp"
PERCENTAGE_POINTS = "percentage_points"
BASIS_POINTS = "basis_points"
COUNT = "count"
FACTOR = "factor"
"""Units of quantities that are not money; those of money are ISO 4217 codes."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as printed. value: in `unit`s, scaled (1.2 billion is 1200000000); None where the text gives none
    ("thousands of"). value_max: the upper end of a range. noun: what is counted or measured, as printed, or "".
    """

    start: int
    end: int
    surface: str
    value: float | None
    unit: str
    value_max: float | None = None
    approximate: bool = False
    noun: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An office somebody holds: its title, of which organisation or country, and when, where that is known.

    since, until: the first and the last day, or None where that is open.
    """

    title: str
    organisation: str | None = None
    country: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Official:
    """A person whom the operator has named, with the other names that mean the same person, and dated roles."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that means a person. person: the canonical name, or None where it stays open.

    title, organisation, country: of the role that stands there ("Secretary General", "NATO"), or None; a country by
    its name ("German" is Germany).
    resolved_by: what tied it to the person: `full name`, `surname`, `apposition`, `role`, `pronoun`, `registry`.
    """

    start: int
    end: int
    surface: str
    form: Form
    person: str | None
    title: str | None = None
    organisation: str | None = None
    country: str | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Speech with its speaker. A direct span lies inside the marks; an indirect one is the content clause, without
    the verb and "that". speaker: a canonical name, or as printed where it is no person, or None. scheduled: it was
    yet to be said.
    """

    start: int
    end: int
    type: Speech
    speaker: str | None
    scheduled: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity with its meaning.

    about: what the figure is of ("defence spending"). actor: who is to do it, or whose figure it is. previous: a
    number in the same unit. deadline: as printed, deadline_date: its last day. speaker: to whom the claim or demand
    is attributed, quoted or not. sentence: the span of its sentence.
    """

    quantity: Quantity
    kind: Kind
    status: Status
    sentence: tuple[int, int]
    about: str | None = None
    actor: str | None = None
    previous: float | None = None
    deadline: str | None = None
    deadline_date: date | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All of it, each in the order of the text. dateline: where the article was written, or None.

    language: as given; `unread` says why nothing was looked for, or is "".
    """

    mentions: tuple[Mention, ...] = ()
    facts: tuple[Fact, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dateline: str | None = None
    unread: str = ""
