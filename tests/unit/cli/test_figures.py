"""Figures as people write them."""

import pytest

from worker.cli.figures import amount, previously
from worker.domain.reading import Quantity


def _quantity(value: float | None, unit: str, **more: object) -> Quantity:
    return Quantity(0, 7, "printed", value, unit, **more)  # type: ignore[arg-type]  # fields of one dataclass


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        (_quantity(5.0, "percent_of_gdp"), "5% of GDP"),
        (_quantity(400.0, "percent"), "400%"),
        (_quantity(12.5, "percent"), "12.5%"),
        (_quantity(5.0, "percent", value_max=6.0), "5–6%"),
        (_quantity(1.2e9, "USD"), "$1.2bn"),
        (_quantity(2.8e9, "EUR", approximate=True), "about €2.8bn"),
        (_quantity(10_000.0, "PHP"), "PHP 10,000"),
        (_quantity(12e9, "PHP", value_max=15e9), "PHP 12bn–15bn"),
        (_quantity(35.75, "GBP"), "£35.75"),
        (_quantity(0.5, "percentage_points"), "0.5 points"),
        (_quantity(1.0, "percentage_points"), "1 point"),
        (_quantity(25.0, "basis_points"), "25 basis points"),
        (_quantity(5.0, "factor"), "5 times"),
        (_quantity(27_000.0, "count", noun="police"), "27,000 police"),
        (_quantity(1_100_000.0, "count"), "1.1 million"),
        (_quantity(1_234_567.0, "count"), "1,234,567"),
        (_quantity(None, "count"), "printed"),
        (_quantity(float("inf"), "count"), "printed"),
        (_quantity(-3.0, "percent"), "-3%"),
    ],
)
def test_a_figure_is_said_in_few_words(quantity: Quantity, said: str) -> None:
    assert amount(quantity) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [(2.0, "percent_of_gdp", "2%"), (1.5e9, "USD", "$1.5bn"), (166.0, "count", "166"), (None, "percent", "")],
)
def test_an_earlier_value_is_said_in_the_same_unit(value: float | None, unit: str, said: str) -> None:
    assert previously(value, unit) == said
