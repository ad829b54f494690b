"""Whose figure it is, or who is to bring it about: looks in an order; the first that finds somebody tells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from worker.domain.reading import COUNT, PERCENT, Fact, Kind, Status
from worker.facts.grammar import Form as VerbForm
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.accused import of_accused
from worker.facts.meaning.beside import borne, done_by, fortune, headed, is_led, of_land, tallied
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.contests import listed_with, of_contest, of_support, respective
from worker.facts.meaning.cues import DEMAND
from worker.facts.meaning.doers import PARTS_CLAUSES, agent_of, blamed_by, in_list, is_finite, nearest_subject
from worker.facts.meaning.mainly import spoken_of, staffs
from worker.facts.meaning.owners import acts, is_group, named_before, of_main, of_undertaking, owner
from worker.facts.meaning.parties import Parties, is_market
from worker.facts.meaning.place import PARTICLES, Place
from worker.facts.meaning.surveyed import of_group, of_pollster

_PRESSES = (DEMAND | {"want"}) - {"need", "require"}
"""Verbs by which somebody demands of others; who needs or requires something is to have it."""
_ONLY_SAY = WORDS["only-say"]
"""Who only tells a figure is not who it belongs to: "insurers put the loss at $38m"."""
_ONLY_COUNT = WORDS["only-count"]
_MEASURES = WORDS["measure"]
_TOLL = WORDS["toll"]
_DEEP = 12
"""Verbs that a chain has at most."""
_GO_ON = frozenset({"and", "or", ",", "including"})
NOBODY = ""
"""What a look answers where the figure is nobody's, so that no other is asked."""


@dataclass(slots=True)
class Case:
    """A figure and what is known of it: its place and kind, how far it has come and which verb says so, who says it,
    the facts before it. In the document's parties it looks for whose it is.
    """

    place: Place
    kind: Kind
    status: Status
    decided: Verb | None
    speaker: str | None
    parties: Parties
    before: Sequence[Fact]
    number: int | None = None

    def __post_init__(self) -> None:
        self.number = _ruling(self.place)

    @property
    def verb(self) -> Verb | None:
        """The verb in whose clause the figure stands."""
        return None if self.number is None else self.place.grid.verbs[self.number]

    def chain(self) -> Iterator[Verb]:
        """That verb, then the verb whose complement that is, and so on outwards."""
        number, seen = self.number, 0
        while number is not None and seen < _DEEP:
            yield self.place.grid.verbs[number]
            number, seen = self.place.grid.verbs[number].governor, seen + 1


def _ruling(place: Place) -> int | None:
    """The verb that rules a figure, which is no subject of one behind "and": "sent 400 men | and there was"."""
    number = place.verb
    if number is None:
        return None
    verbs, words = place.grid.verbs, place.sentence.lower
    for earlier in reversed(place.grid.verbs_near(place.first)):
        # "possessed a gun, three rifles, two | knives, police said"
        if verbs[earlier].last <= place.first and in_list(place, verbs[earlier]):
            return earlier
    verb = verbs[number]
    if verb.first < place.last or not PARTS_CLAUSES & set(words[place.last : verb.first]):
        return number
    for earlier in range(number - 1, max(-1, number - _DEEP), -1):
        if verbs[earlier].last <= place.first:
            return earlier if not PARTS_CLAUSES & set(words[verbs[earlier].last : place.first]) else number
    return number


def actor_of(case: Case) -> str | None:
    """Whose figure it is or who is to do it, or None where the text does not say."""
    for look in _LOOKS:
        found = look(case)
        if found:
            return case.parties.fullest(found)
        if found is not None:
            break
    return _goes_on(case) or of_support(case.place, case.parties) or _of_dominant(case)


def _nobody(case: Case) -> str | None:
    """Figures that only compare, and those of markets, are nobody's."""
    place = case.place
    if place.compares or place.ruling is None:
        return NOBODY
    subject = place.ruling.subject
    return (
        NOBODY if subject is not None and case.kind is not Kind.COUNT and is_market(place.sentence, subject) else None
    )


