"""Where the clause of what is said ends, and whether it holds a verb."""

from worker.facts.quotes.cues import Cue, Side
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.phrases import has_any, has_finite
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import PAPERS, PERSONAL, PREPOSITIONS, RELATIVE, SUBORDINATE

CLOSES = frozenset({".", "?", "!"})
_ENDING = frozenset({"while", "although", "though", "whereas", "but", "compared"})
_SHORT_IS = PERSONAL | {"that", "what", "here", "where", "who"}
_MARKED_WITHIN = 8
"""Words behind a verb that only frames words in marks, within which they begin."""


def has_verb(frame: Frame, first: int, last: int) -> bool:
    """Whether tokens [first, last) hold a verb that can rule a clause; words in marks that go on with one may: "said
    the plan “amounts to a retreat”".
    """
    lower = frame.lower
    return (
        has_finite(frame, first, last)
        or "be" in lower[first:last]
        or any(lower[at] == "'s" and lower[at - 1] in _SHORT_IS for at in range(first + 1, min(first + 3, last)))
        or any(at in frame.going_on for at in range(first + 1, last))
    )


def may_have_verb(frame: Frame, first: int, last: int) -> bool:
    """Whether tokens [first, last) may hold one: where hardly a mere phrase can stand, before "she said"."""
    return has_verb(frame, first, last) or has_any(frame, first, last)


def clause_end(frame: Frame, first: int, number: int, cues: list[Cue]) -> int:
    """Where the clause that begins at a token ends."""
    lower = frame.lower
    limit = len(lower)
    cue = cues[number]
    begin = cue.subject[0] if cue.side is Side.LEFT else cue.first
    if cue.shape is Shape.ING and cue.first < 2:  # "After saying that he was nervous, | the man left"
        limit = next((at for at in range(first + 2, limit) if lower[at] == ","), limit)
        if number + 1 < len(cues) and cues[number + 1].side is Side.LEFT:
            limit = min(limit, max(first, cues[number + 1].subject[0]))
    if begin > 0 and cue.side is Side.LEFT and first > cue.first and lower[begin - 1] in SUBORDINATE:
        comma = next((at for at in range(first + 2, limit) if lower[at] == ","), limit)
        limit = comma
    for later in cues[number + 1 :]:
        if later.first <= first or (later.takes > Takes.THAT and later.side is not Side.SAME):
            continue
        if later.takes is Takes.FRAGMENT and (
            later.shape is not Shape.ING or QUOTE not in lower[later.last : later.last + _MARKED_WITHIN]
        ):
            continue
        begin = later.subject[0] if later.side is Side.LEFT else later.first
        if later.side is Side.LEFT and (lower[begin] in PREPOSITIONS or lower[begin] in {"up", "down"}):
            continue
        if begin > first + 1 and lower[begin - 1] in RELATIVE and lower[begin - 2] == ",":
            begin -= 1  # "were hurt, | which they said was a mistake"
        while begin > first and lower[begin - 1] in {"and", "but", "while", "although", "though", "also"}:
            begin -= 1
        if begin > first and (lower[begin - 1] in {",", ";"} or lower[begin] in {"and", "but"}):
            if not has_verb(frame, first, begin):
                continue  # "said talks with makers, | unions and officials found"
            limit = min(limit, begin)
            break
    paper = cue.side is Side.LEFT and not PAPERS.isdisjoint(lower[cue.subject[0] : cue.subject[1]])
    for at in range(first, limit):
        word = lower[at]
        if word == ";" or (word in CLOSES and at + 1 >= len(lower) - 1):
            return at
        if word == "," and at + 1 < limit and lower[at + 1] == "citing":
            return at
        if word == "," and at + 1 < limit and lower[at + 1] in _ENDING and at > first + 2 and not paper:
            return at
        if word == "," and cue.shape is Shape.ING and lower[at + 1] == "and" and lower[at + 2].endswith("ing"):
            return at  # "telling them that it was late, | and urging"
        if word == "and" and at + 1 < limit and lower[at + 1] == "that" and at > first + 2:
            return at
    while limit > first and lower[limit - 1] in CLOSES:
        limit -= 1
    return limit
