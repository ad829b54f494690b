"""A day of the demo's newsroom through `wirewatch up`, in minutes: does anything grow, and does every alert arrive?

Where the day takes twelve minutes the newsroom runs 120 times as fast as life: 180 editions, some 6,000 articles,
each feed asked 180 times (in life, every ten minutes, 144 times). In six minutes an outlet prints more than can be
fetched from it one request at a time: the day passes, but its articles queue. What depends on work grows here as in
a day; what depends on time alone (heartbeats, the sweep, housekeeping once an hour) passes twelve minutes only.

"Grew" is said of what was kept, not of what moves: over the second half of the day a straight line is laid through
the samples (least squares), and its rise must exceed both twice the scatter around it and what is written beside
each figure below.
"""

import re
import resource
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import fmean, linear_regression, quantiles, stdev

import redis
import sqlalchemy as sa

from tests.benchmarks.processes import PARTS, Use, measure, total
from tests.services.up import Up
from worker.demo.clock import RunningClock
from worker.demo.files import EVERY, write_files
from worker.demo.inbox import Received
from worker.demo.newsroom import EDITION, Newsroom, expected, slug_of
from worker.demo.outlets import CHANNELS
from worker.demo.server import NewsroomServer
from worker.demo.sinks import Sinks
from worker.domain.work import Queue
from worker.storage import Storage
from worker.storage.tables import articles, heartbeats, hosts

