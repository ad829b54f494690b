"""The promise: after a successful fetch no article is lost, no alert is missed, a repeat carries the same id.

Workers, their children, sweeps, the broker and the database's connections are killed at random while a few feeds
publish; then it is quiet, and all that was to arrive must have arrived.
"""

import json
import os
import random
import signal
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from tests.faults.crew import Crew
from tests.services.broker import Broker
from tests.services.http import Answer, HttpSink, Request
from tests.services.news import NewsSite, filler
from tests.services.postgres import Postgres
from worker.domain.work import Queue, State
from worker.storage import Storage
from worker.storage.tables import WORK, alerts, articles, channels, deliveries, matches

pytestmark = pytest.mark.faults

SEED = 20260302
ARTICLES = 300
FAULT_SECONDS = 15.0
QUIET_SECONDS = 60.0
"""How long all may take to arrive once nothing is killed any more; it takes about ten seconds."""

WATCHES = {"Zinc": ("zincwater", ("first", "second")), "Copper": ("copperlake", ("first",))}
"""By watch: the word it looks for, and its channels."""

Arrival = tuple[str, str, str]
"""A channel's path, a watch and an article's URL: what must arrive once at least."""


@dataclass
class Receiver:
    """A webhook receiver of which one answer in five is an error; a dropped answer comes after it acted."""

    sink: HttpSink
    rng: random.Random
    failing: bool = False
    acted: dict[Arrival, list[str]] = field(default_factory=lambda: defaultdict(list))
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for path in ("/first", "/second"):
            self.sink.answer(path, self.receive)

    def receive(self, request: Request) -> Answer:
        """Answer a webhook; keep its id where it was acted on."""
        body = json.loads(request.body)
        with self.lock:
            fate = self.rng.random() if self.failing else 1.0
            kind = "500" if fate < 0.08 else "503" if fate < 0.14 else "dropped" if fate < 0.2 else "204"
            self.answers[kind] += 1
            if kind in ("204", "dropped"):
                arrival = (request.path, body["watch"], body["article"]["url"])
                self.acted[arrival].append(request.headers["webhook-id"])
        return Answer(drop=True) if kind == "dropped" else Answer(int(kind))


@dataclass
class Scene:
    """Everything one run needs, and what is expected of it."""

    storage: Storage
    crew: Crew
    broker: Broker
    receiver: Receiver
    sites: list[NewsSite]
    cut: Callable[[], object]
    published: int = 0
    expected: set[Arrival] = field(default_factory=set)
    faults: Counter[str] = field(default_factory=Counter)

    def publish(self) -> None:
        """One more article, in one of eight feeds, sometimes in two; every third and every fifth is watched for."""
        n = self.published
        self.published += 1
        text = filler(f"{n}")
        words = [word for every, (word, _) in zip((3, 5), WATCHES.values(), strict=True) if n % every == 0]
        text[1:1] = [
            f"The surveyors wrote in their report that {word} had been seen near the quay." for word in words
        ]
        feeds = ("a", "b") if n % 7 == 0 else ("a",) if n % 2 else ("b",)
        article = self.sites[n % len(self.sites)].add_article(
            f"Notice number {n} of the harbour office", text, feeds=feeds, summary=f"Notice {n}, in short."
        )
        for watch, (word, paths) in WATCHES.items():
            if word in words:
                self.expected.update((f"/{path}", watch, article.url) for path in paths)

    def strike(self, rng: random.Random) -> None:
        """Do one kind of harm."""
        faults: list[tuple[str, int, Callable[[], object]]] = [
            ("child killed", 10, lambda: self.crew.kill_a_child(rng)),
            ("worker killed", 2, lambda: self.crew.kill(rng.choice(self.crew.names("worker")))),
            ("sweep killed", 3, lambda: self.crew.kill(rng.choice(self.crew.names("sweep")))),
            ("broker flushed", 3, self.broker.flush),
            ("connections cut", 3, self.cut),
        ]
        if self.broker.ours:
            faults.append(("broker killed", 2, self._restart_broker))
        name, _, strike = rng.choices(faults, [weight for _, weight, _ in faults])[0]
        if strike() is not False:
            self.faults[name] += 1

    def _restart_broker(self) -> None:
        self.broker.kill()
        self.broker.start()

    def missing(self) -> set[Arrival]:
        """What has not arrived yet."""
        with self.receiver.lock:
            return {arrival for arrival in self.expected if not self.receiver.acted.get(arrival)}

    def unfinished(self) -> int:
        """Articles and deliveries that are neither done nor dead."""
        total = 0
        with self.storage.database.read() as connection:
            for table in (articles, deliveries):
                query = sa.select(sa.func.count()).where(table.c.state.in_([State.PENDING, State.RUNNING]))
                total += connection.scalar(query) or 0
        return total

    def stored(self) -> int:
        """How many articles there are."""
        with self.storage.database.read() as connection:
            return connection.scalar(sa.select(sa.func.count()).select_from(articles)) or 0

    def settled(self) -> bool:
        """Whether all that was published went its whole way."""
        return self.stored() == self.published and not self.unfinished() and not self.missing()

    def skip_waits(self) -> None:
        """Let the pauses after failures pass at once: the waits are shortened, the work is not."""
        now = datetime.now(UTC)
        page_waits = articles.c.waiting.like("asking for the page again%")
        waits = {articles: page_waits, deliveries: deliveries.c.result == "waiting"}
        with self.storage.database.write() as connection:
            for table, waiting in waits.items():
                pending = sa.and_(table.c.state == State.PENDING, waiting, table.c.next_at > now)
                connection.execute(sa.update(table).where(pending).values(next_at=now))
        if self.stored() < self.published:
            self.storage.declared.poll_now(None, now=now)

    def report(self) -> str:
        """How things stand, for a failure."""
        now = datetime.now(UTC)
        missing = sorted(self.missing())
        lines = [
            f"published {self.published}, stored {self.stored()}, missing {len(missing)} of {len(self.expected)}",
            f"faults {dict(self.faults)}, answers {dict(self.receiver.answers)}, gave up {self.crew.gave_up}",
            *(str(self.storage.work.counts(queue, now=now)) for queue in Queue),
            *(f"missing: {arrival}" for arrival in missing[:5]),
        ]
        with self.storage.database.read() as connection:
            for table in WORK.values():
                columns = [c for c in table.c if c.name in ("id", "url", *_WORK_COLUMNS)]
                query = sa.select(*columns).where(table.c.state != State.DONE).order_by(table.c.next_at).limit(8)
                lines += [f"{table.name}: {dict(row)}" for row in connection.execute(query).mappings()]
        return "\n".join([*lines, self.crew.logs()])


