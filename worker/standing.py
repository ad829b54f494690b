"""How everything stands: read once, judged in one place, told by `wirewatch status` and above the alerts alike.

`standing` is pure: sums in, sentences out. `read_standing` reads what it needs and calls it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePath

from worker.alerts.render_clean import cut
from worker.alerts.retry import without_when
from worker.domain.alert import Channel
from worker.domain.upkeep import ALIVE, LATE, Beat, process_of
from worker.domain.work import Queue, QueueCounts
from worker.errors import UnsetVariable
from worker.log import redact
from worker.ports import Secrets
from worker.storage import Storage
from worker.storage.overview import ChannelWait, FeedTrouble, HostSums
from worker.storage.views import ChannelView, Sums
from worker.text.words import count, span

LOOKED_BACK = timedelta(days=1)
"""Deliveries older than this that failed were seen, or never will be."""
LEAST_ROOM = 50 * 2**20
"""Bytes left on a disk: what `up` wants before it starts (worker.supervise.folder)."""
FULL = 2**20
MOST_DETAILS = 5
MINUTE = timedelta(minutes=1)

_SECONDS = int(ALIVE.total_seconds())
_SKIPPED = "; its alerts are skipped until it is: "
_COMMAND = re.compile(r"`(wirewatch [^`]+)`")
_WORK = {
    Queue.POLL: ("poll", "polls"),
    Queue.PROCESS: ("article to read", "articles to read"),
    Queue.DELIVER: ("delivery", "deliveries"),
}
_GIVEN_UP = {
    Queue.PROCESS: ("article was", "articles were"),
    Queue.DELIVER: ("delivery was", "deliveries were"),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What wants attention. topic: one word, stable. said: a sentence with what to do, a command in backticks.

    details: which ones and why, a line each, the worst first; not always all of them.
    """

    topic: str
    said: str
    details: tuple[str, ...] = ()

    @property
    def command(self) -> str | None:
        """The first command that the sentence names."""
        found = _COMMAND.search(self.said)
        return found.group(1) if found else None


