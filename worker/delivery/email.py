"""E-mail: one message per delivery, handed over one SMTP connection per server and batch."""

import hashlib
import re
import smtplib
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from worker.alerts.render import watch_name
from worker.alerts.render_mail import render_mail
from worker.delivery.guard import Guard
from worker.delivery.smtp import Security, SmtpConnection, SmtpServer, read_smtp_url
from worker.delivery.words import again, broken, said, sentence
from worker.domain.alert import AlertMessage, Outgoing, SendResult, Sent
from worker.domain.watch import Severity
from worker.errors import AddressRefused, ConfigError, FetchError
from worker.log import get_logger
from worker.ports import Secrets
from worker.text.system import errno_words

log = get_logger(__name__)

RECIPIENTS_MAX = 100
"""Most recipients of one message that every server must take (RFC 5321, section 4.5.3.1.8)."""
_LEAST_TIME = 1.0
"""Seconds left below which no message is begun: it could only be cut off."""

# seven bits on the wire, whatever the text: any server takes it, and no line is too long for one
_WIRE = policy.SMTP.clone(cte_type="7bit")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PreparedMail:
    """One message ready to be handed over. index: its place in the batch. content: as it goes over the wire."""

    index: int
    server: SmtpServer
    allow_private: bool
    sender: str
    recipients: tuple[str, ...]
    content: bytes


def read_address(text: str) -> Address:
    """An address as written, `desk@example.org` or `Desk <desk@example.org>`. Raises ConfigError."""
    fix = "write it as desk@example.org"
    shown = said(text, 80)
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise ConfigError(f"“{shown}” has a line break or another control character in it", hint=fix)
    header = policy.SMTP.header_factory("to", text)
    found: tuple[Address, ...] = getattr(header, "addresses", ())
    if len(found) != 1 or not found[0].username or not found[0].domain:
        raise ConfigError(f"“{shown}” is not an e-mail address", hint=fix)
    address = found[0]
    try:
        domain = address.domain.encode("idna").decode("ascii")
        address.username.encode("ascii")
    except UnicodeError:
        raise ConfigError(f"“{shown}” has letters that mail servers do not take", hint=fix) from None
    if header.defects:
        raise ConfigError(f"“{shown}” is not an e-mail address", hint=fix)
    return Address(address.display_name, address.username, domain)


def read_recipients(config: Mapping[str, Any], secrets: Secrets) -> tuple[Address, ...]:
    """The recipients of a channel: `to`, a list of addresses or one. Raises ConfigError, UnsetVariable."""
    given = config.get("to") or ()
    written = [given] if isinstance(given, str) else [str(one) for one in given]
    if not 1 <= len(written) <= RECIPIENTS_MAX:
        raise ConfigError(f"an e-mail channel has 1 to {RECIPIENTS_MAX} addresses in `to`, this has {len(written)}")
    return tuple(read_address(secrets.expand(one)) for one in written)


def read_server(
    config: Mapping[str, Any], secrets: Secrets, *, smtp_url: str | None, allow_private: bool
) -> tuple[SmtpServer, bool]:
    """The server a channel uses, and whether it may have an address that is not public.

    The channel's own `smtp` stands under its `allow_private`; `smtp_url` is the operator's setting, which
    names the server on purpose. Raises ConfigError, UnsetVariable.
    """
    own = config.get("smtp")
    if own:
        return read_smtp_url(secrets.expand(str(own))), allow_private
    if not smtp_url:
        raise ConfigError(
            "no mail server is known",
            hint="set WIREWATCH_SMTP_URL to smtp://user:password@host:587, or smtp in the channel",
        )
    return read_smtp_url(secrets.expand(smtp_url)), True


def read_sender(config: Mapping[str, Any], secrets: Secrets, *, server: SmtpServer, mail_from: str | None) -> Address:
    """The sender: the channel's `from`, else the SMTP URL's, else `mail_from` of the settings.

    Raises ConfigError, UnsetVariable.
    """
    written = str(config.get("from") or server.sender or mail_from or "")
    if not written:
        raise ConfigError("no sender is known", hint="set WIREWATCH_MAIL_FROM, or from in the channel")
    return read_address(secrets.expand(written))


