"""Which URLs may be fetched at all, by their form; the one home of yarl.

A URL is read once, here, and the same reading is then connected to: guards are got around where two parsers
read one text differently.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from yarl import URL

from worker.errors import BadResponse, BadUrl
from worker.log import redact

MAX_LENGTH = 8_000
"""Characters. RFC 9110, section 4.1, asks everybody to cope with 8,000 octets; longer ones are mistakes."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HOST = re.compile(r"(?=.{1,253}\.?\Z)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?\Z")
_NUMBER_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_PLAIN = re.compile(r"https?://[a-z0-9.:-]+(?:[/?][A-Za-z0-9\-._~!$&'()*+,;=:@/?%]*)?\Z")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be fetched, as far as its form goes. Made by `checked_url` only.

    url: for the HTTP library. text: the same as text. host: lower case, ASCII, no brackets. origin: scheme, host
    and port, which must stay the same for credentials to be sent along. literal: the host where it is a numeric
    address, else None.
    """

    url: URL
    text: str
    host: str
    origin: tuple[str, str, int]
    literal: str | None


def shown(url: str) -> str:
    """The URL as a message may show it: no credentials, no secrets, control characters escaped, at most 200 long."""
    text = redact(url)
    if "@" in text.partition("?")[0]:  # not even the shape that `redact` knows
        text = text.partition("?")[0].rpartition("@")[2]
    text = text.encode("unicode_escape", "backslashreplace").decode("ascii") if not text.isprintable() else text
    return text if len(text) <= 200 else text[:200] + "…"


@lru_cache(maxsize=4096)
def checked_url(text: str) -> Target:
    """Read a URL that somebody wrote.

    In: an absolute http or https URL; white space around it is dropped, and so is a fragment.
    Out: the URL as it goes on the wire: host in lower case and ASCII (IDNA), path and query percent-encoded.
    What is already encoded is left byte for byte, since some hosts sign their URLs.
    Raises BadUrl, with the reason: other schemes, no host, credentials, a port that is none, a host that is
    no name and no plain numeric address (`127.1`, `0x7f000001`, a zone id), control characters.
    """
    text = text.strip(" \t\r\n\f")
    if len(text) > MAX_LENGTH:
        raise BadUrl(f"the URL is longer than {MAX_LENGTH} characters: {shown(text)}")
    if _CONTROL.search(text):
        raise BadUrl(f"a control character in the URL {shown(text)}")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname
    except ValueError as error:
        raise BadUrl(f"not a URL: {shown(text)}") from error
    if parts.scheme not in ("http", "https"):
        raise BadUrl(
            f"only http and https can be fetched, not {shown(text) or 'an empty URL'}",
            hint="write the URL with its scheme, as in https://example.org/feed",
        )
    if "@" in parts.netloc:
        raise BadUrl(f"credentials in the URL of {host}", hint="write them under `auth`, not into the URL")
    if not host:
        raise BadUrl(f"no host in the URL {shown(text)}")
    if port == 0:
        raise BadUrl(f"no port that can be connected to in {shown(text)}")
    try:
        text.encode()
        wire = _lower_start(text.partition("#")[0], parts.netloc)
        url = URL(wire, encoded=_is_encoded(wire))
        raw_host = url.raw_host or ""
    except ValueError as error:
        raise BadUrl(f"not a URL: {shown(text)}") from error
    if parts.netloc.startswith("[") and ":" not in raw_host:
        raise BadUrl(f"no IPv6 address in the brackets of {shown(text)}")
    literal = _literal(raw_host, text)
    return Target(url, str(url), raw_host, (url.scheme, raw_host, url.port or 0), literal)


def _lower_start(text: str, netloc: str) -> str:
    """Scheme and host in lower case, the rest untouched."""
    start = text.index("//") + 2 + len(netloc)
    return text[:start].lower() + text[start:]


def _is_encoded(text: str) -> bool:
    """Whether the text can go on the wire as it is."""
    return bool(_PLAIN.match(text)) and not _BAD_PERCENT.search(text)


def _literal(host: str, text: str) -> str | None:
    """The host if it is a plain numeric address, None if it is a name. Raises BadUrl if it is neither."""
    if ":" in host:
        if "%" in host:
            raise BadUrl(f"a zone id in the address of {shown(text)}")
    elif not _HOST.match(host):
        raise BadUrl(f"no host name and no address: {shown(host)}")
    # A host whose last label is a number is an address to the system's resolver, whatever the rest looks like
    # (URL Standard, "ends in a number"): 127.1, 2130706433, 0x7f.1, 0177.0.0.1.
    elif not _NUMBER_LABEL.match(host.rstrip(".").rpartition(".")[2]):
        return None
    try:
        ip_address(host)
    except ValueError as error:
        raise BadUrl(f"{shown(host)} is not a plain numeric address, in {shown(text)}") from error
    return host


def joined(base: Target, location: str) -> Target:
    """Where a redirect leads. Raises BadResponse where that is nothing that may be fetched."""
    try:
        return checked_url(urljoin(base.text, location.strip(" \t")))
    except (ValueError, BadUrl) as error:
        raise BadResponse(f"{base.host} redirects to what cannot be fetched: {shown(location)}") from error
