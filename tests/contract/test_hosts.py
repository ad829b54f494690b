"""One request at a time to a host, however many workers, and silence where it asked for it."""

from datetime import timedelta

from tests.contract.desk import MAX_ATTEMPTS, NO_GAP, NOW, Desk, after, lease
from worker.domain.politeness import BUSY_RECHECK, HostUpdate
from worker.domain.work import Queue
from worker.storage.tables import hosts

HOST = "https://news.example:443"
GAP = timedelta(seconds=5)


def host_row(desk: Desk) -> dict[str, object]:
    """The row of HOST."""
    (row,) = (row for row in desk.rows(hosts) if row["key"] == HOST)
    return row


def test_a_claim_takes_the_host_with_the_row(desk: Desk) -> None:
    (article,) = desk.articles(1, host=HOST)
    work, states = desk.storage.articles.claim(
        [article], lease=lease("mine"), now=NOW, gap=GAP, max_attempts=MAX_ATTEMPTS
    )
    assert [item.host for item in work] == [HOST]
    assert list(states) == [HOST]
    assert (host_row(desk)["lease_token"], host_row(desk)["lease_until"]) == ("mine", lease("mine").until)


def test_with_a_gap_one_row_is_granted_and_the_others_queue_up_behind_it(desk: Desk) -> None:
    ids = desk.articles(3, host=HOST)
    assert [work.id for work in desk.take(ids, "mine", gap=GAP)] == ids[:1]
    waiting = [desk.article(article) for article in ids[1:]]
    assert [row["state"] for row in waiting] == ["pending", "pending"]
    assert [row["attempts"] for row in waiting] == [0, 0]
    assert [row["next_at"] for row in waiting] == [NOW + GAP, NOW + 2 * GAP]
    assert waiting[0]["waiting"] == f"the gap between requests to {HOST}"


def test_without_a_gap_all_rows_of_a_host_are_granted(desk: Desk) -> None:
    ids = desk.articles(3, host=HOST)
    assert desk.take_ids(ids, "mine") == ids


def test_rows_without_a_host_wait_for_nobody(desk: Desk) -> None:
    ids = desk.articles(3)
    before = desk.rows(hosts)
    assert sorted(work.id for work in desk.take(ids, "mine", gap=GAP)) == ids
    assert desk.rows(hosts) == before


def test_a_host_that_another_worker_talks_to_is_left_alone(desk: Desk, other: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    assert other.take([second], "two") == []
    row = desk.article(second)
    assert (row["state"], row["attempts"], row["next_at"]) == ("pending", 0, NOW + BUSY_RECHECK)
    assert "another request" in row["waiting"]


def test_feeds_and_articles_share_a_hosts_patience(desk: Desk) -> None:
    feed = desk.feed("news")
    (article,) = desk.articles(1, host=HOST)
    assert desk.take_feeds([feed], "poll") == [feed]
    assert desk.take([article], "page") == []


def test_the_host_of_a_dead_worker_is_free_when_the_lease_lapsed(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "dies")
    assert desk.take_ids([second], "heir", at=lease("dies").until) == [second]


def test_a_released_host_may_be_asked_again_after_its_gap(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW + GAP)])
    assert desk.take([second], "early", at=after(seconds=4)) == []
    assert desk.article(second)["next_at"] == NOW + GAP
    assert desk.take_ids([second], "on time", at=NOW + GAP) == [second]


def test_a_host_is_released_with_the_article_that_asked_it(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    with desk.storage.articles.finishing(first, "one", now=NOW) as transaction:
        assert transaction is not None
        transaction.release_host("one", HostUpdate(HOST, NOW))
    assert desk.take_ids([second], "two") == [second]


def test_a_stale_worker_releases_no_host(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "stale")
    desk.take([second], "heir", at=lease("stale").until)
    before = host_row(desk)
    desk.storage.articles.release_hosts("stale", [HostUpdate(HOST, NOW, blocked_until=after(days=1))])
    assert host_row(desk) == before


def test_a_host_that_asked_for_silence_gets_it_from_all(desk: Desk, other: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW, blocked_until=after(minutes=30))])
    assert other.take([second], "two", at=after(minutes=29)) == []
    row = desk.article(second)
    assert (row["next_at"], row["waiting"]) == (after(minutes=30), f"{HOST} asked for silence")
    assert other.take_ids([second], "three", at=after(minutes=30)) == [second]


