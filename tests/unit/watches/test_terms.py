"""What may be a term."""

import pytest

from worker.watches.terms import MOST_CHARS, term_problem


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
