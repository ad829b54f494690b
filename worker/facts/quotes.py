"""Who said what: direct, mixed and indirect speech, with its speaker."""

from collections.abc import Sequence

from worker.domain.reading import Mention, Quote
from worker.facts.document import Document


def find_quotes(document: Document, mentions: Sequence[Mention]) -> Sequence[Quote]:
    """The speech in a text, in order, each with its speaker. In: who is mentioned in it."""
    return []
