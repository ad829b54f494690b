"""Whose a punishment or a charge is: "was sentenced to 25 years", "guilty of two counts", "held on $70,000 bond"."""

from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.beside import headed
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.parties import Parties, apposed
from worker.facts.meaning.place import Place

_SUFFERED = WORDS["punish"]
_BORNE = WORDS["bear"]
_CHARGES = WORDS["charge"]
_JAIL = WORDS["jail"]
_TERMS = WORDS["term"]
_SECURITY = WORDS["security"]
_SPANS = frozenset({"year", "month", "week", "day", "hour", "stroke", "lash"})
_ANYBODY = frozenset({"anyone", "anybody", "whoever", "offenders"})
_ONE = frozenset({"person", "offender", "driver", "adult", "individual"})
_NEAR = 4
"""Tokens behind a figure in which the jail may stand."""


def of_accused(place: Place, parties: Parties) -> str | None:
    """Who is to serve or pay a figure that is a punishment, or is charged with it; None where it is neither."""
    if not _is_penal(place):
        return None
    entry = headed(place, parties)
    if entry is not None:
        return entry
    opener = _anybody(place)
    if opener is not None:
        return opener
    for verb in place.chain():
        bearer = borne_by(verb)
        if bearer is not None and not bearer.first <= place.first < bearer.last:
            found = _who(place, bearer, parties)
            if found is not None:
                return found
    phrase = place.phrase_at(place.first)
    if phrase is not None:
        mention = parties.within(place.sentence.starts[phrase.first], place.quantity.start)
        if mention is not None:
            return mention.person
    return parties.accused


def borne_by(verb: Verb) -> Phrase | None:
    """Who is punished, charged or found guilty, by a verb that says so."""
    if verb.lemma in _SUFFERED:
        return verb.subject if verb.passive else verb.object
    return verb.subject if verb.lemma in _BORNE and not verb.passive else None


def _is_penal(place: Place) -> bool:
    words = [place.noun(token) for token in range(place.first, place.last)]
    phrase = place.phrase_at(place.first)
    behind = [place.noun(token) for token in range(place.last, phrase.last if phrase is not None else place.last)]
    if _CHARGES & {*words, *behind}:
        return "count" not in words or place.word(place.last) == "of"
    if _SECURITY & set(behind):
        return True
    if not _SPANS & {part for word in words for part in word.split("-")}:
        return False
    if (_TERMS | _JAIL) & set(behind) or any(place.word(place.last + step) in _JAIL for step in range(_NEAR)):
        return True
    if any(place.word(token) in _TERMS for token in range(max(0, place.first - 6), place.first)):
        return True
    verb = place.ruling
    return verb is not None and verb.lemma in _SUFFERED


def _anybody(place: Place) -> str | None:
    """Whom a law means: "Anyone caught selling it", "A person who does so"."""
    for phrase in place.grid.phrases[:_NEAR]:
        if phrase.last > place.first:
            break
        head = place.word(phrase.head)
        if head in _ANYBODY or (head in _ONE and phrase.last - phrase.first == 2):
            return place.text(phrase.first, phrase.last)
    return None


def _who(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    sentence = place.sentence
    mention = parties.within(sentence.starts[phrase.first], sentence.ends[phrase.last - 1])
    if mention is not None:
        return mention.person
    if place.word(phrase.first) in ("a", "an", "any"):
        beside = apposed(place, phrase)
        if beside is not None:
            mention = parties.within(sentence.starts[beside.first], sentence.ends[beside.last - 1])
        if mention is not None:
            return mention.person
        return place.text(phrase.first, phrase.last)
    several = place.tag(phrase.head) is Tag.NOUN and place.noun(phrase.head) != place.word(phrase.head)
    return place.text(phrase.first, phrase.last) if several else None