def mail_message(
    message: AlertMessage, *, uid: str, sender: Address, recipients: Sequence[Address], now: datetime, zone: tzinfo
) -> EmailMessage:
    """The whole message. The same delivery uid gives the same Message-ID at each try. now: aware UTC."""
    shown = render_mail(message, zone)
    mail = EmailMessage(_WIRE)
    mail["From"] = Address(sender.display_name or "Wirewatch", sender.username, sender.domain)
    mail["To"] = tuple(recipients)
    mail["Subject"] = shown.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{uid}@{sender.domain}>"
    # RFC 3834: nobody's holiday reply should answer an alert; the second header says so to Exchange
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Id"] = list_id(message, sender.domain)
    mail["X-Wirewatch-Delivery"] = uid
    if message.severity is Severity.HIGH:
        mail["Importance"] = "high"
        mail["X-Priority"] = "1"
    mail.set_content(shown.text)
    mail.add_alternative(shown.html, subtype="html")
    return mail


def list_id(message: AlertMessage, domain: str) -> str:
    """A List-Id (RFC 2919) that is the same for each alert of a watch, so that a mail rule can sort them."""
    name = watch_name(message)
    slug = _NOT_SLUG.sub("-", name.lower()).strip("-")[:40].strip("-")
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"<{f'{slug}-' if slug else ''}{mark}.watches.{domain}>"


def prepare_mail(
    index: int,
    outgoing: Outgoing,
    *,
    secrets: Secrets,
    smtp_url: str | None,
    mail_from: str | None,
    now: datetime,
    zone: tzinfo,
) -> PreparedMail:
    """Make one delivery ready. Raises ConfigError or UnsetVariable: then the channel cannot work."""
    channel = outgoing.channel
    server, allow_private = read_server(
        channel.config, secrets, smtp_url=smtp_url, allow_private=channel.allow_private
    )
    sender = read_sender(channel.config, secrets, server=server, mail_from=mail_from)
    recipients = read_recipients(channel.config, secrets)
    mail = mail_message(outgoing.message, uid=outgoing.uid, sender=sender, recipients=recipients, now=now, zone=zone)
    to = tuple(dict.fromkeys(one.addr_spec for one in recipients))
    return PreparedMail(index, server, allow_private, sender.addr_spec, to, mail.as_bytes())


def send_mails(mails: Sequence[PreparedMail], guard: Guard, *, ends: float) -> Iterator[tuple[int, SendResult]]:
    """Hand messages for one server over in turn; yield (index, result) as each ends.

    ends: the moment of time.monotonic() by which to be done; what was not begun by then is not yielded.
    Where no connection can be made, all that is left gets that answer.
    """
    connection: SmtpConnection | None = None
    try:
        for at, mail in enumerate(mails):
            left = ends - time.monotonic()
            if left < _LEAST_TIME:
                return
            if connection is None or not connection.usable:
                if connection is not None:
                    connection.close()
                try:
                    connection = SmtpConnection(mail.server, guard, allow_private=mail.allow_private, deadline=left)
                except (OSError, FetchError, ConfigError) as error:
                    connection = None
                    result = connect_result(error, mail.server)
                    yield from ((one.index, result) for one in mails[at:])
                    return
            yield mail.index, _send_one(connection, mail)
    finally:
        if connection is not None:
            connection.close()


