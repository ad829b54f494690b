import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CREW = Path(__file__).parent / "crew.py"
ROOT = CREW.parents[3]
PATIENCE = 20.0


class Crew:
    """The process, and the lines it has shown so far."""

    def __init__(self, **parts: str | tuple[str, list[str]]) -> None:
        said = []
        for name, does in parts.items():
            what, needs = does if isinstance(does, tuple) else (does, [])
            said.append(json.dumps({"name": name, "does": what, "needs": needs}))
        self.process = subprocess.Popen(
            [sys.executable, CREW, *said],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        self.lines: list[dict[str, Any]] = []
        self._watchdog = threading.Timer(PATIENCE, self.process.kill)
        self._watchdog.start()

    def until(self, event: str, *, part: str | None = None) -> dict[str, Any]:
        """Read on until a line begins with `event` (of `part`); it."""
        assert self.process.stdout is not None
        for written in self.process.stdout:
            line: dict[str, Any] = json.loads(written)
            self.lines.append(line)
            if line["event"].startswith(event) and part in (None, line.get("part")):
                return line
        raise AssertionError(f"no {event!r} among {self.lines}")

    def running(self, part: str) -> dict[str, Any]:
        """Read on until all is ready and a part has said that it began, whichever comes first; what it said."""
        if "all ready" not in self.said():
            self.until("all ready")
        known = next((line for line in self.lines if line["event"] == "began" and line.get("part") == part), None)
        return known or self.until("began", part=part)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and read to the end; the exit code."""
        self.process.send_signal(number)
        assert self.process.stdout is not None
        self.lines += [json.loads(written) for written in self.process.stdout]
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Leave nothing behind."""
        self._watchdog.cancel()
        for _ in range(2):  # the second time at once, whatever the parts do
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(2)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def said(self, part: str | None = None) -> list[str]:
        """The events so far (of `part`)."""
        return [line["event"] for line in self.lines if part in (None, line.get("part"))]


Start = Callable[..., Crew]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts crews, and ends what is left of them."""
    crews: list[Crew] = []

    def begin(**parts: str | tuple[str, list[str]]) -> Crew:
        crews.append(Crew(**parts))
        return crews[-1]

    yield begin
    for crew in crews:
        crew.close()


def gone(pid: int) -> bool:
    """Whether a process ended within reasonable time."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True  # dead; whoever adopted it has not noticed yet
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


def test_readiness_is_told_when_every_part_has_said_so(start: Start) -> None:
    crew = start(one="late", two="serve")
    crew.until("all ready")
    assert [line.get("part") for line in crew.lines if line["event"] == "began"] == ["two", "one"]


def test_a_part_waits_for_those_it_needs(start: Start) -> None:
    crew = start(web=("serve", ["broker"]), broker="late")
    crew.until("all ready")
    assert [line.get("part") for line in crew.lines if line["event"] == "began"] == ["broker", "web"]


def test_what_is_needed_is_ended_last(start: Start) -> None:
    crew = start(broker="serve", web=("serve", ["broker"]))
    crew.until("all ready")
    assert crew.end() == 0
    assert [line["part"] for line in crew.lines if line["event"] == "asked to end"] == ["web", "broker"]


def test_the_signal_that_ended_it_is_told(start: Start) -> None:
    crew = start(one="serve")
    crew.until("all ready")
    crew.end(signal.SIGINT)
    assert crew.lines[-1]["event"] == "ended by SIGINT"


def test_a_part_that_is_killed_is_started_again_at_once_after_things_are_put_right(start: Start) -> None:
    crew = start(one="serve", two="serve")
    began = crew.running("one")
    os.kill(began["pid"], signal.SIGKILL)
    assert crew.until("one", part="up")["event"] == "one was killed by SIGKILL; it is started again at once"
    crew.until("put right")
    assert crew.until("one is ready again", part="up")["pid"] != began["pid"]
    assert crew.said("two") in ([], ["began"])


def test_what_dies_again_and_again_waits_longer_each_time_and_says_its_last_words(start: Start) -> None:
    crew = start(bad="crash")
    first = crew.until("bad ended", part="up")
    second = crew.until("bad ended", part="up")
    assert first["event"] == "bad ended with code 1; it is started again at once"
    assert second["event"].endswith("in 0.5 s, having ended 2 times in a row within 60 s")
    assert "the last words of a library" in second["last_words"]
    assert "ValueError: out of cheese" in second["last_words"]


def test_a_part_that_refuses_to_start_says_why(start: Start) -> None:
    crew = start(bad="refuse")
    assert crew.until("bad ended", part="up")["last_words"] == "error: not in this house"


def test_a_part_that_does_not_end_when_asked_is_killed(start: Start) -> None:
    crew = start(one="stubborn")
    crew.until("all ready")
    assert crew.end() == 0
    assert [event for event in crew.said("one") if event != "began"] == ["will not end"]
    assert any(event.startswith("one takes longer than") for event in crew.said("up"))


def test_asking_twice_ends_it_at_once(start: Start) -> None:
    crew = start(one="stubborn")
    crew.until("all ready")
    crew.process.send_signal(signal.SIGINT)
    crew.until("will not end", part="one")
    assert crew.end(signal.SIGINT) == 0
    assert not any("takes longer" in event for event in crew.said("up"))


def test_children_of_a_part_that_died_do_not_outlive_it(start: Start) -> None:
    crew = start(one="parent")
    child = crew.until("has a child", part="one")
    os.kill(child["parent"], signal.SIGKILL)
    crew.until("one was killed", part="up")
    assert gone(child["parent"])
    assert gone(child["pid"])


@pytest.mark.parametrize("does", ["serve", "sleep"])
def test_no_part_outlives_a_supervisor_that_is_killed(start: Start, does: str) -> None:
    crew = start(one=does, two="serve")
    pids = [crew.running("two")["pid"]]
    tree = Path(f"/proc/{crew.process.pid}/task/{crew.process.pid}/children")
    if tree.exists():
        pids += [int(pid) for pid in tree.read_text().split()]
    crew.process.kill()
    crew.process.wait()
    assert all(gone(pid) for pid in pids)


def test_nobody_reading_any_more_ends_it(start: Start) -> None:
    crew = start(one="serve")
    began = crew.running("one")
    assert crew.process.stdout is not None
    crew.process.stdout.close()
    os.kill(began["pid"], signal.SIGKILL)  # something to say
    crew.process.wait(PATIENCE)


def test_a_part_that_lives_and_says_nothing_is_killed_and_started_again(start: Start) -> None:
    crew = start(one="stuck", two="lively")
    crew.until("all ready")
    crew.until("one has not been heard for 1 s", part="up")
    crew.until("one was killed by SIGKILL", part="up")
    assert not any(event.startswith(("two has", "two was")) for event in crew.said("up"))


def test_a_part_that_never_spoke_may_go_on_in_silence(start: Start) -> None:
    crew = start(one="sleep", two="stuck")
    crew.until("two has not been heard", part="up")
    assert not any("one has not been heard" in event for event in crew.said("up"))
