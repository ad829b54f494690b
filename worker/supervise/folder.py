"""The data folder of `up`: writable, with room, and used by one `up` at a time."""

import fcntl
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from worker.errors import StartRefused

LOCK = "up.lock"
PATIENCE = 60.0
"""Seconds. A worker that lost its supervisor finishes what is under way first: a batch, of at most 45."""
LOOK_EVERY = 0.1
LEAST_ROOM = 50 * 2**20
"""Bytes. SQLite, its journal and a day of pages of a few dozen feeds fit in; below it the first commit may fail."""


@dataclass
class HeldFolder:
    """A data folder that this process holds, until it and all it started are gone."""

    path: Path
    _descriptor: int

    def say(self, **facts: object) -> None:
        """Write down what a second `up` should be told: the process, the page's address."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, json.dumps({"pid": os.getpid(), **facts}).encode(), 0)

    def release(self) -> None:
        """Let go."""
        os.close(self._descriptor)


def hold_folder(path: Path, *, patience: float = PATIENCE) -> HeldFolder:
    """Make the folder, see that it can be used, and take it.

    The lock is the kernel's (flock): it is never left behind by a process that was killed, and children that
    inherit it keep it for as long as one of them lives. Where only such children are left they are ending, and
    are waited for, `patience` seconds. Raises StartRefused with what to do.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StartRefused(
            f"the data folder {path} cannot be used: {(error.strerror or str(error)).lower()}",
            hint="name another one with --data DIR or WIREWATCH_DATA_DIR, or let this user write there",
        ) from error
    try:
        _lock(path, descriptor, patience)
        _require_room(path)
    except StartRefused:
        os.close(descriptor)
        raise
    return HeldFolder(path, descriptor)


def _require_room(path: Path) -> None:
    free = shutil.disk_usage(path).free
    if free < LEAST_ROOM:
        raise StartRefused(
            f"the disk of the data folder {path} is full: {free // 2**20} MB are left, "
            f"{LEAST_ROOM // 2**20} are needed",
            hint="make room, or name a folder on another disk with --data DIR",
        )


def _lock(path: Path, descriptor: int, patience: float) -> None:
    ends = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid, page = _holder(os.pread(descriptor, 4096, 0))
            if pid and not _alive(pid) and time.monotonic() < ends:
                time.sleep(LOOK_EVERY)
                continue
            raise _taken(path, pid, page) from None
        return


def _holder(said: bytes) -> tuple[int, str]:
    """(process id, page's address) of whoever wrote the lock file; 0 and nothing where it cannot be read."""
    try:
        facts = json.loads(said)
        return int(facts["pid"]), str(facts.get("page", ""))
    except (ValueError, KeyError, TypeError):
        return 0, ""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def _taken(path: Path, pid: int, page: str) -> StartRefused:
    who = f" as process {pid}" if pid else ""
    where = f"; its page is {page}" if page else ""
    stop = f"end it first (kill {pid})" if pid else "end it first"
    return StartRefused(
        f"Wirewatch is running on the data folder {path} already{who}{where}",
        hint=f"{stop}, or name another folder with --data DIR",
    )
