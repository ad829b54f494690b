"""Who does what a verb says: its subject, or who stands nearer, is blamed for it, or does it in the passive."""

from worker.facts.grammar import Form, Phrase, Tag, Verb
from worker.facts.meaning.beside import FEASTS
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.owners import is_group
from worker.facts.meaning.place import TIMES, Place

_BLAMES = WORDS["blame"]
_FOR_WHAT = frozenset({"for", "of", "by", "with", "in"})
_OPENS = frozenset({"after", "when", "as", "while", "although", "though", "since", "if", "before", "because", "once"})
_IN_ROWS = frozenset({Tag.DET, Tag.ADJ, Tag.NOUN, Tag.NAME, Tag.NUM, Tag.POSS})
_ROW = 24
"""Tokens that a row of things has at most."""
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
    outer = None if verb.governor is None else place.grid.verbs[verb.governor]
    if place.word(verb.first) == "having" and outer is not None and outer.object == subject:
        return outer.subject  # "Roe left the race | having won 163"
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


def in_list(place: Place, verb: Verb) -> bool:
    """Whether a figure stands in a row of things that begins with the verb's object: "chose Oxfam and | two"."""
    thing = verb.object
    if thing is None or thing.last > place.before or thing.first < verb.last or place.first - thing.last > _ROW:
        return False
    between = range(thing.last, place.before + 1)
    phrase = place.phrase_at(place.first)
    goes_on = phrase is not None and place.word(phrase.last) in (",", "and")
    if place.word(place.before) != "and" and not (place.word(place.before) == "," and goes_on):
        return False
    return all(place.tag(token) in _IN_ROWS or place.word(token) in (",", "and") for token in between)
