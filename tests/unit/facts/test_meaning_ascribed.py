"""To whom a figure is ascribed that stands in nobody's speech."""

import pytest

from worker.facts.reading import read


def ascribed(text: str) -> list[str | None]:
    """The speakers of a text's figures in order."""
    return [fact.speaker for fact in read(text).facts]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Roe threatened to impose a 35 percent tax on cars.", "Ann Roe"),
        ("Ann Roe has reported investments worth $2m.", "Ann Roe"),
        ("The Norrland Treasury has charged Halden Foods with hiding $40m.", "The Norrland Treasury"),
        ("The plan rests on the $40 billion in sales touted by Ann Roe in May.", "Ann Roe"),
        ("Ann Roe also wants to spend 3 percent more on roads.", "Ann Roe"),
    ],
)
def test_a_figure_is_of_whoever_threatens_reports_or_claims_it(text: str, speaker: str) -> None:
    assert ascribed(text)[0] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Women preferred Roe 51 percent to 24 percent.",
        "About 40 percent of those who named a party said they might change their mind.",
        "Of all voters, 61 percent said they had chosen, compared to 38 percent in May.",
        "Ann Roe promised to stay even as the party lost 40 seats.",
    ],
)
def test_a_figure_that_counts_answers_or_stands_in_another_clause_is_told_by_the_text(text: str) -> None:
    assert ascribed(text)[-1] is None


def test_a_poll_tells_both_findings_that_it_sets_against_each_other() -> None:
    text = "The Norrland survey showed that 54 percent of men would go, while only 25 percent would stay."
    assert ascribed(text) == ["The Norrland survey", "The Norrland survey"]


@pytest.mark.parametrize(
    ("text", "poll"),
    [
        ("A Norrland TV poll shows Ann Roe with 46 percent to the mayor's 41 percent.", "Norrland TV poll"),
        ("The Army Weekly survey found Ann Roe leading by seven percent.", "Army Weekly survey"),
        ("Ann Roe is well ahead with 46 percent according to an NTV poll released Monday.", "an NTV poll"),
    ],
)
def test_what_a_poll_shows_is_ascribed_to_the_poll(text: str, poll: str) -> None:
    assert set(ascribed(text)) == {poll}


def test_a_margin_of_error_is_told_by_the_text() -> None:
    assert ascribed("The Norrland TV poll had a margin of error of 3 percent.") == [None]
