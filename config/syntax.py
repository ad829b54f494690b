"""Whether a value can be what it is meant to be: URLs, mail addresses, webhook secrets. Pure, linear in its input.

Each check gives None where nothing is wrong, else a Complaint that never repeats the value: it may hold a secret.
"""

import base64
import binascii
import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from config.problems import listed, suggest

LONGEST_URL = 2_000
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30})://")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


class Complaint(NamedTuple):
    """What is wrong, as the rest of a sentence (`has no host`), and the fix. slug: the end of a problem's id."""

    slug: str
    what: str
    fix: str

    def sentence(self) -> str:
        """Both in one: `has no host; write …`."""
        return f"{self.what}; {self.fix}"


def split_url(url: str) -> SplitResult | None:
    """The parts of a URL, or None where it cannot be split or its port is no port."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def scheme_of(url: str) -> str:
    """The scheme in front of `://`, lower case, or an empty string."""
    found = _SCHEME.match(url)
    return found.group(1).lower() if found else ""


_CURLY = frozenset("“”„‘’«»")


def web_url(url: str) -> Complaint | None:
    """Whether a URL can be fetched: http or https, a host, no credentials, no space, at most 2,000 characters."""
    if url[:1] in _CURLY:
        return Complaint("quotes", "stands in curly quotes", "write straight quotes around it, or none")
    scheme = scheme_of(url)
    if not scheme:
        return Complaint("scheme", "has no scheme", "write https:// in front of it")
    if scheme not in ("http", "https"):
        return Complaint("scheme", "has a scheme that is not fetched", "use its https:// or http:// address")
    if len(url) > LONGEST_URL:
        return Complaint("length", f"is longer than {LONGEST_URL} characters", "use a shorter URL")
    if "\\" in url or any(char.isspace() or not char.isprintable() for char in url):
        return Complaint("characters", "holds a space, a control character or a backslash", "write a space as %20")
    parts = split_url(url)
    if parts is None:
        return Complaint("host", "has no host or port that can be read", "write it as https://example.org/path")
    if parts.username is not None or parts.password is not None:
        return Complaint("credentials", "holds a user or password", "take them out of the URL")
    if not _has_host(parts):
        return Complaint("host", "has no host that can be read", "write it as https://example.org/path")
    if parts.port == 0:
        return Complaint("host", "has the port 0", "write the port the server listens on, or leave it out")
    return None


def _has_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    # what stands in brackets must be an IPv6 address; urlsplit also lets "[v1.x]" through
    return host_name(host) and ("[" not in parts.netloc or ":" in host)


def host_name(host: str) -> bool:
    """Whether this can be the host of a URL: labels of letters, digits and hyphens, or an IP literal."""
    if ":" in host:
        try:
            return ip_address(host).version == 6
        except ValueError:
            return False
    name = host.removesuffix(".")
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def mail_address(address: str) -> Complaint | None:
    """Whether this is one plain mail address (RFC 5321 without quoted names and address literals)."""
    local, at, domain = address.rpartition("@")
    fix = "write one address as name@example.org"
    if not at:
        return Complaint("address", "is no mail address: it has no @", fix)
    if len(address) > 254 or len(local) > 64 or not _LOCAL_PART.fullmatch(local):
        return Complaint("address", "is no mail address: the part before the @ cannot be read", fix)
    if ":" in domain or not host_name(domain):
        return Complaint("address", "is no mail address: the part behind the @ is no domain", fix)
    return None


def mailbox(text: str) -> Complaint | None:
    """Whether this is a mail address, alone or as `Name <name@example.org>` with a plain name."""
    name, opening, rest = text.partition("<")
    if not opening:
        return mail_address(text)
    if not rest.endswith(">") or not name.isprintable() or any(sign in name for sign in '>,;:"\\@()[]'):
        return Complaint("address", "is no mail address with a name", "write it as Name <name@example.org>")
    return mail_address(rest[:-1])


def smtp_url(url: str) -> Complaint | None:
    """Whether this names a mail server: `smtp://` or `smtps://`, `user:password@` or none, host, port or none.

    Options: `starttls=yes|no|required` (smtp only) and `from=` with a mail address.
    """
    shape = "write it as smtp://user:password@mail.example.org:587?starttls=required"
    scheme = scheme_of(url)
    if scheme not in ("smtp", "smtps"):
        return Complaint("scheme", "is no smtp:// or smtps:// URL", shape)
    escape = "characters such as @ : / ? # in a user or password are written %40 %3A %2F %3F %23"
    if any(char.isspace() or not char.isprintable() for char in url):
        return Complaint("characters", "holds a space or a control character", "write a space as %20")
    parts = split_url(url)
    if parts is None or not _has_host(parts) or parts.netloc.count("@") > 1 or parts.port == 0:
        return Complaint("host", "has no host or port that can be read", f"{shape}; {escape}")
    if parts.path not in ("", "/") or parts.fragment:
        return Complaint("path", "has something behind the host that is no option", f"{shape}; {escape}")
    if bool(parts.username) != bool(parts.password):
        return Complaint(
            "credentials", "has a user or a password without the other", "give both, as user:password@, or none"
        )
    return _smtp_options(parts)


def _smtp_options(parts: SplitResult) -> Complaint | None:
    known = ("starttls", "from")
    # separators are counted first: parse_qsl raises on more fields than allowed
    if parts.query.count("&") >= len(known):
        return Complaint("option", "has too many options", f"the options are {listed(known)}, each once")
    options: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in known:
            hint = suggest(name, known) or f"the options are {listed(known)}"
            return Complaint("option", "has an option that is not known", hint)
        if name in options:
            return Complaint("option", f"gives {name} twice", f"give {name} once")
        options[name] = value
    if "starttls" in options:
        if options["starttls"] not in ("yes", "no", "required"):
            return Complaint(
                "option", "has a starttls that is not known", "write starttls=yes, starttls=no or starttls=required"
            )
        if scheme_of(parts.geturl()) == "smtps" and options["starttls"] != "no":
            return Complaint(
                "option", "asks for STARTTLS where smtps:// is encrypted from the start", "take starttls out"
            )
    if "from" in options and mail_address(options["from"]):
        return Complaint("option", "has a from that is no mail address", "write from=wirewatch@example.org")
    return None


def smtp_sender(url: str) -> str:
    """The `from=` of a mail server's URL, or an empty string."""
    parts = split_url(url)
    if parts is None or parts.query.count("&") > 1:
        return ""
    return dict(parse_qsl(parts.query)).get("from", "")


