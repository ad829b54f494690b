"""`watches`: what people asked for, and how often it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Group, example, json_option, session_of

if TYPE_CHECKING:
    from worker.cli.screen import Row, Screen
    from worker.storage.views import WatchView


@click.group(cls=Group, default="list", epilog=example("wirewatch watches", "wirewatch watches --json | jq .told"))
def watches() -> None:
    """List the watches and how often each was told."""


@watches.command("list", epilog=example("wirewatch watches", "wirewatch watches list --json | jq .name"))
@json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the watches with their terms, channels and alerts so far."""
    from worker.cli.inert import print_json
    from worker.cli.screen import Column

    session = session_of(ctx)
    found = session.storage().views.watches()
    if as_json:
        for watch in found:
            print_json(as_dict(watch))
        return
    screen = session.screen()
    if not found:
        screen.line("There are no watches. Write some into watches.yaml; `wirewatch init` writes samples.")
        return
    columns = [
        Column("watch", gives=True),
        Column("severity"),
        Column("told", right=True),
        Column("not told", right=True),
        Column("last told"),
        Column("channels", gives=True),
    ]
    screen.table(columns, [_row(screen, watch) for watch in found])


def as_dict(watch: WatchView) -> dict[str, Any]:
    """A watch as JSON; keys are stable."""
    from worker.cli.inert import iso_or_none

    return {
        "id": watch.id,
        "name": watch.name,
        "origin": watch.origin,
        "keywords": list(watch.keywords),
        "all": list(watch.all_of),
        "none": list(watch.none_of),
        "channels": list(watch.channels),
        "severity": watch.severity,
        "told": watch.told,
        "not_told": watch.not_told,
        "last_told": iso_or_none(watch.last_told_at),
    }


def _row(screen: Screen, watch: WatchView) -> Row:
    from worker.cli.screen import BAD, FAINT, STRONG, WARN, Row, text

    terms = [
        text(f"{what}: {', '.join(words)}", FAINT)
        for what, words in (("any of", watch.keywords), ("every", watch.all_of), ("none of", watch.none_of))
        if words
    ]
    severity = {"high": BAD}.get(watch.severity, "")
    channels = text(", ".join(watch.channels)) if watch.channels else text("none: only listed", WARN)
    return Row(
        (
            text(watch.name, STRONG),
            text(watch.severity, severity),
            text(watch.told),
            text(watch.not_told),
            screen.ago(watch.last_told_at),
            channels,
        ),
        tuple(terms),
    )
