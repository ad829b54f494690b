"""The home of RE2: regular expressions that take time linear in the text, whatever somebody writes.

RE2 has neither lookaround nor backreferences, and a pattern that would need much memory is refused. Its \\w, \\d, \\s
and \\b know ASCII only: \\pL is a letter of any script, \\pN a digit.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol, cast

import re2

from worker.errors import WirewatchError
from worker.watches.tree import Regex

MOST_MEMORY = 1 << 20
"""Bytes one expression may take, program and states together. Measured: `\\pL{1,20} \\pL{1,20}` compiles in it,
`\\pL{100}` does not. Where states run out RE2 goes on without them: `(a?){500}a{500}` over 100,000 letters takes
1.8 s, the worst of 20 expressions that were tried; usual ones take a few thousandths of it."""

MOST_CHARS = 1_000
"""Longest pattern."""

_LEAST_LITERAL = 3
_PROBES = ("", "a", " ", "a b", "A.\n\nB 1")


class RegexRefused(WirewatchError):
    """A pattern that is no regular expression of RE2's, or that would find something everywhere. part: what of it is
    refused, or "" for all of it.
    """

    def __init__(self, message: str, *, hint: str, part: str = "") -> None:
        super().__init__(message, hint=hint)
        self.part = part


class Found(Protocol):
    """A place where an expression was found."""

    def span(self, group: int = 0) -> tuple[int, int]:
        """[start, end) in characters of the text."""

    def start(self, group: int = 0) -> int:
        """Where it begins."""

    def end(self, group: int = 0) -> int:
        """Behind its last character."""


class Regexp(Protocol):
    """A compiled expression."""

    def search(self, text: str | bytes) -> Found | None:
        """The first place in a text, or None. Raises UnicodeEncodeError for a text with lone surrogates."""

    def finditer(self, text: str) -> Iterator[Found]:
        """All places in a text that do not overlap, in order. Raises as `search` does."""


@lru_cache(maxsize=128)
def compile_regex(pattern: str, *, ignore_case: bool = False) -> Regexp:
    """Make a regular expression ready.

    In: a pattern of RE2's, without slashes. Out: the expression; `^`, `$` and `.` stop at line ends, as in other
    programs. Raises RegexRefused, which says in words what RE2 does not take, and what to write instead.
    """
    if not pattern:
        raise RegexRefused("a regular expression is empty", hint="write one between the slashes: /defen[cs]e/")
    if len(pattern) > MOST_CHARS:
        raise RegexRefused(
            f"a regular expression has {len(pattern)} characters, {MOST_CHARS} are allowed", hint="write it shorter"
        )
    options = re2.Options()
    options.max_mem = MOST_MEMORY
    options.log_errors = False
    options.case_sensitive = not ignore_case
    options.never_capture = True
    try:
        compiled = cast(Regexp, re2.compile(f"(?m){pattern}", options))
        everywhere = _finds_nothing(compiled)
    except re2.error as error:
        said = error.args[0].decode("utf-8", "replace") if error.args else ""
        message, hint = _in_words(said)
        raise RegexRefused(message, hint=hint, part=said.partition(": ")[2]) from None
    except UnicodeEncodeError:
        raise RegexRefused(
            "a regular expression has half a character in it", hint="write the character anew"
        ) from None
    if everywhere:
        hint = "let it need at least one letter: + in place of *, and no empty side of |"
        raise RegexRefused("this regular expression finds the empty text, so it would hold everywhere", hint=hint)
    return compiled


def compiled(node: Regex) -> Regexp:
    """The expression of a query's node. Raises RegexRefused, which `parse` has asked before."""
    return compile_regex(node.pattern, ignore_case=node.ignore_case)


