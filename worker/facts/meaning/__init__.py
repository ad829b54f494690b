"""What each figure means: of what, of whom, up from what, by when, how far decided, and who says so."""

from collections.abc import Sequence

from worker.domain.reading import Fact, Mention, Quantity, Quote
from worker.facts.document import Document


def find_facts(
    document: Document, quantities: Sequence[Quantity], mentions: Sequence[Mention], quotes: Sequence[Quote]
) -> Sequence[Fact]:
    """A fact for each figure that has a meaning of its own, in order; earlier values become part of another."""
    return []
