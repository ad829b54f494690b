"""What keeping house reports: changes applied, rows removed, processes alive."""

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Beat:
    """A process that said it was alive."""

    name: str
    kind: str
    beat_at: datetime
    note: str
