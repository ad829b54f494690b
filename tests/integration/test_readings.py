"""From a page to what its officials stand for: read, stored, shown, and read again without an alert."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from tests.integration.conftest import Desk
from tests.services.news import NewsSite
from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Reading, Status
from worker.facts import reading as reader
from worker.pipeline.reprocess import Reread, reprocess
from worker.pipeline.understand import FAILED_NOTE
from worker.storage.tables import articles, pages

WHO = "Anneke Vermolen"
SAID = "{who} said on Monday that allies must spend {value} percent of GDP on air defence by 2035. "
_FIGURE = re.compile(r"(\d(?:\.\d)?) percent of GDP")


def paragraphs(value: str) -> list[str]:
    """An article's text."""
    filling = "Ministers of the alliance met in the old harbour town for two days of talks about budgets. " * 4
    return [SAID.format(who=WHO, value=value).strip(), filling.strip(), filling.replace("two", "three").strip()]


def simple(text: str, *, language: str | None = "en", **_: Any) -> Reading:
    """A reader that knows one name and one figure."""
    if language != "en":
        return Reading(unread="language not read")
    at = text.find(WHO)
    found = _FIGURE.search(text)
    if at < 0 or found is None:
        return Reading()
    quantity = Quantity(*found.span(), found[0], float(found[1]), "percent_of_gdp")
    return Reading(
        mentions=(Mention(at, at + len(WHO), WHO, Form.NAME, WHO, "secretary general", "NATO", None, "full name"),),
        facts=(
            Fact(
                quantity,
                Kind.TARGET,
                Status.DEMANDED,
                (at, text.index(".", found.end()) + 1),
                about="air defence",
                speaker=WHO,
            ),
        ),
    )


def broken(_text: str, **_: Any) -> Reading:
    """A reader with a fault."""
    raise ValueError("an odd sentence")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a reader in place of worker.facts', as of a version."""

    def put(function: Callable[..., Reading], version: int = 1) -> None:
        monkeypatch.setattr(reader, "read", function)
        monkeypatch.setattr(reader, "EXTRACTOR_VERSION", version)

    return put


@pytest.fixture
def wire(desk: Desk, news_site: NewsSite) -> Desk:
    """A desk on SQLite with one feed, whose first poll is told."""
    return with_feed(desk, news_site)


@pytest.fixture
def any_wire(any_desk: Desk, news_site: NewsSite) -> Desk:
    """The same on SQLite, and again on PostgreSQL."""
    return with_feed(any_desk, news_site)


def with_feed(desk: Desk, site: NewsSite) -> Desk:
    """The desk, its feed written."""
    desk.write(feeds=[{"url": site.open_feed(), "name": "The Wire", "first_poll": "tell"}])
    return desk


def publish(site: NewsSite, slug: str, value: str) -> None:
    """One more article."""
    site.add_article(f"Air defence: {slug}", paragraphs(value))


def test_what_a_page_says_is_stored_and_shown(any_wire: Desk, news_site: NewsSite, use: Callable[..., None]) -> None:
    use(simple)
    publish(news_site, "one", "3.5")
    app = any_wire.run()
    publish(news_site, "two", "5")
    any_wire.run(app)
    (first, second) = app.storage.readings.stands()
    assert (first.fact.quantity.value, second.fact.quantity.value) == (3.5, 5.0)
    assert first.sentence == SAID.format(who=WHO, value="3.5").strip()
    shown = any_wire.command("positions", "--person", "vermolen", "--json")
    assert shown.returncode == 0, shown.stderr
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [line["written"] for line in lines] == ["3.5% of GDP", "5% of GDP"]
    assert (lines[1]["moved"]["what"], lines[1]["moved"]["direction"], lines[1]["moved"]["value"]) == (
        "value",
        "up",
        3.5,
    )


