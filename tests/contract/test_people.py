"""Who is known: learned from articles or declared, with roles, and found by whatever they are called."""

from dataclasses import replace
from datetime import date

import pytest

from tests.contract.desk import NOW, Desk, after
from tests.contract.readings import JON, READING, TEXT, VERMOLEN, five, mention
from worker.domain.ledger import SeenPerson
from worker.domain.reading import Form, Official, Reading, Role
from worker.storage.people import folded

FILE = "officials.yaml"


def known(desk: Desk, name: str) -> SeenPerson:
    """The one person of that name."""
    (found,) = desk.storage.people.find(name)
    return found


def test_persons_are_known_with_their_roles_and_how_often_they_were_seen(desk: Desk) -> None:
    desk.read(READING, text=TEXT)
    desk.read(five(4), text=TEXT)
    person = known(desk, VERMOLEN)
    assert (person.articles, person.mentions, person.quotes, person.facts) == (2, 6, 2, 2)
    assert [(role.title, role.organisation, role.country) for role in person.roles] == [
        ("secretary general", "NATO", "")
    ]


def test_first_and_last_seen_are_of_the_articles_in_whatever_order_they_are_read(desk: Desk) -> None:
    for day in (3, 1, 2):
        desk.read(READING, text=TEXT, at=after(days=9), published=after(days=day))
    person = known(desk, JON)
    assert (person.first_seen, person.last_seen) == (after(days=1), after(days=3))
    assert (person.roles[0].first_seen, person.roles[0].last_seen) == (after(days=1), after(days=3))


def test_a_role_printed_in_two_ways_is_one_and_another_is_another(desk: Desk) -> None:
    def read(title: str, organisation: str | None) -> None:
        said = mention(VERMOLEN, Form.NAME, VERMOLEN, title=title, organisation=organisation)
        desk.read(Reading(mentions=(said,)), text=TEXT)

    read("Secretary General", "NATO")
    read("secretary-general", "Nato")
    read("the Secretary General", "NATO")
    read("former minister", None)
    assert sorted(role.title for role in known(desk, VERMOLEN).roles) == ["Secretary General", "former minister"]


@pytest.mark.parametrize("name", ["jon asgeirsson", "JÓN ÁSGEIRSSON", "Asgeirsson", "jón", " Jon  Asgeirsson "])
def test_a_person_is_found_without_regard_to_case_and_accents_by_any_word_of_the_name(desk: Desk, name: str) -> None:
    desk.read(READING, text=TEXT)
    assert known(desk, name).name == JON


@pytest.mark.parametrize("name", ["", "  ", "geirsson", "Jon Vermolen", "%", "_", "|"])
def test_a_part_of_a_word_or_of_another_name_finds_nobody(desk: Desk, name: str) -> None:
    desk.read(READING, text=TEXT)
    assert desk.storage.people.find(name) == []


def test_a_surname_that_several_have_finds_them_all_the_one_seen_last_first(desk: Desk) -> None:
    for day, name in enumerate(("Ada Park", "Bo Park", "Park")):
        found = replace(READING.mentions[1], person=name)
        desk.read(Reading(mentions=(found,)), text=TEXT, at=after(days=day), published=after(days=day))
    assert [person.name for person in desk.storage.people.find("Park")] == ["Park"]
    assert [person.name for person in desk.storage.people.find("Bo Park")] == ["Bo Park"]
    assert [person.name for person in desk.storage.people.all(limit=10)] == ["Park", "Bo Park", "Ada Park"]


def test_hyphens_stops_and_apostrophes_do_not_matter() -> None:
    assert folded("Jean-Luc O’Neill Jr.") == folded("jean luc ONeill jr")


# ---- declared ones

OFFICIAL = Official(
    VERMOLEN,
    ("Vermolen-Haas", "the Iron Clerk"),
    (
        Role("Secretary General", "NATO", since=date(2024, 10, 1)),
        Role("Mayor", None, "Belgium", until=date(2020, 1, 1)),
    ),
)


def test_a_declared_person_is_found_by_an_alias_before_any_article_names_them(desk: Desk) -> None:
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    person = known(desk, "iron clerk")
    assert (person.name, person.origin, person.first_seen, person.articles) == (VERMOLEN, FILE, None, 0)


def test_a_declared_role_and_the_same_role_in_an_article_are_one(desk: Desk) -> None:
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    desk.read(READING, text=TEXT)
    roles = known(desk, VERMOLEN).roles
    assert [(role.title, role.since, role.last_seen is not None) for role in roles] == [
        ("Secretary General", date(2024, 10, 1), True),
        ("Mayor", None, False),
    ]


def test_a_person_known_from_articles_becomes_a_declared_one_and_keeps_when_they_were_seen(desk: Desk) -> None:
    desk.read(READING, text=TEXT, published=NOW)
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    person = known(desk, VERMOLEN)
    assert (person.origin, person.first_seen, person.articles) == (FILE, NOW, 1)
    desk.read(READING, text=TEXT, published=NOW)
    assert known(desk, VERMOLEN).origin == FILE


def test_who_is_no_longer_declared_stays_known_from_articles(desk: Desk) -> None:
    desk.read(READING, text=TEXT, published=NOW)
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    desk.storage.people.declare([], origin=FILE)
    person = known(desk, VERMOLEN)
    assert (person.origin, person.first_seen) == ("text", NOW)
    assert [(role.title, role.since, role.origin) for role in person.roles] == [("secretary general", None, "text")]


def test_who_is_no_longer_declared_is_not_found_by_an_alias_and_forgotten_where_no_article_names_them(
    desk: Desk,
) -> None:
    desk.read(READING, text=TEXT)
    desk.storage.people.declare([OFFICIAL, Official("Never Seen")], origin=FILE)
    assert known(desk, "iron clerk").name == VERMOLEN
    desk.storage.people.declare([], origin=FILE)
    assert desk.storage.people.find("iron clerk") == []
    assert desk.storage.people.find("never seen") == []


def test_declaring_twice_changes_nothing(desk: Desk) -> None:
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    before = known(desk, VERMOLEN)
    desk.storage.people.declare([OFFICIAL], origin=FILE)
    assert known(desk, VERMOLEN) == before


def test_officials_of_the_configuration_files_are_known_by_their_aliases(desk: Desk) -> None:
    desk.storage.declared.mirror([], [], [], [OFFICIAL], fingerprint="1", now=NOW)
    assert (known(desk, "iron clerk").name, known(desk, "iron clerk").origin) == (VERMOLEN, FILE)
    desk.storage.declared.mirror([], [], [], [], fingerprint="2", now=NOW)
    assert desk.storage.people.find("iron clerk") == []