_WORK_COLUMNS = ("state", "attempts", "next_at", "hinted_until", "lease_until", "waiting")


@contextmanager
def scene(
    url: str, broker: Broker, folder: Path, sink: HttpSink, cut: Callable[[], object] = lambda: False, **settings: str
) -> Iterator[Scene]:
    """Sites, files and a crew of two workers and two sweeps, around a database."""
    sites = [NewsSite(f"The Harbour Gazette {n}") for n in range(4)]
    (folder / "config").mkdir()
    files = {
        "feeds": [{"url": site.feed_url(feed), "name": f"{site.name} {feed}"} for site in sites for feed in "ab"],
        "watches": [
            {"name": name, "keywords": [word], "channels": list(paths)} for name, (word, paths) in WATCHES.items()
        ],
        "channels": {name: {"webhook": f"{sink.url}/{name}"} for name in ("first", "second")},
    }
    for name, value in files.items():
        (folder / "config" / f"{name}.yaml").write_text(yaml.safe_dump({name: value}), encoding="utf-8")
    for site in sites:
        for feed in "ab":
            site.open_feed(feed)
    environment = {
        "WIREWATCH_DATABASE_URL": url,
        "WIREWATCH_REDIS_URL": broker.url,
        "WIREWATCH_CONFIG_DIR": str(folder / "config"),
        "WIREWATCH_DATA_DIR": str(folder / "data"),
        "WIREWATCH_ALLOW_PRIVATE": "127.0.0.0/8",
        "WIREWATCH_LOG_LEVEL": "ERROR",
        "WIREWATCH_FIRST_POLL": "tell",
        "WIREWATCH_POLL_INTERVAL": "1s",
        "WIREWATCH_HOST_GAP": "0s",
        "WIREWATCH_FETCH_TIMEOUT": "3s",
        "WIREWATCH_BATCH_DEADLINE": "5s",
        "WIREWATCH_LEASE": "6s",
        "WIREWATCH_HINT_HOLD": "1s",
        "WIREWATCH_SWEEP_INTERVAL": "0.2s",
        "WIREWATCH_MAX_ATTEMPTS": "30",  # kills at random are no poison: nothing may die of them
    }
    storage = Storage(url)
    crew = Crew(environment | settings, folder, workers=2, sweeps=2)
    try:
        yield Scene(storage, crew, broker, Receiver(sink, random.Random(SEED)), sites, cut)
    finally:
        crew.end()
        storage.close()
        for site in sites:
            site.close()


def wait_until(done: Callable[[], bool], seconds: float, scene: Scene, what: str) -> None:
    """Wait until `done()`; after `seconds` fail with a report of how things stand."""
    ends = time.monotonic() + seconds
    while not done():
        if time.monotonic() > ends:
            pytest.fail(f"not within {seconds:.0f} s: {what}\n{scene.report()}")
        time.sleep(0.1)


