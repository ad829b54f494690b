"""Queries from the command line to the alert: added, tried on the archive, explained, told."""

import json
from typing import Any

from tests.integration.conftest import Desk
from tests.services.news import NewsSite

DEMAND = (
    "The alliance's secretary general Mark Rutte demanded that members spend 5 percent of GDP on defence by 2032."
)


def lines(desk: Desk, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints as JSON."""
    done = desk.command(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_watch_added_by_hand_tells_and_the_archive_says_the_same(desk: Desk, news_site: NewsSite) -> None:
    news_site.add_article("Harbour opens after storm")
    desk.write(feeds=[news_site.feed_url()])
    app = desk.run()
    added = desk.command("watches", "add", "Five", "FACT(amount:>=5%gdp) -football", "--channel", "hook")
    assert added.stdout.splitlines()[-1] == "read as: FACT(amount:>=5%gdp) AND NOT football", added.stderr
    news_site.add_article("Alliance wants more", [DEMAND])
    desk.run(app)

    assert [body["watch"] for body in desk.bodies()] == ["Five"]
    (tried,) = lines(desk, "backtest", "Five", "--against", "harbour")
    assert (tried["articles"], tried["held"]["articles"], tried["without_reading"]) == (2, 1, 0)
    assert (tried["against"]["gained"]["articles"], tried["against"]["lost"]["articles"]) == (1, 1)
    (example,) = tried["held"]["examples"]
    (by_id,) = lines(desk, "explain", str(example["article"]), "Five")
    (by_url,) = lines(desk, "explain", f"{example['url']}?utm_source=mail", "Five")
    assert by_id == by_url
    assert (by_id["holds"], by_id["decided_by"]) == (True, ["amount:>=5%gdp", "football"])