def literal(node: Regex) -> str:
    """Letters and digits that stand in everything the expression finds, in small letters; "" where none is sure.

    For looking at an expression only where `literal(node) in text.lower()`. At least three characters of ASCII, the
    longest run outside of groups, classes and what may be missing.
    """
    pattern, runs, run, depth, at = node.pattern, [""], "", 0, 0
    # without regard to case the long s of old prints is found for s, and it is no s in small letters
    unsure = "sS" if node.ignore_case or "(?" in pattern else ""
    while at < len(pattern):
        sign = pattern[at]
        at += 1
        if sign == "[":
            at = _class_end(pattern, at)
        elif sign == "\\":
            if pattern[at] in "pPxQC":
                return ""  # braces or a quoted stretch follow
            at += 1
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            return ""
        elif sign.isascii() and sign.isalnum() and not depth and sign not in unsure:
            run += sign
            continue
        elif sign in "*?{":
            run = run[:-1]  # what is before may be missing
        runs.append(run)
        run = ""
        if sign == "{":
            at = pattern.find("}", at) + 1 or len(pattern)
    longest = max((*runs, run), key=len)
    return longest.lower() if len(longest) >= _LEAST_LITERAL else ""


def _class_end(pattern: str, at: int) -> int:
    """Behind the class whose [ stands before `at`."""
    at += pattern.startswith("^", at)
    first = at
    while pattern[at] != "]" or at == first:
        at = pattern.find(":]", at) + 2 if pattern.startswith("[:", at) else at + 1 + (pattern[at] == "\\")
    return at + 1


def _finds_nothing(compiled: Regexp) -> bool:
    """Whether an expression finds a place without length in some usual text."""
    for text in _PROBES:
        found = compiled.search(text)
        if found is not None and found.span()[0] == found.span()[1]:
            return True
    return False


def _in_words(said: str) -> tuple[str, str]:
    """What RE2 refuses and what to do, from its message `kind: part of the pattern`."""
    kind, _, part = said.partition(": ")
    quoted = f" “{part[:40]}”" if part else ""
    if kind == "invalid perl operator":
        if part.startswith(("(?=", "(?!", "(?<")):
            return (
                f"this regular expression looks around itself{quoted}, which is not possible in linear time",
                "say it as a query: what must stand near by NEAR/5, what must not by NOT",
            )
        if part.startswith("(?P"):
            return f"this regular expression refers back{quoted}", "write the words out: /(a|b) (a|b)/"
        return f"RE2 has no{quoted} in its regular expressions", "groups are ( … ) and (?: … ), flags (?i) and (?s)"
    if kind == "invalid escape sequence":
        if part[1:2].isdigit():
            return (
                f"this regular expression refers back{quoted}, which is not possible in linear time",
                "write the words out: /(a|b) (a|b)/",
            )
        if part.startswith(("\\Z", "\\u")):
            hint = (
                "the end of the text is \\z" if part.startswith("\\Z") else "write the character itself, or \\x{2019}"
            )
            return f"RE2 has no{quoted} in its regular expressions", hint
        return f"RE2 has no{quoted} in its regular expressions", "for the sign itself leave the \\ out"
    simple = {
        "missing )": ("a ( is never closed in this regular expression", "close it, or write \\( for the sign"),
        "missing ]": ("a [ is never closed in this regular expression", "close it, or write \\[ for the sign"),
        "unexpected )": ("a ) closes nothing in this regular expression", "open it, or write \\) for the sign"),
        "trailing \\": ("this regular expression ends with \\", "write \\\\ for the sign"),
        "no argument for repetition operator": (
            f"{part[:40]} repeats nothing here",
            f"write \\{part[:1]} for the sign",
        ),
        "bad repetition operator": (
            f"“{part[:40]}” repeats what is repeated already",
            "leave one out; there are no possessive repetitions",
        ),
        "invalid repetition size": (
            f"the repetition{quoted} is out of bounds",
            "the first number is at most the second, and both together at most 1000",
        ),
        "invalid character class": (
            f"there is no class of characters{quoted}",
            "classes: [a-z], \\d, \\w, \\pL for letters",
        ),
        "invalid character class range": (
            f"there is no class of characters{quoted}",
            "a range goes up, as in a-z; \\pL is any letter",
        ),
        "invalid named capture group": (f"the group{quoted} has no name", "groups need none: ( … )"),
    }
    if kind.startswith("pattern too large"):
        return "this regular expression would take too much memory", "repeat less: {1,20} in place of {1,200}"
    if kind.startswith("expression nests too deeply"):
        return "this regular expression is nested too deeply", "leave out the parentheses that change nothing"
    return simple.get(
        kind, (f"this is no regular expression: {said}", "its syntax: https://github.com/google/re2/wiki/Syntax")
    )
