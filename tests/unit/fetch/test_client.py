"""The guarded fetcher against awkward servers."""

import contextlib
import gzip
import socket
import ssl
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.http import FetchRequest, FetchResponse, Redirect
from worker.errors import (
    AddressRefused,
    BadResponse,
    BadUrl,
    BodyTooLarge,
    ConnectionFailed,
    FetchError,
    FetchTimeout,
    TooManyRedirects,
)
from worker.fetch.client import GuardedFetcher, user_agent

Serve = Callable[..., Any]
Reply = Callable[..., bytes]
DATA = Path(__file__).parent / "data"


def get(url: str, **options: Any) -> FetchRequest:
    return FetchRequest(url, timeout=options.pop("timeout", 10.0), **options)


class TestAnswers:
    def test_an_answer_has_status_headers_and_body(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply(b"hello", ETag='"a"', Link="<x>; rel=hub\r\nlink: <y>; rel=self"))
        response = fetcher.fetch(get(site.url("/feed")))
        assert (response.status, response.body, response.url) == (200, b"hello", site.url("/feed"))
        assert response.header("etag") == '"a"'
        assert response.header("Link") == "<x>; rel=hub, <y>; rel=self"

    @pytest.mark.parametrize(
        "status", ["204 No Content", "304 Not Modified", "404 Not Found", "410 Gone", "503 Busy"]
    )
    def test_any_status_is_an_answer(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, status: str) -> None:
        site = serve(lambda _visit: reply(status=status))
        assert fetcher.fetch(get(site.url())).status == int(status[:3])

    @pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
    def test_a_compressed_body_is_opened(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, encoding: str, pack: Callable[[bytes], bytes]
    ) -> None:
        site = serve(lambda _visit: reply(pack(b"news " * 1000), Content_Encoding=encoding))
        assert fetcher.fetch(get(site.url())).body == b"news " * 1000

    def test_a_chunked_body_is_put_together(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        site = serve(
            lambda _visit: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        )
        assert fetcher.fetch(get(site.url())).body == b"abcde"

    def test_a_body_without_a_length_ends_with_the_connection(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        site = serve(lambda visit: visit.send(b"HTTP/1.1 200 OK\r\n\r\nuntil the end"))
        assert fetcher.fetch(get(site.url())).body == b"until the end"

    def test_head_has_no_body_whatever_length_is_announced(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply(Content_Length="99999999999"))
        assert fetcher.fetch(get(site.url(), method="HEAD")).body == b""

    def test_header_bytes_that_are_not_utf_8_are_text_that_can_be_stored(
        self, serve: Serve, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: b'HTTP/1.1 200 OK\r\nETag: "\xe9t\xe9"\r\nContent-Length: 0\r\n\r\n')
        etag = fetcher.fetch(get(site.url())).header("etag")
        assert etag == '"été"'
        etag.encode()

    def test_long_security_headers_are_read(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply(b"ok", Content_Security_Policy="default-src " * 2000))
        assert fetcher.fetch(get(site.url())).body == b"ok"


class TestWhatIsSent:
    def test_we_say_who_we_are_and_take_only_what_is_bounded(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply())
        fetcher.fetch(get(site.url()))
        sent = site.visits[0].headers
        assert sent["user-agent"] == user_agent("https://desk.example/about")
        assert sent["accept-encoding"] == "gzip, deflate"
        assert set(sent) == {"host", "user-agent", "accept", "accept-encoding"}

    def test_the_callers_headers_win(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply())
        fetcher.fetch(get(site.url(), headers={"user-agent": "Other", "If-None-Match": '"a"'}))
        assert site.visits[0].headers["user-agent"] == "Other"
        assert site.visits[0].headers["if-none-match"] == '"a"'

    def test_a_cookie_is_not_sent_back(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply(Set_Cookie="id=1; Path=/"))
        assert "set-cookie" not in fetcher.fetch(get(site.url())).headers
        fetcher.fetch(get(site.url()))
        assert "cookie" not in site.visits[1].headers

    def test_a_redirect_sends_no_cookie_and_no_referrer(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(
            lambda v: reply(status="302 Found", Location="/b", Set_Cookie="id=1") if v.path == "/a" else reply()
        )
        fetcher.fetch(get(site.url("/a")))
        assert not {"cookie", "referer"} & set(site.visits[1].headers)

    def test_a_body_is_sent_as_it_is(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply())
        headers = {"Content-Type": "application/json"}
        fetcher.fetch(get(site.url(), method="POST", body=b'{"a": 1}', headers=headers))
        assert (site.visits[0].method, site.visits[0].body) == ("POST", b'{"a": 1}')
        assert site.visits[0].headers["content-type"] == "application/json"

    def test_a_proxy_in_the_environment_is_not_asked(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        proxy = serve(lambda _visit: reply(b"proxied"))
        monkeypatch.setenv("http_proxy", proxy.url())
        site = serve(lambda _visit: reply(b"direct"))
        assert fetcher.fetch(get(site.url())).body == b"direct"

    def test_a_line_break_in_a_header_is_refused(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply())
        with pytest.raises(BadUrl, match="cannot be written down"):
            fetcher.fetch(get(site.url(), headers={"X-Key": "a\r\nX-Other: b"}))
        assert not site.visits


class TestConnections:
    def test_a_connection_is_used_again(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply())
        for _ in range(3):
            fetcher.fetch(get(site.url()))
        assert site.connections == 1

    def test_a_kept_connection_that_died_costs_nothing(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda visit: visit.send(reply(b"ok")))  # closes without saying so
        assert [fetcher.fetch(get(site.url())).body for _ in range(3)] == [b"ok"] * 3

    def test_a_post_never_uses_a_kept_connection(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: reply())
        for method in ("GET", "POST", "POST"):
            fetcher.fetch(get(site.url(), method=method))
        assert site.connections == 3

    def test_a_post_is_not_repeated_when_the_connection_breaks(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        site = serve(lambda _visit: None)
        with pytest.raises(ConnectionFailed, match="closed the connection without an answer"):
            fetcher.fetch(get(site.url(), method="POST", body=b"x"))
        assert len(site.visits) == 1

    def test_idle_connections_are_bounded(self, serve: Serve, reply: Reply) -> None:
        def handler(visit: Any) -> bytes:
            return reply(visit.path.encode())

        sites = [serve(handler) for _ in range(4)]
        fetcher = GuardedFetcher(["127.0.0.0/8"], idle_hosts=2)
        for _ in range(2):
            for site in sites:
                fetcher.fetch(get(site.url()))
        assert [site.connections for site in sites] == [1, 1, 2, 2]
        fetcher.close()

    def test_connections_to_one_host_are_bounded(self, serve: Serve, reply: Reply) -> None:
        most, now = 0, 0
        lock = threading.Lock()

        def handler(visit: Any) -> bytes:
            nonlocal most, now
            with lock:
                now += 1
                most = max(most, now)
            visit.stopped.wait(0.05)
            with lock:
                now -= 1
            return reply()

        site = serve(handler)
        fetcher = GuardedFetcher(["127.0.0.0/8"], per_host=2)
        outcomes = list(fetcher.fetch_each([get(site.url()) for _ in range(8)]))
        fetcher.close()
        assert all(isinstance(outcome, FetchResponse) for _, outcome in outcomes)
        assert most == 2

    def test_a_closed_fetcher_says_so(self) -> None:
        fetcher = GuardedFetcher()
        fetcher.close()
        fetcher.close()
        with pytest.raises(RuntimeError, match="has been closed"):
            fetcher.fetch(get("http://example.org/"))

    def test_each_thread_may_fetch_at_the_same_time(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        both = threading.Barrier(2, timeout=10)

        def handler(_visit: Any) -> bytes:
            both.wait()
            return reply(b"met")

        site = serve(handler)
        bodies: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: bodies.append(fetcher.fetch(get(site.url())).body)) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert bodies == [b"met", b"met"]


class TestGuard:
    @pytest.mark.parametrize(
        "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127。0。0。1", "LOCALHOST"]
    )
    def test_loopback_is_refused_in_every_spelling_and_never_connected_to(
        self, serve: Serve, reply: Reply, strict: GuardedFetcher, host: str
    ) -> None:
        site = serve(lambda _visit: reply(b"secret"))
        with pytest.raises(AddressRefused, match="refused: loopback"):
            strict.fetch(get(f"http://{host}:{site.port}/"))
        assert site.connections == 0

    @pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.0.0.1."])
    def test_odd_spellings_of_an_address_are_bad_urls_even_where_it_is_allowed(
        self, fetcher: GuardedFetcher, host: str
    ) -> None:
        with pytest.raises(BadUrl):
            fetcher.fetch(get(f"http://{host}/"))

    @pytest.mark.parametrize(
        "target",
        [
            "http://169.254.169.254/latest/meta-data/",
            "http://[fe80::1]/",
            "http://10.0.0.1/",
            "http://[64:ff9b::7f00:1]/",
        ],
    )
    def test_a_redirect_to_an_inner_address_is_refused_and_says_where_it_came_from(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, target: str
    ) -> None:
        site = serve(lambda _visit: reply(status="302 Found", Location=target))
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 redirects to where it must not: .* is refused"):
            fetcher.fetch(get(site.url()))

    def test_a_redirect_from_an_allowed_network_to_loopback_is_refused(self, serve: Serve, reply: Reply) -> None:
        inner = serve(lambda _visit: reply(b"secret"), host="127.0.0.2")
        outer = serve(lambda _visit: reply(status="302 Found", Location=inner.url()))
        fetcher = GuardedFetcher(["127.0.0.1/32"])
        with pytest.raises(AddressRefused, match="loopback"):
            fetcher.fetch(get(outer.url()))
        fetcher.close()
        assert inner.connections == 0

    def test_the_address_that_was_judged_is_the_one_connected_to(self, serve: Serve, reply: Reply) -> None:
        """A name server that answers once with an allowed address and then with another gains nothing."""
        allowed = serve(lambda _visit: reply(b"allowed", Connection="close"))
        inner = serve(lambda _visit: reply(b"secret"), host="127.0.0.2", port=allowed.port)
        answers = ["127.0.0.1", "127.0.0.2", "127.0.0.2"]

        def rebinding(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
            return [(socket.AF_INET, answers.pop(0))]

        url = f"http://rebind.example:{allowed.port}/"
        first = GuardedFetcher(["127.0.0.1/32"], lookup=rebinding)
        assert [first.fetch(get(url)).body for _ in range(2)] == [b"allowed"] * 2
        first.close()
        second = GuardedFetcher(["127.0.0.1/32"], lookup=rebinding)
        with pytest.raises(AddressRefused, match=r"rebind\.example resolves to 127\.0\.0\.2"):
            second.fetch(get(url))
        second.close()
        assert inner.connections == 0

    def test_a_socket_is_refused_even_if_every_check_before_it_failed(
        self, serve: Serve, reply: Reply, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site = serve(lambda _visit: reply(b"secret"))
        fetcher = GuardedFetcher()
        resolved = [(socket.AF_INET, "127.0.0.1")]
        monkeypatch.setattr(fetcher.guard, "resolve", lambda *_args, **_options: resolved)
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is refused: loopback"):
            fetcher.fetch(get(f"http://public.example:{site.port}/"))
        fetcher.close()
        assert site.connections == 0

    def test_allow_private_opens_one_request_and_no_other(
        self, serve: Serve, reply: Reply, strict: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply(b"office"))
        for name in (site.url(), f"http://localhost:{site.port}/"):
            assert strict.fetch(get(name, allow_private=True)).body == b"office"
            with pytest.raises(AddressRefused):
                strict.fetch(get(name))

    def test_a_name_that_does_not_resolve_says_so(self) -> None:
        def none(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        fetcher = GuardedFetcher(lookup=none)
        outcomes = list(fetcher.fetch_each([get("http://nosuch.example/a"), get("http://nosuch.example/b")]))
        fetcher.close()
        assert [str(outcome) for _, outcome in outcomes] == ["name nosuch.example does not resolve"] * 2

    def test_a_resolver_that_hangs_does_not_outlast_the_deadline(self, took: Callable[[], float]) -> None:
        release = threading.Event()

        def hang(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
            release.wait(30)
            return []

        fetcher = GuardedFetcher(lookup=hang)
        with pytest.raises(FetchTimeout, match=r"no answer from slow\.example within 0\.2 s"):
            fetcher.fetch(get("http://slow.example/", timeout=0.2))
        release.set()
        fetcher.close()
        assert took() < 10


class TestRedirects:
    def test_each_hop_is_recorded(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        def handler(visit: Any) -> bytes:
            if visit.path == "/a":
                return reply(b"moved", status="301 Moved Permanently", Location="b?x=1#part")
            return reply(b"here") if visit.path == "/c" else reply(status="307 Temporary Redirect", Location="/c")

        site = serve(handler)
        response = fetcher.fetch(get(site.url("/a")))
        assert (response.url, response.body) == (site.url("/c"), b"here")
        assert response.redirects == (Redirect(301, site.url("/b?x=1")), Redirect(307, site.url("/c")))

    def test_just_as_many_as_allowed_are_followed(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda v: reply(b"ok") if v.path == "/xxx" else reply(status="302 Found", Location=v.path + "x"))
        assert fetcher.fetch(get(site.url("/"), max_redirects=3)).body == b"ok"
        with pytest.raises(TooManyRedirects, match="once more after 2 redirects"):
            fetcher.fetch(get(site.url("/"), max_redirects=2))

    def test_an_endless_chain_ends(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda visit: reply(status="302 Found", Location=visit.path + "x"))
        with pytest.raises(TooManyRedirects):
            fetcher.fetch(get(site.url("/")))
        assert len(site.visits) == 6

    def test_a_circle_is_seen_at_once(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda visit: reply(status="302 Found", Location="/b" if visit.path == "/a" else "/a"))
        with pytest.raises(TooManyRedirects, match="in a circle"):
            fetcher.fetch(get(site.url("/a"), max_redirects=50))
        assert len(site.visits) == 2

    @pytest.mark.parametrize(
        "location", ["file:///etc/passwd", "http://u:hunter2@127.0.0.1/", "http://[", "gopher://x/"]
    )
    def test_a_target_that_cannot_be_fetched_is_a_bad_response(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, location: str
    ) -> None:
        site = serve(lambda _visit: reply(status="302 Found", Location=location))
        with pytest.raises(BadResponse) as caught:
            fetcher.fetch(get(site.url()))
        assert "hunter2" not in str(caught.value)

    def test_a_redirect_to_nowhere_is_a_bad_response(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply(status="302 Found"))
        with pytest.raises(BadResponse, match="without saying where to go"):
            fetcher.fetch(get(site.url()))

    def test_keys_are_dropped_when_the_origin_changes_and_validators_are_not(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        other = serve(lambda _visit: reply(b"ok"))
        site = serve(lambda v: reply(status="302 Found", Location="/b" if v.path == "/a" else other.url()))
        keys = {"Authorization": "Basic eA==", "X-Key": "k", "If-None-Match": '"a"'}
        fetcher.fetch(get(site.url("/a"), headers=keys))
        assert site.visits[1].headers["authorization"] == "Basic eA=="
        assert not {"authorization", "x-key"} & set(other.visits[0].headers)
        assert other.visits[0].headers["if-none-match"] == '"a"'

    def test_dropped_keys_do_not_come_back_with_the_origin(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        back: list[str] = []
        other = serve(lambda _visit: reply(status="302 Found", Location=back[0]))
        site = serve(lambda v: reply(b"ok") if v.path == "/end" else reply(status="302 Found", Location=other.url()))
        back.append(site.url("/end"))
        fetcher.fetch(get(site.url("/a"), headers={"Authorization": "Basic eA=="}))
        assert "authorization" not in site.visits[1].headers

    @pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
    def test_a_post_is_not_sent_on(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, status: str) -> None:
        site = serve(lambda _visit: reply(status=status, Location="/b"))
        response = fetcher.fetch(get(site.url("/a"), method="POST", body=b"x"))
        assert (response.status, response.header("location"), len(site.visits)) == (int(status[:3]), "/b", 1)

    def test_the_deadline_holds_over_the_whole_chain(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        def handler(visit: Any) -> bytes:
            visit.stopped.wait(0.15)
            return reply(status="302 Found", Location=visit.path + "x")

        site = serve(handler)
        with pytest.raises(FetchTimeout):
            fetcher.fetch(get(site.url(), timeout=0.4, max_redirects=100))
        assert len(site.visits) < 10
        assert took() < 10


class TestBounds:
    def test_an_announced_length_above_the_bound_is_refused_unread(
        self, serve: Serve, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        def handler(visit: Any) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5000001\r\n\r\n")
            visit.stopped.wait(10)

        with pytest.raises(BodyTooLarge, match="announces 5,000,001 bytes, more than 5,000,000"):
            fetcher.fetch(get(serve(handler).url()))
        assert took() < 8

    def test_an_endless_body_is_cut_at_the_bound(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        def handler(visit: Any) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
            while not visit.stopped.is_set():
                visit.send(b"x" * 65536)

        with pytest.raises(BodyTooLarge, match="sends more than 300,000 bytes"):
            fetcher.fetch(get(serve(handler).url(), max_bytes=300_000))

    def test_a_bomb_is_refused_in_little_memory(self, serve: Serve, reply: Reply) -> None:
        """1 MB that opens to 1 GB costs the fetching process less than 40 MB."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = bytes(1_000_000)
        start, more = (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
        bomb = start + more * 999
        assert len(bomb) < 1_100_000
        site = serve(lambda visit: reply(bomb, Content_Encoding="gzip") if visit.method == "GET" else reply())
        script = f"""
            import resource
            from worker.domain.http import FetchRequest
            from worker.errors import BodyTooLarge
            from worker.fetch.client import GuardedFetcher
            fetcher = GuardedFetcher(["127.0.0.0/8"])
            fetcher.fetch(FetchRequest({site.url()!r}, method="HEAD"))
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            try:
                fetcher.fetch(FetchRequest({site.url()!r}))
            except BodyTooLarge as error:
                print(error)
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
            fetcher.close()
        """
        message, grown = run(script).splitlines()
        assert message == "127.0.0.1 sends a body that opens to more than 5,000,000 bytes"
        assert int(grown) < (40_000_000 if sys.platform == "darwin" else 40_000)  # bytes there, kB elsewhere

    def test_one_byte_each_half_second_ends_at_the_deadline(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        def handler(visit: Any) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            visit.drip(b"x" * 1000, 0.5)

        with pytest.raises(FetchTimeout, match=r"127\.0\.0\.1 did not finish its answer within 0\.8 s"):
            fetcher.fetch(get(serve(handler).url(), timeout=0.8))
        assert took() < 8

    def test_slow_headers_end_at_the_deadline(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        site = serve(lambda visit: visit.drip(reply(b"x"), 0.1))
        with pytest.raises(FetchTimeout, match=r"no answer from 127\.0\.0\.1 within 0\.5 s"):
            fetcher.fetch(get(site.url(), timeout=0.5))
        assert took() < 8

    def test_endless_interim_answers_end_at_the_deadline(
        self, serve: Serve, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        site = serve(lambda visit: visit.drip(b"HTTP/1.1 102 Processing\r\n\r\n" * 10_000, 0.0005))
        with pytest.raises(FetchTimeout):
            fetcher.fetch(get(site.url(), timeout=0.5))
        assert took() < 8

    def test_a_header_without_end_is_a_bad_response(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        def handler(visit: Any) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(1_000):
                visit.send(b"x" * 65536)

        with pytest.raises(BadResponse, match="does not answer in proper HTTP"):
            fetcher.fetch(get(serve(handler).url()))

    def test_thousands_of_headers_are_a_bad_response(self, serve: Serve, fetcher: GuardedFetcher) -> None:
        lines = b"".join(b"X-%d: y\r\n" % number for number in range(5_000))
        site = serve(lambda _visit: b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n")
        with pytest.raises(BadResponse, match="does not answer in proper HTTP"):
            fetcher.fetch(get(site.url()))


class TestBrokenAnswers:
    @pytest.mark.parametrize(
        "data",
        [
            b"\x00\x01\x02\x03 garbage\r\n\r\n",
            b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
            b"HTTP/1.1 999999 No\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\nabc\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nplain",
        ],
        ids=[
            "garbage",
            "ssh",
            "status",
            "length",
            "two lengths",
            "chunk size",
            "no gzip",
            "br",
        ],
    )
    def test_what_breaks_http_or_its_own_encoding_is_a_bad_response(
        self, serve: Serve, fetcher: GuardedFetcher, data: bytes
    ) -> None:
        site = serve(lambda visit: visit.send(data))
        with pytest.raises(BadResponse) as caught:
            fetcher.fetch(get(site.url()))
        assert str(caught.value).startswith(("127.0.0.1", "the body from 127.0.0.1"))
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        "data",
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ],
        ids=["wrong length", "cut chunk"],
    )
    def test_a_body_that_ends_too_early_is_a_failed_connection(
        self, serve: Serve, fetcher: GuardedFetcher, data: bytes
    ) -> None:
        site = serve(lambda visit: visit.send(data))
        with pytest.raises(ConnectionFailed, match="in the middle of the body"):
            fetcher.fetch(get(site.url()))

    def test_a_reset_in_the_middle_of_the_body_is_a_failed_connection(
        self, serve: Serve, fetcher: GuardedFetcher
    ) -> None:
        def handler(visit: Any) -> None:
            visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
            visit.stopped.wait(0.1)
            visit.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        with pytest.raises(ConnectionFailed, match="in the middle of the body"):
            fetcher.fetch(get(serve(handler).url()))

    def test_a_closed_port_is_a_failed_connection(self, fetcher: GuardedFetcher) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(ConnectionFailed, match=r"^127\.0\.0\.1: connection refused$"):
            fetcher.fetch(get(f"http://127.0.0.1:{port}/"))

    @pytest.mark.parametrize(
        "url", ["", "http://", "http://[::1", "http://a b/", "file:///etc/passwd", "http://x:99999/", "http://u:p@x/"]
    )
    def test_a_bad_url_is_an_error_of_ours(self, fetcher: GuardedFetcher, url: str) -> None:
        with pytest.raises(BadUrl):
            fetcher.fetch(get(url))

    @settings(deadline=None, max_examples=150)
    @given(data=st.one_of(st.binary(max_size=200), st.binary(max_size=120).map(b"HTTP/1.1 200 OK\r\n".__add__)))
    def test_any_bytes_from_a_server_end_in_an_answer_or_an_error_of_ours(self, data: bytes) -> None:
        left, right = _pipe_server(data)
        fetcher = GuardedFetcher(["127.0.0.0/8"])
        try:
            fetcher.fetch(get(f"http://127.0.0.1:{right}/", timeout=5))
        except FetchError:
            pass
        finally:
            fetcher.close()
            left.join(5)


class TestTls:
    def serve_tls(self, serve: Serve, reply: Reply, name: str) -> Any:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(DATA / f"{name}.pem")
        return serve(lambda _visit: reply(b"sealed"), tls=context)

    @pytest.mark.parametrize(
        ("name", "trusted", "reason"),
        [
            ("valid", False, "is signed by itself"),
            ("expired", True, "has expired"),
            ("other", True, "is for another address"),
        ],
    )
    def test_a_certificate_is_refused_with_its_reason(
        self, serve: Serve, reply: Reply, name: str, trusted: bool, reason: str
    ) -> None:
        context = ssl.create_default_context(cafile=DATA / f"{name}.pem") if trusted else None
        fetcher = GuardedFetcher(["127.0.0.0/8"], ssl_context=context)
        with pytest.raises(ConnectionFailed) as caught:
            fetcher.fetch(get(self.serve_tls(serve, reply, name).url()))
        fetcher.close()
        assert str(caught.value) == f"the TLS certificate of 127.0.0.1 {reason}"

    def test_a_trusted_certificate_is_accepted_and_a_downgrade_is_recorded(self, serve: Serve, reply: Reply) -> None:
        plain = serve(lambda _visit: reply(b"plain"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(DATA / "valid.pem")
        sealed = serve(lambda _visit: reply(status="302 Found", Location=plain.url()), tls=context)
        fetcher = GuardedFetcher(["127.0.0.0/8"], ssl_context=ssl.create_default_context(cafile=DATA / "valid.pem"))
        response = fetcher.fetch(get(sealed.url()))
        fetcher.close()
        assert response.redirects == (Redirect(302, plain.url()),)

    def test_a_server_without_tls_is_a_failed_connection(self, fetcher: GuardedFetcher) -> None:
        thread, port = _pipe_server(b"HTTP/1.0 400 Bad Request\r\n\r\n")
        with pytest.raises(ConnectionFailed, match=r"127\.0\.0\.1: no TLS connection") as found:
            fetcher.fetch(get(f"https://127.0.0.1:{port}/"))
        thread.join(5)
        assert found.value.hint == "it may speak http:// at this port, not https://"


class TestFetchEach:
    def test_every_index_comes_once_with_its_own_answer(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda visit: reply(visit.path.encode()))
        requests = [get(site.url(f"/{number}")) for number in range(64)]
        requests[7] = get("http://10.0.0.1/")
        requests[9] = get("not a url")
        outcomes = dict(fetcher.fetch_each(requests))
        assert sorted(outcomes) == list(range(64))
        assert isinstance(outcomes.pop(7), AddressRefused)
        assert isinstance(outcomes.pop(9), BadUrl)
        for index, outcome in outcomes.items():
            assert isinstance(outcome, FetchResponse)
            assert outcome.body == f"/{index}".encode()

    def test_nothing_asked_is_nothing_yielded(self, fetcher: GuardedFetcher) -> None:
        assert list(fetcher.fetch_each([])) == []

    def test_sixty_four_hosts_are_asked_at_once(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        """Each server answers only when all have been asked."""
        everyone = threading.Barrier(64, timeout=20)

        def handler(_visit: Any) -> bytes:
            everyone.wait()
            return reply(b"ok")

        sites = [serve(handler, host=f"127.0.1.{number}") for number in range(1, 65)]
        outcomes = list(fetcher.fetch_each([get(site.url(), timeout=20) for site in sites]))
        assert all(isinstance(outcome, FetchResponse) for _, outcome in outcomes)

    def test_quick_answers_do_not_wait_for_slow_ones(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        go_on = threading.Event()

        def handler(visit: Any) -> bytes:
            if visit.path == "/slow":
                go_on.wait(10)
            return reply()

        site = serve(handler)
        answers = fetcher.fetch_each([get(site.url("/slow")), get(site.url("/quick"))])
        assert next(answers)[0] == 1
        go_on.set()
        assert next(answers)[0] == 0

    def test_the_batchs_deadline_ends_what_has_no_answer(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        def handler(visit: Any) -> bytes:
            if visit.path != "/quick":
                visit.stopped.wait(10)
            return reply()

        site = serve(handler)
        requests = [get(site.url(path)) for path in ("/a", "/quick", "/b")]
        outcomes = dict(fetcher.fetch_each(requests, deadline=2.0))
        assert isinstance(outcomes[1], FetchResponse)
        assert isinstance(outcomes[0], FetchTimeout)
        assert str(outcomes[2]) == "no whole answer from 127.0.0.1 before the time of its batch was over"
        assert took() < 8

    def test_a_deadline_in_the_past_tries_nothing_for_long(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        site = serve(hang)
        (outcome,) = list(fetcher.fetch_each([get(site.url())], deadline=-1))
        assert isinstance(outcome[1], FetchTimeout)
        assert took() < 8

    def test_a_slow_caller_makes_no_timeout_of_an_answer_that_has_arrived(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        asked = threading.Event()
        first_taken = threading.Event()
        answered = threading.Event()

        def handler(visit: Any) -> bytes | None:
            if visit.path == "/second":
                asked.set()
                first_taken.wait(10)
                visit.send(reply(b"second"))
                answered.set()
                return None
            asked.wait(10)  # the first answer ends the turn, and the second request must be out by then
            return reply(b"first")

        site = serve(handler)
        answers = fetcher.fetch_each([get(site.url(f"/{name}"), timeout=1.0) for name in ("first", "second")])
        next(answers)
        first_taken.set()
        assert answered.wait(10)
        threading.Event().wait(1.5)  # the caller's own work, longer than the time-out
        _, outcome = next(answers)
        assert isinstance(outcome, FetchResponse)

    def test_closing_early_cancels_the_rest_and_leaves_the_fetcher_usable(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        asked = threading.Event()
        gone = threading.Event()

        def handler(visit: Any) -> bytes:
            if visit.path == "/slow":
                asked.set()
                visit.wire.settimeout(10)
                if visit.wire.recv(1) == b"":
                    gone.set()
            asked.wait(10)
            return reply(b"ok")

        site = serve(handler)
        answers = fetcher.fetch_each([get(site.url("/slow")), get(site.url("/quick"))])
        next(answers)
        answers.close()  # type: ignore[attr-defined] # the port says Iterator; ours is a generator
        assert gone.wait(5)
        assert fetcher.fetch(get(site.url("/quick"))).body == b"ok"
        assert took() < 9

    def test_a_request_may_be_made_while_a_batch_is_being_read(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda visit: reply(visit.path.encode()))
        seen = []
        for index, _ in fetcher.fetch_each([get(site.url(f"/{number}")) for number in range(5)]):
            assert fetcher.fetch(get(site.url("/robots.txt"))).body == b"/robots.txt"
            seen.append(index)
        assert sorted(seen) == [0, 1, 2, 3, 4]

    def test_two_batches_may_be_read_by_turns(self, serve: Serve, reply: Reply, fetcher: GuardedFetcher) -> None:
        site = serve(lambda visit: reply(visit.path.encode()))
        pairs = zip(
            fetcher.fetch_each([get(site.url("/a")) for _ in range(9)]),
            fetcher.fetch_each([get(site.url("/b")) for _ in range(9)]),
            strict=True,
        )
        bodies = {
            (one.body, two.body)
            for (_, one), (_, two) in pairs
            if not isinstance(one, FetchError) and not isinstance(two, FetchError)
        }
        assert bodies == {(b"/a", b"/b")}


class TestFetchGroups:
    def test_answers_that_come_close_together_come_in_one_list(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply())
        groups = list(fetcher.fetch_groups([get(site.url()) for _ in range(16)], deadline=20, linger=10))
        assert [sorted(index for index, _ in group) for group in groups] == [list(range(16))]

    def test_a_first_answer_waits_no_longer_than_asked(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher, took: Callable[[], float]
    ) -> None:
        site = serve(lambda visit: hang(visit) if visit.path == "/slow" else reply())
        groups = fetcher.fetch_groups([get(site.url("/slow")), get(site.url("/quick"))], deadline=10, linger=0.1)
        assert [index for index, _ in next(groups)] == [1]
        assert took() < 8

    def test_no_list_is_empty_and_every_index_comes_once(
        self, serve: Serve, reply: Reply, fetcher: GuardedFetcher
    ) -> None:
        site = serve(lambda _visit: reply())
        groups = list(fetcher.fetch_groups([get(site.url()) for _ in range(20)], deadline=20, linger=0.0))
        assert all(groups)
        assert sorted(index for group in groups for index, _ in group) == list(range(20))


class TestProcesses:
    def test_a_fetcher_used_before_a_fork_works_on_both_sides_of_it(self, serve: Serve, reply: Reply) -> None:
        site = serve(lambda visit: reply(str(visit.connection).encode()))
        script = f"""
            import os
            from worker.domain.http import FetchRequest
            from worker.fetch.client import GuardedFetcher
            fetcher = GuardedFetcher(["127.0.0.0/8"])
            ask = lambda: fetcher.fetch(FetchRequest({site.url()!r})).body.decode()
            print(ask(), flush=True)
            if not (child := os.fork()):
                print(ask(), ask(), flush=True)
                fetcher.close()
                os._exit(0)
            os.waitpid(child, 0)
            print(ask(), flush=True)
            fetcher.close()
        """
        assert run(script).split() == ["1", "2", "2", "1"]

    def test_a_batch_that_was_being_read_at_a_fork_goes_on_in_the_parent(self, serve: Serve, reply: Reply) -> None:
        site = serve(lambda _visit: reply(b"ok"))
        script = f"""
            import os
            from worker.domain.http import FetchRequest
            from worker.fetch.client import GuardedFetcher
            fetcher = GuardedFetcher(["127.0.0.0/8"])
            answers = fetcher.fetch_each([FetchRequest({site.url()!r})] * 8)
            next(answers)
            if not (child := os.fork()):
                del answers
                os._exit(0)
            os.waitpid(child, 0)
            print(len(list(answers)))
            fetcher.close()
        """
        assert run(script).strip() == "7"

    def test_a_signal_handlers_exception_ends_a_request(self, serve: Serve, took: Callable[[], float]) -> None:
        """Celery's soft time limit is such a handler."""
        site = serve(hang)
        script = f"""
            import signal
            from worker.domain.http import FetchRequest
            from worker.fetch.client import GuardedFetcher
            class Limit(Exception): pass
            def over(*_): raise Limit
            signal.signal(signal.SIGUSR1, over)
            signal.signal(signal.SIGALRM, over)
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            fetcher = GuardedFetcher(["127.0.0.0/8"])
            try:
                fetcher.fetch(FetchRequest({site.url()!r}))
            except Limit:
                print("over")
            fetcher.close()
        """
        assert run(script).strip() == "over"
        assert took() < 15

    def test_a_fetcher_that_nobody_closes_says_nothing_at_exit(self, serve: Serve, reply: Reply) -> None:
        site = serve(lambda _visit: reply(b"ok"))
        script = f"""
            from worker.domain.http import FetchRequest
            from worker.fetch.client import GuardedFetcher
            fetcher = GuardedFetcher(["127.0.0.0/8"])
            print(fetcher.fetch(FetchRequest({site.url()!r})).status)
        """
        assert run(script) == "200\n"


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        ("", "Wirewatch/0.1.0"),
        ("desk@example.org", "Wirewatch/0.1.0 (+desk@example.org)"),
        ("a\r\nX: b", "Wirewatch/0.1.0 (+aX: b)"),
    ],
)
def test_the_user_agent_names_the_product_and_the_contact(contact: str, name: str) -> None:
    assert user_agent(contact) == name


def hang(visit: Any) -> None:
    """A server that takes the request and never answers."""
    visit.stopped.wait(20)


def run(script: str) -> str:
    """The standard output of a script in a process of its own; whatever it says on standard error fails."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", dedent(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def _pipe_server(data: bytes) -> tuple[threading.Thread, int]:
    """Answers whatever is asked with these bytes, as often as asked, then closes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        listener.settimeout(5)
        with listener:
            for _ in range(2):  # aiohttp asks a second time where the first connection gave nothing
                try:
                    wire, _address = listener.accept()
                except OSError:
                    return
                with wire, contextlib.suppress(OSError):
                    wire.recv(65536)
                    wire.sendall(data)
                if data:
                    return

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    return thread, listener.getsockname()[1]
