"""Whose figure it is, or who is to bring it about; and, where nobody is quoted, to whom a demand is ascribed."""

from bisect import bisect_left
from collections.abc import Sequence

from worker.domain.reading import COUNT, PERCENT, Form, Kind, Mention, Status
from worker.facts.document import Sentence
from worker.facts.grammar import Form as VerbForm
from worker.facts.grammar import Phrase, Tag, Verb
from worker.facts.meaning.cues import ATTRIBUTE, AUTHORITY, DEMAND, ORGANISED, SAY, listed, singular
from worker.facts.meaning.place import PARTICLES, TIMES, Place, is_name

_PRESSES = (DEMAND | {"want"}) - {"need", "require"}
"""Verbs by which somebody demands of others; who needs or requires something is to have it."""
_FEW = 12
"""Phrases of a sentence that are asked whom "it" means."""
_NOBODY = listed("it that this there which who what they he she i we you one some others")
_COMPANIES = listed("company firm carrier airline retailer maker manufacturer lender insurer")


class People:
    """Who is mentioned where: looked up by a place of the text. In: mentions in the order of the text."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._organisations: dict[str, str] = {}
        for mention in mentions:
            house = mention.organisation or mention.country
            if mention.person is not None and house:
                self._organisations.setdefault(mention.person, house)

    def within(self, start: int, end: int) -> Mention | None:
        """The last mention inside [start, end) whose person is known; names and roles before pronouns."""
        best: Mention | None = None
        for mention in self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if mention.end > end or mention.person is None:
                continue
            if best is None or mention.form is not Form.PRONOUN or best.form is Form.PRONOUN:
                best = mention
        return best

    def party_before(self, place: Place, phrase: Phrase, *, plural: bool) -> str | None:
        """Whom "it", "they" or "the company" means: the last named party before, that is no person.

        Subjects before other phrases, this sentence before the one ahead; two sentences back at most.
        """
        sentences = place.document.sentences
        number = place.sentence.number
        for back in range(3):
            if number < back:
                break
            sentence = sentences[number - back]
            limit = phrase.first if not back else len(sentence.words)
            best: Phrase | None = None
            for verb in sentence.parse.verbs[:_FEW]:
                subject = verb.subject
                if subject is not None and subject.last <= limit and self._is_party(sentence, subject, plural=plural):
                    best = subject
                    break
            if best is None and back:
                for other in sentence.parse.phrases[:_FEW]:
                    if other.last <= limit and self._is_party(sentence, other, plural=plural):
                        best = other
                        break
            if best is not None:
                return " ".join(
                    place.document.text[sentence.starts[best.first] : sentence.ends[best.last - 1]].split()
                )
        return None

    def _is_party(self, sentence: Sentence, phrase: Phrase, *, plural: bool) -> bool:
        if self.within(sentence.starts[phrase.first], sentence.ends[phrase.last - 1]) is not None:
            return False
        at = phrase.head
        while at > phrase.first and sentence.lower[at] in TIMES:  # "Solvane Energy today announced"
            at -= 1
        head = sentence.lower[at]
        if plural:
            return singular(head) in ORGANISED and singular(head) != head
        if is_name(sentence, at) and head not in TIMES:
            return not any(word[0].isdigit() for word in sentence.words[phrase.first : phrase.last])
        return head in AUTHORITY

    def organisation_of(self, person: str) -> str | None:
        """The organisation or country that a person's roles in this text name, or None."""
        return self._organisations.get(person)


def name_of(place: Place, phrase: Phrase | None, people: People) -> str | None:
    """Who a phrase means: a person by canonical name, else as printed; None for pronouns without a name."""
    if phrase is None:
        return None
    sentence = place.sentence
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last - 1]
    head = sentence.lower[phrase.head]
    mention = people.within(start, end)
    if mention is not None and mention.start <= sentence.starts[phrase.head] < mention.end:
        return mention.person
    if head in _NOBODY:
        return None
    if place.tag(phrase.head) is Tag.NOUN:
        beside = _apposed(place, phrase)
        if beside is not None:
            named = people.within(sentence.starts[beside.first], sentence.ends[beside.last - 1])
            return named.person if named is not None else place.text(beside.first, beside.last)
    # "a spokeswoman for the regulator" is one; "NATO members at the summit" ends at "members".
    last = phrase.last
    if place.word(last) == "&" and place.named(phrase.head):
        beside = place.phrase_at(last + 1)
        last = beside.last if beside is not None else last
    if phrase.whole > last and sentence.lower[last] in ("of", "for") and phrase.whole - phrase.first <= 9:
        last = phrase.whole
    return place.text(phrase.first, last).strip(" ,") or None


