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
