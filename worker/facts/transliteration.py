"""Names in one spelling, so that Zelensky, Zelenskyy and Zelenskiy are one, and Gaddafi is Qaddafi.

The rules are this project's own: what English-language wires do to Cyrillic and Arabic names. Two names that fold to
the same are spelt differently at most; that they mean one person is for others to say.
"""

import re
from functools import lru_cache

from worker.text.normalise import plain

_STEPS: tuple[tuple[str, str], ...] = (
    ("tsch", "ch"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("ph", "f"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ks", "x"),
    ("q", "k"),
    ("w", "v"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("yy", "i"),
    ("yu", "iu"),
    ("ya", "ia"),
    ("ye", "e"),
    ("y", "i"),
    ("j", "i"),
)
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiouy")


@lru_cache(maxsize=4096)
def fold_name(word: str) -> str:
    """One word of a name, without accents, capitals, apostrophes and habits of transliteration."""
    folded = plain(word).lower().replace("'", "").replace("-", "").replace(".", "").removesuffix("s'")
    for old, new in _STEPS:
        if old in folded:
            folded = folded.replace(old, new)
    return _DOUBLE.sub(r"\1", folded)


@lru_cache(maxsize=4096)
def skeleton(word: str) -> str:
    """A given name's consonants, by which Oleksandr is Aleksandr."""
    return fold_name(word).translate(_VOWELS)
