"""What a count is of: what is counted, with what became of it."""

from worker.facts.meaning.cues import DIE
from worker.facts.meaning.place import NOUNS, Place
from worker.facts.meaning.wording import behind, trimmed, with_pair

_PEOPLE_VERBS = DIE | {
    "leave",
    "flee",
    "vote",
    "march",
    "protest",
    "sign",
    "attend",
    "live",
    "die",
    "gather",
    "survive",
}


def counted(place: Place) -> str:
    """What is counted, with what became of it where that is the news: "people injured"."""
    quantity = place.quantity
    # as printed, where the noun stands in the figure's own words
    at = quantity.surface.find(quantity.noun)
    noun = " ".join((quantity.surface[at : at + len(quantity.noun)] if at >= 0 else quantity.noun).split())
    if not noun:
        # "thousands more | armoured vehicles and tanks"
        if place.word(place.last) == "more" or place.word(place.last - 1) in ("more", "additional", "extra", "new"):
            first = place.last + (place.word(place.last) == "more")
            phrase = place.phrase_at(first)
            if phrase is not None and place.tag(phrase.head) in NOUNS and phrase.head >= first:
                return trimmed(place, first, with_pair(place, phrase, phrase.last))
        return ""
    words = noun.split()
    while words and words[0].lower() in ("more", "additional", "extra", "other", "further", "new", "another"):
        words = words[1:]
    if not words:
        return ""
    about = " ".join(words)
    verb = place.ruling
    if verb is not None and verb.lemma in DIE:
        done = {"die": "killed", "kill": "killed"}.get(verb.lemma)
        about += " " + (done or place.word(verb.head) if verb.passive or done else "")
    elif place.word(place.last) in ("of", "in", "for", "on") and place.word(place.last + 1) not in ("", "monday"):
        found = behind(place, place.last, frozenset({"of"}))
        about += f" of {found}" if found else ""
    return about.strip()


def of_people(place: Place) -> str:
    """Bare numbers of those who die, flee, vote are of people."""
    verb = place.ruling
    if verb is None or verb.lemma not in _PEOPLE_VERBS:
        return ""
    done = {
        "die": "killed",
        "kill": "killed",
        "injure": "injured",
        "wound": "wounded",
        "hurt": "hurt",
        "arrest": "arrested",
    }
    return f"people {done.get(verb.lemma, '')}".strip()
