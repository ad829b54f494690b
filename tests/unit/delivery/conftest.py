"""Receivers on loopback, and the few things delivery is given: a guard, secrets, a clock, a fetcher."""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from worker.delivery.notifier import ChannelNotifier
from worker.domain.alert import AlertMessage, Channel, ChannelKind, Outgoing, SendResult
from worker.domain.http import FetchRequest, FetchResponse
from worker.domain.watch import Evidence, Part, Severity
from worker.errors import AddressRefused, ConnectionFailed, FetchError, FetchTimeout, UnsetVariable

NOW = datetime(2026, 3, 2, 14, 7, tzinfo=UTC)
SECRET = "whsec_" + "c2VjcmV0IG9mIDMyIGJ5dGVzIGZvciB0aGUgdGVzdHM="


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxy is no part of any test."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class LoopbackGuard:
    """Allows loopback where told to, and nothing else that is not public."""

    def __init__(self, *, allow: bool) -> None:
        self.allow = allow
        self.asked: list[str] = []

    def check(self, address: str, *, allow_private: bool = False) -> None:
        self.asked.append(address)
        if not (self.allow or allow_private or ipaddress.ip_address(address).is_global):
            raise AddressRefused(f"{address} is not a public address", hint="allow it by name")

    def resolve(self, host: str, port: int, *, allow_private: bool = False) -> Sequence[tuple[int, str]]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise ConnectionFailed(f"{host} has no address") from error
        addresses = [(int(family), str(place[0])) for family, _, _, _, place in found]
        for _, address in addresses:
            self.check(address, allow_private=allow_private)
        return addresses


class PinnedGuard(LoopbackGuard):
    """Gives one address for every name, as a name that no resolver knows would need."""

    def resolve(self, host: str, port: int, *, allow_private: bool = False) -> Sequence[tuple[int, str]]:
        return [(socket.AF_INET, "127.0.0.1")]


class Environment:
    """Secrets from a dict."""

    def __init__(self, **values: str) -> None:
        self.values = values

    def expand(self, text: str) -> str:
        while "${" in text:
            name = text.split("${", 1)[1].split("}", 1)[0]
            if name not in self.values:
                raise UnsetVariable(name)
            text = text.replace(f"${{{name}}}", self.values[name])
        return text


class StoppedClock:
    """Always NOW."""

    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        raise AssertionError("delivery waits for nobody")

    def jitter(self) -> float:
        return 0.5


class PlainFetcher:
    """A Fetcher over http.client, one request after the other."""

    def fetch(self, request: FetchRequest) -> FetchResponse:
        parts = urlsplit(request.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=request.timeout)
        try:
            connection.request(request.method, parts.path or "/", request.body, dict(request.headers))
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return FetchResponse(request.url, answer.status, headers, answer.read(request.max_bytes))
        except TimeoutError as error:
            raise FetchTimeout("no whole answer in time") from error
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionFailed(f"no connection to {parts.hostname}") from error
        finally:
            connection.close()

    def fetch_groups(
        self, requests: Sequence[FetchRequest], *, deadline: float, linger: float = 0.05
    ) -> Iterator[list[tuple[int, FetchResponse | FetchError]]]:
        for index, request in enumerate(requests):
            try:
                yield [(index, self.fetch(request))]
            except FetchError as error:
                yield [(index, error)]

    def close(self) -> None:
        return None


@dataclass
class Request:
    """What an HTTP receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HttpSink:
    """An HTTP receiver on loopback; answers what `status`, `headers` and `body` say, or hangs until closed."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    hang: bool = False
    drip: bool = False
    got: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@pytest.fixture
