"""What `wirewatch up` takes while nothing happens: memory, and CPU time over a minute.

Twice: just started, before any article was read; and after a whole edition of the demo's newsroom went through it
and every alert arrived. Feeds are polled every ten minutes, as by default; in each minute one of the eight is asked,
which is what that comes to.
"""

import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.processes import Use, lines, measure, total
from tests.services.up import Up
from worker.demo.clock import HandClock
from worker.demo.files import EVERY, write_files
from worker.demo.manuscripts import read_articles
from worker.demo.newsroom import EDITION, Newsroom, expected
from worker.demo.outlets import CHANNELS
from worker.demo.server import NewsroomServer
from worker.demo.sinks import Sinks
from worker.storage import Storage

AIMS = {"pss": 350.0, "cpu": 0.01}
"""MB of all processes, and of one core."""
MINUTE = 60.0
SETTLES = 5.0
"""Seconds after the start in which processes still load what they need."""
GIVES_BACK = 100.0
"""Seconds within which a worker gives back the processes that a burst called for: one each 30 s, after 30 s."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A minute in which nothing happened. before, after: by part."""

    name: str
    before: dict[str, Use]
    after: dict[str, Use]
    seconds: float

    @property
    def pss(self) -> float:
        """MB, of all processes."""
        return total(self.after.values()).pss

    @property
    def cpu(self) -> float:
        """Of one core."""
        return (total(self.after.values()).cpu - total(self.before.values()).cpu) / self.seconds

    def table(self) -> str:
        """For reading."""
        return "\n".join([f"{self.name}\n", *lines(self.after, self.before, self.seconds)])


def main() -> list[Idle]:
    """Run it; about five minutes."""
    # nothing is printed before the opening, so that nothing is read before the first measurement
    programme = Newsroom(manuscripts=tuple(one for one in read_articles() if one.at >= 0))
    clock = HandClock()
    with (
        tempfile.TemporaryDirectory() as name,
        NewsroomServer(programme, clock) as outlets,
        Sinks() as sinks,
    ):
        folder = Path(name)
        environment = write_files(folder / "config", outlets, sinks)
        environment["WIREWATCH_POLL_INTERVAL"] = "10m"
        feeds = folder / "config" / "feeds.yaml"
        feeds.write_text(feeds.read_text(encoding="utf-8").replace(f"every: {EVERY}", "every: 10m"), encoding="utf-8")
        up = Up(folder / "config", folder / "data", environment)
        storage = Storage(f"sqlite:///{folder / 'data' / 'wirewatch.sqlite3'}")
        try:
            up.wait_ready()
            up.until(lambda: all(feed.last_polled_at for feed in storage.views.feeds()), "the first polls")
            time.sleep(SETTLES)
            fresh = _minute("just started, no article read yet", up, storage)
            clock.move_to(EDITION)
            storage.declared.poll_now(None, now=datetime.now(UTC))
            sinks.wait_for(len(expected(programme, 0.0, EDITION)) * len(CHANNELS), timeout=120.0)
            busy = measure(up.process.pid)
            print("as the last alert of an edition arrives\n", *lines(busy), "", sep="\n")
            time.sleep(GIVES_BACK)
            return [fresh, _minute(f"after {len(programme.printed(0.0, EDITION))} articles, idle again", up, storage)]
        finally:
            storage.close()
            up.end()


def _minute(name: str, up: Up, storage: Storage) -> Idle:
    feed = storage.views.feeds()[0].url
    before, began = measure(up.process.pid), time.monotonic()
    time.sleep(MINUTE / 2)
    storage.declared.poll_now([feed], now=datetime.now(UTC))
    time.sleep(MINUTE / 2)
    after = measure(up.process.pid)
    return Idle(name, before, after, time.monotonic() - began)
