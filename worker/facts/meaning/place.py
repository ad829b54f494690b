"""Where a figure stands in the grammar of its sentence: its phrase, the verb that rules it, and the words around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from worker.domain.reading import FACTOR, PERCENT, Quantity
from worker.facts.document import Document, Sentence
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import singular

NOUNS = frozenset({Tag.NOUN, Tag.NAME})
TIMES = frozenset(
    "year month week day hour minute quarter decade century night morning evening afternoon summer winter autumn spring "
    "january february march april june july august september october november december season time today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday".split()
)
_INSIDE = NOUNS | {Tag.ADJ, Tag.NUM, Tag.POSS, Tag.ING, Tag.PART, Tag.CONJ}
# Words before a figure that only say how exact it is.
_ROUND = frozenset(
    "about around nearly almost some roughly approximately over under than more less fewer least most up as many much "
    "just only close to an estimated a further another additional total whopping mere record the at its their his her "
    "well far barely exactly least now still already even further extra combined upwards of".split()
)
_ROUND_TAIL = frozenset({"to", "of", "at", "as"})
_ROUND_PAIRS = frozenset(
    {
        ("up", "to"),
        ("close", "to"),
        ("upwards", "of"),
        ("at", "least"),
        ("at", "most"),
        ("as", "many"),
        ("as", "much"),
    }
)


_PARTS = frozenset(
    "half third quarter fifth sixth eighth tenth twice double triple thrice two three four five ten nine".split()
)


@dataclass(slots=True)
class Place:
    """A figure in its sentence: its tokens are [first, last). before: the token before it and before the words that
    only say how exact it is, -1 at the sentence's start. verb: the number of the verb that rules it, or None.
    """

    quantity: Quantity
    document: Document
    sentence: Sentence
    first: int
    last: int
    before: int
    verb: int | None

    @property
    def ruling(self) -> Verb | None:
        """The verb in whose clause the figure stands."""
        return None if self.verb is None else self.sentence.parse.verbs[self.verb]

    def chain(self) -> Iterator[Verb]:
        """The ruling verb, then the verb whose complement that is, and so on outwards."""
        verbs = self.sentence.parse.verbs
        number, seen = self.verb, 0
        while number is not None and seen < 12:
            yield verbs[number]
            number, seen = verbs[number].governor, seen + 1

    def word(self, token: int) -> str:
        """A token in small letters; "" outside the sentence."""
        return self.sentence.lower[token] if 0 <= token < len(self.sentence.lower) else ""

    def tag(self, token: int) -> Tag:
        """A token's class; SIGN outside the sentence."""
        tags = self.sentence.parse.tags
        return tags[token] if 0 <= token < len(tags) else Tag.SIGN

    @property
    def compares(self) -> bool:
        """Whether the figure only sets something against something else: "half of what was asked", "twice the 15"."""
        return (
            self.quantity.unit in (PERCENT, FACTOR)
            and self.quantity.surface.lower().removeprefix("a ").removeprefix("one ").split("-")[0].split(" ")[0]
            in _PARTS
            and self.word(self.before) in (",", "than", "--", "-", "(", "")
        )

    @property
    def preposition(self) -> str:
        """The word before the figure, if it is a preposition: "to", "by", "of"; else ""."""
        word = self.word(self.before)
        return word if self.tag(self.before) in (Tag.PREP, Tag.TO) or word in ("than", "worth", "plus") else ""

    @property
    def modifies(self) -> int | None:
        """The token of the noun that the figure stands before and measures: "a 5% pay | rise"; None where none does.

        "62 percent last year" and "$3 a day" measure nothing behind them.
        """
        phrase = self.phrase_at(self.first)
        if phrase is None or phrase.head < self.last or self.tag(phrase.head) not in NOUNS:
            return None
        if self.noun(phrase.head) in TIMES or self.word(self.last) in (
            "a",
            "an",
            "last",
            "next",
            "this",
            "per",
            "each",
            "every",
        ):
            return None
        return phrase.head

    def phrase_at(self, token: int) -> Phrase | None:
        """The noun phrase that holds a token."""
        for phrase in self.sentence.parse.phrases:
            if phrase.first <= token < phrase.last:
                return phrase
            if phrase.first > token:
                return None
        return None

    def phrase_from(self, token: int) -> Phrase | None:
        """The noun phrase that begins at a token or, past words that only say how exact, soon behind it."""
        for phrase in self.sentence.parse.phrases:
            if phrase.first >= token:
                return phrase if phrase.first - token <= 1 else None
            if phrase.last > token:
                return phrase
        return None

    def phrase_before(self, token: int) -> Phrase | None:
        """The noun phrase that ends just before a token, a comma between allowed."""
        found = None
        for phrase in self.sentence.parse.phrases:
            if phrase.last > token:
                break
            found = phrase
        if found is None:
            return None
        between = self.sentence.lower[found.last : token]
        return found if all(word in (",", "(", "-", "--") or word in _ROUND for word in between) else None

    def text(self, first: int, last: int) -> str:
        """Tokens [first, last) as printed, on one line."""
        if first >= last:
            return ""
        sentence = self.sentence
        return " ".join(self.document.text[sentence.starts[first] : sentence.ends[last - 1]].split())

    def noun(self, token: int) -> str:
        """A token as a noun in the singular and in small letters."""
        return singular(self.word(token))

    def head(self, phrase: Phrase) -> str:
        """The main noun of a phrase, in the singular and in small letters."""
        return self.noun(phrase.head)


