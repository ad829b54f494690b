"""The sightings of articles, as the stages read them."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from worker.domain.article import Sighting
from worker.storage.tables import entries, feeds


def sightings_of(connection: sa.Connection, ids: Collection[int]) -> dict[int, list[Sighting]]:
    """By article id, oldest first; an id without any has an empty list."""
    found: dict[int, list[Sighting]] = defaultdict(list)
    if not ids:
        return found
    for row in connection.execute(
        sa.select(
            entries.c.article_id,
            entries.c.feed_id,
            feeds.c.name,
            feeds.c.title.label("feed_title"),
            entries.c.title,
            entries.c.summary,
            entries.c.content,
            entries.c.author,
            entries.c.published,
            entries.c.first_seen,
            entries.c.history,
            entries.c.dated,
        )
        .join(feeds, feeds.c.id == entries.c.feed_id)
        .where(entries.c.article_id.in_(ids))
        .order_by(entries.c.first_seen, entries.c.id)
    ):
        found[row.article_id].append(
            Sighting(
                feed_id=row.feed_id,
                feed_name=row.name or row.feed_title,
                title=row.title,
                summary=row.summary,
                content=row.content,
                author=row.author,
                published=row.published,
                first_seen=row.first_seen,
                history=row.history,
                dated=row.dated,
            )
        )
    return found
