"""The database engine: SQLite (WAL, BEGIN IMMEDIATE) or PostgreSQL (psycopg 3), and how both are spoken to.

Why BEGIN IMMEDIATE: SQLite's deferred transactions read first and ask for the write lock later, and then fail
with "database is locked" at once instead of waiting, because the snapshot they read is stale.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

from worker.errors import DatabaseUnavailable

BUSY_TIMEOUT_MS = 15_000
_DISK_FULL = (
    "the disk that holds the database is full, so nothing can be stored",
    "make room on it; what was stored is safe, and work goes on by itself",
)
_NOT_OURS = "see that this user may read and write the file and its folder, or name another folder with --data DIR"
_KNOWN = {
    "database or disk is full": _DISK_FULL,  # SQLite: SQLITE_FULL
    "No space left on device": _DISK_FULL,  # PostgreSQL: ENOSPC, by strerror
    "unable to open database file": ("the database's file cannot be opened", _NOT_OURS),  # SQLITE_CANTOPEN
    "attempt to write a readonly database": ("the database's file may not be written", _NOT_OURS),  # SQLITE_READONLY
}
"""What the databases themselves say of what an operator can mend: the sentence that we say instead, and the fix."""
DECIDE_LOCK = 7_769_265_001
"""Key of the PostgreSQL advisory lock under which story, match and decide run. Any fixed number will do."""
HINT_LOCK = 7_769_265_003
"""Key of the lock under which hints are counted and marked: else two sweeps fill the same room under the cap."""


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime in and out; SQLite, which knows no zones, gets it as text in UTC.

    The processors are written out because this type is most of what a poll writes: SQLAlchemy's own for SQLite
    take four times as long, and give the same text.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[datetime | None], Any]:
        """Aware → what the driver takes. A naive datetime is a bug and raises ValueError."""
        return _to_text if dialect.name == "sqlite" else _to_utc

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """What the driver gives → aware UTC."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _to_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a naive datetime has no place in the database")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    value = _to_utc(value)
    return None if value is None else value.isoformat(" ", "microseconds")[:26]


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


def make_engine(url: str) -> sa.Engine:
    """An engine for `url` (sqlite:///path or postgresql+psycopg://...).

    Creates the folder of an SQLite file. Raises DatabaseUnavailable where that cannot be done.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return sa.create_engine(
        parsed,
        pool_pre_ping=True,  # a cut connection is found before a batch is claimed on it
        pool_size=2,
        max_overflow=6,
        connect_args={"connect_timeout": 5, "application_name": "wirewatch"},
    )


def _sqlite(url: URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        folder = Path(url.database).expanduser().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(
                f"the folder {folder} for the database cannot be made: {error.strerror}",
                hint="choose another folder with --data DIR or WIREWATCH_DATA_DIR",
            ) from error
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        _use_wal(cursor)
        for pragma in (
            "synchronous=NORMAL",  # a power cut may undo the last commits whole; validators go with the entries
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            # kB for each process; what falls out stays in the kernel's cache, which all share
            "cache_size=-4000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        readonly = connection.get_execution_options().get("readonly")
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


def _use_wal(cursor: Any) -> None:
    """Switch a new file to WAL. SQLite does not wait its busy time-out for this one statement, so we do."""
    ends = monotonic() + BUSY_TIMEOUT_MS / 1000
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > ends:
                raise
            sleep(0.02)
        else:
            return  # a file system without shared memory keeps its own mode, and works


class Database:
    """An engine with the two kinds of transaction the repositories need."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._reader = engine.execution_options(readonly=True)
        self.sqlite = engine.dialect.name == "sqlite"

    def room(self) -> int | None:
        """Bytes left on the disk of an SQLite file; None where the database is elsewhere or that is not known."""
        path = self.engine.url.database
        if not self.sqlite or not path or path == ":memory:":
            return None
        try:
            return shutil.disk_usage(Path(path).expanduser().parent).free
        except OSError:
            return None

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A read-write transaction. Raises DatabaseUnavailable where the database is out of reach."""
        with _translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A read transaction that takes no write lock."""
        with _translated(), self._reader.begin() as connection:
            yield connection

    def take_decide_lock(self, connection: sa.Connection) -> None:
        """Serialise decisions until this transaction ends. SQLite's write lock is held already."""
        if not self.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": DECIDE_LOCK})

    def take_hint_lock(self, connection: sa.Connection) -> None:
        """Let sweeps count and mark one after the other, until this transaction ends; claims go on meanwhile."""
        if not self.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": HINT_LOCK})

    def insert_many(self, connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all have the same columns, as cheaply as the database can.

        PostgreSQL gets them as one JSON value: psycopg pays for each row of an executemany as for a statement, and an
        article that was read has some thirty of them. Measured, CPU for a reading: 3.4 ms so, 2.2 ms this way.
        """
        if not rows:
            return
        if self.sqlite:
            connection.execute(_plain_insert(table), rows)
        else:
            connection.execute(_json_insert(table, tuple(rows[0])), {"rows": json.dumps(rows, default=_iso)})

    def insert_new(self, connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Insert rows; those that any unique constraint knows already are left as they are."""
        if not rows:
            return
        if self.sqlite:
            from sqlalchemy.dialects.sqlite import insert as sqlite_insert

            connection.execute(sqlite_insert(table).on_conflict_do_nothing(), rows)
        else:
            from sqlalchemy.dialects.postgresql import insert as postgresql_insert

            connection.execute(postgresql_insert(table).on_conflict_do_nothing(), rows)


@cache
def _plain_insert(table: sa.Table) -> sa.Insert:
    return sa.insert(table)


@cache
def _json_insert(table: sa.Table, columns: tuple[str, ...]) -> sa.TextClause:
    """Names are our own tables' and columns', never outside text."""
    names = ", ".join(f'"{name}"' for name in columns)
    return sa.text(
        f'INSERT INTO "{table.name}" ({names}) SELECT {names} '  # noqa: S608  see the docstring
        f'FROM json_populate_recordset(CAST(NULL AS "{table.name}"), CAST(:rows AS json))'
    )


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no column's value")


@contextmanager
def _translated() -> Iterator[None]:
    """Let `database out of reach` leave storage as our own error; bugs (bad SQL, constraints) stay themselves."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        cause = " ".join(str(error.orig).split())
        for words, (message, hint) in _KNOWN.items():
            if words in cause:
                raise DatabaseUnavailable(message, hint=hint) from error
        raise DatabaseUnavailable(
            f"the database did not answer as it should: {cause[:300]}",
            hint="see that it runs, that its disk has room, and that WIREWATCH_DATABASE_URL is right",
        ) from error
