import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from worker.supervise.lines import LONGEST, LineReader, read_line


def test_a_line_of_the_log_keeps_its_parts_apart() -> None:
    written = {
        "event": "feed read",
        "level": "info",
        "time": "2026-03-01T10:00:00.5Z",
        "module": "worker.pipeline.poll",
        "feed": 7,
    }
    line = read_line("worker", json.dumps(written))
    assert line is not None
    assert (line.part, line.level, line.event, line.values) == ("worker", "info", "feed read", {"feed": 7})
    assert line.at == datetime(2026, 3, 1, 10, 0, 0, 500_000, tzinfo=UTC)
    assert not line.raw


def test_a_traceback_stands_apart_from_the_values() -> None:
    line = read_line("worker", '{"event": "failed", "level": "error", "exception": "Traceback\\n  x"}')
    assert line is not None
    assert line.detail == "Traceback\n  x"
    assert not line.values


def test_what_a_library_prints_is_raw() -> None:
    for written in ("Segmentation fault", "{not json", '{"no": "event"}', '["event"]', '{"event": 3}'):
        line = read_line("broker", written)
        assert line is not None
        assert (line.event, line.raw) == (written, True)


def test_a_blank_line_is_none() -> None:
    assert read_line("worker", "  \t") is None


def test_bytes_that_are_no_text_are_shown_as_far_as_they_are() -> None:
    assert [line.event for line in LineReader("web").feed(b"caf\xe9\n")] == ["caf\ufffd"]


def test_what_has_no_line_end_is_a_line_when_the_pipe_closes() -> None:
    reader = LineReader("web")
    assert reader.feed(b"last wo") == []
    assert [line.event for line in (*reader.feed(b"rds"), *reader.end())] == ["last words"]


def test_a_part_that_never_ends_its_line_takes_no_more_than_that_of_memory() -> None:
    reader = LineReader("web")
    lines = [line for _ in range(5) for line in reader.feed(b"x" * (LONGEST // 2))]
    assert lines
    assert all(len(line.event) <= LONGEST for line in lines)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1)), st.data())
def test_however_the_pipe_cuts_its_bytes_the_lines_are_the_same(texts: list[str], data: st.DataObject) -> None:
    written = "".join(f".{text}\n" for text in texts).encode()
    reader, lines, at = LineReader("worker"), [], 0
    while at < len(written):
        size = data.draw(st.integers(1, len(written)))
        lines += reader.feed(written[at : at + size])
        at += size
    assert [line.event for line in lines] == [f".{text}" for text in texts]