def _beside(case: Case) -> str | None:
    place, parties = case.place, case.parties
    return (
        (headed(place, parties) if case.speaker is None else None)
        or tallied(place, parties)
        or done_by(place, parties, case.speaker)
        or borne(place, parties, case.speaker)
        or fortune(place, parties)
        or of_land(place)
    )


def _listed(case: Case) -> str | None:
    return listed_with(case.place, case.parties, case.before)


def _contest(case: Case) -> str | None:
    return of_contest(case.place, case.parties, case.before)


def _accused(case: Case) -> str | None:
    return of_accused(case.place, case.parties)


def _group(case: Case) -> str | None:
    return of_group(case.place, case.parties, case.before) or of_pollster(case.place, case.parties)


def _relative(case: Case) -> str | None:
    """Who does what hangs on the figure: "the 5% that | the ministry offered", "the $64 million | it needs"."""
    place = case.place
    opened = place.word(place.last) in ("that", "which")
    for verb in place.verbs():
        subject = verb.subject
        if verb.first < place.last or subject is None or subject.first != place.last + opened:
            continue
        whole = place.word(place.first - 1) == "the" or place.word(place.first) == "the"
        if verb.passive or not whole or (place.tag(subject.head) is Tag.NUM):
            return None
        if verb.lemma in _PRESSES or verb.lemma in _ONLY_SAY:
            return NOBODY
        return acts(place, subject, case.parties, case.speaker)
    return None


def _possessor(case: Case) -> str | None:
    """Who stands as the owner before the figure: "the state's | $2 billion", "its order of | 30 jets"."""
    place = case.place
    phrase = place.phrase_at(place.first)
    if place.word(place.before) == "of":
        phrase = place.phrase_before(place.before)
    if phrase is None or place.word(place.last) == "of":
        return None
    end = min(phrase.last, place.first)
    if not any(
        place.tag(token) is Tag.POSS or place.word(token) in ("its", "their", "his", "her")
        for token in range(phrase.first, end)
    ):
        return None
    return owner(place, phrase, case.parties)


def _is_subject(case: Case) -> str | None:
    """A figure that is itself the subject is of who does it in the passive, or of whose it is."""
    place, verb = case.place, case.verb
    subject = verb.subject if verb is not None else None
    if verb is None or subject is None or not subject.first <= place.first < subject.whole:
        return None
    if verb.last <= place.first:
        return None
    if verb.passive and verb.agent is not None and verb.lemma not in _TOLL:
        return acts(place, verb.agent, case.parties, case.speaker) or NOBODY
    return NOBODY


def _behind(case: Case) -> str | None:
    """Whose the thing is that hangs on the figure: "a 400-percent increase in | the alliance's air defences"."""
    place = case.place
    counted = place.quantity.unit == COUNT and case.kind is Kind.COUNT and not _measured(place)
    if counted and not _reached(case):
        return NOBODY
    phrase = place.phrase_at(place.first)
    if place.modifies is None or phrase is None or place.quantity.unit == COUNT:
        return None
    token = phrase.last + (place.word(phrase.last) in ('"', "'"))
    if place.word(token) not in ("in", "of", "to", "on"):
        return None
    beside = place.phrase_from(token + 1)
    return None if beside is None or not _possessed(place, beside) else owner(place, beside, case.parties)


def _measured(place: Place) -> bool:
    return any(place.noun(token) in _MEASURES for token in range(place.first, place.last))


def _reached(case: Case) -> bool:
    """Whether a count is what the verb is done to, or what its object is of: "had a fleet of | 270 aircraft"."""
    place, verb = case.place, case.verb
    if verb is None:
        return False
    if verb.lemma == "agree" or _direct(place, verb) or is_led(place, verb) or in_list(place, verb):
        return True
    thing = verb.object
    return (
        thing is not None
        and thing.last <= place.before + 1
        and place.first < thing.whole
        and place.word(thing.last) in ("of", "for")
        and place.before == thing.last
    )


