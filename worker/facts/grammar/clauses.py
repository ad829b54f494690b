"""Who does what to whom: the chunks of a sentence, walked once from left to right with a stack of the clauses that
are open. Linear: nothing looks ahead further than `_FAR` chunks, and the stack is cut at `_DEEP` clauses.
"""

from collections.abc import Sequence

from worker.facts.grammar.chunks import Chunk, chunks, phrases
from worker.facts.grammar.lexicon import lexicon, word_lists
from worker.facts.grammar.model import Form, Parse, Phrase, Tag, Verb

_TAGS = {
    "D": Tag.DET, "d": Tag.DET, "0": Tag.NUM, "A": Tag.ADJ, "R": Tag.ADV, "X": Tag.NOT, "N": Tag.NOUN, "n": Tag.NOUN,
    "E": Tag.NAME, "Y": Tag.NAME, "y": Tag.NAME, "P": Tag.PRON, "p": Tag.PRON, "q": Tag.PRON, "W": Tag.WH, "w": Tag.WH,
    "U": Tag.SUB, "B": Tag.BE, "b": Tag.BE, "F": Tag.BE, "g": Tag.BE, "H": Tag.HAVE, "J": Tag.HAVE, "O": Tag.DO,
    "M": Tag.MODAL, "V": Tag.VERB, "v": Tag.VERB, "G": Tag.ING, "L": Tag.PAST, "T": Tag.PART, "l": Tag.PAST, "t": Tag.TO,
    "I": Tag.PREP, "C": Tag.CONJ, "S": Tag.POSS, "Z": Tag.SIGN, ",": Tag.SIGN, '"': Tag.SIGN, "(": Tag.SIGN,
    ")": Tag.SIGN, ";": Tag.SIGN, ".": Tag.SIGN, "-": Tag.SIGN, "$": Tag.SIGN, "%": Tag.SIGN,
}  # fmt: skip
_FAR = 8
_DEEP = 12

_LISTS = word_lists()
_SPEECH = _LISTS["speech"]
_TAKES_CLAUSE = _SPEECH | _LISTS["help"]
_SEMI = _LISTS["semi-modal"]
_OBJECT_CONTROL = _LISTS["whose object does what follows"]
_PREPOSITION_CONTROL = _LISTS["on whom does what follows"]
_TWO_OBJECTS = _LISTS["takes two objects"]
_NAMING = frozenset({"call", "name", "title", "entitle", "dub", "nickname", "base", "give"})
_TIME_NOUNS = _LISTS["times"]
_FORMS = {"verb": Form.FINITE, "infinitive": Form.INFINITIVE, "ing": Form.ING, "participle": Form.PARTICIPLE}
_CONTENT = frozenset({"that", "whether", "if", "how", "why"})
_PAST_WORDS = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't"})
_FUTURE = frozenset({"will", "won't", "shall", "shan't", "'ll", "wo"})
_MODALS = {"'ll": "will", "won't": "will", "wo": "will", "can't": "can", "ca": "can", "cannot": "can", "'d": "would"}


class _Clause:
    """A clause that is open. kind: `main`, `content`, `relative`, `adverbial`. of: the phrase that a relative clause
    is about. last: the number of its latest verb of any form."""

    __slots__ = ("first", "governor", "kind", "last", "of", "subject", "verb")

    def __init__(self, kind: str, first: int, governor: int | None, subject: Phrase | None = None) -> None:
        self.kind, self.first, self.governor, self.subject = kind, first, governor, subject
        self.of: Phrase | None = None
        self.verb: int | None = None
        self.last: int | None = None


def build(lower: Sequence[str], codes: str) -> Parse:
    """The parse of a tagged sentence. In: its tokens in small letters, and their classes."""
    walk = _Walk(lower, codes)
    walk.run()
    walk.finish()
    return Parse(list(map(_TAGS.__getitem__, walk.codes)), walk.phrases, walk.verbs)


