"""The scorer finds nothing wrong with the labels themselves, and what is changed in them where it was changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.quality.compare import same_role
from tests.quality.corpus import HALVES, Item, load, parse
from tests.quality.perfect import perfect
from tests.quality.score import score, total
from tests.quality.tally import MEASURES, Score, Tally, align
from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Reading, Speech, Status

_ITEMS = [item for half in HALVES for item in load(half)]

_TEXT = (
    "Jane Roe, the Dutch finance minister, said on 4 May that spending on ports would rise to about 5 percent of GDP"
    ' by 2030, up from 2 percent. "We will pay $3 million," she said. John Bligh, head of the Union, denied 40 jobs'
    ' would go.\n\n"Nobody goes," Bligh was to say. It was "a fine day", he said.'
)


def _item() -> Item:
    def mention(surface: str, form: str, person: str, at: int = 0, **role: str) -> dict[str, Any]:
        named = {"surface": surface, "occurrence": at, "form": form, "person": person}
        return named | {"title": None, "organisation": None, "country": None} | role

    def fact(surface: str, **meaning: Any) -> dict[str, Any]:
        blank = dict.fromkeys(["value_max", "about", "actor", "previous", "deadline", "deadline_date", "speaker"])
        return {"surface": surface, "occurrence": 0, "approximate": False, "status": "reported"} | blank | meaning

    def quote(surface: str, kind: str, speaker: str, scheduled: bool = False) -> dict[str, Any]:
        return {"surface": surface, "occurrence": 0, "type": kind, "speaker": speaker, "scheduled": scheduled}

    clause = _TEXT[_TEXT.index("spending") : _TEXT.index(". ")]
    item, problems = parse(
        {
            "id": "001-ports",
            "half": "dev",
            "topic": "ports",
            "style": "paragraph",
            "why": "one of everything",
            "title": "Roe on ports",
            "text": _TEXT,
            "dateline": None,
            "published": "2025-05-04",
            "mentions": [
                mention("Jane Roe", "name", "Jane Roe"),
                mention("the Dutch finance minister", "role", "Jane Roe", title="finance minister", country="Dutch"),
                mention("she", "pronoun", "Jane Roe"),
                mention("John Bligh", "name", "John Bligh"),
                mention("head of the Union", "role", "John Bligh", title="head", organisation="the Union"),
                mention("Bligh", "name", "John Bligh", 1),
                mention("he", "pronoun", "John Bligh"),
            ],
            "facts": [
                fact("5 percent of GDP", value=5, unit="percent_of_gdp", kind="target", status="planned")
                | {"approximate": True, "about": "spending on ports", "previous": 2, "speaker": "Jane Roe"}
                | {"deadline": "by 2030", "deadline_date": "2030-12-31"},
                fact("$3 million", value=3e6, unit="USD", kind="amount", actor="Jane Roe", speaker="Jane Roe"),
                fact("40 jobs", value=40, unit="count", kind="count", status="denied", speaker="John Bligh"),
            ],
            "quotes": [
                quote(clause, "indirect", "Jane Roe"),
                quote("We will pay $3 million,", "direct", "Jane Roe"),
                quote("Nobody goes,", "direct", "John Bligh", True),
                quote("a fine day", "mixed", "John Bligh"),
            ],
            "not_figures": ["4 May"],
        }
    )
    assert problems == []
    assert item is not None
    return item


_ITEM = _item()
_RIGHT = perfect(_ITEM)


def _fact(number: int, **change: Any) -> Reading:
    """The perfect reading but for one fact; `quantity_...` changes its quantity."""
    fact = _RIGHT.facts[number]
    inner = {key.removeprefix("quantity_"): value for key, value in change.items() if key.startswith("quantity_")}
    outer = {key: value for key, value in change.items() if not key.startswith("quantity_")}
    facts = list(_RIGHT.facts)
    facts[number] = replace(fact, quantity=replace(fact.quantity, **inner), **outer)
    return replace(_RIGHT, facts=tuple(facts))


def _mention(number: int, **change: Any) -> Reading:
    mentions = list(_RIGHT.mentions)
    mentions[number] = replace(mentions[number], **change)
    return replace(_RIGHT, mentions=tuple(mentions))


def _quote(number: int, **change: Any) -> Reading:
    quotes = list(_RIGHT.quotes)
    quotes[number] = replace(quotes[number], **change)
    return replace(_RIGHT, quotes=tuple(quotes))


def _without(kind: str, number: int) -> Reading:
    kept = tuple(one for at, one in enumerate(getattr(_RIGHT, kind)) if at != number)
    changed: dict[str, Any] = {kind: kept}
    return replace(_RIGHT, **changed)


def _more_facts(surface: str, value: float, unit: str) -> Reading:
    start = _TEXT.index(surface)
    quantity = Quantity(start, start + len(surface), surface, value, unit)
    return replace(_RIGHT, facts=(*_RIGHT.facts, Fact(quantity, Kind.COUNT, Status.REPORTED, (0, 9))))


def _imperfect(scored: Score) -> set[str]:
    return {name for name, tally in scored.tallies.items() if not tally.right == tally.found == tally.labelled}


@pytest.mark.parametrize("item", _ITEMS, ids=lambda item: f"{item.half}-{item.id[:3]}")
def test_the_labels_themselves_score_one_everywhere(item: Item) -> None:
    assert _imperfect(score(item, perfect(item))) == set()


def test_the_corpus_measures_everything() -> None:
    scored = total((item, perfect(item)) for item in _ITEMS)
    assert {name for name in MEASURES if not scored.tallies[name].labelled} == set()


def test_an_empty_reading_finds_nothing_and_is_wrong_nowhere() -> None:
    scored = score(_ITEM, Reading())
    assert scored.tallies["quantities"] == Tally(0, 0, 3)
    assert scored.tallies["names"] == Tally(0, 0, 3)
    assert scored.tallies["no figures"] == Tally(1, 1, 1)


@pytest.mark.parametrize(
    ("reading", "measures"),
    [
        pytest.param(_without("facts", 1), {"quantities", "quantities but counts"}, id="money missed"),
        pytest.param(_without("facts", 2), {"quantities"}, id="count missed"),
        pytest.param(_fact(1, quantity_value=3e9), {"quantities", "quantities but counts"}, id="wrong scale"),
        pytest.param(_fact(0, quantity_unit="percent"), {"quantities", "quantities but counts"}, id="no GDP"),
        pytest.param(_fact(1, quantity_value_max=4e6), {"quantities", "quantities but counts"}, id="a range"),
        pytest.param(_fact(0, quantity_value=5.01), set(), id="within the tolerance"),
        pytest.param(_fact(0, quantity_approximate=False), {"approximate"}, id="approximate"),
        pytest.param(_more_facts("4 May", 4, "count"), {"quantities", "no figures"}, id="a date as a figure"),
        pytest.param(_more_facts("2 percent", 2, "percent_of_gdp"), set(), id="an earlier value of its own"),
        pytest.param(_fact(0, kind=Kind.LEVEL), {"kind"}, id="kind"),
        pytest.param(_fact(0, status=Status.AGREED), {"status"}, id="status"),
        pytest.param(_fact(0, about="ports"), {"about"}, id="about something else"),
        pytest.param(_fact(0, about="port spending"), set(), id="about in other words"),
        pytest.param(_fact(0, about=None), {"about"}, id="about nothing"),
        pytest.param(_fact(1, about="a bill"), set(), id="about where there is no label"),
        pytest.param(_fact(1, actor="John Bligh"), {"actor", "actor or none"}, id="another actor"),
        pytest.param(_fact(1, actor="Roe"), set(), id="the actor's surname"),
        pytest.param(_fact(2, actor="the Union"), {"actor or none"}, id="an actor where there is none"),
        pytest.param(_fact(0, speaker=None), {"speaker", "speaker or none"}, id="no speaker"),
        pytest.param(_fact(0, previous=3), {"previous"}, id="another earlier value"),
        pytest.param(_fact(1, previous=3), {"previous"}, id="an earlier value where there is none"),
        pytest.param(_fact(0, deadline_date=date(2030, 1, 1)), {"deadline", "deadline or none"}, id="first day"),
        pytest.param(_fact(0, deadline="2030"), set(), id="the deadline without its preposition"),
        pytest.param(_fact(0, deadline="by 2031"), {"deadline text"}, id="another deadline"),
        pytest.param(_without("mentions", 5), {"names"}, id="a surname missed"),
        pytest.param(_without("mentions", 2), {"pronouns"}, id="a pronoun missed"),
        pytest.param(_mention(2, person="John Bligh"), {"pronouns"}, id="a pronoun of somebody else"),
        pytest.param(_mention(5, person="Bligh"), {"persons"}, id="one person as two"),
        pytest.param(_mention(5, person=None), {"names"}, id="a name left open"),
        pytest.param(_mention(1, title="minister"), set(), id="a shorter title"),
        pytest.param(_mention(1, title="deputy finance minister"), {"titles", "roles"}, id="a deputy"),
        pytest.param(_mention(4, organisation=None), {"roles"}, id="of what is missing"),
        pytest.param(_mention(4, organisation="Union"), set(), id="of what, without the article"),
        pytest.param(_mention(1, title="Dutch finance minister", country=None), set(), id="country in the title"),
        pytest.param(_without("mentions", 4), {"role mentions", "titles", "roles"}, id="a role missed"),
        pytest.param(_quote(1, speaker="John Bligh"), {"marked speech and speaker"}, id="a quote of somebody else"),
        pytest.param(_without("quotes", 3), {"marked speech", "marked speech and speaker", "mixed"}, id="mixed"),
        pytest.param(_quote(3, type=Speech.DIRECT), {"direct", "mixed", "speech type"}, id="mixed for direct"),
        pytest.param(_quote(1, end=_RIGHT.quotes[1].end + 1), set(), id="a mark more"),
        pytest.param(_quote(0, speaker="John Bligh"), {"indirect and speaker"}, id="said by another"),
        pytest.param(_quote(0, start=_RIGHT.quotes[0].start - 5), set(), id="with its that"),
        pytest.param(
            _quote(0, start=_RIGHT.quotes[0].end - 20), {"indirect", "indirect and speaker"}, id="its end only"
        ),
        pytest.param(_quote(2, scheduled=False), {"scheduled"}, id="as if said"),
    ],
)
def test_a_mistake_lowers_its_own_measure_only(reading: Reading, measures: set[str]) -> None:
    assert _imperfect(score(_ITEM, reading)) == measures


def test_a_short_title_is_the_title_in_full() -> None:
    assert same_role(("Sen.", "Ohio", None), ("Senator", "Ohio", None))


def test_a_figure_found_twice_is_wrong_once() -> None:
    reading = replace(_RIGHT, facts=(*_RIGHT.facts, _RIGHT.facts[0]))
    assert score(_ITEM, reading).tallies["quantities"] == Tally(3, 4, 3)


def test_the_meaning_of_a_figure_that_was_not_found_right_is_not_asked_for() -> None:
    assert score(_ITEM, _fact(0, quantity_value=50, kind=Kind.LEVEL)).tallies["kind"] == Tally(2, 2, 2)


def test_a_speech_over_paragraphs_may_be_one_quote_or_one_a_paragraph() -> None:
    item = _speech('"One thing is so.\n\n"Another is not," he said.')
    one, two = perfect(item), perfect(item)
    first, second = item.text.index("One"), item.text.index("Another")
    whole = replace(one.quotes[0], start=first, end=item.text.index('," he') + 1)
    parts = (replace(whole, end=first + len("One thing is so.")), replace(whole, start=second))
    for quotes in ((whole,), parts):
        scored = score(_with_quote(item, whole), replace(two, quotes=quotes))
        assert scored.tallies["direct"] == Tally(2, 2, 2)


def _speech(text: str) -> Item:
    return replace(
        _ITEM,
        text=text,
        mentions=(),
        facts=(),
        not_figures=(),
        quotes=(replace(_ITEM.quotes[1], start=1, end=5, surface=text[1:5]),),
    )


def _with_quote(item: Item, whole: Any) -> Item:
    """The item with one quote where another stands."""
    return replace(item, quotes=(replace(item.quotes[0], start=whole.start, end=whole.end),))


def _glued(role: bool) -> tuple[Item, Reading]:
    """ "Admiral Jane Roe", with her title on the name, and as a mention of its own if `role`."""
    text = "Admiral Jane Roe left."
    name = replace(_ITEM.mentions[0], start=8, end=16, title="Admiral")
    item = replace(_speech(text), mentions=(name,), quotes=())
    own = Mention(0, 7, "Admiral", Form.ROLE, "Jane Roe", "Admiral")
    bare = Mention(8, 16, "Jane Roe", Form.NAME, "Jane Roe")
    return item, Reading(mentions=(own, bare) if role else (replace(bare, title="Admiral"),))


@pytest.mark.parametrize("role", [True, False])
def test_a_title_may_be_found_on_the_name_or_beside_it(role: bool) -> None:
    item, reading = _glued(role)
    assert _imperfect(score(item, reading)) == set()


def test_a_miss_says_where_it_stands_and_what_was_expected() -> None:
    (miss,) = score(_ITEM, _fact(2, status=Status.REPORTED)).misses
    assert (miss.measure, miss.item, miss.labelled, miss.found) == (
        "status",
        "001-ports",
        "'40 jobs' denied",
        "reported",
    )
    assert miss.sentence == "John Bligh, head of the Union, denied 40 jobs would go."


def test_items_are_summed_by_what_they_hold() -> None:
    both = total([(_ITEM, _RIGHT), (_ITEM, Reading())])
    assert both.tallies["names"] == Tally(3, 3, 6)
    assert both.tallies["names"].precision == 1
    assert both.tallies["names"].recall == 0.5
    assert both.tallies["names"].f1 == pytest.approx(2 / 3)


def test_the_most_alike_are_paired_first() -> None:
    alike: Callable[[int, int], int] = lambda a, b: max(0, 3 - abs(a - b))  # noqa: E731 -- shown whole in one line
    assert align([1, 4], [3, 4, 9], alike) == [(1, 3), (4, 4)]
