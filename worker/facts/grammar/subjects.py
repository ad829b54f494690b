"""Whose the subject, the object and the clause of a verb are."""

from worker.facts.grammar.groups import merge, semi_modal
from worker.facts.grammar.lexicon import lexicon, word_lists
from worker.facts.grammar.model import Form, Phrase, Verb
from worker.facts.grammar.state import BARE, DEEP, SPEECH, Clause, State

_OBJECT_CONTROL = word_lists()["whose object does what follows"]
_PREPOSITION_CONTROL = word_lists()["on whom does what follows"]
_NAMING = frozenset({"call", "name", "title", "entitle", "dub", "nickname", "base", "give"})


def question(state: State, verb: Verb) -> bool:
    """ "Will NATO pay?": the auxiliary before the subject and the verb behind it are one verb."""
    before = state.verbs[-2]
    if (
        before.last - before.first != 1
        or state.last != "phrase"
        or before.object is None
        or before.subject is not None
    ):
        return False
    if before.first and state.codes[before.first - 1] not in 'WwU",(C-':
        return False
    if (
        state.codes[before.head] not in "MOHB"
        or state.codes[verb.first] not in "VTGlL"
        or before.object is not state.near
    ):
        return False
    state.verbs.pop()
    if state.codes[verb.head] == "L":
        state.codes[verb.head] = "T"
    before.last, before.head, before.lemma = verb.last, verb.head, verb.lemma
    before.passive = before.lemma != "be" and state.codes[verb.head] == "T" and state.codes[before.first] == "B"
    before.subject, before.object = before.object, None
    if state.codes[before.first] == "H":
        before.tense = "past"
    return True


def continues(state: State, verb: Verb, code: str) -> bool:
    """ "to raise taxes and cut spending", "was killed and buried", "has raised and cut": the second verb has the
    form of the first, and its subject, governor and modal. Whether it was so."""
    clause = state.stack[-1]
    if clause.last is None or verb.last - verb.first != 1:
        return False
    other = state.verbs[clause.last]
    model = state.codes[other.head]
    if code == "V":
        if other.form is not Form.INFINITIVE and not other.modal and state.codes[other.first] not in "OM":
            return False
    elif code in "TL":
        if model != "T":
            return False
        if code == "L" and (other.form is Form.PARTICIPLE or state.loose is not None):
            return False
        state.codes[verb.head] = "T"
    elif code != "G" or model != "G":
        return False
    verb.form, verb.tense, verb.modal, verb.passive = other.form, other.tense, other.modal, other.passive
    verb.subject, verb.governor, verb.relative = other.subject, other.governor, other.relative
    return True


def reduced(state: State, at: int) -> bool:
    """Whether a word that may be a past or a participle is one that hangs on the phrase before it or on the
    clause: "troops sent to the east", "raised in May, the rate".

    It is where the clause has its verb, or where another verb is to come that has no subject of its own.
    """
    clause = state.stack[-1]
    following = state.ahead()
    object_follows = bool(following) and following[0][0] == "phrase"
    by_follows = bool(following) and state.lower[following[0][1]] == "by"
    if state.prep or state.last in ("verb", "infinitive") or state.lower[at - 1] in ("when", "if", "as", "than"):
        return True
    if state.codes[at - 1] == "W" or state.lower[at] == "said":
        return False
    if state.after_conjunction():
        return False
    if clause.verb is None:
        if clause.subject is None and state.loose is None:
            return not object_follows and state.sign != '"'
        if state.led_by == "phrase" and state.loose is not None:
            return False  # "the plan the ministers | approved"
        if by_follows and state.codes[at - 1] in "NnE":
            return True
        return not object_follows and state.verb_to_come(following, clause.kind == "relative")
    if state.loose is not None and state.last == "phrase":
        if state.led_by in (",", "C", "phrase") or state.takes(clause):
            return (by_follows or not object_follows) and (by_follows or state.verb_to_come(following))
        return not object_follows or lexicon().lemma(state.lower[at]) in _NAMING
    if object_follows:
        return False
    if state.last == "phrase" and not state.sign:
        return True
    if any(c.verb is None and c.subject is not None for c in state.stack[:-1]):
        return state.verb_to_come(following)
    return state.sign == "," or state.last == "phrase"