def torment(scene: Scene, rng: random.Random) -> None:
    """Publish all articles over FAULT_SECONDS, and do harm all the while."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < FAULT_SECONDS:
        while scene.published < ARTICLES * min(1.0, passed / FAULT_SECONDS + 0.05):
            scene.publish()
        scene.strike(rng)
        scene.crew.mend()
        time.sleep(rng.uniform(0.1, 0.6))
    while scene.published < ARTICLES:
        scene.publish()


@pytest.fixture
def cut(request: pytest.FixtureRequest, database_url: str) -> Callable[[], object]:
    """Ends all connections to the database; SQLite has none to end."""
    if database_url.startswith("sqlite"):
        return lambda: False
    postgres: Postgres = request.getfixturevalue("postgres")
    return lambda: postgres.cut(database_url)


def test_every_alert_arrives_whatever_is_killed(
    database_url: str, valkey: Broker, tmp_path: Path, http_sink: HttpSink, cut: Callable[[], object]
) -> None:
    with scene(database_url, valkey, tmp_path, http_sink, cut) as here:
        here.publish()
        wait_until(here.settled, 30, here, "the first article's way through a quiet system")
        here.receiver.failing = True
        torment(here, random.Random(SEED))
        here.receiver.failing = False
        here.skip_waits()
        ends = time.monotonic() + QUIET_SECONDS
        while not here.settled() and time.monotonic() < ends:
            time.sleep(1.0)
            here.crew.mend()
            here.skip_waits()
        assert here.settled(), here.report()

        assert set(here.receiver.acted) == here.expected
        several = {arrival: ids for arrival, ids in here.receiver.acted.items() if len(set(ids)) != 1}
        assert not several, "a repeat carried another id"
        ids = [ids[0] for ids in here.receiver.acted.values()]
        assert len(set(ids)) == len(ids), "two alerts carried the same id"
        with here.storage.database.read() as connection:

            def count(table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
                return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where)) or 0

            assert count(articles) == count(articles, articles.c.state == State.DONE) == ARTICLES
            wanted = {(watch, url) for _, watch, url in here.expected}
            assert count(matches) == count(alerts) == count(alerts, alerts.c.outcome == "told") == len(wanted)
            assert count(deliveries) == count(deliveries, deliveries.c.result == "sent") == len(here.expected)
            assert count(channels, channels.c.disabled != "") == 0
        assert here.faults["child killed"] >= 5, f"too little harm was done to prove anything: {here.faults}"


def test_a_page_that_kills_whoever_fetches_it_takes_no_neighbour_along(
    sqlite_url: str, valkey: Broker, tmp_path: Path, http_sink: HttpSink
) -> None:
    most = 3
    with scene(sqlite_url, valkey, tmp_path, http_sink, WIREWATCH_MAX_ATTEMPTS=f"{most}") as here:
        killed: list[int] = []

        def kill_the_asker(request: Request) -> Answer:
            pid = here.crew.child_behind(request.client_port)
            assert pid is not None, "the request came from no worker"
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            return Answer(drop=True)

        poison = here.sites[0].add_article("A page that ends whoever reads it", feeds=("a",))
        here.sites[0].answer(poison.url.removeprefix(here.sites[0].url), kill_the_asker)
        for _ in range(20):
            here.publish()
        here.published += 1
        wait_until(here.settled, QUIET_SECONDS, here, "the way of all others, and the end of one")

        with here.storage.database.read() as connection:
            rows = connection.execute(sa.select(articles.c.url, articles.c.state, articles.c.waiting)).all()
        dead = [(url, waiting) for url, state, waiting in rows if state == State.DEAD]
        assert dead == [(poison.url, f"a worker died at it {most} times")]
        assert len(killed) == most
        assert {state for url, state, _ in rows if url != poison.url} == {State.DONE}
        assert set(here.receiver.acted) == here.expected


def test_what_a_process_held_when_it_died_is_read_by_another_long_before_its_lease_lapses(
    sqlite_url: str, valkey: Broker, tmp_path: Path, http_sink: HttpSink
) -> None:
    with scene(sqlite_url, valkey, tmp_path, http_sink, WIREWATCH_LEASE="10m", WIREWATCH_HINT_HOLD="10m") as here:
        site = here.sites[0]
        killed: list[int] = []

        def kill_the_first_asker(request: Request) -> Answer:
            if not killed:
                pid = here.crew.child_behind(request.client_port)
                assert pid is not None, "the request came from no worker"
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return Answer(drop=True)
            answer = site.known(request)
            assert answer is not None
            return answer

        site.answer("/news/1-notice-number-0-of-the-harbour", kill_the_first_asker)
        for _ in range(20):
            here.publish()
        wait_until(here.settled, QUIET_SECONDS, here, "the way of all, whoever read them first")

        assert len(killed) == 1
        assert set(here.receiver.acted) == here.expected
