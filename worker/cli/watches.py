"""`watches`: what people asked for, and how often it was found; try a query, keep it, change it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Failure, Group, example, json_option, session_of
from worker.cli.read import Day, Language, Told, read_source, registry_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.cli.read import Read
    from worker.cli.screen import Row, Screen
    from worker.domain.article import Article
    from worker.domain.watch import DeclaredWatch, Watch
    from worker.storage.views import WatchView

BY_HAND = "cli"
"""Origin of watches that `watches add` made."""
SEVERITIES = ("low", "normal", "high")


@click.group(
    cls=Group,
    default="list",
    epilog=example(
        "wirewatch watches",
        """wirewatch watches parse 'NATO ("defence spending" | target:>=2%gdp)'""",
        "wirewatch watches test '\"air defence\" -football' https://example.org/news/1234",
        """wirewatch watches add Targets 'target:>=3%gdp' --channel desk""",
        after="docs/watch-language.md says how queries are written. A query is tried on what is stored by "
        "`wirewatch backtest`, and on one stored article by `wirewatch explain`.",
    ),
)
def watches() -> None:
    """List the watches and how often each was told; try, add, change."""


@watches.command("list", epilog=example("wirewatch watches", "wirewatch watches list --json | jq .told"))
@json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the watches, what they ask for and whom they told."""
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
        hint = "Write some into watches.yaml (`wirewatch init` writes samples), or: wirewatch watches add NAME QUERY"
        screen.line(f"There are no watches. {hint}")
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


@watches.command(
    epilog=example(
        """wirewatch watches parse 'NATO OR Kremlin -football'""",
        "wirewatch watches parse - < query.txt",
        after="Names of watches that the query asks for by watch: are looked up where there is a database. A query "
        "that begins with a minus stands behind --.",
    )
)
@click.argument("query")
@json_option
@click.pass_context
def parse(ctx: click.Context, query: str, as_json: bool) -> None:
    """Say how a query is read, with every AND and every parenthesis.

    And whether it has to be asked of every article. A query that cannot be taken is shown with the place of the
    mistake and the fix. QUERY may be - for standard input. Nothing is stored.
    """
    from worker.cli.inert import print_json
    from worker.cli.queries import Asked, Trees, asks_every_article, cost_of, read_query, written
    from worker.cli.screen import FAINT, text
    from worker.watches.language.saved import names_in

    session = session_of(ctx)
    query = written(query)
    trees = Trees(())
    tree = read_query(query)
    if names_in(tree):
        from worker.cli.queries import watches_of

        trees = Trees(watches_of(session))
        read_query(query, trees)
    found = Asked(None, query, tree, trees)
    if as_json:
        every = asks_every_article(found.whole)
        print_json({"query": query, "reading": found.reading, "asked_of_every_article": every})
        return
    screen = session.screen()
    screen.line(found.reading)
    screen.line(text(cost_of(found.whole), FAINT))


def _terms_options(function: Any) -> Any:
    """What a watch asks for besides its query, and whom it tells."""
    options = (
        click.option("--keyword", "keywords", multiple=True, metavar="TERM", help="Any of these must occur."),
        click.option("--all", "all_of", multiple=True, metavar="TERM", help="Every one of these must occur."),
        click.option("--none", "none_of", multiple=True, metavar="TERM", help="Not one of these may occur."),
        click.option("--channel", "channels", multiple=True, metavar="NAME", help="Whom to tell."),
        click.option("--severity", type=click.Choice(SEVERITIES), help="How urgent its alerts are."),
    )
    for option in reversed(options):
        function = option(function)
    return function


_STORED = (
    "Each option may be given again. The watch is kept in the database, beside those of watches.yaml; workers follow "
    "within seconds. A later watch of the same name in watches.yaml takes over."
)


