import socket
from ipaddress import ip_address, ip_network

import pytest

from worker.errors import AddressRefused, ConnectionFailed
from worker.fetch.guard import AddressGuard, verdict

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.215.14",
    "172.15.255.255",
    "172.32.0.0",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
]
REFUSED = {
    "0.0.0.0": "this network",
    "0.1.2.3": "this network",
    "10.0.0.1": "private",
    "100.64.0.1": "carrier-grade NAT",
    "100.100.100.200": "carrier-grade NAT",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "168.63.129.16": "a cloud platform's own address",
    "169.254.169.254": "link-local, where clouds keep their metadata",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.0.192": "reserved for protocols",
    "192.0.2.1": "for documentation",
    "192.88.99.1": "a 6to4 relay",
    "192.168.1.1": "private",
    "198.18.0.1": "for benchmarks",
    "198.51.100.1": "for documentation",
    "203.0.113.1": "for documentation",
    "224.0.0.1": "multicast",
    "239.255.255.255": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "::127.0.0.1": "outside the global unicast range",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:169.254.169.254": "link-local, where clouds keep their metadata",
    "64:ff9b::7f00:1": "NAT64 around 127.0.0.1, which is loopback",
    "64:ff9b::808:808": "NAT64",
    "64:ff9b:1::1": "outside the global unicast range",
    "2001:0:808:808::80ff:fffe": "Teredo around 127.0.0.1, which is loopback",
    "2001:db8::1": "for documentation",
    "2001:2::1": "reserved for protocols",
    "2002:7f00:1::": "6to4 around 127.0.0.1, which is loopback",
    "2002:808:808::1": "6to4",
    "3fff::1": "for documentation",
    "5f00::1": "outside the global unicast range",
    "fc00::1": "private",
    "fd00:ec2::254": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_connected_to(address: str) -> None:
    assert verdict(ip_address(address)) is None


@pytest.mark.parametrize(("address", "reason"), REFUSED.items())
def test_an_address_that_is_not_public_is_refused_with_its_reason(address: str, reason: str) -> None:
    assert verdict(ip_address(address)) == reason


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3"])
def test_a_network_the_operator_named_is_allowed_in_either_spelling(address: str) -> None:
    assert verdict(ip_address(address), [ip_network("10.1.0.0/16")]) is None


def test_an_allowed_network_allows_nothing_beside_it() -> None:
    assert verdict(ip_address("10.2.0.1"), [ip_network("10.1.0.0/16")]) == "private"


def test_allowing_the_tunnel_does_not_allow_what_is_inside() -> None:
    nat64 = [ip_network("64:ff9b::/96")]
    assert verdict(ip_address("64:ff9b::808:808"), nat64) is None
    assert verdict(ip_address("64:ff9b::7f00:1"), nat64) == "a tunnel around 127.0.0.1, which is loopback"


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "::1"])
def test_allow_private_opens_an_offices_own_networks(address: str) -> None:
    assert verdict(ip_address(address), allow_private=True) is None


@pytest.mark.parametrize("address", ["169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "168.63.129.16"])
def test_allow_private_never_opens_metadata_and_multicast(address: str) -> None:
    assert verdict(ip_address(address), allow_private=True) is not None


@pytest.mark.parametrize("text", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost", ""])
def test_check_refuses_what_is_no_plain_numeric_address(text: str) -> None:
    with pytest.raises(AddressRefused, match="not a plain numeric address"):
        AddressGuard(["127.0.0.0/8"]).check(text)


def test_check_names_the_host_and_the_address() -> None:
    with pytest.raises(AddressRefused, match=r"intra\.example resolves to 10\.0\.0\.1, which is refused: private"):
        AddressGuard().check("10.0.0.1", host="intra.example")


def test_a_name_is_refused_whole_if_one_of_its_addresses_is_private() -> None:
    both = [(socket.AF_INET, "8.8.8.8"), (socket.AF_INET, "127.0.0.1")]
    with pytest.raises(AddressRefused, match="loopback"):
        AddressGuard(lookup=lambda _host, _port: both).resolve("two.example", 80)


def test_resolve_gives_every_judged_address() -> None:
    both = [(socket.AF_INET, "8.8.8.8"), (socket.AF_INET6, "2606:4700::1111")]
    assert AddressGuard(lookup=lambda _host, _port: both).resolve("two.example", 80) == both


def test_resolve_says_that_a_name_does_not_resolve() -> None:
    def none(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(ConnectionFailed, match=r"name nosuch\.example does not resolve") as found:
        AddressGuard(lookup=none).resolve("nosuch.example", 80)
    assert found.value.hint == "see that it is spelled right"


def test_resolve_tells_a_silent_name_server_from_a_missing_name() -> None:
    def later(_host: str, _port: int) -> list[tuple[socket.AddressFamily, str]]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    with pytest.raises(ConnectionFailed, match="name server does not answer"):
        AddressGuard(lookup=later).resolve("nosuch.example", 80)


def test_the_systems_resolver_is_judged_too() -> None:
    with pytest.raises(AddressRefused, match="localhost resolves to"):
        AddressGuard().resolve("localhost", 80)


def test_a_network_that_is_none_is_refused_when_the_guard_is_made() -> None:
    with pytest.raises(ValueError, match="does not appear to be an IPv4 or IPv6 network"):
        AddressGuard(["everything"])
