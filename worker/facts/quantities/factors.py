"""Multiples: doubled, fivefold, three times as much, 10x; and how often something happened."""

import re
from collections.abc import Sequence

from worker.domain.reading import COUNT, FACTOR
from worker.facts.quantities.numerals import SMALL
from worker.text.wordlists import listed

_VERBS = {
    stem + ending: value
    for stem, value in (
        ("doubl", 2.0),
        ("tripl", 3.0),
        ("trebl", 3.0),
        ("quadrupl", 4.0),
        ("quintupl", 5.0),
        ("halv", 0.5),
    )
    for ending in ("ed", "ing", "e", "es")
}
_FOLDS = {f"{word}fold": float(value) for word, value in SMALL.items() if value > 1} | {"hundredfold": 100.0}
FACTOR_WORDS = frozenset(_VERBS) | frozenset(_FOLDS) | {"twice", "thrice"} | {f"{w}-fold" for w in SMALL}

_TIMES = re.compile(r"[ -]times(?![^\W_])|(x)(?![^\W_])", re.IGNORECASE)
_COMPARED = re.compile(
    r" (?:as|the|that|what|its|their|his|her|our|this|those|more|less|fewer|larger|normal|average|[a-z]{2,12}er|last|"
    r"current|previous|earnings|annual|over|sales|revenue|GDP)(?![^\W_])"
)
_THAT_TIME = re.compile(
    r" (?:th(?:at|is|ese|e)|last|his|her|their|over)(?: (?:last|past|same|first|next))? (?:day|week|month|year|"
    r"season|night|decade|summer|time|career)"
)
_TAKEN = re.compile(
    r" (?:as|the|that|what|its|their|his|her|our|your|this|those|these|last|more|normal|[a-z]{1,12}'s)(?![^\W_])",
    re.IGNORECASE,
)
_WORD_BEHIND = re.compile(r" ([A-Za-z]+)|-")
_OF_IT = listed("the its their his her our your that what those these last this in since to from over")
_BEFORE_VERB = listed(
    "to will would could may might can should must than nearly almost about roughly not is are was were be "
    "'ll we they helped help over"
)
_NO_VERB = listed("standard standards digit digits act check jeopardy down up bed room murder killing bill life")


def factor_word(text: str, at: int, word: str, before: Sequence[str]) -> tuple[float, int] | None:
    """Value and end of a word that multiplies by itself, or None where it is used otherwise ("a double murder").

    In: the word, in small letters, and those before it.
    """
    end = at + len(word)
    if word in _FOLDS or word.endswith("-fold"):
        return _FOLDS.get(word) or float(SMALL[word.removesuffix("-fold")]), end
    if word in {"twice", "thrice"}:
        return (2.0 if word == "twice" else 3.0, end) if _TAKEN.match(text, end) else None
    value = _VERBS[word]
    if text.startswith("-", end) or (at and text[at - 1] == "-"):
        return None
    behind = _WORD_BEHIND.match(text, end)
    following = (behind[1] or "-").lower() if behind else ""
    if word.endswith(("ed", "ing")):
        return None if following in {"down", "up", "over"} else (value, end)
    if word.endswith("es"):
        return (value, end) if following in _OF_IT else None
    if following in _NO_VERB or following == "-":
        return None
    previous = before[-1] if before else ""
    return (value, end) if following in _OF_IT or previous in _BEFORE_VERB else None


def times(text: str, end: int) -> tuple[str, int] | None:
    """Unit and end of "times" behind a number: a factor in a comparison, else how often; None without it."""
    found = _TIMES.match(text, end)
    if found is None:
        return None
    if found[1] or (_COMPARED.match(text, found.end()) and not _THAT_TIME.match(text, found.end())):
        return FACTOR, found.end()
    return COUNT, found.end()
