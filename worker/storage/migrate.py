"""Schema versions, by Alembic (its one home). Migrating happens on start of `run` and `up`, under a lock."""

from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from worker.errors import SchemaMismatch
from worker.storage.engine import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_769_265_002


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def head() -> str:
    """The schema version that this code expects."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise SchemaMismatch("no migrations are installed", hint="reinstall wirewatch: its package is incomplete")
    return revision


def current(database: Database) -> str | None:
    """The schema version of the database, or None for an empty one."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> tuple[str | None, str]:
    """Bring the schema up to date; many processes may call it at once. Out: (version before, version now).

    Raises SchemaMismatch where the database is newer than this code.
    """
    wanted = head()
    before = current(database)
    if before == wanted:
        return before, wanted
    known = {revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions()}
    if before is not None and before not in known:
        raise _newer(before)
    with database.write() as connection:
        if not database.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(_config(connection), "head")
    return before, wanted


def require_current(database: Database) -> None:
    """Raise SchemaMismatch, with the fix, unless the schema is the one that this code expects."""
    version = current(database)
    if version == head():
        return
    known = {revision.revision for revision in ScriptDirectory.from_config(_config()).walk_revisions()}
    if version is not None and version not in known:
        raise _newer(version)
    raise SchemaMismatch(
        f"the database has schema {version or 'none'}, this version of Wirewatch needs {head()}",
        hint="run `wirewatch db upgrade`",
    )


def differences(database: Database, metadata: sa.MetaData) -> list[Any]:
    """How the migrated schema differs from the tables in code; empty where they agree."""
    from alembic.autogenerate import compare_metadata

    with database.read() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _newer(version: str) -> SchemaMismatch:
    return SchemaMismatch(
        f"the database has schema {version}, which is newer than this version of Wirewatch knows",
        hint="install the version of Wirewatch that last ran on it, or a later one",
    )
