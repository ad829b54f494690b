"""When a feed is asked again, and the sentence that says why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.domain.policy import Policy
from worker.errors import AddressRefused, ConnectionFailed
from worker.feeds.schedule import (
    ACCEPT,
    Answered,
    NextPoll,
    body_hash,
    conditional_headers,
    in_words,
    next_poll,
)

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
POLICY = Policy()
MINUTE = timedelta(minutes=1)


def after(polled: Answered, *, every: timedelta | None = None, jitter: float = 0.5) -> NextPoll:
    return next_poll(POLICY, every=every, polled=polled, now=NOW, jitter=jitter)


def test_a_good_answer_is_followed_by_the_policys_interval() -> None:
    assert after(Answered(200)) == NextPoll(NOW + 10 * MINUTE, "every 10 min", 0)


def test_not_modified_is_a_good_answer_and_ends_a_run_of_failures() -> None:
    assert after(Answered(304, before=5)).failures == 0


def test_what_the_operator_declared_comes_before_the_policy() -> None:
    assert after(Answered(200), every=3 * MINUTE).at == NOW + 3 * MINUTE


def test_no_interval_is_below_the_policys_minimum() -> None:
    assert after(Answered(200), every=timedelta(seconds=1)).at == NOW + POLICY.poll_interval_min


@pytest.mark.parametrize(("jitter", "minutes"), [(0.0, 9.0), (0.5, 10.0), (0.999999, 11.0)])
def test_jitter_moves_a_poll_by_a_tenth_at_most(jitter: float, minutes: float) -> None:
    assert abs(after(Answered(200), jitter=jitter).at - NOW - minutes * MINUTE) < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"cache-control": "public, max-age=1800"}, 30),
        ({"cache-control": "max-age=60"}, 10),
        ({"cache-control": "max-age=999999"}, 60),
        ({"cache-control": "s-maxage=1500, max-age=1800"}, 25),
        ({"expires": "Sun, 01 Mar 2026 12:20:00 GMT"}, 20),
        ({"expires": "Sun, 01 Mar 2026 10:20:00 GMT", "date": "Sun, 01 Mar 2026 10:00:00 GMT"}, 20),
        ({"expires": "0"}, 10),
        ({"cache-control": "no-cache", "expires": "Sun, 01 Mar 2026 12:20:00 GMT"}, 10),
        ({"cache-control": "max-age=banana"}, 10),
    ],
)
def test_cache_headers_ask_for_patience_within_an_hour(headers: dict[str, str], minutes: int) -> None:
    assert after(Answered(304, headers=headers)).at == NOW + minutes * MINUTE


def test_a_feeds_ttl_is_heeded_and_told() -> None:
    decision = after(Answered(200, ttl=30 * MINUTE), every=5 * MINUTE)
    assert decision.at == NOW + 30 * MINUTE
    assert decision.why == "every 30 min, as the feed asks (you said every 5 min)"


@pytest.mark.parametrize("jitter", [0.0, 0.3, 0.99])
def test_jitter_never_comes_before_what_was_asked(jitter: float) -> None:
    assert after(Answered(200, ttl=30 * MINUTE), jitter=jitter).at >= NOW + 30 * MINUTE
    assert after(Answered(200, ttl=10 * MINUTE), jitter=jitter).at >= NOW + 10 * MINUTE


def test_failures_back_off_by_doubling_up_to_a_day() -> None:
    waits = [after(Answered(500, before=n)).at - NOW for n in range(10)]
    assert waits[:3] == [20 * MINUTE, 40 * MINUTE, 80 * MINUTE]
    assert waits[-1] == POLICY.poll_interval_max
    assert after(Answered(500, before=2)).failures == 3


def test_a_retry_is_counted_and_its_wait_told_in_words() -> None:
    error = ConnectionFailed("example.org refused the connection")
    assert after(Answered(None, error)).why == "retry 1 in 20 min"
    assert after(Answered(404, before=1)).why == "retry 2 in 40 min"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_silences_the_whole_host(status: int) -> None:
    decision = after(Answered(status, headers={"retry-after": "3600"}))
    assert decision.host_blocked_until == NOW + timedelta(hours=1)
    assert decision.at >= NOW + timedelta(hours=1)
    assert decision.why.endswith("the publisher asked for 1 h")


def test_retry_after_is_believed_for_a_day_at_most() -> None:
    decision = after(Answered(429, headers={"retry-after": "99999999"}))
    assert decision.host_blocked_until == NOW + timedelta(hours=24)


def test_retry_after_of_other_answers_is_ignored() -> None:
    assert after(Answered(404, headers={"retry-after": "3600"})).host_blocked_until is None


def test_gone_is_the_end() -> None:
    decision = after(Answered(410))
    assert decision.stop
    assert decision.why.startswith("gone")


def test_an_address_that_may_not_be_fetched_is_looked_at_rarely() -> None:
    decision = after(Answered(None, AddressRefused("10.0.0.1 is not a public address")))
    assert decision.at - NOW >= timedelta(hours=6)
    assert not decision.stop


@given(
    st.one_of(st.none(), st.integers(100, 599)),
    st.integers(0, 10_000),
    st.floats(0, 1, exclude_max=True),
    st.dictionaries(st.sampled_from(["retry-after", "cache-control", "expires", "date"]), st.text(max_size=40)),
)
def test_whatever_a_server_says_the_next_poll_lies_between_a_minute_and_two_days(
    status: int | None, before: int, jitter: float, headers: dict[str, str]
) -> None:
    decision = after(Answered(status, headers=headers, before=before), jitter=jitter)
    assert 0.9 * MINUTE <= decision.at - NOW <= timedelta(days=2)
    assert decision.why


def test_both_validators_are_sent_as_they_came() -> None:
    assert conditional_headers('W/"a b"', "yesterday") == {
        "If-None-Match": 'W/"a b"',
        "If-Modified-Since": "yesterday",
    }
    assert conditional_headers(None, None) == {}


@pytest.mark.parametrize("value", ["x\r\nCookie: a=b", "x\x00", "é", "x" * 5000])
def test_a_validator_that_could_be_another_header_is_left_out(value: str) -> None:
    assert conditional_headers(value, value) == {}


def test_a_body_hash_changes_with_the_body() -> None:
    assert len(body_hash(b"")) == 64
    assert body_hash(b"a") != body_hash(b"b")


def test_any_kind_of_answer_is_accepted_in_the_end() -> None:
    assert ACCEPT.endswith("*/*;q=0.1")


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 s"), (600, "10 min"), (3600, "1 h"), (5400, "1 h 30 min"), (172_800, "2 days")]
)
def test_durations_read_as_people_say_them(seconds: int, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