def _apposed(place: Place, phrase: Phrase) -> Phrase | None:
    """The name that stands between commas behind a noun: "the owner, | Norrland Metals, has offered"."""
    if place.word(phrase.whole) != ",":
        return None
    beside = place.phrase_at(phrase.whole + 1)
    if beside is None or beside.first != phrase.whole + 1 or not place.named(beside.head):
        return None
    return beside if place.word(beside.last) == "," else None


def actor_of(
    place: Place, kind: Kind, status: Status, decided: Verb | None, people: People, speaker: str | None
) -> str | None:
    """Whose figure it is or who is to do it, or None where the text does not say.

    Only verbs that share their doer with the figure's own are asked: "plans to spend", "agreed to cut"; a clause
    that somebody else says or orders has its own.
    """
    if place.compares:
        return None
    verb = place.ruling
    if verb is None:
        return None
    subject = verb.subject
    if subject is not None and subject.first <= place.first < subject.whole and verb.last > place.first:
        return None  # the figure is itself what does it: "94% of members voted"
    if place.quantity.unit == COUNT and not _direct(place, verb) and verb.lemma != "agree":
        return None
    behind = _owner_behind(place, people)
    if behind is not None:
        return behind
    chain = list(place.chain())
    for at, outer in enumerate(chain):
        inner = chain[at - 1] if at else None
        if inner is not None and inner.form is VerbForm.FINITE:
            break
        subject = outer.agent if outer.passive else outer.subject
        if subject is None or subject.first <= place.first < subject.whole:
            continue
        if (
            status is Status.DEMANDED
            and outer is decided
            and outer.lemma in _PRESSES
            and not _own_demand(place, outer)
        ):
            return None
        acting = _acts(place, subject, people, speaker)
        if acting is not None:
            return None if outer.lemma in _ONLY_SAY else acting
        owner = _owner(place, subject, people)
        if owner is not None:
            return owner
        if place.tag(subject.head) is Tag.NOUN:
            return None
    if kind is not Kind.COUNT:
        target = verb.object if verb.object is not None and verb.object.last <= place.first else None
        for phrase in (place.phrase_at(place.first), target):
            if phrase is not None:
                owner = _owner(place, phrase, people)
                if owner is not None:
                    return owner
    return None


# Who only tells a figure is not who it belongs to: "insurers put the loss at $38m".
_ONLY_SAY = listed(
    "say tell warn put estimate forecast expect predict see credit call claim think believe reckon value calculate"
)


def _direct(place: Place, verb: Verb) -> bool:
    """Whether the figure is the verb's object, with nothing but adverbs between."""
    return verb.last <= place.first and all(
        place.tag(token) in (Tag.ADV, Tag.NOT) or place.word(token) in PARTICLES
        for token in range(verb.last, place.before + 1)
    )


def _owner_behind(place: Place, people: People) -> str | None:
    """Whose the thing is that hangs on the figure: "a 400-percent increase in | the alliance's air defences"."""
    at = place.modifies
    phrase = place.phrase_at(place.first)
    token = phrase.last if at is not None and phrase is not None else place.last
    if place.word(token) in ('"', "'"):
        token += 1
    if place.word(token) not in ("in", "of", "to", "on"):
        return None
    beside = place.phrase_from(token + 1)
    return None if beside is None or not _possessed(place, beside) else _owner(place, beside, people)


def _possessed(place: Place, phrase: Phrase) -> bool:
    return any(
        place.tag(token) is Tag.POSS or place.word(token) in ("its", "their", "his", "her")
        for token in range(phrase.first, phrase.last)
    )


def _own_demand(place: Place, verb: Verb) -> bool:
    """Whether who demands is also whose figure it is: "nurses want 11%", as against "wants insurers to cover"."""
    return verb.lemma == "want" and place.quantity.unit == PERCENT and _direct(place, verb) and place.modifies is None


def _acts(place: Place, subject: Phrase, people: People, speaker: str | None) -> str | None:
    """The subject, if it can act or own: a name, a person, a group of people, we."""
    sentence = place.sentence
    head = sentence.lower[subject.head]
    if head in ("we", "i"):
        if speaker is None:
            return None
        return (people.organisation_of(speaker) if head == "we" else None) or speaker
    if head in ("it", "they") or (head in _COMPANIES and place.word(subject.first) in ("the", "its")):
        mention = people.within(sentence.starts[subject.first], sentence.ends[subject.last - 1])
        if mention is not None:
            return mention.person
        party = people.party_before(place, subject, plural=head == "they")
        return party or (place.text(subject.first, subject.last) if head in _COMPANIES else None)
    whose = _whose(place, subject, people)
    if whose is not None:
        return whose
    named = name_of(place, subject, people)
    if named is None:
        return None
    if place.word(subject.first) in ("his", "her", "my") and not people.within(
        sentence.starts[subject.first + 1], sentence.ends[subject.last - 1]
    ):
        return None  # "his client": somebody who is not named
    if (
        place.named(subject.head)
        or _human(head)
        or singular(head) in ORGANISED
        or _apposed(place, subject) is not None
    ):
        return named
    start = sentence.starts[subject.first]
    mention = people.within(start, sentence.ends[subject.last - 1])
    return named if mention is not None and mention.start <= sentence.starts[subject.head] < mention.end else None


