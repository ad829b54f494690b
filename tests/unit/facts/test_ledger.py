"""Stands become positions: alike ones are one, and a changed one says what moved."""

from datetime import UTC, date, datetime, timedelta
from itertools import count, permutations
from typing import Any

import pytest

from worker.domain.ledger import Change, Position, Stand
from worker.domain.reading import Fact, Kind, Quantity, Status
from worker.facts.ledger import ledger, main_words

DAY = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)
_numbers = count(1)


def stand(value: float | None, *, day: int = 0, article: int | None = None, **changes: Any) -> Stand:
    """What Anneke Vermolen demands on a day of June, by default as a target of defence spending."""
    number = next(_numbers)
    quantity = {
        "start": 0,
        "end": 5,
        "surface": f"{value} percent",
        "value": value,
        "unit": "percent_of_gdp",
    } | {key: changes.pop(key) for key in ("unit", "value_max", "noun", "surface") if key in changes}
    fact: dict[str, Any] = {
        "kind": Kind.TARGET,
        "status": Status.DEMANDED,
        "sentence": (0, 10),
        "about": "defence spending",
    }
    names = ("kind", "status", "about", "actor", "previous", "deadline", "deadline_date")
    fact |= {key: changes.pop(key) for key in names if key in changes}
    values: dict[str, Any] = {
        "person": "Anneke Vermolen",
        "at": DAY + timedelta(days=day),
        "article": article or number,
        "number": number,
        "title": "A title",
        "url": None,
        "source": "The Wire",
        "sentence": f"Sentence {number}.",
    }
    return Stand(fact=Fact(quantity=Quantity(**quantity), **fact), **(values | changes))  # type: ignore[arg-type] # a dict of its fields


def values(found: list[Position]) -> list[float | None]:
    """The positions' values."""
    return [position.stand.fact.quantity.value for position in found]


def moves(found: list[Position]) -> list[tuple[str, float | None, bool | None] | None]:
    """The positions' moves: what changed, from which value, upwards or not."""
    return [(p.move.change.value, p.move.previous, p.move.rises) if p.move else None for p in found]


def test_a_first_stand_has_not_moved() -> None:
    assert moves(ledger([stand(3.5)])) == [None]


def test_a_higher_value_later_moved_up_from_the_one_before() -> None:
    found = ledger([stand(3.5), stand(5, day=8)])
    assert moves(found) == [None, ("value", 3.5, True)]
    assert found[1].move is not None
    assert found[1].move.before == found[0].stand


def test_a_lower_value_later_moved_down() -> None:
    assert moves(ledger([stand(5), stand(3.5, day=8)])) == [None, ("value", 5, False)]


def test_the_order_in_which_stands_come_does_not_matter() -> None:
    stands = [stand(2), stand(3.5, day=1), stand(5, day=2)]
    for order in permutations(stands):
        assert moves(ledger(order)) == [None, ("value", 2, True), ("value", 3.5, True)]


def test_a_value_told_again_by_others_is_one_position_that_counts_them() -> None:
    (found,) = ledger([stand(5), stand(5, day=1, source="The Courier"), stand(5, day=3)])
    assert (found.reports, found.outlets, found.last_at) == (3, ("The Wire", "The Courier"), DAY + timedelta(days=3))


def test_a_return_to_an_earlier_value_says_so() -> None:
    found = ledger([stand(3.5), stand(5, day=10), stand(3.5, day=20)])
    assert moves(found)[2] == ("value", 5, False)
    assert found[2].move is not None
    assert found[2].move.back


def test_a_late_copy_of_an_earlier_sentence_is_no_return() -> None:
    found = ledger([stand(3.5, sentence="As said."), stand(5, day=1), stand(3.5, day=2, sentence="As  said.")])
    assert values(found) == [3.5, 5]
    assert found[0].reports == 2


def test_the_same_sentence_weeks_later_is_said_anew() -> None:
    found = ledger([stand(3.5, sentence="As said."), stand(5, day=1), stand(3.5, day=20, sentence="As said.")])
    assert values(found) == [3.5, 5, 3.5]


def test_figures_side_by_side_in_one_article_have_not_moved() -> None:
    assert moves(ledger([stand(3.5, article=9), stand(5, article=9)])) == [None, None]


def test_one_of_two_figures_told_again_has_not_moved() -> None:
    found = ledger([stand(3.5, article=9), stand(5, article=9), stand(3.5, day=1)])
    assert moves(found) == [None, None]
    assert found[0].reports == 2


