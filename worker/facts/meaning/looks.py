"""Where to look for what a figure is of: what it modifies, what holds it, what rises or falls, what it is said of."""

from worker.domain.reading import COUNT, FACTOR, PERCENT, PERCENTAGE_POINTS
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import (
    COSTLY,
    DEALINGS,
    FALL,
    FALL_NOUNS,
    INTRANSITIVE,
    ORGANISED,
    REACH,
    RISE,
    RISE_NOUNS,
    TARGET_NOUNS,
)
from worker.facts.meaning.deeds import done_to
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.meaning.wording import (
    UNITS,
    are_people,
    behind,
    outward,
    phrase_text,
    predicate,
    trimmed,
    without_owner,
)
from worker.text.wordlists import listed

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
        return change_of(place, phrase.head, phrase.last) or dealt(place, place.ruling) or verb_subject(place)
    if noun in TARGET_NOUNS:
        named = trimmed(place, place.last, phrase.head)
        return named or behind(place, phrase.last, _OF) or CARRIED
    if place.word(place.last) in _SUMS:  # "the $53 million | figure he cited"
        return CARRIED
    what = trimmed(place, place.last, max(phrase.last, phrase.whole))
    return f"cost of {what}" if what and noun in COSTLY and is_money(place) else what


def bracketed(place: Place) -> str:
    """What a figure in brackets is of: "spot | gold (2 percent)"; of money it is the sum before in other coin."""
    if place.word(place.first - 1) != "(":
        return ""
    if is_money(place):
        noun = place.phrase_at(place.last + 1) if place.word(place.last) == ")" else None
        what = trimmed(place, noun.first, max(noun.last, noun.whole)) if noun and noun.first == place.last + 1 else ""
        if what and place.tag(noun.first if noun else 0) not in (Tag.DET, Tag.PRON):
            return f"cost of {what}" if noun and place.head(noun) in COSTLY else what
        return CARRIED
    phrase = place.phrase_at(place.first - 2)
    if (
        phrase is None
        or place.modifies is not None
        or place.tag(phrase.head) not in NOUNS
        or place.head(phrase) in TIMES | UNITS | _NUMBERS
    ):
        return ""
    return phrase_text(place, phrase)


def before_brackets(place: Place) -> str:
    """What money is of whose noun stands behind the same sum in other coin: "7 million euro ($8 million) | plan"."""
    if not is_money(place) or place.word(place.last) != "(":
        return ""
    for token in range(place.last + 2, place.last + 8):
        if place.word(token) == ")":
            phrase = place.phrase_at(token + 1)
            if phrase is None or phrase.first != token + 1 or place.tag(phrase.first) in (Tag.DET, Tag.PRON):
                return ""
            what = trimmed(place, phrase.first, max(phrase.last, phrase.whole))
            return f"cost of {what}" if place.head(phrase) in COSTLY else what
    return ""


def up_or_down(place: Place) -> str:
    """What stands higher or lower by the figure: "the stock was | down 5 percent", "shares, | up 3 percent"."""
    at = place.first - 1
    while at > 0 and (place.tag(at) is Tag.ADV or place.word(at) in _ABOUT) and place.word(at) not in _WAYS:
        at -= 1
    if place.word(at) not in _WAYS:
        return ""
    beside = place.phrase_at(at - 1 - (place.word(at - 1) == "="))
    if beside is not None and place.word(beside.last) == "=":  # a wire's code: "the euro EUR= | up 0.05%"
        return phrase_text(place, beside)
    if (
        beside is not None
        and beside.last == at
        and place.tag(beside.head) in NOUNS
        and place.head(beside) not in TIMES
        and place.head(beside) not in _TRADING
    ):
        return phrase_text(place, beside)
    verb = place.ruling
    if verb is None or verb.subject is None or verb.first > place.first:
        return ""
    subject, target = verb.subject, verb.object
    moves = verb.lemma in INTRANSITIVE | _TRADED | {"be"}
    if not moves and target is not None and target.last <= at and place.tag(target.head) in NOUNS:
        return dealt(place, verb) or phrase_text(place, target, whole=False)
    return phrase_text(place, subject) if place.tag(subject.head) in NOUNS else ""


