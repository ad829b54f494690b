"""One canonical form for each page, and None for what is no page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.text.urls import LONGEST, canonical, same_host, url_uid


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HTTP://Example.ORG/News", "http://example.org/News"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://example.org/a?", "https://example.org/a"),
        ("https://example.org/a/", "https://example.org/a/"),
        ("https://example.org/a/../b/./c", "https://example.org/b/c"),
        ("https://example.org/../../a", "https://example.org/a"),
        ("https://example.org/%7eme/%c3%a9", "https://example.org/~me/%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%2Fb", "https://example.org/a%2Fb"),
        ("https://example.org/é à", "https://example.org/%C3%A9%20%C3%A0"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
        ("  https://exam\nple.org/a\t ", "https://example.org/a"),
    ],
)
def test_each_way_of_writing_has_one_form(written: str, expected: str) -> None:
    assert canonical(written) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=rss&utm_medium=feed", ""),
        ("id=7&utm_source=rss&page=2", "?id=7&page=2"),
        ("at_medium=RSS&at_campaign=rss", ""),
        ("fbclid=x&gclid=y&mc_cid=z&mc_eid=w&msclkid=v", ""),
        ("UTM_Source=rss&id=7", "?id=7"),
        ("id=7&amp;utm_source=rss", "?id=7"),
        ("b=2&a=1&b=3", "?b=2&a=1&b=3"),
        ("q=a+b&r=a%20b%26c", "?q=a+b&r=a%20b%26c"),
        ("utmost=1&atlas=2", "?utmost=1&atlas=2"),
        ("flag&&x=", "?flag&x="),
    ],
)
def test_only_tracking_parameters_are_dropped(query: str, kept: str) -> None:
    assert canonical(f"https://example.org/a?{query}") == f"https://example.org/a{kept}"


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        "mailto:desk@example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "http://",
        "http:///a",
        "http://a b/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://example.org\\@other.example/",
        "http://..example.org/",
        "http://exa<mple.org/",
        "just words",
        "https://example.org/" + "a" * LONGEST,
    ],
)
def test_what_is_no_web_page_gives_none(garbage: str) -> None:
    assert canonical(garbage) is None


def test_a_relative_link_is_resolved_against_its_base() -> None:
    assert canonical("../b?x=1", "https://example.org/feeds/rss") == "https://example.org/b?x=1"
    assert canonical("//cdn.example.org/b", "https://example.org/") == "https://cdn.example.org/b"
    assert canonical("b") is None


@given(st.text(max_size=80), st.one_of(st.none(), st.just("https://example.org/x/")))
def test_nothing_makes_it_raise_and_twice_is_once(text: str, base: str | None) -> None:
    for url in (text, "http://" + text, "http://example.org/" + text):
        once = canonical(url, base)
        assert once is None or canonical(once) == once


def test_http_and_https_name_the_same_page() -> None:
    uid = url_uid("https://example.org/a")
    assert uid == url_uid("http://example.org/a")
    assert uid != url_uid("https://example.org/b")
    assert len(uid) == 32
    assert int(uid, 16) >= 0


def test_www_does_not_make_another_host() -> None:
    assert same_host("https://www.example.org/a", "http://example.org:8080/b")
    assert not same_host("https://example.org/", "https://example.com/")
    assert not same_host("nonsense", "nonsense")
