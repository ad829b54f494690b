"""officials.yaml at work: what it says is in force for the next article, without a restart."""

import sqlalchemy as sa

from tests.integration.conftest import Desk
from tests.services.news import NewsSite
from worker.bootstrap import Application
from worker.pipeline.reprocess import reprocess
from worker.storage.tables import articles

TEXT = [
    "Ruta Brand said on Monday that the harbour would have to grow, and that nobody in the town would have to pay.",
    "The council will meet again on Thursday, in the hall beside the old lighthouse, to hear what the fishermen say.",
]


def _officials(desk: Desk, text: str) -> None:
    (desk.folder / "config" / "officials.yaml").write_text(text, encoding="utf-8")


def _persons(app: Application, title: str) -> set[str | None]:
    """Whom the names in the article with this title mean, as stored."""
    with app.storage.database.read() as connection:
        article = connection.scalar(sa.select(articles.c.id).where(articles.c.title == title))
    assert article is not None
    stored = app.storage.readings.of(article)
    assert stored is not None
    return {mention.person for mention in stored.reading.mentions}


def test_an_alias_is_known_as_soon_as_its_file_is_saved_and_to_articles_that_are_read_again(
    desk: Desk, news_site: NewsSite
) -> None:
    news_site.add_article("Harbour opens after storm", TEXT)
    desk.write(feeds=[news_site.feed_url()])
    app = desk.run()
    assert _persons(app, "Harbour opens after storm") == {"Ruta Brand"}

    _officials(desk, "officials: [{name: Ruta Vale, aliases: [Ruta Brand]}]")
    news_site.add_article("Harbour closes before storm", TEXT)
    desk.run(app)
    assert _persons(app, "Harbour closes before storm") == {"Ruta Vale"}

    fresh = desk.open()
    reprocess(fresh.services, everything=True)
    assert _persons(fresh, "Harbour opens after storm") == {"Ruta Vale"}


def test_a_file_with_a_mistake_leaves_the_officials_as_they_were(desk: Desk, news_site: NewsSite) -> None:
    news_site.open_feed()
    desk.write(feeds=[news_site.feed_url()])
    _officials(desk, "officials: [{name: Ruta Vale, aliases: [Ruta Brand]}]")
    app = desk.run()
    _officials(desk, "officials: [{aliases: [Nobody]}]")
    assert not app.apply_files().taken
    assert [official.name for official in app.storage.declared.officials()] == ["Ruta Vale"]
