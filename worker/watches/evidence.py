"""Evidence: the fewest sentences of an article that show why a watch holds, with its terms marked.

The body speaks before the headline: a headline claims, the sentence in the body says who did what. A sentence with
more of the watch's terms is better than one with fewer, and an earlier one better than a later one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from worker.domain.article import Article
from worker.domain.watch import Evidence, Part
from worker.text.sentences import sentence_at, sentences
from worker.text.tokens import Tokens, tokens
from worker.watches.terms import TermTable

MOST_CHARS = 500
"""Longest text of one piece of evidence; a longer sentence is cut around its terms."""

MOST_SENTENCES = 3
"""Most sentences shown for terms of which one would do."""

_MOST_PLACES = 1000  # of a term in a part that are looked at: ten times more than news has, and a bound for the rest
_WORD = 40  # how far a cut looks for the end of a word

Span = tuple[int, int]


@dataclass(slots=True)
class _PartText:
    """One part of an article: its text, the terms found in it, its sentences once they are asked for."""

    part: Part
    text: str
    tokens: Tokens
    found: dict[int, list[tuple[int, int]]]
    _sentences: list[Span] = field(default_factory=list)
    _by_sentence: dict[int, dict[int, list[Span]]] = field(default_factory=dict)

    def sentences(self) -> list[Span]:
        """Where its sentences stand. The title counts as one, stops or not."""
        if not self._sentences:
            whole = self.part is Part.TITLE
            self._sentences = [_stripped(self.text)] if whole else sentences(self.text)
        return self._sentences

    def places(self, term: int) -> dict[int, list[Span]]:
        """Sentence number → where the term stands in it (where it starts in it, for one that runs over a stop)."""
        places = self._by_sentence.get(term)
        if places is None:
            found = self.found.get(term, [])[:_MOST_PLACES]
            spans = [self.tokens.span(first, last) for first, last in found]
            starts = groupby(spans, key=lambda span: sentence_at(self.sentences(), span[0]))
            places = self._by_sentence[term] = {number: list(group) for number, group in starts}
        return places


def _stripped(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return start, start + len(text.strip())


class Reading:
    """An article with the terms found in it. `terms`: the numbers of those that occur anywhere."""

    def __init__(self, article: Article, table: TermTable) -> None:
        self._parts = tuple(
            _PartText(part, text, cut, table.find(cut.keys))
            for part, text in ((Part.BODY, article.text), (Part.TITLE, article.title))
            for cut in (tokens(text),)
        )
        self.terms = self._parts[0].found.keys() | self._parts[1].found.keys()

    def evidence(self, every: Sequence[int], any_of: Sequence[int]) -> tuple[Evidence, ...]:
        """The sentences that show a watch's terms.

        In: the numbers of terms that all must be shown, and of those of which one would do; terms that do not
        occur are passed over. Out: sentences, best first, each with all its places of any of these terms
        marked. Of `any_of`, as many as fit into three sentences of the body are shown, one at least.
        """
        terms = [term for term in dict.fromkeys([*every, *any_of]) if term in self.terms]
        needed = {term for term in every if term in self.terms}
        wanted = set(terms) - needed
        one_wanted = bool(wanted) and needed.isdisjoint(any_of)
        shown: list[Evidence] = []
        for part in self._parts:
            holders = _holders(part, terms)
            while needed or wanted:
                if not needed and not one_wanted and (part.part is Part.TITLE or len(shown) >= MOST_SENTENCES):
                    return tuple(shown)
                best = _best(holders, needed, wanted)
                if best is None:
                    break
                piece, covered = _show(part, best, terms, needed | wanted)
                shown.append(piece)
                one_wanted = one_wanted and wanted.isdisjoint(covered)
                needed -= covered
                wanted -= covered
        return tuple(shown)


def _holders(part: _PartText, terms: Iterable[int]) -> dict[int, set[int]]:
    """Sentence number → the terms in it, in the order of the text."""
    holders: dict[int, set[int]] = {}
    for term in terms:
        for number in part.places(term):
            holders.setdefault(number, set()).add(term)
    return dict(sorted(holders.items()))


def _best(holders: dict[int, set[int]], needed: set[int], wanted: set[int]) -> int | None:
    """The sentence that shows most of what is still to be shown, what is needed first; None where none does."""
    best: int | None = None
    most = (0, 0)
    for number, terms in holders.items():
        gain = (len(terms & needed), len(terms & wanted))
        if gain > most:
            best, most = number, gain
    return best


def _show(part: _PartText, number: int, terms: Iterable[int], asked: set[int]) -> tuple[Evidence, set[int]]:
    """One sentence as evidence, and which of the terms asked for it shows."""
    spans = sorted((span, term) for term in terms for span in part.places(term).get(number, ()))
    start, end = part.sentences()[number]
    last = max(span[1] for span, _ in spans)
    if last > end:  # a phrase that runs over a stop takes the next sentence along
        end = part.sentences()[sentence_at(part.sentences(), last - 1)][1]
    if end - start > MOST_CHARS:
        start, end = _window(part.text, start, end, [(span, term) for span, term in spans if term in asked])
    inside = [(span, term) for span, term in spans if start <= span[0] and span[1] <= end]
    marked = _merged(span for span, _ in inside)
    text = part.text[start:end]
    piece = Evidence(part.part, text, start, tuple((first - start, upto - start) for first, upto in marked))
    return piece, asked & {term for _, term in inside}


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
