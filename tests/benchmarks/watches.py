"""Microseconds an article of 490 words takes to be held against 100,000 watches, and what else could do it.

CPU time of one process on one core; cutting the article into words is part of it. Each article is a new one to the
index. Beside it, in the same run: the terms alone found by ahocorasick_rs in the evened text, naive `re`, one
alternation of all terms, and SQLite FTS5 with the article indexed and each watch run as a query.
"""

import gc
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec

import psutil

from tests.benchmarks.reading import of_length, pages
from tests.quality.corpus import load
from worker.domain.article import Article, TextSource
from worker.domain.reading import Kind, Reading
from worker.facts.reading import read
from worker.text.normalise import normalise
from worker.watches.index import WatchIndex
from worker.watches.subject import NOTHING_READ, Subject
from worker.watches.tree import And, Compare, Figure, Near, Node, Not, OneFact, Or, Party, Regex, Term, Who, walk

MANY = 100_000
WORDS = 490
AIMS = {"dense": 400.0, "selective": 150.0, "mixed": 500.0, "growth": 1.5, "add": 5.0, "memory": 150.0}
"""Microseconds an article: with about 850 matches, with about 5, of the mixed set of 10,000; times dearer 10,000
watches may be than 10; milliseconds to add one; MB of 100,000."""
_DAY = date(2025, 5, 5)
_SEED = 20250505


@dataclass(frozen=True, slots=True)
class Text:
    """An article, and what was read in it."""

    article: Article
    reading: Reading = NOTHING_READ


def texts(count: int = 60, *, understood: bool = False) -> list[Text]:
    """Real pages where there is a copy of them, our own labelled texts elsewhere, at about 490 words."""
    raw = pages() or [item.text for half in ("dev", "test") for item in load(half)]
    return [
        Text(
            Article("https://news.example.org/a", "", text, None, "Example", None, "en", TextSource.PAGE),
            read(text, published=_DAY) if understood else NOTHING_READ,
        )
        for text in of_length(raw, WORDS)[:count]
    ]


class Desk:
    """Makes up watches as people keep them: of the words of an archive, some of which are in every article."""

    def __init__(self, archive: Sequence[Text], rare: int) -> None:
        """rare: the words that this many of the most frequent ones are left out of."""
        self._random = random.Random(_SEED)
        self._texts = archive
        counted = Counter(
            word for text in archive for word in set(re.findall(r"[A-Za-z]{3,}", text.article.text.lower()))
        )
        self._words = [word for word, _ in counted.most_common()][rare:]
        self._known = set(self._words)

    def _word(self) -> Term:
        return Term(self._random.choice(self._words))

    def _rare(self) -> Term:
        """A name that hardly any article has."""
        return Term(f"{self._random.choice(self._words)}{self._random.choice('bcdfgklmnprstvz')}ov")

    def boolean(self, *, selective: bool) -> Node:
        """Two to five terms under AND, OR, NOT; where selective, each group needs one that few articles have."""
        one, two, three, four = (self._word() for _ in range(4))
        if selective and self._random.random() > SHARE:
            one = self._rare()
        kind = self._random.random()
        if kind < 0.4:
            return And((one, two))
        if kind < 0.6:
            return And((one, Or((two, three, four))))
        if kind < 0.8:
            return And((one, two, Not(three)))
        return And((one, two, three))

    def near(self) -> Node:
        """A phrase of the archive, or two of its words near one another."""
        words = re.findall(r"[A-Za-z]+", self._random.choice(self._texts).article.text)
        telling = [at for at, word in enumerate(words[:-12]) if word.lower() in self._known]
        if not telling:
            return self.near()
        at = self._random.choice(telling)
        if self._random.random() < 0.5:
            return Term(" ".join(words[at : at + self._random.choice((2, 3))]))
        return Near(Term(words[at]), self._word(), 10, ordered=False)

    def fact(self) -> Node:
        """A figure with its speaker, or a person with a word."""
        reading = self._random.choice([text.reading for text in self._texts if text.reading.mentions])
        person = next((each.person for each in reading.mentions if each.person), "Ann Roe")
        if self._random.random() < 0.5:
            return And((Party(Who.PERSON, person), self._word()))
        figure = Figure(
            self._random.choice((None, *Kind)), Compare.AT_LEAST, self._random.choice((2, 5, 1e9)), "percent"
        )
        return OneFact(And((figure, Party(Who.SPEAKER, person))))

    def regex(self) -> Node:
        """Spellings of a word."""
        word = self._random.choice([word for word in self._words if len(word) > 6])
        return Regex(rf"\b{word[:-2]}\w{{1,3}}\b", ignore_case=True)

    def mixed(self) -> Node:
        """70% Boolean, 15% phrases and NEAR, 10% facts and persons, 5% regular expressions."""
        kind = self._random.random()
        if kind < 0.7:
            return self.boolean(selective=True)
        if kind < 0.85:
            return self.near()
        return self.fact() if kind < 0.95 else self.regex()


