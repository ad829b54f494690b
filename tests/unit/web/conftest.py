"""The web application served on loopback, over a real database."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import uvicorn

from tests.contract.desk import Desk
from tests.services.ports import free_port
from worker.storage import Storage
from worker.web.app import make_app
from worker.web.guard import allowed_hosts
from worker.web.look import Look
from worker.web.server import http_config

LIMIT = 20.0


@dataclass(frozen=True)
class Reply:
    """An answer: header names in lower case."""

    status: int
    headers: dict[str, str]
    text: str


class Switch:
    """Stands where a Look is expected, and is the Look of whichever test runs."""

    look: Look

    def __getattr__(self, name: str) -> Any:
        """What the present Look has."""
        return getattr(self.look, name)


@dataclass
class Site:
    """The application on a port of its own. now, broker: what it is to believe."""

    storage: Storage
    port: int
    now: datetime | None = None
    broker: str | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str = "/", *, method: str = "GET", host: str | None = None) -> Reply:
        """Make one request. host: the Host header; "" sends none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        try:
            connection.putrequest(method, path, skip_host=host is not None)
            if host:
                connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, headers, answer.read().decode())
        finally:
            connection.close()

    def look(self) -> Look:
        """What the pages look with."""
        return Look(self.storage, ping=lambda: self.broker, now=lambda: self.now or datetime.now(UTC))


@pytest.fixture
def storage(sqlite_url: str) -> Iterator[Storage]:
    """A Storage over a fresh, migrated SQLite file."""
    storage = Storage(sqlite_url)
    yield storage
    storage.close()


@pytest.fixture
def desk(storage: Storage) -> Desk:
    """The Storage with the steps that tests take first."""
    return Desk(storage)


@pytest.fixture(scope="session")
def _server() -> Iterator[tuple[Switch, int]]:
    """One server for all these tests: starting and ending one takes a third of a second."""
    switch = Switch()
    hosts = allowed_hosts("127.0.0.1", None)
    config = http_config(make_app(cast("Look", switch), zone=ZoneInfo("Europe/Brussels"), hosts=hosts))
    config.port = free_port()
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + LIMIT
    while not server.started:
        assert time.monotonic() < ends, "the server did not start"
        time.sleep(0.01)
    yield switch, config.port
    server.should_exit = True
    thread.join(LIMIT)


@pytest.fixture
def serving(storage: Storage, _server: tuple[Switch, int]) -> Callable[..., Site]:
    """Serves the application over the test's database; called with what makes its Look, by default the Site's own."""

    def start(look: Callable[[Site], Look] = Site.look) -> Site:
        switch, port = _server
        site = Site(storage, port)
        switch.look = look(site)
        return site

    return start


@pytest.fixture
def site(serving: Callable[..., Site]) -> Site:
    """The application, served."""
    return serving()