def _inverted(state: State, verb: Verb) -> bool:
    """Whether the subject stands behind: "...," said Rutte."""
    if verb.lemma not in SPEECH or verb.last - verb.first != 1 or state.at + 1 >= len(state.chunks):
        return False
    if state.last in ("phrase", "verb", "infinitive", "ing") and not state.sign:
        return False
    if state.sign not in ('"', ",", "-") and state.at:
        return False
    if state.apposed is not None:
        return False  # "the minister, Ann Lee, | told reporters"
    if state.sign == "," and (state.stack[-1].verb is None or state.stack[-1].kind == "relative"):
        return False
    kind, first, _ = state.chunks[state.at + 1]
    if kind != "phrase" or state.codes[first] == "p":
        return False
    verb.subject = state.phrases[state.next_phrase]
    return True


def finite(state: State, verb: Verb, number: int) -> None:
    stack = state.stack
    clause = stack[-1]
    if _inverted(state, verb):
        # "...," said Rutte: a clause of its own, which governs what was said before.
        state.reset(verb.first)
        state.stack[-1].verb = number
        return
    if clause.verb is None:
        loose = state.loose
        if loose is not None and loose is not clause.subject:
            if state.led_by == "," and verb.lemma in SPEECH and clause.subject is not None and state.comma_next():
                verb.subject = loose  # "The ministry, | he added, | needs"
                return
            if clause.kind == "relative":
                verb.object = clause.of
                clause.subject = loose
            elif state.led_by == "phrase" and clause.subject is not None and state.verb_to_come(state.ahead()):
                _contact(state, verb, number, loose, clause.subject)  # "the plan Rutte announced | is"
                return
            elif not state.listed:
                clause.subject = loose
        elif clause.subject is None:
            clause.subject = state.held or _gerund(state, verb)
        state.settle(clause, verb, number)
        return
    if state.after_conjunction():
        shared = _sharing(state, verb)
        verb.subject, verb.governor, verb.relative = shared.subject, shared.governor, shared.kind == "relative"
        verb.clause = (verb.first, 0)
        state.pop(shared, verb.first)
        return
    open_ = next((c for c in reversed(stack[:-1]) if c.verb is None), None)
    subject = state.loose or state.apposed or state.held
    previous = state.verbs[clause.last] if clause.last is not None else None
    if subject is not None and (
        open_ is None or open_.subject is None or (state.takes(clause) and state.led_by == "")
    ):
        if open_ is not None and open_.subject is None and not state.takes(clause):
            state.pop(open_, subject.first)
            open_.subject = subject
            state.answer(subject)
            state.settle(open_, verb, number)
        elif (
            previous is not None
            and previous.object is not None
            and state.led_by == "phrase"
            and subject is state.loose
        ):
            _contact(state, verb, number, subject, previous.object)
        else:
            _next_clause(state, verb, number, subject, clause.last)
        return
    if open_ is not None:
        state.pop(open_, verb.first)
        if open_.subject is None:
            open_.subject = clause.of or state.near
        state.settle(open_, verb, number)
        return
    if clause.kind == "relative" and state.sign == ",":
        # "said the plan, which was agreed, | would cost": the phrase before the relative clause goes on
        _next_clause(state, verb, number, clause.of, clause.governor)
        return
    if previous is not None and previous.object is not None and state.takes(clause) and state.sign == ",":
        # "said inflation, at 2%, | was": what looked like the object
        _next_clause(state, verb, number, previous.object, clause.last)
        return
    verb.subject, verb.governor = clause.subject, clause.governor


def _gerund(state: State, verb: Verb) -> Phrase | None:
    """ "Raising rates | would help": what is done is the subject."""
    if not state.waiting or state.sign:
        return None
    front = state.verbs[state.waiting[-1]]
    state.waiting.clear()
    return Phrase(front.first, verb.first, front.head, verb.first) if front.form is not Form.PARTICIPLE else None


def _contact(state: State, verb: Verb, number: int, subject: Phrase, of: Phrase) -> None:
    """A relative clause without "that"."""
    new = Clause("relative", subject.first, state.stack[-1].last, subject)
    new.of = verb.object = of
    state.push(new)
    state.settle(new, verb, number)


