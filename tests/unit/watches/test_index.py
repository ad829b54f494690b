"""When a watch holds."""

from collections.abc import Callable

import pytest

from worker.domain.article import Article
from worker.domain.watch import Watch
from worker.watches.watchlist import Watchlist

MakeArticle = Callable[..., Article]
MakeWatch = Callable[..., Watch]


@pytest.fixture
def holds(article: MakeArticle) -> Callable[..., bool]:
    """Whether one watch holds on a text."""
    return lambda watch, text="", title="": bool(Watchlist([watch]).match(article(text, title)))


Holds = Callable[..., bool]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("NATO", "Nato\u2019s plan"),
        ("air defence", "an air-defense shield"),
        ("air defence", "air\ndefence"),
        ("400 percent", "a \u201c400-percent increase\u201d"),
        ("400 per cent", "by 400%"),
        ("armoured vehicles", "armored vehicles"),
        ("U.S.", "the US army"),
        ("US", "the U.S. army"),
        ("us", "the US army"),
        ("AT&T", "said AT&T."),
        ("C++", "in C++, again"),
        ("F-35", "an F35 jet"),
        ("O'Brien", "O\u2019Brien\u2019s"),
        ("3.5", "rose 3.5."),
        ("$5 billion", "a $5-billion deal"),
        ("Cafe", "the caf\u00e9"),
        ("OTAN", "avec l\u2019OTAN"),
        ("\u5317\u7ea6", "\u5728\u5317\u7ea6\u5cf0\u4f1a"),
        ("organisation", "the Organization"),
        ("cease-fire", "a ceasefire"),
    ],
)
def test_a_term_is_found(holds: Holds, watch: MakeWatch, term: str, text: str) -> None:
    assert holds(watch(term), text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("spending target", "spending targets"),
        ("NATO", "senator NATOs"),
        ("U.S.", "tell us"),
        ("US", "tell us"),
        ("us", "the U.S. army"),
        ("PM", "at 5 p.m. today"),
        ("3.5", "rose 13.5 and 3.55"),
        ("5 percent", "rose 3.5 percent"),
        ("air defence", "air\n\ndefence"),
        ("air defence", "air and missile defence"),
        ("air defence", "defence air"),
        ("$5 billion", "\u20ac5 billion"),
        ("Shell", "she'll go"),
        ("\u5317\u7ea6", "\u7ea6\u5317"),
    ],
)
def test_a_term_is_not_found(holds: Holds, watch: MakeWatch, term: str, text: str) -> None:
    assert not holds(watch(term), text)


def test_one_keyword_is_enough(holds: Holds, watch: MakeWatch) -> None:
    assert holds(watch("alpha", "beta"), "only beta")
    assert not holds(watch("alpha", "beta"), "only gamma")


def test_every_term_of_all_is_needed_wherever_it_stands(holds: Holds, watch: MakeWatch) -> None:
    both = watch(all_of=["alpha", "beta"])
    assert holds(both, text="beta", title="Alpha")
    assert not holds(both, text="beta")


def test_keywords_and_all_must_both_hold(holds: Holds, watch: MakeWatch) -> None:
    both = watch("alpha", "beta", all_of=["gamma"])
    assert holds(both, "gamma beta")
    assert not holds(both, "gamma")
    assert not holds(both, "alpha beta")


def test_a_term_of_none_forbids(holds: Holds, watch: MakeWatch) -> None:
    unless = watch("alpha", none_of=["football match"])
    assert holds(unless, "alpha football")
    assert not holds(unless, "alpha", title="A football match")


def test_a_watch_that_asks_only_for_absence_never_holds(holds: Holds, watch: MakeWatch) -> None:
    assert not holds(watch(none_of=["football"]), "alpha")
    assert not holds(watch(), "alpha")


def test_terms_without_words_never_make_a_watch_wider(holds: Holds, watch: MakeWatch) -> None:
    assert not holds(watch("--", all_of=["alpha"]), "alpha")
    assert not holds(watch("alpha", all_of=["--"]), "alpha")
    assert holds(watch("--", "alpha", none_of=["--"]), "alpha")


def test_a_phrase_does_not_run_from_the_title_into_the_body(holds: Holds, watch: MakeWatch) -> None:
    assert not holds(watch("alpha beta"), text="beta", title="alpha")


def test_the_watches_that_hold_come_in_ascending_order_of_their_ids(article: MakeArticle, watch: MakeWatch) -> None:
    watches = [watch("beta", watch_id=9), watch("x", watch_id=4), watch("alpha", "beta", watch_id=2)]
    assert [match.watch_id for match in Watchlist(watches).match(article("alpha beta"))] == [2, 9]


def test_an_empty_article_matches_nothing(holds: Holds, watch: MakeWatch) -> None:
    assert not holds(watch("alpha"))
