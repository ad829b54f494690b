"""What keeping house reports: changes applied, rows removed, processes alive."""

from dataclasses import dataclass
from datetime import datetime, timedelta

BEAT_EVERY = timedelta(seconds=10)
"""How often a process says that it is alive."""
ALIVE = timedelta(seconds=30)
"""Three times the pause between two heartbeats: one may be late. Who was not heard for longer is not counted."""
LATE = timedelta(seconds=60)
"""A queue whose oldest row is due for longer has no worker, or too few."""


def beat_name(kind: str, *, node: str, process: int) -> str:
    """The name under which a process says that it is alive; one row each. process: its id on the host `node`."""
    return f"{kind}@{node}:{process}"


def process_of(name: str) -> tuple[str, int | None]:
    """The (host, process id) that `beat_name` put into a name; the id is None where there is none."""
    node, _, process = name.partition("@")[2].rpartition(":")
    return node, int(process) if process.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Changes:
    """What an application of declarations changed; names, for people."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    shadowed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a round of housekeeping removed, in rows."""

    pages: int
    articles: int
    hosts: int
    heartbeats: int
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """A process that said it was alive."""

    name: str
    kind: str
    beat_at: datetime
    note: str
