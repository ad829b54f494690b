"""Who was seen, on the screen and as JSON."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.contract.readings import JON, READING, TEXT, VERMOLEN, five
from worker.domain.reading import Official, Reading, Role


def test_those_seen_last_come_first_with_role_and_counts(cli: Any, world: Any) -> None:
    world.declare()
    world.read(READING, TEXT, days=2)
    world.read(five(4.0), TEXT, hours=1)
    head, *rows = cli("people").stdout.splitlines()
    assert head.split() == ["NAME", "ROLE", "ARTICLES", "QUOTES", "FIGURES", "LAST", "SEEN"]
    assert rows[0].split("  ")[0] == VERMOLEN
    assert "secretary general, NATO" in rows[0]
    assert rows[0].endswith("1 h ago")
    assert JON in rows[1]


def test_a_person_as_json(cli: Any, world: Any) -> None:
    world.declare()
    world.read(READING, TEXT, days=2)
    (person,) = cli.lines("people", "asgeirsson", "--json")
    assert (person["name"], person["origin"], person["articles"], person["mentions"]) == (JON, "text", 1, 2)
    assert person["first_seen"] == person["last_seen"]
    (role,) = person["roles"]
    assert (role["title"], role["organisation"], role["country"]) == ("Défense Minister", None, "Iceland")


def test_one_person_is_shown_with_all_roles_and_since_when(cli: Any, world: Any) -> None:
    world.declare()
    world.read(READING, TEXT, days=2)
    role = Role("Secretary General", "NATO", since=date(2024, 10, 1))
    world.storage.people.declare([Official(VERMOLEN, ("the clerk",), (role,))], origin="officials.yaml")
    said = cli("people", "clerk").stdout
    assert "named 3 times in 1 article · 1 quote · 1 figure" in said
    assert "declared in officials.yaml" in said
    assert "secretary general, NATO  since 2024-10-01, seen " in said


def test_one_who_is_only_declared_was_not_seen_yet(cli: Any, world: Any) -> None:
    world.storage.people.declare([Official("Ada Park")], origin="officials.yaml")
    assert "not seen yet" in cli("people", "park").stdout
    assert cli("people").stdout.splitlines()[1].endswith("never")


def test_a_name_nobody_has_fails(cli: Any, world: Any) -> None:
    assert "`wirewatch people` lists who was seen" in cli("people", "nobody", code=1).stderr


def test_nobody_seen_yet_is_said(cli: Any, world: Any) -> None:
    assert "Nobody was seen yet" in cli("people").stdout


def test_a_present_role_names_a_person_before_a_former_one(cli: Any, world: Any) -> None:
    world.declare()
    for hours, title, organisation in ((3, "secretary general", None), (2, "former prime minister", "Noordzand")):
        said = replace(READING.mentions[1], title=title, organisation=organisation)
        world.read(Reading(mentions=(said,)), TEXT, hours=hours)
    row = cli("people").stdout.splitlines()[1]
    assert "secretary general" in row
    assert "former" not in row
