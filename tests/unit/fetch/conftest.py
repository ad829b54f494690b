"""Loopback servers of every awkward kind: a handler says what goes down the wire, byte for byte."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

import pytest

from worker.fetch.client import GuardedFetcher


@dataclass
class Visit:
    """One request as it arrived. `headers` have lower-case names; `connection` counts from 1."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    raw: bytes
    connection: int
    wire: socket.socket
    stopped: threading.Event

    def send(self, data: bytes) -> None:
        self.wire.sendall(data)

    def drip(self, data: bytes, every: float) -> None:
        """One byte each `every` seconds, until the other side has had enough."""
        for byte in data:
            if self.stopped.wait(every):
                return
            self.wire.sendall(bytes([byte]))


@dataclass
class Site:
    """A server on loopback. The handler gets each Visit and returns bytes to send, or None if it sent itself."""

    handler: Callable[[Visit], bytes | None]
    host: str = "127.0.0.1"
    tls: SSLContext | None = None
    port: int = 0
    visits: list[Visit] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._stopped = threading.Event()
        self._listener = socket.create_server((self.host, self.port), backlog=256)
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path: str = "/") -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}{path}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, _ = self._listener.accept()
                self.connections += 1
                thread = threading.Thread(target=self._talk, args=(wire, self.connections), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _talk(self, wire: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(wire)
            if self.tls:
                wire = stack.enter_context(self.tls.wrap_socket(wire, server_side=True))
            wire.settimeout(20)
            pending = b""
            while not self._stopped.is_set():
                while b"\r\n\r\n" not in pending:
                    more = wire.recv(65536)
                    if not more:
                        return
                    pending += more
                head, _, pending = pending.partition(b"\r\n\r\n")
                lines = head.decode("latin-1").split("\r\n")
                method, path, _ = lines[0].split(" ")
                headers = {name.lower(): value.strip() for name, _, value in (li.partition(":") for li in lines[1:])}
                length = int(headers.get("content-length", "0"))
                while len(pending) < length:
                    pending += wire.recv(65536)
                body, pending = pending[:length], pending[length:]
                visit = Visit(method, path, headers, body, head, number, wire, self._stopped)
                self.visits.append(visit)
                reply = self.handler(visit)
                if reply is None:
                    return
                wire.sendall(reply)

    def stop(self) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def http_reply(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    fields = {"Content-Length": str(len(body)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


@pytest.fixture
def reply() -> Callable[..., bytes]:
    """Builds an answer: body, status="200 OK", further headers as keywords (`_` for `-`, "" leaves one out)."""
    return http_reply


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Starts sites; stops them all at the end."""
    sites: list[Site] = []

    def start(handler: Callable[[Visit], bytes | None], **options: Any) -> Site:
        site = Site(handler, **options)
        sites.append(site)
        return site

    yield start
    for site in sites:
        site.stop()


@pytest.fixture
def fetcher() -> Iterator[GuardedFetcher]:
    """A fetcher that may reach loopback."""
    made = GuardedFetcher(["127.0.0.0/8"], "https://desk.example/about")
    yield made
    made.close()


@pytest.fixture
def strict() -> Iterator[GuardedFetcher]:
    """A fetcher that may reach public addresses only."""
    made = GuardedFetcher()
    yield made
    made.close()


@pytest.fixture
def took() -> Callable[[], float]:
    """Seconds since the test began, to bound a hang generously."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
