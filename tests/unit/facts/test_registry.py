"""Officials looked up by what a text calls them."""

from datetime import date

import pytest

from worker.domain.reading import Official, Role
from worker.facts.registry import Registry, role_at

RUTTE = Official(
    "Mark Rutte",
    roles=(
        Role("Prime Minister", country="Netherlands", since=date(2010, 10, 14), until=date(2024, 7, 2)),
        Role("Secretary General", "NATO", since=date(2024, 10, 1)),
    ),
)
ZELENSKYY = Official("Volodymyr Zelenskyy", aliases=("Vladimir Zelensky",))
REGISTRY = Registry([RUTTE, ZELENSKYY])


@pytest.mark.parametrize(
    "name", ["Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy", "Vladimir Zelensky"]
)
def test_a_name_is_known_in_every_transliteration_and_by_its_alias(name: str) -> None:
    assert REGISTRY.by_name(name) is ZELENSKYY


def test_another_name_is_not_known() -> None:
    assert REGISTRY.by_name("Mark Rutter") is None


def test_a_surname_gives_all_who_bear_it() -> None:
    brothers = [Official("Vitali Klitschko"), Official("Wladimir Klitschko")]
    assert Registry(brothers).by_surname("Klitschko") == tuple(brothers)


@pytest.mark.parametrize("title", ["secretary general", "Secretary-General", "Secretary General"])
def test_a_role_is_found_however_it_is_printed(title: str) -> None:
    assert REGISTRY.by_role(title, "NATO", None, date(2025, 6, 9)) is RUTTE


def test_a_role_is_found_only_on_the_days_it_is_held() -> None:
    assert REGISTRY.by_role("prime minister", None, "Netherlands", date(2025, 1, 1)) is None
    assert REGISTRY.by_role("prime minister", None, "Netherlands", date(2020, 1, 1)) is RUTTE


def test_a_role_without_its_house_is_anybodys() -> None:
    assert REGISTRY.by_role("secretary general", None, None, date(2025, 6, 9)) is None


def test_the_role_of_a_day_is_the_one_held_then() -> None:
    first, second = RUTTE.roles
    assert [role_at(RUTTE, date(year, 11, 1)) for year in (2009, 2015, 2025)] == [None, first, second]


def test_an_empty_registry_is_false() -> None:
    assert not Registry()
