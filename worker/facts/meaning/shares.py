"""What shares and factors are of: those who do what the sentence says, a side's support, a state's spending."""

import re

from worker.domain.reading import PERCENT, PERCENT_OF_GDP, PERCENTAGE_POINTS
from worker.facts.grammar import Form, Phrase, Tag, Verb
from worker.facts.meaning.cues import FALL, HUMAN, OUTRUN, RISE, SAY, SUPPORT, WIN
from worker.facts.meaning.kind import ASKED
from worker.facts.meaning.looks import CARRIED
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.meaning.wording import are_people, phrase_text, predicate, trimmed
from worker.text.wordlists import listed

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
_POLL = re.compile(
    r"\b(?:polls?|polling|polled|surveys?|surveyed|voters?|ballots?|elections?|primary|primaries|runoff)\b"
)
_NEAR = 1500
"""Characters before a figure's sentence in which a poll or a state's spending may be spoken of."""
_SHORT = 9
"""Words of what a share is of, at most."""
_WON = listed("win lose go carry take")
_ABOUT = frozenset({"about", "around", "over", "under"})
_RATED = listed("positive negative favorable favourable unfavorable unfavourable")
_SUMS = listed("go come equal represent mean seem sound suffice apply account make take remain rise fall become")
"""Verbs that a share as such is the subject of, and not those whose share it is."""


def _near(place: Place) -> tuple[str, str, str]:
    """What a figure's sentence, the text before it, and the title speak of, in small letters."""
    here, plain = place.quantity.start, place.document.plain
    at, end = max(place.sentence.start, here - _NEAR), min(place.sentence.end, here + _NEAR)
    return plain[at:end].lower(), plain[max(0, at - _NEAR) : at].lower(), place.document.title.lower()


def of_states(place: Place) -> str:
    """What a bare share of GDP is of, by what its sentence, or else the text, speaks of."""
    if place.quantity.unit != PERCENT_OF_GDP:
        return ""
    for text in _near(place):
        found = _STATE_THINGS.search(text)
        if found is not None:
            return _STATE_NAMES.get(found[0], found[0])
    verb = place.ruling
    return "spending" if verb is not None and verb.lemma == "spend" else ""


def pay(place: Place) -> str:
    """What nurses want, employers offer and unions settle for, where only a percentage is printed."""
    verb = place.ruling
    if verb is None or verb.lemma not in ASKED or place.word(place.last) == "of":
        return ""
    at, plain = place.quantity.start, place.document.plain
    told = _PAY.search(plain, max(0, at - 2 * _NEAR), at + _NEAR) or _PAY.search(place.document.title.lower())
    return "pay" if told else ""


def own_verb(place: Place) -> str:
    """What a verb that is itself the figure moves: "doubled | fees", "prices | tripled"."""
    for verb in place.verbs():
        if place.first <= verb.head < place.last:
            target = verb.object if not verb.passive else None
            found = phrase_text(place, target) if target is not None and place.head(target) not in TIMES else ""
            return found or phrase_text(place, verb.subject)
    return ""


def those_who(place: Place) -> str:
    """Of whom a share is that does something: "77 percent | were over 26", "one in eight | graduates left"."""
    if place.quantity.unit != PERCENT:
        return ""
    verb = _said_of(place)
    if verb is None:
        return _with_participle(place) or (_group(place, len(place.sentence.words)) if not place.preposition else "")
    whole = _whole(place, verb)
    if verb.lemma in _SUMS and not (whole and are_people(whole.split()[-1])):
        return ""
    if not whole:
        held = place.phrase_at(place.last - 1)
        if held is not None and held.head >= place.last and place.word(place.last) != "of":
            return ""  # "the 32 percent | support gives him a lead"
        whole = _among(place) or CARRIED
    if whole == CARRIED:
        people = (verb.lemma in HUMAN and not verb.passive) or (
            verb.lemma == "be" and place.tag(verb.last) in (Tag.ADJ, Tag.NOUN, Tag.NAME, Tag.PREP, Tag.ADV)
        )
    else:
        people = are_people(whole.split(" of ")[0].split(" in ")[0].split()[-1])
    if place.word(verb.first) in ("is", "was", "has") and (not whole or not verb.passive):
        return ""  # "5 percent is too high"
    verb, start = _told(place, verb)
    room = max(4, _SHORT - len(whole.split()))
    if verb.lemma == "be" or verb.passive:
        start = _behind_be(place, verb)
        if whole == CARRIED or (verb.lemma == "be" and place.tag(start) in (Tag.NOUN, Tag.NAME, Tag.DET)):
            start = verb.first
    said = predicate(place, start, verb.clause[1], room)
    if not said:
        return ""
    reduced = start > verb.first
    if reduced and " " not in said and place.tag(start) is Tag.ADJ and whole != CARRIED:
        return f"{said} {whole}"
    joint = "" if reduced else ("who " if people else "which ")
    return f"{whole} {joint}{said}"


