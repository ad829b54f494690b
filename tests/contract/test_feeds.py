"""What a poll leaves behind: entries once, articles once, history told from news, failures counted."""

from datetime import timedelta

from tests.contract.desk import MAX_ATTEMPTS, NO_GAP, NOW, Desk, after, entry, hexed, lease, outcome
from worker.domain.feed import Dated, FeedWork, NewArticle, Polled
from worker.domain.politeness import HostUpdate
from worker.domain.work import Queue
from worker.storage.tables import articles, entries, feeds


def claimed(desk: Desk, feed: int, *, tell_first: bool = False) -> FeedWork:
    """The feed as a claim hands it over."""
    ((work,), _) = desk.storage.feeds.claim(
        [feed],
        lease=lease(desk.token()),
        now=after(days=1),
        gap=NO_GAP,
        max_attempts=MAX_ATTEMPTS,
        tell_first=tell_first,
    )
    return work


def test_a_claim_hands_over_all_that_polling_needs(desk: Desk) -> None:
    feed = desk.feed("Gazette", auth={"header": "X-Key: ${KEY}"}, every=timedelta(minutes=3), first_poll="tell")
    desk.poll(feed, [entry("trees")], etag='"7"', last_modified="Mon, 02 Mar 2026 09:00:00 GMT")
    work = claimed(desk, feed)
    assert work == FeedWork(
        id=feed,
        url="https://gazette.example/feed",
        name="Gazette",
        host="https://gazette.example:443",
        auth={"header": "X-Key: ${KEY}"},
        every=timedelta(minutes=3),
        tell_first=True,
        etag='"7"',
        last_modified="Mon, 02 Mar 2026 09:00:00 GMT",
        body_hash="b" * 64,
        first_polled_at=NOW,
        failures=0,
        listed_at=NOW,
    )


def test_a_feed_without_a_wish_of_its_own_does_what_all_do_on_its_first_poll(desk: Desk) -> None:
    quiet, open_ = desk.feed("Quiet", first_poll="quiet"), desk.feed("Open")
    assert claimed(desk, quiet, tell_first=True).tell_first is False
    assert claimed(desk, open_, tell_first=True).tell_first is True


def test_new_entries_become_articles_that_wait(desk: Desk) -> None:
    feed = desk.feed()
    ids = desk.poll(feed, [entry("trees"), entry("ferry")], articles_host="https://news.example:443")
    assert len(ids) == 2
    row = desk.article(ids[0])
    assert (row["state"], row["next_at"], row["first_seen"], row["history"]) == ("pending", NOW, NOW, False)
    assert (row["url"], row["host"]) == ("https://news.example/trees", "https://news.example:443")
    assert desk.row(feeds, feed)["next_at"] == after(minutes=10)


