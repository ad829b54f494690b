"""Characters made comparable, one for one."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.text.normalise import FILLER, normalise, plain


@settings(deadline=None)
@given(st.text())
def test_the_length_stays_whatever_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@settings(deadline=None)
@given(st.text())
def test_doing_it_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_every_character_there_is_becomes_one_character() -> None:
    assert all(len(normalise(chr(code))) == 1 for code in range(sys.maxunicode + 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO", "nato"),
        ("Café", "cafe"),
        ("Cafe\u0301", "cafe" + FILLER),
        ("İstanbul", "istanbul"),
        ("Wałęsa Støre Đoković", "walesa store dokovic"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("\u201cx\u2019s\u201d \u2018y\u2019", "\"x's\" 'y'"),
        ("a\u2010b\u2013c\u2014d\u2212e", "a-b-c-d-e"),
        ("\uff2e\uff21\uff34\uff2f\u3000\uff15\uff05", "nato 5%"),
        ("a\u00a0b\u202fc", "a b c"),
        ("de\u00adfence\u200b \u200eNATO", f"de{FILLER}fence{FILLER} {FILLER}nato"),
        ("CO\u2082", "co2"),
        ("\u0661\u0662", "12"),
    ],
)
def test_what_print_adds_is_taken_away(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_letters_that_are_several_in_one_stay_as_they_are() -> None:
    assert normalise("Straße \ufb01n Æ") == "straße \ufb01n æ"


def test_plain_keeps_the_case() -> None:
    assert plain("Élysée, US") == "Elysee, US"


def test_kana_and_hangul_in_parts_become_the_whole_character() -> None:
    assert normalise("\u304b\u3099") == "\u304c" + FILLER
    assert normalise("\u1112\u1161\u11ab") == "\ud55c" + FILLER * 2


def test_vowels_of_indic_scripts_are_no_accents() -> None:
    hindi = "\u0939\u093f\u0928\u094d\u0926\u0940"
    assert normalise(hindi) == hindi


def test_what_a_character_becomes_becomes_nothing_else() -> None:
    """So that characters can be replaced one after another, in any order."""
    odd = [char for code in range(0x80, 0x30000) if not 0xD800 <= code < 0xE000 for char in (chr(code),)]
    once = {char: plain(char) for char in odd}
    assert [char for char, becomes in once.items() if plain(becomes) != becomes] == []


def test_few_odd_characters_become_what_many_do() -> None:
    few = "Zürich’s “Société” — 5\u00a0% of naïve cafés, łódź, Θεσσαλονίκη, Sana\u02bba\u02bd"
    many = few + "".join(map(chr, range(0x400, 0x460)))
    assert plain(few) == plain(many)[: len(few)]