@watches.command(
    epilog=example(
        """wirewatch watches add Targets 'target:>=3%gdp OR "spending target*"' --channel desk""",
        "wirewatch watches add Ferries --keyword ferry --keyword ferries --none football",
        after=_STORED,
    )
)
@click.argument("name")
@click.argument("query", required=False)
@_terms_options
@click.pass_context
def add(ctx: click.Context, /, name: str, query: str | None, **given: Any) -> None:
    """Add a watch: a query, lists of words, or both.

    Where both are given, both must hold. It is checked as watches.yaml is, and how the query was read is said. QUERY
    may be - for standard input.
    """
    from worker.cli.declare import declared_watch
    from worker.cli.queries import written

    session = session_of(ctx)
    storage = session.storage(make=True)
    live = storage.declared.watches()
    known = _named(live, name)
    if known is not None:
        hint = f"change it with `wirewatch watches edit`, or choose another name than {known.name!r}"
        raise Failure("there is a watch of this name already", hint=hint)
    entry = {
        "name": name,
        "query": written(query) if query is not None else "",
        "keywords": list(given["keywords"]),
        "all": list(given["all_of"]),
        "none": list(given["none_of"]),
        "channels": list(given["channels"]),
        "severity": given["severity"],
    }
    watch, warnings = declared_watch(entry, live, storage.declared.channels())
    if not storage.declared.add_watch(watch, origin=BY_HAND, now=session.now()):
        raise Failure("there is a watch of this name already", hint="change it with `wirewatch watches edit`")
    _kept(session.screen(), watch, warnings, "Added")


@watches.command(
    epilog=example(
        """wirewatch watches edit Targets 'target:>=3.5%gdp'""",
        "wirewatch watches edit Ferries --none '' --severity high --channel desk --channel hook",
        after="What is given takes the place of all that was there: --channel desk is the only channel then. An "
        "empty text ('') takes a query or a list away; what is not given stays.",
    )
)
@click.argument("name")
@click.argument("query", required=False)
@_terms_options
@click.pass_context
def edit(ctx: click.Context, /, name: str, query: str | None, **given: Any) -> None:
    """Change a watch that was added by hand.

    A watch of watches.yaml is changed there. Alerts that were sent stay as they are.
    """
    from worker.cli.declare import declared_watch
    from worker.cli.queries import written

    if query is None and not any(given.values()):
        raise click.UsageError("Say what to change: a QUERY, or an option.", ctx)
    session = session_of(ctx)
    storage = session.storage()
    live = storage.declared.watches()
    known = _require(live, name)
    _by_hand(storage.views.watches(), known, "change")

    def either(new: tuple[str, ...], old: tuple[str, ...]) -> list[str]:
        return [word for word in new if word] if new else list(old)

    entry = {
        "name": known.name,
        "query": written(query) if query is not None else known.query,
        "keywords": either(given["keywords"], known.keywords),
        "all": either(given["all_of"], known.all_of),
        "none": either(given["none_of"], known.none_of),
        "channels": either(given["channels"], known.channels),
        "severity": given["severity"] or known.severity.value,
    }
    others = [watch for watch in live if watch.id != known.id]
    watch, warnings = declared_watch(entry, others, storage.declared.channels())
    if storage.declared.edit_watch(watch) != BY_HAND:
        raise Failure("somebody else has removed or declared this watch meanwhile", hint="see `wirewatch watches`")
    _kept(session.screen(), watch, warnings, "Changed")