def test_a_later_release_does_not_end_the_silence(desk: Desk) -> None:
    (article,) = desk.articles(1, host=HOST)
    desk.take([article], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW, blocked_until=after(minutes=30))])
    desk.take([article], "two", at=lease("one").until)
    desk.storage.articles.release_hosts("two", [HostUpdate(HOST, NOW)])
    assert host_row(desk)["blocked_until"] == after(minutes=30)


def test_robots_are_kept_until_they_are_fetched_anew(desk: Desk) -> None:
    first, second, third = desk.articles(3, host=HOST)
    desk.take([first], "one")
    robots = HostUpdate(HOST, NOW, robots="User-agent: *", robots_at=NOW, crawl_delay=9.0)
    desk.storage.articles.release_hosts("one", [robots])
    _, states = desk.storage.articles.claim(
        [second], lease=lease("two"), now=NOW, gap=NO_GAP, max_attempts=MAX_ATTEMPTS
    )
    assert (states[HOST].robots, states[HOST].robots_at, states[HOST].crawl_delay) == ("User-agent: *", NOW, 9.0)
    desk.storage.articles.release_hosts("two", [HostUpdate(HOST, NOW)])
    assert host_row(desk)["robots"] == "User-agent: *"
    assert desk.take_ids([third], "three") == [third]


def test_a_crawl_delay_longer_than_our_gap_counts(desk: Desk) -> None:
    ids = desk.articles(3, host=HOST)
    desk.take(ids[:1], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW, robots="", robots_at=NOW, crawl_delay=9.0)])
    assert [work.id for work in desk.take(ids[1:], "two")] == ids[1:2]
    assert desk.article(ids[2])["next_at"] == after(seconds=9)


def test_next_wait_knows_rows_that_wait_only_for_a_gap(desk: Desk) -> None:
    assert desk.storage.work.next_wait(Queue.PROCESS, now=NOW) is None
    desk.articles(1, at=after(hours=1))
    assert desk.storage.work.next_wait(Queue.PROCESS, now=NOW) is None
    desk.take(desk.articles(3, host=HOST), "mine", gap=GAP)
    assert desk.storage.work.next_wait(Queue.PROCESS, now=NOW) == NOW + GAP


def test_next_wait_does_not_wait_for_a_host_that_asked_for_silence(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW, blocked_until=after(minutes=30))])
    desk.take([second], "two")
    assert desk.storage.work.next_wait(Queue.PROCESS, now=NOW) is None


def test_a_host_that_workers_talked_to_which_are_all_gone_rests_for_its_gap_and_is_free(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "dead")
    desk.storage.work.end_leases(now=after(seconds=1), gap=GAP)
    assert desk.take([second], "too early", at=after(seconds=2)) == []
    assert desk.take_ids([second], "mine", at=after(seconds=6)) == [second]


def test_the_gap_after_a_death_is_the_one_that_robots_txt_asks_for(desk: Desk) -> None:
    first, second = desk.articles(2, host=HOST)
    desk.take([first], "one")
    desk.storage.articles.release_hosts("one", [HostUpdate(HOST, NOW, robots="", robots_at=NOW, crawl_delay=9.0)])
    desk.take([second], "dead")
    desk.storage.work.end_leases(now=NOW, gap=GAP)
    assert host_row(desk)["next_at"] == after(seconds=9)


def test_a_worker_that_was_thought_dead_changes_nothing_of_its_host(desk: Desk) -> None:
    (article,) = desk.articles(1, host=HOST)
    desk.take([article], "slow")
    desk.storage.work.end_leases(now=NOW, gap=GAP)
    before = host_row(desk)
    desk.storage.articles.release_hosts("slow", [HostUpdate(HOST, after(days=1))])
    assert host_row(desk) == before
