"""Words that may open a figure."""

from worker.facts.quantities.numerals import PARTS, SMALL, VAGUE

OPENERS = (
    frozenset(SMALL)
    | frozenset({"hundred", "thousand", "million", "billion", "trillion", "crore", "lakh", "quarter"})
    | VAGUE
    | frozenset({"half", "dozen", "a", "an", "several", "many"})
    | frozenset({"percent", "percents", "per"})
)
ARTICLES = frozenset({"a", "an"})
AFTER_ARTICLE = (
    frozenset({"hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen", "few", "couple"})
    | frozenset(word for word in PARTS if not word.endswith("s"))
) | frozenset({"half-dozen", "half-million", "half-point", "quarter-point", "third-of"})
_JOINED = OPENERS - ARTICLES


def behind_dash(text: str, start: int, word: str) -> int:
    """Where a number begins that a long dash joins to the word before it (recent years--26 cases), else -1.

    In: the text as printed, and the token that begins at `start`.
    """
    dash = text.find("\N{EM DASH}", start, start + len(word)) + 1
    if dash <= 0 or dash >= start + len(word):
        return -1
    opens = word[dash - start].isdigit() or word[dash - start :] in _JOINED
    return dash if opens else -1
