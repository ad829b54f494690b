from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from worker.domain.work import Queue
from worker.storage.tables import articles


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
    assert "watches.yaml:3: a watch has no name; `wirewatch check` tells all" in attention
    assert "slow.example.org/feed: HTTP 503 from slow.example.org" in attention
    assert "chat: WIRES_CHAT_URL is not set" in attention
    assert "`wirewatch retry deliver --all`" in attention


def test_status_as_json_is_one_object(cli: Any, filled: Any) -> None:
    (status,) = cli.lines("status", "--json")
    assert set(status) == {
        "at", "config", "queues", "feeds", "watches", "channels", "processes", "internal_errors",
        "dead_articles", "last_alert",
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


def test_an_empty_database_has_a_status_too(cli: Any) -> None:
    said = cli("status").stdout
    assert "no feeds" in said
    assert "none told yet" in said
