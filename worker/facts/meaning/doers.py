"""Who does what a verb says: its subject, or who stands nearer, is blamed for it, or does it in the passive."""

from worker.facts.grammar import Form, Phrase, Tag, Verb
from worker.facts.meaning.beside import FEASTS
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.owners import is_group
from worker.facts.meaning.place import TIMES, Place

_BLAMES = WORDS["blame"]
_FOR_WHAT = frozenset({"for", "of", "by", "with", "in"})
_OPENS = frozenset({"after", "when", "as", "while", "although", "though", "since", "if", "before", "because", "once"})
PARTS_CLAUSES = frozenset({"and", "but", "while", ";", "yet", "though", "although"})


def agent_of(place: Place, verb: Verb) -> Phrase | None:
    """Who does what is done in the passive; "by Friday" does nothing."""
    agent = verb.agent
    return None if agent is None or place.noun(agent.head) in TIMES | FEASTS else agent


def nearest_subject(place: Place, verb: Verb) -> Phrase | None:
    """A verb's subject. What stands right before it behind an "and" is nearer than one before that: "output fell and
    | Norway plans".
    """
    subject = verb.subject
    if subject is None or subject.last >= verb.first:
        return subject
    apposed = _behind_clause(place, verb, subject)
    if apposed is not None:
        return apposed
    if verb.form is not Form.FINITE:
        return subject
    near = place.phrase_at(verb.first - 1)
    if near is None or near.last != verb.first or near.first <= subject.last:
        return subject
    if not PARTS_CLAUSES & set(place.sentence.lower[subject.last : near.first]):
        return subject
    return (
        near
        if place.named(near.head) or place.tag(near.head) is Tag.PRON or is_group(place.word(near.head))
        else subject
    )


def _behind_clause(place: Place, verb: Verb, subject: Phrase) -> Phrase | None:
    """The subject behind a clause that opens the sentence: "After Roe left, | Norva, its owner, | agreed"."""
    if place.word(0) not in _OPENS:
        return None
    near = place.phrase_at(verb.first - 1)
    if near is None and place.word(verb.first - 1) == ",":
        beside = place.phrase_at(verb.first - 2)
        if beside is not None and place.word(beside.first - 1) == ",":
            near = place.phrase_at(beside.first - 2)
    if near is None or near.first <= subject.last or place.word(near.first - 1) != "," or not place.named(near.head):
        return None
    return near


def blamed_by(place: Place, verb: Verb) -> Phrase | None:
    """Who has done what another blames them for: "blasted | Norva for sacking 250"."""
    if verb.form is not Form.ING or verb.governor is None or place.word(verb.first - 1) not in _FOR_WHAT:
        return None
    outer = place.grid.verbs[verb.governor]
    thing = outer.subject if outer.passive else outer.object
    if outer.lemma not in _BLAMES or thing is None or thing.last > verb.first:
        return None
    return thing._replace(whole=thing.last)


def is_finite(place: Place, verb: Verb) -> bool:
    """Whether what looks like a participle behind such a clause is the sentence's verb."""
    subject = verb.subject
    return verb.form is Form.PARTICIPLE and subject is not None and _behind_clause(place, verb, subject) is not None