def connect_result(error: OSError | FetchError | ConfigError, server: SmtpServer) -> SendResult:
    """What it means that no connection was made. A wrong password or address needs mending, a deaf server time."""
    hide = [server.password] if server.password else []
    if isinstance(error, AddressRefused | ConfigError):
        return broken(sentence(error, hide))
    if isinstance(error, FetchError):
        return again(sentence(error, hide))
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return broken(
            f"{server.host} does not accept the user and password (it answered {_answer(error, hide)})",
            error.smtp_code,
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return broken(f"{server.host} offers no log-in; leave user and password out of the SMTP URL")
    if isinstance(error, smtplib.SMTPResponseException):
        return again(f"{server.host} answered {_answer(error, hide)}", error.smtp_code)
    if isinstance(error, ssl.SSLCertVerificationError):
        return again(f"the certificate of {server.host} is not to be trusted: {said(error.verify_message)}")
    if isinstance(error, TimeoutError):
        return again(f"{server.host}:{server.port} did not answer in time")
    return again(_no_connection(error, server, hide))


def _no_connection(error: OSError, server: SmtpServer, hide: Sequence[str]) -> str:
    """Why there is no connection, and what to look at, in words; nothing of Python's own error texts."""
    place = f"{server.host}:{server.port}"
    if isinstance(error, ssl.SSLError):
        if error.reason == "WRONG_VERSION_NUMBER" and server.security is Security.TLS:
            return f"{place} does not speak TLS from the start; write smtp:// where the server wants STARTTLS"
        return f"no TLS connection to {place}: {said((error.reason or 'it failed').lower().replace('_', ' '))}"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        if "timed out" in str(error):
            return f"{place} took the connection and said nothing; see that a mail server listens at this port"
        return f"{place} closed the connection before it was ready; see that a mail server listens at this port"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing listens at {place}; see that the mail server runs, and that this is its port"
    return f"no connection to {place}: {errno_words(error) or said(error.strerror or str(error), hide=hide)}"


def _answer(error: smtplib.SMTPResponseException, hide: Sequence[str] = ()) -> str:
    words = error.smtp_error
    return f"{error.smtp_code} {said(words, hide=hide)}".strip()


def _send_one(connection: SmtpConnection, mail: PreparedMail) -> SendResult:
    host = mail.server.host
    try:
        refused = connection.send(mail.content, sender=mail.sender, recipients=list(mail.recipients))
    except smtplib.SMTPSenderRefused as error:
        words = f"{host} refused the sender {mail.sender}: {_answer(error)}"
        if error.smtp_code == 552:  # RFC 1870: larger than the server takes, so this message's fault
            return SendResult(Sent.REFUSED, words, error.smtp_code)
        return broken(words, error.smtp_code) if error.smtp_code >= 500 else again(words, error.smtp_code)
    except smtplib.SMTPRecipientsRefused as error:
        return _all_refused(host, error.recipients)
    except smtplib.SMTPResponseException as error:
        words = f"{host} refused the message: {_answer(error)}"
        if error.smtp_code >= 500:
            return SendResult(Sent.REFUSED, words, error.smtp_code)
        return again(words, error.smtp_code)
    except (OSError, ValueError) as error:
        # ValueError: a connection shut down under smtplib's feet; whether the message arrived is not known, a
        # repeat carries the same Message-ID
        if connection.cut or isinstance(error, TimeoutError):
            return again(f"{host} did not take the message in time")
        return again(f"{host} broke off: {said(str(error))}")
    count = len(mail.recipients) - len(refused)
    reason = f"handed to {host} for {count} {'recipient' if count == 1 else 'recipients'}"
    if refused:
        # those who got it must not get it again, so this is sent, and says for whom it was not
        reason += f"; refused: {_refusals(refused)}"
        log.warning("recipients refused", host=host, refused=_refusals(refused))
    return SendResult(Sent.OK, reason, 250)


def _refusals(refused: Mapping[str, tuple[int, bytes]]) -> str:
    shown = [f"{address} ({code} {said(words, 120)})" for address, (code, words) in list(refused.items())[:5]]
    if len(refused) > len(shown):
        shown.append(f"{len(refused) - len(shown)} more")
    return ", ".join(shown)


def _all_refused(host: str, refused: Mapping[str, tuple[int, bytes]]) -> SendResult:
    """Every recipient was refused: for good only if none may be taken later (greylisting answers 4xx)."""
    words = f"{host} refused every recipient: {_refusals(refused)}"
    codes = [code for code, _ in refused.values()]
    later = [code for code in codes if code < 500]
    if later:
        return again(words, later[0])
    return SendResult(Sent.REFUSED, words, codes[0] if codes else None)
