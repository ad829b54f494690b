"""One HTTP exchange as values: what is asked of the guarded fetcher, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """A request. Sizes in bytes (the same bound before and after decompression), times in seconds (total)."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_bytes: int = 5 * MEGABYTE
    timeout: float = 20.0
    max_redirects: int = 5
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Redirect:
    """One hop: the status that sent us on, and where to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class FetchResponse:
    """An answer, of any status. `url` is the last one of the chain, `headers` have lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[Redirect, ...] = ()

    def header(self, name: str) -> str | None:
        """The header's value, or None."""
        return self.headers.get(name.lower())


def host_key(url: str) -> str:
    """The Host a URL belongs to: `scheme://host:port`, lower case, the port always written.

    In: an absolute http or https URL; anything else gives an empty string (no host to be polite to).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname:
        return ""
    name = parts.hostname.lower()
    if ":" in name:
        name = f"[{name}]"
    return f"{scheme}://{name}:{port or (443 if scheme == 'https' else 80)}"
