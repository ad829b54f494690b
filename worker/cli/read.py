"""`read`: an article read as Wirewatch reads it: who is who, every figure with its meaning, who said what."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Failure, Session, example, failure_of, json_option, session_of
from worker.errors import WirewatchError

if TYPE_CHECKING:
    from worker.domain.reading import Fact, Mention, Quote, Reading
    from worker.facts.registry import Registry

MOST_BYTES = 5_000_000
"""Of a file or standard input; what a page may have, too."""
ENOUGH_TO_TELL = 65_536
"""Bytes in which a page's first tag stands: what comes before are comments and white space."""

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}://")
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h1)(?=[\s>/])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the command line says of the sources, over what they say themselves. None: not given."""

    as_text: bool = False
    title: str | None = None
    published: date | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A source and what was read in it. as_page: by the reader of web pages; else its text is kept to the letter.

    published: a day where only that is known. note: what a user should know of how it was read, or "".
    """

    source: str
    text: str
    reading: Reading
    as_page: bool
    title: str | None = None
    language: str | None = None
    published: datetime | date | None = None
    url: str | None = None
    site: str | None = None
    author: str | None = None
    note: str = ""


class Day(click.ParamType[date]):
    """A day: `2025-06-09`, or an ISO 8601 time, of which the day counts."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The text as a day."""
        if isinstance(value, date):
            return value
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            self.fail(f"{value[:40]!r} is no day; write such as 2025-06-09.", param, ctx)


class Language(click.ParamType[str]):
    """An ISO 639-1 code: `en`."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code in small letters."""
        if not re.fullmatch(r"[A-Za-z]{2}", value):
            self.fail(f"{value[:40]!r} is no language code of two letters; write such as en.", param, ctx)
        return str(value).lower()


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch read https://example.org/news/1234",
        "wirewatch read --text draft.txt --published 2025-06-09",
        "pbpaste | wirewatch read --text -",
        "wirewatch read --json *.html | jq -r '.facts[] | [.value, .unit, .about] | @tsv'",
        after="A page is reduced to its article; --text keeps the text as it is, so that offsets count from its "
        "first character. A file without any HTML in it is taken as text, too. Officials whom officials.yaml names "
        "are known by every name it gives them. Facts are read in English only; a text that is too short to tell its "
        "language is read as English.",
        environment={
            "CONFIG_DIR": "where officials.yaml may be: ./config",
            "ALLOW_PRIVATE": "networks that may be asked although not public",
        },
        codes={"0": "all sources were read", "1": "one could not be read; the others were"},
    ),
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@json_option
@click.option("--text", "as_text", is_flag=True, help="The files hold plain text, not pages.")
@click.option("--title", metavar="TEXT", help="The headline of a text; it helps to tell who is meant.")
@click.option("--published", type=Day(), metavar="DATE", help="When it was published; deadlines count from it.")
@click.option("--language", type=Language(), metavar="CODE", help="The language it is in, instead of a guess.")
@click.pass_context
def read(
    ctx: click.Context,
    sources: tuple[str, ...],
    as_json: bool,
    as_text: bool,
    title: str | None,
    published: date | None,
    language: str | None,
) -> None:
    """Read articles: who is who, what each figure means, who said what.

    SOURCE is a URL, a file, or - for standard input. Needs no database and no configuration, and stores nothing.
    """
    from worker.cli.inert import print_json

    if as_text and any(_URL.match(source) for source in sources):
        raise click.UsageError("--text is for files and -; a URL leads to a page.", ctx)
    if title is not None and len(sources) > 1:
        raise click.UsageError("--title is for one SOURCE.", ctx)
    session = session_of(ctx)
    registry = registry_of(session)
    told = Told(as_text, title, published, language)
    failed = shown = 0
    for source in sources:
        try:
            done = read_source(session, source, told, registry)
        except (Failure, WirewatchError) as error:
            failure = error if isinstance(error, Failure) else failure_of(error)
            Failure(f"{source}: {failure.message}" if source != "-" else failure.message, hint=failure.hint).show()
            failed += 1
            continue
        if as_json:
            print_json(as_dict(done))
        else:
            from worker.cli.read_screen import show

            screen = session.screen()
            if shown:
                screen.line()
            show(screen, done)
        shown += 1
    if failed:
        ctx.exit(1)


