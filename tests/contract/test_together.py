"""Workers that touch the same rows at once wait for each other in one order, and never in a circle.

PostgreSQL ends a circle after a second by failing one of the two, which costs a whole batch its attempt.
"""

import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.contract.desk import MAX_ATTEMPTS, NO_GAP, NOW, Desk, entry, hexed, lease, outcome
from worker.domain.feed import NewArticle, Polled
from worker.domain.politeness import HostUpdate
from worker.domain.work import Back, Lease, Queue
from worker.storage.hosts import Wanted, acquire
from worker.storage.tables import articles, entries, feeds, hosts

ROUNDS = 12
QUEUE = Queue.PROCESS


def together(*runs: Callable[[int], None]) -> list[BaseException]:
    """Run each function ROUNDS times, one thread each, in step; what they raised."""
    barrier = threading.Barrier(len(runs))
    raised: list[BaseException] = []

    def repeat(run: Callable[[int], None]) -> None:
        try:
            for n in range(ROUNDS):
                barrier.wait(30)
                run(n)
        except Exception as error:  # noqa: BLE001 - the test shows whatever a thread met
            raised.append(error)
            barrier.abort()

    threads = [threading.Thread(target=repeat, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def test_polls_that_bring_the_same_articles_in_opposite_order_both_end(desk: Desk, other: Desk) -> None:
    first, second = desk.feed("Gazette"), desk.feed("Herald")
    count = 60

    def poll(which: Desk, feed: int, *, backwards: bool) -> Callable[[int], None]:
        def run(n: int) -> None:
            slugs = [f"{n}-{k}" for k in range(count)]
            listed = [entry(slug) for slug in (reversed(slugs) if backwards else slugs)]
            polled = Polled(
                outcome(feed, listed, next_at=NOW), tuple(NewArticle(hexed(item.url or ""), "") for item in listed)
            )
            token = f"{feed}-{n}"
            assert which.take_feeds([feed], token) == [feed]
            released = [HostUpdate(desk.row(feeds, feed)["host"], NOW)]
            which.storage.feeds.finish(token, [polled], released, now=NOW, hint_until=None)

        return run

    assert together(poll(desk, first, backwards=False), poll(other, second, backwards=True)) == []
    assert len(desk.rows(articles)) == ROUNDS * count
    assert len(desk.rows(entries)) == 2 * ROUNDS * count


def test_hosts_released_in_any_order_never_stop_those_who_ask_for_them(desk: Desk, other: Desk) -> None:
    keys = [f"https://site{n:02}.example:443" for n in range(40)]
    ids = [desk.articles(1, host=key)[0] for key in keys]
    robots = {"robots": "", "robots_at": NOW, "crawl_delay": None}

    def work(n: int) -> None:
        token = f"holder-{n}"
        held = desk.storage.articles.claim(ids, lease=lease(token), now=NOW, gap=NO_GAP, max_attempts=MAX_ATTEMPTS)[1]
        updates = [HostUpdate(key, NOW, **(robots if k % 2 else {})) for k, key in enumerate(reversed(list(held)))]  # type: ignore[arg-type] # robots or nothing
        desk.storage.articles.release_hosts(token, updates)
        desk.storage.work.give_back(QUEUE, token, [Back(row, NOW, "again") for row in ids])

    def ask(n: int) -> None:
        for k in range(30):
            with other.storage.database.write() as connection:
                wanted = [Wanted(number, key) for number, key in enumerate(keys)]
                token = f"asker-{n}-{k}"
                acquire(other.storage.database, connection, wanted, lease=Lease(token, NOW), now=NOW, gap=NO_GAP)

    assert together(work, ask) == []
    assert len(desk.rows(hosts)) >= len(keys)


def test_an_article_is_free_while_a_poll_stores_another_sighting_of_it(desk: Desk, other: Desk) -> None:
    if desk.storage.database.sqlite:
        pytest.skip("SQLite has one writer at a time: the claim waits for the poll, and then has the row")
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    feed = desk.feed("Herald")
    with desk.storage.database.write() as connection:
        seen = sa.select(entries).where(entries.c.article_id == article)
        row = dict(connection.execute(seen).mappings().one()) | {"feed_id": feed}
        connection.execute(sa.insert(entries).values({k: v for k, v in row.items() if k != "id"}))
        assert other.take_ids([article], "mine") == [article]
        assert other.finish(article, "mine") is True
