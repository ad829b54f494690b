"""What a figure is of, in few words: "defence spending", "pay", "people injured"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.domain.reading import BASIS_POINTS, COUNT, FACTOR, PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import (
    DIE,
    FALL,
    FALL_NOUNS,
    INTRANSITIVE,
    ORGANISED,
    REACH,
    RISE,
    RISE_NOUNS,
    SPEND,
    TARGET_NOUNS,
    listed,
)
from worker.facts.meaning.kind import ASKED
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.people.lexicon import COUNTRY, FLAGS, ORGANISATION, ORGANISATION_WORD, PLACE
from worker.text.normalise import plain

RATIOS = frozenset({PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS, BASIS_POINTS})
CARRIED = "\0"
"""Says that a figure is of what the one before was of: "the 5 percent target"."""
_LONGEST = 10
"""Tokens of what a figure is of; a longer phrase is cut to what stands before its first "of", "in" or "for"."""
_OF = frozenset({"of", "in", "for", "on", "to", "into", "towards", "toward", "against", "from"})
_DROPPED = listed("the a an its their his her our my your this that these those some any all no each every own total")
_GDP = frozenset({"gdp", "output", "income", "gni", "gnp", "economy"})
_EMPTY = listed(
    "it that this they which who we i you he she there them one ones figure number target level share rate "
    "percent cent pct % amount sum total more rest"
)
_UNITS = listed(
    "percent percentage cent pct point points dollar dollars euro euros pound pounds yen yuan rupee rupees crore "
    "lakh million billion trillion thousand hundred bn m tn basis"
)


# What a verb's bare object is of, where nothing else says it: "they made 310 million".
_NAMED = {
    "raise": "funds raised", "make": "earnings", "earn": "earnings", "lose": "losses", "pay": "payment",
    "repay": "repayment", "steal": "money stolen", "owe": "debt", "borrow": "borrowing", "invest": "investment",
    "donate": "donation", "fine": "fine", "save": "savings", "receive": "money received", "win": "winnings",
    "award": "award", "pledge": "aid pledged", "give": "money given", "spend": "spending", "demand": "demand",
    "return": "repayment", "refund": "refund", "offer": "offer", "bid": "bid", "charge": "charge", "sell": "price",
    "fetch": "price", "contribute": "contribution", "lend": "loan", "promise": "promise", "take": "money taken",
}  # fmt: skip
_GIVES = frozenset({"give", "send", "donate", "pledge", "provide", "offer", "grant", "promise", "deliver", "commit"})
_PAY = re.compile(r"\b(?:pay|wages?|salar(?:y|ies)|strikes?|unions?|walkouts?|stoppages?)\b")
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


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of, and how that was told."""

    about: str
    why: str


def subject_of(place: Place, carried: str | None) -> Subject | None:
    """What the figure at a place is of, or None where nothing says.

    carried: what the last figure of this unit near by is of, which one without words of its own goes on with.
    """
    unit = place.quantity.unit
    if (
        carried
        and place.word(place.before) in ("than", "against", "with")
        and place.modifies is None
        and not place.quantity.noun
    ):
        return Subject(carried, "carried")
    looks = _OF_MONEY
    if unit == COUNT:
        looks = _OF_COUNT
    elif unit == FACTOR:
        looks = _OF_FACTOR
    elif unit in RATIOS:
        looks = _OF_RATIO
    for look in looks:
        if look is None:
            if carried:
                return Subject(carried, "carried")
            continue
        about = look(place)
        if about and look not in (_of_behind, _modified, _counted) and _is_somebody(place, about):
            continue
        if about == CARRIED:
            if carried:
                return Subject(carried, "carried")
            continue
        if about:
            return Subject(about, look.__name__.lstrip("_"))
    return None


def _is_somebody(place: Place, about: str) -> bool:
    """Whether what was found is only the name of a country or of an organisation, which no figure is of."""
    words = plain(about).lower().split()
    return (
        len(words) <= 2
        and about[0].isupper()
        and bool(FLAGS.get(words[-1], 0) & (COUNTRY | PLACE | ORGANISATION | ORGANISATION_WORD))
    )


def _of_states(place: Place) -> str:
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


_STATE_THINGS = re.compile(
    r"\b(?:defen[cs]e|military|deficit|public debt|national debt|debt|foreign aid|aid|tax revenue)\b"
)
_STATE_NAMES = {
    "defence": "defence spending",
    "defense": "defense spending",
    "military": "military spending",
    "aid": "aid",
}


