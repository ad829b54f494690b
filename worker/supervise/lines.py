"""What a part writes, as lines that can be shown beside those of others. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LONGEST = 100_000
"""Characters of one line; a part that writes more without a line end is cut there."""
_OWN = ("time", "level", "event", "module", "exception")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a part said. at: when, or None where it did not say. detail: a traceback, or nothing.

    raw: written by a library or the interpreter, not by Wirewatch's log.
    """

    part: str
    level: str
    event: str
    at: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""
    raw: bool = False


def read_line(part: str, written: str) -> Line | None:
    """A line as a part wrote it: one JSON object of worker.log, or whatever a library printed. None: blank."""
    text = written.rstrip()
    if not text:
        return None
    if text.startswith("{"):
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            said = None
        if isinstance(said, dict) and isinstance(said.get("event"), str):
            return Line(
                part,
                str(said.get("level", "info")),
                said["event"],
                _moment(said.get("time")),
                {name: value for name, value in said.items() if name not in _OWN},
                str(said.get("exception", "")),
            )
    return Line(part, "info", text, raw=True)


def _moment(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        return None


class LineReader:
    """Cuts the bytes of one pipe into lines, whatever pieces they come in."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._rest = b""

    def feed(self, piece: bytes) -> list[Line]:
        """The lines that are whole now."""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LONGEST:
            whole, self._rest = [*whole, self._rest], b""
        return self._lines(whole)

    def end(self) -> list[Line]:
        """What is left when the pipe is closed."""
        rest, self._rest = self._rest, b""
        return self._lines([rest])

    def _lines(self, written: list[bytes]) -> list[Line]:
        lines = (read_line(self._part, piece.decode("utf-8", "replace")[:LONGEST]) for piece in written)
        return [line for line in lines if line is not None]
