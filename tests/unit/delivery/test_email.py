import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from worker.delivery.email import connect_result, list_id, read_address
from worker.delivery.smtp import Security, SmtpServer, read_smtp_url
from worker.domain.alert import AlertMessage, ChannelKind, Outgoing, SendResult, Sent
from worker.domain.watch import Severity
from worker.errors import ConfigError

Make = Callable[..., Outgoing]
Send = Callable[..., list[SendResult | None]]
MAIL = ChannelKind.EMAIL


def _ssl_error(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, f"[SSL: {reason}] (_ssl.c:1006)")
    error.reason = reason
    return error


def only(results: list[SendResult | None]) -> SendResult:
    (result,) = results
    assert result is not None
    return result


def test_a_mail_arrives_whole(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    item = outgoing(MAIL, {"to": ["desk@example.org"], "smtp": smtp_sink.url}, allow_private=True)
    assert only(send(item)) == SendResult(Sent.OK, "handed to 127.0.0.1 for 1 recipient", 250)
    (mail,) = smtp_sink.mails
    assert mail["From"] == "Wirewatch <alerts@watch.example.org>"
    assert mail["To"] == "desk@example.org"
    assert mail["Subject"] == "Air defence: Ministers back a bigger shield"
    assert mail["Message-ID"] == f"<{item.uid}@watch.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Wirewatch-Delivery"] == item.uid
    assert parsedate_to_datetime(mail["Date"]).isoformat() == "2026-03-02T14:07:00+00:00"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "»air defence«" in plain.get_content()
    assert "<mark" in html.get_content()


def test_a_mail_is_seven_bit_and_short_lined_whatever_its_text(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    item = outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url}, title="Größe — 大きい 👩\u200d👧 " * 5)
    send(item)
    (raw,) = smtp_sink.raw
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert smtp_sink.mails[0]["Subject"].startswith("Air defence: Größe — 大きい 👩\u200d👧")


def test_the_same_delivery_has_the_same_message_id_at_each_try(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    item = outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url})
    send(item)
    send(item)
    first, second = smtp_sink.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_body().get_content() == second.get_body().get_content()


@pytest.mark.parametrize("field", ["title", "watch", "source", "note", "reason"])
def test_no_field_adds_a_header_or_a_recipient(send: Send, outgoing: Make, smtp_sink: Any, field: str) -> None:
    evil = "x\r\nBcc: all@example.org\r\n\r\nbody\r\n.\r\nRCPT TO:<all@example.org>"
    send(outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url}, **{field: evil}))
    (mail,) = smtp_sink.mails
    assert mail["Bcc"] is None
    assert mail["To"] == "desk@example.org"
    assert set(mail.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "List-Id",
        "X-Wirewatch-Delivery",
        "MIME-Version",
        "Content-Type",
    } | {name for name in mail if name in ("X-Peer", "X-MailFrom", "X-RcptTo")}


