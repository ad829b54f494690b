"""What `up` shows: the first screen, and the log of all parts as one."""

from __future__ import annotations

import json
import shlex
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from worker.cli.inert import clean
from worker.cli.screen import BAD, FAINT, STRONG, WARN, Screen, joined, text, together
from worker.cli.words import count, listed, where
from worker.domain.alert import ChannelKind
from worker.errors import WirewatchError
from worker.supervise import ME, Line

if TYPE_CHECKING:
    from worker.cli.base import Session
    from worker.storage.views import ChannelView

MOST_PROBLEMS = 6
PART_WIDTH = 6

COLOURS = {"worker": "green", "sweep": "blue", "web": "magenta", "beat": "cyan", "broker": "yellow", "up": STRONG}
LEVELS = {"warning": WARN, "error": BAD, "critical": BAD}
QUIET = frozenset({"module", "pid"})
"""Values that say nothing to a person who reads the log; `json` keeps them."""


class LineScreen:
    """The log: one line each, the time on the operator's clock, the part in its colour. json: one object a line."""

    def __init__(self, screen: Screen, *, json: bool = False) -> None:
        self._screen = screen
        self._json = json

    def show(self, line: Line) -> None:
        """Print it, at once. What libraries print by themselves is shown only in JSON, and when a part dies of it."""
        if self._json:
            at = (line.at or datetime.now(UTC)).isoformat()
            said: dict[str, Any] = {"time": at, "part": line.part, "level": line.level, "event": line.event}
            detail = {"exception": line.detail} if line.detail else {}
            print(json.dumps(said | detail | dict(line.values), default=str))
        elif not line.raw and line.level != "debug":
            self._text(line)
        sys.stdout.flush()

    def _text(self, line: Line) -> None:
        at = (line.at or datetime.now(UTC)).astimezone(self._screen.zone)
        style = LEVELS.get(line.level, "")
        values = [
            together(text(f"{name}=", FAINT), text(_short(value)))
            for name, value in line.values.items()
            if name not in QUIET
        ]
        self._screen.whole(
            together(
                text(f"{at:%H:%M:%S}", FAINT),
                together(text(line.part, COLOURS.get(line.part, "")), " " * (PART_WIDTH - len(line.part))),
                together(text(line.event, style), *values, by="  "),
                by=" ",
            )
        )
        for further in line.detail.splitlines():
            self._screen.whole(text(further, FAINT), indent=4)


def _short(value: object) -> str:
    said = clean(value if isinstance(value, str) else json.dumps(value, default=str))
    return said if len(said) <= 200 else f"{said[:199]}…"


@dataclass(frozen=True, slots=True)
class Started:
    """What there is to say when all is up. missing: (where or what, what is wrong and the fix)."""

    page: str
    feeds: int
    watches: list[str]
    channels: list[ChannelView]
    missing: list[tuple[str, str]]


def look_at_start(session: Session, page: str) -> Started:
    """Read what is in force, and what is missing in it."""
    from config.checks import check

    settings = session.settings
    storage = session.storage()
    try:
        feeds = len(storage.views.feeds())
        watches = [watch.name for watch in storage.declared.watches()]
        channels = storage.views.channels()
        refused = storage.declared.state().get("config_refused", "")
    finally:
        session.close()  # further parts are forked from here
    report = check(settings.config_dir, settings, session.secrets)
    missing = [("configuration", "refused; what was taken before stays in force")] if refused else []
    missing += [
        (f"{problem.file}:{problem.line}" if problem.line else problem.file, f"{problem.message}; {problem.hint}")
        for problem in (*report.errors, *report.warnings)
    ]
    missing += [
        (name, f"there are none; add some to {name}.yaml")
        for name, number in (("feeds", feeds), ("watches", len(watches)), ("channels", len(channels)))
        if not number and not report.errors
    ]
    return Started(page, feeds, watches, channels, list(dict.fromkeys(missing)))


def show_start(session: Session, page: str) -> None:
    """The first screen: what is watched, who is told, what is missing, and what to do next. In JSON one line."""
    settings = session.settings
    try:
        started = look_at_start(session, page)
    except WirewatchError as error:  # what is up stays up; each part waits for the database by itself
        trouble = {"page": page, "error": str(error), "fix": error.hint}
        LineScreen(session.screen(), json=settings.log_format == "json").show(
            Line(ME, "warning", "all is up", values=trouble)
        )
        return
    if settings.log_format == "json":
        missing = [f"{what}: {why}" for what, why in started.missing]
        channels = [view.channel.name for view in started.channels]
        values = {"page": page, "feeds": started.feeds, "watches": len(started.watches), "channels": channels}
        line = Line(ME, "info", "all is up", values=values | {"missing": missing})
        LineScreen(session.screen(), json=True).show(line)
        return
    screen = session.screen()
    screen.line()
    screen.line(joined(text("Wirewatch is up", STRONG), text(page, "blue"), by="  "))
    screen.line()
    for_watches = f"for {listed(started.watches)}" if started.watches else ""
    screen.pairs(
        [
            ("  watching", joined(count(started.feeds, "feed"), for_watches, by=" ")),
            ("  telling", text(listed([_channel(view) for view in started.channels]) or "nobody")),
            ("  files", text(f"{settings.config_dir.absolute()}, read again when you change them")),
            ("  data", text(settings.data_dir.absolute())),
        ]
    )
    _show_missing(screen, started.missing)
    _show_next(screen, session, started)


def _show_next(screen: Screen, session: Session, started: Started) -> None:
    command = "wirewatch" + "".join(
        f" --{name} {shlex.quote(str(folder))}"
        for name, folder in (("config", session.config_dir), ("data", session.data_dir))
        if folder is not None
    )
    rows = [
        (f"  {command} alerts --all", "what your watches found, also in what the feeds listed before"),
        (f"  {command} status", "how everything stands"),
        ("  Ctrl-C", "ends all of it; nothing is lost"),
    ]
    if started.channels:
        # one that can work, where there is one
        name = next((view for view in started.channels if _works(session, view)), started.channels[0]).channel.name
        rows.insert(1, (f"  {command} channels test {name}", "sends a test message now"))
    screen.line()
    screen.line(text("Next", STRONG))
    screen.pairs(rows, names="")
    screen.line()


def _works(session: Session, view: ChannelView) -> bool:
    from worker.standing import unset_variable

    return not view.channel.disabled and unset_variable(view.channel, session.secrets) is None


def _channel(view: ChannelView) -> str:
    kinds = {ChannelKind.EMAIL: "mail to", ChannelKind.WEBHOOK: "webhook to"}
    return f"{view.channel.name} ({kinds.get(view.channel.kind, '')} {where(view.channel)})".replace("( ", "(")


def _show_missing(screen: Screen, missing: list[tuple[str, str]]) -> None:
    if missing:
        screen.line()
        screen.line(text("Missing", WARN))
    for what, why in missing[:MOST_PROBLEMS]:
        screen.line(together(text(what, WARN), text(why), by=": "), indent=2)
    if len(missing) > MOST_PROBLEMS:
        screen.line(f"and {len(missing) - MOST_PROBLEMS} more: `wirewatch check` lists them", indent=2)
