import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from worker.cli.screen import Column, Row, Screen, joined, text

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
COLUMNS = [Column("name", gives=True), Column("number", right=True), Column("words", gives=True)]
ROWS = [
    Row((text("n" * 60), text(7), text("w" * 40)), (text("below " * 30),)),
    Row((text("short"), text(10), text(""))),
]
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


def _terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> Screen:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Screen(now=NOW, zone=ZoneInfo("UTC"))


@pytest.mark.parametrize("columns", [80, 120])
def test_a_table_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    _terminal(monkeypatch, columns).table(COLUMNS, ROWS)
    lines = [_STYLE.sub("", line) for line in capsys.readouterr().out.splitlines()]
    assert max(len(line) for line in lines) <= columns
    assert "…" in lines[1] or columns >= 114


def test_in_a_pipe_nothing_is_cut_wrapped_or_coloured(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(now=NOW, zone=ZoneInfo("UTC")).table(COLUMNS, ROWS)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "…" not in out
    assert out.splitlines()[1] == "n" * 60 + "       7  " + "w" * 40
    assert out.splitlines()[2] == "  " + ("below " * 30).strip()


def test_lines_have_no_space_at_their_end(capsys: pytest.CaptureFixture[str]) -> None:
    Screen(now=NOW, zone=ZoneInfo("UTC")).table(COLUMNS, ROWS)
    assert all(line == line.rstrip() for line in capsys.readouterr().out.splitlines())


def test_wide_characters_keep_columns_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Row((text("東京新聞"), text("x"))), Row((text("abcdefgh"), text("x")))]
    Screen(now=NOW, zone=ZoneInfo("UTC")).table([Column("name"), Column("mark")], rows)
    assert capsys.readouterr().out.splitlines()[1:] == ["東京新聞  x", "abcdefgh  x"]


def test_styles_do_not_spread_over_their_neighbours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _terminal(monkeypatch, 80).line(joined(text("bad", "red"), "plain"))
    assert capsys.readouterr().out == "\x1b[31mbad\x1b[0m\x1b[2m · \x1b[0mplain\n"


def test_outside_text_is_never_read_as_markup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _terminal(monkeypatch, 80).line("[red]a[/red] :smile: \x1b[31mb")
    assert capsys.readouterr().out == "[red]a[/red] :smile: b\n"
