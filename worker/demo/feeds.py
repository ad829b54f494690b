"""Feeds in the outlets' flavours: printed articles in, a document's bytes out. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from worker.demo.newsroom import Printed, Trouble
from worker.demo.outlets import FeedFlavour, Outlet

TRACKING = "?utm_source=continental&utm_medium=feed&utm_campaign=partners"
"""What an outlet adds to the address of another one's article that its feed passes on."""

CONTENT_TYPES = {
    FeedFlavour.RSS: "application/rss+xml",
    FeedFlavour.RSS_FULL: "application/rss+xml",
    FeedFlavour.ATOM: "application/atom+xml",
    FeedFlavour.ATOM_HTML: "application/atom+xml",
    FeedFlavour.RDF: "application/rdf+xml",
}


def feed_document(
    outlet: Outlet,
    articles: Sequence[Printed],
    *,
    path: str,
    bases: Mapping[str, str],
    wall: Callable[[float], datetime],
) -> bytes:
    """A feed, in the outlet's flavour and charset.

    In: `articles`, newest first; `path` of the feed; `bases`, outlet's key → "http://host:port"; `wall`, offset →
    aware date. What the charset has no letter for is a character reference.
    """
    dated = [article.dated(wall(article.at)) for article in articles]
    items = [_ITEM[outlet.flavour](article, _link(outlet, article, bases), wall) for article in dated]
    text = _FRAME[outlet.flavour](outlet, bases[outlet.key], path, items, dated, wall)
    return f'<?xml version="1.0" encoding="{outlet.charset}"?>\n{text}'.encode(outlet.charset, "xmlcharrefreplace")


def in_trouble(trouble: Trouble, document: bytes) -> tuple[int, dict[str, str], bytes]:
    """What a feed answers instead: status, headers (Content-Type where it differs) and body. trouble: not NONE."""
    if trouble is Trouble.CUT_OFF:
        at = document.find(b"<item")
        return 200, {}, document[: at + 3] if at > 0 else document[:60]
    html = "<!doctype html><html><head><title>Oops</title></head><body><h1>{}</h1><p>{}</p></body></html>"
    if trouble is Trouble.ERROR:
        body = html.format(
            "Internal Server Error", "The presses are stuck. Somebody is looking for the long screwdriver."
        )
        return 500, {"Content-Type": "text/html; charset=utf-8", "Retry-After": "5"}, body.encode()
    body = html.format("Back in a moment", "We are putting the paper back into the machine.")
    return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()


def _link(outlet: Outlet, article: Printed, bases: Mapping[str, str]) -> str:
    url = bases[article.outlet.key] + article.path
    return url if article.outlet is outlet else url + TRACKING


def _teaser(article: Printed) -> str:
    return article.summary or article.paragraphs[0]


def _paragraphs(article: Printed) -> str:
    return "".join(f"<p>{escape(paragraph, quote=False)}</p>\n" for paragraph in article.paragraphs)


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]&gt;')}]]>"


def _rss_item(article: Printed, link: str, wall: Callable[[float], datetime], more: str = "") -> str:
    creator = f"<dc:creator>{_cdata(article.author)}</dc:creator>" if article.author else ""
    # titles are escaped once for XML and once more for HTML, as most publishing systems do
    return (
        f"<item><title>{escape(escape(article.headline, quote=False), quote=False)}</title>\n"
        f'<link>{escape(link)}</link><guid isPermaLink="false">{article.outlet.key}:{article.slug}</guid>\n'
        f"<pubDate>{format_datetime(wall(article.at))}</pubDate><category>{escape(article.section)}</category>{creator}\n"
        f"<description>{_cdata(escape(_teaser(article), quote=False))}</description>{more}</item>\n"
    )


def _rss_full_item(article: Printed, link: str, wall: Callable[[float], datetime]) -> str:
    return _rss_item(article, link, wall, f"\n<content:encoded>{_cdata(_paragraphs(article))}</content:encoded>")


