"""The times that sentences set, and the last day that keeps each."""

from datetime import date

import pytest

from worker.facts.meaning.deadlines import find_deadlines
from worker.facts.reading import read

PUBLISHED = date(2025, 6, 9)  # a Monday


def found(text: str, published: date | None = PUBLISHED) -> list[tuple[str, date | None]]:
    small = text.lower()
    return [(text[d.start : d.end], d.day) for d in find_deadlines(small, 0, len(small), published)]


@pytest.mark.parametrize(
    ("text", "printed", "day"),
    [
        ("must be spent by 2035", "by 2035", date(2035, 12, 31)),
        ("is to end before 2030", "before 2030", date(2029, 12, 31)),
        ("will be built from 2026 to 2030", "from 2026 to 2030", date(2030, 12, 31)),
        ("will be built between 2026 and 2030", "between 2026 and 2030", date(2030, 12, 31)),
        ("due by June", "by June", date(2025, 6, 30)),
        ("due by May", "by May", date(2026, 5, 31)),
        ("due by March 2027", "by March 2027", date(2027, 3, 31)),
        ("due by the end of March", "by the end of March", date(2026, 3, 31)),
        ("due by the end of the decade", "by the end of the decade", date(2030, 12, 31)),
        ("due by the end of the year", "by the end of the year", date(2025, 12, 31)),
        ("due by the end of next year", "by the end of next year", date(2026, 12, 31)),
        ("due by year-end", "by year-end", date(2025, 12, 31)),
        ("due by mid-2027", "by mid-2027", date(2027, 6, 30)),
        ("within three years", "within three years", date(2028, 6, 9)),
        ("within 72 hours", "within 72 hours", date(2025, 6, 12)),
        ("within a fortnight", "within a fortnight", date(2025, 6, 23)),
        ("over the next three months", "over the next three months", date(2025, 9, 9)),
        ("over the next decade", "over the next decade", date(2035, 6, 9)),
        ("from 1 July", "from 1 July", date(2025, 7, 1)),
        ("from April", "from April", date(2026, 4, 1)),
        ("by 30 June 2026", "by 30 June 2026", date(2026, 6, 30)),
        ("by June 30, 2026", "by June 30, 2026", date(2026, 6, 30)),
        ("by Friday", "by Friday", date(2025, 6, 13)),
        ("by Christmas", "by Christmas", date(2025, 12, 25)),
        ("by Easter", "by Easter", date(2026, 4, 5)),
        ("by fiscal 2029", "by fiscal 2029", date(2030, 3, 31)),
        ("by 2030-31", "by 2030-31", date(2031, 3, 31)),
        ("by the third quarter of 2026", "by the third quarter of 2026", date(2026, 9, 30)),
        ("in the first half of 2026", "in the first half of 2026", date(2026, 6, 30)),
        ("by the end of September", "by the end of September", date(2025, 9, 30)),
        ("by next summer", "by next summer", date(2026, 8, 31)),
        ("next year", "next year", date(2026, 12, 31)),
    ],
)
def test_a_deadline_is_kept_until_its_last_day(text: str, printed: str, day: date) -> None:
    assert found(text) == [(printed, day)]


@pytest.mark.parametrize("text", ["by the next election", "before the monsoon", "over two years"])
def test_a_deadline_that_names_no_date_has_none(text: str) -> None:
    assert found(text) == [(text, None)]


@pytest.mark.parametrize(
    "text",
    [
        "by 2012",
        "in February 2022",
        "by the government",
        "for three years",
        "in two days",
        "by 2,035 people",
        "by 5 percent",
    ],
)
def test_what_is_past_or_no_time_is_no_deadline(text: str) -> None:
    assert found(text) == []


def test_without_a_day_of_publication_only_named_years_have_a_day() -> None:
    assert found("by 2035, by June and within two years", None) == [
        ("by 2035", date(2035, 12, 31)),
        ("by June", None),
        ("within two years", None),
    ]


def test_time_is_linear_in_a_text_of_nothing_but_deadlines() -> None:
    text = "by the end of " * 5_000
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The group had raised $3 million by the end of June.",
        "By the end of the year the mayor had climbed to 35 percent.",
        "Two in five pupils left within two years.",
        "The city planned a 7 million euro festival that began before Easter.",
        "The agency asked for 2 billion euros in February.",
        "The council wants to repay the 2 million euros it lost in July last year.",
        "Crowds of 300 gathered ahead of next Tuesday's vote.",
    ],
)
def test_a_date_of_what_is_past_or_of_something_else_is_no_deadline(text: str) -> None:
    assert all(fact.deadline is None for fact in read(text, published=PUBLISHED).facts)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("The city wants to raise $3 million by the end of June.", "by the end of June"),
        ("The panel said debt would reach 38 percent by 2031.", "by 2031"),
        ("The firm hopes to hire 40 guards within two years.", "within two years"),
    ],
)
def test_a_date_ahead_is_the_deadline_of_its_figure(text: str, printed: str) -> None:
    assert [fact.deadline for fact in read(text, published=PUBLISHED).facts] == [printed]
