"""What people declared: feeds, watches, channels, officials; from files or made by hand, each with its origin.

A file's rows are replaced as a whole by `mirror`; rows of another origin are never touched by it. A row that
leaves its file is marked removed, not deleted: its entries go on saying what is known already.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from worker.domain.alert import Channel, DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.http import host_key
from worker.domain.reading import Official, Role
from worker.domain.upkeep import Changes
from worker.domain.watch import DeclaredWatch, Severity, Watch
from worker.domain.work import State
from worker.storage import people
from worker.storage.deliveries import CHANNEL_COLUMNS, channel_from
from worker.storage.engine import Database
from worker.storage.tables import channels, feeds, meta, officials, watches

FORGOTTEN_AFTER = timedelta(days=1)
"""A feed that was gone for longer starts afresh when it returns: its backlog is history, not news."""

VERSION, FINGERPRINT, REFUSED = "config_version", "config_fingerprint", "config_refused"


class DeclaredRows:
    """The declared rows, and the version that tells workers to look at them again."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def version(self) -> int:
        """Rises with every change to feeds, watches, channels or officials."""
        with self._db.read() as connection:
            return _version(connection)

    def state(self) -> dict[str, str]:
        """`config_version`, `config_fingerprint` and `config_refused` (why the files were not taken, or "")."""
        with self._db.read() as connection:
            return dict(connection.execute(sa.select(meta.c.key, meta.c.value)).all())

    def refuse(self, fingerprint: str, why: str) -> None:
        """Record that the files as they are now were not taken, and why."""
        with self._db.write() as connection:
            _set(connection, self._db, FINGERPRINT, fingerprint)
            _set(connection, self._db, REFUSED, why)

    def mirror(
        self,
        declared_feeds: Sequence[DeclaredFeed],
        declared_watches: Sequence[DeclaredWatch],
        declared_channels: Sequence[DeclaredChannel],
        declared_officials: Sequence[Official] = (),
        *,
        fingerprint: str,
        now: datetime,
    ) -> Changes:
        """Make the rows that came from files equal to what the files say, in one transaction."""
        with self._db.write() as connection:
            self._db.take_decide_lock(connection)
            version = _version(connection) + 1
            parts = [
                self._mirror(
                    connection, channels, "channels.yaml", {c.name: channel_values(c) for c in declared_channels},
                    "name", version, now,
                ),
                self._mirror(
                    connection, watches, "watches.yaml", {w.name: watch_values(w) for w in declared_watches},
                    "name", version, now,
                ),
                self._mirror(
                    connection, feeds, "feeds.yaml", {f.url: feed_values(f) for f in declared_feeds},
                    "url", version, now,
                ),
                self._mirror(
                    connection, officials, "officials.yaml", {o.name: official_values(o) for o in declared_officials},
                    "name", version, now,
                ),
            ]  # fmt: skip
            people.declare(self._db, connection, declared_officials, origin="officials.yaml")
            changes = Changes(
                added=tuple(name for part in parts for name in part.added),
                changed=tuple(name for part in parts for name in part.changed),
                removed=tuple(name for part in parts for name in part.removed),
                shadowed=tuple(name for part in parts for name in part.shadowed),
            )
            if changes:
                _set(connection, self._db, VERSION, str(version))
            _set(connection, self._db, FINGERPRINT, fingerprint)
            _set(connection, self._db, REFUSED, "")
        return changes

    def _mirror(
        self,
        connection: sa.Connection,
        table: sa.Table,
        origin: str,
        wanted: Mapping[str, dict[str, Any]],
        key: str,
        version: int,
        now: datetime,
    ) -> Changes:
        # Locked in the order of their ids, as polls lock feeds, so that neither waits for the other in a circle.
        locked = sa.select(table).order_by(table.c.id).with_for_update(key_share=True)
        rows = {row[key]: row for row in connection.execute(locked).mappings()}
        added, changed, removed, shadowed = [], [], [], []
        for name, values in wanted.items():
            row = rows.get(name)
            if row is None:
                connection.execute(sa.insert(table).values(_new(table, name, key, values, origin, version, now)))
                added.append(name)
            elif row["removed_at"] is not None:
                _revive(connection, table, row, values, origin, version, now)
                added.append(name)
            elif row["origin"] != origin:
                # Made by hand under the same name: the file is the more deliberate statement, so it takes over.
                _change(connection, table, row["id"], values | {"origin": origin, "version": version})
                shadowed.append(name)
                changed.append(name)
            elif any(row[column] != value for column, value in values.items()):
                _change(connection, table, row["id"], values | {"version": version} | _mended(table))
                changed.append(name)
        for name, row in rows.items():
            if row["origin"] == origin and row["removed_at"] is None and name not in wanted:
                _remove(connection, table, row["id"], version, now)
                removed.append(name)
        return Changes(tuple(added), tuple(changed), tuple(removed), tuple(shadowed))

    def add_feed(self, feed: DeclaredFeed, *, origin: str, now: datetime) -> bool:
        """Add a feed by hand. False where it is there already."""
        return self._add(feeds, "url", feed.url, feed_values(feed), origin, now)

    def remove_feed(self, url: str, *, now: datetime) -> str | None:
        """Remove a feed that was added by hand. Out: its origin (a file's feed is left alone), None if unknown."""
        return self._by_hand(feeds, feeds.c.url == url, partial(_remove, now=now))

    def add_watch(self, watch: DeclaredWatch, *, origin: str, now: datetime) -> bool:
        """Add a watch by hand. False where there is one of this name already."""
        return self._add(watches, "name", watch.name, watch_values(watch), origin, now)

    def edit_watch(self, watch: DeclaredWatch) -> str | None:
        """Replace what a watch of this name asks for. Out: as `remove_watch`."""
        return self._by_hand(watches, watches.c.name == watch.name, partial(_edit, values=watch_values(watch)))

    def remove_watch(self, name: str, *, now: datetime) -> str | None:
        """Remove a watch that was made by hand. Out: its origin (a file's watch is left alone), None if unknown."""
        return self._by_hand(watches, watches.c.name == name, partial(_remove, now=now))

    def _add(self, table: sa.Table, key: str, name: str, values: dict[str, Any], origin: str, now: datetime) -> bool:
        with self._db.write() as connection:
            self._db.take_decide_lock(connection)  # else two changes at once read the same version, or both insert
            version = _version(connection) + 1
            row = connection.execute(sa.select(table).where(table.c[key] == name)).mappings().one_or_none()
            if row is None:
                connection.execute(sa.insert(table).values(_new(table, name, key, values, origin, version, now)))
            elif row["removed_at"] is not None:
                _revive(connection, table, row, values, origin, version, now)
            else:
                return False
            _set(connection, self._db, VERSION, str(version))
        return True

    def _by_hand(
        self, table: sa.Table, named: sa.ColumnElement[bool], act: Callable[[sa.Connection, sa.Table, int, int], None]
    ) -> str | None:
        """Change a live row that no file declares. act: given the table, the row's id and the new version. Out: the
        row's origin (a file's row is left alone), None where there is none.
        """
        with self._db.write() as connection:
            self._db.take_decide_lock(connection)
            row = connection.execute(
                sa.select(table.c.id, table.c.origin).where(named, table.c.removed_at.is_(None))
            ).one_or_none()
            if row is None:
                return None
            origin: str = row.origin
            if not origin.endswith(".yaml"):
                version = _version(connection) + 1
                act(connection, table, row.id, version)
                _set(connection, self._db, VERSION, str(version))
            return origin

    def poll_now(self, urls: Sequence[str] | None, *, now: datetime) -> list[str]:
        """Make feeds due (all, or those with these URLs or names), stopped ones too. Out: their URLs."""
        where: list[sa.ColumnElement[bool]] = [
            feeds.c.removed_at.is_(None),
            feeds.c.state.in_([State.PENDING, State.DEAD]),
        ]
        if urls is not None:
            where.append(sa.or_(feeds.c.url.in_(urls), feeds.c.name.in_(urls)))
        with self._db.write() as connection:
            rows = connection.execute(
                sa.update(feeds)
                .where(*where)
                .values(state=State.PENDING, attempts=0, next_at=now, hinted_until=None, waiting="asked for by hand")
                .returning(feeds.c.url)
            )
            return [row[0] for row in rows]

    def watches(self) -> list[Watch]:
        """The live watches, oldest first."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(watches).where(watches.c.removed_at.is_(None)).order_by(watches.c.id)
            ).mappings()
            return [_watch_from(row) for row in rows]

    def watches_since(self, version: int) -> tuple[list[Watch], list[int]]:
        """What became of watches behind a version: those that are new or changed, and the ids of those removed."""
        with self._db.read() as connection:
            rows = (
                connection.execute(sa.select(watches).where(watches.c.version > version).order_by(watches.c.id))
                .mappings()
                .all()
            )
        live = [_watch_from(row) for row in rows if row["removed_at"] is None]
        return live, [row["id"] for row in rows if row["removed_at"] is not None]

    def channels(self) -> list[Channel]:
        """The live channels, by name."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(*CHANNEL_COLUMNS).where(channels.c.removed_at.is_(None)).order_by(channels.c.name)
            )
            return [channel_from(row) for row in rows]

    def officials(self) -> list[Official]:
        """The live officials, by name."""
        with self._db.read() as connection:
            rows = connection.execute(
                sa.select(officials).where(officials.c.removed_at.is_(None)).order_by(officials.c.name)
            ).mappings()
            return [
                Official(row["name"], tuple(row["aliases"]), tuple(_role_from(role) for role in row["roles"]))
                for row in rows
            ]

    def enable_channel(self, name: str) -> None:
        """A disabled channel works again: forget why it did not."""
        with self._db.write() as connection:
            connection.execute(
                sa.update(channels)
                .where(channels.c.name == name)
                .values(disabled="", disabled_at=None, blocked_until=None, failures=0)
            )


