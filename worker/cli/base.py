"""What all commands share: the session they run in, the options they all take, and how they fail.

Nothing heavy is imported at the top: every command's module is read for `wirewatch --help`.
"""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from worker.errors import WirewatchError

if TYPE_CHECKING:
    from config.settings import EnvironmentSecrets, Settings
    from worker.bootstrap import Application
    from worker.cli.screen import Screen
    from worker.storage import Storage


class Failure(click.ClickException):
    """It did not work: shown on standard error with its fix, exit code 1."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: Any = None) -> None:
        """Print it on standard error."""
        from worker.cli.screen import complain
        from worker.log import redact

        complain([redact(said) for said in self.message.splitlines()] or [""], redact(self.hint))


def failure_of(error: WirewatchError) -> Failure:
    """An error of Wirewatch's as the command line shows it."""
    return Failure(str(error), hint=error.hint)


class Session:
    """One call of the command line: its global options, and what is made from them when first asked for.

    Commands that only look use `storage`, which needs neither the fetcher nor the parsers nor Celery, and so
    answers in a fraction of a second; `application` is for those that do the work.
    """

    def __init__(self) -> None:
        self.config_dir: Path | None = None
        self.data_dir: Path | None = None
        self.verbose = 0
        self._application: Application | None = None

    @cached_property
    def settings(self) -> Settings:
        """The settings, with `--config` and `--data` over the environment. Raises ConfigError."""
        from config.settings import Settings

        return Settings.load({"config_dir": self.config_dir, "data_dir": self.data_dir})

    @cached_property
    def secrets(self) -> EnvironmentSecrets:
        """The values of `${NAME}` in this process."""
        from config.settings import EnvironmentSecrets

        return EnvironmentSecrets()

    @cached_property
    def _opened(self) -> Storage:
        from worker.storage import Storage

        self.configure_log(service=False)
        return Storage(self.settings.database_url.get_secret_value())

    def _log_level(self, *, service: bool) -> str:
        """What is logged: a command that prints its own result is quiet, unless a level was asked for."""
        if self.verbose:
            return "DEBUG" if self.verbose > 1 else "INFO"
        asked = service or "log_level" in self.settings.model_fields_set
        return self.settings.log_level if asked else "CRITICAL"

    def configure_log(self, *, service: bool) -> None:
        """Set up logging. service: a process that runs for long, and so logs without being asked."""
        from worker import log

        log.configure(level=self._log_level(service=service), json=self.settings.log_format == "json")

    def application(self, *, with_broker: bool = False, service: bool = False) -> Application:
        """The application, made once. service: a process that runs for long, and so logs without being asked."""
        if self._application is None:
            from worker.bootstrap import open_application

            level = self._log_level(service=service)
            self._application = open_application(self.settings, with_broker=with_broker, log_level=level)
        return self._application

    def storage(self, *, make: bool = False) -> Storage:
        """The database, with the schema that this version needs. make: it is brought up to date first.

        Raises Failure where nothing has been run yet, SchemaMismatch, DatabaseUnavailable.
        """
        place = sqlite_file(self.settings)
        if place is not None and not place.exists() and not make:
            if place.parent.is_file():
                hint = f"name the folder that it is in: --data {shlex.quote(str(place.parent.parent))}"
                raise Failure(f"{place.parent} is a file, where the data folder is meant", hint=hint)
            raise Failure(
                f"there is no database at {place} yet",
                hint="start with `wirewatch up` or `wirewatch run --once`, or name the folder of another one with "
                "--data DIR",
            )
        if make:
            self.upgrade()
        else:
            from worker.storage import migrate

            migrate.require_current(self._opened.database)
        return self._opened

    def upgrade(self) -> tuple[str | None, str]:
        """Bring the schema up to date; (version before, version now)."""
        from worker.storage import migrate

        return migrate.upgrade(self._opened.database)

    def now(self) -> datetime:
        """The present, aware, UTC."""
        return datetime.now(UTC)

    def screen(self) -> Screen:
        """Standard output for people, in the operator's time zone."""
        from worker.cli.screen import Screen

        return Screen(now=self.now(), zone=self.settings.time_zone)

    def close(self) -> None:
        """Let go of connections."""
        if self._application is not None:
            self._application.close()
        if "_opened" in self.__dict__:
            self._opened.close()


def sqlite_file(settings: Settings) -> Path | None:
    """The file of an SQLite database, or None where the database is another."""
    head, _, path = settings.database_url.get_secret_value().partition(":///")
    return Path(path.partition("?")[0]) if head == "sqlite" else None


def session_of(ctx: click.Context) -> Session:
    """The call's session."""
    return ctx.find_root().ensure_object(Session)


