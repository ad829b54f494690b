"""The command `wirewatch` itself: global options, the commands, and how errors are shown."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import click

from worker.cli import (
    alerts,
    backtest,
    channels,
    database,
    deliveries,
    demo,
    explain,
    feeds,
    people,
    positions,
    read,
    reprocess,
    retry,
    running,
    setup,
    status,
    up,
    watches,
    web,
)
from worker.cli.base import Group, Session, examples, failure_of
from worker.errors import WirewatchError

INTERRUPTED = 130
"""128 + SIGINT, what a shell reports for a command that Ctrl-C ended."""


class Wirewatch(Group):
    """The top group. Errors of ours end as one or two sentences, Ctrl-C as silence."""

    meant: ClassVar[Mapping[str, str]] = {
        "config": "check",
        "help": "--help",
        "log": "alerts --follow",
        "logs": "alerts --follow",
        "news": "alerts",
        "poll": "feeds poll",
        "serve": "web",
        "setup": "init",
        "start": "up",
        "stop": "Ctrl-C, which ends `wirewatch up`",
        "test": "channels test",
        "validate": "check",
    }

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; see the class."""
        try:
            return super().invoke(ctx)
        except WirewatchError as error:
            raise failure_of(error) from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import platform

        from worker import __version__

        click.echo(f"wirewatch {__version__} (Python {platform.python_version()})")
        ctx.exit()


@click.group(
    cls=Wirewatch,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "First steps",
        "wirewatch init mywires              # four files to edit",
        "wirewatch --config mywires check    # what is wrong in them, line by line",
        "wirewatch --config mywires up       # everything; Ctrl-C ends it",
        "wirewatch alerts --all              # in another window: what was found",
        "wirewatch status                    # and how everything stands",
        environment={
            "CONFIG_DIR": "where the files are, without --config: ./config",
            "DATA_DIR": "where the database is, without --data: ./data",
            "SMTP_URL": "the mail server: smtp://user:password@host:587",
            "MAIL_FROM": "who the mail is from",
            "TIME_ZONE": "for times that people read: UTC",
        },
        codes={
            "0": "it worked",
            "1": "it did not; standard error says why, and the fix",
            "2": "used wrongly: an unknown command, option or value",
            "130": "ended by Ctrl-C",
        },
        end="`wirewatch COMMAND --help` says more of each. --config, --data and -v may stand behind a command's "
        "name too.",
    ),
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where feeds.yaml and the other files are.",
)
@click.option("--data", type=click.Path(path_type=Path), metavar="DIR", help="Where the database is kept.")
@click.option("-v", "--verbose", count=True, help="Log what is done to standard error; twice for more.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version."
)
@click.pass_context
def wirewatch(ctx: click.Context, config: Path | None, data: Path | None, verbose: int) -> None:
    """Watch the news wires and tell people what they asked for, with the sentence that proves it."""
    session = ctx.ensure_object(Session)
    session.config_dir, session.data_dir, session.verbose = config, data, verbose
    ctx.call_on_close(session.close)


wirewatch.add_section("Set up", setup.init, setup.check)
wirewatch.add_section("Run", up.up, demo.demo, running.run, running.sweep, web.web)
wirewatch.add_section(
    "Look", status.status, alerts.alerts, deliveries.deliveries, feeds.feeds, watches.watches, channels.channels
)
wirewatch.add_section("Try", explain.explain, backtest.backtest)
wirewatch.add_section("Read", read.read, positions.positions, people.people)
wirewatch.add_section("Mend", retry.retry, reprocess.reprocess, database.db)


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot print a sign shows its escape; a headline must not end a command
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        code = wirewatch.main(
            args=None if arguments is None else list(arguments), prog_name="wirewatch", standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)


__all__ = ["run", "wirewatch"]
