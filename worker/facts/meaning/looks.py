"""Where to look for what a figure is of: what it modifies, what holds it, what rises or falls, what it is said of."""

from worker.domain.reading import COUNT
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import FALL, FALL_NOUNS, INTRANSITIVE, ORGANISED, REACH, RISE, RISE_NOUNS, TARGET_NOUNS
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.meaning.wording import UNITS, behind, phrase_text, trimmed, without_owner

CARRIED = "\0"
"""Says that a figure is of what the one before was of: "the 5 percent target"."""
_OF = frozenset({"of", "in", "for", "on", "to", "into", "towards", "toward", "against", "from"})


def change_of(place: Place, noun: int, last: int) -> str:
    """What a change is of whose noun stands at a token: "a 5% pay | rise", "an increase | in taxes"."""
    start = noun
    while start > place.last and place.tag(start - 1) in NOUNS | {Tag.ADJ}:
        start -= 1
    found = behind(place, last, _OF - {"from", "to"} | frozenset({"to"}))
    if found and place.word(last) != "to":
        return without_owner(found)
    if start < noun and any(place.tag(token) in NOUNS for token in range(start, noun)):
        return trimmed(place, start, noun)
    return found


def modified(place: Place) -> str:
    """The noun that the figure modifies: "a $20k | reward", "the 5 percent | target"."""
    if place.quantity.unit == COUNT:
        return ""
    phrase, head = place.phrase_at(place.first), place.modifies
    if phrase is None or head is None:
        return ""
    noun = place.head(phrase)
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        return change_of(place, phrase.head, phrase.last) or verb_subject(place)
    if noun in TARGET_NOUNS:
        named = trimmed(place, place.last, phrase.head)
        return named or behind(place, phrase.last, _OF) or CARRIED
    return trimmed(place, place.last, max(phrase.last, phrase.whole))


def governor(place: Place) -> str:
    """The noun before "of", "at", "worth": "relief | of Rs 400 crore", "unemployment, | at 8.7 percent"."""
    if place.preposition not in ("of", "at", "worth", "with", "from"):
        return ""
    verb = place.ruling
    if place.preposition == "at" and verb is not None and verb.lemma in ("put", "value", "estimate", "peg", "set"):
        return ""  # "put it at $90bn" is of what it means
    phrase = place.phrase_before(place.before)
    if phrase is None:
        return ""
    noun = place.head(phrase)
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        start = phrase.first
        named = trimmed(place, start, phrase.head)
        ahead = governed_by(place, phrase)
        found = behind(place, place.last, frozenset({"in", "for", "on", "to"}))
        inside = behind(place, phrase.last, frozenset({"in", "of", "on"})) if phrase.whole > phrase.last else ""
        return inside or found or ahead or named or verb_subject(place)
    if place.preposition in ("with", "from"):
        return ""
    if noun in TARGET_NOUNS:
        return (
            trimmed(place, phrase.first, phrase.head)
            or governed_by(place, phrase)
            or behind(place, place.last, frozenset({"for", "on", "in"}))
            or trimmed(place, phrase.head, phrase.last)
        )
    return governed_by(place, phrase, whole=True) or phrase_text(place, phrase, whole=False)


def governed_by(place: Place, phrase: Phrase, *, whole: bool = False) -> str:
    """Where "in overtime" hangs on "a rise" before "of 5%": the noun it hangs on, or what hangs on it."""
    token = phrase.first - 1
    if place.word(token) in ("in", "on", "for"):
        outer = place.phrase_before(token)
        if outer is not None:
            return trimmed(place, outer.first if whole else phrase.first, phrase.last)
    return ""


def verb_subject(place: Place) -> str:
    verb = place.ruling
    if verb is None or verb.subject is None or place.tag(verb.subject.head) is not Tag.NOUN:
        return ""
    return phrase_text(place, verb.subject)


def changed(place: Place) -> str:
    """What rises or falls: the subject of "rose", the object of "raise", with or without "by" and "to"."""
    for number, verb in enumerate(place.chain()):
        if number > 1 or verb.first > place.first:
            break
        if (
            verb.lemma in RISE
            or verb.lemma in FALL
            or verb.lemma in ("go", "bring", "set", "keep", "leave", "put", "hold", "peg")
        ):
            return moved(place, verb)
    return ""


def moved(place: Place, verb: Verb) -> str:
    target = verb.object
    if (
        target is not None
        and not target.first <= place.first < target.last
        and target.first < place.first
        and place.tag(target.head) in NOUNS
        and place.word(target.head) not in UNITS
        and place.head(target) not in TIMES  # "rose last year to": a time is no object
    ):
        return phrase_text(place, target)
    if verb.lemma in INTRANSITIVE or verb.passive or verb.lemma in ("go", "be"):
        return phrase_text(place, verb.subject) if verb.subject is not None else ""
    return ""


def is_it(place: Place) -> str:
    """What is, stands at or reaches the figure: "| turnout was 44%"."""
    verb = place.ruling
    if verb is None or verb.subject is None or verb.first > place.first:
        return ""
    if verb.lemma in REACH or verb.lemma in ("be", "stand", "go", "become", "come", "seem", "mean", "remain"):
        if place.head(verb.subject) in ORGANISED or place.tag(verb.subject.head) is Tag.PRON:
            return ""
        return phrase_text(place, verb.subject)
    return ""


def owner(place: Place) -> str:
    """The object that stands between verb and figure: "put | the loss at $38m"."""
    verb = place.ruling
    if verb is None or verb.object is None or verb.first > place.first:
        return ""
    target = verb.object
    if target.first <= place.first < target.last or place.tag(target.head) not in NOUNS:
        return ""
    return phrase_text(place, target)


def any_noun(place: Place) -> str:
    """The subject of the verb, where that is a thing; else the nearest noun before."""
    verb = place.ruling
    if (
        verb is not None
        and verb.subject is not None
        and place.tag(verb.subject.head) is Tag.NOUN
        and place.head(verb.subject) not in ORGANISED
    ):
        return phrase_text(place, verb.subject)
    phrase = place.phrase_before(place.before)
    if phrase is None or place.tag(phrase.head) is not Tag.NOUN or place.head(phrase) in ORGANISED | TIMES:
        return ""
    return phrase_text(place, phrase)


def of_behind(place: Place) -> str:
    """ "40 per cent | of the cost", "98 | of the 230 seats"."""
    what = behind(place, place.last, frozenset({"of"}))
    return f"share of {what}" if what and place.quantity.unit != COUNT else what
