"""`wirewatch web` as a process: how it starts and ends, and what a real browser shows."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.integration.conftest import Desk
from tests.integration.test_wire import REPORT, settled
from tests.services.broker import Broker
from tests.services.browser import browser_or_skip, dump_dom
from tests.services.news import NewsSite
from tests.services.ports import free_port
from worker.bootstrap import Application

LIMIT = 30.0


@dataclass
class Web:
    """A running `wirewatch web`."""

    process: subprocess.Popen[str]
    port: int

    def connect(self) -> http.client.HTTPConnection:
        """An open connection to it."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)

    def ask(self, path: str) -> tuple[int, str]:
        """One request: status and text."""
        connection = self.connect()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[float, int, str]:
        """Send a signal and wait for the end: (seconds, exit code, standard error)."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=LIMIT)
        return time.monotonic() - began, self.process.returncode, said


@pytest.fixture
def start(desk: Desk, tmp_path: Path) -> Iterator[Callable[..., Web]]:
    """Starts `wirewatch web` on a free port and waits until it says that it is ready (sd_notify)."""
    started: list[Web] = []

    def start(*arguments: str, **environment: str) -> Web:
        port = free_port()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
            path = tmp_path / f"notify-{len(started)}"
            notified.bind(str(path))
            notified.settimeout(LIMIT)
            process = subprocess.Popen(
                [sys.executable, "-m", "worker.cli", "web", "--port", str(port), *arguments],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                env=os.environ | desk.environment | {"NOTIFY_SOCKET": str(path)} | environment,
            )
            web = Web(process, port)
            started.append(web)
            assert b"READY=1" in notified.recv(200)
        return web

    yield start
    for web in started:
        if web.process.poll() is None:
            web.process.kill()
            web.process.communicate()


def wait_until(true: Callable[[], object], what: str) -> None:
    """Wait for a condition, at most LIMIT."""
    ends = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < ends, f"in vain: {what}"
        time.sleep(0.02)


def test_it_answers_when_it_says_that_it_is_ready(start: Callable[..., Web]) -> None:
    web = start()
    assert web.ask("/healthz")[0] == 200


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_within_two_seconds_although_browsers_keep_connections_open(
    start: Callable[..., Web], number: signal.Signals, code: int
) -> None:
    web = start()
    idle, waiting = web.connect(), web.connect()
    idle.request("GET", "/")
    assert idle.getresponse().read()
    waiting.connect()  # and one that never asks anything
    seconds, ended, said = web.end(number)
    assert ended == code
    assert seconds < 2
    assert "web page ended" in said
    assert "Traceback" not in said
    for connection in (idle, waiting):
        connection.close()


def test_a_request_is_no_line_in_the_log(start: Callable[..., Web]) -> None:
    web = start()
    web.ask("/?a-word-of-the-visitor")
    _, _, said = web.end()
    assert len(said.splitlines()) == 2
    assert "a-word-of-the-visitor" not in said


def test_a_taken_port_is_one_sentence_with_the_fix(start: Callable[..., Web], desk: Desk) -> None:
    web = start()
    ran = desk.command("web", environment={"WIREWATCH_WEB_PORT": str(web.port)})
    assert ran.returncode == 1
    assert ran.stderr.splitlines() == [
        f"error: port {web.port} on 127.0.0.1 is taken by another program",
        f"  fix: end that one, or choose another port, such as WIREWATCH_WEB_PORT={web.port + 1}",
    ]


def test_an_address_of_another_machine_is_one_sentence_with_the_fix(start: Callable[..., Web], desk: Desk) -> None:
    ran = desk.command("web", "--host", "192.0.2.7")
    assert ran.returncode == 1
    assert "error: 192.0.2.7 is no address of this machine" in ran.stderr
    assert "fix: write WIREWATCH_WEB_HOST=127.0.0.1" in ran.stderr


def test_a_schema_of_another_version_is_refused_before_anything_listens(desk: Desk) -> None:
    app = desk_with(desk)
    with app.storage.database.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    ran = desk.command("web")
    assert ran.returncode == 1
    assert "this version of Wirewatch needs" in ran.stderr
    assert "fix: run `wirewatch db upgrade`" in ran.stderr


def desk_with(desk: Desk) -> Application:
    """A desk without feeds, opened."""
    desk.write(feeds=[])
    return desk.open()


def test_it_says_that_it_is_alive(start: Callable[..., Web], desk: Desk, tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    web = start(WIREWATCH_ALIVE_FILE=str(alive))
    app = desk_with(desk)
    wait_until(app.storage.housekeeping.beats, "a heartbeat")
    (beat,) = app.storage.housekeeping.beats()
    assert beat.kind == "web"
    assert re.fullmatch(rf"web@.+:{web.process.pid}", beat.name)
    wait_until(alive.exists, "the alive file")


def test_everybody_may_reach_it_is_said_where_it_is_so(start: Callable[..., Web]) -> None:
    _, _, said = start("--host", "0.0.0.0").end()
    assert "whoever reaches this port reads the alerts" in said
    _, _, said = start().end()
    assert "whoever reaches" not in said


def test_it_loads_neither_the_fetcher_nor_the_parsers_nor_celery(desk: Desk) -> None:
    code = (
        "import sys, worker.web.server;"
        "print([name for name in ('aiohttp', 'celery', 'trafilatura', 'lxml', 'feedparser', 'apprise', 'redis')"
        " if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert ran.stdout == "[]\n"


def test_readiness_holds_where_broker_worker_and_sweep_are_there(
    start: Callable[..., Web], desk: Desk, valkey: Broker
) -> None:
    app = desk_with(desk)
    web = start(WIREWATCH_REDIS_URL=valkey.url)
    status, text = web.ask("/readyz")
    assert status == 503
    assert json.loads(text)["checks"]["broker"] == {"ok": True, "why": None}
    for kind in ("worker", "sweep"):
        app.storage.housekeeping.beat(f"{kind}@here:1", kind, now=app.clock.now())
    wait_until(lambda: web.ask("/readyz")[0] == 200, "readiness")


@pytest.fixture
def seen_by(tmp_path: Path) -> Callable[..., str]:
    """The page as a real browser has it after so many milliseconds of its own time."""
    browser_or_skip()
    return lambda url, milliseconds=3_000: dump_dom(tmp_path / "profile", url, milliseconds=milliseconds)


def test_a_browser_shows_what_the_wire_found_and_runs_nothing_of_it(
    start: Callable[..., Web], desk: Desk, news_site: NewsSite, seen_by: Callable[..., str]
) -> None:
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("<script>document.title='owned'</script>Ministers agree on air defence", REPORT)
    desk.run(app)
    dom = seen_by(f"http://127.0.0.1:{start().port}/")
    assert "<title>Alerts · Wirewatch</title>" in dom
    assert "<mark>air defence</mark>" in dom.lower()
    assert len(re.findall(r"<script", dom)) == 1
