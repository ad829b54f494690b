"""A feed or a watch given on the command line, judged by the very checks that feeds.yaml and watches.yaml pass."""

import json
import tempfile
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from config.checks import check, check_watch
from config.files import FEEDS
from config.settings import EnvironmentSecrets, Settings
from worker.cli.base import Failure
from worker.cli.queries import Trees, read_query
from worker.domain.alert import Channel, DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.watch import DeclaredWatch, Watch
from worker.watches.tree import Node, Saved, walk

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


_WATCH_FIXES = {
    "watches.empty": "give a QUERY, --keyword (any of them) or --all (every one)",
    "watches.channels.none": "name one with --channel",
    "watches.channels.unknown": "`wirewatch channels` lists them; new ones are written into channels.yaml",
    "watches.contradiction": "take one of the two out",
}
"""What to do on the command line, where the files' fix names their keys."""


def declared_watch(
    entry: Mapping[str, Any], others: Sequence[Watch], channels: Sequence[Channel]
) -> tuple[DeclaredWatch, list[str]]:
    """Check a watch.

    In: its keys as in watches.yaml; the live watches but for itself; the live channels. Out: the watch, and warnings
    as sentences. Raises Failure with what is wrong and the fix, QueryRefused with the place in its query.
    """
    entry = {key: value for key, value in entry.items() if value}
    name = " ".join(str(entry["name"]).split())
    trees = Trees(others)
    leads_to: list[str] = []
    if query := str(entry.get("query", "")):
        tree = read_query(query)
        # so that a way back to itself is found, it is among those that can be asked for
        read_query(query, ChainMap({name: tree}, trees))  # type: ignore[arg-type]  # the second is only read
        leads_to = _reached(tree, trees)
    beside = [_declared(watch) for watch in others if watch.name in leads_to]
    there = [DeclaredChannel(channel.name, channel.kind, channel.config) for channel in channels]
    watch, problems = check_watch({**entry, "name": name}, beside, there)
    for problem in problems:
        if problem.severity == "error":
            raise Failure(problem.message, hint=_WATCH_FIXES.get(problem.id, problem.hint))
    assert watch is not None  # there was no error
    return watch, [f"{problem.message}; {_WATCH_FIXES.get(problem.id, problem.hint)}" for problem in problems]


def asking_for(name: str, watches: Iterable[Watch]) -> list[str]:
    """The watches whose query names this one."""
    trees = Trees(list(watches))
    return [other for other in trees if other != name and any(saved.name == name for saved in _named(trees, other))]


def _named(trees: Trees, name: str) -> list[Saved]:
    return [node for node in walk(trees[name]) if isinstance(node, Saved)]


def _reached(tree: Node, trees: Trees) -> list[str]:
    """The watches that a query asks for, and those that they ask for."""
    found: dict[str, None] = {}
    ahead = [node.name for node in walk(tree) if isinstance(node, Saved)]
    while ahead:
        name = ahead.pop()
        if name in found or name not in trees:
            continue
        found[name] = None
        ahead.extend(saved.name for saved in _named(trees, name))
    return list(found)


def _declared(watch: Watch) -> DeclaredWatch:
    return DeclaredWatch(
        watch.name, watch.keywords, watch.all_of, watch.none_of, watch.channels, watch.severity, watch.query
    )
