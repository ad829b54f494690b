"""The sample files as they are shipped: they run, and they hold on a real article that is kept beside the project."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from config.samples import sample_files
from tests.integration.conftest import Desk
from tests.integration.test_workers import CELERY, process, until
from tests.services.broker import Broker
from tests.services.news import NewsSite

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "article.txt"


def by_command(desk: Desk, _broker_url: str, _logs: Path, done: Callable[[], bool]) -> None:
    """`wirewatch run --once`, with nothing else at all."""
    assert desk.command("feeds", "poll", "--all").returncode == 0
    assert desk.command("run", "--once").returncode == 0
    assert done()


def by_workers(desk: Desk, broker_url: str, logs: Path, done: Callable[[], bool]) -> None:
    """A Celery worker and a sweep, until it is done."""
    environment = desk.environment | {"WIREWATCH_REDIS_URL": broker_url}
    names = [logs / "worker.log", logs / "sweep.log"]
    with (
        process([sys.executable, *CELERY], environment, names[0]),
        process([sys.executable, "-m", "worker.cli", "sweep"], environment, names[1]),
    ):
        assert desk.command("feeds", "poll", "--all").returncode == 0
        until(done, what="every sample watch's alert", logs=names)


@pytest.mark.skipif(not SEED.exists(), reason="the real article is kept beside the checkout, and is not there")
@pytest.mark.parametrize("way", [by_command, by_workers])
def test_every_sample_watch_holds_on_the_seed_article(
    desk: Desk,
    news_site: NewsSite,
    valkey: Broker,
    tmp_path: Path,
    way: Callable[[Desk, str, Path, Callable[[], bool]], None],
) -> None:
    headline, *paragraphs = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    watches = yaml.safe_load(sample_files()["watches.yaml"])["watches"]
    for watch in watches:
        watch["channels"] = ["hook"]
    news_site.add_article("Harbour opens after storm")
    desk.write(feeds=[news_site.feed_url()], watches=watches)
    desk.run()
    news_site.add_article(headline, paragraphs)

    way(desk, valkey.url, tmp_path, lambda: len(desk.hooks.requests("/hook")) >= len(watches))

    assert sorted(body["watch"] for body in desk.bodies()) == sorted(watch["name"] for watch in watches)
    text = "\n".join(paragraphs)
    for body in desk.bodies():
        assert all(evidence["text"] in text + headline for evidence in body["evidence"])


def test_the_samples_run_as_they_are_with_nothing_set(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in sample_files().items():
        (desk.folder / "config" / name).write_text(content, encoding="utf-8")
    for name in ("HOOK_SECRET", "WIREWATCH_SMTP_URL", "WIREWATCH_MAIL_FROM"):
        monkeypatch.delenv(name)

    app = desk.open()

    assert len(app.storage.declared.watches()) >= 2
    assert {channel.name for channel in app.storage.declared.channels()} == {"desk", "hook", "chat"}
