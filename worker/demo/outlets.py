"""The outlets of the newsroom and the watches of the demo. Invented, all of them."""

from dataclasses import dataclass
from enum import StrEnum

from worker.domain.watch import DeclaredWatch, Severity


class FeedFlavour(StrEnum):
    """How an outlet writes its feeds."""

    RSS = "RSS 2.0, summaries"
    RSS_FULL = "RSS 2.0 with content:encoded"
    ATOM = "Atom, summaries"
    ATOM_HTML = "Atom, summaries as HTML, no dates of publication"
    RDF = "RSS 1.0 (RDF)"


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet: a site of its own, on a host of its own.

    key: how articles and code call it. feeds: name → path. page: the path of an article, with {slug}.
    charset: what its pages and feeds are encoded in. feed_wait, page_wait: seconds it thinks before it answers.
    breaks: whether its feed has bad minutes, see worker.demo.newsroom.TROUBLES.
    """

    key: str
    name: str
    motto: str
    flavour: FeedFlavour
    feeds: tuple[tuple[str, str], ...]
    page: str
    sections: tuple[str, ...]
    language: str = "en"
    charset: str = "utf-8"
    feed_wait: float = 0.0
    page_wait: float = 0.0
    breaks: bool = False

    def path_of(self, slug: str) -> str:
        """The path of an article's page."""
        return self.page.replace("{slug}", slug)

    def slug_in(self, path: str) -> str | None:
        """The slug that a path of this outlet names, or None for another kind of page."""
        before, _, after = self.page.partition("{slug}")
        if not path.startswith(before) or not path.endswith(after):
            return None
        slug = path[len(before) : len(path) - len(after)]
        return slug if slug and "/" not in slug else None

    def feed_at(self, path: str) -> str | None:
        """The name of the feed at a path, or None."""
        return next((name for name, known in self.feeds if known == path), None)


OUTLETS = (
    Outlet(
        "gazette",
        "The Harbour Gazette",
        "Port Sorren's own paper",
        FeedFlavour.RSS,
        (("all", "/feeds/all.xml"), ("harbour", "/feeds/harbour.xml")),
        "/news/{slug}",
        ("Harbour", "Politics", "Household", "Leisure", "Weather"),
    ),
    Outlet(
        "meridian",
        "Meridian Wire",
        "First with the facts",
        FeedFlavour.RSS_FULL,
        (("all", "/rss"),),
        "/wire/{slug}.html",
        ("Politics", "World", "Economy"),
    ),
    Outlet(
        "courier",
        "The Northern Courier",
        "Independent since the ice went out",
        FeedFlavour.ATOM,
        (("all", "/atom.xml"),),
        "/articles/{slug}/",
        ("World", "Analysis", "Markets", "Sport"),
    ),
    Outlet(
        "lac",
        "Le Courrier du Lac",
        "Le quotidien des deux rives",
        FeedFlavour.RSS,
        (("all", "/rss/a-la-une.xml"),),
        "/actualite/{slug}",
        ("Politique", "Vie locale", "Culture"),
        language="fr",
        charset="windows-1252",
    ),
    Outlet(
        "ministry",
        "Ministry of Defence of Valmark",
        "Information office",
        FeedFlavour.RDF,
        (("all", "/press/index.rdf"),),
        "/press/releases/{slug}",
        ("Press releases", "Statements", "The Minister", "Forces"),
    ),
    Outlet(
        "continental",
        "The Continental",
        "A weekly, daily",
        FeedFlavour.ATOM_HTML,
        (("all", "/feed/"),),
        "/read/{slug}",
        ("Security", "Money", "Culture"),
        feed_wait=1.5,
        page_wait=1.0,
    ),
    Outlet(
        "evening",
        "Baltic Evening",
        "What the town talks about",
        FeedFlavour.RSS,
        (("all", "/feed.rss"),),
        "/a/{slug}",
        ("City", "World", "Sport", "People"),
        breaks=True,
    ),
)

BY_KEY = {outlet.key: outlet for outlet in OUTLETS}

CHANNELS = ("desk", "hook")

WATCHES = (
    DeclaredWatch(
        "Spending targets",
        keywords=("spending target", "spending targets", "defence spending", "percent of GDP"),
        none_of=("quiz",),
        channels=CHANNELS,
        severity=Severity.HIGH,
    ),
    DeclaredWatch(
        "Air defence",
        keywords=("air defence", "air defences", "défense aérienne", "Patriot"),
        none_of=("football",),
        channels=CHANNELS,
    ),
    DeclaredWatch(
        "Alliance summit",
        keywords=("summit", "Vandermolen", "secretary general"),
        all_of=("Northern Alliance",),
        none_of=("quiz", "chess"),
        channels=CHANNELS,
    ),
    DeclaredWatch(
        "The Citadel answers",
        keywords=("spokesman", "spokeswoman", "Drezhin"),
        all_of=("Northern Alliance", "Citadel"),
        none_of=("chess",),
        channels=CHANNELS,
        severity=Severity.LOW,
    ),
    DeclaredWatch(
        "Harbour strike",
        keywords=("dockers", "port strike", "harbour strike"),
        channels=CHANNELS,
    ),
)
"""Plain keyword watches, as a newcomer would write them. Some are meant to be fooled: "Patriot" also finds a poet."""
