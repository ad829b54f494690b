"""Marking rows as hinted: each once, never more than the cap, again when the hint was lost."""

import threading

from tests.contract.desk import MAX_ATTEMPTS, NO_GAP, Desk, after
from worker.domain.work import Due, Queue


def mark(desk: Desk, *, seconds: float = 0, hold: float = 60, cap: int = 100) -> list[int]:
    """Mark due articles, `seconds` after NOW; their ids."""
    found = desk.storage.work.mark_hinted(
        Queue.PROCESS,
        now=after(seconds=seconds),
        until=after(seconds=seconds + hold),
        cap=cap,
        max_attempts=MAX_ATTEMPTS,
    )
    return [row.id for row in found]


def test_a_row_is_hinted_once_while_the_hint_holds(desk: Desk) -> None:
    ids = desk.articles(3)
    assert mark(desk) == ids
    assert mark(desk, seconds=59) == []


def test_a_lost_hint_is_given_again_when_it_lapsed(desk: Desk) -> None:
    ids = desk.articles(3)
    mark(desk)
    assert mark(desk, seconds=60) == ids


def test_the_mark_is_committed_before_it_is_returned(desk: Desk, other: Desk) -> None:
    (article,) = desk.articles(1)
    mark(desk)
    assert other.article(article)["hinted_until"] == after(seconds=60)


def test_a_mark_does_not_keep_anybody_from_claiming(desk: Desk) -> None:
    ids = desk.articles(2)
    mark(desk)
    assert desk.take_ids(ids, "mine") == ids


def test_rows_that_are_not_due_running_or_used_up_are_not_hinted(desk: Desk) -> None:
    running, used_up = desk.articles(2, at=after(hours=-1))
    desk.articles(1, at=after(hours=1))
    for n in range(MAX_ATTEMPTS):
        desk.take([used_up], f"dies-{n}", at=after(minutes=-10 * (MAX_ATTEMPTS - n)))
    desk.take([running], "mine")
    assert mark(desk) == []


def test_a_row_whose_worker_died_is_hinted_when_its_lease_lapsed(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "dies")
    found = desk.storage.work.mark_hinted(
        Queue.PROCESS, now=after(minutes=2), until=after(minutes=3), cap=9, max_attempts=MAX_ATTEMPTS
    )
    assert found == [Due(article, 1)]


def test_no_more_than_the_cap_is_outstanding(desk: Desk) -> None:
    ids = desk.articles(10)
    assert mark(desk, cap=4) == ids[:4]
    assert mark(desk, cap=4) == []
    desk.take(ids[:3], "mine")
    assert mark(desk, cap=4) == ids[4:7]


def test_rows_whose_hint_could_not_be_sent_are_hinted_by_the_next_sweep(desk: Desk) -> None:
    first, second, third = desk.articles(3)
    mark(desk)
    desk.take([second], "mine")
    desk.storage.work.unhint(Queue.PROCESS, [first, second])
    assert mark(desk) == [first]
    assert desk.article(third)["hinted_until"] == after(seconds=60)


def test_articles_that_came_first_are_hinted_first_however_their_host_put_them_off(desk: Desk) -> None:
    first = desk.articles(1, at=after(seconds=-1))
    desk.articles(2, at=after(seconds=-9))
    assert mark(desk, cap=1) == first


def test_sweeps_at_the_same_time_hint_no_row_twice_and_keep_to_the_cap(desk: Desk, other: Desk) -> None:
    ids = desk.articles(200)
    barrier = threading.Barrier(4)
    found: list[list[int]] = []

    def sweep(which: Desk) -> None:
        barrier.wait(10)
        found.append(mark(which, cap=120))

    threads = [threading.Thread(target=sweep, args=(which,)) for which in (desk, other, desk, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    hinted = [row for rows in found for row in rows]
    assert len(hinted) == len(set(hinted)) == 120
    assert set(hinted) <= set(ids)


def test_a_queue_is_worth_sweeping_while_it_has_a_claimable_row_without_a_hint(desk: Desk) -> None:
    assert desk.storage.work.sweepable(now=after()) == set()
    desk.articles(1)
    assert desk.storage.work.sweepable(now=after()) == {Queue.PROCESS}
    mark(desk)
    assert desk.storage.work.sweepable(now=after(seconds=59)) == set()
    assert desk.storage.work.sweepable(now=after(seconds=60)) == {Queue.PROCESS}


def test_hints_of_a_broker_that_is_gone_can_be_forgotten(desk: Desk) -> None:
    ids = desk.articles(3)
    mark(desk)
    assert desk.storage.work.forget_hints() == 3
    assert mark(desk, seconds=1) == ids


def test_rows_of_workers_that_are_all_gone_can_be_claimed_at_once(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take_ids([article], "t1")
    assert mark(desk, seconds=1) == []
    assert desk.storage.work.end_leases(now=after(seconds=1), gap=NO_GAP) == 1
    assert mark(desk, seconds=1) == [article]
