"""Figures as people write them."""

import pytest

from worker.domain.reading import Quantity
from worker.facts.amounts import amount, measure, previously


@pytest.mark.parametrize(
    ("value", "unit", "value_max", "written"),
    [
        (5, "percent", None, "5%"),
        (-3, "percent", None, "-3%"),
        (12.5, "percent", None, "12.5%"),
        (3.5, "percent_of_gdp", None, "3.5% of GDP"),
        (2, "percent_of_gdp", 2.5, "2–2.5% of GDP"),
        (1500, "percent", None, "1,500%"),
        (0.5, "percentage_points", None, "0.5 points"),
        (1, "percentage_points", None, "1 point"),
        (25, "basis_points", None, "25 basis points"),
        (4, "factor", None, "4 times"),
        (1_200_000_000, "USD", None, "$1.2bn"),
        (300_000_000, "EUR", None, "€300m"),
        (2e12, "JPY", None, "¥2tn"),
        (35.75, "GBP", None, "£35.75"),
        (1_200, "PLN", None, "PLN 1,200"),
        (12e9, "PHP", 15e9, "PHP 12bn–15bn"),
        (35_000, "count", None, "35,000"),
        (1_100_000, "count", None, "1.1 million"),
        (1_234_567, "count", None, "1,234,567"),
        (1_500_000, "count", 2_000_000, "1.5–2 million"),
        (900_000, "count", 2_000_000, "900,000–2 million"),
        (-0.0, "percent", None, "0%"),
        (33.3333333, "percent", None, "33.33%"),
        (5, "percent", float("inf"), "5%"),
    ],
)
def test_a_measure_is_written_with_its_unit(value: float, unit: str, value_max: float | None, written: str) -> None:
    assert measure(value, unit, value_max) == written


def test_what_is_counted_stands_behind_the_number() -> None:
    quantity = Quantity(0, 5, "35,000 troops", 35_000, "count", approximate=True, noun="troops")
    assert amount(quantity) == "about 35,000 troops"
    assert amount(quantity, noun=False) == "about 35,000"


@pytest.mark.parametrize("value", [None, float("inf")])
def test_a_figure_without_a_number_is_written_as_printed(value: float | None) -> None:
    assert amount(Quantity(0, 5, "thousands of tanks", value, "count", noun="tanks")) == "thousands of tanks"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(2.0, "percent_of_gdp", "2%"), (1.5e9, "USD", "$1.5bn"), (166.0, "count", "166"), (None, "percent", "")],
)
def test_an_earlier_value_is_said_in_the_same_unit(value: float | None, unit: str, said: str) -> None:
    assert previously(value, unit) == said
