"""What becomes of a match, and the ids of what follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from worker.alerts.decide import alert_uid, decide, delivery_uid, excerpt
from worker.domain.alert import Outcome, Reason
from worker.domain.article import Sighting
from worker.domain.feed import Dated

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
SEEN = Sighting(
    feed_id=1,
    feed_name="Harbour Gazette",
    title="Ministers agree",
    summary="",
    content=None,
    author=None,
    published=NOW - timedelta(hours=1),
    first_seen=NOW,
    history=False,
    dated=Dated.GIVEN,
)


def judged(*sightings: Sighting, history: bool = False) -> tuple[Outcome, Reason, str]:
    decision = decide(history=history, sightings=sightings, now=NOW, max_age=WEEK)
    return decision.outcome, decision.reason, decision.detail


def test_news_is_told() -> None:
    assert judged(SEEN)[:2] == (Outcome.TOLD, Reason.NEW_STORY)


def test_history_is_not_told_and_names_the_feed() -> None:
    outcome, reason, detail = judged(SEEN, history=True)
    assert (outcome, reason) == (Outcome.NOT_TOLD, Reason.HISTORY)
    assert "Harbour Gazette" in detail


def test_what_the_feed_dates_before_the_greatest_age_is_too_old_and_says_both_figures() -> None:
    outcome, reason, detail = judged(replace(SEEN, published=NOW - timedelta(days=8), dated=Dated.GIVEN))
    assert (outcome, reason) == (Outcome.NOT_TOLD, Reason.TOO_OLD)
    assert "2026-02-22" in detail
    assert "7 days" in detail


def test_the_greatest_age_itself_is_told() -> None:
    assert judged(replace(SEEN, published=NOW - WEEK))[0] is Outcome.TOLD


def test_an_entry_without_a_date_is_as_new_as_its_sighting() -> None:
    assert judged(replace(SEEN, published=None, dated=Dated.MISSING))[0] is Outcome.TOLD


def test_the_youngest_date_of_several_feeds_counts() -> None:
    old = replace(SEEN, published=NOW - timedelta(days=90), dated=Dated.VERY_OLD)
    assert judged(old, SEEN)[0] is Outcome.TOLD


def test_the_same_alert_has_the_same_id_wherever_it_is_computed() -> None:
    one = alert_uid(watch="Air defence", article_uid="a" * 32, reason=Reason.NEW_STORY)
    assert one == alert_uid(watch="Air defence", article_uid="a" * 32, reason=Reason.NEW_STORY)
    assert len(one) == 32


def test_parts_of_an_id_cannot_run_into_each_other() -> None:
    assert delivery_uid(alert="ab", channel="c") != delivery_uid(alert="a", channel="bc")


def test_an_excerpt_is_one_line_cut_between_words() -> None:
    text = "The ministers met\n\nin the old harbour hall, " + "and talked " * 60
    short = excerpt(text)
    assert short.startswith("The ministers met in the old harbour hall, and talked")
    assert short.endswith(" …")
    assert len(short) <= 402
