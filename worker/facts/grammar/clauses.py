"""Who does what to whom: the chunks of a sentence, walked once from left to right with a stack of the clauses that
are open. Linear: nothing looks ahead further than `FAR` chunks, and no more than `DEEP` clauses are open.
"""

from bisect import bisect_left
from collections.abc import Sequence

from worker.facts.grammar.groups import FORMS, shape
from worker.facts.grammar.lexicon import lexicon, word_lists
from worker.facts.grammar.model import Form, Parse, Phrase, Tag, Verb
from worker.facts.grammar.state import BARE, SPEECH, TIME_NOUNS, Clause, State
from worker.facts.grammar.subjects import continues, finite, nonfinite, question, reduced

_TAGS = {
    "D": Tag.DET, "d": Tag.DET, "0": Tag.NUM, "A": Tag.ADJ, "R": Tag.ADV, "X": Tag.NOT, "N": Tag.NOUN, "n": Tag.NOUN,
    "E": Tag.NAME, "Y": Tag.NAME, "y": Tag.NAME, "P": Tag.PRON, "p": Tag.PRON, "q": Tag.PRON, "W": Tag.WH,
    "w": Tag.WH, "r": Tag.ADV,
    "U": Tag.SUB, "B": Tag.BE, "b": Tag.BE, "F": Tag.BE, "g": Tag.BE, "H": Tag.HAVE, "J": Tag.HAVE, "O": Tag.DO,
    "M": Tag.MODAL, "V": Tag.VERB, "v": Tag.VERB, "G": Tag.ING, "L": Tag.PAST, "T": Tag.PART, "l": Tag.PAST,
    "t": Tag.TO,
    "I": Tag.PREP, "C": Tag.CONJ, "S": Tag.POSS, "Z": Tag.SIGN, ",": Tag.SIGN, '"': Tag.SIGN, "(": Tag.SIGN,
    ")": Tag.SIGN, ";": Tag.SIGN, ".": Tag.SIGN, "-": Tag.SIGN, "$": Tag.SIGN, "%": Tag.SIGN,
}  # fmt: skip

_TWO_OBJECTS = word_lists()["takes two objects"]
_CONTENT = frozenset({"that", "whether", "if", "how", "why"})
_POINTS = frozenset({"last", "next", "this", "that", "today", "yesterday", "tomorrow", "earlier", "late", "early"})
"""With one of these a phrase of time says when; without, "spent | two years", it may be an object."""


def build(lower: Sequence[str], codes: str) -> Parse:
    """The parse of a tagged sentence. In: its tokens in small letters, and their classes."""
    state = State(lower, codes)
    _run(state)
    _finish(state)
    return Parse(list(map(_TAGS.__getitem__, state.codes)), state.phrases, state.verbs)


def _run(state: State) -> None:
    """Walk over all chunks."""
    for at, (kind, first, end) in enumerate(state.chunks):
        if kind == "phrase":
            state.at = at
            _phrase(state)
            state.last = kind
        elif kind == "time":
            state.next_phrase += 1
            state.prep = ""
        elif kind == "I":
            state.prep = state.lower[first]
            state.last = kind
        elif len(kind) == 1:
            _sign(state, kind, first, end)
            if kind != '"':
                state.last = kind
        else:
            state.at = at
            _verb(state, kind, first, end)
            state.last = kind


def _phrase(state: State) -> None:
    phrase = state.phrases[state.next_phrase]
    state.next_phrase += 1
    head = phrase.head
    verbs = state.verbs
    after_verb = state.last in FORMS and verbs
    if not state.prep or state.chain is None or state.chain.whole < phrase.last:
        state.chain = phrase
    if not state.prep and state.sign == "C" and state.hangs and len(state.last) == 1 and state.stack[-1].verb is None:
        state.near = phrase  # "the policies of France and | Germany"
    elif state.prep:
        state.hangs = True
        if state.prep == "by" and verbs and verbs[-1].passive and verbs[-1].agent is None:
            verbs[-1].agent = phrase
        state.near = phrase
    elif (
        state.lower[head] in TIME_NOUNS and state.lower[phrase.first] != "the" and not _subject_anyway(state, phrase)
    ):
        if after_verb and not verbs[-1].passive and state.lower[phrase.first] not in _POINTS:
            verbs[-1].object = verbs[-1].object or phrase
    else:
        state.hangs = False
        clause = state.stack[-1]
        directly = state.last == "phrase" and not state.sign
        if state.sign == "C" and state.near is not None and len(state.last) == 1:
            state.listed = True
        if after_verb:
            verb = verbs[-1]
            if verb.subject is not None and verb.subject.first == phrase.first:
                pass  # "said Rutte"
            elif verb.object is None and not verb.passive:
                verb.object = phrase
            elif verb.passive and verb.second is None:
                verb.second = phrase
        elif directly and verbs and verbs[-1].object is state.near and verbs[-1].lemma in _TWO_OBJECTS:
            verbs[-1].second = phrase
        bare = directly and all(code == "0" for code in state.codes[phrase.first : phrase.last])  # "aged | two"
        fronted = False  # "Raising | rates would", "To keep | peace | and | order, he"
        if state.waiting and state.waiting[-1] == len(verbs) - 1:
            fronted = bool(after_verb) or state.after_conjunction()
        if clause.subject is None and clause.verb is None and not fronted:
            clause.subject = phrase
            if clause.kind == "main":
                state.answer(phrase)
        if (
            (state.held is None or not after_verb)
            and not fronted
            and not bare
            and not (state.listed and state.loose is not None)
        ):
            state.loose = phrase
            state.led_by = "phrase" if directly else state.sign
        state.near = phrase
    state.prep = state.sign = ""


