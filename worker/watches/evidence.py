"""Evidence: the fewest sentences of an article that show why a watch holds, with what it asked for marked.

The body speaks before the headline: a headline claims, the sentence in the body says who did what. A sentence that
shows more of the watch's wishes is better than one with fewer, and an earlier one better than a later one.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from worker.domain.watch import Evidence
from worker.watches.hits import Hit, Hits
from worker.watches.subject import Span, Subject, TextPart

MOST_CHARS = 500
"""Longest text of one piece of evidence; a longer sentence is cut around what is marked."""

MOST_SENTENCES = 3
"""Most sentences shown for wishes of which one would do."""

_WORD = 40  # how far a cut looks for the end of a word


def evidence_of(hits: Hits, subject: Subject) -> tuple[Evidence, ...]:
    """The sentences that show what made a watch hold.

    In: what it needed. Out: sentences, best first, each with all its places of any of these wishes marked; never
    empty: a watch that asked for nothing in the text gets the headline, nothing marked. Of `any_of`, as many as fit
    into three sentences of the body are shown, one at least.
    """
    wishes = [*hits.every, *hits.any_of]
    needed = set(range(len(hits.every)))
    wanted = set(range(len(hits.every), len(wishes)))
    one_wanted = bool(wanted)
    shown: list[Evidence] = []
    for part in subject.parts:
        by_sentence = [_by_sentence(wish, part) for wish in wishes]
        holders = _holders(by_sentence)
        while needed or wanted:
            if not needed and not one_wanted and (part is subject.title or len(shown) >= MOST_SENTENCES):
                return tuple(shown)
            best = _best(holders, needed, wanted)
            if best is None:
                break
            piece, covered = _show(part, best, by_sentence, needed | wanted)
            shown.append(piece)
            one_wanted = one_wanted and wanted.isdisjoint(covered)
            needed -= covered
            wanted -= covered
    return tuple(shown) or (_opening(subject),)


def _opening(subject: Subject) -> Evidence:
    """The headline, or the first sentence where there is none."""
    part = subject.title if subject.title.text.strip() else subject.body
    start, end = part.sentences[0] if part.sentences else (0, 0)
    return Evidence(part.part, part.text[start : min(end, start + MOST_CHARS)], start, ())


def _by_sentence(wish: Sequence[Hit], part: TextPart) -> dict[int, list[Hit]]:
    """Sentence number → the hits that begin in it."""
    here = sorted((hit for hit in wish if hit.part is part.part), key=lambda hit: hit.start)
    return {number: list(group) for number, group in groupby(here, key=lambda hit: part.sentence_of(hit.start))}


def _holders(by_sentence: Sequence[dict[int, list[Hit]]]) -> dict[int, set[int]]:
    """Sentence number → the wishes that it shows, in the order of the text."""
    holders: dict[int, set[int]] = {}
    for wish, sentences in enumerate(by_sentence):
        for number in sentences:
            holders.setdefault(number, set()).add(wish)
    return dict(sorted(holders.items()))


def _best(holders: dict[int, set[int]], needed: set[int], wanted: set[int]) -> int | None:
    """The sentence that shows most of what is still to be shown, what is needed first; None where none does."""
    best: int | None = None
    most = (0, 0)
    for number, wishes in holders.items():
        gain = (len(wishes & needed), len(wishes & wanted))
        if gain > most:
            best, most = number, gain
    return best


def _show(
    part: TextPart, number: int, by_sentence: Sequence[dict[int, list[Hit]]], asked: set[int]
) -> tuple[Evidence, set[int]]:
    """One sentence as evidence, and which of the wishes asked for it shows."""
    spans = sorted(
        (mark, wish)
        for wish, sentences in enumerate(by_sentence)
        for hit in sentences.get(number, ())
        for mark in hit.marks
    )
    start, end = part.sentences[number]
    last = max(span[1] for span, _ in spans)
    if last > end:  # what runs over a stop takes the next sentence along
        end = part.sentences[part.sentence_of(last - 1)][1]
    if end - start > MOST_CHARS:
        start, end = _window(part.text, start, end, [(span, wish) for span, wish in spans if wish in asked])
    inside = [
        ((max(span[0], start), min(span[1], end)), wish) for span, wish in spans if span[0] < end and start < span[1]
    ]
    marked = _merged(span for span, _ in inside)
    text = part.text[start:end]
    piece = Evidence(part.part, text, start, tuple((first - start, upto - start) for first, upto in marked))
    return piece, asked & {wish for _, wish in inside}


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted spans, those that overlap made one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, start: int, end: int, spans: Sequence[tuple[Span, int]]) -> Span:
    """The part of a long sentence that shows most of its terms, with what stands around them.

    In: the sentence's place, and the places of terms in it, sorted. Out: [start, end), at most 500 characters
    unless a single place is longer, cut between words where there are spaces.
    """
    counts: dict[int, int] = {}
    left = 0
    best: Span = spans[0][0]
    most = 0
    for right, ((_, upto), term) in enumerate(spans):
        counts[term] = counts.get(term, 0) + 1
        while left < right and upto - spans[left][0][0] > MOST_CHARS:
            gone = spans[left][1]
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            left += 1
        if len(counts) > most:
            most = len(counts)
            best = (spans[left][0][0], upto)
    first, upto = best
    spare = max(MOST_CHARS - (upto - first), 0)
    begin = max(start, first - spare // 2)
    stop = min(end, max(begin + MOST_CHARS, upto))
    begin = min(first, max(start, stop - MOST_CHARS))
    return _word_start(text, begin, first, start), _word_end(text, stop, upto, end)


def _word_start(text: str, begin: int, most: int, start: int) -> int:
    """Where the first whole word at or behind `begin` starts, if a space is near; never behind `most`."""
    if begin == start:
        return begin
    for at in range(begin, min(begin + _WORD, most)):
        if text[at - 1].isspace() and not text[at].isspace():
            return at
    return begin


def _word_end(text: str, stop: int, least: int, end: int) -> int:
    """Where the last whole word before `stop` ends, if a space is near; never before `least`."""
    if stop == end:
        return stop
    for at in range(stop, max(stop - _WORD, least), -1):
        if text[at].isspace() and not text[at - 1].isspace():
            return at
    return stop
