"""Whatever is repeated how often, it is read in bounded time."""

import time

import pytest

from worker.text.normalise import normalise
from worker.text.paragraphs import lead_end
from worker.text.sentences import sentences
from worker.text.tokens import tokens

SIZE = 200_000
SECONDS = 20.0
"""Generous: each takes less than a second of a slow core; quadratic work would take hours."""


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "a-",
            '"',
            ".",
            "a.",
            "a. ",
            "a'",
            "a&",
            "1,",
            "a",
            "1",
            "\n",
            "\n ",
            " ",
            "_",
            "' .-",
            '." ',
            "!?",
            "Xx. ",
        ),
        *(
            "per ",
            "co-",
            "l'",
            "%",
            "a\u00ad",
            "\u0301",
            "\u0315\u0300",
            "\u304b\u3099",
            "\u5317\u3002",
            "\u0915\u0941",
        ),
    ],
)
def test_repeating_a_unit_does_not_stall(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    started = time.process_time()
    normalise(text)
    tokens(text)
    sentences(text)
    lead_end(text)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("head", ["co-operat", "a", "a'", "\u0915", "1.", "\n"])
@pytest.mark.parametrize("run", ["a", "\u0941", "\u00ad", "1", " "])
def test_one_long_run_does_not_stall(head: str, run: str) -> None:
    text = head + run * SIZE + "1"
    started = time.process_time()
    tokens(text)
    sentences(text)
    assert time.process_time() - started < SECONDS
