"""`channels`: where alerts go, whether they get there, and trying it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from worker.cli.base import Failure, Group, Session, example, json_option, session_of

if TYPE_CHECKING:
    from worker.cli.screen import Row, Screen
    from worker.domain.alert import AlertMessage
    from worker.standing import ChannelStand
    from worker.storage.views import ChannelView

TEST_DEADLINE = 40.0
"""Seconds for a test message; mail servers may take their time to greet."""


@click.group(
    cls=Group,
    default="list",
    epilog=example("wirewatch channels", "wirewatch channels test desk", "wirewatch channels enable desk"),
)
def channels() -> None:
    """List the channels and whether they work; test one."""


@channels.command("list", epilog=example("wirewatch channels", "wirewatch channels list --json | jq .state"))
@json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the channels and whether they work; no secret is shown."""
    from worker.cli.inert import print_json
    from worker.cli.screen import Column

    session = session_of(ctx)
    found = stands(session)
    if as_json:
        for stand in found:
            print_json(as_dict(stand))
        return
    screen = session.screen()
    if not found:
        screen.line("There are no channels. Write some into channels.yaml; `wirewatch init` writes samples.")
        return
    columns = [
        Column("channel", gives=True),
        Column("kind"),
        Column("state"),
        Column("last sent"),
        Column("failures", right=True),
        Column("where", gives=True),
    ]
    screen.table(columns, [_row(screen, stand) for stand in found])


def stands(session: Session) -> list[ChannelStand]:
    """The channels, and how each stands."""
    from worker.standing import channel_stand

    storage = session.storage()
    last = {wait.channel: wait.why for wait in storage.overview.waiting() if wait.retried}
    return [channel_stand(view, session.secrets, last) for view in storage.views.channels()]


def as_dict(stand: ChannelStand) -> dict[str, Any]:
    """A channel as JSON; keys are stable."""
    from worker.cli.inert import iso_or_none
    from worker.cli.words import where

    view, state, why = stand.view, stand.state, stand.why
    channel = view.channel
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "where": where(channel),
        "origin": channel.origin,
        "allow_private": channel.allow_private,
        "state": state,
        "why": why or None,
        "disabled_at": iso_or_none(view.disabled_at),
        "last_ok": iso_or_none(view.last_ok_at),
        "failures": channel.failures,
        "silent_until": iso_or_none(channel.blocked_until),
    }


def _row(screen: Screen, stand: ChannelStand) -> Row:
    from worker.cli.screen import BAD, GOOD, STRONG, WARN, Row, text
    from worker.cli.words import where

    view, state, why = stand.view, stand.state, stand.why
    channel = view.channel
    style = {"ok": GOOD, "disabled": BAD}.get(state, WARN)
    below = [text(why, style)] if why else []
    if state in ("disabled", "failing"):
        below.append(text(f"fix: mend it, then `wirewatch channels test {channel.name}`"))
    if channel.blocked_until is not None and channel.blocked_until > screen.now:
        below.append(text(f"asked for silence until {screen.clock(channel.blocked_until)}", WARN))
    return Row(
        (
            text(channel.name, STRONG),
            text(channel.kind.value),
            text(state, style),
            screen.ago(view.last_ok_at),
            text(channel.failures),
            text(where(channel)),
        ),
        tuple(below),
    )


@channels.command(
    epilog=example(
        "wirewatch channels test desk",
        environment={
            "SMTP_URL": "the mail server of channels that name none",
            "MAIL_FROM": "the sender, where the channel names none",
        },
        codes={"0": "the receiver took it", "1": "it did not; standard error says why"},
    )
)
@click.argument("name")
@json_option
@click.pass_context
def test(ctx: click.Context, name: str, as_json: bool) -> None:
    """Send a test message to the channel NAME now.

    Where it arrives and the channel was disabled, the channel is enabled again.
    """
    from worker.cli.inert import print_json
    from worker.domain.alert import Outgoing, Sent
    from worker.standing import unset_variable

    session = session_of(ctx)
    view = _find(session, name)
    unset = unset_variable(view.channel, session.secrets)
    if unset is not None:
        raise Failure(f"nothing was sent: {unset}", hint=unset.hint)
    outgoing = Outgoing(uuid4().hex, view.channel, _test_message(session, name))
    results = [result for _, result in session.application().notifier.send_each([outgoing], deadline=TEST_DEADLINE)]
    if not results:
        raise Failure(f"{name} did not answer within {TEST_DEADLINE:.0f} s", hint="try again; see that it is up")
    result = results[0]
    enabled = result.sent is Sent.OK and bool(view.channel.disabled)
    if enabled:
        session.storage().declared.enable_channel(name)
    if as_json:
        print_json(
            {
                "channel": name,
                "id": outgoing.uid,
                "result": result.sent.value,
                "reason": result.reason,
                "status": result.status,
                "enabled": enabled,
            }
        )
        if result.sent is not Sent.OK:
            ctx.exit(1)
        return
    if result.sent is not Sent.OK:
        raise Failure(f"the test message did not reach {name}: {result.reason}", hint=_hint(result.sent))
    screen = session.screen()
    screen.line(f"Sent to {name}" + (f" ({result.reason})." if result.reason not in ("", "sent") else "."))
    if enabled:
        screen.line(f"{name} was disabled and is enabled again.")


def _hint(sent: str) -> str:
    if sent == "retry":
        return "mend that, or wait where it may pass; alerts that wait for it are tried again by themselves"
    return "mend the channel in channels.yaml, or what its ${NAME} stand for, and try again"


def _test_message(session: Session, channel: str) -> AlertMessage:
    """A message as an alert would look, for the first watch that uses the channel."""
    from worker.domain.alert import AlertMessage, Reason
    from worker.domain.watch import Evidence, Part, Severity

    now = session.now()
    watches = [watch for watch in session.storage().declared.watches() if channel in watch.channels]
    said = f"Had this been news, the words of your watch would be marked here, as this test of {channel} is."
    start = said.index("this test")
    return AlertMessage(
        uid=uuid4().hex,
        reason=Reason.NEW_STORY.value,
        watch=watches[0].name if watches else "a test",
        severity=watches[0].severity if watches else Severity.NORMAL,
        title="This is a test: alerts reach this channel",
        url=session.settings.public_url,
        source="Wirewatch",
        author=None,
        published=now,
        found_at=now,
        excerpt="",
        evidence=(Evidence(Part.BODY, said, 0, ((start, start + len("this test")),)),),
        test=True,
    )


@channels.command(epilog=example("wirewatch channels enable desk"))
@click.argument("name")
@click.pass_context
def enable(ctx: click.Context, name: str) -> None:
    """Let the disabled channel NAME try again, without a test."""
    session = session_of(ctx)
    view = _find(session, name)
    session.storage().declared.enable_channel(name)
    was = (
        "was disabled and is enabled again"
        if view.channel.disabled
        else "was not disabled; its failures are forgotten"
    )
    session.screen().line(f"{name} {was}.")


def _find(session: Session, name: str) -> ChannelView:
    views = session.storage().views.channels()
    for view in views:
        if view.channel.name == name:
            return view
    known = ", ".join(view.channel.name for view in views[:20])
    raise Failure(
        f"there is no channel {name[:200]!r}",
        hint=f"the channels are {known}" if known else "add it to channels.yaml",
    )
