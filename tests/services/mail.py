"""A real SMTP server on loopback that keeps what it is given."""

import email
import email.policy
import threading
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.ports import free_port


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as the server got it: the envelope's addresses, and the message parsed and raw."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes


class SmtpSink:
    """Accepts any mail at `url`. `refuse` holds replies to give instead, one a message, oldest first."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refuse: list[str] = []
        self._lock = threading.Condition()
        self.host, self.port = "127.0.0.1", free_port()
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()
        self.url = f"smtp://{self.host}:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a message, or refuse it as a test asked."""
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        with self._lock:
            if self.refuse:
                return self.refuse.pop(0)
            self.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), message, raw))
            self._lock.notify_all()
        return "250 kept"

    def wait_for(self, count: int, *, timeout: float = 10.0) -> list[Mail]:
        """Wait until `count` mails were kept; they. Fails after `timeout` seconds."""
        with self._lock:
            reached = self._lock.wait_for(lambda: len(self.mails) >= count, timeout)
        assert reached, f"{len(self.mails)} of {count} mails came within {timeout} s"
        return list(self.mails)

    def close(self) -> None:
        """Stop the server and its thread."""
        self._controller.stop()
