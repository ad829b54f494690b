"""How everything stands, decided from what was read: the line above the alerts, and whether all is ready. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from worker.alerts.render_clean import cut
from worker.domain.upkeep import ALIVE, LATE, Beat
from worker.domain.work import Queue, QueueCounts
from worker.log import redact
from worker.storage.views import Sums

_SECONDS = int(ALIVE.total_seconds())
_WORK = {Queue.POLL: "polls", Queue.PROCESS: "articles to read", Queue.DELIVER: "deliveries"}
_GIVEN_UP = {
    Queue.POLL: ("feed was", "feeds were"),
    Queue.PROCESS: ("article was", "articles were"),
    Queue.DELIVER: ("delivery was", "deliveries were"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How everything stands at `at`. counts: words, one a part. troubles: sentences, each with what to do."""

    at: datetime
    counts: tuple[str, ...]
    last_poll: datetime | None
    troubles: tuple[str, ...]
    sums: Sums


@dataclass(frozen=True, slots=True)
class Alive:
    """Which parts were heard within ALIVE. `run` does the work of workers and sweep alone, and needs no broker."""

    worker: bool
    sweep: bool
    alone: bool


def alive(beats: Sequence[Beat], *, now: datetime) -> Alive:
    """Which parts the heartbeats prove to be alive at `now`."""
    kinds = {beat.kind for beat in beats if now - beat.beat_at < ALIVE}
    alone = "run" in kinds
    return Alive(alone or "worker" in kinds, alone or "sweep" in kinds, alone and not kinds & {"worker", "sweep"})


def standing(
    sums: Sums, queues: Sequence[QueueCounts], beats: Sequence[Beat], *, refused: str, now: datetime
) -> Standing:
    """How everything stands at `now`. refused: why the configuration files were not taken over, or empty."""
    return Standing(
        at=now,
        counts=(
            _count(sums.feeds, "feed"),
            _count(sums.watches, "watch", "watches"),
            _count(sums.channels, "channel"),
        ),
        last_poll=sums.last_polled_at,
        troubles=tuple(_troubles(sums, queues, alive(beats, now=now), refused, now)),
        sums=sums,
    )


def _troubles(sums: Sums, queues: Sequence[QueueCounts], parts: Alive, refused: str, now: datetime) -> list[str]:
    found = []
    if not parts.worker:
        found.append(f"Nothing is polled or read: {_no_worker()}.")
    elif not parts.sweep:
        found.append(f"Nothing new is found: {_no_sweep()}.")
    if refused:
        found.append(
            f"The configuration files are refused, those before stay in force: {_cleaned(refused)}; "
            "`wirewatch check` tells all."
        )
    for queue in queues:
        late = queue.oldest_due is not None and now - queue.oldest_due > LATE
        if late and parts.worker:
            found.append(
                f"{queue.due} {_WORK[queue.queue]} are late: more workers are needed, or wait for a stuck one."
            )
        if queue.dead:
            one, many = _GIVEN_UP[queue.queue]
            found.append(
                f"{queue.dead} {one if queue.dead == 1 else many} given up: `wirewatch status` says why, "
                f"`wirewatch retry {queue.queue.value} --all` tries again."
            )
    if sums.channels_off:
        found.append(
            f"{_listed(sums.channels_off)} {_is(len(sums.channels_off))} off: `wirewatch channels` says why."
        )
    if sums.feeds_in_trouble:
        found.append(f"{_count(sums.feeds_in_trouble, 'feed')} in trouble: `wirewatch feeds` says why.")
    return found


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be so. why: what is not, and what to do, in one sentence; None where it is."""

    name: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether alerts are being made, by checks."""

    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing is wrong."""
        return all(check.why is None for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """As JSON; keys are stable, checks may come."""
        return {
            "status": "ready" if self.ready else "not ready",
            "checks": {check.name: {"ok": check.why is None, "why": check.why} for check in self.checks},
        }


def readiness(
    *, database: str | None, schema: str | None, broker: str | None, beats: Sequence[Beat] | None, now: datetime
) -> Readiness:
    """Whether everything that alerts need is there.

    database, schema, broker: what is wrong with each, or None. beats: None where they could not be read.
    """
    unknown = None if beats is not None else "not known while the database cannot be read; mend that first"
    parts = alive(beats or (), now=now)
    return Readiness(
        (
            Check("database", database),
            Check("schema", "not known while the database does not answer; mend that first" if database else schema),
            Check("broker", None if parts.alone else broker),
            Check("worker", unknown or (None if parts.worker else _no_worker())),
            Check("sweep", unknown or (None if parts.sweep else _no_sweep())),
        )
    )


def _no_worker() -> str:
    return (
        f"no worker was heard in the last {_SECONDS} seconds; start Celery workers and `wirewatch sweep`, "
        "or `wirewatch run`, which needs neither"
    )


def _no_sweep() -> str:
    return f"no sweep was heard in the last {_SECONDS} seconds; start `wirewatch sweep`"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _cleaned(said: str) -> str:
    return redact(cut(said, 300)).rstrip(". ")


def _listed(names: Sequence[str]) -> str:
    shown = [f"“{cut(name, 60)}”" for name in names[:3]]
    if len(names) > 3:
        return f"The channels {', '.join(shown)} and {len(names) - 3} more"
    if len(shown) == 1:
        return f"The channel {shown[0]}"
    return f"The channels {', '.join(shown[:-1])} and {shown[-1]}"
