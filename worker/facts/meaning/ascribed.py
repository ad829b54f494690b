"""To whom a demand or an estimate is ascribed where nobody is quoted."""

from worker.facts.grammar import Form as VerbForm
from worker.facts.grammar import Verb
from worker.facts.meaning.cues import ATTRIBUTE, SAY
from worker.facts.meaning.owners import acts
from worker.facts.meaning.parties import Parties, name_of
from worker.facts.meaning.place import Place


def demanding(place: Place, decided: Verb | None, parties: Parties) -> str | None:
    """Who demands, proposes, estimates or tells the figure, in the text's own voice: "Nigeria had demanded"."""
    inner: Verb | None = None
    for verb in place.chain():
        told = inner is not None and inner.form is VerbForm.FINITE and verb.lemma in SAY | _SHOWS
        asks = verb.lemma in ATTRIBUTE and verb.form is not VerbForm.INFINITIVE
        inner = verb
        if verb.passive or verb.first > place.first:
            continue
        if told or asks:
            if verb.subject is None or (not told and verb.lemma in _LOOSE and not _estimates(place, verb)):
                return None
            return name_of(place, verb.subject, parties) or acts(place, verb.subject, parties, None)
        if verb.form is VerbForm.FINITE and verb.relative:
            break
    if decided is not None and decided.passive and decided.agent is not None and decided.lemma in ATTRIBUTE:
        return name_of(place, decided.agent, parties)
    return None


_LOOSE = frozenset({"put", "see", "give", "call", "press", "push"})
_SHOWS = frozenset({"find", "show", "indicate", "conclude", "reveal", "suggest", "estimate", "argue"})
"""Verbs by which polls, studies and reports say something."""


def _estimates(place: Place, verb: Verb) -> bool:
    """Whether "put", "see", "call" says what somebody thinks of a figure: "put the loss at $38m", "sees growth"."""
    words = place.sentence.lower[verb.last : place.first]
    if verb.lemma == "put":
        return "at" in words
    if verb.lemma in ("call", "press", "push"):
        return "for" in words or "to" in words
    return verb.lemma == "see" and verb.tense == "present"
