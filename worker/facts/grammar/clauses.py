"""Noun phrases and verb groups of a tagged sentence, and who does what to whom: one walk from left to right with a
stack of the clauses that are open. Linear: nothing looks back, and forward no further than `_FAR` chunks.
"""

import re
from collections.abc import Sequence

from worker.facts.grammar.lexicon import lexicon, word_lists
from worker.facts.grammar.model import Form, Parse, Phrase, Tag, Verb

_TAGS = {
    "D": Tag.DET, "d": Tag.DET, "0": Tag.NUM, "A": Tag.ADJ, "R": Tag.ADV, "X": Tag.NOT, "N": Tag.NOUN, "n": Tag.NOUN,
    "E": Tag.NAME, "P": Tag.PRON, "p": Tag.PRON, "q": Tag.PRON, "W": Tag.WH, "U": Tag.SUB, "B": Tag.BE, "b": Tag.BE,
    "F": Tag.BE, "g": Tag.BE, "H": Tag.HAVE, "J": Tag.HAVE, "O": Tag.DO, "M": Tag.MODAL, "V": Tag.VERB,
    "v": Tag.VERB, "G": Tag.ING, "L": Tag.PAST, "T": Tag.PART, "l": Tag.PAST, "t": Tag.TO, "I": Tag.PREP,
    "C": Tag.CONJ, "S": Tag.POSS,
}  # fmt: skip