def test_high_severity_is_marked_important(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    send(outgoing(MAIL, {"to": "d@example.org", "smtp": smtp_sink.url}, severity=Severity.HIGH))
    assert smtp_sink.mails[0]["Importance"] == "high"


def test_a_batch_goes_over_one_connection(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    batch = [outgoing(MAIL, {"to": f"desk{n}@example.org", "smtp": smtp_sink.url}) for n in range(5)]
    assert all(result is not None and result.sent is Sent.OK for result in send(*batch))
    assert len(smtp_sink.mails) == 5
    assert len(smtp_sink.sessions) == 1


def test_a_refused_mail_does_not_spoil_the_next_one(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    smtp_sink.answers = {"gone@example.org": "550 5.1.1 no such user"}
    first = outgoing(MAIL, {"to": "gone@example.org", "smtp": smtp_sink.url})
    second = outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url})
    refused, sent = send(first, second)
    assert refused == SendResult(
        Sent.REFUSED, "127.0.0.1 refused every recipient: gone@example.org (550 5.1.1 no such user)", 550
    )
    assert sent is not None
    assert sent.sent is Sent.OK


def test_who_was_refused_is_named_and_the_others_get_it_once(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    smtp_sink.answers = {"gone@example.org": "550 no such user"}
    to = ["desk@example.org", "gone@example.org", "night@example.org"]
    result = only(send(outgoing(MAIL, {"to": to, "smtp": smtp_sink.url})))
    assert result.sent is Sent.OK
    assert result.reason == "handed to 127.0.0.1 for 2 recipients; refused: gone@example.org (550 no such user)"


@pytest.mark.parametrize(
    ("answers", "sent", "status"),
    [
        ({"desk@example.org": "450 4.2.0 greylisted"}, Sent.RETRY, 450),
        ({"MAIL": "550 5.7.1 not your domain"}, Sent.BROKEN, 550),
        ({"MAIL": "451 4.3.0 busy"}, Sent.RETRY, 451),
        ({"MAIL": "552 5.3.4 too big"}, Sent.REFUSED, 552),
        ({"DATA": "554 5.7.1 looks like spam"}, Sent.REFUSED, 554),
        ({"DATA": "452 4.3.1 disk full"}, Sent.RETRY, 452),
    ],
)
def test_an_answer_decides_between_later_never_and_broken(
    send: Send, outgoing: Make, smtp_sink: Any, answers: dict[str, str], sent: Sent, status: int
) -> None:
    smtp_sink.answers = answers
    result = only(send(outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url})))
    assert (result.sent, result.status) == (sent, status)
    assert next(iter(answers.values()))[4:] in result.reason


def test_a_server_that_drops_the_line_after_the_data_is_tried_again(
    send: Send, outgoing: Make, smtp_sink: Any
) -> None:
    smtp_sink.drop_after_data = True
    result = only(send(outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url})))
    assert result.sent is Sent.RETRY
    assert result.reason.startswith("127.0.0.1 broke off")


