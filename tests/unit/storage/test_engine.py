"""What a database says that cannot go on, in words for operators."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from worker.errors import DatabaseUnavailable
from worker.storage.engine import Database, make_engine


@pytest.fixture
def full(tmp_path: Path) -> Database:
    """An SQLite file that may not grow: SQLite says of it what it says of a full disk (SQLITE_FULL)."""
    engine = make_engine(f"sqlite:///{tmp_path}/small.sqlite3")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kept (text TEXT)")

    @sa.event.listens_for(engine, "begin")
    def _no_more(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=2")

    return Database(engine)


def test_a_full_disk_is_said_with_what_to_do(full: Database) -> None:
    with pytest.raises(DatabaseUnavailable, match="disk that holds the database is full") as found, full.write() as c:
        c.execute(sa.text("INSERT INTO kept VALUES (:text)"), {"text": "x" * 100_000})
    assert "make room" in found.value.hint


def test_what_was_stored_before_the_disk_was_full_is_there_and_read(full: Database) -> None:
    with full.write() as connection:
        connection.execute(sa.text("INSERT INTO kept VALUES ('first')"))
    with pytest.raises(DatabaseUnavailable), full.write() as connection:
        connection.execute(sa.text("INSERT INTO kept VALUES (:text)"), {"text": "x" * 100_000})
    with full.read() as connection:
        assert connection.scalars(sa.text("SELECT text FROM kept")).all() == ["first"]


def test_the_room_left_is_known_for_a_file_alone(tmp_path: Path) -> None:
    assert (Database(make_engine(f"sqlite:///{tmp_path}/a.sqlite3")).room() or 0) > 0
    assert Database(make_engine("postgresql+psycopg://u@127.0.0.1/x")).room() is None


def test_a_file_that_cannot_be_opened_is_said_with_what_to_look_at(tmp_path: Path) -> None:
    (tmp_path / "folder.sqlite3").mkdir()
    database = Database(make_engine(f"sqlite:///{tmp_path}/folder.sqlite3"))
    with pytest.raises(DatabaseUnavailable, match="file cannot be opened") as found, database.read():
        pass
    assert "--data DIR" in found.value.hint


def test_a_file_that_may_not_be_written_is_said_so(full: Database, tmp_path: Path) -> None:
    database = Database(make_engine(f"sqlite:///file:{tmp_path}/small.sqlite3?mode=ro&uri=true"))
    with pytest.raises(DatabaseUnavailable, match="may not be written"), database.write() as connection:
        connection.execute(sa.text("INSERT INTO kept VALUES ('x')"))