def _direct(place: Place, verb: Verb) -> bool:
    """Whether the figure is the verb's object, with nothing but adverbs between."""
    return verb.last <= place.first and all(
        place.tag(token) in (Tag.ADV, Tag.NOT) or place.word(token) in PARTICLES
        for token in range(verb.last, place.before + 1)
    )


def _possessed(place: Place, phrase: Phrase) -> bool:
    return any(
        place.tag(token) is Tag.POSS or place.word(token) in ("its", "their", "his", "her")
        for token in range(phrase.first, phrase.last)
    )


def _doer(case: Case) -> str | None:
    """The subject that shares its doer with the figure's verb: "plans to spend", "agreed to cut".

    A clause that somebody else says or orders has its own.
    """
    inner: Verb | None = None
    for outer in case.chain():
        if inner is not None and inner.form is VerbForm.FINITE:
            break
        inner = outer
        told, found = _by(case, outer)
        if told:
            return found
    return None


def _by(case: Case, verb: Verb) -> tuple[bool, str | None]:
    """Whether one verb of the chain tells whose the figure is, and whose."""
    place, parties = case.place, case.parties
    passive = verb.passive and verb.lemma != "tie" and not is_led(place, verb) and not is_finite(place, verb)
    subject = agent_of(place, verb) if passive else nearest_subject(place, verb)
    if passive and subject is None:
        whose = _of_thing(case, verb.subject)
        return whose is not None, whose
    if subject is None or subject.first <= place.first < subject.whole:
        return False, None
    where = place.word(verb.first - 1) == "that" and place.word(subject.first - 1) in ("in", "at", "near")
    if verb.relative and where and place.named(subject.head):
        # "Roe held a rally in | Springfield that drew 5,000"
        return (False, None) if verb.governor is None else _by(case, place.grid.verbs[verb.governor])
    blamed = blamed_by(place, verb)
    if blamed is not None:
        subject = blamed
    presses = case.status is Status.DEMANDED and verb is case.decided and verb.lemma in _PRESSES
    if presses and not _own_demand(place, verb):
        return True, NOBODY
    subject = respective(place, verb, case.before) or subject
    numbered = place.word(subject.first)[:1].isdigit() or place.noun(subject.head) in _MEASURES
    if numbered and not is_group(place.word(subject.head)):
        return False, None
    acting = acts(place, subject, parties, case.speaker)
    if acting is not None:
        if verb.lemma in _ONLY_SAY:
            return True, _of_forecast(case, verb, acting) or NOBODY
        if place.quantity.unit == COUNT and verb.lemma in _ONLY_COUNT:
            return True, NOBODY
        return True, _for_house(case, acting)
    if place.quantity.unit == COUNT and verb.lemma in _TOLL:
        return True, NOBODY
    whose = _of_thing(case, subject)
    if whose is None and place.tag(subject.head) is Tag.NOUN:
        return True, of_main(place, subject, parties)
    return whose is not None, whose


def _of_forecast(case: Case, verb: Verb, teller: str) -> str | None:
    """Whose a figure is that somebody expects or sees: a company's own, or that of the one the text is about: "Norva
    sees | sales growth of 2 percent", "Analysts expected | 52 cents a share".
    """
    place, main = case.place, case.parties.main
    if main is None or case.kind is Kind.COUNT:
        return None
    phrases = (verb.object, place.phrase_at(place.first), place.phrase_at(place.before - 1))
    held = place.word(place.last) == "a" and place.word(place.last + 1) == "share"
    for phrase in phrases:
        held = held or (phrase is not None and of_main(place, phrase, case.parties) is not None)
    if not held:
        return None
    return teller if case.parties.fullest(teller) == main else main


