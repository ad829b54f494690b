"""The state machine of work rows, over feeds, articles and deliveries alike.

    pending ──claim──► running ──finish──► done (a feed: pending again, until its next poll)
       ▲                  │ lease lapsed: claimable again, attempts + 1
       └── give back ─────┤
                          └── attempts used up ──► dead ──retry by hand──► pending

`hinted_until` belongs to whoever publishes; `lease_token` and `lease_until` to whoever claims. Neither reads
the other's column to decide who may work.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from worker.domain.work import Back, Due, Lease, Queue, QueueCounts, State
from worker.storage.engine import Database, UtcDateTime
from worker.storage.hosts import let_go_of_the_dead
from worker.storage.tables import ORDER, WORK, hosts


def claimable(table: sa.Table, now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Due and free: pending and its time has come, or running under a lease that lapsed."""
    return sa.or_(
        sa.and_(table.c.state == State.PENDING, table.c.next_at <= now),
        sa.and_(table.c.state == State.RUNNING, table.c.lease_until <= now),
    )


def claim(
    connection: sa.Connection,
    table: sa.Table,
    ids: Sequence[int],
    *,
    lease: Lease,
    now: datetime,
    max_attempts: int,
    columns: Sequence[sa.Column[Any]] = (),
) -> list[sa.Row[Any]]:
    """Claim those of `ids` that are claimable. Out: their rows, `columns` and before them the id, in no order.

    A row at which a worker died before is claimed only when it comes alone; one that used up its attempts is
    not claimed (the sweep buries it).
    """
    return list(
        connection.execute(
            _claim_statement(table, len(ids) == 1, tuple(columns)),
            {
                "ids": list(ids),
                "now": now,
                "most": max_attempts,
                "token": lease.token,
                "until": lease.until,
            },
        )
    )


@cache
def _claim_statement(table: sa.Table, alone: bool, columns: tuple[sa.Column[Any], ...]) -> sa.Executable:
    """Built once: it runs for every batch, and building it costs more than running it."""
    now = sa.bindparam("now", type_=UtcDateTime)
    due = claimable(table, now)
    free = sa.select(table.c.id).where(
        table.c.id.in_(sa.bindparam("ids", expanding=True)), due, table.c.attempts < sa.bindparam("most")
    )
    if not alone:
        free = free.where(table.c.attempts == 0)
    # key_share: a row that another transaction merely refers to (a poll storing a sighting of an article) is free.
    # Passing it over would use up its hint.
    free = free.order_by(table.c.id).with_for_update(skip_locked=True, key_share=True)
    return (
        sa.update(table)
        .where(table.c.id.in_(free.scalar_subquery()), due)
        .values(
            state=State.RUNNING,
            lease_token=sa.bindparam("token"),
            lease_until=sa.bindparam("until", type_=UtcDateTime),
            attempts=table.c.attempts + 1,
        )
        .returning(table.c.id, *columns)
    )


def give_back(connection: sa.Connection, table: sa.Table, token: str, backs: Iterable[Back]) -> None:
    """Make claimed rows pending again; the claim does not count as an attempt."""
    rows = [{"b_id": back.id, "b_at": back.next_at, "b_why": back.waiting} for back in backs]
    if rows:
        connection.execute(
            sa.update(table)
            .where(table.c.id == sa.bindparam("b_id"), table.c.lease_token == token)
            .values(
                state=State.PENDING,
                attempts=table.c.attempts - 1,
                next_at=sa.bindparam("b_at"),
                waiting=sa.bindparam("b_why"),
                hinted_until=None,
                lease_token=None,
                lease_until=None,
            ),
            rows,
        )


def _sweepable() -> sa.Select[Any]:
    """One row of truth values, in the order of WORK; see WorkRows.sweepable."""
    now = sa.bindparam("now", type_=UtcDateTime)
    found: list[sa.ColumnElement[Any]] = [
        sa.exists()
        .where(claimable(table, now), sa.or_(table.c.hinted_until.is_(None), table.c.hinted_until <= now))
        .label(queue.value)
        for queue, table in WORK.items()
    ]
    return sa.select(*found)


_SWEEPABLE = _sweepable()


def _everywhere(
    connection: sa.Connection, where: Callable[[sa.Table], sa.ColumnElement[bool]], values: dict[str, Any]
) -> int:
    """Change rows of all queues. Out: how many."""
    return sum(
        connection.execute(sa.update(table).where(where(table)).values(values)).rowcount for table in WORK.values()
    )


