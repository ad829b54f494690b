"""The home of lark: from the lexemes of a query to its tree, by the LALR grammar in `grammar.lark`.

An LALR parser takes time for each lexeme once and needs no recursion, so no query can stall or overflow it.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedToken
from lark.lexer import Lexer

from worker.watches.language import build
from worker.watches.language.build import Built
from worker.watches.language.errors import QueryError
from worker.watches.language.lexemes import OPENERS, Lex, Lexeme
from worker.watches.language.scan import Scan


class _Lexemes(Lexer):
    """The lexemes of a `Scan`, as lark takes them."""

    def __init__(self, _configuration: Any) -> None:
        pass

    def lex(self, scan: Any) -> Iterator[Token]:  # type: ignore[override] # lark's older interface: the text alone
        for lexeme in scan.lexemes():
            token = Token(lexeme.kind.value, "")
            token.value = lexeme
            yield token


class _Tree(Transformer[Token, Built]):
    """What to build of each rule of the grammar, called as soon as the rule is complete."""

    def start(self, parts: list[Built]) -> Built:
        return parts[0]

    def either(self, parts: list[Any]) -> Built:
        return build.either(parts)

    def all_of(self, parts: list[Any]) -> Built:
        return build.all_of(parts)

    def negated(self, parts: list[Any]) -> Built:
        return build.negated(parts[0].value, parts[1])

    def near(self, parts: list[Any]) -> Built:
        return build.near(parts[0], parts[1].value, parts[2])

    def together(self, parts: list[Any]) -> Built:
        return build.together(parts[0], parts[1].value, parts[2])

    def atom(self, parts: list[Any]) -> Built:
        return build.atom(parts[0].value)

    def group(self, parts: list[Any]) -> Built:
        return build.group(parts[0].value, parts[1], parts[2].value)

    def within(self, parts: list[Any]) -> Built:
        return build.within(parts[0].value, parts[1], parts[2].value)

    def fact(self, parts: list[Any]) -> Built:
        return build.fact(parts[0].value, parts[1], parts[2].value)


@cache
def _parser() -> Lark:
    grammar = files("worker.watches.language").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer=_Lexemes, transformer=_Tree())


def tree(scan: Scan) -> Built:
    """The tree of a query. Raises QueryError where the lexemes do not go together, or one cannot be read."""
    try:
        built: Any = _parser().parse(scan)
    except UnexpectedToken as error:
        lexeme = error.token.value
        raise _unexpected(scan, lexeme if isinstance(lexeme, Lexeme) else None) from None
    assert isinstance(built, Built)
    return built


_OPERAND = "a term, a phrase or ( …"


def _unexpected(scan: Scan, lexeme: Lexeme | None) -> QueryError:
    """What to say where a term was expected. lexeme: what stands there, None at the end of the query.

    Behind a term anything may stand but a ) too many, which the scan refuses itself: so what stands before is always
    an operator, an opening parenthesis, or nothing.
    """
    before = scan.last if lexeme is None else scan.previous
    if before is None and lexeme is None:
        return QueryError(
            "the query is empty", 0, len(scan.query), hint='write what to look for: NATO "defence spending"'
        )
    if before is None or before.kind in OPENERS:
        return _at_the_start(scan, before, lexeme)
    name = scan.text(before)
    if lexeme is None or lexeme.kind is Lex.CLOSE:
        where = "but the query ends" if lexeme is None else "not )"
        return QueryError(
            f"after {name} comes {_OPERAND}, {where}",
            before.start,
            before.end,
            hint=_leave_out(name),
        )
    other = scan.text(lexeme)
    if lexeme.kind is Lex.NOT:
        return QueryError(
            f"after {name} comes {_OPERAND}, not {other}: what does not occur is near nothing",
            lexeme.start,
            lexeme.end,
            hint=f"say apart what must not occur: a {name} b {'-c' if other == '-' else 'NOT c'}",
        )
    return QueryError(
        f"after {name} comes {_OPERAND}, not {other}",
        lexeme.start,
        lexeme.end,
        hint=f'leave one of the two out; to look for a word of this name, put it in quotes: "{other.lower()}"',
    )


def _at_the_start(scan: Scan, before: Lexeme | None, lexeme: Lexeme | None) -> QueryError:
    """Nothing, or an operator, at the start of the query or of a parenthesis."""
    if lexeme is None:
        assert before is not None
        return scan.unclosed()
    if lexeme.kind is Lex.CLOSE:
        assert before is not None
        if before.kind is Lex.FACT:
            hint = 'say what the fact must have: FACT(target:>=2%gdp speaker:"Mark Rutte")'
            return QueryError("FACT() asks for nothing", before.start, lexeme.end, hint=hint)
        return QueryError(
            "nothing stands between these parentheses", before.start, lexeme.end, hint=f"write {_OPERAND} there"
        )
    name = scan.text(lexeme)
    where = "the query begins" if before is None else f"{scan.text(before)} … ) begins"
    return QueryError(
        f"{where} with {name}; it begins with {_OPERAND}", lexeme.start, lexeme.end, hint=_leave_out(name)
    )


def _leave_out(name: str) -> str:
    if name == "-":
        return "write -word without a space, or leave the - out"
    return f'add it, or leave {name} out; to look for the word, put it in quotes: "{name.partition("/")[0].lower()}"'
