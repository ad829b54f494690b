"""A text cut up once for all readers: paragraphs, sentences and tokens, with every offset into the text itself.

What is worked out of a sentence (tags, phrases, verbs) is worked out when first asked for: most sentences of an
article hold no figure and no speech.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from worker.facts.grammar import Parse, parse
from worker.text.normalise import FILLER, plain
from worker.text.paragraphs import paragraphs
from worker.text.sentences import sentences

LONGEST = 200_000
"""Characters that are read; the rest is not. The longest of 181 real news pages has 40,000."""

_TOKEN = re.compile(
    r"""
      (?>\d+(?:[.,:/-]\d+){0,9})(?:-?[^\W\d_]+(?:-[^\W\d_]+){0,3})?   # 35,000  2024-25  1.2bn  400-percent
    | [^\W\d_](?:\.[^\W\d_](?![^\W_])){1,6}(?:\.?-[^\W_]+(?:-[^\W_]+){0,3}|\.)?   # U.S.  p.m.  U.S.-led
    | [^\W_]+(?:[-&][^\W_]+|'(?!(?:s|ll|re|ve|d|m)(?![^\W_]))[^\W_]+|\.[^\W\d_]{2,6}(?![^\W_])){0,8}
                                                                     # air-defence  O'Brien  don't  AT&T
    | '(?:s|ll|re|ve|d|m)(?![^\W_])                                  # what is left of a word: the alliance|'s  we|'ll
    | \.{2,9} | --{1,3}
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) of the text."""

    start: int
    end: int


class Sentence:
    """One sentence: its place in the text, its tokens, and its grammar.

    words: tokens as printed but for accents and the shape of quotes and dashes; lower: the same in small letters.
    starts, ends: where each token stands in the text. number: its place among the sentences of the text.
    """

    __slots__ = ("_parse", "end", "ends", "lower", "number", "paragraph", "start", "starts", "words")

    def __init__(self, even: str, start: int, end: int, number: int, paragraph: int) -> None:
        self.start, self.end, self.number, self.paragraph = start, end, number, paragraph
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _TOKEN.finditer(even, start, end):
            self.words.append(match[0])
            self.starts.append(match.start())
            self.ends.append(match.end())
        if FILLER in even[start:end]:
            self._join(even)
        self.lower = [word.lower() for word in self.words]
        self._parse: Parse | None = None

    def _join(self, even: str) -> None:
        """Join what soft hyphens and the like have parted, so that "de", filler, "fence" is the token "defence"."""
        words, starts, ends = self.words, self.starts, self.ends
        self.words, self.starts, self.ends = [], [], []
        for word, start, end in zip(words, starts, ends, strict=True):
            if word == FILLER:
                continue
            joins = self.ends and start > self.ends[-1] and not even[self.ends[-1] : start].strip(FILLER)
            if joins and word[0].isalnum() and self.words[-1][-1].isalnum():
                self.words[-1] += word
                self.ends[-1] = end
            else:
                self.words.append(word)
                self.starts.append(start)
                self.ends.append(end)

    @property
    def parse(self) -> Parse:
        """The sentence's grammar: tags, noun phrases, verbs with their subjects and objects."""
        if self._parse is None:
            self._parse = parse(self.words, self.lower)
        return self._parse

    def token_at(self, offset: int) -> int:
        """The number of the token that holds an offset, or of the last before it; -1 before the first."""
        return bisect_right(self.starts, offset) - 1


class Document:
    """A text to read. text: as given, of which at most `LONGEST` characters are read.

    title: the headline, which helps to tell who is meant; no offset points into it. published: the day that
    "within three years" and "by June" are counted from, or None.
    """

    def __init__(self, text: str, *, title: str = "", published: date | None = None) -> None:
        self.text = text[:LONGEST]
        self.title = title
        self.published = published
        self.plain = plain(self.text)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Where the paragraphs stand."""
        return [Span(start, end) for start, end in paragraphs(self.text)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order."""
        ends = [paragraph.end for paragraph in self.paragraphs]
        found: list[Sentence] = []
        for start, end in sentences(self.text):
            sentence = Sentence(self.plain, start, end, len(found), bisect_right(ends, start))
            if sentence.words:  # what holds only marks that mean nothing is none
                found.append(sentence)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds an offset, or the last before it; None before the first."""
        at = bisect_right(self._starts, offset) - 1
        return self.sentences[at] if at >= 0 else None
