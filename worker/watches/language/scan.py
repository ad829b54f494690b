"""From the characters of a query to lexemes: words, phrases, fields with their values, operators, parentheses.

The scan reads the query evened out (`worker.text.normalise.plain`), where curly, low and angle quotes are quotes,
full-width parentheses are parentheses and every dash is a hyphen, character for character: so places hold in the
query as written, from which all words are taken.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from worker.text.normalise import FILLER, plain
from worker.watches.language.build import MOST_NESTED
from worker.watches.language.errors import QueryError, shown
from worker.watches.language.fields import (
    COMPARED,
    DATED,
    FIELD_NAMES,
    PLACES,
    unknown_field,
    value_node,
)
from worker.watches.language.figures import compared_node
from worker.watches.language.lexemes import Lex, Lexeme
from worker.watches.language.words import MOST_APART, check_comma, check_word, one_line, read_term, visible
from worker.watches.regex import RegexRefused, compile_regex
from worker.watches.tree import Node, Place, Regex, Term, Within

MOST_TERMS = 500
"""Most terms of one query; the longest lists of names that people paste have about 200."""

NEAR_WORDS = 4
"""What NEAR without a number means, as in Meltwater's language."""

_REFUSED = re.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACE = re.compile(rf"[\s{FILLER}]*+")
_WORD = re.compile(r"(?:(?!&&)[^\s()\"|])++")
_PHRASE = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_SINGLE = re.compile(r"'((?:[^'\"]|'(?![\s()|~]|\Z))++)(?<=\S)'(?=[\s()|~]|\Z)")
_HEBREW_ACRONYM = re.compile('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_SLOP = re.compile(r"~([^\s()\"|]*)")
_REGEX = re.compile(r"/((?:[^/\\]|\\.)*+)/([^\s()\"|]*+)", re.DOTALL)
_FIELD = re.compile(r"([^\W\d_][\w-]*+):(?!:)")
_NEAR = re.compile(r"(O?NEAR)(?:/(.*))?|W/(\d+)(F?)", re.DOTALL)
_NUMBER_BEHIND = re.compile(r"\s+(\d{1,3})[\s(]+\S")


@dataclass(frozen=True, slots=True)
class _Open:
    """A parenthesis that is open. field: whose values stand inside, or "". name: how it was opened."""

    start: int
    end: int
    name: str
    field: str = ""


class Scan:
    """One query, cut into lexemes as they are asked for. last, previous: the last lexeme given, and that before."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.last: Lexeme | None = None
        self.previous: Lexeme | None = None
        self._even = _HEBREW_ACRONYM.sub("'", plain(query))
        self._open: list[_Open] = []
        self._atoms = 0

    def text(self, lexeme: Lexeme) -> str:
        """A lexeme as written, short enough for a message."""
        return shown(self.query[lexeme.start : lexeme.end])

    def unclosed(self) -> QueryError:
        """The innermost parenthesis that is open is never closed."""
        opened = self._open[-1]
        return QueryError(
            f"{opened.name} is opened here and never closed", opened.start, opened.end, hint="add ) where it ends"
        )

    def lexemes(self) -> Iterator[Lexeme]:
        """The lexemes in order. Raises QueryError at what is none."""
        refused = _REFUSED.search(self.query)
        if refused:
            raise QueryError(
                f"the character U+{ord(refused[0]):04X} cannot stand in a query",
                refused.start(),
                refused.end(),
                hint="leave it out; it is probably left over from where the query was copied from",
            )
        at = _space_end(self._even, 0)
        while at < len(self._even):
            lexeme = self._next(at)
            self.previous, self.last = self.last, lexeme
            yield lexeme
            at = _space_end(self._even, lexeme.end)
        if self._open and self.last is not None and self.last.kind in (Lex.ATOM, Lex.CLOSE):
            raise self.unclosed()

    def _next(self, at: int) -> Lexeme:
        sign = self._even[at]
        if sign == "(":
            return self._opening(Lex.OPEN, at, at + 1, "(", self._field)
        if sign == ")":
            return self._closing(at)
        if sign == "|":
            return Lexeme(Lex.OR, at, at + (2 if self._even.startswith("||", at) else 1))
        if self._even.startswith("&&", at):
            return Lexeme(Lex.AND, at, at + 2)
        if sign == "-":
            return self._minus(at)
        if sign == "/" and self.query[at] == "/" and not self._field:
            return self._regex(at)
        quoted = self._quoted(at)
        if quoted:
            text, end = quoted
            if self._field:
                return self._value(self._field, text, at, end, at)
            return self._atom(*self._phrase(text, at, end))
        return self._word(at)

    @property
    def _field(self) -> str:
        """Whose values stand here, or ""."""
        return self._open[-1].field if self._open else ""

    def _atom(self, node: Node, start: int, end: int) -> Lexeme:
        self._atoms += 1
        if self._atoms > MOST_TERMS:
            hint = "split the watch, and join them with watch:"
            raise QueryError(f"a query has at most {MOST_TERMS} terms", start, end, hint=hint)
        return Lexeme(Lex.ATOM, start, end, node)

    def _opening(self, kind: Lex, start: int, end: int, name: str, field: str, value: Place | None = None) -> Lexeme:
        if len(self._open) >= MOST_NESTED:
            hint = "leave out those that change nothing, or split the watch and join them with watch:"
            raise QueryError(f"more than {MOST_NESTED} parentheses are open here", start, end, hint=hint)
        self._open.append(_Open(start, end, name, field))
        return Lexeme(kind, start, end, value)

    def _closing(self, at: int) -> Lexeme:
        if not self._open:
            raise QueryError("this ) closes nothing", at, at + 1, hint="leave it out, or put a ( where it begins")
        self._open.pop()
        return Lexeme(Lex.CLOSE, at, at + 1)

    def _minus(self, at: int) -> Lexeme:
        end = at + 1
        before = self._even[at - 1] if at else " "
        behind = self._even[end : end + 1]
        if not (before.isspace() or before in f"(|{FILLER}"):
            raise QueryError("a space is missing before this -", at, end, hint="write a -b, or NOT b")
        if not behind or behind.isspace() or behind in ")|":
            raise QueryError(
                "this - stands alone",
                at,
                end,
                hint="to exclude a word write -word without a space; else leave it out",
            )
        if behind == "-":
            raise QueryError("one - is enough", at, end + 1, hint="write -word to exclude it")
        if self.query[at] in "\u2014\u2015":
            raise QueryError("this dash excludes nothing", at, end, hint="write -word with a hyphen, or leave it out")
        return Lexeme(Lex.NOT, at, end, "-")

    def _quoted(self, at: int) -> tuple[str, int] | None:
        """The text of a quoted phrase and where it ends, or None where no quote begins."""
        if self._even[at] == "'":
            single = _SINGLE.match(self._even, at)
            return (self.query[at + 1 : single.end() - 1], single.end()) if single else None
        if self._even[at] != '"':
            return None
        double = _PHRASE.match(self._even, at)
        if double is None:
            raise self._unclosed_quote(at)
        start, end = double.span(1)
        text = self.query[start:end]
        return (_unescaped(text) if "\\" in text else text), double.end()

    def _unclosed_quote(self, at: int) -> QueryError:
        mark = self.query[at]
        hint = f"add {mark} where the phrase ends"
        if re.search(r"\S'(?:[\s()|~]|\Z)", self._even[at + 1 :]):
            hint = "close it with the same kind: \"…\" or '…'"
        elif self.last is not None and re.search(r"(?:^|[\s(])'\S+(?:\s[^'\"]*)?\Z", self._even[:at]):
            hint = "open and close a phrase with the same kind: \"…\" or '…'"
        return QueryError(f"the quote {mark} is opened here and never closed", at, at + 1, hint=hint)

    def _phrase(self, text: str, start: int, end: int, *, exact: bool = False) -> tuple[Term, int, int]:
        """A phrase as a term, with the ~n behind it; its place."""
        slop = 0
        behind = _SLOP.match(self._even, end)
        if behind:
            slop = self._apart(behind[1], behind.start(), behind.end(), '"a b"~5')
            end = behind.end()
        term = read_term(text, start, end, exact=exact, slop=slop)
        return term, start, end

    def _apart(self, number: str, start: int, end: int, example: str) -> int:
        """How many words may stand between."""
        if not (number.isascii() and number.isdecimal()):
            said = f"“{shown(number)}” is no number of words" if number else "the number of words is missing"
            raise QueryError(said, start, end, hint=f"write {example}")
        if len(number) > 4 or int(number) > MOST_APART:
            hint = f"at most {MOST_APART}; SENTENCE finds two terms in one sentence, AND anywhere"
            raise QueryError(f"{shown(number)} words are too many", start, end, hint=hint)
        return int(number)

    def _regex(self, at: int) -> Lexeme:
        parts = _REGEX.match(self._even, at)
        if parts is None:
            hint = 'end it with /, or put words with a slash in quotes: "and/or"'
            raise QueryError("this regular expression has no closing /", at, at + 1, hint=hint)
        start, end = parts.span(1)
        flags, pattern = parts[2], self.query[start:end]
        if flags not in ("", "i", "I"):
            hint = "a / inside is written \\/; a path is a field url:/path/ or in quotes"
            raise QueryError(
                "behind the closing / of a regular expression only i may stand",
                parts.start(2),
                parts.end(2),
                hint=hint,
            )
        pattern = re.sub(r"\\(.)", lambda escape: "/" if escape[1] == "/" else escape[0], pattern, flags=re.DOTALL)
        try:
            compile_regex(pattern, ignore_case=bool(flags))
        except RegexRefused as error:
            part = self.query.find(error.part, start, end) if error.part else -1
            place = (part, part + len(error.part)) if part >= 0 else (start, end) if end > start else parts.span()
            raise QueryError(str(error), *place, hint=error.hint) from None
        return self._atom(Regex(pattern, bool(flags), start=at, end=parts.end()), at, parts.end())

    def _word(self, at: int) -> Lexeme:
        word = _WORD.match(self._even, at)
        assert word is not None, "all other signs were looked at before"
        end = word.end()
        raw, even = self.query[at:end], word[0].replace(FILLER, "")
        if not self._field:
            special = self._special_parenthesis(at, end, even.lower())
            if special:
                return special
        operator = self._operator(at, end, raw, even)
        if operator:
            return operator
        if self._field:
            return self._group_value(at, end)
        field = _FIELD.match(self._even, at)
        if field:
            return self._fielded(at, field.end(), field[1].lower())
        self._check_word(at, end)
        return self._atom(read_term(raw, at, end), at, end)

    def _special_parenthesis(self, at: int, end: int, word: str) -> Lexeme | None:
        """`FACT(` and `cs(`, or None."""
        if word not in ("fact", "cs"):
            return None
        behind = _space_end(self._even, end)
        if self._even[behind : behind + 1] != "(":
            return None
        if behind > end and self.query[at:end] != "FACT":
            hint = f'write {word}( without a space, or "{word}" in quotes to look for the word'
            raise QueryError(f"a space stands between {word} and its parenthesis", at, behind + 1, hint=hint)
        if word == "fact":
            return self._opening(Lex.FACT, at, behind + 1, "FACT(", "")
        return self._atom(*self._exact(at, end + 1))

    def _exact(self, at: int, inside: int) -> tuple[Term, int, int]:
        """`cs("US")`, `cs(US)`. inside: behind the parenthesis."""
        hint = 'cs( ) takes one word or one phrase, in the letters to look for: cs("US"), cs("Space Force")'
        first = _space_end(self._even, inside)
        if first >= len(self._even):
            raise QueryError("cs( is opened here and never closed", at, inside, hint=hint)
        quoted = self._quoted(first)
        if quoted:
            term, _, last = self._phrase(quoted[0], first, quoted[1], exact=True)
        else:
            word = _WORD.match(self._even, first)
            if word is None:
                raise QueryError("cs( ) has nothing to look for", at, first + 1, hint=hint)
            last = word.end()
            term = read_term(self.query[first:last], first, last, exact=True)
        close = _space_end(self._even, last)
        if close >= len(self._even):
            raise QueryError("cs( is opened here and never closed", at, inside, hint="add ) where it ends")
        if self._even[close] != ")":
            raise QueryError("cs( ) holds more than one term", at, close + 1, hint=hint)
        end = close + 1
        return Term(term.text, term.wild, exact_case=True, slop=term.slop, start=at, end=end), at, end

    def _operator(self, at: int, end: int, raw: str, even: str) -> Lexeme | None:
        """AND, OR, NOT, NEAR/n … in any case; None where the word is none. (`plain` would make nöt an operator.)"""
        name = unicodedata.normalize("NFKC", visible(raw))
        capitals = name.upper()
        if capitals in ("AND", "OR", "NOT"):
            return Lexeme({"AND": Lex.AND, "OR": Lex.OR, "NOT": Lex.NOT}[capitals], at, end)
        if name == "SENTENCE":  # in small letters it is a word of every court report
            return Lexeme(Lex.SENTENCE, at, end)
        near = _NEAR.fullmatch(capitals)
        if near:
            return Lexeme(Lex.NEAR, at, end, self._near(near, at, end))
        if re.fullmatch(r"O?NEAR\d+", name):
            digits = name.lstrip("ONEAR")
            raise QueryError(f"{name} has no slash", at, end, hint=f"write {name.removesuffix(digits)}/{digits}")
        return None

    def _near(self, near: re.Match[str], at: int, end: int) -> tuple[int, bool]:
        """How many words, and whether in order."""
        if near[3] is not None:
            return self._apart(near[3], at, end, "w/5"), bool(near[4])
        ordered = near[1] == "ONEAR"
        if near[2] is None:
            behind = _NUMBER_BEHIND.match(self._even, end)
            if behind:
                hint = f"write {near[1]}/{behind[1]} for so many words; to look for the number, put it in quotes"
                raise QueryError(f"{near[1]} and its number are apart", at, behind.end(1), hint=hint)
            return NEAR_WORDS, ordered
        number = near[2].removesuffix("F")
        return self._apart(number.lower(), at, end, f"{near[1]}/5"), ordered or near[2].endswith("F")

    def _fielded(self, at: int, value: int, name: str) -> Lexeme:
        """A field and its value. value: where it begins, behind the colon."""
        if name not in FIELD_NAMES:
            raise unknown_field(name, at, value)
        if name in COMPARED:
            node = compared_node(name, self.query, self._even, at, value)
            return self._atom(node, at, node.end)
        sign = self._even[value : value + 1]
        if not sign or sign.isspace() or sign in ")|" or self._even.startswith("&&", value):
            raise self._no_value(at, value, name)
        if sign == "(":
            return self._field_group(at, value, name)
        quoted = self._quoted(value)
        if name in PLACES:
            return self._placed(at, value, name, quoted)
        if quoted:
            return self._value(name, quoted[0], at, quoted[1], value)
        word = _WORD.match(self._even, value)
        end = word.end() if word else value + 1
        if sign == "-":
            raise QueryError(f"the - stands inside {name}:", value, end, hint=f"put it before the field: -{name}:…")
        return self._value(name, self.query[value:end], at, end, value)

    def _no_value(self, at: int, value: int, name: str) -> QueryError:
        behind = _WORD.match(self._even, _space_end(self._even, value))
        if self._even[value : value + 1].isspace() and (
            behind or self._even[_space_end(self._even, value) :][:1] in '("'
        ):
            word = shown(self.query[behind.start() : behind.end()]) if behind else "…"
            hint = f'write {name}:{word} without a space; to look for the word, put "{name}" in quotes'
            return QueryError(f"a space stands behind {name}:", at, value, hint=hint)
        hint = f'write what it must be: {name}:word or {name}:"a phrase"'
        return QueryError(f"{name}: has no value", at, value, hint=hint)

    def _field_group(self, at: int, value: int, name: str) -> Lexeme:
        if name in PLACES:
            return self._opening(Lex.PLACE, at, value + 1, f"{name}:(", "", PLACES[name])
        if name in DATED:
            raise QueryError(f"{name}: takes one date", at, value + 1, hint=f"write {name}:2026-03-01")
        return self._opening(Lex.OPEN, at, value + 1, f"{name}:(", name)

    def _placed(self, at: int, value: int, name: str, quoted: tuple[str, int] | None) -> Lexeme:
        """`title:word`, `title:"a phrase"`, `title:cs(US)`."""
        if quoted:
            term, _, end = self._phrase(quoted[0], value, quoted[1])
        else:
            word = _WORD.match(self._even, value)
            assert word is not None, "neither space, parenthesis, quote nor bar stands here"
            end = word.end()
            if self._even[value] == "-":
                raise QueryError(
                    f"the - stands inside {name}:", value, end, hint=f"put it before the field: -{name}:…"
                )
            if self._even[value] == "/":
                hint = "write the regular expression without a field, or words with * and ? in it"
                raise QueryError(f"{name}: takes no regular expression", value, end, hint=hint)
            if word[0].lower() == "cs" and self._even[end : end + 1] == "(":
                term, _, end = self._exact(value, end + 1)
            else:
                self._check_word(value, end)
                term = read_term(self.query[value:end], value, end)
        return self._atom(Within(PLACES[name], term, start=at, end=end), at, end)

    def _check_word(self, at: int, end: int) -> None:
        before = self.query[self.last.start : self.last.end] if self.last else ""
        check_word(self.query, self._even, at, end, before)

    def _group_value(self, at: int, end: int) -> Lexeme:
        """A word in the parentheses of a field that takes values."""
        field = _FIELD.match(self._even, at)
        if field is not None and field[1].lower() in FIELD_NAMES:
            hint = f"close {self._field}:( … ) first, or put the words in quotes"
            raise QueryError(f"{field[0]} stands inside {self._field}:( … )", at, field.end(), hint=hint)
        check_comma(self._even, at, end)
        return self._value(self._field, self.query[at:end], at, end, at)

    def _value(self, name: str, raw: str, start: int, end: int, at: int) -> Lexeme:
        text = one_line(raw)
        behind = _SLOP.match(self._even, end)
        if behind:
            hint = "~ is for phrases of the text"
            raise QueryError(f"{name}: takes no ~", behind.start(), behind.end(), hint=hint)
        return self._atom(value_node(name, text, start, end, at), start, end)


def _space_end(text: str, at: int) -> int:
    """Behind the white space, and what nobody sees, that begins at `at`."""
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _unescaped(text: str) -> str:
    r"""With \" as " and \\ as \; every other \ is itself."""
    return re.sub(r"\\(.)", lambda pair: pair[1] if plain(pair[1]) in '"\\' else pair[0], text, flags=re.DOTALL)
