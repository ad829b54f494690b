"""What the pipeline needs of the world outside, as Protocols; bootstrap decides who stands behind each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from worker.domain.alert import (
    AlertMessage,
    Channel,
    Decision,
    DeliveryOutcome,
    DeliveryWork,
    KnownAlert,
    NewDelivery,
    Outgoing,
    SendResult,
)
from worker.domain.article import Article, ArticleWork, StoredPage
from worker.domain.feed import FeedWork, Polled
from worker.domain.http import FetchRequest, FetchResponse
from worker.domain.ledger import Found, Readable
from worker.domain.politeness import HostState, HostUpdate
from worker.domain.reading import Official, Reading
from worker.domain.watch import Match, Watch
from worker.domain.work import Back, Due, Lease, Queue, QueueCounts
from worker.errors import FetchError


class Clock(Protocol):
    """Tells the time; the one place where the stages learn what `now` is."""

    def now(self) -> datetime:
        """The present, aware, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...

    def jitter(self) -> float:
        """A number in [0, 1), new each time, so that many waits do not end at one moment."""
        ...


class Fetcher(Protocol):
    """The guarded fetcher: every request to anywhere goes through it."""

    def fetch(self, request: FetchRequest) -> FetchResponse:
        """Make one request. Raises FetchError where there is no usable answer; any HTTP status is an answer."""
        ...

    def fetch_groups(
        self, requests: Sequence[FetchRequest], *, deadline: float, linger: float = 0.05
    ) -> Iterator[list[tuple[int, FetchResponse | FetchError]]]:
        """Make many requests at once and yield them as they complete, in groups of (index, answer or error).

        deadline: seconds from now; what has no answer by then comes as BatchOver. linger: how long, in
        seconds, a first answer may wait for company, so that the caller can store many in one transaction.
        Every index comes exactly once. Requests go on only while the caller iterates.
        """
        ...

    def close(self) -> None:
        """Close all connections. The fetcher cannot be used afterwards."""
        ...


class RobotsReader(Protocol):
    """Understands robots.txt; what it makes of one fits into a Host's row as text."""

    max_bytes: int

    def url(self, host: str) -> str:
        """Where a Host (its key) keeps its robots.txt."""
        ...

    def read(self, answer: FetchResponse | FetchError) -> tuple[str, float | None]:
        """What an answer to a request for robots.txt means: (text for the Host's row, crawl delay in seconds)."""
        ...

    def keep(self, text: str) -> timedelta:
        """How long `text` may be used before robots.txt is asked for again."""
        ...

    def passing(self, text: str) -> bool:
        """Whether `text` refuses only because robots.txt could not be read just now."""
        ...

    def refusal(self, text: str, url: str) -> str | None:
        """Why `url` may not be fetched under the rules kept as `text`, in words; None where it may."""
        ...


class Secrets(Protocol):
    """Knows the values of `${NAME}`."""

    def expand(self, text: str) -> str:
        """`text` with each `${NAME}` replaced. Raises UnsetVariable for a NAME without a value."""
        ...


class Notifier(Protocol):
    """Sends deliveries to their channels."""

    def problem(self, channel: Channel) -> str | None:
        """What in its configuration or the environment keeps a channel from working, with the fix, or None.

        Connects to nothing and looks up no name.
        """
        ...

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


class WorkRows(Protocol):
    """What the stages do with claimed rows of any queue."""

    def due(self, queue: Queue, *, now: datetime, limit: int, max_attempts: int) -> list[Due]:
        """Claimable rows, longest waiting first, without touching them."""
        ...

    def sweepable(self, *, now: datetime) -> set[Queue]:
        """The queues that have a claimable row nobody has hinted."""
        ...

    def mark_hinted(self, queue: Queue, *, now: datetime, until: datetime, cap: int, max_attempts: int) -> list[Due]:
        """Take claimable rows nobody has hinted, mark them until `until`, commit, return them; at most `cap`
        hints may be outstanding."""
        ...

    def bury(self, queue: Queue, *, now: datetime, max_attempts: int) -> list[int]:
        """Declare dead the claimable rows that used up their attempts; their ids."""
        ...

    def give_back(self, queue: Queue, token: str, backs: Iterable[Back]) -> None:
        """Make claimed rows pending again, each at its own time; the claim does not count as an attempt."""
        ...

    def fail(self, queue: Queue, token: str, row: int, *, next_at: datetime, why: str) -> None:
        """Give a row back after an error of ours; the attempt counts."""
        ...

    def unhint(self, queue: Queue, ids: Sequence[int]) -> None:
        """Forget that these rows were hinted, because the hint could not be sent."""
        ...

    def counts(self, queue: Queue, *, now: datetime) -> QueueCounts:
        """How the queue stands."""
        ...

    def next_wait(self, queue: Queue, *, now: datetime) -> datetime | None:
        """When the next row that waits only for a host's gap comes due."""
        ...


class FeedRows(Protocol):
    """The poll stage's side of the database."""

    def claim(
        self,
        ids: Sequence[int],
        *,
        lease: Lease,
        now: datetime,
        gap: timedelta,
        max_attempts: int,
        tell_first: bool,
    ) -> tuple[list[FeedWork], dict[str, HostState]]:
        """Claim feeds and their hosts; rows whose host must be left alone are given back at once."""
        ...

    def finish(
        self,
        token: str,
        polled: Sequence[Polled],
        updates: Sequence[HostUpdate],
        *,
        now: datetime,
        hint_until: datetime | None,
    ) -> list[int]:
        """Store what polls found, in one transaction; ids of the articles that are news and wait."""
        ...


