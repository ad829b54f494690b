"""What people see on standard output: the one home of rich.

Colours only on a terminal. On a terminal tables fit its width; where the output goes to a pipe or a file,
nothing is cut or wrapped. Outside text is cleaned when it becomes a `Text`, and is never read as markup.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.status import Status
from rich.text import Text as Text

from worker.cli import times
from worker.cli.inert import clean

NARROWEST = 80
UNBOUNDED = 100_000
"""Columns of a pipe: more than any line has."""
GAP = 2

LONGEST_BAR = 40
_EIGHTHS = " ▏▎▍▌▋▊▉"

GOOD, BAD, WARN, FAINT, STRONG, HIT = "green", "red", "yellow", "dim", "bold", "bold yellow"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. right: numbers. gives: it is shortened where the terminal is too narrow."""

    name: str
    right: bool = False
    gives: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, and lines below it that may use the whole width."""

    cells: tuple[Text, ...]
    below: tuple[Text, ...] = field(default_factory=tuple)


def bar_of(number: int, most: int, room: int) -> str:
    """A bar of at most `room` columns, which `most` fills; one eighth of a column at least where there is any."""
    eighths = max(number * room * 8 // most, 1) if number > 0 else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def text(said: object, style: str = "") -> Text:
    """Outside or own text as one inert line."""
    return Text(clean(str(said)), style=style, end="")


def joined(*parts: Text | str, by: str = " · ") -> Text:
    """Those parts that are not empty, side by side."""
    shown = [part if isinstance(part, Text) else text(part) for part in parts]
    return together(*(part for part in shown if part.plain), by=text_between(by))


def text_between(by: str) -> Text:
    """A separator, faint; unlike `text` it keeps its spaces."""
    return Text.assemble((by, FAINT), end="")


def together(*parts: Text | str, by: Text | str = "") -> Text:
    """Parts in a row, each in its own style: `+` would lend the first one's to all."""
    line = Text(end="")
    for number, part in enumerate(parts):
        if number:
            line.append_text(by) if isinstance(by, Text) else line.append(by)
        line.append_text(part) if isinstance(part, Text) else line.append(part)
    return line


