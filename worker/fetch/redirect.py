"""Whether and how a redirect is followed."""

from collections.abc import Collection, Mapping

from worker.errors import BadResponse, TooManyRedirects
from worker.fetch.url import Target, joined, shown

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = frozenset({"GET", "HEAD"})
_TRAVELS = frozenset(
    {"a-im", "accept", "accept-encoding", "accept-language", "if-modified-since", "if-none-match", "user-agent"}
)
"""Headers that go along to another origin: what we like to read, and which copy we hold.

All others might be a key under a name of the operator's choice.
"""


def next_url(
    method: str, at: Target, status: int, location: str | None, *, seen: Collection[str], most: int
) -> Target | None:
    """Where to go on.

    In: the method and target of the request just answered; `seen`, the URLs of the chain so far, this one included;
    `most`, how many redirects are allowed.
    Out: the next target, or None where the answer is the answer. Only GET and HEAD are sent on: a POST that was
    redirected may have been acted upon, so its 3xx goes back to the caller.
    Raises TooManyRedirects for a chain too long or one that comes back to itself (there are no cookies that
    could make the second visit differ), and BadResponse for a target that is none.
    """
    if status not in REDIRECTS or method not in _SAFE:
        return None
    if not location or location.isspace():
        raise BadResponse(f"{at.host} answers {status} without saying where to go")
    target = joined(at, location)
    if target.text in seen:
        raise TooManyRedirects(f"{at.host} redirects in a circle, back to {shown(target.text)}")
    if len(seen) > most:
        raise TooManyRedirects(f"{at.host} redirects once more after {most} redirects")
    return target


def headers_for(headers: Mapping[str, str], old: Target, new: Target) -> Mapping[str, str]:
    """The headers for the next hop. Once the origin (scheme, host, port) has changed, keys stay behind for good."""
    if old.origin == new.origin:
        return headers
    return {name: value for name, value in headers.items() if name.lower() in _TRAVELS}
