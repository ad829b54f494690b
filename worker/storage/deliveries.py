"""Deliveries as work: the outbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.domain.alert import Channel, ChannelKind, DeliveryOutcome, DeliveryState, DeliveryWork
from worker.domain.work import Back, Lease, State
from worker.storage.codec import message_from_json
from worker.storage.engine import Database
from worker.storage.tables import alerts, channels, deliveries
from worker.storage.work import FINISHED, claim, give_back

CHANNEL_COLUMNS = (
    channels.c.id,
    channels.c.name,
    channels.c.kind,
    channels.c.config,
    channels.c.allow_private,
    channels.c.origin,
    channels.c.disabled,
    channels.c.blocked_until,
    channels.c.failures,
)


def channel_from(row: Any) -> Channel:
    """A Channel from a row of CHANNEL_COLUMNS."""
    return Channel(
        id=row[0],
        name=row[1],
        kind=ChannelKind(row[2]),
        config=row[3],
        allow_private=row[4],
        origin=row[5],
        disabled=row[6],
        blocked_until=row[7],
        failures=row[8],
    )


class DeliveryRows:
    """The deliver stage's side of the database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(self, ids: Sequence[int], *, lease: Lease, now: datetime, max_attempts: int) -> list[DeliveryWork]:
        """Claim deliveries; those whose channel asked for silence are given back until it ends."""
        with self._db.write() as connection:
            claimed = claim(connection, deliveries, ids, lease=lease, now=now, max_attempts=max_attempts)
            mine = [row.id for row in claimed]
            if not mine:
                return []
            rows = connection.execute(
                sa.select(
                    *CHANNEL_COLUMNS,
                    deliveries.c.id.label("delivery_id"),
                    deliveries.c.uid,
                    deliveries.c.tries,
                    deliveries.c.created_at,
                    alerts.c.message,
                )
                .join(channels, channels.c.id == deliveries.c.channel_id)
                .join(alerts, alerts.c.id == deliveries.c.alert_id)
                .where(deliveries.c.id.in_(mine))
                .order_by(deliveries.c.created_at, deliveries.c.id)
            ).all()
            backs = [
                Back(row.delivery_id, row.blocked_until, f"{row.name} asked for silence")
                for row in rows
                if row.blocked_until is not None and row.blocked_until > now
            ]
            give_back(connection, deliveries, lease.token, backs)
        silent = {back.id for back in backs}
        return [
            DeliveryWork(
                id=row.delivery_id,
                uid=row.uid,
                tries=row.tries,
                channel=channel_from(row),
                message=message_from_json(row.message),
                created_at=row.created_at,
            )
            for row in rows
            if row.delivery_id not in silent
        ]

    def finish(self, token: str, outcome: DeliveryOutcome, *, now: datetime) -> bool:
        """Store what became of a delivery, and what follows for its channel. False where the lease was lost."""
        waiting = outcome.state is DeliveryState.WAITING
        with self._db.write() as connection:
            changed = connection.execute(
                sa.update(deliveries)
                .where(deliveries.c.id == outcome.id, deliveries.c.lease_token == token)
                .values(
                    **FINISHED,
                    state=State.PENDING if waiting else State.DONE,
                    next_at=outcome.next_at,
                    waiting=outcome.reason if waiting else "",
                    result=outcome.state,
                    reason=outcome.reason,
                    status=outcome.status,
                    tries=outcome.tries,
                    finished_at=None if waiting else now,
                )
            ).rowcount
            if not changed:
                return False
            self._note_channel(connection, outcome, now)
        return True

    def _note_channel(self, connection: sa.Connection, outcome: DeliveryOutcome, now: datetime) -> None:
        values: dict[str, Any] = {}
        where = [channels.c.id == outcome.channel_id]
        if outcome.state is DeliveryState.SENT:
            values = {"last_ok_at": now, "failures": 0}
        elif outcome.state in (DeliveryState.WAITING, DeliveryState.FAILED):
            values = {"failures": channels.c.failures + 1}
        if outcome.disable_channel:
            values |= {"disabled": outcome.disable_channel, "disabled_at": now}
        if outcome.block_channel_until is not None:
            values |= {"blocked_until": outcome.block_channel_until}
        if values:
            connection.execute(sa.update(channels).where(*where).values(values))
