"""Sentences for results: what a receiver said, without its secrets, its markup or its length."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from worker.alerts.render_clean import cut
from worker.domain.alert import SendResult, Sent
from worker.errors import WirewatchError
from worker.log import redact

SAID_MAX = 200


def url_secrets(url: str, *, shortest: int) -> tuple[str, ...]:
    """The parts of a URL that could be a secret: user, password, path words and values of `shortest` characters."""
    found: set[str] = set()
    try:
        parts = urlsplit(url)
        values = [value for _, value in parse_qsl(parts.query)]
        found.update(filter(None, (parts.username, parts.password)))
    except ValueError:
        return (url,)
    found.update(part for part in [*parts.path.split("/"), *values] if len(part) >= shortest)
    found.update([unquote(part) for part in found])
    return tuple(sorted(found, key=len, reverse=True))


def said(text: str | bytes, limit: int = SAID_MAX, hide: Sequence[str] = ()) -> str:
    """What somebody outside said: one clean line, redacted, without the words of `hide`, `limit` characters."""
    if isinstance(text, bytes):
        text = text[: limit * 8].decode("utf-8", "replace")
    # redacted before it is cut: half a secret would no longer look like one
    text = text[: limit * 8]
    for word in hide:
        text = text.replace(word, "***")
    return cut(redact(text), limit)


def sentence(error: WirewatchError, hide: Sequence[str] = ()) -> str:
    """An error of ours as one sentence with its fix: `KEY is not set; set KEY in the environment`."""
    text = f"{error}; {error.hint}" if error.hint else str(error)
    return said(text, 400, hide)


def broken(reason: str, status: int | None = None) -> SendResult:
    """The channel cannot work until somebody mends it."""
    return SendResult(Sent.BROKEN, reason, status)


def again(reason: str, status: int | None = None) -> SendResult:
    """Nothing was delivered as far as we know; trying later may help."""
    return SendResult(Sent.RETRY, reason, status)