FINISHED: dict[str, Any] = {
    "attempts": sa.literal_column("0"),
    "hinted_until": sa.null(),
    "lease_token": sa.null(),
    "lease_until": sa.null(),
}
"""What every finish writes beside its own state and times; in the statement's text, not bound anew for each row."""


class WorkRows:
    """What sweep, `run` and operators do with rows of any queue."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def due(self, queue: Queue, *, now: datetime, limit: int, max_attempts: int) -> list[Due]:
        """Claimable rows, longest waiting first, without touching them."""
        table = WORK[queue]
        query = (
            sa.select(table.c.id, table.c.attempts)
            .where(claimable(table, now), table.c.attempts < max_attempts)
            .order_by(*ORDER[queue])
            .limit(limit)
        )
        with self._db.read() as connection:
            return [Due(*row) for row in connection.execute(query)]

    def sweepable(self, *, now: datetime) -> set[Queue]:
        """The queues that have a claimable row nobody has hinted: the others' sweeps would find nothing.

        One statement that writes nothing, so that a sweep of quiet queues costs next to nothing.
        """
        with self._db.read() as connection:
            found = connection.execute(_SWEEPABLE, {"now": now}).one()
        return {queue for queue, there in zip(WORK, found, strict=True) if there}

    def mark_hinted(self, queue: Queue, *, now: datetime, until: datetime, cap: int, max_attempts: int) -> list[Due]:
        """Take claimable rows that nobody has hinted, mark them hinted until `until`, commit, return them.

        cap: at most so many hints may be outstanding for the queue; beyond it nothing more is taken.
        """
        table = WORK[queue]
        with self._db.write() as connection:
            self._db.take_hint_lock(connection)
            outstanding = connection.scalar(
                sa.select(sa.func.count())
                .select_from(table)
                .where(table.c.state == State.PENDING, table.c.hinted_until > now)
            )
            room = cap - (outstanding or 0)
            if room <= 0:
                return []
            rows = connection.execute(
                sa.select(table.c.id, table.c.attempts)
                .where(
                    claimable(table, now),
                    table.c.attempts < max_attempts,
                    sa.or_(table.c.hinted_until.is_(None), table.c.hinted_until <= now),
                )
                .order_by(*ORDER[queue])
                .limit(room)
                .with_for_update(skip_locked=True)
            ).all()
            if rows:
                connection.execute(
                    sa.update(table).where(table.c.id == sa.bindparam("b_id")).values(hinted_until=until),
                    [{"b_id": row[0]} for row in rows],
                )
        return [Due(*row) for row in rows]

    def unhint(self, queue: Queue, ids: Sequence[int]) -> None:
        """Forget that these rows were hinted, because the hint could not be sent."""
        table = WORK[queue]
        with self._db.write() as connection:
            connection.execute(
                sa.update(table).where(table.c.id.in_(ids), table.c.state == State.PENDING).values(hinted_until=None)
            )

    def forget_hints(self) -> int:
        """Let the next sweep hint everything that is due again: the broker that held the hints is gone.

        Returns how many rows that concerns.
        """
        with self._db.write() as connection:
            return _everywhere(connection, lambda table: table.c.hinted_until.is_not(None), {"hinted_until": None})

    def end_leases(self, *, now: datetime, gap: timedelta) -> int:
        """Let every running row be claimed again at once: to be called only where no worker can be alive.

        The hosts that were talked to are free again too, after a pause of `gap`. Without it rows and hosts come back
        when their leases lapse, so it saves time, not work; and a worker that lives after all changes nothing any
        more. Returns how many rows that concerns.
        """
        with self._db.write() as connection:
            let_go_of_the_dead(connection, sa.true(), now=now, gap=gap)
            return _everywhere(connection, lambda table: table.c.state == State.RUNNING, {"lease_until": now})

    def take_from_the_dead(self, queue: Queue, ids: Sequence[int], *, now: datetime, gap: timedelta) -> int:
        """A process died while it worked at these rows: let them be claimed again at once.

        A row at which one died before keeps its lease: what happens once may be chance, what happens again must not
        kill a process a second. The hosts that were talked to are free after a pause of `gap`, whoever died. Where
        another process has taken one of the rows meanwhile, it is worked twice and finished once. Returns how many
        rows can be claimed.
        """
        table = WORK[queue]
        those = sa.and_(table.c.id.in_(ids), table.c.state == State.RUNNING)
        with self._db.write() as connection:
            tokens = sa.select(table.c.lease_token).where(those)
            let_go_of_the_dead(connection, hosts.c.lease_token.in_(tokens), now=now, gap=gap)
            connection.execute(  # those that it did not claim any more: their hint died with it
                sa.update(table).where(table.c.id.in_(ids), table.c.state == State.PENDING).values(hinted_until=None)
            )
            return connection.execute(
                sa.update(table).where(those, table.c.attempts <= 1).values(lease_until=now, hinted_until=None)
            ).rowcount

    def bury(self, queue: Queue, *, now: datetime, max_attempts: int) -> list[int]:
        """Declare dead the claimable rows that used up their attempts. Returns their ids."""
        table = WORK[queue]
        query = sa.select(table.c.id).where(claimable(table, now), table.c.attempts >= max_attempts)
        with self._db.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        with self._db.write() as connection:
            rows = connection.execute(
                sa.update(table)
                .where(claimable(table, now), table.c.attempts >= max_attempts)
                .values(
                    state=State.DEAD,
                    waiting=f"a worker died at it {max_attempts} time{'s' if max_attempts > 1 else ''}",
                    lease_token=None,
                    lease_until=None,
                )
                .returning(table.c.id)
            )
            return [row[0] for row in rows]

    def give_back(self, queue: Queue, token: str, backs: Iterable[Back]) -> None:
        """Make claimed rows pending again, each at its own time."""
        with self._db.write() as connection:
            give_back(connection, WORK[queue], token, backs)

    def fail(self, queue: Queue, token: str, row: int, *, next_at: datetime, why: str) -> None:
        """Give a row back after an error of ours: pending at `next_at`, the attempt counts."""
        table = WORK[queue]
        with self._db.write() as connection:
            connection.execute(
                sa.update(table)
                .where(table.c.id == row, table.c.lease_token == token)
                .values(
                    state=State.PENDING,
                    next_at=next_at,
                    waiting=why,
                    hinted_until=None,
                    lease_token=None,
                    lease_until=None,
                )
            )

    def retry_dead(self, queue: Queue, *, now: datetime, ids: Sequence[int] | None = None) -> int:
        """Make dead rows (all, or those of `ids`) pending again. Returns how many."""
        table = WORK[queue]
        where = [table.c.state == State.DEAD]
        if ids is not None:
            where.append(table.c.id.in_(ids))
        with self._db.write() as connection:
            return connection.execute(
                sa.update(table)
                .where(*where)
                .values(state=State.PENDING, attempts=0, next_at=now, hinted_until=None, waiting="retried by hand")
            ).rowcount

    def counts(self, queue: Queue, *, now: datetime) -> QueueCounts:
        """How the queue stands."""
        table = WORK[queue]
        due = claimable(table, now)
        one: sa.Case[int] = sa.case((due, 1), else_=0)
        query = sa.select(
            sa.func.coalesce(sa.func.sum(one), 0),
            sa.func.coalesce(
                sa.func.sum(sa.case((sa.and_(table.c.state == State.PENDING, table.c.next_at > now), 1), else_=0)), 0
            ),
            sa.func.coalesce(
                sa.func.sum(
                    sa.case((sa.and_(table.c.state == State.RUNNING, table.c.lease_until > now), 1), else_=0)
                ),
                0,
            ),
            sa.func.coalesce(sa.func.sum(sa.case((table.c.state == State.DEAD, 1), else_=0)), 0),
            sa.func.coalesce(sa.func.sum(sa.case((table.c.hinted_until > now, 1), else_=0)), 0),
            sa.func.min(sa.case((due, table.c.next_at), else_=None)),
        ).where(table.c.state != State.DONE)
        with self._db.read() as connection:
            row = connection.execute(query).one()
        return QueueCounts(queue, row[0], row[1], row[2], row[3], row[4], row[5])

    def next_wait(self, queue: Queue, *, now: datetime) -> datetime | None:
        """When the next row that waits only for a host's gap comes due, or None where none does."""
        table = WORK[queue]
        query = sa.select(sa.func.min(table.c.next_at)).where(
            table.c.state == State.PENDING,
            table.c.next_at > now,
            sa.or_(table.c.waiting.like("the gap between%"), table.c.waiting.like("another request%")),
        )
        with self._db.read() as connection:
            value: datetime | None = connection.scalar(query)
            return value
