"""Words for sums, and where a channel leads without its secrets. Pure."""

import re

from worker.domain.alert import Channel, ChannelKind
from worker.text.words import count

_REFERENCE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]{0,99}\}")


def listed(words: list[str], most: int = 5) -> str:
    """`a, b and c`; of more than `most` the first, `and 4 more`."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def where(channel: Channel) -> str:
    """Where a channel leads, as far as that is no secret: `${NAME}` as written, of literal URLs the host alone.

    The path of a chat's webhook and all of an Apprise URL are what a stranger needs to write there.
    """
    config = channel.config
    if channel.kind is ChannelKind.EMAIL:
        return ", ".join(str(address) for address in config.get("to", ()))
    url = str(config.get("url", ""))
    if _REFERENCE.fullmatch(url):
        return url
    scheme, sep, rest = url.partition("://")
    if not sep:
        return "…"
    if channel.kind is ChannelKind.WEBHOOK:
        host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
        return f"{scheme}://{host}/…"
    return f"{scheme}://…"


__all__ = ["count", "listed", "where"]
