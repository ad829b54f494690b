"""Paragraphs and the lead."""

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.text.paragraphs import lead_end, paragraphs


def test_blank_lines_part_paragraphs_and_line_ends_do_not() -> None:
    text = "  One\nline.\n\nTwo. \n \t\n\n Three.\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One\nline.", "Two.", "Three."]


def test_a_text_of_white_space_has_no_paragraph() -> None:
    assert paragraphs(" \n\n \n") == []
    assert lead_end("") == 0


def test_the_lead_ends_with_the_second_paragraph() -> None:
    text = "One stands here.\n\nTwo stands here.\n\nThree stands here."
    assert text[: lead_end(text)].endswith("Two stands here.")


def test_a_dateline_by_itself_does_not_count() -> None:
    text = "LONDON\n\nBy Jane Doe\n\nOne stands here.\n\nTwo stands here.\n\nThree."
    assert text[: lead_end(text)].endswith("Two stands here.")


def test_the_lead_of_a_short_text_is_all_of_it() -> None:
    assert lead_end("Only one.") == len("Only one.")


@settings(deadline=None)
@given(st.text(alphabet="a. \n\t\u2028"))
def test_paragraphs_hold_everything_but_white_space(text: str) -> None:
    outside = text
    for start, end in reversed(paragraphs(text)):
        assert text[start:end] == text[start:end].strip() != ""
        outside = outside[:start] + outside[end:]
    assert not outside.strip()