def test_a_reader_that_fails_takes_no_alert_along(wire: Desk, news_site: NewsSite, use: Callable[..., None]) -> None:
    use(broken)
    publish(news_site, "one", "3.5")
    app = wire.run()
    assert [sent["article"]["title"] for sent in wire.bodies()] == ["Air defence: one"]
    assert wire.bodies()[0]["note"] == FAILED_NOTE
    number, ((_, error),) = app.storage.readings.failures()
    assert (number, error) == (1, "ValueError('an odd sentence')")
    attention = json.loads(wire.command("status", "--json").stdout)["attention"]
    (want,) = [want for want in attention if want["topic"] == "readings"]
    assert "wirewatch reprocess" in want["command"]


def test_reprocessing_after_an_upgrade_finds_more_and_tells_nobody(
    any_wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    use(broken)
    publish(news_site, "one", "3.5")
    publish(news_site, "two", "5")
    app = any_wire.run()
    sent = len(any_wire.hooks.requests("/hook"))
    use(simple, 2)
    sums = reprocess(app.services)
    assert (sums.done, sums.pages, sums.changed, sums.failed) == (2, 2, 0, 0)
    assert (sums.before.facts, sums.after.facts) == (0, 2)
    any_wire.run(app)
    assert len(any_wire.hooks.requests("/hook")) == sent
    assert app.storage.readings.failures() == (0, [])
    with app.storage.database.read() as connection:
        assert set(connection.scalars(sa.select(articles.c.note))) == {""}
    assert reprocess(app.services) == Reread()


def test_reprocessing_reads_the_stored_text_where_the_page_is_gone(
    wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    use(simple)
    publish(news_site, "one", "3.5")
    app = wire.run()
    with app.storage.database.write() as connection:
        connection.execute(sa.delete(pages))
    use(simple, 2)
    sums = reprocess(app.services)
    assert (sums.done, sums.pages, sums.texts, sums.after.facts) == (1, 0, 1, 1)


def test_a_better_reader_of_pages_gives_the_article_another_text(
    wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    use(simple)
    publish(news_site, "one", "3.5")
    app = wire.run()
    with app.storage.database.write() as connection:
        connection.execute(sa.update(articles).values(text="A poor text.", title="Poor"))
    use(simple, 2)
    assert reprocess(app.services).changed == 1
    with app.storage.database.read() as connection:
        text = connection.scalar(sa.select(articles.c.text))
    assert text is not None
    assert text.startswith(SAID.format(who=WHO, value="3.5").strip())
    (stand,) = app.storage.readings.stands()
    assert stand.fact.quantity.surface == "3.5 percent of GDP"


def test_a_page_that_is_damaged_does_not_end_reprocessing(
    wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    use(simple)
    publish(news_site, "one", "3.5")
    publish(news_site, "two", "5")
    app = wire.run()
    with app.storage.database.write() as connection:
        first = connection.scalar(sa.select(sa.func.min(pages.c.article_id)))
        connection.execute(sa.update(pages).where(pages.c.article_id == first).values(body=b"no zlib"))
    use(simple, 2)
    sums = reprocess(app.services)
    assert (sums.done, sums.pages, sums.texts, sums.after.facts) == (2, 1, 1, 2)


def test_reprocessing_that_is_stopped_goes_on_where_it_was(
    wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    use(simple)
    for number in range(3):
        publish(news_site, f"n{number}", "3.5")
    app = wire.run()
    use(simple, 2)
    assert reprocess(app.services, on_article=lambda sums, _: sums.done < 1).done == 1
    assert reprocess(app.services, limit=1).done == 1
    assert reprocess(app.services).done == 1
    assert reprocess(app.services).done == 0
    assert reprocess(app.services, everything=True).done == 3


def test_the_day_that_relative_dates_count_from_is_the_articles(
    wire: Desk, news_site: NewsSite, use: Callable[..., None]
) -> None:
    days: list[Any] = []

    def noting(text: str, **options: Any) -> Reading:
        days.append(options["published"])
        return replace(simple(text, language=options["language"]))

    use(noting)
    publish(news_site, "one", "3.5")
    app = wire.run()
    with app.storage.database.read() as connection:
        row = connection.execute(sa.select(articles.c.published, articles.c.first_seen)).one()
    assert days == [(row.published or row.first_seen).date()]
