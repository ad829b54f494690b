"""A database as the stages leave it, and the command line run over it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from worker.alerts.decide import delivery_uid, message_of
from worker.cli.app import wirewatch
from worker.domain.alert import (
    ChannelKind,
    Decision,
    DeclaredChannel,
    DeliveryOutcome,
    DeliveryState,
    NewDelivery,
    Outcome,
    Reason,
)
from worker.domain.article import Article, TextSource
from worker.domain.feed import Dated, DeclaredFeed, Entry, NewArticle, Polled, PollOutcome
from worker.domain.politeness import HostUpdate
from worker.domain.reading import Reading
from worker.domain.watch import DeclaredWatch, Evidence, Match, Part, Severity
from worker.domain.work import Lease, Queue
from worker.storage import Storage
from worker.storage.migrate import upgrade

SENTENCE = "Ministers agreed a spending target of five percent on Tuesday."
EVIDENCE = Evidence(Part.BODY, SENTENCE, 0, ((19, 34),))
TITLE = "Ministers agree a target"
WIRE = "https://wire.example.org/rss"
SLOW = "https://slow.example.org/feed"


def _entry(number: int, title: str) -> Entry:
    return Entry(
        key=f"{number:032x}",
        guid=None,
        url=f"https://wire.example.org/news/{number}",
        title=title,
        summary=SENTENCE,
        content=None,
        author=None,
        published=None,
        dated=Dated.MISSING,
        fingerprint=f"{number:032x}",
    )


@dataclass
class World:
    """A data folder with a real database, filled through the same functions as the stages use."""

    data: Path
    config: Path
    storage: Storage
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    _numbers: int = 0

    def lease(self) -> Lease:
        """A fresh claim."""
        self._numbers += 1
        return Lease(f"{self._numbers:032x}", self.now + timedelta(minutes=2))

    def declare(
        self,
        *,
        feeds: tuple[DeclaredFeed, ...] = (DeclaredFeed(WIRE, "The Wire"), DeclaredFeed(SLOW)),
        watches: tuple[DeclaredWatch, ...] = (
            DeclaredWatch("Targets", ("spending target",), channels=("desk", "hook"), severity=Severity.HIGH),
            DeclaredWatch("Quiet", (), ("NATO",), ("football",)),
        ),
        channels: tuple[DeclaredChannel, ...] = (
            DeclaredChannel("desk", ChannelKind.EMAIL, {"to": ["desk@example.org"]}),
            DeclaredChannel(
                "hook", ChannelKind.WEBHOOK, {"url": "https://hooks.example.org/services/T0/B0/secretpart"}
            ),
            DeclaredChannel("chat", ChannelKind.APPRISE, {"url": "${WIRES_CHAT_URL}"}),
        ),
    ) -> None:
        """Take over these declarations, as the applier does."""
        self.storage.declared.mirror(feeds, watches, channels, fingerprint="f" * 64, now=self.now)

    def feed(self, url: str) -> int:
        """A feed's id."""
        return next(view.id for view in self.storage.views.feeds() if view.url == url)

    def poll(
        self,
        url: str = WIRE,
        *,
        titles: tuple[str, ...] = (),
        error: str = "",
        history: bool = False,
        stop: bool = False,
    ) -> list[int]:
        """Finish a poll of a feed with these entries or this failure; ids of the articles that are news."""
        lease = self.lease()
        feed_id = self.feed(url)
        works, _ = self.storage.feeds.claim(
            [feed_id], lease=lease, now=self.now, gap=timedelta(0), max_attempts=5, tell_first=False
        )
        assert works, "the feed was not due"
        entries = tuple(_entry(self._numbers * 1000 + at, title) for at, title in enumerate(titles))
        outcome = PollOutcome(
            feed_id,
            works[0].host,
            self.now + timedelta(minutes=10),
            "gone for good" if stop else "asked every 10 min",
            status=None if error else 200,
            error=error or None,
            failures=1 if error else 0,
            changed=not error,
            entries=entries,
            history=history,
            listed=not error,
            stop=stop,
        )
        articles = tuple(NewArticle(entry.key, "") for entry in entries)
        return self.storage.feeds.finish(
            lease.token,
            [Polled(outcome, articles)],
            [HostUpdate(works[0].host, self.now)],
            now=self.now,
            hint_until=None,
        )

    def alert(
        self,
        title: str = TITLE,
        *,
        told: bool = True,
        evidence: Evidence = EVIDENCE,
        source: str = "The Wire",
        at: datetime | None = None,
    ) -> list[int]:
        """A new article that holds the watch Targets, with its alert; ids of the deliveries to desk and hook."""
        self.storage.declared.poll_now([WIRE], now=self.now)
        self.poll(titles=(title,), history=not told)
        moment = self.now + timedelta(seconds=5)
        lease = self.lease()
        due = self.storage.work.due(Queue.PROCESS, now=moment, limit=1, max_attempts=5)
        works, _ = self.storage.articles.claim([due[0].id], lease=lease, now=moment, gap=timedelta(0), max_attempts=5)
        watch = self.storage.declared.watches()[0]
        match = Match(watch.id, (evidence,))
        decision = (
            Decision(Outcome.TOLD, Reason.NEW_STORY, "the first article that holds this watch")
            if told
            else Decision(Outcome.NOT_TOLD, Reason.HISTORY, "it was in The Wire already when that feed was new")
        )
        article = Article(works[0].url, title, SENTENCE, None, source, None, "en", TextSource.FEED)
        message = message_of(
            watch=watch,
            match=match,
            article=article,
            article_uid=works[0].uid,
            decision=decision,
            outlets=("The Wire",),
            found_at=self.now,
        )
        new = [NewDelivery(delivery_uid(alert=message.uid, channel=name), name) for name in watch.channels]
        decided = at or self.now
        with self.storage.articles.finishing(works[0].id, lease.token, now=decided) as row:
            assert row is not None
            row.record(match, decision, message, new if told else [], hint_until=None)
            row.finish(article, canonical_uid=None, page=None, page_failures=0, again_at=None, waiting="")
        return sorted(row.delivery_ids)

    def read(
        self,
        reading: Reading,
        text: str,
        *,
        title: str = TITLE,
        source: str = "The Wire",
        failed: str = "",
        **ago: float,
    ) -> None:
        """A new article that was read so, published so long ago."""
        self.storage.declared.poll_now([WIRE], now=self.now)
        self.poll(titles=(title,), history=True)
        moment, lease = self.now + timedelta(seconds=5), self.lease()
        due = self.storage.work.due(Queue.PROCESS, now=moment, limit=1, max_attempts=5)
        works, _ = self.storage.articles.claim([due[0].id], lease=lease, now=moment, gap=timedelta(0), max_attempts=5)
        published = self.now - timedelta(**ago)
        article = Article(works[0].url, title, text, None, source, published, "en", TextSource.FEED)
        with self.storage.articles.finishing(works[0].id, lease.token, now=self.now) as row:
            assert row is not None
            row.finish(article, canonical_uid=None, page=None, page_failures=0, again_at=None, waiting="")
            row.store(reading, version=0, failed=failed)

    def deliver(self, delivery: int, state: DeliveryState, reason: str = "", *, disable: str = "") -> None:
        """Finish a delivery with this result."""
        lease = self.lease()
        works = self.storage.deliveries.claim([delivery], lease=lease, now=self.now, max_attempts=5)
        outcome = DeliveryOutcome(
            delivery, state, reason, None, self.now + timedelta(minutes=5), 1, works[0].channel.id, disable
        )
        assert self.storage.deliveries.finish(lease.token, outcome, now=self.now)

    def kill(self, queue: Queue, row: int) -> None:
        """Let workers die at a row until it is given up."""
        lease = replace(self.lease(), until=self.now)
        if queue is Queue.DELIVER:
            self.storage.deliveries.claim([row], lease=lease, now=self.now, max_attempts=1)
        else:
            self.storage.feeds.claim(
                [row], lease=lease, now=self.now, gap=timedelta(0), max_attempts=1, tell_first=False
            )
        assert self.storage.work.bury(queue, now=self.now, max_attempts=1) == [row]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An empty database with the present schema, and an empty configuration directory."""
    for name in ("WIREWATCH_LOG_LEVEL", "WIREWATCH_TIME_ZONE", "WIREWATCH_CONFIG_DIR", "WIREWATCH_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("WIRES_CHAT_URL", raising=False)
    data, config = tmp_path / "data", tmp_path / "config"
    config.mkdir()
    storage = Storage(f"sqlite:///{data}/wirewatch.sqlite3")
    upgrade(storage.database)
    yield World(data, config, storage)
    storage.close()


@pytest.fixture
def filled(world: World) -> World:
    """Two feeds, one of them failing; two watches; an alert told (one delivery sent, one failed) and one not."""
    world.declare()
    world.poll(SLOW, error="HTTP 503 from slow.example.org")
    world.alert("Old news of a target", told=False)
    first, second = world.alert()
    world.deliver(first, DeliveryState.SENT)
    world.deliver(second, DeliveryState.FAILED, "the receiver answered 400")
    return world


class Cli:
    """Runs commands over the world, outside any terminal."""

    def __init__(self, world: World) -> None:
        self._where = ["--config", str(world.config), "--data", str(world.data)]

    def __call__(self, *arguments: str, code: int = 0) -> Result:
        """Run a command and see that it ended with this exit code."""
        result = CliRunner().invoke(wirewatch, [*self._where, *arguments], prog_name="wirewatch")
        assert result.exit_code == code, result.output + repr(result.exception)
        return result

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        """Run a command that prints JSON lines."""
        return [json.loads(line) for line in self(*arguments).stdout.splitlines()]


@pytest.fixture
def cli(world: World) -> Cli:
    """Runs commands over the world."""
    return Cli(world)
