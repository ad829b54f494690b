"""The guarded fetcher: synchronous outside, one event loop and one pool of connections per thread inside."""

import asyncio
import os
import threading
import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from ssl import SSLContext
from time import monotonic

from worker import __version__
from worker.domain.http import FetchRequest, FetchResponse, Redirect
from worker.errors import AddressRefused, BatchOver, FetchError, FetchTimeout
from worker.fetch.guard import AddressGuard, Lookup, Network, system_lookup
from worker.fetch.loop import Job, TurnLoop
from worker.fetch.redirect import headers_for, next_url
from worker.fetch.transport import Progress, Transport
from worker.fetch.url import checked_url

Outcome = FetchResponse | FetchError


def user_agent(contact: str) -> str:
    """How Wirewatch names itself; contact: a URL or address where its operator can be reached, or ""."""
    contact = "".join(character for character in contact if character.isprintable()).strip()
    return f"Wirewatch/{__version__}" + (f" (+{contact})" if contact else "")


class _Engine:
    """A loop and its connections, belonging to one thread of one process."""

    def __init__(self, transport: Transport) -> None:
        self.pid = os.getpid()
        self.turns = TurnLoop()
        self.transport = transport

    def start(self, index: int, request: FetchRequest, wall_end: float, ready: "deque[Job[Outcome]]") -> Job[Outcome]:
        job: Job[Outcome] = Job(index, request.timeout, wall_end)
        self.turns.start(job, _outcome(self.transport, request, job), ready)
        return job

    def close(self) -> None:
        self.turns.close(self.transport.close)


_OF_PARENTS: list[_Engine] = []
"""Engines that were made before a fork. A child must neither close nor finalise what it shares with its parent:
the poller's registrations are common to both, and closing a connection here would silence it there."""


def _close_all(engines: dict[int, _Engine]) -> None:
    for engine in engines.values():
        if engine.pid == os.getpid():
            engine.close()
        else:
            _OF_PARENTS.append(engine)
    engines.clear()


