"""Problems: what is wrong with a file, where, and how to mend it."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from worker.log import redact

MOST_PROBLEMS = 200
"""Problems kept for one file. Nobody reads more, and a hostile file must not make us write more."""

_WORD = re.compile(r"[A-Za-z_<][\w<-]{0,39}", re.ASCII)


class Severity(StrEnum):
    """An error stops the files from being taken; a warning is told, and the files are taken."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written. file: as the operator gave it. line, column: from 1; 0 is the whole file."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. id: stable, such as `feeds.url.scheme`. message: one sentence. hint: the fix.

    Neither message nor hint ever repeats a value that may hold a secret.
    """

    id: str
    severity: Severity
    file: str
    line: int
    column: int
    message: str
    hint: str

    def render(self) -> str:
        """Two lines for a terminal: where and what, then the fix; editors make the first one a link."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{where}: {self.severity}: {self.message}\n    fix: {self.hint}"

    def as_dict(self) -> dict[str, str | int]:
        """The same as plain values, for JSON."""
        return {**asdict(self), "severity": self.severity.value}


class Problems:
    """Collects the problems of one file, up to MOST_PROBLEMS; the rest is counted, and said."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Problem] = []
        self._more = 0
        self._errors = 0

    @property
    def full(self) -> bool:
        """Whether one more would only be counted: no need to look for its hint."""
        return len(self._kept) >= MOST_PROBLEMS

    @property
    def errors(self) -> int:
        """How many errors were added, kept or not."""
        return self._errors

    def error(self, id_: str, place: Place, message: str, hint: str) -> None:
        """Add an error."""
        self._add(id_, Severity.ERROR, place, message, hint)

    def warn(self, id_: str, place: Place, message: str, hint: str) -> None:
        """Add a warning."""
        self._add(id_, Severity.WARNING, place, message, hint)

    def _add(self, id_: str, severity: Severity, place: Place, message: str, hint: str) -> None:
        self._errors += severity is Severity.ERROR
        if self.full:
            self._more += 1
            return
        self._kept.append(Problem(id_, severity, place.file, place.line, place.column, message, hint))

    def all(self) -> list[Problem]:
        """The problems in the order of the file, and at the end how many were left out."""
        problems = sorted(self._kept, key=lambda problem: (problem.line, problem.column))
        if self._more:
            # an error where an error was left out: a report must not look clean because it is long
            severity = Severity.ERROR if self._errors else Severity.WARNING
            message = f"{self._more} more problems are not listed"
            problems.append(
                Problem("file.more", severity, self.file, 0, 0, message, "mend the listed ones and check again")
            )
        return problems


def suggest(word: str, known: Iterable[str]) -> str:
    """`did you mean "…"?` with the closest known word, or an empty string where none is close.

    Looks at the first 64 characters and the first 1,000 known words, so that a hostile file cannot make it slow.
    """
    candidates = {name.casefold()[:64]: name for name, _ in zip(known, range(1_000), strict=False)}
    close = difflib.get_close_matches(word.casefold()[:64], candidates, n=1, cutoff=0.6)
    return f"did you mean {shown(candidates[close[0]])}?" if close else ""


def shown(text: str) -> str:
    """A name or keyword as a message may repeat it: in quotes, on one line, at most 60 characters, redacted."""
    flat = "".join(char if char.isprintable() else " " for char in text[:61])
    return f'"{redact(flat if len(text) <= 60 else flat[:60] + "…")}"'


def shown_key(key: str) -> str:
    """A key as a message may repeat it. Where a space is missing behind a colon, a secret is part of the key."""
    return f'"{key}"' if _WORD.fullmatch(key) else "this key"


def some(words: Sequence[str]) -> str:
    """`a, b and c`; of more than three the first two, `and 4 more`."""
    if len(words) > 3:
        return f"{words[0]}, {words[1]} and {len(words) - 2} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
