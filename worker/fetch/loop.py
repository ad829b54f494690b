"""An event loop that is run from outside, in turns; the one home of uvloop.

A caller that iterates over answers does its own work between two of them, and the loop stands still meanwhile.
So a request's time is counted in the loop's own running time: a slow caller must not make time-outs of answers
that have long arrived. A batch's deadline is wall-clock time.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, TypeVar

try:
    from uvloop import new_event_loop
except ImportError:  # Windows, or an interpreter that it has no wheel for: slower, otherwise the same
    from asyncio import new_event_loop  # type: ignore[assignment] # uvloop's loop is one of asyncio's

T = TypeVar("T")
TICK = 0.05
"""Seconds between two looks at the deadlines. One timer for all is cheaper than one for each, and near enough."""


@dataclass(slots=True, eq=False)
class Job(Generic[T]):
    """One coroutine on its way. ends: on the loop's running clock. wall_end: on the monotonic clock."""

    index: int
    ends: float
    wall_end: float
    expired: bool = False
    task: "asyncio.Task[T]" = field(init=False)


class TurnLoop:
    """Runs jobs in turns. One thread, one process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop = new_event_loop()
        self._loop.set_exception_handler(self._on_error)
        self._raised: BaseException | None = None
        self._jobs: set[Job[Any]] = set()
        self._ran = 0.0
        self._turn_began = monotonic()
        self._ticking = False
        self._awaited: deque[Any] | None = None
        self._most = 1
        self._linger = 0.0
        self._lingering: asyncio.TimerHandle | None = None
        self._enough = False

    @property
    def can_run(self) -> bool:
        """False once closed, and while a turn is under way further up the stack."""
        return not self._loop.is_closed() and not self._loop.is_running()

    def start(
        self,
        job: Job[T],
        work: Coroutine[Any, Any, T],
        ready: "deque[Job[T]]",
    ) -> None:
        """Put a job on its way; it moves when somebody waits. When it is over it lands in `ready`."""
        job.ends += self._ran

        def over(_task: object) -> None:
            self._jobs.discard(job)
            ready.append(job)
            self._came(ready)

        job.task = self._loop.create_task(work)
        job.task.add_done_callback(over)
        self._jobs.add(job)

    def wait(self, ready: "deque[Any]", *, most: int = 1, linger: float = 0.0) -> None:
        """Run until there is something in `ready`; something must be on its way there.

        most: how many are on their way. linger: seconds to go on for more once there is one. All of it is one
        turn of the loop: each start of uvloop makes a pair of sockets, which costs as much as an answer.
        """
        self._awaited, self._most, self._linger = ready, most if linger > 0 else 1, linger
        self._enough = False
        try:
            if ready:
                self._came(ready)
            while not self._enough:
                self._turn()
        finally:
            self._awaited = None
            if self._lingering is not None:
                self._lingering.cancel()
                self._lingering = None

    def _came(self, ready: "deque[Any]") -> None:
        """Something landed in `ready`: stop the turn, or let it linger."""
        if ready is not self._awaited:
            self._loop.stop()  # somebody cancels, and counts for himself
        elif len(ready) >= self._most:
            self._stop_lingering()
        elif self._lingering is None:
            self._lingering = self._loop.call_later(self._linger, self._stop_lingering)

    def _stop_lingering(self) -> None:
        self._enough = True
        self._loop.stop()

    def cancel(self, jobs: Iterable[Job[Any]]) -> None:
        """Stop these jobs and wait until they are over."""
        left = [job for job in jobs if not job.task.done()]
        for job in left:
            job.task.cancel()
        while self.can_run and any(not job.task.done() for job in left):
            self._turn()

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Stop everything, run `last`, and close the loop."""
        if not self.can_run:
            return
        self.cancel(list(self._jobs))
        closing = self._loop.create_task(last())
        closing.add_done_callback(lambda _task: self._loop.stop())
        while not closing.done():
            self._turn()
        self._loop.close()
        closing.result()

    def _turn(self) -> None:
        if self._jobs and not self._ticking:
            self._ticking = True
            self._loop.call_later(TICK, self._tick)
        self._turn_began = monotonic()
        try:
            self._loop.run_forever()
        finally:
            self._ran += monotonic() - self._turn_began
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised

    def _on_error(self, _loop: object, context: dict[str, Any]) -> None:
        """A signal handler's exception (Celery's soft time limit, say) may strike inside a callback, where the
        loop would log and forget it. It is raised from the turn instead. All else that comes here is about a
        connection, and its request has been told as well.
        """
        error = context.get("exception")
        if "handle" in context and isinstance(error, BaseException):
            self._raised = error
            self._loop.stop()

    def _tick(self) -> None:
        now = monotonic()
        running = self._ran + now - self._turn_began
        for job in self._jobs:
            if not job.expired and (running >= job.ends or now >= job.wall_end):
                job.expired = True
                job.task.cancel()
        self._ticking = bool(self._jobs)
        if self._ticking:
            self._loop.call_later(TICK, self._tick)
