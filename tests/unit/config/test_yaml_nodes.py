import pytest
import yaml

from config import yaml_nodes
from config.problems import Problem, Problems
from config.yaml_nodes import Items, Scalar, Table, compose


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fact holds with libyaml and without."""
    monkeypatch.setattr(yaml_nodes, "_LOADER", getattr(yaml, request.param))


def problems_of(text: str) -> list[Problem]:
    problems = Problems("f.yaml")
    compose(text, problems)
    return problems.all()


def test_texts_stay_as_they_were_written() -> None:
    node = compose("[no, 400, 5.0, 2024-10-01, 'null', NATO]", Problems("f.yaml"))
    assert isinstance(node, Items)
    assert [value.text for value in node.values if isinstance(value, Scalar) and not value.null] == [
        "no", "400", "5.0", "2024-10-01", "null", "NATO",
    ]  # fmt: skip


@pytest.mark.parametrize("nothing", ["~", "null", ""])
def test_nothing_is_told_from_a_text(nothing: str) -> None:
    node = compose(f"a: {nothing}", Problems("f.yaml"))
    assert isinstance(node, Table)
    value = node.pairs["a"][1]
    assert isinstance(value, Scalar)
    assert value.null


def test_every_value_knows_its_line_and_column() -> None:
    node = compose("# first\nfeeds:\n  - url: ä\n    name: b\n", Problems("f.yaml"))
    assert isinstance(node, Table)
    feeds = node.pairs["feeds"][1]
    assert isinstance(feeds, Items)
    entry = feeds.values[0]
    assert isinstance(entry, Table)
    key, value = entry.pairs["name"]
    assert (key.line, key.column) == (4, 5)
    assert (value.place.line, value.place.column) == (4, 11)


def test_a_reference_stands_for_what_it_names() -> None:
    node = compose("a: &all [x, y]\nb: *all\n", Problems("f.yaml"))
    assert isinstance(node, Table)
    assert node.pairs["b"][1] == node.pairs["a"][1]


@pytest.mark.parametrize(
    ("text", "id_", "line", "column", "hint"),
    [
        ("feeds:\n\t- b", "yaml.tab", 2, 1, "spaces"),
        ("a:\n  - b\n\t- c", "yaml.tab", 3, 1, "spaces"),
        ("name: NATO: spending", "yaml.syntax", 1, 11, "quotes"),
        ("a:\n  - name A\n    keys: [b]", "yaml.syntax", 2, 5, "colon and a space"),
        ("a:\n  - name A\n\n    keys: [b]", "yaml.syntax", 2, 5, "colon and a space"),
        ("a:\n  - name:A\n    keys: [b]", "yaml.syntax", 2, 5, "space behind the colon"),
        ("watches\n  - name: A", "yaml.syntax", 1, 1, "put a colon behind it"),
        ("a:\n  - name: A\n      keys: [b]", "yaml.indentation", 3, 7, "same column"),
        ("a:\n  - keys: [#tag]\n", "yaml.syntax", 2, 12, "begins with #"),
        ("a:\n  - keys: [b, #tag]\n    c: d\n", "yaml.syntax", 2, 15, "begins with #"),
        ("k: [*foo*]", "yaml.", 1, None, "begins with"),
        ("k: *foo", "yaml.alias", 1, 4, "begins with *"),
        ("k: @x", "yaml.syntax", 1, 4, "quotes"),
        ("k: `x", "yaml.syntax", 1, 4, "quotes"),
        ('a: 1\nk: "abc', "yaml.syntax", 2, 4, "close it"),
        ("a: 1\nk: [a, b\n", "yaml.syntax", 2, 4, "each [ has its ]"),
        ("a: {secret: ${HOOK}}", "yaml.syntax", 1, None, '"${NAME}"'),
        ("a:\n  - b\n c: d", "yaml.indentation", 3, 2, "same column"),
        ("- a\nb: c", "yaml.indentation", 2, 1, "same column"),
        ("a: b\nfoo\n", "yaml.syntax", None, None, "key: value"),
        ("a: ]", "yaml.syntax", 1, 4, "brackets"),
        ("a: 1\nb: 2\na: 3", "yaml.duplicate", 3, 1, "keep one"),
        ("--- 1\n--- 2", "yaml.documents", 2, 1, "---"),
        ("[a]: b", "yaml.key", 1, 1, "quotes"),
        ("a: !!python/object:os.system x", "yaml.tag", 1, 4, "quotes"),
        ("a: &a [*a]", "yaml.alias", 1, 8, "begins with *"),
        ("a: b\x00c", "yaml.character", 1, 5, "take it out"),
        ("a: 1\nb: \x1b[31m", "yaml.character", 2, 4, "take it out"),
    ],
)
def test_a_slip_is_told_with_its_place_and_fix(
    text: str, id_: str, line: int | None, column: int | None, hint: str
) -> None:
    (problem,) = problems_of(text)
    assert problem.id.startswith(id_)
    assert hint in problem.hint
    assert line in (None, problem.line)
    assert column in (None, problem.column)


def test_references_to_references_cannot_explode() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (problem,) = problems_of("\n".join(lines))
    assert problem.id == "yaml.size"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_stops_early(opening: str) -> None:
    (problem,) = problems_of(opening * 100_000)
    assert problem.id == "yaml.depth"


def test_too_many_values_stop_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "MAX_NODES", 100)
    (problem,) = problems_of("- a\n" * 101)
    assert problem.id == "yaml.size"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_nothing_written_is_no_error_here(text: str) -> None:
    assert problems_of(text) == []


def test_a_duplicate_key_that_may_hold_a_secret_is_not_repeated() -> None:
    (problem,) = problems_of("{secret:whsec_abc: 1, secret:whsec_abc: 2}")
    assert "whsec" not in problem.message + problem.hint
