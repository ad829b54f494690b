"""Watches kept up to date one by one."""

from collections.abc import Callable

import pytest

from worker.domain.article import Article
from worker.domain.watch import Watch
from worker.watches.watchlist import Watchlist

MakeArticle = Callable[..., Article]


def asking(number: int, name: str, query: str = "", *keywords: str) -> Watch:
    return Watch(number, name, keywords, (), (), (), query=query)


def held(watchlist: Watchlist, article: Article) -> list[int]:
    return [match.watch_id for match in watchlist.match(article)]


def test_a_changed_watch_holds_on_what_it_asks_for_now(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "a", "storm"), asking(2, "b", "flood")])
    watchlist.update([asking(1, "a", "harbour")])
    assert held(watchlist, article("storm")) == []
    assert held(watchlist, article("harbour and flood")) == [1, 2]


def test_a_removed_watch_holds_no_more(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "a", "storm"), asking(2, "b", "storm")])
    watchlist.update([], [1])
    assert held(watchlist, article("storm")) == [2]


def test_lists_and_query_must_both_hold(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "a", "storm OR flood", "harbour", "port")])
    assert held(watchlist, article("flood")) == []
    assert held(watchlist, article("flood in the port")) == [1]


def test_a_watch_may_ask_for_another_one(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "storms", "", "storm", "gale"), asking(2, "b", "watch:storms AND harbour")])
    assert held(watchlist, article("a gale in the harbour")) == [1, 2]


def test_what_asks_for_a_changed_watch_changes_with_it(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "a", "storm"), asking(2, "b", "watch:a"), asking(3, "c", "watch:b AND harbour")])
    watchlist.update([asking(1, "a", "flood")])
    assert held(watchlist, article("flood in the harbour")) == [1, 2, 3]
    watchlist.update([], [1])
    assert held(watchlist, article("flood in the harbour")) == []


def test_a_watch_that_comes_back_is_asked_for_again(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(2, "b", "watch:a")])
    assert held(watchlist, article("storm")) == []
    watchlist.update([asking(5, "a", "storm")])
    assert held(watchlist, article("storm")) == [2, 5]


@pytest.mark.parametrize("query", ["watch:a", "watch:b"])
def test_watches_that_ask_for_each_other_never_hold(article: MakeArticle, query: str) -> None:
    watchlist = Watchlist([asking(1, "a", query), asking(2, "b", "watch:a")])
    assert held(watchlist, article("storm")) == []


def doubling(steps: int) -> list[Watch]:
    """Watches of which each asks twice for the next one."""
    chain = [asking(number, f"w{number}", f"watch:w{number + 1} AND watch:w{number + 1}") for number in range(steps)]
    return [*chain, asking(steps, f"w{steps}", "storm")]


def test_watches_that_double_with_each_step_are_refused_and_the_others_hold(article: MakeArticle) -> None:
    watchlist = Watchlist(doubling(40))
    assert 0 in watchlist.broken
    assert "more than 10,000 parts" in str(watchlist.broken[0])
    assert 40 in held(watchlist, article("storm"))


def test_watches_that_nest_with_each_step_are_refused_and_the_others_hold(article: MakeArticle) -> None:
    chain = [asking(number, f"w{number}", f"(watch:w{number + 1} AND storm) OR flood") for number in range(3_000)]
    watchlist = Watchlist([*chain, asking(3_000, "w3000", "storm")])
    assert "more than 200 deep" in str(watchlist.broken[0])
    assert {2_990, 3_000} <= set(held(watchlist, article("storm")))


def test_a_refused_watch_holds_once_what_it_asks_for_is_short(article: MakeArticle) -> None:
    watchlist = Watchlist(doubling(40))
    watchlist.update([asking(1, "w1", "storm")])
    assert 0 not in watchlist.broken
    assert 0 in held(watchlist, article("storm"))


def test_a_query_that_cannot_be_taken_takes_no_other_along(article: MakeArticle) -> None:
    watchlist = Watchlist([asking(1, "a", "storm AND"), asking(2, "b", "storm")])
    assert held(watchlist, article("storm")) == [2]
    assert list(watchlist.broken) == [1]
    watchlist.update([asking(1, "a", "storm")])
    assert held(watchlist, article("storm")) == [1, 2]
    assert not watchlist.broken
