"""`run` and `sweep`: the stages in this process, and the loop that hints what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from worker.cli.base import Command, Failure, Session, example, session_of

if TYPE_CHECKING:
    from worker.pipeline.services import Worked


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch run --once",
        "wirewatch --config mywires run --once --json | jq .alerts",
        "wirewatch run",
        after="Both need no broker and no other process. Ctrl-C ends after the batch under way; nothing is lost.",
        environment={
            "POLL_INTERVAL": "how often a feed is asked: 10m",
            "HOST_GAP": "the least time between two requests to one host: 1s",
            "FIRST_POLL": "tell: alert on what a new feed lists; else history",
            "ALLOW_PRIVATE": "networks that may be reached although not public",
        },
    ),
)
@click.option("--once", is_flag=True, help="Until nothing is due, then say what was done.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print the summary as one JSON object.")
@click.pass_context
def run(ctx: click.Context, once: bool, as_json: bool) -> None:
    """Poll, read and alert in this process, without a broker.

    Brings the database up to date, takes over the configuration files, then works off whatever is due: feeds,
    articles, deliveries. Without --once it goes on until it is stopped, and follows changed files.
    """
    session = session_of(ctx)
    if as_json and not once:
        raise click.UsageError("--json needs --once: a run that goes on has no summary", ctx)
    if once:
        ctx.exit(_run_once(session, as_json=as_json))
    from worker.cli.loop import run_loop
    from worker.cli.stop import stop_signals

    application = session.application(service=True)
    with stop_signals() as stop:
        application.migrate()
        take_files(session)
        run_loop(application, stop)
    ctx.exit(stop.exit_code)


def _run_once(session: Session, *, as_json: bool) -> int:
    """Run until nothing is due and print the summary; the exit code."""
    from worker.cli.inert import print_json
    from worker.cli.screen import progress
    from worker.cli.stop import stop_signals
    from worker.cli.summary import gather
    from worker.pipeline.run import run_once

    application = session.application()
    application.migrate()
    take_files(session)
    began = application.clock.now()
    with progress() as line, stop_signals() as stop:
        application.clock = stop.clock(lambda: None)
        run_once(application.services, on_work=_counting(line.update, stop.check))
    if stop.is_set():
        return stop.interrupted_code
    ran = gather(application.storage, began=began, ended=application.clock.now())
    if as_json:
        print_json(ran.as_dict())
    else:
        ran.show(session.screen())
    return 0


def _counting(show: Callable[[str], None], check: Callable[[], None]) -> Callable[[Worked], None]:
    """What `run_once` calls after each batch: shows the sums so far, and ends the run where that was asked."""
    words = {"poll": "polled", "process": "read", "deliver": "delivered"}
    done = dict.fromkeys(words, 0)

    def on_work(worked: Worked) -> None:
        done[worked.queue] += worked.done
        show(" · ".join(f"{done[queue]} {word}" for queue, word in words.items()))
        check()

    return on_work


def take_files(session: Session, *, warn: bool = True) -> None:
    """Take over the files. Where they are refused say why; raise Failure if nothing else is in force.

    warn: say, on standard error, that there are warnings; for callers that do not show them.
    """
    from config.checks import check
    from worker.cli.words import count

    application = session.application()
    applied = application.apply_files()
    if applied.taken:
        warnings = len(applied.report.warnings) if applied.report else 0
        if warnings and warn:
            click.echo(f"{count(warnings, 'warning')} in the configuration: `wirewatch check` lists them", err=True)
        return
    report = applied.report or check(application.settings.config_dir, application.settings, application.secrets)
    said = "\n".join(
        f"{problem.file}{f':{problem.line}' if problem.line else ''}: {problem.message}; {problem.hint}"
        for problem in report.errors[:5]
    )
    more = f" ({len(report.errors) - 5} more)" if len(report.errors) > 5 else ""
    if not application.storage.declared.version():
        raise Failure(f"the configuration is refused{more}:\n{said}", hint="mend it; `wirewatch check` tells all")
    Failure(
        f"the configuration is refused{more}, the one taken before stays in force:\n{said}",
        hint="mend it; `wirewatch check` tells all",
    ).show()


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch sweep",
        "wirewatch sweep --once",
        after="Run as many as you like, beside Celery workers.",
        environment={"REDIS_URL": "the broker: redis://127.0.0.1:6379/0"},
    ),
)
@click.option("--once", is_flag=True, help="One round, then end.")
@click.pass_context
def sweep(ctx: click.Context, once: bool) -> None:
    """Tell Celery workers what is due, again and again.

    Sends hints over the broker for rows that are due, buries what died too often, and takes over changed
    configuration files. Ends on SIGTERM or Ctrl-C after the round under way.
    """
    from worker.bootstrap import sweep_loop
    from worker.cli.stop import stop_signals
    from worker.pipeline.sweep import sweep as sweep_round

    application = session_of(ctx).application(with_broker=True, service=not once)
    application.require_schema()
    if once:
        application.apply_files()
        hinted = sweep_round(application.services)
        click.echo(", ".join(f"{queue} {number}" for queue, number in hinted.items()) + " hinted")
        return
    with stop_signals() as stop:
        application.clock = stop.clock(lambda: None)
        sweep_loop(application, stop=stop.is_set)
    ctx.exit(stop.exit_code)
