"""`backtest`: what a query would have found, on the screen and as JSON."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.contract.readings import READING, TEXT
from worker.cli.backtest import bars
from worker.domain.reading import Reading
from worker.domain.watch import DeclaredWatch


@pytest.fixture
def archive(world: Any) -> Any:
    """Three articles of different days, one of them old, and a fourth at which a reader failed."""
    world.declare(watches=(DeclaredWatch("Five", query="target:>=5%gdp"), DeclaredWatch("W", ("ferry",))))
    world.read(READING, TEXT, title="Old talks", days=50)
    world.read(READING, TEXT, title="Talks", days=3)
    world.read(Reading(unread="it is in French"), "The ferry sails.", title="Ferry", days=1)
    world.read(Reading(), "The ferry talks.", title="Failed", failed="ValueError()", hours=1)
    return world


def test_a_watch_is_tried_on_the_archive_with_a_chart_and_examples(cli: Any, archive: Any) -> None:
    said = cli("backtest", "five").stdout.splitlines()
    assert said[:2] == ["Five", "target:>=5%gdp"]
    assert said[3].startswith("It would have told once among 3 articles since ")
    assert said[4] == "Each article counts: stories are not counted yet."
    assert said[5].startswith("1 article has no reading: ")
    assert "`wirewatch reprocess`" in said[5]
    assert said[6].startswith("1 article is in a language that is not read")
    chart = said[8:39]
    assert len([line for line in chart if line.endswith("  0")]) == 30
    assert next(line for line in chart if "█" in line).endswith(f"{'█' * 40} 1")
    assert said[40] == "The latest"
    assert said[43] == "  Talks"
    assert said[44].startswith("  “The alliance's secretary general")


def test_a_longer_time_takes_in_older_articles(cli: Any, archive: Any) -> None:
    (found,) = cli.lines("backtest", "Five", "--since", "90d", "--json")
    assert (found["articles"], found["held"]["articles"]) == (4, 2)
    assert [item["title"] for item in found["held"]["examples"]] == ["Talks", "Old talks"]


def test_a_backtest_as_json_has_sums_days_and_examples(cli: Any, archive: Any) -> None:
    (found,) = cli.lines("backtest", "ferry talks", "--json")
    day = (archive.now - timedelta(hours=1)).date().isoformat()
    assert {key: found[key] for key in ("watch", "query", "reading", "articles", "against")} == {
        "watch": None,
        "query": "ferry talks",
        "reading": "ferry AND talks",
        "articles": 3,
        "against": None,
    }
    assert (found["without_reading"], found["language_not_read"]) == (1, 1)
    assert found["held"]["days"] == {day: 1}
    (shown,) = found["held"]["examples"]
    assert (shown["title"], shown["source"]) == ("Failed", "The Wire")
    assert shown["evidence"] == [
        {"text": "The ferry talks.", "spans": [[4, 9], [10, 15]], "part": "body", "start": 0}
    ]


def test_against_another_one_what_is_gained_and_lost_is_shown(cli: Any, archive: Any) -> None:
    said = cli("backtest", "ferry", "--against", "Five").stdout
    assert "Against Five, which holds on 1: 2 gained, 1 lost." in said
    gained, _, lost = said.partition("\nGained\n")[2].partition("\nLost\n")
    assert "  Ferry" in gained.splitlines()
    assert "  Failed" in gained.splitlines()
    assert "  Talks" in lost.splitlines()
    (found,) = cli.lines("backtest", "ferry", "--against", "Five", "--json")
    against = found["against"]
    assert (against["watch"], against["held"]) == ("Five", 1)
    assert (against["gained"]["articles"], against["lost"]["articles"]) == (2, 1)


def test_what_holds_nowhere_and_an_empty_archive_are_said(cli: Any, archive: Any) -> None:
    assert "It holds on none of 3 articles since " in cli("backtest", "zebra").stdout
    assert "There is no stored article since " in cli("backtest", "zebra", "--since", "1s").stdout


def test_a_refused_query_is_shown_with_its_place(cli: Any, archive: Any) -> None:
    assert "  ^" in cli("backtest", "(ferry", code=1).stderr.splitlines()
    assert "  ^" in cli("backtest", "ferry", "--against", "(ferry", code=1).stderr.splitlines()
    assert "standard input" in cli("backtest", "-", "--against", "-", code=2).stderr


TODAY = date(2026, 3, 2)


def test_a_chart_has_a_bar_a_day_for_two_months() -> None:
    rows = bars({TODAY: 2, date(2026, 2, 28): 1}, TODAY - timedelta(days=61), TODAY)
    assert len(rows) == 62
    assert rows[0] == ("31 Dec 2025", 0)
    assert rows[-3:] == [("28 Feb", 1), ("1 Mar", 0), ("2 Mar", 2)]


def test_over_a_longer_time_a_bar_is_a_week_and_then_a_month() -> None:
    days = {TODAY: 2, TODAY - timedelta(days=1): 1, TODAY - timedelta(days=100): 4}
    weeks = bars(days, TODAY - timedelta(days=200), TODAY)
    assert weeks[-2:] == [("week of 23 Feb", 1), ("week of 2 Mar", 2)]
    assert weeks[0] == ("week of 17 Nov 2025", 4)
    months = bars({**days, date(2020, 1, 31): 7}, date(2019, 1, 1), TODAY)
    assert (months[0], months[-1]) == (("Jan 2020", 7), ("Mar 2026", 3))
    assert sum(number for _, number in months) == 14
