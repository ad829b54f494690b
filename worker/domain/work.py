"""Units of work: a row with a state, a lease and a time before which nobody needs to look at it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

BATCH = 64
"""Most ids in one task. An empty Celery task costs about 1 ms of CPU; with 16 to 64 ids that vanishes."""


class Queue(StrEnum):
    """The three stages that have rows to work off; also the names of the Celery queues."""

    POLL = "poll"
    PROCESS = "process"
    DELIVER = "deliver"


class State(StrEnum):
    """Where a unit of work stands. A feed is never `done`: it is pending until its next poll."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Due:
    """A row that may be claimed. `attempts`: claims that never finished, each a worker that died at it."""

    id: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Lease:
    """What a claim writes: only the holder of `token` may finish the row, others not before `until`."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Back:
    """A claimed row given back undone: pending again, not before `next_at`, `waiting` says for what."""

    id: int
    next_at: datetime
    waiting: str


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How a queue stands at one moment. `oldest_due`: the `next_at` of the row that waits longest."""

    queue: Queue
    due: int
    later: int
    running: int
    dead: int
    hinted: int
    oldest_due: datetime | None


def batches(rows: Iterable[Due], size: int = BATCH) -> Iterator[list[int]]:
    """Group due rows into batches of ids.

    In: rows in the order they should be done; `size`, the most ids of a batch.
    Out: lists of ids. A row that a worker already died at comes alone, so that a poison row never takes
    its neighbours along twice.
    """
    batch: list[int] = []
    for row in rows:
        if row.attempts:
            yield [row.id]
            continue
        batch.append(row.id)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
