"""Characters made comparable, one for one, so that every offset into the result is an offset into the original.

`plain` removes what print adds to a letter (accents, width, typographic form) and keeps its case; `normalise`
folds the case too. What has no meaning of its own (combining marks, soft hyphens, zero-width and direction
characters) becomes `FILLER`, which tokens skip. Forms that are several letters in one (ß, æ, ﬁ) stay as they
are here and are spelled out in a token's key, where lengths no longer matter.

Accents are stripped by taking characters apart (Unicode Normalization Form KD) and leaving the marks out. Marks that
are parts of letters in their script (Indic and Thai vowels, Japanese voicing) stay.
"""

import re
import unicodedata

FILLER = "\u00ad"
"""Stands where a character was that means nothing: the soft hyphen, whose own meaning is just that."""

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")

# Kana with a separate voicing mark, and Hangul in separate letters: the parts of one character.
_PARTS = re.compile("[\u3041-\u30ff][\u3099\u309a]|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")

_SECOND_PARTS = frozenset("\u3099\u309a") | frozenset(map(chr, range(0x1161, 0x1176)))
"""Without one of these there is nothing to put together."""
_FEW = 64

_FIXED: dict[str, str] = {
    # apostrophes and single quotes, primes, and the letters and spacing accents that stand in for them
    "\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u05f3": "'",
    "\u00ab\u00bb\u02ba\u201c\u201d\u201e\u201f\u2033\u2036\u05f4\u301d\u301e\u301f": '"',
    "\u02d7\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63": "-",
    "\u2028\u2029\u0085": "\n",
    # letters that Unicode does not take apart
    "øǿ": "o",
    "ØǾ": "O",
    "łŀ": "l",
    "ŁĿ": "L",
    "đð": "d",
    "ĐÐ": "D",
    "ħ": "h",
    "Ħ": "H",
    "ŧ": "t",
    "Ŧ": "T",
    "\u0131": "i",
    "\u03c2": "\u03c3",  # Greek final sigma
    "\u0640": FILLER,  # Arabic tatweel only stretches a word
}


def _is_filler(char: str) -> bool:
    """Whether a character means nothing by itself.

    Marks of combining class 200 and more sit on Latin, Greek and Cyrillic letters, those of 10 to 36 are
    Hebrew, Arabic and Syriac points (Unicode Standard, chapter 4.3). Lower classes and 0 are parts of Indic
    and Thai letters, and stay.
    """
    category = unicodedata.category(char)
    if category in ("Cf", "Me"):
        return True
    if category != "Mn":
        return False
    mark_class = unicodedata.combining(char)
    return mark_class >= 200 or 10 <= mark_class <= 36 or "\ufe00" <= char <= "\ufe0f"


class _Table(dict[int, str]):
    """Code point → what it becomes; filled as characters are met, for `str.translate`."""

    _MOST = 1 << 16  # a text that shows every code point must not make the table grow without end

    def __missing__(self, code: int) -> str:
        becomes = _fold_char(chr(code))
        if len(self) < self._MOST:
            self[code] = becomes
        return becomes


def _fold_char(char: str) -> str:
    if _is_filler(char):
        return FILLER
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    letters = [part for part in unicodedata.normalize("NFKD", char) if not _is_filler(part)]
    if len(letters) != 1:
        return char
    return _FOLDS.get(ord(letters[0]), letters[0])


_FOLDS = _Table({ord(char): to for chars, to in _FIXED.items() for char in chars})


def _compose(parts: re.Match[str]) -> str:
    whole = unicodedata.normalize("NFC", parts[0])
    return whole + FILLER * (len(parts[0]) - 1) if len(whole) == 1 else parts[0]


def plain(text: str) -> str:
    """The text with accents, typographic quotes and dashes, widths and invisible characters evened out.

    In: any text. Out: as many characters, each at its old place, in its old case. ASCII comes back as it is.
    """
    if text.isascii():
        return text
    odd = [char for char in set(text) if char > "\x7f"]
    if len(odd) <= _FEW and _SECOND_PARTS.isdisjoint(odd):
        # news in Latin letters has a dozen such characters: replacing each is ten times quicker than looking at all
        for char in odd:
            becomes = _FOLDS[ord(char)]
            if becomes != char:
                text = text.replace(char, becomes)
        return text
    return _NON_ASCII.sub(lambda run: _PARTS.sub(_compose, run[0].translate(_FOLDS)), text)


def fold_case(text: str) -> str:
    """What `plain` gave, in small letters and as long as before (Greek has one small sigma here, not two)."""
    return text.lower() if text.isascii() else text.lower().replace("\u03c2", "\u03c3")


def normalise(text: str) -> str:
    """`plain`, and case folded: texts that a reader takes for the same words become equal.

    In: any text. Out: as many characters, each at its old place: `len(normalise(text)) == len(text)`.
    """
    return fold_case(plain(text))
