"""The lists people look at."""

import sqlalchemy as sa

from tests.contract.desk import MAX_ATTEMPTS, NOT_TOLD, NOW, TOLD, Desk, after, entry, message
from worker.domain.alert import DeliveryOutcome, DeliveryState, Outcome, Reason
from worker.domain.work import Queue
from worker.storage.tables import alerts, articles
from worker.storage.views import BEGINNING, Place, Sums


def test_feeds_show_how_they_fare_those_in_trouble_first(desk: Desk) -> None:
    fine, broken = desk.feed("Gazette", tags=("local",)), desk.feed("Herald")
    desk.poll(fine, [entry("trees"), entry("ferry")], notes=("no dates",))
    desk.poll(broken, status=503, error="it is busy", failures=2, changed=False)
    trouble, view = desk.storage.views.feeds()
    assert (trouble.name, trouble.last_error) == ("Herald", "it is busy")
    assert (trouble.failures, trouble.last_status) == (2, 503)
    assert (view.id, view.url, view.tags) == (fine, "https://gazette.example/feed", ("local",))
    assert (view.name, view.origin) == ("Gazette", "by hand")
    assert (view.entries, view.last_entry_at, view.notes) == (2, NOW, ("no dates",))
    assert (view.state, view.next_at, view.why_then) == ("pending", after(minutes=10), "every ten minutes")
    assert (view.last_polled_at, view.last_error) == (NOW, None)


def test_a_feed_never_polled_shows_nothing_it_does_not_know(desk: Desk) -> None:
    desk.feed()
    (view,) = desk.storage.views.feeds()
    assert (view.entries, view.last_entry_at, view.last_polled_at, view.last_status) == (0, None, None, None)


def test_only_the_asked_for_and_living_feeds_are_shown(desk: Desk) -> None:
    first, second = desk.feed("Gazette"), desk.feed("Herald")
    assert [view.id for view in desk.storage.views.feeds(ids=[second])] == [second]
    desk.storage.declared.remove_feed("https://herald.example/feed", now=NOW)
    assert [view.id for view in desk.storage.views.feeds()] == [first]


def test_a_feed_shows_how_many_alerts_its_history_would_have_been(desk: Desk) -> None:
    desk.declare()
    feed = desk.feed()
    desk.poll(feed, [entry("trees"), entry("ferry")], history=True)
    for row in desk.rows(articles):
        desk.tell(row["id"], channels=(), decision=NOT_TOLD, at=after(seconds=5))
    desk.tell(desk.articles(1, at=after(seconds=6))[0], at=after(seconds=6))
    counts = {view.id: view.would_have_told for view in desk.storage.views.feeds()}
    assert counts.pop(feed) == 2
    assert list(counts.values()) == [0]


def test_alerts_are_listed_newest_first_and_by_what_is_asked_for(desk: Desk) -> None:
    desk.declare()
    first, second, third = desk.articles(3)
    desk.tell(first)
    desk.tell(second, watch="Ferry", at=after(minutes=1))
    desk.tell(third, channels=(), decision=NOT_TOLD, at=after(minutes=2))
    views = desk.storage.views
    newest = views.alerts()
    assert [view.at for view in newest] == [after(minutes=2), after(minutes=1), NOW]
    assert (newest[2].outcome, newest[2].reason, newest[2].detail) == ("told", "new story", TOLD.detail)
    assert newest[2].message == message(f"Lime trees {first}")
    assert [view.at for view in views.alerts(limit=1)] == [after(minutes=2)]
    assert [view.message.watch for view in views.alerts(watch="Ferry")] == ["Ferry"]
    assert [view.at for view in views.alerts(outcome=Outcome.NOT_TOLD)] == [after(minutes=2)]
    assert [view.at for view in views.alerts(since=after(minutes=1))] == [after(minutes=2), after(minutes=1)]
    assert views.alerts(watch="No such watch") == []


def test_alerts_can_be_followed(desk: Desk) -> None:
    desk.declare()
    first, second, third = desk.articles(3)
    desk.tell(first)
    (seen,) = [view.id for view in desk.storage.views.alerts()]
    desk.tell(second, at=after(minutes=1))
    desk.tell(third, at=after(minutes=2))
    assert [view.at for view in desk.storage.views.alerts(after_id=seen)] == [after(minutes=1), after(minutes=2)]
    assert desk.storage.views.alert_counts(after_id=seen) == {("told", "new story"): 2}
    assert desk.storage.views.alert_counts() == {(Outcome.TOLD, Reason.NEW_STORY): 3}