def test_a_log_in_is_used(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    url = f"smtp://desk:${{PASS}}@127.0.0.1:{smtp_sink.port}?starttls=no"
    item = outgoing(MAIL, {"to": "desk@example.org", "smtp": url})
    assert only(send(item, PASS="p%40ss%20word")).sent is Sent.OK


def test_a_wrong_password_breaks_the_channel_without_being_shown(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    url = f"smtp://desk:opensesame@127.0.0.1:{smtp_sink.port}?starttls=no"
    result = only(send(outgoing(MAIL, {"to": "desk@example.org", "smtp": url})))
    assert (result.sent, result.status) == (Sent.BROKEN, 535), result.reason
    assert "does not accept the user and password" in result.reason
    assert "opensesame" not in result.reason


def test_a_password_is_never_sent_unencrypted_by_default(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    url = f"smtp://desk:opensesame@127.0.0.1:{smtp_sink.port}"
    result = only(send(outgoing(MAIL, {"to": "desk@example.org", "smtp": url})))
    assert result.sent is Sent.BROKEN
    assert "offers no encryption (STARTTLS), so nothing was sent" in result.reason
    assert smtp_sink.mails == []


def test_the_servers_address_is_asked_of_the_guard(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    result = only(send(outgoing(MAIL, {"to": "desk@example.org", "smtp": smtp_sink.url}), allow=False))
    assert result == SendResult(Sent.BROKEN, "127.0.0.1 is not a public address; allow it by name")
    assert smtp_sink.sessions == set()


def test_the_server_of_the_settings_may_be_private(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    item = outgoing(MAIL, {"to": "desk@example.org"})
    assert only(send(item, allow=False, smtp_url=smtp_sink.url)).sent is Sent.OK


def test_the_connection_goes_to_the_address_the_guard_gave(
    send: Send, outgoing: Make, smtp_sink: Any, pinned_guard: Any
) -> None:
    """The name has no address at all: only the guard's answer leads to the server."""
    item = outgoing(MAIL, {"to": "d@example.org", "smtp": f"smtp://mail.invalid:{smtp_sink.port}"})
    assert only(send(item, guard=pinned_guard)).sent is Sent.OK


def test_starttls_holds_the_certificate_against_the_name_and_then_logs_in(
    send: Send,
    outgoing: Make,
    starttls_sink: Any,
    pinned_guard: Any,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = f"smtp://desk:p%40ss%20word@mail.example.test:{starttls_sink.port}"
    item = outgoing(MAIL, {"to": "d@example.org", "smtp": url})
    assert only(send(item, guard=pinned_guard)).sent is Sent.OK
    assert len(starttls_sink.mails) == 1


def test_smtps_is_encrypted_from_the_start(
    send: Send,
    outgoing: Make,
    smtps_sink: Any,
    pinned_guard: Any,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    item = outgoing(MAIL, {"to": "d@example.org", "smtp": f"smtps://mail.example.test:{smtps_sink.port}"})
    assert only(send(item, guard=pinned_guard)).sent is Sent.OK


@pytest.mark.parametrize("name", ["mail.example.test", "other.example.test"])
def test_a_certificate_that_is_not_trusted_or_not_of_the_name_gets_no_mail(
    send: Send,
    outgoing: Make,
    starttls_sink: Any,
    pinned_guard: Any,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    if name != "mail.example.test":  # trusted, but another's
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    item = outgoing(MAIL, {"to": "d@example.org", "smtp": f"smtp://{name}:{starttls_sink.port}"})
    result = only(send(item, guard=pinned_guard))
    assert result.sent is Sent.RETRY
    assert result.reason.startswith(f"the certificate of {name} is not to be trusted: ")
    assert starttls_sink.mails == []


def test_a_server_that_is_down_is_tried_again_for_each_mail(send: Send, outgoing: Make, dead_port: int) -> None:
    url = f"smtp://127.0.0.1:{dead_port}"
    results = send(*(outgoing(MAIL, {"to": "d@example.org", "smtp": url}) for _ in range(3)))
    assert [result.sent for result in results if result] == [Sent.RETRY] * 3


@dataclass
class RawServer:
    """A server that says what `lines` say, then nothing more, or one byte at a time."""

    greeting: bytes = b""
    drip: bytes = b""
    port: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    heard: list[bytes] = field(default_factory=list)


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    told = RawServer()
    listener = socket.create_server(("127.0.0.1", 0))
    told.port = listener.getsockname()[1]
    listener.settimeout(10)

    def serve() -> None:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        with peer:
            peer.settimeout(0.05)
            try:
                peer.sendall(told.greeting)
                while not told.closing.is_set():
                    if told.drip:
                        peer.sendall(told.drip)
                    try:
                        data = peer.recv(1_000)
                    except TimeoutError:
                        continue
                    if not data:
                        return
                    told.heard.append(data)
            except OSError:
                return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield told
    told.closing.set()
    listener.close()
    thread.join(10)


@pytest.mark.parametrize("drip", [b"", b"2"])
def test_a_server_that_stalls_or_drips_is_cut_off_at_the_deadline(
    send: Send, outgoing: Make, raw_server: RawServer, drip: bytes
) -> None:
    raw_server.drip = drip
    url = f"smtp://127.0.0.1:{raw_server.port}"
    result = only(send(outgoing(MAIL, {"to": "d@example.org", "smtp": url}), deadline=1.5))
    assert result.sent is Sent.RETRY


def test_the_greeting_names_our_address_not_our_host(send: Send, outgoing: Make, raw_server: RawServer) -> None:
    raw_server.greeting = b"220 hello\r\n"
    url = f"smtp://127.0.0.1:{raw_server.port}"
    send(outgoing(MAIL, {"to": "d@example.org", "smtp": url}), deadline=1.5)
    assert raw_server.heard[0] == b"ehlo [127.0.0.1]\r\n"


def test_without_time_nothing_is_tried(send: Send, outgoing: Make, smtp_sink: Any) -> None:
    item = outgoing(MAIL, {"to": "d@example.org", "smtp": smtp_sink.url})
    assert send(item, deadline=0.2) == [None]
    assert smtp_sink.sessions == set()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"to": []}, "has 1 to 100 addresses"),
        ({"to": ["nobody"]}, "is not an e-mail address"),
        ({"to": ["a@example.org\r\nBcc: b@example.org"]}, "control character"),
        ({"to": ["a@example.org, b@example.org"]}, "is not an e-mail address"),
        ({"to": ["jürgen@example.org"]}, "letters that mail servers do not take"),
        ({"to": ["a@example.org"], "from": "desk"}, "is not an e-mail address"),
        ({"to": ["a@example.org"], "smtp": "https://example.org"}, "neither smtp:// nor smtps://"),
        ({"to": ["${WHO}"]}, "WHO is not set; set WHO"),
    ],
)
def test_a_channel_that_cannot_work_says_what_to_mend(
    send: Send, outgoing: Make, smtp_sink: Any, config: dict[str, Any], words: str
) -> None:
    result = only(send(outgoing(MAIL, {"smtp": smtp_sink.url, **config})))
    assert result.sent is Sent.BROKEN
    assert words.replace("smtp:// nor smtps://", "smtp://host nor smtps://host") in result.reason


def test_without_any_server_the_reason_names_the_setting(send: Send, outgoing: Make) -> None:
    result = only(send(outgoing(MAIL, {"to": "a@example.org"})))
    assert result.sent is Sent.BROKEN
    assert "WIREWATCH_SMTP_URL" in result.reason


def test_an_international_domain_is_written_as_servers_know_it() -> None:
    assert read_address("Büro <desk@büro.example>").addr_spec == "desk@xn--bro-hoa.example"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", SmtpServer("mail.example.org", 25, Security.AUTO)),
        ("smtps://mail.example.org", SmtpServer("mail.example.org", 465, Security.TLS)),
        (
            "smtp://a%40b:p%3Aw@mail.example.org",
            SmtpServer("mail.example.org", 587, Security.STARTTLS, "a@b", "p:w"),
        ),
        ("smtp://mail.example.org:2525?starttls=no", SmtpServer("mail.example.org", 2525, Security.PLAIN)),
        (
            "smtp://m.example.org?starttls=required&from=d@example.org",
            SmtpServer("m.example.org", 25, Security.STARTTLS, sender="d@example.org"),
        ),
        ("smtp://[2001:db8::1]:26", SmtpServer("2001:db8::1", 26, Security.AUTO)),
    ],
)
def test_a_server_is_read_from_its_url(url: str, server: SmtpServer) -> None:
    assert read_smtp_url(url) == server


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.org", "http://x.example", "smtp://", "smtp://h:99999", "smtp://h/?x=1", "smtp://h/path"],
)
def test_a_server_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        read_smtp_url(url)


def test_a_password_never_shows_in_a_repr() -> None:
    assert "hunter2" not in repr(read_smtp_url("smtp://me:hunter2@mail.example.org"))


def test_all_alerts_of_a_watch_share_a_list_id(message: AlertMessage) -> None:
    assert re.fullmatch(r"<air-defence-[0-9a-f]{8}\.watches\.example\.org>", list_id(message, "example.org"))


def test_smtplib_still_asks_for_its_socket_where_the_guard_stands() -> None:
    """The guarded client overrides this method; if the library renames it, nothing would be guarded."""
    assert callable(smtplib.SMTP.__dict__["_get_socket"])
    assert callable(smtplib.SMTP_SSL.__dict__["_get_socket"])


SERVER = SmtpServer("mail.example.org", 587, Security.STARTTLS, "me", "hunter2")


@pytest.mark.parametrize(
    ("error", "server", "words"),
    [
        (ConnectionRefusedError(111, "Connection refused"), SERVER, "nothing listens at mail.example.org:587"),
        (
            smtplib.SMTPServerDisconnected("Connection unexpectedly closed: timed out"),
            SERVER,
            "mail.example.org:587 took the connection and said nothing",
        ),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), SERVER, "closed the connection before"),
        (OSError(113, "No route to host"), SERVER, "no connection to mail.example.org:587: host cannot be reached"),
        (
            _ssl_error("WRONG_VERSION_NUMBER"),
            replace(SERVER, security=Security.TLS),
            "does not speak TLS from the start; write smtp:// where the server wants STARTTLS",
        ),
        (
            _ssl_error("UNSUPPORTED_PROTOCOL"),
            SERVER,
            "no TLS connection to mail.example.org:587: unsupported protocol",
        ),
    ],
)
def test_why_there_is_no_connection_is_said_in_words_and_it_is_tried_again(
    error: OSError, server: SmtpServer, words: str
) -> None:
    result = connect_result(error, server)
    assert result.sent is Sent.RETRY
    assert words in result.reason
    assert not re.search(r"Errno|_ssl|hunter2", result.reason)
