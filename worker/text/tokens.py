"""Words with their places: what a watch's terms and an article's text are both cut into.

How print becomes tokens; each token has a key, and two texts say the same words when their keys are equal:

- A word is a run of letters; a number is a run of digits with its decimal and thousands marks (3.5 is one token,
  and not part of 13.5 or 3.55; 1,000 is 1000). Letters and digits part: F35, F-35 and F 35 are the same two tokens.
- Hyphens, dashes, slashes and other marks part tokens and leave no trace: air-defence is air defence.
- A possessive 's is not part of the word. Other apostrophes vanish (O'Brien, Sana'a), but those of shortened
  words stay (she'll is not shell). French and Italian elisions part: l'OTAN is l OTAN.
- AT&T and R&D are one token, so are C++ and C#. % is the word percent, per cent is too. A currency sign is a token.
- Letters with stops are an acronym, and the stops vanish: U.K. is UK, F.B.I. is FBI. Where the letters are
  also a small word of some language (US and us, IT and it, UN and French un: `AMBIGUOUS`), capitals count, see
  `term_variants`.
- A few words that are printed open, hyphened or closed are one token in all three: air strike, cease-fire.
- British and American spellings share a key, see `worker.text.spelling`.
- Scripts that set no spaces (Chinese, Japanese, Thai ...) and Korean, which glues its particles to the noun: each
  character is a token, so that a term is found as a phrase.
- A blank line, or a run of ten or more marks and spaces, is a token `BREAK` that no term has: no phrase crosses it.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from worker.text.normalise import FILLER, fold_case, plain
from worker.text.spelling import fold_spelling

BREAK = "\n"
"""The key of a paragraph's end; never equal to a word's key."""

AMBIGUOUS = frozenset({"ai", "am", "eu", "ice", "ira", "is", "it", "la", "pm", "sec", "un", "us", "who"})
"""Acronyms that every paper prints in capitals, and whose letters are also an everyday word: us, it and who in
English, un, la, eu and ai in French, Spanish, Portuguese and Italian. NATO is not here: many print Nato."""

_CLOCK = frozenset({"am", "pm"})  # with stops these are a time of day, in capitals too: 5 P.M. is no prime minister
_MOST_VARIANTS = 16

_SIGNS = "%$€£¥₹₩₽₴₺₪"

_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3"
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_MARKS = FILLER + "".join(
    char for code in range(0x0900, 0x0E00) if unicodedata.category(char := chr(code)) in ("Mn", "Mc")
)
"""Characters that go on inside a word although Python does not count them as letters: fillers, Indic vowels."""

_OPEN_OR_CLOSED = (
    r"per[\ -]cent|air[\ -]strikes?|cease[\ -]fires?"
    r"|counter[\ -](?:offensives?|attacks?|terrorism|insurgency|measures?)"
    r"|co-(?:operat|ordinat)[a-z]++|e-mails?|re-arm(?:s|ed|ing|ament)?"
)
# How those begin: tried first, so that other words pay for two characters at most.
_OPEN_OR_CLOSED_AHEAD = r"[aceprACEPR](?:er[\ -]|ER[\ -]|ir[\ -]|IR[\ -]|ease|EASE|ount|OUNT|o-|O-|-m|-M|e-|E-)"
_JOINTS = str.maketrans("", "", " -\n")  # what may stand inside the words of _OPEN_OR_CLOSED

_SHORTENED = ("'ll", "'re", "'ve", "'d", "'m", "'t")

_MULTIPLE = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl"}
) | (str.maketrans({"ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", FILLER: None}))


def _pattern(letter: str, marks: str, alone: str) -> re.Pattern[str]:
    """The pattern whose group 1 runs through the tokens of a text that went through `plain`.

    In: `letter`, a class of one letter; `marks`, what may stand inside a word besides; `alone`, an alternative for
    letters that are tokens by themselves. Each starts or ends with what is empty for ASCII.
    Every repeated group is bounded, and what is not bounded cannot be read in two ways, so time is linear.
    The order is for speed: what stands between tokens is skipped inside the match, and nearly every word ends
    in the second alternative (measured: 490 words in 0.12 ms; with neither, 0.41 ms).
    """
    after = f"(?!{letter})"
    possessive = rf"(?:'[sS]{after})?"
    word = rf"{letter}+(?:[{marks}]{{1,8}}{letter}*){{0,40}}" if marks else f"{letter}+"
    return re.compile(
        rf"""
        [^\w{_SIGNS}\n]{{0,9}}+
        ( (?={_OPEN_OR_CLOSED_AHEAD})(?i:{_OPEN_OR_CLOSED}){after}{possessive}
        | {letter}{{2,}}+(?![&'{marks}])
        | {letter}(?:\.{letter}{after}){{1,7}}\.?{possessive}             # U.S., F.B.I.
        | {letter}(?:\+\+|\#){after}                                      # C++, C#
        | (?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|all|dall|nell|sull)'(?={letter}{letter})  # l'OTAN
        | {word}(?:(?:&|'(?![sS]{after})){word}){{0,3}}{possessive}          # NATO's, O'Brien, AT&T
        | \d+(?:[.,]\d+){{0,9}}{possessive}
        {alone}
        | [{_SIGNS}]
        | \n[^\S\n]*\n
        | [^\w\n] | _{{10}}                                              # the tenth mark in a row
        )
        """,
        re.VERBOSE,
    )


_ASCII = _pattern("[A-Za-z]", "", "")
_UNICODE = _pattern(rf"[^\W\d_{_UNSPACED}]", _MARKS, f"| [{_UNSPACED}]")


def _key_of(printed: str) -> str:
    """The key of one match of the pattern."""
    if not printed[0].isalnum():
        return _sign_key(printed)
    key = fold_case(printed)
    if not key.isascii():
        key = key.translate(_MULTIPLE)
    key = key.removesuffix("'s")
    if key[0].isdecimal():
        return _number_key(key)
    if "." in key:
        return _acronym_key(key.replace(".", ""))
    if key in AMBIGUOUS:
        return key.upper() if printed[: len(key)].isupper() else key
    if "'" in key and not key.endswith(_SHORTENED):
        key = key.replace("'", "")
    return fold_spelling(key.translate(_JOINTS))


def _number_key(key: str) -> str:
    """1,000,000 is 1000000; a comma that does not part thousands stays (3,5)."""
    groups = key.partition(".")[0].split(",")
    if len(groups) > 1 and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
        return key.replace(",", "")
    return key


def _sign_key(sign: str) -> str:
    if sign == "%":
        return "percent"
    return sign if sign in _SIGNS else BREAK


def _acronym_key(letters: str) -> str:
    if letters in AMBIGUOUS and letters not in _CLOCK:
        return ".".join(letters.upper()) + "."
    return letters


class _Keys(dict[str, str]):
    """Printed token → key, remembered: a text has few different words, and news uses the same ones all day."""

    _MOST = 1 << 16
    _LONGEST = 40  # longer ones are rarely met twice, and must not fill the memory

    def __missing__(self, printed: str) -> str:
        key = _key_of(printed)
        if len(printed) <= self._LONGEST and len(self) < self._MOST:
            self[printed] = key
        return key


_KEYS = _Keys()
_TAIL = FILLER + "'"  # may end a match and is no part of what is shown: invisible, or the apostrophe of l'OTAN


@dataclass(slots=True)
class Tokens:
    """A text cut into tokens.

    keys: one a token, `BREAK` among them at paragraph ends; token numbers, here and in `span`, index it. Places
    are worked out when first asked for, since most texts are only looked through and match nothing.
    """

    keys: list[str]
    _plain: str
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens of numbers `first` to `last` stand: [start, end) in the text, possessive 's left out."""
        return self.spans[first][0], self._end(last)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each token stands, possessive 's and what ends it invisibly included."""
        if not self._spans:
            self._spans = [match.span(1) for match in _pattern_for(self._plain).finditer(self._plain)]
        return self._spans

    def _end(self, token: int) -> int:
        start, end = self.spans[token]
        text = self._plain
        if end - 2 > start and text[end - 2 : end] in ("'s", "'S"):
            end -= 2
        while end - start > 1 and text[end - 1] in _TAIL:
            end -= 1
        return end


def _pattern_for(text: str) -> re.Pattern[str]:
    return _ASCII if text.isascii() else _UNICODE


def tokens(text: str) -> Tokens:
    """Cut a text into tokens. In: any text. Out: its tokens, with places in this text. Linear time."""
    even = plain(text)
    return Tokens(list(map(_KEYS.__getitem__, _pattern_for(even).findall(even))), even)


def term_keys(term: str) -> tuple[str, ...]:
    """The keys of a watch's term, paragraph ends left out. Empty where the term has no word, number or sign."""
    return tuple(key for key in tokens(term).keys if key != BREAK)


def term_variants(term: str) -> tuple[tuple[str, ...], ...]:
    """The key sequences that a term stands for: one, but for terms with an ambiguous acronym.

    us is found as us and US; US and U.S. are found as US and U.S., never as us. (So small letters mean the
    word, as everywhere, in any case, and capitals mean the acronym.) A term with more than four such words
    is found only as it is written.
    """
    keys = term_keys(term)
    variants: list[tuple[str, ...]] = [()]
    for key in keys:
        forms = _forms(key)
        if len(variants) * len(forms) > _MOST_VARIANTS:
            return (keys,)
        variants = [(*variant, form) for variant in variants for form in forms]
    return tuple(variants) if keys else ()


def _forms(key: str) -> tuple[str, ...]:
    letters = key.replace(".", "").lower()
    if letters not in AMBIGUOUS:
        return (key,)
    capitals = letters.upper()
    if key == letters:
        return key, capitals
    if letters in _CLOCK:
        return (capitals,)
    return capitals, ".".join(capitals) + "."
