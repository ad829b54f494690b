"""Regular expressions: what RE2 takes, and what it refuses, in words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.watches.regex import RegexRefused, compile_regex, compiled, literal
from worker.watches.tree import Regex


def test_places_are_in_characters_of_the_text() -> None:
    assert [found.span() for found in compile_regex("d.f").finditer("é déf dèf")] == [(2, 5), (6, 9)]


def test_case_counts_unless_it_is_ignored() -> None:
    assert compile_regex("nato").search("NATO") is None
    assert compile_regex("nato", ignore_case=True).search("NATO") is not None


def test_the_ends_of_a_line_are_ends() -> None:
    assert compile_regex("^b$").search("a\nb\nc") is not None


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "is empty"),
        ("a" * 1_001, "1001 characters"),
        ("(?<!a)b", "looks around itself"),
        ("(?P=x)", "refers back"),
        ("(?>a)", "RE2 has no"),
        (r"a\Z", "RE2 has no"),
        (r"\u1234", "RE2 has no"),
        ("(", "never closed"),
        ("[a", "never closed"),
        ("a)", "closes nothing"),
        ("*a", "repeats nothing"),
        ("a++", "repeats what is repeated already"),
        ("a{5,2}", "out of bounds"),
        ("a{1001}", "out of bounds"),
        ("[z-a]", "no class of characters"),
        ("[[:foo:]]", "no class of characters"),
        ("a\\", "ends with"),
        (r"\pL{1000}", "too much memory"),
        ("((a{100}){100}){100}", "out of bounds"),
        ("a*", "finds the empty text"),
        ("a|", "finds the empty text"),
        (r"\b", "finds the empty text"),
        ("^", "finds the empty text"),
        ("a\ud800", "half a character"),
    ],
)
def test_a_refusal_is_said_in_words(pattern: str, message: str) -> None:
    with pytest.raises(RegexRefused, match=message) as caught:
        compile_regex(pattern)
    assert caught.value.hint


def test_what_stalls_other_engines_does_not_stall_this_one() -> None:
    assert compile_regex("(a+)+$").search("a" * 50_000 + "b") is None


@pytest.mark.parametrize(
    ("pattern", "ignore_case", "needed"),
    [
        ("NATO", False, "nato"),
        (r"\bair defen[cs]e\b", False, "defen"),
        ("colou?r", False, "colo"),
        ("abcd{0,3}ef", False, "abc"),
        ("abcd+ef", False, "abcd"),
        ("abc|abd", False, ""),
        ("(abc|abd)efg", False, "efg"),
        ("(abcd)?xy", False, ""),
        ("[abcdef]gh", False, ""),
        ("[]abcd]efg", False, "efg"),
        ("[[:alpha:]]efg", False, "efg"),
        (r"[\]abcd]efg", False, "efg"),
        (r"\pLabc", False, ""),
        (r"\Qabc*\Exyz", False, ""),
        ("pass", True, ""),
        ("defense", True, "defen"),
        ("(?i)spending", False, "pending"),
        ("größe", False, ""),
    ],
)
def test_what_every_match_holds_is_known(pattern: str, ignore_case: bool, needed: str) -> None:
    assert literal(Regex(pattern, ignore_case)) == needed


patterns = st.lists(
    st.sampled_from(
        ["abc", "x", "s", "\u017f", "(a|bc)", "(", ")", "[ab]", "[^]x]", "*", "?", "+", "{0,2}", "{2}", "|"]
    )
    | st.sampled_from([r"\b", r"\d", r"\.", ".", "(?i)", "]", "}", "{", "^", "-"]),
    max_size=8,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(patterns, st.booleans(), st.text("abcxs\u017fABCXS]}{.^-1", max_size=30))
def test_a_text_without_the_literal_is_never_found(pattern: str, ignore_case: bool, text: str) -> None:
    node = Regex(pattern, ignore_case)
    try:
        expression = compiled(node)
    except RegexRefused:
        return
    assert expression.search(text) is None or literal(node) in text.lower()