def has_password(url: str) -> bool:
    """Whether a password stands in the URL itself, not as `${NAME}`."""
    parts = split_url(url)
    return parts is not None and bool(parts.password) and "${" not in unquote(parts.password or "")


def webhook_secret(secret: str) -> Complaint | None:
    """Whether this is a Standard Webhooks secret: `whsec_` and the base64 of 24 to 64 bytes.

    The standardwebhooks library takes any text and signs with what it decodes to, so this is asked before.
    """
    fix = (
        "make one with: python3 -c \"import base64, os; print('whsec_' + base64.b64encode(os.urandom(32)).decode())\""
    )
    if not secret.startswith("whsec_"):
        return Complaint("form", "does not start with whsec_", fix)
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return Complaint("form", "is not base64 behind whsec_", fix)
    if not 24 <= len(key) <= 64:
        return Complaint("form", f"holds {len(key)} bytes, where 24 to 64 are needed", fix)
    return None


def header_line(line: str) -> Complaint | None:
    """Whether this is `Name: value`, a request header that can be sent."""
    name, colon, value = line.partition(":")
    if not colon or not _TOKEN.fullmatch(name) or not value.strip() or not value.isprintable():
        return Complaint("header", "is no request header", 'write it as "X-Key: ${KEY}"')
    return None


def apprise_url(url: str) -> Complaint | None:
    """Whether this has the form `scheme://…`; which schemes are allowed is delivery's to say."""
    if not scheme_of(url):
        return Complaint("scheme", "has no scheme://", "write it as the Apprise documentation of the service says")
    return None


_NAT64, _SIX_TO_FOUR = ip_network("64:ff9b::/96"), ip_network("2002::/16")


def private_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address a host stands for by its form alone, where that address is not public; else None.

    A hint for whoever writes a file: the fetcher's guard decides on what a name resolves to, and is stricter.
    """
    name = host.lower().removesuffix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return IPv4Address("127.0.0.1")
    address: IPv4Address | IPv6Address
    try:
        address = ip_address(name)
    except ValueError:
        try:
            # the forms the system's resolver accepts: 127.1, 2130706433, 0x7f.1
            address = IPv4Address(socket.inet_aton(name))
        except (OSError, ValueError):
            return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    wrapped = address in _NAT64 or address in _SIX_TO_FOUR
    return address if wrapped or address.is_multicast or not address.is_global else None
