"""Feeds and pages, read back by the product's own readers."""

from datetime import UTC, datetime, timedelta

import pytest

from worker.articles.read import read_page
from worker.demo.feeds import CONTENT_TYPES, TRACKING, feed_document, in_trouble
from worker.demo.newsroom import EDITION, Newsroom, Trouble
from worker.demo.outlets import BY_KEY, OUTLETS, Outlet
from worker.demo.pages import article_page, index_page
from worker.errors import FeedError
from worker.feeds.parse import parse
from worker.text.normalise import plain

BASES = {outlet.key: f"http://127.0.0.1:{9000 + number}" for number, outlet in enumerate(OUTLETS)}
OPENED = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
NEWSROOM = Newsroom(1)


def wall(offset: float) -> datetime:
    return OPENED + timedelta(seconds=offset)


def document(outlet: Outlet, offset: float) -> bytes:
    listed = NEWSROOM.listed(outlet.key, "all", offset)
    return feed_document(outlet, listed, path=outlet.feeds[0][1], bases=BASES, wall=wall)


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.key)
def test_a_feed_says_what_the_programme_lists(outlet: Outlet) -> None:
    offset = EDITION - 1
    listed = NEWSROOM.listed(outlet.key, "all", offset)
    content_type = f"{CONTENT_TYPES[outlet.flavour]}; charset={outlet.charset}"

    feed = parse(document(outlet, offset), url=BASES[outlet.key], content_type=content_type, now=wall(offset))

    assert feed.title == outlet.name
    assert feed.notes == ()
    assert [entry.url for entry in feed.entries] == [BASES[article.outlet.key] + article.path for article in listed]
    for entry, article in zip(feed.entries, listed, strict=True):
        dated = article.dated(wall(article.at))
        if "<" not in article.headline:
            assert plain(entry.title) == plain(dated.headline)
        assert plain(entry.summary).startswith(plain(dated.summary)[:60])
        assert entry.published == wall(article.changed_at if outlet.key == "continental" else article.at)


def test_the_agencys_feed_carries_the_whole_text() -> None:
    feed = parse(document(BY_KEY["meridian"], 5.0), url=BASES["meridian"], content_type=None, now=wall(5.0))

    assert "Military Committee" in (feed.entries[0].content or "")


@pytest.mark.parametrize("article", NEWSROOM.printed(-1e6, EDITION - 1), ids=lambda article: article.slug)
def test_a_page_is_read_as_its_article_and_nothing_around_it(article: object) -> None:
    printed = NEWSROOM.printed(-1e6, EDITION - 1)
    (found,) = [one for one in printed if one is article]
    outlet, dated = found.outlet, found.dated(wall(found.at))
    body = article_page(found, base=BASES[outlet.key], wall=wall, others=NEWSROOM.before(found, 5))

    page = read_page(body, url=BASES[outlet.key] + found.path, content_type=f"text/html; charset={outlet.charset}")

    around = {"We use one cookie", "tide table", "invented outlet", "Most read", "Keep reading", "Earlier releases"}
    around |= {other.headline for other in NEWSROOM.before(found, 5)}
    assert not [words for words in around if words in page.text]
    for paragraph in dated.paragraphs:
        assert plain(paragraph) in plain(page.text)
    assert page.language == found.language
    if "<" not in found.headline:
        assert plain(page.title) == plain(dated.headline)
    if outlet.key in ("gazette", "courier", "lac", "evening"):
        assert page.site == outlet.name


def test_a_page_in_windows_1252_keeps_its_narrow_spaces() -> None:
    article = NEWSROOM.article("defense-aerienne", 60.0)
    assert article is not None
    body = article_page(article, base=BASES["lac"], wall=wall, others=())

    assert b"&#8239;" in body
    assert "défense".encode("windows-1252") in body


def test_a_hostile_headline_is_text_wherever_it_is_printed() -> None:
    offset = 250.0
    article = NEWSROOM.article("photo-of-the-day", offset)
    assert article is not None
    page = article_page(article, base=BASES["evening"], wall=wall, others=())
    index = index_page(article.outlet, [article], base=BASES["evening"], wall=wall)

    for html in (page, index):
        assert b"<b>&" not in html
        assert b"&lt;b&gt;&amp; friends" in html


def test_another_ones_article_is_passed_on_with_tracking_parameters() -> None:
    text = document(BY_KEY["continental"], 160.0).decode()

    assert f"{BASES['gazette']}/news/dockers-talks{TRACKING}".replace("&", "&amp;") in text


@pytest.mark.parametrize("trouble", [Trouble.CUT_OFF, Trouble.HTML])
def test_a_feed_in_trouble_with_status_200_is_no_feed(trouble: Trouble) -> None:
    status, headers, body = in_trouble(trouble, document(BY_KEY["evening"], 130.0))

    assert status == 200
    with pytest.raises(FeedError):
        parse(body, url=BASES["evening"], content_type=headers.get("Content-Type"), now=wall(130.0))


def test_a_feed_that_fails_says_when_to_come_back() -> None:
    status, headers, _ = in_trouble(Trouble.ERROR, b"")

    assert (status, headers["Retry-After"]) == (500, "5")
