"""`explain`: why a watch holds on a stored article, or not, on the screen and as JSON."""

import re
from typing import Any

import pytest

from tests.contract.readings import READING, TEXT
from worker.domain.reading import Reading
from worker.domain.watch import DeclaredWatch


@pytest.fixture
def stored(world: Any) -> Any:
    """One article that was read, with two watches beside it."""
    watches = (
        DeclaredWatch("Five", query='FACT(target:>=5%gdp) OR "spending target*"'),
        DeclaredWatch("W", ("NATO",)),
    )
    world.declare(watches=watches)
    world.read(READING, TEXT, title="Alliance talks", hours=2)
    return world


def lines(cli: Any, query: str, which: str = "1") -> list[str]:
    """The lines below the query."""
    return str(cli("explain", which, query).stdout).splitlines()


def test_a_watch_is_explained_by_its_name(cli: Any, stored: Any) -> None:
    said = lines(cli, "five")
    assert said[0] == "Alliance talks"
    assert said[1].startswith("The Wire · ")
    assert said[1].endswith(" · article 1")
    assert said[4:6] == ["“Five” holds", 'FACT(target:>=5%gdp) OR "spending target*"']
    assert said[7:9] == ["✓ OR: any of", "  ✓ FACT(target:>=5%gdp) ←"]
    assert said[9].startswith("      “The alliance's secretary general, Anneke Vermolen, demanded")
    assert said[10:] == ['  ✗ "spending target*"', "", "← decided it"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("defence troops", ["✓ AND: all of", "  ✓ defence ←", "  ✓ troops ←"]),
        ("football", ["✗ football ←"]),
        ("troops -defence", ["✗ AND: all of", "  ✓ troops", "  ✗ NOT defence ←"]),
        ("troops -(defence football)", ["✓ AND: all of", "  ✓ troops ←", "  ✓ NOT", "    ✗ AND: all of"]),
        ("title:(talks -troops)", ["✓ title:", "  ✓ AND: all of", "    ✓ talks ←", "    ✓ NOT troops ←"]),
        ("FACT(target:>=9%gdp)", ["✗ FACT(target:>=9%gdp) ←", "    its figures are 5% of GDP (target) and "]),
        (
            "FACT(target:>=5%gdp status:denied)",
            [
                "✗ FACT: one figure with all of ←",
                "    for each of these there is a figure, but there is none for all",
            ],
        ),
        ("FACT(target:>=9%gdp | status:agreed)", ["✗ FACT: one figure with any of", "  ✗ target:>=9%gdp ←"]),
        ("members NEAR/2 troops", ["✗ NEAR/2 ←", "    both stand in it, but not so near to each other"]),
        ("members ONEAR/2 troops", ["✗ ONEAR/2 ←", "    both stand in it, but not so near to each other, or in the"]),
        ("members SENTENCE troops", ["✗ SENTENCE ←", "    both stand in it, but not in one sentence"]),
        ("person:Rutte", ["    it names Anneke Vermolen and Jón Ásgeirsson"]),
        ("role:mayor", ["    its roles are secretary general and Défense Minister"]),
        ("speaker:Rutte", ["    its speakers are "]),
        ("actor:Russia", ["    its actors are members and Jón Ásgeirsson"]),
        ("about:ferries", ["    its figures are of defence and troops"]),
        ("status:agreed", ["    its statuses are demanded and denied"]),
        ("deadline:2040", ["    its deadlines are by 2035"]),
        ("talks lang:de", ["      its language is en"]),
        ("talks author:Smith", ["      it has no author"]),
        ("talks origins:>=2", ["      carried by 1 feed"]),
        ("talks before:2020", ["      published 20"]),
        ("watch:Five talks", ['  ✓ watch:"Five"', "    ✓ OR: any of"]),
    ],
)
def test_each_part_says_what_was_found_or_what_stands_there_instead(
    cli: Any, stored: Any, query: str, shown: list[str]
) -> None:
    said = lines(cli, query)
    for start in shown:
        assert [line for line in said if line.startswith(start)], said