def test_the_list_goes_on_behind_a_place_without_a_gap_or_a_repeat(desk: Desk) -> None:
    desk.declare()
    for n, article in enumerate(desk.articles(5)):
        desk.tell(article, at=after(seconds=n // 2))  # some were decided at the same moment
    views = desk.storage.views
    whole = [view.id for view in views.alerts()]
    pages: list[int] = []
    place = None
    while page := views.alerts(limit=2, before=place):
        pages += [view.id for view in page]
        place = Place(page[-1].at, page[-1].id)
    assert pages == whole
    assert len(whole) == 5


def test_what_is_new_since_a_look_is_found_whenever_it_was_decided(desk: Desk) -> None:
    desk.declare()
    first, second, third = desk.articles(3)
    assert desk.storage.views.newest() == BEGINNING
    desk.tell(first, at=after(minutes=5))
    seen = desk.storage.views.newest()
    assert desk.storage.views.alerts(fresher=seen) == []
    desk.tell(second, at=after(minutes=4))  # decided by a slower worker, committed later
    desk.tell(third, channels=(), decision=NOT_TOLD, at=after(minutes=6))
    assert [view.at for view in desk.storage.views.alerts(fresher=seen)] == [after(minutes=6), after(minutes=4)]
    assert [view.at for view in desk.storage.views.alerts(fresher=seen, outcome=Outcome.TOLD)] == [after(minutes=4)]
    assert len(desk.storage.views.alerts(fresher=BEGINNING)) == 3


def test_what_is_decided_anew_is_new_again(desk: Desk) -> None:
    desk.declare()
    (article,) = desk.articles(1)
    desk.tell(article, channels=(), decision=NOT_TOLD)
    seen = desk.storage.views.newest()
    (known,) = [view.id for view in desk.storage.views.alerts()]
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(alerts).values(outcome="told", decided_at=after(minutes=1)))
    assert [(view.id, view.outcome) for view in desk.storage.views.alerts(fresher=seen)] == [(known, "told")]


def test_sums_count_what_lives_and_what_is_in_trouble(desk: Desk) -> None:
    assert desk.storage.views.sums() == Sums(0, 0, None, 0, 0, ())
    desk.declare()
    fine, broken, gone = desk.feed("Gazette"), desk.feed("Herald"), desk.feed("Courier")
    desk.poll(fine, [entry("trees")])
    desk.poll(broken, status=503, error="it is busy", failures=2, changed=False, at=after(minutes=1))
    desk.poll(gone, status=410, stop=True, changed=False)
    desk.feed("Ledger")
    desk.storage.declared.remove_feed("https://ledger.example/feed", now=NOW)
    (delivery,) = desk.tell(desk.articles(1)[0])
    desk.take_deliveries([delivery], "mine")
    channel = desk.delivery(delivery)["channel_id"]
    broken_off = DeliveryOutcome(delivery, DeliveryState.FAILED, "", 404, NOW, 1, channel, "the address is gone")
    desk.storage.deliveries.finish("mine", broken_off, now=after(seconds=3))
    found = desk.storage.views.sums()
    assert (found.feeds, found.feeds_in_trouble) == (len(desk.storage.views.feeds()), 2)
    assert (found.last_polled_at, found.watches) == (after(minutes=1), 2)
    assert (found.channels, found.channels_off) == (2, ("hook",))


def test_deliveries_show_where_they_stand_and_why(desk: Desk) -> None:
    desk.declare()
    first, second, third = (desk.tell(article, at=after(seconds=n))[0] for n, article in enumerate(desk.articles(3)))
    desk.take_deliveries([first, second], "mine", at=after(seconds=3))
    channel = desk.delivery(first)["channel_id"]
    sent = DeliveryOutcome(first, DeliveryState.SENT, "as asked", 204, NOW, 1, channel)
    later = DeliveryOutcome(second, DeliveryState.WAITING, "it was busy", 503, after(minutes=1), 1, channel)
    for what in (sent, later):
        desk.storage.deliveries.finish("mine", what, now=after(seconds=3))
    views = {view.id: view for view in desk.storage.views.deliveries()}
    assert list(views) == [third, second, first]
    assert (views[first].state, views[first].status, views[first].finished_at) == ("sent", 204, after(seconds=3))
    assert (views[second].state, views[second].reason, views[second].tries) == ("waiting", "it was busy", 1)
    assert views[second].next_at == after(minutes=1)
    assert (views[third].channel, views[third].kind, views[third].watch) == ("hook", "webhook", "Lime trees")
    assert views[third].uid == desk.delivery(third)["uid"]
    assert [view.id for view in desk.storage.views.deliveries(result="sent")] == [first]
    assert desk.storage.views.deliveries(channel="desk") == []


def test_dead_deliveries_are_shown_as_dead(desk: Desk) -> None:
    desk.declare()
    (delivery,) = desk.tell(desk.articles(1)[0])
    for n in range(MAX_ATTEMPTS):
        desk.take_deliveries([delivery], f"dies-{n}", at=after(hours=n))
    desk.storage.work.bury(Queue.DELIVER, now=after(days=1), max_attempts=MAX_ATTEMPTS)
    (view,) = desk.storage.views.deliveries(result="dead")
    assert (view.id, view.state, view.reason) == (delivery, "dead", f"a worker died at it {MAX_ATTEMPTS} times")


def test_dead_articles_are_shown_with_the_reason(desk: Desk) -> None:
    (article,) = desk.poll(desk.feed(), [entry("trees")])
    for n in range(MAX_ATTEMPTS):
        desk.take([article], f"dies-{n}", at=after(hours=n))
    desk.storage.work.bury(Queue.PROCESS, now=after(days=1), max_attempts=MAX_ATTEMPTS)
    assert desk.storage.views.dead_articles() == [
        (article, "https://news.example/trees", f"a worker died at it {MAX_ATTEMPTS} times")
    ]


def test_watches_show_what_became_of_their_matches(desk: Desk) -> None:
    desk.declare()
    first, second = desk.articles(2)
    desk.tell(first)
    desk.tell(second, channels=(), decision=NOT_TOLD, at=after(minutes=1))
    ferry, limes = desk.storage.views.watches()
    assert (limes.name, limes.told, limes.not_told, limes.last_told_at) == ("Lime trees", 1, 1, NOW)
    assert (ferry.name, ferry.told, ferry.not_told, ferry.last_told_at) == ("Ferry", 0, 0, None)
    assert (ferry.keywords, ferry.all_of, ferry.none_of) == (("ferry",), ("timetable",), ("football",))
    assert (ferry.query, limes.query) == ("", "")


def test_channels_show_when_they_last_worked(desk: Desk) -> None:
    desk.declare()
    (delivery,) = desk.tell(desk.articles(1)[0])
    desk.take_deliveries([delivery], "mine")
    sent = DeliveryOutcome(delivery, DeliveryState.SENT, "", 204, NOW, 1, desk.delivery(delivery)["channel_id"])
    desk.storage.deliveries.finish("mine", sent, now=after(seconds=3))
    mail, hook = desk.storage.views.channels()
    assert (mail.channel.name, mail.last_ok_at) == ("desk", None)
    assert (hook.channel.name, hook.last_ok_at, hook.disabled_at) == ("hook", after(seconds=3), None)


def test_activity_counts_what_was_done_since(desk: Desk) -> None:
    desk.declare()
    feed = desk.feed("Gazette")
    desk.poll(feed, [entry("old")], at=after(hours=-2))
    (article,) = desk.poll(feed, [entry("old"), entry("trees")])
    desk.tell(article)
    herald = desk.feed("Herald")
    desk.poll(herald, [entry("bridge")], history=True)
    seen = desk.storage.views.activity(NOW)
    assert seen.entries == {feed: (1, 0), herald: (0, 1)}
    assert seen.first_polled == {herald}
    assert seen.articles == {"page": 1}
    assert seen.alerts == {("told", "new story"): 1}
    assert seen.deliveries == [("hook", "waiting", "", 1)]


def test_rows_stopped_by_our_own_errors_are_shown(desk: Desk) -> None:
    (article,) = desk.articles(1)
    desk.take([article], "mine")
    why = "an error of Wirewatch itself: KeyError('x')"
    desk.storage.work.fail(Queue.PROCESS, "mine", article, next_at=after(seconds=5), why=why)
    assert desk.storage.views.failing_inside() == [(Queue.PROCESS, article, why)]
