import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from worker.delivery import ChannelNotifier
from worker.domain.alert import ChannelKind, Outgoing, SendResult, Sent
from worker.domain.http import FetchRequest, FetchResponse
from worker.errors import FetchError
from worker.ports import Notifier

Make = Callable[..., Outgoing]
Send = Callable[..., list[SendResult | None]]


class Recorder:
    """A fetcher that answers 204 to all and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[FetchRequest] = []

    def fetch(self, request: FetchRequest) -> FetchResponse:
        raise AssertionError("a batch is fetched as one")

    def fetch_groups(
        self, requests: Sequence[FetchRequest], *, deadline: float, linger: float = 0.05
    ) -> Iterator[list[tuple[int, FetchResponse | FetchError]]]:
        self.asked.extend(requests)
        yield [(index, FetchResponse(one.url, 204, {}, b"")) for index, one in reversed(list(enumerate(requests)))]

    def close(self) -> None:
        return None


class Clock:
    """Stands still."""

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 14, 7, tzinfo=UTC)

    def sleep(self, seconds: float) -> None:
        raise AssertionError("delivery waits for nobody")

    def jitter(self) -> float:
        return 0.5


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def notifier(recorder: Recorder, environment: Any, loopback_guard: Any) -> Notifier:
    return ChannelNotifier(
        recorder,
        loopback_guard(allow=True),
        environment(),
        smtp_url=None,
        mail_from="alerts@watch.example.org",
        time_zone=ZoneInfo("UTC"),
        public_url=None,
        clock=Clock(),
    )


def test_a_batch_of_all_kinds_is_sent_and_each_answered_once(
    send: Send, outgoing: Make, http_sink: Any, smtp_sink: Any
) -> None:
    batch = [
        outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url}),
        outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": smtp_sink.url}),
        outgoing(ChannelKind.APPRISE, {"url": f"json://127.0.0.1:{http_sink.port}/in"}),
        outgoing(ChannelKind.WEBHOOK, {"url": "${NOWHERE}"}),
        outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url}),
    ]
    results = send(*batch)
    assert [result.sent for result in results if result] == [
        Sent.OK,
        Sent.OK,
        Sent.OK,
        Sent.BROKEN,
        Sent.OK,
    ]
    assert len(http_sink.got) == 3
    assert len(smtp_sink.mails) == 1


def test_an_empty_batch_sends_nothing(send: Send) -> None:
    assert send() == []


def test_webhooks_go_out_as_one_batch_that_follows_no_redirect(
    notifier: Notifier, recorder: Recorder, outgoing: Make
) -> None:
    batch = [outgoing(ChannelKind.WEBHOOK, {"url": f"https://example.org/{n}"}) for n in range(3)]
    found = dict(notifier.send_each(batch, deadline=10))
    assert {index: result.sent for index, result in found.items()} == dict.fromkeys(range(3), Sent.OK)
    assert [request.url for request in recorder.asked] == [f"https://example.org/{n}" for n in range(3)]
    assert {request.max_redirects for request in recorder.asked} == {0}


def test_only_a_channel_that_may_is_let_into_private_networks(
    notifier: Notifier, recorder: Recorder, outgoing: Make
) -> None:
    batch = [
        outgoing(ChannelKind.WEBHOOK, {"url": "https://example.org/"}),
        outgoing(ChannelKind.WEBHOOK, {"url": "https://example.org/"}, allow_private=True),
    ]
    list(notifier.send_each(batch, deadline=10))
    assert [request.allow_private for request in recorder.asked] == [False, True]


def test_a_webhook_never_waits_longer_than_the_batch(notifier: Notifier, recorder: Recorder, outgoing: Make) -> None:
    list(notifier.send_each([outgoing(ChannelKind.WEBHOOK, {"url": "https://example.org/"})], deadline=3))
    assert recorder.asked[0].timeout == 3


def test_a_deaf_mail_server_holds_up_nobody_else(
    send: Send, outgoing: Make, http_sink: Any, smtp_sink: Any, dead_port: int
) -> None:
    batch = [
        outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": f"smtp://127.0.0.1:{dead_port}"}),
        outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": smtp_sink.url}),
        outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url}),
    ]
    assert [result.sent for result in send(*batch) if result] == [Sent.RETRY, Sent.OK, Sent.OK]


def test_what_was_not_begun_in_time_is_not_answered(send: Send, outgoing: Make, http_sink: Any) -> None:
    http_sink.hang = True
    url = f"json://127.0.0.1:{http_sink.port}/in"
    begun = time.monotonic()
    first, second = send(
        outgoing(ChannelKind.APPRISE, {"url": url}), outgoing(ChannelKind.APPRISE, {"url": url}), deadline=1.5
    )
    assert time.monotonic() - begun < 10
    assert first is not None
    assert first.sent is Sent.RETRY
    assert second is None


def test_who_stops_listening_stops_the_sending(notifier: Notifier, outgoing: Make, smtp_sink: Any) -> None:
    batch = [outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": smtp_sink.url}) for _ in range(300)]
    results = iter(notifier.send_each(batch, deadline=20))
    next(results)
    results.close()  # type: ignore[attr-defined]  # a generator, which the port does not promise
    for thread in threading.enumerate():
        if thread.name.startswith("deliver-"):
            thread.join(10)
    assert len(smtp_sink.mails) < 300


def test_a_fault_of_ours_is_raised_after_the_others_results(
    notifier: Notifier, outgoing: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Swallowed, it would leave the delivery coming back for ever without a word."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("worker.delivery.notifier.send_mails", fail)
    batch = [
        outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": "smtp://127.0.0.1"}),
        outgoing(ChannelKind.WEBHOOK, {"url": "https://example.org/"}),
    ]
    results = notifier.send_each(batch, deadline=10)
    assert next(iter(results))[0] == 1
    with pytest.raises(RuntimeError, match="a fault of ours"):
        next(iter(results))


def test_mail_without_links_of_its_own_links_the_web_pages(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    send(
        outgoing(ChannelKind.EMAIL, {"to": "d@example.org", "smtp": smtp_sink.url}),
        public_url="https://watch.example.org",
    )
    assert "Wirewatch: https://watch.example.org" in smtp_sink.mails[0].get_body(("plain",)).get_content()
