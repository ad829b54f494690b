"""The demo's newsroom read by the real pipeline, moment by moment, without waiting for anything."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.checks import check
from config.settings import EnvironmentSecrets, Settings
from tests.services.newsroom import OpenNewsroom
from worker.bootstrap import Application, open_application
from worker.demo.files import write_files
from worker.demo.newsroom import EDITION, expected
from worker.demo.outlets import WATCHES
from worker.pipeline.run import run_once


@pytest.fixture
def reader(
    newsroom: OpenNewsroom, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    """Wirewatch in this process, configured for the newsroom; its hosts need no gaps, so that nothing waits."""
    environment = write_files(tmp_path / "config", newsroom.server, newsroom.sinks)
    environment |= {"WIREWATCH_HOST_GAP": "0", "WIREWATCH_DATABASE_URL": sqlite_url}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = open_application(Settings.load(), log_level="ERROR")
    app.apply_files()
    yield app
    app.close()


@pytest.fixture
def read(reader: Application) -> Callable[[], None]:
    """Poll every feed now, and do all that follows from it."""

    def poll() -> None:
        reader.storage.declared.poll_now(None, now=reader.clock.now())
        run_once(reader.services)

    return poll


def test_the_files_of_the_demo_have_no_problem(reader: Application) -> None:
    report = check(reader.settings.config_dir, reader.settings, EnvironmentSecrets())

    assert report.problems == ()
    assert report.declared is not None
    assert len(report.declared.feeds) == 8
    assert report.declared.watches == WATCHES


def test_a_whole_edition_tells_exactly_what_its_labels_say_once_by_mail_and_once_by_webhook(
    newsroom: OpenNewsroom, reader: Application, read: Callable[[], None]
) -> None:
    programme = newsroom.programme
    read()
    assert newsroom.sinks.received() == []  # what was printed before the opening is history

    for moment in programme.moments(0.0, EDITION - 1):
        newsroom.clock.move_to(moment)
        read()
        wanted = Counter(expected(programme, 0.0, moment))
        assert newsroom.told("webhook") == wanted, f"at {moment:g} s"

    assert len(wanted) == 51
    assert newsroom.told("mail") == wanted
    assert newsroom.sinks.refused() == Counter()
    assert reader.storage.views.dead_articles() == []
    assert {feed.last_error for feed in reader.storage.views.feeds()} == {None}


def test_the_next_edition_is_news_again(
    newsroom: OpenNewsroom, reader: Application, read: Callable[[], None]
) -> None:
    newsroom.clock.move_to(EDITION - 1)
    read()
    newsroom.clock.move_to(EDITION + 60)

    read()

    wanted = Counter(expected(newsroom.programme, EDITION - 1, EDITION + 60))
    assert newsroom.told("webhook") == wanted
    assert len(wanted) > 8


def test_an_article_that_three_feeds_list_is_told_once_under_its_plain_address(
    newsroom: OpenNewsroom, read: Callable[[], None]
) -> None:
    newsroom.clock.move_to(140.0)
    read()
    newsroom.clock.move_to(151.0)

    read()

    assert newsroom.told("webhook")["Harbour strike", "dockers-talks"] == 1
    (hook,) = [one for one in newsroom.sinks.received() if one.kind == "webhook"]
    assert hook.url == newsroom.server.url_of("dockers-talks")


def test_a_hostile_headline_arrives_as_plain_words(newsroom: OpenNewsroom, read: Callable[[], None]) -> None:
    newsroom.clock.move_to(240.0)
    read()
    newsroom.clock.move_to(249.0)

    read()

    hook, mail = sorted(newsroom.sinks.received(), key=lambda one: one.kind, reverse=True)
    assert "photo 212" in hook.title
    assert mail.title == hook.title
