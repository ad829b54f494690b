"""How far a figure has come, and in which words that stands: demanded, proposed, planned, agreed, reported, denied.

Decided along the chain of verbs from the figure outwards: the innermost that speaks decides, but for a denial, which
holds from wherever it stands over what hangs on it, and never backwards over what stood before it.
"""

from dataclasses import dataclass

from worker.domain.reading import Status
from worker.facts.grammar import Form, Tag, Verb
from worker.facts.meaning.cues import (
    AGREE,
    AUTHORITY,
    COST,
    DEMAND,
    DENY,
    FALL,
    FALL_NOUNS,
    FORECAST,
    HAVE,
    INTRANSITIVE,
    PLAN,
    POLICY,
    PROPOSALS,
    PROPOSE,
    REACH,
    RISE,
    RISE_NOUNS,
    TAKE,
    singular,
)
from worker.facts.meaning.place import Place

_MUST = frozenset({"must", "should", "ought", "shall"})
_WILL = frozenset({"will", "would", "'ll", "'d", "wo"})
_MAY = frozenset({"could", "might", "may", "can"})
_OBLIGED = frozenset({"have to", "need to", "ought to", "had to"})
_SET_TO = frozenset(
    {"be to", "is to", "set to", "due to", "plan to", "going to", "be going to", "be set to", "be due to"}
)
# Verbs whose subject decides what happens; what is willed by such a subject is planned, the rest is a forecast.
_HAPPENS = (INTRANSITIVE | COST | REACH | TAKE | frozenset({"lose", "take", "bring", "mean", "affect", "face", "see"})) - {
    "set", "fix", "cap", "limit", "leave", "keep", "hold", "raise", "receive", "get", "secure", "put", "save",
    "expand", "increase", "double", "triple", "run", "collect", "reach",
}  # fmt: skip
_NOT_SO = ("not true", "no truth", "untrue", "false that", "no plan", "no plans", "no intention", "false claim")
_SETS = (RISE | FALL | frozenset({"set", "fix", "keep", "hold", "leave", "impose", "introduce", "put"})) - {"lose"}
_DEMAND_NOUNS = frozenset({"demand", "request", "call", "appeal", "claim", "push", "need", "ultimatum", "plea"})
_PLAN_NOUNS = frozenset({"plan", "pledge", "promise", "commitment", "aim", "ambition", "intention", "goal", "target"})
_AGREED_NOUNS = frozenset({"deal", "agreement", "contract", "accord", "pact", "settlement", "treaty", "order"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A status, the verb that decided it (None: none did), and the cue in words."""

    status: Status
    verb: Verb | None
    cue: str


def standing(place: Place, *, quoted: bool) -> Standing:
    """The status of the figure at a place. quoted: it stands in somebody's speech."""
    denied = _denied(place)
    if denied is not None:
        return denied
    chain = list(place.chain())
    for at, verb in enumerate(chain):
        found = _of_verb(place, verb, inner=chain[at - 1] if at else None, quoted=quoted)
        if found is not None:
            return Standing(found, verb, verb.lemma)
        if verb.lemma in ("say", "tell") and at:
            break
    noun = _of_nouns(place)
    if noun is not None:
        return noun
    return Standing(Status.REPORTED, None, "")


def _denied(place: Place) -> Standing | None:
    for verb in place.chain():
        if verb.lemma in DENY and verb.first < place.first and not verb.negated and not verb.passive:
            return Standing(Status.DENIED, verb, verb.lemma)
    # "denying a report that", "rejected claims of": the figure hangs on the object of a denial.
    words, start = place.sentence.lower, max(0, place.first - 40)
    for verb in place.sentence.parse.verbs:
        if not (start <= verb.first < place.first) or verb.lemma not in DENY or verb.negated or verb.passive:
            continue
        between = words[verb.last : place.first]
        stops = {";", "but", "while", "although", "though", ":"}
        # "rejected a 5% offer" refuses what is offered and denies nothing.
        claims = {"report", "reports", "claim", "claims", "allegation", "allegations", "that", "suggestion", "suggestions",
                  "accusation", "accusations", "rumours", "rumors", "speculation"}  # fmt: skip
        if not stops & set(between) and (verb.lemma == "deny" or claims & set(between)):
            return Standing(Status.DENIED, verb, verb.lemma)
    ahead = " ".join(words[start : place.first])
    for phrase in _NOT_SO:
        at = ahead.rfind(phrase)
        if at >= 0 and ";" not in ahead[at:] and " but " not in ahead[at:]:
            return Standing(Status.DENIED, place.ruling, phrase)
    return None


def _of_verb(place: Place, verb: Verb, *, inner: Verb | None, quoted: bool) -> Status | None:
    """What one verb of the chain says; None where it says nothing."""
    lemma, modal = verb.lemma, verb.modal
    opens = inner is not None  # the figure stands in what this verb demands, plans, says
    if modal in _MUST or modal in _OBLIGED:
        if modal == "should" and lemma in COST | TAKE | REACH | {"bring", "be", "help"} and not quoted:
            return Status.PLANNED
        return Status.REPORTED if verb.negated and modal != "must" else Status.DEMANDED
    if verb.negated and lemma in DEMAND | PROPOSE | PLAN:
        return Status.REPORTED
    if lemma in ("want", "need"):
        return Status.DEMANDED if lemma == "want" or quoted or not _counted(place) else Status.DEMANDED
    if lemma in AGREE and not (lemma in ("set", "fix", "back", "clear", "pass") and modal):
        if modal in _MAY or modal in _WILL:
            return Status.PROPOSED
        if (
            lemma in ("set", "fix", "clear", "pass", "award", "decide")
            and not opens
            and verb.tense != "past"
            and not verb.passive
        ):
            return None
        return Status.AGREED
    if lemma in FORECAST and verb.passive:
        return Status.REPORTED
    if lemma in FORECAST and lemma != "project":
        if (
            inner is not None
            and inner.form is Form.INFINITIVE
            and _same_subject(place, verb, inner)
            and inner.lemma not in _HAPPENS
        ):
            return Status.PLANNED
        return Status.REPORTED
    if lemma in DEMAND:
        if verb.passive and verb.form is Form.PARTICIPLE:
            return Status.DEMANDED
        return Status.DEMANDED
    if lemma in PROPOSE:
        return Status.PROPOSED
    if lemma in PLAN and not (lemma in ("project", "schedule") and verb.passive):
        return Status.PLANNED
    if lemma in ("put", "set") and any(
        place.word(token) in ("aside", "forward") for token in range(verb.last, verb.last + 2)
    ):
        return Status.PROPOSED if "forward" in place.sentence.lower[verb.last : verb.last + 2] else Status.PLANNED
    if modal in _MAY:
        return Status.PROPOSED if _is_idea(place, verb) else Status.REPORTED
    if modal in _WILL or modal in _SET_TO or verb.tense == "future":
        if modal == "would" and _is_idea(place, verb):
            return Status.PROPOSED
        if lemma in _HAPPENS and not verb.passive:
            return Status.REPORTED
        if lemma in ("be", "have", "die") or lemma in HAVE and not _acts(place, verb):
            return Status.REPORTED if lemma == "be" or not _acts(place, verb) else Status.PLANNED
        return Status.PLANNED
    if lemma in _SETS and verb.form is Form.FINITE and verb.tense == "past" and not opens and _rules(place, verb):
        return Status.AGREED
    return None


def _counted(place: Place) -> bool:
    return place.quantity.unit == "count"


def _same_subject(place: Place, verb: Verb, inner: Verb) -> bool:
    return verb.subject is not None and inner.subject is not None and verb.subject.head == inner.subject.head


def _acts(place: Place, verb: Verb) -> bool:
    """Whether the subject can decide anything: a name, a person, an authority, we."""
    subject = verb.subject
    if subject is None:
        return False
    head = place.sentence.lower[subject.head]
    return (
        place.tag(subject.head) in (Tag.NAME, Tag.PRON) and head not in ("it", "that", "this", "which", "there")
    ) or singular(head) in AUTHORITY


def _is_idea(place: Place, verb: Verb) -> bool:
    """Whether the clause speaks of a plan or a proposal: "the plan would cost", "under her proposal"."""
    if verb.subject is not None and place.head(verb.subject) in PROPOSALS:
        return True
    words = place.sentence.lower
    for at, word in enumerate(words[: min(12, len(words))]):
        if word == "under" and any(singular(near) in PROPOSALS for near in words[at + 1 : at + 6]):
            return True
    return False


def _rules(place: Place, verb: Verb) -> bool:
    """Whether an authority sets what is its to set: "the bank cut its rate", "the chancellor raised taxes"."""
    subject, target = verb.subject, verb.object
    if subject is None:
        return False
    who = {singular(place.word(token)) for token in range(subject.first, subject.whole)}
    if verb.passive:
        return bool(who & POLICY) and verb.agent is not None
    what = {singular(place.word(token)) for token in range(target.first, target.whole)} if target else set()
    return bool(who & AUTHORITY) and bool(what & POLICY)


def _of_nouns(place: Place) -> Standing | None:
    """What the noun says on which the figure hangs: "a demand for 5%", "the proposed 3% levy", "a $2bn deal"."""
    phrase = place.phrase_at(place.first)
    near: list[str] = []
    if phrase is not None:
        near += place.sentence.lower[phrase.first : phrase.last]
    if place.preposition in ("for", "of", "to"):
        near += place.sentence.lower[max(0, place.before - 2) : place.before]
        governor = place.phrase_before(place.before)
        if governor is not None:
            near += place.sentence.lower[governor.first : governor.last]
    words = {singular(word) for word in near}
    if words & {"proposed", "suggested", "possible", "potential"} or words & {
        "proposal",
        "offer",
        "bid",
        "suggestion",
    }:
        return Standing(Status.PROPOSED, None, "proposed")
    if words & {"planned", "promised", "pledged", "projected"} and not words & {"projected"}:
        return Standing(Status.PLANNED, None, "planned")
    if words & {"agreed", "approved", "signed"}:
        return Standing(Status.AGREED, None, "agreed")
    if words & {"demanded", "requested"} or (words & _DEMAND_NOUNS and not words & RISE_NOUNS & FALL_NOUNS):
        return Standing(Status.DEMANDED, None, "demand")
    if words & _AGREED_NOUNS:
        return Standing(Status.AGREED, None, "deal")
    if words & (_PLAN_NOUNS - {"target", "goal"}):
        return Standing(Status.PLANNED, None, "plan")
    return None
