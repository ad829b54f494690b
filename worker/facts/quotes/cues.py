"""Cues: the words that say that somebody speaks, whose speech it is, and how it is joined to what is said."""

from dataclasses import dataclass
from enum import Enum, auto

from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.verbs import Shape, Takes, speech_verbs
from worker.facts.quotes.words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    DETERMINERS,
    PERSONAL,
    PLANNERS,
    PREPOSITIONS,
    RELATIVE,
    SCHEDULERS,
)


class Side(Enum):
    """Where a cue's subject stands."""

    LEFT = auto()
    RIGHT = auto()
    SAME = auto()
    """understood: that of the cue or the clause before ("adding that")"""


@dataclass(slots=True)
class Cue:
    """A verb of speech at work. [first, last): its verb group in the frame's tokens.

    side: where the subject is; subject: its tokens [first, last), empty where understood. rest: where what follows
    the verb begins (behind an inverted subject). scheduled: yet to be said. passive: the subject is spoken to or of.
    """

    first: int
    last: int
    lemma: str
    takes: Takes
    shape: Shape
    side: Side
    subject: tuple[int, int]
    rest: int
    scheduled: bool = False
    passive: bool = False
    negated: bool = False


def find_cues(frame: Frame) -> list[Cue]:
    """The cues of a frame in order."""
    verbs = speech_verbs()
    lower = frame.lower
    cues: list[Cue] = []
    for at, word in enumerate(lower):
        if word in verbs:
            cue = _verb_cue(frame, at, cues)
            if cue is not None:
                cues.append(cue)
        elif word == "according" and at + 1 < len(lower) and lower[at + 1] == "to":
            last = right_phrase(frame, at + 2)
            if last > at + 2:
                cues.append(Cue(at, at + 2, "according", Takes.CLAUSE, Shape.BASE, Side.RIGHT, (at + 2, last), last))
    return cues


def _verb_cue(frame: Frame, at: int, cues: list[Cue]) -> Cue | None:
    verb = speech_verbs()[frame.lower[at]]
    lower, words = frame.lower, frame.words
    if cues and at < cues[-1].rest and cues[-1].side is Side.RIGHT:
        return None
    first, scheduled, passive, negated, auxiliary = _group(lower, at)
    behind = lower[at - 1] if at else ""
    following = lower[at + 1] if at + 1 < len(lower) else ""
    if verb.noun and first == at and not _is_verb(frame, at, behind, following, verb.shape):
        return None
    if words[at][0].isupper() and at > 0 and words[at - 1][0].isupper() and verb.shape is not Shape.PAST:
        return None  # part of a name
    if passive and verb.shape is Shape.ING:
        passive = False
    if verb.lemma == "quote" and passive:
        return None
    if passive:
        by = at + 1
        if following == "by" and by + 1 < len(lower):
            last = right_phrase(frame, by + 1)
            return Cue(first, at + 2, verb.lemma, verb.takes, verb.shape, Side.RIGHT, (by + 1, last), last, scheduled)
        return Cue(
            first, at + 1, verb.lemma, verb.takes, verb.shape, Side.LEFT, (first, first), at + 1, scheduled, True
        )
    if verb.shape is Shape.BASE and first == at and behind not in PERSONAL and not _plural_subject(frame, at):
        return None
    if verb.shape is Shape.ING and not auxiliary:
        return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.SAME, (first, first), at + 1)
    if first == at or behind in {"also", "then", "later"}:
        last = _inverted(frame, first, at)
        if last:
            return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.RIGHT, (at + 1, last), last, scheduled)
    start = left_phrase(frame, first)
    side = Side.LEFT
    if start >= first:
        side, start = Side.SAME, first
    return Cue(
        first, at + 1, verb.lemma, verb.takes, verb.shape, side, (start, first), at + 1, scheduled, False, negated
    )


def _group(lower: list[str], at: int) -> tuple[int, bool, bool, bool, bool]:
    """The verb group that ends at a verb: its first token, whether scheduled, passive, negated, with an auxiliary."""
    first = at
    scheduled = passive = negated = auxiliary = False
    while first > 0:
        word = lower[first - 1]
        if word in AUXILIARIES:
            if word in {"will", "'ll"}:
                scheduled = True
            if not auxiliary and word in {"is", "are", "was", "were", "be", "been", "being"} and not scheduled:
                passive = True
            auxiliary = True
        elif word == "to" and first > 1:
            before = lower[first - 2]
            if before in SCHEDULERS or before in PLANNERS:
                scheduled = auxiliary = True
                first -= 2
                continue
            if before in {"is", "was", "are", "were"}:
                scheduled = auxiliary = True
                first -= 2
                continue
            if before in {
                "used",
                "seemed",
                "seems",
                "appeared",
                "appears",
                "refused",
                "declined",
                "went",
                "on",
                "began",
            }:
                auxiliary = True
                negated = negated or before in {"refused", "declined"}
                first -= 2
                continue
            break
        elif word in {"not", "never", "n't"}:
            negated = True
        elif word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in {"family", "july", "italy"}):
            pass
        else:
            break
        first -= 1
    return first, scheduled, passive, negated, auxiliary


