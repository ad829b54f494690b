"""A farm of feeds and pages on loopback, in a process of its own, answering canned bytes as fast as Python can.

It answers on many 127.x addresses, each a Host of its own to the poller. Text is made of word lists, by seed.
"""

import asyncio
import gzip
import multiprocessing
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import cast

WORDS = """
minister budget alliance summit border harbour council treaty pipeline railway senate ballot union
factory river storm market tariff export steel grain energy court judge police hospital school
vaccine satellite defence tank drone missile frigate soldier general brigade reserve veteran
airfield radar shell battery said agreed warned promised denied raised cut delayed signed rejected
planned opened closed visited joined new old early late senior former national regional public
private northern southern eastern western the a of in to for with after before under over between
against during without within across
""".split()  # noqa: SIM905  a list of one word a line would be a page long
WATCHED = ("air defence", "spending target", "missile shield", "border fence", "grain export")


def sentence(rng: random.Random) -> str:
    """A sentence-shaped line of 12 to 24 words."""
    words = [rng.choice(WORDS) for _ in range(rng.randint(12, 24))]
    return " ".join(words).capitalize() + "."


def article_html(number: int, *, words: int = 490) -> str:
    """A page of about 25 kB whose article has about `words` words, wrapped in what news pages wrap it in."""
    rng = random.Random(number)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        lines = [sentence(rng) for _ in range(rng.randint(2, 4))]
        if number % 10 == 0 and not paragraphs:
            lines.append(f"They spoke of the {rng.choice(WATCHED)} for an hour.")
        paragraph = " ".join(lines)
        count += len(paragraph.split())
        paragraphs.append(f"<p>{paragraph}</p>")
    links = "".join(
        f'<li class="nav-item"><a class="nav-link" href="/section/{n}">Section {WORDS[n % len(WORDS)]} {n}</a></li>'
        for n in range(120)
    )
    teasers = "".join(
        f'<div class="teaser"><a href="/other/{n}"><img src="/i/{n}.jpg" alt=""><h3>{WORDS[n % 50]}</h3></a></div>'
        for n in range(60)
    )
    title = f"Report {number}: {sentence(rng)[:60]}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Farm Gazette</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Farm Gazette">'
        f'<meta property="article:published_time" content="2026-03-0{1 + number % 9}T08:00:00Z">'
        f'<meta name="author" content="Ann Writer"><style>{".c{color:red}" * 120}</style></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>"
        f"{''.join(paragraphs)}</article><aside>{teasers}</aside></main>"
        f"<footer><p>All rights reserved. Contact. Imprint. Privacy.</p></footer></body></html>"
    )


def feed_xml(host: str, feed: int, entries: range) -> bytes:
    """An RSS 2.0 document with one item for each number in `entries`."""
    now = datetime.now(UTC)
    items = []
    for number in entries:
        rng = random.Random(number)
        items.append(
            f"<item><title>Report {number}: {sentence(rng)[:60]}</title><link>http://{host}/a/{number}</link>"
            f'<guid isPermaLink="false">farm-{feed}-{number}</guid><description>{sentence(rng)} {sentence(rng)} '
            f"</description><pubDate>{format_datetime(now - timedelta(minutes=number % 600))}</pubDate></item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Farm {feed}</title><link>http://{host}/</link><description>Farm</description>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


@dataclass(frozen=True, slots=True)
class Layout:
    """hosts × feeds per host, each with `entries` items; `pages`: whether pages are served too."""

    hosts: int = 50
    feeds_per_host: int = 20
    entries: int = 30

    def host(self, number: int) -> str:
        """The address of a host."""
        return f"127.0.{1 + number // 200}.{1 + number % 200}"

    def urls(self, port: int) -> list[str]:
        """All feeds' URLs, in no order: nobody's list is sorted by host."""
        urls = [
            f"http://{self.host(h)}:{port}/feed/{h * self.feeds_per_host + f}"
            for h in range(self.hosts)
            for f in range(self.feeds_per_host)
        ]
        random.Random(0).shuffle(urls)
        return urls


class _Answers(asyncio.Protocol):
    """HTTP/1.1, keep-alive, GET only. A conditional request for a feed is answered 304."""

    def __init__(
        self,
        layout: Layout,
        port: int,
        cache: dict[str, bytes],
        grown: "multiprocessing.sharedctypes.Synchronized[int]",
    ) -> None:
        self._layout, self._port, self._cache, self._grown = layout, port, cache, grown
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by class

    def data_received(self, data: bytes) -> None:
        """Answer every whole request in the buffer."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, self._buffer = self._buffer[:end], self._buffer[end + 4 :]
            assert self._transport is not None
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        grown = self._grown.value
        etag = f'"{grown}"'
        if path.startswith("/feed/"):
            if f"if-none-match: {etag}".encode() in head.lower():
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + etag.encode() + b"\r\n\r\n"
            return self._cached(path, grown, etag)
        if path == "/robots.txt":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        return self._cached(path, 0, etag)

    def _cached(self, path: str, grown: int, etag: str) -> bytes:
        key = f"{path}#{grown}"
        found = self._cache.get(key)
        if found is None:
            number = int(path.rsplit("/", 1)[1])
            if path.startswith("/feed/"):
                host = f"{self._layout.host(number // self._layout.feeds_per_host)}:{self._port}"
                first = number * 1000 + grown
                body, kind = feed_xml(host, number, range(first, first + self._layout.entries)), "application/rss+xml"
            else:
                body, kind = article_html(number).encode(), "text/html; charset=utf-8"
            body = gzip.compress(body, 6)
            found = (
                f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\nETag: {etag}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            ).encode() + body
            self._cache[key] = found
        return found


def _serve(
    layout: Layout,
    port: int,
    grown: "multiprocessing.sharedctypes.Synchronized[int]",
    ready: "multiprocessing.synchronize.Event",
) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        cache: dict[str, bytes] = {}
        for host in range(layout.hosts):
            await loop.create_server(
                lambda: _Answers(layout, port, cache, grown), layout.host(host), port, backlog=256, reuse_address=True
            )
        ready.set()
        await asyncio.Event().wait()

    import uvloop

    uvloop.run(main())


class Farm:
    """A running farm. `grow()` adds one new entry to every feed (and drops the oldest)."""

    def __init__(self, layout: Layout, port: int, grown: "multiprocessing.sharedctypes.Synchronized[int]") -> None:
        self.layout, self.port, self._grown = layout, port, grown
        self.urls = layout.urls(port)

    def grow(self, by: int = 1) -> None:
        """Publish `by` new entries in every feed."""
        with self._grown.get_lock():
            self._grown.value += by


@contextmanager
def running(layout: Layout) -> Iterator[Farm]:
    """Start a farm in another process, and stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    context = multiprocessing.get_context("spawn")
    grown = context.Value("i", 0)
    ready = context.Event()
    process = context.Process(target=_serve, args=(layout, port, grown, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(30):
            raise RuntimeError("the farm did not start")
        yield Farm(layout, port, grown)
    finally:
        process.terminate()
        process.join()
