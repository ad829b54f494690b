"""`reprocess`: stored articles read again, after an upgrade or an error, without telling anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Failure, Number, Since, example, json_option, moment_of, session_of

if TYPE_CHECKING:
    from worker.pipeline.reprocess import Reread


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch reprocess --since 7d",
        "wirewatch reprocess --all --limit 100",
        after="It sends no alert and asks no publisher: it reads the pages as they are stored, and the stored text "
        "where a page is gone. It may run beside workers, be stopped by Ctrl-C, and be started again: it goes on "
        "where it was (with --all it begins anew).",
    ),
)
@click.option("--since", type=Since(), metavar="TIME", help="Articles found since then: 7d or 2026-03-01.")
@click.option("--limit", metavar="N", type=Number(1), help="So many at most, the newest first.")
@click.option("--all", "everything", is_flag=True, help="Also those that this version has read already.")
@json_option
@click.pass_context
def reprocess(
    ctx: click.Context,
    since: timedelta | datetime | None,
    limit: int | None,
    everything: bool,
    as_json: bool,
) -> None:
    """Read stored articles again with the present readers.

    Those that an earlier version read, or at which a reader failed: persons, figures and quotes are found anew.
    Nobody is told of what an old article turns out to say.
    """
    from worker.cli.inert import print_json
    from worker.cli.screen import progress
    from worker.pipeline.reprocess import reprocess as read_again

    session = session_of(ctx)
    session.storage()  # says what is wrong with the database before anything is begun
    services = session.application().services
    done: list[Reread] = []
    with progress() as line:

        def tell(sums: Reread, total: int) -> bool:
            done[:] = [sums]
            line.update(f"{sums.done + sums.skipped} of {total} articles read, {sums.after.facts} figures")
            return True

        try:
            sums = read_again(
                services,
                since=moment_of(since, session.now()),
                limit=limit,
                everything=everything,
                on_article=tell,
            )
        except KeyboardInterrupt:
            if done and not as_json:
                session.screen().line(f"Stopped. {said(done[0])} The same command goes on.")
            raise
    if as_json:
        print_json(as_dict(sums))
    else:
        session.screen().line(said(sums) if sums.done or sums.skipped else _nothing(everything=everything))
    if sums.failed:
        raise Failure(
            f"{sums.failed} of the articles could not be read, because of errors of Wirewatch itself",
            hint="`wirewatch -v reprocess` logs them; please report them",
        )


def _nothing(*, everything: bool) -> str:
    if everything:
        return "There are no stored articles to read."
    return "All stored articles were read with this version."


def said(sums: Reread) -> str:
    """What was done, in sentences: how many, from what, and what is found now."""
    from worker.cli.words import count

    sources = []
    if sums.pages:
        sources.append(f"{sums.pages} from the stored page")
    if sums.texts:
        sources.append(f"{sums.texts} from the stored text")
    parts = [f"Read {count(sums.done, 'article')} again" + (f" ({', '.join(sources)})" if sources else "") + "."]
    if sums.changed:
        parts.append(f"{count(sums.changed, 'article has', 'articles have')} another text now.")
    if sums.skipped:
        parts.append(f"{count(sums.skipped, 'article was', 'articles were')} left to a worker or gone.")
    if sums.done:
        before, after = sums.before, sums.after
        parts.append(
            f"Figures {before.facts} → {after.facts}, quotes {before.quotes} → {after.quotes}, "
            f"mentions {before.mentions} → {after.mentions}."
        )
    return " ".join(parts)


def as_dict(sums: Reread) -> dict[str, Any]:
    """The sums as JSON; keys are stable."""
    return {
        "articles": sums.done,
        "from_pages": sums.pages,
        "from_texts": sums.texts,
        "changed": sums.changed,
        "skipped": sums.skipped,
        "failed": sums.failed,
        "before": {"facts": sums.before.facts, "quotes": sums.before.quotes, "mentions": sums.before.mentions},
        "after": {"facts": sums.after.facts, "quotes": sums.after.quotes, "mentions": sums.after.mentions},
    }
