"""Serving the pages: the one home of uvicorn.

Nothing is made when this module is imported, and no thread runs before `serve`, which may be called in a forked
child.
"""

import asyncio
import errno
import os
import platform
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import anyio.to_thread
import uvicorn

from config.settings import Settings
from worker.domain.upkeep import BEAT_EVERY, beat_name
from worker.errors import ConfigError, StorageError
from worker.log import get_logger
from worker.queue import ping
from worker.ready import say_alive, say_ready
from worker.storage import Storage
from worker.web.app import FastAPI, make_app
from worker.web.guard import allowed_hosts
from worker.web.look import Look

log = get_logger(__name__)

THREADS = 6
"""Pages made at once; fewer than the connections that the database's pool gives (8 on PostgreSQL, 15 on SQLite)."""
CONNECTIONS = 256
"""Open at once; more are answered with 503. A browser keeps one open for each tab that looks for news."""
GRACE = 1
"""Seconds that answers under way are given when the end is asked for."""


def serve(settings: Settings, *, on_ready: Callable[[], None] = say_ready) -> signal.Signals | None:
    """Serve the pages on WEB_HOST and WEB_PORT until SIGTERM or SIGINT.

    on_ready: called once it listens. Out: the signal that ended it. The schema must be there. Raises ConfigError
    where the address cannot be listened on.
    """
    with listener(settings.web_host, settings.web_port) as listening:
        storage = Storage(settings.database_url.get_secret_value())
        stopped = threading.Event()
        try:
            heart = threading.Thread(
                target=_beat_on, args=(storage, settings.alive_file, stopped), name="heartbeat", daemon=True
            )
            server = _Server(
                http_config(_application(settings, storage)), on_ready=lambda: _ready(settings, heart, on_ready)
            )
            asyncio.run(server.serve(sockets=[listening]))
        finally:
            stopped.set()
            storage.close()
    log.info("web page ended")
    return server.ended_by


def address(host: str, port: int) -> str:
    """Where a browser finds the page."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _ready(settings: Settings, heart: threading.Thread, on_ready: Callable[[], None]) -> None:
    log.info("web page", url=address(settings.web_host, settings.web_port))
    if not ip_address(settings.web_host).is_loopback:
        log.warning(
            "there is no login: whoever reaches this port reads the alerts",
            host=settings.web_host,
            port=settings.web_port,
            fix="keep it behind a firewall or a proxy that asks who it is, or use WIREWATCH_WEB_HOST=127.0.0.1",
        )
    heart.start()
    on_ready()


def _application(settings: Settings, storage: Storage) -> FastAPI:
    redis_url = settings.redis_url.get_secret_value()
    look = Look(storage, ping=lambda: ping(redis_url), now=_now)
    return make_app(look, zone=settings.time_zone, hosts=allowed_hosts(settings.web_host, settings.public_url))


def http_config(app: FastAPI) -> uvicorn.Config:
    """How an application is served: HTTP/1.1 alone, and no logs but ours."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,  # what it logs comes out through worker.log, where it is at least a warning
        access_log=False,
        proxy_headers=False,  # nobody's word about the client is needed
        server_header=False,
        date_header=False,  # worker.web.guard adds it; the server's own needs a tick each second
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """uvicorn's server, which waits for its end instead of looking for it ten times a second.

    That look was all that an idle page cost: see docs/web.md.
    """

    def __init__(self, config: uvicorn.Config, *, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._end = asyncio.Event()
        self.ended_by: signal.Signals | None = None

    async def main_loop(self) -> None:
        """Say that it listens, and wait for the end."""
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        await self.on_tick(0)  # the headers of every answer are put together here
        self._on_ready()
        while not self._end.is_set():
            say_alive()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), BEAT_EVERY.total_seconds())

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Within the block SIGTERM and SIGINT ask for the end; afterwards they mean what they meant before."""
        loop = asyncio.get_running_loop()
        signals = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.getsignal(number) for number in signals}
        for number in signals:
            loop.add_signal_handler(number, self._ask, number)
        try:
            yield
        finally:
            for number in signals:
                loop.remove_signal_handler(number)
                signal.signal(number, before[number])

    def _ask(self, number: signal.Signals) -> None:
        self.force_exit = self._end.is_set()  # asked twice: answers under way are not waited for
        self.ended_by = number
        self.should_exit = True
        self._end.set()


def _beat_on(storage: Storage, alive_file: Path | None, stopped: threading.Event) -> None:
    """Say that this process is alive, every BEAT_EVERY; the same as Application.beat, in a thread of its own."""
    name = beat_name("web", node=platform.node(), process=os.getpid())
    while True:
        try:
            storage.housekeeping.beat(name, "web", now=_now())
            if alive_file is not None:
                alive_file.touch()
        except StorageError as error:
            log.warning("no heartbeat", error=str(error), fix=error.hint)
        except OSError as error:
            log.warning("no heartbeat", error=f"{alive_file} cannot be touched: {error.strerror}")
        if stopped.wait(BEAT_EVERY.total_seconds()):
            return


@contextmanager
def listener(host: str, port: int) -> Iterator[socket.socket]:
    """A listening socket. Raises ConfigError, with the fix, where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        what, fix = _why_not(error, host, port)
        raise ConfigError(what, hint=fix) from error
    with listening:
        yield listening


def _why_not(error: OSError, host: str, port: int) -> tuple[str, str]:
    """(what is wrong, the fix) where an address cannot be listened on."""
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is taken by another program",
            f"end that one, or choose another port, such as WIREWATCH_WEB_PORT={port + 1 if port < 65_535 else 8642}",
        )
    if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        return f"{host} is no address of this machine", "write WIREWATCH_WEB_HOST=127.0.0.1, or one that it has"
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"this user may not listen on port {port}",
            "choose one from 1024 on, such as WIREWATCH_WEB_PORT=8642",
        )
    return f"{host} port {port} cannot be listened on: {error.strerror}", "choose another with WIREWATCH_WEB_PORT"


def _now() -> datetime:
    return datetime.now(UTC)