def _late_options() -> list[click.Option]:
    """The global options, as each command takes them behind its name; the later one counts."""

    def keep(ctx: click.Context, option: click.Parameter, value: Any) -> None:
        if value and not ctx.resilient_parsing:
            setattr(
                session_of(ctx), {"config": "config_dir", "data": "data_dir"}.get(str(option.name), "verbose"), value
            )

    folder = click.Path(path_type=Path)
    common: dict[str, Any] = {"expose_value": False, "hidden": True, "callback": keep}
    return [
        click.Option(["--config"], type=folder, **common),
        click.Option(["--data"], type=folder, **common),
        click.Option(["-v", "--verbose"], count=True, **common),
    ]


class Command(click.Command):
    """A command that takes the global options too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(_late_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command's own options, and name those that all commands take."""
        super().format_options(ctx, formatter)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("--config DIR, --data DIR and -v go here too: see `wirewatch --help`.")


class Number(click.IntRange):
    """A whole number within bounds that are said in words: `1 to 64`."""

    def _describe_range(self) -> str:
        """What click writes behind an option, and says of a number outside."""
        if self.max is None:
            return f"{self.min} or more"
        return f"{self.min} to {self.max}"


class Group(click.Group):
    """A group of commands; `default`: the one that is meant where none is named.

    Commands may stand in sections, which the help lists in the order they were made.
    """

    command_class = Command
    meant: ClassVar[Mapping[str, str]] = {}
    """Words that people try, and what they mean by them."""

    def __init__(self, *args: Any, default: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default = default
        self.sections: dict[str, list[str]] = {}
        if default:
            self.no_args_is_help = False

    def add_section(self, title: str, *commands: click.Command) -> None:
        """Add commands under a heading of the help."""
        for command in commands:
            self.add_command(command)
            self.sections.setdefault(title, []).append(str(command.name))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command's name in front where the arguments begin with an option or are none."""
        helps = ctx.help_option_names
        if self.default and (not args or (args[0].startswith("-") and args[0] not in helps)):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, and a name that is nearly right is answered with the right one."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            # two letters that changed places are half of a short name
            close = difflib.get_close_matches(
                name[:40].lower(), self.commands, n=1, cutoff=0.6 if len(name) > 3 else 0.5
            )
            known = ", ".join(self.commands)
            meant = self.meant.get(name.lower()) or (close[0] if close else "")
            hint = f"Did you mean {meant}?" if meant else f"The commands are: {known}."
            ctx.fail(f"No such command {name[:40]!r}. {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, in the order they were added, the default one marked.

        A command without a section stands under the last heading: none is ever left out.
        """
        placed = {name for names in self.sections.values() for name in names}
        others = [name for name in self.commands if name not in placed]
        sections = self.sections | ({"Further commands" if placed else "Commands": others} if others else {})
        width = max(map(len, self.commands))
        for title, names in sections.items():
            rows = []
            for name in names:
                mark = " [default]" if name == self.default else ""
                rows.append((name.ljust(width), self.commands[name].get_short_help_str(80) + mark))
            with formatter.section(title):
                formatter.write_dl(rows)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--json`, given to the command as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line for lists.")(function)


Table = Mapping[str, str]


def examples(
    *lines: str, after: str = "", environment: Table | None = None, codes: Table | None = None, end: str = ""
) -> str:
    """An epilog: a heading, then commands that are printed as they stand. The first line is the heading.

    after: a paragraph behind them. environment: the variables that matter here, without WIREWATCH_, and what each
    is. codes: exit codes other than those that all commands have. end: the last paragraph.
    """
    heading, *commands = lines
    parts = ["\n".join(["\b", f"{heading}:", *(f"  {command}" for command in commands)]), after]
    parts.append(_table("Environment", {f"WIREWATCH_{name}": what for name, what in (environment or {}).items()}))
    parts.append(_table("Exit codes", codes or {}))
    return "\n\n".join(part for part in (*parts, end) if part)


def example(*commands: str, after: str = "", environment: Table | None = None, codes: Table | None = None) -> str:
    """An epilog with the heading `Examples`; see `examples`."""
    return examples("Examples", *commands, after=after, environment=environment, codes=codes)


def _table(heading: str, rows: Table) -> str:
    """Names and what each is, printed as they stand; the lines are kept short enough for 80 columns."""
    width = max(map(len, rows), default=0) + 2
    return (
        "\n".join(["\b", f"{heading}:", *(f"  {name.ljust(width)}{what}" for name, what in rows.items())])
        if rows
        else ""
    )


class Since(click.ParamType[timedelta | datetime]):
    """A moment in the past: `90s`, `10m`, `2h`, `2d` ago, or an ISO 8601 date or time (UTC where it says no zone)."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta | datetime:
        """The text as a duration before now, or as an aware moment."""
        if isinstance(value, (timedelta, datetime)):
            return value
        from config.durations import parse_duration

        try:
            return parse_duration(value)
        except ValueError:
            pass
        try:
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value[:40]!r} is no time; write such as 90m, 2d or 2026-03-01.", param, ctx)


def moment_of(since: timedelta | datetime | None, now: datetime) -> datetime | None:
    """What `Since` gave as a moment."""
    return now - since if isinstance(since, timedelta) else since
