"""A part as a process of its own: forked from the supervisor, or a program that takes its place.

Forking, not starting anew, is what makes `up` small: Python, Celery and the readers are loaded once, and the parts
share those pages of memory. It is safe because the supervisor has one thread and no connection of any kind.
"""

import contextlib
import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from worker.lifeline import end_with_parent
from worker.supervise.lines import LineReader

PR_SET_NAME = 15
"""prctl(2), Linux."""


def _nothing() -> None:
    """No preparation."""


@dataclass(frozen=True, slots=True)
class Part:
    """One process of `up`.

    run: what it does, in a fork of the supervisor; returning ends it well. Or command: the program it becomes.
    probe: whether it is ready, asked again and again; without one it says so itself (worker.ready).
    before: run in the supervisor before each start but the first, to put right what the death left behind.
    needs: the parts that must be ready first. They are also ended after it. silence: seconds without a word from it
    (worker.ready.say_alive) after which it is taken for stuck; None: it may be silent.
    """

    name: str
    run: Callable[[], None] | None = None
    command: tuple[str, ...] = ()
    probe: Callable[[], bool] | None = None
    before: Callable[[], None] = _nothing
    needs: tuple[str, ...] = ()
    silence: float | None = None


@dataclass
class Running:
    """A part that was started. output: the end of its pipe that is read; started, heard: on the monotonic clock."""

    part: Part
    pid: int
    output: int
    started: float
    lines: LineReader
    ready: bool = False
    heard: float | None = None
    asked: float | None = None
    tail: list[str] = field(default_factory=list)

    def ask_to_end(self, now: float) -> None:
        """SIGTERM, once."""
        if self.asked is None:
            self.asked = now
            _signal(self.pid, signal.SIGTERM)

    def stuck_at(self) -> float | None:
        """When it counts as stuck if it is not heard until then; None: never."""
        silence = self.part.silence
        return None if silence is None or self.heard is None or self.asked is not None else self.heard + silence

    def kill_all(self) -> None:
        """SIGKILL to the part and to every process it started itself."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody left; macOS says "not permitted" of zombies
            _signal(self.pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it ended by itself in the meantime, and will be reaped


def start(
    part: Part, *, now: float, environment: Mapping[str, str], inherited: Sequence[Callable[[], None]]
) -> Running:
    """Start a part. environment: added to the supervisor's own. inherited: closes what the child must not keep.

    Raises OSError where the machine can start no further process.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or the child would write it a second time
    output, writing = os.pipe()
    supervisor = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        os.close(output)
        os.close(writing)
        raise
    if pid == 0:
        os.close(output)
        _become(part, writing, supervisor, environment, inherited)
    # In both processes, so that nobody signals the group too early. It may have ended already, or run its program.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.setpgid(pid, pid)
    os.close(writing)
    os.set_blocking(output, False)
    return Running(part, pid, output, now, LineReader(part.name))


def _become(
    part: Part,
    writing: int,
    supervisor: int,
    environment: Mapping[str, str],
    inherited: Sequence[Callable[[], None]],
) -> None:
    """Be the part, and never return."""
    code = 1
    try:
        # a group of its own: Ctrl-C in the terminal reaches the supervisor only, which ends the parts in order
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for close in inherited:
            close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (writing, 1), (writing, 2)):
            os.dup2(source, target)
        os.close(nothing)
        os.close(writing)
        os.environ.update(environment)
        _name(part.name)
        end_with_parent(supervisor, signal.SIGTERM)
        # made anew: the supervisor's remember what kind of file theirs were
        sys.stdout, sys.stderr = _writer(1), _writer(2)
        if part.command:
            os.execvp(part.command[0], part.command)  # noqa: S606  no shell: the program was found by its own path
        elif part.run is not None:
            part.run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)  # noqa: T201  what the interpreter does with it
    except KeyboardInterrupt:
        code = 130
    except BaseException:  # noqa: BLE001  whatever it is, it must not go on in the supervisor's frames below
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                code = code or 1  # the supervisor is gone and reads no more
        os._exit(code)


def _writer(descriptor: int) -> TextIO:
    return open(descriptor, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)


def _name(name: str) -> None:
    """Show this process as `ww-NAME` in `top`."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_NAME, f"ww-{name}".encode()[:15], 0, 0, 0)


def find_program(names: Sequence[str]) -> Path | None:
    """The first of `names` that is on PATH."""
    import shutil

    for name in names:
        if found := shutil.which(name):
            return Path(found)
    return None
