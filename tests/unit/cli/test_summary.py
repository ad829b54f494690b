import json
from datetime import timedelta
from typing import Any

import pytest

from worker.cli.screen import Screen
from worker.cli.summary import gather
from worker.domain.alert import DeliveryState
from worker.domain.feed import DeclaredFeed


def _said(world: Any, capsys: pytest.CaptureFixture[str], *, after: timedelta = timedelta(0)) -> str:
    ended = world.now + timedelta(seconds=3)
    zone = world.now.tzinfo
    gather(world.storage, began=world.now + after, ended=ended).show(Screen(now=ended, zone=zone))
    return capsys.readouterr().out


def test_a_run_says_what_it_polled_read_told_and_sent(filled: Any, capsys: pytest.CaptureFixture[str]) -> None:
    lines = _said(filled, capsys).splitlines()
    assert lines[0] == "Feeds       2 polled · 1 with new entries · 1 failed"
    assert lines[1] == "Articles    2 read · 2 from the feed's summary"
    assert lines[2] == "Alerts      1 told · 1 not told: first poll of a new feed"
    assert lines[3] == "Deliveries  1 sent · 1 failed"


def test_each_failure_is_said_in_a_sentence(filled: Any, capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(filled, capsys)
    assert "https://slow.example.org/feed: HTTP 503 from slow.example.org; asked every 10 min" in said
    assert "hook, 1 failed: the receiver answered 400" in said


def test_a_first_poll_says_what_became_history_and_what_it_would_have_told(
    world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    world.declare(feeds=(DeclaredFeed("https://wire.example.org/rss", "The Wire"),))
    world.alert(told=False)
    said = _said(world, capsys)
    assert "The Wire: 1 entry stored as history of a new feed; would have told 1 (`wirewatch alerts --all`" in said


def test_a_waiting_delivery_is_said_with_its_next_try(filled: Any, capsys: pytest.CaptureFixture[str]) -> None:
    filled.deliver(filled.alert("Another target")[0], DeliveryState.WAITING, "HTTP 503")
    said = _said(filled, capsys)
    assert "desk, 1 waiting: HTTP 503" in said
    assert "Deliveries wait for another try by the next `wirewatch run`; the first is due now." in said


def test_where_nothing_was_due_the_next_feed_is_said_and_how_not_to_wait(
    filled: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = _said(filled, capsys, after=timedelta(seconds=1)).splitlines()
    assert lines[0] == "Nothing was due."
    assert lines[-1].startswith("The next feed, ")
    assert lines[-1].endswith(" is due in 9 min; `wirewatch feeds poll --all` makes them all due now.")


def test_without_any_feed_the_way_to_one_is_said(world: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert "`wirewatch feeds add URL`" in _said(world, capsys)


def test_the_summary_as_json_has_stable_keys(filled: Any) -> None:
    ran = gather(filled.storage, began=filled.now, ended=filled.now + timedelta(seconds=3)).as_dict()
    assert json.loads(json.dumps(ran)) == ran
    assert set(ran) == {
        "began", "seconds", "feeds", "articles", "alerts", "deliveries", "next_delivery", "internal_errors",
        "next_poll",
    }  # fmt: skip
    assert ran["seconds"] == 3.0
    assert (ran["feeds"]["polled"], ran["feeds"]["with_news"], len(ran["feeds"]["failed"])) == (2, 1, 1)
    assert {"outcome": "told", "reason": "new story", "count": 1} in ran["alerts"]
    assert {"channel": "desk", "result": "sent", "reason": "", "count": 1} in ran["deliveries"]