def registry_of(session: Session) -> Registry:
    """The officials of officials.yaml, or none where there is no such file. Raises Failure where it is wrong."""
    from config.checks import officials_of
    from worker.facts.registry import Registry

    officials, errors = officials_of(session.settings.config_dir)
    if errors:
        raise Failure(
            "\n".join(f"{found.file}:{found.line}: {found.message}" for found in errors[:5]),
            hint=errors[0].hint if len(errors) == 1 else "`wirewatch check` says the fix of each",
        )
    return Registry(officials)


def read_source(session: Session, source: str, told: Told, registry: Registry) -> Read:
    """Fetch or open one source and read it. Raises Failure and WirewatchError where that does not work."""
    from worker.facts.document import LONGEST
    from worker.facts.reading import ENGLISH
    from worker.facts.reading import read as read_text

    found = _page_of_url(session, source) if _URL.match(source) else _page_of_file(source, told)
    title = told.title if told.title is not None else found.title
    published = told.published or found.published
    language = told.language or found.language
    notes = [found.note]
    if len(found.text) > LONGEST:
        notes.append(f"only the first {LONGEST:,} characters were read")
    reading = read_text(
        found.text,
        title=title or "",
        language=language or ENGLISH,
        published=_day(published),
        registry=registry,
        names=session.application().names if session.settings.ner != "off" else None,
    )
    return Read(
        source=source,
        text=found.text,
        reading=reading,
        as_page=found.as_page,
        title=title,
        language=language,
        published=published,
        url=found.url,
        site=found.site,
        author=found.author,
        note="; ".join(note for note in notes if note),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A source before it is read for facts; see Read."""

    text: str
    as_page: bool
    title: str | None = None
    language: str | None = None
    published: datetime | None = None
    url: str | None = None
    site: str | None = None
    author: str | None = None
    note: str = ""


def _page_of_url(session: Session, url: str) -> _Found:
    """The article behind a URL, through the guarded fetcher.

    robots.txt is not asked: it speaks to what fetches by itself (RFC 9309), and here one person wants one page.
    """
    from worker.domain.http import FetchRequest
    from worker.pipeline.process import MAX_PAGE, PAGE_ACCEPT

    application = session.application()
    timeout = session.settings.fetch_timeout.total_seconds()
    answer = application.fetcher.fetch(
        FetchRequest(url=url, headers=PAGE_ACCEPT, max_bytes=MAX_PAGE, timeout=timeout)
    )
    if answer.status != 200:
        hint = "see whether a browser shows it; a page behind a login can be saved there and read as a file"
        raise Failure(f"the page answered HTTP {answer.status}", hint=hint)
    return _page(answer.body, answer.url, answer.header("content-type"))


def _page(body: bytes, url: str, content_type: str | None, *, web: bool = True) -> _Found:
    from worker.articles.read import read_page
    from worker.errors import PageError

    try:
        page = read_page(body, url=url, content_type=content_type)
    except PageError as error:
        hint = "" if web else "add --text if the file is plain text"
        hint = hint or "copy the article's text and pipe it to `wirewatch read --text -`"
        raise Failure(str(error), hint=hint) from error
    return _Found(
        text=page.text,
        as_page=True,
        title=page.title or None,
        language=page.language,
        published=page.published,
        url=page.canonical_url or (url if web else None),
        site=page.site,
        author=page.author,
    )


def _page_of_file(source: str, told: Told) -> _Found:
    from worker.articles.language import language_of
    from worker.text.charset import decode

    body = _bytes_of(source)
    if not told.as_text and _MARKUP.search(body[:ENOUGH_TO_TELL]):
        place = Path(source).absolute().as_uri() if source != "-" else "file:///-"
        return _page(body, place, None, web=False)
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise Failure("there is no text in it", hint="name a file with an article, or pipe one in")
    decoded = decode(body)
    if b"\x00" in body and not decoded.encoding.startswith(("utf-16", "utf-32")):
        raise Failure("this is no text: it holds NUL bytes", hint="save it as plain text or as a web page")
    notes = decoded.note if "replaced" in decoded.note else ""
    return _Found(decoded.text, as_page=False, language=language_of(decoded.text), note=notes)


def _bytes_of(source: str) -> bytes:
    """A file's bytes, or those of standard input. Raises Failure."""
    try:
        if source == "-":
            body = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            path = Path(source)
            if path.is_dir():
                raise Failure("this is a folder", hint=f"name its files: {source.rstrip('/')}/*")
            with path.open("rb") as file:
                body = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        web = "." in source and not source.startswith((".", "/"))
        hint = f"name a file that is there, or write https://{source}" if web else "name a file that is there"
        raise Failure("there is no such file", hint=hint) from None
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        said = error.strerror if isinstance(error, OSError) else None
        raise Failure(f"cannot be read: {said or error}", hint="let this user read it, or pipe it in") from None
    if len(body) > MOST_BYTES:
        raise Failure(f"is longer than {MOST_BYTES / 1_000_000:.0f} MB", hint="split it, and read the parts")
    return body


def _day(published: datetime | date | None) -> date | None:
    return published.astimezone(UTC).date() if isinstance(published, datetime) else published


# ---- JSON


def as_dict(done: Read) -> dict[str, Any]:
    """A source that was read, as JSON; keys are stable. Offsets are characters of "text"; what is absent is null."""
    return {
        "title": done.title,
        "text": done.text,
        "language": done.language,
        "published": _when(done.published),
        "dateline": done.reading.dateline,
        "mentions": [_mention(mention) for mention in done.reading.mentions],
        "facts": [fact_dict(fact) for fact in done.reading.facts],
        "quotes": [_quote(quote) for quote in done.reading.quotes],
        "unread": done.reading.unread or None,
        "source": done.source,
        "read_as": "page" if done.as_page else "text",
        "url": done.url,
        "site": done.site,
        "author": done.author,
        "note": done.note or None,
    }


def _when(published: datetime | date | None) -> str | None:
    from worker.cli.inert import iso

    if isinstance(published, datetime):
        return iso(published)
    return None if published is None else published.isoformat()


def _mention(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "form": mention.form.value,
        "person": mention.person,
        "title": mention.title,
        "organisation": mention.organisation,
        "country": mention.country,
        "resolved_by": mention.resolved_by or None,
    }


def fact_dict(fact: Fact) -> dict[str, Any]:
    """A fact as JSON; keys are stable. Whole values are written without a decimal point."""
    quantity = fact.quantity
    return {
        "start": quantity.start,
        "end": quantity.end,
        "surface": quantity.surface,
        "value": plain_number(quantity.value),
        "value_max": plain_number(quantity.value_max),
        "approximate": quantity.approximate,
        "unit": quantity.unit,
        "kind": fact.kind.value,
        "about": fact.about,
        "actor": fact.actor,
        "previous": plain_number(fact.previous),
        "deadline": fact.deadline,
        "deadline_date": fact.deadline_date.isoformat() if fact.deadline_date else None,
        "status": fact.status.value,
        "speaker": fact.speaker,
        "sentence": list(fact.sentence),
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "start": quote.start,
        "end": quote.end,
        "type": quote.type.value,
        "speaker": quote.speaker,
        "scheduled": quote.scheduled,
    }


def plain_number(value: float | None) -> int | float | None:
    """1200000000 instead of 1200000000.0; None for what JSON has no number for."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


__all__: Sequence[str] = ["Read", "as_dict", "fact_dict", "read"]