SHARE = 0.05
"""Of selective watches, those of which each word is in the archive."""


def micros(run: Callable[[Text], object], asked: Sequence[Text], rounds: int = 3) -> float:
    """Microseconds of CPU an article: the best of some rounds."""
    run(asked[0])
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        for text in asked:
            run(text)
        best = min(best, time.process_time() - begun)
    return 1e6 * best / len(asked)


def holding(index: WatchIndex) -> Callable[[Text], list[int]]:
    """What an article is held against."""
    return lambda text: index.holding(Subject(text.article, text.reading))


def matches(index: WatchIndex, asked: Sequence[Text]) -> float:
    """Watches that hold on an article, on average."""
    return sum(len(index.holding(Subject(text.article, text.reading))) for text in asked) / len(asked)


def naive(trees: Sequence[Node]) -> Callable[[Text], object]:
    """Each term of each watch as a regular expression of its own."""
    patterns = [
        [re.compile(rf"\b{re.escape(node.text)}\b", re.IGNORECASE) for node in walk(tree) if isinstance(node, Term)]
        for tree in trees
    ]
    return lambda text: [
        number for number, row in enumerate(patterns) if any(each.search(text.article.text) for each in row)
    ]


def alternation(trees: Sequence[Node]) -> Callable[[Text], object]:
    """All terms as one regular expression."""
    terms = {node.text for tree in trees for node in walk(tree) if isinstance(node, Term)}
    whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(terms, reverse=True)))})\b")
    return lambda text: set(whole.findall(text.article.text.lower()))


def automaton(trees: Sequence[Node]) -> Callable[[Text], object] | None:
    """All terms by ahocorasick_rs, in the evened text with spaces around its words: which occur, and no more."""
    if find_spec("ahocorasick_rs") is None:
        return None
    module = import_module("ahocorasick_rs")
    terms = sorted({f" {node.text} " for tree in trees for node in walk(tree) if isinstance(node, Term)})
    whole = module.AhoCorasick(terms, implementation=module.Implementation.ContiguousNFA)
    no_words = re.compile(r"\W+")
    return lambda text: whole.find_matches_as_indexes(
        f" {no_words.sub(' ', normalise(text.article.text))} ".replace(" ", "  "), overlapping=True
    )


def fts5(trees: Sequence[Node]) -> Callable[[Text], object]:
    """SQLite: the article indexed, each watch run as a query."""
    queries = [_fts(tree) for tree in trees]

    def run(text: Text) -> int:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE a USING fts5(body)")
            connection.execute("INSERT INTO a VALUES (?)", (text.article.text,))
            ask = "SELECT 1 FROM a WHERE a MATCH ?"
            return sum(connection.execute(ask, (query,)).fetchone() is not None for query in queries)

    return run


