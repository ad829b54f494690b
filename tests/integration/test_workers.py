"""The same wire with Celery workers and sweeps as processes of their own, over a real broker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.conftest import Desk
from tests.integration.test_wire import REPORT
from tests.services.broker import Broker
from tests.services.news import NewsSite

CELERY = [
    "-m",
    "celery",
    "-A",
    "tasks.celery",
    "worker",
    "-Q",
    "poll,process,deliver",
    "-c",
    "1",
    "-l",
    "WARNING",
]
PATIENCE = 40.0
"""Seconds until a test gives up; a worker on a busy machine takes five to start."""


@contextmanager
def process(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process, its output in `log`, and end it."""
    with log.open("wb") as output:
        child = subprocess.Popen(
            arguments, env=os.environ | environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            yield child
        finally:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(25)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def until(condition: Callable[[], bool], *, what: str, logs: list[Path]) -> None:
    """Wait for a condition; fail with the ends of the logs."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > ends:
            tails = "\n".join(f"--- {log.name}\n{log.read_text()[-4000:]}" for log in logs)
            pytest.fail(f"not within {PATIENCE:.0f} s: {what}\n{tails}")
        time.sleep(0.05)


def test_a_worker_and_a_sweep_deliver_a_new_entry_once(
    any_desk: Desk, news_site: NewsSite, valkey: Broker, tmp_path: Path
) -> None:
    news_site.add_article("Harbour opens after storm", feeds=("all", "world"))
    any_desk.write(feeds=[news_site.feed_url("all"), news_site.feed_url("world")])
    app = any_desk.open()
    environment = any_desk.environment | {"WIREWATCH_REDIS_URL": valkey.url, "WIREWATCH_POLL_INTERVAL": "1s"}
    logs = [tmp_path / "worker.log", tmp_path / "sweep.log"]

    with (
        process([sys.executable, *CELERY], environment, logs[0]),
        process([sys.executable, "-m", "worker.cli", "sweep"], environment, logs[1]),
    ):
        until(
            lambda: all(feed.last_polled_at for feed in app.storage.views.feeds()),
            what="the first poll of both feeds",
            logs=logs,
        )
        news_site.add_article("Ministers agree in harbour hall", REPORT, feeds=("all", "world"))
        until(lambda: len(any_desk.mails.mails) == 1 and len(any_desk.bodies()) == 1, what="the alert", logs=logs)
        until(
            lambda: {beat.kind for beat in app.storage.housekeeping.beats()} == {"worker", "sweep"},
            what="a heartbeat of each",
            logs=logs,
        )
        polls = len(news_site.requests("/feeds/all.xml"))
        until(lambda: len(news_site.requests("/feeds/all.xml")) >= polls + 2, what="two more polls", logs=logs)

    assert len(any_desk.bodies()) == 1
    assert len(any_desk.mails.mails) == 1
    assert {alert.outcome for alert in app.storage.views.alerts()} == {"told"}


def test_a_worker_over_an_old_schema_does_not_start_and_says_the_fix(
    desk: Desk, valkey: Broker, tmp_path: Path
) -> None:
    environment = desk.environment | {
        "WIREWATCH_REDIS_URL": valkey.url,
        "WIREWATCH_DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
    }

    ended = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "tasks.celery", "worker", "-c", "1"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert ended.returncode != 0
    assert "wirewatch db upgrade" in ended.stderr + ended.stdout
