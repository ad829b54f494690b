"""A page's bytes become a Page, or a sentence that says why not."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.articles.read import read_page, without_site
from worker.domain.article import Page
from worker.errors import PageError

URL = "https://www.example.org/news/pier"
MakePage = Callable[..., str]


def read(page: str | bytes, content_type: str | None = "text/html; charset=utf-8", url: str = URL) -> Page:
    return read_page(page.encode() if isinstance(page, str) else page, url=url, content_type=content_type)


def test_the_body_is_read_without_headline_menu_and_footer(make_page: MakePage, paragraphs: list[str]) -> None:
    page = read(make_page("<title>Pier to be rebuilt</title>"))
    assert page.text.split("\n\n") == paragraphs
    assert page.title == "Pier to be rebuilt"
    assert page.language == "en"


def test_metadata_is_read(make_page: MakePage) -> None:
    head = (
        '<meta property="og:title" content="Pier to be rebuilt | Harbour Post">'
        '<meta property="og:site_name" content="Harbour Post">'
        '<meta name="author" content="By Ida Quay">'
        '<meta property="article:published_time" content="2026-03-01T10:30:00+01:00">'
        '<link rel="canonical" href="/news/pier?utm_source=x">'
    )
    page = read(make_page(head))
    assert (page.title, page.site, page.author) == ("Pier to be rebuilt", "Harbour Post", "Ida Quay")
    assert page.published == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert page.canonical_url == "https://www.example.org/news/pier"


def test_json_ld_gives_author_and_time(make_page: MakePage) -> None:
    head = (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        '"headline":"Pier to be rebuilt","datePublished":"2026-03-01T09:30:00Z",'
        '"author":{"@type":"Person","name":"Ida Quay"},'
        '"publisher":{"@type":"Organization","name":"Harbour Post"}}</script>'
    )
    page = read(make_page(head))
    assert (page.author, page.site) == ("Ida Quay", "Harbour Post")
    assert page.published == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta name="date" content="2026-03-01">', datetime(2026, 3, 1, tzinfo=UTC)),
        ('<meta name="pubdate" content="Sun, 01 Mar 2026 09:30:00 GMT">', datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ('<meta name="date" content="2026-03-01 09:30:00 +0100">', datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        ('<meta name="date" content="0001-01-01T00:00:00">', None),
        ('<meta name="date" content="yesterday">', None),
        ("", None),
    ],
)
def test_a_date_is_aware_utc_and_a_day_is_its_midnight(
    make_page: MakePage, head: str, published: datetime | None
) -> None:
    assert read(make_page(head)).published == published


def test_the_url_itself_can_name_the_day(make_page: MakePage) -> None:
    page = read(make_page(), url="https://www.example.org/2026/03/01/pier")
    assert page.published == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://syndicate.example.net/news/pier">', None),
        ('<link rel="canonical" href="https://example.org/news/pier">', "https://example.org/news/pier"),
        ('<link rel="canonical" href="https://www.example.org/">', None),
        ('<link rel="canonical" href="javascript:x">', None),
        ('<meta property="og:url" content="https://www.example.org/news/pier#top">', URL),
    ],
)
def test_a_canonical_url_is_believed_on_its_own_host_only(make_page: MakePage, head: str, url: str | None) -> None:
    assert read(make_page(head)).canonical_url == url


@pytest.mark.parametrize(
    "byline", ['<span itemprop="author">By Ida Quay</span>', '<a rel="author" href="/i">Ida Quay</a>']
)
def test_a_byline_that_is_marked_names_the_author(make_page: MakePage, byline: str) -> None:
    assert read(make_page(before=byline)).author == "Ida Quay"


@pytest.mark.parametrize(
    ("title", "site", "result"),
    [
        ("Pier rebuilt | Harbour Post", "Harbour Post", "Pier rebuilt"),
        ("Pier rebuilt - harbour post", "Harbour Post", "Pier rebuilt"),
        ("Harbour Post \u2013 Pier rebuilt", "Harbour Post", "Pier rebuilt"),
        ("Pier rebuilt - at last", "Harbour Post", "Pier rebuilt - at last"),
        ("Harbour Post", "Harbour Post", "Harbour Post"),
        ("a - b - Harbour Post", "Harbour Post", "a - b"),
        ("Pier | Harbour", "", "Pier | Harbour"),
    ],
)
def test_the_sites_own_name_is_cut_from_the_title(title: str, site: str, result: str) -> None:
    assert without_site(title, site) == result


# Encodings


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "", "text/html"),
        ("utf-8", '<meta charset="iso-8859-1">', "text/html; charset=iso-8859-1"),
        ("cp1252", '<meta charset="iso-8859-1">', "text/html"),
        ("cp1252", "", "text/html; charset=ISO-8859-1"),
        ("utf-16", "", "text/html"),
        ("utf-8-sig", "", None),
    ],
)
def test_western_pages_are_decoded(make_page: MakePage, encoding: str, declared: str, header: str | None) -> None:
    page = make_page(f"{declared}<title>Café “naïve” — é</title>").replace("crowns", "crowns “à la carte” —")
    result = read(page.encode(encoding), header)
    assert "crowns “à la carte” —" in result.text
    assert "\ufffd" not in result.text + result.title


@pytest.mark.parametrize(
    ("encoding", "declared", "sentence", "language"),
    [
        ("gb18030", "gb2312", "港口委员会星期二投票决定在冬天之前重建东码头,主席说工程将耗资一千二百万。", "zh"),
        ("cp932", "Shift_JIS", "港の委員会は火曜日に、冬までに東の桟橋を再建することを決めたと発表しました。", "ja"),
        ("cp949", "euc-kr", "항만 위원회는 화요일 겨울이 오기 전에 동쪽 부두를 다시 짓기로 결정했다고 밝혔다.", "ko"),
        (
            "koi8-r",
            "koi8-r",
            "Портовый совет во вторник решил восстановить восточный причал до зимы, сказала глава.",
            "ru",
        ),
    ],
)
def test_pages_in_other_scripts_are_decoded_and_told_apart(
    make_page: MakePage, encoding: str, declared: str, sentence: str, language: str
) -> None:
    body = "".join(f"<p>{sentence * 3}</p>" for _ in range(6))
    page = make_page(f'<meta charset="{declared}">', body=body, lang="x")
    result = read(page.encode(encoding), "text/html")
    assert result.text.startswith(sentence[:20])
    assert result.language == language


# What is no page


@pytest.mark.parametrize(
    ("body", "content_type", "said"),
    [
        (b"", "text/html", "the page is empty"),
        (b"\x00\n", None, "the page is empty"),
        (b"%PDF-1.7 ...", "text/html", "this is a PDF, not a page"),
        (b"anything", "application/pdf", "this is a PDF, not a page"),
        (b"\x89PNG\r\n", "image/png", "this is an image, not a page"),
        (b'{"a": 1}', "text/html", "this is JSON, not a page"),
        (b"[]", "application/json", "this is JSON, not a page"),
        (
            b"<html><body><p>Please enable JavaScript.</p></body></html>",
            "text/html",
            "no article text found on the page",
        ),
        (b"<html></html>", "text/html", "no article text found on the page"),
        (b"just a few words", "text/html", "no article text found on the page"),
    ],
)
def test_what_is_no_article_is_named(body: bytes, content_type: str | None, said: str) -> None:
    with pytest.raises(PageError) as caught:
        read(body, content_type)
    assert str(caught.value) == said


def test_a_page_that_is_served_as_json_is_still_a_page(make_page: MakePage) -> None:
    assert read(make_page(), "application/json").text


def test_nul_bytes_and_controls_do_not_stop_the_reader(make_page: MakePage) -> None:
    page = read(make_page().replace("harbour", "har\x00bour\x0b\u202e"))
    assert "harbour" in page.text
    assert "\u202e" not in page.text


# Hazards


@pytest.mark.parametrize(
    "tag", ["<div>", "<span>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<a href=x>"]
)
def test_deep_nesting_neither_hangs_nor_crashes(make_page: MakePage, tag: str) -> None:
    with suppress(PageError):
        read(make_page(before=tag * 200_000))


@pytest.mark.parametrize(
    ("flood", "said"),
    [
        ("<p>x" * 50_000, "more than 40,000 elements"),
        ("<div " + " ".join(f"a{n}=1" for n in range(50_000)) + ">", "attributes"),
        ("<div " + " ".join(f"a{n}='>'" for n in range(50_000)) + ">", "attributes"),
        ("<div " + " ".join(f"a{n}" for n in range(50_000)) + ">", "attributes"),
        ("x" * 5_000_001, "MB"),
    ],
    ids=["elements", "attributes", "quoted", "bare", "bytes"],
)
def test_what_the_parser_would_be_quadratic_in_is_refused(make_page: MakePage, flood: str, said: str) -> None:
    with pytest.raises(PageError, match=said):
        read(make_page(before=flood))


@pytest.mark.parametrize(
    "head",
    [
        f'<meta name="title" content="{"<!--" * 500_000}">',
        f'<script type="application/ld+json">{"[" * 1_000_000}</script>',
        f"<title>{'- ' * 500_000}</title>",
    ],
    ids=["meta", "json-ld", "title"],
)
def test_absurd_metadata_does_not_stall_the_reader(make_page: MakePage, head: str) -> None:
    """Each takes a second or two at most, where a quadratic step would take minutes."""
    with suppress(PageError):
        assert len(read(make_page(head)).title) <= 500


def test_an_endless_paragraph_is_cut(make_page: MakePage) -> None:
    page = read(make_page(body=f"<p>{'word ' * 300_000}</p>"))
    assert 100_000 < len(page.text) <= 200_000


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_arbitrary_bytes_raise_nothing_but_page_errors(body: bytes, content_type: str | None) -> None:
    with suppress(PageError):
        read_page(body, url=URL, content_type=content_type)


WORDS = (
    "<p> </p> <div> </div> <article> <title> </title> <h1> <script> </script> <meta> <table> <td> "
    "<li> <br> &amp; &#0; < > <!-- --> <![CDATA[ <?xml <html> </html> <body> <time> <math> "
    "<svg> \x00 é word \ud800 <base> <frameset> <html/>"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_arbitrary_markup_raises_nothing_but_page_errors(pieces: list[str]) -> None:
    body = " ".join(pieces) + "<p>" + "some more words to read here " * 10
    with suppress(PageError):
        assert read_page(body.encode("utf-8", "surrogatepass"), url=URL, content_type="text/html").text


def test_threads_read_the_same_as_one(make_page: MakePage) -> None:
    pages = [make_page(f"<title>Number {n}</title>").replace("point 1", f"point {n}00") for n in range(8)]
    alone = [read(page) for page in pages]
    together: dict[int, Page] = {}

    def work(n: int) -> None:
        together[n] = read(pages[n])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [together[n] for n in range(8)] == alone
