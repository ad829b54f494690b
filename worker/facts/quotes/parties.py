"""Who is meant where a speaker is no person: "the company", "it", "the CNB", "data from the agency"."""

import re
from collections.abc import Callable
from functools import cached_property

from worker.facts.grammar.lexicon import lexicon
from worker.facts.people.lexicon import FLAGS, HEAD
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.phrases import finite, inner_stop
from worker.facts.quotes.words import ADVERBS, BREAKS, DAYS, DETERMINERS, HEARERS, PERSONAL, PREPOSITIONS, RELATIVE
from worker.text.wordlists import listed

_SHORT_FOR = re.compile(r"\(([A-Z][A-Za-z&]*[A-Z][A-Za-z]{0,3})\)")
_LONGEST_NAME = 12
"""Words of a name that its letters in brackets may stand for."""
_BACK = 3
"""Sentences that are looked back at for whom "it" and "the company" mean."""
_HOUSES = listed(
    "company firm carrier airline retailer maker manufacturer carmaker automaker lender insurer bank utility agency "
    "group union charity council regulator ministry department bureau office party church university club "
    "organisation organization association federation commission committee institute watchdog chain giant startup "
    "start-up broker brewer miner supplier developer operator publisher newspaper network producer conglomerate"
)
_NAME_BEHIND = re.compile(r"\b[Tt]he ([a-z]{4,14}), ((?:[A-Z][\w&.'-]{1,20} ?){1,6}+),")
_ALL = 60
"""Sentences of a text that are asked for the house that it is about."""
_TWICE = 2
_BACK_TO_PAPER = 30
_PAPERS = listed(
    "data figures statistics numbers report reports study analysis research survey poll estimate estimates statement "
    "release testimony documents records filing review findings projections forecasts forecast calculations article "
    "story interview letter memo paper note"
)
_PRINTED_IN = listed("report reports article story interview")
_SUMS = listed("results findings outcome average details summary conclusions figures data")
_OF_PAPERS = listed("poll survey study report review analysis research")
_ISSUED = listed(
    "released published issued compiled gathered provided collected given sent posted obtained commissioned "
    "conducted carried out put made distributed produced prepared"
)