def group_near(place: Place) -> str:
    """Whom a survey asked, by the last group that the text named before the figure; else "people"."""
    at, text = place.quantity.start, place.document.plain
    found = None
    for found in _GROUPS.finditer(text, max(0, at - _NEAR), at):  # noqa: B007 - the last one is wanted
        pass
    return found[0] if found is not None else "people"


_GROUPS = re.compile(
    r"\b(?:(?:likely|registered|eligible|young|older|Republican|Democratic|independent) )*"
    r"(?:voters|respondents|participants|adults)\b"
)
"""Whom surveys ask."""


def goes_to(place: Place) -> str:
    """What a share goes to that is itself the subject: "3 percent | should go to roads"."""
    verb = _said_of(place)
    if verb is None or not (verb.lemma == "go" or (verb.passive and verb.lemma in _SET_ASIDE)):
        return ""
    if place.word(verb.last) not in ("to", "on", "for", "towards", "toward") or _whole(place, verb):
        return ""
    return phrase_text(place, place.phrase_from(verb.last + 1))


_SET_ASIDE = listed("spend allocate earmark set devote use invest reserve put")


def _with_participle(place: Place) -> str:
    """ "with 10 percent | not planning to vote"."""
    at = place.last + (place.tag(place.last) is Tag.NOT)
    if place.word(place.before) != "with" or place.tag(at) not in (Tag.ING, Tag.PART):
        return ""
    return f"{CARRIED} {predicate(place, place.last, place.last + 12, 6)}"


def _said_of(place: Place) -> Verb | None:
    """The finite verb whose subject the figure is."""
    for verb in place.verbs():
        subject = verb.subject
        hidden = subject is None and place.before <= 0 and place.word(0) in _ABOUT  # "About half of them | left"
        if (
            hidden
            and verb.form is Form.FINITE
            and not verb.relative
            and place.last <= verb.first <= place.last + 14
            and place.tag(verb.first - 1) in NOUNS
        ):
            return verb
        if (
            subject is not None
            and verb.form is Form.FINITE
            and (not verb.relative or (place.word(verb.first - 1) == "who" and verb.first <= place.last + 2))
            and subject.first <= place.first < subject.whole
            and place.last <= verb.first <= place.last + 14
            and not _leaves_brackets(place, verb)
        ):
            return verb
    return None


def _leaves_brackets(place: Place, verb: Verb) -> bool:
    between = place.sentence.lower[place.last : verb.first]
    return ")" in between and "(" not in between


def _told(place: Place, verb: Verb) -> tuple[Verb, int]:
    """Past "say that they": what those of a survey say of themselves is what they are."""
    start = verb.first
    if verb.lemma in SAY | {"think", "believe"} and not verb.negated:
        for inner in place.verbs():
            subject = inner.subject
            if (
                inner.form is Form.FINITE
                and verb.last <= inner.first <= verb.last + 5
                and subject is not None
                and place.word(subject.head) == "they"
                and verb.last <= subject.first <= verb.last + 1
            ):
                return inner, inner.first
    return verb, start


def _behind_be(place: Place, verb: Verb) -> int:
    """The token behind "are" and "have been"; the verb's own first where it is denied or yet to be."""
    if verb.negated or verb.modal:
        return verb.first
    token = verb.first
    while token < verb.last and place.tag(token) in (Tag.BE, Tag.HAVE):
        token += 1
    return token


def _whole(place: Place, verb: Verb) -> str:
    """Of what a share is, where the figure's own phrase says so: "of voters", "eight in ten | companies"."""
    if place.word(place.last) == "of":
        phrase = place.phrase_at(place.last + 1)
        if phrase is None or (place.tag(phrase.head) is Tag.PRON and place.word(phrase.head) != "those"):
            return ""
        last = min(phrase.whole, verb.first)
        if place.word(phrase.head) == "those":
            return f"those {predicate(place, phrase.head + 1, verb.first, 5)}" if verb.first > phrase.last else ""
        return trimmed(place, place.last + 1, last)
    inside = _ONE_IN.match(place.quantity.surface)
    if inside is not None:
        return _PLURALS.get(inside[1], f"{inside[1]}s")
    return _group(place, verb.first)


