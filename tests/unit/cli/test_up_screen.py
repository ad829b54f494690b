"""The first screen of `up`, over a database and files as they may be."""

from typing import Any

import pytest

from worker.cli.base import Session
from worker.cli.up_screen import look_at_start, show_start

PAGE = "http://127.0.0.1:8642/"


@pytest.fixture
def session(world: Any) -> Session:
    """A session over the world's folders."""
    session = Session()
    session.config_dir, session.data_dir = world.config, world.data
    return session


def test_the_test_message_goes_to_a_channel_that_can_work(
    filled: Any, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    show_start(session, PAGE)
    said = capsys.readouterr().out
    assert "channels test desk" in said
    assert "channels test chat" not in said


def test_the_same_problem_of_one_line_is_said_once(filled: Any, session: Session) -> None:
    (filled.config / "feeds.yaml").write_text("feeds: [http://127.0.0.1/a, http://127.0.0.1/b]")
    missing = [what for what, _ in look_at_start(session, PAGE).missing if "feeds.yaml" in what]
    assert missing == [f"{filled.config}/feeds.yaml:1"]
