"""An empty environment, and a directory of files that is checked in one call."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from config.checks import Report, check
from config.settings import EnvironmentSecrets, Settings

Checked = Callable[..., Report]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that the person who runs the tests has set is seen by them."""
    for name in list(os.environ):
        if name.upper().startswith("WIREWATCH_"):
            monkeypatch.delenv(name)


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """Write what is given as feeds.yaml, watches.yaml, channels.yaml, officials.yaml, and check the directory."""

    def run(feeds: str | bytes | None = "feeds: []", **others: str | bytes | None) -> Report:
        for name in ("feeds", "watches", "channels", "officials"):
            content = {"feeds": feeds, **others}.get(name)
            path = tmp_path / f"{name}.yaml"
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return check(tmp_path, Settings.load(), EnvironmentSecrets())

    return run


@pytest.fixture
def ids(checked: Checked) -> Callable[..., list[str]]:
    """The same, giving only `severity id` of each problem."""

    def run(feeds: str | bytes | None = "feeds: []", **others: str | bytes | None) -> list[str]:
        return [f"{problem.severity} {problem.id}" for problem in checked(feeds, **others).problems]

    return run
