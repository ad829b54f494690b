"""HTTP servers on loopback: one thread accepts for all of them, one more for each open connection."""

import selectors
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from worker.log import get_logger

log = get_logger(__name__)

MOST_CONNECTIONS = 64
"""Of one server, at once; more are closed. A reader keeps one or two a process."""
MOST_BODY = 1_000_000
"""Bytes of a request's body; more are answered 413."""
IDLE = 30.0
"""Seconds that a silent connection is kept."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request: path without its query, header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say. A body is not sent where the method or the status has none."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Request], Answer]


class Servers:
    """HTTP servers by name, on one address. While nobody asks, nothing wakes."""

    def __init__(self, address: str, responds: Mapping[str, Respond], ports: Mapping[str, int] | None = None) -> None:
        """Listen until `close`. ports: name → port; 0, or left out, takes a free one. OSError where one is taken."""
        self._servers: dict[str, _Server] = {}
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        try:
            for name, respond in responds.items():
                server = _Server((address, (ports or {}).get(name, 0)), _handler_for(respond))
                self._servers[name] = server
                server.socket.setblocking(False)
                self._selector.register(server.socket, selectors.EVENT_READ, server)
        except OSError:
            self._let_go()
            raise
        self.urls = {name: f"http://{address}:{server.server_address[1]}" for name, server in self._servers.items()}
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._accept, name="demo-accept", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening and close every connection."""
        self._wake.send(b".")
        self._thread.join()
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.data is None:
                    return
                key.data.handle_request()

    def _let_go(self) -> None:
        self._selector.close()
        self._wake.close()
        self._woken.close()
        for server in self._servers.values():
            server.close_all()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[Any] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without asking what the address is called, which can take seconds where names are not served."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            full = len(self._open) >= MOST_CONNECTIONS
            if not full:
                self._open.add(request)
        if full:
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is nobody's mistake; anything else is ours, and is said."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            log.error("demo server failed", error=repr(error), exc_info=error)

    def close_all(self) -> None:
        self.server_close()
        with self._open_lock:
            connections = list(self._open)
        for connection in connections:
            self.shutdown_request(connection)


def _handler_for(respond: Respond) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "Newsroom"
        sys_version = ""
        timeout = IDLE
        disable_nagle_algorithm = True
        wbufsize = -1  # headers and body leave together

        def _serve(self) -> None:
            written = self.headers.get("Content-Length") or "0"
            length = int(written) if written.isdecimal() and len(written) < 12 else MOST_BODY + 1
            if length > MOST_BODY or "Transfer-Encoding" in self.headers:
                self.close_connection = True
                self._say(Answer(413, b"too long, or of unknown length\n"))
                return
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._say(respond(Request(self.command, path, query, headers, self.rfile.read(length))))

        def _say(self, answer: Answer) -> None:
            bare = answer.status in (204, 304)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not bare:
                self.send_header("Content-Length", str(len(answer.body)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if not bare and self.command != "HEAD":
                self.wfile.write(answer.body)
            self.wfile.flush()

        do_GET = do_HEAD = do_POST = _serve

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class names it so
            return

    return Handler
