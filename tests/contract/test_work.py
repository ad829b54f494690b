"""The state machine of work rows: who may claim, what a finish needs, and what a death costs."""

import threading
from datetime import timedelta

import pytest

from tests.contract.desk import LEASE, MAX_ATTEMPTS, NOW, Desk, after, lease
from worker.domain.work import Back, Due, Queue
from worker.storage.tables import articles

PROCESS = Queue.PROCESS


def die_at(desk: Desk, article: int, times: int) -> None:
    """Claim a row `times` times and let each lease lapse."""
    for n in range(times):
        assert desk.take_ids([article], f"dies-{n}", at=NOW + (LEASE + timedelta(seconds=1)) * n) == [article]


def test_a_claimed_row_is_not_claimed_again(desk: Desk, other: Desk) -> None:
    ids = desk.articles(3)
    assert desk.take_ids(ids[:2], "one") == ids[:2]
    assert other.take_ids(ids, "two") == ids[2:]


def test_a_row_is_not_claimed_before_its_time(desk: Desk) -> None:
    ids = desk.articles(1, at=after(seconds=10))
    assert desk.take_ids(ids, "early", at=after(seconds=9)) == []
    assert desk.take_ids(ids, "on time", at=after(seconds=10)) == ids


def test_a_claim_says_who_until_when_and_counts(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    row = desk.article(article)
    assert (row["state"], row["lease_token"], row["lease_until"], row["attempts"]) == (
        "running",
        "mine",
        NOW + LEASE,
        1,
    )


def test_a_lapsed_lease_lets_another_worker_claim(desk: Desk, other: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "dies")
    assert other.take_ids([article], "too early", at=NOW + LEASE - timedelta(microseconds=1)) == []
    assert other.take_ids([article], "heir", at=NOW + LEASE) == [article]
    assert desk.article(article)["attempts"] == 2


def test_a_stale_worker_finishes_nothing(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "stale")
    desk.take([article], "heir", at=NOW + LEASE)
    assert desk.finish(article, "stale", at=NOW + LEASE) is False
    assert desk.article(article)["lease_token"] == "heir"
    assert desk.finish(article, "heir", at=NOW + LEASE) is True


def test_a_stale_worker_gives_nothing_back(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "stale")
    desk.take([article], "heir", at=NOW + LEASE)
    before = desk.article(article)
    desk.storage.work.give_back(PROCESS, "stale", [Back(article, NOW, "no longer mine")])
    desk.storage.work.fail(PROCESS, "stale", article, next_at=NOW, why="no longer mine")
    assert desk.article(article) == before


def test_a_finished_row_is_never_due_again(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    desk.finish(article, "mine")
    assert desk.storage.work.due(PROCESS, now=after(days=9), limit=9, max_attempts=MAX_ATTEMPTS) == []
    assert desk.take_ids([article], "again", at=after(days=9)) == []


def test_a_finish_forgets_the_attempts(desk: Desk) -> None:
    (article,) = desk.articles(1)
    die_at(desk, article, 2)
    last = NOW + (LEASE + timedelta(seconds=1)) * 2
    desk.take([article], "mine", at=last)
    desk.finish(article, "mine", at=last)
    assert desk.article(article)["attempts"] == 0


def test_a_row_that_a_worker_died_at_is_claimed_only_alone(desk: Desk) -> None:
    poison, *others = desk.articles(3)
    die_at(desk, poison, 1)
    assert desk.take_ids([poison, *others], "batch", at=NOW + LEASE) == others
    assert desk.take_ids([poison], "alone", at=NOW + LEASE) == [poison]


def test_a_row_given_back_waits_for_its_time_and_has_no_attempt_counted(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    desk.storage.work.give_back(PROCESS, "mine", [Back(article, after(seconds=30), "not reached")])
    row = desk.article(article)
    assert (row["state"], row["attempts"], row["waiting"], row["lease_token"]) == ("pending", 0, "not reached", None)
    assert desk.take_ids([article], "early", at=after(seconds=29)) == []
    assert desk.take_ids([article], "on time", at=after(seconds=30)) == [article]


def test_a_row_given_back_is_free_to_be_hinted(desk: Desk) -> None:
    (article,) = desk.articles(1)
    work = desk.storage.work
    work.mark_hinted(PROCESS, now=NOW, until=after(hours=1), cap=9, max_attempts=MAX_ATTEMPTS)
    desk.take([article], "mine")
    work.give_back(PROCESS, "mine", [Back(article, NOW, "not reached")])
    assert work.mark_hinted(PROCESS, now=NOW, until=after(hours=1), cap=9, max_attempts=MAX_ATTEMPTS)


def test_each_of_many_rows_is_given_back_at_its_own_time(desk: Desk) -> None:
    first, second = desk.articles(2)
    desk.take([first, second], "mine")
    desk.storage.work.give_back(
        PROCESS, "mine", [Back(first, after(seconds=1), "one"), Back(second, after(seconds=2), "two")]
    )
    assert desk.article(first)["next_at"] == after(seconds=1)
    assert desk.article(second)["next_at"] == after(seconds=2)


def test_a_failed_row_keeps_its_attempt(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    desk.storage.work.fail(PROCESS, "mine", article, next_at=after(seconds=5), why="a bug of ours")
    row = desk.article(article)
    assert (row["state"], row["attempts"], row["next_at"], row["waiting"]) == (
        "pending",
        1,
        after(seconds=5),
        "a bug of ours",
    )


def test_due_lists_articles_that_came_first_first_and_touches_nothing(desk: Desk) -> None:
    early = desk.articles(1, at=NOW)[0]
    late = desk.articles(1, at=after(seconds=-5))[0]
    desk.articles(1, at=after(seconds=5))
    before = desk.rows(articles)
    assert desk.storage.work.due(PROCESS, now=NOW, limit=9, max_attempts=MAX_ATTEMPTS) == [
        Due(early, 0),
        Due(late, 0),
    ]
    assert desk.storage.work.due(PROCESS, now=NOW, limit=1, max_attempts=MAX_ATTEMPTS) == [Due(early, 0)]
    assert desk.rows(articles) == before


def test_due_tells_at_which_rows_a_worker_died(desk: Desk) -> None:
    (article,) = desk.articles(1)
    die_at(desk, article, 1)
    assert desk.storage.work.due(PROCESS, now=NOW, limit=9, max_attempts=MAX_ATTEMPTS) == []
    assert desk.storage.work.due(PROCESS, now=NOW + LEASE, limit=9, max_attempts=MAX_ATTEMPTS) == [Due(article, 1)]


def test_a_row_whose_attempts_are_used_up_is_not_claimed_but_buried(desk: Desk) -> None:
    poison, neighbour = desk.articles(2)
    die_at(desk, poison, MAX_ATTEMPTS)
    late = after(hours=1)
    assert desk.take_ids([poison], "once more", at=late) == []
    assert desk.storage.work.bury(PROCESS, now=late, max_attempts=MAX_ATTEMPTS) == [poison]
    row = desk.article(poison)
    assert (row["state"], row["waiting"]) == ("dead", f"a worker died at it {MAX_ATTEMPTS} times")
    assert desk.article(neighbour)["state"] == "pending"


def test_a_row_under_a_living_lease_is_not_buried(desk: Desk) -> None:
    (poison,) = desk.articles(1)
    die_at(desk, poison, MAX_ATTEMPTS)
    last_claim = NOW + (LEASE + timedelta(seconds=1)) * (MAX_ATTEMPTS - 1)
    assert desk.storage.work.bury(PROCESS, now=last_claim, max_attempts=MAX_ATTEMPTS) == []


def test_a_worker_that_comes_back_from_the_dead_finishes_nothing(desk: Desk) -> None:
    (poison,) = desk.articles(1)
    die_at(desk, poison, MAX_ATTEMPTS)
    desk.storage.work.bury(PROCESS, now=after(hours=1), max_attempts=MAX_ATTEMPTS)
    assert desk.finish(poison, f"dies-{MAX_ATTEMPTS - 1}", at=after(hours=1)) is False


@pytest.mark.parametrize("named", [True, False])
def test_a_dead_row_is_retried_by_hand_with_all_its_attempts(desk: Desk, *, named: bool) -> None:
    (poison,) = desk.articles(1)
    die_at(desk, poison, MAX_ATTEMPTS)
    late = after(hours=1)
    desk.storage.work.bury(PROCESS, now=late, max_attempts=MAX_ATTEMPTS)
    assert desk.storage.work.retry_dead(PROCESS, now=late, ids=[poison] if named else None) == 1
    assert desk.article(poison)["attempts"] == 0
    assert desk.take_ids([poison], "again", at=late) == [poison]


def test_only_the_named_dead_rows_are_retried(desk: Desk) -> None:
    first, second = desk.articles(2)
    for article in (first, second):
        die_at(desk, article, MAX_ATTEMPTS)
    desk.storage.work.bury(PROCESS, now=after(hours=1), max_attempts=MAX_ATTEMPTS)
    assert desk.storage.work.retry_dead(PROCESS, now=after(hours=1), ids=[second]) == 1
    assert desk.article(first)["state"] == "dead"


def test_counts_tell_how_a_queue_stands(desk: Desk) -> None:
    due, running, poison, *_ = desk.articles(4)
    desk.articles(2, at=after(days=1))
    desk.storage.work.mark_hinted(PROCESS, now=NOW, until=after(days=2), cap=1, max_attempts=MAX_ATTEMPTS)
    die_at(desk, poison, MAX_ATTEMPTS)
    late = after(hours=1)
    desk.storage.work.bury(PROCESS, now=late, max_attempts=MAX_ATTEMPTS)
    desk.take([running], "mine", at=late)
    counts = desk.storage.work.counts(PROCESS, now=late)
    assert (counts.due, counts.later, counts.running, counts.dead, counts.hinted) == (2, 2, 1, 1, 1)
    assert counts.oldest_due == NOW
    assert due in {item.id for item in desk.storage.work.due(PROCESS, now=late, limit=9, max_attempts=MAX_ATTEMPTS)}


def test_an_empty_queue_counts_nothing(desk: Desk) -> None:
    counts = desk.storage.work.counts(Queue.DELIVER, now=NOW)
    assert (counts.due, counts.later, counts.running, counts.dead, counts.hinted) == (0, 0, 0, 0, 0)
    assert counts.oldest_due is None


def test_many_claimers_never_get_the_same_row(desk: Desk, other: Desk) -> None:
    ids = desk.articles(300)
    taken: list[list[int]] = []
    barrier = threading.Barrier(4)

    def run(which: Desk, number: int) -> None:
        mine: list[int] = []
        barrier.wait(10)
        for start in range(0, len(ids), 20):
            mine += which.take_ids(ids[start : start + 40], f"claimer-{number}-{start}")
        taken.append(mine)

    threads = [threading.Thread(target=run, args=(which, n)) for n, which in enumerate([desk, other, desk, other])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(row for mine in taken for row in mine) == sorted(ids)


def test_a_row_locked_by_another_claim_is_passed_over_not_waited_for(desk: Desk, other: Desk) -> None:
    if desk.storage.database.sqlite:
        pytest.skip("SQLite has one writer at a time: claims wait for each other, briefly")
    ids = desk.articles(2)
    with desk.storage.database.write() as connection:
        from worker.storage.work import claim

        taken = claim(connection, articles, ids[:1], lease=lease("one"), now=NOW, max_attempts=MAX_ATTEMPTS)
        assert [row.id for row in taken] == ids[:1]
        assert other.take_ids(ids, "two") == ids[1:]
