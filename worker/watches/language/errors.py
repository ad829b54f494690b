"""What is wrong with a query, said with its place, so that it can be shown under the query."""

import unicodedata
from dataclasses import dataclass

from worker.errors import WirewatchError

WINDOW = 100
"""Columns of a query that are shown around a place: what fits a terminal beside some indentation."""

_SHOWN = 40  # characters of the user's words that a message repeats


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a query. start, end: its place, [start, end) in characters of the query; equal
    where something is missing. hint: what to do, or "".
    """

    message: str
    start: int
    end: int
    hint: str = ""


class QueryError(WirewatchError):
    """A query that cannot be taken. `str(error)` is one sentence; `hint` says what to do.

    start, end: [start, end) in characters of `query`, equal where something is missing.
    """

    def __init__(self, message: str, start: int, end: int, *, hint: str = "", query: str = "") -> None:
        super().__init__(message, hint=hint)
        self.message = message
        self.start = start
        self.end = end
        self.query = query

    @property
    def problem(self) -> Problem:
        """The same as a value."""
        return Problem(self.message, self.start, self.end, self.hint)

    def pointed(self) -> str:
        """The query with its place marked below: two lines, safe for a terminal, see `pointed`."""
        return pointed(self.query, self.start, self.end)


def pointed(query: str, start: int, end: int, *, window: int = WINDOW) -> str:
    """A query, and below it carets under [start, end): two lines of at most about `window` columns.

    Of a longer query the part around the place is shown. Line ends are spaces, and characters that could act on a
    terminal or are seen by no reader are left out, so that carets stand where they should.
    """
    room = window - min(end - start, window // 2)
    first = max(0, min(start - room // 2, len(query) - window))
    last = min(len(query), first + window)
    before = ("…" if first else "") + _visible(query[first:start])
    marked = _visible(query[start : min(end, last)])
    after = _visible(query[max(start, min(end, last)) : last]) + ("…" if last < len(query) else "")
    carets = "^" * max(1, _columns(marked))
    return f"{before}{marked}{after}\n{' ' * _columns(before)}{carets}"


def _visible(text: str) -> str:
    return "".join(" " if sign.isspace() else sign for sign in text if sign.isprintable() or sign.isspace())


def _columns(text: str) -> int:
    """How many columns a terminal gives a text: East Asian wide characters take two (UAX 11), marks none."""
    return sum(
        0 if unicodedata.category(sign) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def shown(text: str) -> str:
    """Somebody's words as a message repeats them: one line, cut after 40 characters."""
    visible = _visible(text)
    return visible if len(visible) <= _SHOWN else visible[: _SHOWN - 1] + "…"
