"""Mirrors the configuration files into the tables: as a whole, or not at all.

Workers read tables only, so they see the old state until a new one has been checked from end to end. A refused
state is recorded with its reason, and the old one goes on running.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from config.checks import Problem, Report, check
from config.files import fingerprint_of
from config.settings import EnvironmentSecrets, Settings
from worker.domain.alert import DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.reading import Official
from worker.domain.upkeep import Changes
from worker.domain.watch import DeclaredWatch
from worker.log import get_logger

log = get_logger(__name__)


MOST_SAID = 5
"""Problems that are logged, a line each; `wirewatch check` lists all."""


class Mirror(Protocol):
    """The part of the database that the applier writes to."""

    def state(self) -> dict[str, str]:
        """`config_fingerprint` of the files last looked at, `config_refused` or ""."""
        ...

    def refuse(self, fingerprint: str, why: str) -> None:
        """Record that the files as they are were not taken."""
        ...

    def mirror(
        self,
        declared_feeds: Sequence[DeclaredFeed],
        declared_watches: Sequence[DeclaredWatch],
        declared_channels: Sequence[DeclaredChannel],
        declared_officials: Sequence[Official] = (),
        *,
        fingerprint: str,
        now: datetime,
    ) -> Changes:
        """Make the rows that came from files equal to the files."""
        ...


@dataclass(frozen=True, slots=True)
class Applied:
    """taken: the files are in force. report: what was found; None where they had not changed since the last look."""

    taken: bool
    changes: Changes
    report: Report | None


def apply_files(settings: Settings, rows: Mirror, secrets: EnvironmentSecrets, *, now: datetime) -> Applied:
    """Look at the files; where they changed since anybody last looked, check them whole, then take or refuse them.

    Out: what happened. Raises DatabaseUnavailable only.
    """
    fingerprint = fingerprint_of(settings.config_dir)
    state = rows.state()
    if state.get("config_fingerprint") == fingerprint:
        return Applied(not state.get("config_refused"), Changes(), None)
    report = check(settings.config_dir, settings, secrets)
    if report.declared is None:
        why = "\n".join(problem.render() for problem in report.errors)
        rows.refuse(fingerprint, why)
        _say("error", "configuration refused, the one before stays in force", report.errors)
        return Applied(False, Changes(), report)
    declared = report.declared
    changes = rows.mirror(
        declared.feeds,
        declared.watches,
        declared.channels,
        declared.officials,
        fingerprint=declared.fingerprint,
        now=now,
    )
    log.info(
        "configuration taken",
        feeds=len(declared.feeds),
        watches=len(declared.watches),
        channels=len(declared.channels),
        officials=len(declared.officials),
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    _say("warning", "the configuration has a weak spot", report.warnings)
    return Applied(True, changes, report)


def _say(level: str, event: str, problems: Sequence[Problem]) -> None:
    """Log each problem with its place and fix: who saved a file looks at the log to see what became of it."""
    say = log.error if level == "error" else log.warning
    for problem in problems[:MOST_SAID]:
        where = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
        say(event, at=where, problem=problem.message, fix=problem.hint)
    if len(problems) > MOST_SAID:
        say(event, more=len(problems) - MOST_SAID, fix="`wirewatch check` lists them all")