def test_entries_that_are_listed_again_are_not_new(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees")])
    assert desk.poll(feed, [entry("trees"), entry("ferry")], at=after(minutes=10)) != []
    assert desk.poll(feed, [entry("trees"), entry("ferry")], at=after(minutes=20)) == []
    assert len(desk.rows(entries)) == len(desk.rows(articles)) == 2


def test_an_entry_listed_twice_in_one_document_is_stored_once(desk: Desk) -> None:
    assert len(desk.poll(desk.feed(), [entry("trees"), entry("trees", title="Trees again")])) == 1
    assert len(desk.rows(entries)) == 1


def test_an_article_that_two_feeds_list_is_one_article_with_two_sightings(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    desk.poll(desk.feed("Herald"), [entry("trees", guid="h-1", key=hexed("h-1"))], at=after(minutes=1))
    assert len(desk.rows(articles)) == 1
    (work,) = desk.take([article], "mine", at=after(minutes=1))
    assert [sighting.feed_name for sighting in work.sightings] == ["Gazette", "Herald"]


def test_an_article_that_is_done_does_not_wait_when_another_feed_lists_it(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    desk.take([article], "mine")
    desk.finish(article, "mine")
    assert desk.poll(desk.feed("Herald"), [entry("trees")], at=after(minutes=1)) == []


def test_one_batch_may_bring_the_same_article_from_two_feeds(desk: Desk) -> None:
    first, second = desk.feed("Gazette"), desk.feed("Herald")
    desk.take_feeds([first, second], "mine")
    polled = [Polled(outcome(feed, [entry("trees")]), (NewArticle(hexed("trees"), ""),)) for feed in (first, second)]
    assert len(desk.storage.feeds.finish("mine", polled, [], now=NOW, hint_until=None)) == 1
    assert (len(desk.rows(articles)), len(desk.rows(entries))) == (1, 2)


def test_a_first_polls_history_is_not_returned_and_waits_behind_all_news(desk: Desk) -> None:
    assert desk.poll(desk.feed("Gazette"), [entry("old")], history=True) == []
    (row,) = desk.rows(articles)
    assert row["history"] is True
    news = desk.poll(desk.feed("Herald"), [entry("trees")], at=after(seconds=9))
    due = desk.storage.work.due(Queue.PROCESS, now=after(seconds=9), limit=9, max_attempts=MAX_ATTEMPTS)
    assert [item.id for item in due] == [*news, row["id"]]


def test_history_that_another_feed_lists_as_news_is_news(desk: Desk) -> None:
    desk.poll(desk.feed("Gazette"), [entry("trees")], history=True)
    (article,) = desk.poll(desk.feed("Herald"), [entry("trees")], at=after(seconds=1))
    row = desk.article(article)
    assert (row["history"], row["first_seen"], row["next_at"]) == (False, after(seconds=1), after(seconds=1))


def test_history_that_was_done_is_worked_again_when_it_turns_out_to_be_news(desk: Desk) -> None:
    desk.poll(desk.feed("Gazette"), [entry("trees")], history=True)
    article = desk.rows(articles)[0]["id"]
    desk.take([article], "mine", at=after(seconds=5))
    desk.finish(article, "mine", at=after(seconds=5))
    assert desk.poll(desk.feed("Herald"), [entry("trees")], at=after(hours=1)) == [article]
    (work,) = desk.take([article], "again", at=after(hours=1))
    assert work.history is False
    assert [sighting.history for sighting in work.sightings] == [True, False]


def test_history_under_work_that_turns_out_to_be_news_is_finished_as_news(desk: Desk) -> None:
    desk.poll(desk.feed("Gazette"), [entry("trees")], history=True)
    article = desk.rows(articles)[0]["id"]
    desk.take([article], "mine", at=after(seconds=5))
    desk.poll(desk.feed("Herald"), [entry("trees")], at=after(seconds=6))
    with desk.storage.articles.finishing(article, "mine", now=after(seconds=7)) as transaction:
        assert transaction is not None
        assert transaction.history is False
        assert transaction.first_seen == after(seconds=6)


def test_in_one_batch_news_wins_over_another_feeds_history(desk: Desk) -> None:
    first, second = desk.feed("Gazette"), desk.feed("Herald")
    desk.take_feeds([first, second], "mine")
    polled = [
        Polled(outcome(feed, [entry("trees")], history=history), (NewArticle(hexed("trees"), ""),))
        for feed, history in ((first, True), (second, False))
    ]
    (article,) = desk.storage.feeds.finish("mine", polled, [], now=NOW, hint_until=None)
    assert desk.article(article)["history"] is False


def test_news_does_not_become_history_when_a_new_feed_lists_it(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees")])
    desk.poll(desk.feed("Herald"), [entry("trees")], at=after(minutes=1), history=True)
    assert desk.article(article)["history"] is False


def test_an_edit_is_kept_and_is_no_new_entry(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees")])
    assert desk.poll(feed, [entry("trees", title="More trees", content="<p>x</p>")], at=after(minutes=10)) == []
    (row,) = desk.rows(entries)
    assert (row["title"], row["content"], row["first_seen"]) == ("More trees", "<p>x</p>", NOW)


def test_an_entrys_own_words_are_kept_as_they_were(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees", author="R. Mason", published=None, dated=Dated.MISSING, url=None)])
    (row,) = desk.rows(entries)
    assert (row["author"], row["published"], row["dated"], row["url"]) == ("R. Mason", None, "missing", None)


def test_an_unchanged_feed_keeps_what_is_known_of_it_and_takes_new_validators(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees")])
    desk.poll(
        feed, at=after(minutes=10), status=304, changed=False, listed=False, etag='"2"', body_hash=None, title=None
    )
    row = desk.row(feeds, feed)
    assert (row["last_status"], row["etag"], row["body_hash"]) == (304, '"2"', "b" * 64)
    assert (row["title"], row["listed_at"], row["last_polled_at"]) == ("The Harbour Gazette", NOW, after(minutes=10))


def test_a_failure_keeps_validators_and_says_what_happened(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees")])
    desk.poll(
        feed, at=after(minutes=10), status=503, error="the server is busy", failures=1, changed=False, etag=None
    )
    row = desk.row(feeds, feed)
    assert (row["state"], row["last_error"], row["failures"], row["etag"]) == (
        "pending",
        "the server is busy",
        1,
        '"1"',
    )


def test_a_success_forgets_the_failures(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, status=503, error="the server is busy", failures=3, changed=False)
    assert claimed(desk, feed).failures == 3
    desk.poll(feed, [entry("trees")], at=after(days=2))
    row = desk.row(feeds, feed)
    assert (row["last_error"], row["failures"]) == (None, 0)


def test_a_feed_that_never_answered_is_polled_for_the_first_time_when_it_does(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, status=503, error="the server is busy", failures=1, changed=False)
    assert claimed(desk, feed).first_polled_at is None


def test_a_feed_that_is_gone_is_never_due_again_until_somebody_asks(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, status=410, error="gone", failures=1, changed=False, stop=True)
    assert desk.row(feeds, feed)["state"] == "dead"
    assert desk.storage.work.due(Queue.POLL, now=after(days=99), limit=9, max_attempts=MAX_ATTEMPTS) == []
    assert desk.storage.declared.poll_now(["Gazette"], now=after(days=99)) == ["https://gazette.example/feed"]
    assert desk.take_feeds([feed], "again", at=after(days=99)) == [feed]


def test_notes_and_site_of_a_feed_are_kept(desk: Desk) -> None:
    feed = desk.feed()
    desk.poll(feed, [entry("trees")], notes=("no dates",), site_url="https://gazette.example/")
    row = desk.row(feeds, feed)
    assert (row["notes"], row["site_url"]) == (["no dates"], "https://gazette.example/")


def test_a_stale_worker_stores_nothing_of_its_poll(desk: Desk) -> None:
    feed = desk.feed()
    desk.take_feeds([feed], "stale")
    desk.take_feeds([feed], "heir", at=lease("stale").until)
    before = desk.row(feeds, feed)
    polled = Polled(outcome(feed, [entry("trees")]), (NewArticle(hexed("trees"), ""),))
    assert desk.storage.feeds.finish("stale", [polled], [], now=NOW, hint_until=None) == []
    assert desk.row(feeds, feed) == before
    assert desk.rows(articles) == []


def test_of_a_batch_only_what_is_still_leased_is_stored(desk: Desk) -> None:
    lost, kept = desk.feed("Lost"), desk.feed("Kept")
    desk.take_feeds([lost, kept], "mine")
    desk.storage.declared.remove_feed("https://lost.example/feed", now=NOW)
    polled = [Polled(outcome(feed, [entry(str(feed))]), (NewArticle(hexed(str(feed)), ""),)) for feed in (lost, kept)]
    assert len(desk.storage.feeds.finish("mine", polled, [], now=NOW, hint_until=None)) == 1
    assert [row["feed_id"] for row in desk.rows(entries)] == [kept]


def test_new_articles_that_the_poll_hints_itself_are_not_hinted_by_a_sweep(desk: Desk) -> None:
    ids = desk.poll(desk.feed(), [entry("trees")], hint_until=after(seconds=60))

    def mark(seconds: float) -> list[int]:
        found = desk.storage.work.mark_hinted(
            Queue.PROCESS, now=after(seconds=seconds), until=after(hours=1), cap=9, max_attempts=MAX_ATTEMPTS
        )
        return [row.id for row in found]

    assert mark(59) == []
    assert mark(60) == ids


def test_a_finish_lets_go_of_the_hosts(desk: Desk) -> None:
    feed = desk.feed("Gazette")
    desk.take_feeds([feed], "mine")
    polled = Polled(outcome(feed, next_at=NOW))
    desk.storage.feeds.finish("mine", [polled], [], now=NOW, hint_until=None)
    assert desk.take_feeds([feed], "waits") == []
    desk.storage.feeds.finish("mine", [], [HostUpdate("https://gazette.example:443", NOW)], now=NOW, hint_until=None)
    assert desk.take_feeds([feed], "next", at=after(seconds=1)) == [feed]


def test_a_removed_feed_is_not_polled(desk: Desk) -> None:
    feed = desk.feed()
    desk.storage.declared.remove_feed("https://gazette.example/feed", now=NOW)
    assert desk.take_feeds([feed], "mine", at=after(days=1)) == []
