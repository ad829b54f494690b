from typing import Any

import pytest

from worker.domain.alert import DeliveryState
from worker.domain.work import Queue


def test_deliveries_are_listed_with_the_reason_of_those_that_did_not_arrive(cli: Any, filled: Any) -> None:
    lines = cli("deliveries").stdout.splitlines()
    assert [line.split()[1:3] for line in lines[1:3]] == [["desk", "sent"], ["hook", "failed"]]
    assert lines[3] == "  the receiver answered 400"


def test_a_delivery_as_json_has_stable_keys(cli: Any, filled: Any) -> None:
    sent, failed = cli.lines("deliveries", "--json")
    assert set(sent) == {
        "id", "uid", "channel", "kind", "result", "reason", "status", "tries", "created", "next_try", "finished",
        "watch", "title",
    }  # fmt: skip
    assert (sent["result"], sent["reason"], sent["next_try"]) == ("sent", None, None)
    assert (failed["channel"], failed["result"], failed["reason"]) == ("hook", "failed", "the receiver answered 400")


@pytest.mark.parametrize(("result", "channels"), [("sent", ["desk"]), ("failed", ["hook"]), ("skipped", [])])
def test_deliveries_can_be_narrowed_to_a_result(cli: Any, filled: Any, result: str, channels: list[str]) -> None:
    assert [row["channel"] for row in cli.lines("deliveries", "--json", "--result", result)] == channels


def test_deliveries_can_be_narrowed_to_a_channel(cli: Any, filled: Any) -> None:
    assert [row["result"] for row in cli.lines("deliveries", "--json", "--channel", "desk")] == ["sent"]


def test_a_waiting_delivery_says_when_it_is_tried_again(cli: Any, filled: Any) -> None:
    ids = filled.alert("Another target")
    filled.deliver(ids[0], DeliveryState.WAITING, "HTTP 503")
    assert "HTTP 503; next try in " in cli("deliveries", "--result", "waiting").stdout
    row = cli.lines("deliveries", "--json", "--result", "waiting", "--channel", "desk")[0]
    assert row["next_try"].endswith("Z")


def test_a_dead_delivery_says_how_to_retry_it(cli: Any, filled: Any) -> None:
    ids = filled.alert("Another target")
    filled.kill(Queue.DELIVER, ids[0])
    assert f"wirewatch retry deliver {ids[0]}" in cli("deliveries", "--result", "dead").stdout


def test_a_result_that_is_none_is_used_wrongly(cli: Any, filled: Any) -> None:
    cli("deliveries", "--result", "lost", code=2)


def test_no_deliveries_are_said_in_words(cli: Any) -> None:
    assert cli("deliveries").stdout == "There are no deliveries yet.\n"
