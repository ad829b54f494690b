"""What a batch has no time for goes back as it was: no failure, no try used up, nothing lost."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.integration.conftest import Desk
from tests.integration.test_wire import REPORT
from tests.services.http import Answer
from tests.services.news import NewsSite
from worker.domain.http import FetchRequest, FetchResponse
from worker.domain.work import Queue
from worker.errors import BatchOver, FetchError
from worker.pipeline.poll import poll
from worker.pipeline.process import process
from worker.pipeline.run import run_once


class NoTime:
    """A fetcher at whose first call the batch is over; only the edge is feigned."""

    def fetch(self, request: FetchRequest) -> FetchResponse:
        """Not asked for."""
        raise BatchOver("no time")

    def fetch_groups(
        self, requests: Sequence[FetchRequest], *, deadline: float, linger: float = 0.05
    ) -> Iterator[list[tuple[int, FetchResponse | FetchError]]]:
        """Every request is cut off."""
        yield [(index, BatchOver("no time")) for index in range(len(requests))]

    def close(self) -> None:
        """Nothing is open."""


def test_a_feed_cut_off_by_its_batch_has_not_failed(any_desk: Desk, news_site: NewsSite) -> None:
    news_site.add_article("Harbour opens after storm")
    any_desk.write(feeds=[news_site.feed_url()])
    app = any_desk.open()
    now = app.clock.now()
    due = app.storage.work.due(Queue.POLL, now=now, limit=5, max_attempts=5)

    worked = poll(replace(app.services, fetcher=NoTime()), [row.id for row in due])

    (feed,) = app.storage.views.feeds()
    assert (worked.done, worked.back) == (0, 1)
    assert (feed.failures, feed.last_error, feed.state) == (0, None, "pending")
    (again,) = app.storage.work.due(Queue.POLL, now=now + timedelta(minutes=1), limit=5, max_attempts=5)
    assert again.attempts == 0


def test_a_page_cut_off_by_its_batch_is_read_whole_later(
    any_desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    news_site.add_article("Harbour opens after storm")
    any_desk.write(feeds=[news_site.feed_url()])
    app = any_desk.run()
    news_site.add_article("Ministers agree", REPORT, summary="Nothing much.")
    app.storage.declared.poll_now(None, now=app.clock.now())
    feeds = app.storage.work.due(Queue.POLL, now=app.clock.now(), limit=5, max_attempts=5)
    poll(app.services, [row.id for row in feeds])
    pages = app.storage.work.due(Queue.PROCESS, now=app.clock.now(), limit=5, max_attempts=5)

    worked = process(replace(app.services, fetcher=NoTime()), [row.id for row in pages])
    assert (worked.done, worked.back) == (0, 1)
    assert any_desk.bodies() == []

    later = app.clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(app.clock, "now", lambda: later)
    run_once(app.services)
    assert len(any_desk.bodies()) == 1


def test_pages_behind_a_robots_txt_that_is_down_are_asked_for_again(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    news_site.answer("/robots.txt", Answer(503), Answer(404))
    desk.write(feeds=[{"url": news_site.feed_url(), "first_poll": "tell"}])
    news_site.add_article("Ministers agree", REPORT, summary="Nothing much.")
    app = desk.run()
    assert desk.bodies() == []

    later = app.clock.now() + timedelta(minutes=8)
    monkeypatch.setattr(app.clock, "now", lambda: later)
    desk.run(app)

    assert len(desk.hooks.requests("/hook")) == 1
