"""A desk: a configuration folder, a database and the sinks its channels lead to."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from standardwebhooks.webhooks import Webhook

from config.settings import Settings
from tests.services.http import Answer, HttpSink, Request
from tests.services.mail import SmtpSink
from worker.bootstrap import Application, open_application
from worker.pipeline.run import run_once

SECRET = "whsec_" + base64.b64encode(b"a secret of thirty-two bytes ...").decode()


@dataclass
class Desk:
    """Writes files, runs Wirewatch in this process or as its own, and reads what arrived."""

    folder: Path
    environment: dict[str, str]
    hooks: HttpSink
    mails: SmtpSink
    opened: list[Application] = field(default_factory=list)

    def write(
        self,
        *,
        feeds: list[Any],
        watches: list[Any] | None = None,
        channels: dict[str, Any] | None = None,
    ) -> None:
        """Write the three files; by default one watch for air defence that tells desk and hook."""
        if watches is None:
            watches = [{"name": "Air defence", "keywords": ["air defence"], "channels": ["desk", "hook"]}]
        if channels is None:
            channels = {
                "desk": {"email": {"to": "desk@example.org"}},
                "hook": {"webhook": f"{self.hooks.url}/hook", "secret": "${HOOK_SECRET}"},
            }
        for name, value in (("feeds", feeds), ("watches", watches), ("channels", channels)):
            (self.folder / "config" / f"{name}.yaml").write_text(yaml.safe_dump({name: value}), encoding="utf-8")

    def open(self, **overrides: Any) -> Application:
        """Wirewatch in this process, migrated, with the files applied."""
        app = open_application(Settings.load({"config_dir": self.folder / "config", **overrides}), log_level="ERROR")
        self.opened.append(app)
        app.migrate()
        assert app.apply_files().taken
        return app

    def run(self, app: Application | None = None, **overrides: Any) -> Application:
        """`run --once` in this process, all feeds made due first."""
        app = app or self.open(**overrides)
        app.apply_files()
        app.storage.declared.poll_now(None, now=app.clock.now())
        run_once(app.services)
        return app

    def command(
        self, *arguments: str, environment: dict[str, str] | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line as a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "worker.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
            env=os.environ | self.environment | (environment or {}),
            check=False,
        )

    def bodies(self) -> list[dict[str, Any]]:
        """The webhooks that arrived, verified with their secret, parsed."""
        verifier = Webhook(SECRET)
        for request in self.hooks.requests("/hook"):
            verifier.verify(request.body, dict(request.headers))
        return [json.loads(request.body) for request in self.hooks.requests("/hook")]


@pytest.fixture
def desk_on(
    tmp_path: Path, http_sink: HttpSink, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], Desk]]:
    """Makes a desk on a database URL; loopback is allowed and hosts need no gaps."""
    desks: list[Desk] = []

    def make(database_url: str) -> Desk:
        (tmp_path / "config").mkdir()
        environment = {
            "WIREWATCH_DATABASE_URL": database_url,
            "WIREWATCH_CONFIG_DIR": str(tmp_path / "config"),
            "WIREWATCH_DATA_DIR": str(tmp_path / "data"),
            "WIREWATCH_ALLOW_PRIVATE": "127.0.0.0/8",
            "WIREWATCH_HOST_GAP": "0",
            "WIREWATCH_SMTP_URL": smtp_sink.url,
            "WIREWATCH_MAIL_FROM": "wirewatch@example.org",
            "HOOK_SECRET": SECRET,
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        http_sink.answer("/hook", Answer(204))
        desks.append(Desk(tmp_path, environment, http_sink, smtp_sink))
        return desks[-1]

    yield make
    for desk in desks:
        for app in desk.opened:
            app.close()


@pytest.fixture
def desk(desk_on: Callable[[str], Desk], sqlite_url: str) -> Desk:
    """A desk on SQLite."""
    return desk_on(sqlite_url)


@pytest.fixture
def any_desk(desk_on: Callable[[str], Desk], database_url: str) -> Desk:
    """A desk on SQLite, and the same test again on PostgreSQL."""
    return desk_on(database_url)


__all__ = ["Answer", "Desk", "Request"]
