"""Every contract test runs once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.contract.desk import Desk
from worker.storage import Storage


@pytest.fixture
def storage(database_url: str) -> Iterator[Storage]:
    """A Storage over a fresh, migrated database."""
    storage = Storage(database_url)
    yield storage
    storage.close()


@pytest.fixture
def desk(storage: Storage) -> Desk:
    """The Storage with the steps that tests take first."""
    return Desk(storage)


@pytest.fixture
def other(database_url: str) -> Iterator[Desk]:
    """A second process's view of the same database: connections of its own."""
    storage = Storage(database_url)
    yield Desk(storage)
    storage.close()