def _is_verb(frame: Frame, at: int, behind: str, following: str, shape: Shape) -> bool:
    """Whether a form that may be a noun is a verb here, by its neighbours."""
    if behind in DETERMINERS - {"all", "both", "some", "many", "most", "few", "several"} or behind in PREPOSITIONS:
        return False
    if behind in PERSONAL or behind in RELATIVE or behind in {QUOTE, ","}:
        return following not in {"of", "from"} or behind in PERSONAL
    if following in {"that", QUOTE, ":", "it", "he", "she", "they", "him", "them"}:
        return True
    if shape is Shape.THIRD:
        return (
            frame.words[at - 1][:1].isupper() and at > 0 and following not in {"of", "from", "about", "by", "to", ","}
        )
    if shape is Shape.PAST:
        return True
    return False


def _plural_subject(frame: Frame, at: int) -> bool:
    """Whether what stands before a base form may be its plural subject."""
    if at == 0:
        return False
    word = frame.lower[at - 1]
    return word in {"who", "people", "police", "both", "some", "many", "others", "also", "all", "to"} or (
        word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word not in {"this", "was", "does"}
    )


def _inverted(frame: Frame, first: int, at: int) -> int:
    """Where the subject behind a verb ends ("said Rutte"), or 0 where none stands there."""
    lower, words = frame.lower, frame.words
    if at + 1 >= len(words):
        return 0
    if first > 0 and lower[first - 1] not in {",", QUOTE, "-", "--", ")", "?", "!", "..."}:
        return 0
    following = lower[at + 1]
    if not (
        words[at + 1][:1].isupper() or following in DETERMINERS or following in PERSONAL or following[:1].isalpha()
    ):
        return 0
    if (
        following in PREPOSITIONS
        or following in ADVERBS
        or following in {"that", "in", "on"}
        or following in RELATIVE
    ):
        return 0
    last = right_phrase(frame, at + 1)
    if last <= at + 1:
        return 0
    if first > 0 and lower[first - 1] == QUOTE or first == 0:
        return last if _no_verb(frame, at + 1, last) else 0
    # "X, who is ill, said the plan was dead" looks the same up to the verb
    end = last
    while end < len(lower) and lower[end] not in {",", ".", ";", ":", QUOTE, "-", "--", "who", "which"}:
        end += 1
    return last if _no_verb(frame, at + 1, end) else 0


def _no_verb(frame: Frame, first: int, last: int) -> bool:
    return not any(word in AUXILIARIES and word != "'s" for word in frame.lower[first:last])


def right_phrase(frame: Frame, first: int) -> int:
    """Where the noun phrase that begins here ends: before what breaks a clause, or tells when, where or to whom."""
    lower, words = frame.lower, frame.words
    at = first
    while at < len(lower) and at - first < 24:
        word = lower[at]
        if word in BREAKS or word in RELATIVE or word in {".", "that", "because", "when", "while", "after", "before"}:
            break
        if at > first and (word in {"during", "told", "said", "as", "if", "but", "last", "via", "this"}):
            break
        if at > first and word in AUXILIARIES and word != "'s":
            break
        if at > first and word in {"in", "on", "at", "to", "by", "late", "early"} and _adjunct(frame, at):
            break
        if at > first and word in _DAYS_ONLY and words[at][0].isupper():
            break
        at += 1
    return at


_DAYS_ONLY = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday today".split())


def _adjunct(frame: Frame, at: int) -> bool:
    """Whether the preposition here begins an adverbial of a speech ("in a statement", "on Tuesday", "to reporters")."""
    word = frame.lower[at]
    if word in {"late", "early"}:
        return True
    following = frame.lower[at + 1 : at + 5]
    if word == "on" or word == "to":
        return bool(following) and (following[0] in _DAYS_ONLY or word == "to" or following[0] in _MEDIA)
    return any(after in _EVENTS or after in _DAYS_ONLY for after in following)


_MEDIA = frozenset({"twitter", "facebook", "x", "telegram", "instagram", "television", "cnn", "msnbc", "social"})
_EVENTS = frozenset(
    "statement interview speech letter e-mail email tweet post conference briefing remarks address message memo "
    "telephone phone morning afternoon evening interviews release hearing".split()
)


def left_phrase(frame: Frame, last: int) -> int:
    """Where the noun phrase that ends here begins; `last` where there is none. Commas are not crossed."""
    lower = frame.lower
    if last == 0:
        return last
    at = last - 1
    if lower[at] in PERSONAL or lower[at] in RELATIVE:
        return at
    if lower[at] in BREAKS:
        return last
    return clause_start(frame, last)


def clause_start(frame: Frame, last: int) -> int:
    """Where the run of words that ends here begins, at most some forty tokens back: behind a comma, another mark, a
    subordinator, or an "and" that joins clauses.
    """
    lower = frame.lower
    at = last
    verb_seen = False
    while at > 0 and last - at < 40:
        word = lower[at - 1]
        if word in BREAKS or word in _STOPS or word == ".":
            break
        if word in {"and", "or"}:
            if not frame.words[at][:1].isupper() or any(
                before in AUXILIARIES or before in _SAID for before in lower[max(0, at - 12) : at - 1]
            ):
                break
        at -= 1
    del verb_seen
    return at


_STOPS = frozenset(
    "that because if when while although though since but whether unless until than yet nor as so".split()
)
_SAID = frozenset({"said", "says", "told", "added", "say"})
