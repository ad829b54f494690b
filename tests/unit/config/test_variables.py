import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import EnvironmentSecrets
from config.variables import has_malformed_variable, replace_variables, variables_in
from worker.errors import UnsetVariable


def test_each_variable_is_replaced_by_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_USER", "ann")
    monkeypatch.setenv("DESK_PASS", "p$ss")
    assert EnvironmentSecrets().expand("${DESK_USER}:${DESK_PASS}@${DESK_USER}") == "ann:p$ss@ann"


def test_a_value_that_looks_like_a_variable_is_not_expanded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTER", "${INNER}")
    monkeypatch.setenv("INNER", "secret")
    assert EnvironmentSecrets().expand("${OUTER}") == "${INNER}"


def test_a_doubled_dollar_gives_the_two_characters_themselves() -> None:
    assert EnvironmentSecrets().expand("a$${NAME}b") == "a${NAME}b"
    assert variables_in("a$${NAME}b") == ()


def test_the_environment_is_read_at_the_moment_of_use(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = EnvironmentSecrets()
    monkeypatch.setenv("LATE_URL", "one")
    assert secrets.expand("${LATE_URL}") == "one"
    monkeypatch.setenv("LATE_URL", "two")
    assert secrets.expand("${LATE_URL}") == "two"


@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_that_is_unset_or_empty_is_named(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("DESK_URL", raising=False)
    if value is not None:
        monkeypatch.setenv("DESK_URL", value)
    with pytest.raises(UnsetVariable) as raised:
        EnvironmentSecrets().expand("x${DESK_URL}")
    assert raised.value.name == "DESK_URL"


def test_variables_are_listed_once_each_in_order() -> None:
    assert variables_in("${B}${A}${B} $C {D} ${}") == ("B", "A")


@pytest.mark.parametrize("text", ["${", "${}", "${a b}", "${desk-url}", "${NAME", "x${1A}"])
def test_an_opening_without_a_name_is_malformed_and_left_as_it_is(text: str) -> None:
    assert has_malformed_variable(text)
    assert EnvironmentSecrets().expand(text) == text


@pytest.mark.parametrize("text", ["", "$", "$$", "{}", "${A}", "$${", "$${A", "a$b{c}"])
def test_other_texts_are_well_formed(text: str) -> None:
    assert not has_malformed_variable(text)


@given(st.text("$${}AB_1 "))
def test_a_text_without_variables_and_openings_stays_the_same(text: str) -> None:
    if "${" not in text:
        assert replace_variables(text, lambda _: "!") == text


@given(st.text())
def test_escaping_every_opening_gives_the_text_back(text: str) -> None:
    assert replace_variables(text.replace("$", "").replace("{", "$${"), str) == text.replace("$", "").replace(
        "{", "${"
    )
