"""Articles of real outlets are read no worse than they were; their labels are sound, and no sentence is copied."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality import articles
from tests.quality.corpus import FORMS, KINDS, QUOTE_TYPES, STATUSES, Item

FILES = sorted(articles.LABELS.glob("*/*.json"))
absent = pytest.mark.skipif(not articles.present(), reason=f"not beside the checkout: {', '.join(articles.ARCHIVES)}")
LONGEST = 12
"""Words of a label that are not a place in the text: what is longer would be somebody's sentence."""


def _raw(path: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return raw


def test_no_article_is_in_both_halves() -> None:
    halves = [{_raw(path)["sha256"] for path in FILES if path.parent.name == half} for half in articles.HALVES]
    assert all(halves)
    assert not halves[0] & halves[1]


def test_a_label_says_things_in_few_words() -> None:
    long = [
        (path.name, value)
        for path in FILES
        for label in _raw(path)["facts"] + _raw(path)["mentions"] + _raw(path)["quotes"]
        for value in label.values()
        if isinstance(value, str) and len(value.split()) > LONGEST
    ]
    assert long == []


def _wrong(item: Item) -> list[str]:
    size = len(item.text)
    places = [(one.start, one.end) for one in item.mentions]
    places += [(one.start, one.end) for one in item.facts]
    places += [(one.start, one.end) for one in item.quotes]
    wrong = [f"{start}-{end} is no place" for start, end in places if not 0 <= start < end <= size]
    wrong += [f"form {mention.form}" for mention in item.mentions if mention.form not in FORMS]
    wrong += [f"kind {fact.kind}" for fact in item.facts if fact.kind not in KINDS]
    wrong += [f"status {fact.status}" for fact in item.facts if fact.status not in STATUSES]
    return wrong + [f"type {quote.type}" for quote in item.quotes if quote.type not in QUOTE_TYPES]


@absent
@pytest.mark.parametrize("half", articles.HALVES)
def test_each_label_has_its_place_in_the_text(half: str) -> None:
    assert {item.id: _wrong(item) for item in articles.load(half) if _wrong(item)} == {}


FLOORS: dict[str, dict[str, float]] = {
    "dev": {
        "quantities": 0.94, "kind": 0.92, "status": 0.91, "about": 0.77, "actor or none": 0.62, "names": 0.95,
        "persons": 0.95, "roles": 0.70, "marked speech": 0.95, "marked speech and speaker": 0.88, "indirect": 0.85,
    },
    "held": {
        "quantities": 0.90, "kind": 0.89, "status": 0.93, "about": 0.80, "actor or none": 0.58, "names": 0.90,
        "persons": 0.94, "roles": 0.45, "marked speech": 0.90, "marked speech and speaker": 0.76, "indirect": 0.82,
    },
}  # fmt: skip
"""What is reached, less a hundredth or two, of precision and recall the lower. Rules are built on the dev half."""


@absent
@pytest.mark.parametrize("half", articles.HALVES)
def test_articles_of_real_outlets_stay_above_their_floors(half: str) -> None:
    tallies = articles.score(half).tallies
    reached = {measure: min(tallies[measure].precision, tallies[measure].recall) for measure in FLOORS[half]}
    assert {measure: got for measure, got in reached.items() if got < FLOORS[half][measure]} == {}
