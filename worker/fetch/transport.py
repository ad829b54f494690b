"""One HTTP exchange, no redirects; the home of aiohttp (`failures` puts its exceptions into words).

Every socket is made by `_Connector`, which asks the guard about the address it is made for: whatever way led
there, nothing else is connected to. aiohttp's own timeouts, cookies, proxies, redirects and decompression are
off; what Wirewatch promises about them is kept in this package.
"""

import asyncio
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ssl import SSLContext
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from worker.errors import BodyTooLarge, FetchError
from worker.fetch.body import ACCEPT_ENCODING, BodyReader
from worker.fetch.failures import explained
from worker.fetch.guard import AddressGuard
from worker.fetch.redirect import REDIRECTS
from worker.fetch.url import Target

CONNECTIONS = 256
"""Most connections at once, per process. A batch has 64 requests."""
KEEP_ALIVE = 15.0
"""Seconds an idle connection is kept: long enough for the pages of one host in one batch."""
DNS_TTL = 30
"""Seconds an answer of the resolver is used again. The addresses in it have been judged, and only they are used."""
LOOKUPS = 32
"""Names looked up at once. A dead name server holds a thread for up to half a minute."""
MAX_FIELD = 32_768
"""Bytes of one header line. News sites send Content-Security-Policy lines above aiohttp's usual 8,190."""
MAX_FIELDS = 128
"""Header lines of one answer, which bounds all of them to 4 MB."""
_NO_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None)
_BODILESS = frozenset({204, 205, 304})


@dataclass(slots=True)
class Progress:
    """How far a request has come, for the sentence that says what was being waited for."""

    host: str
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers with lower-case names, and the body as the server meant it; empty for a redirect."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Resolver(AbstractResolver):
    """Looks names up in threads, and gives aiohttp none but judged addresses."""

    def __init__(self, guard: AddressGuard, threads: ThreadPoolExecutor, allow_private: bool) -> None:
        self._guard = guard
        self._threads = threads
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The judged addresses of a name. Raises what `AddressGuard.resolve` raises."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, self._judged, host, port)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in found
        ]

    def _judged(self, host: str, port: int) -> list[tuple[socket.AddressFamily, str]]:
        return self._guard.resolve(host, port, allow_private=self._allow_private)

    async def close(self) -> None:
        """The threads belong to the transport."""


class _Connector(aiohttp.TCPConnector):
    """A pool whose sockets are guarded and whose idle connections are bounded.

    aiohttp bounds only the connections in use. A worker that polls a thousand hosts in a few seconds would
    hold a thousand idle ones and run out of file descriptors.
    """

    def __init__(self, guard: AddressGuard, *, allow_private: bool, idle_hosts: int, **options: Any) -> None:
        def guarded_socket(addr_info: Any) -> socket.socket:
            family, kind, proto, _, sockaddr = addr_info
            guard.check(sockaddr[0], allow_private=allow_private)
            return socket.socket(family, kind, proto)

        super().__init__(socket_factory=guarded_socket, **options)
        self._idle_hosts = idle_hosts

    def _release(self, key: Any, protocol: Any, *, should_close: bool = False) -> None:
        full = len(self._conns) >= self._idle_hosts and key not in self._conns
        super()._release(key, protocol, should_close=should_close or full)


