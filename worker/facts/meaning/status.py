"""How far a figure has come, and in which words that stands: demanded, proposed, planned, agreed, reported, denied.

Decided along the chain of verbs from the figure outwards: the innermost that speaks decides. A clause that states a
fact of its own ("which took in 300 last year", "after a crash that killed 51") ends the chain: nothing outside it
makes that fact demanded or planned. A denial holds over what hangs on it, and never backwards.
"""

from dataclasses import dataclass

from worker.domain.reading import COUNT, Status
from worker.facts.grammar import Form, Tag, Verb
from worker.facts.meaning.acting import (
    acts,
    addressed,
    continuous,
    head,
    is_idea,
    past_told,
    perfect,
    polled,
    rules,
    same_subject,
    stands_before,
    supposed,
    told,
    wishes,
)
from worker.facts.meaning.cues import (
    AGREE,
    COST,
    DEMAND,
    DENY,
    FALL,
    FORECAST,
    HAVE,
    INTRANSITIVE,
    PLAN,
    POLICY,
    PROPOSE,
    REACH,
    RISE,
    SAY,
    SPEND,
    TAKE,
)
from worker.facts.meaning.nouns import of_nouns, opened_by
from worker.facts.meaning.place import Place
from worker.facts.meaning.scene import as_it_stands, background
from worker.facts.quantities.words import kind_of_measure
from worker.text.wordlists import listed

