"""Migrations lead from nothing to the tables in code, whoever runs them and however many at once."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.services.postgres import Postgres
from worker.errors import SchemaMismatch
from worker.storage import Storage
from worker.storage.migrate import current, differences, head, require_current, upgrade
from worker.storage.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'wirewatch.sqlite3'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.create(migrated=False)
    yield url
    postgres.drop(url)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Storage]:
    """A Storage over it."""
    storage = Storage(empty_url)
    yield storage
    storage.close()


def test_an_empty_database_has_no_version_and_is_refused_with_the_fix(empty: Storage) -> None:
    assert current(empty.database) is None
    with pytest.raises(SchemaMismatch, match="has schema none") as refused:
        require_current(empty.database)
    assert "wirewatch db upgrade" in refused.value.hint


def test_upgrade_leads_an_empty_database_to_head(empty: Storage) -> None:
    assert upgrade(empty.database) == (None, head())
    assert current(empty.database) == head()
    require_current(empty.database)


def test_upgrade_of_a_current_database_changes_nothing(empty: Storage) -> None:
    upgrade(empty.database)
    assert upgrade(empty.database) == (head(), head())


def test_the_migrated_schema_is_the_one_in_code(storage: Storage) -> None:
    assert differences(storage.database, metadata) == []


def test_a_newer_database_is_refused(storage: Storage) -> None:
    with storage.database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for refuse in (upgrade, require_current):
        with pytest.raises(SchemaMismatch, match="9999, which is newer"):
            refuse(storage.database)


def test_four_threads_may_upgrade_at_once(empty_url: str) -> None:
    barrier = threading.Barrier(4)
    found: list[tuple[str | None, str] | Exception] = []

    def run() -> None:
        storage = Storage(empty_url)
        barrier.wait(10)
        try:
            found.append(upgrade(storage.database))
        except Exception as error:  # noqa: BLE001 - the test shows whatever a thread met
            found.append(error)
        storage.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [result if isinstance(result, Exception) else result[1] for result in found] == [head()] * 4


def test_two_processes_may_upgrade_at_once(empty_url: str) -> None:
    script = "import sys; from worker.storage import Storage; from worker.storage.migrate import upgrade; "
    script += "upgrade(Storage(sys.argv[1]).database)"
    root = Path(__file__).parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", script, empty_url], cwd=root) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    storage = Storage(empty_url)
    require_current(storage.database)
    storage.close()
