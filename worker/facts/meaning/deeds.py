"""What became of those whom a figure counts, where the verb tells it: "killed", "sold", "to be cut"."""

from worker.facts.grammar import Form, Verb
from worker.facts.meaning.cues import DEED_NOUNS, DEEDS, DIED
from worker.facts.meaning.place import Place
from worker.text.wordlists import listed

_FAILED = listed("attempt try fail threaten refuse decline avoid")


def done_to(place: Place) -> str:
    """What became of those who are counted: "killed", "to be cut"; "" where the verb tells no such thing of them."""
    attempted = place.word(place.before - 2) in ("attempted", "alleged", "planned")
    if place.preposition == "of" and not attempted and (named := DEED_NOUNS.get(place.word(place.before - 1))):
        return named
    verb = place.ruling
    if verb is None or verb.negated:
        return ""
    key = verb.lemma
    if verb.head + 1 < place.first and f"{key}-{place.word(verb.head + 1)}" in DEEDS:
        key = f"{key}-{place.word(verb.head + 1)}"
    done = DIED.get(key) or DEEDS.get(key, "")
    if not done or not _suffers(place, verb):
        return ""
    outer = place.sentence.parse.verbs[verb.governor] if verb.governor is not None else None
    if outer is not None and verb.form is Form.INFINITIVE and outer.lemma in _FAILED:
        return ""
    open_yet = key not in DIED and (verb.modal or verb.form is Form.INFINITIVE)
    return f"to be {done}" if open_yet else done


def is_object(place: Place) -> bool:
    """Whether the figure stands in the object of the verb that rules it."""
    verb = place.ruling
    target = verb.object if verb is not None else None
    return target is not None and target.first <= place.first < target.last


def _suffers(place: Place, verb: Verb) -> bool:
    """Whether the verb happens to those who are counted: object of an active one, subject of a passive or "died"."""
    if verb.passive or verb.lemma in ("die", "drown"):
        subject = verb.subject
        return subject is not None and subject.first <= place.first < subject.last
    target = verb.object
    if target is None or verb.first > place.first or place.first < target.first:
        return False
    return place.first < target.last or place.word(place.before) in ("and", "or", ",")
