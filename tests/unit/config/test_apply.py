"""What the log says of files that were saved while Wirewatch runs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from config.apply import MOST_SAID, apply_files
from config.settings import EnvironmentSecrets, Settings
from tests.services.logs import recorded
from worker.domain.upkeep import Changes

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Rows:
    """A Mirror that remembers."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def state(self) -> dict[str, str]:
        return self.kept

    def refuse(self, fingerprint: str, why: str) -> None:
        self.kept |= {"config_fingerprint": fingerprint, "config_refused": why}

    def mirror(self, *_declared: Any, fingerprint: str, now: datetime) -> Changes:
        self.kept |= {"config_fingerprint": fingerprint, "config_refused": ""}
        return Changes()


Logged = Callable[[Rows, Path], list[dict[str, Any]]]


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Logged:
    """Looks at the files; gives what is logged."""

    def look(rows: Rows, directory: Path) -> list[dict[str, Any]]:
        settings = Settings.load({"config_dir": directory})
        with recorded(monkeypatch, "config.apply.log") as lines:
            apply_files(settings, rows, EnvironmentSecrets(), now=NOW)
        return lines

    return look


def test_a_refused_file_is_logged_with_line_problem_and_fix(logged: Logged, rows: Rows, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds:\n\t- https://example.org/rss\n")
    (line,) = logged(rows, tmp_path)
    assert (line["event"], line["log_level"]) == ("configuration refused, the one before stays in force", "error")
    assert line["at"] == f"{tmp_path}/feeds.yaml:2:1"
    assert (line["problem"], line["fix"]) == ("a tab stands here", "indent with spaces")


def test_of_many_problems_the_first_are_logged_and_the_rest_counted(
    logged: Logged, rows: Rows, tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds:\n" + "  - example.org\n" * (MOST_SAID + 3))
    lines = logged(rows, tmp_path)
    assert len(lines) == MOST_SAID + 1
    assert (lines[-1]["more"], lines[-1]["fix"]) == (3, "`wirewatch check` lists them all")


def test_the_same_refused_files_are_logged_once(logged: Logged, rows: Rows, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds: 1")
    assert len(logged(rows, tmp_path)) == 1
    assert logged(rows, tmp_path) == []


def test_warnings_of_files_that_are_taken_are_logged_behind_that(logged: Logged, rows: Rows, tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text("feeds: [http://127.0.0.1/rss]")
    taken, weak = logged(rows, tmp_path)
    assert taken["event"] == "configuration taken"
    assert (weak["event"], weak["log_level"]) == ("the configuration has a weak spot", "warning")
    assert "127.0.0.1" in weak["problem"]