@pytest.mark.parametrize(
    ("change", "other"),
    [
        ("kind", Kind.LEVEL),
        ("unit", "percent"),
        ("about", "roads and ports"),
        ("about", "core defence spending"),
        ("about", None),
        ("person", "Someone Else"),
    ],
)
def test_another_subject_is_no_move(change: str, other: Any) -> None:
    assert moves(ledger([stand(3.5), stand(5, day=8, **{change: other})])) == [None, None]


@pytest.mark.parametrize(
    "about", ["spending on defence", "Defense spending", "the annual defence-spending", "DEFENCE SPENDING"]
)
def test_a_subject_in_other_words_is_the_same(about: str) -> None:
    assert moves(ledger([stand(3.5), stand(5, day=8, about=about)]))[1] == ("value", 3.5, True)


def test_what_is_counted_is_the_subject_where_nothing_else_is_said() -> None:
    first = stand(40, about=None, noun="battalions", unit="count")
    assert moves(ledger([first, stand(60, day=1, about=None, noun="battalion", unit="count")]))[1] == (
        "value",
        40,
        True,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("NATO members", "allies", True),
        ("NATO members", None, True),
        (None, "Spain", True),
        ("Spain", "Spain's government", True),
        ("NATO members", "Spain", False),
        ("Japan", "Spain", False),
    ],
)
def test_a_demand_on_one_country_is_no_change_of_that_on_all(one: str | None, other: str | None, same: bool) -> None:
    found = ledger([stand(5, actor=one), stand(2.1, day=1, actor=other)])
    assert moves(found)[1] == (("value", 5, False) if same else None)


def test_each_country_goes_on_with_its_own_line() -> None:
    first = [stand(5, actor="allies"), stand(2.1, day=1, actor="Spain")]
    later = [stand(2.5, day=2, actor="Spain"), stand(6, day=3, actor="allies")]
    assert moves(ledger([*first, *later])) == [None, None, ("value", 2.1, True), ("value", 5, True)]


def test_a_demand_that_is_agreed_moved_in_status() -> None:
    found = ledger([stand(5), stand(5, day=1, status=Status.AGREED)])
    assert moves(found) == [None, ("status", None, None)]


def test_a_new_deadline_is_a_move() -> None:
    first = stand(5, deadline="by 2032", deadline_date=date(2032, 12, 31))
    found = ledger([first, stand(5, day=1, deadline="by 2035", deadline_date=date(2035, 12, 31))])
    assert moves(found) == [None, ("deadline", None, True)]
    assert found[1].move is not None
    assert found[1].move.change is Change.DEADLINE


def test_an_article_that_leaves_the_deadline_out_changes_nothing() -> None:
    assert len(ledger([stand(5, deadline="by 2032", deadline_date=date(2032, 12, 31)), stand(5, day=1)])) == 1


def test_an_earlier_value_that_the_article_names_is_a_move_without_a_stand_before() -> None:
    (found,) = ledger([stand(5, previous=2)])
    assert moves([found]) == [("value", 2, True)]
    assert found.move is not None
    assert found.move.before is None


def test_what_was_stored_wins_over_what_an_article_names_as_the_earlier_value() -> None:
    assert moves(ledger([stand(3.5), stand(5, day=1, previous=2)]))[1] == ("value", 3.5, True)


def test_a_range_that_grows_at_both_ends_moved_up_and_one_that_widens_neither() -> None:
    assert moves(ledger([stand(2, value_max=3), stand(3, day=1, value_max=4)]))[1] == ("value", 2, True)
    assert moves(ledger([stand(2, value_max=3), stand(1, day=1, value_max=4)]))[1] == ("value", 2, None)


def test_thousands_cannot_be_compared_with_a_number() -> None:
    assert moves(ledger([stand(None, surface="thousands"), stand(5000, day=1)])) == [None, None]


def test_targets_come_first_within_an_article() -> None:
    found = ledger([stand(2, article=9, kind=Kind.LEVEL), stand(5, article=9)])
    assert [position.stand.fact.kind for position in found] == [Kind.TARGET, Kind.LEVEL]


def test_positions_are_grouped_by_person() -> None:
    found = ledger([stand(1), stand(2, day=1, person="Other"), stand(3, day=2)])
    assert [position.stand.person for position in found] == ["Anneke Vermolen", "Anneke Vermolen", "Other"]


@pytest.mark.parametrize("text", [None, "", "the", "—", "new total"])
def test_words_that_tell_no_two_subjects_apart_are_no_main_words(text: str | None) -> None:
    assert main_words(text) == frozenset()
