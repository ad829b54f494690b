"""How print becomes tokens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.text.tokens import BREAK, term_keys, term_variants, tokens


def keys(text: str) -> list[str]:
    return tokens(text).keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("air-defence", "Air Defense"),
        ("400-percent", "400 percent"),
        ("400%", "400 per cent"),
        ("2 pct", "2 percent"),
        ("F-35", "F35"),
        ("F-35", "F 35"),
        ("NATO's", "Nato"),
        ("NATO\u2019S", "nato"),
        ("the allies' plan", "the allies plan"),
        ("O'Brien", "O\u2019BRIEN"),
        ("Sana'a", "Sanaa"),
        ("U.K.", "UK"),
        ("F.B.I.", "FBI"),
        ("J.D. Vance", "JD Vance"),
        ("No. 10", "No 10"),
        ("1,000", "1000"),
        ("$1,250,000.50", "$1250000.50"),
        ("5bn", "5 bn"),
        ("5pm", "5 p.m."),
        ("air strike", "airstrike"),
        ("Air-strikes", "airstrikes"),
        ("cease-fire's", "ceasefire"),
        ("co-operation", "cooperation"),
        ("e-mails", "emails"),
        ("counter-offensive", "counteroffensive"),
        ("Stra\u00dfe", "STRASSE"),
        ("man\u0153uvre", "maneuver"),
        ("o\ufb03ce", "office"),
        ("de\u00adfence", "defense"),
        ("cafe\u0301s", "caf\u00e9s"),
        ("#MeToo @NATO", "metoo nato"),
        ("\uff2e\uff21\uff34\uff2f", "NATO"),
    ],
)
def test_two_prints_of_the_same_words_have_the_same_keys(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AT&T and R&D, M&S", ["at&t", "and", "r&d", "m&s"]),
        ("C++, C# and C", ["c++", "c#", "and", "c"]),
        ("Disney+ A+", ["disney", "a"]),
        ("3.5 13.5 3.55 v3.5", ["3.5", "13.5", "3.55", "v", "3.5"]),
        ("3,5 and 10,20", ["3,5", "and", "10,20"]),
        ("It is 3.", ["it", "is", "3"]),
        ("$5 \u20ac6", ["$", "5", "\u20ac", "6"]),
        ("she'll shell don't", ["she'll", "shell", "don't"]),
        ("l'OTAN, d\u2019Estaing", ["l", "otan", "d", "estaing"]),
        ("air_defence", ["air", "defense"]),
        ("super cent", ["super", "cent"]),
        ("J.K.Rowling", ["jk", "rowling"]),
        ("\u5317\u7ea6 NATO", ["\u5317", "\u7ea6", "nato"]),
        ("\ub098\ud1a0\ub294", ["\ub098", "\ud1a0", "\ub294"]),
        ("\u0939\u093f\u0928\u094d\u0926\u0940 x", ["\u0939\u093f\u0928\u094d\u0926\u0940", "x"]),
        ("", []),
        (" .,- ", []),
    ],
)
def test_the_keys_of_a_text(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_an_acronym_a_pronoun_and_the_letters_with_stops_are_told_apart() -> None:
    assert keys("US us Us U.S. u.s.") == ["US", "us", "us", "U.S.", "U.S."]


def test_a_time_of_day_is_no_prime_minister() -> None:
    assert keys("5 P.M. 5 p.m. PM") == ["5", "pm", "5", "pm", "PM"]


def test_a_blank_line_is_a_break_and_a_line_end_is_not() -> None:
    assert keys("air\ndefence\n \nplan") == ["air", "defense", BREAK, "plan"]


def test_a_long_run_of_marks_is_a_break() -> None:
    assert BREAK in keys("air ---------- defence")
    assert BREAK in keys("air" + "_" * 10 + "defence")
    assert BREAK not in keys("air --- defence")


def test_a_place_leaves_out_the_possessive_and_what_is_invisible() -> None:
    text = "in NATO\u2019s de\u00adfence\u200b, l'OTAN per cent"
    cut = tokens(text)
    shown = [text[slice(*cut.span(number, number))] for number in range(len(cut.keys))]
    assert shown == ["in", "NATO", "de\u00adfence", "l", "OTAN", "per cent"]


def test_a_place_runs_from_the_first_to_the_last_token() -> None:
    text = 'a "400-percent increase" in'
    assert text[slice(*tokens(text).span(1, 3))] == "400-percent increase"


def test_a_term_in_small_letters_is_found_in_any_case_and_one_in_capitals_as_the_acronym() -> None:
    assert term_variants("us") == (("us",), ("US",))
    assert term_variants("US") == term_variants("U.S.") == term_variants("u.s.") == (("US",), ("U.S.",))
    assert term_variants("US Army") == (("US", "army"), ("U.S.", "army"))
    assert term_variants("PM") == (("PM",),)


def test_a_term_with_many_ambiguous_words_is_found_as_it_is_written() -> None:
    assert term_variants("us us us us us") == (("us",) * 5,)


def test_a_term_of_marks_only_has_no_keys() -> None:
    assert term_keys("... --\n\n--") == ()
    assert term_variants("?!") == ()


@settings(deadline=None)
@given(st.text(alphabet="aUS.'s-&+%3,\u00ad\u0301\u00df\u5317 \n_", max_size=60))
def test_every_place_is_inside_the_text_in_order_and_not_empty(text: str) -> None:
    cut = tokens(text)
    before = 0
    for number in range(len(cut.keys)):
        start, end = cut.span(number, number)
        assert before <= start < end <= len(text)
        before = end


@settings(deadline=None)
@given(st.text(alphabet="aUS.'s-&+%3,\u00ad\u0301\u00df\u5317 \n_l", max_size=60))
def test_what_stands_at_a_place_has_the_key_of_the_token(text: str) -> None:
    cut = tokens(text)
    for number, key in enumerate(cut.keys):
        start, end = cut.span(number, number)
        if key != BREAK:
            assert keys(text[start:end]) == [key]
