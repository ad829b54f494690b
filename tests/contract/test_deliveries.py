"""The outbox: each delivery claimed by one, finished under its lease, and its channel told how it went."""

import pytest

from tests.contract.desk import HOOK, LEASE, NOW, Desk, after, message
from worker.domain.alert import DeliveryOutcome, DeliveryState
from worker.storage.tables import channels


@pytest.fixture
def waiting(desk: Desk) -> list[int]:
    """Three deliveries to the hook."""
    desk.declare()
    return [delivery for article in desk.articles(3) for delivery in desk.tell(article)]


def result(desk: Desk, delivery: int, state: DeliveryState, **changes: object) -> DeliveryOutcome:
    """What became of a delivery to the hook."""
    values: dict[str, object] = {"reason": "as asked", "status": 200, "next_at": NOW, "tries": 1}
    channel = desk.delivery(delivery)["channel_id"]
    return DeliveryOutcome(id=delivery, state=state, channel_id=channel, **(values | changes))  # type: ignore[arg-type] # the tests choose among its fields


def channel(desk: Desk) -> dict[str, object]:
    """The hook's row."""
    (row,) = (row for row in desk.rows(channels) if row["name"] == "hook")
    return row


def test_a_claim_hands_over_channel_and_message_as_declared_and_recorded(desk: Desk, waiting: list[int]) -> None:
    (work,) = desk.take_deliveries(waiting[:1], "mine")
    assert (work.id, work.tries, work.created_at) == (waiting[0], 0, NOW)
    assert (work.channel.name, work.channel.config, work.channel.kind) == ("hook", HOOK.config, HOOK.kind)
    assert (work.channel.origin, work.channel.disabled, work.channel.allow_private) == ("channels.yaml", "", False)
    assert work.message == message("Lime trees 1")


def test_a_delivery_is_claimed_by_one(desk: Desk, other: Desk, waiting: list[int]) -> None:
    assert [work.id for work in desk.take_deliveries(waiting[:2], "one")] == waiting[:2]
    assert [work.id for work in other.take_deliveries(waiting, "two")] == waiting[2:]


def test_a_sent_delivery_is_done(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "mine")
    assert desk.storage.deliveries.finish("mine", result(desk, waiting[0], DeliveryState.SENT), now=after(seconds=1))
    row = desk.delivery(waiting[0])
    assert (row["state"], row["result"], row["status"], row["finished_at"]) == ("done", "sent", 200, after(seconds=1))
    assert desk.take_deliveries(waiting[:1], "again", at=after(days=1)) == []


def test_a_delivery_that_waits_is_tried_again_at_its_time(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "mine")
    later = result(desk, waiting[0], DeliveryState.WAITING, next_at=after(minutes=1), status=503)
    assert desk.storage.deliveries.finish("mine", later, now=NOW)
    row = desk.delivery(waiting[0])
    assert (row["state"], row["result"], row["waiting"], row["finished_at"]) == (
        "pending",
        "waiting",
        "as asked",
        None,
    )
    assert desk.take_deliveries(waiting[:1], "early", at=after(seconds=59)) == []
    (work,) = desk.take_deliveries(waiting[:1], "again", at=after(minutes=1))
    assert work.tries == 1


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.SKIPPED])
def test_a_delivery_that_failed_or_was_skipped_says_why_and_is_over(
    desk: Desk, waiting: list[int], state: DeliveryState
) -> None:
    desk.take_deliveries(waiting, "mine")
    desk.storage.deliveries.finish("mine", result(desk, waiting[0], state, reason="the channel is disabled"), now=NOW)
    row = desk.delivery(waiting[0])
    assert (row["state"], row["result"], row["reason"]) == ("done", state, "the channel is disabled")


def test_a_stale_worker_records_nothing(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "stale")
    desk.take_deliveries(waiting[:1], "heir", at=NOW + LEASE)
    before = desk.delivery(waiting[0]), channel(desk)
    sent = result(desk, waiting[0], DeliveryState.FAILED, disable_channel="no such place")
    assert desk.storage.deliveries.finish("stale", sent, now=NOW) is False
    assert (desk.delivery(waiting[0]), channel(desk)) == before


def test_a_channel_counts_failures_until_one_is_sent(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "mine")
    finish = desk.storage.deliveries.finish
    finish("mine", result(desk, waiting[0], DeliveryState.WAITING, next_at=after(minutes=1)), now=NOW)
    finish("mine", result(desk, waiting[1], DeliveryState.FAILED), now=NOW)
    assert channel(desk)["failures"] == 2
    finish("mine", result(desk, waiting[2], DeliveryState.SENT), now=after(seconds=1))
    assert (channel(desk)["failures"], channel(desk)["last_ok_at"]) == (0, after(seconds=1))


def test_a_skipped_delivery_says_nothing_about_its_channel(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "mine")
    desk.storage.deliveries.finish("mine", result(desk, waiting[0], DeliveryState.SKIPPED), now=NOW)
    assert channel(desk)["failures"] == 0


def test_a_channel_that_cannot_work_is_disabled_with_the_reason(desk: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting, "mine")
    gone = result(desk, waiting[0], DeliveryState.FAILED, disable_channel="410: gone for good")
    desk.storage.deliveries.finish("mine", gone, now=NOW)
    assert (channel(desk)["disabled"], channel(desk)["disabled_at"]) == ("410: gone for good", NOW)
    (work,) = desk.take_deliveries(waiting[1:2], "next", at=NOW + LEASE)
    assert work.channel.disabled == "410: gone for good"


def test_a_channel_that_asked_for_silence_gets_it_from_all(desk: Desk, other: Desk, waiting: list[int]) -> None:
    desk.take_deliveries(waiting[:1], "mine")
    later = result(
        desk, waiting[0], DeliveryState.WAITING, next_at=after(minutes=9), block_channel_until=after(minutes=9)
    )
    desk.storage.deliveries.finish("mine", later, now=NOW)
    assert other.take_deliveries(waiting[1:], "two", at=after(minutes=8)) == []
    row = desk.delivery(waiting[1])
    assert (row["state"], row["attempts"], row["next_at"]) == ("pending", 0, after(minutes=9))
    assert row["waiting"] == "hook asked for silence"
    assert [work.id for work in other.take_deliveries(waiting[1:], "three", at=after(minutes=9))] == waiting[1:]
