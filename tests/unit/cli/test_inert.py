import json

import pytest

from worker.cli.inert import blanked, clean, to_json


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jcleared", "cleared"),
        ("\x1b]0;a new window title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]no end of it", "no end of it"),
        ("one\r\ntwo\tthree", "one two three"),
        ("a\u202etxt.exe\u2066b", "atxt.exeb"),
        ("bell\x07 and \x00nul", "bell and nul"),
    ],
)
def test_what_acts_in_a_terminal_is_gone_and_the_words_stay(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@pytest.mark.parametrize("start", ["\x1b]", "\x1b[", "\x9d", "\x9b", "\x1b"])
def test_a_million_beginnings_of_sequences_are_read_in_linear_time(start: str) -> None:
    """Quadratic reading would take hours; nothing is timed, the test would simply not end."""
    assert "\x1b" not in clean((start + "1") * 500_000)


def test_json_is_inert_and_reads_back_as_it_was() -> None:
    text = "\x1b[31m \x9b \u202e \u2028 \ud800 é \x7f"
    line = to_json({"title": text})
    assert json.loads(line) == {"title": text}
    assert not {char for char in line if char in "\x1b\x9b\u202e\u2028\ud800\x7f"}
    assert "é" in line


@pytest.mark.parametrize(
    "hostile", ["\x1b[31mred\x1b[0m", "\x1b]0;t\x07after", "a\u202etxt\u2066b", "a\r\n\tb\u00adc"]
)
def test_what_is_blanked_keeps_its_length_and_cannot_act(hostile: str) -> None:
    shown = blanked(hostile)
    assert len(shown) == len(hostile)
    assert shown.isprintable()
