"""officials.yaml: its shape, what makes sense in it, and the sample."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from config.checks import Report, officials_of
from config.samples import init
from worker.domain.reading import Official, Role

Checked = Callable[..., Report]
Ids = Callable[..., list[str]]

VALE = """
officials:
  - name: Ruta Vale
    aliases: [Ruta K. Vale, Rūta Vāle-Brand]
    roles:
      - {title: Harbour Master, organisation: Port of Ness, since: 2024-10-01}
      - {title: Mayor, country: Nessland, since: 2019-05-02, until: 2023-05-01}
  - Bo Lind
"""


def _officials(*entries: str) -> str:
    return "officials:\n" + "".join(f"  - {entry}\n" for entry in entries)


def test_officials_are_read_with_aliases_and_dated_roles(checked: Checked) -> None:
    declared = checked(officials=VALE).declared
    assert declared is not None
    assert declared.officials == (
        Official(
            "Ruta Vale",
            ("Ruta K. Vale", "Rūta Vāle-Brand"),
            (
                Role("Harbour Master", "Port of Ness", None, date(2024, 10, 1), None),
                Role("Mayor", None, "Nessland", date(2019, 5, 2), date(2023, 5, 1)),
            ),
        ),
        Official("Bo Lind"),
    )


def test_a_missing_file_names_nobody_and_is_not_missed(checked: Checked) -> None:
    report = checked(officials=None)
    assert report.problems == ()
    assert report.declared is not None
    assert report.declared.officials == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("officials: Ruta Vale", "officials.shape"),
        ("officials: {Ruta: Vale}", "officials.shape"),
        (_officials("[Ruta Vale]"), "officials.shape"),
        (_officials("{aliases: [Vale]}"), "officials.name"),
        (_officials('""'), "officials.name"),
        (_officials("{name: 7}"), "officials.name.letters"),
        (_officials('{name: Ruta Vale, aliases: [""]}'), "officials.name.letters"),
        (_officials("{name: Ruta Vale, aliases: [V]}"), "officials.name.letters"),
        (_officials("{name: Ruta Vale, aliases: [{a: b}]}"), "officials.aliases"),
        (_officials("{name: Ruta Vale, roles: Mayor}"), "officials.roles"),
        (_officials("{name: Ruta Vale, roles: [{organisation: Ness}]}"), "officials.roles.title"),
        (_officials("{name: Ruta Vale, roles: [{title: Mayor, since: May 2019}]}"), "officials.roles.since"),
        (_officials("{name: Ruta Vale, roles: [{title: Mayor, until: 2019-13-01}]}"), "officials.roles.until"),
        (_officials("{name: Ruta Vale, roles: [{title: Mayor, start: 2019-01-01}]}"), "officials.roles.unknown"),
        (_officials("{name: Ruta Vale, alias: [Vale]}"), "officials.unknown"),
        (
            _officials("{name: Ruta Vale, roles: [{title: Mayor, since: 2020-01-02, until: 2020-01-01}]}"),
            "officials.roles.dates",
        ),
        (_officials("Ruta Vale", "Bo Lind", "RUTA VÄLE"), "officials.name.duplicate"),
        (_officials("Ruta Vale", "{name: Bo Lind, aliases: [ruta vale]}"), "officials.alias.taken"),
        (
            _officials("{name: Ruta Vale, aliases: [The Harbour]}", "{name: Bo Lind, aliases: [The Harbour]}"),
            "officials.alias.taken",
        ),
    ],
)
def test_a_mistake_is_one_error(ids: Ids, text: str, id_: str) -> None:
    assert ids(officials=text) == [f"error {id_}"]


def test_an_alias_that_is_the_name_again_is_a_warning(ids: Ids) -> None:
    again = _officials("{name: Rūta Vale, aliases: [ruta vale]}")
    assert ids(officials=again) == ["warning officials.alias.repeated"]


def test_an_error_stands_at_its_line_and_says_where_the_name_was_first(checked: Checked) -> None:
    (problem,) = checked(officials=_officials("Ruta Vale", "{name: Bo Lind, aliases: [Ruta Vale]}")).errors
    assert (problem.line, "line 2" in problem.message) == (3, True)
    assert problem.hint


def test_an_unknown_key_is_told_with_the_nearest_known_one(checked: Checked) -> None:
    (problem,) = checked(officials=_officials("{name: Ruta Vale, role: [{title: Mayor}]}")).errors
    assert problem.hint == 'did you mean "roles"?'


def test_the_sample_runs_as_it_is(tmp_path: Path) -> None:
    init(tmp_path)
    officials, errors = officials_of(tmp_path)
    assert errors == ()
    assert {"Mark Rutte", "Volodymyr Zelenskyy"} <= {official.name for official in officials}


def test_the_samples_roles_are_dated(tmp_path: Path) -> None:
    init(tmp_path)
    officials, _ = officials_of(tmp_path)
    assert all(role.since and (role.organisation or role.country) for one in officials for role in one.roles)


def test_officials_alone_are_read_from_a_directory_whose_other_files_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "officials.yaml").write_text(VALE)
    (tmp_path / "feeds.yaml").write_text("no: feeds")
    officials, errors = officials_of(tmp_path)
    assert ([official.name for official in officials], errors) == (["Ruta Vale", "Bo Lind"], ())


def test_officials_of_a_file_with_an_error_are_none_of_them_taken(tmp_path: Path) -> None:
    (tmp_path / "officials.yaml").write_text(VALE + "  - {aliases: [Nobody]}\n")
    officials, errors = officials_of(tmp_path)
    assert (officials, [error.id for error in errors]) == ((), ["officials.name"])


def test_a_directory_that_is_not_there_names_nobody(tmp_path: Path) -> None:
    assert officials_of(tmp_path / "nowhere") == ((), ())
