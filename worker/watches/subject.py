"""An article as watches are held against it: its words with their places, its facts, and what is known beside them.

Everything is worked out when it is first asked for: most watches need no more than the set of words.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from worker.domain.article import Article
from worker.domain.reading import (
    BASIS_POINTS,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Fact,
    Form,
    Kind,
    Mention,
    Quote,
    Reading,
)
from worker.domain.watch import Part
from worker.text.paragraphs import lead_end
from worker.text.sentences import sentence_at, sentences
from worker.text.tokens import BREAK, tokens
from worker.watches.tree import Field, Node, Place, Who

Span = tuple[int, int]
"""[start, end) in characters, or (first, last) in tokens, as said."""
NOTHING_READ = Reading()

# What an article has beside words, as atoms: a head that no word has, and what is said.
HEAD = "\x00"


def atom(head: str, *values: str) -> str:
    """The atom of something that is no word: `atom("person", "rutte")`."""
    return HEAD + head + "".join(f"{HEAD}{value}" for value in values)


def unit_atoms(kind: Kind | None, unit: str) -> str:
    """The atom of a figure of a kind (None: any) in a unit; basis points count as percentage points."""
    return atom("figure", kind.value if kind else "", PERCENTAGE_POINTS if unit == BASIS_POINTS else unit)


class TextPart:
    """The title or the body, cut into tokens."""

    def __init__(self, part: Part, text: str) -> None:
        self.part, self.text = part, text
        self._tokens = tokens(text)
        self.keys = self._tokens.keys

    @cached_property
    def utf8(self) -> bytes:
        """The text as RE2 takes it without turning it over again for each expression."""
        return self.text.encode("utf-8", "replace")

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Key → the numbers of its tokens."""
        positions: dict[str, list[int]] = {}
        for number, key in enumerate(self.keys):
            positions.setdefault(key, []).append(number)
        return positions

    @cached_property
    def paragraph(self) -> list[int]:
        """Of each token, the number of its paragraph; a BREAK counts to the one that it opens."""
        return list(accumulate(int(key == BREAK) for key in self.keys))

    @cached_property
    def lead(self) -> int:
        """How many tokens the lead has: the first two paragraphs of the body, none of the title."""
        if self.part is Part.TITLE:
            return 0
        return bisect_right(self._tokens.spans, (lead_end(self.text), -1))

    @cached_property
    def sentences(self) -> list[Span]:
        """Where its sentences stand, in characters. The title counts as one, stops or not."""
        if self.part is Part.TITLE:
            start = len(self.text) - len(self.text.lstrip())
            return [(start, start + len(self.text.strip()))]
        return sentences(self.text)

    def sentence_of(self, offset: int) -> int:
        """The number of the sentence that a character stands in."""
        return sentence_at(self.sentences, offset)

    def chars(self, span: Span) -> Span:
        """Where the tokens of numbers first to last stand, in characters."""
        return self._tokens.span(*span)

    def at(self, span: Span) -> Span | None:
        """The tokens (first, last) that stand in a span of characters; None where there is none."""
        spans = self._tokens.spans
        first = bisect_right(spans, (span[0], -1))
        if first and spans[first - 1][1] > span[0]:
            first -= 1
        last = bisect_right(spans, (span[1] - 1, len(self.text))) - 1
        return (first, last) if first <= last else None


@lru_cache(maxsize=1 << 14)
def name_keys(text: str) -> frozenset[str]:
    """The words of a name or a phrase, folded as words of watches and articles are; U.S. is US and us here."""
    return frozenset(key.replace(".", "").lower() if key[0].isalpha() else key for key in tokens(text).keys) - {BREAK}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker's words, and the facts and quotes that are theirs."""

    keys: frozenset[str]
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]


