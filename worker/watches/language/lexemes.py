"""What a query is cut into before it is parsed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Lex(StrEnum):
    """The kinds of lexemes; the names are those of the terminals in `grammar.lark`."""

    ATOM = "ATOM"
    AND = "_AND"
    OR = "_OR"
    NOT = "NOT"
    NEAR = "NEAR"
    SENTENCE = "SENTENCE"
    OPEN = "OPEN"
    PLACE = "PLACE"
    FACT = "FACT"
    CLOSE = "CLOSE"


OPENERS = frozenset({Lex.OPEN, Lex.PLACE, Lex.FACT})


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One of them, [start, end) in the query. value: of ATOM a node, of NEAR (words, ordered), of PLACE the place."""

    kind: Lex
    start: int
    end: int
    value: Any = None
