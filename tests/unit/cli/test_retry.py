from typing import Any

from worker.domain.work import Queue


def test_dead_rows_are_made_pending_again(cli: Any, filled: Any) -> None:
    ids = filled.alert("Another target")
    filled.kill(Queue.DELIVER, ids[0])
    assert "1 dead row is pending again." in cli("retry", "deliver", str(ids[0])).stdout
    assert filled.storage.work.counts(Queue.DELIVER, now=filled.now).dead == 0


def test_all_dead_rows_of_a_queue_are_retried_at_once(cli: Any, filled: Any) -> None:
    for row in filled.alert("Another target"):
        filled.kill(Queue.DELIVER, row)
    assert "2 dead rows are pending again." in cli("retry", "deliver", "--all").stdout
    assert "No dead rows are pending again." in cli("retry", "deliver", "--all").stdout


def test_a_row_that_is_not_dead_gives_code_1(cli: Any, filled: Any) -> None:
    assert "1 of the rows named are not dead" in cli("retry", "poll", "1", code=1).stderr


def test_naming_no_row_or_no_queue_is_used_wrongly(cli: Any, filled: Any) -> None:
    cli("retry", "deliver", code=2)
    cli("retry", "deliver", "1", "--all", code=2)
    cli("retry", "nothing", "1", code=2)
