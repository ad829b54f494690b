"""The corpus is what it says it is: valid item by item, varied, and its halves are apart."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality.corpus import (
    CORPUS,
    FORMS,
    HALVES,
    KINDS,
    PLAIN_UNITS,
    QUOTE_TYPES,
    STATUSES,
    STYLES,
    CorpusError,
    load,
    occurrences,
    parse,
    phenomena,
    read,
    shared_sentences,
)

_FILES = sorted(CORPUS.glob("*/*.json"))

# The least that each half holds of everything that is measured: below this, a score says nothing.
_FLOORS = (
    dict.fromkeys([f"style {style}" for style in STYLES], 5)
    | dict.fromkeys([f"mention {form}" for form in FORMS], 20)
    | dict.fromkeys([f"unit {unit}" for unit in (*PLAIN_UNITS, "money")], 5)
    | dict.fromkeys([f"kind {kind}" for kind in KINDS], 10)
    | dict.fromkeys([f"status {status}" for status in STATUSES], 5)
    | dict.fromkeys([f"quote {kind}" for kind in QUOTE_TYPES], 15)
    | {"range": 5, "approximate": 15, "previous": 10, "deadline": 15, "quote scheduled": 2, "not a figure": 40}
)


def raw() -> dict[str, Any]:
    """A small item as JSON gives it."""
    return {
        "id": "001-budget",
        "half": "dev",
        "topic": "budgets",
        "style": "paragraph",
        "why": "an example",
        "title": "Roe asks for more",
        "text": 'The minister, Jane Roe, spoke on Monday. "We need 5 percent more," she said.',
        "dateline": None,
        "published": "2025-03-03",
        "mentions": [
            {"surface": "Jane Roe", "occurrence": 0, "form": "name", "person": "Jane Roe"}
            | {"title": None, "organisation": None, "country": None}
        ],
        "facts": [
            {"surface": "5 percent", "occurrence": 0, "value": 5, "value_max": None, "approximate": False}
            | {"unit": "percent", "kind": "increase", "about": None, "actor": None, "previous": None}
            | {"deadline": None, "deadline_date": None, "status": "demanded", "speaker": "Jane Roe"}
        ],
        "quotes": [
            {"surface": "We need 5 percent more,", "occurrence": 0, "type": "direct", "speaker": "Jane Roe"}
            | {"scheduled": False}
        ],
        "not_figures": [],
    }


@pytest.mark.parametrize("path", _FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_item_is_valid(path: Path) -> None:
    assert read(path).text


def test_ids_are_unique_within_a_half() -> None:
    for half in HALVES:
        numbers = [path.stem[:3] for path in _FILES if path.parent.name == half]
        assert len(numbers) == len(set(numbers))


def test_the_halves_share_no_sentence() -> None:
    assert shared_sentences(load("dev"), load("test")) == []


@pytest.mark.parametrize("half", sorted({path.parent.name for path in _FILES}))
def test_a_half_holds_enough_of_everything(half: str) -> None:
    counts = phenomena(load(half))
    assert {name: counts[name] for name, floor in _FLOORS.items() if counts[name] < floor} == {}


def test_a_label_gets_its_offsets_from_whole_words() -> None:
    item, problems = parse(raw())
    assert problems == []
    assert item is not None
    places = [(m.start, m.end) for m in item.mentions] + [(f.start, f.end) for f in item.facts]
    assert [item.text[start:end] for start, end in places] == ["Jane Roe", "5 percent"]


@pytest.mark.parametrize(
    ("text", "surface", "starts"),
    [
        ("the man said he left", "he", [13]),
        ("from 3.5 percent to 5 percent", "5 percent", [20]),
        ("15 or 5 or 5,000", "5", [6]),
        ("$5 and US$5", "$5", [0, 9]),
        ("five. Five", "five", [0]),
    ],
)
def test_occurrences_are_counted_as_a_person_counts(text: str, surface: str, starts: list[int]) -> None:
    assert list(occurrences(text, surface)) == starts


@pytest.mark.parametrize(
    ("kind", "change", "problem"),
    [
        ("facts", {"occurrence": 1}, "stands in the text 1 times"),
        ("facts", {"surface": "6 percent"}, "stands in the text 0 times"),
        ("facts", {"unit": "dollars"}, "must be an ISO 4217 code"),
        ("facts", {"kind": "rise"}, "must be one of target, increase"),
        ("facts", {"status": "said"}, "must be one of demanded"),
        ("facts", {"value": "5"}, "'value' must be int or float or null"),
        ("facts", {"value": True}, "'value' must be int or float or null"),
        ("facts", {"value_max": 4}, "value_max must be above value"),
        ("facts", {"deadline_date": "2035-12-31"}, "deadline_date without deadline"),
        ("facts", {"deadline": "Monday", "deadline_date": "soon"}, "is no ISO date"),
        ("facts", {"speaker": "John Roe"}, "does not stand in the text"),
        ("facts", {"speaker": ""}, "write null where it is absent"),
        ("mentions", {"form": "noun"}, "must be one of name"),
        ("mentions", {"colour": "red"}, "no key of the schema"),
        ("quotes", {"type": "said"}, "must be one of direct"),
        ("quotes", {"surface": "need 5 percent more"}, "begins right behind a quotation mark"),
    ],
)
def test_a_wrong_label_is_refused_with_its_problem(kind: str, change: dict[str, object], problem: str) -> None:
    broken = raw()
    broken[kind][0] |= change
    _item, problems = parse(broken)
    assert len(problems) == 1
    assert problem in problems[0]


def test_facts_that_overlap_are_refused() -> None:
    broken = raw()
    broken["facts"].append(broken["facts"][0] | {"surface": "5"})
    assert parse(broken)[1] == ["facts: '5 percent' and '5' overlap"]


def test_a_number_is_not_both_a_fact_and_none() -> None:
    assert parse(raw() | {"not_figures": ["5"]})[1] == ["not_figures: '5' is labelled as a fact wherever it stands"]


def test_a_file_must_be_named_after_its_item(tmp_path: Path) -> None:
    path = tmp_path / "dev" / "002-budget.json"
    path.parent.mkdir()
    path.write_text(json.dumps(raw()), encoding="utf-8")
    with pytest.raises(CorpusError, match="the file's name says '002-budget'"):
        read(path)


def test_a_sentence_in_both_halves_is_found_whatever_its_marks() -> None:
    ours, _ = parse(
        raw() | {"text": "The minister, Jane Roe, spoke on Monday for long. Then 5 percent.", "quotes": []}
    )
    theirs, _ = parse(
        raw() | {"id": "002-other", "text": "5 percent. The minister Jane Roe spoke on Monday, for long."}
    )
    assert ours is not None
    assert theirs is not None
    found = [(a, b) for a, b, _sentence in shared_sentences([ours], [theirs])]
    assert found == [("001-budget", "002-other")]
