"""Figures that only tell how things are, whatever their sentence demands or plans: the scene, and what was before."""

from worker.domain.reading import COUNT, PERCENT
from worker.facts.grammar import Form, Verb
from worker.facts.meaning.place import Place
from worker.facts.quantities.words import kinds
from worker.text.wordlists import listed

_BEFORE = listed("earlier previous existing old current present original latest official actual effective")
_UNDOES = listed("eliminate scrap abolish repeal lift remove waive drop axe undo withdraw")
_CALLED = listed(
    "strike walkout stoppage truce ceasefire pause ban curfew deal contract plan sentence term extension"
)
_SPANS = kinds()["time"]
_SCENE = listed("in with at on from among across of during after before unlike like despite per via")


def background(place: Place) -> bool:
    """Whether a count only sets the scene of a sentence about something else: "ballots in 11 states", "with 107 seats
    at stake". What is counted and asked for, planned or agreed is an object, or the measure of a change.
    """
    if place.quantity.unit != COUNT:
        return False
    verb = place.ruling
    if verb is None or verb.first > place.first:
        held = verb is not None and verb.subject is not None and verb.subject.first <= place.first
        return verb is None or not held or not (verb.passive or (_looks_ahead(verb) and not place.preposition))
    if place.preposition in _SCENE:
        if place.preposition == "of" and place.before == verb.last:
            return False  # "dispose of hundreds of tonnes"
        phrase = place.phrase_before(place.before) if place.preposition == "of" else None
        if phrase is not None and place.head(phrase) in ("order", "contract"):
            return False
        target = verb.object
        return phrase is None or target is None or not target.first <= phrase.first < target.whole
    asked = verb.agent is not None and verb.agent.first <= place.first < verb.agent.whole
    return asked and not _looks_ahead(verb)


def _looks_ahead(verb: Verb) -> bool:
    """Whether a clause says what is to be done: of whom it says so is part of that: "600 volunteers will help"."""
    return verb.tense == "future" or verb.modal in ("will", "be to", "be due to", "be set to", "going to")


def as_it_stands(place: Place) -> bool:
    """Whether a figure tells how things are although its clause looks ahead: "the old fee of 5", "now 6 percent",
    "unemployment, at 8.7 percent, is to fall", "four times".
    """
    words = place.sentence.lower
    if place.word(place.last - 1) in ("time", "times") or _compared(place):
        return True
    verb = place.ruling
    if verb is not None and verb.lemma in _UNDOES and place.quantity.unit == PERCENT and place.modifies is not None:
        return True  # "wants it to scrap the 15 percent levy": what is there is to go
    if place.quantity.unit == COUNT and _spans(place):
        return True
    if place.word(place.before) == "excluding" or (
        place.word(place.before) in ("including", "counting") and place.word(place.before - 1) == "not"
    ):
        return True
    if place.quantity.noun.lower() in ("time", "times") or (words[place.first - 1] == "now" and place.first):
        return True
    if place.preposition == "at" and place.word(place.before - 1) == ",":
        return True
    phrase = place.phrase_at(place.first)
    governor = place.phrase_before(place.before) if place.preposition == "of" else None
    if place.word(place.before) == ",":
        governor = place.phrase_before(place.before)
    near = (phrase, governor)
    return any(near_by is not None and _BEFORE & set(words[near_by.first : near_by.last]) for near_by in near)


def _spans(place: Place) -> bool:
    """Whether the figure only says how long something is that there is: "an 18-year insurgency".

    "A 48-hour strike" may be called for or planned.
    """
    _, hyphen, unit = place.quantity.surface.lower().rpartition("-")
    noun = place.modifies
    return bool(hyphen) and unit in _SPANS and (noun is None or place.noun(noun) not in _CALLED)


def _compared(place: Place) -> bool:
    """Whether something is compared with the figure: "..., compared with 39 percent", "51 percent versus 38"."""
    word, ahead = place.word(place.before), place.word(place.before - 1)
    return word in ("versus", "vs") or (word in ("to", "with") and ahead in ("compared", "comparison"))


def is_over(place: Place, start: int) -> bool:
    """Whether a clause tells what happened, so that a date at a place of the text is no deadline.

    "had raised 3 million | by June": neither the verbs of the figure nor the last before the date look ahead.
    """
    verb = place.ruling
    if verb is None or any(outer.modal or outer.form is Form.INFINITIVE for outer in place.chain()):
        return False
    token = place.sentence.token_at(start)
    before = [other for other in place.verbs() if other.last <= token]
    return _happened(verb) and (not before or _happened(before[-1]))


def dates_another(place: Place, start: int) -> bool:
    """Whether a date at a place of the text tells when something else was: "a plan for visits that | began before".

    It does where the nearest verb before it, between it and the figure, is in the past.
    """
    token = place.sentence.token_at(start)
    between = [verb for verb in place.verbs() if place.last <= verb.first and verb.last <= token]
    return bool(between) and _happened(between[-1])


def _happened(verb: Verb) -> bool:
    return verb.form is Form.FINITE and verb.tense == "past" and not verb.modal
