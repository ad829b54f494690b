"""An alert in a few lines, for chats and phones, and in one, for terminals and SMS."""

from dataclasses import dataclass
from datetime import tzinfo

from worker.alerts.render import dateline, headline, kind_words, other_outlets, source_name, watch_name
from worker.alerts.render_clean import cut, pieces, safe_url
from worker.domain.alert import AlertMessage
from worker.domain.watch import Part, Severity

TITLE_MAX = 120
BODY_MAX = 1_000
LINE_MAX = 160
"""One SMS in the GSM alphabet: 160 characters (3GPP TS 23.038)."""

_ZERO_WIDTH_SPACE = "\u200b"


def harmless(text: str) -> str:
    """Text that pings nobody and opens no hidden link, in whatever chat it lands.

    `@everyone`, `@here` and `@name` get a zero-width space behind the @ (Discord, Mattermost, Telegram);
    `<!channel>`, `<@U1>`, `<#C1>`, `<https://…|words>` and tags lose their opening bracket to a look-alike
    (Slack, Discord, anything that reads HTML), `< 2%` stays; `[words](address)` is broken in two.
    """
    found: list[str] = []
    for at, sign in enumerate(text):
        after = text[at + 1 : at + 2]
        if sign == "@" and after and not after.isspace():
            found.append("@" + _ZERO_WIDTH_SPACE)
        elif sign == "<" and after and not (after.isspace() or after.isdigit() or after == "="):
            found.append("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")
        elif sign == "]" and after == "(":
            found.append("]" + _ZERO_WIDTH_SPACE)
        else:
            found.append(sign)
    return "".join(found)


def _chat_url(message: AlertMessage) -> str | None:
    url = safe_url(message.url)
    # an @ in a path would ping as it does in a sentence; encoded, it names the same page
    return url.replace("@", "%40") if url else None


@dataclass(frozen=True, slots=True)
class ShortText:
    """A title of at most TITLE_MAX characters and a body of at most BODY_MAX, lines parted by a line feed."""

    title: str
    body: str


def short_text(message: AlertMessage, zone: tzinfo) -> ShortText:
    """The alert for a chat: watch as the title; headline, origin, the sentence that proves it, the link."""
    words = [word for word in (kind_words(message), _urgency(message)) if word]
    title = harmless(cut(watch_name(message), 90))
    if words:
        title = f"{title} ({', '.join(words)})"
    url = _chat_url(message)
    origin = " · ".join(part for part in (source_name(message), dateline(message, zone)) if part)
    outlets = other_outlets(message, most=2)
    lines = [harmless(headline(message)), harmless(cut(f"{origin} · {outlets}" if outlets else origin, 200))]
    room = BODY_MAX - sum(len(line) + 2 for line in lines) - (len(url) + 2 if url and len(url) < 400 else 0)
    said = _sentence(message, room)
    if said:
        lines.append(said)
    body = "\n".join(lines)
    if url and len(body) + 1 + len(url) <= BODY_MAX:
        body = f"{body}\n{url}"
    return ShortText(cut(title, TITLE_MAX), body[:BODY_MAX])


def _urgency(message: AlertMessage) -> str:
    return "high" if message.severity is Severity.HIGH else ""


def _sentence(message: AlertMessage, room: int) -> str:
    """The first sentence of the body that made the watch hold, its hits between » and «, if it fits."""
    for evidence in message.evidence:
        if evidence.part is Part.BODY:
            shown = pieces(evidence, limit=min(300, max(room // 2, 40)))
            text = harmless("".join(f"»{piece.text}«" if piece.hit else piece.text for piece in shown))
            return f"“{text}”" if len(text) + 2 <= room else ""
    return ""


def one_line(message: AlertMessage) -> str:
    """The alert in at most LINE_MAX characters: watch, headline, source, and the link where it fits whole."""
    words = kind_words(message)
    lead = cut(watch_name(message), 40) + (f" ({words})" if words else "") + ": "
    origin = source_name(message)
    tail = f" ({cut(origin, 30)})" if origin else ""
    url = _chat_url(message)
    # a link is worth having only beside a headline one can still read
    if url and LINE_MAX - len(lead) - len(tail) - len(url) - 1 >= 50:
        tail = f"{tail} {url}"
    text = harmless(lead) + cut(harmless(headline(message)), LINE_MAX - len(lead) - len(tail) - 4) + tail
    return text if len(text) <= LINE_MAX else cut(text, LINE_MAX)
