"""Who acts, and whose a thing is, as a noun phrase says it: by its head, its possessor, a name before its noun."""

from collections.abc import Sequence

from worker.domain.reading import Fact, Form
from worker.facts.grammar import Phrase, Tag
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.cues import ORGANISED, singular
from worker.facts.meaning.parties import Parties, apposed, is_market, name_of
from worker.facts.meaning.place import TIMES, Place
from worker.facts.people.lexicon import COUNTRY, DEMONYM, LOOK_UP, PLACE
from worker.text.wordlists import listed

_HOUSES = WORDS["organisation"]
_HOLDINGS = WORDS["holding"]
_UNDERTAKINGS = WORDS["undertaking"]
_COMPANIES = listed("company firm carrier airline retailer maker manufacturer lender insurer broadcaster automaker")
_TELLERS = WORDS["teller"]
_LANDS = frozenset({"country", "nation", "kingdom", "state"})
_POSSESSIVES = listed("its their his her our")
_AT = listed("at near around outside inside in from to")
_CALLED = WORDS["called"]
_THINGS = WORDS["thing"]


def acts(place: Place, subject: Phrase, parties: Parties, speaker: str | None) -> str | None:
    """The subject, if it can act or own: a name, a person, a group of people, we, the company."""
    sentence = place.sentence
    head = sentence.lower[subject.head]
    if head in ("we", "i"):
        if speaker is None:
            return None
        return (parties.house_of(speaker) if head == "we" else None) or speaker
    if head in ("itself", "themselves"):  # "The company itself | had"
        before = place.phrase_before(subject.first)
        return None if before is None or before.head == subject.head else acts(place, before, parties, speaker)
    company = singular(head) in _COMPANIES and place.word(subject.first) in ("the", "its")
    if head in ("it", "they") or company:
        mention = parties.within(sentence.starts[subject.first], sentence.ends[subject.last - 1])
        if mention is not None:
            return mention.person
        party = parties.party_before(place, subject, plural=head == "they", house=company)
        if party is None and company:
            party = parties.main
        return party or (place.text(subject.first, subject.last) if company else None)
    whose = _whose(place, subject, parties) or _called(place, subject.first, subject.last, parties)
    if whose is not None:
        return whose
    if head in _LANDS and subject.last - subject.first == 2 and place.word(subject.first) == "the":
        return parties.land(head) or place.text(subject.first, subject.last)
    if is_market(sentence, subject) or _only_where(place, subject) or _bracketed(place, subject):
        return None
    held = parties.at(sentence.starts[subject.head])
    if held is not None and held.form is Form.ROLE and held.end > sentence.ends[subject.last - 1]:
        return held.person  # "Former ambassador | to Kenya Ann Roe"
    named = name_of(place, subject, parties)
    if named is None:
        return None
    if place.word(subject.first) in ("his", "her", "my") and not parties.within(
        sentence.starts[subject.first + 1], sentence.ends[subject.last - 1]
    ):
        return None  # "his client": somebody who is not named
    if place.named(subject.head) or is_group(head) or apposed(place, subject) is not None:
        return named
    start = sentence.starts[subject.first]
    mention = parties.within(start, sentence.ends[subject.last - 1])
    return named if mention is not None and mention.start <= sentence.starts[subject.head] < mention.end else None


def _called(place: Place, first: int, last: int, parties: Parties) -> str | None:
    """The one organisation that all of a text is about, as "the agency", "the space agency"."""
    if place.word(first) != "the" or not 2 <= last - first <= 3 or place.noun(last - 1) not in _CALLED:
        return None
    return None if any(place.named(token) for token in range(first, last)) else parties.dominant


def is_group(noun: str) -> bool:
    """Whether a noun in small letters means people or a body that acts as one."""
    return _human(noun) or singular(noun) in ORGANISED


def _only_where(place: Place, phrase: Phrase) -> bool:
    """Whether a place only says where: "talks in | Geneva, which allowed" has the talks for its subject."""
    return (
        place.word(phrase.first - 1) in _AT
        and bool(LOOK_UP(place.word(phrase.head), 0) & (PLACE | COUNTRY))
        and place.tag(phrase.last) is not Tag.POSS
    )


def _bracketed(place: Place, phrase: Phrase) -> bool:
    """Whether a phrase stands in brackets: "(Wire) -- The two have signed"."""
    return place.word(phrase.first - 1) == "(" and place.word(phrase.last) == ")"


def _human(noun: str) -> bool:
    """Whether a plural noun means people, by how it is built: nurses, economists, Nigerians."""
    return (
        noun.endswith(("ers", "ors", "ists", "ians", "ees", "men", "people", "adults", "children"))
        and noun not in _THINGS
    )