def _of_thing(case: Case, thing: Phrase | None) -> str | None:
    """Whose the thing is that a verb says something of: by its owner, or as a deal that is spoken of again."""
    place = case.place
    if thing is None or thing.first <= place.first < thing.whole:
        return None
    whose = owner(place, thing, case.parties)
    if whose is None and case.kind is not Kind.COUNT and place.tag(thing.head) is Tag.NOUN:
        return of_undertaking(place, thing, case.parties, case.before)
    return whose


def _for_house(case: Case, doer: str) -> str:
    """Who does it, or, where that is a person, the organisation whose the thing is: "expand the Norva | fleet"."""
    verb = case.verb
    thing = verb.object if verb is not None else None
    if thing is None or thing.first <= case.place.first < thing.last:
        return doer
    place = case.place
    holds = place.before == thing.last and place.word(thing.last) in ("of", "for")
    if holds and any(place.tag(token) is Tag.POSS for token in range(thing.first, thing.last)):
        return owner(place, thing, case.parties) or doer  # "debate | the agency's request for $2bn"
    if not case.parties.is_person(doer):
        return doer
    return named_before(case.place, thing, case.parties) or doer


def _own_demand(place: Place, verb: Verb) -> bool:
    """Whether who demands is also whose figure it is: "nurses want 11%", as against "wants insurers to cover"."""
    return verb.lemma == "want" and place.quantity.unit == PERCENT and _direct(place, verb) and place.modifies is None


def _owned(case: Case) -> str | None:
    """Whose the figure's own phrase is, or what its verb is done to."""
    place, verb = case.place, case.verb
    if case.kind is Kind.COUNT or verb is None:
        return None
    target = verb.object if verb.object is not None and verb.object.last <= place.first else None
    for phrase in (place.phrase_at(place.first), target):
        if phrase is not None:
            whose = owner(place, phrase, case.parties) or of_main(place, phrase, case.parties)
            if whose is not None:
                return whose
    return None


def _goes_on(case: Case) -> str | None:
    """Whose the figure before was, where this one only goes on: "40 jets and | 20"."""
    if not case.before:
        return None
    place, last = case.place, case.before[-1]
    if place.word(place.before) == "or":  # "led by 1,500 votes out of 62,000, or | 0.2 points"
        for fact in reversed(case.before[-2:]):
            if fact.actor is not None and fact.quantity.start >= place.sentence.start:
                return fact.actor
    if last.quantity.unit != place.quantity.unit or last.actor is None:
        return None
    if last.kind is not case.kind and place.word(place.before) != "including":
        return None
    goes_along = place.sentence.start <= last.quantity.start and place.word(place.before) in _GO_ON
    sentence = place.document.sentence_at(last.quantity.start)
    near = sentence is not None and place.sentence.number - sentence.number <= 1
    goes_on = case.kind is Kind.TARGET and near and case.speaker is not None and last.speaker == case.speaker
    return last.actor if goes_along or goes_on else None


def _of_dominant(case: Case) -> str | None:
    """The one organisation that all of the text is about, where the sentence has spoken of it and lets nobody else
    act; or what it has: staff and shops. Those whom something befalls are nobody's, nor is what others say theirs.
    """
    main, place = case.parties.dominant, case.place
    if main is None or place.compares or place.quantity.unit == PERCENT:
        return None
    speaker = case.speaker
    if speaker is not None and case.parties.is_person(speaker) and case.parties.house_of(speaker) != main:
        return None
    if not (spoken_of(place, main) or staffs(place)):
        return None
    for verb in case.chain():
        if verb.lemma in _TOLL or (verb.lemma == "be" and verb.subject is None):
            return None
        subject = verb.agent if verb.passive else verb.subject
        if subject is None or subject.first <= place.first < subject.whole:
            continue
        doer = acts(place, subject, case.parties, case.speaker)
        if doer is not None and case.parties.fullest(doer) != main:
            return None
    return main


_LOOKS: tuple[Callable[[Case], str | None], ...] = (
    _beside,
    _listed,
    _accused,
    _contest,
    _group,
    _nobody,
    _relative,
    _possessor,
    _is_subject,
    _behind,
    _doer,
    _owned,
)
