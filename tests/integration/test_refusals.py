"""What must never happen: each attack is a recorded feed error, in bounded time, and the worker goes on."""

import gzip
import time
from typing import Any

import pytest

from tests.integration.conftest import Desk
from tests.integration.test_wire import REPORT
from tests.services.http import Answer, Request
from tests.services.news import NewsSite
from worker.bootstrap import Application

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss version='2.0'><channel><title>&j;</title></channel></rss>"
)


def trouble(app: Application, url: str) -> str:
    """What is recorded of a feed's failure."""
    return next(feed.last_error or "" for feed in app.storage.views.feeds() if feed.url == url)


def beside(desk: Desk, site: NewsSite, url: str, **overrides: Any) -> Application:
    """Poll a bad feed beside a good one twice, the good one with news the second time."""
    site.add_article("Harbour opens after storm")
    desk.write(feeds=[site.feed_url(), url])
    app = desk.run(**overrides)
    site.add_article("Ministers agree", REPORT)
    desk.run(app)
    return app


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost:{port}/feeds/all.xml",
        "http://[::ffff:127.0.0.1]:{port}/feeds/all.xml",
    ],
)
def test_an_address_that_is_not_public_is_refused_and_recorded(desk: Desk, news_site: NewsSite, url: str) -> None:
    target = url.format(port=news_site.url.rsplit(":", 1)[1])
    desk.write(feeds=[target])

    app = desk.run(allow_private="")

    assert "is refused" in trouble(app, target)
    assert news_site.requests() == []


def test_a_redirect_to_an_address_that_is_not_public_is_refused(desk: Desk, news_site: NewsSite) -> None:
    url = news_site.answer("/moved", Answer(302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}))

    app = beside(desk, news_site, url)

    assert "169.254.169.254" in trouble(app, url)
    assert len(desk.bodies()) == 1


def test_an_apprise_url_is_refused_where_nothing_private_is_allowed(desk: Desk) -> None:
    port = desk.hooks.url.rsplit(":", 1)[1]
    desk.write(feeds=[], channels={"chat": {"url": f"json://127.0.0.1:{port}/hook"}}, watches=[])

    desk.open(allow_private="")

    ended = desk.command("channels", "test", "chat", environment={"WIREWATCH_ALLOW_PRIVATE": ""})

    assert ended.returncode == 1
    assert "127.0.0.1" in ended.stderr + ended.stdout
    assert desk.hooks.requests("/hook") == []


def test_a_gzip_that_opens_to_a_gigabyte_is_refused(desk: Desk, news_site: NewsSite) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000, 9) * 100  # a hundred members of ten megabytes: 1 MB that opens to 1 GB
    url = news_site.answer("/bomb.xml", Answer(200, bomb, {"Content-Encoding": "gzip"}))

    app = beside(desk, news_site, url)

    assert "bytes" in trouble(app, url) or "MB" in trouble(app, url)
    assert len(desk.bodies()) == 1


def test_one_byte_per_half_second_ends_at_the_deadline(desk: Desk, news_site: NewsSite) -> None:
    def drip(request: Request) -> Answer:
        time.sleep(8)  # the server's slowness is what is tested; the poller must not wait for it
        return Answer(200, "late")

    url = news_site.answer("/drip.xml", drip)

    app = beside(desk, news_site, url, fetch_timeout="2")

    assert "within 2 s" in trouble(app, url)
    assert len(desk.bodies()) == 1


def test_an_endless_redirect_is_refused(desk: Desk, news_site: NewsSite) -> None:
    count = iter(range(1_000_000))
    url = news_site.url + "/round"

    def onward(request: Request) -> Answer:
        return Answer(302, headers={"Location": f"/round?{next(count)}"})

    news_site.answer("/round", onward)

    app = beside(desk, news_site, url)

    assert "redirect" in trouble(app, url)
    assert next(count) <= 14
    assert len(desk.bodies()) == 1


def test_entity_expansion_is_refused(desk: Desk, news_site: NewsSite) -> None:
    url = news_site.answer("/laughs.xml", Answer(200, LAUGHS, {"Content-Type": "application/rss+xml"}))

    app = beside(desk, news_site, url)

    assert "entit" in trouble(app, url)
    assert len(desk.bodies()) == 1


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answer(404), "404"),
        (Answer(200, "<html><body><h1>Welcome</h1></body></html>", {"Content-Type": "text/html"}), "web page"),
        (Answer(200, ""), "empty"),
        (Answer(410), "410"),
    ],
)
def test_a_feed_that_is_no_feed_says_what_was_there_instead(
    desk: Desk, news_site: NewsSite, answer: Answer, word: str
) -> None:
    url = news_site.answer("/other.xml", answer)

    app = beside(desk, news_site, url)

    assert word in trouble(app, url)
    assert len(desk.bodies()) == 1


def test_a_feed_that_fails_is_asked_ever_more_rarely(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = news_site.answer("/other.xml", Answer(500))
    desk.write(feeds=[url])
    app = desk.open()
    waits = []
    for _ in range(4):
        desk.run(app)
        (feed,) = app.storage.views.feeds()
        waits.append(feed.next_at - app.clock.now())

    assert waits == sorted(waits)
    assert waits[3] > waits[0] * 3
