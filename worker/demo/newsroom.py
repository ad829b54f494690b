"""The programme of the newsroom: what every feed lists and every page says at any moment. Pure.

An offset is a number of seconds since the opening. Edition 0 runs from 0 to EDITION, edition 1 after it, and so on
for ever; what the first edition printed before the opening is printed in no later one. The same seed and offset give
the same articles; only dates, and the names of days that follow from them, are left to who renders them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from math import floor

from worker.demo.editions import days, fields, fill
from worker.demo.manuscripts import Manuscript, edited, read_articles
from worker.demo.outlets import BY_KEY, OUTLETS, Outlet

EDITION = 480.0
"""Seconds of an edition: as long as a newcomer may watch."""
LISTED = 30
"""Items of a feed, as most news sites have it."""


class Trouble(StrEnum):
    """What is wrong with an outlet's feeds at a moment."""

    NONE = ""
    CUT_OFF = "XML that breaks off inside a tag"
    ERROR = "HTTP 500 with Retry-After"
    HTML = "an HTML error page with status 200"


TROUBLES: tuple[tuple[float, float, Trouble], ...] = (
    (120.0, 140.0, Trouble.CUT_OFF),
    (140.0, 165.0, Trouble.ERROR),
    (165.0, 180.0, Trouble.HTML),
)
"""[from, to) within each edition: the bad minute of an outlet that `breaks`. Its pages and other outlets are well."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An article as it stands at a moment, in one edition. Fields are filled in, but for the names of days.

    slug: unique over all editions. at: when it was printed; changed_at: when it was last edited, or `at`; offsets.
    """

    slug: str
    outlet: Outlet
    edition: int
    at: float
    changed_at: float
    headline: str
    summary: str
    paragraphs: tuple[str, ...]
    author: str
    section: str
    language: str
    story: str
    wire: str
    holds: frozenset[str]
    feeds: tuple[str, ...]
    also: tuple[str, ...]
    page_missing: bool

    @property
    def path(self) -> str:
        """Where its page is, on its outlet's host."""
        return self.outlet.path_of(self.slug)

    def dated(self, published: datetime) -> "Printed":
        """The article with the names of days that its date gives."""
        return self.filled(days(published))

    def filled(self, values: Mapping[str, str]) -> "Printed":
        """The article with the fields that `values` knows filled in."""
        return replace(
            self,
            headline=fill(self.headline, values),
            summary=fill(self.summary, values),
            paragraphs=tuple(fill(paragraph, values) for paragraph in self.paragraphs),
        )


