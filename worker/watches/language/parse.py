"""A query in, its tree out."""

from worker.watches.language.checks import negative
from worker.watches.language.echo import read_back
from worker.watches.language.errors import QueryError
from worker.watches.language.grammar import tree
from worker.watches.language.scan import Scan
from worker.watches.tree import Node

MOST_CHARS = 10_000
"""Longest query, as written and as read back; the longest that agencies' customers write have about 4,000."""


def parse(query: str) -> Node:
    """Read a query of the watch language.

    In: any text. Out: its tree, whose nodes know their places in the query. Raises QueryError, and nothing else, with
    the place of what is wrong and what to do about it. Takes time in proportion to the query's length; a query of
    more than 10,000 characters or 500 terms, or nested more than 50 deep, is refused.
    """
    try:
        return _read(query)
    except QueryError as error:
        error.query = query
        raise


def _read(query: str) -> Node:
    _check_length(query, len(query), "")
    node = tree(Scan(query)).node
    problem = negative(node)
    if problem:
        raise QueryError(problem.message, problem.start, problem.end, hint=problem.hint)
    _check_length(query, len(read_back(node)), ", read back with every AND,")
    return node


def _check_length(query: str, length: int, how: str) -> None:
    if length > MOST_CHARS:
        message = f"this query{how} has {length:,} characters, {MOST_CHARS:,} are allowed"
        start = min(MOST_CHARS, len(query))
        raise QueryError(message, start, len(query), hint="split the watch, and join the parts with watch:")
