"""Whether a sentence that gives a figure to nobody speaks of the one organisation that its text is about."""

from worker.facts.meaning.central import WORDS
from worker.facts.meaning.place import TIMES, Place

_HOUSES, _STAFF = WORDS["organisation"], WORDS["staff"]


def spoken_of(place: Place, main: str) -> bool:
    """Whether the sentence names an organisation before the figure, also as "the company", "the agency"."""
    for phrase in place.grid.phrases:
        if phrase.last > place.first:
            break
        if place.word(phrase.first) == "the" and phrase.last - phrase.first == 2 and place.head(phrase) in _HOUSES:
            return True
        for token in range(phrase.first, phrase.last):
            if place.named(token) and main.startswith(place.sentence.words[token]):
                return True
    return False


def staffs(place: Place) -> bool:
    """Whether a count is of what a company has, in a sentence that names nobody else."""
    if not any(place.noun(token) in _STAFF for token in range(place.first, place.last)):
        return False
    return not any(place.named(phrase.head) and place.head(phrase) not in TIMES for phrase in place.grid.phrases)