HOUR = 3600.0
DAY = 24 * HOUR
SAMPLES = 36
GAP = "0.01s"
"""Between two requests to a host: a second of the newsroom's time and more."""
AFTERWARDS = 30.0
"""Seconds that the last alerts may take once the day is over."""
KINDS = ("mail", "webhook")
AMOUNTS = {"pss": 4.0, "anonymous": 2.0, "threads": 1.0, "files": 3.0, "broker": 1.0, "rows": 2.0}
"""Rises over half a day that are no growth, in MB or pieces, measured: a page that a process writes to for the first
time, a connection more while a slow outlet thinks."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How it all stood. hour: of the newsroom. database, broker: MB. lag: seconds that the oldest due row waits."""

    hour: float
    uses: Mapping[str, Use]
    articles: int
    database: float
    broker: float
    queued: int
    due: int
    dead: int
    rows: int
    lag: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through samples. rise: over all of them; scatter: the standard deviation around it; mean: of all."""

    rise: float
    per_hour: float
    scatter: float
    mean: float

    def grew(self, amount: float) -> bool:
        """Whether the rise is more than `amount` and more than noise."""
        return self.rise > amount and self.rise > 2 * self.scatter


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """The line through (hour, value), by least squares."""
    hours, values = zip(*points, strict=True)
    slope, start = linear_regression(hours, values)
    scatter = stdev(value - (start + slope * hour) for hour, value in points)
    return Trend(slope * (hours[-1] - hours[0]), slope, scatter, fmean(values))


@dataclass(frozen=True, slots=True)
class Day:
    """What a day came to. late: seconds from printed to received, sorted. cpu: seconds, of all processes."""

    minutes: float
    every: float
    samples: tuple[Sample, ...]
    printed: int
    stored: int
    wanted: int
    told: int
    missing: tuple[tuple[str, str, str], ...]
    unseen: tuple[str, ...]
    repeats: int
    unwanted: int
    late: tuple[float, ...]
    cpu: float
    polls: int

    @property
    def trends(self) -> dict[str, tuple[Trend, float]]:
        """The second half, by what is looked at: the line, and the rise that would be growth."""
        half = [one for one in self.samples if one.hour >= 12]
        found: dict[str, tuple[Trend, float]] = {}

        def add(name: str, amount: str, value: Callable[[Sample], float]) -> None:
            found[name] = trend([(one.hour, value(one)) for one in half]), AMOUNTS[amount]

        add("PSS of all, MB", "pss", lambda one: total(one.uses.values()).pss)
        for part in PARTS:
            add(f"{part}: anonymous, MB a process", "anonymous", partial(_each, part))
        add("threads", "threads", lambda one: total(one.uses.values()).threads)
        add("open files", "files", lambda one: total(one.uses.values()).files)
        add("broker's used memory, MB", "broker", lambda one: one.broker)
        add("rows of hosts and heartbeats", "rows", lambda one: one.rows)
        return found

    @property
    def grown(self) -> list[str]:
        """What grew."""
        return [name for name, (line, amount) in self.trends.items() if line.grew(amount)]


def _each(part: str, one: Sample) -> float:
    use = one.uses.get(part, Use())
    return use.anonymous / max(1, use.pids)


class _Reader:
    """A person with the page open, who also collects what arrives: the sinks keep the latest only."""

    def __init__(self, sinks: Sinks, page: str) -> None:
        self.received: dict[int, Received] = {}
        self._sinks, self._page = sinks, page
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._stop.wait(1.0):
            self.look()
            with urllib.request.urlopen(self._page, timeout=30) as answer:
                answer.read()

    def look(self) -> None:
        """Take what arrived."""
        self.received.update((one.number, one) for one in self._sinks.received())

    def close(self) -> None:
        """Look away."""
        self._stop.set()
        self._thread.join()
        self.look()


def run(minutes: float = 12.0, *, show: Callable[[str], None] = print) -> Day:
    """Let a day pass in so many minutes. show: is given a line for each sample, and a heading before them."""
    speed = DAY / (minutes * 60.0)
    every = max(1.0, EDITION / speed)
    programme, clock = Newsroom(), RunningClock(speed=speed)
    cpu_before = _cpu_of_children()
    with (
        tempfile.TemporaryDirectory() as name,
        NewsroomServer(programme, clock, when_polled=clock.open) as outlets,
        Sinks() as sinks,
    ):
        folder = Path(name)
        environment = write_files(folder / "config", outlets, sinks)
        environment |= {"WIREWATCH_POLL_INTERVAL": f"{every:g}s", "WIREWATCH_HOST_GAP": GAP}
        feeds = folder / "config" / "feeds.yaml"
        text = feeds.read_text(encoding="utf-8")
        feeds.write_text(text.replace(f"every: {EVERY}", f"every: {every:g}s"), encoding="utf-8")
        up = Up(folder / "config", folder / "data", environment)
        storage = Storage(f"sqlite:///{folder / 'data' / 'wirewatch.sqlite3'}")
        reader = None
        try:
            up.wait_ready()
            reader = _Reader(sinks, up.url)
            up.until(lambda: clock.offset() > 0, "the first polls")
            samples = _samples(up, clock, storage, folder / "data", show)
            wanted = expected(programme, 0.0, DAY)
            _wait(lambda: _missing(reader, wanted), AFTERWARDS)
            polls = sum(n for (_, kind, _), n in outlets.answered().items() if kind == "feed")
            with storage.database.read() as connection:
                urls = connection.execute(sa.select(articles.c.url)).scalars().all()
        finally:
            if reader is not None:
                reader.close()
            storage.close()
            up.end()
        known = {slug for url in urls if (slug := slug_of(url or ""))}
        return _came_to(
            minutes, every, samples, programme, clock, tuple(reader.received.values()), wanted, known, polls,
            _cpu_of_children() - cpu_before,
        )  # fmt: skip


def _samples(
    up: Up, clock: RunningClock, storage: Storage, data: Path, show: Callable[[str], None]
) -> tuple[Sample, ...]:
    broker = _broker(data / "valkey.conf")
    show(
        f"{'hour':>5}{'articles':>9}" + "".join(f"{part:>8}" for part in PARTS) + f"{'PSS, MB':>9}{'threads':>9}"
        f"{'files':>7}{'database':>10}{'kB each':>9}{'broker':>8}{'queued':>8}{'due':>5}{'lag, s':>8}"
    )  # fmt: skip
    samples = []
    for number in range(1, SAMPLES + 1):
        while clock.offset() < number * DAY / SAMPLES:
            time.sleep(0.05)
        samples.append(_sample(up, clock, storage, data, broker))
        show(_line(samples[-1]))
    broker.close()
    return tuple(samples)


def _sample(up: Up, clock: RunningClock, storage: Storage, data: Path, broker: "redis.Redis") -> Sample:
    now = datetime.now(UTC)
    counts = [storage.work.counts(queue, now=now) for queue in Queue]
    waits = [(now - one.oldest_due).total_seconds() for one in counts if one.oldest_due is not None]
    with storage.database.read() as connection:
        stored = connection.scalar(sa.select(sa.func.count()).select_from(articles)) or 0
        rows = sum(
            connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in (hosts, heartbeats)
        )
    names = [queue.value for queue in Queue]
    info = broker.info("memory")
    return Sample(
        hour=clock.offset() / HOUR,
        uses=measure(up.process.pid),
        articles=stored,
        database=sum(file.stat().st_size for file in data.glob("wirewatch.sqlite3*")) / 1e6,
        broker=info["used_memory"] / 1e6,
        queued=sum(broker.llen(name) for name in names) + broker.hlen("unacked"),
        due=sum(one.due for one in counts),
        dead=sum(one.dead for one in counts),
        rows=rows,
        lag=max(waits, default=0.0),
    )


def _line(one: Sample) -> str:
    whole = total(one.uses.values())
    parts = "".join(f"{one.uses.get(part, Use()).pss:>8.1f}" for part in PARTS)
    return (
        f"{one.hour:>5.1f}{one.articles:>9,}{parts}{whole.pss:>9.1f}{whole.threads:>9}{whole.files:>7}"
        f"{one.database:>10.1f}{1000 * one.database / max(1, one.articles):>9.1f}{one.broker:>8.2f}"
        f"{one.queued:>8}{one.due:>5}{one.lag:>8.2f}"
    )


def _broker(conf: Path) -> "redis.Redis":
    said = dict(re.findall(r"^(port|requirepass) (\S+)$", conf.read_text(encoding="utf-8"), re.MULTILINE))
    return redis.Redis(port=int(said["port"]), password=said["requirepass"])


def _missing(reader: _Reader, wanted: frozenset[tuple[str, str]]) -> set[tuple[str, str, str]]:
    reader.look()
    told = {(one.kind, one.watch, slug_of(one.url) or "") for one in list(reader.received.values())}
    return {(kind, *one) for kind in KINDS for one in wanted} - told


def _wait(missing: Callable[[], object], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while missing() and time.monotonic() < ends:
        time.sleep(0.2)


def _came_to(
    minutes: float,
    every: float,
    samples: tuple[Sample, ...],
    programme: Newsroom,
    clock: RunningClock,
    received: Sequence[Received],
    wanted: frozenset[tuple[str, str]],
    known: set[str],
    polls: int,
    cpu: float,
) -> Day:
    printed = {one.slug: one for one in programme.printed(0.0, DAY)}
    late, told, unwanted, repeats = [], Counter[tuple[str, str, str]](), 0, 0
    for one in received:
        slug = slug_of(one.url) or ""
        if slug not in printed or programme.seen_from(printed[slug]) > DAY:
            continue  # the next day's
        told[one.kind, one.watch, slug] += 1
        repeats += one.repeats
        unwanted += (one.watch, slug) not in wanted
        late.append((one.at - clock.wall(programme.seen_from(printed[slug]))).total_seconds())
    missing = {(kind, *one) for kind in KINDS for one in wanted} - set(told)
    return Day(
        minutes=minutes,
        every=every,
        samples=samples,
        printed=len(printed),
        stored=len(known & printed.keys()),
        wanted=len(wanted) * len(CHANNELS),
        told=len(told) - unwanted,
        missing=tuple(sorted(one for one in missing if one[2] in known)),
        unseen=tuple(sorted({slug for _, _, slug in missing} - known)),
        repeats=repeats + sum(told.values()) - len(told),
        unwanted=unwanted,
        late=tuple(sorted(late)),
        cpu=cpu,
        polls=polls,
    )


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)  # all that ended, and all that ended below them
    return used.ru_utime + used.ru_stime


def main(minutes: float = 12.0) -> Day:
    """Run and print."""
    day = run(minutes)
    print(f"\nSecond half, straight lines\n\n{'':34}{'mean':>9}{'an hour':>9}{'rise':>9}{'scatter':>9}{'allowed':>9}")
    for name, (line, amount) in day.trends.items():
        figures = f"{line.mean:>9.2f}{line.per_hour:>+9.3f}{line.rise:>+9.2f}{line.scatter:>9.2f}{amount:>9.2f}"
        print(f"{name:34}{figures}{'  GREW' if line.grew(amount) else ''}")
    percent = quantiles(day.late, n=100)
    print(
        f"\n{day.printed:,} articles printed, {day.stored:,} read; "
        f"{day.polls:,} polls, one every {day.every:g} s a feed\n"
        f"alerts: {day.told:,} of {day.wanted:,} arrived; {len(day.missing)} missing, {day.repeats} repeated, "
        f"{day.unwanted} unwanted; {len(day.unseen)} articles left their feeds between two polls\n"
        f"from printed to received: p50 {percent[49]:.2f} s, p99 {percent[98]:.2f} s, longest {day.late[-1]:.2f} s; "
        f"{day.every / 2:g} s of it on average for the next poll\n"
        f"CPU: {day.cpu:.1f} s for the day, {1000 * day.cpu / day.stored:.1f} ms an article, start included\n"
        f"rows due: at most {max(one.due for one in day.samples):,}, {day.samples[-1].due:,} at the end; the oldest "
        f"waited {max(one.lag for one in day.samples):.1f} s; dead: {day.samples[-1].dead}"
    )
    print("\nverdict: " + (f"GREW: {'; '.join(day.grown)}" if day.grown else "nothing grew"))
    return day
