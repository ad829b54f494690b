"""A text that is nothing but hits is held against many watches in bounded time."""

import time
from collections.abc import Callable

import pytest

from worker.domain.article import Article
from worker.domain.watch import Watch
from worker.watches.watchlist import Watchlist

SECONDS = 60.0


@pytest.mark.parametrize("unit", ["a ", "a-", "a. ", "a.\n\n", "a b. ", "\u5317\u7ea6\u3002", "%"])
def test_a_text_that_repeats_a_term_does_not_stall(
    article: Callable[..., Article], watch: Callable[..., Watch], unit: str
) -> None:
    index = Watchlist(
        [
            watch("a", "a a a a a a a a", "\u5317\u7ea6", "%", watch_id=1),
            watch("b", all_of=["a"], watch_id=2),
            *(watch("a", "b", "%", watch_id=number) for number in range(3, 200)),
        ]
    )
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    matches = index.match(article(text, text[:10_000]))
    assert time.process_time() - started < SECONDS
    assert matches
    assert all(len(piece.text) <= 500 for match in matches for piece in match.evidence)
