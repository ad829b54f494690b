"""Finishing an article: all or nothing, under its lease, and every match with exactly one alert."""

import threading

import pytest
import sqlalchemy as sa

from tests.contract.desk import EVIDENCE, NOT_TOLD, NOW, READ, TOLD, Desk, after, entry, hexed, message
from worker.domain.alert import KnownAlert, NewDelivery, Outcome, Reason
from worker.domain.article import StoredPage
from worker.domain.watch import Match
from worker.storage.articles import FinishTransaction
from worker.storage.tables import alerts, articles, deliveries, entries, matches, pages


def read(transaction: FinishTransaction, **changes: object) -> None:
    """Finish the article as read."""
    values: dict[str, object] = {
        "canonical_uid": None,
        "page": None,
        "page_failures": 0,
        "again_at": None,
        "waiting": "",
    }
    transaction.finish(READ, **(values | changes))  # type: ignore[arg-type] # the tests choose among its keywords


def test_a_claim_hands_over_sightings_oldest_first(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed("Gazette"), [entry("trees", content="<p>x</p>", author="R. Mason")])
    desk.poll(desk.feed("Herald"), [entry("trees", title="Lime trees")], at=after(seconds=5))
    (work,) = desk.take([article], "mine", at=after(seconds=5))
    assert (work.uid, work.url, work.history) == (hexed("https://news.example/trees"), READ.url, False)
    assert [(s.feed_name, s.title, s.first_seen) for s in work.sightings] == [
        ("Gazette", "About trees", NOW),
        ("Herald", "Lime trees", after(seconds=5)),
    ]
    assert (work.sightings[0].content, work.sightings[0].author) == ("<p>x</p>", "R. Mason")


def test_a_feed_without_a_name_is_called_by_its_title(desk: Desk) -> None:
    feed = desk.feed("Gazette")
    with desk.storage.database.write() as connection:
        connection.execute(sa.text("UPDATE feeds SET name = ''"))
    (article,) = desk.poll(feed, [entry("trees")], title="The Gazette")
    (work,) = desk.take([article], "mine")
    assert work.sightings[0].feed_name == "The Gazette"
    with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
        assert transaction is not None
        assert transaction.outlets() == ("The Gazette",)


