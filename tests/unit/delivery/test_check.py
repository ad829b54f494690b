from typing import Any

import pytest

from worker.delivery import channel_problem
from worker.domain.alert import ChannelKind, DeclaredChannel

WEBHOOK, EMAIL, APPRISE = ChannelKind.WEBHOOK, ChannelKind.EMAIL, ChannelKind.APPRISE


@pytest.fixture
def problem(environment: Any, loopback_guard: Any) -> Any:
    def ask(kind: ChannelKind, config: dict[str, Any], *, allow_private: bool = False, **values: str) -> str | None:
        return channel_problem(
            DeclaredChannel("desk", kind, config, allow_private),
            secrets=environment(**values),
            guard=loopback_guard(allow=False),
            smtp_url="smtp://mail.example.org",
            mail_from="alerts@example.org",
        )

    return ask


@pytest.mark.parametrize(
    ("kind", "config"),
    [
        (WEBHOOK, {"url": "https://hooks.example.org/x"}),
        (EMAIL, {"to": ["desk@example.org"]}),
        (APPRISE, {"url": "ntfy://ntfy.example.org/topic"}),
        (WEBHOOK, {"url": "http://10.0.0.1/x"}),
    ],
)
def test_a_sound_channel_has_no_problem(problem: Any, kind: ChannelKind, config: dict[str, Any]) -> None:
    assert problem(kind, config, allow_private=True) is None


@pytest.mark.parametrize(
    ("kind", "config", "words"),
    [
        (WEBHOOK, {"url": "${DESK_URL}"}, "DESK_URL is not set; set DESK_URL in the environment of Wirewatch"),
        (WEBHOOK, {"url": "http://127.0.0.1:8080/x"}, "127.0.0.1 is not a public address"),
        (WEBHOOK, {"url": "https://example.org", "secret": "hunter2"}, "does not begin with whsec_"),
        (EMAIL, {"to": []}, "1 to 100 addresses"),
        (EMAIL, {"to": ["d@example.org"], "smtp": "smtp://10.0.0.1"}, "10.0.0.1 is not a public address"),
        (APPRISE, {"url": "syslog://"}, "channels by syslog:// are not allowed"),
        (APPRISE, {"url": "json://127.0.0.1/"}, "127.0.0.1 is not a public address"),
        (APPRISE, {}, "is not one that Apprise can read"),
    ],
)
def test_a_problem_is_one_sentence_with_its_fix(
    problem: Any, kind: ChannelKind, config: dict[str, Any], words: str
) -> None:
    found = problem(kind, config)
    assert found is not None
    assert words in found


def test_a_secret_is_not_shown_in_the_problem(problem: Any) -> None:
    found = problem(WEBHOOK, {"url": "https://example.org", "secret": "${S}"}, S="plaintextsecret")
    assert found is not None
    assert "plaintextsecret" not in found


def test_what_stands_before_the_colon_is_no_secret_let_out(problem: Any) -> None:
    found = problem(APPRISE, {"url": "${TOKEN}://"}, TOKEN="hunter2correcthorse")
    assert found is not None
    assert "hunter2" not in found
