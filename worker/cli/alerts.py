"""`alerts`: what was told and why, and what was not."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Failure, Number, Since, example, json_option, moment_of, session_of
from worker.cli.inert import clean

if TYPE_CHECKING:
    from worker.cli.screen import Screen, Text
    from worker.domain.alert import AlertMessage, AlertView, Outcome
    from worker.domain.watch import Evidence
    from worker.storage.views import Views

FOLLOW_EVERY = 1.0
"""Seconds between two looks of --follow."""
LOOK_BACK = timedelta(minutes=3)
"""An alert is dated when its article is decided, and seen when that is committed; no batch takes longer."""
MOST = 1_000


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch alerts",
        "wirewatch alerts --all --since 2d --watch 'NATO spending targets'",
        "wirewatch alerts --follow --json | jq -r .title",
    ),
)
@click.option("--limit", metavar="N", type=Number(1, MOST), default=20, show_default=True, help="The latest so many.")
@click.option("--watch", metavar="NAME", help="Of this watch only.")
@click.option("--told/--all", "told", default=True, help="Told ones only (the default), or all with the reason.")
@click.option("--since", type=Since(), metavar="TIME", help="Since then: 90m, 2d or 2026-03-01.")
@click.option("--follow", is_flag=True, help="Go on printing new ones as they come.")
@json_option
@click.pass_context
def alerts(
    ctx: click.Context,
    limit: int,
    watch: str | None,
    told: bool,
    since: timedelta | datetime | None,
    follow: bool,
    as_json: bool,
) -> None:
    """List what was told, with the sentence that proves it.

    The newest comes last. With --all also what was not told, each with the reason.
    """
    from worker.domain.alert import Outcome

    session = session_of(ctx)
    views = session.storage().views
    if watch is not None:
        _require_watch(views, watch)
    outcome = Outcome.TOLD if told else None
    now = session.now()
    found = views.alerts(limit=limit, watch=watch, outcome=outcome, since=moment_of(since, now))[::-1]
    if not found and not follow and not as_json:
        session.screen().line(_nothing(views, told=told, narrowed=bool(watch or since)))
        return
    screen = session.screen()
    for view in found:
        _print(screen, view, as_json=as_json, first=view is found[0])
    if follow:
        if not as_json and not found:
            click.echo("Waiting for alerts; Ctrl-C ends.", err=True)
        for number, view in enumerate(_followed(views, found, watch, outcome, now)):
            fresh = session.screen()
            _print(fresh, view, as_json=as_json, first=not found and not number)
            sys.stdout.flush()


def _require_watch(views: Views, name: str) -> None:
    known = [watch.name for watch in views.watches()]
    if name not in known and not views.alerts(limit=1, watch=name):
        hint = f"the watches are {', '.join(known[:20])}" if known else "add it to watches.yaml"
        raise Failure(f"there is no watch {name[:200]!r}", hint=hint)


def _nothing(views: Views, *, told: bool, narrowed: bool) -> str:
    from worker.cli.words import count

    untold = sum(number for (outcome, _), number in views.alert_counts().items() if outcome != "told")
    if told and untold:
        which = " of these" if narrowed else ""
        return f"No alert was told{which}. {count(untold, 'was', 'were')} not told: see --all for why."
    return "There are no such alerts." if narrowed else "There are no alerts yet."


def _followed(
    views: Views, shown: list[AlertView], watch: str | None, outcome: Outcome | None, now: datetime
) -> Iterator[AlertView]:
    """Alerts as they come, each once; one whose decision changed comes again."""
    seen = {(view.id, view.at) for view in shown}
    last = max([now, *(view.at for view in shown)])
    # what was there before and was left out by the limit is no news
    seen |= {(view.id, view.at) for view in views.alerts(limit=MOST, outcome=outcome, since=last - LOOK_BACK)}
    while True:
        fresh = views.alerts(limit=MOST, watch=watch, outcome=outcome, since=last - LOOK_BACK)
        for view in reversed(fresh):
            if (view.id, view.at) not in seen:
                seen.add((view.id, view.at))
                last = max(last, view.at)
                yield view
        seen = {key for key in seen if key[1] >= last - LOOK_BACK}
        time.sleep(FOLLOW_EVERY)


def as_dict(view: AlertView) -> dict[str, Any]:
    """An alert as JSON: outcome and reason, then what a webhook receives of it. Keys are stable."""
    from worker.alerts.render import webhook_body
    from worker.cli.inert import iso

    body = webhook_body(view.message)
    article = body["article"]
    return {
        "id": view.id,
        "uid": view.message.uid,
        "at": iso(view.at),
        "outcome": view.outcome,
        "reason": view.reason,
        "detail": view.detail,
        "watch": view.message.watch,
        "severity": view.message.severity.value,
        "title": article["title"],
        "url": article["url"],
        "source": article["source"],
        "author": article["author"],
        "published": article["published"],
        "found_at": body["found_at"],
        "language": view.message.language,
        "outlets": body["outlets"],
        "evidence": body["evidence"],
        "excerpt": article["text_excerpt"],
        "note": body["note"],
    }


def _print(screen: Screen, view: AlertView, *, as_json: bool, first: bool) -> None:
    if as_json:
        from worker.cli.inert import print_json

        print_json(as_dict(view))
        return
    if not first:
        screen.line()
    card(screen, view)


def card(screen: Screen, view: AlertView) -> None:
    """An alert in a few lines: when, watch; headline; evidence; origin; link; outcome."""
    from worker.alerts.render import dateline, headline, other_outlets, source_name, watch_name
    from worker.alerts.render_clean import safe_url
    from worker.cli.screen import BAD, FAINT, GOOD, STRONG, WARN, joined, text, together

    message = without_escapes(view.message)
    urgent = text("high", BAD) if message.severity.value == "high" else text("")
    told = view.outcome == "told"
    when = f"{screen.clock(view.at)} ({screen.ago(view.at).plain})"
    screen.line(joined(text(when, FAINT), text(watch_name(message), "cyan"), urgent))
    screen.line(text(headline(message), STRONG), indent=2)
    for said in message.evidence[:3]:
        if said.part.value == "title" and len(message.evidence) > 1:
            continue
        screen.line(quoted(said), indent=2)
    origin = joined(source_name(message), dateline(message, screen.zone), other_outlets(message))
    screen.line(origin, indent=2)
    url = safe_url(message.url)
    if url:
        screen.whole(text(url, "blue"), indent=2)
    if message.note:
        screen.line(text(message.note, FAINT), indent=2)
    outcome = text(view.outcome, GOOD if told else WARN)
    detail = f"{view.reason}, {view.detail}" if view.detail else view.reason
    screen.line(together(outcome, ": ", text(detail, FAINT)), indent=2)


def without_escapes(message: AlertMessage) -> AlertMessage:
    """The message whose words hold no terminal escape sequence, whole or in part; the evidence keeps its offsets."""
    return replace(message, title=clean(message.title), source=clean(message.source), watch=clean(message.watch))


def quoted(evidence: Evidence, limit: int = 400) -> Text:
    """The sentence in quotes with its hits marked, about `limit` characters of it; pieces are clean already."""
    from worker.alerts.render_clean import pieces
    from worker.cli.screen import HIT, Text

    line = Text("\u201c", end="")
    for piece in pieces(evidence, limit):
        line.append(piece.text, style=HIT if piece.hit else None)
    return line.append("\u201d")
