"""Read a body without ever holding more than the bound, compressed or not.

A gzip of 1 MB can open to 1 GB, so the decompressor is told how much it may give, and the connection is dropped
as soon as there is more. Only what is bounded here is advertised: gzip and deflate.
"""

import zlib
from io import BytesIO

from worker.errors import BadResponse, BodyTooLarge

ACCEPT_ENCODING = "gzip, deflate"
_MAX_MEMBERS = 256
"""Members of one gzip body. Each costs a copy of the chunk's rest, so thousands of empty ones would be quadratic."""


class BodyReader:
    """Takes the chunks of one body as they arrive; `finish` gives the whole."""

    def __init__(self, encoding: str, max_bytes: int, host: str) -> None:
        """encoding: the Content-Encoding header, or "". max_bytes: the bound, before and after decompression.

        host: for messages. Raises BadResponse for an encoding that was not asked for.
        """
        self._host = host
        self._max = max_bytes
        self._raw = 0
        self._out = BytesIO()
        self._size = 0
        self._members = 0
        self._stream: zlib._Decompress | None = None
        self._start = b""
        self._kind = _kind(encoding, host)

    def feed(self, chunk: bytes) -> None:
        """Take a chunk. Raises BodyTooLarge, or BadResponse where it does not decompress."""
        self._raw += len(chunk)
        if self._raw > self._max:
            raise BodyTooLarge(f"{self._host} sends more than {self._max:,} bytes")
        if self._kind == "identity":
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise BadResponse(f"{self._host} sends {self._kind} data that cannot be decompressed") from error

    def finish(self) -> bytes:
        """The whole body. Raises BadResponse where compressed data broke off."""
        if self._start or (self._stream is not None and not self._stream.eof):
            raise BadResponse(f"the {self._kind} data of {self._host} breaks off")
        return self._out.getvalue()

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._max:
            raise BodyTooLarge(f"{self._host} sends a body that opens to more than {self._max:,} bytes")
        self._out.write(data)

    def _inflate(self, data: bytes) -> None:
        if self._stream is None:
            data = self._start + data
            if len(data) < 2:
                self._start = data
                return
            self._start = b""
            self._stream = _decompressor(self._kind, data)
            self._members = 1
        while data:
            if self._stream.eof:
                # gzip members may follow one another (RFC 1952, section 2.2); anything else behind the end is
                # padding, which browsers and gzip itself ignore.
                if self._kind != "gzip" or data[:1] != b"\x1f":
                    return
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    raise BadResponse(f"{self._host} sends more than {_MAX_MEMBERS} gzip members in one body")
                self._stream = _decompressor(self._kind, data)
            self._keep(self._stream.decompress(data, self._max - self._size + 1))
            data = self._stream.unused_data


def _kind(encoding: str, host: str) -> str:
    wanted = encoding.strip().lower()
    if wanted in ("", "identity"):
        return "identity"
    if wanted in ("gzip", "x-gzip"):
        return "gzip"
    if wanted == "deflate":
        return "deflate"
    raise BadResponse(f"{host} answers in the encoding {wanted[:40]!r}, which was not asked for")


def _decompressor(kind: str, start: bytes) -> "zlib._Decompress":
    """start: the first two bytes or more. `deflate` is zlib by RFC 9110 and raw deflate with many servers.

    A zlib header says method 8 and is divisible by 31 (RFC 1950, section 2.2); no common raw stream starts so.
    """
    if kind == "gzip":
        return zlib.decompressobj(16 + zlib.MAX_WBITS)
    is_zlib = start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
