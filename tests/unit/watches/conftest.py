"""Makers of watches and articles, with what a test does not care about filled in."""

from collections.abc import Callable, Sequence

import pytest

from worker.domain.article import Article, TextSource
from worker.domain.watch import Evidence, Match, Watch
from worker.watches.watchlist import Watchlist

MakeArticle = Callable[..., Article]
MakeWatch = Callable[..., Watch]


@pytest.fixture(scope="session")
def article() -> MakeArticle:
    """Article from a body and a title."""

    def make(text: str = "", title: str = "") -> Article:
        return Article(None, title, text, None, "Test Wire", None, "en", TextSource.PAGE)

    return make


@pytest.fixture(scope="session")
def watch() -> MakeWatch:
    """Watch from its terms; its id is 1 unless said."""

    def make(*keywords: str, all_of: Sequence[str] = (), none_of: Sequence[str] = (), watch_id: int = 1) -> Watch:
        return Watch(watch_id, f"watch {watch_id}", keywords, tuple(all_of), tuple(none_of), ())

    return make


@pytest.fixture(scope="session")
def evidence(article: MakeArticle) -> Callable[..., tuple[Evidence, ...]]:
    """The evidence of one watch on a text; empty where it does not hold."""

    def show(watch: Watch, text: str = "", title: str = "") -> tuple[Evidence, ...]:
        matches: list[Match] = Watchlist([watch]).match(article(text, title))
        return matches[0].evidence if matches else ()

    return show


@pytest.fixture(scope="session")
def marked() -> Callable[[Evidence], list[str]]:
    """What a piece of evidence marks."""
    return lambda piece: [piece.text[start:end] for start, end in piece.spans]
