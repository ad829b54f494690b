"""Which moment of its programme a newsroom is at, and what time of the world that is."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What a newsroom's servers need to know of time. Offsets are seconds since the opening, of the programme."""

    def offset(self) -> float:
        """The present moment of the programme; 0.0 until it opens."""
        ...

    def wall(self, offset: float) -> datetime:
        """When a moment of the programme is, or was: aware, UTC."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait for so much of the programme's time; a slow outlet does."""
        ...


class RunningClock:
    """Runs by itself, `speed` seconds of the programme in each real one.

    opened_at: when the programme opened, aware; None: it stands at 0.0 until `open` is called. Safe among threads.
    """

    def __init__(self, opened_at: datetime | None = None, speed: float = 1.0) -> None:
        if not 0.01 <= speed <= 10_000:
            raise ValueError(f"a newsroom's speed lies between 0.01 and 10,000, and {speed:g} does not")
        self._speed = speed
        now = datetime.now(UTC)
        self._before = opened_at or now
        self._opened_at = opened_at
        # counted by a clock that nobody sets, so that the programme never goes back
        self._zero = time.monotonic() - (now - self._before).total_seconds()
        self._lock = threading.Lock()

    def open(self) -> None:
        """Begin the programme now; nothing where it has begun."""
        with self._lock:
            if self._opened_at is None:
                self._zero = time.monotonic()
                self._opened_at = datetime.now(UTC)

    def offset(self) -> float:
        """The present moment of the programme; 0.0 until it opens."""
        if self._opened_at is None:
            return 0.0
        return max(0.0, (time.monotonic() - self._zero) * self._speed)

    def wall(self, offset: float) -> datetime:
        """When a moment of the programme is, or was. What lies before the opening keeps its date through it."""
        start = self._before if offset <= 0 or self._opened_at is None else self._opened_at
        return start + timedelta(seconds=offset / self._speed)

    def wait(self, seconds: float) -> None:
        """Wait for so much of the programme's time."""
        time.sleep(seconds / self._speed)


class HandClock:
    """Stands still until a test moves it. Nothing waits for it: `wait` returns at once."""

    def __init__(self, opened_at: datetime | None = None) -> None:
        """opened_at: what offset 0.0 is called, aware; now by default."""
        self._opened_at = opened_at or datetime.now(UTC).replace(microsecond=0)
        self._offset = 0.0

    def offset(self) -> float:
        """Where the hand stands."""
        return self._offset

    def wall(self, offset: float) -> datetime:
        """opened_at and `offset` seconds."""
        return self._opened_at + timedelta(seconds=offset)

    def wait(self, seconds: float) -> None:
        """Return at once."""

    def advance(self, seconds: float) -> None:
        """Move the hand; backwards is refused with ValueError, since what was printed stays printed."""
        if seconds < 0:
            raise ValueError("a newsroom's clock is not turned back")
        self._offset += seconds

    def move_to(self, offset: float) -> None:
        """Move the hand to an offset, not backwards."""
        self.advance(offset - self._offset)
