"""The database behind one door: `Storage(url)` holds a repository for each thing the stages do."""

from worker.storage.archive import ArchiveRows
from worker.storage.articles import ArticleRows
from worker.storage.declared import DeclaredRows
from worker.storage.deliveries import DeliveryRows
from worker.storage.engine import Database, make_engine
from worker.storage.feeds import FeedRows
from worker.storage.housekeeping import Housekeeping
from worker.storage.overview import Overview
from worker.storage.people import PeopleRows
from worker.storage.readings import ReadingRows
from worker.storage.views import Views
from worker.storage.work import WorkRows


class Storage:
    """All repositories over one database. Cheap to make; connects when first used.

    url: sqlite:///path or postgresql+psycopg://user:pass@host/name.
    """

    def __init__(self, url: str) -> None:
        self.database = Database(make_engine(url))
        self.work = WorkRows(self.database)
        self.feeds = FeedRows(self.database)
        self.articles = ArticleRows(self.database)
        self.readings = ReadingRows(self.database)
        self.archive = ArchiveRows(self.database)
        self.people = PeopleRows(self.database)
        self.deliveries = DeliveryRows(self.database)
        self.declared = DeclaredRows(self.database)
        self.views = Views(self.database)
        self.overview = Overview(self.database)
        self.housekeeping = Housekeeping(self.database)

    def close(self) -> None:
        """Close all connections."""
        self.database.engine.dispose()


__all__ = ["Storage"]
