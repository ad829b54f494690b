"""Figures: where they stand, and what value in which unit they print."""

from worker.domain.reading import Quantity
from worker.facts.document import Document


def find_quantities(document: Document) -> list[Quantity]:
    """The figures of a text that say how much or how many, in order; dates, times, ages, scores, names are none."""
    return []
