"""Feeds of every kind, broken ones among them, become entries."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.feed import Dated, ParsedFeed
from worker.errors import FeedError, FeedHazard, NotAFeed
from worker.feeds.parse import parse

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
URL = "https://feeds.example.org/news/rss.xml"
XML = '<?xml version="1.0" encoding="utf-8"?>\n'


def read(text: str | bytes, content_type: str | None = "application/rss+xml") -> ParsedFeed:
    body = text.encode() if isinstance(text, str) else text
    return parse(body, url=URL, content_type=content_type, now=NOW)


def rss(*items: str, channel: str = "", attributes: str = "") -> str:
    return (
        f'{XML}<rss version="2.0"{attributes}><channel><title>Harbour Post</title>'
        f"<link>https://example.org/</link>{channel}{''.join(items)}</channel></rss>"
    )


def item(**parts: str) -> str:
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</item>"


def test_rss_2_is_read_with_all_its_parts() -> None:
    feed = read(
        rss(
            item(
                title="Port reopens",
                link="https://example.org/port?utm_source=rss",
                guid="tag:1",
                description="&lt;p&gt;Ships &lt;b&gt;sail&lt;/b&gt; again.&lt;/p&gt;",
                author="desk@example.org (Ida Quay)",
                pubDate="Sun, 01 Mar 2026 10:00:00 +0100",
            ),
            channel="<language>en-gb</language><ttl>15</ttl>",
        )
    )
    (entry,) = feed.entries
    assert (feed.title, feed.site_url, feed.language, feed.ttl) == (
        "Harbour Post",
        "https://example.org/",
        "en-gb",
        timedelta(minutes=15),
    )
    assert (entry.title, entry.url, entry.guid) == ("Port reopens", "https://example.org/port", "tag:1")
    assert (entry.summary, entry.content, entry.author) == ("Ships sail again.", None, "Ida Quay")
    assert (entry.published, entry.dated) == (datetime(2026, 3, 1, 9, 0, tzinfo=UTC), Dated.GIVEN)
    assert feed.notes == ()


def test_rss_0_91_is_read() -> None:
    feed = read(
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
        '<rss version="0.91"><channel><title>Old</title>'
        "<item><title>Caf&eacute;</title><link>https://example.org/1</link></item></channel></rss>"
    )
    assert feed.entries[0].title == "Café"
    assert feed.entries[0].dated is Dated.MISSING


def test_rdf_is_read() -> None:
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        '<channel rdf:about="https://example.org/"><title>R</title><link>https://example.org/</link>'
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>"
        '<item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link>'
        "<dc:creator>Ida Quay</dc:creator><dc:date>2026-02-28T23:30:00-01:00</dc:date></item></rdf:RDF>"
    )
    (entry,) = feed.entries
    assert (entry.title, entry.author) == ("One", "Ida Quay")
    assert entry.published == datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
    assert feed.ttl == timedelta(minutes=30)


def test_atom_is_read_with_relative_links_and_xhtml() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/blog/"><title>A &amp; B</title>'
        '<link rel="self" href="feed.xml"/><link href="./"/><entry><id>urn:x:1</id>'
        '<title type="html">&lt;i&gt;Sea&lt;/i&gt;</title>'
        '<link rel="enclosure" href="a.mp3"/><link rel="alternate" href="posts/1"/>'
        "<updated>2026-02-27T08:00:00Z</updated><published>2026-02-26T08:00:00Z</published>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Salt &amp; wind.</p></div></content>'
        "</entry></feed>",
        "application/atom+xml",
    )
    (entry,) = feed.entries
    assert (feed.title, feed.site_url) == ("A & B", "https://example.org/blog/")
    assert (entry.title, entry.url, entry.guid) == ("Sea", "https://example.org/blog/posts/1", "urn:x:1")
    assert entry.summary == "Salt & wind."
    assert entry.published == datetime(2026, 2, 26, 8, 0, tzinfo=UTC)


def test_a_relative_link_is_resolved_against_the_feeds_url() -> None:
    assert read(rss(item(title="x", link="/a/b"))).entries[0].url == "https://feeds.example.org/a/b"


def test_what_feedburner_says_the_original_was_is_the_link() -> None:
    feed = read(
        rss(
            "<item><title>x</title><link>https://proxy.example.net/~r/1</link>"
            "<f:origLink>https://example.org/1</f:origLink></item>",
            attributes=' xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"',
        )
    )
    assert feed.entries[0].url == "https://example.org/1"


def test_full_text_is_kept_as_html_beside_the_summary() -> None:
    feed = read(
        rss(
            "<item><title>x</title><description>Short.</description>"
            "<content:encoded><![CDATA[<p>Long and whole.</p><script>no()</script>]]></content:encoded></item>",
            attributes=' xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        )
    )
    assert feed.entries[0].summary == "Short."
    assert feed.entries[0].content == "<p>Long and whole.</p><script>no()</script>"


def test_a_long_description_is_a_full_text() -> None:
    (entry,) = read(rss(item(title="x", description="&lt;p&gt;" + "many words " * 400 + "&lt;/p&gt;"))).entries
    assert entry.content is not None
    assert entry.content.count("many words") == 400
    assert len(entry.summary) <= 2_000
    assert entry.summary.endswith("…")


def test_titles_in_cdata_and_encoded_twice_are_plain() -> None:
    feed = read(rss(item(title="<![CDATA[Q&amp;A: <b>fish</b>]]>"), item(title="AT&amp;amp;T &amp;#8211; news")))
    assert [entry.title for entry in feed.entries] == ["Q&A: fish", "AT&T \u2013 news"]


def test_a_missing_title_is_the_beginning_of_the_summary() -> None:
    (entry,) = read(rss(item(description="The harbour opens at noon. " * 20))).entries
    assert entry.title.startswith("The harbour opens at noon.")
    assert len(entry.title) <= 100


def test_markup_never_reaches_title_summary_or_author() -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;word\u202e"
    (entry,) = read(rss(item(title=evil, description=evil, author=evil))).entries
    assert entry.title == entry.summary == entry.author == "word"


def test_items_that_say_nothing_are_left_out_with_a_note() -> None:
    feed = read(rss(item(guid="1"), item(title="x")))
    assert len(feed.entries) == 1
    assert feed.notes[0] == "1 item without title, text or link"


# Identity


def test_the_guid_decides_whatever_else_changes() -> None:
    one = read(rss(item(title="a", guid="7", link="https://example.org/a"))).entries[0]
    two = read(rss(item(title="b", guid="7", link="https://example.org/b"))).entries[0]
    assert one.key == two.key
    assert one.fingerprint != two.fingerprint


def test_the_key_does_not_depend_on_where_the_feed_is() -> None:
    body = rss(item(title="a", guid="post-7")).encode()
    keys = {
        parse(body, url=url, content_type=None, now=NOW).entries[0].key for url in (URL, "https://other.example/feed")
    }
    assert len(keys) == 1


def test_a_guid_that_is_a_url_stays_as_it_is_and_serves_as_link() -> None:
    (entry,) = read(rss(item(title="a", guid="https://example.org/a?utm_source=x"))).entries
    assert entry.guid == "https://example.org/a?utm_source=x"
    assert entry.url == "https://example.org/a"


def test_a_guid_that_is_no_url_is_no_link() -> None:
    assert read(rss(item(title="a", guid="post-7"))).entries[0].url is None


def test_without_guid_the_canonical_link_decides() -> None:
    one, two = (
        read(rss(item(title=t, link=f"https://example.org/a?{q}"))).entries[0]
        for t, q in (("x", "utm_source=1"), ("y", "fbclid=2"))
    )
    assert one.key == two.key


def test_without_guid_and_link_the_words_decide() -> None:
    feed = read(rss(item(title="a"), item(title="b"), item(title="a")))
    assert len(feed.entries) == 2
    assert "1 item listed more than once" in feed.notes


def test_of_two_items_with_one_guid_the_first_wins() -> None:
    feed = read(rss(item(title="new", guid="7"), item(title="old", guid="7")))
    assert [entry.title for entry in feed.entries] == ["new"]


def test_a_guid_that_all_items_share_identifies_nothing() -> None:
    feed = read(rss(*(item(title=f"t{n}", guid="same", link=f"https://example.org/{n}") for n in range(4))))
    assert len({entry.key for entry in feed.entries}) == 4
    assert any("same guid" in note for note in feed.notes)


def test_a_tracking_pixel_in_the_content_is_no_edit() -> None:
    def with_pixel(address: str) -> str:
        content = f"<content:encoded><![CDATA[<p>Text.</p><img src='{address}'>]]></content:encoded>"
        return rss(
            f"<item><title>x</title>{content}</item>",
            attributes=' xmlns:content="http://purl.org/rss/1.0/modules/content/"',
        )

    assert read(with_pixel("a?1")).entries[0].fingerprint == read(with_pixel("b?2")).entries[0].fingerprint


# Dates


@pytest.mark.parametrize(
    ("written", "published", "dated"),
    [
        ("Sun, 01 Mar 2026 09:00:00 GMT", datetime(2026, 3, 1, 9, tzinfo=UTC), Dated.GIVEN),
        ("2026-03-01T09:00:00", datetime(2026, 3, 1, 9, tzinfo=UTC), Dated.GIVEN),
        ("Sun, 01 Mar 2026 04:00:00 EST", datetime(2026, 3, 1, 9, tzinfo=UTC), Dated.GIVEN),
        ("Sun, 01 Mar 2026 10:00:00 CET", datetime(2026, 3, 1, 9, tzinfo=UTC), Dated.GIVEN),
        ("dom, 01 mar 2026 10:00:00 +0100", datetime(2026, 3, 1, 9, tzinfo=UTC), Dated.GIVEN),
        ("28 février 2026", datetime(2026, 2, 28, tzinfo=UTC), Dated.GIVEN),
        ("Sun, 01 Mar 2026 12:59:00 GMT", datetime(2026, 3, 1, 12, 59, tzinfo=UTC), Dated.GIVEN),
        ("Sun, 01 Mar 2026 13:30:00 GMT", None, Dated.FUTURE),
        ("Thu, 01 Jan 2099 00:00:00 GMT", None, Dated.FUTURE),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, Dated.MISSING),
        ("0001-01-01T00:00:00Z", None, Dated.MISSING),
        ("soon", None, Dated.MISSING),
        ("Wed, 01 Jan 2020 00:00:00 GMT", datetime(2020, 1, 1, tzinfo=UTC), Dated.VERY_OLD),
    ],
)
def test_a_date_is_believed_as_far_as_it_can_be(written: str, published: datetime | None, dated: Dated) -> None:
    (entry,) = read(rss(item(title="x", pubDate=written))).entries
    assert (entry.published, entry.dated) == (published, dated)


def test_dates_that_cannot_be_believed_are_counted_in_the_notes() -> None:
    feed = read(rss(item(title="a"), item(title="b"), item(title="c", pubDate="Thu, 01 Jan 2099 00:00:00 GMT")))
    assert feed.notes == ("2 items without a date that can be read", "1 item dated in the future")


def test_a_feed_of_old_items_only_is_told() -> None:
    feed = read(rss(item(title="a", pubDate="Wed, 01 Jan 2020 00:00:00 GMT")))
    assert feed.notes == ("every item is older than 30 days",)


# Broken feeds


@pytest.mark.parametrize(
    "broken",
    [
        rss(item(title="Fish &nbsp; chips & more", link="https://example.org/1")),
        rss(item(title="x", link="https://example.org/1")) + "<!-- cached --><script>x</script>",
        "Warning: something failed in line 3\n" + rss(item(title="x", link="https://example.org/1")),
        "\n\n" + rss(item(title="x", link="https://example.org/1")),
        rss(item(title="x\x0b\x00", link="https://example.org/1")),
        rss(item(title="x", link="https://example.org/1?a=1&b=2")),
        rss("<item><title>x</title><link>https://example.org/1</link><media:thumbnail url='a'/></item>"),
        rss(item(title="x", link="https://example.org/1")).removesuffix("</channel></rss>"),
        rss("<item><title>x</title><link>https://example.org/1</link><description>a<br>b</description></item>"),
        rss("<item><title>x</title><link>https://example.org/1</link><description><![CDATA[never closed"),
        rss(item(title="x&#0;&#x1F;", link="https://example.org/1")),
    ],
    ids=[
        "ampersands",
        "tail",
        "head",
        "blank",
        "controls",
        "link",
        "prefix",
        "cut off",
        "html",
        "cdata",
        "references",
    ],
)
def test_a_broken_feed_is_mended(broken: str) -> None:
    (entry,) = read(broken).entries
    assert entry.title
    assert (entry.url or "").startswith("https://example.org/1")


def test_what_was_mended_is_told_with_the_place() -> None:
    feed = read(rss(item(title="a & b", pubDate="Sun, 01 Mar 2026 09:00:00 GMT")))
    assert feed.entries[0].title == "a & b"
    (note,) = feed.notes
    assert note.startswith("broken XML was repaired: ")
    assert "line 1" in note or "line 2" in note


def test_half_a_feed_without_an_item_is_an_error() -> None:
    with pytest.raises(NotAFeed, match="no item of it could be read"):
        read('<rss version="2.0"><channel><title>x</title>')


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        ("utf-8", "iso-8859-1", None),
        ("cp1252", "iso-8859-1", None),
        ("utf-16", "utf-8", "text/xml; charset=utf-8"),
        ("koi8-r", "koi8-r", "text/xml"),
        ("utf-8", "utf-16", None),
        ("cp1252", "nonsense", None),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(encoding: str, declared: str, header: str | None) -> None:
    title = "Новости" if encoding == "koi8-r" else "Café “au lait”"
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel>{item(title=title)}</channel></rss>'
    )
    assert read(text.encode(encoding), header).entries[0].title == title


# What is no feed


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the answer is empty"),
        (b" \n\x00", "the answer is empty"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "this is JSON"),
        (b"Service unavailable", "plain text, not a feed: it begins \u201cService unavailable\u201d"),
        (b"%PDF-1.7", "a PDF"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<urlset xmlns='x'></urlset>", "sitemap"),
        (b"<catalog><book/></catalog>", "the root <catalog>"),
        (b"<!doctype html><html><body><p>Hello<br></body></html>", "this is a web page, not a feed"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        read(body)
    assert said in str(caught.value)


def test_a_web_page_tells_where_its_feed_is() -> None:
    page = (
        '<!doctype html><html><head><link rel="stylesheet" href="/a.css">'
        "<link type='application/rss+xml' href='/feed.xml?a=1&amp;b=2' rel='alternate'></head></html>"
    )
    with pytest.raises(NotAFeed) as caught:
        read(page, "text/html")
    assert "links to the feed https://feeds.example.org/feed.xml?a=1&b=2" in str(caught.value)
    assert "https://feeds.example.org/feed.xml" in caught.value.hint


# Hazards

LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>' + rss(item(title="&lol2;")).removeprefix(
    XML
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_entity_declarations_are_refused_in_any_encoding(encoding: str) -> None:
    with pytest.raises(FeedHazard, match="XML entities"):
        read(LAUGHS.encode(encoding))


def test_entity_declarations_are_refused_in_any_case_and_behind_comments() -> None:
    with pytest.raises(FeedHazard):
        read("<!-- <rss> -->" + LAUGHS.replace("ENTITY", "entity"))


def test_markup_hidden_in_utf_7_is_not_decoded() -> None:
    body = '<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-ENTITY a "b"+AD4-' + rss(item(title="x")).removeprefix(XML)
    assert [entry.title for entry in read(body).entries] == ["x"]


@pytest.mark.parametrize(
    "nested",
    ["<a>" * 200_000, '<a b="/>">' * 200_000, "<item><description><p><br></description>" * 20_000],
    ids=["plain", "hidden in a quote", "never closed"],
)
def test_deep_nesting_is_refused_at_once(nested: str) -> None:
    with pytest.raises(FeedHazard, match="deep"):
        read(rss(nested))


def test_markup_in_cdata_is_text_and_no_nesting() -> None:
    (entry,) = read(
        rss(f"<item><title>x</title><description><![CDATA[{'<div>' * 500}deep]]></description></item>")
    ).entries
    assert entry.summary == "deep"


def test_more_than_five_megabytes_are_refused() -> None:
    with pytest.raises(FeedHazard, match="MB"):
        read(rss(" " * 5_000_001))


def test_of_two_thousand_items_the_first_thousand_are_read() -> None:
    feed = read(rss(*(item(title=f"t{n}", link=f"https://example.org/{n}") for n in range(2_000))))
    assert [entry.title for entry in feed.entries] == [f"t{n}" for n in range(1_000)]
    assert feed.title == "Harbour Post"
    assert "the first 1,000 were read" in feed.notes[0]


@pytest.mark.parametrize(
    "flood",
    [
        "<category>x</category>" * 100_000,
        "<item " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>",
        "".join(f'<x{n}:a xmlns:x{n}="urn:{n}"/>' for n in range(50_000)),
    ],
    ids=["elements", "attributes", "namespaces"],
)
def test_what_a_parser_would_be_quadratic_in_is_refused(flood: str) -> None:
    with pytest.raises(FeedHazard):
        read(rss(flood))


@pytest.mark.parametrize(
    "hostile",
    ['<a "' * 200_000, "<a b='" * 200_000, "&" * 1_000_000, "</a>" * 200_000, "<" * 1_000_000, "<!--" * 200_000],
    ids=lambda text: text[:6],
)
def test_a_megabyte_of_broken_markup_is_judged_at_once(hostile: str) -> None:
    """Each takes a second or two at most; a tag-soup parser would be busy for hours."""
    with contextlib.suppress(FeedError):
        read(rss(item(title="x"), hostile))


@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_arbitrary_bytes_raise_nothing_but_feed_errors(body: bytes, content_type: str | None) -> None:
    with contextlib.suppress(FeedError):
        parse(body, url=URL, content_type=content_type, now=NOW)


WORDS = (
    "<item> </item> <title> </title> <link> x & &#0; &#xD800; <![CDATA[ ]]> <guid> <pubDate> </pubDate> 2026 <a:b> "
    "xmlns:a=' <!-- --> <? <!DOCTYPE \" \x00 é > <content:encoded> <author> </author> <image> <ttl> \ud800"
)
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=40)


@settings(max_examples=300)
@given(PIECES)
def test_arbitrary_markup_raises_nothing_but_feed_errors(pieces: list[str]) -> None:
    body = rss("".join(pieces)).encode("utf-8", "surrogatepass")
    try:
        feed = parse(body, url=URL, content_type=None, now=NOW)
    except FeedError:
        return
    assert all(len(entry.key) == 32 for entry in feed.entries)
