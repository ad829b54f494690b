"""Which cue the words in marks belong to, by what stands around them in their sentence."""

from dataclasses import dataclass

from worker.facts.quotes.adjuncts import skip_adjuncts
from worker.facts.quotes.cues import Cue, Side
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.speakers import Speaker
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import AUXILIARIES

_OPENERS = frozenset({"and", "but", "-", "--", ":", "or", ",", "so", "then", "(", "|", "*"})
_FAR = 31
_SAME_CLAUSE = 80
_NEAR = 12


@dataclass(slots=True)
class Said:
    """What a cue says: by whom, and whether it is yet to be said."""

    cue: Cue
    speaker: Speaker
    scheduled: bool


def lead(frame: Frame, token: int) -> int:
    """`token` where nothing stands before it in the sentence but "and" and the like, else the start."""
    at = token
    while at > 0 and frame.lower[at - 1] in _OPENERS and frame.lower[at - 1] not in {",", ":"}:
        at -= 1
    return token if at == 0 else 0


def alone(frame: Frame, token: int) -> bool:
    """Whether nothing follows, or only another quotation."""
    return all(frame.lower[at] in _PASSED for at in range(token + 1, len(frame.lower)))


_PASSED = frozenset({".", QUOTE, ",", "-", ")", "?", "!"})


def trailing(frame: Frame, token: int, said: list[Said]) -> Said | None:
    """The cue that begins right behind the words in marks."""
    for each in said:
        cue = each.cue
        if cue.first <= token or cue.passive:
            continue
        begin = cue.subject[0] if cue.side is Side.LEFT else cue.first
        if cue.first - token > _FAR:
            return None
        between = frame.lower[token + 1 : cue.first]
        if QUOTE in between:
            return None
        if begin <= token + 2 and all(not word[0].isalnum() for word in frame.lower[token + 1 : begin]):
            return each
        joined = between[1:2] in (["and"], ["but"], ["while"])
        understood = cue.side is Side.SAME and cue.shape is not Shape.ING and not joined
        if understood and not any(word in AUXILIARIES for word in between[:2]):
            return each
        parted = between[:1] in ([","], ["-"], ["--"]) and not joined
        named = cue.takes <= Takes.WORDS and cue.side is not Side.SAME
        if parted and named and not any(word in AUXILIARIES for word in between):
            return each
        if cue.lemma == "according":
            return each
        if joined_clause(frame, token, begin):
            continue  # "“...,” and donations grew, Roe said"
        if cue.takes <= Takes.WORDS:
            behind = frame.lower[begin - 1] if begin else ""
            if behind == "," and cue.side is not Side.SAME and _closes(frame, each):
                return each
            return None
    return None


def joined_clause(frame: Frame, token: int, begin: int) -> bool:
    """Whether what stands before a cue goes on behind an "and" with the words in marks."""
    return frame.lower[token + 1 : token + 2] == ["and"] and begin == token + 2


def _closes(frame: Frame, each: Said) -> bool:
    at = skip_adjuncts(frame, each.cue.rest, tells=each.cue.lemma == "tell")
    return at >= len(frame.lower) or frame.lower[at] in {".", ",", ";"}


def leading(frame: Frame, token: int, said: list[Said]) -> Said | None:
    """The nearest cue before the words in marks, in their clause."""
    for each in reversed(said):
        cue = each.cue
        if cue.last > token:
            continue
        if cue.lemma == "according" and cue.first > 1:
            continue
        if cue.passive:
            if cue.last == token:
                return None
            continue
        if token - cue.last > _SAME_CLAUSE:
            return None
        between = frame.lower[cue.last : token]
        if ";" in between:
            return None
        return each
    return None


def opens(frame: Frame, cue: Cue, token: int) -> bool:
    """Whether the words in marks are all that the cue brings: "said on Monday: ..."."""
    if cue.rest == token:
        return True
    if cue.rest > token:
        return False
    between = frame.lower[cue.rest : token]
    if between[-1] == ":":
        return len(between) < 30
    if between[-1] == "that" and len(between) == 1:
        return True
    if len(between) > _NEAR or any(word in AUXILIARIES for word in between):
        return False
    at = skip_adjuncts(frame, cue.rest, tells=cue.lemma in {"tell", "ask"})
    return (
        at >= token
        or (at == token - 1 and between[-1] in {",", "that", "-", "--"})
        or (between[-1] == "," and cue.takes <= Takes.WORDS)
    )


def continued(frame: Frame, token: int, said: list[Said], directs: dict[int, bool]) -> Said | None:
    """The cue between this quotation and a direct one before it, where nothing else is: "A," she said, "B"."""
    earlier = token - 1
    while earlier >= 0 and frame.lower[earlier] != QUOTE:
        earlier -= 1
    if earlier < 0 or not directs.get(earlier):
        return None
    for each in said:
        if earlier < each.cue.first < token and each.cue.takes <= Takes.WORDS and not each.cue.passive:
            begin = each.cue.subject[0] if each.cue.side is Side.LEFT else each.cue.first
            between = frame.lower[each.cue.rest : token]
            near = begin <= earlier + 2 or each.cue.side is Side.SAME
            goes_on = frame.lower[token - 1] in {",", ".", "-", "--", ":", "..."} and len(between) < _FAR
            return each if near and goes_on else None
    return None
