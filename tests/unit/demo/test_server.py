"""The outlets on loopback: HTTP as publishers speak it, and their troubles."""

import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.unit.demo.conftest import Ask
from worker.demo.clock import HandClock, RunningClock
from worker.demo.newsroom import EDITION, Newsroom
from worker.demo.outlets import OUTLETS
from worker.demo.server import NewsroomServer


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def server(clock: HandClock) -> Iterator[NewsroomServer]:
    with NewsroomServer(Newsroom(1), clock) as running:
        yield running


def feed_of(server: NewsroomServer, key: str, name: str = "all") -> str:
    (outlet,) = [one for one in server.outlets if one.key == key]
    return dict(outlet.feeds)[name]


def test_every_outlet_has_a_host_of_its_own_with_its_name_and_feeds(server: NewsroomServer) -> None:
    assert [outlet.name for outlet in server.outlets] == [outlet.name for outlet in OUTLETS]
    assert len({urlsplit(outlet.url).port for outlet in server.outlets}) == 7
    assert sum(len(outlet.feeds) for outlet in server.outlets) == 8


@pytest.mark.parametrize("key", [outlet.key for outlet in OUTLETS])
def test_an_unchanged_feed_answers_304_to_either_validator_and_a_new_article_ends_that(
    server: NewsroomServer, clock: HandClock, ask: Ask, key: str
) -> None:
    url = feed_of(server, key)
    first = ask(url)
    etag, date = first.headers["etag"], first.headers["last-modified"]

    by_etag = ask(url, headers={"If-None-Match": f'"other", {etag}'})
    by_date = ask(url, headers={"If-Modified-Since": date})
    by_both = ask(url, headers={"If-None-Match": '"other"', "If-Modified-Since": date})
    clock.move_to(110.0)
    after = ask(url, headers={"If-None-Match": etag})

    assert (by_etag.status, by_etag.body) == (304, b"")
    assert by_etag.headers["etag"] == etag
    assert by_date.status == 304
    assert by_both.status == 200  # the date counts only where no tag is sent
    assert after.status == 200
    assert after.body != first.body


