"""How a query was read: every AND that was only meant, every parenthesis, every amount in one form."""

import re

from worker.text.normalise import plain
from worker.watches.language.amounts import write_amount, write_range
from worker.watches.language.dates import write_date
from worker.watches.language.errors import QueryError
from worker.watches.language.scan import Scan
from worker.watches.tree import (
    About,
    And,
    Compare,
    Deadline,
    Figure,
    InStatus,
    Meta,
    Near,
    Node,
    Not,
    OneFact,
    Or,
    Origins,
    Party,
    Published,
    Regex,
    Saved,
    Term,
    Together,
    Within,
)


def read_back(node: Node) -> str:
    """The reading of a query, as a query.

    In: a tree that `parse` gave. Out: one line that parses to the same tree, with all operators in capitals and every
    group in parentheses; `a b | c` reads back as `(a AND b) OR c`.
    """
    match node:
        case And(parts):
            return " AND ".join(map(_grouped, parts))
        case Or(parts):
            return " OR ".join(map(_grouped, parts))
        case Not(part):
            return f"NOT {_grouped(part)}"
        case Near(left, right, words, ordered):
            return f"{_grouped(left)} {'O' if ordered else ''}NEAR/{words} {_grouped(right)}"
        case Together(left, right):
            return f"{_grouped(left)} SENTENCE {_grouped(right)}"
        case Within(place, Term() as term):
            return f"{place}:{_term(term)}"
        case Within(place, part):
            return f"{place}:({read_back(part)})"
        case OneFact(part):
            return f"FACT({read_back(part)})"
        case _:
            return _leaf(node)


def _grouped(node: Node) -> str:
    written = read_back(node)
    return f"({written})" if isinstance(node, And | Or | Near | Together) else written


def _leaf(node: Node) -> str:
    match node:
        case Term():
            return _term(node)
        case Regex(pattern, ignore_case):
            return f"/{pattern.replace('/', chr(92) + '/')}/{'i' if ignore_case else ''}"
        case Meta(field, value):
            return f"{field}:{_value(value)}"
        case Published(after, day):
            return f"{'after' if after else 'before'}:{day.isoformat()}"
        case Saved(name):
            return f"watch:{_quoted(name)}"
        case Party(who, name):
            return f"{who}:{_value(name)}"
        case About(text):
            return f"about:{_value(text)}"
        case InStatus(status):
            return f"status:{status}"
        case Origins(compare, count):
            return f"origins:{_compared(compare)}{count}"
        case Deadline(compare, first, last):
            return f"deadline:{_compared(compare)}{write_date(first, last)}"
        case Figure(kind, compare, value, unit, high):
            amount = write_amount(value, unit) if high is None else write_range(value, high, unit)
            return f"{kind or 'amount'}:{_compared(compare)}{amount}"
        case _:
            raise AssertionError(node)


def _compared(compare: Compare) -> str:
    return "" if compare is Compare.EQUAL else compare


def _term(term: Term) -> str:
    slop = f"~{term.slop}" if term.slop else ""
    if term.exact_case:
        return f"cs({_quoted(term.text)}{slop})"
    return term.text if not slop and _is_word(term.text) else _quoted(term.text) + slop


def _is_word(text: str) -> bool:
    """Whether a term's text means the same without quotes, wherever it stands."""
    if text[0].isalnum() and text.isalnum() and text.lower() not in _OPERATORS:
        return True
    if plain(text[0]) in "'/-" or " " in text:
        return False
    try:
        lexemes = list(Scan(text).lexemes())
    except QueryError:
        return False
    return len(lexemes) == 1 and isinstance(lexemes[0].value, Term) and lexemes[0].value.text == text


_PLAIN_VALUE = re.compile(r"[^\W_][\w.\-]*")
_OPERATORS = frozenset({"and", "or", "not", "near", "onear", "sentence"})


def _value(text: str) -> str:
    return text if _PLAIN_VALUE.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + "".join("\\" + sign if plain(sign) in '"\\' else sign for sign in text) + '"'