@watches.command(epilog=example("wirewatch watches remove Ferries"))
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Remove a watch that was added by hand.

    Its alerts stay. A watch of watches.yaml is removed there.
    """
    from worker.cli.declare import asking_for
    from worker.cli.words import listed

    session = session_of(ctx)
    storage = session.storage()
    live = storage.declared.watches()
    known = _require(live, name)
    _by_hand(storage.views.watches(), known, "remove")
    if asking := asking_for(known.name, live):
        raise Failure(
            f"{listed([repr(other) for other in asking])} would never hold again: there it is asked for by watch:",
            hint="change or remove that first",
        )
    storage.declared.remove_watch(known.name, now=session.now())
    session.screen().line(f"Removed {known.name}.")


@watches.command(
    epilog=example(
        "wirewatch watches test 'NATO spending targets' https://example.org/news/1234",
        """wirewatch watches test 'person:"Mark Rutte" -football' draft.txt --text""",
        after="SOURCE is taken as by `wirewatch read`. Nothing is stored, and nobody is told.",
    )
)
@click.argument("watch", metavar="NAME|QUERY")
@click.argument("source")
@json_option
@click.option("--text", "as_text", is_flag=True, help="The file holds plain text, no page.")
@click.option("--title", metavar="TEXT", help="The headline of a text.")
@click.option("--published", type=Day(), metavar="DATE", help="When it was published; deadlines count from it.")
@click.option("--language", type=Language(), metavar="CODE", help="The language it is in, instead of a guess.")
@click.pass_context
def test(ctx: click.Context, /, watch: str, source: str, as_json: bool, **told: Any) -> None:
    """Say whether a watch or a query holds on an article, and why.

    NAME|QUERY is the name of a watch, else a query. SOURCE is a URL, a file, or - for standard input.
    """
    from worker.cli.explain import show, to_dict
    from worker.cli.inert import print_json
    from worker.cli.queries import asked, watches_of
    from worker.watches.explain import explain
    from worker.watches.subject import Subject

    if watch == source == "-":
        raise click.UsageError("The query and the article cannot both come from standard input.", ctx)
    if told["as_text"] and "://" in source[:40]:
        raise click.UsageError("--text is for files and -; a URL leads to a page.", ctx)
    session = session_of(ctx)
    wanted = asked(watch, watches_of(session))
    done = read_source(session, source, Told(**told), registry_of(session))
    subject = Subject(_article(done), done.reading)
    explained = explain(wanted.tree, subject, saved=wanted.trees.get)
    if as_json:
        print_json(to_dict(wanted, explained, subject, article=None))
    else:
        called = "" if (done.title or "").strip() or done.url else "standard input" if source == "-" else source
        show(session.screen(), wanted, explained, subject, called=called)


def _article(done: Read) -> Article:
    """A source that was read, as watches see articles."""
    from worker.domain.article import Article, TextSource

    published = done.published
    if isinstance(published, date) and not isinstance(published, datetime):
        published = datetime.combine(published, time(), UTC)
    url = done.url or (done.source if "://" in done.source else None)
    return Article(
        url=url,
        title=done.title or "",
        text=done.text,
        author=done.author,
        source=done.site or "",
        published=published,
        language=done.language,
        text_source=TextSource.PAGE,
        note=done.note,
    )


def _named(live: Sequence[Watch], name: str) -> Watch | None:
    """The watch of this name, however it is spaced or capitalised."""
    meant = " ".join(name.split()).casefold()
    return next((watch for watch in live if " ".join(watch.name.split()).casefold() == meant), None)


def _require(live: Sequence[Watch], name: str) -> Watch:
    from worker.cli.words import listed

    found = _named(live, name)
    if found is None:
        names = [watch.name for watch in live]
        hint = f"the watches are {listed(names, 20)}" if names else "`wirewatch watches add` makes one"
        raise Failure(f"there is no watch {name[:200]!r}", hint=hint)
    return found


def _by_hand(views: Sequence[WatchView], watch: Watch, verb: str) -> None:
    """Raises Failure for a watch that a file declares: it is changed there and nowhere else."""
    origin = next((view.origin for view in views if view.id == watch.id), BY_HAND)
    if origin.endswith(".yaml"):
        raise Failure(
            f"this watch stands in {origin}", hint=f"{verb} it in {origin}; the workers follow within seconds"
        )


def _kept(screen: Screen, watch: DeclaredWatch, warnings: Sequence[str], what: str) -> None:
    """Say what was stored, and how its query was read."""
    from worker.cli.screen import FAINT, text
    from worker.watches.language import parse as tree
    from worker.watches.language import read_back

    for warning in warnings:
        click.echo(f"warning: {warning}", err=True)
    screen.line(f"{what} {watch.name}; workers follow within seconds.")
    if watch.query:
        screen.line(text(f"read as: {read_back(tree(watch.query))}", FAINT))


def as_dict(watch: WatchView) -> dict[str, Any]:
    """A watch as JSON; keys are stable."""
    from worker.cli.inert import iso_or_none

    reading, _ = _reading(watch.query)
    return {
        "id": watch.id,
        "name": watch.name,
        "origin": watch.origin,
        "query": watch.query or None,
        "reading": reading or None,
        "keywords": list(watch.keywords),
        "all": list(watch.all_of),
        "none": list(watch.none_of),
        "channels": list(watch.channels),
        "severity": watch.severity,
        "told": watch.told,
        "not_told": watch.not_told,
        "last_told": iso_or_none(watch.last_told_at),
    }


def _reading(query: str) -> tuple[str, str]:
    """How a stored query is read, or "" and why it cannot be taken any more."""
    from worker.watches.language import QueryError, read_back
    from worker.watches.language import parse as tree

    try:
        return (read_back(tree(query)) if query else "", "")
    except QueryError as error:
        return "", str(error)


def _row(screen: Screen, watch: WatchView) -> Row:
    from worker.cli.screen import BAD, FAINT, STRONG, WARN, Row, text

    _, refused = _reading(watch.query)
    terms = [text(f"query: {watch.query}", FAINT)] if watch.query else []
    if refused:
        terms.append(text(f"never holds: {refused}", BAD))
    terms += [
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
