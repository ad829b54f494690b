"""`deliveries`: what is on its way, what arrived, what did not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Number, example, json_option, session_of

if TYPE_CHECKING:
    from worker.cli.screen import Row, Screen
    from worker.domain.alert import DeliveryView

RESULTS = ("waiting", "sent", "failed", "skipped", "dead")


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch deliveries",
        "wirewatch deliveries --result failed",
        "wirewatch deliveries --channel desk --json | jq -r .reason",
        after="What waits is tried again by itself; `wirewatch retry deliver --all` tries again what was given up.",
    ),
)
@click.option(
    "--limit", metavar="N", type=Number(1, 1_000), default=30, show_default=True, help="The latest so many."
)
@click.option("--channel", metavar="NAME", help="To this channel only.")
@click.option("--result", type=click.Choice(RESULTS), help="With this result only.")
@json_option
@click.pass_context
def deliveries(ctx: click.Context, limit: int, channel: str | None, result: str | None, as_json: bool) -> None:
    """List what was sent, what was not, and why.

    The newest comes last.
    """
    from worker.cli.inert import print_json
    from worker.cli.screen import Column

    session = session_of(ctx)
    found = session.storage().views.deliveries(limit=limit, channel=channel, result=result)[::-1]
    if as_json:
        for view in found:
            print_json(as_dict(view))
        return
    screen = session.screen()
    if not found:
        screen.line("There are no such deliveries." if channel or result else "There are no deliveries yet.")
        return
    columns = [
        Column("when"),
        Column("channel", gives=True),
        Column("result"),
        Column("tries", right=True),
        Column("watch", gives=True),
        Column("headline", gives=True),
    ]
    screen.table(columns, [_row(screen, view) for view in found])


def as_dict(view: DeliveryView) -> dict[str, Any]:
    """A delivery as JSON; keys are stable. `uid` is the webhook-id and stands in the Message-ID."""
    from worker.cli.inert import iso, iso_or_none

    return {
        "id": view.id,
        "uid": view.uid,
        "channel": view.channel,
        "kind": view.kind,
        "result": view.state,
        "reason": view.reason or None,
        "status": view.status,
        "tries": view.tries,
        "created": iso(view.created_at),
        "next_try": iso(view.next_at) if view.state == "waiting" else None,
        "finished": iso_or_none(view.finished_at),
        "watch": view.watch,
        "title": view.title,
    }


def _row(screen: Screen, view: DeliveryView) -> Row:
    from worker.alerts.retry import without_when
    from worker.cli.screen import BAD, FAINT, GOOD, WARN, Row, text

    style = {"sent": GOOD, "failed": BAD, "dead": BAD}.get(view.state, WARN)
    below = []
    if view.state != "sent":
        again = f"; next try {screen.due(view.next_at).plain}" if view.state == "waiting" else ""
        fix = f"; wirewatch retry deliver {view.id}" if view.state == "dead" else ""
        below.append(text(f"{without_when(view.reason) or 'on its way'}{again}{fix}", style))
    return Row(
        (
            text(screen.clock(view.created_at), FAINT),
            text(view.channel),
            text(view.state, style),
            text(view.tries or ""),
            text(view.watch),
            text(view.title),
        ),
        tuple(below),
    )
