"""What of a query an article has, and what decided the answer."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.readings import READING, TEXT
from tests.unit.watches.conftest import MakeArticle
from tests.unit.watches.test_engine import articles, trees
from worker.domain.article import Article
from worker.domain.reading import Reading
from worker.watches import tree as q
from worker.watches.explain import Explained, explain
from worker.watches.holds import test_of as holds_of
from worker.watches.language import parse, read_back
from worker.watches.subject import Subject

TITLE = "Alliance wants more"


@pytest.fixture
def said(article: MakeArticle) -> Subject:
    """An article in which Vermolen demands 5 percent and Ásgeirsson denies that 1,200 troops leave."""
    return Subject(replace(article(TEXT, TITLE), url="https://news.example/a"), READING)


def decided_by(explained: Explained) -> list[str]:
    """What decided it, read back."""
    return [read_back(node.node) for node in explained.reasons()]


def flat(explained: Explained) -> list[Explained]:
    """All nodes, in the order of the query."""
    return [explained, *(below for part in explained.parts for below in flat(part))]


def answers(explained: Explained) -> list[tuple[str, bool]]:
    """Every leaf with its answer."""
    return [(read_back(node.node), node.holds) for node in flat(explained) if not node.parts]


def test_every_node_is_asked_also_behind_one_that_settled_it(said: Subject) -> None:
    asked = answers(explain(parse("football AND (harbour | defence | members)"), said))
    assert asked == [("football", False), ("harbour", False), ("defence", True), ("members", True)]


@pytest.mark.parametrize(
    ("query", "holds", "reasons"),
    [
        ("defence members", True, ["defence", "members"]),
        ("defence football harbour", False, ["football", "harbour"]),
        ("football | defence", True, ["defence"]),
        ("football | harbour", False, ["football", "harbour"]),
        ("defence -football", True, ["defence", "football"]),
        ("defence -troops", False, ["troops"]),
        ("defence AND (football | (harbour members))", False, ["football", "harbour"]),
        ("title:(alliance OR defence)", True, ["alliance"]),
        ("title:defence", False, ["defence"]),
        ("members NEAR/30 defence", True, ["members NEAR/30 defence"]),
        ("members NEAR/2 Monday", True, ["members NEAR/2 Monday"]),
        ("members NEAR/2 troops", False, ["members NEAR/2 troops"]),
        ("members NEAR/2 harbour", False, ["harbour"]),
        ("members SENTENCE troops", False, ["members SENTENCE troops"]),
        ("FACT(target:>=5%gdp about:defence)", True, ["target:>=5%gdp", "about:defence"]),
        ("FACT(target:>=5%gdp status:denied)", False, ["FACT(target:>=5%gdp AND status:denied)"]),
        ("FACT(target:>=6%gdp status:demanded)", False, ["target:>=6%gdp"]),
        ("FACT(target:>=5%gdp -status:demanded)", False, ["FACT(target:>=5%gdp AND NOT status:demanded)"]),
        ("site:news.example lang:de", False, ["lang:de"]),
    ],
)
def test_what_decided_it_is_told(said: Subject, query: str, holds: bool, reasons: list[str]) -> None:
    explained = explain(parse(query), said)
    assert explained.holds is holds
    assert decided_by(explained) == reasons


def test_a_node_shows_all_its_places_with_the_best_one_first(said: Subject) -> None:
    person = explain(parse('person:"Anneke Vermolen"'), said)
    shown = [TEXT[start:end] for hit in person.hits for start, end in hit.marks]
    assert shown == ["Anneke Vermolen", "The alliance's secretary general", "she"]


def test_a_term_of_a_place_is_looked_for_there_only(said: Subject) -> None:
    explained = explain(parse("title:(more -defence)"), said)
    assert answers(explained) == [("more", True), ("defence", False)]
    assert explained.holds


def test_below_a_near_that_fails_each_side_tells_whether_it_stands_anywhere(said: Subject) -> None:
    explained = explain(parse("members NEAR/2 troops"), said)
    assert (explained.holds, [part.holds for part in explained.parts]) == (False, [True, True])


def test_below_fact_each_test_tells_whether_some_figure_passes(said: Subject) -> None:
    explained = explain(parse("FACT(target:>=5%gdp status:denied)"), said)
    assert answers(explained) == [("target:>=5%gdp", True), ("status:denied", True)]
    five, denied = explained.parts[0].parts
    assert [TEXT[hit.start : hit.start + 9] for hit in five.hits] == ["5 percent"]
    assert [TEXT[hit.start : hit.start + 12] for hit in denied.hits] == ["1,200 troops"]


def test_a_saved_watch_is_explained_with_its_query(said: Subject) -> None:
    saved = {"Troops": parse("troops -football"), "Round": parse("watch:Round")}
    explained = explain(parse("watch:Troops defence"), said, saved=saved.get)
    assert explained.holds
    assert answers(explained) == [("troops", True), ("football", False), ("defence", True)]
    assert not explain(parse("watch:Gone"), said, saved=saved.get).holds
    assert decided_by(explain(parse("watch:Round | football"), said, saved=saved.get)) == [
        'watch:"Round"',
        "football",
    ]


@settings(deadline=None, max_examples=200)
@given(tree=trees, read=articles(), origins=st.integers(1, 3))
def test_the_whole_holds_where_the_engine_says_so_and_something_decided_it(
    tree: q.Node, read: tuple[Article, Reading], origins: int
) -> None:
    subject = Subject(*read, origins=origins)
    explained = explain(tree, subject)
    assert explained.holds == holds_of(tree)(subject)
    assert list(explained.reasons())
    assert all(node.parts or not isinstance(node.node, q.And | q.Or | q.Not | q.OneFact) for node in flat(explained))
