"""A feed given on the command line, judged by the very checks that feeds.yaml passes."""

import json
import tempfile
from pathlib import Path
from typing import Any

from config.checks import check
from config.files import FEEDS
from config.settings import EnvironmentSecrets, Settings
from worker.cli.base import Failure
from worker.domain.feed import DeclaredFeed

LITERAL = "feeds.auth.literal"


def declared_feed(
    settings: Settings,
    url: str,
    *,
    name: str = "",
    tags: tuple[str, ...] = (),
    every: str | None = None,
    basic: str | None = None,
    header: str | None = None,
    first_poll: str | None = None,
) -> tuple[DeclaredFeed, list[str]]:
    """Check a feed.

    Out: the feed, and warnings as sentences. Raises Failure with what is wrong and the fix. A literal secret,
    which a file may hold with a warning, is refused: the database keeps no secrets.
    """
    auth = {"basic": basic} if basic else {"header": header} if header else None
    given: dict[str, Any] = {
        "url": url, "name": name, "tags": list(tags), "auth": auth, "every": every, "first_poll": first_poll,
    }  # fmt: skip
    entry = {key: value for key, value in given.items() if value}
    with tempfile.TemporaryDirectory(prefix="wirewatch-") as folder:
        # JSON is YAML: a file of one entry is the one way in that cannot differ from what files are held to
        Path(folder, FEEDS).write_text(json.dumps({"feeds": [entry]}), encoding="utf-8")
        report = check(Path(folder), settings, EnvironmentSecrets())
    for problem in report.problems:
        if problem.severity == "error" or problem.id == LITERAL:
            said = "the feed's secret would be stored as it stands" if problem.id == LITERAL else problem.message
            raise Failure(said, hint=problem.hint)
    assert report.declared is not None  # there was no error
    return report.declared.feeds[0], [f"{problem.message}; {problem.hint}" for problem in report.warnings]
