"""Speech without marks: where the clause stands that a cue says was said."""

from worker.facts.quotes.cues import Cue, Side, _adjunct
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    DAYS,
    DETERMINERS,
    FINITE,
    HEARERS,
    PERSONAL,
    PREPOSITIONS,
    RELATIVE,
)

_LATER_THAT = 16
_CLOSES = frozenset({".", "?", "!"})
_NOT_SUBJECTS = frozenset(
    "to of so nothing something anything much more little as like if whether why how what when where goodbye hello "
    "yes no than because and or but with".split()
)
_ENDING = frozenset({"while", "although", "though", "whereas", "but"})
_IRREGULAR = frozenset(
    "won lost rose fell came went left took gave made found held led met paid sent spent stood told said thought knew "
    "grew broke began became brought built bought caught chose drew drove fought felt got hit kept let put ran saw "
    "set shot showed sold struck wrote wants needs makes takes gives goes comes runs looks seems remains plans".split()
)


def clause(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The tokens [first, last) of the clause that cue `number` brings, or None."""
    cue = cues[number]
    if cue.takes > Takes.THAT or cue.passive or cue.negated:
        return None
    if cue.lemma == "according":
        return _according(frame, number, cues)
    if cue.side is Side.SAME and cue.shape is Shape.ING:
        behind = frame.lower[cue.first - 1] if cue.first else ""
        if behind not in {",", "by", "as", "and", "while", "after", "in", "statement", "-"}:
            return None
    right = _right(frame, number, cues)
    if right is not None:
        return right
    return _left(frame, number, cues)


def _ends_here(frame: Frame, at: int) -> bool:
    return at >= len(frame.lower) or frame.lower[at] in _CLOSES or frame.lower[at] in {";", QUOTE}


def skip_adjuncts(frame: Frame, at: int, *, tells: bool) -> int:
    """Behind what says when, where and to whom something is said."""
    lower, words = frame.lower, frame.words
    if tells and at < len(lower):
        at = _hearer(frame, at)
    while at < len(lower):
        word = lower[at]
        if word in DAYS or (word in ADVERBS and word not in {"all", "both", "never", "not", "too"}):
            if word in {"may", "march"} and not words[at][0].isupper():
                break
            at += 1
        elif (
            word in {"last", "this", "next", "early", "late", "earlier"}
            and at + 1 < len(lower)
            and (lower[at + 1] in DAYS or lower[at + 1] in {"this", "on", "in", "last"})
        ):
            at += 1
        elif word in {
            "on",
            "in",
            "at",
            "during",
            "to",
            "after",
            "before",
            "through",
            "via",
            "by",
            "from",
            "of",
            "with",
        }:
            behind = _behind_preposition(frame, at)
            if behind == at:
                break
            at = behind
        else:
            break
    return at


def _hearer(frame: Frame, at: int) -> int:
    lower, words = frame.lower, frame.words
    if lower[at] in HEARERS:
        return at + 1
    first = at
    if lower[at] in DETERMINERS:
        at += 1
        if at < len(lower) and not words[at][0].isupper():
            while (
                at < len(lower)
                and lower[at].isalpha()
                and lower[at] not in PREPOSITIONS | {"that", "he", "she", "it"}
            ):
                at += 1
                if lower[at - 1] in HEARERS or at - first > 5:
                    break
            return at
    while at < len(lower) and (words[at][0].isupper() or lower[at] in {"'s", "of", "and"}):
        at += 1
    return at


def _behind_preposition(frame: Frame, at: int) -> int:
    """Behind a preposition and its noun phrase where that is short and plainly one; else where it was."""
    lower, words = frame.lower, frame.words
    first = at
    at += 1
    if at < len(lower) and (lower[at] in HEARERS or lower[at][0].isdigit()):
        at += 1
        while at < len(lower) and (lower[at] in DAYS or lower[at][0].isdigit()):
            at += 1
        return at
    if at < len(lower) and lower[at] in DETERMINERS:
        if _adjunct(frame, first) or first == at - 1:
            last = at + 1
            while last < len(lower) and last - at < 5 and lower[last].isalpha():
                if lower[last] in DETERMINERS | PERSONAL | PREPOSITIONS or lower[last] == "that":
                    break
                last += 1
                from worker.facts.quotes.words import DOCUMENTS

                if lower[last - 1] in DOCUMENTS or lower[last - 1] in DAYS:
                    break
            return last
        return first
    named = at
    while at < len(lower) and (words[at][0].isupper() and lower[at] not in PERSONAL or lower[at] in DAYS):
        at += 1
    return at if at > named else first


def _right(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The clause behind the verb."""
    cue, lower = cues[number], frame.lower
    at = cue.rest
    if _ends_here(frame, at):
        return None
    tells = cue.lemma in {"tell", "assure", "remind", "inform", "advise", "notify", "warn", "promise"}
    first = _behind_that(frame, at, tells=tells)
    if first is None:
        first = skip_adjuncts(frame, at, tells=cue.lemma == "tell")
        if _ends_here(frame, first) and not (first < len(lower) and lower[first] == QUOTE):
            return None
        word = lower[first]
        if word in BREAKS and word != QUOTE:
            return None
        if word in PREPOSITIONS or word in _NOT_SUBJECTS or word in AUXILIARIES or word in RELATIVE:
            return None
        if cue.takes is Takes.THAT and word not in PERSONAL:
            return None
        if cue.side is Side.RIGHT:
            return None
    last = _end(frame, first, number, cues)
    while last > first and lower[last - 1] in {",", "-", "--"}:
        last -= 1
    if last - first < 2 or (last == first + 1):
        return None
    if not _has_verb(frame, first, last):
        return None
    return first, last


def _behind_that(frame: Frame, at: int, *, tells: bool) -> int | None:
    """Behind the "that" which opens the clause, or None."""
    lower = frame.lower
    if lower[at] == "that":
        following = lower[at + 1] if at + 1 < len(lower) else ""
        return at + 1 if following and following not in _CLOSES | {"'s", ","} else None
    if lower[at] == "," and at + 1 < len(lower) and lower[at + 1] == "that":
        return at + 2
    if (
        not tells
        and lower[at] not in PREPOSITIONS
        and lower[at] not in DAYS | ADVERBS | {"last", "early", "late", "this"}
    ):
        return None
    for ahead in range(at, min(at + _LATER_THAT, len(lower))):
        word = lower[ahead]
        if word == "that":
            return ahead + 1 if ahead + 1 < len(lower) else None
        if word in FINITE or word in {";", ":", QUOTE, ".", ",", "he", "she", "they"}:
            return None
    return None


def _has_verb(frame: Frame, first: int, last: int) -> bool:
    for at in range(first, last):
        word = frame.lower[at]
        if word in FINITE or word in _IRREGULAR or word == "'s" or (len(word) > 3 and word.endswith("ed")):
            return True
    return first + 1 < last and frame.lower[first] in PERSONAL


def _end(frame: Frame, first: int, number: int, cues: list[Cue]) -> int:
    """Where the clause that begins at a token ends."""
    lower = frame.lower
    limit = len(lower)
    for later in cues[number + 1 :]:
        if later.first <= first or later.takes > Takes.THAT and later.side is not Side.SAME:
            continue
        begin = later.subject[0] if later.side is Side.LEFT else later.first
        while begin > first and lower[begin - 1] in {"and", "but", "while", "although", "though", "also"}:
            begin -= 1
        if begin > first and (lower[begin - 1] in {",", ";"} or lower[begin] in {"and", "but"}):
            limit = min(limit, begin)
            break
    for at in range(first, limit):
        word = lower[at]
        if word == ";" or (word in _CLOSES and at + 1 >= len(lower) - 1):
            return at
        if word == "," and at + 1 < limit and lower[at + 1] in _ENDING and at > first + 2:
            return at
    while limit > first and lower[limit - 1] in _CLOSES:
        limit -= 1
    return limit


def _left(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The clause before a cue that stands behind a comma: "Prices rose, she said"."""
    cue, lower = cues[number], frame.lower
    begin = cue.first if cue.side is not Side.LEFT else cue.subject[0]
    if cue.side is Side.SAME:
        begin = _over_commas(frame, cue.first)
    if begin < 3 or lower[begin - 1] != ",":
        return None
    after = skip_adjuncts(frame, cue.rest, tells=cue.lemma == "tell")
    if not _ends_here(frame, after) and lower[after] not in {",", "-", "--", ":", ")"} and not _loose(lower[after]):
        return None
    last = begin - 1
    first = last
    quoted = False
    while first > 0 and lower[first - 1] not in {";"}:
        if lower[first - 1] == QUOTE:
            quoted = True
        first -= 1
    for earlier in cues[:number]:
        if earlier.takes <= Takes.THAT and earlier.last <= last and not quoted and earlier.side is not Side.SAME:
            return None
    while first < last and lower[first] in {"and", "but", "-", "--", "so"}:
        first += 1
    if quoted and lower[last - 1] == QUOTE:
        return None
    if last - first < 3 or not _has_verb(frame, first, last):
        if after < len(lower) and lower[after] == ",":
            after += 1
            end = _end(frame, after, number, cues)
            if end - after > 2:
                return after, end
        return None
    return first, last


def _loose(word: str) -> bool:
    return word in PREPOSITIONS or word in {"as", "when", "while", "who", "which", "and", "but", "because", "if"}


def _over_commas(frame: Frame, at: int) -> int:
    """Where a subject with words set off by commas begins, before a verb."""
    lower = frame.lower
    if at == 0 or lower[at - 1] != ",":
        return at
    commas = 0
    while at > 0 and commas < 3:
        at -= 1
        if lower[at] == ",":
            commas += 1
    return at + 1 if commas >= 3 else at


def _according(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    cue, lower = cues[number], frame.lower
    if cue.first <= 1 or (lower[cue.first - 1] == "," and cue.first <= 2):
        at = cue.rest
        while at < len(lower) and lower[at] != "," and at - cue.rest < 30:
            at += 1
        if at >= len(lower) or lower[at] != ",":
            return None
        last = _end(frame, at + 1, number, cues)
        return (at + 1, last) if last - at > 3 else None
    last = cue.first
    if lower[last - 1] == ",":
        last -= 1
    first = last
    while first > 0 and lower[first - 1] not in {";", QUOTE}:
        first -= 1
    if first and lower[first - 1] == QUOTE:
        return None
    while first < last and lower[first] in {"and", "but", "-", "--", "so"}:
        first += 1
    for earlier in cues[:number]:
        if earlier.takes <= Takes.THAT and earlier.side is not Side.SAME:
            return None
    return (first, last) if last - first > 3 else None
