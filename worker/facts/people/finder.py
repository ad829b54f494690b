"""The place where an optional name finder, as of a trained model, is asked."""

from collections.abc import Sequence
from typing import Protocol

BATCH = 16
"""Sentences a call: enough to spread a model's cost, few enough to hold its memory down."""


class NameFinder(Protocol):
    """Finds names in sentences."""

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[tuple[int, int, str]]]:
        """In: at most `BATCH` sentences. Out: for each, its names as (start, end, label), offsets into that
        sentence; labels are PERSON, ORG, GPE and the like.
        """
        ...
