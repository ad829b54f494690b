"""Log lines: no secret in any of them, and the lines of libraries in the same form."""

import json
import logging

import pytest

from worker import log


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("smtp://desk:hunter2@mail.example.org:587", "smtp://***@mail.example.org:587"),
        ("postgresql+psycopg://u:p%40ss@db/x", "postgresql+psycopg://***@db/x"),
        ("https://example.org/feed?api_key=abc&page=2", "https://example.org/feed?api_key=***&page=2"),
        ("Authorization: Bearer abc.def", "Authorization: ***"),
        ("the key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "the key whsec_***"),
        ("https://medium.example/@writer/story", "https://medium.example/@writer/story"),
    ],
)
def test_what_could_be_a_secret_is_hidden_and_the_rest_is_not(said: str, shown: str) -> None:
    assert log.redact(said) == shown


def test_a_line_carries_its_ids_and_no_secret_even_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(level="INFO", json=True)
    try:
        with log.bound(article=7):
            error = ValueError("no connection to smtp://desk:hunter2@mail.example.org")
            log.get_logger("here").error("failed", password="hunter2", exc_info=error)
    finally:
        log.configure()
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert (line["article"], line["module"], line["event"]) == (7, "here", "failed")
    assert "ValueError" in line["exception"]
    assert "hunter2" not in json.dumps(line)


def test_a_warning_of_a_library_comes_out_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(level="INFO", json=True)
    try:
        logging.getLogger("celery.worker").error("lost redis://:hunter2@broker:6379")
    finally:
        log.configure()
    line = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert line["level"] == "error"
    assert "hunter2" not in json.dumps(line)
