"""Where a figure stands in the grammar of its sentence: its phrase, the verb that rules it, the words around it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worker.domain.reading import FACTOR, PERCENT, Quantity
from worker.facts.document import Document, Sentence
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import FORECAST, SAY, singular
from worker.facts.people.lexicon import COUNTRY, FLAGS, ORGANISATION, PLACE
from worker.text.wordlists import listed

PARTICLES = listed("up in out back off down over away aside on")
"""Little words that go with a verb: "took in", "bought back"."""
NOUNS = frozenset({Tag.NOUN, Tag.NAME})
TIMES = listed(
    "year month week day hour minute quarter decade century night morning evening afternoon summer winter autumn "
    "spring january february march april june july august september october november december season time today "
    "yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday"
)
# Words before a figure that only say how exact it is.
_ROUND = listed(
    "about around between nearly almost some roughly approximately over under than more less fewer least most up as "
    "many much just only close to an estimated a further another additional total whopping mere record the at its "
    "their his her last first all only both well far barely exactly least now still already even further extra "
    "combined upwards of"
)
_ROUND_TAIL = frozenset({"to", "of", "at", "as"})
_ROUND_PAIRS = frozenset(
    {
        ("up", "to"),
        ("close", "to"),
        ("closer", "to"),
        ("upwards", "of"),
        ("at", "least"),
        ("at", "most"),
        ("as", "many"),
        ("as", "much"),
    }
)


_PARTS = listed("half third quarter fifth sixth eighth tenth twice double triple thrice two three four five ten nine")


_REACH = 12
"""Verbs on either side of a figure that may have to do with it: a bound, so that time is linear in any sentence."""


class Grid:
    """A sentence's grammar, so laid out that what stands near a token is found without going through all of it."""

    __slots__ = ("_phrase_starts", "_verb_starts", "phrases", "tags", "verbs")

    def __init__(self, sentence: Sentence) -> None:
        grammar = sentence.parse
        self.tags, self.phrases, self.verbs = grammar.tags, grammar.phrases, grammar.verbs
        self._phrase_starts = [phrase.first for phrase in self.phrases]
        self._verb_starts = [verb.first for verb in self.verbs]

    def phrase(self, token: int) -> int:
        """The number of the last phrase that begins at a token or before it, or -1."""
        return bisect_right(self._phrase_starts, token) - 1

    def verbs_near(self, token: int) -> range:
        """The numbers of the verbs round a token."""
        at = bisect_right(self._verb_starts, token)
        return range(max(0, at - _REACH), min(len(self.verbs), at + _REACH))


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
    grid: Grid

    def verbs(self) -> Iterator[Verb]:
        """The verbs near the figure, in order."""
        for number in self.grid.verbs_near(self.first):
            yield self.grid.verbs[number]

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

    def named(self, token: int) -> bool:
        """Whether a token is a name: by its class, or as the capitalised name of a country, place or organisation."""
        return 0 <= token < len(self.sentence.words) and is_name(self.sentence, token)

    def word(self, token: int) -> str:
        """A token in small letters; "" outside the sentence."""
        return self.sentence.lower[token] if 0 <= token < len(self.sentence.lower) else ""

    def tag(self, token: int) -> Tag:
        """A token's class; SIGN outside the sentence."""
        tags = self.grid.tags
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
        at = self.grid.phrase(token)
        if at < 0:
            return None
        phrase = self.grid.phrases[at]
        return phrase if token < phrase.last else None

    def phrase_from(self, token: int) -> Phrase | None:
        """The noun phrase that begins at a token or one behind it, or holds it."""
        held = self.phrase_at(token)
        if held is not None:
            return held
        at = self.grid.phrase(token) + 1
        if at >= len(self.grid.phrases):
            return None
        phrase = self.grid.phrases[at]
        return phrase if phrase.first - token <= 1 else None

    def phrase_before(self, token: int) -> Phrase | None:
        """The noun phrase that ends just before a token, a comma between allowed."""
        at = self.grid.phrase(token - 1)
        while at >= 0 and self.grid.phrases[at].last > token:
            at -= 1
        if at < 0:
            return None
        found = self.grid.phrases[at]
        if token - found.last > _REACH:
            return None
        between = self.sentence.lower[found.last : token]
        if not all(word in (",", "(", "-", "--") or word in _ROUND for word in between):
            return None
        for outer in self.grid.phrases[max(0, at - 3) : at]:  # "the loss | of the aircraft": what the rest hangs on
            if outer.whole == found.last:
                return outer
        return found

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


