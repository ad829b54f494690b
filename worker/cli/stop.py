"""Ending a process that runs for long: after the batch under way, on SIGTERM or the first Ctrl-C."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from worker.bootstrap import SystemClock

LONGEST_SLEEP = 1.0
"""Seconds between two looks at what else is to be done while nothing is due."""


class Stopped(Exception):
    """Raised between two batches, where nothing is half done."""


class Stop:
    """Whether the process was asked to end, and how it should."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._signal = signal.SIGTERM

    def ask(self, number: int, _frame: FrameType | None = None) -> None:
        """Ask for the end: a signal handler. The second Ctrl-C does not wait for the batch."""
        if self._event.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._signal = signal.Signals(number)
        self._event.set()

    def is_set(self) -> bool:
        """Whether the end was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise Stopped where the end was asked for."""
        if self._event.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        """Sleep, but not longer than until the end is asked for; then raise Stopped."""
        self._event.wait(seconds)
        self.check()

    @property
    def interrupted_code(self) -> int:
        """128 and the signal's number: for work that had an end of its own and did not come to it."""
        return 128 + self._signal

    @property
    def exit_code(self) -> int:
        """For a process that has no end of its own.

        130 after Ctrl-C, as shells expect; 0 after SIGTERM, which is how a supervisor ends a service.
        """
        return 130 if self._event.is_set() and self._signal == signal.SIGINT else 0

    def clock(self, between: Callable[[], None]) -> "StoppableClock":
        """A clock whose sleeps end early; `between` is called at least every LONGEST_SLEEP seconds of sleep."""
        return StoppableClock(self, between)


class StoppableClock(SystemClock):
    """The machine's clock, awake enough to end and to look around."""

    def __init__(self, stop: Stop, between: Callable[[], None]) -> None:
        self._stop = stop
        self._between = between

    def sleep(self, seconds: float) -> None:
        """Wait. Raises Stopped where the end is asked for."""
        left = seconds
        while left > LONGEST_SLEEP:
            self._stop.wait(LONGEST_SLEEP)
            left -= LONGEST_SLEEP
            self._between()
        self._stop.wait(max(left, 0.0))


@contextmanager
def stop_signals() -> Iterator[Stop]:
    """Within the block SIGTERM and Ctrl-C ask for the end; a Stopped that leaves the block is its end."""
    stop = Stop()
    before = {number: signal.signal(number, stop.ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    except Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
