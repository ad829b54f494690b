"""Whether the trained name finder is used: WIREWATCH_NER and what is installed."""

import pytest

from config.settings import Settings
from worker.bootstrap import Application, open_application
from worker.errors import ConfigError


@pytest.mark.parametrize(
    ("ner", "there", "used"),
    [("off", True, False), ("off", False, False), ("auto", True, True), ("auto", False, False), ("on", True, True)],
)
def test_the_finder_is_used_where_it_is_asked_for_and_there(
    monkeypatch: pytest.MonkeyPatch, ner: str, there: bool, used: bool
) -> None:
    monkeypatch.setattr("worker.bootstrap.installed", lambda: there)
    assert (Application(Settings.load({"ner": ner})).names is not None) == used


def test_it_is_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WIREWATCH_NER", raising=False)
    assert Settings.load().ner == "off"


def test_a_finder_that_is_asked_for_and_missing_is_an_error_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worker.bootstrap.installed", lambda: False)
    with pytest.raises(ConfigError) as raised:
        open_application(Settings.load({"ner": "on"}), log_level="CRITICAL")
    assert "WIREWATCH_NER=auto" in raised.value.hint
