"""What a count is of: what is counted, with what became of it."""

from worker.domain.reading import COUNT
from worker.facts.grammar import Form, Tag
from worker.facts.meaning.cues import DIED, HARM, HUMAN, MEASURES, singular
from worker.facts.meaning.deeds import done_to, is_object
from worker.facts.meaning.looks import CARRIED
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.meaning.wording import are_people, behind, predicate, trimmed, with_pair
from worker.text.wordlists import listed

OTHERS = "\1"
"""Says that a figure counts others of what the one before counted."""
_SHORT = 8
"""Words of what a count is of, at most."""
_MORE = listed(
    "more additional extra other further new another of the its their his her our these those two three four five "
    "six seven eight nine ten eleven twelve dozen hundred"
)
_HURT = frozenset(DIED.values()) | {"dead", "missing"}
_ADRIFT = listed("beginning starting ending depending including according following using excluding during pending")
"""Participles that say nothing of the noun before them."""
_BEHIND = listed("in at from on with against inside outside")


def is_measure(place: Place) -> bool:
    """Whether a count is one of tonnes, acres, hours, which measure something that stands elsewhere."""
    noun = _noun(place)
    return bool(noun) and singular(noun.split()[-1].lower()) in MEASURES


def counted(place: Place) -> str:
    """What is counted, with what became of it where that is the news: "people injured", "MPs who signed"."""
    noun = _noun(place)
    if not noun:
        return ""
    if "-strong" in place.quantity.surface:
        return _strong(place)
    ahead = _ahead(place, noun)
    if ahead:
        return ahead
    if noun == "others":
        return _others(place)
    return _with_more(place, noun, place.last)


def _strong(place: Place) -> str:
    """ "A 15-strong British | team" counts the members of it."""
    phrase = place.phrase_at(place.last - 1)
    what = trimmed(place, place.first + 1, phrase.last) if phrase is not None else ""
    what = what.removeprefix("strong ").removeprefix("-strong ")
    return f"members of {what}" if what else "members"


_BETWEEN = {**dict.fromkeys(("lead", "edge", "top"), "lead in"), **dict.fromkeys(("trail", "lag"), "gap in"),
            **dict.fromkeys(("win", "beat", "defeat", "lose"), "margin in")}  # fmt: skip


def _ahead(place: Place, noun: str) -> str:
    """What votes are of by which one side is ahead: "led | by 1,500 votes"."""
    verb = place.ruling
    if verb is None or place.preposition != "by" or noun.lower() not in ("votes", "seats", "delegates", "ballots"):
        return ""
    between = _BETWEEN.get(verb.lemma, "")
    return f"{between} {noun}" if between else ""


def _others(place: Place) -> str:
    """Others of those counted before, or of those whom "of" names: "five others | of the attackers"."""
    done = done_to(place)
    if place.word(place.last) == "of":
        found = behind(place, place.last, frozenset({"of"}))
        if found:
            return f"{found} {done}".strip()
    if not done and place.tag(place.last) is Tag.PART:
        return f"{OTHERS} {predicate(place, place.last, place.last + 12, 5)}"
    return f"{CARRIED} {done}" if done else OTHERS


def _with_more(place: Place, noun: str, last: int) -> str:
    """A counted noun that ends before a token, with what restricts it there or became of it."""
    room = _SHORT - len(noun.split())
    word, tag = place.word(last), place.tag(last)
    if word == "of":
        found = behind(place, last, frozenset({"of"}))
        return f"{noun} of {found}" if found else noun
    if word in ("who", "which") and room > 2:
        clause = predicate(place, last + 1, min(_next_finite(place, last + 1), last + 12), room - 1)
        return f"{noun} {word} {clause}" if " " in clause else noun
    if word in _HURT and place.preposition and room > 1:
        return f"{noun} {word}"  # "the parents of two women | killed in the attack"
    if (tag is Tag.PART or (tag is Tag.ING and word not in _ADRIFT)) and room > 1 and not _finite_at(place, last):
        return f"{noun} {predicate(place, last, min(_next_finite(place, last), last + 12), min(room, 4))}"
    done = done_to(place)
    room = _SHORT - len(done.split())
    where = _where(place, noun, last, room)
    verb = place.ruling
    if where and done and verb is not None and verb.passive:
        return f"{noun} {where} {done}"  # in the order of the text
    return " ".join(part for part in (noun, done, where) if part)


def _where(place: Place, noun: str, last: int, room: int) -> str:
    """A place or an origin that restricts a counted noun, as printed: "soldiers | in Mali"; "" where none does."""
    word = place.word(last)
    phrase = place.phrase_at(last + 1) if word in _BEHIND else None
    if phrase is None or place.head(phrase) in TIMES or place.tag(phrase.head) not in NOUNS:
        return ""
    if word in ("from", "with", "against") and not place.named(phrase.head) and is_object(place):
        return ""  # "shield 5,000 migrants | from deportation" is of the verb
    if phrase.first != last + 1 or place.tag(phrase.first) is Tag.NUM:
        return ""
    where = place.text(phrase.first, phrase.last)
    return f"{word} {where}" if len(where.split()) + 1 + len(noun.split()) <= room else ""


