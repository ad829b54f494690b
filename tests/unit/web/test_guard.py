"""Who may ask, decided on the request alone, and what becomes of answers that do not come to their end."""

import asyncio

import pytest

from worker.web.guard import Guard, Message, Receive, Scope, Send, allowed_hosts, host_in, refusal

HERE = allowed_hosts("127.0.0.1", None)


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8642", "localhost"),
        ("127.0.0.1:8642", "127.0.0.1"),
        ("[::1]:8642", "::1"),
        ("[::1]", "::1"),
        ("wires.example.org", "wires.example.org"),
    ],
)
def test_a_host_is_read_without_its_port(header: str, host: str) -> None:
    assert host_in(header) == host


@pytest.mark.parametrize(
    "header",
    ["", ":8642", "a/b", "user@localhost", "localhost:port", "localhost?", "[::1", "localhost#", "local host/"],
)
def test_what_names_no_host_is_none(header: str) -> None:
    assert host_in(header) is None


@pytest.mark.parametrize("host", ["localhost:8642", "127.0.0.1", "[::1]:8642"])
def test_this_machine_may_always_be_asked_for(host: str) -> None:
    assert refusal("GET", [host], HERE) is None


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.7:8642"]
)
def test_a_name_that_somebody_made_resolve_here_is_refused(host: str) -> None:
    why = refusal("GET", [host], HERE)
    assert why is not None
    assert why[0] == 421
    assert "WIREWATCH_PUBLIC_URL" in why[2]
    assert host not in why[2]


def test_the_published_name_and_the_listening_address_may_be_asked_for() -> None:
    allowed = allowed_hosts("192.0.2.7", "https://Wires.example.org/desk")
    assert refusal("GET", ["wires.example.org"], allowed) is None
    assert refusal("HEAD", ["192.0.2.7:8642"], allowed) is None


@pytest.mark.parametrize("hosts", [[], ["localhost", "evil.example"], ["a/b"]])
def test_no_host_or_two_of_them_are_refused(hosts: list[str]) -> None:
    why = refusal("GET", hosts, HERE)
    assert why is not None
    assert why[0] == 400


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_answered(method: str) -> None:
    why = refusal(method, ["localhost"], HERE)
    assert why is not None
    assert why[0] == 405


def test_an_answer_cut_short_by_the_end_of_the_process_says_so() -> None:
    sent: list[Message] = []

    async def for_ever(_scope: Scope, _receive: Receive, _send: Send) -> None:
        await asyncio.Event().wait()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def cut_short() -> None:
        guard = Guard(for_ever, allowed=HERE, page=lambda status, headline, sentence: headline)
        scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")]}
        task = asyncio.create_task(guard(scope, receive, send))
        await asyncio.sleep(0)
        task.cancel()
        await task

    asyncio.run(cut_short())
    assert sent[0]["status"] == 503
    assert sent[1]["body"] == b"Wirewatch is being ended"
