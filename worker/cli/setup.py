"""`init` and `check`: configuration files made and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from worker.cli.base import Command, example, json_option, session_of

if TYPE_CHECKING:
    from config.checks import Problem, Report
    from worker.cli.screen import Screen


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch init",
        "wirewatch init mywires",
        environment={"CONFIG_DIR": "where to write without DIR and --config: ./config"},
    ),
)
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def init(ctx: click.Context, directory: Path | None) -> None:
    """Write sample files to edit.

    Writes feeds.yaml, watches.yaml, channels.yaml and officials.yaml into DIR, or into the --config directory. A
    file that is there already is left as it is.
    """
    from config import samples

    session = session_of(ctx)
    target = directory or session.settings.config_dir
    written = samples.init(target)
    screen = session.screen()
    paths = [target / name for name in samples.sample_files()]
    screen.pairs(
        [(str(path), "written" if path in written else "is there already, left as it is") for path in paths], names=""
    )
    option = "" if target == Path("config") else f" --config {target}"
    screen.line()
    screen.line("Next: edit them, then")
    screen.pairs(
        [
            (f"  wirewatch{option} check", "says what is wrong, with line and fix"),
            (f"  wirewatch{option} run --once", "polls the feeds and alerts, once"),
            (f"  wirewatch{option} up", "goes on doing so, with a web page, until Ctrl-C"),
        ],
        names="",
    )


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch check",
        "wirewatch --config mywires check",
        "wirewatch check --json | jq -r '[.file, .line, .message] | @tsv'",
        codes={"0": "nothing is wrong, or there are warnings only", "1": "an error: the files would not be taken"},
    ),
)
@json_option
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Say each mistake in the files, with its line and the fix.

    Reads feeds.yaml, watches.yaml, channels.yaml and officials.yaml as the workers would, and takes nothing over.
    An error keeps all of them from being taken: the workers go on with what they took before. A warning keeps
    nothing from anything.
    """
    from config.checks import check as check_files
    from worker.cli.inert import print_json

    session = session_of(ctx)
    settings = session.settings
    report = check_files(settings.config_dir, settings, session.secrets)
    if as_json:
        for problem in report.problems:
            print_json(problem.as_dict())
    else:
        screen = session.screen()
        show_problems(screen, report.problems)
        screen.line(summary_of(report))
    if report.errors:
        ctx.exit(1)


def show_problems(screen: Screen, problems: tuple[Problem, ...]) -> None:
    """Each problem in two lines: `path:line:column: error: what`, and the fix. Editors make the first a link."""
    from worker.cli.screen import BAD, STRONG, WARN, text, together

    for problem in problems:
        where = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
        colour = BAD if problem.severity == "error" else WARN
        kind = text(f"{problem.severity}:", colour)
        screen.line(together(text(f"{where}:", STRONG), kind, text(problem.message), by=" "))
        screen.line(f"fix: {problem.hint}", indent=4)


def summary_of(report: Report) -> str:
    """One line: `3 feeds, 2 watches, 3 channels; 2 warnings`."""
    from worker.cli.words import count

    found = [
        count(len(problems), name)
        for problems, name in ((report.errors, "error"), (report.warnings, "warning"))
        if problems
    ]
    if report.declared is None:
        return f"{', '.join(found)}; the files would not be taken"
    declared = report.declared
    sums = [
        count(len(declared.feeds), "feed"),
        count(len(declared.watches), "watch", "watches"),
        count(len(declared.channels), "channel"),
        *([count(len(declared.officials), "official")] if declared.officials else ()),
    ]
    return f"{', '.join(sums)}; {', '.join(found) or 'no problems'}"
