"""YAML as a tree in which every value knows its place; the one home of PyYAML.

Built from the parser's events with a stack of our own: nesting, size and aliases are bounded before anything
is built, and texts stay as they were written (`no`, `400` and `5.0` are no booleans and numbers here).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from config.problems import Place, Problems, shown_key

MAX_DEPTH = 12
"""Our shapes need five levels."""
MAX_NODES = 500_000
"""Values in one file, those that aliases repeat counted each time: 20,000 feeds with all keys use half of it."""

# the same events, ten times faster, where PyYAML was built with libyaml
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLON = re.compile(r":(?:\s|$)")
_HIDES = re.compile(r"[\[{,]\s*#(?=\w)")
"""A tag behind a bracket or comma; what is meant as a comment has a space behind its #."""
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written. null: it is written as nothing, `~` or null, without quotes."""

    text: str
    null: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and values; each key once."""

    pairs: dict[str, tuple[Place, "Node"]]
    place: Place


Node = Scalar | Items | Table


class _Stop(Exception):
    """Nothing more can be read from this file; why is among its problems already."""


@dataclass(slots=True)
class _Open:
    """A list or table that is being read."""

    table: bool
    place: Place
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    size: int = 1


def compose(text: str, problems: Problems) -> Node | None:
    """Read one YAML document.

    In: the file's text. Out: its tree, or None where it cannot be read or holds nothing; what is wrong is added
    to `problems`, with its place. Raises nothing for any text.
    """
    found = _UNPRINTABLE.search(text)
    if found:
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        problems.error(
            "yaml.character",
            Place(problems.file, line, column),
            f"a control character (U+{ord(found.group()):04X}) stands here",
            "take it out; it often comes from copying out of another program",
        )
        return None
    composer = _Composer(problems)
    try:
        return composer.read(yaml.parse(text, Loader=_LOADER))
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(problems.file, mark.line + 1, mark.column + 1) if mark else Place(problems.file)
        _explain(error, place, text, problems)
    except yaml.YAMLError:
        # a ReaderError: nothing that compose did not look for above, but another parser may be stricter
        problems.error(
            "yaml.syntax", Place(problems.file), "this is no YAML that can be read", "write it as UTF-8 text"
        )
    return None