def _rss(
    outlet: Outlet,
    base: str,
    path: str,
    items: Sequence[str],
    articles: Sequence[Printed],
    wall: Callable[[float], datetime],
) -> str:
    built = (
        f"<lastBuildDate>{format_datetime(wall(max(one.changed_at for one in articles)))}</lastBuildDate>\n"
        if articles
        else ""
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>\n'
        f"<title>{escape(outlet.name)}</title><link>{base}/</link><description>{escape(outlet.motto)}</description>\n"
        f"<language>{outlet.language}</language>\n"
        f'<atom:link rel="self" type="application/rss+xml" href="{base}{path}"/>\n'
        f"{built}{''.join(items)}</channel></rss>\n"
    )


def _atom_entry(article: Printed, link: str, wall: Callable[[float], datetime]) -> str:
    author = f"<author><name>{escape(article.author)}</name></author>" if article.author else ""
    return (
        f'<entry><title>{escape(article.headline)}</title><link rel="alternate" href="{escape(link)}"/>\n'
        f"<id>tag:{article.outlet.key}.example,2025:{article.slug}</id>{author}\n"
        f"<published>{wall(article.at).isoformat()}</published><updated>{wall(article.changed_at).isoformat()}</updated>\n"
        f'<category term="{escape(article.section)}"/><summary>{escape(_teaser(article))}</summary></entry>\n'
    )


def _atom_html_entry(article: Printed, link: str, wall: Callable[[float], datetime]) -> str:
    html = f"<p><em>{escape(_teaser(article))}</em></p>\n<p>{escape(article.paragraphs[0])}</p>"
    return (
        f'<entry xml:lang="{article.language}"><title type="html">{escape(escape(article.headline))}</title>\n'
        f'<link href="{escape(link)}"/><id>{escape(link.partition("?")[0])}</id>\n'
        f"<updated>{wall(article.changed_at).isoformat()}</updated>\n"
        f'<summary type="html">{escape(html)}</summary></entry>\n'
    )


def _atom(
    outlet: Outlet,
    base: str,
    path: str,
    items: Sequence[str],
    articles: Sequence[Printed],
    wall: Callable[[float], datetime],
) -> str:
    updated = wall(max((one.changed_at for one in articles), default=0.0)).isoformat()
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">\n'
        f"<title>{escape(outlet.name)}</title><subtitle>{escape(outlet.motto)}</subtitle><id>{base}/</id>\n"
        f'<link rel="self" href="{base}{path}"/><link href="{base}/"/>\n'
        f"<author><name>{escape(outlet.name)}</name></author><updated>{updated}</updated>\n{''.join(items)}</feed>\n"
    )


def _rdf_item(article: Printed, link: str, wall: Callable[[float], datetime]) -> str:
    return (
        f'<item rdf:about="{escape(link)}"><title>{escape(article.headline)}</title><link>{escape(link)}</link>\n'
        f"<dc:date>{wall(article.at).isoformat()}</dc:date><dc:subject>{escape(article.section)}</dc:subject>\n"
        f"<description>{escape(_teaser(article))}</description></item>\n"
    )


def _rdf(
    outlet: Outlet,
    base: str,
    path: str,
    items: Sequence[str],
    articles: Sequence[Printed],
    wall: Callable[[float], datetime],
) -> str:
    table = "".join(f'<rdf:li rdf:resource="{base}{article.path}"/>' for article in articles)
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{base}{path}"><title>{escape(outlet.name)}</title><link>{base}/</link>\n'
        f"<description>{escape(outlet.motto)}</description><items><rdf:Seq>{table}</rdf:Seq></items></channel>\n"
        f"{''.join(items)}</rdf:RDF>\n"
    )


_ITEM: Mapping[FeedFlavour, Callable[[Printed, str, Callable[[float], datetime]], str]] = {
    FeedFlavour.RSS: _rss_item,
    FeedFlavour.RSS_FULL: _rss_full_item,
    FeedFlavour.ATOM: _atom_entry,
    FeedFlavour.ATOM_HTML: _atom_html_entry,
    FeedFlavour.RDF: _rdf_item,
}
_FRAME: Mapping[
    FeedFlavour,
    Callable[
        [Outlet, str, str, Sequence[str], Sequence[Printed], Callable[[float], datetime]],
        str,
    ],
] = {
    FeedFlavour.RSS: _rss,
    FeedFlavour.RSS_FULL: _rss,
    FeedFlavour.ATOM: _atom,
    FeedFlavour.ATOM_HTML: _atom,
    FeedFlavour.RDF: _rdf,
}