def _next_finite(place: Place, token: int) -> int:
    """Where behind a token the verb stands whose subject the counted ones are: there the clause about them ends."""
    for verb in place.verbs():
        subject = verb.subject
        own = subject is not None and subject.first <= place.first < subject.whole
        if verb.first > token and verb.form is Form.FINITE and not verb.relative and own:
            return verb.first
    return len(place.sentence.words)


def _finite_at(place: Place, token: int) -> bool:
    return any(verb.first == token and verb.form is Form.FINITE for verb in place.verbs())


def _noun(place: Place) -> str:
    """What is counted, as printed: the noun in the figure's own words or behind "more", without "new" and "other"."""
    quantity = place.quantity
    at = quantity.surface.find(quantity.noun)
    noun = quantity.surface[at : at + len(quantity.noun)] if at >= 0 else quantity.noun
    words = noun.split()
    while words and (words[0].lower() in _MORE or words[0][0].isdigit()):
        words = words[1:]
    if words:
        return " ".join(words)
    if singular(noun.lower()) == "other":
        return "others"
    # "thousands more | armoured vehicles and tanks"
    if place.word(place.last) == "more" or place.word(place.last - 1) in ("more", "additional", "extra", "new"):
        first = place.last + (place.word(place.last) == "more")
        phrase = place.phrase_at(first)
        if phrase is not None and place.tag(phrase.head) in NOUNS and phrase.head >= first:
            return trimmed(place, first, with_pair(place, phrase, phrase.last))
    return ""


def bare(place: Place) -> str:
    """Bare numbers of those who do what the sentence says: "13 | died", "millions | have fled the country"."""
    if place.quantity.noun or place.word(place.last) == "of":
        return ""
    if place.word(place.last) in _HURT:
        return f"{CARRIED} {place.word(place.last)}"  # "four soldiers were killed and at least 30 | injured"
    verb = place.ruling
    if place.word(place.last) in ("that", "who", "which") and place.tag(place.last) is Tag.WH:
        said = predicate(place, place.last, place.last + 14, 7)
        return f"{CARRIED} {said}" if place.word(place.last) == "who" else f"{CARRIED} which {said.partition(' ')[2]}"
    if verb is None or verb.subject is None:
        return ""
    done = done_to(place)
    if done:
        return f"people {done}" if verb.lemma in DIED else f"{CARRIED} {done}" if verb.lemma in HARM else CARRIED
    subject = verb.subject
    if not subject.first <= place.first < subject.whole or verb.lemma not in HUMAN or verb.first < place.last:
        return ""
    return f"{CARRIED} who {predicate(place, verb.first, verb.clause[1], 6)}"


def of_part(place: Place) -> str:
    """What the counted ones are part of, or what is measured: "98 | of the 230 seats", "tonnes | of grain"."""
    at = _past_brackets(place)
    phrase = place.phrase_at(at + 1) if place.word(at) == "of" else None
    if phrase is not None and place.tag(phrase.head) in (Tag.PRON, Tag.WH):
        return CARRIED
    found = behind(place, at, frozenset({"of"}))
    if found and place.quantity.noun:
        noun, done = _noun(place), done_to(place) if is_measure(place) else ""
        return f"{noun} of {found} {done}".strip() if noun else found
    if not found or not are_people(found.split()[-1]):
        return found
    return _with_more(place, found, phrase.last) if phrase is not None else found


def antecedent(place: Place) -> str:
    """Whom "hundreds | of them" means, in the figure's own sentence: the nearest noun before it in the plural."""
    if place.word(place.last) != "of" or place.tag(place.last + 1) not in (Tag.PRON, Tag.WH):
        return ""
    at = place.grid.phrase(place.first - 1)
    for phrase in reversed(place.grid.phrases[max(0, at - 5) : at + 1]):
        word = place.word(phrase.head)
        plural = place.tag(phrase.head) is Tag.NOUN and (singular(word) != word or are_people(word))
        if phrase.last <= place.first and plural and singular(word) not in TIMES:
            return trimmed(place, phrase.first, phrase.last)
    return ""


def counted_out(place: Place, about: str) -> str:
    """ "Delegate count" of those who are counted: delegates."""
    noun, found, rest = about.rpartition(" count")
    if not found or rest or not noun or place.quantity.unit != COUNT:
        return about
    noun = noun.removeprefix("current ").removeprefix("latest ").removeprefix("total ")
    return noun if noun.endswith("s") else f"{noun}s"


def _past_brackets(place: Place) -> int:
    """The token behind a figure, and behind the same in another measure: "700 lb (315 kg) | of uranium"."""
    at = place.last
    if place.word(at) == ")":
        return at + 1
    if place.word(at) == "(":
        return next((token + 1 for token in range(at + 1, at + 8) if place.word(token) == ")"), at)
    return at


def measured(place: Place) -> str:
    """What a measure stands before: "a 3 GW | solar park"."""
    phrase = place.phrase_at(place.first)
    if not place.quantity.noun or phrase is None or phrase.head < place.last or place.tag(phrase.head) not in NOUNS:
        return ""
    return trimmed(place, place.last, phrase.last)


def unit_noun(place: Place) -> str:
    """The measure itself, where nothing else says what it is of."""
    noun = _noun(place)
    done = done_to(place) if noun else ""
    return f"{noun} {done}".strip()