def trimmed(place: Place, first: int, last: int) -> str:
    """Tokens [first, last) as printed, without determiners in front and figures, cut where it grows long."""
    last = min(last, first + 3 * _LONGEST)
    while first < last and (
        place.word(first) in _DROPPED
        or place.tag(first) in (Tag.DET, Tag.NUM, Tag.ADV)
        or place.word(first) in _UNITS
        or place.tag(first) is Tag.SIGN
    ):
        first += 1
    if last - first > _LONGEST:
        for token in range(first + 1, last):
            if place.tag(token) in (Tag.PREP, Tag.TO, Tag.WH, Tag.SIGN) and place.word(token) != "of":
                last = token
                break
    last = min(last, first + _LONGEST)
    while last > first and place.tag(last - 1) in (Tag.PREP, Tag.TO, Tag.CONJ, Tag.SIGN, Tag.POSS, Tag.DET, Tag.WH):
        last -= 1
    if last - first == 1 and place.word(first) in _EMPTY - {"rate", "share"}:
        return ""
    return place.text(first, last)


def _phrase(place: Place, phrase: Phrase | None, *, whole: bool = True) -> str:
    if phrase is None or (place.first >= phrase.first and place.first < phrase.last):
        return ""
    last = phrase.whole if whole and not phrase.first <= place.first < phrase.whole else phrase.last
    return trimmed(place, phrase.first, _with_pair(place, phrase, last))


def _with_pair(place: Place, phrase: Phrase, last: int) -> int:
    """The end of a phrase, with the one that "and" ties to it: "air | and missile defence"."""
    if place.word(last) in ("and", "or", "&"):
        beside = place.phrase_at(last + 1)
        if (
            beside is not None
            and beside.first == last + 1
            and place.tag(beside.head) is place.tag(phrase.head)
            and place.tag(beside.first) is not Tag.NUM
        ):
            behind = place.tag(beside.last)
            if behind not in (Tag.VERB, Tag.PAST, Tag.BE, Tag.HAVE, Tag.MODAL):
                return beside.last
    return last


def _behind(place: Place, token: int, words: frozenset[str]) -> str:
    """The phrase behind a preposition at a token: "| of the cost of a plant"; a closing quote may come before."""
    phrase = _phrase_behind(place, token, words)
    return "" if phrase is None else _phrase(place, phrase)


def _phrase_behind(place: Place, token: int, words: frozenset[str]) -> Phrase | None:
    if place.word(token) in ('"', "'"):
        token += 1
    if place.word(token) not in words:
        return None
    phrase = place.phrase_from(token + 1)
    return None if phrase is None or place.head(phrase) in _GDP | TIMES else phrase


def _change_of(place: Place, noun: int, last: int) -> str:
    """What a change is of whose noun stands at a token: "a 5% pay | rise", "an increase | in taxes"."""
    start = noun
    while start > place.last and place.tag(start - 1) in NOUNS | {Tag.ADJ}:
        start -= 1
    behind = _behind(place, last, _OF - {"from", "to"} | frozenset({"to"}))
    if behind and place.word(last) != "to":
        return _without_owner(behind)
    if start < noun and any(place.tag(token) in NOUNS for token in range(start, noun)):
        return trimmed(place, start, noun)
    return behind


def _without_owner(what: str) -> str:
    """ "the alliance's air defences" without whose they are: that is the actor's."""
    for mark in ("'s ", "\u2019s ", "s' ", "s\u2019 "):
        owner, found, rest = what.partition(mark)
        if found and rest and len(owner.split()) <= 3:
            return rest
    return what


def _modified(place: Place) -> str:
    """The noun that the figure modifies: "a $20k | reward", "the 5 percent | target"."""
    if place.quantity.unit == COUNT:
        return ""
    phrase, head = place.phrase_at(place.first), place.modifies
    if phrase is None or head is None:
        return ""
    noun = place.head(phrase)
    if noun in RISE_NOUNS or noun in FALL_NOUNS:
        return _change_of(place, phrase.head, phrase.last) or _verb_subject(place)
    if noun in TARGET_NOUNS:
        named = trimmed(place, place.last, phrase.head)
        return named or _behind(place, phrase.last, _OF) or CARRIED
    return trimmed(place, place.last, max(phrase.last, phrase.whole))


def _of_behind(place: Place) -> str:
    """ "40 per cent | of the cost", "98 | of the 230 seats"."""
    what = _behind(place, place.last, frozenset({"of"}))
    return f"share of {what}" if what and place.quantity.unit != COUNT else what


