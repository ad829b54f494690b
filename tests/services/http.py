"""A recording HTTP server on loopback whose answers a test programs, path by path."""

import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: `path` without the query, header names in lower case, `at`: when it was whole."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    at: datetime
    client_port: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say. delay: seconds before saying it. drop: say nothing, close the connection after acting."""

    status: int = 200
    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False


Route = Answer | Callable[[Request], Answer]


class HttpSink:
    """Listens on 127.0.0.1, or another loopback address; records each request. 404 where nothing was programmed."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._lock = threading.Condition()
        self._requests: list[Request] = []
        self._routes: dict[str, list[Route]] = defaultdict(list)
        self._server = _Server((address, 0), _handler_for(self))
        self.url = f"http://{address}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def answer(self, path: str, *routes: Route) -> str:
        """Program a path: each of `routes` is used once, the last for ever. Out: the URL of the path."""
        with self._lock:
            self._routes[path] = list(routes)
        return self.url + path

    def requests(self, path: str | None = None) -> list[Request]:
        """The requests so far (to `path`), oldest first."""
        with self._lock:
            return [request for request in self._requests if path in (None, request.path)]

    def clear(self) -> None:
        """Forget the requests so far; the programmed answers stay."""
        with self._lock:
            self._requests.clear()

    def wait_for(self, count: int, path: str | None = None, *, timeout: float = 10.0) -> list[Request]:
        """Wait until there were `count` requests (to `path`); they. Fails after `timeout` seconds."""
        with self._lock:
            reached = self._lock.wait_for(lambda: len(self.requests(path)) >= count, timeout)
            found = self.requests(path)
        assert reached, f"{len(found)} of {count} requests to {path or self.url} came within {timeout} s"
        return found

    def close(self) -> None:
        """Stop listening and close every connection."""
        self._server.shutdown()
        self._thread.join()
        self._server.close_all()

    def respond(self, request: Request) -> Answer:
        """Record a request and choose its answer; a subclass may know more paths."""
        with self._lock:
            self._requests.append(request)
            self._lock.notify_all()
            routes = self._routes.get(request.path)
            if not routes:
                return self.known(request) or Answer(404, "nothing here\n")
            route = routes.pop(0) if len(routes) > 1 else routes[0]
        return route if isinstance(route, Answer) else route(request)

    def known(self, request: Request) -> Answer | None:
        """The answer to a path that was not programmed, or None."""
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._open: set[socket.socket] = set()
        self._open_lock = threading.Lock()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._open_lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed in the middle is what some tests are about; anything else is a bug."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def close_all(self) -> None:
        self.server_close()
        with self._open_lock:
            connections = list(self._open)
        for connection in connections:
            self.shutdown_request(connection)


def _handler_for(sink: HttpSink) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            now = datetime.now(UTC)
            answer = sink.respond(Request(self.command, path, query, headers, body, now, self.client_address[1]))
            if answer.delay:
                time.sleep(answer.delay)
            if answer.drop:
                self.close_connection = True
                return
            content = answer.body.encode() if isinstance(answer.body, str) else answer.body
            if answer.status in (204, 304):
                content = b""
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if not any(name.lower() in ("content-length", "transfer-encoding") for name in answer.headers):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            return

    return Handler