class GuardedFetcher:
    """`worker.ports.Fetcher` over aiohttp.

    May be made before a fork and used after it, and from several threads: each gets its own loop and pool on
    its first request. Not to be called from inside a running event loop (use a thread).
    """

    def __init__(
        self,
        allow_private: Iterable[Network | str] = (),
        user_agent_contact: str = "",
        *,
        per_host: int = 4,
        idle_hosts: int = 256,
        ssl_context: SSLContext | None = None,
        lookup: Lookup = system_lookup,
    ) -> None:
        """allow_private: networks that may be reached although they are not public. per_host: connections at once to
        one host. idle_hosts: hosts whose connection is kept open when idle, each a file descriptor.
        ssl_context: other than the system's trust. lookup: how names are looked up.
        """
        self.guard = AddressGuard(allow_private, lookup=lookup)
        self._user_agent = user_agent(user_agent_contact)
        self._per_host = per_host
        self._idle_hosts = idle_hosts
        self._ssl_context = ssl_context
        self._engines: dict[int, _Engine] = {}
        self._close = weakref.finalize(self, _close_all, self._engines)  # also at exit, where nobody closes it

    def fetch(self, request: FetchRequest) -> FetchResponse:
        """Make one request. Raises FetchError where there is no usable answer; any HTTP status is an answer.

        A GET or HEAD is sent on through redirects, each hop judged anew. The 3xx of any other method is the answer.
        """
        engine = self._engine()
        ready: deque[Job[Outcome]] = deque()
        job = engine.start(0, request, inf, ready)
        try:
            engine.turns.wait(ready)
        finally:
            self._drop(engine, [job])
        outcome = job.task.result()
        if isinstance(outcome, FetchError):
            raise outcome
        return outcome

    def fetch_each(
        self, requests: Sequence[FetchRequest], *, deadline: float | None = None
    ) -> Iterator[tuple[int, Outcome]]:
        """Make all requests at once and yield (index, answer or error) as each completes, every index once.

        deadline: seconds from now, the caller's own work included; what has no answer by then yields FetchTimeout.
        Requests go on only while the caller iterates, and their own time-outs count only that time. To stop
        early, close the generator (or drop it): the rest is cancelled. `fetch` may be called in between.
        """
        wall_end = inf if deadline is None else monotonic() + deadline
        return (outcome for group in self._groups(requests, wall_end, 0.0) for outcome in group)

    def fetch_groups(
        self, requests: Sequence[FetchRequest], *, deadline: float | None = None, linger: float = 0.05
    ) -> Iterator[list[tuple[int, Outcome]]]:
        """`fetch_each`, with what is there at one moment in one list.

        linger: seconds that a first answer waits for company, so that many can be stored in one transaction.
        A list is never empty.
        """
        wall_end = inf if deadline is None else monotonic() + deadline
        return self._groups(requests, wall_end, linger)

    def _groups(
        self, requests: Sequence[FetchRequest], wall_end: float, linger: float
    ) -> Iterator[list[tuple[int, Outcome]]]:
        engine = self._engine()
        ready: deque[Job[Outcome]] = deque()
        jobs = [engine.start(index, request, wall_end, ready) for index, request in enumerate(requests)]
        left = len(jobs)
        try:
            while left:
                engine.turns.wait(ready, most=left, linger=linger)
                group = [(job.index, job.task.result()) for job in ready]
                ready.clear()
                left -= len(group)
                yield group
        finally:
            self._drop(engine, jobs)

    def close(self) -> None:
        """Close all connections. The fetcher cannot be used afterwards. No request may be under way elsewhere."""
        self._close()

    def _engine(self) -> _Engine:
        if not self._close.alive:
            raise RuntimeError("this fetcher has been closed")
        thread = threading.get_ident()
        engine = self._engines.get(thread)
        if engine is None or engine.pid != os.getpid():
            self._forget_others()
            transport = Transport(
                self.guard,
                user_agent=self._user_agent,
                per_host=self._per_host,
                idle_hosts=self._idle_hosts,
                ssl_context=self._ssl_context,
            )
            engine = self._engines[thread] = _Engine(transport)
        return engine

    def _forget_others(self) -> None:
        """Put away the engines of a parent process, and close those of threads that have ended."""
        alive = {thread.ident for thread in threading.enumerate()}
        for ident, engine in list(self._engines.items()):
            if engine.pid != os.getpid():
                _OF_PARENTS.append(self._engines.pop(ident))
            elif ident not in alive:
                self._engines.pop(ident).close()

    @staticmethod
    def _drop(engine: _Engine, jobs: Sequence[Job[Outcome]]) -> None:
        if engine.pid == os.getpid():
            engine.turns.cancel(jobs)


async def _outcome(transport: Transport, request: FetchRequest, job: Job[Outcome]) -> Outcome:
    """The answer, or the FetchError as a value."""
    progress = Progress("the host")
    try:
        return await _follow(transport, request, progress)
    except FetchError as error:
        return error
    except asyncio.CancelledError:
        if not job.expired:
            raise
        return _timed_out(progress, request.timeout, batch_over=monotonic() >= job.wall_end)


async def _follow(transport: Transport, request: FetchRequest, progress: Progress) -> FetchResponse:
    start = at = checked_url(request.url)
    method = request.method.upper()
    headers = request.headers
    redirects: list[Redirect] = []
    seen = {at.text: None}
    while True:
        try:
            answer = await transport.exchange(
                method,
                at,
                headers,
                body=request.body if not redirects else None,  # only a GET is sent on, and has none
                max_bytes=request.max_bytes,
                allow_private=request.allow_private,
                progress=progress,
            )
        except AddressRefused as error:
            if not redirects:
                raise
            raise AddressRefused(f"{start.host} redirects to where it must not: {error}", hint=error.hint) from error
        location = answer.headers.get("location")
        to = next_url(method, at, answer.status, location, seen=seen, most=request.max_redirects)
        if to is None:
            return FetchResponse(at.text, answer.status, answer.headers, answer.body, tuple(redirects))
        redirects.append(Redirect(answer.status, to.text))
        seen[to.text] = None
        headers = headers_for(headers, at, to)
        at = to


def _timed_out(progress: Progress, timeout: float, *, batch_over: bool) -> FetchTimeout:
    if batch_over:
        return BatchOver(f"no whole answer from {progress.host} before the time of its batch was over")
    if progress.answered:
        return FetchTimeout(f"{progress.host} did not finish its answer within {timeout:g} s")
    return FetchTimeout(f"no answer from {progress.host} within {timeout:g} s")