class Parties:
    """Resolves the parties of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before: list[Frame] = []

    def passed(self, frame: Frame) -> None:
        """A sentence was read: what it is about may be meant by the next."""
        self._before.append(frame)

    @cached_property
    def _full_names(self) -> dict[str, str]:
        return {match[1]: name for match in _SHORT_FOR.finditer(self._text) if (name := _spelt(self._text, match))}

    def full(self, name: str) -> str:
        """A name in full where it is the letters that the text put in brackets behind it."""
        return self._full_names.get(name.removeprefix("the ").removeprefix("The "), name)

    @cached_property
    def _houses(self) -> dict[str, str]:
        """The names of houses by what the text calls them beside the name: "the group, Clear Air,"."""
        found: dict[str, str] = {}
        for match in _NAME_BEHIND.finditer(self._text):
            if match[1] in _HOUSES:
                found.setdefault(match[1], match[2])
        return found

    def paper(self, frame: Frame, first: int, last: int) -> str | None:
        """Who stands behind the paper that "the report" in tokens [first, last) means, or its name."""
        head = frame.lower[last - 1]
        if last - first != 2 or frame.lower[first] != "the" or head not in _OF_PAPERS:
            return None
        for sentence in reversed(self._before[-_BACK_TO_PAPER:]):
            lower = sentence.lower
            if head not in lower:
                continue
            at = lower.index(head)
            end = at + 1
            while end < len(lower) and (lower[end] in _ISSUED or lower[end] in DAYS):
                end += 1
            if end + 1 < len(lower) and lower[end] in {"by", "from"} and _capital(sentence, end + 1, len(lower)):
                return self._text[sentence.starts[end + 1] : sentence.ends[_named(sentence, end + 1) - 1]]
            start = at
            while start > 0 and _names(sentence, start - 1):
                start -= 1
            while start < at and sentence.lower[start] in DETERMINERS:
                start += 1
            if start < at and (start > 0 or at - start > 1):
                return self._text[sentence.starts[start] : sentence.ends[at]]
        return None

    def meant(
        self, frame: Frame, first: int, last: int, is_person: Callable[[Frame, int, int], bool], back: int = _BACK
    ) -> str | None:
        """The name of the house that "the company", "the German carmaker" or "it" in tokens [first, last) means.

        is_person: whether tokens of a frame name a person. back: how many sentences are looked back at.
        """
        lower = frame.lower
        if lower[last - 1] in _HOUSES:
            proper = any(word[0].isupper() for word in frame.words[first + 2 : last])
            if lower[first] != "the" or last - first > 4 or proper:
                return None
        elif lower[last - 1] != "it":
            return None
        told = self._houses.get(lower[last - 1])
        if told is not None:
            return told
        for sentence in [frame, *reversed(self._before[-back:] if back else [])]:
            limit = first if sentence is frame else len(sentence.lower)
            named = self._subject(sentence, limit, is_person)
            if named is not None:
                return named
        if not back or lower[last - 1] not in _HOUSES:
            return None
        noun = lower[last - 1]
        for sentence in self._before[:_ALL]:
            named = self._subject(sentence, len(sentence.lower), is_person)
            if named is None or self._text.count(named) < _TWICE:
                continue
            if named.rsplit(" ", 1)[-1].lower() not in _HOUSES - {noun}:
                return named
        return None

    def _subject(self, frame: Frame, limit: int, is_person: Callable[[Frame, int, int], bool]) -> str | None:
        """The named party that a sentence is about: its first words up to the verb, or behind its first comma."""
        lower = frame.lower
        first = 0
        while first < limit and (lower[first] in ADVERBS or not lower[first][0].isalnum()):
            first += 1
        if first < limit and (lower[first] in PREPOSITIONS or lower[first].endswith("ing")):
            comma = next((at for at in range(first, min(limit, first + 20)) if lower[at] == ","), -1)
            if comma < 0:
                return None
            first = comma + 1
        start = first + 1 if first < limit and lower[first] in DETERMINERS else first
        last = start
        while last < limit and (_names(frame, last) or (last > start and inner_stop(frame, last))):
            last += 1
        if last <= start or last - start > 8 or last >= limit:
            return None
        if not (lower[last] in BREAKS or lower[last] in RELATIVE or finite(frame, last, start)):
            return None
        if last == start + 1 and (_common(lower[start]) or (frame.words[start].isupper() and lower[last] == ",")):
            return None  # a common word that begins the sentence; a dateline
        if lower[start] in DAYS or lower[last - 1] in DAYS | HEARERS or is_person(frame, start, last):
            return None
        return self._text[frame.starts[start] : frame.ends[last - 1]]


def _names(frame: Frame, at: int) -> bool:
    word = frame.words[at]
    if word[0].isupper():
        return frame.lower[at] not in PERSONAL and lexicon()[frame.lower[at]][0] not in "PWUDd"
    following = frame.words[at + 1 : at + 2]
    joins = word in {"of", "&", "and", "for", ".", "-"} and frame.words[at - 1][0].isupper()
    return joins and bool(following) and following[0][0].isupper()


def _common(word: str) -> bool:
    codes = lexicon()
    return codes[word][0] == "n" or (codes.knows(word) and codes[word][0] != "E") or word in HEARERS


def issuer(frame: Frame, first: int, last: int) -> tuple[int, int]:
    """The tokens of who stands behind a paper that is named as a source: "data from | the agency", "a statement
    released by | the ministry"; those of the paper where nobody is named.
    """
    lower = frame.lower
    for at in range(first, last):
        word = lower[at]
        if word in PERSONAL and at > first:
            return first, at  # "the documents | he submitted"
        if word not in PREPOSITIONS or at == first:
            continue
        head = at - 1
        while head > first and (lower[head] in _ISSUED or lower[head] in DAYS):
            head -= 1
        if lower[head] not in _PAPERS and lower[head] not in _SUMS:
            return first, last
        if word in {"by", "from"} or (word == "in" and lower[head] in _PRINTED_IN and _capital(frame, at + 1, last)):
            return at + 1, _end(frame, at + 2, last)
        if word == "of" and lower[head] in _SUMS and any(each in _OF_PAPERS for each in lower[at:last]):
            end = next(to for to in range(at, last) if lower[to] in _OF_PAPERS) + 1
            return at + 1, end
        return first, head + 1
    return first, last


def _named(frame: Frame, first: int) -> int:
    """Where a name ends that begins at a token, an article before it allowed."""
    last = first + 1
    while last < len(frame.words) and _names(frame, last):
        last += 1
    return last


def _capital(frame: Frame, first: int, last: int) -> bool:
    near = range(first, min(first + 3, last))
    return any(frame.words[at][0].isupper() and frame.lower[at] not in DAYS for at in near)


def _end(frame: Frame, first: int, last: int) -> int:
    """Where a party ends that a paper is by: before what tells when or where, or a relative clause."""
    for at in range(first, last):
        word = frame.lower[at]
        if word in {"in", "on", "at", "last", "this"} or word in RELATIVE or word == QUOTE:
            return at
    return last


def of_two(frame: Frame, first: int, last: int) -> bool:
    """Whether two parties speak as one: "both sides", "businesses and residents", "the agency and police"."""
    lower, words = frame.lower, frame.words
    if lower[first] == "both":
        return True
    for at in range(first + 1, last - 1):
        if lower[at] in PREPOSITIONS or lower[at] in RELATIVE or lower[at] == ",":
            return False
        if lower[at] == "and":
            if FLAGS.get(lower[at - 1], 0) & HEAD and FLAGS.get(lower[at + 1], 0) & HEAD and at - first < 3:
                return False  # "chief executive and president Ann Roe"
            left, right = _party(lower[at - 1], words[at - 1]), _party(lower[last - 1], words[last - 1])
            if at - 1 == first and set(lexicon()[lower[first]]) & set("AGlV"):
                return False  # "current and former officials"
            named = words[at - 1][0].isupper() and words[at + 1][0].isupper() and at > first + 1
            return left and right and not (named and lower[at + 1] not in DETERMINERS)
    return False


def _party(lower: str, word: str) -> bool:
    return word[0].isupper() or lower in {"police", "people"} or lexicon()[lower][0] == "n"


def _spelt(text: str, match: re.Match[str]) -> str | None:
    """The words before a bracket whose first letters stand within it."""
    letters = match[1].replace("&", "").lower()
    before = text[max(0, match.start() - 120) : match.start()].rsplit("\n", 1)[-1].split()
    for length in range(2, min(_LONGEST_NAME, len(before)) + 1):
        words = before[-length:]
        if not words[0][0].isupper() or words[0][0].lower() != letters[0]:
            continue
        initials = iter(word[0].lower() for part in words for word in part.split("-") if word)
        if all(letter in initials for letter in letters):
            return " ".join(words)
    return None
