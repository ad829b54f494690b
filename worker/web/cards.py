"""An alert as the page shows it. Pure; the words are those of mails and terminal (worker.alerts.render)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from worker.alerts.render import dateline, iso, kind_words, other_outlets, source_name, spoken_time, watch_name
from worker.alerts.render_clean import Piece, clean, cut, safe_url
from worker.alerts.render_mail import headline_pieces, sentences
from worker.domain.alert import AlertView, Outcome
from worker.domain.watch import Severity
from worker.storage.views import Place
from worker.web.places import write_place


@dataclass(frozen=True, slots=True)
class Moment:
    """A time. iso: for programs; words: for people, in the operator's zone."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """An alert, ready to be shown; every text is one clean line and still to be escaped for HTML.

    place: where it stands in the list (worker.web.places). title, sentences: pieces, the hits told apart. url:
    http(s), or None. tag: what sort of alert it is where that is not a new story, or empty. language: of title and
    sentences, or None. decided: when, with its day where that is another than the day it was published. why: why
    it was told or was not.
    """

    id: int
    place: str
    told: bool
    high: bool
    watch: str
    severity: str
    tag: str
    title: tuple[Piece, ...]
    url: str | None
    language: str | None
    sentences: tuple[tuple[Piece, ...], ...]
    source: str
    published: Moment
    outlets: str
    note: str
    decided: Moment
    why: str


def card_of(view: AlertView, zone: tzinfo) -> Card:
    """The card of an alert. zone: the operator's."""
    message = view.message
    told = view.outcome == Outcome.TOLD
    language = message.language or ""
    return Card(
        id=view.id,
        place=write_place(Place(view.at, view.id)),
        told=told,
        high=message.severity is Severity.HIGH,
        watch=watch_name(message),
        severity="" if message.severity is Severity.NORMAL else message.severity.value,
        tag=kind_words(message) if told else str(view.outcome),
        title=headline_pieces(message),
        url=safe_url(message.url),
        language=language if language.isascii() and language.isalpha() else None,
        sentences=tuple(sentences(message)),
        source=source_name(message),
        published=Moment(iso(message.published or message.found_at), dateline(message, zone)),
        outlets=other_outlets(message),
        note=cut(message.note, 300),
        decided=near(view.at, message.published or message.found_at, zone),
        why=", ".join(part for part in (clean(view.reason), cut(view.detail, 300)) if part),
    )


def cards_of(views: Sequence[AlertView], zone: tzinfo) -> list[Card]:
    """The cards of alerts, in their order."""
    return [card_of(view, zone) for view in views]


def near(at: datetime, other: datetime, zone: tzinfo) -> Moment:
    """An aware time beside `other`: on the same day as that in the operator's zone, the hour is enough."""
    local = at.astimezone(zone)
    words = spoken_time(at, zone)
    if local.date() == other.astimezone(zone).date():
        words = words.rpartition(", ")[2]
    return Moment(iso(at), words)