def http_sink() -> Iterator[HttpSink]:
    sink = HttpSink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            sink.got.append(Request(self.path, headers, self.rfile.read(length)))
            if sink.hang:
                sink.closing.wait(30)
                return
            self.send_response(sink.status)
            for name, value in sink.headers.items():
                self.send_header(name, value)
            if sink.drip:
                self.send_header("content-length", "1000000")
                self.end_headers()
                while not sink.closing.wait(0.05):
                    try:
                        self.wfile.write(b"x")
                        self.wfile.flush()
                    except OSError:
                        return
                return
            self.send_header("content-length", str(len(sink.body)))
            self.end_headers()
            self.wfile.write(sink.body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class names it so
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield sink
    sink.closing.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


@dataclass
class SmtpSink:
    """A mail server on loopback. `answers`: what it says to a command instead of 250, by address or command."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    sessions: set[int] = field(default_factory=set)
    drop_after_data: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sessions.add(id(session))
        answer = self.answers.get("MAIL")
        if answer is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if self.drop_after_data:
            assert server.transport is not None
            server.transport.close()
            return "250 never seen"
        answer = self.answers.get("DATA")
        if answer is None:
            self.raw.append(content)
            mail = message_from_bytes(content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
        return answer or "250 OK"


def _authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    known = data.login == b"desk" and data.password == b"p@ss word"
    return AuthResult(success=known, handled=known)


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    sink = SmtpSink()
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=_free_port(),
        auth_require_tls=False,
        authenticator=_authenticate,
        ident="sink",
    )
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop(no_assert=True)


DATA = Path(__file__).parent / "data"


@pytest.fixture
def certificate() -> Path:
    """A self-signed certificate for mail.example.test."""
    return DATA / "mail.cert.pem"


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(DATA / "mail.cert.pem", DATA / "mail.key.pem")
    return context


@pytest.fixture
def starttls_sink() -> Iterator[SmtpSink]:
    """A mail server that takes no mail before STARTTLS."""
    sink = SmtpSink()
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=_free_port(),
        tls_context=_tls(),
        require_starttls=True,
        authenticator=_authenticate,
        ident="sink",
    )
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop(no_assert=True)


@pytest.fixture
def smtps_sink() -> Iterator[SmtpSink]:
    """A mail server that is encrypted from the first byte."""
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=_free_port(), ssl_context=_tls(), ident="sink")
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def dead_port() -> int:
    """A port on which nobody listens."""
    return _free_port()


@pytest.fixture
def message() -> AlertMessage:
    return AlertMessage(
        uid="00112233445566778899aabbccddeeff",
        reason="new story",
        watch="Air defence",
        severity=Severity.NORMAL,
        title="Ministers back a bigger shield",
        url="https://news.example.org/shield",
        source="Example Wire",
        author=None,
        published=datetime(2026, 3, 2, 14, 5, tzinfo=UTC),
        found_at=datetime(2026, 3, 2, 14, 6, tzinfo=UTC),
        excerpt="The talks ran into the night.",
        evidence=(Evidence(Part.BODY, "Allies agreed to raise air defence.", 0, ((23, 34),)),),
    )


@pytest.fixture
def outgoing(message: AlertMessage) -> Callable[..., Outgoing]:
    """A delivery over a channel of this kind and config."""
    made = iter(range(1, 1_000))

    def make(kind: ChannelKind, config: dict[str, Any], *, allow_private: bool = False, **changes: Any) -> Outgoing:
        number = next(made)
        channel = Channel(
            id=number,
            name=f"channel {number}",
            kind=kind,
            config=config,
            allow_private=allow_private,
            origin="channels.yaml",
            disabled="",
            blocked_until=None,
            failures=0,
        )
        return Outgoing(f"{number:032x}", channel, replace(message, **changes))

    return make


Send = Callable[..., list[SendResult | None]]


@pytest.fixture
def send() -> Send:
    """Send a batch through a ChannelNotifier; out: the results by place, None where there is none."""

    def run(
        *batch: Outgoing,
        allow: bool = True,
        deadline: float = 10.0,
        smtp_url: str = "",
        guard: LoopbackGuard | None = None,
        public_url: str = "",
        **environment: str,
    ) -> list[SendResult | None]:
        notifier = ChannelNotifier(
            PlainFetcher(),
            guard or LoopbackGuard(allow=allow),
            Environment(**environment),
            smtp_url=smtp_url,
            mail_from="alerts@watch.example.org",
            time_zone=ZoneInfo("Europe/Brussels"),
            public_url=public_url,
            clock=StoppedClock(),
        )
        results: list[SendResult | None] = [None] * len(batch)
        for index, result in notifier.send_each(batch, deadline=deadline):
            assert results[index] is None
            results[index] = result
        return results

    return run


@pytest.fixture
def secret() -> str:
    """A webhook secret of 32 bytes."""
    return SECRET


@pytest.fixture
def environment() -> type[Environment]:
    return Environment


@pytest.fixture
def loopback_guard() -> type[LoopbackGuard]:
    return LoopbackGuard


@pytest.fixture
def pinned_guard() -> LoopbackGuard:
    """A guard under which every name leads to loopback."""
    return PinnedGuard(allow=True)
