"""Where the demo's alerts arrive, and the page that shows them."""

import json
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.unit.demo.conftest import Ask, Said
from worker.alerts.render import webhook_body
from worker.delivery.email import mail_message
from worker.delivery.webhook import signing_keys, webhook_headers
from worker.demo.sinks import KEPT, Sinks
from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity

HOSTILE = 'Ministers <script>alert(1)</script> & "friends" @everyone 📸'
NOW = datetime.now(UTC)


@pytest.fixture
def sinks() -> Iterator[Sinks]:
    with Sinks() as running:
        yield running


def alert(title: str = "Ministers agree", **changes: Any) -> AlertMessage:
    values: dict[str, Any] = {
        "uid": "a" * 32,
        "reason": "new story",
        "watch": "Air defence",
        "severity": Severity.HIGH,
        "title": title,
        "url": "http://127.0.0.1:9000/news/ministers-agree",
        "source": "The Harbour Gazette",
        "author": None,
        "published": NOW,
        "found_at": NOW,
        "excerpt": "They agreed.",
        "evidence": (Evidence(Part.BODY, "They agreed on air defence.", 0, ((15, 26),)),),
        "outlets": ("The Harbour Gazette",),
        "language": "en",
        "note": "",
    }
    return AlertMessage(**(values | changes))


def hook(
    sinks: Sinks,
    ask: Ask,
    message: AlertMessage | None = None,
    *,
    uid: str = "d" * 32,
    now: datetime | None = None,
    secret: str = "",
    body: str = "",
    **headers: str,
) -> Said:
    body = body or json.dumps(webhook_body(message or alert()), ensure_ascii=False)
    keys = signing_keys(secret or sinks.urls.secret)
    signed = webhook_headers(body, uid=uid, now=now or datetime.now(UTC), keys=keys)
    return ask(sinks.urls.hook, "POST", signed | {"Content-Type": "application/json"} | headers, body.encode())


def mail(sinks: Sinks, message: AlertMessage | None = None, *, uid: str = "e" * 32) -> None:
    made = mail_message(
        message or alert(),
        uid=uid,
        sender=Address("Wirewatch", "wirewatch", "newsroom.example"),
        recipients=[Address("", "desk", "newsroom.example")],
        now=NOW,
        zone=UTC,
    )
    parts = urlsplit(sinks.urls.smtp)
    with smtplib.SMTP(parts.hostname or "", parts.port or 0, timeout=10) as client:
        client.send_message(made)


def test_a_signed_webhook_is_kept(sinks: Sinks, ask: Ask) -> None:
    assert hook(sinks, ask).status == 204

    (found,) = sinks.received()
    assert (found.kind, found.id, found.watch, found.title) == ("webhook", "d" * 32, "Air defence", "Ministers agree")
    assert (found.url, found.source) == ("http://127.0.0.1:9000/news/ministers-agree", "The Harbour Gazette")
    assert found.repeats == 0


def test_a_mail_is_kept_with_the_same_words(sinks: Sinks) -> None:
    mail(sinks)

    (found,) = sinks.wait_for(1)
    assert (found.kind, found.id, found.watch, found.title) == ("mail", "e" * 32, "Air defence", "Ministers agree")
    assert (found.url, found.source) == ("http://127.0.0.1:9000/news/ministers-agree", "The Harbour Gazette")


def test_what_comes_again_under_its_id_is_counted_and_not_kept_twice(sinks: Sinks, ask: Ask) -> None:
    for _ in range(3):
        hook(sinks, ask)
        mail(sinks)

    assert [(one.kind, one.repeats) for one in sinks.received()] == [("webhook", 2), ("mail", 2)]
    assert b"again \xc3\x972" in ask(sinks.urls.inbox).body


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret": "whsec_" + "A" * 32}, "no signature is right"),
        ({"webhook-signature": ""}, "no signature is right"),
        ({"webhook-signature": "v1,*** v2,AAAA"}, "no signature is right"),
        ({"webhook-id": "another"}, "no signature is right"),
        ({"webhook-timestamp": "soon"}, "missing"),
        ({"now": datetime.now(UTC) - timedelta(minutes=10)}, "five minutes off"),
    ],
)
def test_a_webhook_that_is_not_signed_rightly_is_refused_and_said(
    sinks: Sinks, ask: Ask, changes: dict[str, Any], reason: str
) -> None:
    said = hook(sinks, ask, **changes)

    assert said.status == 401
    assert reason in said.body.decode()
    assert sinks.received() == []
    assert reason.encode() in ask(sinks.urls.inbox).body


