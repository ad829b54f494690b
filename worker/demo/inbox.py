"""The inbox page: what arrived, as HTML. Pure; every text from a message is escaped.

No script and nothing loaded from anywhere; a mail's own HTML is shown in a frame that may do nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

REFRESH = 3
"""Seconds after which the list is loaded anew."""
_SHOWN_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "List-Id", "X-Wirewatch-Delivery", "Importance")


@dataclass(frozen=True, slots=True)
class Received:
    """An alert as it arrived, in the receiver's order.

    kind: by mail or by webhook. id: the Message-ID without <> and domain, or the webhook-id: the delivery's uid.
    watch, title, url, source: what it says. at: when it came first, aware UTC. repeats: how often it came again.
    """

    number: int
    kind: Literal["mail", "webhook"]
    id: str
    watch: str
    title: str
    url: str
    source: str
    at: datetime
    repeats: int = 0


def said_by(mail: EmailMessage) -> tuple[str, str, str, str]:
    """Watch, headline, article's URL and source, as a Wirewatch mail names them; of others the subject alone."""
    blocks = plain_part(mail).split("\n\n")
    if len(blocks) < 3 or "X-Wirewatch-Delivery" not in mail:
        return "", str(mail["Subject"] or ""), "", ""
    headline, _, url = blocks[1].partition("\n")
    return (
        blocks[0].split(" · ")[0].strip(),
        headline.strip(),
        url.strip(),
        blocks[2].split(" · ")[0].strip(),
    )


def said_by_webhook(body: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Watch, headline, article's URL and source, as a webhook's body names them; "" for what is missing."""
    article = body.get("article")
    found = article if isinstance(article, dict) else {}
    return (
        str(body.get("watch") or ""),
        str(found.get("title") or ""),
        str(found.get("url") or ""),
        str(found.get("source") or ""),
    )


def plain_part(mail: EmailMessage) -> str:
    """A mail's plain text, or ""."""
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def html_part(mail: EmailMessage) -> str:
    """A mail's HTML as it came: to be served under a policy that lets it do nothing."""
    part = mail.get_body(("html",))
    return str(part.get_content()) if part is not None else "<!doctype html><p>This mail has no HTML part.</p>"


def list_page(received: Sequence[Received], refused: Mapping[str, int]) -> str:
    """All alerts, newest first."""
    mails = sum(one.kind == "mail" for one in received)
    counts = f"{mails} {_plural(mails, 'mail')}, {len(received) - mails} {_plural(len(received) - mails, 'webhook')}"
    repeats = sum(one.repeats for one in received)
    if repeats:
        counts += f", {repeats} {_plural(repeats, 'repeat')}"
    items = "".join(_item(one) for one in reversed(received))
    warnings = "".join(
        f'<p class="bad">{count} {_plural(count, "webhook")} refused: {escape(reason)}</p>'
        for reason, count in refused.items()
    )
    empty = '<p class="soft empty">Nothing yet. The first alert comes a few seconds after the newsroom opens.</p>'
    return _document(
        "Inbox",
        f"<header><h1>Inbox</h1><p class=soft>{counts}</p></header>{warnings}"
        + (f"<ol>{items}</ol>" if received else empty),
        refresh=True,
    )


def mail_page(received: Received, headers: Sequence[tuple[str, str]], mail: EmailMessage) -> str:
    """One mail: its headers, its HTML in a frame without rights, its plain text."""
    frame = (
        f'<iframe sandbox="" referrerpolicy="no-referrer" title="The mail as HTML" '
        f'src="/mail/{received.number}/html"></iframe>'
    )
    return _document(
        received.title,
        _head(received)
        + _headers([(name, value) for name, value in headers if name in _SHOWN_HEADERS])
        + f"{frame}<h2>Plain text</h2><pre>{escape(plain_part(mail))}</pre>",
    )


def webhook_page(received: Received, headers: Sequence[tuple[str, str]], body: Mapping[str, Any]) -> str:
    """One webhook: its headers and its body."""
    shown = [(name, value) for name, value in headers if name.startswith("webhook-") or name == "user-agent"]
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return _document(
        received.title,
        _head(received)
        + '<p class="good">The signature is right.</p>'
        + _headers(shown)
        + f"<h2>Body</h2><pre>{escape(text)}</pre>",
    )


def _item(one: Received) -> str:
    again = f'<span class="tag again">again ×{one.repeats}</span>' if one.repeats else ""
    source = f" · {escape(one.source)}" if one.source else ""
    return (
        f'<li><a href="/{one.kind}/{one.number}"><span class="tag {one.kind}">{one.kind}</span>'
        f"<span class=main><b>{escape(one.title)}</b><small>{escape(one.watch)}"
        f"{source} {again}</small></span>"
        f'<time datetime="{one.at.isoformat()}">{one.at:%H:%M:%S}</time></a></li>\n'
    )


def _head(one: Received) -> str:
    link = ""
    if urlsplit(one.url).scheme in ("http", "https"):
        url = escape(one.url)
        link = f'<p class="link"><a href="{url}" rel="noopener noreferrer">{url}</a></p>'
    again = f", and again {one.repeats} {_plural(one.repeats, 'time')}" if one.repeats else ""
    return (
        f'<p class="soft"><a href="/">← Inbox</a></p><h1>{escape(one.title)}</h1><p class="soft">'
        f"{escape(one.watch)} · {one.kind} {one.number}, {one.at:%Y-%m-%d %H:%M:%S} UTC{again}</p>{link}"
    )


def _headers(pairs: Sequence[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in pairs)
    return f"<table>{rows}</table>"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _document(title: str, body: str, *, refresh: bool = False) -> str:
    again = f'<meta http-equiv="refresh" content="{REFRESH}">' if refresh else ""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)} · Wirewatch demo</title>'
        f"<style>{_style()}</style></head>\n<body><main>{body}</main></body></html>\n"
    )


@cache
def _style() -> str:
    return files("worker.demo").joinpath("looks", "inbox.css").read_text(encoding="utf-8")
