"""`status`: the whole of it on one screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, example, json_option, session_of
from worker.domain.upkeep import ALIVE, LATE

if TYPE_CHECKING:
    from datetime import datetime

    from worker.cli.screen import Screen, Text
    from worker.domain.alert import AlertView
    from worker.domain.feed import FeedView
    from worker.domain.upkeep import Beat
    from worker.domain.work import QueueCounts
    from worker.ports import Secrets
    from worker.storage import Storage
    from worker.storage.views import ChannelView


@dataclass(frozen=True, slots=True)
class Standing:
    """How everything stands at `now`."""

    now: datetime
    version: int
    refused: str
    queues: list[QueueCounts]
    feeds: list[FeedView]
    watches: int
    channels: list[tuple[ChannelView, str, str]]
    beats: list[Beat]
    last: AlertView | None
    inside: list[tuple[str, int, str]]
    dead_articles: list[tuple[int, str | None, str]]

    @property
    def in_trouble(self) -> list[FeedView]:
        """The feeds that fail or were stopped."""
        from worker.cli.feeds import trouble_of

        return [feed for feed in self.feeds if trouble_of(feed)]

    def as_dict(self) -> dict[str, Any]:
        """The state as JSON; keys are stable."""
        from worker.cli.feeds import trouble_of
        from worker.cli.inert import iso, iso_or_none
        from worker.log import redact

        last = self.last
        return {
            "at": iso(self.now),
            "config": {"version": self.version, "refused": self.refused or None},
            "queues": {
                queue.queue.value: {
                    "due": queue.due,
                    "later": queue.later,
                    "running": queue.running,
                    "dead": queue.dead,
                    "oldest_due": iso_or_none(queue.oldest_due),
                }
                for queue in self.queues
            },
            "feeds": {
                "all": len(self.feeds),
                "in_trouble": [
                    {"url": redact(feed.url), "name": feed.name, "trouble": trouble_of(feed)}
                    for feed in self.in_trouble
                ],
            },
            "watches": self.watches,
            "channels": {
                "all": len(self.channels),
                "in_trouble": [
                    {"name": view.channel.name, "state": state, "why": why}
                    for view, state, why in self.channels
                    if state != "ok"
                ],
            },
            "processes": [{"name": beat.name, "kind": beat.kind, "at": iso(beat.beat_at)} for beat in self.beats],
            "internal_errors": [{"queue": queue, "id": row, "why": why} for queue, row, why in self.inside],
            "dead_articles": [
                {"id": row, "url": redact(url) if url else None, "why": why} for row, url, why in self.dead_articles
            ],
            "last_alert": None
            if last is None
            else {"id": last.id, "at": iso(last.at), "watch": last.message.watch, "title": last.message.title},
        }


@click.command(cls=Command, epilog=example("wirewatch status", "wirewatch status --json | jq .queues.poll.due"))
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show how everything stands, on one screen."""
    from worker.cli.inert import print_json

    session = session_of(ctx)
    standing = look(session.storage(), session.secrets, session.now())
    if as_json:
        print_json(standing.as_dict())
    else:
        show(session.screen(), standing)


def look(storage: Storage, secrets: Secrets, now: datetime) -> Standing:
    """Read how everything stands."""
    from worker.cli.channels import state_of
    from worker.domain.alert import Outcome
    from worker.domain.work import Queue

    state = storage.declared.state()
    last = storage.views.alerts(limit=1, outcome=Outcome.TOLD)
    return Standing(
        now=now,
        version=int(state.get("config_version") or 0),
        refused=state.get("config_refused", ""),
        queues=[storage.work.counts(queue, now=now) for queue in Queue],
        feeds=storage.views.feeds(),
        watches=len(storage.declared.watches()),
        channels=[(view, *state_of(view, secrets)) for view in storage.views.channels()],
        beats=[beat for beat in storage.housekeeping.beats() if now - beat.beat_at < ALIVE],
        last=last[0] if last else None,
        inside=[(queue.value, row, why) for queue, row, why in storage.views.failing_inside()],
        dead_articles=storage.views.dead_articles(limit=5),
    )


