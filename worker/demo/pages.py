"""Pages in the outlets' looks: a printed article in, HTML out. Pure.

Each look has its own markup, and says more or less about itself: complete JSON-LD, Open Graph only, Dublin Core, or
nothing but a title. Around each article stands what stands around articles: navigation, links to others, a box for
a newsletter, a footer.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files

from worker.demo.newsroom import Printed
from worker.demo.outlets import Outlet

Wall = Callable[[float], datetime]


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of a page are made of. others: articles before this one, newest first."""

    article: Printed
    url: str
    base: str
    published: datetime
    changed: datetime
    others: Sequence[Printed]

    @property
    def edited(self) -> bool:
        return self.article.changed_at > self.article.at


def article_page(article: Printed, *, base: str, wall: Wall, others: Sequence[Printed]) -> bytes:
    """An article's page in its outlet's charset. base: "http://host:port"; wall: offset → aware date."""
    published = wall(article.at)
    page = _Page(
        article.dated(published),
        base + article.path,
        base,
        published,
        wall(article.changed_at),
        [other.dated(wall(other.at)) for other in others],
    )
    outlet = article.outlet
    head = _HEADS[outlet.key](page)
    return _document(
        outlet, f"{escape(page.article.headline)}{_TITLE_TAILS[outlet.key]}", head, _BODIES[outlet.key](page)
    )


def index_page(outlet: Outlet, articles: Sequence[Printed], *, base: str, wall: Wall) -> bytes:
    """The front page: the articles, newest first, and the feeds."""
    links = "".join(
        f'<link rel="alternate" type="application/{"rss" if "rss" in outlet.flavour.lower() else "atom"}+xml" '
        f'title="{name}" href="{path}">'
        for name, path in outlet.feeds
    )
    items = "".join(
        f'<li><a href="{article.path}">{escape(article.headline)}</a>'
        f"<small>{wall(article.at):%H:%M} UTC · {escape(article.section)}</small></li>\n"
        for article in (one.dated(wall(one.at)) for one in articles if one.outlet is outlet)
    )
    feeds = " · ".join(f'<a href="{path}">{path}</a>' for _, path in outlet.feeds)
    body = (
        f'{_masthead(outlet)}<main class="wrap"><ul class="front">{items}</ul>'
        f'<p class="small">Feeds: {feeds}</p></main>'
    )
    return _document(outlet, escape(outlet.name), links, body + _footer(outlet))


def missing_page(outlet: Outlet) -> bytes:
    """What a path without a page answers, beside 404."""
    words = "Cette page n'existe pas." if outlet.language == "fr" else "There is nothing at this address."
    body = f'{_masthead(outlet)}<main class="wrap"><h1>404</h1><p>{words}</p></main>{_footer(outlet)}'
    return _document(outlet, "404", "", body)


def _document(outlet: Outlet, title: str, head: str, body: str) -> bytes:
    text = (
        f'<!doctype html>\n<html lang="{outlet.language}"><head><meta charset="{outlet.charset}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"{head}\n<style>{_style(outlet.key)}</style></head>\n<body>\n{body}\n</body></html>\n"
    )
    return text.encode(outlet.charset, "xmlcharrefreplace")


@cache
def _style(outlet: str) -> str:
    looks = files("worker.demo").joinpath("looks")
    return "".join(looks.joinpath(f"{name}.css").read_text(encoding="utf-8") for name in ("all", outlet))


# ---- what pages have in common


def _masthead(outlet: Outlet) -> str:
    links = "".join(
        f'<li><a href="/#{number}">{escape(name)}</a></li>' for number, name in enumerate(outlet.sections)
    )
    return (
        f'<header class="mast"><div class="wrap"><a class="logo" href="/">{escape(outlet.name)}</a>'
        f'<span class="motto">{escape(outlet.motto)}</span></div>'
        f'<nav class="menu"><ul class="wrap">{links}</ul></nav></header>\n'
    )


def _footer(outlet: Outlet) -> str:
    if outlet.language == "fr":
        words = f"© {outlet.name}. Journal inventé, imprimé sur du papier qui n'existe pas."
        links = "Mentions légales · Abonnements · Contact"
    else:
        words = f"© {outlet.name}. An invented outlet of the Wirewatch demo; so is everybody in it."
        links = "Imprint · Privacy · Subscriptions · Contact"
    return f'<footer class="foot"><div class="wrap"><p>{escape(words)}</p><p>{links}</p></div></footer>'


def _text(page: _Page) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in page.article.paragraphs)


