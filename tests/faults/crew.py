"""Real Celery workers and sweeps, each a process group of its own, that can be killed and come back at once."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
WORKER = ("-m", "celery", "-A", "tasks.celery", "worker", "-Q", "poll,process,deliver", "-c", "2", "-l", "ERROR")
SWEEP = ("-m", "worker.cli", "sweep")


class Crew:
    """Processes by name: `worker0`, `sweep0`, ... What they say goes to one log file each."""

    def __init__(self, environment: Mapping[str, str], folder: Path, *, workers: int, sweeps: int) -> None:
        self._environment = os.environ | environment
        self._folder = folder
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self.gave_up: list[str] = []
        for n in range(workers):
            self._start(f"worker{n}", (*WORKER, "-n", f"worker{n}@%h"))
        for n in range(sweeps):
            self._start(f"sweep{n}", SWEEP)

    def _start(self, name: str, arguments: tuple[str, ...]) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill a process and its children, and start it again."""
        process = self._processes[name]
        arguments = tuple(process.args[1:])  # type: ignore[index] # we started it with a list
        self._end(process)
        self._start(name, arguments)

    def kill_a_child(self, rng: random.Random) -> bool:
        """Kill one pool process of one worker; the worker starts another. Whether there was one."""
        pids = sorted(self.children())
        if not pids:
            return False
        try:
            os.kill(rng.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def children(self) -> list[int]:
        """The ids of the workers' pool processes."""
        pids: list[int] = []
        for name, process in self._processes.items():
            if name.startswith("worker") and process.poll() is None:
                try:
                    pids += [child.pid for child in psutil.Process(process.pid).children()]
                except psutil.NoSuchProcess:
                    continue
        return pids

    def child_behind(self, port: int) -> int | None:
        """The id of the pool process that talks from a local TCP port, or None."""
        for pid in self.children():
            try:
                connections = psutil.Process(pid).net_connections("tcp")
            except psutil.NoSuchProcess:
                continue
            if any(connection.laddr and connection.laddr.port == port for connection in connections):
                return pid
        return None

    def names(self, kind: str) -> list[str]:
        """The names of the workers or of the sweeps."""
        return sorted(name for name in self._processes if name.startswith(kind))

    def mend(self) -> None:
        """Start again what ended by itself, as compose, systemd or `wirewatch up` would.

        Celery 5.7 gives up (exit code 1) where a pool process dies while it reconnects to the broker ("file
        descriptor is None", asynpool.register_with_event_loop), or while it starts ("Could not start worker
        processes").
        """
        for name, process in list(self._processes.items()):
            if process.poll() is not None:
                self.gave_up.append(f"{name}: {process.returncode}")
                self.kill(name)

    def logs(self, *, last: int = 4_000) -> str:
        """The ends of what they said, for a failure's report."""
        paths = sorted(self._folder.glob("*.log"))
        return "\n".join(f"--- {path.name}\n{path.read_text(errors='replace')[-last:]}" for path in paths)

    def end(self) -> None:
        """Kill all, children too."""
        for process in self._processes.values():
            self._end(process)

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
