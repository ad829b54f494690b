"""What a webhook receives of an alert, and the words that every channel shares.

All times out are ISO 8601 in UTC for programs, and in the reader's time zone for people. Nothing here asks
what time it is: a message says the same at its first try and at its last.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from worker.alerts.render_clean import clean, cut, hits, paragraphs, pieces, safe_url
from worker.domain.alert import AlertMessage, Reason
from worker.domain.watch import Evidence

TITLE_MAX = 300
"""Longest headline shown, in characters. The longest headlines of wire services are about 150."""
EXCERPT_MAX = 500
NAME_MAX = 100

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def iso(moment: datetime) -> str:
    """An aware time as ISO 8601 in UTC, to the second: `2026-03-02T14:05:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spoken_time(moment: datetime, zone: tzinfo) -> str:
    """An aware time for people: `Mon 2 March 2026, 15:05 CET`. English whatever the machine's locale."""
    local = moment.astimezone(zone)
    name = local.tzname() or ""
    if not name[:1].isalpha():  # zones without letters are named by their offset, "+03"
        name = f"UTC{name}"
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M} {name}"


def headline(message: AlertMessage) -> str:
    """The headline as shown, never empty."""
    return cut(message.title, TITLE_MAX) or "(no headline)"


def watch_name(message: AlertMessage) -> str:
    """The watch's name as shown, never empty."""
    return cut(message.watch, NAME_MAX) or "(unnamed watch)"


def source_name(message: AlertMessage) -> str:
    """The outlet's name as shown, or an empty string."""
    return cut(message.source, NAME_MAX)


def other_outlets(message: AlertMessage, most: int = 4) -> str:
    """`also in A, B and 3 more`, or an empty string where no other outlet carries the article.

    The first of `outlets` is the feed that brought it: its page's own name for itself stands in the line already.
    """
    own = source_name(message).casefold()
    names: dict[str, str] = {}
    for outlet in message.outlets[1:200]:
        name = cut(outlet, NAME_MAX)
        if name and name.casefold() != own:
            names.setdefault(name.casefold(), name)
    if not names:
        return ""
    shown = list(names.values())[:most]
    left = len(names) - len(shown)
    if left:
        return f"also in {', '.join(shown)} and {left} more"
    return "also in " + (" and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0])


def dateline(message: AlertMessage, zone: tzinfo) -> str:
    """When it was published, in words; where nobody says, when it was found."""
    if message.published is not None:
        return spoken_time(message.published, zone)
    return f"undated, found {spoken_time(message.found_at, zone)}"


def kind_words(message: AlertMessage) -> str:
    """`test`, or the reason where it is another than a new story, which goes without saying; else empty."""
    if message.test:
        return "test"
    reason = cut(message.reason, 60)
    return "" if reason == Reason.NEW_STORY.value else reason


def why_words(message: AlertMessage) -> str:
    """One sentence: why the reader gets this."""
    if message.test:
        return f"This is a test of the channel, sent for the watch “{watch_name(message)}”. Nothing has happened."
    found = hits(message.evidence)
    said = f": it says {_listed([f'“{term}”' for term in found])}" if found else ""
    return f"You get this because your watch “{watch_name(message)}” holds on this article{said}."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def excerpt(message: AlertMessage) -> tuple[str, ...]:
    """The excerpt's paragraphs; none where the evidence already shows all that it says."""
    found = paragraphs(message.excerpt, EXCERPT_MAX)
    shown = [clean(sentence.text) for sentence in message.evidence]
    return () if any(" ".join(found) in text for text in shown) else found


def links(message: AlertMessage) -> dict[str, str]:
    """The message's links by name, only those that may be followed."""
    usable = {cut(name, 40): safe_url(url) for name, url in message.links.items()}
    return {name: url for name, url in usable.items() if name and url}


def _evidence_body(evidence: Evidence) -> dict[str, Any]:
    text = ""
    spans: list[list[int]] = []
    for piece in pieces(evidence, limit=2_000):
        if piece.hit:
            spans.append([len(text), len(text) + len(piece.text)])
        text += piece.text
    return {"text": text, "spans": spans, "part": evidence.part.value, "start": evidence.start}


def webhook_body(message: AlertMessage) -> dict[str, Any]:
    """The JSON object a webhook receives; its keys are a promise, new ones may come.

    Times are ISO 8601 in UTC or null. `url` is http(s) or null. Spans are [start, end) in characters
    (Unicode code points) of the `text` beside them. `facts` and `quotes` are empty until they are read.
    """
    outlets = [name for name in (cut(outlet, NAME_MAX) for outlet in message.outlets[:200]) if name]
    return {
        "type": "test" if message.test else "alert",
        "id": message.uid,
        "reason": cut(message.reason, 60),
        "watch": watch_name(message),
        "severity": message.severity.value,
        "story": {"headline": headline(message), "outlets": outlets, "first_seen": iso(message.found_at)},
        "article": {
            "url": safe_url(message.url),
            "title": headline(message),
            "author": cut(message.author, NAME_MAX) if message.author else None,
            "source": source_name(message),
            "published": iso(message.published) if message.published else None,
            "text_excerpt": "\n\n".join(paragraphs(message.excerpt, EXCERPT_MAX)),
        },
        "evidence": [_evidence_body(sentence) for sentence in message.evidence[:10]],
        "facts": [],
        "quotes": [],
        "links": links(message),
        "found_at": iso(message.found_at),
        "outlets": outlets,
        "language": message.language,
        "note": cut(message.note, 300),
    }