# Chunks, tried in this order at each token. Possessive repeats: nothing is tried twice.
_CHUNK = re.compile(
    r"""
      (?P<verb>
        [MO](?:[XR"]{0,3}H)?(?:[XR"]{0,3}[bF])?(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[VTGlb])?
      | H(?:[XR"]{0,3}F)?(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[TGlL])?
      | B(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[TGl])?
      | [VvLl]
      )
    | (?P<infinitive> t[XR"]{0,3}(?:H(?:[XR"]{0,3}F)?|b)?(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[VTGlOb])? )
    | (?P<ing> [JgG](?:[XR"]{0,3}F)?(?:[XR"]{0,3}[TGl])? )
    | (?P<participle> [TFb] )
    | (?P<phrase>
        (?: (?:[DdA]{0,2}(?:R{0,2}[A0$%]){0,8}(?:[A0%$],?(?=A))?[A0$%]{0,4}) (?:(?:[NnE0%]Z?+)++|A(?![NnE])|D) S?+ ){1,12}
        | R{1,3}[$0][0%Nn]*+
        | [Ppq]
      )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)

_LISTS = word_lists()
_SPEECH = _LISTS["speech"]
_SEMI = _LISTS["semi-modal"]
_FAR = 8
_HANGS_ON = frozenset({"of", "in", "for", "to", "on", "at", "from", "between", "against", "with", "within", "over"})
_SUBJECT_CONTROL = frozenset({"promise", "use", "take", "threaten", "vow", "need", "meet"})
_TIME = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "week",
        "month",
        "year",
        "today",
        "yesterday",
        "tomorrow",
        "night",
        "morning",
        "afternoon",
        "evening",
        "weekend",
        "time",
        "day",
    ]
)
_PAST_WORDS = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't"})
_FUTURE = frozenset({"will", "won't", "shall", "'ll", "wo"})
_MODALS = {
    "won't": "will",
    "'ll": "will",
    "can't": "can",
    "cannot": "can",
    "shan't": "shall",
    "'d": "would",
    "wo": "will",
    "ca": "can",
}
_FORMS = {"verb": Form.FINITE, "infinitive": Form.INFINITIVE, "ing": Form.ING, "participle": Form.PARTICIPLE}
_VERBAL = frozenset(_FORMS)
_CONTENT = frozenset({"that", "whether", "if", "how", "why"})
_SAID = frozenset({"said"})
_SEMI_HEADS = frozenset({"set", "due", "going", "scheduled", "supposed", "bound", "slated", "poised"})
_OBJECT_CONTROL = frozenset(
    [
        "ask",
        "tell",
        "urge",
        "call",
        "push",
        "press",
        "allow",
        "order",
        "force",
        "help",
        "enable",
        "want",
        "expect",
        "encourage",
    ]
)


class _Clause:
    """A clause that is open. kind: `main`, `content`, `relative`, `adverbial`. last: its latest verb of any form."""

    __slots__ = ("first", "governor", "kind", "last", "subject", "verb")

    def __init__(self, kind: str, first: int, governor: int | None, subject: Phrase | None = None) -> None:
        self.kind, self.first, self.governor, self.subject = kind, first, governor, subject
        self.verb: int | None = None
        self.last: int | None = None


def build(lower: Sequence[str], codes: str) -> Parse:
    """The parse of a tagged sentence. In: its tokens in small letters, and their classes."""
    walk = _Walk(lower, codes)
    walk.run()
    return Parse([_TAGS.get(code, Tag.SIGN) for code in walk.codes], walk.phrases, walk.verbs)


class _Walk:
    """The state of the walk over the chunks.

    loose: the last phrase since the last verb, comma or conjunction that hangs on no preposition: it can be the
    subject of a verb that follows. near: the last phrase of any kind. since: the first phrase behind the last verb.
    waiting: participles at the front of a clause, which wait for its subject.
    """

    __slots__ = (
        "at", "chunks", "codes", "comma", "conj", "last", "loose", "lower", "near", "phrases", "prep", "quote", "since",
        "stack", "verbs", "waiting",
    )  # fmt: skip

    def __init__(self, lower: Sequence[str], codes: str) -> None:
        self.lower = lower
        self.codes = list(codes)
        self.phrases: list[Phrase] = []
        self.verbs: list[Verb] = []
        self.stack = [_Clause("main", 0, None)]
        self.chunks = [(m.lastgroup or "", m.start(), m.end()) for m in _CHUNK.finditer(codes)]
        self.at = 0
        self.prep = self.last = ""
        self.conj = self.comma = self.quote = False
        self.loose: Phrase | None = None
        self.near: Phrase | None = None
        self.since: Phrase | None = None
        self.waiting: list[int] = []

    def run(self) -> None:
        """Walk over all chunks."""
        codes = self.codes
        for at, (kind, first, end) in enumerate(self.chunks):
            self.at = at
            if kind == "phrase":
                self._phrase(first, end)
            elif kind == "other":
                code = codes[first]
                if code == "R" or code == "X":
                    continue
                self._sign(code, first, end)
            else:
                self._verb(kind, first, end)
                self.prep = ""
                self.loose = self.since = None
                self.conj = self.comma = self.quote = False
            self.last = kind
        for clause in self.stack:
            self._close(clause, len(self.lower))

    # Noun phrases

    def _phrase(self, first: int, end: int) -> None:
        head = end - 1
        while head > first and self.codes[head] == "S":
            head -= 1
        phrase = Phrase(first, end, head, end)
        self.phrases.append(phrase)
        near = self.near
        if self.prep:
            if near is not None and near.whole == first - 1 and self.prep in _HANGS_ON:
                self._extend(len(self.phrases) - 2, end)
            if self.prep == "by" and self.verbs and self.verbs[-1].passive and self.verbs[-1].agent is None:
                self.verbs[-1].agent = phrase
        else:
            clause = self.stack[-1]
            if clause.subject is None and clause.verb is None:
                if self.lower[head] not in _TIME or self._finite_next():
                    clause.subject = phrase
                    for number in self.waiting:
                        self.verbs[number].subject = phrase
                    self.waiting.clear()
            if (
                self.since is None
                and self.last in _VERBAL
                and self.verbs[-1].object is None
                and not self.verbs[-1].passive
            ):
                self.verbs[-1].object = phrase
            self.since = self.since or phrase
            if not (self.conj and self.loose is not None):
                self.loose = phrase
        self.near = self.phrases[-1]
        self.prep = ""
        self.conj = self.comma = self.quote = False

    def _extend(self, number: int, end: int) -> None:
        """Let the phrases that the last one hangs on reach to `end`."""
        old = self.phrases[number].whole
        for j in range(number, max(-1, number - _FAR), -1):
            phrase = self.phrases[j]
            if phrase.whole != old:
                break
            new = self.phrases[j] = Phrase(phrase.first, phrase.last, phrase.head, end)
            if self.loose is phrase:
                self.loose = new
            if self.since is phrase:
                self.since = new
            for clause in self.stack[-3:]:
                if clause.subject is phrase:
                    clause.subject = new
            for verb in self.verbs[-3:]:
                if verb.object is phrase:
                    verb.object = new
                if verb.subject is phrase:
                    verb.subject = new
                if verb.agent is phrase:
                    verb.agent = new

    def _finite_next(self) -> bool:
        for kind, first, _ in self.chunks[self.at + 1 : self.at + 3]:
            if kind == "verb":
                return True
            if kind != "other" or self.codes[first] not in "RX":
                return False
        return False

    # Between them

    def _sign(self, code: str, first: int, end: int) -> None:
        if code == "I":
            self.prep = self.lower[first]
            return
        self.prep = ""
        clause = self.stack[-1]
        if code == "C":
            self.conj = True
        elif code == ",":
            self.comma = True
            self.loose = None
        elif code == '"':
            self.quote = True
        elif code == ";":
            self._reset(end)
        elif code == "W":
            self.stack.append(_Clause("relative", first, clause.last, self.near))
            self.loose = self.since = None
        elif code == "U":
            content = self.lower[first] in _CONTENT and clause.last is not None
            governor = clause.last if clause.last is not None else clause.governor
            self.stack.append(_Clause("content" if content else "adverbial", end, governor))
            self.loose = self.since = None

    def _reset(self, first: int) -> None:
        for clause in self.stack:
            self._close(clause, first)
        self.stack = [_Clause("main", first, None)]
        self.loose = self.since = None

    def _close(self, clause: _Clause, end: int) -> None:
        if clause.verb is not None:
            verb = self.verbs[clause.verb]
            verb.clause = (clause.first, end)

    # Verbs

    def _verb(self, kind: str, first: int, end: int) -> None:
        codes, lower = self.codes, self.lower
        head = end - 1
        if codes[head] == "l":
            if kind != "verb" or first != head:
                codes[head] = "T"
            elif self._reduced():
                codes[head] = "T"
                kind = "participle"
            else:
                codes[head] = "L"
        number = len(self.verbs)
        verb = Verb(first, end, head, lexicon().lemma(lower[head]), Form.FINITE)
        self.verbs.append(verb)
        self._shape(verb, kind)
        if kind == "verb":
            self._finite(verb, number)
        else:
            self._nonfinite(verb, number, kind)
        self.stack[-1].last = len(self.verbs) - 1

    def _shape(self, verb: Verb, kind: str) -> None:
        """Form, tense, modal, voice and negation of a verb group."""
        codes, lower = self.codes, self.lower
        verb.form = _FORMS[kind]
        group = codes[verb.first : verb.last]
        start = lower[verb.first]
        code = group[-1]
        be = "B" in group[:-1] or "b" in group[:-1] or "F" in group[:-1] or "g" in group[:-1]
        if code == "T" and (be or kind == "participle"):
            verb.passive = True
        if code in "BbFg":
            verb.lemma = "be"
        elif code in "HJ":
            verb.lemma = "have"
        elif code == "O":
            verb.lemma = "do"
        verb.negated = (
            "X" in group or any(lower[j].endswith("n't") for j in range(verb.first, verb.last)) or start == "cannot"
        )
        if kind == "verb":
            if group[0] == "M":
                verb.modal = _MODALS.get(start, start.removesuffix("n't"))
                verb.tense = "future" if start in _FUTURE else ""
            elif group[0] == "L" or start in _PAST_WORDS or (group[0] == "H" and code != "H"):
                verb.tense = "past"
            else:
                verb.tense = "present"

    def _reduced(self) -> bool:
        """Whether an -ed word is a participle that hangs on the phrase before it, or on the clause: "troops sent to".

        It is where the clause has its verb already, or where another verb is still to come that has no subject.
        """
        clause = self.stack[-1]
        following = self.chunks[self.at + 1 : self.at + 1 + _FAR]
        after = following[0] if following else ("other", len(self.lower), len(self.lower))
        object_follows = after[0] == "phrase"
        if self.prep or self.last in ("verb", "infinitive"):
            return True
        if self.lower[self.chunks[self.at][1]] in _SAID:
            return False
        if clause.verb is None:
            if clause.subject is None and self.loose is None:
                return not (self.quote or object_follows) or self.at == 0
            if object_follows and self.codes[after[1]] != "R":
                return False
            return self._verb_to_come(following)
        if self.loose is not None and self.last == "phrase":
            if self.since is not None and self.verbs and self.verbs[-1].lemma in _SPEECH and not self._by_next(after):
                return self._verb_to_come(following)
            return not object_follows
        if self.conj:
            return False
        return not object_follows if self.comma else False

    def _by_next(self, after: tuple[str, int, int]) -> bool:
        return after[0] == "other" and self.lower[after[1] : after[1] + 1] == ["by"]

    def _verb_to_come(self, following: list[tuple[str, int, int]]) -> bool:
        """Whether a finite verb follows in this clause that has no phrase of its own as subject."""
        prep = False
        bare = True
        for kind, first, _ in following:
            if kind == "verb":
                return bare
            if kind == "phrase":
                bare = prep
                prep = False
            elif kind == "other":
                code = self.codes[first]
                if code in "UW;." or code == "C":
                    return False
                if code == "I":
                    prep = True
                elif code == ",":
                    bare = True
        return False

    def _finite(self, verb: Verb, number: int) -> None:
        stack = self.stack
        clause = stack[-1]
        inverted = self._inverted(verb)
        if inverted:
            # "...," said Rutte: a clause of its own, which governs what was said before.
            said = [c.verb for c in stack if c.kind == "main" and c.verb is not None]
            self._reset(verb.first)
            clause = self.stack[-1]
            clause.verb = number
            for j in said:
                if self.verbs[j].governor is None:
                    self.verbs[j].governor = number
            return
        if clause.verb is None:
            if clause.kind == "relative" and self.loose is not None:
                clause.subject = self.loose
            elif clause.subject is None:
                clause.subject = self.loose or (self._borrowed() if clause.kind != "main" else None)
            self._settle(clause, verb, number)
            return
        if (self.conj and self.loose is None) or (self.conj and self.last == "other"):
            shared = self._sharing(verb)
            verb.subject = shared.subject
            verb.governor = shared.governor
            verb.relative = shared.kind == "relative"
            verb.clause = (shared.first, len(self.lower))
            return
        open_ = next((c for c in reversed(stack[:-1]) if c.verb is None and c.subject is not None), None)
        previous = self.verbs[clause.last] if clause.last is not None else None
        takes = previous is not None and (previous.lemma in _SPEECH or previous.lemma in _LISTS["help"])
        if self.loose is not None and (open_ is None or takes):
            subject = self.loose
            if takes or self.since is subject:
                new = _Clause(
                    "content" if takes else "main", subject.first, clause.last if takes else clause.governor, subject
                )
            else:
                new = _Clause("main", subject.first, clause.governor, subject)
            if previous is not None and previous.object is subject:
                previous.object = None
            stack.append(new)
            self._settle(new, verb, number)
            return
        if open_ is not None:
            while stack[-1] is not open_:
                self._close(stack.pop(), verb.first)
            self._settle(open_, verb, number)
            return
        verb.subject = self.loose or self.near or clause.subject
        verb.governor = clause.governor
        verb.clause = (verb.first, len(self.lower))

    def _settle(self, clause: _Clause, verb: Verb, number: int) -> None:
        clause.verb = number
        verb.subject = clause.subject
        verb.governor = clause.governor
        verb.relative = clause.kind == "relative"

    def _borrowed(self) -> Phrase | None:
        for clause in reversed(self.stack[:-1]):
            if clause.subject is not None:
                return clause.subject
        return None

    def _sharing(self, verb: Verb) -> _Clause:
        """The clause whose subject a verb behind "and" shares: the innermost whose verb is of the same tense."""
        for clause in reversed(self.stack):
            if clause.verb is not None:
                other = self.verbs[clause.verb]
                if other.tense == verb.tense or (other.modal and verb.tense == "present"):
                    return clause
        return self.stack[-1]

    def _inverted(self, verb: Verb) -> bool:
        """Whether the subject stands behind: "...," said Rutte."""
        if verb.lemma not in _SPEECH or verb.last - verb.first != 1 or self.at + 1 >= len(self.chunks):
            return False
        if self.loose is not None and not self.quote:
            return False
        if not (self.quote or self.comma or self.at == 0):
            return False
        clause = self.stack[-1]
        if clause.verb is None and clause.subject is not None and not self.quote:
            return False
        kind, first, end = self.chunks[self.at + 1]
        if kind != "phrase" or self.codes[first] == "p":
            return False
        head = end - 1
        verb.subject = Phrase(first, end, head, end)
        return True

    def _nonfinite(self, verb: Verb, number: int, kind: str) -> None:
        clause = self.stack[-1]
        before = clause.last
        governor = self.verbs[before] if before is not None else None
        verb.governor = before if before is not None else clause.governor
        if kind == "infinitive" and governor is not None and self._semi_modal(governor, verb):
            return
        if self.last == "phrase" and kind != "infinitive" and self.near is not None and not self.comma:
            verb.subject = self.near if self.near.whole == self.near.last or self.loose is None else self.loose
            return
        if governor is None:
            verb.subject = clause.subject
            if verb.subject is None:
                self.waiting.append(number)
            return
        if kind == "infinitive" and governor.object is not None and governor.lemma not in _SUBJECT_CONTROL:
            if self.codes[governor.object.head] in "EpPqn" or governor.lemma in _OBJECT_CONTROL:
                verb.subject = governor.object
                return
        if self.comma and clause.verb is not None:
            governor = self.verbs[clause.verb]
        verb.subject = governor.subject

    def _semi_modal(self, governor: Verb, verb: Verb) -> bool:
        """ "was to say", "has to pay", "is due to visit", "is set to rise", "going to": one verb, with a modal."""
        lower = self.lower
        between = [
            word for j, word in enumerate(lower[governor.last : verb.first]) if self.codes[governor.last + j] != "R"
        ]
        if governor.lemma in ("be", "have") and not between:
            verb.modal = f"{governor.lemma} to"
        elif governor.lemma == "be" and len(between) == 1 and between[0] in _SEMI:
            verb.modal = f"be {between[0]} to"
        elif (
            governor.last == verb.first and lower[governor.head] in _SEMI_HEADS and governor.last - governor.first > 1
        ):
            verb.modal = f"be {lower[governor.head]} to"
        else:
            return False
        self.verbs.pop()  # the governor becomes the whole group; its place in the list stays
        governor.last, governor.head, governor.lemma = verb.last, verb.head, verb.lemma
        governor.modal, governor.passive = verb.modal, verb.passive
        governor.negated = verb.negated or governor.negated
        governor.object = None
        return True
