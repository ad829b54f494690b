from datetime import timedelta
from typing import Any

import pytest

from worker.domain.feed import DeclaredFeed
from worker.domain.work import Queue

WIRE = "https://wire.example.org/rss"
SLOW = "https://slow.example.org/feed"
ADDED = "https://added.example.org/rss"


def test_feeds_in_trouble_come_first_with_the_trouble_in_words(cli: Any, filled: Any) -> None:
    lines = cli("feeds").stdout.splitlines()
    assert lines[1].startswith("slow.example.org/feed")
    assert "failing" in lines[1]
    assert lines[2:4] == ["  https://slow.example.org/feed", "  HTTP 503 from slow.example.org"]
    assert lines[-1] == "2 feeds, 1 in trouble"


def test_a_feed_that_is_gone_is_stopped_and_never_polled(cli: Any, world: Any) -> None:
    world.declare()
    world.poll(WIRE, error="HTTP 410", stop=True)
    feed = next(feed for feed in cli.lines("feeds", "--json") if feed["url"] == WIRE)
    assert (feed["state"], feed["next_poll"]) == ("stopped", None)
    assert feed["trouble"] == "HTTP 410"


def test_a_feed_as_json_has_stable_keys_and_utc_times(cli: Any, filled: Any) -> None:
    feed = cli.lines("feeds", "list", "--json")[1]
    assert set(feed) == {
        "id", "url", "name", "origin", "tags", "state", "last_poll", "last_status", "next_poll", "why", "entries",
        "last_entry", "trouble", "failures", "would_have_told", "notes",
    }  # fmt: skip
    assert feed["last_poll"].endswith("Z")
    assert (feed["name"], feed["entries"], feed["would_have_told"], feed["trouble"]) == ("The Wire", 2, 1, None)


def test_no_feeds_at_all_is_said_with_the_way_to_add_one(cli: Any) -> None:
    assert "wirewatch feeds add URL" in cli("feeds").stdout


def test_a_token_in_a_feeds_url_is_not_shown(cli: Any, world: Any) -> None:
    world.declare(feeds=(DeclaredFeed("https://example.org/rss?token=verysecret"),))
    assert "verysecret" not in cli("feeds").stdout + cli("feeds", "--json").stdout


def test_an_added_feed_is_listed_with_all_that_was_said_of_it(cli: Any, world: Any) -> None:
    said = cli("feeds", "add", ADDED, "--name", "Added", "--tag", "a", "--tag", "b", "--every", "5m").stdout
    assert said.startswith("Added Added;")
    feed = cli.lines("feeds", "--json")[0]
    assert (feed["url"], feed["name"], feed["tags"], feed["state"]) == (ADDED, "Added", ["a", "b"], "new")


def test_adding_to_a_folder_without_a_database_makes_one(cli: Any, tmp_path: Any) -> None:
    cli("--data", str(tmp_path / "fresh"), "feeds", "add", ADDED)
    assert (tmp_path / "fresh" / "wirewatch.sqlite3").exists()


def test_a_secret_stays_unexpanded_and_its_missing_value_is_a_warning(
    cli: Any, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIRES_PASS", raising=False)
    assert "WIRES_PASS" in cli("feeds", "add", ADDED, "--basic", "user:${WIRES_PASS}").stderr
    works, _ = world.storage.feeds.claim(
        [world.feed(ADDED)],
        lease=world.lease(),
        now=world.now + timedelta(minutes=1),
        gap=timedelta(0),
        max_attempts=5,
        tell_first=False,
    )
    assert works[0].auth == {"basic": "user:${WIRES_PASS}"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ftp://example.org/rss"], "scheme"),
        (["example.org/rss"], "write https:// in front of it"),
        (["https://user:verysecret@example.org/rss"], "holds a user or password"),
        ([ADDED, "--every", "soon"], "is not a duration"),
        ([ADDED, "--basic", "user:verysecret"], "would be stored as it stands"),
        ([ADDED, "--header", "no header at all"], "is no request header"),
        ([ADDED, "--tag", "x" * 61], "tag"),
    ],
)
def test_what_a_file_would_be_refused_for_is_refused_with_the_fix(cli: Any, arguments: list[str], said: str) -> None:
    result = cli("feeds", "add", *arguments, code=1)
    assert said in result.stderr
    assert "fix: " in result.stderr
    assert "verysecret" not in result.output
    assert cli.lines("feeds", "--json") == []


def test_two_kinds_of_auth_are_used_wrongly(cli: Any) -> None:
    cli("feeds", "add", ADDED, "--basic", "u:${P}", "--header", "K: ${P}", code=2)


def test_a_feed_that_is_there_already_is_said(cli: Any) -> None:
    cli("feeds", "add", ADDED)
    assert "there already" in cli("feeds", "add", ADDED, code=1).stderr


def test_a_feed_added_by_hand_is_removed_by_url_or_name(cli: Any) -> None:
    cli("feeds", "add", ADDED, "--name", "Mine")
    cli("feeds", "remove", "Mine")
    assert cli.lines("feeds", "--json") == []


def test_a_feed_of_a_file_is_not_removed_but_the_file_is_named(cli: Any, filled: Any) -> None:
    assert "feeds.yaml" in cli("feeds", "remove", "The Wire", code=1).stderr
    assert len(cli.lines("feeds", "--json")) == 2


def test_a_name_that_two_feeds_have_asks_for_the_url(cli: Any) -> None:
    cli("feeds", "add", ADDED, "--name", "Same")
    cli("feeds", "add", ADDED + "2", "--name", "Same")
    assert "2 feeds are called" in cli("feeds", "remove", "Same", code=1).stderr


def test_polling_makes_the_named_feeds_due(cli: Any, filled: Any) -> None:
    assert "1 feed is due now." in cli("feeds", "poll", "The Wire").stdout
    due = filled.storage.work.due(
        Queue.POLL, now=filled.now.replace(year=filled.now.year + 1), limit=9, max_attempts=5
    )
    assert due[0].id == filled.feed(SLOW) or due[0].id == filled.feed(WIRE)
    assert cli.lines("feeds", "--json")[1]["why"] == "asked for by hand"


def test_polling_all_makes_stopped_feeds_due_too(cli: Any, world: Any) -> None:
    world.declare()
    world.poll(WIRE, error="HTTP 410", stop=True)
    assert "2 feeds are due now." in cli("feeds", "poll", "--all").stdout


def test_polling_nothing_is_used_wrongly(cli: Any, filled: Any) -> None:
    assert "--all" in cli("feeds", "poll", code=2).stderr
    cli("feeds", "poll", "--all", "The Wire", code=2)


def test_polling_an_unknown_feed_polls_none(cli: Any, filled: Any) -> None:
    assert "there is no feed 'Nobody'" in cli("feeds", "poll", "The Wire", "Nobody", code=1).stderr
    assert cli.lines("feeds", "--json")[1]["why"] != "asked for by hand"
