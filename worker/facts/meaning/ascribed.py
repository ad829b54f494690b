"""To whom a demand or an estimate is ascribed where nobody is quoted."""

from collections.abc import Sequence

from worker.domain.reading import PERCENT, Status
from worker.facts.grammar import Form as VerbForm
from worker.facts.grammar import Verb
from worker.facts.meaning.cues import ATTRIBUTE, SAY
from worker.facts.meaning.owners import acts
from worker.facts.meaning.parties import Parties, name_of
from worker.facts.meaning.place import Place
from worker.text.wordlists import listed


def demanding(place: Place, decided: Verb | None, parties: Parties, status: Status) -> str | None:
    """Who demands, proposes, estimates or tells the figure, in the text's own voice: "Nigeria had demanded"."""
    if _answers(place):
        return None
    inner: Verb | None = None
    for verb in place.chain():
        told = inner is not None and inner.form is VerbForm.FINITE and verb.lemma in SAY | _SHOWS
        asks = verb.lemma in ATTRIBUTE and verb.form is not VerbForm.INFINITIVE
        own = inner is None and verb.lemma in _REPORTS and _is_object(place, verb)
        inner = verb
        if verb.passive or verb.first > place.first:
            continue
        if asks and verb.lemma in _SIDES and place.quantity.unit == PERCENT:
            continue  # "men favoured the bill, 51 percent to 24": nobody says so but the poll
        if asks and verb.lemma in _WISHES and status is Status.REPORTED:
            continue  # "wants to end the 15 percent tariffs": they stand
        if told or asks or own:
            if _ASIDE & set(between := place.sentence.lower[verb.last : place.first]) or _even_as(between):
                return None
            if verb.subject is None or (not told and verb.lemma in _LOOSE and not _estimates(place, verb)):
                return None
            name = name_of(place, verb.subject, parties) or acts(place, verb.subject, parties, None)
            return None if name is None else name.removesuffix(" also")
        if verb.form is VerbForm.FINITE and verb.relative:
            break
    if decided is not None and decided.passive and decided.agent is not None and decided.lemma in ATTRIBUTE:
        return name_of(place, decided.agent, parties)
    return _named_behind(place, parties)


_LOOSE = frozenset({"put", "see", "give", "call", "press", "push"})
_SHOWS = frozenset({"find", "show", "indicate", "conclude", "reveal", "suggest", "estimate", "argue"})
"""Verbs by which polls, studies and reports say something."""
_SIDES = frozenset({"favour", "favor", "prefer"})
_WISHES = frozenset({"want", "seek", "ask", "urge", "press", "push", "require", "request"})
_REPORTS = frozenset({"report", "declare", "list", "cite"})
"""Verbs by which somebody tells what is behind them: "reported investments worth $2m"."""
_CLAIMED = listed(
    "touted cited announced proposed demanded requested claimed estimated promised sought pledged alleged identified"
    " quoted mentioned suggested projected forecast reported"
)
_BEHIND = 8
_ANSWER = 12
_SAID = frozenset({"said", "say", "says", "answered", "replied"})
_ASIDE = frozenset({"while", "although", "though", "whereas", "because", "when"})


def _answers(place: Place) -> bool:
    """Whether the figure says how many give an answer, or is set against such a one: "one in five say", "compared to
    39 percent".
    """
    for verb in place.verbs():
        subject = verb.subject
        if (
            subject is not None
            and verb.lemma in SAY
            and subject.first <= place.first < max(subject.last, subject.whole)
        ):
            return True
    lower = place.sentence.lower
    if place.quantity.unit == PERCENT:  # "27 percent of those who named a party said"
        for word in lower[place.last : place.last + _ANSWER]:
            if word in _SAID:
                return True
            if word in (",", ";", "that"):
                break
    return place.word(place.before) in ("to", "with", "than") and place.word(place.before - 1) == "compared"


def _is_object(place: Place, verb: Verb) -> bool:
    """Whether a figure stands in what a verb acts upon, with no other noun phrase's clause between."""
    if verb.form is not VerbForm.FINITE or verb.modal or place.sentence.lower[verb.last : verb.last + 1] == ["that"]:
        return False
    return "," not in place.sentence.lower[verb.last : place.first]


def _even_as(words: Sequence[str]) -> bool:
    """Whether another clause begins there: "promised to stay even as costs rose"."""
    return any(words[at : at + 2] == ["even", "as"] for at in range(len(words) - 1))


def _named_behind(place: Place, parties: Parties) -> str | None:
    """Who is named behind the figure as whose claim it is: "$40 billion in purchases touted by Roe"."""
    lower = place.sentence.lower
    for at in range(place.last, min(place.last + _BEHIND, len(lower) - 2)):
        if lower[at] in (",", ";", "--"):
            return None
        if lower[at] in _CLAIMED and lower[at + 1] == "by":
            phrase = place.phrase_from(at + 2)
            return name_of(place, phrase, parties) if phrase is not None and place.named(phrase.head) else None
    return None


def _estimates(place: Place, verb: Verb) -> bool:
    """Whether "put", "see", "call" says what somebody thinks of a figure: "put the loss at $38m", "sees growth"."""
    words = place.sentence.lower[verb.last : place.first]
    if verb.lemma == "put":
        return "at" in words
    if verb.lemma == "call":
        return "for" in words or ("on" in words and "to" in words)
    if verb.lemma in ("press", "push"):
        return "for" in words or "to" in words
    return verb.lemma == "see" and verb.tense == "present"
