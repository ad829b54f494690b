"""Hedges: whether a figure is printed as exact, or as about, nearly, at least so much."""

import re
from collections.abc import Sequence

from worker.facts.quantities.words import phrases
from worker.text.wordlists import listed

_ONE = listed(
    "about around some nearly almost roughly approximately approx approx. circa ca. near nearing approaching "
    "over above "
    "under below beyond exceed exceeded exceeds exceeding top topped tops topping barely scarcely perhaps possibly "
    "probably estimated surpass surpassed surpasses surpassing ~ upto"
)
_TWO = phrases(
    "up to|at least|at most|close to|closer to|shy of|an estimated|estimated at|upwards of|upward of|north of|"
    "south of|minimum of|maximum of|more than|less than|fewer than|greater than|higher than|lower than|better than|"
    "larger than|bigger than|somewhere around|just over|just under"
)
_THREE = phrases(
    "as many as|as much as|as high as|as low as|as few as|as little as|in excess of|not less than|no more than|"
    "no less than|no fewer than|the region of|the order of|not more than|nothing like the|more than the|just short of"
)
_MOVED = listed(
    "go goes went going gone rise rises rose rising risen move moves moved moving climb climbs climbed climbing "
    "jump jumps jumped jumping step steps stepped come comes came coming"
)
"""Behind these, "up to" says where something goes: "tax goes up to 21%"."""
_FILLERS = listed("a an the another further additional extra record total of whopping only")
_BEHIND = re.compile(
    r"\+| or so(?![^\W_])|-plus| plus(?![^\W_])|-odd| odd(?![^\W_])| or (?:more|less|fewer)(?![^\W_])"
)


def approximate(text: str, before: Sequence[str], end: int) -> bool:
    """Whether a hedge stands before a figure, or behind its number, which ends at `end`.

    In: some words before the figure, as printed, the last one nearest.
    """
    if _BEHIND.match(text, end):
        return True
    words = [word.lower() for word in before[-6:]]
    for _ in range(3):
        if not words:
            return False
        if (
            words[-1] in _ONE
            or (len(words) > 1 and f"{words[-2]} {words[-1]}" in _TWO and not _goes_up_to(words))
            or (len(words) > 2 and f"{words[-3]} {words[-2]} {words[-1]}" in _THREE)
        ):
            return True
        if words[-1] not in _FILLERS:
            return False
        words.pop()
    return False


def _goes_up_to(words: Sequence[str]) -> bool:
    return len(words) > 2 and words[-2:] == ["up", "to"] and words[-3] in _MOVED