class Subject:
    """An article with what was read in it. origins: how many origins its story has, 1 where that is not known."""

    def __init__(self, article: Article, reading: Reading = NOTHING_READ, *, origins: int = 1) -> None:
        self.article, self.reading, self.origins = article, reading, origins
        self.body = TextPart(Part.BODY, article.text)
        self.title = TextPart(Part.TITLE, article.title)
        self.words = frozenset([*self.body.keys, *self.title.keys])
        self.placed: dict[tuple[Node, Place | None], list[Any]] = {}
        """Where nodes that several watches share stand, as `worker.watches.hits` keeps it."""

    @property
    def parts(self) -> tuple[TextPart, TextPart]:
        """Body and title: the body speaks first."""
        return self.body, self.title

    def parts_of(self, place: Place | None) -> tuple[TextPart, ...]:
        """The parts to look through for a term confined to a place, or to none."""
        if place is None:
            return self.parts
        return (self.title,) if place is Place.TITLE else (self.body,)

    @cached_property
    def host(self) -> str:
        """The host of its URL in small letters, or ""."""
        return (urlsplit(self.article.url).hostname or "") if self.article.url else ""

    @cached_property
    def persons(self) -> dict[str, tuple[frozenset[str], list[Mention]]]:
        """Person → the words of the name, and the mentions."""
        found: dict[str, tuple[frozenset[str], list[Mention]]] = {}
        for mention in self.reading.mentions:
            if mention.person is not None:
                found.setdefault(mention.person, (name_keys(mention.person), []))[1].append(mention)
        return found

    @cached_property
    def roles(self) -> list[tuple[frozenset[str], Mention]]:
        """The roles that the text gives, with their words: title, organisation and country."""
        return [
            (name_keys(f"{mention.title} {mention.organisation or ''} {mention.country or ''}"), mention)
            for mention in self.reading.mentions
            if mention.title is not None
        ]

    @cached_property
    def speakers(self) -> dict[str, Spoken]:
        """Speaker → what is theirs."""
        facts: dict[str, list[Fact]] = {}
        quotes: dict[str, list[Quote]] = {}
        for fact in self.reading.facts:
            if fact.speaker is not None:
                facts.setdefault(fact.speaker, []).append(fact)
        for quote in self.reading.quotes:
            if quote.speaker is not None:
                quotes.setdefault(quote.speaker, []).append(quote)
        names = dict.fromkeys([*facts, *quotes])
        return {
            name: Spoken(name_keys(name), tuple(facts.get(name, ())), tuple(quotes.get(name, ()))) for name in names
        }

    @cached_property
    def beside(self) -> frozenset[str]:
        """The atoms that are no words: persons, roles, figures, fields."""
        found: set[str] = set()
        for keys, _ in self.persons.values():
            found.update(atom(Who.PERSON, key) for key in keys)
        for keys, _ in self.roles:
            found.update(atom(Who.ROLE, key) for key in keys)
        for spoken in self.speakers.values():
            found.update(atom(Who.SPEAKER, key) for key in spoken.keys)
        for fact in self.reading.facts:
            found.update(_fact_atoms(fact))
        article = self.article
        found.update(atom(Field.SITE, site) for site in _above(self.host))
        found.update(atom(Field.AUTHOR, key) for key in name_keys(article.author or ""))
        found.update(atom(Field.SOURCE, key) for key in name_keys(article.source))
        if article.language:
            found.add(atom(Field.LANG, article.language))
        return frozenset(found)


def fact_keys(fact: Fact) -> frozenset[str]:
    """The words of what a fact is about, with the noun that it counts."""
    return name_keys(f"{fact.about or ''} {fact.quantity.noun}")


def units_of(unit: str) -> tuple[str, ...]:
    """The units under which a figure can be asked for: a percentage of GDP is a percentage too."""
    return (PERCENT_OF_GDP, PERCENT) if unit == PERCENT_OF_GDP else (unit,)


def _fact_atoms(fact: Fact) -> Iterable[str]:
    for unit in units_of(fact.quantity.unit):
        yield unit_atoms(None, unit)
        yield unit_atoms(fact.kind, unit)
    yield atom("status", fact.status)
    if fact.deadline_date is not None:
        yield atom("deadline")
    for key in fact_keys(fact):
        yield atom("about", key)
    for key in name_keys(fact.actor or ""):
        yield atom(Who.ACTOR, key)


def _above(host: str) -> Sequence[str]:
    """A host and those above it: news.bbc.co.uk, bbc.co.uk, co.uk, uk."""
    labels = host.split(".") if host else []
    return [".".join(labels[number:]) for number in range(len(labels))]


def mention_rank(mention: Mention) -> int:
    """Which mention shows a person best: a name, then a role, then a pronoun."""
    return {Form.NAME: 0, Form.ROLE: 1, Form.PRONOUN: 2}[mention.form]
