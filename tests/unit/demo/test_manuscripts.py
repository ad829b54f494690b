"""The articles as written: the format, its refusals, and that the labels are true."""

from itertools import pairwise

import pytest

from worker.demo.manuscripts import ManuscriptError, edited, manuscripts, read_articles
from worker.demo.newsroom import EDITION, Newsroom
from worker.demo.outlets import BY_KEY, WATCHES
from worker.domain.article import Article, TextSource
from worker.domain.watch import Watch
from worker.watches.watchlist import Watchlist

PLAIN = """\
Slug: harbour-opens
Outlet: gazette
At: 00:10
Headline: Harbour opens for the {ship}

One line
and its end.

A second paragraph.
"""


def test_forty_articles_are_read_in_the_order_of_their_times() -> None:
    articles = read_articles()

    assert len(articles) == 40
    assert [article.at for article in articles] == sorted(article.at for article in articles)
    assert sum(article.at < 0 for article in articles) == 6
    assert {article.outlet for article in articles} == set(BY_KEY)


def test_the_first_news_comes_after_three_seconds_and_then_never_more_than_fifteen_pass() -> None:
    times = [article.at for article in read_articles() if article.at >= 0]

    assert times[:2] == [3.0, 7.0]
    assert max(later - earlier for earlier, later in pairwise(times)) <= 15.0
    assert times[-1] < EDITION


@pytest.mark.parametrize("seed", [1, 2])
def test_the_labels_say_exactly_which_watches_hold_in_every_edition_before_and_after_every_edit(seed: int) -> None:
    names = [watch.name for watch in WATCHES]
    index = Watchlist(
        [
            Watch(number, watch.name, watch.keywords, watch.all_of, watch.none_of, watch.channels)
            for number, watch in enumerate(WATCHES)
        ]
    )
    newsroom = Newsroom(seed)
    for article in newsroom.printed(-1e6, 6 * EDITION):
        moments = [article.at, *(moment for moment in newsroom.moments(article.at, article.at + EDITION))]
        for state in {newsroom.article(article.slug, moment) for moment in moments}:
            assert state is not None
            text = state.summary if state.page_missing else "\n\n".join(state.paragraphs)
            read = Article(None, state.headline, text, None, "", None, None, TextSource.PAGE)
            assert {names[match.watch_id] for match in index.match(read)} == state.holds, state.slug


def test_every_watch_holds_on_something_and_some_articles_hold_none() -> None:
    held = [article.holds for article in read_articles() if article.at >= 0]

    assert frozenset().union(*held) == {watch.name for watch in WATCHES}
    assert sum(not holds for holds in held) >= 7


def test_an_agency_story_is_printed_by_three_outlets_once_word_for_word() -> None:
    by_slug = {article.slug: article for article in read_articles()}
    origin = by_slug["vandermolen-air-defence"]
    copies = [article for article in by_slug.values() if article.wire]

    assert {article.outlet for article in copies} == {"evening", "gazette", "continental"}
    assert by_slug["alliance-chief-wants-more-air-defence"].paragraphs[:-1] == origin.paragraphs
    shorter = by_slug["call-for-more-air-defence"].paragraphs[:-1]
    assert set(shorter) < set(origin.paragraphs)
    assert not set(by_slug["the-shield-and-the-bill"].paragraphs) & set(origin.paragraphs)


def test_line_breaks_within_a_paragraph_are_spaces() -> None:
    (article,) = manuscripts([("1.txt", PLAIN)])

    assert article.paragraphs == ("One line and its end.", "A second paragraph.")


def test_an_edit_replaces_words_everywhere_and_appends_paragraphs() -> None:
    edit = (
        "=====\nEdit-At: 00:20\nReplace: opens => closes\nReplace: second => third\nAppend: Correction: it closes.\n"
    )
    (article,) = manuscripts([("1.txt", f"{PLAIN}\n{edit}")])

    state = edited(article, article.edits[0])

    assert article.edits[0].at == 20.0
    assert state.headline == "Harbour closes for the {ship}"
    assert state.paragraphs == ("One line and its end.", "A third paragraph.", "Correction: it closes.")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Slug: harbour-opens", "Slug: Harbour 1", "small letters"),
        ("Outlet: gazette", "Outlet: herald", "names no outlet"),
        ("At: 00:10", "At: soon", "mm:ss"),
        ("At: 00:10", "At: 00:10\nHolds: Trees", "no watch of the demo"),
        ("At: 00:10", "At: 00:10\nFeeds: sport", "its outlet has not"),
        ("At: 00:10", "At: 00:10\nPage: missing", "needs a Summary"),
        ("At: 00:10", "At: 00:10\nPage: gone", "write missing"),
        ("At: 00:10", "At: 00:10\nColour: blue", "Colour is no header"),
        ("At: 00:10", "At: 00:10\nAt: 00:11", "twice"),
        ("At: 00:10", "At: 00:10\nCopy-Of: nothing", "not among the articles before it"),
        ("{ship}", "{boat}", "no field boat"),
        ("{ship}", "ship", "needs a field"),
        ("{ship}", "{ship} {today}", "names no day"),
        ("A second paragraph.", "=====\nEdit-At: 00:05", "before what it edits"),
        ("A second paragraph.", "=====\nEdit-At: 00:20\nReplace: trees => lamps", "does not occur"),
        ("A second paragraph.", "=====\nEdit-At: 00:20\nReplace: line", "these words => those words"),
    ],
)
def test_a_slip_is_refused_with_the_file_and_the_reason(old: str, new: str, reason: str) -> None:
    with pytest.raises(ManuscriptError, match=rf"7\.txt.*{reason}"):
        manuscripts([("7.txt", PLAIN.replace(old, new))])


def test_two_articles_of_one_slug_or_out_of_order_are_refused() -> None:
    with pytest.raises(ManuscriptError, match="taken"):
        manuscripts([("1.txt", PLAIN), ("2.txt", PLAIN)])
    with pytest.raises(ManuscriptError, match="no later"):
        manuscripts([("1.txt", PLAIN), ("2.txt", PLAIN.replace("harbour-opens", "harbour-shuts"))])
