"""The newsroom and its sinks as one process: what `wirewatch demo` starts beside the product itself."""

import base64
import json
import secrets
import signal
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from worker.demo.clock import RunningClock
from worker.demo.newsroom import Newsroom
from worker.demo.outlets import OUTLETS
from worker.demo.server import NewsroomServer, OutletSite, sites
from worker.demo.sinks import Received, Sinks, SinkUrls, urls_of
from worker.ready import say_ready

ARRIVED = "alert arrived"
"""The event under which a webhook is passed on, with its body."""
_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a newsroom will be: fixed before it starts, so that one that starts again is found where it was."""

    ports: Mapping[str, int]
    inbox_port: int
    smtp_port: int
    secret: str

    @property
    def outlets(self) -> tuple[OutletSite, ...]:
        """The outlets."""
        return sites({key: f"http://{_ADDRESS}:{port}" for key, port in self.ports.items()})

    @property
    def urls(self) -> SinkUrls:
        """The sinks' addresses."""
        return urls_of(_ADDRESS, self.inbox_port, self.smtp_port, self.secret)


def choose_place() -> Place:
    """Free ports of the loopback address, and a new secret for the webhooks."""
    probes = [socket.socket() for _ in range(len(OUTLETS) + 2)]
    try:
        for probe in probes:
            probe.bind((_ADDRESS, 0))
        *ports, inbox, smtp = (int(probe.getsockname()[1]) for probe in probes)
    finally:
        for probe in probes:
            probe.close()
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return Place(dict(zip((outlet.key for outlet in OUTLETS), ports, strict=True)), inbox, smtp, secret)


def publish(
    place: Place, *, seed: int, speed: float, tell: Callable[[str], None], on_ready: Callable[[], None] = say_ready
) -> None:
    """Publish, and receive what Wirewatch sends, until SIGTERM.

    The programme begins when every feed has been asked once, so that all of it is news. tell: called with one JSON
    line for each alert that arrives by webhook. Raises OSError where a port was taken meanwhile.
    """
    # Waited for, not handled: a handler does not run where its signal comes just before a wait begins. Blocked before
    # any thread is there, so that all of them leave it to the wait.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})

    def on_new(received: Received, body: Mapping[str, Any] | None) -> None:
        if body is not None:
            said = {"event": ARRIVED, "level": "info", "time": received.at.isoformat(), "body": body}
            tell(json.dumps(said, ensure_ascii=False))

    clock = RunningClock(speed=speed)
    sinks = Sinks(_ADDRESS, secret=place.secret, port=place.inbox_port, smtp_port=place.smtp_port, on_new=on_new)
    with sinks, NewsroomServer(Newsroom(seed), clock, _ADDRESS, ports=place.ports, when_polled=clock.open):
        on_ready()
        signal.sigwait({signal.SIGTERM})
