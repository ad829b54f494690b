"""`status`: the whole of it on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, example, json_option, session_of
from worker.domain.upkeep import ALIVE, LATE, process_of

if TYPE_CHECKING:
    from datetime import datetime

    from worker.cli.screen import Row, Screen, Text
    from worker.domain.alert import AlertView
    from worker.domain.feed import FeedView
    from worker.domain.upkeep import Beat
    from worker.domain.work import QueueCounts
    from worker.ports import Secrets
    from worker.standing import Standing, Trouble
    from worker.storage import Storage

MOST_MACHINES = 6
KINDS = ("run", "worker", "sweep", "beat", "web")
"""The order in which processes are named: those without which nothing happens come first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the screen shows. version: of the configuration in force, 0 where none was taken, or nothing stands in it.
    taken: whether the files were looked at and not refused. last: the last alert.

    wants: what wants attention, as the web page has it too, and what only an operator can use.
    """

    standing: Standing
    version: int
    taken: bool
    last: AlertView | None
    inside: Sequence[tuple[str, int, str]]
    dead_articles: Sequence[tuple[int, str | None, str]]
    wants: Sequence[Trouble]


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch status",
        "wirewatch status --json | jq .queues.poll.due",
        "wirewatch status --json | jq -r '.attention[].said'",
        after="The exit code is 0 whatever stands in it. The web page shows the same sentences above the alerts.",
    ),
)
@json_option
@click.pass_context
def status(ctx: click.Context, as_json: bool) -> None:
    """Show how everything stands, on one screen.

    Feeds, hosts, watches, channels, deliveries, the queues and the processes that were heard; then what wants
    attention, the gravest first, each with the command that helps.
    """
    from worker.cli.inert import print_json

    session = session_of(ctx)
    storage = session.storage()
    seen = look(storage, session.secrets, session.now())
    if as_json:
        print_json(as_dict(seen, storage.views.feeds()))
    else:
        show(session.screen(), seen)


def look(storage: Storage, secrets: Secrets, now: datetime) -> Seen:
    """Read how everything stands."""
    from worker.domain.alert import Outcome
    from worker.standing import read_standing

    standing = read_standing(storage, secrets, now)
    last = storage.views.alerts(limit=1, outcome=Outcome.TOLD)
    inside = [(queue.value, row, why) for queue, row, why in storage.views.failing_inside()]
    dead = storage.views.dead_articles(limit=5)
    state = storage.declared.state()
    return Seen(
        standing=standing,
        version=int(state.get("config_version") or 0),
        taken=bool(state.get("config_fingerprint")) and not standing.refused,
        last=last[0] if last else None,
        inside=inside,
        dead_articles=dead,
        wants=[*standing.wants, *_ours(inside, dead)],
    )


def _ours(inside: Sequence[tuple[str, int, str]], dead: Sequence[tuple[int, str | None, str]]) -> list[Trouble]:
    """What the page does not show: single rows, which only the command line can do something about."""
    from worker.log import redact
    from worker.standing import Trouble

    found = []
    if dead:
        lines = tuple(f"{redact(url) if url else f'article {row}'}: {why}" for row, url, why in dead)
        found.append(Trouble("articles", "The last articles that were given up:", lines))
    if inside:
        lines = tuple(f"{queue} {row}: {why}" for queue, row, why in inside)
        said = "Errors of Wirewatch itself stopped these rows; the log says where, and they are tried again:"
        found.append(Trouble("internal", said, lines))
    return found


# ---- for programs


def as_dict(seen: Seen, feeds: Sequence[FeedView]) -> dict[str, Any]:
    """The state as JSON; keys are stable. feeds: all of them."""
    from worker.cli.feeds import trouble_of
    from worker.cli.inert import iso, iso_or_none
    from worker.log import redact

    standing, last = seen.standing, seen.last
    return {
        "at": iso(standing.at),
        "config": {"version": seen.version, "refused": standing.refused or None},
        "queues": {queue.queue.value: _queue_as_dict(queue) for queue in standing.queues},
        "feeds": {
            "all": len(feeds),
            "in_trouble": [
                {"url": redact(feed.url), "name": feed.name, "trouble": trouble_of(feed)}
                for feed in feeds
                if trouble_of(feed)
            ],
            "last_poll": iso_or_none(standing.last_poll),
            "next_poll": iso_or_none(standing.next_poll),
        },
        "hosts": {
            "all": standing.hosts.known,
            "silent": standing.hosts.silent,
            "resting": standing.hosts.resting,
            "busy": standing.hosts.busy,
            "longest": [
                {"host": wait.key, "until": iso(wait.until), "asked_for_silence": wait.asked}
                for wait in standing.hosts.longest
            ],
        },
        "watches": standing.sums.watches,
        "channels": {
            "all": len(standing.channels),
            "in_trouble": [
                {"name": stand.view.channel.name, "state": stand.state, "why": stand.why}
                for stand in standing.channels
                if stand.state != "ok"
            ],
        },
        "deliveries": {
            "waiting": standing.deliveries.number,
            "retried": standing.deliveries.retried,
            "oldest": iso_or_none(standing.deliveries.oldest),
            "failed_last_day": standing.deliveries.failed,
            "skipped_last_day": standing.deliveries.skipped,
        },
        "processes": [_process_as_dict(beat) for beat in standing.beats],
        "internal_errors": [{"queue": queue, "id": row, "why": why} for queue, row, why in seen.inside],
        "dead_articles": [
            {"id": row, "url": redact(url) if url else None, "why": why} for row, url, why in seen.dead_articles
        ],
        "last_alert": None
        if last is None
        else {"id": last.id, "at": iso(last.at), "watch": last.message.watch, "title": last.message.title},
        "attention": [
            {"topic": want.topic, "said": want.said, "command": want.command, "details": list(want.details)}
            for want in seen.wants
        ],
    }


def _queue_as_dict(queue: QueueCounts) -> dict[str, Any]:
    from worker.cli.inert import iso_or_none

    return {
        "due": queue.due,
        "later": queue.later,
        "running": queue.running,
        "dead": queue.dead,
        "oldest_due": iso_or_none(queue.oldest_due),
    }


def _process_as_dict(beat: Beat) -> dict[str, Any]:
    from worker.cli.inert import iso

    machine, process = process_of(beat.name)
    return {
        "name": beat.name,
        "kind": beat.kind,
        "at": iso(beat.beat_at),
        "machine": machine,
        "process": process,
        "note": beat.note or None,
    }


# ---- for people


def show(screen: Screen, seen: Seen) -> None:
    """The state for people: a verdict, the sums, the queues, then what wants attention."""
    from worker.cli.screen import BAD, FAINT, GOOD, STRONG, Column, joined, text

    standing = seen.standing
    number = len(seen.wants)
    things = "1 thing wants attention" if number == 1 else f"{number} things want attention"
    verdict = text(things, BAD) if number else text("all in order", GOOD)
    screen.line(joined(text("Wirewatch", STRONG), verdict, text(screen.clock(standing.at), FAINT)))
    screen.line()
    screen.pairs(
        [
            ("Config", _config(seen)),
            ("Feeds", _feeds(screen, standing)),
            ("Hosts", _hosts(screen, standing)),
            ("Watches", standing.counts[1]),
            ("Channels", _channels(standing)),
            ("Deliveries", _deliveries(screen, standing)),
            *_processes(screen, standing),
            ("Last alert", _last(screen, seen.last)),
        ]
    )
    screen.line()
    columns = [Column("queue"), *(Column(name, right=True) for name in ("due", "running", "later", "dead"))]
    columns.append(Column("oldest due"))
    screen.table(columns, [_queue(screen, queue) for queue in standing.queues])
    _attention(screen, seen.wants)


def _config(seen: Seen) -> Text:
    from worker.cli.screen import BAD, GOOD, WARN, joined, text

    if seen.standing.refused:
        if not seen.version:
            return text("refused, and none was taken before", BAD)
        return joined(text("refused, the one before stays in force", BAD), f"version {seen.version}")
    if not seen.version:
        return text("in force, and nothing stands in it" if seen.taken else "none taken yet", WARN)
    return joined(text("in force", GOOD), f"version {seen.version}")


def _feeds(screen: Screen, standing: Standing) -> Text:
    from worker.cli.screen import joined

    sums = standing.sums
    if not sums.feeds:
        return joined(standing.counts[0])
    last = f"last poll {screen.ago(sums.last_polled_at).plain}" if sums.last_polled_at else "none polled yet"
    following = f"next {screen.due(standing.next_poll).plain}" if standing.next_poll else ""
    return joined(standing.counts[0], _wrong(sums.feeds_in_trouble, "in trouble"), last, following)


def _hosts(screen: Screen, standing: Standing) -> Text:
    """How many, and of those that are not asked now the one that waits longest."""
    from worker.cli.screen import WARN, joined, text
    from worker.cli.words import count

    sums = standing.hosts
    if not sums.known:
        return text("none asked yet")
    silent = ""
    if sums.silent:
        longest = next(wait for wait in sums.longest if wait.asked)
        who = "" if sums.silent == 1 else ", the longest"
        when = f"until {screen.clock(longest.until)} ({screen.due(longest.until).plain})"
        silent = f"{sums.silent} asked for silence{who}: {_host(longest.key)} {when}"
    resting = ""
    if sums.resting:
        first = next((wait for wait in sums.longest if not wait.asked), None)
        resting = f"{sums.resting} between two requests" + (
            f", for {screen.due(first.until).plain.removeprefix('in ')} at most" if first else ""
        )
    busy = f"{sums.busy} being asked" if sums.busy else ""
    return joined(count(sums.known, "host"), text(silent, WARN), resting, busy)


def _host(key: str) -> str:
    """A host as people call it: without the scheme and port that go without saying."""
    return key.removeprefix("https://").removesuffix(":443")


def _channels(standing: Standing) -> Text:
    from worker.cli.screen import BAD, joined, text

    off = len([stand for stand in standing.channels if stand.state in ("disabled", "unset")])
    failing = len([stand for stand in standing.channels if stand.state == "failing"])
    if not standing.channels:
        return joined(standing.counts[2])
    bad = text(f"{failing} not getting through", BAD) if failing else ""
    return joined(standing.counts[2], "" if failing and not off else _wrong(off, "off"), bad)


def _deliveries(screen: Screen, standing: Standing) -> Text:
    from worker.cli.screen import BAD, WARN, joined, text, together
    from worker.cli.times import span

    sums = standing.deliveries
    since = f", the oldest for {span(screen.now - sums.oldest)}" if sums.oldest else ""
    return joined(
        text(f"{sums.number or 'none'} waiting{since}", WARN if sums.retried else ""),
        together(
            text(f"{sums.failed} failed", BAD) if sums.failed else "",
            ", " if sums.failed and sums.skipped else "",
            text(f"{sums.skipped} skipped", WARN) if sums.skipped else "",
            " in the last day" if sums.failed or sums.skipped else "",
        ),
    )


def _wrong(number: int, what: str) -> Text:
    from worker.cli.screen import BAD, GOOD, text

    return text(f"{number} {what}", BAD) if number else text(f"none {what}", GOOD)


def _processes(screen: Screen, standing: Standing) -> list[tuple[str, Text | str]]:
    """A line for each machine: `2 worker · sweep · web on wire-1, heard 3 s ago`."""
    from worker.cli.screen import FAINT, WARN, joined, text, together

    machines: dict[str, list[Beat]] = {}
    for beat in standing.beats:
        machines.setdefault(process_of(beat.name)[0], []).append(beat)
    if not machines:
        return [("Processes", text(f"none heard in the last {int(ALIVE.total_seconds())} s", WARN))]
    lines: list[Text | str] = []
    for machine, beats in sorted(machines.items())[:MOST_MACHINES]:
        heard = screen.ago(max(beat.beat_at for beat in beats)).plain
        kinds = joined(*(f"{number} {kind}" for kind, number in _by_kind(beats).items()))
        lines.append(
            together(kinds, text(f"on {machine}, heard {heard}" if machine else f"heard {heard}", FAINT), by=" ")
        )
    if len(machines) > MOST_MACHINES:
        lines.append(text(f"and {len(machines) - MOST_MACHINES} more machines: --json lists them", FAINT))
    return [("" if number else "Processes", line) for number, line in enumerate(lines)]


def _by_kind(beats: Sequence[Beat]) -> Mapping[str, int]:
    """How many of each kind, in the order of KINDS."""
    found = Counter(beat.kind for beat in beats)
    order = {kind: at for at, kind in enumerate(KINDS)}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def _last(screen: Screen, view: AlertView | None) -> Text:
    from worker.alerts.render import headline, watch_name
    from worker.cli.alerts import without_escapes
    from worker.cli.screen import joined, text

    if view is None:
        return text("none told yet")
    message = without_escapes(view.message)
    return joined(screen.ago(view.at), watch_name(message), headline(message))


def _queue(screen: Screen, queue: QueueCounts) -> Row:
    from worker.cli.screen import BAD, FAINT, STRONG, Row, text

    def number(count: int, style: str = "") -> Text:
        return text(count, style if count else FAINT)

    late = queue.oldest_due is not None and screen.now - queue.oldest_due > LATE
    oldest = screen.ago(queue.oldest_due).plain if queue.oldest_due else ""
    return Row(
        (
            text(queue.queue.value),
            number(queue.due, STRONG),
            number(queue.running, STRONG),
            number(queue.later),
            number(queue.dead, BAD),
            text(oldest, BAD if late else ""),
        )
    )


def _attention(screen: Screen, wants: Sequence[Trouble]) -> None:
    """What somebody should do something about, each with the way to do it."""
    from worker.cli.screen import BAD, FAINT, text

    if not wants:
        return
    screen.line()
    screen.heading("Wants attention")
    for want in wants:
        screen.hanging(text("•", BAD), _sentence(want.said), indent=2)
        for detail in want.details:
            screen.hanging(text("-", FAINT), text(detail, FAINT), indent=4)


def _sentence(said: str) -> Text:
    """A sentence whose commands, in backticks, catch the eye."""
    from worker.cli.screen import STRONG, text

    shown = text(said)
    shown.highlight_regex(r"`[^`]*`", STRONG)
    return shown
