"""What is said of a feed that gave no feed: what came instead, and what to do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from worker.domain.feed import FeedWork, PollOutcome
from worker.domain.http import FetchResponse
from worker.domain.policy import Policy
from worker.errors import ConnectionFailed, FetchError
from worker.feeds.outcome import outcome_of

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
URL = "https://harbour.example/feed"
PAGE = "<!doctype html><html><head><title>News</title>%s</head><body>%s</body></html>"


def work(**changes: Any) -> FeedWork:
    values: dict[str, Any] = {
        "id": 1, "url": URL, "name": "", "host": "https://harbour.example:443", "auth": None, "every": None,
        "tell_first": False, "etag": None, "last_modified": None, "body_hash": None, "first_polled_at": None,
        "failures": 0, "listed_at": None,
    }  # fmt: skip
    return FeedWork(**(values | changes))


def judged(answer: FetchResponse | FetchError, **changes: Any) -> PollOutcome:
    return outcome_of(work(**changes), answer, now=NOW, jitter=0.5, policy=Policy())


def page(head: str = "", body: str = "", *, url: str = URL) -> FetchResponse:
    return FetchResponse(url, 200, {"content-type": "text/html"}, (PAGE % (head, body)).encode())


@pytest.mark.parametrize(
    ("status", "changes", "words"),
    [
        (401, {}, "wants a login (give the feed an `auth`)"),
        (401, {"auth": {"basic": "u:${PASS}"}}, "does not accept the feed's `auth`"),
        (403, {}, "it may want a login, or refuse all programs"),
        (404, {}, "there is no feed at this address (see that it is spelled right)"),
        (404, {"first_polled_at": NOW}, "at this address any more (look on the site for its new one)"),
        (500, {}, "the publisher's server did not give the feed"),
    ],
)
def test_a_status_is_said_with_what_to_do(status: int, changes: dict[str, Any], words: str) -> None:
    error = judged(FetchResponse(URL, status, {}, b""), **changes).error
    assert error is not None
    assert error.startswith(f"HTTP {status}: ")
    assert words in error


def test_a_web_page_names_the_feed_that_it_links_to() -> None:
    link = '<link rel="alternate" type="application/atom+xml" href="/news.atom">'
    assert "it links to the feed https://harbour.example/news.atom" in (judged(page(link)).error or "")


def test_a_page_that_asks_for_a_password_is_told_from_other_pages() -> None:
    login = judged(page(body='<form><input name="pw" type="password"></form>')).error
    assert login is not None
    assert login.startswith("this is a page that asks for a password, not a feed (give the feed an `auth`")
    assert "password" not in (judged(page(body="<p>Your password is safe.</p>")).error or "")


def test_a_redirect_to_another_page_is_named() -> None:
    there = "https://harbour.example/login?next=feed"
    assert (judged(page(url=there)).error or "").startswith(f"redirected to {there}: this is a web page")
    gone = FetchResponse("https://harbour.example/", 404, {}, b"")
    assert (judged(gone).error or "").startswith("redirected to https://harbour.example/: HTTP 404")


def test_what_went_wrong_on_the_way_is_said_with_its_hint_in_one_pair_of_brackets() -> None:
    error = ConnectionFailed("no TLS (wrong version number)", hint="it may speak http://")
    assert judged(error).error == "no TLS (wrong version number); it may speak http://"
    assert judged(ConnectionFailed("no name", hint="spell it")).error == "no name (spell it)"
