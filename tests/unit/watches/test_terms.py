"""What may be a term, and the table that finds terms."""

import pytest

from worker.text.tokens import tokens
from worker.watches.terms import MOST_CHARS, TermTable, term_problem


@pytest.mark.parametrize(
    "term", ["NATO", "defence spending", "5%", "%", "$", "C++", "\u5317\u7ea6", "x" * MOST_CHARS]
)
def test_a_term_that_can_be_looked_for_has_no_problem(term: str) -> None:
    assert term_problem(term) is None


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ("...", "has neither a letter nor a digit"),
        ("\u2014 \u201d", "has neither a letter nor a digit"),
        ("x" * (MOST_CHARS + 1), "has 201 characters, 200 are allowed"),
    ],
)
def test_a_term_that_cannot_says_why(term: str, problem: str) -> None:
    assert term_problem(term) == problem


def test_terms_that_say_the_same_share_a_number() -> None:
    table = TermTable()
    assert table.add("air-defence") == table.add("Air Defense") != table.add("air")


def test_a_term_without_words_is_not_taken() -> None:
    assert TermTable().add("--") is None


def test_terms_inside_and_across_one_another_are_all_found() -> None:
    table = TermTable()
    numbers = {term: table.add(term) for term in ("air", "air defence", "defence plan", "air defence plan", "plan b")}
    found = table.find(tokens("the air defence plan").keys)
    assert found == {
        numbers["air"]: [(1, 1)],
        numbers["air defence"]: [(1, 2)],
        numbers["air defence plan"]: [(1, 3)],
        numbers["defence plan"]: [(2, 3)],
    }


def test_every_occurrence_is_found_overlapping_ones_too() -> None:
    table = TermTable()
    number = table.add("a a")
    assert table.find(["a", "a", "a"]) == {number: [(0, 1), (1, 2)]}
