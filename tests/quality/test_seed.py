"""The article that started the project is read right: every official, every figure, every quote.

It is not part of the project: it lies beside the checkout, or in the folder that WIREWATCH_TEST_SEED names.
"""

import os
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tests.quality.compare import same_party, same_person, same_role, same_span, same_thing
from worker.domain.reading import Fact, Form, Kind, Quote, Reading, Speech, Status
from worker.facts.reading import read

_FOLDER = Path(os.environ.get("WIREWATCH_TEST_SEED") or Path(__file__).parents[3] / "shared" / "seed")
_ARTICLE = _FOLDER / "article.txt"
_HEAD = re.compile(r"date (\d{4}-\d\d-\d\d) (.+)")

pytestmark = pytest.mark.skipif(not _ARTICLE.is_file(), reason=f"there is no article to read at {_ARTICLE}")

RUTTE, PESKOV, TRUMP, HEGSETH = "Mark Rutte", "Dmitry Peskov", "Donald Trump", "Pete Hegseth"


@cache
def _article() -> tuple[str, Reading]:
    """The body, and what is read in it."""
    head, _dateline, body = _ARTICLE.read_text(encoding="utf-8").strip().split("\n\n", 2)
    matched = _HEAD.match(head)
    assert matched, f"{_ARTICLE} begins with its date and headline"
    return body, read(body, title=matched[2], published=date.fromisoformat(matched[1]))


def _facts(value: float | None, surface: str = "") -> list[Fact]:
    return [f for f in _article()[1].facts if f.quantity.value == value and surface in f.quantity.surface]


def _fact_in(words: str) -> Fact:
    """The fact of which the sentence says these words."""
    body, reading = _article()
    (fact,) = [
        f
        for f in reading.facts
        if words in body[f.sentence[0] : f.sentence[1]] and body[f.quantity.start :].startswith("5 percent")
    ]
    return fact


@pytest.mark.parametrize(
    ("person", "role"),
    [
        (RUTTE, ("Secretary General", "NATO", None)),
        (PESKOV, ("spokesman", "Kremlin", None)),
        (TRUMP, ("President", None, "U.S.")),
        (HEGSETH, ("Secretary of Defense", None, "U.S.")),
    ],
)
def test_an_official_has_the_role_that_the_article_gives(person: str, role: tuple[str, str, str]) -> None:
    found = [
        (mention.title, mention.organisation, mention.country)
        for mention in _article()[1].mentions
        if mention.title and mention.person == person
    ]
    assert [other for other in found if same_role(role, other)], f"found: {found}"


def test_nobody_but_the_four_officials_is_found() -> None:
    assert {m.person for m in _article()[1].mentions if m.person} == {RUTTE, PESKOV, TRUMP, HEGSETH}


def test_every_surname_is_tied_to_its_person() -> None:
    body, reading = _article()
    for person in (RUTTE, PESKOV, TRUMP, HEGSETH):
        places = [found.start() for found in re.finditer(rf"\b{person.split()[-1]}\b", body)]
        named = [m for m in reading.mentions if m.form is Form.NAME and m.person == person]
        assert len(named) == len(places)
        assert all(m.start <= at < m.end for m, at in zip(named, places, strict=True))


def test_he_is_the_secretary_general() -> None:
    assert [m.person for m in _article()[1].mentions if m.form is Form.PRONOUN] == [RUTTE]


def test_the_400_percent_increase_is_demanded_by_rutte_of_the_alliance() -> None:
    facts = _facts(400)
    assert len(facts) == 2
    for fact in facts:
        assert (fact.quantity.unit, fact.kind, fact.status) == ("percent", Kind.INCREASE, Status.DEMANDED)
        assert same_person(RUTTE, str(fact.speaker))
        assert same_thing("air and missile defense", str(fact.about))
        assert same_party("NATO", fact.actor, frozenset()) or same_party("the alliance", fact.actor, frozenset())


def test_the_5_percent_of_gdp_are_demanded_by_trump_up_from_2() -> None:
    fact = _fact_in("gross domestic product")
    assert (fact.quantity.value, fact.quantity.unit) == (5, "percent_of_gdp")
    assert (fact.kind, fact.status, fact.previous) == (Kind.TARGET, Status.DEMANDED, 2)
    assert fact.speaker == TRUMP
    assert same_party("NATO members", fact.actor, frozenset())
    assert same_thing("defense spending", str(fact.about))


def test_the_5_percent_target_of_which_hegseth_speaks_is_of_gdp_too() -> None:
    fact = _fact_in("Hegseth")
    assert (fact.quantity.value, fact.quantity.unit, fact.kind) == (5, "percent_of_gdp", Kind.TARGET)
    assert fact.speaker == HEGSETH


@pytest.mark.parametrize(("number", "about"), [("thousands", "armoured vehicles"), ("millions", "artillery shells")])
def test_a_count_without_a_number_has_no_value_and_is_what_rutte_asks_for(number: str, about: str) -> None:
    (fact,) = _facts(None, number)
    assert (fact.quantity.unit, fact.status) == ("count", Status.DEMANDED)
    assert same_thing(about, str(fact.about))
    assert same_person(RUTTE, str(fact.speaker))


def test_there_is_no_other_figure() -> None:
    values = sorted(str(f.quantity.value) for f in _article()[1].facts if f.quantity.value != 2)
    assert values == ["400.0", "400.0", "5.0", "5.0", "None", "None"]


# of each pair of marks in the order of the article: the speaker, the types a reader may give it, and whether it was
# yet to be said, or None where the article leaves that to the paragraph before
_DIRECT, _PART = frozenset({Speech.DIRECT}), frozenset({Speech.MIXED})
_MARKED: list[tuple[str, frozenset[Speech], bool | None]] = [
    (RUTTE, _PART, True),
    (RUTTE, _DIRECT, True),
    (RUTTE, _PART, True),
    ("Russia", _PART, False),
    (PESKOV, _DIRECT | _PART, False),
    (RUTTE, _DIRECT, True),
    (RUTTE, _DIRECT, None),
    (RUTTE, _DIRECT, None),
]


@cache
def _marked() -> list[tuple[int, int]]:
    return [found.span(1) for found in re.finditer('"([^"]+)"', _article()[0])]


def _quote_at(number: int) -> Quote:
    (quote,) = [
        quote
        for quote in _article()[1].quotes
        if quote.type is not Speech.INDIRECT and same_span(_marked()[number], (quote.start, quote.end))
    ]
    return quote


@pytest.mark.parametrize("number", range(len(_MARKED)))
def test_a_quote_has_its_speaker(number: int) -> None:
    speaker, types, scheduled = _MARKED[number]
    quote = _quote_at(number)
    assert quote.speaker == speaker
    assert quote.type in types
    assert scheduled is None or quote.scheduled == scheduled


def test_nothing_else_is_quoted_in_marks() -> None:
    assert len(_marked()) == len(_MARKED)
    assert len([quote for quote in _article()[1].quotes if quote.type is not Speech.INDIRECT]) == len(_MARKED)


def test_what_hegseth_said_is_indirect() -> None:
    body, reading = _article()
    spoken = [
        body[quote.start : quote.end]
        for quote in reading.quotes
        if quote.type is Speech.INDIRECT and quote.speaker == HEGSETH
    ]
    assert len(spoken) == 1
    assert "close to an agreement" in spoken[0]
