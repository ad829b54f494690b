"""Roles that stand away from the name: told by a verb, within another role, or of a house named before."""

import re

import pytest

from worker.domain.reading import Form, Mention
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY

_Told = tuple[str | None, str | None, str | None, str | None]


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(Document(text), EMPTY))


def told(text: str) -> set[_Told]:
    """Who is said to be what: person, title, organisation without its article, country."""
    return {
        (m.person, m.title, m.organisation and re.sub("^[Tt]he ", "", m.organisation), m.country)
        for m in mentions(text)
        if m.title
    }


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Ada Roe, who is also an executive at Acme Bank, left.", ("Ada Roe", "executive", "Acme Bank", None)),
        ("Ada Roe is a lawyer.", ("Ada Roe", "lawyer", None, None)),
        ("Ada Roe spoke. She is a member of the Leeds team.", ("Ada Roe", "member", "Leeds team", None)),
        ("Ada Roe, who serves as director of the Fund, left.", ("Ada Roe", "director", "Fund", None)),
        ("Ada Roe was named director of the Leeds Museum.", ("Ada Roe", "director", "Leeds Museum", None)),
        ("They saw Ada Roe as the Republican nominee.", ("Ada Roe", "nominee", "Republican", None)),
        (
            "Acme's founder and former CEO, Ada Roe, spoke. Roe had resigned as CEO in May.",
            ("Ada Roe", "CEO", "Acme", None),
        ),
    ],
)
def test_a_verb_says_what_somebody_is(text: str, role: _Told) -> None:
    assert role in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Roe spoke. It was a lawyer who left.",
        'With Ada Roe, the minister "looked ashen", they said.',
        "Hull will replace Ada Roe as the manager in May.",
        'Ada Roe spoke. Ms Roe, they said: "She is a gifted lawyer."',
        "Ada Roe is an insider.",
        "Ada Roe is not a lawyer.",
        "A jury took an hour to convict Ada Roe.",
        "Member states heard Ada Roe.",
        "Ada Roe, 19, of Harwick, left.",
        "Tom Salt, an adviser, spoke. Ada Roe's lawyer left.",
    ],
)
def test_what_is_not_said_of_somebody_is_no_role(text: str) -> None:
    assert [m.surface for m in mentions(text) if m.form is Form.ROLE and m.person == "Ada Roe"] == []


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "Monzer Hadad, spokesman for the council's president, Ahmed Jarba, spoke.",
            {("Monzer Hadad", "spokesman"), ("Ahmed Jarba", "president")},
        ),
        (
            "Anas Malik, the younger brother of the party's deputy leader, Omar Malik, left.",
            {("Omar Malik", "deputy leader")},
        ),
    ],
)
def test_a_role_within_a_role_is_of_the_one_named_behind_it(text: str, roles: set[tuple[str, str]]) -> None:
    assert roles <= {(person, title) for person, title, _, _ in told(text)}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "Southern Cross Terminals fell. “Yes,” company CEO Ada Roe said.",
            ("CEO", "Southern Cross Terminals", None),
        ),
        (
            "The United Nations asked for more, said Ada Roe, its coordinator.",
            ("coordinator", "United Nations", None),
        ),
        (
            "Ada Roe, associate professor of law at Leeds University, spoke.",
            ("professor of law", "Leeds University", None),
        ),
        (
            "Ada Roe, an expert in drug use at Leeds University, spoke.",
            ("expert in drug use", "Leeds University", None),
        ),
        ("Ada Roe, an official from Leeds council, spoke.", ("official", "Leeds council", None)),
        ("Ada Roe, director of the Leeds 2023 Trust, spoke.", ("director", "Leeds 2023 Trust", None)),
        ("Ada Roe, director of the Leeds-based charity Crisis, spoke.", ("director", "Crisis", None)),
        ("Acme's recently appointed chief executive Ada Roe spoke.", ("chief executive", "Acme", None)),
        ("Air Force 1st Lt. Ada Roe spoke.", ("1st Lieutenant", "Air Force", None)),
        ("NASA Expedition 39 commander Ada Roe spoke.", ("commander", "NASA Expedition 39", None)),
        ("Democratic front-runner Ada Roe spoke.", ("front-runner", "Democratic", None)),
        ("They met Democrat Ada Roe.", ("Democrat", None, None)),
        ("They met cosmonauts Ada Roe and Tom Salt.", ("cosmonauts", None, None)),
        (
            "Deputy Director of Public Prosecution Ada Roe spoke.",
            ("Deputy Director of Public Prosecution", None, None),
        ),
        ("Ada Roe, another deportee, spoke.", ("deportee", None, None)),
        ("Ada Roe, president and CEO of Acme Holdings, spoke.", ("president and CEO", "Acme Holdings", None)),
        ("Leeds midfielder Ada Roe spoke.", ("midfielder", "Leeds", None)),
    ],
)
def test_a_title_is_read_with_its_house(text: str, role: tuple[str, str | None, str | None]) -> None:
    found = [
        (title, organisation, country)
        for person, title, organisation, country in told(text)
        if person == "Ada Roe" and title and title.endswith(role[0])
    ]
    assert role[1:] in {(organisation, country) for _, organisation, country in found}


