"""The demo's newsroom, published piece by piece to a Wirewatch whose parts are killed meanwhile; what must arrive."""

import random
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from tests.services.newsroom import OpenNewsroom
from worker.demo.clock import HandClock
from worker.demo.files import EVERY, write_files
from worker.demo.newsroom import EDITION, Newsroom, Trouble, expected, slug_of
from worker.demo.outlets import OUTLETS
from worker.domain.work import Queue
from worker.storage import Storage

SEED = 20260303
PIECE = 5
"""Alerts of a piece, at least. An article makes up to three, by mail and by webhook: some are sent when others are
not."""
WITHIN = 0.6
"""Seconds after the first page of a piece was asked for within which the kill comes; reading and telling it takes
about as long on a quiet machine."""
SLOWNESS = 0.2
"""How much of a slow outlet's time is waited for: 0.3 s for its feed, 0.2 s for a page."""
SETTINGS = {
    "WIREWATCH_POLL_INTERVAL": "1s",
    "WIREWATCH_HOST_GAP": "0",
    "WIREWATCH_HINT_HOLD": "2s",
}
"""The demo's, and faster. A hint that died with whoever carried it is missed for seconds, not for a minute."""
SHORT_LEASES = {"WIREWATCH_BATCH_DEADLINE": "5s", "WIREWATCH_LEASE": "6s"}
"""For where nobody but a lapsing lease tells that its holder is dead; usually it lapses after two minutes."""

T = TypeVar("T")
Told = tuple[str, str]
"""A watch and an article's slug."""


class Until(Protocol):
    """Waits for a condition; fails with the logs and what was waited for."""

    def __call__(self, condition: Callable[[], bool], what: str) -> None: ...


class SlowClock(HandClock):
    """A clock that a test moves, under which a slow outlet takes its time: what dies has requests under way."""

    def wait(self, seconds: float) -> None:
        """Wait for SLOWNESS of it."""
        time.sleep(seconds * SLOWNESS)


class Reading:
    """A newsroom that is being read. environment: what the reader needs for it.

    seconds: by what was killed, from the kill until all that was published just then had arrived.
    """

    def __init__(self, folder: Path) -> None:
        self.room = OpenNewsroom(clock=SlowClock())
        self.config = folder / "config"
        self.environment = write_files(self.config, self.room.server, self.room.sinks) | SETTINGS
        feeds = self.config / "feeds.yaml"
        faster = feeds.read_text(encoding="utf-8").replace(f"every: {EVERY}", "every: 1s")
        feeds.write_text(faster, encoding="utf-8")
        self.seconds: dict[str, float] = {}
        self._rng = random.Random(SEED)
        self._killed = "nothing"

    def close(self) -> None:
        """Close the newsroom."""
        self.room.close()

    # ---- what happens

    def wait_open(self, database_url: str, until: Until) -> None:
        """Wait until every feed was read once: what is published from then on is news."""
        storage = Storage(database_url)
        feeds = sum(len(outlet.feeds) for outlet in OUTLETS)
        try:
            until(
                lambda: sum(feed.last_polled_at is not None for feed in storage.views.feeds()) == feeds,
                "the first look at every feed",
            )
        finally:
            storage.close()

    def kill(self, part: str, kill: Callable[[], object], until: Until) -> None:
        """Publish a piece, kill a part while it is read, publish another, and wait until both have arrived."""
        pages = self._pages()
        begins = self._publish()
        self._wait(until, lambda: self._pages() > pages, "the first page of a piece")
        later = self._rng.uniform(0, WITHIN)
        time.sleep(later)  # not until something: a moment that nothing of it expects
        self._killed = f"{part}, {later:.2f} s after the first page of the piece"
        killed_at = time.monotonic()
        kill()
        then = self._publish()
        self._wait(until, lambda: not self.missing(after=then), "the alerts of what was published after the kill")
        self.seconds[part] = time.monotonic() - killed_at
        self._wait(until, lambda: not self.missing(after=begins), "the alerts of what was published before the kill")

    def one_of(self, several: Sequence[T]) -> T:
        """One of them, by chance."""
        return self._rng.choice(several)

    def _publish(self) -> float:
        """Publish the next piece; where the hand stood before."""
        before = self.room.clock.offset()
        self.room.clock.move_to(next_stop(self.room.programme, before, PIECE))
        return before

    def _wait(self, until: Until, condition: Callable[[], bool], what: str) -> None:
        try:
            until(condition, what)
        except AssertionError as error:
            error.add_note(self.report())
            raise

    # ---- what came of it

    def missing(self, *, after: float = 0.0) -> set[tuple[str, Told]]:
        """What was published after an offset and did not arrive: "mail" or "webhook", and what was to be told."""
        wanted = expected(self.room.programme, after, self.room.clock.offset())
        return {(kind, one) for kind in ("mail", "webhook") for one in wanted - self.room.told(kind).keys()}

    def wrong(self, database_url: str) -> list[str]:
        """What else went wrong, in sentences: alerts that nobody expected, repeats under another id, dead rows."""
        wanted = expected(self.room.programme, 0.0, self.room.clock.offset())
        found = [f"refused by the receiver: {why}" for why in self.room.sinks.refused()]
        received = [(one.kind, (one.watch, slug_of(one.url) or one.url)) for one in self.room.sinks.received()]
        for (kind, told), ids in Counter(received).items():
            if told not in wanted:
                found.append(f"{told} came by {kind}, and nobody expected it")
            if ids > 1:
                found.append(f"{told} came by {kind} under {ids} ids")
        storage = Storage(database_url)
        now = datetime.now(UTC)
        try:
            dead = {queue: storage.work.counts(queue, now=now).dead for queue in Queue}
            found += [f"{number} rows of {queue} are dead" for queue, number in dead.items() if number]
            off = [view.channel for view in storage.views.channels() if view.disabled_at]
            found += [f"the channel {channel.name} is off: {channel.disabled}" for channel in off]
        finally:
            storage.close()
        return found

    def report(self) -> str:
        """How things stand, for a failure."""
        pieces = sorted(self.missing())
        took = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in self.seconds.items())
        return f"seed {SEED}; killed last: {self._killed}; missing: {pieces}; recovered: {took or 'nothing yet'}"

    def _pages(self) -> int:
        return sum(number for (_, kind, _), number in self.room.server.answered().items() if kind == "page")


def next_stop(programme: Newsroom, at: float, least: int) -> float:
    """The next offset at which something happens and until which `least` alerts are due, with all outlets well."""
    for moment in programme.moments(at, at + 2 * EDITION):
        well = all(programme.trouble(outlet.key, moment) is Trouble.NONE for outlet in OUTLETS)
        if well and len(expected(programme, at, moment)) >= least:
            return moment
    raise AssertionError(f"fewer than {least} alerts in two editions")


def ready(page: str) -> bool:
    """Whether the web page at `page` says that all is there that alerts need."""
    try:
        with urllib.request.urlopen(f"{page}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