def test_an_article_is_stored_as_read(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    page = StoredPage("https://news.example/trees?x", "text/html", b"\x78\x9c\x00")
    assert desk.finish(article, "mine", at=after(seconds=1), page=page, canonical_uid=hexed("c"))
    row = desk.article(article)
    assert {key: row[key] for key in ("title", "text", "author", "source", "language", "published")} == {
        "title": READ.title,
        "text": READ.text,
        "author": READ.author,
        "source": READ.source,
        "language": READ.language,
        "published": READ.published,
    }
    assert (row["state"], row["processed_at"], row["canonical_uid"]) == ("done", after(seconds=1), hexed("c"))
    (kept,) = desk.rows(pages)
    assert (kept["url"], kept["body"], kept["fetched_at"]) == (page.url, page.body, after(seconds=1))


def test_a_page_fetched_again_replaces_the_earlier_one(desk: Desk) -> None:
    (article,) = desk.articles(1)
    for n, body in enumerate((b"one", b"two")):
        desk.take([article], f"{n}", at=after(seconds=n))
        page = StoredPage("https://news.example/trees", None, body)
        desk.finish(article, f"{n}", at=after(seconds=n), page=page, again_at=after(seconds=n + 1))
    assert [row["body"] for row in desk.rows(pages)] == [b"two"]


def test_an_article_whose_page_is_to_be_asked_for_again_waits(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    desk.finish(article, "mine", again_at=after(minutes=5), page_failures=1, waiting="the page did not answer")
    row = desk.article(article)
    assert (row["state"], row["next_at"], row["waiting"]) == ("pending", after(minutes=5), "the page did not answer")
    (work,) = desk.take([article], "again", at=after(minutes=5))
    assert work.page_failures == 1


def test_a_lost_lease_gives_no_transaction(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    with desk.storage.articles.finishing(article, "another", now=NOW) as transaction:
        assert transaction is None
    desk.finish(article, "mine")
    with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
        assert transaction is None


def test_an_error_inside_the_transaction_leaves_nothing_behind(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    desk.take([article], "mine")

    def finish_badly() -> None:
        with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
            assert transaction is not None
            new = [NewDelivery(hexed("d"), "hook")]
            transaction.record(Match(desk.watch_id(), EVIDENCE), TOLD, message("a"), new, hint_until=None)
            read(transaction)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        finish_badly()
    assert (desk.rows(matches), desk.rows(alerts), desk.rows(deliveries)) == ([], [], [])
    assert desk.article(article)["state"] == "running"


def test_a_match_leaves_one_alert_and_a_delivery_for_each_channel(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    ids = desk.tell(article, channels=("hook", "desk"))
    assert len(ids) == 2
    (match,) = desk.rows(matches)
    assert (match["watch_id"], match["article_id"]) == (desk.watch_id(), article)
    (alert,) = desk.rows(alerts)
    assert (alert["match_id"], alert["outcome"], alert["reason"]) == (match["id"], "told", "new story")
    assert alert["transitions"] == []
    assert [desk.delivery(d)["state"] for d in ids] == ["pending", "pending"]


def test_an_alert_that_is_not_told_has_no_delivery(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    assert desk.tell(article, channels=(), decision=NOT_TOLD) == []
    assert [row["outcome"] for row in desk.rows(alerts)] == ["not told"]


def test_a_second_alert_for_the_same_watch_and_article_is_refused(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    desk.take([article], "mine")

    def record_twice() -> None:
        with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
            assert transaction is not None
            for uid in ("a", "b"):
                transaction.record(Match(desk.watch_id(), EVIDENCE), TOLD, message(uid), [], hint_until=None)

    with pytest.raises(sa.exc.IntegrityError):
        record_twice()


def test_a_delivery_with_a_known_id_is_not_made_twice(desk: Desk) -> None:
    desk.declare()
    first, second = desk.articles(2)
    for article in (first, second):
        desk.take([article], f"{article}")
        with desk.storage.articles.finishing(article, f"{article}", now=NOW) as transaction:
            assert transaction is not None
            transaction.record(
                Match(desk.watch_id(), EVIDENCE),
                TOLD,
                message(f"{article}"),
                [NewDelivery(hexed("the same"), "hook")],
                hint_until=None,
            )
            read(transaction)
    assert len(desk.rows(deliveries)) == 1


def test_a_removed_channel_gets_no_delivery(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    assert desk.tell(article, channels=("hook", "no such channel")) == [desk.rows(deliveries)[0]["id"]]


def test_deliveries_that_are_hinted_at_once_are_marked(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    with desk.storage.articles.finishing(article, "mine", now=NOW) as transaction:
        assert transaction is not None
        new = [NewDelivery(hexed("d"), "hook")]
        until = after(minutes=1)
        transaction.record(Match(desk.watch_id(), EVIDENCE), TOLD, message("a"), new, hint_until=until)
        read(transaction)
    assert [row["hinted_until"] for row in desk.rows(deliveries)] == [until]


def test_a_changed_decision_keeps_the_earlier_one(desk: Desk) -> None:
    desk.declare()
    desk.poll(desk.feed("Gazette"), [entry("trees")], history=True)
    article = desk.rows(articles)[0]["id"]
    desk.tell(article, channels=(), decision=NOT_TOLD, at=after(seconds=5))
    desk.poll(desk.feed("Herald"), [entry("trees")], at=after(hours=1))
    desk.take([article], "mine", at=after(hours=1))
    with desk.storage.articles.finishing(article, "mine", now=after(hours=1)) as transaction:
        assert transaction is not None
        known = transaction.known_alerts()
        (alert,) = desk_alerts = desk.rows(alerts)
        assert known == {desk.watch_id(): KnownAlert(alert["id"], Outcome.NOT_TOLD, Reason.HISTORY)}
        new = [NewDelivery(hexed("d"), "hook")]
        transaction.replace(known[desk.watch_id()], TOLD, message("b"), new, hint_until=None)
        read(transaction)
    assert len(transaction.delivery_ids) == 1
    (alert,) = desk.rows(alerts)
    assert (alert["outcome"], alert["reason"], alert["uid"]) == ("told", "new story", hexed("b"))
    assert alert["decided_at"] == after(hours=1)
    assert alert["transitions"] == [
        {
            "outcome": "not told",
            "reason": "first poll of a new feed",
            "detail": desk_alerts[0]["detail"],
            "at": after(seconds=5).isoformat(),
        }
    ]
    assert len(desk.rows(matches)) == 1


def test_an_article_knows_a_living_twin_by_either_uid(desk: Desk) -> None:
    first, second = desk.articles(2)
    desk.take([first, second], "mine")
    desk.finish(first, "mine", canonical_uid=hexed("canonical"))
    with desk.storage.articles.finishing(second, "mine", now=NOW) as transaction:
        assert transaction is not None
        assert transaction.twin_of([hexed("canonical")], title=READ.title) == first
        assert transaction.twin_of([desk.article(first)["uid"]], title=READ.title) == first
        assert transaction.twin_of([desk.article(second)["uid"], hexed("nobody")], title=READ.title) is None


def test_a_page_of_another_title_is_no_twin_whatever_canonical_url_it_names(desk: Desk) -> None:
    first, second = desk.articles(2)
    desk.take([first, second], "mine")
    desk.finish(first, "mine", canonical_uid=hexed("front page"))
    with desk.storage.articles.finishing(second, "mine", now=NOW) as transaction:
        assert transaction is not None
        assert transaction.twin_of([hexed("front page")], title="Something else") is None


def test_a_twin_hands_its_sightings_over_and_is_done(desk: Desk) -> None:
    first, second = desk.articles(2)
    desk.take([first, second], "mine")
    desk.finish(first, "mine")
    with desk.storage.articles.finishing(second, "mine", now=NOW) as transaction:
        assert transaction is not None
        transaction.become_twin(first)
    row = desk.article(second)
    assert (row["state"], row["duplicate_of"], row["lease_token"]) == ("done", first, None)
    assert {row["article_id"] for row in desk.rows(entries)} == {first}
    assert desk.article(first)["state"] == "done"


def test_a_twin_is_nobodys_twin(desk: Desk) -> None:
    first, second, third = desk.articles(3)
    desk.take([first, second, third], "mine")
    desk.finish(first, "mine")
    with desk.storage.articles.finishing(second, "mine", now=NOW) as transaction:
        assert transaction is not None
        transaction.become_twin(first)
    with desk.storage.articles.finishing(third, "mine", now=NOW) as transaction:
        assert transaction is not None
        assert transaction.twin_of([desk.article(second)["uid"]], title=READ.title) is None


def test_news_that_is_the_twin_of_history_makes_it_news(desk: Desk) -> None:
    desk.poll(desk.feed("Gazette"), [entry("trees")], history=True)
    old = desk.rows(articles)[0]["id"]
    desk.take([old], "one", at=after(seconds=5))
    desk.finish(old, "one", at=after(seconds=5))
    (new,) = desk.poll(desk.feed("Herald"), [entry("trees?from=herald")], at=after(hours=1))
    desk.take([new], "two", at=after(hours=1))
    with desk.storage.articles.finishing(new, "two", now=after(hours=1)) as transaction:
        assert transaction is not None
        transaction.become_twin(old)
    row = desk.article(old)
    assert (row["history"], row["state"], row["first_seen"]) == (False, "pending", after(hours=1))
    assert desk.take_ids([old], "three", at=after(hours=1)) == [old]


def test_history_that_is_the_twin_of_history_stays_history(desk: Desk) -> None:
    desk.poll(desk.feed("Gazette"), [entry("trees"), entry("trees?again")], history=True)
    first, second = sorted(row["id"] for row in desk.rows(articles))
    desk.take([first, second], "one", at=after(seconds=5))
    desk.finish(first, "one", at=after(seconds=5))
    with desk.storage.articles.finishing(second, "one", now=after(seconds=5)) as transaction:
        assert transaction is not None
        transaction.become_twin(first)
    assert (desk.article(first)["history"], desk.article(first)["state"]) == (True, "done")


def test_outlets_are_named_once_first_sighting_first(desk: Desk) -> None:
    herald = desk.feed("Herald")
    (article,) = desk.poll(herald, [entry("trees")])
    desk.poll(desk.feed("Gazette"), [entry("trees")], at=after(seconds=1))
    desk.poll(herald, [entry("trees", key=hexed("2"))], at=after(minutes=10))
    desk.take([article], "mine", at=after(minutes=10))
    with desk.storage.articles.finishing(article, "mine", now=after(minutes=10)) as transaction:
        assert transaction is not None
        assert transaction.outlets() == ("Herald", "Gazette")


def test_decisions_are_made_one_after_the_other(desk: Desk, other: Desk) -> None:
    first, second = desk.articles(2)
    desk.take([first, second], "mine")
    entered = threading.Event()
    order: list[str | int | None] = []

    def second_worker() -> None:
        entered.wait(10)
        with other.storage.articles.finishing(second, "mine", now=NOW) as transaction:
            order.append("second")
            assert transaction is not None
            order.append(transaction.twin_of([hexed("canonical")], title=READ.title))

    thread = threading.Thread(target=second_worker)
    thread.start()
    with desk.storage.articles.finishing(first, "mine", now=NOW) as transaction:
        assert transaction is not None
        entered.set()
        thread.join(0.3)  # long enough for the other to get in, if nothing held it back
        order.append("first")
        read(transaction, canonical_uid=hexed("canonical"))
    thread.join(30)
    assert order == ["first", "second", first]