def feed_values(feed: DeclaredFeed) -> dict[str, Any]:
    """A declared feed as columns."""
    return {
        "name": feed.name,
        "tags": list(feed.tags),
        "auth": dict(feed.auth) if feed.auth else None,
        "every_seconds": feed.every.total_seconds() if feed.every else None,
        "first_poll": feed.first_poll,
        "host": host_key(feed.url),
    }


def _watch_from(row: Mapping[Any, Any]) -> Watch:
    terms = row["terms"]
    return Watch(
        id=row["id"],
        name=row["name"],
        keywords=tuple(terms["keywords"]),
        all_of=tuple(terms["all"]),
        none_of=tuple(terms["none"]),
        channels=tuple(row["channels"]),
        severity=Severity(row["severity"]),
        query=terms.get("query", ""),
    )


def watch_values(watch: DeclaredWatch) -> dict[str, Any]:
    """A declared watch as columns."""
    return {
        "terms": {"keywords": list(watch.keywords), "all": list(watch.all_of), "none": list(watch.none_of)}
        | ({"query": watch.query} if watch.query else {}),
        "channels": list(watch.channels),
        "severity": watch.severity.value,
    }


def channel_values(channel: DeclaredChannel) -> dict[str, Any]:
    """A declared channel as columns; `${NAME}` stays unexpanded."""
    return {
        "kind": channel.kind.value,
        "config": dict(channel.config),
        "allow_private": channel.allow_private,
    }