def _own_verb(place: Place) -> str:
    """What a verb that is itself the figure moves: "doubled | fees", "prices | tripled"."""
    for verb in place.verbs():
        if place.first <= verb.head < place.last:
            target = verb.object if not verb.passive else None
            found = _phrase(place, target) if target is not None and place.head(target) not in TIMES else ""
            return found or _phrase(place, verb.subject)
    return ""


def _of_people(place: Place) -> str:
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


def _worth(place: Place) -> str:
    """The noun before "worth": "aid | worth 400 million"."""
    if place.word(place.before) != "worth":
        return ""
    phrase = place.phrase_at(place.before - 1)
    return "" if phrase is None else trimmed(place, phrase.first, min(phrase.last, place.before))


def _pay(place: Place) -> str:
    """What nurses want, employers offer and unions settle for, where only a percentage is printed."""
    verb = place.ruling
    if verb is None or verb.lemma not in ASKED or place.word(place.last) == "of":
        return ""
    return "pay" if _PAY.search(place.document.plain) or _PAY.search(place.document.title.lower()) else ""


def _named(place: Place) -> str:
    """A noun for what the verb does with the money: "lost $3m" is of losses."""
    for verb in place.chain():
        if verb.first > place.first:
            continue
        return _NAMED.get(verb.lemma, "")
    return ""


def _counted(place: Place) -> str:
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
                return trimmed(place, first, _with_pair(place, phrase, phrase.last))
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
        behind = _behind(place, place.last, frozenset({"of"}))
        about += f" of {behind}" if behind else ""
    return about.strip()


def _governor(place: Place) -> str:
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
        ahead = _governed_by(place, phrase)
        behind = _behind(place, place.last, frozenset({"in", "for", "on", "to"}))
        inside = _behind(place, phrase.last, frozenset({"in", "of", "on"})) if phrase.whole > phrase.last else ""
        return inside or behind or ahead or named or _verb_subject(place)
    if place.preposition in ("with", "from"):
        return ""
    if noun in TARGET_NOUNS:
        return (
            trimmed(place, phrase.first, phrase.head)
            or _governed_by(place, phrase)
            or _behind(place, place.last, frozenset({"for", "on", "in"}))
            or trimmed(place, phrase.head, phrase.last)
        )
    return _governed_by(place, phrase, whole=True) or _phrase(place, phrase, whole=False)


def _governed_by(place: Place, phrase: Phrase, *, whole: bool = False) -> str:
    """Where "in overtime" hangs on "a rise" before "of 5%": the noun it hangs on, or what hangs on it."""
    token = phrase.first - 1
    if place.word(token) in ("in", "on", "for"):
        outer = place.phrase_before(token)
        if outer is not None:
            return trimmed(place, outer.first if whole else phrase.first, phrase.last)
    return ""


def _verb_subject(place: Place) -> str:
    verb = place.ruling
    if verb is None or verb.subject is None or place.tag(verb.subject.head) is not Tag.NOUN:
        return ""
    return _phrase(place, verb.subject)


def _changed(place: Place) -> str:
    """What rises or falls: the subject of "rose", the object of "raise", with or without "by" and "to"."""
    for number, verb in enumerate(place.chain()):
        if number > 1 or verb.first > place.first:
            break
        if (
            verb.lemma in RISE
            or verb.lemma in FALL
            or verb.lemma in ("go", "bring", "set", "keep", "leave", "put", "hold", "peg")
        ):
            return _moved(place, verb)
    return ""


def _moved(place: Place, verb: Verb) -> str:
    target = verb.object
    if (
        target is not None
        and not target.first <= place.first < target.last
        and target.first < place.first
        and place.tag(target.head) in NOUNS
        and place.word(target.head) not in _UNITS
        and place.head(target) not in TIMES  # "rose last year to": a time is no object
    ):
        return _phrase(place, target)
    if verb.lemma in INTRANSITIVE or verb.passive or verb.lemma in ("go", "be"):
        return _phrase(place, verb.subject) if verb.subject is not None else ""
    return ""


