"""What every stage needs, and the few things all of them do alike."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from worker.domain.article import ArticleWork
from worker.domain.feed import FeedWork
from worker.domain.policy import Policy
from worker.domain.politeness import HostState, HostUpdate, gap_of
from worker.domain.watch import Watch
from worker.domain.work import BATCH, Lease, Queue
from worker.facts.registry import EMPTY, Registry
from worker.log import get_logger
from worker.ports import Clock, Fetcher, Hints, Notifier, RobotsReader, Secrets, Storage

if TYPE_CHECKING:
    from worker.facts.people import NameFinder
    from worker.watches.watchlist import Watchlist

log = get_logger(__name__)

OUT_OF_TIME = "its batch ran out of time"
SHORT = timedelta(seconds=5)
"""When a row comes back that a batch did not reach, or that an error of ours stopped once."""


@dataclass
class WatchBook:
    """The compiled watches and the officials, made anew when the declared version changes."""

    version: int = -1
    index: "Watchlist | None" = None
    watches: dict[int, Watch] = field(default_factory=dict)
    registry: Registry = EMPTY


@dataclass(frozen=True, slots=True)
class Services:
    """All that a stage needs; put together by bootstrap."""

    storage: Storage
    fetcher: Fetcher
    notifier: Notifier
    robots: RobotsReader
    hints: Hints
    secrets: Secrets
    clock: Clock
    policy: Policy
    hinting: bool = True
    book: WatchBook = field(default_factory=WatchBook)
    names: "NameFinder | None" = None


@dataclass(frozen=True, slots=True)
class Worked:
    """What a call of a stage did, in rows. `made`: rows it made for the next stage."""

    queue: Queue
    done: int = 0
    failed: int = 0
    back: int = 0
    made: int = 0


def fetch_time(policy: Policy) -> float:
    """Seconds for one request: less than half its batch's, so that a slow host cannot be put off for ever."""
    return seconds(min(policy.fetch_timeout, policy.batch_deadline * 0.4))


def new_lease(policy: Policy, now: datetime) -> Lease:
    return Lease(uuid4().hex, now + policy.lease)


def seconds(duration: timedelta) -> float:
    return duration.total_seconds()


class HostsLeft:
    """The hosts a batch holds, each let go of with the last of its rows."""

    def __init__(
        self, works: Sequence[FeedWork] | Sequence[ArticleWork], hosts: Mapping[str, HostState], policy: Policy
    ) -> None:
        self._left = Counter(work.host for work in works)
        self._hosts = hosts
        self._gap = policy.host_gap
        self._counted: set[int] = set()

    def count_off(
        self, work: FeedWork | ArticleWork, now: datetime, blocked: datetime | None = None
    ) -> HostUpdate | None:
        """A row is dealt with. Out: what to leave in its host's row, once no row of the batch needs the host.

        blocked: the host asked for silence until then. A row that fails while it is stored comes here twice.
        """
        if not work.host:
            return None
        if work.id not in self._counted:
            self._counted.add(work.id)
            self._left[work.host] -= 1
        return None if self._left[work.host] else self.let_go(work.host, now, blocked)

    def let_go(self, key: str, now: datetime, blocked: datetime | None = None) -> HostUpdate:
        """What to leave in a host's row after an exchange that ended now."""
        return HostUpdate(key, now + gap_of(self._hosts[key], self._gap), blocked)


def hint_until(services: Services, now: datetime) -> datetime | None:
    return now + services.policy.hint_hold if services.hinting else None


def hint(services: Services, queue: Queue, ids: Sequence[int]) -> bool:
    """Publish ids in batches; where the broker is out of reach, let the sweep find them at once."""
    if not services.hinting:
        return True
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        if not services.hints.hint(queue, batch):
            services.storage.work.unhint(queue, ids[start:])
            return False
    return True


def fail(services: Services, queue: Queue, lease: Lease, row: int, error: Exception) -> None:
    """Record an error of ours on its row; it is tried again, alone, until its attempts are used up."""
    log.error("failed by a bug", queue=queue, row=row, error=repr(error), exc_info=error)
    services.storage.work.fail(
        queue,
        lease.token,
        row,
        next_at=services.clock.now() + SHORT,
        why=f"an error of Wirewatch itself: {error!r}"[:500],
    )
