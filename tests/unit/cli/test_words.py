from typing import Any

import pytest

from worker.cli.words import count, listed, where
from worker.domain.alert import Channel, ChannelKind


def _channel(kind: ChannelKind, config: dict[str, Any]) -> Channel:
    return Channel(1, "c", kind, config, False, "channels.yaml", "", None, 0)


def test_one_is_singular_and_none_is_a_word() -> None:
    assert [count(number, "watch", "watches") for number in (0, 1, 2)] == ["no watches", "1 watch", "2 watches"]


def test_a_long_list_is_cut_with_what_is_left() -> None:
    assert listed(["a", "b", "c"], most=2) == "a, b and 1 more"
    assert listed(["a", "b"]) == "a and b"
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("kind", "config", "shown"),
    [
        (ChannelKind.EMAIL, {"to": ["a@example.org", "b@example.org"]}, "a@example.org, b@example.org"),
        (ChannelKind.WEBHOOK, {"url": "https://hooks.example.org/T0/secretpart"}, "https://hooks.example.org/…"),
        (
            ChannelKind.WEBHOOK,
            {"url": "https://user:secretpart@h.example.org:8443/x"},
            "https://h.example.org:8443/…",
        ),
        (ChannelKind.WEBHOOK, {"url": "https://h.example.org?key=secretpart"}, "https://h.example.org/…"),
        (ChannelKind.WEBHOOK, {"url": "${HOOK_URL}"}, "${HOOK_URL}"),
        (ChannelKind.APPRISE, {"url": "${CHAT_URL}"}, "${CHAT_URL}"),
        (ChannelKind.APPRISE, {"url": "tgram://secretpart/chat"}, "tgram://…"),
        (ChannelKind.APPRISE, {"url": "secretpart"}, "…"),
    ],
)
def test_where_a_channel_leads_is_said_without_its_secret(
    kind: ChannelKind, config: dict[str, Any], shown: str
) -> None:
    said = where(_channel(kind, config))
    assert said == shown
    assert "secretpart" not in said
