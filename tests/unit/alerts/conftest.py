"""Messages as the pipeline would store them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity

SENTENCE = "Allies agreed to raise air defence by 400 percent."


@pytest.fixture
def plain_message() -> AlertMessage:
    """An ordinary alert: two hits in one sentence, everything known."""
    return AlertMessage(
        uid="00112233445566778899aabbccddeeff",
        reason="new story",
        watch="Air defence",
        severity=Severity.NORMAL,
        title="Ministers back a bigger shield",
        url="https://news.example.org/shield",
        source="Example Wire",
        author="A. Writer",
        published=datetime(2026, 3, 2, 14, 5, tzinfo=UTC),
        found_at=datetime(2026, 3, 2, 14, 6, 30, tzinfo=UTC),
        excerpt="The talks ran into the night.\n\nTwo governments asked for more time.",
        evidence=(Evidence(Part.BODY, SENTENCE, 120, ((23, 34), (38, 49))),),
        outlets=("Example Wire", "Morning Paper"),
        language="en",
    )


@pytest.fixture
def changed(plain_message: AlertMessage) -> Callable[..., AlertMessage]:
    """The ordinary alert with some fields changed."""

    def change(**fields: Any) -> AlertMessage:
        return replace(plain_message, **fields)

    return change
