"""Where the demo's alerts arrive: a mail server, a webhook receiver, and the inbox page. Home of aiosmtpd."""

import base64
import binascii
import email
import email.policy
import hashlib
import hmac
import json
import secrets
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Literal, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from worker.demo import inbox
from worker.demo.inbox import Received
from worker.demo.serve import Answer, Request, Servers

__all__ = ["KEPT", "Received", "SinkUrls", "Sinks"]

KEPT = 500
TOLERANCE = 300
"""Seconds that a webhook's timestamp may be off, as the Standard Webhooks specification's own libraries have it."""
_TRIES = 10
_CSP = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
_MAIL_CSP = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(slots=True)
class _Kept:
    """What is kept of an arrival. body: the JSON object, or None; raw: as it came."""

    received: Received
    raw: bytes
    headers: list[tuple[str, str]] = field(default_factory=list)
    mail: EmailMessage | None = None
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SinkUrls:
    """smtp: for WIREWATCH_SMTP_URL. hook: the webhook's. inbox: the page. secret: whsec_…, that signs webhooks."""

    smtp: str
    hook: str
    inbox: str
    secret: str


def urls_of(address: str, port: int, smtp_port: int, secret: str) -> SinkUrls:
    """The addresses of sinks on these ports."""
    base = f"http://{address}:{port}"
    return SinkUrls(f"smtp://{address}:{smtp_port}", f"{base}/hook", f"{base}/", secret)


