"""An alert as an e-mail: subject, plain text and HTML, to be understood in two seconds.

The HTML is simple markup with inline styles: no table, no image, nothing loaded from anywhere, so that it
reads the same in Gmail, Outlook, Apple Mail and on a phone. Dark colours come from one style block; a mail
program that drops it shows the light ones.
"""

from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from worker.alerts.render import (
    dateline,
    excerpt,
    headline,
    kind_words,
    links,
    other_outlets,
    source_name,
    watch_name,
    why_words,
)
from worker.alerts.render_clean import Piece, clean, cut, pieces, safe_url
from worker.domain.alert import AlertMessage
from worker.domain.watch import Part, Severity

SUBJECT_MAX = 180
SENTENCES_MAX = 3
PREHEADER_MAX = 140

_LINK_WORDS = {"alert": "Open in Wirewatch", "why": "Why this alert", "silence": "Silence this watch"}


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail says. subject: one clean line. text, html: whole parts, lines ended by a line feed."""

    subject: str
    text: str
    html: str


def render_mail(message: AlertMessage, zone: tzinfo) -> Mail:
    """The e-mail of an alert. zone: for the times a person reads."""
    return Mail(mail_subject(message), _text(message, zone), _html(message, zone))


def mail_subject(message: AlertMessage) -> str:
    """`Watch: Headline`, led by what kind of alert it is where that is not a new story. Never a line break."""
    words = kind_words(message)
    lead = f"{words[:1].upper()}{words[1:]} · " if words else ""
    return cut(f"{lead}{cut(watch_name(message), 50)}: {headline(message)}", SUBJECT_MAX)


def labels(message: AlertMessage) -> list[str]:
    """Severity where it says something, and the kind of alert."""
    urgency = "" if message.severity is Severity.NORMAL else message.severity.value
    return [word for word in (urgency, kind_words(message)) if word]


def sentences(message: AlertMessage) -> list[tuple[Piece, ...]]:
    """The sentences to show below the headline; what only repeats the headline is marked there instead."""
    title = clean(message.title)
    found = [pieces(one) for one in message.evidence if not (one.part is Part.TITLE and clean(one.text) == title)]
    return [shown for shown in found if shown][:SENTENCES_MAX]


def headline_pieces(message: AlertMessage) -> tuple[Piece, ...]:
    """The headline as shown, with what is a hit in it told apart; never empty."""
    title = headline(message)
    for one in message.evidence:
        if one.part is Part.TITLE and clean(one.text) == title:
            return pieces(one, limit=len(one.text))
    return (Piece(title, hit=False),)


def _origin(message: AlertMessage, zone: tzinfo) -> list[str]:
    parts = [source_name(message), dateline(message, zone), other_outlets(message)]
    return [part for part in parts if part]


def _text(message: AlertMessage, zone: tzinfo) -> str:
    head = " · ".join([watch_name(message), *labels(message)])
    blocks = [head, headline(message), " · ".join(_origin(message, zone))]
    url = safe_url(message.url)
    if url:
        blocks[1] += f"\n{url}"
    blocks.extend(
        "> " + "".join(f"»{piece.text}«" if piece.hit else piece.text for piece in shown)
        for shown in sentences(message)
    )
    blocks.extend(excerpt(message))
    end = ["-- ", why_words(message)]  # "-- " is the signature mark of RFC 3676, section 4.3
    note = cut(message.note, 300)
    if note:
        end.append(f"Note: {note}")
    end.extend(f"{_LINK_WORDS.get(name, name)}: {address}" for name, address in links(message).items())
    blocks.append("\n".join(end))
    return "\n\n".join(blocks) + "\n"


_SANS = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_SERIF = "Georgia,'Times New Roman',serif"

_STYLE = """\
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.ww-page{background:#111315!important}
.ww-card{background:#1b1e22!important;border-color:#2c3137!important}
.ww-ink,.ww-ink a{color:#f1f3f5!important}
.ww-soft{color:#a8b0b9!important}
.ww-body{color:#cfd5db!important}
.ww-said{color:#f1f3f5!important;border-color:#e0a800!important}
.ww-line{border-color:#2c3137!important}
.ww-tag{color:#a8b0b9!important;border-color:#444b53!important}
.ww-high{color:#ffb4ab!important;border-color:#8c3a34!important}
.ww-link{color:#8ab4f8!important}
mark{background:#5a4700!important;color:#fff1c2!important}
}
@media (max-width:480px){
.ww-page{padding:0!important}
.ww-card{border-left:0!important;border-right:0!important;border-radius:0!important;padding:20px 18px 18px!important}
.ww-title{font-size:22px!important}
}
"""


def _marked(shown: tuple[Piece, ...]) -> str:
    mark = "background:#ffe48a;color:#1d1d1f;padding:1px 2px;border-radius:2px"
    return "".join(
        f'<mark style="{mark}">{escape(piece.text)}</mark>' if piece.hit else escape(piece.text) for piece in shown
    )


def _anchor(url: str, inner: str, style: str, css_class: str = "") -> str:
    named = f' class="{css_class}"' if css_class else ""
    return f'<a{named} href="{escape(url, quote=True)}" style="{style}">{inner}</a>'


def _paragraph(tag: str, css_class: str, style: str, inner: str) -> str:
    """A block of ready HTML; `dir="auto"` lets an Arabic or Hebrew headline run its own way."""
    return f'<{tag} class="{css_class}" style="{style}" dir="auto">{inner}</{tag}>'


def _name_and_tags(message: AlertMessage) -> str:
    return escape(watch_name(message)) + _tags(message)


def _tags(message: AlertMessage) -> str:
    found: list[str] = []
    for word in labels(message):
        high = word == Severity.HIGH.value
        colours = "color:#b3261e;border:1px solid #e5a19c" if high else "color:#5f6670;border:1px solid #cbd0d6"
        box = "border-radius:3px;padding:1px 6px;margin-right:4px;font-size:12px;font-weight:400;white-space:nowrap"
        css_class = "ww-tag ww-high" if high else "ww-tag"
        found.append(f' <span class="{css_class}" style="{colours};{box}">{escape(word)}</span>')
    return "".join(found)


def _preheader(message: AlertMessage) -> str:
    """The line an inbox shows after the subject; the filler keeps the rest of the body out of it."""
    said = sentences(message)
    words = "".join(piece.text for piece in said[0]) if said else " ".join(excerpt(message))
    line = escape(cut(words or " · ".join([source_name(message), watch_name(message)]), PREHEADER_MAX))
    hide = "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px"
    return f'<div style="{hide};mso-hide:all">{line}{"&#8199;&#847;" * 60}</div>'


def _html(message: AlertMessage, zone: tzinfo) -> str:
    url = safe_url(message.url)
    title = _marked(headline_pieces(message))
    ink = "color:#16181b;text-decoration:none"
    soft = f"font:400 14px/21px {_SANS};color:#5f6670"
    parts = [
        _paragraph(
            "p", "ww-soft", f"margin:0 0 14px;font:600 13px/20px {_SANS};color:#5f6670", _name_and_tags(message)
        ),
        _paragraph(
            "h1",
            "ww-ink ww-title",
            f"margin:0 0 10px;font:700 25px/1.28 {_SERIF};color:#16181b",
            _anchor(url, title, ink) if url else title,
        ),
        _paragraph("p", "ww-soft", f"margin:0 0 20px;{soft}", escape(" · ".join(_origin(message, zone)))),
    ]
    said = f"font:400 17px/27px {_SERIF};color:#16181b;border-left:3px solid #e0a800"
    quote = f"margin:0 0 16px;padding:2px 0 2px 14px;{said}"
    parts.extend(_paragraph("blockquote", "ww-said", quote, _marked(shown)) for shown in sentences(message))
    body = f"margin:0 0 14px;font:400 15px/24px {_SANS};color:#3b4046"
    parts.extend(_paragraph("p", "ww-body", body, escape(paragraph)) for paragraph in excerpt(message))
    if url:
        link = f"font:600 15px/24px {_SANS};color:#0b57d0;text-decoration:none"
        origin = source_name(message)
        words = f"Read at {escape(origin)}" if origin else "Read the article"
        parts.append(f'<p style="margin:4px 0 20px">{_anchor(url, f"{words} →", link, "ww-link")}</p>')
    parts.append(_footer(message))
    language = f' lang="{message.language}"' if (message.language or "").isalpha() else ""
    card = (
        "max-width:600px;margin:0 auto;box-sizing:border-box;padding:26px 30px 20px;background:#ffffff;"
        "border:1px solid #e2e5e9;border-radius:8px"
    )
    return (
        f"<!DOCTYPE html>\n<html{language}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{escape(mail_subject(message))}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        '<body class="ww-page" style="margin:0;padding:0;background:#f3f4f6">\n'
        f"{_preheader(message)}\n"
        '<div class="ww-page" style="padding:20px 12px;background:#f3f4f6">\n'
        f'<div class="ww-card" role="article" style="{card};word-wrap:break-word;overflow-wrap:anywhere">\n'
        + "\n".join(parts)
        + "\n</div>\n</div>\n</body>\n</html>\n"
    )


def _footer(message: AlertMessage) -> str:
    lines = [escape(why_words(message))]
    note = cut(message.note, 300)
    if note:
        lines.append(f"Note: {escape(note)}")
    style = "color:#0b57d0;text-decoration:none"
    named = [
        _anchor(address, escape(_LINK_WORDS.get(name, name)), style, "ww-link")
        for name, address in links(message).items()
    ]
    if named:
        lines.append(" · ".join(named))
    return (
        '<div class="ww-soft ww-line" style="border-top:1px solid #e2e5e9;padding-top:14px;'
        f'font:400 13px/20px {_SANS};color:#5f6670" lang="en" dir="auto">' + "<br>\n".join(lines) + "</div>"
    )
