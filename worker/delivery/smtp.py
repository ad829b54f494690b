"""SMTP to an address that the guard decided on; home of smtplib.

The server's name is resolved once, by the guard, and the connection goes to the very address it allowed;
certificates are still held against the name. A watchdog cuts the connection at its deadline, because a
socket's time-out starts anew with every byte a slow server sends.
"""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from urllib.parse import parse_qsl, unquote, urlsplit

from worker.delivery.guard import Guard
from worker.errors import ConfigError, ConnectionFailed

STEP_TIMEOUT = 15.0
"""Seconds one answer may take; servers that check for spam pause for a few."""


class Security(StrEnum):
    """How the connection is encrypted. AUTO: STARTTLS where the server offers it."""

    TLS = "tls"
    STARTTLS = "starttls"
    AUTO = "auto"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A server to hand mail to. sender: the URL's `from=`, or "". The password stays out of the repr."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""


_STARTTLS = {"required": Security.STARTTLS, "yes": Security.STARTTLS, "no": Security.PLAIN}


def read_smtp_url(url: str) -> SmtpServer:
    """Read `smtp://user:password@host:587?starttls=required|yes|no&from=desk@example.org` or `smtps://host:465`.

    Without `starttls` it is required where there is a password, and else used where the server offers it.
    Ports: 465 for smtps, 587 with a user, else 25. Raises ConfigError, without showing the URL.
    """
    fix = "write it as smtp://user:password@host:587 or smtps://user:password@host:465"
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=8))
    except ValueError:
        raise ConfigError("the SMTP server's URL cannot be read", hint=fix) from None
    scheme = parts.scheme.lower()
    if scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/"):
        raise ConfigError("the SMTP server's URL is neither smtp://host nor smtps://host", hint=fix)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender = options.pop("from", "")
    wanted = options.pop("starttls", None)
    if options or (wanted is not None and wanted not in _STARTTLS):
        raise ConfigError(
            "the SMTP server's URL has an option that is not known",
            hint="the options are starttls=required, yes or no, and from=",
        )
    if scheme == "smtps":
        security = Security.TLS
    elif wanted is not None:
        security = _STARTTLS[wanted]
    else:
        security = Security.STARTTLS if password else Security.AUTO
    usual = 465 if scheme == "smtps" else 587 if user else 25
    return SmtpServer(parts.hostname, port or usual, security, user, password, sender)


class _GuardedSmtp(smtplib.SMTP):
    """An SMTP client whose socket goes to an address the guard allowed. `_get_socket` is what the standard
    library's own SMTP_SSL overrides for the same end."""

    def __init__(
        self,
        server: SmtpServer,
        guard: Guard,
        *,
        allow_private: bool,
        timeout: float,
        opened: Callable[[socket.socket], None],
    ) -> None:
        self._guard = guard
        self._allow_private = allow_private
        self._opened = opened
        self._tls = ssl.create_default_context() if server.security is Security.TLS else None
        # given here only to spare a look-up of our own name; the address is put in once it is known
        super().__init__(server.host, server.port, local_hostname="[127.0.0.1]", timeout=timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        last: OSError | None = None
        for family, address in self._guard.resolve(host, port, allow_private=self._allow_private):
            try:
                plain = socket.create_connection((address, port), timeout)
            except OSError as error:
                last = error
                continue
            self._opened(plain)
            # an address literal is always a valid name to greet with (RFC 5321, section 4.1.3); a container's
            # host name seldom is
            ours = plain.getsockname()[0]
            self.local_hostname = f"[IPv6:{ours}]" if family == socket.AF_INET6 else f"[{ours}]"
            if self._tls is None:
                return plain
            try:
                return self._tls.wrap_socket(plain, server_hostname=host)
            except OSError:
                plain.close()
                raise
        raise last or ConnectionFailed(f"{host} has no address")


class SmtpConnection:
    """One connection, to be used by one thread. A context manager: leaving it says QUIT or hangs up.

    deadline: seconds from now after which it is cut, whatever is going on.
    """

    def __init__(self, server: SmtpServer, guard: Guard, *, allow_private: bool, deadline: float) -> None:
        """Connect, encrypt and log in.

        Raises AddressRefused or ConnectionFailed of the guard, OSError where there is no connection,
        smtplib.SMTPException for what the server answers, ConfigError where encryption is required and the
        server has none.
        """
        self._lock = threading.Lock()
        self._cut = False
        self._client: _GuardedSmtp | None = None
        # a second handle on the connection: shutting it down works from another thread and past any TLS layer
        self._handle: socket.socket | None = None
        self._watchdog = threading.Timer(deadline, self._hang_up)
        self._watchdog.daemon = True
        self._watchdog.start()
        try:
            self._client = _GuardedSmtp(
                server,
                guard,
                allow_private=allow_private,
                timeout=max(min(STEP_TIMEOUT, deadline), 0.1),
                opened=self._watch,
            )
            self._encrypt(self._client, server)
            if server.user:
                self._client.login(server.user, server.password)
        except BaseException:  # whatever ends the set-up, a half-open connection must not stay
            self.close()
            raise

    def _watch(self, opened: socket.socket) -> None:
        with self._lock:
            self._handle = opened.dup()

    def _encrypt(self, client: _GuardedSmtp, server: SmtpServer) -> None:
        client.ehlo_or_helo_if_needed()
        if server.security in (Security.TLS, Security.PLAIN):
            return
        if client.has_extn("starttls"):
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        elif server.security is Security.STARTTLS:
            raise ConfigError(
                f"{server.host} offers no encryption (STARTTLS), so nothing was sent",
                hint="add ?starttls=no to the SMTP URL if plain text is meant",
            )

    def _hang_up(self) -> None:
        with self._lock:
            self._cut = True
            if self._handle is not None:
                with contextlib.suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)

    def send(self, message: bytes, *, sender: str, recipients: list[str]) -> dict[str, tuple[int, bytes]]:
        """Hand over one message; out: the recipients that were refused, with code and answer.

        Raises smtplib.SMTPException or OSError; the connection may then be closed, see `usable`.
        """
        if self._client is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        return self._client.sendmail(sender, recipients, message)

    @property
    def usable(self) -> bool:
        """Whether another message can go over this connection."""
        return not self._cut and self._client is not None and self._client.sock is not None

    @property
    def cut(self) -> bool:
        """Whether the deadline cut it."""
        return self._cut

    def close(self) -> None:
        """Hang up; a QUIT is said where the server still listens."""
        client, self._client = self._client, None
        if client is not None:
            if not self._cut and client.sock is not None:
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    client.sock.settimeout(2)
                    client.quit()
            with contextlib.suppress(OSError):
                client.close()
        self._watchdog.cancel()
        with self._lock:
            if self._handle is not None:
                # where the client failed while it was being made, this handle is all there is to hang up with
                with contextlib.suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)
                self._handle.close()
                self._handle = None

    def __enter__(self) -> "SmtpConnection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
