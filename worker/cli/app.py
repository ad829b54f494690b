"""The command `wirewatch` itself: global options, the commands, and how errors are shown."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from worker.cli import (
    alerts,
    channels,
    database,
    deliveries,
    demo,
    feeds,
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
        "wirewatch init mywires",
        "wirewatch --config mywires check",
        "wirewatch --config mywires run --once",
        "wirewatch alerts --all",
        "wirewatch status",
        after="Settings come from WIREWATCH_* in the environment; --config and --data win over them, and may stand "
        "behind a command's name too. Exit codes: 0 it worked, 1 it did not and says why, 2 used wrongly.",
    ),
)
@click.option("--config", type=click.Path(path_type=Path), metavar="DIR", help="Where feeds.yaml and the others are.")
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


for command in (
    setup.init,
    up.up,
    demo.demo,
    setup.check,
    running.run,
    running.sweep,
    web.web,
    status.status,
    feeds.feeds,
    watches.watches,
    channels.channels,
    alerts.alerts,
    deliveries.deliveries,
    retry.retry,
    database.db,
):
    wirewatch.add_command(command)


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
