"""Speech: whether it was found, of which type, and who said it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.quality.compare import same_party, same_span, shared
from tests.quality.corpus import Quote as QuoteLabel
from tests.quality.tally import Sheet, align, rest
from worker.domain.reading import Quote, Speech

INDIRECT = 0.5
"""Two indirect clauses are one where they share this much of their words, as PolNeAR's own scorer has it."""

_MARKS = "\"'“”‘’«»„ \n"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Speech within one paragraph."""

    start: int
    end: int
    type: str
    speaker: str | None
    scheduled: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def speech(sheet: Sheet) -> None:
    """Count what was found of an item's speech, by its type, and with whom it is of."""
    labels = [piece for quote in sheet.item.quotes for piece in _pieces(sheet.text, quote)]
    found = [piece for quote in sheet.reading.quotes for piece in _pieces(sheet.text, quote)]
    marked = [piece for piece in labels if piece.type != Speech.INDIRECT]
    marked_found = [piece for piece in found if piece.type != Speech.INDIRECT]
    in_marks = align(marked, marked_found, lambda a, b: same_span(a.span, b.span) and 1 + shared(a.span, b.span))
    _spans(sheet, "marked speech", marked, marked_found, in_marks)
    _spoken(sheet, "marked speech and speaker", marked, marked_found, in_marks)
    for kind in (Speech.DIRECT, Speech.MIXED):
        of_kind = [pair for pair in in_marks if pair[0].type == pair[1].type == kind]
        _spans(
            sheet,
            kind.value,
            [piece for piece in marked if piece.type == kind],
            [piece for piece in marked_found if piece.type == kind],
            of_kind,
        )
    unmarked = [piece for piece in labels if piece.type == Speech.INDIRECT]
    unmarked_found = [piece for piece in found if piece.type == Speech.INDIRECT]
    clauses = align(unmarked, unmarked_found, lambda a, b: (iou := _words_shared(sheet, a, b)) >= INDIRECT and iou)
    _spans(sheet, "indirect", unmarked, unmarked_found, clauses)
    _spoken(sheet, "indirect and speaker", unmarked, unmarked_found, clauses)
    for label, piece in in_marks + clauses:
        sheet.judge_optional("scheduled", True, label.start, label.scheduled, piece.scheduled)
    anywhere = align(labels, found, lambda a, b: (alike := shared(a.span, b.span)) >= INDIRECT and alike)
    for label, piece in anywhere:
        sheet.judge("speech type", label.type == piece.type, label.start, label.type, piece.type)


def _words_shared(sheet: Sheet, a: _Piece, b: _Piece) -> float:
    first, last = min(a.start, b.start), max(a.end, b.end)
    places = [match.start() for match in _WORD.finditer(sheet.text, first, last)]
    both = sum(a.start <= at < a.end and b.start <= at < b.end for at in places)
    either = sum(a.start <= at < a.end or b.start <= at < b.end for at in places)
    return both / either if either else 0.0


def _spans(
    sheet: Sheet,
    measure: str,
    labels: Sequence[_Piece],
    found: Sequence[_Piece],
    pairs: Sequence[tuple[_Piece, _Piece]],
) -> None:
    sheet.count(measure, right=len(pairs), found=len(found), labelled=len(labels))
    for piece in rest(labels, (label for label, _ in pairs)):
        sheet.miss(measure, piece.start, sheet.text[piece.start : piece.end], None)
    for piece in rest(found, (piece for _, piece in pairs)):
        sheet.miss(measure, piece.start, None, sheet.text[piece.start : piece.end])


def _spoken(
    sheet: Sheet,
    measure: str,
    labels: Sequence[_Piece],
    found: Sequence[_Piece],
    pairs: Sequence[tuple[_Piece, _Piece]],
) -> None:
    right = [pair for pair in pairs if same_party(pair[0].speaker, pair[1].speaker, sheet.persons)]
    sheet.count(measure, right=len(right), found=len(found), labelled=len(labels))
    for label, piece in rest(pairs, right):
        shown = f"{sheet.text[label.start : label.end][:60]!r} {label.speaker}"
        sheet.miss(measure, label.start, shown, piece.speaker)


def _pieces(text: str, quote: QuoteLabel | Quote) -> Iterator[_Piece]:
    """A speech over paragraphs as one piece each, so that one quote and many compare alike."""
    start = quote.start
    for part in text[quote.start : quote.end].split("\n\n"):
        left = len(part) - len(part.lstrip(_MARKS))
        right = len(part.rstrip(_MARKS))
        if right > left:
            yield _Piece(start + left, start + right, quote.type, quote.speaker, quote.scheduled)
        start += len(part) + 2
