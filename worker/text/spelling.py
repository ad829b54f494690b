"""British and American spellings folded onto one another, from the table in `data/spelling.txt`.

A table and no rules: a rule (-ise is -ize) also changes promise and exercise, and a reader of the file can see
what is folded. Both the words of watches and the words of articles go through it.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def parse_table(lines: Iterable[str]) -> dict[str, str]:
    """Read the shape that the head of `data/spelling.txt` describes.

    In: its lines. Out: British word → American word, both in small letters. Raises ValueError with the line's
    number for a line of another shape, and for a word that already stands for another.
    """
    table: dict[str, str] = {}
    groups: dict[str, tuple[tuple[str, str], ...]] = {}
    for number, raw in enumerate(lines, start=1):
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        for british, american in _read_line(line, groups, number):
            if british == american or table.get(british, american) != american:
                raise ValueError(f"line {number}: {british!r} cannot stand for {american!r}")
            table[british] = american
    for british, american in table.items():
        if american in table:
            raise ValueError(f"{british!r} is folded to {american!r}, which is folded itself")
    return table


def _read_line(line: str, groups: dict[str, tuple[tuple[str, str], ...]], number: int) -> Iterator[tuple[str, str]]:
    words, equals, name = line.partition(" = ")
    if equals:
        for stem in words.split():
            for british, american in groups[name]:
                yield stem + british, stem + american
        return
    head, colon, endings = line.partition(":")
    if colon and head.isupper():
        groups[head] = tuple(_pair(pair.split("/"), number) for pair in endings.split())
        return
    british, american = _pair(head.split(), number)
    for ending in endings.split() if colon else ["-"]:
        suffix = ending.removeprefix("-")
        yield british + suffix, american + suffix


def _pair(parts: list[str], number: int) -> tuple[str, str]:
    if len(parts) != 2:
        raise ValueError(f"line {number}: two spellings are needed, {parts!r} given")
    return parts[0], parts[1]


@cache
def table() -> MappingProxyType[str, str]:
    """The shipped table: British word → American word."""
    text = (files("worker.text") / "data" / "spelling.txt").read_text(encoding="utf-8")
    return MappingProxyType(parse_table(text.splitlines()))


def fold_spelling(word: str) -> str:
    """The one form that stands for every accepted spelling of `word` (normalised, small letters)."""
    return table().get(word, word)
