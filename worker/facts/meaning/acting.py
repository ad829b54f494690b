"""What a clause lets somebody do: who acts, whether it tells, supposes or asks, and whether its subject is a plan."""

from worker.domain.reading import COUNT, FACTOR, PERCENT
from worker.facts.grammar import Form, Phrase, Tag, Verb
from worker.facts.meaning.cues import (
    AGREE,
    AUTHORITY,
    COST,
    DEMAND,
    FALL,
    ORGANISED,
    PLAN,
    POLICY,
    PROPOSALS,
    PROPOSE,
    RISE,
    singular,
)
from worker.facts.meaning.place import Place
from worker.text.wordlists import listed

_CHOOSES = listed("vote win beat defeat choose prefer support back get lead lose take")
"""What polls ask who would do: "a third would choose him"."""
_DECIDES = DEMAND | PROPOSE | PLAN | AGREE
_EFFECTS = RISE | FALL | COST | listed("generate mean")
"""Of a thing ("the tax would raise 2 billion") these are forecasts."""


def supposed(place: Place, verb: Verb) -> bool:
    """Whether a clause only supposes: "if he were to", "would vote for her", "the tax would raise", "starts at"."""
    if verb.lemma in ("start", "retail") and place.preposition == "at":
        return True
    if place.word(verb.clause[0] - 1) == "if" or place.word(verb.clause[0]) == "if":
        return True
    if verb.modal != "would" or verb.passive:
        return False
    if verb.lemma in _CHOOSES:
        return place.quantity.unit == PERCENT
    return verb.lemma in _EFFECTS and verb.subject is not None and not acts(place, verb.subject, people=True)


def polled(place: Place, verb: Verb) -> bool:
    """Whether a share tells how many prefer something: "favoured the mayor, 51 percent to 24"."""
    if place.quantity.unit in (COUNT, FACTOR) or len(place.quantity.unit) == 3:
        return False
    target = verb.object
    return target is None or not target.first <= place.first < target.last


def stands_before(place: Place, verb: Verb) -> bool:
    """Whether the figure is the subject of a verb that decides: it counts who does, not what is decided."""
    if place.first >= verb.first or verb.relative or verb.lemma not in _DECIDES:
        return False
    return verb.lemma == "vote" or (verb.form is Form.FINITE and not verb.passive and not verb.modal)


def perfect(place: Place, verb: Verb) -> bool:
    perfect = "have" in place.sentence.lower[verb.first + 1 : verb.head]
    return perfect and not verb.modal.endswith(("have to", "had to"))


def told(place: Place, inner: Verb) -> bool:
    """Whether a clause tells a fact, so that what governs it can only claim it: "insisted that they are ready"."""
    if inner.form is not Form.FINITE or inner.modal:
        return False
    return place.word(inner.first) in ("is", "are", "was", "were", "has", "had", "'s", "'re")


def past_told(place: Place, inner: Verb | None) -> bool:
    if inner is None or inner.form is not Form.FINITE or inner.modal or inner.tense != "past":
        return False
    return place.tag(inner.head) is not Tag.ING


def addressed(place: Place, verb: Verb) -> bool:
    """Whether the figure counts those who are asked to do something: "urged | 12 states | to sign"."""
    if verb.passive or verb.last > place.first or place.before >= verb.last + 1:
        return False
    behind = range(place.last, place.last + 4)
    return any(other.first in behind and other.form is Form.INFINITIVE for other in place.verbs())


def continuous(place: Place, verb: Verb) -> bool:
    return place.tag(verb.head) is Tag.ING and any(
        place.word(at) in ("is", "are", "'s", "'re", "am") for at in range(verb.first, verb.head)
    )


def same_subject(verb: Verb, inner: Verb) -> bool:
    return verb.subject is not None and inner.subject is not None and verb.subject.head == inner.subject.head


def head(place: Place, subject: Phrase | None) -> str:
    return "" if subject is None else place.head(subject)


def acts(place: Place, subject: Phrase | None, *, people: bool = False) -> bool:
    """Whether a subject can decide: a name, a person, an authority, we; with `people`, any group of people too."""
    if subject is None:
        return False
    word = place.word(subject.head)
    if place.named(subject.head):
        return True
    if place.tag(subject.head) is Tag.PRON:
        return word not in ("that", "this", "which", "there", "one") and (word != "it" or people)
    head = singular(word)
    return head in AUTHORITY or (people and head in ORGANISED)


def wishes(place: Place, subject: Phrase | None) -> bool:
    """Whether a subject that needs something asks for it: we, our armies, a name, people; not a thing."""
    if subject is None:
        return False
    return acts(place, subject, people=True) or place.word(subject.first) in ("our", "my")


def is_idea(place: Place, verb: Verb) -> bool:
    """Whether the clause speaks of a plan or a proposal: "the plan would cost", "under her proposal"."""
    if head(place, verb.subject) in PROPOSALS:
        return True
    words = place.sentence.lower
    for at, word in enumerate(words[: min(12, len(words))]):
        if word == "under" and any(singular(near) in PROPOSALS for near in words[at + 1 : at + 6]):
            return True
    return False


def rules(place: Place, verb: Verb) -> bool:
    """Whether an authority sets what is its to set: "the bank cut its rate", "the chancellor raised taxes"."""
    subject, target = verb.subject, verb.object
    if subject is None:
        return False
    who = {singular(place.word(token)) for token in range(subject.first, subject.whole)}
    if verb.passive:
        return bool(who & POLICY) and verb.agent is not None
    what = {singular(place.word(token)) for token in range(target.first, target.whole)} if target else set()
    return bool(who & AUTHORITY) and bool(what & POLICY)
