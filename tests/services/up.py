"""`wirewatch up` as a process of its own, with its log read as it comes."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from tests.services.ports import free_port

PATIENCE = 60.0
"""Seconds until a wait fails; everything starts in two on a quiet machine."""
ROOT = Path(__file__).parents[2]


class Up:
    """The command, started with a folder of files, a data folder and an environment."""

    def __init__(
        self, config: Path, data: Path, environment: Mapping[str, str], *, arguments: Sequence[str] = ("up",)
    ) -> None:
        self.config, self.data = config, data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "WIREWATCH_WEB_PORT": str(self.port),
            "WIREWATCH_LOG_FORMAT": "json",
            **environment,
        }
        self._arguments = arguments
        self.lines: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self.process: subprocess.Popen[str]
        self.start()

    def start(self) -> None:
        """Start it (again)."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "worker.cli", "--config", self.config, "--data", self.data, *self._arguments],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout as written:
            for text in written:
                line = json.loads(text) if text.startswith("{") else {"part": "", "level": "", "event": text.rstrip()}
                with self._changed:
                    self.lines.append(line)
                    self._changed.notify_all()

    def until(self, condition: Callable[[], object], what: str, *, timeout: float = PATIENCE) -> None:
        """Wait for a condition, looked at when a line comes and every now and then; fail with the log's end."""
        ends = time.monotonic() + timeout
        with self._changed:
            while not condition():
                assert time.monotonic() < ends, f"not within {timeout:.0f} s: {what}\n{self.log()}"
                self._changed.wait(0.05)

    def wait_ready(self, *, after: int = 0) -> None:
        """Wait until all is up; after: lines that do not count."""
        self.until(
            lambda: (
                any(line["event"] == "all is up" for line in self.lines[after:]) or self.process.poll() is not None
            ),
            "all is up",
        )
        assert self.process.poll() is None, f"it ended with {self.process.returncode}\n{self.log()}"

    def pid(self, part: str) -> int:
        """The process of a part that is ready, the latest."""
        events = (f"{part} is ready", f"{part} is ready again")
        return int([line["pid"] for line in self.lines if line["event"] in events][-1])

    def children(self) -> list[psutil.Process]:
        """All processes below it."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end and wait for that; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def log(self) -> str:
        """The last lines."""
        return "\n".join(json.dumps(line) for line in self.lines[-60:])