def test_an_edit_changes_a_page_and_its_validators(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    clock.move_to(240.0)
    url = server.url_of("allies-ready-to-commit")
    first = ask(url)
    clock.move_to(310.0)

    assert ask(url, headers={"If-None-Match": first.headers["etag"]}).status == 200
    assert b"Correction: An earlier version" in ask(url).body
    assert b"Correction: An earlier version" not in first.body


def test_bodies_are_compressed_for_those_who_take_it(server: NewsroomServer, ask: Ask) -> None:
    url = feed_of(server, "meridian")
    packed = ask(url, headers={"Accept-Encoding": "gzip, br"})
    plain = ask(url)

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.body == plain.body
    assert packed.headers["etag"] == plain.headers["etag"]


def test_the_same_offset_gives_the_same_bytes(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    clock.move_to(200.0)
    with NewsroomServer(Newsroom(1), clock, ports=None) as other:
        one = ask(feed_of(server, "lac")).body.replace(_port(server, "lac"), b"PORT")
        two = ask(feed_of(other, "lac")).body.replace(_port(other, "lac"), b"PORT")

    assert one == two


def _port(server: NewsroomServer, key: str) -> bytes:
    (outlet,) = [one for one in server.outlets if one.key == key]
    return str(urlsplit(outlet.url).port).encode()


def test_a_head_request_has_the_headers_and_no_body(server: NewsroomServer, ask: Ask) -> None:
    said = ask(feed_of(server, "courier"), method="HEAD")

    assert said.status == 200
    assert int(said.headers["content-length"]) > 500
    assert said.body == b""


def test_pages_say_their_charset(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    clock.move_to(60.0)
    said = ask(server.url_of("defense-aerienne"))

    assert said.headers["content-type"] == "text/html; charset=windows-1252"
    assert "défense aérienne" in said.body.decode("windows-1252")


@pytest.mark.parametrize("path", ["/nothing", "/news/trees", "/news/castellane-demands", "/news/dockers-vote/more"])
def test_what_an_outlet_has_not_is_a_404(server: NewsroomServer, clock: HandClock, ask: Ask, path: str) -> None:
    clock.move_to(60.0)

    assert ask(server.outlets[0].url + path).status == 404


def test_an_article_is_a_404_until_it_is_printed(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    url = server.outlets[0].url + "/news/dockers-vote"

    assert ask(url).status == 404
    clock.move_to(15.0)
    assert ask(url).status == 200


def test_a_missing_page_is_listed_all_the_same(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    clock.move_to(185.0)

    assert b"/a/troops-at-readiness" in ask(feed_of(server, "evening")).body
    assert ask(server.url_of("troops-at-readiness")).status == 404


def test_the_front_page_lists_articles_and_robots_txt_lets_them_be_read(
    server: NewsroomServer, clock: HandClock, ask: Ask
) -> None:
    clock.move_to(60.0)
    gazette = server.outlets[0]

    assert b"/news/dockers-vote" in ask(gazette.url + "/").body
    assert b"Disallow: /search" in ask(gazette.url + "/robots.txt").body
    assert ask(gazette.url + "/", method="POST", body=b"x").status == 405


def test_a_feed_breaks_in_three_ways_and_is_well_again_while_the_others_are(
    server: NewsroomServer, clock: HandClock, ask: Ask
) -> None:
    found = []
    for moment in (121.0, 141.0, 166.0, 181.0):
        clock.move_to(moment)
        said = ask(feed_of(server, "evening"))
        found.append((said.status, said.headers["content-type"].split(";")[0], said.body[-7:] == b"</rss>\n"))
        assert ask(feed_of(server, "gazette")).status == 200

    assert found == [
        (200, "application/rss+xml", False),
        (500, "text/html", False),
        (200, "text/html", False),
        (200, "application/rss+xml", True),
    ]


def test_a_slow_outlet_keeps_its_own_readers_waiting_and_nobody_else(ask: Ask) -> None:
    entered, go_on = threading.Event(), threading.Event()

    class Held(HandClock):
        def wait(self, seconds: float) -> None:
            if seconds:
                assert seconds == 1.5
                entered.set()
                assert go_on.wait(10)

    with NewsroomServer(Newsroom(1), Held()) as server:
        answers: list[int] = []
        slow = threading.Thread(target=lambda: answers.append(ask(feed_of(server, "continental")).status))
        slow.start()
        assert entered.wait(10)
        assert ask(feed_of(server, "gazette")).status == 200
        assert answers == []
        go_on.set()
        slow.join(10)
        assert answers == [200]


def test_the_programme_can_open_when_every_feed_was_asked_once(ask: Ask) -> None:
    clock = RunningClock(speed=10_000)
    with NewsroomServer(Newsroom(1), clock, when_polled=clock.open) as server:
        urls = [url for outlet in server.outlets for _, url in outlet.feeds]
        for url in urls[:-1]:
            ask(url)
        assert clock.offset() == 0.0
        ask(urls[-1])
        deadline = time.monotonic() + 10
        while clock.offset() == 0.0 and time.monotonic() < deadline:
            ask(urls[0])
        assert clock.offset() > 0.0


def test_a_client_that_hangs_up_harms_nobody(
    server: NewsroomServer, ask: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = urlsplit(feed_of(server, "gazette"))
    for sent in (
        b"",
        b"GET /feeds/all.xml HT",
        b"GET /feeds/all.xml HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ):
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) as client:
            client.sendall(sent)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    assert ask(feed_of(server, "gazette")).status == 200
    assert capsys.readouterr().err == ""


def test_a_server_keeps_a_bounded_number_of_connections(server: NewsroomServer, ask: Ask) -> None:
    parts = urlsplit(feed_of(server, "gazette"))
    clients = [socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5) for _ in range(80)]
    try:
        closed = 0
        for client in clients[64:]:
            closed += client.recv(1) == b""
        assert closed == 16
        assert ask(feed_of(server, "meridian")).status == 200  # another outlet has connections of its own
    finally:
        for client in clients:
            client.close()


def test_a_port_may_be_chosen_and_one_that_is_taken_is_refused(server: NewsroomServer, clock: HandClock) -> None:
    taken = int(_port(server, "gazette"))

    with pytest.raises(OSError, match="in use"):
        NewsroomServer(Newsroom(1), clock, ports={"courier": taken})


def test_what_was_answered_is_counted(server: NewsroomServer, clock: HandClock, ask: Ask) -> None:
    clock.move_to(EDITION - 1)
    url = feed_of(server, "ministry")
    etag = ask(url).headers["etag"]
    ask(url, headers={"If-None-Match": etag})
    ask(server.url_of("batteries-ordered"))

    assert server.answered() == {
        ("ministry", "feed", 200): 1,
        ("ministry", "feed", 304): 1,
        ("ministry", "page", 200): 1,
    }
