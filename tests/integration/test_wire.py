"""From a feed to a delivered alert, in this process and without a broker."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.integration.conftest import Desk
from tests.services.http import Answer
from tests.services.news import NewsSite

REPORT = [
    "The ministers met in the old harbour hall on Tuesday, and the talks went on past midnight.",
    "They agreed that air defence comes first, and that the bill would be shared by all nine of them.",
    "A second meeting was set for the spring, when the northern members take over the chair from the south.",
]


def settled(desk: Desk, site: NewsSite) -> None:
    """A feed with one old article whose first poll is behind us."""
    site.add_article("Harbour opens after storm")
    desk.write(feeds=[site.feed_url()])


def test_a_new_entry_becomes_one_signed_webhook_and_one_mail(any_desk: Desk, news_site: NewsSite) -> None:
    settled(any_desk, news_site)
    app = any_desk.run()
    article = news_site.add_article("Ministers agree in harbour hall", REPORT)

    any_desk.run(app)

    (body,) = any_desk.bodies()
    (mail,) = any_desk.mails.mails
    (hook,) = any_desk.hooks.requests("/hook")
    assert body["watch"] == "Air defence"
    assert body["article"]["url"] == article.url
    (evidence,) = body["evidence"]
    assert evidence["text"] == REPORT[1]
    assert [evidence["text"][start:end] for start, end in evidence["spans"]] == ["air defence"]
    plain = mail.message.get_body(("plain",))
    assert plain is not None
    assert "bill would be shared" in plain.get_content()
    assert mail.recipients == ("desk@example.org",)
    assert hook.headers["webhook-id"]
    assert mail.message["Message-ID"]


def test_polling_again_delivers_nothing_more(any_desk: Desk, news_site: NewsSite) -> None:
    settled(any_desk, news_site)
    app = any_desk.run()
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    any_desk.run(app)

    any_desk.run(app)
    news_site.validators = False
    any_desk.run(app)

    assert len(any_desk.bodies()) == 1
    assert len(any_desk.mails.mails) == 1


def test_the_same_article_in_two_feeds_is_one_alert(any_desk: Desk, news_site: NewsSite) -> None:
    news_site.add_article("Harbour opens after storm", feeds=("all", "world"))
    any_desk.write(
        feeds=[
            {"url": news_site.feed_url("all"), "name": "All"},
            {"url": news_site.feed_url("world"), "name": "World"},
        ]
    )
    app = any_desk.run()
    news_site.add_article("Ministers agree in harbour hall", REPORT, feeds=("all", "world"))

    any_desk.run(app)

    (body,) = any_desk.bodies()
    assert sorted(body["outlets"]) == ["All", "World"]


def test_the_first_poll_of_a_feed_tells_nobody_and_counts_what_it_would_have_told(
    desk: Desk, news_site: NewsSite
) -> None:
    news_site.add_article("Harbour opens after storm")
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    desk.write(feeds=[news_site.feed_url()])

    app = desk.run()

    assert desk.bodies() == []
    (feed,) = app.storage.views.feeds()
    assert feed.would_have_told == 1
    (alert,) = app.storage.views.alerts()
    assert (alert.outcome, alert.reason) == ("not told", "first poll of a new feed")


def test_a_feed_may_ask_to_be_told_from_its_first_poll(desk: Desk, news_site: NewsSite) -> None:
    news_site.add_article("Ministers agree in harbour hall", REPORT)
    desk.write(feeds=[{"url": news_site.feed_url(), "first_poll": "tell"}])

    desk.run()

    assert len(desk.bodies()) == 1


def test_an_article_known_as_history_is_told_when_another_feed_brings_it_as_news(
    desk: Desk, news_site: NewsSite
) -> None:
    news_site.add_article("Harbour opens after storm", feeds=("old",))
    desk.write(feeds=[news_site.feed_url("old")])
    app = desk.run()
    article = news_site.add_article("Ministers agree in harbour hall", REPORT, feeds=("new",))
    desk.write(feeds=[news_site.feed_url("old"), news_site.feed_url("new")])
    desk.run(app)
    assert desk.bodies() == []
    news_site._put(replace(article, feeds=("old", "new")))

    desk.run(app)

    assert len(desk.bodies()) == 1
    (alert,) = app.storage.views.alerts()
    assert alert.reason == "new story"


def test_an_entry_dated_long_ago_is_recorded_and_not_told(desk: Desk, news_site: NewsSite) -> None:
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article(
        "Ministers agreed long ago", REPORT, published=datetime.now(UTC).replace(microsecond=0) - timedelta(days=90)
    )

    desk.run(app)

    assert desk.bodies() == []
    (alert,) = app.storage.views.alerts()
    assert alert.reason == "too old"


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_that_fails_is_matched_by_the_feeds_own_text_and_says_so(
    desk: Desk, news_site: NewsSite, status: int
) -> None:
    settled(desk, news_site)
    app = desk.run()
    article = news_site.add_article("Ministers agree", REPORT, summary="They agreed that air defence comes first.")
    news_site.answer(article.url.removeprefix(news_site.url), Answer(status))

    desk.run(app)

    (body,) = desk.bodies()
    assert f"HTTP {status}" in body["note"]


def test_a_page_that_comes_back_adds_what_its_text_holds(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(desk, news_site)
    app = desk.run()
    article = news_site.add_article("Ministers agree", REPORT, summary="Nothing much.")
    news_site.answer(
        article.url.removeprefix(news_site.url), Answer(503), lambda request: news_site.known(request) or Answer(404)
    )
    desk.run(app)
    assert desk.bodies() == []

    later = app.clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(app.clock, "now", lambda: later)
    desk.run(app)

    assert len(desk.bodies()) == 1


def test_robots_txt_is_obeyed_for_pages_and_said(desk: Desk, news_site: NewsSite) -> None:
    news_site.answer("/robots.txt", Answer(200, "User-agent: *\nDisallow: /news/\n"))
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers agree", REPORT, summary="They agreed that air defence comes first.")

    desk.run(app)

    (body,) = desk.bodies()
    assert "robots" in body["note"]
    assert not [request for request in news_site.requests() if request.path.startswith("/news/")]


def test_a_changed_watch_is_in_force_for_the_next_article(desk: Desk, news_site: NewsSite) -> None:
    settled(desk, news_site)
    app = desk.run()
    desk.write(
        feeds=[news_site.feed_url()],
        watches=[{"name": "Chair", "keywords": ["take over the chair"], "channels": ["hook"]}],
    )
    news_site.add_article("Ministers agree", REPORT)

    desk.run(app)

    assert [body["watch"] for body in desk.bodies()] == ["Chair"]


def test_refused_files_leave_the_old_state_running(desk: Desk, news_site: NewsSite) -> None:
    settled(desk, news_site)
    app = desk.run()
    (desk.folder / "config" / "watches.yaml").write_text("watches:\n  - name: Broken\n    nonne: [x]\n")
    assert not app.apply_files().taken
    news_site.add_article("Ministers agree", REPORT)

    desk.run(app)

    assert [body["watch"] for body in desk.bodies()] == ["Air defence"]
    assert "watches.yaml:3" in app.storage.declared.state()["config_refused"]


def test_a_channel_with_an_unset_secret_is_skipped_with_the_name_to_set(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOOK_SECRET")
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers agree", REPORT)

    desk.run(app)

    assert len(desk.mails.mails) == 1
    (skipped,) = app.storage.views.deliveries(channel="hook")
    assert skipped.state == "skipped"
    assert "HOOK_SECRET" in skipped.reason


def test_mail_without_a_server_is_skipped_with_the_fix_and_works_once_there_is_one(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIREWATCH_SMTP_URL")
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers agree", REPORT)
    desk.run(app)
    (skipped,) = app.storage.views.deliveries(channel="desk")
    assert skipped.state == "skipped"
    assert "WIREWATCH_SMTP_URL" in skipped.reason

    mended = desk.open(smtp_url=desk.mails.url)
    news_site.add_article("Ministers agree again", REPORT)
    desk.run(mended)

    assert len(desk.mails.mails) == 1


def test_a_receiver_in_trouble_is_tried_again_with_the_same_id(
    desk: Desk, news_site: NewsSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hooks.answer("/hook", Answer(503, headers={"Retry-After": "120"}), Answer(204))
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers agree", REPORT)
    desk.run(app)
    assert len(desk.bodies()) == 1

    later = app.clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(app.clock, "now", lambda: later)
    desk.run(app)

    first, second = desk.hooks.requests("/hook")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    (delivery,) = app.storage.views.deliveries(channel="hook")
    assert (delivery.state, delivery.tries) == ("sent", 1)


def test_a_receiver_that_is_gone_disables_its_channel_visibly(desk: Desk, news_site: NewsSite) -> None:
    desk.hooks.answer("/hook", Answer(410))
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers agree", REPORT)
    desk.run(app)
    news_site.add_article("Ministers agree again", REPORT)
    desk.run(app)

    hook = next(channel for channel in app.storage.declared.channels() if channel.name == "hook")
    assert "410" in hook.disabled
    assert len(desk.hooks.requests("/hook")) == 1
    assert sorted(delivery.state for delivery in app.storage.views.deliveries(channel="hook")) == [
        "failed",
        "skipped",
    ]


def test_titles_from_outside_are_inert_in_mail(desk: Desk, news_site: NewsSite) -> None:
    settled(desk, news_site)
    app = desk.run()
    news_site.add_article("Ministers <script>alert(1)</script> agree\r\nBcc: everyone@example.org", REPORT)

    desk.run(app)

    (mail,) = desk.mails.mails
    html = mail.message.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert mail.message["Bcc"] is None
    assert mail.recipients == ("desk@example.org",)


def test_one_slow_feed_does_not_hold_up_the_alerts_of_the_others(
    desk: Desk, news_site: NewsSite, open_news_site: Callable[[str], NewsSite]
) -> None:
    slow = open_news_site("The Slow Courier")
    slow.answer("/feeds/all.xml", Answer(200, "late", delay=6.0))
    settled(desk, news_site)
    app = desk.run(fetch_timeout="5")
    desk.write(feeds=[news_site.feed_url(), slow.feed_url()])
    news_site.add_article("Ministers agree", REPORT)
    app.apply_files()

    desk.run(app)

    # The slow feed is read in vain for 5 s in the same batch; the other's article was stored long before.
    found = app.storage.views.alerts()[0].message.found_at
    (slow_feed,) = [feed for feed in app.storage.views.feeds() if feed.last_error]
    assert slow_feed.last_polled_at is not None
    assert slow_feed.last_polled_at - found > timedelta(seconds=3)
