"""What every answer of the web server passes: who may ask, and the headers that keep a browser safe.

Pure but for the wrapping `Guard`, which is plain ASGI. The names are those of the ASGI specification 3.0.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from email.utils import formatdate
from typing import Any
from urllib.parse import urlsplit

from worker.alerts.render_clean import clean
from worker.log import get_logger

log = get_logger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Page = Callable[[int, str, str], str]
"""Makes an error's page: (status, headline, one sentence) → HTML."""

METHODS = ("GET", "HEAD")

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""On every answer. What is shown comes from strangers: nothing of it runs, loads, is framed or sent anywhere."""

_ALWAYS = frozenset({"localhost", "127.0.0.1", "::1"})


def host_in(header: str) -> str | None:
    """The host that a Host header names, lower case, without port and brackets; None where it is none.

    `[::1]:8642` → `::1` (RFC 9110, section 7.2).
    """
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    if parts.netloc != header or "@" in header or not parts.hostname:
        return None
    return parts.hostname


def allowed_hosts(web_host: str, public_url: str | None) -> frozenset[str]:
    """The hosts by which the page may be asked for: this machine's own, where it listens, where it is published."""
    published = urlsplit(public_url).hostname if public_url else None
    return _ALWAYS | {web_host.lower()} | ({published} if published else set())


def refusal(method: str, hosts: Iterable[str], allowed: frozenset[str]) -> tuple[int, str, str] | None:
    """Why a request is not answered: (status, headline, one sentence); None where it is.

    hosts: the values of its Host headers. A page elsewhere whose name is made to resolve to this machine (DNS
    rebinding) could read the alerts with the visitor's browser; it cannot choose the Host header.
    """
    if method not in METHODS:
        return 405, "Only reading is offered here", "This address answers GET and HEAD requests."
    given = list(hosts)
    host = host_in(given[0]) if len(given) == 1 else None
    if host is None:
        return 400, "Which host is meant?", "The request names no host, or none that can be read."
    if host not in allowed:
        sentence = (
            "Wirewatch does not answer under the name it was asked for. Use http://localhost or 127.0.0.1, or let "
            "its operator set WIREWATCH_PUBLIC_URL to the address that you use."
        )
        return 421, "Not under this name", sentence
    return None


class Guard:
    """Wraps an ASGI application: refuses what may not be asked, adds the headers, and hides what breaks inside.

    page: makes the page of a refusal or an error of ours; a visitor never sees a traceback, the log does.
    """

    def __init__(self, app: Application, *, allowed: frozenset[str], page: Page) -> None:
        self._app = app
        self._allowed = allowed
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; what is no HTTP (start and end of the process) passes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = _with_own(message.get("headers", ()))
            await send(message)

        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        why = refusal(scope["method"], hosts, self._allowed)
        if why is not None:
            await self._answer(guarded, *why)
            return
        try:
            await self._app(scope, receive, guarded)
        except asyncio.CancelledError:
            # Only the end of the process does that, to what takes longer than it may. Passed on, it would be an
            # error in the log; answered, it is the end of this request, which is all that was asked for.
            if not begun:
                await self._answer(guarded, 503, "Wirewatch is being ended", "Try again in a while.")
        except Exception:
            log.exception("a page failed", path=clean(scope["path"][:200]))
            if begun:
                raise  # half of an answer is out: cutting the connection is the only way to say so
            await self._answer(
                guarded,
                500,
                "Something went wrong here",
                "The log of `wirewatch web` says what. Try again in a while.",
            )

    async def _answer(self, send: Send, status: int, headline: str, sentence: str) -> None:
        body = self._page(status, headline, sentence).encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        if status == 405:
            headers.append((b"allow", ", ".join(METHODS).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _with_own(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers with ours, and the date (RFC 9110, section 6.6.1), which the server does not add: see server.py."""
    kept = [(name, value) for name, value in headers if name.lower().decode("latin-1") not in HEADERS]
    own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    return [*kept, *own, (b"date", formatdate(usegmt=True).encode())]
