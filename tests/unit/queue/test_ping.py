"""Whether the broker is there, and why not."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.broker import Broker
from tests.services.ports import free_port
from worker.queue import ping


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port of this machine where connections are taken and nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_broker_that_answers_has_nothing_wrong(valkey: Broker) -> None:
    assert ping(valkey.url) is None


def test_a_broker_out_of_reach_is_named_with_the_fix() -> None:
    port = free_port()
    why = ping(f"redis://:hidden@127.0.0.1:{port}/0")
    assert why is not None
    assert why.startswith(f"the broker at 127.0.0.1:{port} does not answer (")
    assert why.endswith("start it, or mend WIREWATCH_REDIS_URL")
    assert "hidden" not in why


def test_a_wrong_password_is_told_as_such_and_not_repeated(valkey: Broker) -> None:
    why = ping(f"redis://:hidden@{valkey.url.rpartition('@')[2]}")
    assert why is not None
    assert "refuses the password; mend it in WIREWATCH_REDIS_URL" in why
    assert "hidden" not in why


def test_a_broker_that_never_answers_is_waited_for_two_seconds_at_most(silent_port: int) -> None:
    began = time.monotonic()
    why = ping(f"redis://:hidden@127.0.0.1:{silent_port}/5")
    assert time.monotonic() - began < 2
    assert why is not None
    assert "(it took too long)" in why


def test_asking_does_not_load_celery() -> None:
    code = "import sys; from worker.queue import ping; ping('redis://127.0.0.1:1/0'); print('celery' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True
    )
    assert ran.stdout == "False\n"