def _next_clause(state: State, verb: Verb, number: int, subject: Phrase | None, before: int | None) -> None:
    """A clause beside or inside the one that has its verb: "said | NATO needs", "and | Poland agreed"."""
    clause = state.stack[-1]
    previous = state.verbs[before] if before is not None else None
    object_ = previous.object if previous is not None else None
    first = subject.first if subject is not None else verb.first
    if previous is not None and object_ is not None and subject is not None and object_.first == subject.first:
        previous.object = None
        new = Clause("content", first, before, subject)
    elif state.takes(clause) and not state.led_by and subject is state.loose:
        new = Clause("content", first, clause.last, subject)
    else:
        level = state.stack[0] if state.led_by == '"' else _level(state)
        new = Clause(level.kind, first, level.governor, subject)
    if len(state.stack) >= DEEP:
        state.close(state.stack.pop(1), first)
    state.stack.append(new)
    state.settle(new, verb, number)


def _level(state: State) -> Clause:
    """The clause beside which a new one stands: the innermost that is no relative and no adverbial clause."""
    for clause in reversed(state.stack):
        if clause.kind in ("main", "content"):
            return clause
    return state.stack[-1]


def _sharing(state: State, verb: Verb) -> Clause:
    """The clause whose subject a verb behind "and" shares: the innermost whose verb is of the same tense."""
    for clause in reversed(state.stack):
        if clause.verb is not None:
            other = state.verbs[clause.verb]
            if other.tense == verb.tense or (other.modal and verb.tense == "present"):
                return clause
    return state.stack[-1]


def nonfinite(state: State, verb: Verb, number: int, kind: str) -> bool:
    """The subject that is understood. Out: whether it is the phrase right before, which may have a verb to come."""
    clause = state.stack[-1]
    before = clause.last
    governor = state.verbs[before] if before is not None else None
    near = state.near
    verb.governor = before if before is not None else clause.governor
    if kind == "infinitive":
        modal = semi_modal(governor, verb, state.codes, state.lower) if governor is not None else ""
        if governor is not None and modal:
            state.verbs.pop()
            merge(governor, verb, modal, state.codes)  # its place in the list stays
            return False
        touching = state.last == "phrase" and not state.sign and near is not None
        if touching and near is not None:
            if _for(state, near) or (governor is not None and governor.lemma in _PREPOSITION_CONTROL):
                verb.subject = near
                return False
            if governor is None or (state.loose is not None and state.stack[-1].verb is None):
                verb.subject = _possessor(state, near)
                if verb.subject is None and governor is not None:
                    verb.subject = governor.subject
                return True
        if governor is None:
            verb.subject = clause.subject
            if clause.subject is None:
                state.waiting.append(number)
            return False
        object_ = governor.object
        if object_ is not None and (
            governor.lemma in (_OBJECT_CONTROL if state.codes[verb.first] == "t" else BARE)
            or state.codes[object_.head] == "p"
        ):
            verb.subject = object_
        else:
            verb.subject = governor.subject
        return False
    if state.last == "phrase" and not state.sign and near is not None:
        # "troops sent to", "the head of the agency running": the phrase itself, or the one it hangs on
        verb.subject = (
            state.loose
            if state.loose is not None and state.loose.whole == near.whole and kind == "participle"
            else near
        )
        return True
    if state.sign == "," and near is not None and clause.verb is None and clause.subject is not None:
        verb.subject = clause.subject  # "the plan, announced in May, is"
        state.held = clause.subject
        return True
    if clause.verb is not None and state.sign in (",", "C"):
        governor = state.verbs[clause.verb]
    if governor is not None:
        verb.subject = governor.object if state.last == "phrase" and governor.object is not None else governor.subject
    elif clause.subject is not None:
        verb.subject = clause.subject
    else:
        state.waiting.append(number)
    return False


def _for(state: State, phrase: Phrase) -> bool:
    return phrase.first > 0 and state.lower[phrase.first - 1] == "for" and state.codes[phrase.head] in "EnPpq"


def _possessor(state: State, phrase: Phrase) -> Phrase | None:
    """ "Germany's plan to spend": Germany."""
    for j in range(phrase.last - 1, phrase.first, -1):
        if state.codes[j] == "S":
            return Phrase(phrase.first, j, j - 1, j)
    return None
