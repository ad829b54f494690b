"""Queries in watches.yaml, from the feed to the alert."""

from tests.integration.conftest import Desk
from tests.services.news import NewsSite

PARAGRAPHS = [
    "OSLO — The Nordic League's members should spend 3.5 percent of GDP on defence by 2032, Ingrid Solvang said.",
    "“Nobody will defend us for nothing,” Ms Solvang said. The ministers meet again in May, in the same old hall.",
]
WATCHES = [
    {"name": "Targets", "query": 'FACT(target:>=3%gdp speaker:"Ingrid Solvang")', "channels": ["hook"]},
    {"name": "Too high", "query": "FACT(target:>=4%gdp)", "channels": ["hook"]},
    {"name": "Said of us", "query": 'speaker:Solvang AND "defend us"', "channels": ["hook"]},
    {"name": "Two of them", "query": 'watch:Targets AND watch:"Said of us"', "channels": ["hook"]},
    {"name": "Near", "query": "ministers NEAR/5 meet -football", "channels": ["hook"]},
]


def _told(desk: Desk) -> dict[str, list[str]]:
    """Watch → the sentences that it was told with."""
    return {body["watch"]: [piece["text"] for piece in body["evidence"]] for body in desk.bodies()}


def test_a_query_is_told_with_the_sentence_that_proves_it(any_desk: Desk, news_site: NewsSite) -> None:
    any_desk.write(feeds=[news_site.feed_url()], watches=WATCHES)
    news_site.add_article("Harbour opens after storm")
    app = any_desk.run()
    news_site.add_article("League asks its members for more", PARAGRAPHS)
    any_desk.run(app)

    told = _told(any_desk)

    assert sorted(told) == ["Near", "Said of us", "Targets", "Two of them"]
    assert "3.5 percent of GDP" in told["Targets"][0]
    assert any("defend us" in text for text in told["Said of us"])


def test_a_changed_query_is_in_force_for_the_next_article(desk: Desk, news_site: NewsSite) -> None:
    desk.write(feeds=[news_site.feed_url()], watches=WATCHES[1:2])
    news_site.add_article("Harbour opens after storm")
    app = desk.run()
    lower = WATCHES[1] | {"query": "FACT(target:>=2%gdp)"}
    desk.write(feeds=[news_site.feed_url()], watches=[lower])
    news_site.add_article("League asks its members for more", PARAGRAPHS)
    desk.run(app)

    assert list(_told(desk)) == ["Too high"]