def place_of(document: Document, quantity: Quantity) -> Place | None:
    """Where a figure stands, or None where no sentence holds it."""
    sentence = document.sentence_at(quantity.start)
    if sentence is None:
        return None
    first = sentence.token_at(quantity.start)
    # the verb of "doubled" and "has tripled" is itself the figure, and rules itself
    last = sentence.token_at(quantity.end - 1) + 1
    if first < 0:
        return None
    before = _before(sentence, first)
    last = max(last, first + 1)
    own = [number for number, verb in enumerate(sentence.parse.verbs) if first <= verb.head < last]
    return Place(quantity, document, sentence, first, last, before, own[0] if own else _ruling(sentence, first))


def _before(sentence: Sentence, first: int) -> int:
    """The token before a figure, words that only say how exact it is left out: "by | more than 5 percent"."""
    words, at = sentence.lower, first - 1
    while at >= 0:
        if (
            at >= 2
            and words[at] == "as"
            and words[at - 2] == "as"
            and words[at - 1] in ("much", "many", "little", "few")
        ):
            at -= 3
        elif at >= 1 and (words[at - 1], words[at]) in _ROUND_PAIRS:
            at -= 2
        elif words[at] in ('"', "'", "(") and at == first - 1:
            at -= 1
        elif words[at] in _ROUND and words[at] not in _ROUND_TAIL:
            at -= 1
        else:
            break
    return at


def _ruling(sentence: Sentence, token: int) -> int | None:
    """The number of the verb in whose clause a token stands: the innermost clause, of two in it the nearer before."""
    best, size = None, 1 << 30
    verbs = sentence.parse.verbs
    for number, verb in enumerate(verbs):
        start, end = verb.clause
        if start == end:  # an infinitive or a participle rules what stands behind it
            start, end = verb.first, _end_of(verbs, number, len(sentence.lower))
        if start <= token < end:
            width = end - start
            if width < size or (best is not None and verbs[best].first < verb.first <= token and width == size):
                best, size = number, width
    if best is None:
        earlier = [number for number, verb in enumerate(verbs) if verb.first <= token]
        return earlier[-1] if earlier else (0 if verbs else None)
    # Coordinated verbs share a clause: the last one before the token rules it.
    for number, verb in enumerate(verbs):
        if verb.clause == verbs[best].clause and verb.clause[1] and verbs[best].first < verb.first <= token:
            best = number
    return best


def _end_of(verbs: list[Verb], number: int, last: int) -> int:
    """Where the reach of a verb without a clause of its own ends: with the clause that it is part of."""
    governor, steps = verbs[number].governor, 0
    while governor is not None and steps < 12:
        if verbs[governor].clause[1]:
            return verbs[governor].clause[1]
        governor, steps = verbs[governor].governor, steps + 1
    return last
