import gzip
import zlib

import pytest

from worker.errors import BadResponse, BodyTooLarge
from worker.fetch.body import BodyReader

TEXT = b"The ministers agreed on Tuesday. " * 200


def read(encoding: str, data: bytes, *, step: int = 1 << 16, bound: int = 1_000_000) -> bytes:
    reader = BodyReader(encoding, bound, "example.org")
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
    return reader.finish()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def packed(data: bytes) -> bytes:
    """Gzip without the time of packing, so that what is tested is the same in every run."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize("step", [1, 7, 65536])
@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", packed(TEXT)),
        ("X-GZIP", packed(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", packed(TEXT[:100]) + packed(b"") + packed(TEXT[100:])),
        ("gzip", packed(TEXT) + b"\0" * 64),
    ],
    ids=["plain", "identity", "gzip", "X-GZIP", "deflate", "raw deflate", "gzip in members", "gzip with padding"],
)
def test_every_encoding_that_is_advertised_is_read_in_any_portions(encoding: str, data: bytes, step: int) -> None:
    assert read(encoding, data, step=step) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_an_empty_body_is_empty_in_any_encoding(encoding: str) -> None:
    assert read(encoding, b"") == b""


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "aes128gcm"])
def test_an_encoding_that_was_not_asked_for_is_a_bad_response(encoding: str) -> None:
    with pytest.raises(BadResponse, match="was not asked for"):
        read(encoding, b"x")


WHOLE = packed(TEXT)


@pytest.mark.parametrize(
    "data",
    [b"<rss>not compressed</rss>", WHOLE[:-8] + b"\0" * 8, WHOLE[:10] + b"\xff" * 40],
    ids=["no gzip at all", "wrong checksum", "garbage inside"],
)
def test_corrupt_gzip_is_a_bad_response(data: bytes) -> None:
    with pytest.raises(BadResponse, match="cannot be decompressed"):
        read("gzip", data)


@pytest.mark.parametrize("cut", [1, 5, 20, -1])
def test_gzip_that_breaks_off_is_a_bad_response(cut: int) -> None:
    with pytest.raises(BadResponse, match="breaks off"):
        read("gzip", packed(TEXT)[:cut])


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_body_of_just_the_bound_passes(encoding: str) -> None:
    data = packed(TEXT) if encoding else TEXT
    assert len(read(encoding, data, bound=len(TEXT))) == len(TEXT)


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_one_byte_above_the_bound_is_too_large(encoding: str) -> None:
    data = packed(TEXT) if encoding else TEXT
    with pytest.raises(BodyTooLarge):
        read(encoding, data, bound=len(TEXT) - 1)


def test_compressed_bytes_are_bounded_too() -> None:
    with pytest.raises(BodyTooLarge):
        read("gzip", packed(b"") * 3 + gzip.compress(bytes(range(256)) * 8, compresslevel=0), bound=300)


def test_a_body_of_thousands_of_members_is_refused() -> None:
    with pytest.raises(BadResponse, match="members"):
        read("gzip", packed(b"") * 5_000)
