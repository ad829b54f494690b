"""Which addresses may be connected to, and why another may not.

`verdict` decides on one address and returns the reason in words; `AddressGuard` holds the operator's networks
and looks names up. Everything that opens a connection (feeds, pages, hubs, webhooks, mail, Apprise) asks here
about the very address it is going to connect to, because a name may mean another address a moment later.

The standard library's `is_global` is not enough. On Python 3.11 it calls 64:ff9b::/96, 2002::/16, fec0::/10,
192.88.99.0/24 and 224.0.0.0/4 global. So the rules below are a table of our own, after the IANA special-purpose
registries (RFC 6890 and later), and `is_global` only has the last word on what the table lets through.
"""

import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from worker.errors import AddressRefused, ConnectionFailed

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Lookup = Callable[[str, int], list[tuple[socket.AddressFamily, str]]]
"""Host and port in, (family, address) pairs out. Blocks. Raises OSError where the name does not resolve."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A refused network. `office`: the kind of network an office runs its own servers in."""

    network: Network
    what: str
    office: bool = False


def _rules(*rows: tuple[str, str, bool]) -> tuple[_Rule, ...]:
    return tuple(_Rule(ip_network(network), what, office) for network, what, office in rows)


_V4 = _rules(
    ("0.0.0.0/8", "this network", False),
    ("10.0.0.0/8", "private", True),
    ("100.64.0.0/10", "carrier-grade NAT", True),
    ("127.0.0.0/8", "loopback", True),
    ("168.63.129.16/32", "a cloud platform's own address", False),  # Azure; public by its number only
    ("169.254.0.0/16", "link-local, where clouds keep their metadata", False),
    ("172.16.0.0/12", "private", True),
    ("192.0.0.0/24", "reserved for protocols", False),
    ("192.0.2.0/24", "for documentation", False),
    ("192.88.99.0/24", "a 6to4 relay", False),
    ("192.168.0.0/16", "private", True),
    ("198.18.0.0/15", "for benchmarks", False),
    ("198.51.100.0/24", "for documentation", False),
    ("203.0.113.0/24", "for documentation", False),
    ("224.0.0.0/4", "multicast", False),
    ("240.0.0.0/4", "reserved", False),
)
_V6 = _rules(
    ("::1/128", "loopback", True),
    ("::/128", "unspecified", False),
    ("64:ff9b::/96", "NAT64", False),
    ("fc00::/7", "private", True),
    ("fe80::/10", "link-local", False),
    ("fec0::/10", "site-local", False),
    ("ff00::/8", "multicast", False),
    ("2001::/32", "Teredo", False),
    ("2001::/23", "reserved for protocols", False),
    ("2001:db8::/32", "for documentation", False),
    ("2002::/16", "6to4", False),
    ("3fff::/20", "for documentation", False),
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out to anybody (RFC 4291, section 2.4)
_NAT64 = IPv6Network("64:ff9b::/96")
_TEREDO = IPv6Network("2001::/32")


def _inner(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address carries inside itself and that a gateway would go on to."""
    if isinstance(address, IPv4Address):
        return ()
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address in _TEREDO and address.teredo is not None:
        return address.teredo
    return ()


def _judge(address: Address, allow: Sequence[Network], allow_private: bool) -> str | None:
    if any(address in network for network in allow):
        return None
    for rule in _V4 if address.version == 4 else _V6:
        if address in rule.network:
            return None if rule.office and allow_private else rule.what
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return "outside the global unicast range"
    return None if address.is_global else "not global"


def verdict(address: Address, allow: Sequence[Network] = (), *, allow_private: bool = False) -> str | None:
    """Whether an address may be connected to.

    In: the address; `allow`, the networks that the operator named; `allow_private`, whether this one request
    may reach an office's own network (RFC 1918, loopback, carrier-grade NAT, IPv6 unique local). That never
    opens link-local addresses, since cloud metadata is there; only `allow` does.
    Out: None if it may, else the reason: "loopback", "6to4 around 127.0.0.1, which is loopback".

    An IPv4-mapped IPv6 address is judged as the IPv4 address it is. A NAT64, 6to4 or Teredo address is judged
    twice, as itself and as what it carries, and both must pass.
    """
    if isinstance(address, IPv6Address) and address.scope_id:
        address = IPv6Address(int(address))
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    outer = _judge(address, allow, allow_private)
    for inner in _inner(address):
        reason = _judge(inner, allow, allow_private)
        if reason:
            return f"{outer or 'a tunnel'} around {inner}, which is {reason}"
    return outer


def system_lookup(host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
    """Ask the system's resolver. Blocks for as long as the system is set up to. Raises OSError."""
    found: dict[tuple[socket.AddressFamily, str], None] = {}
    for family, _, _, _, sockaddr in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if family in (socket.AF_INET, socket.AF_INET6):
            found[family, str(sockaddr[0])] = None
    return list(found)


class AddressGuard:
    """Holds the networks that the operator allows, and refuses every other address that is not public."""

    def __init__(self, allow: Iterable[Network | str] = (), *, lookup: Lookup = system_lookup) -> None:
        """allow: networks, or their text ("10.1.0.0/16"). Raises ValueError for a text that is none."""
        self._allow = tuple(ip_network(network) for network in allow)
        self._lookup = lookup
        # The same few addresses are asked about again and again, and parsing one costs 8 µs.
        self._reason = lru_cache(maxsize=4096)(self._judged)

    def check(self, address: str, *, allow_private: bool = False, host: str = "") -> None:
        """Raise AddressRefused unless this address may be connected to.

        address: a numeric address. host: the name it was found under, for the message.
        What is no plain numeric address ("127.1", "0x7f.1") is refused: nobody knows what it will mean.
        """
        reason = self._reason(address, allow_private)
        if reason is None:
            return
        where = f"{host} resolves to {address}, which" if host and host != address else address
        raise AddressRefused(
            f"{where} is refused: {reason}",
            hint="if this is a machine of yours, name its network in WIREWATCH_ALLOW_PRIVATE",
        )

    def _judged(self, address: str, allow_private: bool) -> str | None:
        try:
            parsed = ip_address(address)
        except ValueError:
            return "not a plain numeric address"
        return verdict(parsed, self._allow, allow_private=allow_private)

    def resolve(self, host: str, port: int, *, allow_private: bool = False) -> list[tuple[socket.AddressFamily, str]]:
        """Look a name up and judge every address it has.

        Out: (family, numeric address) pairs, at least one; connect to these, not to the name.
        Raises AddressRefused if even one of them is refused: a public name that also points inward is either
        an attack or a mistake, and which address gets used would be chance. Raises ConnectionFailed if the
        name does not resolve. Blocks while the system's resolver does.
        """
        try:
            found = self._lookup(host, port)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that the idna codec refuses
            again = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            if again:
                hint = "see that this machine reaches the network"
                raise ConnectionFailed(f"name {host}: the name server does not answer", hint=hint) from error
            raise ConnectionFailed(f"name {host} does not resolve", hint="see that it is spelled right") from error
        if not found:
            raise ConnectionFailed(f"name {host} has no address")
        for _, address in found:
            self.check(address, allow_private=allow_private, host=host)
        return found
