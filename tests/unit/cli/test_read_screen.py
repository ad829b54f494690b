"""An article in the terminal: its marks, and below it the figures, the people and what they said."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.cli.reading import READING, TEXT, TITLE
from worker.cli.read import Read
from worker.cli.read_screen import show
from worker.cli.screen import Screen
from worker.domain.reading import Reading

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
DONE = Read("a.txt", TEXT, READING, as_page=False, title=TITLE, language="en", published=date(2025, 6, 9))


def _shown(capsys: pytest.CaptureFixture[str], done: Read = DONE) -> str:
    show(Screen(now=datetime(2026, 3, 2, 12, tzinfo=UTC), zone=ZoneInfo("UTC")), done)
    return capsys.readouterr().out


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Colours, and 80 columns."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return monkeypatch


def _styles_of(out: str, words: str) -> str:
    """The escape sequence in front of these words."""
    found = re.search(r"(\x1b\[[0-9;]*m)" + re.escape(words), out)
    assert found is not None, f"{words!r} has no style"
    return found[1]


def test_officials_figures_and_speech_differ_in_colour(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = _shown(capsys).partition("Figures")[0]
    body = out[out.index("2025") :].partition("said\x1b")[2]
    styles = {_styles_of(body, words) for words in ("Ruta Vale", "We are late,", "1.2 billion euros", "she")}
    assert len(styles) == 4


def test_without_colours_no_colour_is_sent(terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.setenv("NO_COLOR", "1")
    codes = {code for style in re.findall(r"\x1b\[([0-9;]*)m", _shown(capsys)) for code in style.split(";")}
    assert codes <= {"", "0", "1", "2"}


@pytest.mark.parametrize("columns", [80, 120])
def test_everything_fits_the_terminal(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    terminal.setenv("COLUMNS", str(columns))
    lines = _STYLE.sub("", _shown(capsys)).splitlines()
    assert max(map(len, lines)) <= columns


def test_nothing_of_a_fact_is_cut_in_a_narrow_terminal(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = _STYLE.sub("", _shown(capsys)).partition("Figures")[2].partition("People")[0]
    assert "…" not in table
    for word in ("Vale", "5% of GDP", "target", "harbour", "spending", "ministers", "2%", "by 2032", "demanded"):
        assert word in table


def test_a_pipe_gets_each_paragraph_in_a_line_and_no_escape(capsys: pytest.CaptureFixture[str]) -> None:
    out = _shown(capsys)
    assert "\x1b" not in out
    assert TEXT.partition("\n\n")[0] in out.splitlines()


def test_a_fact_is_one_row_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    row = next(line for line in _shown(capsys).splitlines() if "5% of GDP" in line)
    cells = re.split(r"  +", row.strip())
    assert cells == ["Ruta Vale", "5% of GDP target", "harbour spending", "ministers", "2%", "by 2032", "demanded"]


def test_a_column_in_which_nothing_stands_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    facts = tuple(replace(fact, previous=None, deadline=None, deadline_date=None) for fact in READING.facts)
    out = _shown(capsys, replace(DONE, reading=replace(READING, facts=facts)))
    assert "OF WHAT" in out
    assert "UP FROM" not in out
    assert "BY WHEN" not in out


def test_people_are_listed_with_their_roles_and_speech_by_its_speaker(capsys: pytest.CaptureFixture[str]) -> None:
    out = _shown(capsys)
    assert re.search(r"Ruta Vale +Harbour Master, Port of Ness +3", out)
    assert "“We are late,” (yet to be said)" in out


def test_the_head_says_when_and_from_where(capsys: pytest.CaptureFixture[str]) -> None:
    head = _shown(capsys).splitlines()[:2]
    assert head == [TITLE, "Mon 09 Jun 2025 · NESS · plain text"]


def test_what_was_not_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    unread = replace(DONE, reading=Reading(unread="language not read"), language="de", note="bytes were replaced")
    out = _shown(capsys, unread)
    assert "in de" in out
    assert "language not read" in out
    assert "bytes were replaced" in out
    assert "Figures" not in out


def test_outside_words_are_inert_and_marks_stay_in_place(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[2J\x1b]0;title\x07\u202e[bold]"
    fact = READING.facts[2]
    shift = len(hostile)
    quantity = replace(
        fact.quantity, start=fact.quantity.start + shift, end=fact.quantity.end + shift, surface=hostile, value=None
    )
    facts = (replace(fact, quantity=quantity, about=hostile, actor=hostile, speaker=hostile, deadline=hostile),)
    out = _shown(
        capsys, Read(hostile, hostile + TEXT, Reading(facts=facts, dateline=hostile), as_page=True, title=hostile)
    )
    assert not re.search(r"\x1b(?!\[[0-9;]*m)", out)
    assert "\x07" not in out
    assert "\u202e" not in out
    assert "[bold]" in out
    assert _styles_of(out.replace("\n", " "), "1.2 billion euros")
