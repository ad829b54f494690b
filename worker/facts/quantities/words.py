"""Kinds of words around a number, from the data file beside the readers."""

from functools import cache
from importlib.resources import files

from worker.text.wordlists import listed


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list that is written with bars between."""
    return frozenset(text.split("|"))


@cache
def kinds() -> dict[str, frozenset[str]]:
    """The words of `data/counted.txt` by the kind in brackets before them, in small letters."""
    found: dict[str, frozenset[str]] = {}
    for line in files("worker.facts").joinpath("data/counted.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind, _, written = line[1:].partition("]")
            found[kind] = listed(written.lower())
    return found


@cache
def kind_of_measure() -> dict[str, str]:
    """The kind by the unit's word: metres → length."""
    measures = ("print", "kitchen", "data", "heat", "speed", "mass", "length", "time")
    return {word: kind for kind in measures for word in kinds()[kind]}
