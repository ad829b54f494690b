from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from worker.domain.alert import DeliveryState
from worker.domain.work import Queue
from worker.storage.tables import articles, hosts


def test_status_says_on_one_screen_how_everything_stands(cli: Any, filled: Any) -> None:
    filled.storage.housekeeping.beat("sweep@host:1", "sweep", now=filled.now)
    said = cli("status").stdout
    assert "in force · version 1" in said
    assert "2 feeds · 1 in trouble" in said
    assert "3 channels · 1 off" in said
    assert "1 sweep" in said
    assert "Targets · Ministers agree a target" in said
    assert len(said.splitlines()) <= 24


def test_what_wants_attention_is_said_with_what_to_do(cli: Any, filled: Any) -> None:
    filled.storage.declared.refuse("0" * 64, "watches.yaml:3: a watch has no name")
    filled.kill(Queue.DELIVER, filled.alert("Another target")[0])
    said = cli("status").stdout
    attention = said.partition("Wants attention\n")[2]
    assert "watches.yaml:3: a watch has no name\n" in attention
    assert "`wirewatch check` tells all" in attention
    assert "slow.example.org/feed: HTTP 503 from slow.example.org" in attention
    assert "chat: WIRES_CHAT_URL is not set" in attention
    assert "`wirewatch retry deliver --all`" in attention


def test_status_as_json_is_one_object(cli: Any, filled: Any) -> None:
    (status,) = cli.lines("status", "--json")
    assert set(status) == {
        "at", "config", "queues", "feeds", "watches", "channels", "processes", "internal_errors",
        "dead_articles", "last_alert", "hosts", "deliveries", "attention",
    }  # fmt: skip
    assert status["config"] == {"version": 1, "refused": None}
    assert set(status["queues"]) == {"poll", "process", "deliver"}
    assert set(status["queues"]["poll"]) == {"due", "later", "running", "dead", "oldest_due"}
    assert status["feeds"]["in_trouble"][0]["trouble"] == "HTTP 503 from slow.example.org"
    assert status["last_alert"]["title"] == "Ministers agree a target"


def test_a_process_that_was_not_heard_for_half_a_minute_is_not_alive(cli: Any, filled: Any) -> None:
    filled.storage.housekeeping.beat("sweep@host:1", "sweep", now=filled.now - timedelta(seconds=31))
    filled.storage.housekeeping.beat("worker@host:2", "worker", now=filled.now)
    assert [process["kind"] for process in cli.lines("status", "--json")[0]["processes"]] == ["worker"]


def test_a_row_that_an_error_of_ours_stopped_is_shown(cli: Any, filled: Any) -> None:
    delivery = filled.alert("Another target")[0]
    lease = filled.lease()
    filled.storage.deliveries.claim([delivery], lease=lease, now=filled.now, max_attempts=5)
    filled.storage.work.fail(
        Queue.DELIVER, lease.token, delivery, next_at=filled.now, why="an error of Wirewatch itself: KeyError('x')"
    )
    assert f"deliver {delivery}: an error of Wirewatch itself: KeyError('x')" in cli("status").stdout


def test_a_dead_article_is_shown_with_its_address_and_the_reason(cli: Any, filled: Any) -> None:
    with filled.storage.database.write() as connection:
        row, url = connection.execute(sa.select(articles.c.id, articles.c.url).limit(1)).one()
        connection.execute(
            sa.update(articles)
            .where(articles.c.id == row)
            .values(state="dead", waiting="a worker died at it 5 times")
        )
    attention = cli("status").stdout.partition("Wants attention\n")[2]
    assert f"{url}: a worker died at it 5 times" in " ".join(attention.split())
    assert "`wirewatch retry process --all`" in attention


def test_the_first_line_is_the_verdict(cli: Any, world: Any) -> None:
    assert cli("status").stdout.startswith("Wirewatch · 3 things want attention · ")
    world.declare(channels=())
    world.storage.housekeeping.beat("run@here:1", "run", now=world.now)
    assert cli("status").stdout.startswith("Wirewatch · all in order · ")


def test_processes_are_counted_by_kind_on_each_machine(cli: Any, filled: Any) -> None:
    for name in ("web@wire-1:4", "worker@wire-1:1", "worker@wire-1:2", "sweep@wire-2:3"):
        filled.storage.housekeeping.beat(name, name.partition("@")[0], now=filled.now)
    lines = cli("status").stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Processes"))
    assert lines[at].split(" on ")[0] == "Processes   2 worker · 1 web"
    assert "on wire-1, heard " in lines[at]
    assert lines[at + 1].strip().startswith("1 sweep on wire-2, heard ")
    process = cli.lines("status", "--json")[0]["processes"][0]
    assert set(process) == {"name", "kind", "at", "machine", "process", "note"}


def test_a_host_that_asked_for_silence_is_named_with_its_end(cli: Any, filled: Any) -> None:
    until = filled.now + timedelta(hours=2)
    with filled.storage.database.write() as connection:
        connection.execute(
            sa.update(hosts).where(hosts.c.key == "https://slow.example.org:443").values(blocked_until=until)
        )
    said = cli("status").stdout
    assert "1 asked for silence: slow.example.org until " in said
    found = cli.lines("status", "--json")[0]["hosts"]
    assert set(found) == {"all", "silent", "resting", "busy", "longest"}
    assert found["longest"][0]["host"] == "https://slow.example.org:443"
    assert found["longest"][0]["asked_for_silence"] is True


def test_deliveries_that_wait_are_said_with_the_channel_that_does_not_get_through(cli: Any, filled: Any) -> None:
    filled.deliver(filled.alert("Another target")[0], DeliveryState.WAITING, "nothing listens; try 1, again in 9 s")
    (found,) = cli.lines("status", "--json")
    assert (found["deliveries"]["waiting"], found["deliveries"]["retried"]) == (2, 1)
    assert found["deliveries"]["failed_last_day"] == 1
    assert [want["topic"] for want in found["attention"]] == ["workers", "channels", "failing", "failed", "feeds"]
    assert found["attention"][2]["command"] == "wirewatch channels test desk"
    said = cli("status").stdout
    assert "2 waiting, the oldest for" in said
    assert "1 not getting through" in said
    assert "desk: nothing listens; 2 deliveries wait" not in said
    assert "desk: nothing listens; 1 delivery waits" in said


def test_files_that_say_nothing_are_told_from_files_that_nobody_looked_at(cli: Any, world: Any) -> None:
    assert "Config      none taken yet" in cli("status").stdout
    world.declare(feeds=(), watches=(), channels=())
    assert "Config      in force, and nothing stands in it" in cli("status").stdout


def test_an_empty_database_has_a_status_too(cli: Any) -> None:
    said = cli("status").stdout
    assert "no feeds" in said
    assert "none told yet" in said
