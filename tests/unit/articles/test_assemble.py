"""An article's parts are chosen from its page and its sightings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from worker.articles.assemble import assemble, host_name
from worker.domain.article import ArticleWork, Page, Sighting, TextSource

SEEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WHOLE = "<p>" + "The council met again about the pier and voted. " * 30 + "</p>"
SIGHTING = Sighting(
    1, "Harbour wire", "Pier to go up", "A pier is planned.", None, "Wire Desk", None, SEEN, False, "missing"
)
WORK = ArticleWork(
    1, "0" * 32, "https://www.example.org/pier", "https://www.example.org:443", False, 0, SEEN, (SIGHTING,)
)
PAGE = Page(
    "Pier to be rebuilt", "The page's text.", "Ida Quay", "Harbour Post", SEEN - timedelta(hours=2), "en", None
)


def test_a_page_gives_everything_it_has() -> None:
    article = assemble(WORK, PAGE, note="unused")
    assert (article.title, article.text, article.author) == ("Pier to be rebuilt", "The page's text.", "Ida Quay")
    assert (article.source, article.language, article.published) == ("Harbour Post", "en", PAGE.published)
    assert (article.text_source, article.note, article.url) == (TextSource.PAGE, "", WORK.url)


def test_without_a_page_the_feed_speaks_and_the_note_says_why() -> None:
    article = assemble(WORK, None, note="the page answered HTTP 403")
    assert (article.title, article.text, article.author) == ("Pier to go up", "A pier is planned.", "Wire Desk")
    assert (article.source, article.text_source, article.note) == (
        "Harbour wire",
        TextSource.FEED,
        "the page answered HTTP 403",
    )


def test_the_longest_full_text_of_all_feeds_stands_in_for_the_page() -> None:
    longer = replace(SIGHTING, feed_id=2, content=WHOLE + WHOLE)
    article = assemble(replace(WORK, sightings=(replace(SIGHTING, content=WHOLE), longer)), None, note="no page")
    assert article.text_source is TextSource.FEED_FULL
    assert article.text.count("voted") == 60
    assert article.note == "no page"


def test_a_content_that_is_not_whole_still_says_more_than_the_summary() -> None:
    work = replace(
        WORK, sightings=(replace(SIGHTING, content="<p>A pier is planned. Builders are asked to bid.</p>"),)
    )
    article = assemble(work, None, note="no page")
    assert article.text == "A pier is planned. Builders are asked to bid."
    assert article.text_source is TextSource.FEED


def test_empty_parts_of_the_page_are_filled_from_the_feed() -> None:
    article = assemble(WORK, replace(PAGE, title="", author=None, site=None), note="")
    assert (article.title, article.author, article.source) == ("Pier to go up", "Wire Desk", "Harbour wire")


def test_the_feeds_date_comes_before_the_pages() -> None:
    given = SEEN - timedelta(minutes=5)
    work = replace(WORK, sightings=(SIGHTING, replace(SIGHTING, published=given, dated="given")))
    assert assemble(work, PAGE, note="").published == given


def test_a_page_dated_after_it_was_first_seen_is_not_believed() -> None:
    assert assemble(WORK, replace(PAGE, published=SEEN + timedelta(days=1)), note="").published is None


def test_the_language_is_read_from_the_text_where_the_page_did_not_tell() -> None:
    summary = "Der Rat sagte am Montag, dass der Pier vor dem Winter wieder aufgebaut wird."
    work = replace(WORK, sightings=(replace(SIGHTING, title="Pier", summary=summary),))
    assert assemble(work, None, note="").language == "de"


def test_a_host_is_named_as_readers_do() -> None:
    assert host_name("https://www.example.org:443") == "example.org"
    assert host_name("http://[::1]:8080") == "[::1]"
    work = replace(WORK, sightings=(replace(SIGHTING, feed_name=""),))
    assert assemble(work, None, note="").source == "example.org"
