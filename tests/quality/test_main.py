"""The command counts the test half and shows nothing of it."""

import json

import pytest

from tests.quality.__main__ import main
from tests.quality.tally import MEASURES


@pytest.mark.parametrize("asked", [["--errors", "kind"], ["--items"], ["--only", "001"]])
def test_items_of_the_test_half_are_refused(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["test", *asked])
    assert ended.value.code == 2
    assert "the test half is only counted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "says"), [(["--errors", "kinds"], "the measures are: quantities"), (["--only", "999"], "no such item")]
)
def test_a_wrong_request_says_what_would_be_right(
    asked: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(asked)
    assert says in capsys.readouterr().err


def test_json_has_every_measure_of_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(found) == ["dev", "test"]
    assert all(set(measures) == set(MEASURES) for measures in found.values())


def test_misses_of_one_item_stand_with_their_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dev", "--only", "001", "--errors", "names"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(" misses")


def test_the_markdown_has_a_row_for_each_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--table"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(MEASURES) + 2
