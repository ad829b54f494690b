"""Whose a figure is: one text of our own a case."""

import pytest

from worker.facts.reading import read


def actors(text: str) -> list[str | None]:
    return [fact.actor for fact in read(text).facts]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Thirty percent of nurses say they want to leave.", "nurses"),
        ("Among first-time voters, 61 percent said they had not decided.", "first-time voters"),
        ("Half of the bridges were closed.", None),
    ],
)
def test_a_share_that_says_something_is_of_the_group_that_was_asked(text: str, actor: str | None) -> None:
    assert actors(text) == [actor]


def test_who_is_asked_carries_on_from_the_sentence_before() -> None:
    text = "Some 40 percent of teachers say they are happy. One in five think of leaving."
    assert actors(text) == ["teachers", "teachers"]


def test_each_name_in_a_list_whose_verb_is_said_once_has_its_own_figure() -> None:
    text = "Ann Roe won 42 percent of the vote, Carl Poe 34 percent and Mary Lund 11 percent."
    assert actors(text) == ["Ann Roe", "Carl Poe", "Mary Lund"]


def test_the_second_share_is_the_other_sides() -> None:
    assert actors("Ann Roe leads Carl Poe 50 percent to 44 percent.") == ["Ann Roe", "Carl Poe"]


def test_a_share_of_those_who_favour_somebody_is_theirs_whom_they_favour() -> None:
    assert actors("Ann Roe spoke. Women favored Ann Roe 57 percent.") == ["Ann Roe"]


def test_a_share_in_brackets_is_of_the_group_before_it() -> None:
    assert actors("Hope is highest among Kenyans (34%) and Ghanaians (32%).") == ["Kenyans", "Ghanaians"]


def test_a_figure_set_beside_a_name_is_of_who_is_named() -> None:
    assert actors("Both Florida, 99 delegates, and Ohio, 66 delegates, vote in May.") == ["Florida", "Ohio"]


def test_a_short_name_means_the_organisation_by_its_fullest() -> None:
    text = "Harvok Group Corp was founded in Oslo. Harvok agreed to inject $6.5 billion."
    assert actors(text) == ["Harvok Group Corp"]


def test_a_name_before_a_noun_owns_it() -> None:
    assert actors("The chain Delmont Foods fell. On Monday Delmont Foods shares are up 40%.") == ["Delmont Foods"]


@pytest.mark.parametrize("index", ["The FTSE 100 index", "Brent crude", "The euro", "Spot gold"])
def test_what_is_quoted_on_a_market_is_nobodys(index: str) -> None:
    assert actors(f"{index} rose 0.4%.") == [None]


def test_what_is_done_in_the_passive_is_of_who_does_it() -> None:
    assert actors("Some 300 men were deported by Mexican authorities.") == ["Mexican authorities"]


def test_a_figure_is_not_the_subject_of_a_verb_behind_and() -> None:
    assert actors("The ministry will deploy 2,400 officers and there will be music.") == ["The ministry"]


def test_the_object_that_a_count_is_of_is_had_by_the_subject() -> None:
    assert actors("The airline Norva had a fleet of 270 aircraft.")[0] is not None


def test_a_place_that_only_says_where_owns_nothing() -> None:
    assert actors("He held talks in Geneva, which let 1,400 civilians leave.") == [None]
