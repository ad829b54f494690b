"""A configuration directory: feeds.yaml, watches.yaml, channels.yaml and officials.yaml, read as one."""

import codecs
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.officials import Officials
from config.problems import Place, Problem, Problems
from config.shapes import Channels, Feeds, Shape, Steps, Watches
from worker.domain.alert import DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.reading import Official
from worker.domain.watch import DeclaredWatch

FEEDS, WATCHES, CHANNELS, OFFICIALS = "feeds.yaml", "watches.yaml", "channels.yaml", "officials.yaml"
FILES = (FEEDS, WATCHES, CHANNELS, OFFICIALS)
MAX_BYTES = 5_000_000
"""Longest file: a line for each of 50,000 feeds."""

_SHAPES: dict[str, type[Shape]] = {FEEDS: Feeds, WATCHES: Watches, CHANNELS: Channels, OFFICIALS: Officials}


@dataclass(frozen=True, slots=True)
class Declared:
    """What the files of a directory say.

    fingerprint: sha256 in hex over the files' bytes; differs exactly where a byte does.
    lines: where each value was written: ("feeds", 0), ("watches", 2, "keywords", 1), ("channels", 0, "to", 0),
    the numbers as in the tuples here.
    """

    feeds: tuple[DeclaredFeed, ...]
    watches: tuple[DeclaredWatch, ...]
    channels: tuple[DeclaredChannel, ...]
    officials: tuple[Official, ...]
    fingerprint: str
    lines: Mapping[Steps, Place]

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` was written, or the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, Place(""))


def read_files(directory: Path, names: Sequence[str] = FILES) -> tuple[Declared, dict[str, Problems]]:
    """Read the files of a directory, or those that are named.

    Out: what could be read, and the problems by file name. Nothing of it may be taken where there is an error.
    A missing file counts as an empty list. Raises nothing for any content, and for no missing or unreadable file.
    """
    problems = {name: Problems(str(directory / name)) for name in FILES}
    contents = {name: _bytes(directory, name, problems[name]) if name in names else None for name in FILES}
    shapes: dict[str, Shape] = {}
    for name, data in contents.items():
        shapes[name] = _SHAPES[name](problems[name])
        text = None if data is None else _text(data, problems[name])
        if text is not None:
            shapes[name].read(text)
    lines = {path: place for shape in shapes.values() for path, place in shape.lines.items()}
    declared = Declared(
        tuple(shapes[FEEDS].found),
        tuple(shapes[WATCHES].found),
        tuple(shapes[CHANNELS].found),
        tuple(shapes[OFFICIALS].found),
        _fingerprint(contents, problems),
        lines,
    )
    return declared, problems


def fingerprint_of(directory: Path) -> str:
    """The `fingerprint` that reading the directory would give, without reading any meaning; cheap to ask often."""
    problems = {name: Problems(str(directory / name)) for name in FILES}
    return _fingerprint({name: _bytes(directory, name, problems[name]) for name in FILES}, problems)


def _fingerprint(contents: Mapping[str, bytes | None], problems: Mapping[str, Problems]) -> str:
    digest = hashlib.sha256()
    for name, data in contents.items():
        size = len(data) if data is not None else "refused" if problems[name].errors else "missing"
        digest.update(f"{name} {size}\n".encode())
        digest.update(data or b"")
    return digest.hexdigest()


def _bytes(directory: Path, name: str, problems: Problems) -> bytes | None:
    file = directory / name
    whole = Place(problems.file)
    try:
        if not file.exists():
            _missing(directory, name, problems)
            return None
        if not file.is_file():  # a pipe would never end
            problems.error("file.kind", whole, "this is no file", "put a text file there, or take it away")
            return None
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        problems.error("file.unreadable", whole, f"cannot be read: {error.strerror}", "let this user read it")
        return None
    if len(data) > MAX_BYTES:
        problems.error("file.size", whole, f"is longer than {MAX_BYTES} bytes", "make it shorter")
        return None
    return data


def _missing(directory: Path, name: str, problems: Problems) -> None:
    whole = Place(problems.file)
    other = name.replace(".yaml", ".yml")
    if (directory / other).exists():
        problems.warn("file.name", whole, f"{other} is not read", f"rename it to {name}")
    elif name == FEEDS:
        hint = f"`wirewatch init` writes a sample, or write {name} with the feeds you want to follow"
        problems.warn("feeds.missing", whole, "there is no such file, so no feed is polled", hint)


def _text(data: bytes, problems: Problems) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = "save it as UTF-8; editors ask for the encoding under Save as"
        problems.error("file.encoding", Place(problems.file, 1, 1), "the file is UTF-16, not UTF-8", hint)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        place = Place(problems.file, line, column)
        problems.error(
            "file.encoding",
            place,
            "the file is not UTF-8 from here on",
            "save it as UTF-8; editors ask for the encoding under Save as",
        )
        return None


def all_problems(problems: Mapping[str, Problems]) -> tuple[Problem, ...]:
    """The problems of all files, in the files' order and each in its own."""
    return tuple(problem for name in FILES for problem in problems[name].all())