def is_name(sentence: Sentence, token: int) -> bool:
    """Whether a token is a name: by its class, or as the capitalised name of a country, place or organisation."""
    tag = sentence.parse.tags[token]
    if tag is Tag.NAME:
        return True
    return (
        tag in (Tag.NOUN, Tag.ADJ)
        and sentence.words[token][0].isupper()
        and bool(FLAGS.get(sentence.lower[token], 0) & (COUNTRY | PLACE | ORGANISATION))
    )


def places_of(document: Document, quantities: Sequence[Quantity]) -> list[Place]:
    """Where figures stand, in order; one that no sentence holds is left out."""
    places: list[Place] = []
    grid: Grid | None = None
    last: Sentence | None = None
    for quantity in quantities:
        sentence = document.sentence_at(quantity.start)
        if sentence is None:
            continue
        if grid is None or sentence is not last:
            grid, last = Grid(sentence), sentence
        place = _place(document, quantity, sentence, grid)
        if place is not None:
            places.append(place)
    return places


def _place(document: Document, quantity: Quantity, sentence: Sentence, grid: Grid) -> Place | None:
    first = sentence.token_at(quantity.start)
    if first < 0:
        return None
    last = max(sentence.token_at(quantity.end - 1) + 1, first + 1)
    before = _before(sentence, first)
    # the verb of "doubled" and "has tripled" is itself the figure, and rules itself
    near = grid.verbs_near(first)
    own = [number for number in near if first <= grid.verbs[number].head < last]
    verb = own[0] if own else _ruling(sentence, grid, first)
    if verb is not None and grid.verbs[verb].first >= last:
        # "fell | 3% to $55 and Brent was": a verb behind the figure does not take it from the one it stands beside
        beside = (number for number in near if grid.verbs[number].last == before + 1)
        verb = next((number for number in beside if grid.verbs[number].lemma not in SAY | FORECAST), verb)
    return Place(quantity, document, sentence, first, last, before, verb, grid)


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
        elif at >= 2 and words[at] == "minus" and words[at - 1] == "or":  # "plus or minus"
            at -= 3
        elif (
            (words[at] in ('"', "'", "(") and (at == first - 1 or words[at - 1] in ("of", "by", "to", "at")))
            or (words[at] in ("-", "+") and at == first - 1 and words[at - 1] in ("of", "at"))
            or (words[at] in _ROUND and words[at] not in _ROUND_TAIL)
            or (words[at] in ("no", "not") and at + 1 < first and words[at + 1] in ("more", "less", "fewer"))
        ):
            at -= 1
        else:
            break
    return at


def _ruling(sentence: Sentence, grid: Grid, token: int) -> int | None:
    """The number of the verb in whose clause a token stands: the innermost clause, of two in it the nearer before."""
    best, size = None, 1 << 30
    verbs, near = grid.verbs, grid.verbs_near(token)
    for number in near:
        verb = verbs[number]
        start, end = verb.clause
        if start == end:  # an infinitive or a participle rules what stands behind it
            start, end = verb.first, _end_of(verbs, number, len(sentence.lower))
        if start <= token < end:
            width = end - start
            if width < size or (best is not None and verbs[best].first < verb.first <= token and width == size):
                best, size = number, width
    if best is None:
        earlier = [number for number in near if verbs[number].first <= token]
        return earlier[-1] if earlier else (near[0] if near else None)
    # "officials who helped to draft it | put the cost at": a verb further on, of an outer clause, has taken over.
    for number in near:
        verb = verbs[number]
        outer = verb.clause[0] < verbs[best].first < verb.first <= token < verb.clause[1]
        if outer and verbs[best].clause[0] <= verbs[best].first:
            best = number
    # Coordinated verbs share a clause: the last one before the token rules it.
    for number in near:
        verb = verbs[number]
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