def show(screen: Screen, standing: Standing) -> None:
    """The state for people: sums first, then what wants attention."""
    from worker.cli.screen import BAD, GOOD, Column, Row, joined, text
    from worker.cli.words import count

    trouble = len(standing.in_trouble)
    off = len([state for _, state, _ in standing.channels if state != "ok"])
    config = text("refused, the one before stays in force", BAD) if standing.refused else text("in force", GOOD)
    screen.pairs(
        [
            ("Config", joined(config, f"version {standing.version}")),
            ("Feeds", joined(count(len(standing.feeds), "feed"), _wrong(trouble, "in trouble"))),
            ("Watches", count(standing.watches, "watch", "watches")),
            ("Channels", joined(count(len(standing.channels), "channel"), _wrong(off, "off"))),
            ("Processes", _processes(standing.beats)),
            ("Last alert", _last(screen, standing.last)),
        ]
    )
    screen.line()
    columns = [Column("queue"), *(Column(name, right=True) for name in ("due", "running", "later", "dead"))]
    columns.append(Column("oldest due"))
    rows = []
    for queue in standing.queues:
        late = queue.oldest_due is not None and standing.now - queue.oldest_due > LATE
        cells = (
            text(queue.queue.value),
            text(queue.due),
            text(queue.running),
            text(queue.later),
            text(queue.dead, BAD if queue.dead else ""),
            text(screen.ago(queue.oldest_due).plain if queue.oldest_due else "", BAD if late else ""),
        )
        rows.append(Row(cells))
    screen.table(columns, rows)
    _attention(screen, standing)


def _wrong(number: int, what: str) -> Text:
    from worker.cli.screen import BAD, GOOD, text

    return text(f"{number} {what}", BAD) if number else text(f"none {what}", GOOD)


def _processes(beats: list[Beat]) -> Text:
    from worker.cli.screen import WARN, joined, text

    kinds: dict[str, int] = {}
    for beat in beats:
        kinds[beat.kind] = kinds.get(beat.kind, 0) + 1
    if not kinds:
        return text(f"none heard in the last {ALIVE.seconds} s", WARN)
    return joined(*(f"{number} {kind}" for kind, number in sorted(kinds.items())))


def _last(screen: Screen, view: AlertView | None) -> Text:
    from worker.alerts.render import headline, watch_name
    from worker.cli.alerts import without_escapes
    from worker.cli.screen import joined, text

    if view is None:
        return text("none told yet")
    message = without_escapes(view.message)
    return joined(screen.ago(view.at), watch_name(message), headline(message))


def _attention(screen: Screen, standing: Standing) -> None:
    """What somebody should do something about, each with the way to do it."""
    from worker.cli.feeds import trouble_of
    from worker.cli.screen import BAD, WARN, text, together
    from worker.cli.summary import feed_name

    wants: list[tuple[Text, str]] = []
    if standing.refused:
        wants.append((text("configuration", BAD), f"{standing.refused}; `wirewatch check` tells all"))
    wants.extend((text(feed_name(feed), WARN), trouble_of(feed)) for feed in standing.in_trouble[:5])
    if len(standing.in_trouble) > 5:
        wants.append((text(f"{len(standing.in_trouble) - 5} more feeds", WARN), "`wirewatch feeds` lists them"))
    wants.extend((text(view.channel.name, WARN), why) for view, state, why in standing.channels if state != "ok")
    wants.extend(
        (text(f"{queue.queue.value}, {queue.dead} dead", BAD), f"`wirewatch retry {queue.queue.value} --all`")
        for queue in standing.queues
        if queue.dead
    )
    wants.extend((text(url or f"article {row}", BAD), why) for row, url, why in standing.dead_articles)
    wants.extend((text(f"{queue} {row}", BAD), why) for queue, row, why in standing.inside)
    if wants:
        screen.line()
        screen.heading("Wants attention")
    for what, why in wants:
        screen.line(together(what, text(why), by=": "), indent=2)
