import json
from typing import Any

import pytest

from tests.services.http import Answer
from worker.domain.alert import ChannelKind, DeclaredChannel, DeliveryState


def test_channels_are_listed_without_their_secrets(cli: Any, filled: Any) -> None:
    said = cli("channels").stdout
    assert "secretpart" not in said
    assert "https://hooks.example.org/…" in said
    assert "desk@example.org" in said
    assert "${WIRES_CHAT_URL}" in said
    assert "secretpart" not in cli("channels", "--json").stdout


def test_a_channel_whose_variable_is_unset_says_which(cli: Any, filled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    chat = cli.lines("channels", "--json")[0]
    assert chat["state"] == "unset"
    assert "WIRES_CHAT_URL" in chat["why"]
    monkeypatch.setenv("WIRES_CHAT_URL", "json://example.org")
    assert cli.lines("channels", "--json")[0]["state"] == "ok"


def test_a_disabled_channel_says_why_and_can_be_enabled(cli: Any, filled: Any) -> None:
    ids = filled.alert("Another target")
    filled.deliver(ids[1], DeliveryState.FAILED, "gone", disable="hooks.example.org answered 410")
    hook = cli.lines("channels", "--json")[2]
    assert (hook["state"], hook["why"], hook["failures"]) == ("disabled", "hooks.example.org answered 410", 2)
    assert "hooks.example.org answered 410" in cli("channels").stdout
    assert "enabled again" in cli("channels", "enable", "hook").stdout
    hook = cli.lines("channels", "--json")[2]
    assert (hook["state"], hook["failures"]) == ("ok", 0)


def test_a_channel_whose_deliveries_are_tried_again_and_again_is_failing_and_says_why(cli: Any, filled: Any) -> None:
    filled.deliver(filled.alert("Another target")[0], DeliveryState.WAITING, "nobody listens; try 1, again in 9 s")
    desk = cli.lines("channels", "--json")[1]
    assert (desk["state"], desk["why"]) == ("failing", "nobody listens")
    assert "fix: mend it, then `wirewatch channels test desk`" in cli("channels").stdout


def test_the_time_of_the_last_success_is_shown(cli: Any, filled: Any) -> None:
    desk, hook = cli.lines("channels", "--json")[1:]
    assert desk["last_ok"].endswith("Z")
    assert hook["last_ok"] is None


def test_an_unknown_channel_is_answered_with_those_there_are(cli: Any, filled: Any) -> None:
    assert "the channels are chat, desk, hook" in cli("channels", "enable", "nobody", code=1).stderr


def test_a_test_of_a_channel_without_its_variable_sends_nothing(cli: Any, filled: Any) -> None:
    said = cli("channels", "test", "chat", code=1).stderr
    assert "nothing was sent: WIRES_CHAT_URL is not set" in said
    assert "fix: set WIRES_CHAT_URL in the environment" in said


def _with_hook(world: Any, url: str) -> None:
    hook = DeclaredChannel("hook", ChannelKind.WEBHOOK, {"url": url}, allow_private=True)
    world.declare(channels=(DeclaredChannel("desk", ChannelKind.EMAIL, {"to": ["d@example.org"]}), hook))


def test_a_test_message_says_it_is_one_and_enables_the_channel(cli: Any, world: Any, http_sink: Any) -> None:
    _with_hook(world, http_sink.answer("/hook", Answer(204)))
    ids = world.alert()
    world.deliver(ids[1], DeliveryState.FAILED, "gone", disable="it answered 410")
    result = cli.lines("channels", "test", "hook", "--json")[0]
    assert (result["channel"], result["result"], result["enabled"]) == ("hook", "sent", True)
    body = json.loads(http_sink.requests("/hook")[-1].body)
    assert (body["type"], body["watch"]) == ("test", "Targets")
    assert cli.lines("channels", "--json")[1]["state"] == "ok"


def test_a_test_that_is_refused_gives_code_1_and_the_reason(cli: Any, world: Any, http_sink: Any) -> None:
    _with_hook(world, http_sink.url + "/hook")
    said = cli("channels", "test", "hook", code=1).stderr
    assert "the test message did not reach hook: " in said
    assert "404" in said
