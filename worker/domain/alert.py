"""Alerts, channels and deliveries: what became of a match, and its way to the people who asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from worker.domain.watch import Evidence, Severity


class Outcome(StrEnum):
    """What became of a match."""

    TOLD = "told"
    NOT_TOLD = "not told"


class Reason(StrEnum):
    """Why. The words are shown to users as they stand."""

    NEW_STORY = "new story"
    HISTORY = "first poll of a new feed"
    TOO_OLD = "too old"


@dataclass(frozen=True, slots=True)
class Decision:
    """An outcome with its reason; `detail` is one sentence with the figures that decided."""

    outcome: Outcome
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """All that any channel may say of an alert; stored with it, so that each try says the same.

    uid: 32 hex digits, the same for the same watch, article and reason wherever it is computed.
    published, found_at: aware UTC. outlets: names of the feeds that carry the article. note: or "".
    """

    uid: str
    reason: str
    watch: str
    severity: Severity
    title: str
    url: str | None
    source: str
    author: str | None
    published: datetime | None
    found_at: datetime
    excerpt: str
    evidence: tuple[Evidence, ...]
    outlets: tuple[str, ...] = ()
    language: str | None = None
    note: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    test: bool = False


class ChannelKind(StrEnum):
    """The kinds of channel, each one file in worker/delivery."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    APPRISE = "apprise"


@dataclass(frozen=True, slots=True)
class DeclaredChannel:
    """A channel as somebody wrote it. config: by kind, with `${NAME}` unexpanded:

    email: to (list of addresses), optional from, smtp (URL). webhook: url, optional secret. apprise: url.
    allow_private: may reach addresses that are not public; honoured from files only.
    """

    name: str
    kind: ChannelKind
    config: Mapping[str, Any]
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel's row. `disabled`: the reason in words, or "". blocked_until: it asked for silence."""

    id: int
    name: str
    kind: ChannelKind
    config: Mapping[str, Any]
    allow_private: bool
    origin: str
    disabled: str
    blocked_until: datetime | None
    failures: int


class Sent(StrEnum):
    """What one try to send came to."""

    OK = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class SendResult:
    """OK; RETRY later (`retry_after`: as the receiver asked); REFUSED: this message never;
    BROKEN: the channel itself cannot work until somebody mends it, so it is disabled.
    reason: one sentence, no secrets. status: the HTTP or SMTP code, where there was one.
    """

    sent: Sent
    reason: str
    status: int | None = None
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One delivery on its way. uid: 32 hex digits, sent along as webhook-id and in the Message-ID."""

    uid: str
    channel: Channel
    message: AlertMessage


class DeliveryState(StrEnum):
    """How a delivery ended, or that it has not yet."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class DeliveryWork:
    """A claimed delivery. tries: sends that were answered with RETRY so far."""

    id: int
    uid: str
    tries: int
    channel: Channel
    message: AlertMessage
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """What becomes of a claimed delivery: sent, failed or skipped for good, or waiting until `next_at`."""

    id: int
    state: DeliveryState
    reason: str
    status: int | None
    next_at: datetime
    tries: int
    channel_id: int
    disable_channel: str = ""
    block_channel_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert as people read it in a list."""

    id: int
    at: datetime
    outcome: str
    reason: str
    detail: str
    message: AlertMessage


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery as people read it in a list."""

    id: int
    uid: str
    channel: str
    kind: str
    state: str
    reason: str
    status: int | None
    tries: int
    created_at: datetime
    next_at: datetime
    finished_at: datetime | None
    watch: str
    title: str


@dataclass(frozen=True, slots=True)
class KnownAlert:
    """An alert this article already has for a watch."""

    id: int
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A delivery to create: `uid` is its identity, `channel` the channel's name."""

    uid: str
    channel: str
