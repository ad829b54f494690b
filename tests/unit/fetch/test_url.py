import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.errors import BadResponse, BadUrl
from worker.fetch.url import checked_url, joined, shown

REFUSED = [
    "",
    "example.org/feed",
    "//example.org/",
    "http:",
    "http://",
    "http:///path",
    "http://[::1",
    "http://[v1.x]/",
    "http://[fe80::1%25eth0]/",
    "http://a b/",
    "http://exa mple/",
    "http://a..b/",
    "http://.../",
    "http://exam\nple.org/",
    "http://example.org/\x00",
    "http://example.org/\ud800",
    "http://h​ost/",
    "file:///etc/passwd",
    "ftp://example.org/",
    "javascript:alert(1)",
    "http://example.org:99999/",
    "http://example.org:0/",
    "http://example.org:port/",
    "http://user:pass@example.org/",
    "http://user@example.org/",
    "http://good.example\\@evil.example/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://127.0.0.1./",
    "http://1.2.3.4.5/",
    "http://" + "a" * 64 + ".example/",
    "http://example.org/" + "a" * 9_000,
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_fetched_by_its_form_is_a_bad_url(text: str) -> None:
    with pytest.raises(BadUrl):
        checked_url(text)


@pytest.mark.parametrize(
    ("text", "wire", "host"),
    [
        (" https://example.org \n", "https://example.org", "example.org"),
        ("HTTP://Example.ORG/Path#part", "http://example.org/Path", "example.org"),
        ("http://example.org/%7ea/%2f?q=%2B&sig=a%2fb", "http://example.org/%7ea/%2f?q=%2B&sig=a%2fb", "example.org"),
        ("http://example.org/a b?c=d e", "http://example.org/a%20b?c=d+e", "example.org"),
        ("http://example.org/100%", "http://example.org/100%25", "example.org"),
        ("http://bücher.example/ä", "http://xn--bcher-kva.example/%C3%A4", "xn--bcher-kva.example"),
        ("http://under_score.example./", "http://under_score.example./", "under_score.example."),
        ("http://[::1]:8080/x", "http://[::1]:8080/x", "::1"),
    ],
)
def test_a_url_goes_on_the_wire_as_written_where_it_can(text: str, wire: str, host: str) -> None:
    target = checked_url(text)
    assert (target.text, target.host) == (wire, host)


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://①②⑦.0.0.1/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:7f00:1"),
        ("http://example.org/", None),
        ("http://1.example/", None),
    ],
)
def test_a_host_that_is_an_address_is_known_as_one(text: str, literal: str | None) -> None:
    assert checked_url(text).literal == literal


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://[", "http://a/", "http://a:"]))
def test_any_text_is_a_target_or_a_bad_url(text: str, start: str) -> None:
    try:
        target = checked_url(start + text)
    except BadUrl:
        return
    assert target.text.startswith(("http://", "https://"))
    assert target.text.isascii()


@pytest.mark.parametrize(
    ("location", "text"),
    [
        ("/b?x=1", "https://example.org/b?x=1"),
        ("c", "https://example.org/a/c"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example/%2f", "http://other.example/%2f"),
    ],
)
def test_a_redirect_may_be_relative(location: str, text: str) -> None:
    assert joined(checked_url("https://example.org/a/b"), location).text == text


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "http://u:p@example.org/", "http://[", "mailto:a@example.org", "\udcff"]
)
def test_a_redirect_to_what_cannot_be_fetched_is_a_bad_response(location: str) -> None:
    if location == "\udcff":
        location = "http://example.org/\udcff"
    with pytest.raises(BadResponse, match=r"example\.org redirects to what cannot be fetched"):
        joined(checked_url("https://example.org/a/b"), location)


@pytest.mark.parametrize(
    "text", ["http://u:hunter2@h/", "http:u:hunter2@h", "https://h/?token=hunter2", "u:hunter2@h/p"]
)
def test_a_shown_url_has_no_secret(text: str) -> None:
    assert "hunter2" not in shown(text)


def test_a_shown_url_has_no_control_characters_and_an_end() -> None:
    text = shown("http://h/\x1b[31m" + "x" * 500)
    assert text.isprintable()
    assert len(text) <= 201
