"""The demo's newsroom under a clock that a test moves, with the demo's own sinks."""

from collections import Counter

from worker.demo.clock import HandClock
from worker.demo.newsroom import Newsroom, slug_of
from worker.demo.server import NewsroomServer
from worker.demo.sinks import Sinks


class OpenNewsroom:
    """A newsroom that has just opened and stands still: `clock.advance(seconds)` lets it publish.

    programme: what is published when, and what must be told. server: the outlets. sinks: where alerts arrive.
    clock: another one than the one that never makes a reader wait.
    """

    def __init__(self, seed: int = 1, clock: HandClock | None = None) -> None:
        self.programme = Newsroom(seed)
        self.clock = clock or HandClock()
        self.server = NewsroomServer(self.programme, self.clock)
        self.sinks = Sinks()

    def told(self, kind: str) -> Counter[tuple[str, str]]:
        """How often each (watch, slug) arrived by "mail" or "webhook", repeats counted."""
        found: Counter[tuple[str, str]] = Counter()
        for one in self.sinks.received():
            if one.kind == kind:
                found[one.watch, slug_of(one.url) or one.url] += 1 + one.repeats
        return found

    def close(self) -> None:
        """Stop the outlets and the sinks."""
        self.server.close()
        self.sinks.close()
