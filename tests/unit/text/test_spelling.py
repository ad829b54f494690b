"""British and American spellings folded onto one another."""

import pytest

from worker.text.spelling import fold_spelling, parse_table, table


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("defence", "defense"),
        ("armour", "armor"),
        ("armoured", "armored"),
        ("programme", "program"),
        ("organisation", "organization"),
        ("organisations", "organizations"),
        ("demilitarised", "demilitarized"),
        ("analyse", "analyze"),
        ("centre", "center"),
        ("kilometres", "kilometers"),
        ("labour", "labor"),
        ("cancelled", "canceled"),
        ("licence", "license"),
        ("practise", "practice"),
        ("manoeuvres", "maneuvers"),
        ("sceptical", "skeptical"),
        ("pct", "percent"),
    ],
)
def test_both_spellings_have_one_form(british: str, american: str) -> None:
    assert fold_spelling(british) == fold_spelling(american)


@pytest.mark.parametrize(
    "pair",
    [
        ("promise", "prize"),
        ("cheque", "check"),
        ("storey", "story"),
        ("tonne", "ton"),
        ("draught", "draft"),
        ("four", "for"),
    ],
)
def test_words_that_only_look_like_a_pair_stay_apart(pair: tuple[str, str]) -> None:
    assert fold_spelling(pair[0]) != fold_spelling(pair[1])


def test_a_folded_word_is_folded_to_itself() -> None:
    assert all(fold_spelling(american) == american for american in table().values())


def test_the_table_holds_small_ascii_words_only() -> None:
    assert all(word.isascii() and word.islower() and word.isalpha() for pair in table().items() for word in pair)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("one two three", "two spellings"),
        ("same same", "cannot stand"),
        ("defence fence", "cannot stand"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(line: str, problem: str) -> None:
    with pytest.raises(ValueError, match=f"line 2: .*{problem}"):
        parse_table(["defence defense", line])


def test_a_chain_of_foldings_is_refused() -> None:
    with pytest.raises(ValueError, match="folded itself"):
        parse_table(["a b", "b c"])
