import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worker.delivery.confine import confined
from worker.errors import AddressRefused


def refuse(address: str) -> None:
    raise AddressRefused(f"{address} is not a public address")


def allow(address: str) -> None:
    return None


def test_a_refused_address_is_never_reached(http_sink: Any) -> None:
    with confined(refuse, seconds=5) as on, pytest.raises(PermissionError, match=r"127\.0\.0\.1"):
        socket.create_connection(("127.0.0.1", http_sink.port), 2)
    assert str(on.refused) == "127.0.0.1 is not a public address"


def test_an_allowed_address_is_reached(http_sink: Any) -> None:
    with confined(allow, seconds=5) as on:
        socket.create_connection(("127.0.0.1", http_sink.port), 2).close()
    assert on.refused is None


def test_every_address_is_checked_as_it_is_connected_to(http_sink: Any) -> None:
    asked: list[str] = []
    with confined(asked.append, seconds=5):
        socket.create_connection(("localhost", http_sink.port), 2).close()
    assert asked[-1] == "127.0.0.1"


def test_a_name_left_for_the_system_to_look_up_is_refused(http_sink: Any) -> None:
    with confined(allow, seconds=5), socket.socket() as raw, pytest.raises(PermissionError, match="looked up"):
        raw.connect(("localhost", http_sink.port))


def test_a_datagram_is_judged_too() -> None:
    with confined(refuse, seconds=5), socket.socket(type=socket.SOCK_DGRAM) as raw, pytest.raises(PermissionError):
        raw.sendto(b"x", ("127.0.0.1", 9))


def test_a_local_socket_is_refused(tmp_path: Path) -> None:
    with (
        confined(allow, seconds=5),
        socket.socket(socket.AF_UNIX) as raw,
        pytest.raises(PermissionError, match="local socket"),
    ):
        raw.connect(str(tmp_path / "docker.sock"))


@pytest.mark.parametrize(
    "act",
    [
        lambda: subprocess.run([sys.executable, "-c", ""], check=False),
        lambda: os.system("true"),
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
    ],
)
def test_no_process_is_started(act: Callable[[], Any]) -> None:
    with confined(allow, seconds=5), pytest.raises(PermissionError):
        act()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 does not report a thread's start")
def test_no_thread_is_started() -> None:
    with confined(allow, seconds=5), pytest.raises(PermissionError):
        threading.Thread(target=print).start()


def test_no_file_but_pythons_own_is_read(tmp_path: Path) -> None:
    private = tmp_path / "key"
    private.write_text("secret")
    with confined(allow, seconds=5):
        with pytest.raises(PermissionError):
            private.read_text()
        with pytest.raises(PermissionError):
            Path("/etc/passwd").read_text()
        assert Path(os.__file__).read_text()


def test_a_link_among_pythons_own_files_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    with confined(allow, seconds=5), pytest.raises(PermissionError):
        Path(os.path.dirname(os.__file__), *[".."] * 20, str(tmp_path / "key")[1:]).read_text()


def test_no_file_is_written_not_even_among_pythons_own(tmp_path: Path) -> None:
    with confined(allow, seconds=5), pytest.raises(PermissionError):
        Path(os.__file__).with_name("left-behind.txt").write_text("x")


def test_outside_the_block_and_in_other_threads_nothing_is_refused(http_sink: Any) -> None:
    reached: list[bool] = []

    def connect() -> None:
        socket.create_connection(("127.0.0.1", http_sink.port), 2).close()
        reached.append(True)

    go, done = threading.Event(), threading.Event()

    def wait_and_connect() -> None:
        go.wait(5)
        connect()
        done.set()

    other = threading.Thread(target=wait_and_connect)
    other.start()
    with confined(refuse, seconds=5):
        go.set()
        done.wait(5)
    other.join(5)
    connect()
    assert reached == [True, True]


def test_when_the_time_is_up_a_dripping_connection_is_cut(http_sink: Any) -> None:
    http_sink.drip = True
    begun = time.monotonic()
    with confined(allow, seconds=0.3) as on:
        connection = socket.create_connection(("127.0.0.1", http_sink.port), 20)
        connection.sendall(b"POST / HTTP/1.0\r\ncontent-length: 0\r\n\r\n")
        while connection.recv(1_000):
            assert time.monotonic() - begun < 10
        with pytest.raises(TimeoutError):
            socket.create_connection(("127.0.0.1", http_sink.port), 20)
        connection.close()
    assert on.cut
