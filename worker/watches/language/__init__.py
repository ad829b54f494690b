"""The watch language: a query parsed to a tree, checked, and read back.

    parse           query → tree; QueryError says what is wrong, where, and what to do
    read_back       tree → the query as it was read, with every AND and every parenthesis
    problems        what is wrong with a tree among the other watches
    parse_amount    `€1.5bn` → (1500000000.0, "EUR")

How it works: scan.py cuts the characters into lexemes, terms.py, fields.py and figures.py read what they hold,
grammar.py puts the lexemes together (grammar.lark says how), build.py makes nodes and says what may stand where,
checks.py looks at the whole, echo.py writes it again. `docs/watch-language.md` is for those who write queries.
"""

from worker.watches.language.amounts import parse_amount
from worker.watches.language.checks import problems
from worker.watches.language.echo import read_back
from worker.watches.language.errors import Problem, QueryError, pointed
from worker.watches.language.parse import MOST_CHARS, parse

__all__ = ["MOST_CHARS", "Problem", "QueryError", "parse", "parse_amount", "pointed", "problems", "read_back"]
