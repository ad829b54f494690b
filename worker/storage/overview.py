"""What the one screen is made of, beside the lists of `views`: small sums that cost little however much there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from worker.domain.alert import DeliveryState
from worker.domain.work import State
from worker.storage.engine import Database
from worker.storage.tables import channels, deliveries, feeds, hosts

LISTED = 5
"""Most hosts and feeds that are named; lists show the rest."""


@dataclass(frozen=True, slots=True)
class HostWait:
    """A host that is not asked now. until: aware UTC. asked: it asked for silence itself, else it is its gap."""

    key: str
    until: datetime
    asked: bool


@dataclass(frozen=True, slots=True)
class HostSums:
    """How the neighbours stand.

    known: all hosts. silent: those that asked for silence, with `blocked_until` ahead. resting: those whose gap
    or crawl delay is not over. busy: those that somebody talks to. longest: the longest waits, longest first.
    """

    known: int
    silent: int
    resting: int
    busy: int
    longest: tuple[HostWait, ...]


@dataclass(frozen=True, slots=True)
class ChannelWait:
    """Deliveries that wait for a channel. retried: those that failed at least once. why: what the last try met."""

    channel: str
    waiting: int
    retried: int
    oldest: datetime
    next_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class FeedTrouble:
    """A feed whose last poll failed, or that was stopped. name: its own or its title, may be empty."""

    url: str
    name: str
    error: str
    stopped: bool
    why_then: str


class Overview:
    """Sums and the first few rows behind each. Read-only."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def hosts(self, *, now: datetime) -> HostSums:
        """How many hosts are asked, and which wait longest."""
        silent = hosts.c.blocked_until > now
        resting = sa.and_(hosts.c.next_at > now, sa.or_(hosts.c.blocked_until.is_(None), ~silent))
        busy = hosts.c.lease_until > now
        until = sa.case((silent, hosts.c.blocked_until), else_=hosts.c.next_at).label("until")

        def number(what: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
            return sa.func.coalesce(sa.func.sum(sa.case((what, 1), else_=0)), 0)

        with self._db.read() as connection:
            sums = connection.execute(
                sa.select(sa.func.count(), number(silent), number(resting), number(busy)).select_from(hosts)
            ).one()
            longest = connection.execute(
                sa.select(hosts.c.key, until, silent.label("asked"))
                .where(sa.or_(silent, hosts.c.next_at > now))
                .order_by(sa.desc("until"), hosts.c.key)
                .limit(LISTED)
            ).all()
        waits = tuple(HostWait(row.key, row.until, bool(row.asked)) for row in longest)
        known, quiet, between, talking = (int(number) for number in sums)
        return HostSums(known, quiet, between, talking, waits)

    def waiting(self) -> list[ChannelWait]:
        """The channels that deliveries wait for, by name."""
        stands = deliveries.c.state.in_([State.PENDING, State.RUNNING])
        sums = (
            sa.select(
                deliveries.c.channel_id,
                sa.func.count().label("n"),
                sa.func.sum(sa.case((deliveries.c.tries > 0, 1), else_=0)).label("retried"),
                sa.func.min(deliveries.c.created_at).label("oldest"),
                sa.func.min(deliveries.c.next_at).label("next"),
            )
            .where(stands)
            .group_by(deliveries.c.channel_id)
            .subquery()
        )
        query = sa.select(channels.c.name, sums).join(sums, sums.c.channel_id == channels.c.id)
        found = []
        with self._db.read() as connection:
            for row in connection.execute(query.order_by(channels.c.name)).all():
                why = connection.scalar(
                    sa.select(deliveries.c.waiting)
                    .where(stands, deliveries.c.channel_id == row.channel_id)
                    .order_by(deliveries.c.tries.desc(), deliveries.c.id.desc())
                    .limit(1)
                )
                found.append(ChannelWait(row.name, row.n, int(row.retried or 0), row.oldest, row.next, why or ""))
        return found

    def undelivered(self, *, now: datetime, within: timedelta) -> tuple[int, int]:
        """How many deliveries made in the time before `now` failed for good, and how many were skipped."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(deliveries.c.result, sa.func.count())
                .where(
                    deliveries.c.created_at >= now - within,
                    deliveries.c.result.in_([DeliveryState.FAILED, DeliveryState.SKIPPED]),
                )
                .group_by(deliveries.c.result)
            )
            counts: dict[str, int] = {row[0]: row[1] for row in rows}
        return counts.get(DeliveryState.FAILED, 0), counts.get(DeliveryState.SKIPPED, 0)

    def feeds_in_trouble(self) -> Sequence[FeedTrouble]:
        """The first LISTED living feeds in trouble: the stopped ones, then those that failed most often."""
        stopped = feeds.c.state == State.DEAD
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(feeds)
                .where(feeds.c.removed_at.is_(None), sa.or_(feeds.c.last_error.is_not(None), stopped))
                .order_by(sa.case((stopped, 0), else_=1), feeds.c.failures.desc(), feeds.c.name, feeds.c.url)
                .limit(LISTED)
            ).all()
        return [
            FeedTrouble(row.url, row.name or row.title, row.last_error or "", row.state == State.DEAD, row.waiting)
            for row in rows
        ]

    def next_poll(self) -> datetime | None:
        """When the next feed is due, or None where none is going to be polled."""
        with self._db.read() as connection:
            at: datetime | None = connection.scalar(
                sa.select(sa.func.min(feeds.c.next_at)).where(
                    feeds.c.removed_at.is_(None), feeds.c.state == State.PENDING
                )
            )
        return at
