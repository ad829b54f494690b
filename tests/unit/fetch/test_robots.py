import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.http import FetchResponse
from worker.errors import FetchTimeout, TooManyRedirects
from worker.fetch.robots import MAX_BYTES, Robots, RobotsTxt, robots_url

EVERYONE = b"""User-agent: Otherbot
Disallow: /

User-agent: *
Disallow: /private/  # staff
Allow: /private/press
Disallow: /*.pdf$
Crawl-delay: 3
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/a", False),
        ("/private/press/1", True),
        ("/a/b.pdf", False),
        ("/a/b.pdf?x", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_for_everyone_decides(path: str, allowed: bool) -> None:
    assert Robots.parse(200, EVERYONE).allows("https://example.org" + path) is allowed


def test_a_group_of_our_own_replaces_the_one_for_everyone() -> None:
    robots = Robots.parse(200, EVERYONE + b"\nUser-agent: wireWatch/1.0\nDisallow: /live\n")
    assert robots.allows("https://example.org/private/a")
    assert not robots.allows("https://example.org/live")
    assert robots.crawl_delay is None


def test_an_empty_group_of_our_own_allows_all() -> None:
    robots = Robots.parse(200, b"User-agent: *\nDisallow: /\n\nUser-agent: Wirewatch\nDisallow:\n")
    assert robots.allows("https://example.org/")


def test_groups_of_the_same_name_are_read_as_one() -> None:
    robots = Robots.parse(200, b"User-agent: *\nDisallow: /a\n\nUser-agent: b\nUser-agent: *\nDisallow: /c\n")
    assert not robots.allows("https://example.org/a")
    assert not robots.allows("https://example.org/c")


def test_a_byte_order_mark_and_old_line_ends_do_not_hide_a_rule() -> None:
    assert not Robots.parse(200, b"\xef\xbb\xbfuser-agent:*\rdisallow:/x\r").allows("https://example.org/x")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 301])
def test_without_rules_all_is_allowed(status: int) -> None:
    robots = Robots.parse(status, b"User-agent: *\nDisallow: /\n")
    assert robots.allows("https://example.org/x")
    assert robots.to_text() == ""


def test_a_page_in_place_of_robots_txt_allows_all() -> None:
    assert Robots.parse(200, b"<!doctype html><p>User-agent matters: read on</p>").allows("https://example.org/x")


def test_a_host_in_trouble_denies_all_and_says_why() -> None:
    assert Robots.parse(503, b"").refusal("https://example.org/x") == (
        "its robots.txt answers 503, so nothing is fetched until that is over"
    )


def test_an_unreachable_host_denies_all_without_a_secret() -> None:
    reason = Robots.unreachable("no answer from\nhttps://u:hunter2@example.org").refusal("https://example.org/")
    assert reason == "its robots.txt cannot be read: no answer from https://***@example.org"


@pytest.mark.parametrize(
    ("line", "delay"), [("3", 3.0), ("0.5", 0.5), ("3600", 60.0), ("-1", None), ("nan", None), ("soon", None)]
)
def test_crawl_delay_is_bounded_and_must_be_a_number(line: str, delay: float | None) -> None:
    assert Robots.parse(200, f"User-agent: *\nCrawl-delay: {line}\n".encode()).crawl_delay == delay


@pytest.mark.parametrize("robots", [Robots.parse(200, EVERYONE), Robots.parse(404, b""), Robots.parse(500, b"")])
def test_the_text_for_the_hosts_row_says_the_same(robots: Robots) -> None:
    again = Robots.from_text(robots.to_text())
    for path in ("/", "/private/a", "/private/press", "/a.pdf"):
        assert again.refusal("https://example.org" + path) == robots.refusal("https://example.org" + path)
    assert again.crawl_delay == robots.crawl_delay


def test_other_robots_groups_are_not_kept() -> None:
    assert "Otherbot" not in Robots.parse(200, EVERYONE).to_text()


def test_what_lies_beyond_the_bound_is_not_read_and_a_cut_rule_is_dropped() -> None:
    start = b"User-agent: *\nDisallow: /first\n"
    filler = b"#" * (MAX_BYTES - len(start) - 12) + b"\n"
    robots = Robots.parse(200, start + filler + b"Disallow: /second-rule\n")
    assert not robots.allows("https://example.org/first")
    assert robots.to_text() == "Disallow: /first"


def test_thousands_of_agents_do_not_multiply_the_rules() -> None:
    agents = "".join(f"User-agent: bot{number}\n" for number in range(10_000)) + "User-agent: *\n"
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    robots = Robots.parse(200, (agents + rules).encode())
    assert not robots.allows("https://example.org/4999")


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(body: bytes) -> None:
    robots = Robots.parse(200, body)
    assert Robots.from_text(robots.to_text()).allows("https://example.org/x") == robots.allows(
        "https://example.org/x"
    )


@pytest.mark.parametrize(
    ("key", "url"),
    [("https://example.org:443", "https://example.org:443/robots.txt"), ("", ""), ("ftp://x:21", "")],
)
def test_robots_txt_is_at_the_root_of_its_host(key: str, url: str) -> None:
    assert robots_url(key) == url


def answered(status: int, body: bytes = b"") -> FetchResponse:
    return FetchResponse("https://example.org/robots.txt", status, {}, body)


def test_the_reader_gives_text_for_the_row_and_the_delay() -> None:
    text, delay = RobotsTxt().read(answered(200, EVERYONE))
    assert delay == 3.0
    assert RobotsTxt().refusal(text, "https://example.org/private/a") == "its robots.txt does not allow this address"
    assert RobotsTxt().refusal(text, "https://example.org/") is None


def test_the_reader_denies_all_where_the_host_cannot_be_reached() -> None:
    text, _ = RobotsTxt().read(FetchTimeout("no answer from example.org within 10 s"))
    assert RobotsTxt().refusal(text, "https://example.org/") == (
        "its robots.txt cannot be read: no answer from example.org within 10 s"
    )


def test_the_reader_allows_all_where_robots_txt_is_redirected_without_end() -> None:
    assert RobotsTxt().read(TooManyRedirects("in a circle")) == ("", None)
