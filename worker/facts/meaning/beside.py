"""Whose a figure is by a name that stands beside it: "Jane Roe: two warrants", "Roe 384, Poe 300", "the $3 billion
offer | by Norva", "cost | the state $4 million".
"""

from worker.domain.reading import COUNT, PERCENT
from worker.facts.grammar import Form, Phrase, Tag, Verb
from worker.facts.meaning.central import WORDS
from worker.facts.meaning.owners import acts
from worker.facts.meaning.parties import Parties
from worker.facts.meaning.place import TIMES, Place
from worker.facts.people.lexicon import COUNTRY, LOOK_UP

FEASTS = frozenset({"christmas", "easter", "midnight", "noon", "dawn", "then", "now"})
_COSTS = WORDS["cost-whom"]
_CONTESTS = WORDS["contest"]
_FORTUNES, _OWNS = WORDS["fortune"], WORDS["own"]
_FORCES = WORDS["force"]
_TOLL = WORDS["toll"]
_BEFALLS = _TOLL | WORDS["captive"]
_NEAR = 3
"""Tokens between what a figure counts and who did it."""


def headed(place: Place, parties: Parties) -> str | None:
    """The person whose entry of a list the sentence is: "Jane Roe: | held on $70,000 bond"."""
    words, starts = place.sentence.words, place.sentence.starts
    mention = parties.at(starts[0])
    if mention is None or mention.start != starts[0]:
        return None
    at = next((token for token in range(1, min(12, len(words))) if starts[token] >= mention.end), 0)
    return mention.person if at and words[at] == ":" and at < place.first else None


def tallied(place: Place, parties: Parties) -> str | None:
    """The person whose name stands right before a bare number: "The count is Roe | 384, Poe | 300"."""
    if place.quantity.unit != COUNT or place.quantity.noun or not place.quantity.surface[:1].isdigit():
        return None
    if place.word(place.last) not in (",", ".", ";", "and", ""):
        return None
    start = place.sentence.starts[place.first]
    mention = parties.at(start - 2) if start > 1 else None
    return mention.person if mention is not None and mention.end == start - 1 else None


def done_by(place: Place, parties: Parties, speaker: str | None) -> str | None:
    """Who made, chose or holds what is counted: "sixteen priorities | identified by the ministry", "the $3bn offer |
    by Norva". What befalls people is nobody's.
    """
    phrase = place.phrase_at(place.first)
    if phrase is None or place.quantity.unit == PERCENT:
        return None
    if place.word(phrase.last) == "by":
        return _agent(place, place.phrase_from(phrase.last + 1), parties, speaker)
    for verb in place.verbs():
        near = phrase.last <= verb.first <= phrase.last + _NEAR
        own = verb.subject is not None and verb.subject.first <= place.first < verb.subject.last
        if near and own and verb.passive and verb.form is Form.PARTICIPLE and verb.lemma not in _BEFALLS:
            return _agent(place, verb.agent, parties, speaker)
    return None


def _agent(place: Place, agent: Phrase | None, parties: Parties, speaker: str | None) -> str | None:
    if agent is None or place.noun(agent.head) in TIMES | FEASTS or place.tag(agent.first) is Tag.NUM:
        return None
    return acts(place, agent, parties, speaker)


def borne(place: Place, parties: Parties, speaker: str | None) -> str | None:
    """Whom something costs or saves money: "The ads cost | the state $4 million"."""
    verb = next((verb for verb in place.chain() if verb.lemma in _COSTS), None)
    if verb is not None:
        whom = verb.object if not verb.passive else None
        if whom is None or whom.last > place.first or whom.last < place.before:
            return None
        return acts(place, whom, parties, speaker)
    before = place.phrase_at(place.before)  # where the grammar takes "cost" for a noun
    if before is None or place.word(before.first - 1) not in ("cost", "costs"):
        return None
    return acts(place, before, parties, speaker)


def fortune(place: Place, parties: Parties) -> str | None:
    """Whose a fortune is: "Roe has a net worth of | $17 million", "a $17 million | fortune"; of nobody named, the
    person's whom the text is about.
    """
    at = place.last + (place.word(place.last) == "net")
    if place.word(place.before) == "of" and place.noun(place.before - 1) in _FORTUNES:
        at = place.before - 1
    elif place.noun(at) not in _FORTUNES or (place.word(at) == "worth" and at == place.last):
        return None
    for verb in place.verbs():
        subject = verb.subject
        if verb.lemma not in _OWNS or verb.first > place.first or subject is None:
            continue
        found = acts(place, subject, parties, None)
        if found is not None:
            return found
    return parties.profiled


def of_land(place: Place) -> str | None:
    """The country whose troops are counted: "13,000 | US troops". Losses are nobody's."""
    phrase = place.phrase_at(place.first)
    verb = place.ruling
    if phrase is None or place.head(phrase) not in _FORCES or (verb is not None and verb.lemma in _TOLL):
        return None
    for token in range(place.first, phrase.head):
        if place.sentence.words[token][0].isupper() and LOOK_UP(place.word(token), 0) & COUNTRY:
            return place.sentence.words[token]
    return None


def is_led(place: Place, verb: Verb) -> bool:
    """Whether what looks like a passive is none: "Roe | led by 1,500 votes"; its "agent" is the figure."""
    agent = verb.agent
    return (
        agent is not None
        and verb.lemma in _CONTESTS
        and agent.first <= place.first < agent.last
        and not any(place.tag(token) is Tag.BE for token in range(verb.first, verb.last))
    )
