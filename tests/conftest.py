"""The services that tests may ask for. Each starts when it is first asked for and is stopped at the end."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services.broker import Broker
from tests.services.http import HttpSink
from tests.services.mail import SmtpSink
from tests.services.news import NewsSite
from tests.services.newsroom import OpenNewsroom
from tests.services.postgres import Postgres
from worker.storage import Storage
from worker.storage.migrate import upgrade


def pytest_configure() -> None:
    """Hear Ctrl-C again where a shell started the tests in the background, and so deaf to it: what a process
    ignores, the processes it starts ignore too, and some tests end theirs by SIGINT.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Broker]:
    """A real broker for the whole session; ask for `valkey`, which begins empty."""
    broker = Broker()
    yield broker
    broker.stop()


@pytest.fixture
def valkey(valkey_server: Broker) -> Broker:
    """A real broker, empty."""
    valkey_server.flush()
    return valkey_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server for the whole session."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A migrated database without a row, on PostgreSQL."""
    url = postgres.lend()
    yield url
    postgres.give_back(url)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "wirewatch.sqlite3"
    storage = Storage(f"sqlite:///{path}")
    upgrade(storage.database)
    storage.close()
    return path


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite file."""
    path = tmp_path / "wirewatch.sqlite3"
    shutil.copyfile(_sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: the test runs once on each kind."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server that keeps what it is given."""
    sink = SmtpSink()
    yield sink
    sink.close()


@pytest.fixture
def http_sink() -> Iterator[HttpSink]:
    """A recording HTTP server with programmable answers."""
    sink = HttpSink()
    yield sink
    sink.close()


@pytest.fixture
def news_site() -> Iterator[NewsSite]:
    """A news site without any article yet."""
    site = NewsSite()
    yield site
    site.close()


@pytest.fixture
def open_news_site() -> Iterator[Callable[[str], NewsSite]]:
    """Opens further news sites, each a host of its own; called with the site's name."""
    sites: list[NewsSite] = []

    def open_site(name: str) -> NewsSite:
        sites.append(NewsSite(name))
        return sites[-1]

    yield open_site
    for site in sites:
        site.close()


@pytest.fixture
def newsroom() -> Iterator[OpenNewsroom]:
    """The demo's newsroom, just opened, under a clock that the test moves."""
    room = OpenNewsroom()
    yield room
    room.close()
