from typing import Any


def test_watches_are_listed_with_terms_channels_and_what_was_told(cli: Any, filled: Any) -> None:
    lines = cli("watches").stdout.splitlines()
    assert lines[1].split() == ["Quiet", "normal", "0", "0", "never", "none:", "only", "listed"]
    assert lines[2:4] == ["  every: NATO", "  none of: football"]
    assert lines[4].startswith("Targets  high         1         1  ")
    assert lines[4].endswith("desk, hook")
    assert lines[5] == "  any of: spending target"


def test_a_watch_as_json_has_stable_keys(cli: Any, filled: Any) -> None:
    quiet, targets = cli.lines("watches", "--json")
    assert (targets["told"], targets["not_told"], targets["channels"]) == (1, 1, ["desk", "hook"])
    assert targets["last_told"].endswith("Z")
    assert quiet == {
        "id": quiet["id"], "name": "Quiet", "origin": "watches.yaml", "keywords": [], "all": ["NATO"],
        "none": ["football"], "channels": [], "severity": "normal", "told": 0, "not_told": 0, "last_told": None,
    }  # fmt: skip


def test_no_watches_at_all_is_said(cli: Any) -> None:
    assert "There are no watches." in cli("watches").stdout
