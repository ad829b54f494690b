"""Terms as they are looked for: the keys of their words, with wildcards and the spellings that share a key.

A term has one or more variants, each a row of words that have to stand side by side; a word is a token's key, or a
`Wild` where it holds `*` or `?`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from worker.text.normalise import plain
from worker.text.spelling import fold_spelling, table
from worker.text.tokens import BREAK, term_variants, tokens
from worker.watches.tree import Term

# Letters that no text holds and no folding changes: they stand for `*` and `?` while a term is cut into tokens.
_ANY_ENDING, _ANY_LETTER = "\ua7fb", "\ua7fc"
_STAND_IN = str.maketrans({"*": _ANY_ENDING, "?": _ANY_LETTER})
_EITHER = re.compile(f"[{_ANY_ENDING}{_ANY_LETTER}]")
_REMEMBERED = 1 << 12


@dataclass(frozen=True, slots=True)
class Wild:
    """A word with wildcards: a key holds that begins with one of `heads` and, where there is a pattern, matches it
    whole; and those of `also`, which are printed so in another spelling (`defenc*` and defense, printed defence).

    written: as in the query, folded; names it.
    """

    written: str
    heads: tuple[str, ...]
    pattern: "re.Pattern[str] | None" = None
    also: frozenset[str] = frozenset()

    def holds(self, key: str) -> bool:
        """Whether a token's key is one of those meant."""
        if key.startswith(self.heads) and (self.pattern is None or self.pattern.fullmatch(key) is not None):
            return True
        return key in self.also


Word: TypeAlias = str | Wild


@dataclass(frozen=True, slots=True)
class Shape:
    """A term made ready. variants: rows of words, none where the term holds no letter and no digit.

    printed: of a term that minds case, the words as they have to be printed, one a token; else empty.
    slop: how many other words may stand between, the words in any order; None where they stand side by side.
    """

    variants: tuple[tuple[Word, ...], ...]
    printed: tuple[str, ...] = ()
    slop: int | None = None

    @property
    def key(self) -> str | None:
        """The one key that is all of it, or None where it is more than one plain word."""
        if len(self.variants) == 1 and len(self.variants[0]) == 1 and not self.printed:
            word = self.variants[0][0]
            return word if isinstance(word, str) else None
        return None


@lru_cache(maxsize=_REMEMBERED)
def shape_of(term: Term) -> Shape:
    """In: a term of a query. Out: what is looked for."""
    slop = term.slop or None
    if not term.wild or not set(term.text) & {"*", "?"}:
        return Shape(term_variants(term.text), _printed(term.text) if term.exact_case else (), slop)
    row = tuple(_word(key) for key in tokens(term.text.translate(_STAND_IN)).keys if key != BREAK)
    return Shape((row,) if row else (), (), slop)


def _printed(text: str) -> tuple[str, ...]:
    cut, even = tokens(text), plain(text)
    spans = [cut.span(number, number) for number, key in enumerate(cut.keys) if key != BREAK]
    return tuple(even[start:end] for start, end in spans)


def _word(key: str) -> Word:
    """A key that may hold stand-ins."""
    parts = _EITHER.split(key, maxsplit=1)
    if len(parts) == 1:
        return key
    head = parts[0]
    written = key.replace(_ANY_ENDING, "*").replace(_ANY_LETTER, "?")
    if key == head + _ANY_ENDING:
        heads = tuple(dict.fromkeys((head, fold_spelling(head))))
        also = {american for british, american in table().items() if british.startswith(head)}
        return Wild(written, heads, None, frozenset(word for word in also if not word.startswith(heads)))
    pattern = "".join({_ANY_ENDING: "\\w*+", _ANY_LETTER: "\\w"}.get(char) or re.escape(char) for char in key)
    return Wild(written, (head,), re.compile(pattern), _respelled(re.compile(pattern)))


def _respelled(pattern: "re.Pattern[str]") -> frozenset[str]:
    return frozenset(american for british, american in table().items() if pattern.fullmatch(british))
