"""Where terms stand: alone, near one another, in one sentence. Places are (first, last) tokens of a part of the text.

Everything here takes time in proportion to the places that words have; what multiplies is bounded by `MOST`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from worker.domain.watch import Part
from worker.text.normalise import plain
from worker.watches.shapes import Shape, Wild, Word, shape_of
from worker.watches.subject import Span, Subject, TextPart, mention_rank, name_keys
from worker.watches.tree import Near, Node, Or, Party, Place, Term, Together, Who, Within

MOST = 10_000
"""Places of one operator that are followed up: many times what an article has, and a bound for what is none."""


def places(node: Node, subject: Subject, part: TextPart) -> list[Span]:
    """Where a node stands in a part, in order, each place once. In: a term, a person, or NEAR, SENTENCE, OR, a place
    around these; anything else stands nowhere.
    """
    if isinstance(node, Term):
        return term_places(shape_of(node), part)
    if isinstance(node, Near):
        return _first(_near(node, subject, part))
    if isinstance(node, Together):
        return _first(_together(places(node.left, subject, part), places(node.right, subject, part), part))
    if isinstance(node, Or):
        return sorted({place for branch in node.parts for place in places(branch, subject, part)})
    if isinstance(node, Within):
        return confined(node.place, places(node.part, subject, part), part)
    if isinstance(node, Party) and node.who is Who.PERSON and part.part is Part.BODY:
        return _person(name_keys(node.name), subject, part)
    return []


def confined(place: Place, found: Iterable[Span], part: TextPart) -> list[Span]:
    """Those of the places that lie in the title, the lead or the body."""
    if place is Place.TITLE:
        return list(found) if part.part is Part.TITLE else []
    if part.part is Part.TITLE:
        return []
    return [span for span in found if place is Place.BODY or span[1] < part.lead]


def term_places(shape: Shape, part: TextPart) -> list[Span]:
    """Where a term stands."""
    if shape.key is not None:
        return [(number, number) for number in part.positions.get(shape.key, ())]
    if shape.slop is not None:
        found = [span for row in shape.variants for span in _loose(row, shape.slop, part)]
    else:
        found = [span for row in shape.variants for span in _side_by_side(row, part)]
    found = found if len(shape.variants) == 1 else sorted(set(found))
    return [span for span in found if _as_printed(shape.printed, span, part)] if shape.printed else found


def _word_positions(word: Word, part: TextPart) -> Sequence[int]:
    if isinstance(word, str):
        return part.positions.get(word, ())
    keys = [key for key in part.positions if word.holds(key)]
    return part.positions[keys[0]] if len(keys) == 1 else sorted(n for key in keys for n in part.positions[key])


def _is(word: Word, key: str) -> bool:
    return word.holds(key) if isinstance(word, Wild) else word == key


def _side_by_side(row: Sequence[Word], part: TextPart) -> Iterable[Span]:
    """The places of words in a row. The rarest word leads, so that "of the" in a name costs nothing."""
    found = [_word_positions(word, part) if isinstance(word, str) else None for word in row]
    if any(positions is not None and not positions for positions in found):
        return
    counts = [(len(positions), number) for number, positions in enumerate(found) if positions is not None]
    lead = min(counts)[1] if counts else 0
    positions = found[lead]
    keys, size = part.keys, len(row)
    for at in _word_positions(row[lead], part) if positions is None else positions:
        first = at - lead
        if first < 0 or first + size > len(keys):
            continue
        if all(_is(word, key) for word, key in zip(row, keys[first : first + size], strict=True)):
            yield first, first + size - 1


def _loose(row: Sequence[Word], slop: int, part: TextPart) -> Iterable[Span]:
    """The shortest places that hold all words in any order, with at most `slop` other words among them."""
    rows = [_word_positions(word, part) for word in dict.fromkeys(row)]
    if not all(rows):
        return
    width = len(rows) + slop
    for first in sorted({number for positions in rows for number in positions}):
        last = first
        for positions in rows:
            following = bisect_left(positions, first)
            last = max(last, positions[following] if following < len(positions) else len(part.keys))
        if last - first < width and last < len(part.keys) and part.paragraph[first] == part.paragraph[last]:
            yield first, last


def _as_printed(printed: Sequence[str], span: Span, part: TextPart) -> bool:
    """Whether the words stand there in just this case; accents are folded as everywhere."""
    shown = (part.chars((number, number)) for number in range(span[0], span[1] + 1))
    return [plain(part.text[start:end]) for start, end in shown] == list(printed)


def _pairs(left: Sequence[Span], right: Sequence[Span], node: Near, part: TextPart) -> Iterator[Span]:
    """Pairs that do not overlap, with at most so many words between them, in one paragraph."""
    for first, second in ((left, right),) if node.ordered else ((left, right), (right, left)):
        starts = [span[0] for span in second]
        for span in first:
            at = bisect_left(starts, span[1] + 1)
            while at < len(second) and starts[at] - span[1] - 1 <= node.words:
                if part.paragraph[span[0]] == part.paragraph[second[at][1]]:
                    yield span[0], second[at][1]
                at += 1


def _near(node: Near, subject: Subject, part: TextPart) -> Iterator[Span]:
    """Where a NEAR stands, a place for each pair; nothing is looked for on the right where nothing is on the left."""
    left = places(node.left, subject, part)
    right = places(node.right, subject, part) if left else []
    return _pairs(left, right, node, part)


def near_each_other(node: Near, subject: Subject, part: TextPart) -> bool:
    """Whether a NEAR stands anywhere in a part: as `places`, no further than the first pair."""
    return next(_near(node, subject, part), None) is not None


def _first(found: Iterable[Span]) -> list[Span]:
    """The different ones among places, in order; no more than `MOST` of them."""
    different: set[Span] = set()
    for span in found:
        if len(different) >= MOST:
            break
        different.add(span)
    return sorted(different)


def _together(left: Sequence[Span], right: Sequence[Span], part: TextPart) -> Iterator[Span]:
    """Pairs that begin in one sentence."""
    by_sentence: dict[int, list[Span]] = {}
    for span in right:
        by_sentence.setdefault(part.sentence_of(part.chars(span)[0]), []).append(span)
    for span in left:
        for other in by_sentence.get(part.sentence_of(part.chars(span)[0]), ()):
            yield min(span[0], other[0]), max(span[1], other[1])


def _person(asked: frozenset[str], subject: Subject, part: TextPart) -> list[Span]:
    mentions = [mention for keys, known in subject.persons.values() if asked <= keys for mention in known]
    spans = (part.at((mention.start, mention.end)) for mention in sorted(mentions, key=mention_rank))
    return sorted({span for span in spans if span is not None})
