"""Holds a reading against the labels of its item, and counts.

Pure: items and readings in, counts and misses out. A measure is a `Tally`; items are summed by adding tallies, so
that a long article weighs more than a brief. How two things are compared stands in `compare.py`; what is neither
right nor wrong stands in the corpus README ("Where the halves differ").
"""

from collections.abc import Iterable

from tests.quality.corpus import Item
from tests.quality.figures import figures
from tests.quality.persons import mentions, roles
from tests.quality.speech import speech
from tests.quality.tally import Score, Sheet
from worker.domain.reading import Reading


def total(pairs: Iterable[tuple[Item, Reading]]) -> Score:
    """The score of many items."""
    whole = Score()
    for item, reading in pairs:
        whole.add(score(item, reading))
    return whole


def score(item: Item, reading: Reading) -> Score:
    """The score of one item."""
    sheet = Sheet(item, reading)
    for part in (figures, mentions, roles, speech):
        part(sheet)
    return sheet.score
