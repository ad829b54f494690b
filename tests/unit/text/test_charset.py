"""Which encoding a document is in, whatever it declares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.text.charset import decode, known_encoding


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("é — plain".encode(), None, "é — plain"),
        ("é declared wrongly".encode(), "text/html; charset=iso-8859-1", "é declared wrongly"),
        ("“smart” €".encode("cp1252"), "text/html; charset=ISO-8859-1", "“smart” €"),
        ("“smart” €".encode("cp1252"), None, "“smart” €"),
        ("<meta charset=gb2312>中文新闻".encode("gb18030"), "text/html", "<meta charset=gb2312>中文新闻"),
        ("中文新闻".encode("gbk"), "text/html; charset='gb2312'", "中文新闻"),
        ("ニュース".encode("cp932"), "text/html; charset=Shift_JIS", "ニュース"),
        ("ニュース".encode("iso2022_jp"), "text/xml; charset=iso-2022-jp", "ニュース"),
        (
            '<?xml version="1.0" encoding="koi8-r"?>мир'.encode("koi8-r"),
            None,
            '<?xml version="1.0" encoding="koi8-r"?>мир',
        ),
        ("\ufeff<a>é".encode("utf-16"), "text/xml; charset=utf-8", "\ufeff<a>é"),
        ("<a>é".encode("utf-16-le"), None, "<a>é"),
        ("<a>é".encode("utf-32-be"), None, "<a>é"),
        (b"\xef\xbb\xbfmarked", None, "marked"),
        (b"", None, ""),
    ],
)
def test_the_text_comes_out_right(body: bytes, header: str | None, text: str) -> None:
    assert decode(body, header).text == text


def test_a_wrong_declaration_is_told() -> None:
    assert "is utf-8" in decode("é".encode(), "text/xml; charset=koi8-r").note
    assert decode(b"plain", "text/xml; charset=koi8-r").note == ""


def test_one_broken_byte_does_not_turn_utf8_into_something_else() -> None:
    decoded = decode("naïve café façade".encode() + b"\xc3", "text/html; charset=utf-8")
    assert decoded.text == "naïve café façade\ufffd"
    assert decoded.note


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "utf-7", "unicode_escape", "zlib", "rot13", "cp037", "nonsense", "\x00"]
)
def test_codecs_that_hide_or_stall_are_not_accepted(label: str) -> None:
    assert known_encoding(label) is None


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=40)))
def test_no_bytes_make_it_raise(body: bytes, header: str | None) -> None:
    decode(body, header)