def test_what_stands_in_the_headline_and_elsewhere_is_said(cli: Any, stored: Any) -> None:
    said = lines(cli, "alliance talks")
    assert any(line.startswith("      “The alliance's") and line.endswith("(and 1 more)") for line in said)
    assert "      “Alliance talks” (in the headline)" in said


def test_an_article_without_a_reading_and_one_in_another_language_say_so(cli: Any, stored: Any) -> None:
    stored.read(Reading(), TEXT, failed="ValueError()")
    stored.read(Reading(unread="it is in French"), TEXT)
    assert any("It has no reading" in line and "wirewatch reprocess" in line for line in lines(cli, "talks", "2"))
    assert "Persons, figures and quotes are not known: it is in French." in lines(cli, "talks", "3")
    (found,) = cli.lines("explain", "2", "talks", "--json")
    assert found["read"] is False


def test_an_explanation_as_json_is_the_tree_with_its_answers(cli: Any, stored: Any) -> None:
    (found,) = cli.lines("explain", "1", "troops -defence", "--json")
    assert {key: found[key] for key in ("article", "watch", "query", "reading", "holds", "decided_by", "read")} == {
        "article": 1,
        "watch": None,
        "query": "troops -defence",
        "reading": "troops AND NOT defence",
        "holds": False,
        "decided_by": ["defence"],
        "read": True,
    }
    troops, without = found["tree"]["parts"]
    assert (troops["node"], troops["holds"], troops["decisive"], troops["places"]) == ("term", True, False, 1)
    assert (troops["start"], troops["end"]) == (0, 6)
    start, end = troops["found"][0]["marks"][0]
    assert TEXT[start:end] == "troops"
    assert troops["sentence"]["text"].startswith("Défense Minister")
    assert (without["node"], without["holds"], without["parts"][0]["holds"]) == ("not", False, True)


@pytest.mark.parametrize("which", ["77", "https://nowhere.example/", "x"])
def test_an_article_that_is_not_there_is_said_with_what_helps(cli: Any, stored: Any, which: str) -> None:
    assert "wirewatch watches test" in cli("explain", which, "talks", code=1).stderr


def test_a_refused_query_is_shown_with_its_place(cli: Any, stored: Any) -> None:
    assert "  ^" in cli("explain", "1", "(talks", code=1).stderr.splitlines()


def test_what_an_article_holds_cannot_act_on_the_terminal(cli: Any, world: Any) -> None:
    world.declare()
    world.read(Reading(), "The \x1b[31mferry\x1b[0m sails \u202equay.", title="A \x1b]0;x\x07 title")
    said = cli("explain", "1", "ferry quay", code=0).stdout
    assert "\x1b" not in said
    assert "\u202e" not in said


@pytest.mark.parametrize("columns", [80, 140])
def test_an_explanation_fits_the_terminal(
    cli: Any, stored: Any, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    said = lines(cli, "watch:Five ((talks | FACT(target:>=5%gdp status:denied)) (defence NEAR/30 troops | members))")
    assert len(said) > 20
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in said) <= min(columns, 100)


@pytest.mark.parametrize("which", ["w0", "watch:w0 AND talks"])
def test_watches_that_double_with_each_step_are_refused_and_not_explained(cli: Any, world: Any, which: str) -> None:
    chain = [DeclaredWatch(f"w{n}", query=f"watch:w{n + 1} AND watch:w{n + 1}") for n in range(30)]
    world.declare(watches=(*chain, DeclaredWatch("w30", ("NATO",))))
    world.read(READING, TEXT, title="Alliance talks", hours=2)
    refused = cli("explain", "1", which, code=1).stderr
    assert "more than 10,000 parts" in refused
    assert "fix: ask for fewer watches" in refused
