"""Articles are read no worse than they were, on either half; and no floor is lowered in silence."""

import copy
from pathlib import Path

import pytest

from tests.quality import floors
from tests.quality.corpus import HALVES, load
from tests.quality.score import total
from tests.quality.tally import MEASURES, Tally
from worker.facts.reading import read

_FLOORS = floors.load()


@pytest.mark.parametrize("half", HALVES)
def test_nothing_is_read_worse_than_its_floor(half: str) -> None:
    found = total((item, read(item.text, title=item.title, published=item.published)) for item in load(half))
    assert floors.below(_FLOORS, {half: found.tallies}) == []


def test_the_corpus_is_the_one_that_the_floors_were_set_on() -> None:
    problems = floors.changed(_FLOORS, floors.corpus_hashes())
    assert problems == [], "run `python -m tests.quality --set-floors`, and say in the commit what changed in it"


def test_every_measure_has_a_floor() -> None:
    tallies = dict.fromkeys(MEASURES, Tally())
    assert floors.without_floor(_FLOORS, dict.fromkeys(HALVES, tallies)) == []


def test_no_floor_was_lowered_without_a_reason() -> None:
    assert floors.lowered_silently(_FLOORS) == []


def _small(floor: float = 0.8, highest: float = 0.8, lowered: list[dict[str, object]] | None = None) -> floors.Floors:
    kept = {"names": {"precision": {"floor": floor, "highest": highest}, "recall": {"floor": 0.5, "highest": 0.5}}}
    halves = {half: {"sha256": half, "measures": copy.deepcopy(kept) if half == "dev" else {}} for half in HALVES}
    return {**halves, "lowered": lowered or []}


def _lowered(to: float, why: str = "two labels were wrong") -> dict[str, object]:
    entry = {"half": "dev", "measure": "names", "figure": "precision", "date": "2025-05-05"}
    return entry | {"from": 0.9, "to": to, "why": why}


def _both(tally: Tally) -> dict[str, dict[str, Tally]]:
    return {half: {"names": tally} for half in HALVES}


def test_a_fall_below_a_floor_is_told_with_its_counts() -> None:
    assert floors.below(_small(), {"dev": {"names": Tally(7, 10, 10)}}) == [
        "dev, names: precision is 0.7000 (7 of 10), its floor 0.8"
    ]


def test_a_figure_on_its_floor_holds() -> None:
    assert floors.below(_small(), {"dev": {"names": Tally(8, 10, 16)}}) == []


def test_a_measure_that_is_gone_is_told() -> None:
    assert floors.below(_small(), {"dev": {}}) == ["dev, names: has floors but is not measured"]


@pytest.mark.parametrize(
    ("kept", "problems"),
    [
        pytest.param(_small(0.8, 0.9), 1, id="silently"),
        pytest.param(_small(0.8, 0.9, [_lowered(0.8)]), 0, id="with a reason"),
        pytest.param(_small(0.7, 0.9, [_lowered(0.8)]), 1, id="further than the reason goes"),
        pytest.param(_small(0.8, 0.9, [_lowered(0.8, "")]), 1, id="with an empty reason"),
        pytest.param(_small(0.9, 0.9, [_lowered(0.9)]), 1, id="an entry that lowers nothing"),
    ],
)
def test_a_floor_is_lowered_only_by_an_entry_that_says_why(kept: floors.Floors, problems: int) -> None:
    assert len(floors.lowered_silently(kept)) == problems


def test_floors_are_raised_to_whole_hundredths_and_never_lowered() -> None:
    found = _both(Tally(88, 95, 200))
    new = floors.raised(_small(), found, dict.fromkeys(HALVES, "new"))
    assert new["dev"]["sha256"] == "new"
    assert new["dev"]["measures"]["names"] == {
        "precision": {"floor": 0.92, "highest": 0.92},
        "recall": {"floor": 0.5, "highest": 0.5},
    }
    assert new["test"]["measures"]["names"]["recall"] == {"floor": 0.44, "highest": 0.44}


def test_precision_without_finds_sets_no_floor() -> None:
    found = _both(Tally(0, 0, 200))
    new = floors.raised(_small(), found, dict.fromkeys(HALVES, "new"))
    assert new["test"]["measures"]["names"]["precision"]["floor"] == 0


def test_a_lowered_floor_keeps_its_highest() -> None:
    kept = _small(0.8, 0.9, [_lowered(0.8)])
    new = floors.raised(kept, _both(Tally(8, 10, 10)), dict.fromkeys(HALVES, "new"))
    assert new["dev"]["measures"]["names"]["precision"] == {"floor": 0.8, "highest": 0.9}
    assert floors.lowered_silently(new) == []


def test_a_changed_label_changes_its_halfs_hash_only(tmp_path: Path) -> None:
    for half in HALVES:
        (tmp_path / half).mkdir()
        (tmp_path / half / "001-a.json").write_text("{}", encoding="utf-8")
    before = floors.corpus_hashes(tmp_path)
    (tmp_path / "dev" / "001-a.json").write_text("[]", encoding="utf-8")
    after = floors.corpus_hashes(tmp_path)
    assert before["dev"] != after["dev"]
    assert before["test"] == after["test"]
    kept = {half: {"sha256": before[half]} for half in HALVES}
    assert floors.changed(kept, after) == ["the dev half is not the one its floors were set on"]
