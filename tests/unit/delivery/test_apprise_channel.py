import json
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from worker.delivery.apprise_channel import ALLOWED, read_apprise_url, url_problem
from worker.domain.alert import ChannelKind, Outgoing, SendResult, Sent
from worker.errors import ConfigError

Make = Callable[..., Outgoing]
Send = Callable[..., list[SendResult | None]]


@pytest.fixture
def chat(outgoing: Make) -> Callable[..., Outgoing]:
    def make(url: str, **fields: Any) -> Outgoing:
        return outgoing(ChannelKind.APPRISE, {"url": url}, **fields)

    return make


def only(results: list[SendResult | None]) -> SendResult:
    (result,) = results
    assert result is not None
    return result


def test_an_allowed_receiver_gets_title_and_text(send: Send, chat: Make, http_sink: Any) -> None:
    result = only(send(chat(f"json://127.0.0.1:{http_sink.port}/in")))
    assert result == SendResult(Sent.OK, "Apprise handed it to JSON")
    (request,) = http_sink.got
    body = json.loads(request.body)
    assert body["title"] == "Air defence"
    assert body["message"].splitlines()[0] == "Ministers back a bigger shield"


@pytest.mark.parametrize("scheme", ["json", "form", "xml", "ntfy", "gotify"])
def test_a_private_receiver_is_refused_before_anything_arrives(
    send: Send, chat: Make, http_sink: Any, scheme: str
) -> None:
    result = only(send(chat(f"{scheme}://127.0.0.1:{http_sink.port}/tokentoken"), allow=False))
    assert result == SendResult(Sent.BROKEN, "127.0.0.1 is not a public address; allow it by name")
    assert http_sink.got == []


def test_a_channel_may_allow_private_addresses_for_itself(send: Send, chat: Make, http_sink: Any) -> None:
    item = chat(f"json://127.0.0.1:{http_sink.port}/", allow_private=True)
    assert only(send(item, allow=False)).sent is Sent.OK


def test_a_name_that_leads_to_a_private_address_is_refused(send: Send, chat: Make, http_sink: Any) -> None:
    result = only(send(chat(f"json://localhost:{http_sink.port}/"), allow=False))
    assert result.sent is Sent.BROKEN
    assert "is not a public address" in result.reason
    assert http_sink.got == []


def test_mail_through_apprise_stands_under_the_guard(send: Send, chat: Make, smtp_sink: Any) -> None:
    url = f"mailto://127.0.0.1:{smtp_sink.port}?from=a@example.org&to=b@example.org"
    assert only(send(chat(url), allow=False)).sent is Sent.BROKEN
    assert smtp_sink.sessions == set()
    assert only(send(chat(url))).sent is Sent.OK
    assert len(smtp_sink.mails) == 1


def test_markup_in_a_headline_stays_text_in_html_mail(send: Send, chat: Make, smtp_sink: Any) -> None:
    url = f"mailto://127.0.0.1:{smtp_sink.port}?from=a@example.org&to=b@example.org&format=html"
    send(chat(url, title="<script>alert(1)</script>"))
    assert b"<script" not in smtp_sink.raw[0]


def test_a_redirect_is_not_followed(send: Send, chat: Make, http_sink: Any) -> None:
    http_sink.status = 307
    http_sink.headers = {"Location": f"http://127.0.0.1:{http_sink.port}/elsewhere"}
    result = only(send(chat(f"json://127.0.0.1:{http_sink.port}/in")))
    assert result.sent is Sent.RETRY
    assert [request.path for request in http_sink.got] == ["/in"]


