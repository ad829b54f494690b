"""Hints over a broker that is not there."""

from tests.services.ports import free_port
from worker.queue import CeleryHints, make_celery


def test_a_broker_out_of_reach_is_told_not_raised_and_not_waited_for() -> None:
    app = make_celery(f"redis://127.0.0.1:{free_port()}/0")
    assert CeleryHints(app).hint("poll", [1, 2]) is False
