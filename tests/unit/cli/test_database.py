import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from worker.storage import Storage


def test_upgrade_says_from_where_to_where(cli: Any, tmp_path: Path) -> None:
    assert "went from empty to " in cli("--data", str(tmp_path / "new"), "db", "upgrade").stdout
    assert "is up to date" in cli("--data", str(tmp_path / "new"), "db", "upgrade").stdout


def test_an_old_schema_is_said_with_the_command_that_mends_it(cli: Any, world: Any) -> None:
    with sqlite3.connect(world.data / "wirewatch.sqlite3") as connection:
        connection.execute("DELETE FROM alembic_version")
    assert "run `wirewatch db upgrade`" in cli("status", code=1).stderr


def test_a_backup_is_a_whole_database_for_its_owner_only(cli: Any, filled: Any, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    assert f"Wrote {target}" in cli("db", "backup", str(target)).stdout
    copy = Storage(f"sqlite:///{target}")
    assert len(copy.views.feeds()) == 2
    assert len(copy.views.alerts()) == 2
    copy.close()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_never_overwrites(cli: Any, filled: Any, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("precious")
    assert "is there already" in cli("db", "backup", str(target), code=1).stderr
    assert target.read_text() == "precious"


def test_a_backup_that_cannot_be_written_says_why(cli: Any, filled: Any, tmp_path: Path) -> None:
    assert "No such file" in cli("db", "backup", str(tmp_path / "no" / "copy.sqlite3"), code=1).stderr


def test_a_backup_of_postgresql_is_its_own_tools_matter(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", "postgresql://user:verysecret@127.0.0.1:1/x")
    said = cli("db", "backup", str(tmp_path / "copy"), code=1).stderr
    assert "pg_dump" in said
    assert "verysecret" not in said


def test_tidy_says_what_it_removed(cli: Any, filled: Any) -> None:
    assert cli("db", "tidy").stdout == "Removed no pages, no articles, no hosts.\n"
