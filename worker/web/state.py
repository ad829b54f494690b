"""Whether all is ready that alerts need, decided from what was read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from worker.domain.upkeep import Beat
from worker.standing import alive, no_sweep, no_worker


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
            Check("worker", unknown or (None if parts.worker else no_worker())),
            Check("sweep", unknown or (None if parts.sweep else no_sweep())),
        )
    )