class Screen:
    """Standard output for one command. now and zone: for times as people say them."""

    def __init__(self, *, now: datetime, zone: tzinfo) -> None:
        self.now = now
        self.zone = zone
        out = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.terminal = out.is_terminal
        self.width = max(out.width, NARROWEST) if self.terminal else UNBOUNDED
        self._out = Console(
            file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=True, width=self.width
        )

    def ago(self, moment: datetime | None, *, never: str = "never") -> Text:
        """`3 min ago`."""
        return text(times.relative(moment, self.now) or never)

    def due(self, moment: datetime) -> Text:
        """`in 3 min`, or `now`."""
        return text(times.due(moment, self.now))

    def clock(self, moment: datetime) -> str:
        """A moment on the operator's clock."""
        return times.clock(moment, self.now, self.zone)

    def line(self, said: Text | str = "", *, indent: int = 0, margin: Text | str = "") -> None:
        """One paragraph, wrapped to the terminal between words, further lines indented like the first.

        margin: stands in front of each line, a bar for example.
        """
        shown = text(said) if isinstance(said, str) else said
        room = self.width - indent - cell_len(margin if isinstance(margin, str) else margin.plain)
        for part in self._wrapped(shown, room):
            self._print(together(margin, " " * indent, part))

    def hanging(self, mark: Text, said: Text, *, indent: int = 0) -> None:
        """A paragraph behind a mark, its further lines indented to where it begins."""
        space = cell_len(mark.plain) + 1
        for number, part in enumerate(self._wrapped(said, self.width - indent - space)):
            self._print(together(" " * indent, " " * space if number else together(mark, " "), part))

    def whole(self, said: Text, *, indent: int = 0, margin: Text | str = "") -> None:
        """One line that is never broken: a link, which must stay one to be followed."""
        self._print(together(margin, " " * indent, said))

    def heading(self, said: str) -> None:
        """A line that begins a part."""
        self._print(text(said, STRONG))

    def table(self, columns: Sequence[Column], rows: Sequence[Row], *, wrap: bool = False) -> None:
        """A table with its heading, the columns as wide as they need to be.

        wrap: what a narrow terminal cannot show in a line goes on below it in its column, instead of being cut;
        rows then stand apart.
        """
        heads = tuple(text(column.name.upper(), FAINT) for column in columns)
        widths = self._widths(columns, [heads, *(row.cells for row in rows)])
        self._print(self._row(columns, heads, widths))
        folded = [self._folded(row.cells, widths) if wrap else [row.cells] for row in rows]
        apart = any(len(lines) > 1 for lines in folded)
        for row, lines in zip(rows, folded, strict=True):
            if apart and row is not rows[0]:
                self.line()
            for cells in lines:
                self._print(self._row(columns, cells, widths))
            for below in row.below:
                self.line(below, indent=GAP)

    def bars(self, rows: Sequence[tuple[str, int]], *, style: str = "cyan") -> None:
        """A bar chart: a line a row, its name, a bar as long as its number is high, and the number."""
        names = max((cell_len(name) for name, _ in rows), default=0)
        most = max((number for _, number in rows), default=0)
        room = min(self.width - names - len(str(most)) - 2 * GAP, LONGEST_BAR)
        for name, number in rows:
            bar = text(bar_of(number, most, room), style)
            space = " " * (names - cell_len(name))
            self._print(together(space, text(name, FAINT), " " * GAP, bar, " " * bool(number), str(number)))

    def pairs(self, rows: Sequence[tuple[str, Text | str]], *, names: str = FAINT) -> None:
        """Names, in the style `names`, and what there is to say of each."""
        width = max((cell_len(name) for name, _ in rows), default=0) + GAP
        for name, said in rows:
            shown = text(said) if isinstance(said, str) else said
            for number, part in enumerate(self._wrapped(shown, max(self.width - width, NARROWEST // 2))):
                head = "" if number else name
                self._print(together(Text(head, style=names), " " * (width - cell_len(head)), part))

    def _widths(self, columns: Sequence[Column], lines: Sequence[Sequence[Text]]) -> list[int]:
        widths = [max(cell_len(cells[at].plain) for cells in lines) for at in range(len(columns))]
        over = sum(widths) + GAP * (len(columns) - 1) - self.width
        giving = [at for at, column in enumerate(columns) if column.gives]
        while over > 0 and giving:
            # the widest gives first, down to where it meets the next, so that short ones stay whole
            widest = max(giving, key=lambda at: widths[at])
            others = sorted((widths[at] for at in giving if at != widest), reverse=True)
            step = max(1, min(over, widths[widest] - (others[0] if others else 0)))
            if widths[widest] - step < len(columns[widest].name):
                giving.remove(widest)
                continue
            widths[widest] -= step
            over -= step
        return widths

    def _folded(self, cells: Sequence[Text], widths: Sequence[int]) -> list[tuple[Text, ...]]:
        """One row as the lines that it takes where each cell is wrapped in its column."""
        parts = [self._wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
        return list(zip_longest(*parts, fillvalue=Text(end="")))

    def _row(self, columns: Sequence[Column], cells: Sequence[Text], widths: Sequence[int]) -> Text:
        line = Text(end="")
        for column, cell, width in zip(columns, cells, widths, strict=True):
            shown = cell.copy()
            if cell_len(shown.plain) > width:
                shown.truncate(width, overflow="ellipsis")
            space = " " * (width - cell_len(shown.plain))
            line = together(line, space, shown) if column.right else together(line, shown, space)
            line.append(" " * GAP)
        line.rstrip()
        return line

    def _wrapped(self, said: Text, width: int) -> Sequence[Text]:
        if cell_len(said.plain) <= width:
            return [said]
        lines = list(said.wrap(self._out, width))
        for part in lines:
            part.rstrip()
        return lines

    def _print(self, line: Text) -> None:
        self._out.print(line, end="\n")


def width_of_errors(most: int) -> int:
    """Columns that a line on standard error may have, `most` at most, as it has no end in a pipe."""
    console = Console(file=sys.stderr)
    return min(max(console.width, NARROWEST), most) if console.is_terminal else most


def complain(lines: Sequence[str], hint: str, *, above: Sequence[str] = ()) -> None:
    """An error on standard error: one line for each thing that is wrong, and the fix below.

    above: lines that can only be read already, kept as they stand: what the error is about, and carets below it.
    """
    console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for said in above:
        console.print(Text(f"  {said}", end=""), end="\n")
    for number, said in enumerate(lines):
        console.print(together(Text("       " if number else "error: ", style="bold red"), text(said)), end="\n")
    if hint:
        console.print(together(Text("  fix: ", style=STRONG), text(hint)), end="\n")


class Progress:
    """A line on standard error that says how far a command is; nothing where that is no terminal."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def update(self, said: str) -> None:
        """Show this instead of what was shown before."""
        if self._status is not None:
            self._status.update(text(said))


@contextmanager
def progress() -> Iterator[Progress]:
    """Show a `Progress` while the block runs."""
    console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        yield Progress(None)
        return
    with console.status("", spinner="dots") as status:
        yield Progress(status)
