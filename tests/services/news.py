"""A small news site on loopback: feeds and pages about things that never happened, with honest HTTP caching."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape

from tests.services.http import Answer, HttpSink, Request


@dataclass(frozen=True, slots=True)
class Published:
    """An article of the site. `url` is absolute; `feeds` are the names of the feeds that list it."""

    slug: str
    url: str
    title: str
    paragraphs: tuple[str, ...]
    summary: str
    published: datetime
    feeds: tuple[str, ...]


class NewsSite(HttpSink):
    """Publishes RSS feeds at /feeds/NAME.xml and pages at /news/SLUG; no robots.txt, so all may be fetched.

    validators: whether ETag and Last-Modified are sent and honoured.
    """

    def __init__(self, name: str = "The Harbour Gazette", address: str = "127.0.0.1") -> None:
        super().__init__(address)
        self.name = name
        self.validators = True
        self._articles: dict[str, Published] = {}
        self._changed: dict[str, datetime] = {}

    def feed_url(self, feed: str = "all") -> str:
        """Where a feed is."""
        return f"{self.url}/feeds/{feed}.xml"

    def open_feed(self, feed: str = "all") -> str:
        """Publish a feed that lists nothing yet; its URL."""
        with self._lock:
            self._changed.setdefault(feed, datetime.now(UTC).replace(microsecond=0))
        return self.feed_url(feed)

    def add_article(
        self,
        title: str,
        paragraphs: Sequence[str] | None = None,
        *,
        feeds: Iterable[str] = ("all",),
        summary: str = "",
        published: datetime | None = None,
    ) -> Published:
        """Publish an article. paragraphs: the text, or filler that names nothing in particular."""
        slug = f"{len(self._articles) + 1}-{'-'.join(title.lower().split()[:6])}"
        slug = "".join(c for c in slug if c.isascii() and (c.isalnum() or c == "-"))
        article = Published(
            slug=slug,
            url=f"{self.url}/news/{slug}",
            title=title,
            paragraphs=tuple(filler(slug) if paragraphs is None else paragraphs),
            summary=summary,
            published=published or datetime.now(UTC).replace(microsecond=0),
            feeds=tuple(feeds),
        )
        self._put(article)
        return article

    def edit(self, article: Published, *, title: str | None = None, paragraphs: Sequence[str] | None = None) -> None:
        """Change an article where it stands, in its page and in its feeds."""
        self._put(
            replace(
                article,
                title=article.title if title is None else title,
                paragraphs=article.paragraphs if paragraphs is None else tuple(paragraphs),
            )
        )

    def withdraw(self, article: Published) -> None:
        """Take an article off its feeds; its page stays."""
        self._put(replace(article, feeds=()))

    def _put(self, article: Published) -> None:
        with self._lock:
            earlier = self._articles.get(article.slug)
            self._articles[article.slug] = article
            for feed in {*article.feeds, *(earlier.feeds if earlier else ())}:
                self._changed[feed] = datetime.now(UTC).replace(microsecond=0)

    def known(self, request: Request) -> Answer | None:
        """Feeds and pages; None for other paths."""
        if request.path.startswith("/news/"):
            article = self._articles.get(request.path.removeprefix("/news/"))
            if article is None:
                return None
            return Answer(200, self._page(article), {"Content-Type": "text/html; charset=utf-8"})
        feed = request.path.removeprefix("/feeds/").removesuffix(".xml")
        if feed not in self._changed:
            return None
        return self._feed_answer(request, feed)

    def _feed_answer(self, request: Request, feed: str) -> Answer:
        body = self._feed(feed)
        headers = {"Content-Type": "application/rss+xml; charset=utf-8"}
        if self.validators:
            etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
            headers |= {"ETag": etag, "Last-Modified": format_datetime(self._changed[feed], usegmt=True)}
            asked = request.headers.get("if-none-match")
            since = request.headers.get("if-modified-since")
            # RFC 9110, 13.1.3: If-Modified-Since is not looked at where If-None-Match is sent.
            if etag == asked or (asked is None and since and parsedate_to_datetime(since) >= self._changed[feed]):
                return Answer(304, headers=headers)
        return Answer(200, body, headers)

    def _feed(self, feed: str) -> str:
        items = "".join(
            f"<item><title>{escape(a.title)}</title><link>{escape(a.url)}</link>"
            f'<guid isPermaLink="true">{escape(a.url)}</guid><pubDate>{format_datetime(a.published)}</pubDate>'
            f"<description>{escape(a.summary or a.paragraphs[0])}</description></item>\n"
            for a in reversed(self._articles.values())
            if feed in a.feeds
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
            f"<title>{escape(self.name)}</title><link>{self.url}/</link><description>Made up</description>\n"
            f"{items}</channel></rss>\n"
        )

    def _page(self, article: Published) -> str:
        text = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in article.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(article.title)} - '
            f'{escape(self.name)}</title><link rel="canonical" href="{escape(article.url)}">'
            f'<meta property="og:site_name" content="{escape(self.name)}">'
            f'<meta property="article:published_time" content="{article.published.isoformat()}"></head>\n'
            f'<body><nav><a href="/">Home</a> <a href="/about">About us</a></nav>\n<main><article>'
            f"<h1>{escape(article.title)}</h1>\n{text}</article></main>\n"
            f"<footer><p>{escape(self.name)} is printed on paper that does not exist.</p></footer></body></html>\n"
        )


_WHO = ("The harbour board", "A committee of the council", "The ferry company", "The school by the river")
_DID = ("said on Monday that it would look again at", "has agreed to pay for", "is still waiting to hear about")
_WHAT = ("the new timetable for the crossing", "repairs to the old lighthouse", "a plan to plant lime trees")
_WHY = (
    "after residents wrote more letters than the post office could carry in one morning",
    "because the winter storms had left the quay in a state that nobody wished to describe",
    "although two members thought that the money would be better spent on the library roof",
    "and a decision is expected before the summer fair opens its gates to visitors",
)


def filler(seed: str) -> list[str]:
    """Five paragraphs of plain invented prose, always the same for the same `seed`."""
    digest = hashlib.sha256(seed.encode()).digest()
    paragraphs = []
    for number in range(5):
        sentences = [
            f"{_WHO[a % 4]} {_DID[b % 3]} {_WHAT[c % 3]}, {_WHY[(a + b) % 4]}."
            for a, b, c in (digest[i : i + 3] for i in range(number * 5, number * 5 + 9, 3))
        ]
        paragraphs.append(" ".join(sentences))
    return paragraphs
