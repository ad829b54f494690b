import json
from datetime import UTC, datetime
from typing import Any

import pytest

from worker.cli.demo_screen import DemoScreen
from worker.cli.screen import Screen
from worker.cli.up_screen import LineScreen
from worker.demo.run import ARRIVED
from worker.supervise import ME, Line

AT = datetime(2026, 3, 1, 10, 0, 5, tzinfo=UTC)
Shown = pytest.CaptureFixture[str]


def screen() -> Screen:
    return Screen(now=AT, zone=UTC)


def body(**changes: Any) -> dict[str, Any]:
    """A webhook's body."""
    article = {
        "title": "Ministers agree in harbour hall",
        "url": "https://gazette.example/news/1",
        "source": "The Harbour Gazette",
        "published": "2026-03-01T10:00:03.500000+00:00",
    }
    evidence = [{"text": "They agreed that air defence comes first.", "spans": [[17, 28]]}]
    return {"watch": "Air defence", "severity": "high", "article": article, "evidence": evidence} | changes


def arrived(**changes: Any) -> Line:
    return Line("newsroom", "info", ARRIVED, AT, {"body": body(**changes)})


def test_a_line_tells_time_part_event_and_values(capsys: Shown) -> None:
    LineScreen(screen()).show(Line("worker", "info", "feed read", AT, {"feed": 7, "notes": ["x"], "module": "m"}))
    assert capsys.readouterr().out == '10:00:05 worker feed read  feed=7  notes=["x"]\n'


def test_a_traceback_stands_below_its_line(capsys: Shown) -> None:
    LineScreen(screen()).show(Line("worker", "error", "failed", AT, detail="Traceback\n  x"))
    assert capsys.readouterr().out.splitlines()[1:] == ["    Traceback", "    x"]


def test_what_libraries_print_is_kept_back(capsys: Shown) -> None:
    LineScreen(screen()).show(Line("broker", "info", "*** a banner ***", AT, raw=True))
    assert capsys.readouterr().out == ""


def test_in_json_nothing_is_kept_back(capsys: Shown) -> None:
    lines = LineScreen(screen(), json=True)
    lines.show(Line("broker", "info", "*** a banner ***", AT, raw=True))
    lines.show(Line("worker", "error", "failed", AT, {"feed": 7}, detail="Traceback"))
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said == [
        {"time": AT.isoformat(), "part": "broker", "level": "info", "event": "*** a banner ***"},
        {
            "time": AT.isoformat(),
            "part": "worker",
            "level": "error",
            "event": "failed",
            "exception": "Traceback",
            "feed": 7,
        },
    ]


def test_an_escape_sequence_in_a_value_does_not_reach_the_terminal(capsys: Shown) -> None:
    LineScreen(screen()).show(Line("worker", "warning", "feed failed", AT, {"error": "\x1b[2J\x1b]0;owned\x07gone"}))
    assert "\x1b" not in capsys.readouterr().out


def test_an_alert_is_a_card_with_its_proof_and_how_soon_it_came(capsys: Shown) -> None:
    DemoScreen(screen()).show(arrived())
    assert capsys.readouterr().out.splitlines() == [
        "",
        "┃ Air defence · high · 10:00:05",
        "┃ Ministers agree in harbour hall",
        "┃ “They agreed that air defence comes first.”",
        "┃ The Harbour Gazette · here 1.5 s after it was published",
        "┃ https://gazette.example/news/1",
    ]


def test_a_second_watch_on_the_same_article_continues_its_card(capsys: Shown) -> None:
    demo = DemoScreen(screen())
    demo.show(arrived())
    capsys.readouterr()
    demo.show(arrived(watch="Ministers", severity="normal"))
    assert capsys.readouterr().out.splitlines() == [
        "┃ Ministers · 10:00:05",
        "┃ “They agreed that air defence comes first.”",
    ]


def test_a_headline_that_is_its_own_proof_is_not_said_twice(capsys: Shown) -> None:
    title = "Ministers agree in harbour hall"
    DemoScreen(screen()).show(arrived(evidence=[{"text": title, "spans": [[0, 9]]}]))
    assert capsys.readouterr().out.count(title) == 1


def test_a_hostile_headline_and_link_are_inert(capsys: Shown) -> None:
    article = body()["article"] | {"title": "\x1b[2Jgone [bold]x", "url": "javascript:alert(1)"}
    DemoScreen(screen()).show(arrived(article=article))
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "javascript" not in out
    assert "[bold]x" in out


def test_the_demo_shows_of_the_log_what_wants_attention(capsys: Shown) -> None:
    demo = DemoScreen(screen())
    demo.show(Line("worker", "info", "feed read", AT))
    demo.show(Line("worker", "warning", "feed failed", AT))
    demo.show(Line(ME, "info", "ending", AT))
    assert [line for line in capsys.readouterr().out.splitlines() if line] == [
        "10:00:05 worker feed failed",
        "10:00:05 up     ending",
    ]
