import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import syntax


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTP://EXAMPLE.org:8080/rss?x=1&y=%20#top",
        "http://127.0.0.1:9/",
        "http://[2001:db8::1]/feed",
        "https://münchen.example/rss",
        "https://my_host.example/rss",
        "https://example.org./rss",
    ],
)
def test_a_web_url_is_accepted(url: str) -> None:
    assert syntax.web_url(url) is None


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("", "scheme"),
        ("example.org/rss", "scheme"),
        ("feed://example.org/rss", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("https:example.org", "scheme"),
        ("https://", "host"),
        ("https:///rss", "host"),
        ("https://[::1", "host"),
        ("https://[v1.x]/", "host"),
        ("https://a..b/", "host"),
        ("https://-a.example/", "host"),
        ("https://example.org:99999/", "host"),
        ("https://example.org:0/", "host"),
        ("https://example.org:http/", "host"),
        ("https://user:pass@example.org/", "credentials"),
        ("https://user@example.org/", "credentials"),
        ("https://@example.org/", "credentials"),
        ("https://example.org/a b", "characters"),
        ("https://example.org/a\nb", "characters"),
        ("https://example.org\\@127.0.0.1/", "characters"),
        ("https://example.org/" + "a" * 2_000, "length"),
    ],
)
def test_another_url_is_refused_for_its_reason(url: str, slug: str) -> None:
    complaint = syntax.web_url(url)
    assert complaint is not None
    assert complaint.slug == slug


@pytest.mark.parametrize(
    "address",
    ["desk@example.org", "a.b+c@sub.example.org", "o'neil@example.org", "desk@localhost", "desk@münchen.example"],
)
def test_a_mail_address_is_accepted(address: str) -> None:
    assert syntax.mail_address(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "", "desk", "@example.org", "desk@", "a b@example.org", "a..b@example.org", ".a@example.org",
        "a@b@example.org", "a@example..org", "a@-example.org", "Desk <a@example.org>",
        "a@example.org,b@example.org", "a@example.org\nBcc: x", "a@[127.0.0.1]",
        "a@::1", "ä@example.org", "a" * 65 + "@example.org", "a@" + "b" * 254,
    ],
)  # fmt: skip
def test_another_address_is_refused(address: str) -> None:
    assert syntax.mail_address(address) is not None


@pytest.mark.parametrize("text", ["desk@example.org", "The Desk <desk@example.org>", "<desk@example.org>"])
def test_a_mail_address_may_have_a_name(text: str) -> None:
    assert syntax.mailbox(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Desk <desk>",
        "Desk <desk@example.org",
        "a@b, Desk <desk@example.org>",
        "a\nBcc: b <c@example.org>",
        "D <<a@b>>",
    ],
)
def test_an_address_whose_name_could_be_more_is_refused(text: str) -> None:
    assert syntax.mailbox(text) is not None


@pytest.mark.parametrize(
    "url",
    [
        "smtp://mail.example.org",
        "smtp://user:pass@mail.example.org:587?starttls=required",
        "smtp://us%40er:p%2Fss@mail.example.org?starttls=no&from=wires@example.org",
        "smtps://user:pass@mail.example.org:465/",
        "smtp://[2001:db8::1]:25",
    ],
)
def test_a_mail_servers_url_is_accepted(url: str) -> None:
    assert syntax.smtp_url(url) is None


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("mail.example.org:25", "scheme"),
        ("mailto://mail.example.org", "scheme"),
        ("smtp://", "host"),
        ("smtp://user:p@ss@mail.example.org", "host"),
        ("smtp://user:p/ss@mail.example.org", "host"),
        ("smtp://mail.example.org:0", "host"),
        ("smtp://mail.example.org/inbox", "path"),
        ("smtp://user:#ss@mail.example.org", "path"),
        ("smtp://user@mail.example.org", "credentials"),
        ("smtp://:pass@mail.example.org", "credentials"),
        ("smtp://mail.example.org?starttls=maybe", "option"),
        ("smtp://mail.example.org?startls=yes", "option"),
        ("smtp://mail.example.org?from=me", "option"),
        ("smtp://mail.example.org?from=a@b&from=c@d", "option"),
        ("smtp://mail.example.org?" + "x=1&" * 1_000, "option"),
        ("smtps://mail.example.org?starttls=yes", "option"),
        ("smtp://user:p ss@mail.example.org", "characters"),
    ],
)
def test_another_mail_servers_url_is_refused_for_its_reason(url: str, slug: str) -> None:
    complaint = syntax.smtp_url(url)
    assert complaint is not None
    assert complaint.slug == slug


def _secret(length: int) -> str:
    return "whsec_" + base64.b64encode(bytes(length)).decode()


@pytest.mark.parametrize("length", [24, 32, 64])
def test_a_webhook_secret_of_24_to_64_bytes_is_accepted(length: int) -> None:
    assert syntax.webhook_secret(_secret(length)) is None


@pytest.mark.parametrize(
    "secret",
    ["", "secret", "whsec_", "whsec_!!!!", "whsec_abc", _secret(23), _secret(65), _secret(32)[6:], "whsec_é"],
)
def test_another_webhook_secret_is_refused_with_a_way_to_make_one(secret: str) -> None:
    complaint = syntax.webhook_secret(secret)
    assert complaint is not None
    assert "whsec_" in complaint.fix


@pytest.mark.parametrize("line", ["X-Key: abc", "Authorization: Bearer ${TOKEN}", "Cookie:a=b"])
def test_a_header_line_is_accepted(line: str) -> None:
    assert syntax.header_line(line) is None


@pytest.mark.parametrize("line", ["", "X-Key", "X Key: a", ": a", "X-Key: ", "X-Key: a\r\nHost: b", "Ü: a"])
def test_another_header_line_is_refused(line: str) -> None:
    assert syntax.header_line(line) is not None


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "wires.localhost", "LOCALHOST.", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1",
        "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
        "::ffff:127.0.0.1",         "::ffff:10.0.0.1", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_a_host_that_is_not_public_by_its_form_is_recognised(host: str) -> None:
    assert syntax.private_address(host) is not None


@pytest.mark.parametrize(
    "host", ["example.org", "8.8.8.8", "2606:4700::1111", "10.example.org", "", "localhost.example.org"]
)
def test_other_hosts_are_not_held_to_be_private(host: str) -> None:
    assert syntax.private_address(host) is None


@given(st.text(max_size=80))
def test_no_text_makes_a_check_raise(text: str) -> None:
    for check in (
        syntax.web_url, syntax.mail_address, syntax.mailbox, syntax.smtp_url, syntax.webhook_secret,
        syntax.header_line, syntax.apprise_url, syntax.smtp_sender, syntax.private_address, syntax.has_password,
    ):  # fmt: skip
        check(text)
        for scheme in ("http", "smtp"):
            check(f"{scheme}://{text}")
