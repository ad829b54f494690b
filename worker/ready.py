"""Telling whoever started this process that it is ready, by the protocol of sd_notify(3).

systemd understands it (`Type=notify`), and so does `wirewatch up`. Nothing happens where nobody asked.
"""

import os
import socket


def say_ready() -> None:
    """Send READY=1 and this process's id to the socket that NOTIFY_SOCKET names, if any.

    Whoever started the process may be gone: then there is nobody to tell, and the work goes on.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"  # an abstract socket, as the manual page writes it
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        try:
            sender.sendto(f"READY=1\nMAINPID={os.getpid()}\n".encode(), address)
        except OSError:
            return