def _human(noun: str) -> bool:
    """Whether a plural noun means people, by how it is built: nurses, economists, Nigerians."""
    return (
        noun.endswith(("ers", "ors", "ists", "ians", "ees", "men", "people", "adults", "children"))
        and noun not in _THINGS
    )


_THINGS = listed(
    "numbers members-only orders figures papers matters waters borders letters quarters numbers computers tankers "
    "factors sectors errors doors floors motors reactors tractors indicators corridors mirrors offers powers "
    "towers fees degrees committees trees guarantees papers headquarters drivers-licence"
)


def _whose(place: Place, phrase: Phrase, people: People) -> str | None:
    """Whom "whose" means: "May, | whose share doubled", or None where no whose stands."""
    at = phrase.first if place.word(phrase.first) == "whose" else phrase.first - 1
    if place.word(at) != "whose":
        return None
    before = place.phrase_before(at)
    return None if before is None else name_of(place, before, people)


def _owner(place: Place, phrase: Phrase, people: People) -> str | None:
    """Whose the thing is: "Norway's aid", "Germany's budget", "its deficit"."""
    sentence = place.sentence
    whose = _whose(place, phrase, people)
    if whose is not None:
        return whose
    if place.word(phrase.first) in ("his", "her") and _human(place.word(phrase.head) + "s"):
        return None
    for token in range(phrase.first, phrase.last):
        if place.tag(token) is Tag.POSS and token > phrase.first:
            first = phrase.first
            name = place.text(first, token)
            mention = people.within(sentence.starts[first], sentence.ends[token - 1])
            if mention is not None:
                return mention.person
            return name if place.noun(token - 1) not in TIMES else None
        if place.word(token) in ("its", "their", "his", "her", "our"):
            mention = people.within(sentence.starts[token], sentence.ends[token])
            if mention is not None:
                return mention.person
            if place.word(token) in ("its", "their"):
                return people.party_before(place, phrase, plural=place.word(token) == "their")
            return None
    # "profit | at Tolland & Sons", "the population | of Chad"
    if (
        phrase.whole > phrase.last
        and place.word(phrase.last) in ("at", "of", "in")
        and place.head(phrase) not in ORGANISED
        and place.first >= phrase.whole
    ):
        beside = place.phrase_from(phrase.last + 1)
        if beside is not None and place.named(beside.head) and place.word(beside.head) not in TIMES:
            return name_of(place, beside, people)
    return None


def demanding(place: Place, decided: Verb | None, people: People) -> str | None:
    """Who demands, proposes, estimates or tells the figure, in the text's own voice: "Nigeria had demanded"."""
    inner: Verb | None = None
    for verb in place.chain():
        told = inner is not None and inner.form is VerbForm.FINITE and verb.lemma in SAY | _SHOWS
        asks = verb.lemma in ATTRIBUTE and verb.form is not VerbForm.INFINITIVE
        inner = verb
        if verb.passive or verb.first > place.first:
            continue
        if told or asks:
            if verb.subject is None or (not told and verb.lemma in _LOOSE and not _estimates(place, verb)):
                return None
            return name_of(place, verb.subject, people) or _acts(place, verb.subject, people, None)
        if verb.form is VerbForm.FINITE and verb.relative:
            break
    if decided is not None and decided.passive and decided.agent is not None and decided.lemma in ATTRIBUTE:
        return name_of(place, decided.agent, people)
    return None


_LOOSE = frozenset({"put", "see", "give", "call", "press", "push"})
_SHOWS = frozenset({"find", "show", "indicate", "conclude", "reveal", "suggest", "estimate", "argue"})
"""Verbs by which polls, studies and reports say something."""


def _estimates(place: Place, verb: Verb) -> bool:
    """Whether "put", "see", "call" says what somebody thinks of a figure: "put the loss at $38m", "sees growth"."""
    words = place.sentence.lower[verb.last : place.first]
    if verb.lemma == "put":
        return "at" in words
    if verb.lemma in ("call", "press", "push"):
        return "for" in words or "to" in words
    return verb.lemma == "see" and verb.tense == "present"
