"""A process died at its batch: what it held comes back at once, but never to kill one process after the other."""

from datetime import timedelta

from tests.contract.desk import NO_GAP, NOW, Desk, after
from worker.domain.work import Queue

HOST = "https://news.example:443"
GAP = timedelta(seconds=5)


def test_rows_that_a_dead_process_held_can_be_claimed_at_once_although_they_were_hinted(desk: Desk) -> None:
    ids = desk.articles(3)
    desk.storage.work.mark_hinted(Queue.PROCESS, now=NOW, until=after(minutes=1), cap=9, max_attempts=9)
    desk.take(ids[:2], "dead")
    assert desk.storage.work.take_from_the_dead(Queue.PROCESS, ids, now=after(seconds=1), gap=NO_GAP) == 2
    assert desk.storage.work.sweepable(now=after(seconds=1)) == {Queue.PROCESS}
    assert [desk.take_ids([one], "mine", at=after(seconds=1)) for one in ids] == [[one] for one in ids]


def test_a_row_at_which_a_process_died_before_waits_for_its_lease(desk: Desk) -> None:
    (poison,) = desk.articles(1)
    desk.take([poison], "one")
    assert desk.storage.work.take_from_the_dead(Queue.PROCESS, [poison], now=NOW, gap=NO_GAP) == 1
    desk.take([poison], "two")
    assert desk.storage.work.take_from_the_dead(Queue.PROCESS, [poison], now=NOW, gap=NO_GAP) == 0
    assert desk.take([poison], "three", at=after(seconds=1)) == []


def test_the_neighbours_of_a_row_that_kills_again_get_their_host_back(desk: Desk) -> None:
    poison, neighbour = desk.articles(2, host=HOST)
    for token in ("one", "two"):
        desk.take([poison], token)
        desk.storage.work.take_from_the_dead(Queue.PROCESS, [poison], now=NOW, gap=NO_GAP)
    assert desk.take_ids([neighbour], "mine", at=after(seconds=1)) == [neighbour]


def test_a_host_that_a_dead_process_talked_to_rests_for_its_gap(desk: Desk) -> None:
    (article,) = desk.articles(1, host=HOST)
    desk.take([article], "dead", gap=GAP)
    desk.storage.work.take_from_the_dead(Queue.PROCESS, [article], now=NOW, gap=GAP)
    assert desk.take([article], "too early", at=after(seconds=4), gap=GAP) == []
    assert [work.id for work in desk.take([article], "mine", at=after(seconds=5), gap=GAP)] == [article]


def test_what_others_hold_stays_theirs_when_a_process_dies(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    third, fourth = desk.articles(2, host="https://other.example:443")
    desk.take([first], "dead")
    desk.take([third], "alive")
    desk.storage.work.take_from_the_dead(Queue.PROCESS, [first], now=NOW, gap=NO_GAP)
    assert desk.take([third], "mine", at=after(seconds=1)) == []
    assert desk.take([fourth], "mine", at=after(seconds=1)) == []
    assert desk.take_ids([second], "mine", at=after(seconds=1)) == [second]


def test_a_row_that_was_finished_before_the_death_stays_done(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "dead")
    desk.finish(article, "dead")
    before = desk.article(article)
    assert desk.storage.work.take_from_the_dead(Queue.PROCESS, [article], now=NOW, gap=NO_GAP) == 0
    assert desk.article(article) == before
