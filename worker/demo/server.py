"""The outlets as HTTP servers on loopback, each on a port of its own."""

import gzip
import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from types import TracebackType
from typing import Self

from worker.demo.clock import Clock
from worker.demo.feeds import CONTENT_TYPES, feed_document, in_trouble
from worker.demo.newsroom import Newsroom, Trouble
from worker.demo.outlets import OUTLETS, Outlet
from worker.demo.pages import article_page, index_page, missing_page
from worker.demo.serve import Answer, Request, Servers

ROBOTS = b"User-agent: *\nDisallow: /search\n"
LINKED = 5
"""Other articles that a page links to."""
_GZIP_FROM = 500
"""Bytes below which compressing gains nothing."""


@dataclass(frozen=True, slots=True)
class OutletSite:
    """Where an outlet is. feeds: (name of the feed, its URL)."""

    key: str
    name: str
    url: str
    feeds: tuple[tuple[str, str], ...]
    language: str


def sites(bases: Mapping[str, str]) -> tuple[OutletSite, ...]:
    """Where the outlets are. bases: outlet's key → its URL without a slash at the end."""
    return tuple(
        OutletSite(
            outlet.key,
            outlet.name,
            bases[outlet.key],
            tuple((name, bases[outlet.key] + path) for name, path in outlet.feeds),
            outlet.language,
        )
        for outlet in OUTLETS
    )


class NewsroomServer:
    """Serves a newsroom from now on, until `close` or the end of with.

    outlets: where each is. ports: outlet's key → port; 0, or left out, takes a free one. when_polled: called once,
    when every feed has been answered for the first time: the moment from which on new articles are news to a
    reader that was started after the newsroom. Raises OSError where a port is taken.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        clock: Clock,
        address: str = "127.0.0.1",
        *,
        ports: Mapping[str, int] | None = None,
        when_polled: Callable[[], None] | None = None,
    ) -> None:
        self.newsroom = newsroom
        self.clock = clock
        self._when_polled = when_polled
        self._unpolled = {(outlet.key, path) for outlet in OUTLETS for _, path in outlet.feeds}
        self._documents: dict[tuple[str, str], tuple[object, bytes]] = {}
        self._answered: Counter[tuple[str, str, int]] = Counter()
        self._lock = threading.Lock()
        responds = {outlet.key: partial(self._respond, outlet) for outlet in OUTLETS}
        self._servers = Servers(address, responds, ports)
        self._bases = self._servers.urls
        self.outlets = sites(self._bases)

    def answered(self) -> Counter[tuple[str, str, int]]:
        """How often was answered so far, by (outlet's key; feed, page, or other; status)."""
        with self._lock:
            return Counter(self._answered)

    def url_of(self, slug: str) -> str:
        """The address of an article that is printed by now. Raises KeyError where there is none."""
        article = self.newsroom.article(slug, self.clock.offset())
        if article is None:
            raise KeyError(slug)
        return self._bases[article.outlet.key] + article.path

    def close(self) -> None:
        """Stop listening and close every connection."""
        self._servers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _respond(self, outlet: Outlet, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return Answer(405, headers={"Allow": "GET, HEAD"})
        feed, slug = outlet.feed_at(request.path), outlet.slug_in(request.path)
        if feed is not None:
            kind, answer = "feed", self._feed(outlet, feed, request)
        elif slug is not None:
            kind, answer = "page", self._page(outlet, slug, request)
        elif request.path == "/robots.txt":
            kind, answer = "other", Answer(200, ROBOTS, {"Content-Type": "text/plain; charset=utf-8"})
        elif request.path == "/":
            kind, answer = "other", self._index(outlet, request)
        else:
            kind, answer = "other", _html(outlet, missing_page(outlet), 404)
        with self._lock:
            self._answered[outlet.key, kind, answer.status] += 1
        if feed is not None and answer.status in (200, 304):
            self._note_polled(outlet.key, request.path)
        return answer

    def _feed(self, outlet: Outlet, feed: str, request: Request) -> Answer:
        self.clock.wait(outlet.feed_wait)
        offset = self.clock.offset()
        listed = self.newsroom.listed(outlet.key, feed, offset)
        state = tuple((article.slug, article.changed_at) for article in listed)
        with self._lock:
            known, document = self._documents.get((outlet.key, feed), (None, b""))
        if known != state:
            document = feed_document(outlet, listed, path=request.path, bases=self._bases, wall=self.clock.wall)
            with self._lock:
                self._documents[outlet.key, feed] = (state, document)
        headers = {"Content-Type": f"{CONTENT_TYPES[outlet.flavour]}; charset={outlet.charset}"}
        trouble = self.newsroom.trouble(outlet.key, offset)
        if trouble is not Trouble.NONE:
            status, instead, body = in_trouble(trouble, document)
            return Answer(status, body, headers | instead)
        changed = self.clock.wall(max((article.changed_at for article in listed), default=0.0))
        return _answer(request, document, headers, changed)

    def _page(self, outlet: Outlet, slug: str, request: Request) -> Answer:
        self.clock.wait(outlet.page_wait)
        article = self.newsroom.article(slug, self.clock.offset())
        if article is None or article.outlet is not outlet or article.page_missing:
            return _html(outlet, missing_page(outlet), 404)
        page = article_page(
            article,
            base=self._bases[outlet.key],
            wall=self.clock.wall,
            others=self.newsroom.before(article, LINKED),
        )
        headers = {"Content-Type": f"text/html; charset={outlet.charset}"}
        return _answer(request, page, headers, self.clock.wall(article.changed_at))

    def _index(self, outlet: Outlet, request: Request) -> Answer:
        listed = self.newsroom.listed(outlet.key, "all", self.clock.offset())
        page = index_page(outlet, listed, base=self._bases[outlet.key], wall=self.clock.wall)
        changed = self.clock.wall(max((article.changed_at for article in listed), default=0.0))
        return _answer(request, page, {"Content-Type": f"text/html; charset={outlet.charset}"}, changed)

    def _note_polled(self, outlet: str, path: str) -> None:
        with self._lock:
            if not self._unpolled:
                return
            self._unpolled.discard((outlet, path))
            if self._unpolled:
                return
        if self._when_polled is not None:
            self._when_polled()


def _html(outlet: Outlet, body: bytes, status: int) -> Answer:
    return Answer(status, body, {"Content-Type": f"text/html; charset={outlet.charset}"})


def _answer(request: Request, body: bytes, headers: dict[str, str], changed: datetime) -> Answer:
    """A 200 with its validators, compressed where that is welcome, or a 304 (RFC 9110, section 13)."""
    # weak: the same words, whether compressed or not
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    changed = changed.astimezone(UTC).replace(microsecond=0)
    headers |= {
        "ETag": etag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    if _unchanged(request, etag, changed):
        return Answer(304, headers=headers)
    if len(body) >= _GZIP_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        return Answer(200, gzip.compress(body, 6, mtime=0), headers | {"Content-Encoding": "gzip"})
    return Answer(200, body, headers)


def _unchanged(request: Request, etag: str, changed: datetime) -> bool:
    asked = request.headers.get("if-none-match")
    if asked is not None:  # If-Modified-Since is not looked at then (RFC 9110, section 13.1.3)
        return asked.strip() == "*" or etag in (one.strip() for one in asked.split(","))
    since = request.headers.get("if-modified-since")
    if not since:
        return False
    try:
        return parsedate_to_datetime(since) >= changed
    except (ValueError, TypeError):  # no date, or one without a zone: then the condition counts as not there
        return False
