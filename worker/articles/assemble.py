"""An Article out of what its page and the feeds that carry it say: one pure choice for each of its parts."""

from datetime import datetime, timedelta

from worker.articles.fulltext import full_text
from worker.articles.language import language_of
from worker.domain.article import Article, ArticleWork, Page, Sighting, TextSource
from worker.text.html import html_to_text

AHEAD = timedelta(hours=1)
"""How far a page's date may lie after the moment the article was first seen; beyond, it is of something else."""


def assemble(work: ArticleWork, page: Page | None, *, note: str) -> Article:
    """Choose an article's parts.

    In: the claimed article with its sightings; its page, or None where it could not be read; `note`, why not.
    Out: text from the page, else the feeds' longest full text, else the longest summary; title and author from the
    page first; published from the feeds first (they name the time; pages are re-dated when edited); source as a
    reader names it. The article's note is `note` where the text is not the page's.
    """
    text, text_source = _text(work, page)
    title = (page.title if page else "") or next((s.title for s in work.sightings if s.title), "")
    return Article(
        url=work.url or (page.canonical_url if page else None),
        title=title,
        text=text,
        author=(page.author if page else None) or next((s.author for s in work.sightings if s.author), None),
        source=(page.site if page else None)
        or next((s.feed_name for s in work.sightings if s.feed_name), "")
        or host_name(work.host),
        published=_published(work, page),
        language=(page.language if page else None) or language_of(f"{title}\n{text}"),
        text_source=text_source,
        note="" if text_source is TextSource.PAGE else note,
    )


def host_name(host: str) -> str:
    """A Host's key ("https://www.example.org:443") as a reader names it: "example.org"."""
    return host.partition("://")[2].rpartition(":")[0].removeprefix("www.") or host


def _text(work: ArticleWork, page: Page | None) -> tuple[str, TextSource]:
    if page is not None and page.text:
        return page.text, TextSource.PAGE
    whole = [text for s in work.sightings if (text := full_text(s.content, s.summary))]
    if whole:
        return max(whole, key=len), TextSource.FEED_FULL
    return max((_longest_words(s) for s in work.sightings), key=len, default=""), TextSource.FEED


def _longest_words(sighting: Sighting) -> str:
    """The longer of a sighting's summary and its content, which is not whole but may say more."""
    content = html_to_text(sighting.content) if sighting.content else ""
    return content if len(content) > len(sighting.summary) else sighting.summary


def _published(work: ArticleWork, page: Page | None) -> datetime | None:
    given = next((s.published for s in work.sightings if s.published is not None), None)
    if given is not None:
        return given
    if page is None or page.published is None or page.published > work.first_seen + AHEAD:
        return None
    return page.published