class Sinks:
    """Receives mails and webhooks from now on, until `close` or the end of with. Keeps the latest KEPT.

    What comes again under an id that is kept is counted, not kept twice. secret: of the webhooks, a new one by
    default. port, smtp_port: 0 for free ones. on_new: called, by the thread that took it, with each arrival and a
    webhook's body. Raises OSError where a port is taken.
    """

    def __init__(
        self,
        address: str = "127.0.0.1",
        *,
        secret: str | None = None,
        port: int = 0,
        smtp_port: int = 0,
        on_new: Callable[[Received, Mapping[str, Any] | None], None] = lambda _received, _body: None,
    ) -> None:
        self._on_new = on_new
        secret = secret or "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self._key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        self._changed = threading.Condition()
        self._kept: deque[_Kept] = deque()
        self._count = 0
        self._refused: Counter[str] = Counter()
        self._servers = Servers(address, {"sink": self._respond}, {"sink": port})
        try:
            self._mail, smtp_port = _mail_server(self, address, smtp_port)
        except OSError:
            self._servers.close()
            raise
        self.urls = urls_of(address, int(self._servers.urls["sink"].rpartition(":")[2]), smtp_port, secret)

    def received(self) -> list[Received]:
        """What arrived and is kept, oldest first."""
        with self._changed:
            return [kept.received for kept in self._kept]

    def refused(self) -> Counter[str]:
        """Webhooks that were refused, by the reason they were given."""
        with self._changed:
            return Counter(self._refused)

    def wait_for(self, count: int, *, timeout: float = 10.0) -> list[Received]:
        """Wait until `count` alerts arrived, by mail and webhook together; what is kept. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._count >= count, timeout):
                raise TimeoutError(f"{self._count} of {count} alerts arrived within {timeout:g} s")
        return self.received()

    def close(self) -> None:
        """Stop both servers."""
        self._mail.stop()
        self._servers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- arrivals

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail; aiosmtpd calls it by this name."""
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        mail = email.message_from_bytes(raw, policy=email.policy.default)
        if not isinstance(mail, EmailMessage):
            raise TypeError("the default policy makes an EmailMessage")
        uid = str(mail["Message-ID"] or "").strip("<> ").partition("@")[0]
        headers = [(name, str(value)) for name, value in mail.items()]
        self._keep(uid, "mail", inbox.said_by(mail), lambda received: _Kept(received, raw, headers, mail=mail))
        return "250 kept"

    def _hook(self, request: Request) -> Answer:
        if wrong := self._wrong(request):
            return self._refuse(401, wrong)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            return self._refuse(400, "the body is no JSON object")
        headers = list(request.headers.items())
        self._keep(
            request.headers["webhook-id"],
            "webhook",
            inbox.said_by_webhook(body),
            lambda received: _Kept(received, request.body, headers, body=body),
        )
        return Answer(204)

    def _refuse(self, status: int, reason: str) -> Answer:
        with self._changed:
            self._refused[reason] += 1
        return Answer(status, f"{reason}\n".encode(), _TEXT)

    def _wrong(self, request: Request) -> str:
        """What is wrong with a webhook's signature, or "" (github.com/standard-webhooks, "Signature scheme")."""
        uid, stamp = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
        if not uid or not stamp.isdecimal() or len(stamp) > 12:
            return "webhook-id or webhook-timestamp is missing"
        if abs(time.time() - int(stamp)) > TOLERANCE:
            return "the timestamp is more than five minutes off"
        signed = hmac.new(self._key, f"{uid}.{stamp}.".encode() + request.body, hashlib.sha256).digest()
        for signature in request.headers.get("webhook-signature", "").split():
            version, _, written = signature.partition(",")
            try:
                if version == "v1" and hmac.compare_digest(base64.b64decode(written, validate=True), signed):
                    return ""
            except binascii.Error:
                continue
        return "no signature is right"

    def _keep(
        self,
        uid: str,
        kind: Literal["mail", "webhook"],
        said: tuple[str, str, str, str],
        make: Callable[[Received], _Kept],
    ) -> None:
        """Keep an arrival, or count it where its id is kept already. said: watch, headline, URL, source."""
        with self._changed:
            for kept in self._kept:
                known = kept.received
                if uid and (known.id, known.kind) == (uid, kind):
                    kept.received = replace(known, repeats=known.repeats + 1)
                    return
            self._count += 1
            new = make(Received(self._count, kind, uid, *said, datetime.now(UTC)))
            self._kept.append(new)
            if len(self._kept) > KEPT:
                self._kept.popleft()
            self._changed.notify_all()
        self._on_new(new.received, new.body)

    # ---- the inbox page

    def _respond(self, request: Request) -> Answer:
        if request.path == "/hook":
            if request.method != "POST":
                return Answer(405, b"POST webhooks here\n", _TEXT | {"Allow": "POST"})
            return self._hook(request)
        if request.method == "POST":
            return Answer(404, b"nothing here\n", _TEXT)
        if request.path == "/":
            return _page(inbox.list_page(self.received(), self.refused()))
        what, _, rest = request.path.strip("/").partition("/")
        number, _, part = rest.partition("/")
        kept = self._number(number)
        if kept is not None and what == kept.received.kind:
            if kept.mail is not None and part == "":
                return _page(inbox.mail_page(kept.received, kept.headers, kept.mail))
            if kept.mail is not None and part == "html":
                return _page(inbox.html_part(kept.mail), _MAIL_CSP)
            if kept.body is not None and part == "":
                return _page(inbox.webhook_page(kept.received, kept.headers, kept.body))
        return Answer(404, b"nothing here; only the latest alerts are kept\n", _TEXT)

    def _number(self, text: str) -> _Kept | None:
        with self._changed:
            return next((kept for kept in self._kept if str(kept.received.number) == text), None)


_TEXT = {"Content-Type": "text/plain; charset=utf-8"}


def _page(html: str, policy: str = _CSP) -> Answer:
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return Answer(200, html.encode(), headers)


def _mail_server(handler: object, address: str, wanted: int) -> tuple[Any, int]:
    """Start a mail server on the port `wanted`, or, where that is 0, on a free one.

    aiosmtpd itself can only be told one. Raises OSError where it is taken, or after a few tries.
    """
    for left in reversed(range(1 if wanted else _TRIES)):
        port = wanted
        if not port:
            with socket.socket() as probe:
                probe.bind((address, 0))
                port = int(probe.getsockname()[1])
        controller = Controller(handler, hostname=address, port=port, ident="Newsroom")
        try:
            controller.start()
        except OSError:  # somebody else was faster
            if not left:
                raise
        else:
            return controller, port
    raise AssertionError("the last try returns or raises")