@dataclass(frozen=True, slots=True)
class ChannelStand:
    """A channel at this moment. state: `ok`, `failing`, `disabled` or `unset`; why: in words, empty where it works.

    `unset`: a `${NAME}` has no value in this process. `failing`: the last tries failed, and it is tried again.
    """

    view: ChannelView
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What is on its way, by channel; and how many failed for good, or were skipped, within LOOKED_BACK."""

    waiting: tuple[ChannelWait, ...] = ()
    failed: int = 0
    skipped: int = 0

    @property
    def number(self) -> int:
        """How many wait."""
        return sum(wait.waiting for wait in self.waiting)

    @property
    def retried(self) -> int:
        """How many of them failed at least once."""
        return sum(wait.retried for wait in self.waiting)

    @property
    def oldest(self) -> datetime | None:
        """When the one that waits longest was made."""
        return min((wait.oldest for wait in self.waiting), default=None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How everything stands at `at`. counts: words, one a part. wants: what wants attention, the gravest first."""

    at: datetime
    sums: Sums
    counts: tuple[str, ...]
    queues: tuple[QueueCounts, ...]
    hosts: HostSums
    deliveries: Deliveries
    channels: tuple[ChannelStand, ...]
    beats: tuple[Beat, ...]
    refused: str
    wants: tuple[Trouble, ...]
    next_poll: datetime | None = None

    @property
    def last_poll(self) -> datetime | None:
        """When a feed was asked last."""
        return self.sums.last_polled_at

    @property
    def troubles(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(trouble.said for trouble in self.wants)


@dataclass(frozen=True, slots=True)
class Alive:
    """Which parts were heard within ALIVE. `run` does the work of workers and sweep alone, and needs no broker."""

    worker: bool
    sweep: bool
    alone: bool


def alive(beats: Sequence[Beat], *, now: datetime) -> Alive:
    """Which parts the heartbeats prove to be alive at `now`."""
    kinds = {beat.kind for beat in beats if now - beat.beat_at < ALIVE}
    alone = "run" in kinds
    return Alive(alone or "worker" in kinds, alone or "sweep" in kinds, alone and not kinds & {"worker", "sweep"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is judged. beats: of all processes that are remembered. refused: why the configuration files were not
    taken over, as config.apply stored it, or empty. feeds: the first of those in trouble. room: bytes left on the
    database's disk, None where that is not known. unread: at how many articles a reader failed; URL and error."""

    sums: Sums
    queues: Sequence[QueueCounts] = ()
    beats: Sequence[Beat] = ()
    refused: str = ""
    hosts: HostSums = field(default_factory=lambda: HostSums(0, 0, 0, 0, ()))
    deliveries: Deliveries = field(default_factory=Deliveries)
    channels: Sequence[ChannelStand] = ()
    feeds: Sequence[FeedTrouble] = ()
    next_poll: datetime | None = None
    room: int | None = None
    unread: tuple[int, Sequence[tuple[str, str]]] = (0, ())


def read_standing(storage: Storage, secrets: Secrets, now: datetime) -> Standing:
    """Read how everything stands. secrets: who knows the values of `${NAME}`. Raises DatabaseUnavailable."""
    overview = storage.overview
    waiting = tuple(overview.waiting())
    why = {wait.channel: wait.why for wait in waiting if wait.retried}
    failed, skipped = overview.undelivered(now=now, within=LOOKED_BACK)
    return standing(
        Facts(
            sums=storage.views.sums(),
            queues=[storage.work.counts(queue, now=now) for queue in Queue],
            beats=storage.housekeeping.beats(),
            refused=storage.declared.state().get("config_refused", ""),
            hosts=overview.hosts(now=now),
            deliveries=Deliveries(waiting, failed, skipped),
            channels=[channel_stand(view, secrets, why) for view in storage.views.channels()],
            feeds=overview.feeds_in_trouble(),
            next_poll=overview.next_poll(),
            room=storage.database.room(),
            unread=storage.readings.failures(limit=MOST_DETAILS),
        ),
        now=now,
    )


def channel_stand(view: ChannelView, secrets: Secrets, last: Mapping[str, str]) -> ChannelStand:
    """How a channel stands. last: by channel, what its last try met, where deliveries wait for another."""
    channel = view.channel
    if channel.disabled:
        return ChannelStand(view, "disabled", channel.disabled)
    unset = unset_variable(channel, secrets)
    if unset is not None:
        return ChannelStand(view, "unset", f"{unset}{_SKIPPED}{unset.hint}")
    if channel.failures and channel.name in last:
        return ChannelStand(view, "failing", without_when(last[channel.name]))
    return ChannelStand(view, "ok", "")


def unset_variable(channel: Channel, secrets: Secrets) -> UnsetVariable | None:
    """What the channel names and this process has no value for, or None."""
    try:
        secrets.expand(json.dumps(channel.config))
    except UnsetVariable as error:
        return error
    return None


def standing(facts: Facts, *, now: datetime) -> Standing:
    """Judge how everything stands at `now`."""
    sums = facts.sums
    return Standing(
        at=now,
        sums=sums,
        counts=(
            count(sums.feeds, "feed"),
            count(sums.watches, "watch", "watches"),
            count(sums.channels, "channel"),
        ),
        queues=tuple(facts.queues),
        hosts=facts.hosts,
        deliveries=facts.deliveries,
        channels=tuple(facts.channels),
        beats=tuple(beat for beat in facts.beats if now - beat.beat_at < ALIVE),
        refused=facts.refused,
        wants=tuple(_wants(facts, now)),
        next_poll=facts.next_poll,
    )


def _wants(facts: Facts, now: datetime) -> list[Trouble]:
    parts = alive(facts.beats, now=now)
    found = []
    if not parts.worker:
        found.append(Trouble("workers", f"Nothing is polled or read: {no_worker()}.", _heard(facts.beats, now)))
    elif not parts.sweep:
        found.append(Trouble("sweep", f"Nothing new is found: {no_sweep()}.", _heard(facts.beats, now, "sweep")))
    if facts.room is not None and facts.room < LEAST_ROOM:
        state = "is full" if facts.room < FULL else f"has {facts.room // 2**20} MB left"
        said = f"The disk that holds the database {state}: make room; nothing more can be stored without."
        found.append(Trouble("disk", said))
    if facts.refused:
        said = (
            "The configuration files are refused, those before stay in force: mend them; `wirewatch check` tells all."
        )
        found.append(Trouble("configuration", said, _shortened(refusals(facts.refused))))
    found.extend(_nothing_asked(facts.sums, refused=bool(facts.refused)))
    found.extend(_queues(facts.queues, parts, now))
    found.extend(_channels(facts, now))
    found.extend(_failed(facts.deliveries))
    found.extend(_unread(facts.unread))
    number = facts.sums.feeds_in_trouble
    if number:
        said = f"{count(number, 'feed')} in trouble: `wirewatch feeds` says why."
        found.append(Trouble("feeds", said, _shortened([_feed(feed) for feed in facts.feeds], of=number)))
    return found


def _nothing_asked(sums: Sums, *, refused: bool) -> list[Trouble]:
    if refused:
        return []  # what is missing may stand in the files that were refused
    found = []
    if not sums.feeds:
        said = "There are no feeds, so nothing is polled: write some into feeds.yaml, or `wirewatch feeds add URL`."
        found.append(Trouble("feeds", said))
    if not sums.watches:
        said = "There are no watches, so nothing is looked for: write one into watches.yaml."
        found.append(Trouble("watches", said))
    return found


def _queues(queues: Sequence[QueueCounts], parts: Alive, now: datetime) -> list[Trouble]:
    found = []
    for queue in queues:
        one, many = _WORK[queue.queue]
        if queue.oldest_due is not None and now - queue.oldest_due > LATE and parts.worker:
            late = f"{queue.due} {one if queue.due == 1 else many} {'is' if queue.due == 1 else 'are'} late"
            since = f"the oldest for {span(now - queue.oldest_due)}"
            found.append(Trouble("late", f"{late}, {since}: more workers are needed, or wait for a stuck one."))
        if queue.dead and queue.queue is Queue.POLL:
            asked, it = ("is", "it") if queue.dead == 1 else ("are", "them")
            said = f"{count(queue.dead, 'feed')} {asked} asked no more: mend or remove {it}; "
            found.append(Trouble("dead", f"{said}`wirewatch retry poll --all` asks again."))
        elif queue.dead:
            one, many = _GIVEN_UP[queue.queue]
            found.append(
                Trouble(
                    "dead",
                    f"{queue.dead} {one if queue.dead == 1 else many} given up: "
                    f"`wirewatch retry {queue.queue.value} --all` tries again.",
                )
            )
    return found


def _channels(facts: Facts, now: datetime) -> list[Trouble]:
    found = []
    off = [stand for stand in facts.channels if stand.state in ("disabled", "unset")]
    if off:
        details = [
            f"{cut(stand.view.channel.name, 60)}: {cleaned(stand.why.replace(_SKIPPED, '; '))}" for stand in off
        ]
        said = f"{_named(off)} {_is(len(off))} off, and alerts to {_it(len(off))} are skipped: mend {_it(len(off))}, "
        said += f"then `wirewatch channels test {_argument(off[0])}`."
        found.append(Trouble("channels", said, _shortened(details)))
    failing = [stand for stand in facts.channels if stand.state == "failing"]
    if failing:
        waits = {wait.channel: wait for wait in facts.deliveries.waiting}
        do, it = ("does", "it") if len(failing) == 1 else ("do", "one")
        said = f"{_named(failing)} {do} not get through: "
        said += f"`wirewatch channels test {_argument(failing[0])}` tries {it} now."
        details = [_failing(stand, waits.get(stand.view.channel.name), now) for stand in failing]
        found.append(Trouble("failing", said, _shortened(details)))
    return found


def _failing(stand: ChannelStand, wait: ChannelWait | None, now: datetime) -> str:
    """What a channel that fails met last, and what waits for it."""
    number = count(wait.waiting, "delivery waits", "deliveries wait") if wait else "no delivery waits"
    since = f", the oldest for {span(now - wait.oldest)}" if wait and now - wait.oldest >= MINUTE else ""
    return f"{cut(stand.view.channel.name, 60)}: {cleaned(stand.why)}; {number}{since}"


def _failed(deliveries: Deliveries) -> list[Trouble]:
    if not deliveries.failed:
        return []
    number = count(deliveries.failed, "delivery", "deliveries")
    said = f"{number} of the last day failed for good: `wirewatch deliveries --result failed` says why."
    return [Trouble("failed", said)]


def _unread(unread: tuple[int, Sequence[tuple[str, str]]]) -> list[Trouble]:
    number, latest = unread
    if not number:
        return []
    articles = count(number, "article has", "articles have")
    said = f"{articles} no figures and persons, because of errors of Wirewatch itself; alerts are not held back: "
    said += "`wirewatch reprocess` reads again."
    lines = [f"{redact(url)}: {cleaned(why)}" for url, why in latest]
    return [Trouble("readings", said, _shortened(lines, of=number))]


def refusals(refused: str) -> list[str]:
    """The problems of refused files, one a line, as people read them: `watches.yaml:3: what is wrong; the fix`.

    In: what config.apply stored, two lines a problem, or one.
    """
    found: list[str] = []
    for line in refused.splitlines():
        fix = line.strip().removeprefix("fix: ")
        if found and fix != line.strip():
            found[-1] += f"; {fix}"
        elif line.strip():
            found.append(_named_file(line.strip()))
    return [cleaned(said) for said in found]


def _named_file(line: str) -> str:
    """A problem without the folders of its file, and without the word that says it is one."""
    path, sep, rest = line.partition(".yaml:")
    name = PurePath(path).name if sep else path
    return f"{name}{sep}{rest}".replace(": error: ", ": ", 1)


def _feed(feed: FeedTrouble) -> str:
    name = cut(feed.name, 60) or redact(feed.url)
    # why a feed is gone for good was said by the publisher's answer already
    more = feed.why_then if feed.stopped and not (feed.error and feed.why_then.startswith("gone")) else ""
    why = "; ".join(part for part in (feed.error, more) if part)
    return f"{name}: {cleaned(why)}"


def _heard(beats: Sequence[Beat], now: datetime, kind: str = "") -> tuple[str, ...]:
    """When one was heard last, which tells a part that died from one that was never started."""
    kinds = (kind,) if kind else ("worker", "run")
    last = max((beat for beat in beats if beat.kind in kinds), key=lambda beat: beat.beat_at, default=None)
    if last is None:
        return ()
    what = {"run": "`wirewatch run`"}.get(last.kind, last.kind)
    return (f"The last {what} was heard {span(now - last.beat_at)} ago, on {cut(process_of(last.name)[0], 60)}.",)


def no_worker() -> str:
    """That no worker was heard, and what to start."""
    return (
        f"no worker was heard in the last {_SECONDS} seconds; start `wirewatch up`, or `wirewatch run`, "
        "or Celery workers and `wirewatch sweep`"
    )


def no_sweep() -> str:
    """That no sweep was heard, and what to start."""
    return f"no sweep was heard in the last {_SECONDS} seconds; start `wirewatch sweep`"


def cleaned(said: str) -> str:
    """A sentence of outside as it may be shown: one line, without secrets, not too long, no stop at its end."""
    return redact(cut(said, 300)).rstrip(". ")


def _shortened(lines: Sequence[str], of: int = 0) -> tuple[str, ...]:
    more = max(of, len(lines)) - MOST_DETAILS
    return (*lines[:MOST_DETAILS], f"and {more} more") if more > 0 else tuple(lines)


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _it(number: int) -> str:
    return "it" if number == 1 else "them"


def _argument(stand: ChannelStand) -> str:
    """A channel's name as an argument on a command line; one that would need quoting is left to the reader."""
    name = stand.view.channel.name
    return name if re.fullmatch(r"[\w.-]{1,60}", name) and not name.startswith("-") else "NAME"


def _named(stands: Sequence[ChannelStand]) -> str:
    shown = [f"“{cut(stand.view.channel.name, 60)}”" for stand in stands[:3]]
    if len(stands) > 3:
        return f"The channels {', '.join(shown)} and {len(stands) - 3} more"
    if len(shown) == 1:
        return f"The channel {shown[0]}"
    return f"The channels {', '.join(shown[:-1])} and {shown[-1]}"