_MUST = ("must", "should", "ought", "shall", "have to", "need to", "needs to", "has to", "had to")
_WILL = frozenset({"will", "would", "'ll", "'d", "wo"})
_MAY = frozenset({"could", "might", "may", "can"})
# Verbs that tell what happens rather than what somebody does: what "will" befall is a forecast, not a plan.
_HAPPENS = (INTRANSITIVE | COST | REACH | TAKE | frozenset({"bring", "mean", "affect", "face", "see", "become"})) - {
    "set", "fix", "cap", "limit", "leave", "keep", "hold", "raise", "receive", "get", "secure", "put", "save",
    "expand", "increase", "double", "triple", "run", "collect", "improve", "strengthen", "charge", "generate",
    "bring", "make", "win", "recover", "measure", "number",
} | {"lose", "delay", "drag", "go", "hit", "threaten", "destroy", "disrupt", "cover"} - {"cover"}  # fmt: skip
_NOT_SO = ("not true", "no truth", "untrue", "false that", "no plan", "no plans", "no intention", "false claim")
_CLAIMS = listed(
    "report reports claim claims allegation allegations that suggestion suggestions accusation accusations "
    "rumours rumors speculation notion idea"
)
_ENDS = frozenset({";", "but", "while", "although", "though", ":"})
_MEASURES = kind_of_measure()
_PREFER = listed("favour favor prefer back support")
_ASKS = DEMAND | PROPOSE | PLAN
_WISHES = _ASKS | {"want"}
_HOLDS = _WISHES | AGREE | FORECAST
_STRIVES = listed("work look try strive attempt seek")
_GOES = RISE | FALL | {"go"}
_CONTAINS = listed("include contain call foresee envisage provide require allow set impose cap")
_PAPERS = {
    **dict.fromkeys(listed("plan roadmap programme program strategy scheme blueprint"), Status.PLANNED),
    **dict.fromkeys(listed("proposal bid idea draft motion bill offer"), Status.PROPOSED),
    **dict.fromkeys(listed("deal law agreement contract pact treaty accord settlement act"), Status.AGREED),
}
"""What a paper holds is as far as the paper is: "the bill calls for 5 percent"."""
_FOUND = listed("discovery arrest death result profit loss finding launch release seizure recall find")
_BEHIND_AGREE = listed('with off out up about of " ) back')
_SETS = (RISE | FALL | frozenset({"set", "fix", "keep", "hold", "leave", "impose", "introduce", "put"})) - {"lose"}
# In the present continuous these announce what is under way: "is sending $2 million", "is drawing up levies".
_UNDER_WAY = SPEND | frozenset(
    {"send", "offer", "buy", "build", "plan", "prepare", "draw", "deploy", "hire", "recruit"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status, the verb that decided it (None: none did), and the cue in words."""

    status: Status
    verb: Verb | None
    cue: str


_REPORTED = Standing(Status.REPORTED, None, "")


def standing(place: Place, *, quoted: bool) -> Standing:
    """The status of the figure at a place. quoted: it stands in somebody's speech."""
    denied = _denied(place)
    if denied is not None:
        return denied
    if place.compares or as_it_stands(place) or background(place):
        return _REPORTED
    said = of_nouns(place)
    noun = None if said is None else Standing(said[0], None, said[1])
    chain = list(place.chain())
    for at, verb in enumerate(chain):
        found = _of_verb(place, verb, inner=chain[at - 1] if at else None, quoted=quoted)
        if found is not None:
            if noun is not None and noun.status is Status.AGREED and verb.lemma in ("announce", "unveil"):
                return noun  # "announced an order of 50 jets"
            if noun is not None and found is not Status.DEMANDED and verb.lemma not in PROPOSE | PLAN | AGREE:
                return noun
            return _overruled(place, Standing(found, verb, verb.lemma), chain[at + 1 :])
        if _own_fact(place, verb) or _subject_holds(place, verb):
            break
    else:
        if noun is None:
            return _nearest(place, chain, quoted=quoted)
    return noun or _REPORTED


def _nearest(place: Place, chain: list[Verb], *, quoted: bool) -> Standing:
    """Where the chain of verbs is silent: the last verb before the figure that demands, proposes or plans, if nothing
    parts them: "wants the time | halved", "hopes for a fleet of 150".
    """
    seen = {id(verb) for verb in chain}
    words = place.sentence.lower
    before = [verb for verb in place.verbs() if verb.last <= place.first and place.first - verb.last <= _NEAR]
    for verb in reversed(before):
        if _PARTS & set(words[verb.last : place.first]):
            break
        if id(verb) not in seen:
            if verb.lemma in _WISHES and not _subject_holds(place, verb):
                found = _of_verb(place, verb, inner=None, quoted=quoted)
                if found is not None:
                    return Standing(found, verb, verb.lemma)
            if _own_fact(place, verb):
                break
    return _REPORTED


_STARTS = frozenset({"begin", "start", "continue", "keep", "stop", "help"})
_NEAR = 12
"""Tokens between a figure and a verb that speaks of it without ruling it, at most."""
_PARTS = frozenset(
    {";", ":", ",", "but", "while", "who", "which", "that", "after", "because", "since", '"', "when", "as"}
)


def _overruled(place: Place, found: Standing, outer: list[Verb]) -> Standing:
    """What "should" and "will" say is softened or settled by who says it: "..., the Commission suggested"."""
    if found.verb is None or not (found.verb.modal or found.verb.tense == "future"):
        return found
    for verb in outer:
        if verb.negated or verb.lemma in SAY:
            continue
        done_to = found.verb.passive or not (
            found.verb.subject is None or acts(place, found.verb.subject, people=True)
        )
        if verb.lemma in FORECAST and found.status is Status.PLANNED and done_to:
            return Standing(Status.REPORTED, verb, verb.lemma)  # "expects that 16 million will be sold"
        if verb.lemma in ("suggest", "propose", "recommend", "advise") and found.status in (
            Status.DEMANDED,
            Status.PLANNED,
        ):
            return Standing(Status.PROPOSED, verb, verb.lemma)
        if verb.lemma in ("agree", "decide", "vote", "approve") and found.status is Status.PLANNED:
            return Standing(Status.AGREED, verb, verb.lemma)
        if verb.lemma in ("demand", "insist") and found.status is Status.PLANNED:
            return Standing(Status.DEMANDED, verb, verb.lemma)
    return found


def _own_fact(place: Place, verb: Verb) -> bool:
    """Whether a clause states a fact of its own, which nothing outside it makes a wish or a plan."""
    if verb.governor is not None and not verb.relative and place.tag(verb.head) is Tag.ING:
        return False  # "announced that it was laying off 600"
    return (
        verb.form is Form.FINITE
        and not verb.modal
        and (verb.relative or verb.tense == "past")
        and verb.lemma not in SAY
    )


def _subject_holds(place: Place, verb: Verb) -> bool:
    subject = verb.subject
    return subject is not None and not verb.passive and subject.first <= place.first < subject.whole < verb.last


def _denied(place: Place) -> Standing | None:
    for verb in place.chain():
        denies = verb.lemma in DENY and verb.first < place.first and not verb.negated and not verb.passive
        if denies and (verb.lemma == "deny" or _CLAIMS & set(place.sentence.lower[verb.last : place.first])):
            return Standing(Status.DENIED, verb, verb.lemma)
        if verb.relative and _own_fact(place, verb):
            return None
    words, start = place.sentence.lower, max(0, place.first - 40)
    # "denying a report that", "rejected claims of": the figure hangs on the object of a denial.
    for verb in place.verbs():
        if not (start <= verb.first < place.first) or verb.lemma not in DENY or verb.negated or verb.passive:
            continue
        between = set(words[verb.last : place.first])
        if not _ENDS & between and (verb.lemma == "deny" or _CLAIMS & between):
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
    if lemma in _PREFER and inner is None and polled(place, verb):
        return Status.REPORTED
    if inner is None and stands_before(place, verb):
        return None  # "ten percent of them voted for her": counted, not voted
    if lemma in SAY and lemma not in _ASKS and not (lemma == "add" and inner is None):
        return None  # "was due to say" plans to speak, not what is spoken of
    if _subject_holds(place, verb) and lemma in _HOLDS:
        return None  # "28 allies had agreed": counted, not agreed
    if modal == "have to" and verb.tense == "past":
        return Status.REPORTED  # "had to lend": it happened
    if any(modal.endswith(word) for word in _MUST) and (lemma in ("win", "clinch") or perfect(place, verb)):
        return Status.REPORTED  # what it takes to win; what should have been
    if any(modal.endswith(word) for word in _MUST):
        return Status.REPORTED if verb.negated and modal != "must" else Status.DEMANDED
    if verb.negated and (lemma in _WISHES or lemma in AGREE):
        return Status.REPORTED
    opened = opened_by(place, verb)
    if opened is not None:
        return opened
    if (lemma in _CONTAINS or lemma in _SETS) and verb.tense == "present" and not modal:
        contained = _PAPERS.get(head(place, verb.subject))
        if contained is not None:
            return contained  # "the plan includes", "the law requires"
    strives = lemma in _STRIVES and inner is not None and inner.form is Form.INFINITIVE and not verb.passive
    if strives and (verb.tense == "present" or place.tag(verb.head) is Tag.ING):
        return Status.PLANNED
    if inner is not None and lemma in _ASKS and lemma != "announce" and told(place, inner):
        return Status.REPORTED  # "polls suggested that turnout dropped", "insisted they were ready"
    if lemma == "announce" and (past_told(place, inner) or head(place, verb.object) in _FOUND):
        return Status.REPORTED  # "announced that it had met", "announced the discovery of"
    if lemma in DEMAND and place.quantity.unit == COUNT and addressed(place, verb):
        return Status.REPORTED  # "required 250 workers to train": of whom it is demanded
    if lemma == "require" and not acts(place, verb.subject) and (modal in _WILL or modal in _MAY):
        return Status.REPORTED  # "it will require 5 billion": what it costs
    if lemma == "want" and inner is not None and inner.form is Form.INFINITIVE and same_subject(verb, inner):
        return Status.PLANNED
    if lemma == "need" and not (quoted and wishes(place, verb.subject)):
        return Status.REPORTED  # "needs 270 votes to win": a condition
    if lemma in ("want", "need") or (lemma == "like" and modal in _WILL):
        return Status.DEMANDED
    if lemma in FORECAST and lemma != "project":
        own = inner is not None and inner.form is Form.INFINITIVE and same_subject(verb, inner) and not verb.passive
        return Status.PLANNED if own and inner is not None and inner.lemma not in _HAPPENS else Status.REPORTED
    behind = place.sentence.lower[verb.last : verb.last + 4]
    if lemma in ("put", "set") and verb.first < place.first:
        if "aside" in behind:
            return Status.PLANNED
        if lemma == "put" and {"forward", "table"} & set(behind):
            return Status.PROPOSED
    if lemma in AGREE:
        found = _of_agreement(place, verb, inner)
        if found is not None:
            return found
    if lemma in DEMAND and _demands(place, verb):
        return Status.DEMANDED
    if lemma == "weigh" and place.word(place.last - 1) in _MEASURES:
        return None
    if lemma in PROPOSE:
        claims = (
            inner is not None
            and inner.form is Form.FINITE
            and inner.modal not in ("should", "could", "might", "would")
        )
        if lemma == "suggest" and claims:
            return Status.REPORTED  # "polls suggested that turnout dropped"
        if not (verb.passive and verb.agent is not None and verb.agent.first <= place.first < verb.agent.whole):
            return Status.PROPOSED
    if lemma in PLAN and not (lemma in ("project", "schedule", "target") and verb.passive):
        return Status.PLANNED
    if modal in _MAY:
        return Status.PROPOSED if is_idea(place, verb) or (lemma in SPEND and acts(place, verb.subject)) else None
    if (
        modal in _WILL
        or modal.startswith("be ")
        or modal in ("going to", "set to", "due to")
        or verb.tense == "future"
    ):
        return _willed(place, verb, inner)
    if (
        verb.form is Form.FINITE
        and verb.tense == "present"
        and head(place, verb.subject)
        in ("deal", "agreement", "budget", "law", "contract", "settlement", "pact", "accord")
        and place.word(verb.subject.head if verb.subject is not None else -1) != "deals"
    ):
        return Status.AGREED
    if (
        verb.form is Form.FINITE
        and verb.tense == "present"
        and lemma in _GOES
        and "to" in (place.preposition, place.word(place.first - 1))
    ):
        return Status.AGREED if head(place, verb.subject) in POLICY else None
    if lemma in _UNDER_WAY and continuous(place, verb) and acts(place, verb.subject):
        return Status.PLANNED
    if lemma in _SETS and verb.form is Form.FINITE and verb.tense == "past" and rules(place, verb):
        return Status.AGREED
    return None


def _of_agreement(place: Place, verb: Verb, inner: Verb | None) -> Status | None:
    """What a verb of deciding says: decided, or only to be decided; None where it means something else."""
    lemma, modal = verb.lemma, verb.modal
    if modal in _MAY or (modal in _WILL and lemma in ("approve", "sign", "vote", "adopt", "agree", "ratify")):
        return Status.PROPOSED
    if modal in _WILL:
        return None
    if (
        lemma in ("set", "fix", "clear", "pass", "back", "sign", "vote", "award")
        and inner is None
        and place.quantity.unit == COUNT
    ):
        return None  # "signed 61 contracts", "passed three bills": counted
    if verb.last < len(place.sentence.lower) and place.word(verb.last) in _BEHIND_AGREE:
        return None  # "agree with", "set off", "approve of"
    sets = lemma in ("impose", "set", "fix", "award", "mandate", "legislate")
    if sets and verb.form is Form.INFINITIVE and verb.governor is not None:
        return None  # "threatened to impose": who is to decide says how far it is
    if verb.passive and place.preposition == "by":
        return None  # "endorsed by 60 percent": who decided
    if (
        lemma in ("set", "fix", "clear", "pass")
        and verb.form is Form.PARTICIPLE
        and inner is None
        and not verb.passive
    ):
        return None
    if lemma == "settle" and verb.form is not Form.FINITE:
        return None
    return Status.AGREED


def _demands(place: Place, verb: Verb) -> bool:
    """Whether a verb that can demand does so here: "call" only for something, "press" and "push" likewise."""
    if verb.lemma in ("call", "press", "push", "campaign", "lobby", "force", "command", "need"):
        behind = place.sentence.lower[verb.last : verb.last + 9]
        return bool({"for", "on", "upon", "to"} & set(behind))
    if verb.lemma == "claim":
        return "for" in place.sentence.lower[verb.last : verb.last + 3]
    return not (
        verb.lemma in ("order", "require", "request") and verb.form is Form.PARTICIPLE and verb.last < place.first - 6
    )


def _willed(place: Place, verb: Verb, inner: Verb | None) -> Status | None:
    """What will be: planned, where somebody is to do it; else a forecast."""
    if verb.modal == "would" and is_idea(place, verb):
        return Status.PROPOSED
    if verb.modal.startswith(("be able", "be likely", "be unlikely")):
        return Status.REPORTED
    if supposed(place, verb):
        return Status.REPORTED
    lemma = inner.lemma if inner is not None and verb.lemma in _STARTS else verb.lemma
    if verb.passive:
        return Status.PLANNED if lemma not in FORECAST | COST else Status.REPORTED
    if verb.modal.startswith("be "):
        if lemma in INTRANSITIVE | COST or lemma in ("be", "die"):
            return Status.REPORTED
        return Status.REPORTED if "expected" in verb.modal and not acts(place, verb.subject) else Status.PLANNED
    if lemma == "go" and place.preposition == "to":
        return Status.PLANNED
    if lemma in _HAPPENS or lemma in ("be", "die"):
        return Status.REPORTED
    if lemma in HAVE and not acts(place, verb.subject):
        return Status.REPORTED
    return Status.PLANNED
