"""`retry`: what was given up, once more."""

from __future__ import annotations

import click

from worker.cli.base import Command, Failure, Number, example, session_of

QUEUES = ("poll", "process", "deliver")


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch retry deliver --all",
        "wirewatch retry process 17 23",
        after="Rows die when workers died at them too often. `wirewatch status` counts them; `wirewatch feeds` and "
        "`wirewatch deliveries --result dead` list them.",
    ),
)
@click.argument("queue", type=click.Choice(QUEUES))
@click.argument("row", metavar="[ID]...", nargs=-1, type=Number(min=1))
@click.option("--all", "everything", is_flag=True, help="All dead rows of the queue.")
@click.pass_context
def retry(ctx: click.Context, queue: str, row: tuple[int, ...], everything: bool) -> None:
    """Try again what was given up.

    Makes dead rows of a queue pending again: of poll (feeds), process (articles) or deliver (deliveries).
    """
    from worker.cli.words import count
    from worker.domain.work import Queue

    if bool(row) == everything:
        raise click.UsageError("Name the rows by their ids, or give --all.", ctx)
    session = session_of(ctx)
    wanted = sorted(set(row))
    made = session.storage().work.retry_dead(Queue(queue), now=session.now(), ids=None if everything else wanted)
    session.screen().line(f"{count(made, 'dead row is', 'dead rows are').capitalize()} pending again.")
    if not everything and made < len(wanted):
        raise Failure(
            f"{len(wanted) - made} of the rows named are not dead", hint="`wirewatch status` counts the dead ones"
        )
