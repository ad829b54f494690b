"""What stands in quotation marks, however it is printed: curly, straight, single, doubled, angled, low, unclosed.

One pass over the marks of a text. Marks are paired within a paragraph; a speech that goes on opens anew in the next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from worker.facts.document import Span

_MARK = re.compile("''|``|[\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u300c\u300d]")
_OPENING = frozenset("\u201c\u201e\u201f\u00ab\u300c") | {"``"}
_CLOSING = frozenset("\u201d\u00bb\u300d")
_STRAIGHT = frozenset({'"', "''"})
_SINGLE = frozenset("'\u2018\u2019\u201a\u201b`\u2039\u203a")
_BEFORE = frozenset("([{-\u2013\u2014/\u2026:;,.!?\u00a0\"'\u201c\u201d\u2018") | {"\u300c"}
_AFTER = frozenset(")]}-\u2013\u2014/\u2026:;,.!?\"'\u201c\u201d\u2019")
_ELISIONS = frozenset({"em", "til", "tis", "twas", "cause", "bout", "round", "n", "cos", "neath", "ere", "s"})
_WORD_AHEAD = 6
_CLOSER_WITHIN = 40  # marks; keeps hostile text linear


@dataclass(slots=True)
class Quoted:
    """Words in marks. [open, close) with the marks, [start, end) within. closed: the closing mark is printed."""

    open: int
    start: int
    end: int
    close: int
    closed: bool = True


def quoted_spans(text: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    """The outermost words in marks, in order; what is quoted within them is theirs."""
    spans: list[Quoted] = []
    running: Quoted | None = None
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1].start if number + 1 < len(paragraphs) else -1
        found, left_open = _paragraph(text, paragraph, following)
        if running is not None and found and found[0].open == paragraph.start:
            first = found.pop(0)
            running.end, running.close, running.closed = first.end, first.close, first.closed
            if not found and left_open:
                continue
        running = None
        spans += found
        if left_open:
            running = spans[-1]
    return [span for span in spans if span.start < span.end]


def _paragraph(text: str, paragraph: Span, following: int) -> tuple[list[Quoted], bool]:
    """The spans of a paragraph, and whether the last of them runs on into the next."""
    begin, end = paragraph.start, paragraph.end
    marks = [(mark.start(), mark.end(), mark[0]) for mark in _MARK.finditer(text, begin, end)]
    if not marks:
        return [], False
    may_close = _single_closers(text, marks, begin, end)
    runs_on = following >= 0 and _MARK.match(text, following) is not None
    spans: list[Quoted] = []
    stack: list[tuple[int, int, str]] = []
    for number, (at, after, mark) in enumerate(marks):
        if mark in _SINGLE:
            if stack:
                if stack[-1][2] == "single" and may_close[number] == 2:
                    _close(spans, stack, at, after)
            elif _opens_single(text, at, after, mark, begin, end) and (
                _closer_ahead(may_close, number) or (at == begin and runs_on and mark != "'")
            ):
                stack.append((at, after, "single"))
            continue
        if stack and stack[-1][2] == "single":
            continue  # doubles inside singles
        opens = _opens_double(text, at, after, mark, begin, end, stack)
        if opens is None:
            continue
        if opens:
            if stack and mark in _STRAIGHT:
                stack.clear()  # the one before it was never closed
            stack.append((at, after, "double"))
        elif stack:
            _close(spans, stack, at, after)
    left_open = False
    if stack:
        at, after, _ = stack[0]
        if runs_on and text[following] != text[at] and text[following] not in _STRAIGHT | _OPENING:
            runs_on = False
        inner = [span for span in spans if span.open > at]
        if not inner:
            spans.append(Quoted(at, after, end, end, closed=False))
            left_open = runs_on
        elif runs_on and len(stack) == 1 and at == begin:
            spans = [span for span in spans if span.open < at]
            spans.append(Quoted(at, after, end, end, closed=False))
            left_open = True
    return spans, left_open


def _close(spans: list[Quoted], stack: list[tuple[int, int, str]], at: int, after: int) -> None:
    opened, start, _ = stack.pop()
    if not stack:
        while spans and spans[-1].open > opened:
            spans.pop()
        spans.append(Quoted(opened, start, at, after))
    else:
        spans.append(Quoted(opened, start, at, after))


def _opens_double(
    text: str, at: int, after: int, mark: str, begin: int, end: int, stack: list[tuple[int, int, str]]
) -> bool | None:
    """True where a mark opens, False where it closes, None where it is no quotation mark."""
    if mark in _OPENING:
        low = bool(stack) and mark == "\u201c" and text[stack[-1][0]] == "\u201e"
        ends = after >= end or text[after].isspace()
        wrong_way = bool(stack) and ends and at > begin and not text[at - 1].isspace()
        return not (low or wrong_way)
    if mark in _CLOSING:
        if stack:
            return False
        wrong_way = (at == begin or text[at - 1].isspace()) and after < end and text[after].isalnum()
        return True if wrong_way else None
    before = at == begin or text[at - 1].isspace() or text[at - 1] in "([{-\u2013\u2014/"
    behind = after >= end or text[after].isspace() or text[after] in _AFTER
    if stack:
        return before and not behind
    # a mark that only closes, where none is open: inches, or one whose opening mark is lost
    return True if before or not behind else None


def _opens_single(text: str, at: int, after: int, mark: str, begin: int, end: int) -> bool:
    if after >= end or text[after].isspace():
        return False
    if at > begin and not (text[at - 1].isspace() or text[at - 1] in _BEFORE):
        return False
    if mark == "\u2019":
        return False
    if mark in "'\u2018" and (text[after].isdigit() or text[after].islower()):
        word = text[after : after + _WORD_AHEAD]
        letters = "".join(char if char.isalnum() else " " for char in word).split(" ")[0]
        return letters not in _ELISIONS and not (letters[:2].isdigit() and letters[2:] == "s")
    return True


def _single_closers(text: str, marks: list[tuple[int, int, str]], begin: int, end: int) -> list[int]:
    """For each mark: 2 where it can close a single quotation, 0 where it cannot.

    The apostrophe of a plural ("the workers' pay") looks like a closing mark; it counts as one only where no other
    follows before the next opening mark.
    """
    state = [0] * len(marks)
    later = False
    for number in range(len(marks) - 1, -1, -1):
        at, after, mark = marks[number]
        if mark not in _SINGLE:
            continue
        if mark == "\u2018" or (mark == "'" and _opens_single(text, at, after, mark, begin, end)):
            later = False
            continue
        if at == begin or text[at - 1].isspace() or (after < end and text[after].isalnum()):
            continue
        plural = text[at - 1] == "s" and after + 1 < end and text[after] == " " and text[after + 1].islower()
        if plural and later:
            continue
        state[number] = 2
        later = True
    return state


def _closer_ahead(may_close: list[int], number: int) -> bool:
    """Whether a closing mark follows soon."""
    return any(may_close[number + 1 : number + 1 + _CLOSER_WITHIN])