def _spent(place: Place) -> str:
    """What money or a share goes to: "spend 5 percent | on defence"."""
    verb = next((verb for verb in place.chain() if verb.first <= place.first), None)
    if verb is None:
        return ""
    token = place.last
    words = place.sentence.lower
    # "of GDP" and "a year" may stand between.
    for at in range(token, min(len(words), token + 9)):
        if place.tag(at) in (Tag.VERB, Tag.PAST, Tag.WH, Tag.SUB) or words[at] in (";", ",", "--"):
            break
        if words[at] in ("on", "for", "towards", "toward", "into", "in", "to", "from") and place.tag(at) in (
            Tag.PREP,
            Tag.TO,
        ):
            phrase = place.phrase_from(at + 1)
            if (
                phrase is None
                or place.head(phrase) in _GDP | {"year", "month", "week", "day", "quarter", "decade"}
                or place.tag(phrase.head) is Tag.NUM
            ):
                continue
            what = _phrase(place, phrase)
            if words[at] == "from" and verb.lemma not in ("take", "cut", "divert", "shift", "redirect", "withdraw"):
                continue
            if what and words[at] == "to" and place.named(phrase.head):
                if verb.lemma in _GIVES:
                    return f"aid to {what}"
                continue
            if what and verb.lemma in ("borrow", "lend"):
                return f"{_NAMED[verb.lemma]} for {what}"
            if (
                not what
                or (place.named(phrase.head) and words[at] != "for")
                or (
                    words[at] in ("in", "to")
                    and verb.lemma not in SPEND | {"go", "rise"}
                    and place.tag(phrase.head) is Tag.NAME
                )
            ):
                continue
            if verb.lemma == "spend":
                return f"{what} spending" if " " not in what and not what.endswith("s") else f"spending on {what}"
            return what
        if words[at] == "to" and at + 1 < len(words) and place.tag(at + 1) is Tag.VERB:
            break
    if verb.lemma == "spend":
        return CARRIED if place.quantity.unit == PERCENT_OF_GDP else "spending"
    return ""


def _cost(place: Place) -> str:
    """ "X would cost $3bn" is of the cost of X; "bought X for $3bn" of its price."""
    verb = place.ruling
    if verb is None or verb.first > place.first:
        return ""
    if verb.lemma == "cost":
        what = _phrase(place, verb.subject) or trimmed(place, verb.clause[0], verb.first)
        return f"cost of {what}" if what else "cost"
    if verb.lemma in ("sell", "buy", "purchase", "acquire", "fetch") and (
        place.preposition in ("for", "at") or verb.lemma == "fetch"
    ):
        what = (
            _phrase(place, verb.object)
            if verb.object is not None and verb.object.last <= place.first
            else _phrase(place, verb.subject)
        )
        return f"price of {what}" if what else "price"
    return ""


def _is(place: Place) -> str:
    """What is, stands at or reaches the figure: "| turnout was 44%"."""
    verb = place.ruling
    if verb is None or verb.subject is None or verb.first > place.first:
        return ""
    if verb.lemma in REACH or verb.lemma in ("be", "stand", "go", "become", "come", "seem", "mean", "remain"):
        if place.head(verb.subject) in ORGANISED or place.tag(verb.subject.head) is Tag.PRON:
            return ""
        return _phrase(place, verb.subject)
    return ""


def _owner(place: Place) -> str:
    """The object that stands between verb and figure: "put | the loss at $38m"."""
    verb = place.ruling
    if verb is None or verb.object is None or verb.first > place.first:
        return ""
    target = verb.object
    if target.first <= place.first < target.last or place.tag(target.head) not in NOUNS:
        return ""
    return _phrase(place, target)


def _any(place: Place) -> str:
    """The subject of the verb, where that is a thing; else the nearest noun before."""
    verb = place.ruling
    if (
        verb is not None
        and verb.subject is not None
        and place.tag(verb.subject.head) is Tag.NOUN
        and place.head(verb.subject) not in ORGANISED
    ):
        return _phrase(place, verb.subject)
    phrase = place.phrase_before(place.before)
    if phrase is None or place.tag(phrase.head) is not Tag.NOUN or place.head(phrase) in ORGANISED | TIMES:
        return ""
    return _phrase(place, phrase)


_Look = Callable[[Place], str] | None
_OF_MONEY: tuple[_Look, ...] = (
    _modified, _worth, _governor, _changed, _cost, _spent, _is, _owner, _of_behind, _any, _named, None,
)  # fmt: skip
_OF_COUNT: tuple[_Look, ...] = (_counted, _of_behind, _of_people, None, _governor, _changed, _is, _any)
_OF_FACTOR: tuple[_Look, ...] = (_own_verb, _modified, _changed, _cost, _is, _of_behind, None, _any)
_OF_RATIO: tuple[_Look, ...] = (
    _modified,
    _of_behind,
    _changed,
    _governor,
    _cost,
    _spent,
    _is,
    _owner,
    _pay,
    None,
    _of_states,
    _any,
)
