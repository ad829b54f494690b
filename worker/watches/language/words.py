"""Words and phrases of the text: what a term may be, and what is refused because something else was meant."""

import re
import unicodedata

from worker.watches.language.errors import QueryError, shown
from worker.watches.language.fields import COMPARED
from worker.watches.terms import term_problem
from worker.watches.tree import Term

MOST_APART = 100
"""Most words between two terms of NEAR/n and in "a b"~n; a long paragraph of news."""

_LEAST_STEM = 3  # letters before *: fewer would stand for thousands of words
_LEAST_BESIDE = 2  # letters beside ?
_PARTS = re.compile(r"[\w*?'’]+")
_LETTER = re.compile(r"[^\W_]")
_MISSING_COLON = re.compile(r"([^\W\d_]+)(?:[<>=]|≥|≤)")
_NEXT = re.compile(r"\s*[^\s()]+")
_TILDE = re.compile(r".*[^\W_]~\d*")
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """The text without characters that mean nothing, as soft hyphens; joiners of Persian and Indic words stay."""
    if text.isascii():
        return text
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf" or sign in _JOINERS)


def one_line(text: str) -> str:
    """`visible`, and every run of white space one space."""
    return " ".join(visible(text).split())


def read_term(raw: str, start: int, end: int, *, exact: bool = False, slop: int = 0) -> Term:
    """A word or a phrase as a term.

    In: it as written, without quotes; its place; whether its case counts; how many words may stand between its own.
    Raises QueryError where nothing could be looked for.
    """
    text = one_line(raw)
    wild = "*" in text or "?" in text
    if wild:
        _check_wild(text, start, end)
    problem = term_problem(text.replace("*", "").replace("?", "") if wild else text)
    if problem:
        message = f"“{shown(text)}” {problem}" if text else "this phrase is empty"
        raise QueryError(message, start, end, hint=_hint(text))
    return Term(text, wild, exact, slop if " " in text else 0, start=start, end=end)


def _hint(text: str) -> str:
    if not text:
        return "write a word or a phrase between the quotes"
    if any(map(str.isalnum, text)):
        return "write a shorter one; AND and NEAR join several"
    return "a term has a letter or a digit; leave this out"


def _check_wild(text: str, start: int, end: int) -> None:
    """Refuse a * or ? that no word carries, or one that stands for too much."""
    for word in text.split():
        if "*" not in word and "?" not in word:
            continue
        if not _LETTER.search(word):
            hint = 'for words between two others write "a b"~3 or a NEAR/3 b; else leave it out'
            raise QueryError(f"“{shown(word)}” stands for no word", start, end, hint=hint)
        if "*" in word[:-1]:
            hint = "write the beginning of the word and *: defen*; for one letter within it ?: wom?n"
            raise QueryError("* stands only at the end of a word", start, end, hint=hint)
        for part in _PARTS.findall(word):
            letters = len(_LETTER.findall(part))
            if part.endswith("*") and letters < _LEAST_STEM:
                hint = f"give at least {_LEAST_STEM} letters before *, or write the words out: (a OR b)"
                raise QueryError(f"“{shown(word)}” would find too many words", start, end, hint=hint)
            if "?" in part and letters < _LEAST_BESIDE:
                hint = f"give at least {_LEAST_BESIDE} letters beside ?; a question mark is left out"
                raise QueryError(f"“{shown(word)}” would find too many words", start, end, hint=hint)


def check_word(query: str, even: str, at: int, end: int, before: str) -> None:
    """Refuse a word whose signs say that something else was meant.

    In: the query, as written and evened out, and the place of a word in it; what stands before the word.
    """
    raw, first = query[at:end], even[at]
    if first in "<>=≥≤":
        field = before.lower() if before.lower() in COMPARED else "amount"
        value = raw + (_NEXT.match(query, end) or [""])[0].strip()
        hint = f"write {field}:{shown(value)}; other fields for figures: target: increase: decrease: level: count:"
        raise QueryError("a comparison without a field", at, end, hint=hint)
    missing = _MISSING_COLON.match(even, at, end)
    if missing and missing[1].lower() in COMPARED:
        name = missing[1]
        raise QueryError(f"a colon is missing behind {name}", at, end, hint=f"write {name}:{shown(raw[len(name) :])}")
    if first == ":":
        hint = "a field and its value stand together: title:NATO; else leave the colon out"
        raise QueryError("a colon with nothing before it", at, end, hint=hint)
    if first == "~" or _TILDE.fullmatch(even, at, end):
        hint = 'for words between others write "a b"~5, for other endings defen*'
        raise QueryError("~ stands right behind a phrase in quotes", at, end, hint=hint)
    if even[at:end] == "&":
        raise QueryError("this & stands alone", at, end, hint="write AND, or the name without spaces: AT&T")
    if first == "!" and end - at > 1:
        raise QueryError("! excludes nothing", at, end, hint=f"write -{shown(raw[1:])}, or leave the ! out")
    check_comma(even, at, end)


def check_comma(even: str, at: int, end: int) -> None:
    """Refuse a comma or semicolon that seems to join words: elsewhere it means any of them, here all of them."""
    for place in (end - 1, at):
        if even[place] in ",;":
            hint = "between terms write OR for any of them, AND for all of them; in a phrase in quotes it may stay"
            raise QueryError(f"“{even[place]}” joins nothing", place, place + 1, hint=hint)
