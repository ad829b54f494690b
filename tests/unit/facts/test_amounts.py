"""Figures as people write them."""

import pytest

from worker.domain.reading import Quantity
from worker.facts.amounts import amount, measure


@pytest.mark.parametrize(
    ("value", "unit", "value_max", "written"),
    [
        (5, "percent", None, "5%"),
        (3.5, "percent_of_gdp", None, "3.5% of GDP"),
        (2, "percent_of_gdp", 2.5, "2–2.5% of GDP"),
        (1500, "percent", None, "1,500%"),
        (0.5, "percentage_points", None, "0.5 percentage points"),
        (25, "basis_points", None, "25 basis points"),
        (4, "factor", None, "4 times"),
        (1_200_000_000, "USD", None, "$1.2bn"),
        (300_000_000, "EUR", None, "€300m"),
        (2e12, "JPY", None, "¥2tn"),
        (1_200, "PLN", None, "PLN 1,200"),
        (35_000, "count", None, "35,000"),
        (1_500_000, "count", 2_000_000, "1.5m–2m"),
        (-0.0, "percent", None, "0%"),
        (33.3333333, "percent", None, "33.3333%"),
    ],
)
def test_a_measure_is_written_with_its_unit(value: float, unit: str, value_max: float | None, written: str) -> None:
    assert measure(value, unit, value_max) == written


def test_what_is_counted_stands_behind_the_number() -> None:
    quantity = Quantity(0, 5, "35,000 troops", 35_000, "count", approximate=True, noun="troops")
    assert amount(quantity) == "about 35,000 troops"
    assert amount(quantity, noun=False) == "about 35,000"


def test_a_figure_without_a_number_is_written_as_printed() -> None:
    assert amount(Quantity(0, 5, "thousands of tanks", None, "count", noun="tanks")) == "thousands of tanks"
