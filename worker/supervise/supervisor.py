"""The supervisor: starts the parts in order, passes on what they say, starts again what dies, ends them together.

One thread and one wait, on the parts' pipes, the socket where they say that they are ready, and signals. Between
two events it does nothing at all.
"""

import os
import selectors
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from worker.supervise.lines import Line
from worker.supervise.process import Part, Running, start
from worker.supervise.restarts import how_it_ended, start_again

PATIENCE = 10.0
"""Seconds between asking a part to end and killing it. A batch that is cut off comes back when its lease lapses."""
SLOW_START = 20.0
"""Seconds after which a part that is not ready yet is worth a word."""
PROBE_EVERY = 0.03
TAIL = 8
"""Lines that libraries printed, kept to be shown if the part dies."""
ME = "up"


@dataclass
class _State:
    """What is known of a part over its lives. next_start: on the monotonic clock, None while it runs."""

    part: Part
    running: Running | None = None
    next_start: float | None = 0.0
    lives: list[float] = field(default_factory=list)
    slow_said: bool = False

    @property
    def ready(self) -> bool:
        return self.running is not None and self.running.ready


class Supervisor:
    """Runs parts until it is asked to end.

    show: called with every line; where it raises OSError nobody reads any more, and the parts are ended.
    on_ready: called once, when all parts are ready for the first time.
    """

    def __init__(
        self, parts: Sequence[Part], *, show: Callable[[Line], None], on_ready: Callable[[], None] = lambda: None
    ) -> None:
        self._states = {part.name: _State(part) for part in parts}
        self._shown = show
        self._on_ready = on_ready
        self._announced = False
        self._ending = False
        self._hurry = False
        self._signal = 0

    def run(self) -> int:
        """Start, watch over and end the parts. Out: the signal that asked for the end."""
        with ExitStack() as stack:
            self._open(stack)
            while not (self._ending and not self._alive()):
                self._start_due()
                self._ask_to_end()
                for key, _ in self._selector.select(self._wait()):
                    key.data()
                self._reap()
                self._end_stuck()
                self._probe()
                self._announce()
        return self._signal

    # ---- what is waited on

    def _open(self, stack: ExitStack) -> None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wirewatch-")))
        self._selector = stack.enter_context(selectors.DefaultSelector())
        self._socket_path = str(folder / "ready")
        self._socket = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self._socket.bind(self._socket_path)
        self._socket.setblocking(False)
        self._selector.register(self._socket, selectors.EVENT_READ, self._hear_word)
        self._woken, self._waking = socket.socketpair()
        stack.enter_context(self._woken)
        stack.enter_context(self._waking)
        for end in (self._woken, self._waking):
            end.setblocking(False)
        self._selector.register(self._woken, selectors.EVENT_READ, self._hear_signals)
        before = signal.set_wakeup_fd(self._waking.fileno(), warn_on_full_buffer=False)
        stack.callback(signal.set_wakeup_fd, before)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
            earlier = signal.signal(number, lambda *_: None)  # the wake-up tells which
            stack.callback(signal.signal, number, earlier)
        stack.callback(self._kill_rest)  # first of all on the way out, whatever went wrong here

    def _hear_signals(self) -> None:
        for number in self._woken.recv(4096):
            if number == signal.SIGCHLD:
                continue
            if self._ending:
                self._hurry = True
            else:
                self._ending, self._signal = True, number
                self._say("ending; once more ends at once" if number == signal.SIGINT else "ending")

    def _hear_word(self) -> None:
        """All that was said meanwhile: a part must not count as silent because its word waits to be read."""
        while True:
            try:
                words = set(self._socket.recv(4096).decode("utf-8", "replace").split())
            except BlockingIOError:
                return
            for state in self._alive():
                assert state.running is not None
                if f"MAINPID={state.running.pid}" in words:
                    state.running.heard = time.monotonic()
                    if "READY=1" in words:
                        self._is_ready(state)

    def _hear_output(self, state: _State, running: Running) -> None:
        while True:
            try:
                piece = os.read(running.output, 65536)
            except BlockingIOError:
                return
            lines = running.lines.feed(piece) if piece else running.lines.end()
            for line in lines:
                if line.raw:
                    running.tail = [*running.tail, line.event][-TAIL:]
                self._show(line)
            if not piece:
                self._selector.unregister(running.output)
                os.close(running.output)
                running.output = -1
                return

    def _wait(self) -> float | None:
        """Seconds until there is something to do without being told."""
        now = time.monotonic()
        moments = []
        for state in self._states.values():
            if state.next_start is not None and not self._ending and self._needs_met(state):
                moments.append(state.next_start)
            if state.running is not None and not state.running.ready and state.part.probe is not None:
                moments.append(now + PROBE_EVERY)
            if state.running is not None and not state.running.ready and not state.slow_said:
                moments.append(state.running.started + SLOW_START)
            if state.running is not None and state.running.asked is not None:
                moments.append(state.running.asked + PATIENCE)
            if state.running is not None and (stuck_at := state.running.stuck_at()) is not None:
                moments.append(stuck_at)
        return max(0.0, min(moments) - now) if moments else None

    # ---- starting

    def _needs_met(self, state: _State) -> bool:
        return all(self._states[name].ready for name in state.part.needs)

    def _start_due(self) -> None:
        now = time.monotonic()
        for state in self._states.values():
            due = state.next_start is not None and state.next_start <= now and not self._ending
            if due and self._needs_met(state):
                self._start(state, now)

    def _start(self, state: _State, now: float) -> None:
        state.next_start, state.slow_said = None, False
        if state.lives:
            state.part.before()
        try:
            running = start(
                state.part, now=now, environment={"NOTIFY_SOCKET": self._socket_path}, inherited=[self._let_go]
            )
        except OSError as error:
            self._ended(state, 0.0, f"could not be started: {error.strerror}")
            return
        state.running = running
        self._selector.register(running.output, selectors.EVENT_READ, lambda: self._hear_output(state, running))

    def _let_go(self) -> None:
        """In a child: close what is the supervisor's."""
        self._selector.close()
        for end in (self._socket, self._woken, self._waking):
            end.close()
        for state in self._states.values():
            if state.running is not None and state.running.output >= 0:
                os.close(state.running.output)

    def _probe(self) -> None:
        now = time.monotonic()
        for state in self._states.values():
            running = state.running
            if running is None or running.ready:
                continue
            if state.part.probe is not None and state.part.probe():
                self._is_ready(state)
            elif not state.slow_said and now - running.started >= SLOW_START:
                state.slow_said = True
                self._say(f"{state.part.name} is not ready yet after {SLOW_START:.0f} s", level="warning")

    def _is_ready(self, state: _State) -> None:
        assert state.running is not None
        if not state.running.ready:
            state.running.ready = True
            again, level = (" again", "info") if state.lives else ("", "debug")
            self._say(f"{state.part.name} is ready{again}", level=level, pid=state.running.pid)

    def _announce(self) -> None:
        if not self._announced and not self._ending and all(state.ready for state in self._states.values()):
            self._announced = True
            self._on_ready()

    # ---- ends

    def _alive(self) -> list[_State]:
        return [state for state in self._states.values() if state.running is not None]

    def _reap(self) -> None:
        for state in self._alive():
            running = state.running
            assert running is not None
            pid, status = os.waitpid(running.pid, os.WNOHANG)
            if not pid:
                continue
            # Celery's children would live on without their parent, on a connection that nobody else may use
            running.kill_all()
            if running.output >= 0:
                self._hear_output(state, running)
            if running.output >= 0:  # a process outside the group still holds the pipe
                self._selector.unregister(running.output)
                os.close(running.output)
            state.running = None
            life = time.monotonic() - running.started
            if not self._ending:
                self._ended(state, life, how_it_ended(status), running.tail)

    def _ended(self, state: _State, life: float, how: str, tail: Sequence[str] = ()) -> None:
        state.lives = [*state.lives, life][-20:]
        again = start_again(state.lives)
        state.next_start = time.monotonic() + again.wait
        last = {"last_words": " / ".join(tail)} if tail else {}
        self._say(f"{state.part.name} {how}; it is started again {again.reason}", level="error", **last)

    def _end_stuck(self) -> None:
        """Kill parts that live and say nothing; they are started again like others that died."""
        now = time.monotonic()
        for state in self._alive():
            assert state.running is not None
            stuck_at = state.running.stuck_at()
            if stuck_at is not None and now >= stuck_at:
                self._say(
                    f"{state.part.name} has not been heard for {state.part.silence:.0f} s and is killed",
                    level="error",
                    pid=state.running.pid,
                )
                state.running.heard = now
                state.running.kill_all()

    def _ask_to_end(self) -> None:
        """Once the end was asked for: ask each part that no living part needs, and kill what takes too long."""
        if not self._ending:
            return
        now = time.monotonic()
        alive = self._alive()
        needed = {name for state in alive for name in state.part.needs}
        for state in alive:
            running = state.running
            assert running is not None
            if self._hurry:
                running.kill_all()
            elif state.part.name not in needed:
                running.ask_to_end(now)
            if running.asked is not None and now - running.asked >= PATIENCE:
                self._say(f"{state.part.name} takes longer than {PATIENCE:.0f} s and is killed", level="warning")
                running.kill_all()
                running.asked = now

    def _kill_rest(self) -> None:
        for state in self._alive():
            assert state.running is not None
            state.running.kill_all()
            os.waitpid(state.running.pid, 0)

    def _show(self, line: Line) -> None:
        try:
            self._shown(line)
        except OSError:  # the terminal or the pipe is gone
            self._shown = lambda _: None
            self._ending = True

    def _say(self, event: str, level: str = "info", **values: object) -> None:
        self._show(Line(ME, level, event, values=values))
