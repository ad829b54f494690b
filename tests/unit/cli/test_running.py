import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.services.http import Answer
from worker.cli.stop import Stop, Stopped, stop_signals

REFUSED = "watches:\n  - name: Empty\n    none: [football]\n"


def _write(world: Any, *, feeds: str = "[]", watches: str = "watches: []\n") -> None:
    (world.config / "feeds.yaml").write_text(f"feeds: {feeds}\n")
    (world.config / "watches.yaml").write_text(watches)


def test_a_refused_configuration_with_nothing_in_force_gives_code_1_and_the_problem(cli: Any, world: Any) -> None:
    _write(world, watches=REFUSED)
    said = cli("run", "--once", code=1).stderr
    assert "the configuration is refused:" in said
    assert f"{world.config}/watches.yaml:2: " in said
    assert "`wirewatch check` tells all" in said


def test_a_refused_configuration_leaves_the_one_before_in_force_and_says_so(cli: Any, filled: Any) -> None:
    _write(filled, watches=REFUSED)
    result = cli("run", "--once", "--json")
    assert "the one taken before stays in force" in result.stderr
    assert len(filled.storage.views.watches()) == 2
    # looked at already, and still refused: it is said again
    assert "the one taken before stays in force" in cli("run", "--once", "--json").stderr


def test_a_failing_feed_is_news_and_no_failure(
    cli: Any, world: Any, http_sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.1")
    _write(world, feeds=f"[{http_sink.answer('/rss', Answer(404))}]")
    said = cli("run", "--once").stdout
    assert "1 polled · 1 failed" in said
    assert "HTTP 404" in said


def test_json_without_once_is_used_wrongly(cli: Any) -> None:
    cli("run", "--json", code=2)


@pytest.fixture
def running(world: Any, http_sink: Any) -> Iterator[subprocess.Popen[str]]:
    """`wirewatch run` as a process of its own, over an empty configuration."""
    _write(world)
    process = subprocess.Popen(
        [sys.executable, "-m", "worker.cli", "--config", str(world.config), "--data", str(world.data), "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "WIREWATCH_ALLOW_PRIVATE": "127.0.0.1"},
    )
    assert process.stderr is not None
    while "running" not in process.stderr.readline():
        assert process.poll() is None
    yield process
    process.kill()
    process.communicate()


def test_run_follows_changed_files_and_polls_a_new_feed(
    running: subprocess.Popen[str], world: Any, http_sink: Any
) -> None:
    _write(world, feeds=f"[{http_sink.answer('/rss', Answer(404))}]")
    http_sink.wait_for(1, "/rss", timeout=30)
    assert [beat.kind for beat in world.storage.housekeeping.beats()] == ["run"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_run_ends_on_a_signal_without_a_traceback(
    running: subprocess.Popen[str], number: signal.Signals, code: int
) -> None:
    running.send_signal(number)
    assert running.wait(30) == code
    assert running.stderr is not None
    assert "Traceback" not in running.stderr.read()


def test_a_sleep_ends_when_the_end_is_asked_for() -> None:
    stop = Stop()
    threading.Timer(0.1, stop.ask, [signal.SIGTERM]).start()
    began = time.monotonic()
    with pytest.raises(Stopped):
        stop.clock(lambda: None).sleep(600)
    assert time.monotonic() - began < 60


def test_a_long_sleep_looks_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.cli.stop.LONGEST_SLEEP", 0.01)
    looks: list[None] = []
    Stop().clock(lambda: looks.append(None)).sleep(0.05)
    assert len(looks) >= 3


def test_signals_mean_what_they_meant_before_once_the_block_is_left() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_signals() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.is_set()
        stop.check()
    assert signal.getsignal(signal.SIGTERM) is before
    assert stop.exit_code == 0


def test_the_second_ctrl_c_does_not_wait() -> None:
    stop = Stop()
    stop.ask(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        stop.ask(signal.SIGINT)
    assert stop.exit_code == 130


def test_once_that_was_ended_early_says_so_by_its_code(
    cli: Any, world: Any, http_sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed's answer is what asks for the end, so that it always comes in the middle."""

    def answer(_: Any) -> Answer:
        os.kill(os.getpid(), signal.SIGTERM)
        return Answer(404)

    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.1")
    _write(world, feeds=f"[{http_sink.answer('/rss', answer)}]")
    result = cli("run", "--once", code=128 + signal.SIGTERM)
    assert result.stdout == ""


def test_a_sweep_needs_the_present_schema(cli: Any, tmp_path: Path) -> None:
    assert "wirewatch db upgrade" in cli("--data", str(tmp_path / "new"), "sweep", "--once", code=1).stderr


def test_one_round_of_the_sweep_hints_what_is_due(
    cli: Any, filled: Any, valkey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREWATCH_REDIS_URL", valkey.url)
    filled.alert("Another target")
    _write(filled, watches=REFUSED)
    assert "deliver 2 hinted" in cli("sweep", "--once").stdout
