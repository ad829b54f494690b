"""Figures, deadlines and numbers of origins, and how they are compared: `target:>=3.5%gdp`, `deadline:<=2032`.

An amount may also be written in several words (`amount:>= 1.5 billion euros`). A word behind the number is taken for
a part of it only where it can hardly be anything else; where it may be one or the other, the user is asked.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from worker.domain.reading import COUNT, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.text.normalise import plain
from worker.watches.language.amounts import NO_MONEY, SCALES, Amount, currencies, read_amount, unit_of, write_amount
from worker.watches.language.dates import parse_date
from worker.watches.language.errors import QueryError, shown
from worker.watches.language.fields import FIGURES
from worker.watches.tree import Compare, Deadline, Figure, Node, Origins

MOST_ORIGINS = 1_000

_COMPARE = re.compile(r"\s*(!=|<>|>=|=>|<=|=<|==|[<>=≥≤≠])?")
_COMPARES = {
    ">=": Compare.AT_LEAST,
    "=>": Compare.AT_LEAST,
    "≥": Compare.AT_LEAST,
    "<=": Compare.AT_MOST,
    "=<": Compare.AT_MOST,
    "≤": Compare.AT_MOST,
    ">": Compare.MORE,
    "<": Compare.LESS,
    "=": Compare.EQUAL,
    "==": Compare.EQUAL,
}
_CHUNK = re.compile(r"(?:(?!\.\.|…)[^\s()\"|])++")
_SPACE = re.compile(r"\s*+")
_NUMBERED = re.compile(r"[-+]?[^\W\d_]{0,3}[^\w\s]?[-+]?\d")
_QUOTED = re.compile(r'"([^"]*+)"')
_RANGE = re.compile(r"\s*(?:\.\.+|…)\s*(?=[^\s()\"|])")
_END = r"(?=[\s()\"|]|\.\.|…|\Z)"
_NEXT_WORD = re.compile(r"\s+([^\s()\"|]++)")

_APART = "usd|eur|gbp|jpy|cny|aud|nzd|hkd|sgd|chf|sek|nok|dkk|pln|czk|huf|uah|rub|krw|brl|mxn|zar"
"""Codes that may stand behind a space: no word, name or common abbreviation (as CAD, SAR and ILS are)."""

_NUMBER_APART = re.compile(r"[^\S\n]+(?=\d)")
_UNCLEAR = frozenset({"k", "m", "x", "bp", "pp", "point", "points", "times", "cad", "inr", "sar", "ils"})
"""What is a unit or a scale directly behind a number, and behind a space may be a word to look for."""
_NOT_SCALED = frozenset({"k", "m", "x"})
_EXAMPLES = {"deadline": "deadline:<=2032", "origins": "origins:>=2"}


@cache
def _scale_behind() -> re.Pattern[str]:
    names = sorted((name for name in SCALES if len(name) > 1), key=len, reverse=True)
    return re.compile(rf"\s+(?:{'|'.join(names)}){_END}", re.IGNORECASE)


@cache
def _unit_behind() -> re.Pattern[str]:
    words = sorted(currencies().words, key=len, reverse=True)
    percent = r"(?:%|percent|per\s+cent)"
    return re.compile(
        rf"\s+(?:{percent}\s*of\s+gdp|%gdp|{percent}|percentage\s+points?|basis\s+points?|bps|{_APART}|{'|'.join(words)}){_END}",
        re.IGNORECASE,
    )


_OF_GDP = re.compile(rf"\s+of\s+gdp{_END}", re.IGNORECASE)


def compared_node(name: str, query: str, even: str, start: int, value: int) -> Node:
    """The node of a figure, deadline: or origins:.

    In: the field's name; the query, as written and evened out; where the field and its value begin. Out: the node,
    whose `end` says how much belongs to it. Raises QueryError where there is no such value.
    """
    sign = _COMPARE.match(even, value)
    assert sign is not None, "every part of the pattern may be empty"
    if sign[1] in ("!=", "<>", "≠") or query[sign.start(1) : sign.end(1)] == "≠":
        hint = f"write NOT {name}:… for what must not be"
        raise QueryError("there is no comparison for “not equal”", *sign.span(1), hint=hint)
    at = _space_end(even, sign.end())
    quoted = _QUOTED.match(even, at)
    if quoted:
        return _unquoted(name, query, start, sign[1] or "", quoted)
    chunk = _CHUNK.match(even, at)
    apart = not sign[1] and at > value
    if chunk is None or (apart and not _NUMBERED.match(chunk[0])):
        raise _missing(name, even, start, value, at)
    value_of = _Value(name, query, even, start, at, _COMPARES[sign[1]] if sign[1] else None)
    return value_of.node()


def _unquoted(name: str, query: str, start: int, compare: str, quoted: re.Match[str]) -> Node:
    """The node of a value in quotes, `amount:">= 1.5bn eur"`."""
    alone = f"{name}:{compare}{query[quoted.start(1) : quoted.end(1)]}"
    try:
        node = compared_node(name, alone, plain(alone), 0, len(name) + 1)
    except QueryError as error:
        raise QueryError(error.message, *quoted.span(), hint=error.hint) from None
    if alone[node.end :].strip():
        hint = "close the quote behind the value; words of the text are written outside"
        raise QueryError(f"“{shown(alone[node.end :].strip())}” is no part of a value", *quoted.span(), hint=hint)
    return replace(node, start=start, end=quoted.end())


def _missing(name: str, even: str, start: int, value: int, at: int) -> QueryError:
    if even[at : at + 1] == "(":
        hint = f"write the field for each value: {name}:… OR {name}:…"
        return QueryError(f"{name}: takes one value", start, at + 1, hint=hint)
    if _CHUNK.match(even, at) and at > value:
        hint = f'write {_EXAMPLES.get(name, f"{name}:>=5%")}; to look for the word, put "{name}" in quotes'
        return QueryError(f"{name}: is followed by a space, and by no number", start, value, hint=hint)
    return QueryError(f"{name}: has no value", start, max(value, min(at, len(even.rstrip()))), hint=_example(name))


def _example(name: str) -> str:
    return f"write what it must be: {_EXAMPLES.get(name, f'{name}:>=5%')}"


def _space_end(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


@dataclass(slots=True)
class _Value:
    """The value of one field, which begins at `at`. compare: as written, None where it was not."""

    name: str
    query: str
    even: str
    start: int
    at: int
    compare: Compare | None

    def node(self) -> Node:
        if self.name == "deadline":
            return self._deadline()
        if self.name == "origins":
            return self._origins()
        return self._figure()

    def _deadline(self) -> Deadline:
        (first, last), end = self._date(self.at)
        behind = _RANGE.match(self.even, end)
        if behind:
            (_, last), end = self._date(behind.end())
            self._check_range(end, ordered=first <= last)
        return Deadline(self.compare or Compare.EQUAL, first, last, start=self.start, end=end)

    def _date(self, at: int) -> tuple[tuple[date, date], int]:
        end = self._chunk_end(at)
        try:
            return parse_date(self.query[at:end]), end
        except QueryError as error:
            raise QueryError(error.message, at, end, hint=error.hint) from None

    def _origins(self) -> Origins:
        end = self._chunk_end(self.at)
        digits = self.even[self.at : end]
        if not re.fullmatch(r"[0-9]{1,4}", digits) or not 1 <= int(digits) <= MOST_ORIGINS:
            hint = f"write a whole number from 1 to {MOST_ORIGINS}: origins:>=2"
            raise QueryError(f"“{shown(self.query[self.at : end])}” is no number of origins", self.at, end, hint=hint)
        if _RANGE.match(self.even, end):
            hint = "write origins:>=2 origins:<=5"
            raise QueryError("origins: takes no range", self.start, end, hint=hint)
        return Origins(self.compare or Compare.EQUAL, int(digits), start=self.start, end=end)

    def _figure(self) -> Figure:
        kind = FIGURES[self.name]
        low, end = self._amount(self.at)
        behind = _RANGE.match(self.even, end)
        high = None
        if behind:
            top, end = self._amount(behind.end())
            low = self._same_unit(low, top, end)
            self._check_range(end, ordered=low.value <= top.value)
            high = top.value if top.value != low.value else None
        self._check_next(low if not behind else top, end)
        compare = self.compare or Compare.EQUAL
        return Figure(kind, compare, low.value, low.unit, high, start=self.start, end=end)

    def _same_unit(self, low: Amount, top: Amount, end: int) -> Amount:
        """The lower end of a range, in the unit of the upper end where it was written without one."""
        if low.unit == COUNT and top.scaled and not low.scaled and low.value:
            hint = "write the scale at both ends, 1bn_eur..2bn_eur, or at none"
            raise QueryError("only one end of this range has a scale", self.at, end, hint=hint)
        if low.unit == top.unit:
            return low
        if low.unit == COUNT:
            return Amount(low.value, top.unit, low.scaled)
        message = f"the ends of this range have two units, {low.unit} and {top.unit}"
        raise QueryError(message, self.at, end, hint="write both in one unit: 3%gdp..5%gdp")

    def _check_range(self, end: int, *, ordered: bool) -> None:
        if self.compare is not None:
            hint = "leave the comparison out: 3%gdp..5%gdp is from 3 to 5, both included"
            raise QueryError("a comparison and a range exclude one another", self.start, end, hint=hint)
        if not ordered:
            hint = "write the smaller one first"
            raise QueryError("this range ends before it begins", self.at, end, hint=hint)

    def _chunk_end(self, at: int) -> int:
        chunk = _CHUNK.match(self.even, at)
        return chunk.end() if chunk else at

    def _amount(self, at: int) -> tuple[Amount, int]:
        """The amount that begins at `at`, with the words behind it that are surely a part of it; where it ends."""
        end = self._chunk_end(at)
        apart = _NUMBER_APART.match(self.even, end)
        if apart and not any(map(str.isdigit, self.even[at:end])):  # € 1bn, EUR 1bn
            end = self._chunk_end(apart.end())
        amount = self._read(at, end)
        if not amount.scaled and amount.unit not in NO_MONEY:
            amount, end = self._longer(at, end, amount, _scale_behind())
        if amount.unit == COUNT:
            amount, end = self._longer(at, end, amount, _unit_behind())
        if amount.unit == PERCENT:
            amount, end = self._longer(at, end, amount, _OF_GDP)
        return amount, end

    def _longer(self, at: int, end: int, amount: Amount, pattern: re.Pattern[str]) -> tuple[Amount, int]:
        behind = pattern.match(self.even, end)
        return (self._read(at, behind.end()), behind.end()) if behind else (amount, end)

    def _read(self, at: int, end: int) -> Amount:
        try:
            return read_amount(self.query[at:end])
        except QueryError as error:
            raise QueryError(error.message, at + error.start, at + error.end, hint=error.hint) from None

    def _check_next(self, amount: Amount, end: int) -> None:
        """Refuse a word behind the number that may be its unit or a word to look for: either guess would be wrong."""
        behind = _NEXT_WORD.match(self.even, end)
        if behind is None:
            return
        word = behind[1].rstrip(",;")
        key = word.lower()
        if amount.unit == COUNT:
            code = word.isupper() and word in currencies().codes
            unclear = code or (key in _UNCLEAR and not (amount.scaled and key in _NOT_SCALED))
        else:
            unclear = amount.unit == PERCENT and key in ("gdp", "points", "point")
        if unclear:
            written = f"{self.name}:{self.compare or ''}{self._with_unit(amount, key)}"
            hint = f'write {written} for the unit, or "{shown(word)}" in quotes for the word'
            raise QueryError(f"“{shown(word)}” may be a unit or a word to look for", *behind.span(1), hint=hint)

    @staticmethod
    def _with_unit(amount: Amount, name: str) -> str:
        """The amount with a unit or a scale that stood apart from it."""
        if amount.unit == PERCENT:
            return write_amount(amount.value, PERCENT_OF_GDP if name == "gdp" else PERCENTAGE_POINTS)
        if name in SCALES:
            return write_amount(amount.value * SCALES[name], COUNT)
        return write_amount(amount.value, unit_of(name) or COUNT)
