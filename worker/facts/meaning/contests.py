"""Whose a figure is that stands beside its owner, or against another's: lists, brackets, polls, votes."""

from collections.abc import Sequence

from worker.domain.reading import COUNT, PERCENT, PERCENTAGE_POINTS, Fact
from worker.facts.grammar import Phrase, Verb
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.owners import is_group, owner
from worker.facts.meaning.parties import Parties, is_market, name_of
from worker.facts.meaning.place import TIMES, Place
from worker.text.wordlists import listed

_PREFER = WORDS["preference"]
_SUPPORT = WORDS["support"]
_AGAINST = listed("to versus vs against")
_SIDES = listed("against over versus vs")
_LINKS = frozenset({"by", "and", ",", "while", ";"})
_SHARES = frozenset({PERCENT, PERCENTAGE_POINTS})
_OPENING = 3
"""Phrases of a sentence that are asked whether they name somebody's support."""
_BACK = 8
"""Facts that are asked who else stands in a contest."""


def listed_with(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """Whose a figure is by standing right behind a name: "must win 53 percent, Cruz | 59 percent", "Ohio, | 66
    delegates,", "Hispanics | (32%)". A sum in brackets behind another is the same in other money.
    """
    opened = place.word(place.first - 1) == "(" or place.word(place.before) == "("
    if opened:
        return _in_brackets(place, parties, before)
    ahead = place.phrase_at(place.before)
    if ahead is not None and ahead.last == place.before + 1 and not ahead.first <= place.first < ahead.last:
        return _gapped(place, ahead, parties, before)
    if place.word(place.before) in ("at", "with", "on") and place.quantity.unit in _SHARES:
        beside = place.phrase_at(place.before - 1)  # "followed by Rubio | at 13%"
        if beside is not None and beside.last == place.before and place.word(beside.first - 1) in _LINKS:
            return name_of(place, beside, parties) if place.named(beside.head) else None
    if place.word(place.before) == "," and place.quantity.unit == COUNT and place.word(_end(place)) == ",":
        beside = place.phrase_before(place.before)
        if beside is not None and beside.last == place.before and place.named(beside.head):
            return None if place.noun(beside.head) in TIMES else name_of(place, beside, parties)
    return None


def respective(place: Place, verb: Verb, before: Sequence[Fact]) -> Phrase | None:
    """Which of several subjects a figure is of: "Roe and Poe trailed by 5 and | 10 points, respectively"."""
    subject = verb.subject
    if subject is None or subject.joined < 0:
        return None
    words = place.sentence.lower
    if "respectively" not in words[place.last : place.last + 12]:
        return None
    order = 0
    for fact in reversed(before[-_BACK:]):
        if fact.quantity.start < place.sentence.start or fact.quantity.unit != place.quantity.unit:
            break
        order += 1
    if not order and place.word(place.before) == "and":  # "by 5 and 10 points": one figure takes the other's unit
        order = 1
    found = subject
    for _ in range(order):
        if found.joined < 0:
            return None
        found = place.grid.phrases[found.joined]
    return found


def _end(place: Place) -> int:
    phrase = place.phrase_at(place.first)
    return phrase.last if phrase is not None else place.last


def _in_brackets(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """Whose a figure in brackets is: of the group before them, or of whose the figure before them is."""
    if before and 0 <= place.quantity.start - before[-1].quantity.end <= 3:
        return before[-1].actor
    at = place.first - 1 if place.word(place.first - 1) == "(" else place.before
    phrase = place.phrase_at(at - 1)
    if phrase is None or phrase.last != at or place.quantity.unit not in _SHARES:
        return None
    if place.named(phrase.head) or is_group(place.word(phrase.head)):
        return None if is_market(place.sentence, phrase) else name_of(place, phrase, parties)
    return owner(place, phrase, parties)


def _gapped(place: Place, ahead: Phrase, parties: Parties, before: Sequence[Fact]) -> str | None:
    """A list whose verb is said once: the name before each figure is its own subject."""
    if not before or before[-1].quantity.unit != place.quantity.unit or not place.named(ahead.head):
        return None
    if before[-1].quantity.start < place.sentence.start or place.noun(ahead.head) in TIMES:
        return None
    if place.word(ahead.first - 1) not in (",", "and", "while", ";", "but"):
        return None
    return None if is_market(place.sentence, ahead) else name_of(place, ahead, parties)


def of_contest(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """Whose a share is in a poll or a vote: of whom people are for, or, behind "to", of the other side."""
    if place.quantity.unit not in _SHARES:
        return None
    second = _second(place, parties, before)
    if second is not None:
        return second
    verb = place.ruling
    if verb is None:
        return None
    if place.word(place.last) == "for":
        voted = place.phrase_from(place.last + 1)
        person = _person(place, voted, parties)
        if person is not None:
            return person
    if place.preposition not in ("", "by", "to"):
        return None
    if verb.lemma in _PREFER or (verb.passive and verb.lemma == "name"):
        whom = verb.subject if verb.passive else verb.object
        if whom is not None and whom.last <= place.first:
            return _person(place, whom, parties) or (
                name_of(place, whom, parties) if place.named(whom.head) else None
            )
    return None


def of_support(place: Place, parties: Parties) -> str | None:
    """Whose the support is that a sentence opens with: "Approval of | Roe, still low, has risen 8 points"."""
    if place.quantity.unit not in _SHARES:
        return None
    for phrase in place.grid.phrases[:_OPENING]:
        if phrase.last > place.first:
            return None
        if place.head(phrase) in _SUPPORT and place.word(phrase.last) in ("of", "for"):
            return _person(place, place.phrase_from(phrase.last + 1), parties)
    return None


def _person(place: Place, phrase: Phrase | None, parties: Parties) -> str | None:
    if phrase is None:
        return None
    sentence = place.sentence
    mention = parties.within(sentence.starts[phrase.first], sentence.ends[phrase.last - 1])
    if mention is None or not mention.start <= sentence.starts[phrase.head] < mention.end:
        return None
    return mention.person


def _second(place: Place, parties: Parties, before: Sequence[Fact]) -> str | None:
    """Whose the second of two shares is: "leads Roe 50 percent to | 44 percent", "51 percent to her | 35 percent"."""
    if (
        not before
        or before[-1].quantity.start < place.sentence.start
        or before[-1].quantity.unit != place.quantity.unit
    ):
        return None
    first = place.sentence.token_at(before[-1].quantity.end - 1) + 1
    between = range(first, place.first)
    if not between or place.word(first) not in _AGAINST or len(between) > 3:
        return None
    sentence = place.sentence
    mention = parties.within(sentence.starts[first], sentence.starts[place.first])
    if mention is not None:
        return mention.person
    one = before[-1].actor
    if len(between) > 1 or one is None or not parties.is_person(one):
        return one if len(between) == 1 else None
    if place.word(place.last) == ")":
        return one
    verb = place.ruling
    sides = [verb.object] if verb is not None else []
    near = range(max(0, place.first - 16), place.first)
    sides.extend(place.phrase_from(token + 1) for token in near if place.word(token) in _SIDES)
    for side in sides:
        other = _person(place, side, parties)
        if other is not None and other != one:
            return other
    for fact in reversed(before[-_BACK:]):
        if fact.actor is not None and fact.actor != one and parties.is_person(fact.actor):
            return fact.actor
    return None


def for_whom(place: Place, parties: Parties, limit: int) -> str | None:
    """Whom those are for that a share stands for: "45 percent said they would vote for | the governor".

    limit: the token before which the clause ends.
    """
    for verb in place.verbs():
        if not place.last <= verb.first < limit or verb.lemma not in _PREFER:
            continue
        if verb.negated:
            continue
        whom = verb.object
        if whom is None and place.word(verb.last) == "for":
            whom = place.phrase_from(verb.last + 1)
        found = _person(place, whom, parties)
        if found is not None:
            return found
    return None
