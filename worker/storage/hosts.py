"""Host rows: taken under lease for the time of a request, so that many workers share one neighbour's patience."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from worker.domain.politeness import HostState, HostUpdate, gap_of, grant
from worker.domain.work import Back, Lease
from worker.storage.engine import Database, UtcDateTime
from worker.storage.tables import hosts


@dataclass(frozen=True, slots=True)
class Wanted:
    """A claimed row that wants to talk to a host."""

    id: int
    host: str


def acquire(
    database: Database,
    connection: sa.Connection,
    wanted: Sequence[Wanted],
    *,
    lease: Lease,
    now: datetime,
    gap: timedelta,
) -> tuple[dict[str, HostState], set[int], list[Back]]:
    """Take the hosts of `wanted` where that is polite.

    Out: the states of the hosts taken, the ids that may be fetched now, and those that must go back.
    A row with an empty host needs nobody's leave.
    """
    by_host: dict[str, list[int]] = defaultdict(list)
    granted: set[int] = set()
    for item in wanted:
        if item.host:
            by_host[item.host].append(item.id)
        else:
            granted.add(item.id)
    if not by_host:
        return {}, granted, []
    states = _lock(connection, by_host)
    missing = [key for key in by_host if key not in states]
    if missing:
        database.insert_new(connection, hosts, [{"key": key, "next_at": now} for key in sorted(missing)])
        states |= _lock(connection, missing)
    taken: dict[str, HostState] = {}
    backs: list[Back] = []
    for key, ids in by_host.items():
        decision = grant(states[key], len(ids), now=now, policy_gap=gap)
        if decision.rows:
            taken[key] = states[key]
            granted.update(ids[: decision.rows])
        backs.extend(
            Back(row, decision.next_at + decision.gap * rank, decision.why)
            for rank, row in enumerate(ids[decision.rows :])
        )
    if taken:
        connection.execute(
            sa.update(hosts)
            .where(hosts.c.key.in_(list(taken)))
            .values(lease_token=lease.token, lease_until=lease.until)
        )
    return taken, granted, backs


def _lock(connection: sa.Connection, keys: Iterable[str]) -> dict[str, HostState]:
    return {row[0]: HostState(*row) for row in connection.execute(_STATES, {"keys": list(keys)})}


def release(connection: sa.Connection, token: str, updates: Iterable[HostUpdate]) -> None:
    """Let go of hosts after an exchange, noting when the next may start."""
    updates = list(updates)
    if len(updates) > 1 and connection.dialect.name != "sqlite":
        # in the order that `acquire` locks them in; SQLite locks no rows
        connection.execute(_KEYS, {"keys": [update.key for update in updates]})
    plain, with_robots = [], []
    for update in updates:
        row = {
            "b_key": update.key,
            "b_token": token,
            "b_next": update.next_at,
            "b_blocked": update.blocked_until,
        }
        if update.robots_at is None:
            plain.append(row)
        else:
            with_robots.append(
                row | {"b_robots": update.robots, "b_robots_at": update.robots_at, "b_delay": update.crawl_delay}
            )
    if plain:
        connection.execute(_RELEASE, plain)
    if with_robots:
        connection.execute(_RELEASE_WITH_ROBOTS, with_robots)


def let_go_of_the_dead(
    connection: sa.Connection, held: sa.ColumnElement[bool], *, now: datetime, gap: timedelta
) -> None:
    """Free the hosts that match `held` and are under lease: whoever talked to them is dead.

    A request may have been sent a moment ago, so each rests for its gap first.
    """
    query = sa.select(hosts.c.key, *_STATE).where(hosts.c.lease_token.is_not(None), held)
    locked = query.order_by(hosts.c.key).with_for_update()
    states = [HostState(*row) for row in connection.execute(locked)]
    if states:
        connection.execute(
            sa.update(hosts)
            .where(hosts.c.key == sa.bindparam("b_key"))
            .values(next_at=sa.bindparam("b_next"), lease_token=sa.null(), lease_until=sa.null()),
            [{"b_key": state.key, "b_next": max(state.next_at, now + gap_of(state, gap))} for state in states],
        )


# Built once: they run for every batch and every article.

# One order for all, so that two batches never wait for each other.
_KEYS = (
    sa.select(hosts.c.key)
    .where(hosts.c.key.in_(sa.bindparam("keys", expanding=True)))
    .order_by(hosts.c.key)
    .with_for_update()
)

_STATE = (
    hosts.c.next_at,
    hosts.c.blocked_until,
    hosts.c.lease_until,
    hosts.c.robots,
    hosts.c.robots_at,
    hosts.c.crawl_delay,
)
_STATES = _KEYS.add_columns(*_STATE)

_RELEASE = (
    sa.update(hosts)
    .where(hosts.c.key == sa.bindparam("b_key"), hosts.c.lease_token == sa.bindparam("b_token"))
    .values(
        next_at=sa.bindparam("b_next"),
        blocked_until=sa.func.coalesce(sa.bindparam("b_blocked", type_=UtcDateTime), hosts.c.blocked_until),
        lease_token=sa.null(),
        lease_until=sa.null(),
    )
)

_RELEASE_WITH_ROBOTS = _RELEASE.values(
    robots=sa.bindparam("b_robots"), robots_at=sa.bindparam("b_robots_at"), crawl_delay=sa.bindparam("b_delay")
)