def _more(page: _Page, title: str, tag: str = "aside", name: str = "related") -> str:
    if not page.others:
        return ""
    links = "".join(f'<li><a href="{other.path}">{escape(other.headline)}</a></li>' for other in page.others)
    return f'<{tag} class="{name}"><h2>{title}</h2><ul>{links}</ul></{tag}>\n'


def _meta(name: str, content: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{escape(content)}">\n'


def _open_graph(page: _Page) -> str:
    article = page.article
    return (
        _meta("og:type", "article", "property")
        + _meta("og:title", article.headline, "property")
        + _meta("og:site_name", article.outlet.name, "property")
        + _meta("og:url", page.url, "property")
        + _meta("og:description", article.summary, "property")
    )


def _json_ld(page: _Page, *, graph: bool) -> str:
    article = page.article
    found: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.summary,
        "datePublished": page.published.isoformat(),
        "dateModified": page.changed.isoformat(),
        "mainEntityOfPage": page.url,
        "inLanguage": article.language,
        "articleSection": article.section,
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name, "url": page.base + "/"},
    }
    context = {"@context": "https://schema.org"}
    whole = context | ({"@graph": [{"@type": "WebSite", "name": article.outlet.name}, found]} if graph else found)
    text = json.dumps(whole, ensure_ascii=False).replace("<", "\\u003c")  # "</" would end the script
    return f'<script type="application/ld+json">{text}</script>\n'


# ---- what each outlet says about itself


def _gazette_head(page: _Page) -> str:
    return (
        f'<link rel="canonical" href="{page.url}">\n'
        + _open_graph(page)
        + _meta("article:published_time", page.published.isoformat(), "property")
        + _meta("article:modified_time", page.changed.isoformat(), "property")
    )


def _meridian_head(page: _Page) -> str:
    return _meta("description", page.article.summary) + _meta("date", page.published.isoformat())


def _courier_head(page: _Page) -> str:
    return f'<link rel="canonical" href="{page.url}">\n' + _open_graph(page) + _json_ld(page, graph=False)


def _lac_head(page: _Page) -> str:
    return _meta("og:locale", "fr_FR", "property") + _open_graph(page) + _meta("author", page.article.author)


def _ministry_head(page: _Page) -> str:
    return (
        _meta("DC.title", page.article.headline)
        + _meta("DC.publisher", page.article.outlet.name)
        + _meta("dcterms.created", page.published.date().isoformat())
    )


def _continental_head(page: _Page) -> str:
    return f'<link rel="canonical" href="{page.url}">\n' + _json_ld(page, graph=True)


def _evening_head(page: _Page) -> str:
    return _meta("og:site_name", page.article.outlet.name, "property")


# ---- and how it sets its text


def _gazette_body(page: _Page) -> str:
    article = page.article
    edited = f" · updated {page.changed:%H:%M}" if page.edited else ""
    wire = f'<p class="credit">{escape(article.wire)}</p>' if article.wire else ""
    author = f'By <span class="author">{escape(article.author)}</span> · ' if article.author else ""
    return (
        f'{_masthead(article.outlet)}<main class="wrap"><article>\n<p class="kicker">{escape(article.section)}</p>\n'
        f'<h1>{escape(article.headline)}</h1>\n<p class="standfirst">{escape(article.summary)}</p>\n'
        f'<p class="byline">{author}<time datetime="{page.published.isoformat()}">'
        f"{page.published:%d %B %Y, %H:%M}</time>{edited}</p>\n{_text(page)}{wire}</article>\n"
        f"{_more(page, 'More from the Gazette')}"
        '<section class="newsletter"><h2>The tide table in your inbox</h2><p>Every morning at six, with the news '
        "that fits beside it.</p></section></main>\n" + _footer(article.outlet)
    )


def _meridian_body(page: _Page) -> str:
    article = page.article
    edited = f" (updated {page.changed:%H:%M})" if page.edited else ""
    return (
        f'{_masthead(article.outlet)}<div class="wrap cols"><div class="story" id="content">\n'
        f"<h1>{escape(article.headline)}</h1>\n"
        f'<div class="stamp">{page.published:%Y-%m-%d %H:%M} UTC{edited}</div>\n{_text(page)}'
        f"</div>\n{_more(page, 'Latest', 'div', 'latest')}</div>\n" + _footer(article.outlet)
    )


