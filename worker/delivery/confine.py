"""Keeps foreign code that does its own networking within the address guard.

A Python audit hook (PEP 578) sees every connection before it is made. It acts only where a confinement is
active in the current context, and costs one look-up elsewhere. Inside one: connections go only to addresses
that the check allows, no process is started, no thread either (it would not inherit the context; Python 3.11
does not report threads, 3.12 does), and no file is read but Python's own.

An audit hook is no sandbox against code that wants out; it is a net under honest code with dishonest input.
"""

import contextlib
import ipaddress
import mimetypes
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from worker.errors import AddressRefused

_NETWORK = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NEVER = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "_thread.start_new_thread",
        "_thread.start_joinable_thread",
    }
)
_SEEN = _NETWORK | _NEVER | {"open"}


@dataclass(slots=True)
class Confinement:
    """One confined stretch. refused: why a connection was refused, the first time that happened, or None.

    cut: the time was up and its connections were shut down.
    """

    check: Callable[[str], None]
    refused: AddressRefused | None = None
    cut: bool = False
    handles: list[socket.socket] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, opened: socket.socket) -> None:
        """Remember a connection, to be shut down when the time is up."""
        with self.lock:
            if self.cut:
                raise TimeoutError("no time is left")
            self.handles.append(opened.dup())

    def hang_up(self) -> None:
        """Shut down every connection made so far, from any thread; further ones are refused."""
        with self.lock:
            self.cut = True
            for handle in self.handles:
                with contextlib.suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the handles back."""
        with self.lock:
            for handle in self.handles:
                handle.close()
            self.handles.clear()


_active: ContextVar[Confinement | None] = ContextVar("worker_delivery_confinement", default=None)
_install_lock = threading.Lock()
_installed = False
_readable: tuple[str, ...] = ()


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if event not in _SEEN:
        return
    confinement = _active.get()
    if confinement is None:
        return
    if event in _NETWORK:
        _judge_connection(confinement, args[0], args[1])
    elif event == "open":
        _judge_file(args[0], args[2] if len(args) > 2 else 0)
    else:
        raise PermissionError(f"a channel may not do this: {event}")


def _judge_connection(confinement: Confinement, opened: socket.socket, address: Any) -> None:
    if address is None:  # sendmsg on a connection that was judged when it was made
        return
    try:
        confinement.check(_literal(address))
    except AddressRefused as error:
        confinement.refused = confinement.refused or error
        # an OSError is what code around sockets is ready for: it closes the socket and fails in its own way
        raise PermissionError(str(error)) from error
    confinement.watch(opened)


def _literal(address: Any) -> str:
    """The IP address of a socket address. A name is looked up again by the system, so that what is checked and
    what is reached could differ: refused, as is anything but IP."""
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        raise AddressRefused("a channel may not talk to a local socket")
    host = address[0]
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        raise AddressRefused(f"{host} was not looked up before it was connected to") from None
    return host


def _judge_file(path: Any, flags: Any) -> None:
    if isinstance(path, int):  # a file that is open already
        return
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC)
    name = os.path.realpath(os.fsdecode(path))
    if writes or not name.startswith(_readable):
        raise PermissionError("a channel may not open this file")


def _roots() -> tuple[str, ...]:
    """Where Python's own files lie, the time zones and the MIME types; folders with a closing slash."""
    named = [sys.prefix, sys.base_prefix, sys.exec_prefix, "/usr/share/zoneinfo"]
    named.extend(path for path in sys.path if path.endswith(("site-packages", "dist-packages")))
    found = {os.path.realpath(path).rstrip(os.sep) + os.sep for path in named if path}
    # a Python installed at the root would make everything its own
    return (*sorted(found - {os.sep}), "/dev/null", "/dev/urandom", *map(str, mimetypes.knownfiles))


def _install() -> None:
    global _installed, _readable  # an audit hook is per process and cannot be taken out again
    with _install_lock:
        if not _installed:
            _readable = _roots()
            sys.addaudithook(_hook)
            _installed = True


@contextlib.contextmanager
def confined(check: Callable[[str], None], *, seconds: float) -> Iterator[Confinement]:
    """Confine this thread's work inside the `with` block.

    check: is given each IP address before it is connected to, and raises AddressRefused. seconds: when this
    time is up all connections made inside are shut down, so that a receiver that answers one byte at a time,
    or without end, is not waited for. The confined code meets PermissionError or TimeoutError; whatever it
    makes of them, `refused` or `cut` is set afterwards.
    """
    _install()
    confinement = Confinement(check)
    watchdog = threading.Timer(seconds, confinement.hang_up)
    watchdog.daemon = True
    watchdog.start()
    token = _active.set(confinement)
    try:
        yield confinement
    finally:
        _active.reset(token)
        watchdog.cancel()
        confinement.close()
