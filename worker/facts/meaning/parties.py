"""Whom a text speaks of that may act or own a figure: its persons by their mentions, its organisations by name."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from worker.domain.reading import Form, Mention
from worker.facts.document import Document, Sentence
from worker.facts.grammar import Phrase, Tag
from worker.facts.meaning.central import WORDS, accused, pollster, profiled
from worker.facts.meaning.cues import AUTHORITY, ORGANISED, SAY, singular
from worker.facts.meaning.place import TIMES, Place, is_name
from worker.facts.people.lexicon import (
    COUNTRY,
    DAY,
    DEMONYM,
    FLAGS,
    FUNCTION,
    HEAD,
    HONORIFIC,
    LONG,
    LOOK_UP,
    MONTH,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTY,
    PLACE,
    THING_WORD,
)
from worker.text.wordlists import listed

MARKET = WORDS["market"]
_POPULATION = WORDS["population"]
NOBODY = listed(
    "it that this there which who what they he she i we you one some others itself themselves these those"
    " something nothing everything anything none another each"
)
_FEW = 12
"""Phrases of a sentence that are asked whom "it" means."""
_MAIN = 3
"""Times that a name stands in a text at least, for the text to be about it."""
_DOMINANT = 6
"""Times that it stands there at least, for figures that the text gives to nobody to be its."""
_RIVALS = 8
"""Names that are asked whether they are what the text is about, and places each that are looked at."""
_OFFICES = WORDS["officer"]
_ALIKE = 12
"""Longer names with one first word that are kept."""
_BUSINESS = WORDS["holding"] | WORDS["business"]
_NAME = re.compile(r"(?<![\w'.&])[A-Z][\w&-]*(?:(?: & | )[A-Z][\w&-]*){0,7}")
"""A row of words with a capital. Bounded, so that time is linear."""
_SOURCES = ("according to ", "According to ", "told ", "told the ", "cording to the ")
_FRESH = (". ", "? ", "! ", ": ")
_LANDS = COUNTRY | PLACE | DEMONYM
_CALENDAR = FUNCTION | MONTH | DAY


class Parties:
    """Who is mentioned where: looked up by a place of the text. In: mentions in the order of the text."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._document = document
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._organisations: dict[str, str] = {}
        for mention in mentions:
            house = mention.organisation or mention.country
            if mention.person is not None and house:
                self._organisations.setdefault(mention.person, house)

    def within(self, start: int, end: int) -> Mention | None:
        """The last mention inside [start, end) whose person is known; names and roles before pronouns."""
        best: Mention | None = None
        for mention in self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if mention.end > end or mention.person is None:
                continue
            if best is None or mention.form is not Form.PRONOUN or best.form is Form.PRONOUN:
                best = mention
        return best

    def at(self, offset: int) -> Mention | None:
        """The mention that holds an offset and whose person is known."""
        for mention in self._mentions[
            max(0, bisect_right(self._starts, offset) - 2) : bisect_right(self._starts, offset)
        ]:
            if mention.start <= offset < mention.end and mention.person is not None:
                return mention
        return None

    def is_person(self, name: str) -> bool:
        """Whether a name is the canonical one of a person of this text."""
        return name in self._people

    def house_of(self, person: str) -> str | None:
        """For whom a person speaks that says "we": the house of a role, for an office of a company the main one."""
        house = self._organisations.get(person)
        if house is not None or person not in self._people:
            return house
        return self.main if person in self._officers else None

    @cached_property
    def _officers(self) -> frozenset[str]:
        """Persons with a role that is one in a company or another body: director, spokeswoman."""
        return frozenset(
            mention.person
            for mention in self._mentions
            if mention.person is not None and _OFFICES & set((mention.title or "").lower().split())
        )

    def party_before(self, place: Place, phrase: Phrase, *, plural: bool, house: bool = False) -> str | None:
        """Whom "it", "they" or "the company" means: the last named party before, that is no person.

        Subjects before other phrases, this sentence before the one ahead; two sentences back at most. house: only an
        organisation will do, no country.
        """
        sentences = place.document.sentences
        number = place.sentence.number
        other: str | None = None
        for back in range(min(3, number + 1)):
            sentence = sentences[number - back]
            limit = phrase.first if not back else len(sentence.words)
            told: Phrase | None = None
            for verb in sentence.parse.verbs[:_FEW]:
                subject = verb.subject
                if subject is None or subject.last > limit or not self._fits(sentence, subject, plural, house):
                    continue
                if not back:
                    told = subject
                elif verb.lemma not in SAY:
                    return self._printed(sentence, subject)
                else:
                    told = told or subject
            if told is not None and not (house and self.main):
                return self._printed(sentence, told)
            if back and other is None:
                for beside in sentence.parse.phrases[:_FEW]:
                    if self._fits(sentence, beside, plural, house):
                        other = self._printed(sentence, beside)
                        break
        return other if plural or self.main is None else self.main

    def _printed(self, sentence: Sentence, phrase: Phrase) -> str:
        last = phrase.last
        while last - 1 > phrase.first and sentence.lower[last - 1] in TIMES:  # "Solvane Energy today announced"
            last -= 1
        return " ".join(self._document.text[sentence.starts[phrase.first] : sentence.ends[last - 1]].split())

    def _fits(self, sentence: Sentence, phrase: Phrase, plural: bool, house: bool) -> bool:
        if self.within(sentence.starts[phrase.first], sentence.ends[phrase.last - 1]) is not None:
            return False
        at = phrase.head
        while at > phrase.first and sentence.lower[at] in TIMES:  # "Solvane Energy today announced"
            at -= 1
        head = sentence.lower[at]
        if plural:
            return singular(head) in ORGANISED and singular(head) != head
        if (is_name(sentence, at) or sentence.words[at][1:] != head[1:]) and head not in TIMES:
            if house and LOOK_UP(head, 0) & _LANDS:
                return False
            if is_market(sentence, phrase):
                return False
            return not any(word[0].isdigit() for word in sentence.words[phrase.first : phrase.last])
        return head in AUTHORITY and not house

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(mention.person for mention in self._mentions if mention.person is not None)

    @cached_property
    def _names(self) -> dict[tuple[str, ...], int]:
        """Names that are no persons', in the order in which they come first, with how often they stand there."""
        found: dict[tuple[str, ...], int] = {}
        text = self._document.plain
        ends = [mention.end for mention in self._mentions]
        begun: list[tuple[str, ...]] = []
        for match in _NAME.finditer(text):
            start = match.start()
            at = bisect_right(self._starts, start) - 1
            if at >= 0 and start < ends[at] and self._mentions[at].form is Form.NAME:
                continue
            if text.endswith(_SOURCES, max(0, start - 14), start):
                continue
            words = match[0].split()
            fresh = not start or text[start - 1] in "\n\"'(" or text[max(0, start - 2) : start] in _FRESH
            while words and LOOK_UP(words[0].lower(), 0) & _CALENDAR:
                del words[0]
                fresh = False
            while words and LOOK_UP(words[-1].lower(), 0) & _CALENDAR:
                words.pop()
            if not words:
                continue
            name = tuple(words)
            if fresh and len(name) == 1:
                begun.append(name)
            else:
                found[name] = found.get(name, 0) + 1
        for name in begun:  # a capital that a sentence gives tells nothing
            if name in found or LOOK_UP(name[0].lower(), 0) & ORGANISATION or not name[0][1:].islower():
                found[name] = found.get(name, 0) + 1
        return found

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        """The longer names of organisations by their first word."""
        longer: dict[str, list[tuple[str, ...]]] = {}
        for name in self._names:
            if len(name) > 1 and LOOK_UP(name[-1].lower(), 0) & ORGANISATION_WORD:
                alike = longer.setdefault(name[0], [])
                if len(alike) < _ALIKE:
                    alike.append(name)
        return longer

    def fullest(self, name: str) -> str:
        """An organisation by the fullest name in the text ("SoftBank" is SoftBank Group Corp); others as they are."""
        words = tuple(name.removeprefix("the ").removeprefix("The ").split())
        if not words or not words[0][0].isupper() or self.is_person(name):
            return name
        if len(words) == 1 and LOOK_UP(words[0].lower(), 0) & _LANDS:
            return name
        for longer in self._by_first.get(words[0], ()):
            if len(longer) > len(words) and longer[: len(words)] == words:
                return " ".join(longer)
        if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
            return self._spelt.get(words[0], name)
        return name

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """Names of organisations by their initials."""
        spelt: dict[str, str] = {}
        for names in self._by_first.values():
            for name in names:
                initials = "".join(word[0] for word in name)
                spelt.setdefault(initials, " ".join(name))
                if len(initials) > 2:
                    spelt.setdefault(initials[:-1], " ".join(name))
        return spelt

    @cached_property
    def main(self) -> str | None:
        """The organisation that the text is about: named most often, and no less than `_MAIN` times."""
        for rival in sorted(self._counts, key=lambda full: -self._counts[full])[:_RIVALS]:
            if self._counts[rival] >= _MAIN and self._does_business(rival):
                return rival
        return None

    @cached_property
    def _counts(self) -> dict[str, int]:
        """How often each organisation is named, by its fullest name."""
        counts: dict[str, int] = {}
        for name, count in self._names.items():
            if self.is_house(name):
                full = self.fullest(" ".join(name))
                counts[full] = counts.get(full, 0) + count
        return counts

    @cached_property
    def dominant(self) -> str | None:
        """The same, where it is named so often, and twice as often as any other, that all the text is of it."""
        main = self.main
        if main is None or self._counts[main] < _DOMINANT:
            return None
        others = max((count for name, count in self._counts.items() if name != main), default=0)
        return main if self._counts[main] >= 2 * others else None

    def _does_business(self, name: str) -> bool:
        """Whether a name is an organisation's by its words, or by what the text lets it have or do."""
        words = name.split()
        if any(LOOK_UP(word.lower(), 0) & HEAD for word in words) or (name.isupper() and len(name) < 4):
            return False
        if LOOK_UP(words[-1].lower(), 0) & (ORGANISATION | ORGANISATION_WORD):
            return True
        text, at = self._document.plain, -1
        for _ in range(_RIVALS):
            at = text.find(name, at + 1)
            if at < 0:
                return False
            behind = text[at + len(name) : at + len(name) + 40].removeprefix("'s").split()
            if behind and singular(behind[0].strip(".,").lower()) in _BUSINESS:
                return True
        return False

    def is_house(self, name: Sequence[str]) -> bool:
        """Whether a name can be that of an organisation: it is none of a place, a people, a market or a thing."""
        flags = [LOOK_UP(word.lower(), 0) for word in name]
        small = " ".join(name).lower()
        if LONG.get(small, 0) & ORGANISATION or flags[-1] & (ORGANISATION_WORD | ORGANISATION):
            return True
        if all(flag & (_LANDS | PARTY) for flag in flags) or LONG.get(small, 0) & _LANDS:
            return False
        if flags[-1] & (THING_WORD | HEAD | HONORIFIC) or any(word.lower() in MARKET for word in name):
            return False
        return self._stands_for_itself(name)

    @cached_property
    def profiled(self) -> str | None:
        """The person whom the text is about."""
        return profiled(self._mentions)

    @cached_property
    def accused(self) -> str | None:
        """The person whom the text says to be punished or charged."""
        return accused(self._document.sentences, self.within)

    @cached_property
    def pollster(self) -> str | None:
        """The organisation whose survey the text tells of."""
        return pollster(self._document.plain, self.is_house)

    @cached_property
    def population(self) -> str | None:
        """The people of whom the text gives shares: the one of the words for such that stands there most often."""
        counts: dict[str, int] = {}
        for word in self._document.plain.split():
            word = word.strip(".,;:()\"'")
            if word.endswith(("s", "men", "people")) and singular(word.lower()) in _POPULATION:
                counts[word] = counts.get(word, 0) + 1
        return max(counts, key=lambda word: counts[word], default=None)

    def land(self, noun: str) -> str | None:
        """What "the country" or "the state" is: the country, or another place, that the text names most often."""
        return self._lands[noun == "state"]

    @cached_property
    def _lands(self) -> tuple[str | None, str | None]:
        """The country and the other place that the text names most often, each no less than twice."""
        counts: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for name, count in self._names.items():
            printed = " ".join(name)
            flags = (LONG if len(name) > 1 else FLAGS).get(printed.lower(), 0)
            if flags & (COUNTRY | PLACE):
                of = counts[not flags & COUNTRY]
                of[printed] = of.get(printed, 0) + count
        return _most(counts[0]), _most(counts[1])

    def names_house(self, words: Sequence[str]) -> bool:
        """Whether these words name an organisation that the text names elsewhere, too, or a known one."""
        name = tuple(words)
        if LOOK_UP(name[-1].lower(), 0) & ORGANISATION:
            return True
        return self.is_house(name) and (
            name in self._names or any(known[: len(name)] == name for known in self._by_first.get(name[0], ()))
        )

    def _stands_for_itself(self, name: Sequence[str]) -> bool:
        return len(name[0]) > 2 and name[-1].lower() not in TIMES


