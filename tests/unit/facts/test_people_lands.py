"""Which country or place an office is of, where its own phrase does not say."""

import pytest

from worker.domain.reading import Form, Mention
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY

_AT_WAR = "Syria is at war. Syrian troops shelled Homs. Syria denied it. "


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(Document(text), EMPTY))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (_AT_WAR + "President Ada Roe spoke.", "Syria"),
        (_AT_WAR + "Secretary of State Ada Roe spoke.", None),
        (_AT_WAR + "The US waits. Secretary of State Ada Roe spoke.", "US"),
        (_AT_WAR + "Britain waits. Home Secretary Ada Roe spoke.", "UK"),
        (_AT_WAR + "Senator Ada Roe spoke.", None),
        (_AT_WAR + "France, French troops, France. President Ada Roe spoke.", None),
        (_AT_WAR + "Syrian President Tom Salt met President Ada Roe.", None),
        ("Britain, British troops, Britain. President Ada Roe spoke.", None),
        ("Syria is at war. President Ada Roe spoke.", None),
        (_AT_WAR + "France and Paris and Elysee. President Ada Roe spoke.", None),
        (_AT_WAR + "Ukraine, Ukraine. Kiev refused, and President Ada Roe spoke.", "Ukraine"),
        (_AT_WAR + "Ukraine, Ukraine. In Kiev, President Ada Roe spoke.", None),
        (_AT_WAR + "Prime Minister Tom Salt spoke. Industry Minister Ada Roe spoke.", "Syria"),
    ],
)
def test_a_bare_office_is_of_the_country_the_text_is_about(text: str, country: str | None) -> None:
    assert [m.country for m in mentions(text) if m.surface == "Ada Roe"] == [country]


def test_an_office_told_of_first_is_that_of_the_holder_named_later() -> None:
    text = "The governor of Texas spoke on Monday. Nobody came. Gov. Ada Roe was angry."
    roles = [(m.surface, m.person) for m in mentions(text) if m.form is Form.ROLE]
    assert roles[0] == ("The governor of Texas", "Ada Roe")
    assert [m.organisation for m in mentions(text) if m.form is Form.NAME] == ["Texas"]


def test_an_office_told_of_first_is_nobodys_where_two_may_hold_it() -> None:
    text = "The governor of Texas met the governor of Ohio. Gov. Ada Roe was angry."
    assert [m.organisation for m in mentions(text) if m.form is Form.NAME] == [None]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("China and the US talked. China waits. President Trump spoke.", "US"),
        ("China talked. China waits. President Trump spoke.", None),
    ],
)
def test_a_known_leader_is_of_his_country_where_the_text_names_it(text: str, country: str | None) -> None:
    assert [m.country for m in mentions(text) if m.surface == "Trump"] == [country]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ohio, Ohio, Ohio. Gov. Ada Roe spoke.", "Ohio"),
        ("North Dakota, North Dakota, North Dakota. Gov. Ada Roe spoke.", "North Dakota"),
        ("Ohio, Ohio, Texas, Texas. Gov. Ada Roe spoke.", None),
        ("Ohio, Ohio, Ohio. Sen. Ada Roe spoke.", None),
    ],
)
def test_a_bare_governor_is_of_the_state_the_text_is_about(text: str, state: str | None) -> None:
    assert [m.organisation for m in mentions(text) if m.surface == "Ada Roe"] == [state]
