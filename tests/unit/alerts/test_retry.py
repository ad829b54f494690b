from datetime import UTC, datetime, timedelta

import pytest

from worker.alerts.retry import AfterTry, after_try, backoff
from worker.domain.alert import DeliveryState, SendResult, Sent
from worker.domain.policy import Policy

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AGAIN = SendResult(Sent.RETRY, "the receiver answered 500", 500)


def decide(result: SendResult, *, tries: int = 0, age: timedelta = timedelta(0), jitter: float = 0.5) -> AfterTry:
    return after_try(result, tries=tries, created_at=NOW - age, now=NOW, jitter=jitter, policy=Policy())


def test_a_sent_delivery_is_final() -> None:
    after = decide(SendResult(Sent.OK, "answered 200", 200))
    assert after == AfterTry(DeliveryState.SENT, NOW, 0, "answered 200")


def test_a_refused_message_fails_and_leaves_the_channel_alone() -> None:
    after = decide(SendResult(Sent.REFUSED, "answered 422", 422))
    assert after == AfterTry(DeliveryState.FAILED, NOW, 0, "answered 422")


def test_a_broken_channel_is_disabled_with_the_reason() -> None:
    after = decide(SendResult(Sent.BROKEN, "KEY is not set; set KEY"))
    assert after.state is DeliveryState.FAILED
    assert after.disable_channel == "KEY is not set; set KEY"


def test_a_failed_try_waits_and_says_how_long() -> None:
    after = decide(AGAIN, tries=3)
    assert after == AfterTry(
        DeliveryState.WAITING,
        NOW + timedelta(minutes=1),
        4,
        "the receiver answered 500; try 4, again in 1 min",
    )


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 15), (2, 30), (3, 60), (8, 1_920), (9, 3_600), (12, 3_600), (10**9, 3_600)]
)
def test_the_bound_doubles_to_an_hour(tries: int, seconds: int) -> None:
    assert backoff(tries, 0.999_999_999).total_seconds() == pytest.approx(seconds)


def test_full_jitter_takes_any_share_of_the_bound_but_never_nothing() -> None:
    assert backoff(5, 0.25) == timedelta(seconds=60)
    assert backoff(5, 0.0) == timedelta(seconds=1)


def test_a_receivers_retry_after_is_honoured_and_rests_the_whole_channel() -> None:
    after = decide(SendResult(Sent.RETRY, "answered 503", 503, timedelta(minutes=20)))
    assert after.next_at == NOW + timedelta(minutes=20)
    assert after.block_channel_until == NOW + timedelta(minutes=20)
    assert after.reason.endswith("again in 20 min, as the receiver asked")


def test_an_absurd_retry_after_is_cut_to_six_hours() -> None:
    after = decide(SendResult(Sent.RETRY, "answered 429", 429, timedelta(days=300)))
    assert after.next_at == NOW + timedelta(hours=6)


def test_a_short_retry_after_does_not_shorten_the_back_off() -> None:
    after = decide(SendResult(Sent.RETRY, "answered 429", 429, timedelta(seconds=1)), tries=9)
    assert after.next_at == NOW + timedelta(minutes=30)


def test_too_many_requests_rests_the_channel_even_without_retry_after() -> None:
    assert decide(SendResult(Sent.RETRY, "answered 429", 429)).block_channel_until == NOW + timedelta(seconds=7.5)


def test_other_failures_do_not_rest_the_channel() -> None:
    assert decide(AGAIN).block_channel_until is None


def test_a_receiver_that_is_down_all_night_is_tried_until_the_morning() -> None:
    after = decide(AGAIN, tries=40, age=timedelta(hours=14))
    assert after.state is DeliveryState.WAITING
    assert after.next_at <= NOW + timedelta(hours=1)


def test_a_delivery_past_its_age_is_given_up() -> None:
    after = decide(AGAIN, tries=2, age=timedelta(days=2, hours=3))
    assert after.state is DeliveryState.FAILED
    assert after.reason == "given up after 2 d 3 h and 3 tries: the receiver answered 500"


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_an_answer_that_stands_for_ten_minutes_disables_the_channel(status: int) -> None:
    result = SendResult(Sent.RETRY, f"answered {status}", status)
    assert decide(result, tries=3, age=timedelta(hours=1)).state is DeliveryState.WAITING
    assert decide(result, tries=4, age=timedelta(minutes=2)).state is DeliveryState.WAITING
    after = decide(result, tries=4, age=timedelta(minutes=15))
    assert after.state is DeliveryState.FAILED
    assert after.disable_channel == (
        f"answered {status}; the same for 5 tries in 15 min, so the channel needs mending"
    )
