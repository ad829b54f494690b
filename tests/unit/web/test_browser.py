"""What only a browser can show: the page that keeps itself up to date."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.contract.desk import Desk, after
from tests.services.browser import browser_or_skip, dump_dom
from tests.unit.web.conftest import Site
from worker.errors import DatabaseUnavailable
from worker.web.look import Listed, Look


@pytest.fixture
def seen(tmp_path: Path) -> Callable[[str], str]:
    """The page at an address as a browser has it after seven seconds of its own time."""
    browser_or_skip()
    return lambda url: dump_dom(tmp_path / "profile", url, milliseconds=7_000)


class Moving(Look):
    """A Look under which something happens as soon as the first page has been read."""

    def __init__(self, site: Site, then: Callable[[], None]) -> None:
        super().__init__(site.storage, ping=lambda: None, now=lambda: datetime.now(UTC))
        self._then = then

    def listed(self, **asked: Any) -> Listed:
        found = super().listed(**asked)
        self._then()
        return found


def test_new_alerts_appear_on_top_without_a_reload(
    serving: Callable[..., Site], desk: Desk, seen: Callable[[str], str]
) -> None:
    desk.declare()
    first, second, third = desk.articles(3)
    desk.tell(first, title="There from the start")

    def publish() -> None:
        desk.tell(second, at=after(minutes=1), title="Came <b>next</b>")
        desk.tell(third, at=after(minutes=2), title="Came last")

    dom = seen(serving(lambda site: Moving(site, publish)).url)
    assert re.findall(r'id="alert-(\d+)"', dom) == ["3", "2", "1"]
    assert "Came &lt;b&gt;next&lt;/b&gt;" in dom
    assert re.search(r'role="status" aria-live="polite">2 new alerts<', dom)


def test_an_empty_page_fills_without_a_reload(
    serving: Callable[..., Site], desk: Desk, seen: Callable[[str], str]
) -> None:
    desk.declare()
    (article,) = desk.articles(1)

    def publish() -> None:
        desk.tell(article)

    dom = seen(serving(lambda site: Moving(site, publish)).url)
    assert 'id="alert-1"' in dom
    assert "No alert has been told yet" not in dom


def test_a_page_that_is_out_of_touch_says_so(
    serving: Callable[..., Site], desk: Desk, seen: Callable[[str], str]
) -> None:
    class Lost(Look):
        def fresh(self, *_: Any, **__: Any) -> Listed:
            raise DatabaseUnavailable("it is off")

    desk.declare()
    site = serving(lambda site: Lost(site.storage, ping=lambda: None, now=lambda: datetime.now(UTC)))
    assert "this page may be out of date. It goes on trying." in seen(site.url)