def _subject_anyway(state: State, phrase: Phrase) -> bool:
    """Whether a phrase of time is a subject all the same: "the year saw", "Today is"."""
    clause = state.stack[-1]
    return clause.subject is None and clause.verb is None and state.next_is_finite()


def _sign(state: State, code: str, first: int, end: int) -> None:
    if code == '"':
        state.apposed = None
        if not state.prep and state.sign in ("", ","):
            state.sign = code
        return
    state.sign = code
    clause = state.stack[-1]
    if code == ",":
        if state.loose is not None and state.apposed is None and state.led_by in (",", '"'):
            state.apposed = state.loose
        state.loose = None
        state.listed = False
    elif code == ";" or (code == "." and state.lower[first] == "."):
        state.reset(end)
    elif code == "W" or code == "w":
        _open_relative(state, code, first)
    elif code == "U":
        governor = clause.last if clause.last is not None else clause.governor
        content = state.lower[first] in _CONTENT and clause.last is not None
        state.push(Clause("content" if content else "adverbial", end, governor))
    state.prep = ""


def _open_relative(state: State, code: str, first: int) -> None:
    clause = state.stack[-1]
    word = state.lower[first]
    if word in ("what", "whatever", "whoever") or state.near is None:
        state.push(Clause("content", first, clause.last))
        return
    new = Clause("relative", first, clause.last)
    new.of = _antecedent(state, state.near) if word == "who" else state.near
    if code == "W" and not state.prep:
        new.subject = new.of
    state.push(new)


def _antecedent(state: State, near: Phrase) -> Phrase:
    """Whom "who" means: "members in Greece who", "Ann Lee of the Red Cross, who", but "the son of a man who"."""
    chain = state.chain
    if chain is None or chain is near or chain.whole != near.whole:
        return near
    head, start = state.codes[near.head], state.codes[chain.head]
    if head in "EN" and start in "nqDEpP":
        return chain
    if head == "E" and state.lower[near.first - 1] in ("in", "at", "from"):
        return chain
    return near


def _verb(state: State, kind: str, first: int, end: int) -> None:
    codes = state.codes
    head = end - 1
    code = codes[head]
    if code == "l":
        if kind != "verb" or first != head:
            codes[head] = code = "T"
        elif reduced(state, head):
            codes[head] = code = "T"
            kind = "participle"
        else:
            codes[head] = code = "L"
    number = len(state.verbs)
    if code == "V" and first == head and state.verbs and not state.sign and state.verbs[-1].lemma in BARE:
        kind = "infinitive"  # "help protect", "let them go"
    verb = Verb(first, end, head, lexicon().lemma(state.lower[head]), FORMS[kind])
    state.verbs.append(verb)
    shape(verb, kind, codes, state.lower)
    keeps = False  # whether what was loose may still be the subject of a verb to come
    if (number and question(state, verb)) or (state.after_conjunction() and continues(state, verb, code)):
        pass
    elif kind == "verb":
        finite(state, verb, number)
    else:
        keeps = nonfinite(state, verb, number, kind)
    state.stack[-1].last = len(state.verbs) - 1
    if keeps:
        state.held = state.loose or state.held or state.near
    else:
        state.loose = state.held = None if kind == "verb" else state.held
    state.apposed = None
    state.prep = state.sign = ""
    state.listed = False


def _finish(state: State) -> None:
    """Close what is open."""
    end = len(state.lower)
    for clause in state.stack:
        state.close(clause, end)
    stops = [j for j, code in enumerate(state.codes) if code == "," or code == ";"]
    stops.append(end)
    said = {verb.governor for verb in state.verbs}
    free: list[Verb] = []  # verbs of main clauses that may be what a verb behind them says
    speech: int | None = None  # "..., Rutte said, ...": governs what follows too
    for number, verb in enumerate(state.verbs):
        if verb.clause[1] == 0:
            verb.clause = (verb.first, stops[bisect_left(stops, verb.last)])
        if verb.governor is not None or verb.form is not Form.FINITE:
            continue
        first = verb.first if verb.subject is None else min(verb.first, verb.subject.first)
        aside = first > 0 and state.codes[first - 1] in ',"' and number not in said and verb.lemma in SPEECH
        if aside and (free or (first > 1 and _goes_on(state, verb))):
            for other in free:
                other.governor = number
            free = []
            speech = number if _goes_on(state, verb) else None
        elif speech is not None:
            verb.governor = speech
        else:
            free.append(verb)


def _goes_on(state: State, verb: Verb) -> bool:
    """Whether speech goes on behind a verb of saying: "..., he said, "and ..."."""
    last = verb.last
    if verb.subject is not None and verb.subject.first == last:
        last = verb.subject.last
    return last < len(state.codes) and state.codes[last] in ',"'
