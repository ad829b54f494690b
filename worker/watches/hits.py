"""What made a query hold on an article: for each thing that it needed, where that stands.

AND needs all its parts, OR one of those that hold (the others may be shown too), NOT shows nothing. A wish is a list
of hits, any of which shows it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from worker.domain.reading import Fact, Quote
from worker.domain.watch import Part
from worker.watches.facts import facts_for, mentions_for, quotes_for
from worker.watches.holds import regex_spans, test_of
from worker.watches.places import confined, places
from worker.watches.subject import Span, Subject, TextPart, mention_rank
from worker.watches.tree import (
    About,
    And,
    Deadline,
    Figure,
    InStatus,
    Near,
    Node,
    Not,
    OneFact,
    Or,
    Party,
    Place,
    Regex,
    Term,
    Together,
    Who,
    Within,
)

MOST = 1000
"""Hits of one wish that are looked at: ten times more than news has, and a bound for the rest."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that shows a wish, in characters of a part: where it begins, and what of it is marked."""

    part: Part
    start: int
    marks: tuple[Span, ...]


@dataclass(slots=True)
class Hits:
    """every: wishes that all must be shown. any_of: of these, one at least. facts, quotes: those that were needed."""

    every: list[list[Hit]] = field(default_factory=list)
    any_of: list[list[Hit]] = field(default_factory=list)
    facts: dict[Fact, None] = field(default_factory=dict)
    quotes: dict[Quote, None] = field(default_factory=dict)

    def add(self, other: "Hits") -> None:
        """What another part of an AND needed. Only one group of any_of is kept; of a second one, its first wish."""
        self.every += other.every
        if self.any_of and other.any_of:
            self.every.append(other.any_of[0])
        else:
            self.any_of = self.any_of or other.any_of
        self.facts.update(other.facts)
        self.quotes.update(other.quotes)


def hits_of(node: Node, subject: Subject, place: Place | None = None) -> Hits | None:
    """What made a node hold, or None where it does not. place: confined to it."""
    if isinstance(node, And):
        whole = Hits()
        for part in node.parts:
            found = hits_of(part, subject, place)
            if found is None:
                return None
            whole.add(found)
        return whole
    if isinstance(node, Or):
        return _any_of([found for part in node.parts if (found := hits_of(part, subject, place)) is not None])
    if isinstance(node, Not):
        return Hits() if hits_of(node.part, subject, place) is None else None
    if isinstance(node, Within):
        return hits_of(node.part, subject, node.place)
    if isinstance(node, Term | Near | Together):
        placed = subject.placed.get((node, place))
        if placed is None:
            placed = subject.placed[node, place] = list(_placed(node, subject, place))
        return _wished(placed)
    if isinstance(node, Regex):
        matched = regex_spans(node, place, subject)
        return _wished(Hit(part, start, ((start, end),)) for part, start, end in matched)
    if isinstance(node, Figure | About | Deadline | InStatus | OneFact):
        return _of_facts(facts_for(node, subject))
    if isinstance(node, Party):
        return _of_party(node, subject)
    return Hits() if test_of(node)(subject) else None


def _wished(hits: Iterable[Hit]) -> Hits | None:
    found = list(hits)[:MOST]
    return Hits(every=[found]) if found else None


def _any_of(found: Sequence[Hits]) -> Hits | None:
    """Of an OR: where all that hold are single wishes, any of them; else the one that needs least."""
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    facts = {fact: None for each in found for fact in each.facts}
    quotes = {quote: None for each in found for quote in each.quotes}
    if all(len(each.every) == 1 and not each.any_of for each in found):
        return Hits(any_of=[each.every[0] for each in found], facts=facts, quotes=quotes)
    return min(found, key=lambda each: (len(each.every) + bool(each.any_of), -len(each.facts)))


def _placed(node: Node, subject: Subject, place: Place | None) -> Iterable[Hit]:
    for part in subject.parts_of(place):
        found = places(node, subject, part)
        kept = found if place is None else confined(place, found, part)
        leaves = None if isinstance(node, Term) else _leaf_places(node, subject, part)
        for span in kept[:MOST]:
            marks = (
                [span] if leaves is None else [leaf for leaf in leaves if span[0] <= leaf[0] and leaf[1] <= span[1]]
            )
            yield Hit(part.part, part.chars(span)[0], tuple(part.chars(mark) for mark in marks))


def _leaf_places(node: Node, subject: Subject, part: TextPart) -> list[Span]:
    """Where the terms and persons below a NEAR or SENTENCE stand."""
    if isinstance(node, Near | Together):
        return sorted({*_leaf_places(node.left, subject, part), *_leaf_places(node.right, subject, part)})
    if isinstance(node, Or):
        return sorted({span for branch in node.parts for span in _leaf_places(branch, subject, part)})
    return places(node, subject, part)


def _of_facts(facts: Sequence[Fact]) -> Hits | None:
    if not facts:
        return None
    hits = [Hit(Part.BODY, fact.quantity.start, ((fact.quantity.start, fact.quantity.end),)) for fact in facts]
    return Hits(every=[hits[:MOST]], facts=dict.fromkeys(facts))


def _of_party(node: Party, subject: Subject) -> Hits | None:
    if node.who in (Who.PERSON, Who.ROLE):
        mentions = sorted(mentions_for(node, subject), key=lambda mention: (mention_rank(mention), mention.start))
        return _wished(Hit(Part.BODY, mention.start, ((mention.start, mention.end),)) for mention in mentions)
    found = _of_facts(facts_for(node, subject)) or Hits(every=[[]])
    quotes = quotes_for(node, subject) if node.who is Who.SPEAKER else []
    said = [Hit(Part.BODY, quote.start, ((quote.start, _first_end(quote, subject.body)),)) for quote in quotes]
    hits = [*found.every[0], *said][:MOST]
    return Hits(every=[hits], facts=found.facts, quotes=dict.fromkeys(quotes)) if hits else None


def _first_end(quote: Quote, body: TextPart) -> int:
    """Where the first sentence of a quote ends: a speech over paragraphs is not all marked."""
    return max(quote.start + 1, min(quote.end, body.sentences[body.sentence_of(quote.start)][1]))