class FinishTransaction(Protocol):
    """One article's last transaction; everything read from it is read under the decision lock."""

    history: bool
    first_seen: datetime
    delivery_ids: list[int]
    unknown_channels: list[str]

    def twin_of(self, uids: Sequence[str], *, title: str) -> int | None:
        """Another article as read, of the same title and with one of these uids, or None."""
        ...

    def become_twin(self, other: int) -> None:
        """Record that this article is `other` under a second URL."""
        ...

    def outlets(self) -> tuple[str, ...]:
        """Names of the feeds that carry the article."""
        ...

    def known_alerts(self) -> dict[int, KnownAlert]:
        """The alerts this article already has, by watch id."""
        ...

    def record(
        self,
        match: Match,
        decision: Decision,
        message: AlertMessage,
        new_deliveries: Sequence[NewDelivery],
        *,
        hint_until: datetime | None,
    ) -> None:
        """Store a new match with its alert and deliveries."""
        ...

    def replace(
        self,
        known: KnownAlert,
        decision: Decision,
        message: AlertMessage,
        new_deliveries: Sequence[NewDelivery],
        *,
        hint_until: datetime | None,
    ) -> None:
        """Change an alert's decision, keeping the earlier one as a transition."""
        ...

    def finish(
        self,
        article: Article,
        *,
        canonical_uid: str | None,
        page: StoredPage | None,
        page_failures: int,
        again_at: datetime | None,
        waiting: str,
    ) -> None:
        """Store the article as read; with `again_at` its page is asked for once more then."""
        ...

    def store(self, reading: Reading, *, version: int, failed: str = "") -> None:
        """Store what the article says, after `finish`. version: of the readers. failed: the error one met, or ""."""
        ...

    def release_host(self, token: str, update: HostUpdate | None) -> None:
        """Let go of the host the page came from."""
        ...


class ArticleRows(Protocol):
    """The process stage's side of the database."""

    def claim(
        self, ids: Sequence[int], *, lease: Lease, now: datetime, gap: timedelta, max_attempts: int
    ) -> tuple[list[ArticleWork], dict[str, HostState]]:
        """Claim articles and the hosts of their pages; those whose host must be left alone go back at once."""
        ...

    def finishing(
        self, article_id: int, token: str, *, now: datetime
    ) -> AbstractContextManager[FinishTransaction | None]:
        """The transaction that finishes an article; None where the lease is lost."""
        ...

    def release_hosts(self, token: str, updates: Sequence[HostUpdate]) -> None:
        """Let go of hosts outside of a finish."""
        ...


class RewriteTransaction(Protocol):
    """One article read again."""

    def before(self) -> Found:
        """How much is stored of it."""
        ...

    def store(self, article: Article, reading: Reading, *, version: int, failed: str = "") -> None:
        """Replace the article's words and what was read of them."""
        ...


class ReadingRows(Protocol):
    """Readings of articles, to be made again."""

    def count_outdated(self, *, version: int, since: datetime | None, everything: bool = False) -> int:
        """How many articles `outdated` would give in all."""
        ...

    def outdated(
        self, *, version: int, since: datetime | None, below: int | None, limit: int, everything: bool = False
    ) -> list[int]:
        """Ids of articles whose reading is older than `version`, failed or is missing, the newest first."""
        ...

    def readable(self, article_id: int) -> Readable | None:
        """What there is to read an article again from."""
        ...

    def rewriting(
        self, found: Readable, *, version: int, now: datetime
    ) -> AbstractContextManager[RewriteTransaction | None]:
        """The transaction that stores it; None where somebody else has read it meanwhile."""
        ...


class DeliveryRows(Protocol):
    """The deliver stage's side of the database."""

    def claim(self, ids: Sequence[int], *, lease: Lease, now: datetime, max_attempts: int) -> list[DeliveryWork]:
        """Claim deliveries; those whose channel asked for silence are given back until it ends."""
        ...

    def finish(self, token: str, outcome: DeliveryOutcome, *, now: datetime) -> bool:
        """Store what became of a delivery; False where the lease was lost."""
        ...


class DeclaredRows(Protocol):
    """What people declared, as the stages read it."""

    def version(self) -> int:
        """Rises with every change."""
        ...

    def watches(self) -> list[Watch]:
        """The live watches."""
        ...

    def watches_since(self, version: int) -> tuple[list[Watch], list[int]]:
        """What became of watches behind a version: those that are new or changed, and the ids of those removed."""
        ...

    def officials(self) -> list[Official]:
        """The live officials."""
        ...


class Storage(Protocol):
    """The database, by repositories."""

    @property
    def work(self) -> WorkRows:
        """Rows of any queue."""
        ...

    @property
    def feeds(self) -> FeedRows:
        """The poll stage's side."""
        ...

    @property
    def articles(self) -> ArticleRows:
        """The process stage's side."""
        ...

    @property
    def readings(self) -> ReadingRows:
        """What articles say."""
        ...

    @property
    def deliveries(self) -> DeliveryRows:
        """The deliver stage's side."""
        ...

    @property
    def declared(self) -> DeclaredRows:
        """Feeds, watches, channels and officials as declared."""
        ...