def official_values(official: Official) -> dict[str, Any]:
    """A declared official as columns; days as ISO 8601."""
    return {
        "aliases": list(official.aliases),
        "roles": [
            {
                "title": role.title,
                "organisation": role.organisation,
                "country": role.country,
                "since": role.since and role.since.isoformat(),
                "until": role.until and role.until.isoformat(),
            }
            for role in official.roles
        ],
    }


def _role_from(stored: Mapping[str, str | None]) -> Role:
    role = Role(stored["title"] or "", stored["organisation"], stored["country"])
    since, until = stored["since"], stored["until"]
    return replace(
        role,
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
    )


def _mended(table: sa.Table) -> dict[str, Any]:
    """Changing a channel's declaration is how people mend it, so it gets another chance."""
    return {"disabled": "", "disabled_at": None, "blocked_until": None, "failures": 0} if table is channels else {}


def _new(
    table: sa.Table, name: str, key: str, values: dict[str, Any], origin: str, version: int, now: datetime
) -> dict[str, Any]:
    row = {key: name, "origin": origin, "version": version, "created_at": now} | values
    if table is feeds:
        row |= {"next_at": now, "state": State.PENDING, "notes": [], "waiting": "new"}
    return row


def _change(connection: sa.Connection, table: sa.Table, row_id: int, values: dict[str, Any]) -> None:
    connection.execute(sa.update(table).where(table.c.id == row_id).values(values))


def _edit(connection: sa.Connection, table: sa.Table, row_id: int, version: int, values: dict[str, Any]) -> None:
    _change(connection, table, row_id, values | {"version": version})


def _remove(connection: sa.Connection, table: sa.Table, row_id: int, version: int, now: datetime) -> None:
    values: dict[str, Any] = {"removed_at": now, "version": version}
    if table is feeds:
        values |= {"state": State.DONE, "waiting": "removed", "lease_token": None, "lease_until": None}
    _change(connection, table, row_id, values)


def _revive(
    connection: sa.Connection,
    table: sa.Table,
    row: sa.RowMapping,
    values: dict[str, Any],
    origin: str,
    version: int,
    now: datetime,
) -> None:
    values = values | {"origin": origin, "version": version, "removed_at": None} | _mended(table)
    if table is feeds:
        values |= {"state": State.PENDING, "attempts": 0, "next_at": now, "hinted_until": None}
        values |= {"waiting": "new", "failures": 0}
        if now - row["removed_at"] > FORGOTTEN_AFTER:
            values |= {"first_polled_at": None, "etag": None, "last_modified": None, "body_hash": None}
    _change(connection, table, row["id"], values)


def _version(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.select(meta.c.value).where(meta.c.key == VERSION)) or 0)


def _set(connection: sa.Connection, database: Database, key: str, value: str) -> None:
    database.insert_new(connection, meta, [{"key": key, "value": value}])
    connection.execute(sa.update(meta).where(meta.c.key == key).values(value=value))
