"""Reading again, from the command line."""

from typing import Any

import pytest

from tests.contract.readings import READING, TEXT
from worker.domain.reading import Reading
from worker.facts import reading as reader


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "read", lambda _text, **_: READING)


def test_what_was_done_and_what_is_found_now_is_said(cli: Any, world: Any) -> None:
    world.declare()
    world.read(Reading(), TEXT, days=1)
    world.read(READING, TEXT, days=2)
    said = cli("reprocess").stdout
    assert said == ("Read 2 articles again (2 from the stored text). Figures 2 → 4, quotes 2 → 4, mentions 5 → 10.\n")
    assert cli("reprocess").stdout == "All stored articles were read with this version.\n"


def test_sums_as_json(cli: Any, world: Any) -> None:
    world.declare()
    world.read(Reading(), TEXT, days=1)
    assert cli.lines("reprocess", "--limit", "1", "--json") == [
        {
            "articles": 1,
            "from_pages": 0,
            "from_texts": 1,
            "changed": 0,
            "skipped": 0,
            "failed": 0,
            "before": {"facts": 0, "quotes": 0, "mentions": 0},
            "after": {"facts": 2, "quotes": 2, "mentions": 5},
        }
    ]


def test_articles_found_before_since_are_left_alone(cli: Any, world: Any) -> None:
    world.declare()
    world.read(Reading(), TEXT, days=1)
    assert "All stored articles" in cli("reprocess", "--since", "2999-01-01").stdout


def test_all_reads_what_this_version_has_read_already(cli: Any, world: Any) -> None:
    world.declare()
    world.read(Reading(), TEXT, days=1)
    cli("reprocess")
    assert "Read 1 article again" in cli("reprocess", "--all").stdout


def test_a_reader_that_fails_is_said_with_code_1(cli: Any, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str, **_: Any) -> Reading:
        raise ValueError("odd")

    world.declare()
    world.read(READING, TEXT, days=1)
    monkeypatch.setattr(reader, "read", broken)
    failed = cli("reprocess", code=1)
    assert "Figures 2 → 0" in failed.stdout
    assert "1 of the articles could not be read" in failed.stderr


def test_ctrl_c_says_what_was_done_and_that_it_goes_on(cli: Any, world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def twice(_text: str, **_: Any) -> Reading:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return READING

    world.declare()
    world.read(Reading(), TEXT, days=1)
    world.read(Reading(), TEXT, days=2)
    monkeypatch.setattr(reader, "read", twice)
    assert "Stopped. Read 1 article again" in cli("reprocess", code=130).stdout
    assert "Read 1 article again" in cli("reprocess").stdout


def test_there_is_nothing_to_read_again_in_an_empty_database(cli: Any, world: Any) -> None:
    assert cli("reprocess", "--all").stdout == "There are no stored articles to read.\n"