def test_behind_a_proxy_nothing_is_sent(
    send: Send, chat: Make, http_sink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", http_sink.url)
    result = only(send(chat("json://192.0.2.1/")))
    assert result.sent is Sent.BROKEN
    assert "unset HTTP_PROXY" in result.reason
    assert http_sink.got == []


def test_a_failure_is_tried_again_with_the_status_apprise_logged(send: Send, chat: Make, http_sink: Any) -> None:
    http_sink.status = 500
    result = only(send(chat(f"json://127.0.0.1:{http_sink.port}/in")))
    assert (result.sent, result.status) == (Sent.RETRY, 500)
    assert result.reason.startswith("JSON: ")


class Overheard(logging.Handler):
    """What reaches the process's own log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("apprise"):
            self.lines.append(record.getMessage())


def test_neither_reason_nor_log_shows_a_secret_of_the_url(send: Send, chat: Make, http_sink: Any) -> None:
    http_sink.status = 404
    overheard = Overheard()
    logging.getLogger().addHandler(overheard)
    try:
        result = only(send(chat(f"json://user:hunter2222@127.0.0.1:{http_sink.port}/VERYSECRETTOKEN")))
    finally:
        logging.getLogger().removeHandler(overheard)
    assert result.status == 404
    assert "hunter2222" not in result.reason
    assert "VERYSECRETTOKEN" not in result.reason
    assert overheard.lines == []


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_receiver_that_does_not_end_is_cut_off(send: Send, chat: Make, http_sink: Any, how: str) -> None:
    setattr(http_sink, how, True)
    begun = time.monotonic()
    result = only(send(chat(f"json://127.0.0.1:{http_sink.port}/in"), deadline=1.5))
    assert result.sent is Sent.RETRY
    assert time.monotonic() - begun < 10


def test_a_receiver_that_is_down_is_tried_again(send: Send, chat: Make, dead_port: int) -> None:
    assert only(send(chat(f"json://127.0.0.1:{dead_port}/"))).sent is Sent.RETRY


@pytest.mark.parametrize(
    "url",
    [
        "syslog://",
        "rsyslog://127.0.0.1",
        "dbus://",
        "windows://",
        "macosx://",
        "gnome://",
        "file:///etc/passwd",
        "exec://true",
        "fcm://project@key/?keyfile=/etc/passwd",
        "mqtt://127.0.0.1/topic",
        "apprise://127.0.0.1/token",
    ],
)
def test_a_service_that_was_not_looked_at_is_refused(send: Send, chat: Make, url: str) -> None:
    assert only(send(chat(url))).sent is Sent.BROKEN


@pytest.mark.parametrize(
    "option", ["template=/etc/passwd", "Template=x", "keyfile=/x", "attach=file:///etc/passwd", "pgppub=/x"]
)
def test_an_option_that_reads_files_is_refused(option: str) -> None:
    with pytest.raises(ConfigError, match="is not allowed"):
        read_apprise_url(f"slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#chan?{option}")


def test_a_services_own_url_is_read_and_judged_alike() -> None:
    url = "https://discord.com/api/webhooks/123456789012345678/" + "x" * 68
    assert read_apprise_url(url)["schema"] == "discord"
    with pytest.raises(ConfigError, match="template="):
        read_apprise_url(url + "?template=/etc/passwd")


def test_even_an_option_that_slipped_through_reads_no_file(
    send: Send, chat: Make, http_sink: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of options is the first net, the confinement the second."""
    monkeypatch.setattr("worker.delivery.apprise_channel.REFUSED_OPTIONS", frozenset())
    private = tmp_path / "private.json"
    private.write_text('{"text": "the private key"}')
    url = f"workflows://127.0.0.1:{http_sink.port}/WorkflowAAA/SignatureBBB/?template={private}"
    send(chat(url))
    assert all(b"private key" not in request.body for request in http_sink.got)


def test_a_url_is_checked_without_connecting(http_sink: Any) -> None:
    assert url_problem(f"json://127.0.0.1:{http_sink.port}/") is None
    assert http_sink.got == []


@pytest.mark.parametrize("url", ["", "nonsense", "tgram://", "https://example.org/x", "slack://short"])
def test_a_url_that_cannot_work_says_so_in_words(url: str) -> None:
    problem = url_problem(url)
    assert problem is not None
    assert "pprise" in problem


def test_services_that_act_on_this_machine_are_not_allowed() -> None:
    assert not ALLOWED & {"syslog", "dbus", "kde", "qt", "gnome", "glib", "gio", "macosx", "windows", "blink1"}