class Transport:
    """The sessions of one event loop. Make and use it inside that loop only."""

    def __init__(
        self,
        guard: AddressGuard,
        *,
        user_agent: str,
        per_host: int,
        idle_hosts: int,
        ssl_context: SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._headers = {"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": ACCEPT_ENCODING}
        self._per_host = per_host
        self._idle_hosts = idle_hosts
        self._ssl: SSLContext | bool = True if ssl_context is None else ssl_context
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="wirewatch-dns")
        self._sessions: dict[tuple[bool, bool], aiohttp.ClientSession] = {}

    def _session(self, allow_private: bool, fresh: bool) -> aiohttp.ClientSession:
        """allow_private has a pool and a DNS cache of its own, so that no other request can come upon its
        connections. fresh: a new connection for each request, because what must not be sent twice cannot be
        repeated when a kept connection turns out to be dead.
        """
        session = self._sessions.get((allow_private, fresh))
        if session is None:
            connector = _Connector(
                self._guard,
                allow_private=allow_private,
                idle_hosts=self._idle_hosts,
                resolver=_Resolver(self._guard, self._threads, allow_private),
                ttl_dns_cache=DNS_TTL,
                limit=CONNECTIONS,
                limit_per_host=self._per_host,
                ssl=self._ssl,
                **({"force_close": True} if fresh else {"keepalive_timeout": KEEP_ALIVE}),
            )
            session = aiohttp.ClientSession(
                connector=connector,
                headers=self._headers,
                skip_auto_headers=("Content-Type",),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=_NO_TIMEOUT,
                auto_decompress=False,
                trust_env=False,
                max_line_size=MAX_FIELD,
                max_field_size=MAX_FIELD,
                max_headers=MAX_FIELDS,
            )
            self._sessions[allow_private, fresh] = session
        return session

    async def exchange(
        self,
        method: str,
        target: Target,
        headers: Mapping[str, str],
        *,
        body: bytes | None,
        max_bytes: int,
        allow_private: bool,
        progress: Progress,
    ) -> Answer:
        """Send one request and read the answer.

        In: a target from `checked_url`; headers, which win over this transport's own; max_bytes, the bound on the
        body before and after decompression. `progress` is kept up to date. No timeout: the caller cancels.
        Raises FetchError, and nothing else that a server, a name server or a URL could cause.
        """
        host = progress.host = target.host
        progress.answered = False
        try:
            if target.literal is not None:  # aiohttp does not ask a resolver for these
                self._guard.check(target.literal, allow_private=allow_private)
            session = self._session(allow_private, method not in ("GET", "HEAD"))
            response = await session.request(
                method, target.url, headers=headers, data=body, allow_redirects=False, timeout=_NO_TIMEOUT
            )
            progress.answered = True
            try:
                return await _read(response, method, max_bytes, host)
            finally:
                response.release()  # a body that was not read to its end takes the connection along
        except FetchError as error:
            # A new one each time: aiohttp hands the same instance to all that waited for the same lookup.
            raise type(error)(str(error), hint=error.hint) from error
        except (
            aiohttp.ClientError,
            OSError,
            ValueError,
            RuntimeError,  # uvloop raises it where asyncio raises OSError
        ) as error:
            raise explained(error, host) from error

    async def close(self) -> None:
        """Close all connections."""
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        await asyncio.sleep(0)  # one turn for the transports to close their sockets


async def _read(response: aiohttp.ClientResponse, method: str, max_bytes: int, host: str) -> Answer:
    status = response.status
    headers = _plain(response.headers)
    if status in _BODILESS or method == "HEAD" or status in REDIRECTS:
        return Answer(status, headers, b"")
    announced = response.content_length
    if announced is not None and announced > max_bytes:
        raise BodyTooLarge(f"{host} announces {announced:,} bytes, more than {max_bytes:,}")
    reader = BodyReader(headers.get("content-encoding", ""), max_bytes, host)
    content = response.content
    while chunk := await content.readany():
        reader.feed(chunk)
    return Answer(status, headers, reader.finish())


def _plain(fields: Mapping[str, str]) -> dict[str, str]:
    """Lower-case names; repeated fields joined by a comma (RFC 9110, section 5.3); cookies left out."""
    headers: dict[str, str] = {}
    for name, value in fields.items():
        name = name.lower()
        if not value.isascii():
            value = _text(value)
        if name in headers:
            headers[name] += ", " + value
        elif name != "set-cookie":
            headers[name] = value
    return headers


def _text(value: str) -> str:
    """A header value without surrogates, which no database takes: UTF-8 if it is that, else Latin-1."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