class Newsroom:
    """All outlets together. Nothing in it changes, so threads may share it.

    seed: decides what later editions say. manuscripts: what is printed; the demo's own articles by default.
    """

    def __init__(self, seed: int = 1, manuscripts: tuple[Manuscript, ...] | None = None) -> None:
        self.seed = seed
        self.manuscripts = read_articles() if manuscripts is None else manuscripts
        self._written = {manuscript.slug: manuscript for manuscript in self.manuscripts}
        self._edition = lru_cache(maxsize=16)(self._make_edition)  # a feed looks back over six or so

    def listed(self, outlet: str, feed: str, offset: float) -> tuple[Printed, ...]:
        """What a feed of an outlet lists, newest first, at most LISTED; what it passes on of other outlets too.

        Says nothing about `trouble`.
        """
        found: list[Printed] = []
        edition = _edition_at(offset)
        while edition >= 0 and len(found) < LISTED:
            for article in reversed(self._edition(edition)):
                own = article.outlet.key == outlet and feed in article.feeds
                if article.at <= offset and (own or outlet in article.also):
                    found.append(self._as_of(article, offset))
            edition -= 1
        return tuple(found[:LISTED])

    def article(self, slug: str, offset: float) -> Printed | None:
        """An article as it stands, or None where it is not printed yet, or never. Its page may be missing."""
        _, _, number = slug.rpartition("-")
        edition = int(number) - 1 if number.isdecimal() and len(number) < 10 else 0
        if not 0 <= edition <= _edition_at(offset):
            return None
        printed = (one for one in self._edition(edition) if one.slug == slug and one.at <= offset)
        return next((self._as_of(one, offset) for one in printed), None)

    def before(self, article: Printed, most: int) -> tuple[Printed, ...]:
        """The outlet's articles before this one, newest first, as they were printed; its page links to them."""
        outlet = article.outlet.key
        found = [other for other in reversed(self._edition(article.edition)) if other.outlet.key == outlet]
        return tuple(other for other in found if other.at < article.at)[:most]

    def trouble(self, outlet: str, offset: float) -> Trouble:
        """What is wrong with the outlet's feeds at a moment."""
        if offset >= 0 and BY_KEY[outlet].breaks:
            within = offset % EDITION
            for start, end, trouble in TROUBLES:
                if start <= within < end:
                    return trouble
        return Trouble.NONE

    def printed(self, after: float, until: float) -> tuple[Printed, ...]:
        """The articles printed in (after, until], in order, as they were printed."""
        editions = range(_edition_at(after), _edition_at(until) + 1)
        return tuple(one for edition in editions for one in self._edition(edition) if after < one.at <= until)

    def moments(self, after: float, until: float) -> tuple[float, ...]:
        """The offsets in (after, until] at which articles are printed or edited, or trouble begins or ends."""
        found: set[float] = set()
        for edition in range(_edition_at(after), _edition_at(until) + 1):
            start = edition * EDITION
            found.update(article.at for article in self._edition(edition))
            found.update(start + edit.at for manuscript in self.manuscripts for edit in manuscript.edits)
            found.update(start + bound for begin, end, _ in TROUBLES for bound in (begin, end))
        return tuple(sorted(moment for moment in found if after < moment <= until))

    def seen_from(self, article: Printed) -> float:
        """From when a reader of the feeds can know of an article: a feed in trouble keeps it back."""
        moment = article.at
        while self.trouble(article.outlet.key, moment) is not Trouble.NONE:
            within = moment % EDITION
            moment += next(end - within for start, end, _ in TROUBLES if start <= within < end)
        return moment

    def _as_of(self, article: Printed, offset: float) -> Printed:
        """The article with the edits that were made by then."""
        manuscript = self._written[article.slug.removesuffix(f"-{article.edition + 1}")]
        edits = sum(article.edition * EDITION + edit.at <= offset for edit in manuscript.edits)
        return self._print(manuscript, article.edition, edits) if edits else article

    def _make_edition(self, edition: int) -> tuple[Printed, ...]:
        """The articles of an edition as they are first printed, in order."""
        return tuple(self._print(one, edition, 0) for one in self.manuscripts if edition == 0 or one.at >= 0)

    def _print(self, manuscript: Manuscript, edition: int, edits: int) -> Printed:
        text = manuscript
        for edit in manuscript.edits[:edits]:
            text = edited(text, edit)
        start = edition * EDITION
        article = Printed(
            slug=self._slug(manuscript.slug, edition),
            outlet=BY_KEY[manuscript.outlet],
            edition=edition,
            at=start + manuscript.at,
            changed_at=start + (manuscript.edits[edits - 1].at if edits else manuscript.at),
            headline=text.headline,
            summary=text.summary,
            paragraphs=text.paragraphs,
            author=manuscript.author,
            section=manuscript.section,
            language=manuscript.language,
            story=f"{manuscript.story}-{edition + 1}" if manuscript.story and edition else manuscript.story,
            wire=manuscript.wire,
            holds=manuscript.holds,
            feeds=manuscript.feeds,
            also=manuscript.also,
            page_missing=manuscript.page_missing,
        )
        return article.filled(fields(self.seed, edition))

    @staticmethod
    def _slug(slug: str, edition: int) -> str:
        return f"{slug}-{edition + 1}" if edition else slug


def expected(newsroom: Newsroom, after: float, until: float) -> frozenset[tuple[str, str]]:
    """What must be told of what can be known from (after, until]: (name of the watch, slug), each exactly once.

    By the articles' labels; worker.demo.manuscripts says what they are. An article that a feed in trouble keeps back
    counts from when the trouble is over.
    """
    earliest = after - max(end - start for start, end, _ in TROUBLES) * len(TROUBLES)
    return frozenset(
        (watch, article.slug)
        for article in newsroom.printed(earliest, until)
        if after < newsroom.seen_from(article) <= until
        for watch in article.holds
    )


def slug_of(url: str) -> str | None:
    """The slug of the article that an outlet's URL leads to, whatever its host and parameters; None for others."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    return next((slug for outlet in OUTLETS if (slug := outlet.slug_in(path))), None)


def _edition_at(offset: float) -> int:
    return max(0, floor(offset / EDITION))
