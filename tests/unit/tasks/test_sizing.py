"""How many processes a worker keeps."""

import pytest
from celery.worker import autoscale, state
from kombu.asynchronous.semaphore import DummyLock

from tasks.sizing import Sizing

MOST = 3


class Pool:
    """A pool that only counts."""

    num_processes = 1

    def grow(self, n: int) -> None:
        """n processes more."""
        self.num_processes += n

    def shrink(self, n: int) -> None:
        """n processes less."""
        self.num_processes -= n

    def maintain_pool(self) -> None:
        """Nothing died."""


class Worker:
    """A worker whose tasks and time a test decides."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pool = Pool()
        self.under_way: set[int] = set()
        self.time = 1_000.0
        monkeypatch.setattr(state, "reserved_requests", self.under_way)
        monkeypatch.setattr(autoscale, "monotonic", lambda: self.time)
        self._sizing = Sizing(self.pool, MOST, 1, worker=self, mutex=DummyLock())

    @property
    def processes(self) -> int:
        """How many there are."""
        return self.pool.num_processes

    def receive(self, *tasks: int) -> None:
        """Tasks come, one after the other."""
        for task in tasks:
            self.under_way.add(task)
            self._sizing.maybe_scale(task)

    def wait(self, *, rounds: int = 1, seconds: float = 31.0) -> None:
        """Let the worker look after itself every so many seconds."""
        for _ in range(rounds):
            self.time += seconds
            self._sizing.maybe_scale()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    """One with a single process and nothing to do."""
    return Worker(monkeypatch)


def test_a_task_that_finds_all_processes_busy_gets_one_at_once(worker: Worker) -> None:
    worker.receive(1)
    assert worker.processes == 1
    worker.receive(2)
    assert worker.processes == 2


def test_there_are_never_more_than_the_most(worker: Worker) -> None:
    worker.receive(1, 2, 3, 4, 5)
    assert worker.processes == MOST


def test_processes_that_nobody_needed_are_given_back_one_at_a_time(worker: Worker) -> None:
    worker.receive(1, 2, 3)
    worker.under_way.clear()
    worker.wait()
    assert worker.processes == 2
    worker.wait(rounds=5)
    assert worker.processes == 1


def test_polls_that_one_process_does_keep_no_others(worker: Worker) -> None:
    worker.receive(1, 2, 3)
    worker.under_way.clear()
    for poll in range(10, 14):
        worker.receive(poll)
        worker.under_way.clear()
        worker.wait()
    assert worker.processes == 1


def test_no_process_is_ended_while_a_task_is_under_way(worker: Worker) -> None:
    worker.receive(1, 2, 3)
    worker.under_way -= {2, 3}
    worker.wait(rounds=3)
    assert worker.processes == MOST


def test_what_is_needed_again_and_again_stays(worker: Worker) -> None:
    for round_ in range(5):
        worker.receive(round_ * 2, round_ * 2 + 1)
        worker.under_way.clear()
        worker.wait(seconds=20)
        assert worker.processes == 2
