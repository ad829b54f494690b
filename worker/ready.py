"""Telling whoever started this process how it is, by the protocol of sd_notify(3).

systemd understands it (`Type=notify`, `WatchdogSec=`), and so does `wirewatch up`. Nothing happens where nobody
asked.
"""

import os
import socket


def say_ready() -> None:
    """Say that this process is ready for its work."""
    _say("READY=1")


def say_alive() -> None:
    """Say that this process goes on with its work: to be called from its loop, so that one that hangs is silent."""
    _say("WATCHDOG=1")


def _say(what: str) -> None:
    """Send it, with this process's id, to the socket that NOTIFY_SOCKET names, if any.

    Whoever started the process may be gone, or stopped and its socket full: then there is nobody to tell, and the
    work goes on.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"  # an abstract socket, as the manual page writes it
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        try:
            sender.sendto(f"{what}\nMAINPID={os.getpid()}\n".encode(), address)
        except OSError:
            return