def test_the_lawyer_of_one_is_not_the_lawyer_of_another() -> None:
    text = "Ada Roe was charged. US attorney Tom Salt spoke. Roe's lawyer left."
    assert [m.surface for m in mentions(text) if m.form is Form.ROLE and m.resolved_by == "role"] == []


_ABOUT = "WeShare fell. WeShare denied it. WeShare and Acme met WeShare. "


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        (_ABOUT + "The company lost money. CEO Ada Roe spoke.", "WeShare"),
        (_ABOUT + "The company lost money. Chief executive Ada Roe spoke.", "WeShare"),
        (_ABOUT + "The mayor spoke. CEO Ada Roe spoke.", None),
        (_ABOUT + "The company lost money. Manager Ada Roe spoke.", None),
        ("WeShare met Acme. WeShare hit Acme. The company lost. CEO Ada Roe spoke.", None),
    ],
)
def test_a_bare_chief_is_of_the_company_the_text_is_about(text: str, organisation: str | None) -> None:
    assert [m.organisation for m in mentions(text) if m.surface == "Ada Roe"] == [organisation]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("CEO and co-founder Ada Roe left.", ("Ada Roe", "CEO and co-founder", None, None)),
        ("Ada Roe, CEO and Founder of Acme Bank, left.", ("Ada Roe", "CEO and Founder", "Acme Bank", None)),
        ("A speech by chairman, CEO and president Ada Roe.", ("Ada Roe", "chairman, CEO and president", None, None)),
        ("Ada Roe, a teacher at Ohio's Salt High School, left.", ("Ada Roe", "teacher", "Salt High School", None)),
        ("Ada Roe, a leader in the Leeds Front, left.", ("Ada Roe", "leader", "Leeds Front", None)),
        ("Ada Roe, a singer for Leeds-based metal band Salt, left.", ("Ada Roe", "singer", "Salt", None)),
        ("Ada Roe, editor of the influential Leeds Times, left.", ("Ada Roe", "editor", "Leeds Times", None)),
        (
            "Ada Roe, vice president of Product Design at Acme, left.",
            ("Ada Roe", "vice president of Product Design", "Acme", None),
        ),
        (
            "Ada Roe, director for research in the Health Directorate, left.",
            ("Ada Roe", "director for research", "Health Directorate", None),
        ),
        (
            "Ada Roe, chairman of the Leeds 2016 Host Committee, left.",
            ("Ada Roe", "chairman", "Leeds 2016 Host Committee", None),
        ),
        ("The US ambassador to Ukraine, Ada Roe, left.", ("Ada Roe", "ambassador", None, "US")),
        ("Former New York City Mayor Ada Roe left.", ("Ada Roe", "Former Mayor", "New York City", None)),
        (
            "Ada Roe, an analyst at the Council on Foreign Relations, left.",
            ("Ada Roe", "analyst", "Council on Foreign Relations", None),
        ),
        ("Ada Roe, a manager in the science directorate, left.", ("Ada Roe", "manager", "science directorate", None)),
        ("Troops left Syria under President Ada Roe.", ("Ada Roe", "President", None, None)),
        (
            "Lt. Ada Roe, Hull Police Department spokeswoman, left.",
            ("Ada Roe", "Lieutenant", "Hull Police Department", None),
        ),
        ("Hull resident Ada Roe left.", ("Ada Roe", "resident", None, None)),
        ("Ada Roe, a resident of Hull, left.", ("Ada Roe", "resident", None, None)),
        ("Ada Roe, the hopeful for the Democratic nomination, left.", ("Ada Roe", "hopeful", None, None)),
        ("Ada Roe, a senator from Ohio, left.", ("Ada Roe", "senator", "Ohio", None)),
        ("Ada Roe, the former attorney general of Ohio, left.", ("Ada Roe", "former attorney general", "Ohio", None)),
        ("Democratic pollster Ada Roe left.", ("Ada Roe", "pollster", "Democratic", None)),
        (
            "Ada Roe, an Ohio State University political scientist, left.",
            ("Ada Roe", "political scientist", "Ohio State University", None),
        ),
        (
            "Ada Roe, a former Democratic National Committee chairwoman, left.",
            ("Ada Roe", "former chairwoman", "Democratic National Committee", None),
        ),
        ("Senator Ada Roe of Ohio left.", ("Ada Roe", "Senator", "Ohio", None)),
        (
            "Ada Roe, president of the Leeds Police Patrolmen's Association, left.",
            ("Ada Roe", "president", "Leeds Police Patrolmen's Association", None),
        ),
        ("Acme Bank fell. Ada Roe, an executive at an Ohio-based firm, left.", ("Ada Roe", "executive", None, None)),
        ("They should back nominee Ada Roe.", ("Ada Roe", "nominee", None, None)),
        ("Professor emeritus Ada Roe left.", ("Ada Roe", "Professor emeritus", None, None)),
    ],
)
def test_a_role_is_read_whole(text: str, role: _Told) -> None:
    assert role in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Justice Ada Roe spoke. The justice who dissents is Tom Salt.",
        "President Ada Roe spoke. The next president waits.",
    ],
)
def test_another_of_the_same_office_is_not_the_one_named(text: str) -> None:
    assert [m.surface for m in mentions(text) if m.form is Form.ROLE] == [text.split()[0]]
