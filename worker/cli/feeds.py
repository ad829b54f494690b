"""`feeds`: what is polled, and how that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Failure, Group, example, json_option, session_of

if TYPE_CHECKING:
    from worker.cli.screen import Row, Screen
    from worker.domain.feed import FeedView

BY_HAND = "command line"
"""Origin of feeds that `feeds add` made."""


@click.group(
    cls=Group,
    default="list",
    epilog=example(
        "wirewatch feeds",
        "wirewatch feeds add https://example.org/rss --name Example --tag defence",
        "wirewatch feeds add https://example.org/paid --basic 'user:${PASS}' --every 5m",
        "wirewatch feeds poll --all",
    ),
)
def feeds() -> None:
    """List the feeds and how they fare; add, remove, poll."""


@feeds.command("list", epilog=example("wirewatch feeds", "wirewatch feeds list --json | jq -r .url"))
@json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the feeds, those in trouble first."""
    from worker.cli.inert import print_json

    session = session_of(ctx)
    found = session.storage().views.feeds()
    if as_json:
        for feed in found:
            print_json(as_dict(feed))
        return
    show(session.screen(), found)


def as_dict(feed: FeedView) -> dict[str, Any]:
    """A feed as JSON; keys are stable."""
    from worker.cli.inert import iso, iso_or_none
    from worker.log import redact

    return {
        "id": feed.id,
        "url": redact(feed.url),
        "name": feed.name,
        "origin": feed.origin,
        "tags": list(feed.tags),
        "state": state_of(feed),
        "last_poll": iso_or_none(feed.last_polled_at),
        "last_status": feed.last_status,
        "next_poll": None if feed.state == "dead" else iso(feed.next_at),
        "why": feed.why_then,
        "entries": feed.entries,
        "last_entry": iso_or_none(feed.last_entry_at),
        "trouble": trouble_of(feed) or None,
        "failures": feed.failures,
        "would_have_told": feed.would_have_told,
        "notes": list(feed.notes),
    }


def state_of(feed: FeedView) -> str:
    """`ok`, `new`, `polling`, `failing` or `stopped`."""
    if feed.state == "dead":
        return "stopped"
    if feed.state == "running":
        return "polling"
    if feed.last_error is not None:
        return "failing"
    return "new" if feed.last_polled_at is None else "ok"


def trouble_of(feed: FeedView) -> str:
    """What is wrong with a feed in words, or an empty string."""
    from worker.log import redact

    error = redact(feed.last_error or "")
    if feed.state == "dead":
        # why it is gone for good was said by the publisher's answer already
        why = "" if error and feed.why_then.startswith("gone") else feed.why_then
        return "; ".join(part for part in (error, why) if part)
    if error and feed.failures > 1:
        return f"{error} ({feed.failures} times in a row)"
    return error


def show(screen: Screen, found: list[FeedView]) -> None:
    """The feeds for people."""
    from worker.cli.screen import Column
    from worker.cli.words import count

    if not found:
        screen.line("There are no feeds. Write some into feeds.yaml, or: wirewatch feeds add URL")
        return
    # a name that a feed of its own trouble follows: the trouble matters more than the alphabet
    found = sorted(found, key=lambda feed: not trouble_of(feed))
    columns = [
        Column("feed", gives=True),
        Column("state"),
        Column("last poll"),
        Column("next poll"),
        Column("entries", right=True),
        Column("why then", gives=True),
    ]
    screen.table(columns, [_row(screen, feed) for feed in found])
    bad = len([feed for feed in found if trouble_of(feed)])
    screen.line()
    screen.line(f"{count(len(found), 'feed')}, {bad or 'none'} in trouble")


def _row(screen: Screen, feed: FeedView) -> Row:
    from worker.cli.screen import BAD, FAINT, GOOD, WARN, Row, text
    from worker.log import redact

    state = state_of(feed)
    style = {"ok": GOOD, "failing": WARN, "stopped": BAD}.get(state, "")
    said = trouble_of(feed)
    name = text(feed.name or redact(feed.url).partition("://")[2])
    # what is in trouble is looked up by its URL, so that stands there whole
    below = [text(redact(feed.url), FAINT)] if said or (feed.name and not screen.terminal) else []
    if said:
        below.append(text(said, style or BAD))
    below.extend(text(f"note: {note}", FAINT) for note in feed.notes[:3])
    return Row(
        (
            name,
            text(state, style),
            screen.ago(feed.last_polled_at),
            text("never" if state == "stopped" else screen.due(feed.next_at).plain),
            text(feed.entries),
            text(feed.why_then, FAINT),
        ),
        tuple(below),
    )


