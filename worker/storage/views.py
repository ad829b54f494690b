"""What people look at: lists for the command line and, later, pages. Read-only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from worker.domain.alert import AlertView, Channel, DeliveryView, Outcome, Reason
from worker.domain.feed import FeedView
from worker.domain.work import Queue, State
from worker.storage.codec import message_from_json
from worker.storage.deliveries import CHANNEL_COLUMNS, channel_from
from worker.storage.engine import Database
from worker.storage.tables import WORK, alerts, articles, channels, deliveries, entries, feeds, matches, watches


class Views:
    """Lists and sums."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def feeds(self, *, ids: Sequence[int] | None = None) -> list[FeedView]:
        """All living feeds (or those of `ids`), those in trouble first, then by name."""
        where = [feeds.c.removed_at.is_(None)]
        if ids is not None:
            where.append(feeds.c.id.in_(ids))
        counts = (
            sa.select(entries.c.feed_id, sa.func.count().label("n"), sa.func.max(entries.c.first_seen).label("last"))
            .group_by(entries.c.feed_id)
            .subquery()
        )
        with self._db.read() as connection:
            would = self._would_have_told(connection)
            rows = connection.execute(
                sa.select(feeds, counts.c.n, counts.c.last)
                .outerjoin(counts, counts.c.feed_id == feeds.c.id)
                .where(*where)
                .order_by(feeds.c.failures.desc(), feeds.c.name, feeds.c.url)
            ).all()
        return [
            FeedView(
                id=row.id,
                url=row.url,
                name=row.name or row.title,
                origin=row.origin,
                tags=tuple(row.tags),
                state=row.state,
                next_at=row.next_at,
                why_then=row.waiting,
                last_polled_at=row.last_polled_at,
                last_status=row.last_status,
                last_error=row.last_error,
                failures=row.failures,
                entries=row.n or 0,
                last_entry_at=row.last,
                would_have_told=would.get(row.id, 0),
                notes=tuple(row.notes),
            )
            for row in rows
        ]

    def _would_have_told(self, connection: sa.Connection) -> dict[int, int]:
        rows = connection.execute(
            sa.select(entries.c.feed_id, sa.func.count(sa.distinct(alerts.c.id)))
            .join(matches, matches.c.article_id == entries.c.article_id)
            .join(alerts, alerts.c.match_id == matches.c.id)
            .where(alerts.c.outcome == Outcome.NOT_TOLD, alerts.c.reason == Reason.HISTORY, entries.c.history)
            .group_by(entries.c.feed_id)
        )
        return dict(rows.all())

    def alerts(
        self,
        *,
        limit: int = 50,
        after_id: int | None = None,
        before: "Place | None" = None,
        fresher: "Place | None" = None,
        watch: str | None = None,
        outcome: Outcome | None = None,
        since: datetime | None = None,
    ) -> list[AlertView]:
        """Alerts, newest first; with `after_id` those that came later, oldest first (for following).

        before: only those behind that place in the list. fresher: only those made or decided anew since
        `newest` was there.
        """
        query = sa.select(alerts)
        if after_id is not None:
            query = query.where(alerts.c.id > after_id).order_by(alerts.c.id)
        else:
            query = query.order_by(alerts.c.decided_at.desc(), alerts.c.id.desc())
        if before is not None:
            query = query.where(sa.tuple_(alerts.c.decided_at, alerts.c.id) < sa.tuple_(*_bound(before)))
        if fresher is not None:
            at, number = _bound(fresher)
            query = query.where(sa.or_(alerts.c.id > number, alerts.c.decided_at > at))
        if watch is not None:
            query = query.where(alerts.c.message["watch"].as_string() == watch)
        if outcome is not None:
            query = query.where(alerts.c.outcome == outcome)
        if since is not None:
            query = query.where(alerts.c.decided_at >= since)
        with self._db.read() as connection:
            return [
                AlertView(
                    id=row.id,
                    at=row.decided_at,
                    outcome=row.outcome,
                    reason=row.reason,
                    detail=row.detail,
                    message=message_from_json(row.message),
                )
                for row in connection.execute(query.limit(limit))
            ]

    def newest(self) -> "Place":
        """The highest id and the latest moment of all alerts, told or not; two looks into indexes.

        Ids rise in the order in which alerts are committed, because that happens under the decision lock. What
        is decided anew keeps its id, and is found by its moment.
        """
        with self._db.read() as connection:
            number = connection.scalar(sa.select(sa.func.max(alerts.c.id)))
            at = connection.scalar(sa.select(sa.func.max(alerts.c.decided_at)))
            return Place(at, number) if at is not None and number is not None else BEGINNING

    def alert_counts(self, *, after_id: int = 0) -> dict[tuple[str, str], int]:
        """How many alerts there are by (outcome, reason), of those with a higher id than `after_id`."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(alerts.c.outcome, alerts.c.reason, sa.func.count())
                .where(alerts.c.id > after_id)
                .group_by(alerts.c.outcome, alerts.c.reason)
            )
            return {(row[0], row[1]): row[2] for row in rows}

    def deliveries(
        self, *, limit: int = 50, channel: str | None = None, result: str | None = None
    ) -> list[DeliveryView]:
        """Deliveries, newest first."""
        query = (
            sa.select(
                deliveries,
                channels.c.name.label("channel_name"),
                channels.c.kind.label("channel_kind"),
                alerts.c.message,
            )
            .join(channels, channels.c.id == deliveries.c.channel_id)
            .join(alerts, alerts.c.id == deliveries.c.alert_id)
            .order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc())
            .limit(limit)
        )
        if channel is not None:
            query = query.where(channels.c.name == channel)
        if result is not None:
            query = query.where(deliveries.c.state == "dead" if result == "dead" else deliveries.c.result == result)
        with self._db.read() as connection:
            return [
                DeliveryView(
                    id=row.id,
                    uid=row.uid,
                    channel=row.channel_name,
                    kind=row.channel_kind,
                    state="dead" if row.state == "dead" else row.result,
                    reason=row.reason or row.waiting,
                    status=row.status,
                    tries=row.tries,
                    created_at=row.created_at,
                    next_at=row.next_at,
                    finished_at=row.finished_at,
                    watch=row.message["watch"],
                    title=row.message["title"],
                )
                for row in connection.execute(query)
            ]

    def dead_articles(self, *, limit: int = 50) -> list[tuple[int, str | None, str]]:
        """Articles that were given up: (id, URL, why)."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(articles.c.id, articles.c.url, articles.c.waiting)
                .where(articles.c.state == "dead")
                .order_by(articles.c.id.desc())
                .limit(limit)
            )
            return [(row[0], row[1], row[2]) for row in rows]

    def watches(self) -> list["WatchView"]:
        """The living watches, by name, with what became of their matches."""
        told = sa.func.sum(sa.case((alerts.c.outcome == Outcome.TOLD, 1), else_=0))
        last = sa.func.max(sa.case((alerts.c.outcome == Outcome.TOLD, alerts.c.decided_at), else_=None))
        counts = (
            sa.select(matches.c.watch_id, told.label("told"), sa.func.count().label("all"), last.label("last"))
            .join(alerts, alerts.c.match_id == matches.c.id)
            .group_by(matches.c.watch_id)
            .subquery()
        )
        query = (
            sa.select(watches, counts.c.told, counts.c.all, counts.c.last)
            .outerjoin(counts, counts.c.watch_id == watches.c.id)
            .where(watches.c.removed_at.is_(None))
            .order_by(watches.c.name)
        )
        with self._db.read() as connection:
            return [
                WatchView(
                    id=row.id,
                    name=row.name,
                    origin=row.origin,
                    keywords=tuple(row.terms["keywords"]),
                    all_of=tuple(row.terms["all"]),
                    none_of=tuple(row.terms["none"]),
                    channels=tuple(row.channels),
                    severity=row.severity,
                    told=int(row.told or 0),
                    not_told=int(row.all or 0) - int(row.told or 0),
                    last_told_at=row.last,
                    query=row.terms.get("query", ""),
                )
                for row in connection.execute(query)
            ]

    def channels(self) -> list["ChannelView"]:
        """The living channels, by name, with how they have fared."""
        query = (
            sa.select(*CHANNEL_COLUMNS, channels.c.last_ok_at, channels.c.disabled_at)
            .where(channels.c.removed_at.is_(None))
            .order_by(channels.c.name)
        )
        with self._db.read() as connection:
            return [
                ChannelView(channel_from(row), last_ok_at=row.last_ok_at, disabled_at=row.disabled_at)
                for row in connection.execute(query)
            ]

    def sums(self) -> "Sums":
        """How many living feeds, watches and channels there are, and how many of them are in trouble."""
        trouble = sa.or_(feeds.c.last_error.is_not(None), feeds.c.state == State.DEAD)
        with self._db.read() as connection:
            feed = connection.execute(
                sa.select(
                    sa.func.count().label("n"),
                    sa.func.sum(sa.case((trouble, 1), else_=0)).label("trouble"),
                    sa.func.max(feeds.c.last_polled_at).label("polled"),
                ).where(feeds.c.removed_at.is_(None))
            ).one()
            names = sa.select(channels.c.name, channels.c.disabled).where(channels.c.removed_at.is_(None))
            known = connection.execute(names.order_by(channels.c.name)).all()
            living = sa.select(sa.func.count()).select_from(watches).where(watches.c.removed_at.is_(None))
            return Sums(
                feeds=feed.n,
                feeds_in_trouble=int(feed.trouble or 0),
                last_polled_at=feed.polled,
                watches=connection.scalar(living) or 0,
                channels=len(known),
                channels_off=tuple(row.name for row in known if row.disabled),
            )

    def activity(self, since: datetime) -> "Activity":
        """What was done since a moment; of the deliveries also those that wait or were given up."""
        with self._db.read() as connection:
            new = connection.execute(
                sa.select(
                    entries.c.feed_id,
                    sa.func.sum(sa.case((entries.c.history, 0), else_=1)),
                    sa.func.sum(sa.case((entries.c.history, 1), else_=0)),
                )
                .where(entries.c.first_seen >= since)
                .group_by(entries.c.feed_id)
            )
            news = {row[0]: (int(row[1]), int(row[2])) for row in new}
            first = connection.scalars(sa.select(feeds.c.id).where(feeds.c.first_polled_at >= since)).all()
            read = connection.execute(
                sa.select(articles.c.text_source, sa.func.count())
                .where(articles.c.processed_at >= since)
                .group_by(articles.c.text_source)
            ).all()
            decided = connection.execute(
                sa.select(alerts.c.outcome, alerts.c.reason, sa.func.count())
                .where(alerts.c.decided_at >= since)
                .group_by(alerts.c.outcome, alerts.c.reason)
            )
            dead = deliveries.c.state == State.DEAD
            stands = sa.or_(dead, deliveries.c.state == State.PENDING)
            why = sa.case((stands, deliveries.c.waiting), else_=deliveries.c.reason).label("why")
            result = sa.case((dead, State.DEAD), else_=deliveries.c.result).label("what")
            sent = connection.execute(
                sa.select(channels.c.name, result, why, sa.func.count())
                .join(channels, channels.c.id == deliveries.c.channel_id)
                .where(sa.or_(deliveries.c.finished_at >= since, stands))
                # by label: PostgreSQL takes an expression with parameters for another one each time
                .group_by(channels.c.name, sa.text("what"), sa.text("why"))
                .order_by(channels.c.name)
            )
            again = connection.scalar(
                sa.select(sa.func.min(deliveries.c.next_at)).where(deliveries.c.state == State.PENDING)
            )
            return Activity(
                entries=news,
                first_polled=frozenset(first),
                articles={row[0] or "": row[1] for row in read},
                alerts={(row[0], row[1]): row[2] for row in decided},
                deliveries=[(row[0], row[1], row[2], row[3]) for row in sent],
                next_delivery_at=again,
            )

    def failing_inside(self, *, limit: int = 10) -> list[tuple[Queue, int, str]]:
        """Rows that errors of Wirewatch itself have stopped: (queue, row, why)."""
        found: list[tuple[Queue, int, str]] = []
        with self._db.read() as connection:
            for queue, table in WORK.items():
                rows = connection.execute(
                    sa.select(table.c.id, table.c.waiting)
                    .where(table.c.state != State.DONE, table.c.waiting.like("an error of Wirewatch itself%"))
                    .order_by(table.c.id)
                    .limit(limit)
                )
                found.extend((queue, row[0], row[1]) for row in rows)
        return found[:limit]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list of alerts, newest first: when one was decided (aware UTC), and its id."""

    at: datetime
    id: int


BEGINNING = Place(datetime.min.replace(tzinfo=UTC), 0)
"""Before all alerts."""


def _bound(place: Place) -> tuple[sa.BindParameter[datetime], sa.BindParameter[int]]:
    return sa.literal(place.at, alerts.c.decided_at.type), sa.literal(place.id, alerts.c.id.type)


@dataclass(frozen=True, slots=True)
class Sums:
    """How much there is. in_trouble: feeds whose last poll failed, or that were stopped. off: disabled, by name."""

    feeds: int
    feeds_in_trouble: int
    last_polled_at: datetime | None
    watches: int
    channels: int
    channels_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchView:
    """A watch as its owner wants to see it."""

    id: int
    name: str
    origin: str
    keywords: tuple[str, ...]
    all_of: tuple[str, ...]
    none_of: tuple[str, ...]
    channels: tuple[str, ...]
    severity: str
    told: int
    not_told: int
    last_told_at: datetime | None
    query: str = ""


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel with how it has fared. `${NAME}` in its config is unexpanded; literal secrets are not redacted."""

    channel: Channel
    last_ok_at: datetime | None
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done since a moment.

    entries: by feed id, (news, history) entries that were new. first_polled: ids of the feeds read for the first
    time. articles: read, by where their text came from. alerts: by (outcome, reason). deliveries: (channel,
    result, reason, how many); of those that wait or are dead all there are, not only new ones.
    next_delivery_at: when the first of those that wait is tried.
    """

    entries: Mapping[int, tuple[int, int]]
    first_polled: frozenset[int]
    articles: Mapping[str, int]
    alerts: Mapping[tuple[str, str], int]
    deliveries: Sequence[tuple[str, str, str, int]]
    next_delivery_at: datetime | None
