from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.durations import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("90", 90),
        ("90s", 90),
        ("10m", 600),
        ("2h", 7_200),
        ("7d", 604_800),
        ("0.5s", 0.5),
        (" 2 H ", 7_200),
    ],
)
def test_a_number_with_or_without_a_unit_is_a_duration(text: str, seconds: float) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "m", "-5", "+5", "1h30m", "10 minutes", "1e3", "nan", "inf", "5w", "٣s", "1_0"])
def test_anything_else_is_refused_with_the_fix(text: str) -> None:
    with pytest.raises(ValueError, match="write a number with s, m, h or d"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["3651d", "999999999d"])
def test_more_than_ten_years_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="more than ten years"):
        parse_duration(text)


def test_a_plain_number_counts_in_the_unit_that_is_asked_for() -> None:
    assert parse_duration("30", plain="d") == timedelta(days=30)
    assert parse_duration("30s", plain="d") == timedelta(seconds=30)


def test_a_refusal_repeats_no_more_than_sixty_characters() -> None:
    with pytest.raises(ValueError, match=r"^.{1,160}$"):
        parse_duration("x" * 100_000)


@given(st.integers(0, 86_400 * 3_650))
def test_a_formatted_duration_reads_back_the_same(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(format_duration(duration)) == duration


@pytest.mark.parametrize(("seconds", "text"), [(0, "0s"), (0.5, "0.5s"), (90, "90s"), (600, "10m"), (86_400, "1d")])
def test_a_duration_is_written_in_the_largest_whole_unit(seconds: float, text: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == text
