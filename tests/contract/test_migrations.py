"""Migrations lead from nothing to the tables in code, whoever runs them and however many at once."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from tests.services.postgres import Postgres
from worker.domain.reading import Reading
from worker.errors import SchemaMismatch
from worker.storage import Storage
from worker.storage.migrate import _config, current, differences, head, require_current, upgrade
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


def test_a_database_of_the_first_schema_is_led_on_with_all_its_rows_and_can_be_read_again(empty: Storage) -> None:
    moment = "2026-03-02 09:30:00.000000" if empty.database.sqlite else "2026-03-02 09:30:00+00"
    with empty.database.write() as connection:
        command.upgrade(_config(connection), "0001")
        connection.execute(
            sa.text(
                "INSERT INTO articles (uid, url, host, history, first_seen, state, attempts, next_at, waiting,"
                " page_failures, processed_at, title, text, source, language, published, text_source, note)"
                " VALUES ('a', 'https://news.example/a', 'h', :no, :at, 'done', 0, :at, '', 0, :at, 'A title',"
                " 'A text.', 'The Wire', 'en', :at, 'page', '')"
            ),
            {"no": False, "at": moment},
        )
    with pytest.raises(SchemaMismatch, match="has schema 0001") as refused:
        require_current(empty.database)
    assert "wirewatch db upgrade" in refused.value.hint
    assert upgrade(empty.database) == ("0001", head())
    assert differences(empty.database, metadata) == []
    (article,) = empty.readings.outdated(version=1, since=None, below=None, limit=10)
    found = empty.readings.readable(article)
    assert found is not None
    with empty.readings.rewriting(found, version=1, now=found.processed_at) as transaction:
        assert transaction is not None
        transaction.store(found.article, Reading(unread="language not read"), version=1)
    with empty.database.read() as connection:
        rows = connection.execute(sa.text("SELECT title, text, state FROM articles")).all()
    assert [tuple(row) for row in rows] == [("A title", "A text.", "done")]


def test_the_second_schema_can_be_taken_back_and_applied_again(storage: Storage) -> None:
    with storage.database.write() as connection:
        command.downgrade(_config(connection), "0001")
    with storage.database.write() as connection:
        command.upgrade(_config(connection), "head")
    assert differences(storage.database, metadata) == []