def _fts(node: Node) -> str:
    if isinstance(node, Term):
        return f'"{node.text}"'
    if isinstance(node, Or):
        return f"({' OR '.join(map(_fts, node.parts))})"
    assert isinstance(node, And)
    wanted = " AND ".join(_fts(part) for part in node.parts if not isinstance(part, Not))
    refused = [_fts(part.part) for part in node.parts if isinstance(part, Not)]
    return f"({wanted}) NOT {refused[0]}" if refused else f"({wanted})"


def _pss() -> float:
    gc.collect()
    return float(psutil.Process().memory_full_info().pss) / 1e6


def _row(name: str, value: float | None, note: str = "") -> None:
    shown = f"{'-':>12}" if value is None else f"{value:>12,.0f}"
    print(f"{name:46}{shown}   {note}")


def main() -> None:
    """Print all of it."""
    asked = texts()
    print(f"Microseconds an article of {WORDS} words ({len(asked)} articles, one core)\n")
    cutting = micros(lambda text: Subject(text.article), asked)
    _row("cutting it into words", cutting)
    desk = Desk(asked, 120)
    before = _pss()
    trees = {number: desk.boolean(selective=True) for number in range(MANY)}
    index = WatchIndex(trees)
    memory = _pss() - before
    found = f"{matches(index, asked):.1f} matches"
    _row("100,000 Boolean watches, selective", micros(holding(index), asked), f"{found}; aim {AIMS['selective']:.0f}")
    begun = time.process_time()
    for number in range(20):
        index.add(MANY + number, desk.boolean(selective=True))
    adding = 1000 * (time.process_time() - begun) / 20
    del index
    dense_desk = Desk(asked, 20)
    dense = {number: dense_desk.boolean(selective=False) for number in range(MANY)}
    index = WatchIndex(dense)
    found = f"{matches(index, asked):.0f} matches"
    _row("100,000 Boolean watches, dense", micros(holding(index), asked), f"{found}; aim {AIMS['dense']:.0f}")
    del index, dense
    known = texts(understood=True)
    mixed_desk = Desk(known, 120)
    mixed = {number: mixed_desk.mixed() for number in range(10_000)}
    index = WatchIndex(mixed)
    found = f"{matches(index, known):.0f} matches; {len(index.everywhere())} asked everywhere"
    _row("10,000 mixed watches", micros(holding(index), known), f"{found}; aim {AIMS['mixed']:.0f}")
    evidence = micros(lambda text: index.match(Subject(text.article, text.reading)), known)
    _row("the same with the evidence of each match", evidence)

    print("\nGrowth, selective watches\n")
    grown = {}
    for size in (10, 1_000, 10_000, MANY):
        small = WatchIndex({number: trees[number] for number in range(size)})
        grown[size] = micros(holding(small), asked)
        _row(f"{size:,}", grown[size])
    ratio = grown[10_000] / grown[10]
    print(f"\n10 to 10,000: {ratio:.2f} times (aim {AIMS['growth']})")
    print(f"adding one to 100,000: {adding:.2f} ms (aim {AIMS['add']:.0f})")
    print(f"memory of 100,000: {memory:.0f} MB (aim {AIMS['memory']:.0f})")

    print("\nWhat else could do it, selective watches\n")
    rows = list(trees.values())
    scan = automaton(rows)
    _row(
        "ahocorasick_rs, terms found, 100,000", scan and micros(scan, asked), "which terms occur, no watch evaluated"
    )
    _row("naive re, 100,000", micros(naive(rows[:2_000]), asked[:3], 1) * MANY / 2_000, "from 2,000, in proportion")
    _row("one alternation, 10,000", micros(alternation(rows[:10_000]), asked[:3], 1), "which terms occur")
    _row("SQLite FTS5, 100,000", micros(fts5(rows[:5_000]), asked[:3], 1) * MANY / 5_000, "from 5,000, in proportion")


if __name__ == "__main__":
    main()
