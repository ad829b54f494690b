"""How queries are read: precedence, operators, words and phrases, fields."""

import pytest

from worker.watches.language import parse, read_back


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("NATO", "NATO"),
        ("NATO Kremlin", "NATO AND Kremlin"),
        ("a b | c", "(a AND b) OR c"),
        ("a or b and not c", "a OR (b AND NOT c)"),
        ("NOT a b", "NOT a AND b"),
        ("x NOT a NEAR b", "x AND NOT (a NEAR/4 b)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("a && b || c", "(a AND b) OR c"),
        ("a And b oR c", "(a AND b) OR c"),
        ("a (b AND c)", "a AND b AND c"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("((((a))))", "a"),
        ("a -b", "a AND NOT b"),
        ('a -"b c"', 'a AND NOT "b c"'),
        ("a -(b c)", "a AND NOT (b AND c)"),
        ("a -title:b", "a AND NOT title:b"),
        ("a \u2212b \u2013c", "a AND NOT b AND NOT c"),
        ("air-defence", "air-defence"),
        ("NOT (NOT a)", "a"),
        ("NOT NOT NOT a b", "NOT a AND b"),
    ],
)
def test_operators_are_read_by_precedence(query: str, reading: str) -> None:
    assert read_back(parse(query)) == reading
    assert parse(reading) == parse(query)
