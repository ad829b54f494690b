"""What the walk over the chunks of a sentence remembers: which clauses are open, which phrases may be subjects."""

from collections.abc import Sequence

from worker.facts.grammar.chunks import Chunk, chunks, phrases
from worker.facts.grammar.lexicon import word_lists
from worker.facts.grammar.model import Phrase, Verb

FAR = 8
"""Chunks that are looked ahead at most, so that time stays linear."""
DEEP = 12
"""Clauses that are open at most. A deeper one closes the second: the first is the sentence's own."""

SPEECH = word_lists()["speech"]
TIME_NOUNS = word_lists()["times"]
BARE = frozenset({"help", "let", "make", "see", "hear", "watch", "have"})
"""Verbs that take another without "to"."""
_TAKES_CLAUSE = SPEECH | BARE


class Clause:
    """A clause that is open. kind: `main`, `content`, `relative`, `adverbial`. of: the phrase that a relative clause
    is about. verb: the number of its finite verb; last: of its latest verb of any form.
    """

    __slots__ = ("first", "governor", "kind", "last", "of", "subject", "verb")

    def __init__(self, kind: str, first: int, governor: int | None, subject: Phrase | None = None) -> None:
        self.kind, self.first, self.governor, self.subject = kind, first, governor, subject
        self.of: Phrase | None = None
        self.verb: int | None = None
        self.last: int | None = None


class State:
    """Where the walk is, and what it has met.

    loose: the latest phrase that can be the subject of a verb that follows: on no preposition, no verb's object in a
    reduced clause, and behind the last verb, comma and subordinator. led_by: the sign before it, "" where none is,
    "phrase" right behind another phrase. held: the phrase that a reduced clause hangs on ("troops | sent to").
    apposed: since the last verb, the first phrase between commas, which may have its verb behind an apposition.
    near: the latest phrase of any kind; hangs: it is on a preposition; chain: the first that it hangs on, or itself.
    prep: the preposition right before, or "". sign: the last sign since the last phrase or verb, or "".
    last: the kind of the chunk before; at: the number of the chunk. listed: "and" has joined phrases since the last
    verb. waiting: participles and infinitives at the front of a clause, which wait for its subject.
    """

    __slots__ = (
        "apposed", "at", "chain", "chunks", "codes", "hangs", "held", "last", "led_by", "listed", "loose", "lower",
        "near", "next_phrase", "phrases", "prep", "sign", "stack", "verbs", "waiting",
    )  # fmt: skip

    def __init__(self, lower: Sequence[str], codes: str) -> None:
        self.lower = lower
        self.codes = list(codes)
        self.chunks = chunks(codes)
        self.phrases = phrases(self.chunks, codes, lower)
        self.next_phrase = 0
        self.verbs: list[Verb] = []
        self.stack = [Clause("main", 0, None)]
        self.at = 0
        self.prep = self.last = self.sign = self.led_by = ""
        self.listed = self.hangs = False
        self.apposed: Phrase | None = None
        self.loose: Phrase | None = None
        self.held: Phrase | None = None
        self.near: Phrase | None = None
        self.chain: Phrase | None = None
        self.waiting: list[int] = []

    def after_conjunction(self) -> bool:
        """Whether "and" or the like stands right before."""
        return self.sign == "C" and len(self.last) == 1

    def push(self, clause: Clause) -> None:
        """Open a clause inside the innermost one."""
        if len(self.stack) >= DEEP:
            self.close(self.stack.pop(1), clause.first)
        self.stack.append(clause)
        self.loose = self.held = None
        self.listed = False

    def pop(self, until: Clause, at: int) -> None:
        """Close the clauses inside `until`, which end before token `at`."""
        while self.stack[-1] is not until:
            self.close(self.stack.pop(), at)

    def reset(self, first: int) -> None:
        """Close all clauses and begin a main one at a token."""
        for clause in self.stack:
            self.close(clause, first)
        self.stack = [Clause("main", first, None)]
        self.loose = self.held = None
        self.listed = False

    def close(self, clause: Clause, end: int) -> None:
        """Say of a clause's verb where the clause stands."""
        if clause.verb is not None:
            self.verbs[clause.verb].clause = (clause.first, end)

    def answer(self, subject: Phrase) -> None:
        """Give what waits at the front of the sentence its subject."""
        for number in self.waiting:
            self.verbs[number].subject = subject
        self.waiting.clear()

    def settle(self, clause: Clause, verb: Verb, number: int) -> None:
        """Make a verb the finite verb of a clause."""
        clause.verb = number
        verb.subject = clause.subject
        verb.governor = clause.governor
        verb.relative = clause.kind == "relative"

    def takes(self, clause: Clause) -> bool:
        """Whether a clause's latest verb can have another clause as what is said, thought, let or seen."""
        return clause.last is not None and self.verbs[clause.last].lemma in _TAKES_CLAUSE

    def verb_to_come(self, following: Sequence[Chunk], relative: bool = False) -> bool:
        """Whether a finite verb follows in this clause that has no phrase of its own as its subject.

        A relative clause ends at a comma.
        """
        prep, bare = False, True
        for kind, first, end in following:
            if kind == "verb":
                return bare and not (end - first == 1 and self.codes[first] == "l")
            if kind == "phrase":
                bare, prep = prep or (bare and self.lower[end - 1] in TIME_NOUNS), False
            elif kind == "time":
                prep = False
            elif kind in "UWw;.C" or (relative and kind == ","):
                return False
            elif len(kind) == 1:
                prep = prep or kind == "I"
                bare = bare or kind == ","
        return False

    def next_is_finite(self) -> bool:
        """Whether a finite verb comes next."""
        for kind, _, _ in self.chunks[self.at + 1 : self.at + 3]:
            if kind == "verb":
                return True
            if kind != "time":
                return False
        return False

    def comma_next(self) -> bool:
        """Whether a comma comes next."""
        return self.chunks[self.at + 1 : self.at + 2] != [] and self.chunks[self.at + 1][0] == ","

    def ahead(self) -> list[Chunk]:
        """The chunks that come next."""
        return self.chunks[self.at + 1 : self.at + 1 + FAR]
