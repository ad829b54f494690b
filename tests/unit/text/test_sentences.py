"""Where sentences begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.text.sentences import sentence_at, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gen. Jane Q. Doe of the U.S. Army met Lt. Col. Roe.",
        "He spoke at 5 p.m. Monday at No. 10 Downing Street.",
        "Mr. Smith, e.g. in St. Petersburg, paid 3.5 percent.",
        "WASHINGTON, Nov. 24 (UPI) -- It rains.",
        "Acme Inc. Chairman Roe left example.com for good.",
        "The deal ... is dead.",
        '"Why now?" he asked.',
        "Allies (incl. the U.K.) agree.",
        "1. Ammunition comes first.",
        "It costs $1.5 billion, i.e. a lot, vs. nothing before.",
        "No stop at all",
    ],
)
def test_this_is_one_sentence(sentence: str) -> None:
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It rains.", "It pours."),
        ('"We go."', "He went."),
        ("\u201cWe go.\u201d", "\u201cStay.\u201d"),
        ("He left the U.S.", "The army stayed."),
        ("They met at 5 p.m.", "He spoke."),
        ("He works at Acme Inc.", "The firm is big."),
        ("He said no.", "Rutte left."),
        ("It is modern art.", "Critics like it."),
        ("Is it?", "Yes."),
        ("We need a leap...", "We must act."),
        ("It fell by 3.5.", "Then it rose."),
        ("It was in 2025.", "NATO met."),
        ("That is all (he said so.)", "She nodded."),
        ("It is up to me.", "Rutte knows."),
        ("He fell.", "'Help!'"),
    ],
)
def test_these_are_two_sentences(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left.Then he rang.", ["He left.", "Then he rang."]),
        ('He left."We go," she said.', ["He left.", '"We go," she said.']),
        ('"We go."Then he left.', ['"We go."', "Then he left."]),
        ("See www.Example.Com or v2.Final or the U.S.Army.", ["See www.Example.Com or v2.Final or the U.S.Army."]),
    ],
)
def test_a_lost_space_behind_a_stop_is_seen(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_paragraph_ends_a_sentence_without_a_stop() -> None:
    assert cut("LONDON\n\nIt rains") == ["LONDON", "It rains"]


def test_stops_of_other_scripts_end_sentences_without_a_space() -> None:
    assert cut("\u5317\u7ea6\u3002\u5cf0\u4f1a\uff01") == ["\u5317\u7ea6\u3002", "\u5cf0\u4f1a\uff01"]


def test_a_place_belongs_to_the_sentence_that_holds_it() -> None:
    spans = sentences("  One. Two.")
    assert [sentence_at(spans, offset) for offset in (0, 2, 5, 7, 10)] == [-1, 0, 0, 1, 1]


@settings(deadline=None)
@given(st.text(alphabet="aAb. !?\"'\u2026\u3002()\n1U.S"))
def test_sentences_hold_everything_but_white_space_in_order(text: str) -> None:
    outside = ""
    before = 0
    for start, end in sentences(text):
        assert before <= start < end <= len(text)
        outside += text[before:start]
        before = end
    assert not (outside + text[before:]).strip()
