"""What delivery needs of the address guard: to be told which addresses may be connected to."""

from collections.abc import Sequence
from typing import Protocol


class Guard(Protocol):
    """Decides on addresses that are about to be connected to, never on names."""

    def check(self, address: str, *, allow_private: bool = False) -> None:
        """Raise AddressRefused unless this IP address may be connected to."""
        ...

    def resolve(self, host: str, port: int, *, allow_private: bool = False) -> Sequence[tuple[int, str]]:
        """The (address family, IP address) pairs of a host that may be connected to, best first.

        Raises AddressRefused where the host has none that is allowed, ConnectionFailed where it has none.
        """
        ...
