import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from worker.domain.watch import Evidence, Part


def test_an_alert_is_a_card_with_headline_evidence_source_link_and_reason(cli: Any, filled: Any) -> None:
    lines = [line.strip() for line in cli("alerts").stdout.splitlines()]
    assert lines[0].endswith("· Targets · high")
    assert lines[1] == "Ministers agree a target"
    assert lines[2] == "“Ministers agreed a spending target of five percent on Tuesday.”"
    assert lines[3].startswith("The Wire · undated, found ")
    assert lines[4].startswith("https://wire.example.org/news/")
    assert lines[5] == "told: new story, the first article that holds this watch"
    assert len(lines) == 6


def test_all_shows_also_what_was_not_told_and_why(cli: Any, filled: Any) -> None:
    said = cli("alerts", "--all").stdout
    assert "Old news of a target" in said
    assert "not told: first poll of a new feed, it was in The Wire already" in said


def test_the_newest_alert_comes_last_and_the_limit_keeps_the_newest(cli: Any, filled: Any) -> None:
    filled.now += timedelta(minutes=1)
    filled.alert("A later target")
    assert [alert["title"] for alert in cli.lines("alerts", "--json")] == [
        "Ministers agree a target",
        "A later target",
    ]
    assert [alert["title"] for alert in cli.lines("alerts", "--json", "--limit", "1")] == ["A later target"]


def test_an_alert_as_json_has_stable_keys_and_its_evidence(cli: Any, filled: Any) -> None:
    alert = cli.lines("alerts", "--json")[0]
    assert set(alert) == {
        "id", "uid", "at", "outcome", "reason", "detail", "watch", "severity", "title", "url", "source", "author",
        "published", "found_at", "language", "outlets", "evidence", "excerpt", "note",
    }  # fmt: skip
    assert (alert["outcome"], alert["reason"], alert["severity"]) == ("told", "new story", "high")
    assert alert["evidence"][0]["text"][slice(*alert["evidence"][0]["spans"][0])] == "spending target"
    assert alert["at"].endswith("Z")


def test_alerts_can_be_narrowed_to_a_watch_and_a_time(cli: Any, filled: Any) -> None:
    assert len(cli.lines("alerts", "--json", "--watch", "Targets", "--since", "2d")) == 1
    assert cli.lines("alerts", "--json", "--watch", "Quiet") == []
    assert cli.lines("alerts", "--json", "--since", "2999-01-01") == []


def test_an_unknown_watch_is_answered_with_those_there_are(cli: Any, filled: Any) -> None:
    assert "the watches are Quiet, Targets" in cli("alerts", "--watch", "Nobody", code=1).stderr


def test_a_time_that_is_none_is_used_wrongly(cli: Any, filled: Any) -> None:
    assert "is no time" in cli("alerts", "--since", "yesterday", code=2).stderr


def test_where_none_was_told_the_others_are_pointed_at(cli: Any, world: Any) -> None:
    world.declare()
    assert cli("alerts").stdout == "There are no alerts yet.\n"
    world.alert(told=False)
    assert "1 was not told: see --all" in cli("alerts").stdout


HOSTILE = "\x1b[31mRed\x1b[0m [bold]not markup[/bold] \u202eesrever\x9b2J :smile:"


def test_a_hostile_headline_is_shown_as_harmless_words(cli: Any, filled: Any) -> None:
    filled.alert(
        HOSTILE,
        evidence=Evidence(Part.BODY, "\x1b]0;x\x07A [red]spending target[/red] \u2067.", 0, ((12, 27),)),
        source="\x1b[2JThe [link=x]Wire",
    )
    for command in (("alerts",), ("deliveries",), ("status",)):
        said = cli(*command).stdout
        assert "Red [bold]not markup[/bold] esrever :smile:" in said
        assert not {char for char in said if char in "\x1b\x9b\x07\u202e\u2067"}
    assert "\x1b" not in cli("alerts", "--json").stdout
    assert cli.lines("deliveries", "--json")[-1]["title"] == HOSTILE


@pytest.mark.parametrize("as_json", [False, True])
def test_following_prints_what_comes_and_ends_quietly_with_code_130(filled: Any, as_json: bool) -> None:
    command = [sys.executable, "-m", "worker.cli", "--data", str(filled.data), "alerts", "--follow"]
    root = str(Path(__file__).parents[3])
    process = subprocess.Popen(
        command + ["--json"] * as_json,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() != ""  # the one that is there already
        filled.now += timedelta(seconds=1)
        filled.alert("A target while following")
        while "A target while following" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr is not None
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()
