"""Amounts and dates as people write them, and how they read back."""

from datetime import date

import pytest

from worker.facts.quantities.money import table
from worker.watches.language import QueryError, parse_amount
from worker.watches.language.amounts import currencies, write_amount
from worker.watches.language.dates import parse_date, write_date


@pytest.mark.parametrize(
    ("text", "value", "unit", "written"),
    [
        ("5%", 5, "percent", "5%"),
        ("400 per cent", 400, "percent", "400%"),
        ("3.5%gdp", 3.5, "percent_of_gdp", "3.5%gdp"),
        ("3.5 percent of GDP", 3.5, "percent_of_gdp", "3.5%gdp"),
        ("2pp", 2, "percentage_points", "2pp"),
        ("2 percentage points", 2, "percentage_points", "2pp"),
        ("25 basis points", 25, "basis_points", "25bp"),
        ("4x", 4, "factor", "4x"),
        ("4 times", 4, "factor", "4x"),
        ("35,000", 35_000, "count", "35000"),
        ("1.5m", 1.5e6, "count", "1.5m"),
        ("1,234,567", 1_234_567, "count", "1234567"),
        ("10 crore", 1e8, "count", "100m"),
        ("1,00,000", 1e5, "count", "100000"),
        ("5 lakh_inr", 5e5, "INR", "500000_inr"),
        ("1bn_eur", 1e9, "EUR", "1bn_eur"),
        ("1BNEUR", 1e9, "EUR", "1bn_eur"),
        ("1 billion euros", 1e9, "EUR", "1bn_eur"),
        ("€1.2bn", 1.2e9, "EUR", "1.2bn_eur"),
        ("US$5m", 5e6, "USD", "5m_usd"),
        ("$5m_usd", 5e6, "USD", "5m_usd"),
        ("EUR 5tn", 5e12, "EUR", "5tn_eur"),
        ("5mnt", 5, "MNT", "5_mnt"),
        ("5kes", 5, "KES", "5_kes"),
        ("5k_try", 5000, "TRY", "5000_try"),
        ("-0.5%", -0.5, "percent", "-0.5%"),
        ("\u22120.25%", -0.25, "percent", "-0.25%"),
        ("-0", 0, "count", "0"),
        ("\uff15\uff05", 5, "percent", "5%"),
        ("0.1", 0.1, "count", "0.1"),
    ],
)
def test_an_amount_is_read_and_written(text: str, value: float, unit: str, written: str) -> None:
    assert parse_amount(text) == (value, unit)
    assert write_amount(value, unit) == written
    assert parse_amount(written) == (value, unit)


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("", "", "an amount is missing", "an amount begins with its number"),
        ("abc", "abc", "is no amount", "an amount begins with its number"),
        ("1bn€", "bn€", "stands behind the number", "€1bn, or write 1bn_eur"),
        ("3,5", "3,5", "is no number", "write 3.5"),
        ("1.000.000", "1.000.000", "is no number", "write 1000000"),
        ("5b", "b", "no unit is called", "did you mean bn?"),
        ("1bn_eurr", "bn_eurr", "no unit is called", "did you mean eur"),
        ("5 bilion", "bilion", "no unit is called", "billion"),
        ("5_", "_", "a unit is missing", "1bn_eur"),
        ("$5%", "$5%", "two units, USD and percent", "leave one out"),
        ("@5", "@", "is no sign of money", "€1bn"),
        (".5", ".", "a digit is missing", "write 0.5"),
        ("9999999999tn", "9999999999tn", "larger than any", "its digits"),
        ("1" * 200, "1" * 200, "too long", "shorter"),
        ("-€-5", "-€-", "one sign", "-0.5%"),
    ],
)
def test_an_amount_that_cannot_be_read_says_where_and_what_to_do(
    text: str, place: str, message: str, hint: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        parse_amount(text)
    assert text[caught.value.start : caught.value.end] == place
    assert hint in caught.value.hint


def test_the_currencies_are_those_that_facts_know() -> None:
    assert currencies().codes == set(table().by_code)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2032", date(2032, 1, 1), date(2032, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-3-1", date(2026, 3, 1), date(2026, 3, 1)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_a_date_is_the_days_it_means(text: str, first: date, last: date) -> None:
    assert parse_date(text) == (first, last)
    assert parse_date(write_date(first, last)) == (first, last)


def test_a_stretch_of_days_is_written_in_its_largest_units() -> None:
    assert write_date(date(2030, 1, 1), date(2035, 12, 31)) == "2030..2035"
    assert write_date(date(2030, 2, 1), date(2035, 12, 31)) == "2030-02..2035-12"
    assert write_date(date(2030, 2, 2), date(2035, 12, 31)) == "2030-02-02..2035-12-31"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "write a day 2026-03-01"),
        ("7d", "a watch has no clock"),
        ("today", "a watch has no clock"),
        ("March", "write a day 2026-03-01"),
        ("2026/3/1", "write 2026-03-01"),
        ("03/01/2026", "2026-01-03 or 2026-03-01"),
        ("31.12.2026", "write 2026-12-31"),
        ("99.99.2026", "write a day 2026-03-01"),
        ("0000", "write a day 2026-03-01"),
        ("2026-13", "write a day 2026-03-01"),
        ("2026-02-29", "write a day 2026-03-01"),
    ],
)
def test_a_date_that_cannot_be_read_says_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_date(text)
    assert hint in caught.value.hint