_ONE_IN = re.compile(r"[\w-]+ (?!in |out )([a-z]{3,}) (?:in|out of) ")
"""A noun in the figure's own words: "one team in five"."""
_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children", "company": "companies"}


def _group(place: Place, until: int) -> str:
    """Those who stand right behind the figure: "eight in ten | companies"."""
    held = place.phrase_at(place.last - 1)
    if held is None or held.head < place.last or place.tag(held.head) not in NOUNS:
        return ""
    word = place.word(held.head)
    plural = place.noun(held.head) != word or are_people(word)
    return trimmed(place, place.last, min(max(held.last, held.whole), until)) if plural else ""


def _among(place: Place) -> str:
    """The group that the sentence begins with: "Among women, | 40 percent said no"."""
    if place.word(0) not in ("among", "of"):
        return ""
    phrase = place.phrase_from(1)
    if phrase is None or phrase.last > place.first or place.tag(phrase.head) is Tag.PRON:
        return ""
    return phrase_text(place, phrase)


def poll(place: Place) -> str:
    """What shares and points are of in a poll or a vote: the support for a side, its lead, the gap to the other."""
    if place.quantity.unit not in (PERCENT, PERCENTAGE_POINTS) or place.modifies is not None:
        return ""
    if place.word(place.last) in _RATED:
        return f"{place.word(place.last)} rating"  # "40 percent | positive"
    points = place.quantity.unit == PERCENTAGE_POINTS or place.preposition == "by"
    if place.preposition == "of":
        return ""
    if points and place.word(place.before) == "within" and place.word(place.last) == "of":
        rival = phrase_text(place, place.phrase_at(place.last + 1))
        return f"gap to {rival}" if rival else "gap"
    verb = place.ruling
    if verb is None or verb.first > place.first or not any(_POLL.search(text) for text in _near(place)):
        return ""
    if points and place.preposition == "by" and place.word(verb.last) in ("ahead", "behind"):
        rival = phrase_text(place, place.phrase_at(verb.last + 2), whole=False)
        noun = "lead over" if place.word(verb.last) == "ahead" else "gap to"
        return f"{noun} {rival}" if rival else noun.split()[0]
    if points and place.preposition == "by" and verb.lemma in WIN | _WON:
        return "margin"
    if verb.passive and place.preposition == "by":
        return ""  # "was backed by | 6 in 10 voters"
    if verb.lemma in OUTRUN:
        if points:
            return _margin(place, verb)
        return "support"
    if verb.lemma in SUPPORT:
        side = verb.subject if verb.passive else verb.object
        return _support(place, side, second=place.preposition == "to")
    if verb.lemma in WIN and not points and place.word(place.last) != "of":
        won = verb.object
        if won is not None and won.last <= place.first and place.word(won.last) == "of":
            return CARRIED  # "must win 53 percent of the delegates, and she | 59 percent"
        side = _named_before(place) or verb.subject
        return _support(place, side, second=False) if side is not None and place.named(side.head) else "support"
    side = place.phrase_at(place.before - 1) if place.preposition == "at" else None
    if side is not None and place.tag(side.head) is Tag.NAME:
        return _support(place, side, second=False)  # "with Rossi at 12 percent"
    first = place.preposition == "" and place.word(place.last) in ("to", "versus")
    first = first and place.tag(place.last + 1) is Tag.NUM
    second = place.word(place.before) in ("to", "versus") and place.word(place.before - 1) in ("percent", "cent", "%")
    return "support" if (first or second) and verb.lemma not in RISE | FALL else ""


def _support(place: Place, side: Phrase | None, *, second: bool) -> str:
    """Support for a side; of "72 percent to | 8 percent" the second figure is the other side's."""
    if side is None or second or side.first <= place.first < side.last:
        return "support"
    return f"support for {phrase_text(place, side, whole=False)}".removesuffix(" for ")


def _named_before(place: Place) -> Phrase | None:
    """The name right before a figure whose verb is left out: "A won 42 percent, B | 34 percent"."""
    if not place.named(place.first - 1) or place.word(place.first - 1) == "'s":
        return None
    return place.phrase_at(place.first - 1)


def _margin(place: Place, verb: Verb) -> str:
    noun = "gap to" if verb.lemma == "trail" else "lead over"
    rival = verb.object if verb.object is not None and verb.object.last <= place.first else None
    if rival is None and place.word(place.last) in ("over", "on", "behind"):
        rival = place.phrase_at(place.last + 1)
    named = phrase_text(place, rival, whole=False)
    return f"{noun} {named}" if named else noun.split()[0]
