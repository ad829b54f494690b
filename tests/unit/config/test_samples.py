import os
from pathlib import Path

import pytest

from config.checks import check
from config.files import FILES
from config.samples import init, sample_files
from config.settings import EnvironmentSecrets, Settings
from worker.domain.article import Article, TextSource
from worker.domain.watch import Watch
from worker.errors import ConfigError
from worker.watches.watchlist import Watchlist


def test_the_samples_run_as_they_are_and_only_warn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOOK_SECRET", "CHAT_URL"):
        monkeypatch.delenv(name, raising=False)
    init(tmp_path)
    report = check(tmp_path, Settings.load(), EnvironmentSecrets())
    assert [problem.id for problem in report.problems] == [
        "watches.channels.off", "channels.email.server", "channels.unset", "channels.unset",
    ]  # fmt: skip
    assert report.declared is not None
    assert {watch.name for watch in report.declared.watches} >= {"NATO spending targets", "The plain way"}
    assert [channel.name for channel in report.declared.channels] == ["desk", "hook", "chat"]
    assert len(report.declared.feeds) >= 5
    assert all(feed.url.startswith("https://") for feed in report.declared.feeds)


def held(directory: Path, text: str) -> set[str]:
    """The names of the sample watches that hold on a text."""
    declared = check(directory, Settings.load(), EnvironmentSecrets()).declared
    assert declared is not None
    watches = [
        Watch(n, watch.name, watch.keywords, watch.all_of, watch.none_of, (), watch.severity, watch.query)
        for n, watch in enumerate(declared.watches)
    ]
    article = Article(None, "A headline", text, None, "Outlet", None, "en", TextSource.PAGE)
    return {watches[match.watch_id].name for match in Watchlist(watches).match(article)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ministers agreed to raise defense spending by 2032.", {"NATO spending targets", "The plain way"}),
        ("The alliance wants a 400-percent rise in its stock of missiles.", {"The plain way"}),
        ("Members are far from their spending targets, the minister said.", {"NATO spending targets"}),
        ("A football club spent 400 percent more on its air defence.", set()),
        ("A Kremlin spokesman dismissed the NATO plans.", {"Moscow answers NATO"}),
        ("The Kremlin said nothing of NATO.", set()),
    ],
)
def test_the_sample_watches_hold_where_their_comments_say(tmp_path: Path, text: str, names: set[str]) -> None:
    init(tmp_path)
    assert held(tmp_path, text) == names


def test_init_writes_the_samples_into_a_new_directory(tmp_path: Path) -> None:
    directory = tmp_path / "a" / "b"
    assert init(directory) == [directory / name for name in FILES]
    assert {path.name: path.read_text(encoding="utf-8") for path in directory.iterdir()} == sample_files()


def test_init_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "watches.yaml").write_text("watches: []")
    (tmp_path / "channels.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert init(tmp_path) == [tmp_path / "feeds.yaml", tmp_path / "officials.yaml"]
    assert (tmp_path / "watches.yaml").read_text() == "watches: []"
    assert not (tmp_path / "elsewhere.yaml").exists()
    assert init(tmp_path) == []


def test_init_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written") as raised:
        init(tmp_path / "file" / os.curdir)
    assert raised.value.hint