class _Composer:
    """Events in, one tree out."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.nodes = 0
        self.root: Node | None = None
        self.documents = 0

    def read(self, events: Iterator[Any]) -> Node | None:
        """Take all events. Raises _Stop at the first thing that cannot be read on from."""
        for event in events:
            place = Place(self.problems.file, event.start_mark.line + 1, event.start_mark.column + 1)
            if isinstance(event, yaml.ScalarEvent):
                self._no_tag(event, place)
                null = not event.style and event.value in _NULLS  # libyaml says "", PyYAML None
                self._add(Scalar(event.value, null, place), event.anchor, 1)
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                self._no_tag(event, place)
                self._deeper(place)
                self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), place, event.anchor))
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                opened = self.stack.pop()
                node = self._table(opened) if opened.table else Items(tuple(opened.children), opened.place)
                self._add(node, opened.anchor, opened.size)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(str(event.anchor), place)
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._stop("yaml.documents", place, "a second document begins here", "take out the line ---")
        return self.root

    def _stop(self, id_: str, place: Place, message: str, hint: str) -> None:
        self.problems.error(id_, place, message, hint)
        raise _Stop

    def _no_tag(self, event: Any, place: Place) -> None:
        if event.tag is not None:
            self._stop(
                "yaml.tag", place, "a YAML tag (!) stands here", "take it out, or put quotes around the whole text"
            )

    def _deeper(self, place: Place) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self._stop("yaml.depth", place, f"lists and tables are nested more than {MAX_DEPTH} deep", "flatten it")

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or size > MAX_NODES:
            self._stop("yaml.size", node.place, f"the file holds more than {MAX_NODES} values", "make it smaller")
        if anchor is not None:
            self.anchors[anchor] = (node, size)
        if not self.stack:
            self.root = node
            return
        opened = self.stack[-1]
        opened.children.append(node)
        opened.size += size

    def _alias(self, anchor: str, place: Place) -> None:
        if anchor not in self.anchors:
            # also an alias inside of what it names, which would have no end
            self._stop(
                "yaml.alias",
                place,
                "YAML reads the * here as a reference, and nothing has that name",
                "put quotes around a text that begins with *",
            )
        node, size = self.anchors[anchor]
        # the size counts as if the values were written out, so that references to references cannot explode
        self._add(node, None, size)
        if self.stack and self.stack[-1].size > MAX_NODES:
            self._stop("yaml.size", place, f"references repeat more than {MAX_NODES} values", "write the values out")

    def _table(self, opened: _Open) -> Table:
        pairs: dict[str, tuple[Place, Node]] = {}
        for key, value in zip(opened.children[::2], opened.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._stop(
                    "yaml.key",
                    key.place,
                    "a key is a list or table",
                    'put quotes around "${NAME}" and other text with braces',
                )
                continue
            if key.text in pairs:
                first = pairs[key.text][0].line
                self.problems.error(
                    "yaml.duplicate",
                    key.place,
                    f"{shown_key(key.text)} is given twice, first in line {first}",
                    "keep one of them, and give each its own name",
                )
                continue
            pairs[key.text] = (key.place, value)
        return Table(pairs, opened.place)


def _explain(error: yaml.MarkedYAMLError, place: Place, text: str, problems: Problems) -> None:
    """Say a syntax error of the parser in a newcomer's words. The parser's own are for those who write parsers."""
    said = f"{error.context or ''} {error.problem or ''}"
    line = _line(text, place.line)
    indented_by_tab = "\t" in line[: place.column + 1] and not line[: place.column - 1].strip()
    opened = error.context_mark
    if indented_by_tab or "'\\t'" in said:
        problems.error("yaml.tab", place, "a tab stands here", "indent with spaces")
    elif "${" in line and "block" not in said:
        problems.error(
            "yaml.syntax", place, "YAML reads the braces of ${NAME} here", 'put quotes around it: "${NAME}"'
        )
    elif "mapping values are not allowed" in said and _from_above(place, text, problems):
        pass
    elif "mapping values are not allowed" in said:
        hint = "put quotes around a text that holds a colon and a space, or check the indentation"
        problems.error("yaml.syntax", place, "a key: value is not possible here", hint)
    elif ("flow" in said or "node content" in said) and (comment := _comment(opened, place, text)):
        place = Place(problems.file, *comment)
        hint = "put quotes around a text that begins with #"
        problems.error("yaml.syntax", place, "a comment begins at this #, and hides the rest of the line", hint)
    elif "cannot start any token" in said or "alias" in said or "tag" in said:
        hint = "put quotes around a text that begins with @ ` % * & ! or another special character"
        problems.error("yaml.syntax", place, "a text cannot begin like this", hint)
    elif "quoted scalar" in said:
        if opened:
            place = Place(problems.file, opened.line + 1, opened.column + 1)
        hint = "close it with the same quote; inside of double quotes write \\\\ for \\"
        problems.error("yaml.syntax", place, "the quoted text that begins here is not closed", hint)
    elif "flow sequence" in said or "flow mapping" in said:
        if opened:
            place = Place(problems.file, opened.line + 1, opened.column + 1)
        hint = "check that each [ has its ], each { its }, with commas between the values"
        problems.error("yaml.syntax", place, "the list or table that begins here is not closed", hint)
    elif "node content" in said:
        hint = "check the brackets and commas, and put quotes around special characters"
        problems.error("yaml.syntax", place, "a value is missing here", hint)
    elif "expected ':'" in said:
        problems.error("yaml.syntax", place, "a colon is missing", "write key: value, with a space behind the colon")
    elif "block collection" in said or "block mapping" in said or "block end" in said:
        hint = "line it up with the lines above: entries of a list, and keys of one entry, begin in the same column"
        problems.error("yaml.indentation", place, "the indentation does not fit the lines above", hint)
    else:
        problems.error("yaml.syntax", place, "this is no YAML that can be read", "compare it with the sample file")


def _from_above(place: Place, text: str, problems: Problems) -> bool:
    """Say what the line above lacks where it is why no `key: value` is possible at `place`; whether it is.

    YAML reads a line without a colon as the beginning of a text that goes on in the next one, and so blames that.
    """
    if _COLON.search(_line(text, place.line)[: place.column - 1]):
        return False  # an earlier colon of the same line is in the way
    number = place.line - 1
    while number and not _line(text, number).partition("#")[0].strip():
        number -= 1
    before, here = _line(text, number), _line(text, place.line)
    entry = before.lstrip(" -")
    where = Place(problems.file, number, len(before) - len(entry) + 1)
    if _COLON.search(entry):
        if _indentation(here) <= len(before) - len(entry):
            return False
        here_at = Place(problems.file, place.line, _indentation(here) + 1)
        hint = "begin both in the same column, or put quotes around a text that goes on in the next line"
        problems.error("yaml.indentation", here_at, "this key stands further in than the one above it", hint)
    elif ":" in entry:
        hint = "write key: value, with a space behind the colon"
        problems.error("yaml.syntax", where, "a space is missing behind the colon", hint)
    elif entry:
        hint = (
            "write key: value, with a colon and a space behind the key" if " " in entry else "put a colon behind it"
        )
        problems.error("yaml.syntax", where, "a colon is missing in this line", hint)
    return bool(entry)


def _comment(opened: yaml.Mark | None, place: Place, text: str) -> tuple[int, int] | None:
    """(line, column) of a # that follows a bracket or comma within the list that is not closed, or None."""
    first = min(opened.line + 1 if opened else place.line, place.line - 1)
    for number in range(max(first, 1), min(place.line, first + 200) + 1):
        found = _HIDES.search(_line(text, number))
        if found:
            return number, found.end()
    return None


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
