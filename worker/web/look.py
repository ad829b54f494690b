"""What the pages read of the database and the broker: thread-safe, and never more often than makes sense."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from config.settings import EnvironmentSecrets
from worker.domain.alert import AlertView, Outcome
from worker.domain.upkeep import Beat
from worker.errors import SchemaMismatch, StorageError
from worker.log import redact
from worker.ports import Secrets
from worker.standing import Standing, read_standing
from worker.storage import Storage, migrate
from worker.storage.views import Place
from worker.web.state import Readiness, readiness

KEPT = timedelta(seconds=1)
"""How long what was read counts as fresh: however many pages are open, it is read once a second."""
PAGE = 50
"""Alerts a page."""
FRESH = 500
"""Alerts that an open page is sent at most, and keeps (static/alerts.js), so that none in between is missing."""

T = TypeVar("T")


class Kept(Generic[T]):
    """A value that is made anew when it is asked for and older than KEPT; by one thread, others wait for it."""

    def __init__(self, make: Callable[[], T], now: Callable[[], datetime]) -> None:
        self._make = make
        self._now = now
        self._lock = threading.Lock()
        self._value: tuple[datetime, T] | None = None

    def get(self) -> T:
        """The value. Raises what making it raises; that is not kept."""
        with self._lock:
            # a clock that was set back must not keep a value for ever
            if self._value is None or not timedelta(0) <= self._now() - self._value[0] < KEPT:
                made = self._make()
                self._value = (self._now(), made)
            return self._value[1]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of alerts, newest first. older: where the next page begins, or None. newest: how far up it reaches."""

    alerts: list[AlertView]
    older: Place | None
    newest: Place


class Look:
    """Looks for the pages.

    ping: what is wrong with the broker, or None. now: the present, aware UTC. secrets: who knows the values of
    `${NAME}`, so that a channel without one is told; by default this process's environment.
    """

    def __init__(
        self,
        storage: Storage,
        *,
        ping: Callable[[], str | None],
        now: Callable[[], datetime],
        secrets: Secrets | None = None,
    ) -> None:
        self._storage = storage
        self._secrets = secrets or EnvironmentSecrets()
        self._ping = ping
        self._now = now
        self._standing = Kept(self._look_at_all, now)
        self._readiness = Kept(self._ask_all, now)
        self._newest = Kept(storage.views.newest, now)

    def standing(self) -> Standing:
        """How everything stands. Raises DatabaseUnavailable."""
        return self._standing.get()

    def readiness(self) -> Readiness:
        """Whether everything is there that alerts need; never raises for what is not."""
        return self._readiness.get()

    def listed(self, *, told_only: bool, before: Place | None = None) -> Listed:
        """A page of alerts, those behind `before`. Raises DatabaseUnavailable."""
        newest = self._storage.views.newest()  # first: what comes between the two looks is then found again, not lost
        found = self._storage.views.alerts(limit=PAGE + 1, before=before, outcome=_outcome(told_only))
        last = found[PAGE - 1] if len(found) > PAGE else None
        return Listed(found[:PAGE], Place(last.at, last.id) if last else None, newest)

    def fresh(self, after: Place, *, told_only: bool) -> Listed:
        """Alerts that came since `after` was the newest, FRESH at most. Raises DatabaseUnavailable."""
        newest = self._newest.get()
        if newest.id <= after.id and newest.at <= after.at:
            return Listed([], None, after)
        found = self._storage.views.alerts(limit=FRESH, fresher=after, outcome=_outcome(told_only))
        return Listed(found, None, newest)

    def untold(self) -> int:
        """How many alerts were not told. Raises DatabaseUnavailable."""
        return sum(
            number for (outcome, _), number in self._storage.views.alert_counts().items() if outcome != Outcome.TOLD
        )

    def _look_at_all(self) -> Standing:
        return read_standing(self._storage, self._secrets, self._now())

    def _ask_all(self) -> Readiness:
        database = schema = None
        beats: list[Beat] | None = None
        try:
            migrate.require_current(self._storage.database)
            beats = self._storage.housekeeping.beats()
        except SchemaMismatch as error:
            schema = _sentence(error)
        except StorageError as error:
            database = _sentence(error)
        return readiness(database=database, schema=schema, broker=self._ping(), beats=beats, now=self._now())


def _outcome(told_only: bool) -> Outcome | None:
    return Outcome.TOLD if told_only else None


def _sentence(error: StorageError) -> str:
    return redact(f"{error}; {error.hint}" if error.hint else str(error))
