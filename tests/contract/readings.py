"""A text with what a careful reader takes from it, by hand: for tests of what is stored."""

from dataclasses import replace
from datetime import date
from typing import Any

from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Quote, Reading, Speech, Status

TEXT = (
    "The alliance's secretary general, Anneke Vermolen, demanded on Monday that members spend 5 percent of GDP on "
    "defence by 2035, up from 2 percent. \u201cWe cannot wait,\u201d she said.\n\n"
    "Défense Minister Jón Ásgeirsson denied 🛩 that 1,200 troops would leave."
)
VERMOLEN, JON = "Anneke Vermolen", "Jón Ásgeirsson"


def span(words: str, nth: int = 0) -> tuple[int, int]:
    """Where words stand in TEXT."""
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def mention(words: str, form: Form, person: str | None, **changes: Any) -> Mention:
    """A mention of TEXT."""
    return Mention(*span(words), words, form, person, **changes)


FIVE = Fact(
    Quantity(*span("5 percent of GDP"), "5 percent of GDP", 5.0, "percent_of_gdp"),
    Kind.TARGET,
    Status.DEMANDED,
    (0, TEXT.index(" \u201c")),
    about="defence",
    actor="members",
    previous=2.0,
    deadline="by 2035",
    deadline_date=date(2035, 12, 31),
    speaker=VERMOLEN,
)
TROOPS = Fact(
    Quantity(*span("1,200 troops"), "1,200 troops", 1200.0, "count", approximate=True, noun="troops"),
    Kind.COUNT,
    Status.DENIED,
    (TEXT.index("Défense"), len(TEXT)),
    actor=JON,
    speaker=JON,
)
READING = Reading(
    mentions=(
        mention(
            "The alliance's secretary general",
            Form.ROLE,
            VERMOLEN,
            title="secretary general",
            organisation="NATO",
            resolved_by="apposition",
        ),
        mention(VERMOLEN, Form.NAME, VERMOLEN, resolved_by="full name"),
        mention("she", Form.PRONOUN, VERMOLEN, resolved_by="pronoun"),
        mention("Défense Minister", Form.ROLE, JON, title="Défense Minister", country="Iceland"),
        mention(JON, Form.NAME, JON, title="Défense Minister", country="Iceland", resolved_by="full name"),
    ),
    facts=(FIVE, TROOPS),
    quotes=(
        Quote(*span("We cannot wait,"), Speech.DIRECT, VERMOLEN),
        Quote(*span("1,200 troops would leave"), Speech.INDIRECT, "a spokesman", scheduled=True),
    ),
    dateline="REYKJAVIK",
)


def five(value: float, **changes: Any) -> Reading:
    """READING, but that another value is demanded."""
    fact = replace(FIVE, quantity=replace(FIVE.quantity, value=value), **changes)
    return replace(READING, facts=(fact,))