def _courier_body(page: _Page) -> str:
    article = page.article
    edited = f'<p class="edited">This article was edited at {page.changed:%H:%M} UTC.</p>' if page.edited else ""
    return (
        f'{_masthead(article.outlet)}<main class="wrap"><article itemscope itemtype="https://schema.org/NewsArticle">\n'
        f'<header><p class="kicker">{escape(article.section)}</p>'
        f'<h1 itemprop="headline">{escape(article.headline)}</h1>'
        f'<p class="standfirst">{escape(article.summary)}</p>'
        f'<p class="byline"><span itemprop="author">{escape(article.author)}</span>, '
        f'<time datetime="{page.published.isoformat()}">{page.published:%A %d %B %Y, %H:%M} UTC</time></p></header>\n'
        f'<div class="body" itemprop="articleBody">{_text(page)}</div>{edited}</article>\n'
        f"{_more(page, 'Most read', 'aside', 'most-read')}</main>\n" + _footer(article.outlet)
    )


def _lac_body(page: _Page) -> str:
    article = page.article
    return (
        f'{_masthead(article.outlet)}<main class="wrap"><article class="article">\n'
        f'<p class="kicker">{escape(article.section)}</p>\n<h1>{escape(article.headline)}</h1>\n'
        f'<p class="chapo">{escape(article.summary)}</p>\n<p class="signature">Par {escape(article.author)}, '
        f"le {page.published:%d/%m/%Y} à {page.published:%H h %M}</p>\n{_text(page)}</article>\n"
        f"{_more(page, 'À lire aussi')}</main>\n" + _footer(article.outlet)
    )


def _ministry_body(page: _Page) -> str:
    article = page.article
    return (
        f'{_masthead(article.outlet)}<div class="wrap"><p class="crumbs"><a href="/">Home</a> / '
        f'<a href="/">Press</a> / {escape(article.section)}</p>\n<div id="main"><h1>{escape(article.headline)}</h1>\n'
        f'<p class="stamp">{escape(article.section)}, {page.published:%d %B %Y}</p>\n{_text(page)}</div>\n'
        f"{_more(page, 'Earlier releases', 'div', 'earlier')}</div>\n" + _footer(article.outlet)
    )


def _continental_body(page: _Page) -> str:
    article = page.article
    return (
        f'{_masthead(article.outlet)}<main class="wrap"><article>\n<p class="kicker">{escape(article.section)}</p>\n'
        f'<h1>{escape(article.headline)}</h1>\n<p class="standfirst">{escape(article.summary)}</p>\n'
        f'<p class="byline">by <a rel="author" href="/">{escape(article.author)}</a></p>\n'
        f"<section>{_text(page)}</section></article>\n{_more(page, 'Keep reading')}"
        '<div class="paywall-note"><p>You have read one of a number of articles that we do not count.</p></div>'
        "</main>\n" + _footer(article.outlet)
    )


def _evening_body(page: _Page) -> str:
    article = page.article
    edited = f" | corrected {page.changed:%H:%M}" if page.edited else ""
    wire = f'<div class="credit">{escape(article.wire)}</div>' if article.wire else ""
    return (
        '<div id="cookies">We use one cookie, and it is oatmeal. <b>Fine</b></div>\n'
        f'{_masthead(article.outlet)}<div class="wrap"><div class="box"><div class="headline"><h1>'
        f'{escape(article.headline)}</h1></div><div class="info">{escape(article.author)} | '
        f'{page.published:%d.%m.%Y %H:%M}{edited}</div>\n<div class="text">{_text(page)}</div>{wire}</div>\n'
        f'<div class="share">Share | Print | Send to a friend</div>\n'
        f"{_more(page, 'Also in tonight’s paper', 'div', 'teasers')}</div>\n" + _footer(article.outlet)
    )


_HEADS: Mapping[str, Callable[[_Page], str]] = {
    "gazette": _gazette_head,
    "meridian": _meridian_head,
    "courier": _courier_head,
    "lac": _lac_head,
    "ministry": _ministry_head,
    "continental": _continental_head,
    "evening": _evening_head,
}
_BODIES: Mapping[str, Callable[[_Page], str]] = {
    "gazette": _gazette_body,
    "meridian": _meridian_body,
    "courier": _courier_body,
    "lac": _lac_body,
    "ministry": _ministry_body,
    "continental": _continental_body,
    "evening": _evening_body,
}
_TITLE_TAILS = {
    "gazette": " - The Harbour Gazette",
    "meridian": "",
    "courier": " | The Northern Courier",
    "lac": " | Le Courrier du Lac",
    "ministry": " · Ministry of Defence of Valmark",
    "continental": " – The Continental",
    "evening": " | Baltic Evening",
}
