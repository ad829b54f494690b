"""Sentences as they frame speech: each quoted span stands as one token in the sentence around it.

The words inside the marks say nothing of who speaks, and their full stops end no sentence of the article.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from worker.facts.document import Document
from worker.facts.quotes.marks import Quoted

QUOTE = '""'
"""The token that a quoted span becomes."""


@dataclass(slots=True)
class Frame:
    """A sentence around the words it quotes.

    words, lower, starts, ends: its tokens as in `Sentence`. quoted: the number of the quoted span that a token
    stands for, by token. going_on: those of them whose words begin small, two or more: they go on with the sentence.
    paragraph: where it begins.
    """

    paragraph: int
    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    quoted: dict[int, int] = field(default_factory=dict)
    going_on: frozenset[int] = frozenset()

    def add(self, word: str, lower: str, start: int, end: int) -> None:
        """One token more."""
        self.words.append(word)
        self.lower.append(lower)
        self.starts.append(start)
        self.ends.append(end)

    def extend(self, other: "Frame") -> None:
        """Take in the frame that follows."""
        shift = len(self.words)
        # new lists: those of a frame without quotes are its sentence's own
        self.words = self.words + other.words
        self.lower = self.lower + other.lower
        self.starts = self.starts + other.starts
        self.ends = self.ends + other.ends
        self.quoted.update({at + shift: number for at, number in other.quoted.items()})
        self.going_on |= {at + shift for at in other.going_on}


def frames(document: Document, spans: Sequence[Quoted]) -> list[Frame]:
    """The frames of a text in order. Each quoted span is in just one."""
    made: list[Frame] = []
    number, placed = 0, -1
    current: Frame | None = None
    for sentence in document.sentences:
        if number >= len(spans) or spans[number].open >= sentence.end:
            frame = Frame(sentence.paragraph, sentence.words, sentence.lower, sentence.starts, sentence.ends)
            made.append(frame)
            continue
        if current is None:
            current = Frame(sentence.paragraph)
        for word, lower, start, end in zip(
            sentence.words, sentence.lower, sentence.starts, sentence.ends, strict=True
        ):
            while number < len(spans) and start >= spans[number].close:
                number += 1
            if number < len(spans) and end > spans[number].open:
                if number != placed:
                    placed = number
                    current.quoted[len(current.words)] = number
                    if _goes_on(document.text, spans[number]):
                        current.going_on |= {len(current.words)}
                    current.add(QUOTE, QUOTE, spans[number].open, spans[number].close)
                continue
            current.add(word, lower, start, end)
        while number < len(spans) and spans[number].close <= sentence.end:
            number += 1
        if number < len(spans) and spans[number].open < sentence.end:
            continue  # the sentence ends inside the marks
        if current.words:
            made.append(current)
        current = None
    if current is not None and current.words:
        made.append(current)
    return made


def _goes_on(text: str, span: Quoted) -> bool:
    """Whether words in marks may hold the verb of the clause around: two or more, the first in small letters."""
    return text[span.start].islower() and text.find(" ", span.start, span.end) > 0
