"""The ledger on the screen and as JSON."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.contract.readings import FIVE, JON, READING, TEXT, VERMOLEN, five
from worker.domain.reading import Kind, Quote, Reading, Status


@pytest.fixture
def told(world: Any) -> Any:
    """Vermolen demands 3.5, then 5 percent of GDP, which a second outlet reports too; Ásgeirsson denies."""
    world.declare()
    world.read(five(3.5, previous=None), TEXT, title="First", days=9)
    world.read(five(5.0), TEXT.replace("demanded on Monday", "demanded again"), title="Second", days=1)
    world.read(five(5.0), TEXT.replace("members", "everybody"), title="Third", source="The Courier", hours=20)
    world.read(replace(READING, facts=READING.facts[1:]), TEXT, title="Fourth", hours=1)
    return world


def test_positions_are_grouped_by_person_in_order_of_time_with_what_moved(cli: Any, told: Any) -> None:
    lines = [line.strip() for line in cli("positions").stdout.splitlines()]
    assert lines[0] == f"{VERMOLEN} · secretary general, NATO"
    assert "demanded  3.5% of GDP  (target)  defence · for members · by 2035" in lines[1]
    assert lines[2].startswith("“The alliance's secretary general, Anneke Vermolen, demanded on Monday")
    assert lines[3] == "The Wire · First"
    assert "demanded  5% of GDP  (target)" in lines[4]
    assert lines[5].startswith("3.5% → 5% of GDP (up), since ")
    assert lines[7] == "The Wire · Second · and 1 more report"
    assert lines[9] == f"{JON} · Défense Minister, Iceland"
    assert "denied  about 1,200 troops  (count)" in lines[10]


def test_a_position_as_json_has_its_fact_its_move_and_its_proof(cli: Any, told: Any) -> None:
    first, second, _ = cli.lines("positions", "--json")
    assert first["moved"] is None
    assert {
        key: second[key] for key in ("person", "status", "kind", "written", "value", "unit", "about", "actor")
    } == {
        "person": VERMOLEN,
        "status": "demanded",
        "kind": "target",
        "written": "5% of GDP",
        "value": 5.0,
        "unit": "percent_of_gdp",
        "about": "defence",
        "actor": "members",
    }
    assert (second["deadline"], second["deadline_date"], second["reports"]) == ("by 2035", "2035-12-31", 2)
    assert second["outlets"] == ["The Wire", "The Courier"]
    assert (second["source"], second["title"]) == ("The Wire", "Second")
    assert second["sentence"].startswith("The alliance's secretary general")
    moved = second["moved"]
    assert (moved["what"], moved["direction"], moved["back"], moved["value"]) == ("value", "up", False, 3.5)
    assert (moved["at"], moved["article"]) == (first["at"], first["article"])


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--person", "asgeirsson"], ["Fourth"]),
        (["--person", "VERMOLEN"], ["First", "Second"]),
        (["--about", "defence"], ["First", "Second"]),
        (["--about", "Defense"], ["First", "Second"]),
        (["--about", "troop"], ["Fourth"]),
        (["--since", "3d"], ["Second", "Fourth"]),
        (["--status", "denied"], ["Fourth"]),
        (["--status", "denied", "--status", "demanded"], ["First", "Second", "Fourth"]),
        (["--moved"], ["Second"]),
        (["--limit", "2"], ["Second", "Fourth"]),
        (["--about", "harbour"], []),
    ],
)
def test_positions_can_be_narrowed(cli: Any, told: Any, options: list[str], titles: list[str]) -> None:
    assert [line["title"] for line in cli.lines("positions", "--json", *options)] == titles


def test_since_keeps_what_a_position_moved_from(cli: Any, told: Any) -> None:
    (line,) = cli.lines("positions", "--json", "--since", "3d", "--person", "vermolen")
    assert line["moved"]["value"] == 3.5


def test_what_is_merely_reported_is_shown_with_all_or_by_its_status(cli: Any, world: Any) -> None:
    world.declare()
    world.read(five(2.0, status=Status.REPORTED, kind=Kind.LEVEL), TEXT, days=1)
    assert "no positions yet; --all shows" in cli("positions").stdout
    assert len(cli.lines("positions", "--json", "--all")) == 1
    assert len(cli.lines("positions", "--json", "--status", "reported")) == 1


def test_a_status_that_changes_and_a_later_deadline_are_said_in_words(cli: Any, world: Any) -> None:
    world.declare()
    world.read(five(5.0), TEXT, days=9)
    world.read(five(5.0, status=Status.AGREED), TEXT.replace("Monday", "Tuesday"), days=8)
    later = five(5.0, status=Status.AGREED, deadline="by 2040", deadline_date=date(2040, 12, 31))
    world.read(later, TEXT.replace("Monday", "Sunday"), days=7)
    said = cli("positions").stdout
    assert "demanded → agreed, since " in said
    assert "by 2035 → by 2040 (later), since " in said


def test_an_earlier_value_that_only_the_article_tells_of_says_so(cli: Any, world: Any) -> None:
    world.declare()
    world.read(READING, TEXT, days=1)
    assert "2% → 5% of GDP (up), as the article says" in cli("positions").stdout


def test_several_persons_of_one_name_are_all_shown_and_named(cli: Any, world: Any) -> None:
    world.declare()
    for name in ("Ada Vermolen", VERMOLEN):
        mention = replace(READING.mentions[1], person=name)
        world.read(Reading(mentions=(mention,), facts=(replace(FIVE, speaker=name),)), TEXT, days=1)
    said = cli("positions", "--person", "vermolen").stdout
    assert "vermolen may be Ada Vermolen and Anneke Vermolen: all are shown." in said
    assert len(cli.lines("positions", "--person", "vermolen", "--json")) == 2


def test_a_name_nobody_has_fails_with_whom_may_be_meant(cli: Any, told: Any) -> None:
    failed = cli("positions", "--person", "Vermoulen", code=1)
    assert "no article names anybody called 'Vermoulen'" in failed.stderr
    assert "perhaps Anneke Vermolen" in failed.stderr


def test_an_empty_ledger_says_how_it_fills(cli: Any, world: Any) -> None:
    assert "There are no positions yet" in cli("positions").stdout
    assert cli.lines("positions", "--json") == []


def test_more_positions_than_shown_are_said(cli: Any, told: Any) -> None:
    assert "The latest 1 of 3; --limit shows more." in cli("positions", "--limit", "1").stdout


def test_outside_text_cannot_act_on_the_terminal(cli: Any, world: Any) -> None:
    world.declare()
    evil = "\x1b]0;owned\x07\u202e"
    text = TEXT.replace("demanded", f"{evil} demanded")
    shift = len(evil) + 1
    quantity = replace(FIVE.quantity, start=FIVE.quantity.start + shift, end=FIVE.quantity.end + shift)
    fact = replace(
        FIVE, quantity=quantity, sentence=(0, FIVE.sentence[1] + shift), about=f"{evil}defence", actor=evil
    )
    mention = replace(READING.mentions[0], title=f"chief{evil}")
    quote = Quote(0, 3, READING.quotes[0].type, VERMOLEN)
    world.read(Reading((mention,), (fact,), (quote,)), text, title=f"{evil}Title", source=f"W{evil}", days=1)
    for arguments in (
        ["positions"],
        ["positions", "--json"],
        ["people"],
        ["people", "--json"],
        ["people", "vermolen"],
    ):
        said = cli(*arguments).stdout
        assert not set(said) & {"\x1b", "\x07", "\u202e"}, arguments
    assert "5% of GDP" in cli("positions").stdout
