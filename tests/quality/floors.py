"""What may not get worse: a floor for each measure and half, in `floors.json`.

A floor is raised by a command and lowered by nothing but a person, who writes down why. Beside each floor stands the
highest it ever was; one that is lower without an entry in `lowered` that names it is refused, and so is a corpus that
changed without the file saying so, because its figures are then others.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.quality.corpus import CORPUS, HALVES
from tests.quality.tally import ACCURACIES, Tally

FILE = Path(__file__).with_name("floors.json")
STEP = 100
"""Floors are whole hundredths, rounded down: one label more or less in some hundreds is no fall."""

Floors = dict[str, Any]
"""half → {"sha256", "measures": measure → figure → {"floor", "highest"}}; and "lowered": a list of {"half",
"measure", "figure", "from", "to", "why", "date"}."""


def load(path: Path = FILE) -> Floors:
    """The floors as they stand."""
    floors: Floors = json.loads(path.read_text(encoding="utf-8"))
    return floors


def save(floors: Floors, path: Path = FILE) -> None:
    """Write them."""
    path.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def corpus_hashes(root: Path = CORPUS) -> dict[str, str]:
    """Of each half, the SHA-256 over its files' names and contents in order."""
    hashes = {}
    for half in HALVES:
        digest = hashlib.sha256()
        for path in sorted((root / half).glob("*.json")):
            digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
        hashes[half] = digest.hexdigest()
    return hashes


def figures(measure: str, tally: Tally) -> dict[str, float]:
    """What of a measure has a floor."""
    if measure in ACCURACIES:
        return {"accuracy": tally.recall}
    return {"precision": tally.precision, "recall": tally.recall}


def below(floors: Floors, found: Mapping[str, Mapping[str, Tally]]) -> list[str]:
    """What fell below its floor, a sentence each; a floor of a measure that is no more is one, too."""
    problems = []
    for half, tallies in found.items():
        for measure, kept in floors[half]["measures"].items():
            if measure not in tallies:
                problems.append(f"{half}, {measure}: has floors but is not measured")
                continue
            reached = figures(measure, tallies[measure])
            for figure, floor in kept.items():
                if reached[figure] < floor["floor"]:
                    right, among = tallies[measure].right, tallies[measure]
                    of = among.found if figure == "precision" else among.labelled
                    problems.append(
                        f"{half}, {measure}: {figure} is {reached[figure]:.4f} ({right} of {of}), "
                        f"its floor {floor['floor']}"
                    )
    return problems


def without_floor(floors: Floors, found: Mapping[str, Mapping[str, Tally]]) -> list[str]:
    """Measures that have no floor in the file."""
    return [
        f"{half}, {measure}: {figure} has no floor"
        for half, tallies in found.items()
        for measure, tally in tallies.items()
        for figure in figures(measure, tally)
        if figure not in floors[half]["measures"].get(measure, {})
    ]


def changed(floors: Floors, hashes: Mapping[str, str]) -> list[str]:
    """Halves whose labels are not those that the floors were set on."""
    return [
        f"the {half} half is not the one its floors were set on"
        for half in HALVES
        if floors[half]["sha256"] != hashes[half]
    ]


def lowered_silently(floors: Floors) -> list[str]:
    """Floors below what they were, of which no entry says why, and entries that say nothing."""
    problems = []
    told: dict[tuple[str, str, str], float] = {}
    for entry in floors["lowered"]:
        key = (entry["half"], entry["measure"], entry["figure"])
        told[key] = min(entry["to"], told.get(key, math.inf))
        if len(str(entry["why"]).split()) < 3 or not entry["to"] < entry["from"]:
            problems.append(f"{', '.join(key)}: the entry in `lowered` does not say why, or lowers nothing")
        date.fromisoformat(entry["date"])
    for half in HALVES:
        for measure, kept in floors[half]["measures"].items():
            for figure, floor in kept.items():
                if floor["floor"] < min(floor["highest"], told.get((half, measure, figure), math.inf)):
                    problems.append(
                        f"{half}, {measure}, {figure}: the floor is {floor['floor']} and was {floor['highest']}; "
                        "an entry in `lowered` must say why"
                    )
    return problems


def raised(floors: Floors, found: Mapping[str, Mapping[str, Tally]], hashes: Mapping[str, str]) -> Floors:
    """New floors: what is reached now, rounded down, where that is above the old one; and the corpus as it is now.
    Measures without a floor get one. Not to be used where something is below its floor.
    """
    new: Floors = {}
    for half, tallies in found.items():
        old = floors[half]["measures"]
        measures: dict[str, dict[str, dict[str, float]]] = {}
        for measure, tally in tallies.items():
            measures[measure] = {}
            for figure, reached in figures(measure, tally).items():
                was = old.get(measure, {}).get(figure, {"floor": 0.0, "highest": 0.0})
                some = tally.found if figure == "precision" else tally.labelled
                floor = max(was["floor"], math.floor(reached * STEP + 1e-9) / STEP if some else 0.0)
                measures[measure][figure] = {"floor": floor, "highest": max(was["highest"], floor)}
        new[half] = {"sha256": hashes[half], "measures": measures}
    return new | {"lowered": floors["lowered"]}
