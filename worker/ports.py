"""What the pipeline needs of the world outside, as Protocols; bootstrap decides who stands behind each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from worker.domain.alert import Outgoing, SendResult
from worker.domain.http import FetchRequest, FetchResponse
from worker.errors import FetchError


class Clock(Protocol):
    """Tells the time; the one place where the stages learn what `now` is."""

    def now(self) -> datetime:
        """The present, aware, UTC."""
        ...


class Fetcher(Protocol):
    """The guarded fetcher: every request to anywhere goes through it."""

    def fetch(self, request: FetchRequest) -> FetchResponse:
        """Make one request. Raises FetchError where there is no usable answer; any HTTP status is an answer."""
        ...

    def fetch_each(
        self, requests: Sequence[FetchRequest], *, deadline: float | None = None
    ) -> Iterator[tuple[int, FetchResponse | FetchError]]:
        """Make many requests at once and yield (index, answer or error) as each completes.

        deadline: seconds from now; what has no answer by then yields FetchTimeout. Every index is yielded
        exactly once. Requests go on only while the caller iterates.
        """
        ...

    def close(self) -> None:
        """Close all connections. The fetcher cannot be used afterwards."""
        ...


class Secrets(Protocol):
    """Knows the values of `${NAME}`."""

    def expand(self, text: str) -> str:
        """`text` with each `${NAME}` replaced. Raises UnsetVariable for a NAME without a value."""
        ...


class Notifier(Protocol):
    """Sends deliveries to their channels."""

    def send_each(self, batch: Sequence[Outgoing], *, deadline: float) -> Iterator[tuple[int, SendResult]]:
        """Send each; yield (index, result) as they end. Never raises for what a receiver did.

        deadline: seconds from now; what was not tried by then is not yielded at all, and counts as untried.
        """
        ...


class Hints(Protocol):
    """Tells workers that rows may be due. Losing a hint costs time, never work."""

    def hint(self, queue: str, ids: Sequence[int]) -> bool:
        """Publish one batch of ids. False where the broker could not be reached (already logged)."""
        ...
