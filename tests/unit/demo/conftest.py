"""A way to ask the demo's servers as any client would."""

import gzip
import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest


@dataclass(frozen=True)
class Said:
    """An answer; header names in lower case, the body decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Ask = Callable[..., Said]


@pytest.fixture
def ask() -> Ask:
    """Asks for a URL on a connection of its own."""

    def request(
        url: str, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Said:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers or {})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in answer.getheaders()}
        if found.get("content-encoding") == "gzip" and content:
            content = gzip.decompress(content)
        return Said(answer.status, found, content)

    return request