def _is_ratio(place: Place) -> bool:
    return place.quantity.unit in (PERCENT, PERCENTAGE_POINTS)


def is_money(place: Place) -> bool:
    """Whether a figure is of money."""
    unit = place.quantity.unit
    return len(unit) == 3 and unit.isupper()


_SUMS = frozenset({"figure", "sum", "amount", "mark", "total", "number", "level", "rate", "average"})
_NUMBERS = frozenset({"number", "majority", "minority", "share", "proportion", "percentage"})
_JUST_OF = frozenset({"of"})
_STUDIES = frozenset(
    {"poll", "average", "survey", "study", "report", "data", "analysis", "research", "statistics", "census"}
)
_VALUED = frozenset({"put", "value", "estimate", "price", "peg", "set"})
_ABOUTS = listed("part close home place room region neighborhood neighbourhood excess order tune vicinity range bit")
_WAYS = frozenset({"up", "down", "off", "higher", "lower"})
_ABOUT = frozenset(
    {"about", "around", "some", "more", "less", "than", "by", "at", "least", "over", "another", "between"}
)
_TRADED = frozenset({"add", "gain", "lose", "shed", "close", "end", "finish", "trade", "jump", "yield"})


def times_the(place: Place) -> str:
    """What a factor multiplies: "four times | the size of Earth"."""
    phrase = place.phrase_at(place.last)
    if phrase is None or phrase.first != place.last or place.word(phrase.first) not in ("the", "its", "their"):
        return ""
    if place.head(phrase) == "number":
        found = behind(place, phrase.last, _JUST_OF)
        if not found and place.word(phrase.last) == "who":
            return f"people who {predicate(place, phrase.last + 1, phrase.last + 13, 6)}"
        return f"number of {found}" if found else ""
    if place.head(phrase) in _SUMS or Tag.NUM in place.grid.tags[phrase.first : phrase.last]:
        return ""
    return phrase_text(place, phrase) if place.tag(phrase.head) is Tag.NOUN else ""


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
    beside = place.phrase_at(place.before - 1)
    if beside is not None and place.word(beside.first - 1) == "on" and place.word(beside.first - 2) == "share":
        return phrase_text(place, beside, whole=False)  # "$2 a share on | revenue of $9 million"
    noun = place.head(phrase)
    if noun in _ABOUTS:
        return ""
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        start = phrase.first
        named = trimmed(place, start, phrase.head)
        ahead = governed_by(place, phrase)
        found = behind(place, place.last, frozenset({"in", "for", "on", "to"}))
        inside = behind(place, phrase.last, frozenset({"in", "of", "on"})) if phrase.whole > phrase.last else ""
        return inside or found or ahead or named or dealt(place, place.ruling) or verb_subject(place)
    if place.preposition in ("with", "from"):
        return ""
    if noun in TARGET_NOUNS:
        return (
            trimmed(place, phrase.first, phrase.head)
            or governed_by(place, phrase)
            or behind(place, place.last, frozenset({"for", "on", "in"}))
            or trimmed(place, phrase.head, phrase.last)
        )
    first = outward(place, phrase, _JUST_OF)
    if first < phrase.first:
        return trimmed(place, first, phrase.last)
    return governed_by(place, phrase, whole=True) or phrase_text(place, phrase, whole=False)


def governed_by(place: Place, phrase: Phrase, *, whole: bool = False) -> str:
    """Where "in overtime" hangs on "a rise" before "of 5%": the noun it hangs on, or what hangs on it."""
    token = phrase.first - 1
    if place.word(token) in ("in", "on", "for"):
        outer = place.phrase_before(token)
        if outer is not None:
            return trimmed(place, outer.first if whole else phrase.first, phrase.last)
    return ""


