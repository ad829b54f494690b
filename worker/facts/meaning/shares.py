"""What shares and factors are of: those who do what the sentence says, the pay asked for, a state's spending."""

import re

from worker.domain.reading import PERCENT_OF_GDP
from worker.facts.meaning.kind import ASKED
from worker.facts.meaning.place import TIMES, Place
from worker.facts.meaning.wording import phrase_text

_PAY = re.compile(r"\b(?:pay|wages?|salar(?:y|ies)|strikes?|unions?|walkouts?|stoppages?)\b")
_STATE_THINGS = re.compile(
    r"\b(?:defen[cs]e|military|deficit|public debt|national debt|debt|foreign aid|aid|tax revenue)\b"
)
_STATE_NAMES = {
    "defence": "defence spending",
    "defense": "defense spending",
    "military": "military spending",
    "aid": "aid",
}


def of_states(place: Place) -> str:
    """What a bare share of GDP is of, by what its sentence, or else the text, speaks of."""
    if place.quantity.unit != PERCENT_OF_GDP:
        return ""
    at = place.sentence.start
    for text in (
        place.document.plain[at : place.sentence.end],
        place.document.plain[max(0, at - 1500) : at],
        place.document.title,
    ):
        found = _STATE_THINGS.search(text.lower())
        if found is not None:
            return _STATE_NAMES.get(found[0], found[0])
    verb = place.ruling
    return "spending" if verb is not None and verb.lemma == "spend" else ""


def pay(place: Place) -> str:
    """What nurses want, employers offer and unions settle for, where only a percentage is printed."""
    verb = place.ruling
    if verb is None or verb.lemma not in ASKED or place.word(place.last) == "of":
        return ""
    return "pay" if _PAY.search(place.document.plain) or _PAY.search(place.document.title.lower()) else ""


def own_verb(place: Place) -> str:
    """What a verb that is itself the figure moves: "doubled | fees", "prices | tripled"."""
    for verb in place.verbs():
        if place.first <= verb.head < place.last:
            target = verb.object if not verb.passive else None
            found = phrase_text(place, target) if target is not None and place.head(target) not in TIMES else ""
            return found or phrase_text(place, verb.subject)
    return ""