@feeds.command(
    epilog=example(
        "wirewatch feeds add https://example.org/rss",
        "wirewatch feeds add https://example.org/rss --header 'X-Key: ${KEY}'",
    )
)
@click.argument("url")
@click.option("--name", default="", help="How alerts call it; otherwise its own title.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="A tag; may be given again.")
@click.option("--every", metavar="TIME", help="How often to ask at most, such as 5m.")
@click.option("--basic", metavar="USER:${PASS}", help="User and password, the password as ${NAME}.")
@click.option("--header", metavar="'NAME: ${KEY}'", help="A request header with the secret as ${NAME}.")
@click.option(
    "--first-poll",
    type=click.Choice(["history", "tell"]),
    help="What to do with the entries it lists already: keep as history (the default), or alert.",
)
@click.pass_context
def add(ctx: click.Context, /, url: str, **given: Any) -> None:
    """Add the feed at URL.

    It is polled within seconds where a worker runs. ${NAME} is taken from the environment that Wirewatch was
    started in when it is needed, and stored nowhere. Write single quotes around it, or the shell takes it out.
    """
    from worker.cli.declare import declared_feed

    if given["basic"] and given["header"]:
        raise click.UsageError("--basic and --header do not go together", ctx)
    session = session_of(ctx)
    feed, warnings = declared_feed(session.settings, url, **given)
    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    storage = session.storage(make=True)
    if not storage.declared.add_feed(feed, origin=BY_HAND, now=session.now()):
        raise Failure("this feed is there already", hint="`wirewatch feeds` lists it")
    session.screen().line(f"Added {feed.name or feed.url}; it is polled as soon as a worker runs.")


@feeds.command(epilog=example("wirewatch feeds remove https://example.org/rss", "wirewatch feeds remove Example"))
@click.argument("feed", metavar="URL|NAME")
@click.pass_context
def remove(ctx: click.Context, feed: str) -> None:
    """Remove a feed that was added by hand.

    Its articles and alerts stay. A feed of feeds.yaml is removed there.
    """
    session = session_of(ctx)
    storage = session.storage()
    found = _find(storage.views.feeds(), (feed,))[0]
    origin = storage.declared.remove_feed(found.url, now=session.now())
    if origin is not None and origin.endswith(".yaml"):
        raise Failure(
            f"this feed stands in {origin}", hint=f"take it out of {origin}; the workers follow within seconds"
        )
    session.screen().line(f"Removed {found.name or found.url}.")


@feeds.command(epilog=example("wirewatch feeds poll --all", "wirewatch feeds poll Example https://example.org/rss"))
@click.argument("feed", metavar="[URL|NAME]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All feeds.")
@click.pass_context
def poll(ctx: click.Context, feed: tuple[str, ...], everything: bool) -> None:
    """Make feeds due now, stopped ones too."""
    from worker.cli.words import count

    if bool(feed) == everything:
        raise click.UsageError("Name the feeds to poll, or give --all.", ctx)
    session = session_of(ctx)
    storage = session.storage()
    urls = None if everything else [found.url for found in _find(storage.views.feeds(), feed)]
    made = storage.declared.poll_now(urls, now=session.now())
    screen = session.screen()
    screen.line(f"{count(len(made), 'feed is', 'feeds are').capitalize()} due now.")
    rest = (len(urls) if urls is not None else len(made)) - len(made)
    if rest:
        screen.line(f"{count(rest, 'feed is', 'feeds are')} being polled at this moment.")


def _find(known: list[FeedView], wanted: tuple[str, ...]) -> list[FeedView]:
    """The feeds with these URLs or names. Raises Failure for one that is unknown, or a name that several have."""
    found = []
    for word in wanted:
        hits = [feed for feed in known if feed.url == word] or [feed for feed in known if feed.name == word]
        if not hits:
            hint = "`wirewatch feeds` lists them; a name with spaces wants quotes"
            raise Failure(f"there is no feed {word[:200]!r}", hint=hint)
        if len(hits) > 1:
            raise Failure(f"{len(hits)} feeds are called {word[:200]!r}", hint="name its URL")
        found.extend(hits)
    return found
