"""`backtest`: what a watch or a query would have found among the stored articles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Since, example, json_option, moment_of, session_of

if TYPE_CHECKING:
    from worker.cli.queries import Asked
    from worker.cli.screen import Screen
    from worker.watches.backtest import Backtest, Example, Sum

MOST_BARS = 62
"""Bars of a chart; where there are more days, a bar is a week, and then a month."""
WIDEST = 100
"""Columns of running text."""
LONGEST_SENTENCE = 240
SAID_EVERY = 50
"""Articles between two updates of what is said on the way."""


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch backtest 'NATO spending targets'",
        """wirewatch backtest 'FACT(target:>=5%gdp)' --since 90d --against 'target:>=3.5%gdp'""",
        """wirewatch backtest '"air defence" -football' --json | jq .held.articles""",
        after="It goes by what is stored of each article and reads nothing again. Each article counts once; stories "
        "are not counted yet, so that several articles of one story are several here, where one alert would be sent.",
    ),
)
@click.argument("watch", metavar="WATCH|QUERY")
@click.option(
    "--since", type=Since(), default="30d", show_default=True, metavar="TIME", help="Articles dated since then."
)
@click.option("--against", metavar="WATCH|QUERY", help="Compare: what is gained and lost against this one.")
@json_option
@click.pass_context
def backtest(ctx: click.Context, watch: str, since: timedelta | datetime, against: str | None, as_json: bool) -> None:
    """Try a watch or a query on the stored articles.

    In all and by day, with the latest examples. WATCH|QUERY is the name of a watch, else a query, or - for one on
    standard input. Nobody is told.
    """
    from worker.cli.inert import print_json
    from worker.cli.queries import asked
    from worker.cli.screen import progress
    from worker.watches.backtest import backtest as run

    if watch == against == "-":
        raise click.UsageError("Only one of the two queries can come from standard input.", ctx)
    session = session_of(ctx)
    storage = session.storage()
    watches = storage.declared.watches()
    wanted = asked(watch, watches)
    other = None if against is None else asked(against, watches)
    began = moment_of(since, session.now())
    total = storage.archive.count(since=began)
    with progress() as line:

        def tell(sums: Backtest) -> None:
            if sums.articles % SAID_EVERY == 0:
                line.update(f"{sums.articles} of {total} articles, {sums.held.articles} found")

        sums = run(
            wanted.whole,
            storage.archive.newest_first(since=began),
            zone=session.settings.time_zone,
            other=None if other is None else other.whole,
            on_article=tell,
        )
    if as_json:
        print_json(as_dict(wanted, other, began, sums))
    else:
        show(session.screen(), wanted, other, began or session.now(), sums)


# ---- for programs


def as_dict(wanted: Asked, other: Asked | None, since: datetime | None, sums: Backtest) -> dict[str, Any]:
    """What came of it as JSON; keys are stable. What is counted against another is null without one."""
    from worker.cli.inert import iso_or_none

    return {
        "watch": wanted.watch,
        "query": wanted.query or None,
        "reading": wanted.reading,
        "since": iso_or_none(since),
        "articles": sums.articles,
        "without_reading": sums.without_reading,
        "language_not_read": sums.language_not_read,
        "held": _sum_dict(sums.held),
        "against": None
        if other is None
        else {"watch": other.watch, "query": other.query or None, "reading": other.reading}
        | {"held": sums.against.articles, "gained": _sum_dict(sums.gained), "lost": _sum_dict(sums.lost)},
    }


def _sum_dict(found: Sum) -> dict[str, Any]:
    return {
        "articles": found.articles,
        "days": {day.isoformat(): number for day, number in sorted(found.days.items())},
        "examples": [_example_dict(item) for item in found.examples],
    }


def _example_dict(item: Example) -> dict[str, Any]:
    from worker.cli.explain import evidence_dict
    from worker.cli.inert import iso
    from worker.log import redact

    article = item.article.article
    return {
        "article": item.article.id,
        "at": iso(item.article.at),
        "title": article.title,
        "url": redact(article.url) if article.url else None,
        "source": article.source or None,
        "evidence": [evidence_dict(said) for said in item.match.evidence],
    }


# ---- for people


def show(screen: Screen, wanted: Asked, other: Asked | None, since: datetime, sums: Backtest) -> None:
    """What came of it for people."""
    from worker.cli.screen import FAINT, STRONG, text
    from worker.cli.words import count

    if screen.terminal:
        screen.width = min(screen.width, WIDEST)
    screen.line(text(wanted.watch or wanted.reading, STRONG))
    if wanted.watch and wanted.query:
        screen.line(text(wanted.query, FAINT))
    first, today = since.astimezone(screen.zone).date(), screen.now.astimezone(screen.zone).date()
    if not sums.articles:
        screen.line(f"There is no stored article since {_day(first, today)}; --since goes further back.")
        return
    times = "once" if sums.held.articles == 1 else f"{sums.held.articles} times"
    screen.line()
    screen.line(
        f"It would have told {times} among {count(sums.articles, 'article')} since {_day(first, today)}."
        if sums.held.articles
        else f"It holds on none of {count(sums.articles, 'article')} since {_day(first, today)}."
    )
    if sums.held.articles:
        screen.line(text("Each article counts: stories are not counted yet.", FAINT))
    _unread(screen, sums)
    if sums.held.articles:
        screen.line()
        screen.bars(bars(sums.held.days, first, today))
    if other is None:
        _examples(screen, "The latest", sums.held)
        return
    screen.line()
    screen.line(
        f"Against {other.watch or other.reading}, which holds on {sums.against.articles}: "
        f"{sums.gained.articles} gained, {sums.lost.articles} lost."
    )
    _examples(screen, "Gained", sums.gained)
    _examples(screen, "Lost", sums.lost)


def _unread(screen: Screen, sums: Backtest) -> None:
    from worker.cli.screen import FAINT, WARN, text
    from worker.cli.words import count

    if sums.without_reading:
        have = count(sums.without_reading, "article has", "articles have")
        screen.line(
            text(f"{have} no reading: persons, figures and quotes are missing there. `wirewatch reprocess`", WARN)
        )
    if sums.language_not_read:
        are = count(sums.language_not_read, "article is", "articles are")
        screen.line(text(f"{are} in a language that is not read: only words are known there.", FAINT))


def _examples(screen: Screen, what: str, found: Sum) -> None:
    from worker.alerts.render_clean import safe_url
    from worker.cli.alerts import quoted
    from worker.cli.screen import FAINT, STRONG, joined, text

    if not found.examples:
        return
    screen.line()
    more = found.articles - len(found.examples)
    screen.heading(f"{what}{f' {len(found.examples)} of {found.articles}' if more else ''}")
    for item in found.examples:
        article = item.article.article
        screen.line()
        head = joined(text(screen.clock(item.article.at), FAINT), text(article.source, FAINT))
        screen.line(joined(head, text(f"article {item.article.id}", FAINT)))
        screen.line(text(article.title, STRONG), indent=2)
        said = item.match.evidence[0]
        if said.text.strip() and said.text != article.title:
            screen.line(quoted(said, LONGEST_SENTENCE), indent=2)
        url = safe_url(article.url)
        if url:
            screen.whole(text(url, "blue"), indent=2)


def bars(days: Mapping[date, int], first: date, last: date) -> list[tuple[str, int]]:
    """The rows of a chart from one day to another, both included: days, or weeks or months where they are many."""
    first = max(first, min(days, default=first)) if (last - first).days >= MOST_BARS else first
    length = (last - first).days + 1
    if length <= MOST_BARS:
        every = [first + timedelta(days=number) for number in range(max(length, 0))]
        return [(_day(day, last), days.get(day, 0)) for day in every]
    if length <= MOST_BARS * 7:
        return _grouped(days, first, last, week=True)
    return _grouped(days, first, last, week=False)


def _grouped(days: Mapping[date, int], first: date, last: date, *, week: bool) -> list[tuple[str, int]]:
    def begin(day: date) -> date:
        return day - timedelta(days=day.weekday()) if week else day.replace(day=1)

    sums: dict[date, int] = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        sums[begin(day)] = sums.get(begin(day), 0) + days.get(day, 0)
    return [(f"week of {_day(day, last)}" if week else f"{day:%b %Y}", number) for day, number in sums.items()]


def _day(day: date, today: date) -> str:
    """`9 Jun`, with its year where that is another than today's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"
