"""Whose figure it is, or who is to bring it about; and, where nobody is quoted, to whom a demand is ascribed."""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.domain.reading import COUNT, Form, Kind, Mention, Status
from worker.facts.grammar import Form as VerbForm
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import ATTRIBUTE, DEMAND, INTRANSITIVE, ORGANISED, singular
from worker.facts.meaning.place import Place

_NOBODY = frozenset({"it", "that", "this", "there", "which", "who", "what", "they", "he", "she", "i", "we", "you", "one", "some", "others"})
_WE = frozenset({"we", "i", "our", "my"})
@dataclass(frozen=True, slots=True)
class People:
    """Who is mentioned where: looked up by a place of the text."""

    mentions: Sequence[Mention]

    def within(self, start: int, end: int) -> Mention | None:
        """The last mention inside [start, end) whose person is known; names and roles before pronouns."""
        best: Mention | None = None
        for mention in self.mentions:
            if mention.start >= end:
                break
            if mention.start >= start and mention.end <= end and mention.person is not None:
                if best is None or mention.form is not Form.PRONOUN or best.form is Form.PRONOUN:
                    best = mention
        return best

    def organisation_of(self, person: str) -> str | None:
        """The organisation or country that a person's roles in this text name, or None."""
        for mention in self.mentions:
            if mention.person == person and (mention.organisation or mention.country):
                return mention.organisation or mention.country
        return None


def name_of(place: Place, phrase: Phrase | None, people: People) -> str | None:
    """Who a phrase means: a person by canonical name, else as printed; None for pronouns without a name."""
    if phrase is None:
        return None
    sentence = place.sentence
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last - 1]
    head = sentence.lower[phrase.head]
    mention = people.within(start, end)
    if mention is not None and mention.start <= sentence.starts[phrase.head] < mention.end:
        return mention.person
    if head in _NOBODY:
        return None
    whole = phrase.whole
    # "a spokeswoman for the regulator" is one; "NATO members at the summit" ends at "members".
    last = phrase.last
    if whole > last and sentence.lower[last] in ("of", "for") and whole - phrase.first <= 9:
        last = whole
    return place.text(phrase.first, last).strip(" ,") or None


def actor_of(place: Place, kind: Kind, status: Status, decided: Verb | None, people: People, speaker: str | None) -> str | None:
    """Whose figure it is or who is to do it, or None where the text does not say."""
    quantity = place.quantity
    for verb in place.chain():
        if verb.first > place.first and verb.subject is not None and verb.subject.first <= place.first < verb.subject.whole:
            return None  # the figure is itself what does it: "94% of members voted"
        subject = verb.agent if verb.passive else verb.subject
        if subject is None:
            continue
        acts = _acts(place, subject, people, speaker)
        if acts is not None:
            if status is Status.DEMANDED and verb is decided and verb.lemma in DEMAND | {"want"} and not _own_demand(place, verb):
                return None
            return acts
        if verb.lemma in ("say", "tell", "add", "warn"):
            return None
        if place.tag(subject.head) is Tag.NOUN:
            owner = _owner(place, subject, people)
            if owner is not None:
                return owner
            if quantity.unit != COUNT or verb.lemma in INTRANSITIVE:
                return None
    if kind is not Kind.COUNT:
        phrase = place.phrase_at(place.first)
        if phrase is not None:
            return _owner(place, phrase, people)
    return None


def _own_demand(place: Place, verb: Verb) -> bool:
    """Whether who demands is also whose figure it is: "nurses want 11%", as against "wants insurers to cover"."""
    return verb.first < place.first and place.quantity.unit != COUNT and not _long(place, verb)


def _long(place: Place, verb: Verb) -> bool:
    return place.first - verb.last > 5


def _acts(place: Place, subject: Phrase, people: People, speaker: str | None) -> str | None:
    """The subject, if it can act or own: a name, a person, a group of people, we."""
    sentence = place.sentence
    head = sentence.lower[subject.head]
    if head in ("we", "i"):
        return None if speaker is None else (people.organisation_of(speaker) if head == "we" else speaker) or speaker
    named = name_of(place, subject, people)
    if named is None:
        return None
    start = sentence.starts[subject.first]
    if people.within(start, sentence.ends[subject.last - 1]) is not None and place.tag(subject.head) is Tag.NAME:
        return named
    if place.tag(subject.head) is Tag.NAME or singular(head) in ORGANISED:
        return named
    return None


def _owner(place: Place, phrase: Phrase, people: People) -> str | None:
    """Whose the thing is: "Norway's aid", "Germany's budget", "the deficit of France"."""
    sentence = place.sentence
    for token in range(phrase.first, phrase.last):
        if place.tag(token) is Tag.POSS and token > phrase.first:
            first = phrase.first
            name = place.text(first, token)
            mention = people.within(sentence.starts[first], sentence.ends[token - 1])
            return mention.person if mention is not None else name.removeprefix("the ").strip() and name
        if place.word(token) in ("its", "their", "his", "her", "our"):
            mention = people.within(sentence.starts[token], sentence.ends[token])
            if mention is not None:
                return mention.person
            return None
    return None


def demanding(place: Place, decided: Verb | None, people: People) -> str | None:
    """Who demands, proposes, plans or estimates the figure in the text's own voice: "Nigeria had demanded", or None."""
    for verb in place.chain():
        if verb.lemma in ATTRIBUTE and not verb.passive and verb.first <= place.first and verb.form is not VerbForm.INFINITIVE:
            if verb.subject is None:
                return None
            return name_of(place, verb.subject, people)
    if decided is not None and decided.passive and decided.agent is not None and decided.lemma in ATTRIBUTE:
        return name_of(place, decided.agent, people)
    return None