class _Walk:
    """The walk and its state.

    loose: the latest phrase that can be the subject of a verb that follows: on no preposition, no verb's object in a
    reduced clause, and behind the last verb, comma and subordinator; `led_by` is the sign before it, "" where none
    is, "phrase" right behind another phrase. held: the phrase that a reduced clause hangs on ("troops | sent to").
    near: the latest phrase of any kind; chain: the first of those it hangs on, or itself. prep: the preposition right before, or "".
    sign: the last sign since the last phrase or verb, or "". listed: "and" has joined phrases since the last verb.
    waiting: participles at the front of a clause, which wait for its subject.
    """

    __slots__ = (
        "at", "chain", "chunks", "codes", "held", "last", "led_by", "listed", "loose", "lower", "near", "next_phrase", "phrases",
        "prep", "sign", "stack", "verbs", "waiting",
    )  # fmt: skip

    def __init__(self, lower: Sequence[str], codes: str) -> None:
        self.lower = lower
        self.codes = list(codes)
        self.chunks = chunks(codes)
        self.phrases = phrases(self.chunks, codes, lower)
        self.next_phrase = 0
        self.verbs: list[Verb] = []
        self.stack = [_Clause("main", 0, None)]
        self.at = 0
        self.prep = self.last = self.sign = self.led_by = ""
        self.listed = False
        self.loose: Phrase | None = None
        self.held: Phrase | None = None
        self.near: Phrase | None = None
        self.chain: Phrase | None = None
        self.waiting: list[int] = []

    def run(self) -> None:
        """Walk over all chunks."""
        at = 0
        for kind, first, end in self.chunks:
            if kind == "phrase":
                self.at = at
                self._phrase()
                self.last = kind
            elif kind == "time":
                self.next_phrase += 1
                self.prep = ""
            elif len(kind) == 1:
                self._sign(kind, first, end)
                self.last = kind
            else:
                self.at = at
                self._verb(kind, first, end)
                self.last = kind
            at += 1

    def finish(self) -> None:
        """Close what is open."""
        end = len(self.lower)
        for clause in self.stack:
            self._close(clause, end)
        ends, at = [end] * (end + 1), end
        for j in range(end - 1, -1, -1):
            if self.codes[j] in ",;":
                at = j
            ends[j] = at
        said = {verb.governor for verb in self.verbs}
        free: list[Verb] = []  # verbs of main clauses that may be what a verb behind them says
        speech: int | None = None  # "..., Rutte said, ...": governs what follows too
        for number, verb in enumerate(self.verbs):
            if verb.clause[1] == 0:
                verb.clause = (verb.first, ends[verb.last])
            if verb.governor is not None or verb.form is not Form.FINITE:
                continue
            first = verb.first if verb.subject is None else min(verb.first, verb.subject.first)
            if free and verb.lemma in _SPEECH and number not in said and self.codes[first - 1] in ',"':
                for other in free:
                    other.governor = number
                free = []
                speech = number if self._goes_on(verb) else None
            elif speech is not None:
                verb.governor = speech
            else:
                free.append(verb)

    def _goes_on(self, verb: Verb) -> bool:
        """Whether speech goes on behind a verb of saying: "..., he said, "and ..."."""
        last = verb.last
        if verb.subject is not None and verb.subject.first == last:
            last = verb.subject.last
        return last < len(self.codes) and self.codes[last] in ',"'

    # Noun phrases

    def _phrase(self) -> None:
        phrase = self.phrases[self.next_phrase]
        self.next_phrase += 1
        head = phrase.head
        verbs = self.verbs
        after_verb = self.last in _FORMS and verbs
        if not self.prep or self.chain is None or self.chain.whole < phrase.last:
            self.chain = phrase
        if self.prep:
            if self.prep == "by" and verbs and verbs[-1].passive and verbs[-1].agent is None:
                verbs[-1].agent = phrase
            self.near = phrase
        elif self.lower[head] in _TIME_NOUNS and not self._subject_anyway(phrase):
            if after_verb and not verbs[-1].passive and self.lower[phrase.first] not in _POINTS:
                verbs[-1].object = verbs[-1].object or phrase
        else:
            clause = self.stack[-1]
            directly = self.last == "phrase" and not self.sign
            if self.sign == "C" and self.near is not None and len(self.last) == 1:
                self.listed = True
            if after_verb:
                verb = verbs[-1]
                if verb.subject is not None and verb.subject.first == phrase.first:
                    pass  # "said Rutte"
                elif verb.object is None and not verb.passive:
                    verb.object = phrase
                elif verb.passive and verb.second is None:
                    verb.second = phrase
            elif directly and verbs and verbs[-1].object is self.near and verbs[-1].lemma in _TWO_OBJECTS:
                verbs[-1].second = phrase
            if clause.subject is None and clause.verb is None:
                clause.subject = phrase
                for number in self.waiting:
                    verbs[number].subject = phrase
                self.waiting.clear()
            if self.held is None or not after_verb:
                if not (self.listed and self.loose is not None):
                    self.loose = phrase
                    self.led_by = "phrase" if directly else self.sign
            self.near = phrase
        self.prep = self.sign = ""

    def _subject_anyway(self, phrase: Phrase) -> bool:
        """Whether a phrase of time is a subject all the same: "the year saw", "Today is"."""
        clause = self.stack[-1]
        return clause.subject is None and clause.verb is None and self._next_is_finite()

    def _next_is_finite(self) -> bool:
        for kind, _, _ in self.chunks[self.at + 1 : self.at + 3]:
            if kind == "verb":
                return True
            if kind != "time":
                return False
        return False

    # Between them

    def _sign(self, code: str, first: int, end: int) -> None:
        if code == "I":
            self.prep = self.lower[first]
            return
        if code == '"':
            if not self.prep and not self.sign:
                self.sign = code
            return
        self.sign = code
        clause = self.stack[-1]
        if code == ",":
            self.loose = None
            self.listed = False
        elif code == ";":
            self._reset(end)
        elif code == "W" or code == "w":
            self._open_relative(code, first)
        elif code == "U":
            governor = clause.last if clause.last is not None else clause.governor
            content = self.lower[first] in _CONTENT and clause.last is not None
            self._push(_Clause("content" if content else "adverbial", end, governor))
        self.prep = ""

    def _open_relative(self, code: str, first: int) -> None:
        clause = self.stack[-1]
        word = self.lower[first]
        if word in ("what", "whatever", "whoever") or self.near is None:
            self._push(_Clause("content", first, clause.last))
            return
        new = _Clause("relative", first, clause.last)
        new.of = self._antecedent(self.near) if word == "who" else self.near
        if code == "W" and not self.prep:
            new.subject = new.of
        self._push(new)

    def _antecedent(self, near: Phrase) -> Phrase:
        """Whom "who" means: "members in Greece who", "Ann Lee of the Red Cross, who", but "the son of a man who"."""
        chain = self.chain
        if chain is None or chain is near or chain.whole != near.whole:
            return near
        head, start = self.codes[near.head], self.codes[chain.head]
        if head in "EN" and start in "nqDEpP":
            return chain
        if head == "E" and self.lower[near.first - 1] in ("in", "at", "from"):
            return chain
        return near

    def _push(self, clause: _Clause) -> None:
        if len(self.stack) >= _DEEP:
            self._close(self.stack.pop(1), clause.first)
        self.stack.append(clause)
        self.loose = self.held = None
        self.listed = False

    def _pop(self, until: _Clause, at: int) -> None:
        while self.stack[-1] is not until:
            self._close(self.stack.pop(), at)

    def _reset(self, first: int) -> None:
        for clause in self.stack:
            self._close(clause, first)
        self.stack = [_Clause("main", first, None)]
        self.loose = self.held = None
        self.listed = False

    def _close(self, clause: _Clause, end: int) -> None:
        if clause.verb is not None:
            self.verbs[clause.verb].clause = (clause.first, end)

    # Verbs

    def _verb(self, kind: str, first: int, end: int) -> None:
        codes = self.codes
        head = end - 1
        code = codes[head]
        if code == "l":
            if kind != "verb" or first != head:
                codes[head] = code = "T"
            elif self._reduced(head):
                codes[head] = code = "T"
                kind = "participle"
            else:
                codes[head] = code = "L"
        number = len(self.verbs)
        verb = Verb(first, end, head, lexicon().lemma(self.lower[head]), _FORMS[kind])
        self.verbs.append(verb)
        self._shape(verb, kind, code)
        keeps = False  # whether what was loose may still be the subject of a verb to come
        if number and self._question(verb):
            pass
        elif self.sign == "C" and len(self.last) == 1 and self._continues(verb, code):
            pass
        elif kind == "verb":
            self._finite(verb, number)
        else:
            keeps = self._nonfinite(verb, number, kind)
        self.stack[-1].last = len(self.verbs) - 1
        if keeps:
            self.held = self.loose or self.held or self.near
        else:
            self.loose = self.held = None if kind == "verb" else self.held
        self.prep = self.sign = ""
        self.listed = False

    def _shape(self, verb: Verb, kind: str, code: str) -> None:
        """Tense, modal, voice and negation of a verb group."""
        lower = self.lower
        start = lower[verb.first]
        if code in _LEMMAS:
            verb.lemma = _LEMMAS[code]
        several = verb.last - verb.first > 1
        if kind == "participle":
            verb.passive = code == "T"
        elif code == "T" and several:
            between = self.codes[verb.first : verb.last - 1]
            verb.passive = "B" in between or "b" in between or "F" in between or "g" in between
        first = self.codes[verb.first]
        if several or first in "MOBH":
            verb.negated = "X" in self.codes[verb.first : verb.last] or start.endswith("n't") or start == "cannot"
        if not verb.negated and verb.first and self.codes[verb.first - 1] == "X":
            verb.negated = True
        if kind == "verb":
            if first == "M":
                verb.modal = _MODALS.get(start) or start.removesuffix("n't")
                verb.tense = "future" if start in _FUTURE else ""
            elif first == "L" or first == "l" or start in _PAST_WORDS or (first == "H" and several):
                verb.tense = "past"
            else:
                verb.tense = "present"

    def _question(self, verb: Verb) -> bool:
        """ "Will NATO pay?": the auxiliary before the subject and the verb behind it are one verb."""
        before = self.verbs[-2]
        if (
            before.last - before.first != 1
            or self.last != "phrase"
            or before.object is None
            or before.subject is not None
        ):
            return False
        if (
            self.codes[before.head] not in "MOHB"
            or self.codes[verb.first] not in "VTGl"
            or before.object is not self.near
        ):
            return False
        self.verbs.pop()
        before.last, before.head, before.lemma = verb.last, verb.head, verb.lemma
        before.passive = before.lemma != "be" and self.codes[verb.head] == "T" and self.codes[before.first] == "B"
        before.subject, before.object = before.object, None
        return True

    def _continues(self, verb: Verb, code: str) -> bool:
        """ "to raise taxes and cut spending", "was killed and buried", "has raised and cut": the second verb has the
        form of the first, and its subject, governor and modal. Whether it was so."""
        clause = self.stack[-1]
        if clause.last is None or verb.last - verb.first != 1:
            return False
        other = self.verbs[clause.last]
        model = self.codes[other.head]
        if code == "V":
            if other.form is not Form.INFINITIVE and not other.modal and self.codes[other.first] not in "OM":
                return False
        elif code in "TL":
            if model != "T":
                return False
            if code == "L" and (other.form is Form.PARTICIPLE or self.loose is not None):
                return False
            self.codes[verb.head] = "T"
        elif code != "G" or model != "G":
            return False
        verb.form, verb.tense, verb.modal, verb.passive = other.form, other.tense, other.modal, other.passive
        verb.subject, verb.governor, verb.relative = other.subject, other.governor, other.relative
        return True

    def _reduced(self, at: int) -> bool:
        """Whether a word that may be a past or a participle is one that hangs on the phrase before it or on the
        clause: "troops sent to the east", "raised in May, the rate".

        It is where the clause has its verb, or where another verb is to come that has no subject of its own.
        """
        clause = self.stack[-1]
        following = self.chunks[self.at + 1 : self.at + 1 + _FAR]
        object_follows = bool(following) and following[0][0] == "phrase"
        by_follows = bool(following) and self.lower[following[0][1]] == "by"
        if self.prep or self.last in ("verb", "infinitive") or self.lower[at - 1] in ("when", "if", "as", "than"):
            return True
        if self.codes[at - 1] == "W" or self.lower[at] == "said":
            return False
        if self.sign == "C" and len(self.last) == 1:
            return False
        if clause.verb is None:
            if clause.subject is None and self.loose is None:
                return not object_follows and self.sign != '"'
            if by_follows and self.codes[at - 1] in "NnE":
                return True
            return not object_follows and self._verb_to_come(following)
        if self.loose is not None and self.last == "phrase":
            if self.led_by in (",", "C", "phrase") or self._takes(clause):
                return (by_follows or not object_follows) and (by_follows or self._verb_to_come(following))
            return not object_follows or lexicon().lemma(self.lower[at]) in _NAMING
        if self.last == "phrase":
            return not object_follows
        return not object_follows and self.sign == ","

    def _takes(self, clause: _Clause) -> bool:
        return clause.last is not None and self.verbs[clause.last].lemma in _TAKES_CLAUSE

    def _verb_to_come(self, following: Sequence[Chunk]) -> bool:
        """Whether a finite verb follows in this clause that has no phrase of its own as its subject."""
        prep, bare = False, True
        for kind, first, end in following:
            if kind == "verb":
                return bare and not (end - first == 1 and self.codes[first] == "l")
            if kind == "phrase" or kind == "time":
                bare, prep = prep or kind == "time", False
            elif kind in "UWw;.C":
                return False
            elif len(kind) == 1:
                prep = prep or kind == "I"
                bare = bare or kind == ","
        return False

    def _finite(self, verb: Verb, number: int) -> None:
        stack = self.stack
        clause = stack[-1]
        if self._inverted(verb):
            # "...," said Rutte: a clause of its own, which governs what was said before.
            self._reset(verb.first)
            self.stack[-1].verb = number
            return
        if clause.verb is None:
            loose = self.loose
            if loose is not None and loose is not clause.subject:
                if clause.kind == "relative":
                    verb.object = clause.of
                    clause.subject = loose
                elif self.led_by == "phrase" and clause.subject is not None and self._verb_to_come(self._ahead()):
                    self._contact(verb, number, loose, clause.subject)  # "the plan Rutte announced | is"
                    return
                elif not self.listed:
                    clause.subject = loose
            elif clause.subject is None:
                clause.subject = self.held
            self._settle(clause, verb, number)
            return
        if self.sign == "C" and len(self.last) == 1:
            shared = self._sharing(verb)
            verb.subject, verb.governor, verb.relative = shared.subject, shared.governor, shared.kind == "relative"
            verb.clause = (verb.first, 0)
            self._pop(shared, verb.first)
            return
        open_ = next((c for c in reversed(stack[:-1]) if c.verb is None), None)
        subject = self.loose or self.held
        previous = self.verbs[clause.last] if clause.last is not None else None
        if subject is not None and (
            open_ is None or open_.subject is None or (self._takes(clause) and self.led_by == "")
        ):
            if open_ is not None and open_.subject is None and not self._takes(clause):
                self._pop(open_, subject.first)
                open_.subject = subject
                self._settle(open_, verb, number)
            elif (
                previous is not None
                and previous.object is not None
                and self.led_by == "phrase"
                and subject is self.loose
            ):
                self._contact(verb, number, subject, previous.object)
            else:
                self._next_clause(verb, number, subject, previous)
            return
        if open_ is not None:
            self._pop(open_, verb.first)
            if open_.subject is None:
                open_.subject = clause.of or self.near
            self._settle(open_, verb, number)
            return
        if clause.kind == "relative" and self.sign == ",":
            # "said the plan, which was agreed, | would cost": the phrase before the relative clause goes on
            self._next_clause(
                verb, number, clause.of, self.verbs[clause.governor] if clause.governor is not None else None
            )
            return
        verb.subject, verb.governor = clause.subject, clause.governor

    def _ahead(self) -> list[Chunk]:
        return self.chunks[self.at + 1 : self.at + 1 + _FAR]

    def _contact(self, verb: Verb, number: int, subject: Phrase, of: Phrase) -> None:
        """A relative clause without "that"."""
        new = _Clause("relative", subject.first, self.stack[-1].last, subject)
        new.of = verb.object = of
        self._push(new)
        self._settle(new, verb, number)

    def _next_clause(self, verb: Verb, number: int, subject: Phrase | None, previous: Verb | None) -> None:
        """A clause beside or inside the one that has its verb: "said | NATO needs", "and | Poland agreed"."""
        clause = self.stack[-1]
        object_ = previous.object if previous is not None else None
        first = subject.first if subject is not None else verb.first
        if previous is not None and object_ is not None and subject is not None and object_.first == subject.first:
            previous.object = None
            governor = next(j for j in range(number - 1, -1, -1) if self.verbs[j] is previous)
            new = _Clause("content", first, governor, subject)
        elif self._takes(clause) and not self.led_by and subject is self.loose:
            new = _Clause("content", first, clause.last, subject)
        else:
            level = self._level()
            new = _Clause(level.kind, first, level.governor, subject)
        if len(self.stack) >= _DEEP:
            self._close(self.stack.pop(1), first)
        self.stack.append(new)
        self._settle(new, verb, number)

    def _level(self) -> _Clause:
        """The clause beside which a new one stands: the innermost that is no relative and no adverbial clause."""
        for clause in reversed(self.stack):
            if clause.kind in ("main", "content"):
                return clause
        return self.stack[-1]

    def _settle(self, clause: _Clause, verb: Verb, number: int) -> None:
        clause.verb = number
        verb.subject = clause.subject
        verb.governor = clause.governor
        verb.relative = clause.kind == "relative"

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
        if self.last in ("phrase", "verb", "infinitive", "ing") and not self.sign:
            return False
        if self.sign not in ('"', ",", "-") and self.at:
            return False
        if self.sign == "," and (self.stack[-1].verb is None or self.stack[-1].kind == "relative"):
            return False
        kind, first, _ = self.chunks[self.at + 1]
        if kind != "phrase" or self.codes[first] == "p":
            return False
        verb.subject = self.phrases[self.next_phrase]
        return True

    def _nonfinite(self, verb: Verb, number: int, kind: str) -> bool:
        """The subject that is understood. Out: whether it is the phrase right before, which may have a verb to come."""
        clause = self.stack[-1]
        before = clause.last
        governor = self.verbs[before] if before is not None else None
        near = self.near
        verb.governor = before if before is not None else clause.governor
        if kind == "infinitive":
            if governor is not None and self._semi_modal(governor, verb):
                return False
            touching = self.last == "phrase" and not self.sign and near is not None
            if touching and near is not None:
                if self._for(near) or (governor is not None and governor.lemma in _PREPOSITION_CONTROL):
                    verb.subject = near
                    return False
                if governor is None or self.loose is not None and self.stack[-1].verb is None:
                    verb.subject = self._possessor(near)
                    if verb.subject is None and governor is not None:
                        verb.subject = governor.subject
                    return True
            if governor is None:
                verb.subject = clause.subject
                if clause.subject is None:
                    self.waiting.append(number)
                return False
            object_ = governor.object
            if object_ is not None and (governor.lemma in _OBJECT_CONTROL or self.codes[object_.head] == "p"):
                verb.subject = object_
            else:
                verb.subject = governor.subject
            return False
        if self.last == "phrase" and not self.sign and near is not None:
            # "troops sent to", "the head of the agency running": the phrase itself, or the one it hangs on
            verb.subject = (
                self.loose
                if self.loose is not None and self.loose.whole == near.whole and kind == "participle"
                else near
            )
            return True
        if self.sign == "," and near is not None and clause.verb is None and clause.subject is not None:
            verb.subject = clause.subject  # "the plan, announced in May, is"
            self.held = clause.subject
            return True
        if clause.verb is not None and self.sign in (",", "C"):
            governor = self.verbs[clause.verb]
        if governor is not None:
            verb.subject = (
                governor.object if self.last == "phrase" and governor.object is not None else governor.subject
            )
        elif clause.subject is not None:
            verb.subject = clause.subject
        else:
            self.waiting.append(number)
        return False

    def _for(self, phrase: Phrase) -> bool:
        return phrase.first > 0 and self.lower[phrase.first - 1] == "for" and self.codes[phrase.head] in "EnPpq"

    def _possessor(self, phrase: Phrase) -> Phrase | None:
        """ "Germany's plan to spend": Germany."""
        for j in range(phrase.last - 1, phrase.first, -1):
            if self.codes[j] == "S":
                return Phrase(phrase.first, j, j - 1, j)
        return None

    def _semi_modal(self, governor: Verb, verb: Verb) -> bool:
        """ "was to say", "has to pay", "is due to visit", "is set to rise", "going to": one verb, with a modal."""
        lower = self.lower
        between = [
            lower[j] for j in range(governor.last, min(verb.first, governor.last + 4)) if self.codes[j] not in 'RX"'
        ]
        if governor.lemma in ("be", "have") and not between:
            modal = f"{governor.lemma} to"
        elif governor.lemma == "be" and len(between) == 1 and between[0] in _SEMI and verb.first - governor.last <= 3:
            modal = f"be {between[0]} to"
        elif (
            governor.last == verb.first and lower[governor.head] in _SEMI_HEADS and governor.last - governor.first > 1
        ):
            modal = f"be {lower[governor.head]} to"
        else:
            return False
        self.verbs.pop()  # the governor becomes the whole group; its place in the list stays
        governor.last, governor.head, governor.lemma = verb.last, verb.head, verb.lemma
        governor.modal, governor.passive = modal, self.codes[verb.head] == "T"
        governor.negated = verb.negated or governor.negated
        governor.object = None
        return True


_LEMMAS = {"B": "be", "b": "be", "F": "be", "g": "be", "H": "have", "J": "have", "O": "do"}
_SEMI_HEADS = frozenset({"set", "due", "going", "scheduled", "supposed", "bound", "slated", "poised"})
_POINTS = frozenset({"last", "next", "this", "that", "today", "yesterday", "tomorrow", "earlier", "late", "early"})
"""With one of these a phrase of time says when; without, "spent | two years", it may be an object."""
