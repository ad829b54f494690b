import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from worker.delivery.webhook import signing_keys, webhook_headers, webhook_result
from worker.domain.alert import ChannelKind, Outgoing, SendResult, Sent
from worker.domain.http import FetchResponse
from worker.errors import AddressRefused, BadUrl, BodyTooLarge, ConfigError, ConnectionFailed, FetchError

NOW = datetime(2026, 3, 2, 14, 7, tzinfo=UTC)
URL = "https://hooks.example.org/services/T0/VERYSECRETTOKEN123"
Make = Callable[..., Outgoing]
Send = Callable[..., list[SendResult | None]]


def key(size: int) -> str:
    return "whsec_" + base64.b64encode(b"k" * size).decode()


def answered(status: int, body: bytes = b"", **headers: str) -> SendResult:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return webhook_result(FetchResponse(URL, status, named, body), url=URL, now=NOW)


def test_a_webhook_arrives_with_its_body_and_its_id(send: Send, outgoing: Make, http_sink: Any) -> None:
    item = outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url})
    assert send(item) == [SendResult(Sent.OK, "the receiver answered 200", 200)]
    (request,) = http_sink.got
    assert request.headers["webhook-id"] == item.uid
    assert request.headers["content-type"] == "application/json"
    assert "webhook-signature" not in request.headers
    assert json.loads(request.body)["story"]["headline"] == "Ministers back a bigger shield"


def test_a_signature_holds_by_the_librarys_own_check(secret: str) -> None:
    body = '{"type":"alert"}'
    headers = webhook_headers(body, uid="ab" * 16, now=datetime.now(UTC), keys=(secret,))
    assert Webhook(secret).verify(body, headers) == {"type": "alert"}


def test_what_arrives_is_what_was_signed(send: Send, outgoing: Make, http_sink: Any, secret: str) -> None:
    config = {"url": "${BASE}/hook", "secret": "${HOOK_SECRET}"}
    item = outgoing(ChannelKind.WEBHOOK, config, title="Größe: 5 % — “ja”")
    send(item, BASE=f"http://127.0.0.1:{http_sink.port}", HOOK_SECRET=secret)
    (request,) = http_sink.got
    stamp = datetime.fromtimestamp(int(request.headers["webhook-timestamp"]), UTC)
    assert stamp == NOW
    expected = Webhook(secret).sign(item.uid, stamp, request.body.decode())
    assert request.headers["webhook-signature"] == expected


def test_while_keys_rotate_each_signs(secret: str) -> None:
    headers = webhook_headers("{}", uid="ab" * 16, now=datetime.now(UTC), keys=signing_keys(f"{key(24)} {secret}"))
    for one in (key(24), secret):
        assert Webhook(one).verify("{}", headers) == {}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("c2VjcmV0", "whsec_"),
        ("whsec_***", "base64"),
        (key(23), "23 bytes"),
        (key(65), "65 bytes"),
        (" ", "one key"),
        ("whsec_é", "base64"),
    ],
)
def test_a_weak_or_wrong_secret_is_refused_without_showing_it(bad: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        signing_keys(bad)
    assert bad not in str(caught.value) or bad == " "
    assert "whsec_" in caught.value.hint


def test_an_unset_secret_says_what_to_set(send: Send, outgoing: Make, http_sink: Any) -> None:
    item = outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url, "secret": "${HOOK_SECRET}"})
    assert send(item) == [
        SendResult(
            Sent.BROKEN,
            "HOOK_SECRET is not set; set HOOK_SECRET in the environment of Wirewatch, and start it again",
        )
    ]
    assert http_sink.got == []


@pytest.mark.parametrize("url", ["", "ftp://example.org/x", "https://", "https://example.org/a b", "hook"])
def test_a_url_that_is_none_breaks_the_channel(send: Send, outgoing: Make, url: str) -> None:
    (result,) = send(outgoing(ChannelKind.WEBHOOK, {"url": url}))
    assert result is not None
    assert result.sent is Sent.BROKEN


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_two_hundred_is_sent(status: int) -> None:
    assert answered(status).sent is Sent.OK


@pytest.mark.parametrize("status", [400, 413, 414, 415, 422])
def test_a_refused_message_is_not_sent_again(status: int) -> None:
    assert answered(status).sent is Sent.REFUSED


@pytest.mark.parametrize("status", [401, 403, 404, 405, 408, 409, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_tried_again(status: int) -> None:
    result = answered(status)
    assert (result.sent, result.status) == (Sent.RETRY, status)


def test_gone_breaks_the_channel() -> None:
    result = answered(410, b"moved out")
    assert result.sent is Sent.BROKEN
    assert result.reason == "the receiver says that it is gone for good (answered 410: moved out)"


def test_a_redirect_is_not_followed_and_the_reason_says_the_fix(send: Send, outgoing: Make, http_sink: Any) -> None:
    http_sink.status = 301
    http_sink.headers = {"Location": f"http://127.0.0.1:{http_sink.port}/other"}
    (result,) = send(outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url}))
    assert result is not None
    assert result.sent is Sent.RETRY
    assert "give the channel its final address" in result.reason
    assert [request.path for request in http_sink.got] == ["/hook"]


def test_retry_after_is_passed_on() -> None:
    assert answered(503, retry_after="90").retry_after == timedelta(seconds=90)


def test_the_answer_is_shown_short_clean_and_redacted() -> None:
    body = b"bad \x1b[31m\r\n" + URL.encode() + b" Authorization: Bearer abc123 " + b"z" * 5_000
    reason = answered(500, body).reason
    assert "VERYSECRETTOKEN123" not in reason
    assert "abc123" not in reason
    assert "\x1b" not in reason
    assert "\n" not in reason
    assert len(reason) < 260


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (AddressRefused("10.0.0.1 is not public"), Sent.BROKEN),
        (BadUrl("no host"), Sent.BROKEN),
        (ConnectionFailed(f"{URL}: refused"), Sent.RETRY),
        (BodyTooLarge("over 64 kB"), Sent.RETRY),
    ],
)
def test_an_error_breaks_the_channel_only_where_time_cannot_help(error: FetchError, sent: Sent) -> None:
    result = webhook_result(error, url=URL, now=NOW)
    assert result.sent is sent
    assert "VERYSECRETTOKEN123" not in result.reason


def test_a_receiver_that_hangs_is_tried_again(send: Send, outgoing: Make, http_sink: Any) -> None:
    http_sink.hang = True
    (result,) = send(outgoing(ChannelKind.WEBHOOK, {"url": http_sink.url}), deadline=0.5)
    assert result == SendResult(Sent.RETRY, "no whole answer in time")


def test_a_receiver_that_is_down_is_tried_again(send: Send, outgoing: Make, dead_port: int) -> None:
    (result,) = send(outgoing(ChannelKind.WEBHOOK, {"url": f"http://127.0.0.1:{dead_port}/"}))
    assert result is not None
    assert result.sent is Sent.RETRY


def test_of_an_html_answer_the_words_are_shown_and_not_the_markup() -> None:
    page = (
        b"<!doctype html><html><head><title>x</title></head><body><h1>Bad gateway</h1><p>Try later.</p></body></html>"
    )
    assert answered(502, page).reason == "the receiver answered 502: Bad gateway Try later."
