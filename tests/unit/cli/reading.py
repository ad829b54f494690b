"""An article of two paragraphs with what a reader finds in it, hand-made, so that showing it needs no reader."""

from datetime import date

from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Quote, Reading, Speech, Status

TITLE = "Harbour must grow, says its master"
TEXT = (
    "Harbour Master Ruta Vale told ministers to raise harbour spending to 5 percent of GDP by 2032, up from 2 "
    'percent. "We are late," she said.\n\nThe port will buy three cranes for 1.2 billion euros, and thousands of '
    "ropes."
)


def _at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _quantity(words: str, value: float | None, unit: str, **more: object) -> Quantity:
    return Quantity(*_at(words), words, value, unit, **more)  # type: ignore[arg-type]  # fields of one dataclass


_FIRST, _SECOND = _at(TEXT[: TEXT.index(' "We')]), _at(TEXT[TEXT.index("The port") :])
READING = Reading(
    mentions=(
        Mention(*_at("Harbour Master"), "Harbour Master", Form.ROLE, "Ruta Vale", "Harbour Master", "Port of Ness"),
        Mention(*_at("Ruta Vale"), "Ruta Vale", Form.NAME, "Ruta Vale", resolved_by="full name"),
        Mention(*_at("she"), "she", Form.PRONOUN, "Ruta Vale", resolved_by="pronoun"),
    ),
    facts=(
        Fact(
            _quantity("5 percent of GDP", 5.0, "percent_of_gdp"),
            Kind.TARGET,
            Status.DEMANDED,
            _FIRST,
            about="harbour spending",
            actor="ministers",
            previous=2.0,
            deadline="by 2032",
            deadline_date=date(2032, 12, 31),
            speaker="Ruta Vale",
        ),
        Fact(_quantity("three cranes", 3.0, "count", noun="cranes"), Kind.COUNT, Status.PLANNED, _SECOND),
        Fact(_quantity("1.2 billion euros", 1.2e9, "EUR", approximate=True), Kind.AMOUNT, Status.PLANNED, _SECOND),
        Fact(_quantity("thousands of ropes", None, "count"), Kind.COUNT, Status.DENIED, _SECOND),
    ),
    quotes=(Quote(*_at("We are late,"), Speech.DIRECT, "Ruta Vale", scheduled=True),),
    dateline="NESS",
)