_TRADING = frozenset({"trading", "trade", "session"})


def dealt(place: Place, verb: Verb | None) -> str:
    """What rose where the clause before only tells of dealings: "sold 9 million cars, | an increase of 3%"."""
    noun = DEALINGS.get(verb.lemma, "") if verb is not None and verb.first < place.first else ""
    target = verb.object if verb is not None else None
    if not noun or target is None or target.last > place.first or place.tag(target.head) not in NOUNS:
        return ""
    what = phrase_text(place, target, whole=False)
    return f"{noun} of {what}" if what else ""


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
            or verb.lemma in _TRADED
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
    traded = verb.lemma in _TRADED and place.quantity.unit not in (COUNT, FACTOR) and not is_money(place)
    if verb.lemma in INTRANSITIVE or verb.passive or verb.lemma in ("go", "be") or traded:
        return phrase_text(place, verb.subject) if verb.subject is not None else ""
    return ""


def held(place: Place) -> str:
    """What a bare number is of, where a verb brings "the total of it" there: "the total | of members to 14"."""
    verb = place.ruling
    if place.quantity.noun or place.preposition not in ("to", "at", "from", "by") or verb is None:
        return ""
    if place.preposition == "by" and place.word(place.last) in ("the", "its", "their") and verb.lemma in RISE:
        return phrase_text(place, place.phrase_at(place.last))  # "expand by five | the pool of bidders"
    target = verb.object
    if target is None or target.last > place.first or place.head(target) not in _SUMS | _NUMBERS:
        return ""
    return behind(place, target.last, _JUST_OF)


def is_it(place: Place) -> str:
    """What is, stands at or reaches the figure: "| turnout was 44%"."""
    verb = place.ruling
    if verb is None or verb.subject is None or verb.first > place.first:
        return ""
    if (
        (verb.lemma in _VALUED and verb.passive)
        or verb.lemma in REACH
        or verb.lemma in ("be", "stand", "go", "become", "come", "seem", "mean", "remain")
    ):
        if place.head(verb.subject) in ORGANISED | _STUDIES or place.tag(verb.subject.head) is Tag.PRON:
            return ""
        somebody = place.tag(verb.subject.head) is Tag.NAME and not are_people(place.word(verb.subject.head))
        if somebody and _is_ratio(place):
            return ""  # "Larsen stands at 41 percent"
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
    if is_money(place) and (place.head(target) in ORGANISED or are_people(place.word(target.head))):
        return ""  # "asked donors for $5 million"
    if place.head(target) in _ABOUTS or (_is_ratio(place) and place.tag(target.head) is Tag.NAME):
        return ""
    return phrase_text(place, target)


def any_noun(place: Place) -> str:
    """The subject of the verb, where that is a thing; else the nearest noun before."""
    verb = place.ruling
    if (
        verb is not None
        and verb.subject is not None
        and place.tag(verb.subject.head) is Tag.NOUN
        and place.head(verb.subject) not in ORGANISED | _STUDIES
        and (not is_money(place) or not are_people(place.word(verb.subject.head)))
    ):
        return phrase_text(place, verb.subject)
    phrase = place.phrase_before(place.before)
    if phrase is None or place.tag(phrase.head) is not Tag.NOUN or place.head(phrase) in ORGANISED | TIMES | _ABOUTS:
        return ""
    return phrase_text(place, phrase)


def of_behind(place: Place) -> str:
    """ "40 per cent | of the cost", "98 | of the 230 seats"."""
    what = behind(place, place.last, frozenset({"of"}))
    done = done_to(place) if what and place.quantity.unit == PERCENT else ""
    if done:
        return f"share of {what} {done}"
    return f"share of {what}" if what and place.quantity.unit != COUNT else what
