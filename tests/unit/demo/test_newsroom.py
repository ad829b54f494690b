"""The programme: what is listed and printed when, edition after edition, and what must be told."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from worker.demo.editions import days, fields
from worker.demo.newsroom import EDITION, LISTED, TROUBLES, Newsroom, Trouble, expected, slug_of
from worker.demo.outlets import OUTLETS


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom(1)


def headlines(newsroom: Newsroom, outlet: str, offset: float, feed: str = "all") -> list[str]:
    return [article.slug for article in newsroom.listed(outlet, feed, offset)]


def test_at_the_opening_only_the_history_is_listed(newsroom: Newsroom) -> None:
    listed = [slug for outlet in OUTLETS for slug in headlines(newsroom, outlet.key, 0.0)]

    assert len(listed) == 6


def test_an_article_is_listed_from_its_moment_on_and_not_before(newsroom: Newsroom) -> None:
    assert "vandermolen-air-defence" not in headlines(newsroom, "meridian", 2.99)
    assert headlines(newsroom, "meridian", 3.0)[0] == "vandermolen-air-defence"
    assert newsroom.article("vandermolen-air-defence", 2.99) is None
    assert newsroom.article("vandermolen-air-defence", 3.0) is not None


def test_a_feed_lists_its_newest_articles_first_and_thirty_at_most(newsroom: Newsroom) -> None:
    listed = newsroom.listed("gazette", "all", 20 * EDITION)

    assert len(listed) == LISTED
    assert [article.at for article in listed] == sorted((article.at for article in listed), reverse=True)


def test_a_feed_for_one_section_lists_its_own_only(newsroom: Newsroom) -> None:
    assert headlines(newsroom, "gazette", 400.0, "harbour") == ["strike-ends", "dockers-talks", "dockers-vote"]


def test_an_outlet_passes_on_another_ones_article(newsroom: Newsroom) -> None:
    assert "dockers-talks" in headlines(newsroom, "continental", 160.0)


def test_an_article_is_edited_twice_a_typo_and_then_a_figure(newsroom: Newsroom) -> None:
    first, second, third = (newsroom.article("allies-ready-to-commit", at) for at in (200.0, 240.0, 310.0))

    assert first is not None
    assert second is not None
    assert third is not None
    assert "forcse" in first.paragraphs[0]
    assert "5 percent" in first.headline
    assert "forces" in second.paragraphs[0]
    assert second.headline == first.headline
    assert "3.5 percent" in third.headline
    assert third.paragraphs[-1].startswith("Correction:")
    assert [state.changed_at for state in (first, second, third)] == [192.0, 232.0, 304.0]


def test_the_same_seed_and_offset_give_the_same_articles() -> None:
    offset = 7 * EDITION + 333

    assert Newsroom(5).listed("meridian", "all", offset) == Newsroom(5).listed("meridian", "all", offset)


def test_the_first_edition_is_as_written_whatever_the_seed_and_later_ones_differ_by_it() -> None:
    one, other = Newsroom(1), Newsroom(2)

    assert one.printed(-1e6, EDITION) == other.printed(-1e6, EDITION)
    assert one.printed(EDITION, 3 * EDITION) != other.printed(EDITION, 3 * EDITION)


@pytest.mark.parametrize("seed", range(4))
def test_every_article_has_a_new_address_and_a_new_headline_in_the_next_edition(seed: int) -> None:
    newsroom = Newsroom(seed)
    for edition in range(8):
        start = edition * EDITION
        this = newsroom.printed(start, start + EDITION - 1)
        following = newsroom.printed(start + EDITION, start + 2 * EDITION - 1)
        assert len(this) == len(following) == 34
        for article, successor in zip(this, following, strict=True):
            assert article.path != successor.path
            assert article.headline != successor.headline


@pytest.mark.parametrize("seed", range(4))
def test_figures_that_belong_together_stay_together(seed: int) -> None:
    for edition in range(12):
        found = fields(seed, edition)
        assert Decimal(found["middle"]) + Decimal(found["rest"]) == Decimal(found["target"])
        assert float(found["floor"]) < float(found["middle"])
        assert found["by"] < found["late"]
        assert float(found["offer"]) < float(found["settled"]) < float(found["pay"])


def test_no_article_is_printed_with_a_field_left_in_it(newsroom: Newsroom) -> None:
    for article in newsroom.printed(-1e6, 4 * EDITION):
        dated = article.dated(datetime(2026, 3, 3, tzinfo=UTC))
        assert "{" not in "\n".join((dated.headline, dated.summary, *dated.paragraphs)), article.slug


def test_days_are_named_after_an_articles_date() -> None:
    tuesday = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)

    assert days(tuesday) == {
        "yesterday": "Monday",
        "today": "Tuesday",
        "tomorrow": "Wednesday",
        "in_three_days": "Friday",
        "jour": "mardi",
    }
    assert days(tuesday + timedelta(hours=2))["today"] == "Wednesday"


def test_one_outlet_has_bad_minutes_of_three_kinds_in_each_edition_and_no_other_has_any(newsroom: Newsroom) -> None:
    for start in (0.0, 3 * EDITION):
        found = [newsroom.trouble("evening", start + at) for at in (119.0, 120.0, 140.0, 165.0, 180.0)]
        assert found == [Trouble.NONE, Trouble.CUT_OFF, Trouble.ERROR, Trouble.HTML, Trouble.NONE]
    others = [outlet.key for outlet in OUTLETS if not outlet.breaks]
    assert {newsroom.trouble(key, begin) for key in others for begin, _, _ in TROUBLES} == {Trouble.NONE}


def test_expected_are_the_labels_of_what_was_printed_in_the_span(newsroom: Newsroom) -> None:
    assert expected(newsroom, 3.0, 15.0) == {
        ("Spending targets", "castellane-demands"),
        ("Alliance summit", "castellane-demands"),
        ("Harbour strike", "dockers-vote"),
    }
    assert expected(newsroom, -1e6, 0.0) >= {("Air defence", "radar-open-day")}


def test_what_a_broken_feed_keeps_back_is_expected_when_it_is_well_again(newsroom: Newsroom) -> None:
    told = ("Alliance summit", "troops-at-readiness")

    assert told not in expected(newsroom, 150.0, 179.0)
    assert told in expected(newsroom, 179.0, 180.0)
    assert told not in expected(newsroom, 180.0, 200.0)


def test_spans_that_follow_one_another_expect_each_alert_once(newsroom: Newsroom) -> None:
    bounds = [0.0, 44.0, 130.0, 166.0, 181.0, EDITION, EDITION + 150.0, 2 * EDITION]
    parts = [expected(newsroom, *span) for span in pairwise(bounds)]

    assert sum(map(len, parts)) == len(frozenset().union(*parts))
    assert frozenset().union(*parts) == expected(newsroom, 0.0, 2 * EDITION)


def test_moments_are_all_at_which_anything_changes(newsroom: Newsroom) -> None:
    moments = newsroom.moments(0.0, EDITION)

    assert {3.0, 7.0, 232.0, 304.0, 120.0, 180.0} <= set(moments)
    assert moments == tuple(sorted(set(moments)))
    assert newsroom.moments(EDITION, 2 * EDITION) == tuple(moment + EDITION for moment in moments)


@pytest.mark.parametrize(
    "slug", ["", "trees", "dockers-vote-0", "dockers-vote-1", "dockers-vote-02", "dockers-vote-9"]
)
def test_no_article_has_a_slug_that_was_not_given(newsroom: Newsroom, slug: str) -> None:
    assert newsroom.article(slug, 2 * EDITION) is None


def test_a_url_leads_back_to_its_slug(newsroom: Newsroom) -> None:
    for article in newsroom.printed(-1e6, 2 * EDITION):
        assert slug_of(f"http://127.0.0.1:8000{article.path}?utm_source=x") == article.slug
    assert slug_of("http://127.0.0.1:8000/") is None