@pytest.mark.parametrize("body", ["[]", "no json", "[" * 100_000])
def test_a_webhook_without_an_object_is_refused(sinks: Sinks, ask: Ask, body: str) -> None:
    assert hook(sinks, ask, body=body).status == 400


def test_a_body_beyond_the_bound_is_refused_unread(sinks: Sinks, ask: Ask) -> None:
    assert ask(sinks.urls.hook, "POST", {"Content-Length": "99999999"}).status == 413


def test_waiting_in_vain_says_how_many_came(sinks: Sinks, ask: Ask) -> None:
    hook(sinks, ask)

    with pytest.raises(TimeoutError, match="1 of 2"):
        sinks.wait_for(2, timeout=0.01)


def test_the_inbox_shows_the_newest_first(sinks: Sinks, ask: Ask) -> None:
    hook(sinks, ask, alert("The first"), uid="1" * 32)
    hook(sinks, ask, alert("The second"), uid="2" * 32)

    page = ask(sinks.urls.inbox).body.decode()
    assert page.index("The second") < page.index("The first")
    assert "0 mails, 2 webhooks" in page


def test_nothing_from_a_message_is_markup_on_any_page(sinks: Sinks, ask: Ask) -> None:
    hook(
        sinks,
        ask,
        alert(watch=HOSTILE),
        body=json.dumps({"watch": HOSTILE, "article": {"title": HOSTILE, "url": HOSTILE}}),
    )
    mail(sinks, alert(HOSTILE, watch=HOSTILE))

    for path in ("", "webhook/1", "mail/2"):
        said = ask(sinks.urls.inbox + path)
        assert said.status == 200
        assert b"<script" not in said.body
        assert "script-src" not in said.headers["content-security-policy"]
        assert "default-src 'none'" in said.headers["content-security-policy"]
    assert b'href="javascript' not in ask(sinks.urls.inbox + "webhook/1").body


def test_a_mail_is_shown_in_a_frame_that_may_do_nothing(sinks: Sinks, ask: Ask) -> None:
    mail(sinks)

    page = ask(sinks.urls.inbox + "mail/1").body.decode()
    html = ask(sinks.urls.inbox + "mail/1/html")
    assert '<iframe sandbox=""' in page
    assert "X-Wirewatch-Delivery" in page
    assert "»air defence«" in page
    assert html.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert b"<mark" in html.body


def test_a_webhook_is_shown_with_its_body_and_signature(sinks: Sinks, ask: Ask) -> None:
    hook(sinks, ask)

    page = ask(sinks.urls.inbox + "webhook/1").body.decode()
    assert "The signature is right." in page
    assert "&quot;watch&quot;: &quot;Air defence&quot;" in page


@pytest.mark.parametrize("path", ["mail/1", "webhook/2", "mail/x", "mail/1/text", "nothing", "webhook/1/html"])
def test_what_was_not_received_is_a_404(sinks: Sinks, ask: Ask, path: str) -> None:
    hook(sinks, ask)

    assert ask(sinks.urls.inbox + path).status == 404


def test_only_the_latest_are_kept(sinks: Sinks) -> None:
    for number in range(KEPT + 5):
        sinks._keep(str(number), "webhook", ("w", "t", "", ""), lambda received: _kept(received))

    assert len(sinks.received()) == KEPT
    assert sinks.received()[0].number == 6
    sinks.wait_for(KEPT + 5, timeout=0)


def _kept(received: Any) -> Any:
    from worker.demo.sinks import _Kept

    return _Kept(received, b"")


def test_a_mail_of_somebody_else_is_kept_under_its_subject(sinks: Sinks) -> None:
    parts = urlsplit(sinks.urls.smtp)
    with smtplib.SMTP(parts.hostname or "", parts.port or 0, timeout=10) as client:
        client.sendmail("a@b.example", ["c@d.example"], b"Subject: Hello\r\n\r\nNothing.\r\n")

    (found,) = sinks.wait_for(1)
    assert (found.watch, found.title, found.id) == ("", "Hello", "")
