"""Money and percentages of another project's specifications, held to a floor."""

import pytest

from tests.quality.recognizers import ARCHIVE, score, unpacked

CURRENCY, PERCENT = 172, 20
"""Cases that are right today, of 180 and of 20. What is left: prices glued to nothing, satoshis, mao."""


@pytest.mark.skipif(not ARCHIVE.is_file(), reason=f"the specifications are not beside the checkout: {ARCHIVE.name}")
def test_currency_and_percent_cases_stay_above_their_floor() -> None:
    with unpacked() as folder:
        found = score(folder)
    assert found["currency right"] >= CURRENCY
    assert found["percent right"] >= PERCENT
