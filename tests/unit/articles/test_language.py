"""Which language a text is in, or that it cannot be told."""

import pytest

from worker.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The council said on Monday that the pier would be rebuilt before winter.", "en"),
        ("Il consiglio ha detto lunedì che il molo sarà ricostruito prima dell'inverno.", "it"),
        ("Der Rat sagte am Montag, dass der Pier vor dem Winter wieder aufgebaut wird.", "de"),
        ("Le conseil a déclaré lundi que la jetée serait reconstruite avant l'hiver.", "fr"),
    ],
)
def test_a_sentence_is_enough(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "NATO 2026", "1234567890 " * 20, "The pier is open"])
def test_little_text_has_no_language(text: str) -> None:
    assert language_of(text) is None