def _whose(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    """Whom "whose" means: "May, | whose share doubled", or None where no whose stands."""
    at = phrase.first if place.word(phrase.first) == "whose" else phrase.first - 1
    if place.word(at) != "whose":
        return None
    near = place.phrase_at(at - 1 - (place.word(at - 1) == ","))
    before = near if near is not None and place.named(near.head) else place.phrase_before(at)
    return None if before is None else name_of(place, before, parties)


def owner(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    """Whose the thing is: "Norway's aid", "Germany's budget", "its deficit", "Lowe's shares", "US troops"."""
    sentence = place.sentence
    whose = _whose(place, phrase, parties)
    if whose is not None:
        return whose
    if place.head(phrase) in _TELLERS:
        return None
    if place.word(phrase.first) in ("his", "her") and _human(place.word(phrase.head) + "s"):
        return None
    for token in range(phrase.first, phrase.last):
        if place.tag(token) is Tag.POSS and token > phrase.first:
            return _possessor(place, phrase, token, parties)
        if place.word(token) in _POSSESSIVES:
            mention = parties.within(sentence.starts[token], sentence.ends[token])
            if mention is not None:
                return mention.person
            if place.word(token) in ("its", "their"):
                return parties.party_before(place, phrase, plural=place.word(token) == "their")
            return None
    before = named_before(place, phrase, parties)
    return before if before is not None else _hung(place, phrase, parties)


def _possessor(place: Place, phrase: Phrase, token: int, parties: Parties) -> str | None:
    """Who stands before "'s", or None for a time: "last year's"."""
    sentence, first = place.sentence, phrase.first
    if first <= place.first < token:  # "the $99 Logitech's keyboard"
        first = place.last
        if first >= token:
            return None
    mention = parties.within(sentence.starts[first], sentence.ends[token - 1])
    if mention is not None and mention.end >= sentence.ends[token - 1]:
        return mention.person
    if place.noun(token - 1) in TIMES | _TELLERS:
        return None
    if place.word(first) == "the" and place.noun(token - 1) in _COMPANIES:
        return parties.party_before(place, phrase, plural=False, house=True) or place.text(first, token)
    if place.word(first) == "the" and token - first == 2 and place.word(first + 1) in _LANDS:
        return parties.land(place.word(first + 1)) or place.text(first, token)
    return _called(place, first, token, parties) or place.text(first, token)


def _hung(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    """ "profit | at Tolland & Sons", "the population | of Chad"."""
    if (
        phrase.whole <= phrase.last
        or place.word(phrase.last) not in ("at", "of", "in")
        or place.head(phrase) in ORGANISED
        or place.first < phrase.whole
    ):
        return None
    beside = place.phrase_from(phrase.last + 1)
    if beside is None or not place.named(beside.head) or place.word(beside.head) in TIMES:
        return None
    return None if is_market(place.sentence, beside) else name_of(place, beside, parties)


def named_before(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    """The organisation that stands as a name before the noun: "Home Depot | shares", "the Emirates | fleet"."""
    head = phrase.head
    if place.named(head) or is_group(place.word(head)) or is_market(place.sentence, phrase):
        return None
    first = last = phrase.first + (place.word(phrase.first) in ("the", "a", "an", "this", "each"))
    words = place.sentence.words
    while last < head and (words[last][0].isupper() or words[last] == "&"):
        last += 1
    if last == first or (last == head and place.tag(head) is Tag.NAME):
        return None
    flags = LOOK_UP(place.word(last - 1), 0)
    if last - first == 1 and flags & (DEMONYM | PLACE | COUNTRY):
        return None
    mention = parties.within(place.sentence.starts[first], place.sentence.ends[last - 1])
    if mention is not None:
        return mention.person
    return place.text(first, last) if parties.names_house(words[first:last]) else None


def of_undertaking(place: Place, phrase: Phrase, parties: Parties, before: Sequence[Fact]) -> str | None:
    """Whose a deal, a plan or an order is that is spoken of again: who had the figure before, else who was named."""
    if place.head(phrase) not in _UNDERTAKINGS or place.word(phrase.first) not in ("the", "this", "that"):
        return None
    if any(place.named(token) for token in range(phrase.first, phrase.last)):
        return None
    for fact in reversed(before[-3:]):
        sentence = place.document.sentence_at(fact.quantity.start)
        if sentence is not None and place.sentence.number - sentence.number <= 2 and fact.actor is not None:
            return fact.actor
    return parties.party_before(place, phrase, plural=False)


def of_main(place: Place, phrase: Phrase, parties: Parties) -> str | None:
    """The organisation that the text is about, for what companies have: "the | stock", "comparable-store | sales"."""
    if place.head(phrase) not in _HOLDINGS and not (
        place.word(phrase.head) == "growth" and place.noun(phrase.head - 1) in _HOLDINGS
    ):
        return None
    if any(place.named(token) for token in range(phrase.first, phrase.last)) or phrase.whole > phrase.last + 4:
        return None
    return parties.main
