"""What the grammar of a sentence is: word classes, noun phrases, verbs with who does what to whom."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Tag(StrEnum):
    """A token's word class."""

    DET = "det"
    """the, a, this, every, no; and possessives: his, their"""
    NUM = "num"
    """digits, number words, scales: 5, 1.2bn, three, million"""
    ADJ = "adj"
    NOUN = "noun"
    NAME = "name"
    """a proper noun: a capitalised word that no small letter could stand for"""
    PRON = "pron"
    """he, it, them, somebody"""
    WH = "wh"
    """who, which, whose, what; and that where it opens a relative clause"""
    MODAL = "modal"
    """will, would, can, must"""
    BE = "be"
    HAVE = "have"
    DO = "do"
    VERB = "verb"
    """base form or present: raise, raises"""
    PAST = "past"
    """raised, said, as a finite verb"""
    PART = "part"
    """a past participle: raised, taken"""
    ING = "ing"
    TO = "to"
    """to before a verb"""
    PREP = "prep"
    SUB = "sub"
    """a subordinator: because, if, whether, when, how, that before a content clause, than"""
    CONJ = "conj"
    ADV = "adv"
    NOT = "not"
    POSS = "poss"
    """'s"""
    SIGN = "sign"
    """punctuation, symbols"""


class Form(StrEnum):
    """The form of a verb group."""

    FINITE = "finite"
    INFINITIVE = "infinitive"
    ING = "ing"
    PARTICIPLE = "participle"


class Phrase(NamedTuple):
    """A noun phrase: tokens [first, last), of which `head` is the main noun.

    whole: the end with what hangs on it by "of", "in", "for", ... ("members | of the alliance"), at least `last`.
    joined: the number, in `Parse.phrases`, of the phrase that "and" or "or" ties to it, or -1.
    """

    first: int
    last: int
    head: int
    whole: int
    joined: int = -1


@dataclass(slots=True)
class Verb:
    """A verb group: tokens [first, last), `head` its main verb, with what belongs to it.

    lemma: base form ("spend"). tense: `past`, `present`, `future` or "" where it shows none ("has paid" is past).
    modal: its modal or "": "must", and of those made of several words "be to", "have to", "be going to", "be due to",
    "be set to" and their like; `head` is then the verb behind "to".
    subject: who does it, or, in the passive, who or what it is done to; also understood ones ("urged allies to
    spend": allies; "plans to spend": who plans). object: the first noun phrase behind it, also what "is" says of its
    subject. second: the other object ("gave | Kyiv | three ships", "was given | a medal"). agent: behind "by" in the
    passive.
    governor: the number, in `Parse.verbs`, of the verb whose complement or clause it is in, or None; it stands behind
    where what is said comes first ("...," said Rutte). clause: tokens [first, last) of the clause it rules, without
    "that". relative: in a clause about a noun phrase ("who", "which").
    """

    first: int
    last: int
    head: int
    lemma: str
    form: Form
    tense: str = ""
    modal: str = ""
    passive: bool = False
    negated: bool = False
    subject: Phrase | None = None
    object: Phrase | None = None
    second: Phrase | None = None
    agent: Phrase | None = None
    governor: int | None = None
    clause: tuple[int, int] = (0, 0)
    relative: bool = False


@dataclass(slots=True)
class Parse:
    """tags: one a token. phrases: noun phrases in order, none inside another. verbs: in order."""

    tags: list[Tag]
    phrases: list[Phrase] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)
