"""The pages as a browser gets them: over HTTP, from a real database."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.desk import NOT_TOLD, NOW, Desk, after
from tests.unit.web.conftest import Site
from worker import __version__
from worker.domain.watch import Evidence, Part
from worker.errors import DatabaseUnavailable
from worker.web.look import PAGE, Look
from worker.web.places import read_place, write_place

HOSTILE = "<script>alert(1)</script>\x1b[31m \u202etxet\u202c \"onmouseover='x' & <img src=x onerror=y>"


def tell(desk: Desk, *, seconds: float = 0, **changes: Any) -> None:
    """One more alert, told so many seconds after NOW."""
    (article,) = desk.articles(1)
    desk.tell(article, at=after(seconds=seconds), **changes)


def place_of(page: str) -> str:
    """How far up a page of alerts reaches."""
    found = re.search(r'data-newest="([0-9-]+)"', page)
    assert found is not None
    return found[1]


def stamp_of(page: str) -> str:
    """The stamp of the state that a page shows."""
    found = re.search(r'data-stamp="(\w+)"', page)
    assert found is not None
    return found[1]


def ids(page: str) -> list[int]:
    """The alerts that a page shows, in its order."""
    return [int(found) for found in re.findall(r'id="alert-(\d+)"', page)]


def test_an_alert_is_shown_with_its_sentence_origin_and_reason(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk, outlets=("The Harbour Gazette", "Herald"))
    page = site.ask().text
    assert "Lime trees" in page
    assert '<span class="tag high">high</span>' in page
    assert '<a href="https://news.example/trees" rel="noopener noreferrer nofollow">Trees for the quay</a>' in page
    assert '<blockquote dir="auto" lang="en">Forty <mark>lime trees</mark> will be planted.</blockquote>' in page
    assert "The Harbour Gazette" in page
    assert '<time datetime="2026-03-02T08:30:00Z">Mon 2 March 2026, 09:30 CET</time>' in page  # the operator's zone
    assert "also in Herald" in page
    assert "<strong>Told</strong>" in page
    assert '<time datetime="2026-03-02T09:30:00Z">10:30 CET</time>: new story, nobody had told of it' in page


def test_what_was_not_told_is_shown_with_its_reason_only_where_it_is_asked_for(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk)
    tell(desk, seconds=1, decision=NOT_TOLD, channels=(), title="An old story")
    assert "An old story" not in site.ask().text
    everything = site.ask("/?all=1").text
    assert "An old story" in everything
    assert "first poll of a new feed, listed by the first poll" in everything
    assert ids(everything) == [2, 1]


def test_hostile_words_are_inert(site: Site, desk: Desk) -> None:
    desk.declare()
    said = (Evidence(Part.BODY, f"Before {HOSTILE} after", 0, ((7, 40),)),)
    tell(desk, title=HOSTILE, source=HOSTILE, watch="Lime trees", evidence=said, note=HOSTILE, outlets=("", HOSTILE))
    page = site.ask().text
    body = page.partition("<body>")[2]
    assert "<script" not in body
    assert "<img" not in page
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert not set(page) & {"\x1b", "\u202e", "\u202c"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://x/%0aalert(1)",
        "data:text/html,x",
        "https://a:b@c.example/",
        "//x.example",
        None,
    ],
)
def test_an_address_that_may_not_be_followed_is_no_link(site: Site, desk: Desk, url: str | None) -> None:
    desk.declare()
    tell(desk, url=url)
    page = site.ask().text
    assert re.search(r'<h2 [^>]*lang="en">Trees for the quay</h2>', page)
    assert "nofollow" not in page


def test_an_address_cannot_leave_its_attribute(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk, url="https://news.example/a\" onclick='x'>")
    assert 'href="https://news.example/a%22%20onclick=%27x%27%3E"' in site.ask().text


def test_a_headline_that_is_the_evidence_is_marked_itself(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk, title="Lime trees at last", evidence=(Evidence(Part.TITLE, "Lime trees at last", 0, ((0, 10),)),))
    page = site.ask().text
    assert "<mark>Lime trees</mark> at last</a>" in page
    assert "<blockquote" not in page


def test_pages_follow_one_another_without_a_gap_or_a_repeat(site: Site, desk: Desk) -> None:
    desk.declare()
    for n, article in enumerate(desk.articles(PAGE + 3)):
        desk.tell(article, at=after(seconds=n // 2))
    first = site.ask().text
    older = re.search(r'<p id="older" class="older"><a rel="next" href="(/\?before=[0-9-]+)">', first)
    assert older is not None
    second = site.ask(older[1]).text
    assert ids(first) + ids(second) == list(range(PAGE + 3, 0, -1))
    assert 'rel="next"' not in second
    assert "alerts.js" in first
    assert "alerts.js" not in second  # a page of the past does not change


def test_the_second_page_of_all_stays_with_all(site: Site, desk: Desk) -> None:
    desk.declare()
    for article in desk.articles(PAGE + 1):
        desk.tell(article, decision=NOT_TOLD, channels=())
    page = site.ask("/?all=1").text
    assert re.search(r'href="/\?all=1&amp;before=[0-9-]+"', page)


@pytest.mark.parametrize("before", ["x", "1", "-1", "1-", "١-١", "9" * 30 + "-1", "1-" + "9" * 30, "1-1-1", ""])
def test_a_place_that_was_cut_or_changed_is_told_on_a_plain_page(site: Site, before: str) -> None:
    answer = site.ask("/?before=" + "".join(f"%{byte:02X}" for byte in before.encode()))
    assert answer.status == 400
    assert "That address cannot be read" in answer.text


def test_a_place_reads_back_as_it_was_written(desk: Desk) -> None:
    desk.declare()
    tell(desk)
    place = desk.storage.views.newest()
    assert read_place(write_place(place)) == place


def test_nothing_new_costs_an_empty_answer(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk)
    page = site.ask().text
    answer = site.ask(f"/fragment?after={place_of(page)}&state={stamp_of(page)}")
    assert (answer.status, answer.text) == (204, "")
    assert answer.headers["wirewatch-newest"] == place_of(page)


def test_what_is_new_comes_alone(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk, seconds=60)
    page = site.ask().text
    tell(desk, title="Decided earlier, stored later")
    tell(desk, decision=NOT_TOLD, channels=(), title="Not to be told")
    answer = site.ask(f"/fragment?after={place_of(page)}&state={stamp_of(page)}")
    assert answer.status == 200
    assert ids(answer.text) == [2]
    assert "<script" not in answer.text
    again = site.ask(f"/fragment?after={answer.headers['wirewatch-newest']}&state={stamp_of(answer.text)}")
    assert again.status == 204
    everything = site.ask(f"/fragment?after={place_of(page)}&state={stamp_of(page)}&all=1")
    assert ids(everything.text) == [3, 2]


def test_what_was_not_told_moves_the_place_on_without_being_sent(site: Site, desk: Desk) -> None:
    desk.declare()
    page = site.ask().text
    tell(desk, decision=NOT_TOLD, channels=())
    site.now = NOW + timedelta(days=1)  # what was read a moment ago is not fresh any more
    answer = site.ask(f"/fragment?after={place_of(page)}")
    assert ids(answer.text) == []
    assert read_place(answer.headers["wirewatch-newest"]) == desk.storage.views.newest()


def test_a_changed_state_comes_without_alerts(site: Site, desk: Desk) -> None:
    page = site.ask().text
    answer = site.ask(f"/fragment?after={place_of(page)}&state=other")
    assert answer.status == 200
    assert 'id="state"' in answer.text
    assert ids(answer.text) == []


def test_an_empty_desk_says_which_files_to_edit(site: Site) -> None:
    page = site.ask().text
    for name in ("feeds.yaml", "watches.yaml", "channels.yaml", "wirewatch init", "first poll of a feed is history"):
        assert name in page
    assert "no feeds · no watches · no channels · nothing polled yet" in page


def test_a_desk_that_told_nothing_yet_says_how_much_it_could_have(site: Site, desk: Desk) -> None:
    desk.declare()
    tell(desk, decision=NOT_TOLD, channels=())
    page = site.ask().text
    assert "No alert has been told yet" in page
    assert '1 match was not told: <a href="/?all=1">' in page


def test_what_is_wrong_stands_above_the_alerts(site: Site, desk: Desk) -> None:
    desk.declare()
    site.now = after(seconds=1)
    page = site.ask().text
    assert "no worker was heard in the last 30 seconds" in page
    assert page.index("no worker was heard") < page.index("<main")
    assert "<code>wirewatch run</code>" in page


@pytest.mark.parametrize(
    "path", ["/", "/?all=1", "/fragment?after=0-0", "/healthz", "/readyz", "/nowhere", "/static/page.css"]
)
def test_every_answer_keeps_the_browser_safe(site: Site, path: str) -> None:
    headers = site.ask(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert len(re.findall(r"GMT", headers["date"])) == 1
    assert "server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", ""])
def test_another_name_gets_no_alert(site: Site, desk: Desk, host: str) -> None:
    desk.declare()
    tell(desk)
    answer = site.ask(host=host)
    assert answer.status in (400, 421)
    assert "Trees for the quay" not in answer.text


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
def test_only_reading_is_offered(site: Site, method: str) -> None:
    answer = site.ask(method=method)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/page.css"])
def test_head_gives_the_headers_alone(site: Site, path: str) -> None:
    answer = site.ask(path, method="HEAD")
    assert (answer.status, answer.text) == (200, "")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/static/../app.py", "/static/%2e%2e/app.py", "/x" * 50]
)
def test_other_addresses_are_a_plain_page(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 404
    assert "There is no such page" in answer.text


def test_a_file_may_be_kept_for_ever_under_its_version_only(site: Site) -> None:
    found = re.search(r'href="(/static/page\.css\?v=\w+)"', site.ask().text)
    assert found is not None
    answer = site.ask(found[1])
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert site.ask("/static/page.css?v=old").headers["cache-control"] == "no-store"


def test_no_page_loads_anything_from_elsewhere(site: Site, desk: Desk) -> None:
    desk.declare()
    page = site.ask().text
    loaded = re.findall(r'<(?:link|script)[^>]*(?:href|src)="([^"]*)"', page)
    assert len(loaded) == 3
    assert all(address.startswith("/static/") for address in loaded)
    style = site.ask("/static/page.css").text
    assert "url(" not in style
    assert "@import" not in style


def test_health_asks_nobody(serving: Callable[..., Site]) -> None:
    site = serving(lambda site: Broken(site))
    answer = site.ask("/healthz")
    assert (answer.status, json.loads(answer.text)) == (200, {"status": "ok", "version": __version__})


def test_readiness_says_what_is_missing(site: Site, desk: Desk) -> None:
    site.broker = "the broker is off; start it"
    answer = site.ask("/readyz")
    assert answer.status == 503
    checks = json.loads(answer.text)["checks"]
    assert checks["database"] == checks["schema"] == {"ok": True, "why": None}
    assert checks["broker"] == {"ok": False, "why": "the broker is off; start it"}
    assert "start `wirewatch up`" in checks["worker"]["why"]
    assert "start `wirewatch sweep`" in checks["sweep"]["why"]


def test_readiness_is_200_where_all_is_there(site: Site, desk: Desk) -> None:
    site.now = NOW
    for kind in ("worker", "sweep"):
        desk.storage.housekeeping.beat(f"{kind}@here:1", kind, now=NOW)
    answer = site.ask("/readyz")
    assert (answer.status, json.loads(answer.text)["status"]) == (200, "ready")


def test_an_old_schema_is_told_by_readiness_and_no_crash(site: Site, desk: Desk) -> None:
    with desk.storage.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    checks = json.loads(site.ask("/readyz").text)["checks"]
    assert checks["database"]["ok"]
    assert "newer than this version" in checks["schema"]["why"]
    assert "not known" in checks["worker"]["why"]


class Broken(Look):
    """A Look that breaks: by an error of ours, or because the database is out of reach."""

    def __init__(self, site: Site, error: Exception | None = None) -> None:
        super().__init__(site.storage, ping=lambda: None, now=lambda: NOW)
        self.error = error or KeyError("a secret")

    def listed(self, **_: Any) -> Any:
        raise self.error


def test_an_error_of_ours_shows_no_traceback(
    serving: Callable[..., Site], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = serving(lambda site: Broken(site)).ask()
    assert answer.status == 500
    assert "Something went wrong here" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_database_out_of_reach_is_a_page_that_says_so(serving: Callable[..., Site]) -> None:
    error = DatabaseUnavailable("no answer from postgresql://u:hidden@db/x", hint="see that it runs")
    answer = serving(lambda site: Broken(site, error)).ask()
    assert answer.status == 503
    assert "The alerts cannot be read just now" in answer.text
    assert "/readyz" in answer.text
    assert "hidden" not in answer.text


def test_what_is_read_is_read_once_a_second(serving: Callable[..., Site], desk: Desk) -> None:
    asked: list[int] = []

    def counting(site: Site) -> Look:
        return Look(desk.storage, ping=lambda: asked.append(1), now=lambda: site.now or NOW)

    site = serving(counting)
    for _ in range(3):
        site.ask("/readyz")
    assert len(asked) == 1
    site.now = after(seconds=1)
    site.ask("/readyz")
    assert len(asked) == 2


def test_what_is_wrong_is_said_with_which_ones_and_why_and_inert(site: Site, desk: Desk) -> None:
    desk.storage.declared.refuse("other", "/etc/wires/feeds.yaml:2:1: error: <b>a tab</b>\n    fix: use `spaces`")
    desk.poll(desk.feed("Herald"), status=503, error="it is <i>busy</i>", failures=2, changed=False)
    page = site.ask().text
    assert "<code>wirewatch check</code> tells all" in page
    assert "<li>feeds.yaml:2:1: &lt;b&gt;a tab&lt;/b&gt;; use <code>spaces</code></li>" in page
    assert "<li>Herald: it is &lt;i&gt;busy&lt;/i&gt;</li>" in page