def _most(counts: Mapping[str, int]) -> str | None:
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best is not None and counts[best] > 1 else None


def is_market(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase means an index, a currency or a commodity, or is the ticker of one: ".SPX", "EUR="."""
    for token in range(phrase.first, phrase.last):
        word = sentence.lower[token]
        if word in MARKET or (any(c.isdigit() for c in word) and any(c.isupper() for c in sentence.words[token])):
            return True
    first, last = phrase.first, phrase.last
    if (
        first
        and sentence.words[first - 1] == "."
        and first > 1
        and sentence.starts[first] == sentence.ends[first - 1]
    ):
        return True
    return last < len(sentence.words) and sentence.words[last] == "="


def apposed(place: Place, phrase: Phrase) -> Phrase | None:
    """The name that stands between commas behind a noun: "the owner, | Norrland Metals, has offered"."""
    if place.word(phrase.first - 1) == "," and place.word(phrase.first) in ("a", "an", "the", "its"):
        before = place.phrase_before(phrase.first - 1)  # "Robey Warshaw, | a firm founded in 2014, is advising"
        if (
            before is not None
            and before.last == phrase.first - 1
            and place.named(before.head)
            and place.noun(before.head) not in TIMES | {"may"}
        ):
            return before
    if place.word(phrase.whole) != ",":
        return None
    beside = place.phrase_at(phrase.whole + 1)
    if beside is None or beside.first != phrase.whole + 1 or not place.named(beside.head):
        return None
    return beside if place.word(beside.last) == "," else None


def name_of(place: Place, phrase: Phrase | None, parties: Parties) -> str | None:
    """Who a phrase means: a person by canonical name, else as printed; None for pronouns without a name."""
    if phrase is None:
        return None
    sentence = place.sentence
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last - 1]
    head = sentence.lower[phrase.head]
    mention = parties.within(start, end)
    if mention is not None and mention.start <= sentence.starts[phrase.head] < mention.end:
        return mention.person
    if mention is None and place.named(phrase.head):  # a name that the grammar cuts in two
        held = parties.at(sentence.starts[phrase.head])
        if held is not None and held.form is Form.NAME and held.end > end:
            return held.person
    if head in NOBODY:
        return None
    if place.tag(phrase.head) is Tag.NOUN:
        beside = apposed(place, phrase)
        if beside is not None:
            named = parties.within(sentence.starts[beside.first], sentence.ends[beside.last - 1])
            return named.person if named is not None else place.text(beside.first, beside.last)
    # "a spokeswoman for the regulator" is one; "NATO members at the summit" ends at "members".
    last = phrase.last
    if place.word(last) == "&" and place.named(phrase.head):
        beside = place.phrase_at(last + 1)
        last = beside.last if beside is not None else last
    if phrase.whole > last and sentence.lower[last] in ("of", "for") and phrase.whole - phrase.first <= 9:
        last = phrase.whole
    # "Solvane Energy | today announced"
    while last - 1 > phrase.first and place.named(last - 2) and sentence.lower[last - 1] in TIMES:
        last -= 1
    first = phrase.first + (place.word(phrase.first) in ("both", "either") and last > phrase.first + 1)
    return place.text(first, last).strip(" ,") or None
