"""Speech without marks: where the clause stands that a cue says was said."""

from worker.facts.grammar.lexicon import lexicon
from worker.facts.quotes.adjuncts import skip_adjuncts
from worker.facts.quotes.cues import Cue, Side
from worker.facts.quotes.ends import CLOSES, clause_end, has_verb, may_have_verb
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.phrases import adjunct, finite, has_finite
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    DAYS,
    DETERMINERS,
    FINITE,
    PAPERS,
    PERSONAL,
    PREPOSITIONS,
    RELATIVE,
    SUBORDINATE,
)
from worker.text.wordlists import listed

_LATER_THAT = 16
_SUBJECT = 9
_CONDITION = 20
_CONDITIONS = frozenset({"if", "when", "while", "although", "because", "since", "unless", "once", "as"})
_INDEFINITE = frozenset({"nothing", "something", "anything", "much", "more", "less", "fewer", "what"})
_SELDOM_BARE = frozenset({"respond", "agree", "pledge", "find", "rule", "state", "repeat", "show", "recall", "point"})
_NOT_SUBJECTS = listed(
    "to of so nothing something anything much more less fewer little as like if whether why how what when where "
    "goodbye hello yes no than because and or but with"
)
_DONE_TO = frozenset({"announce", "report", "propose", "describe", "suggest", "reveal", "publish", "demand"})
_THOUGHTS = frozenset({"hope", "believe", "think", "expect", "doubt", "fear", "worry", "feel", "agree", "guess"})
_MEANT = frozenset({"show", "believe", "think", "suggest", "prove", "demonstrate"})


def clauses(frame: Frame, cues: list[Cue]) -> list[tuple[int, int, int]]:
    """The clauses that the cues of a frame bring: the number of the cue, and its tokens [first, last)."""
    found: list[tuple[int, int, int]] = []
    for number in range(len(cues)):
        if _inner_thought(frame, cues[number], found):
            continue
        place = _clause(frame, number, cues, {cue for cue, _, _ in found})
        while place is not None:
            first, last = place
            found.append((number, first, last))
            place = None
            joined = 2 if frame.lower[last : last + 2] == ["and", "that"] else 0
            joined = joined or (3 if frame.lower[last : last + 3] == [",", "and", "that"] else 0)
            if joined:  # "said that prices rose and that wages fell": said in one breath
                end = clause_end(frame, last + joined, number, cues)
                if has_finite(frame, last + joined, end):
                    found[-1] = (number, first, end)
    return found


def _inner_thought(frame: Frame, cue: Cue, found: list[tuple[int, int, int]]) -> bool:
    """Whether a cue is part of what is said already: "said he | hoped the talks would go on"; and whether it is the
    writer's own: "I think".
    """
    word = frame.lower[cue.subject[0]] if cue.side is Side.LEFT else ""
    if word in {"i", "we"}:
        return True
    within = any(first <= cue.first < last for _, first, last in found)
    return within and cue.lemma in _THOUGHTS and word in PERSONAL


def _clause(frame: Frame, number: int, cues: list[Cue], brought: set[int]) -> tuple[int, int] | None:
    """The tokens [first, last) of the clause that cue `number` brings, or None. brought: the cues that bring one."""
    cue = cues[number]
    if cue.takes > Takes.THAT or cue.passive or cue.negated:
        return None
    if cue.lemma in _MEANT and (cue.shape is Shape.ING or (cue.first and frame.lower[cue.first - 1] == "to")):
        return None  # "in order to show there was no conflict", "believing she was": nobody speaks
    if cue.lemma == "according":
        return _according(frame, number, cues, brought)
    gap = _behind_as(frame, number, cues) or _in_relative(frame, number, cues)
    if gap is not None:
        return gap
    if cue.side is Side.SAME and cue.shape is Shape.ING:
        behind = frame.lower[cue.first - 1] if cue.first else ""
        noun = behind in DETERMINERS or behind == "'s" or (behind != "" and lexicon()[behind][0] == "A")
        told = not noun and frame.lower[cue.last : cue.last + 1] == ["that"]
        if behind not in {"", ",", "by", "as", "and", "while", "after", "in", "statement", "-"} and not (
            told or (cue.lemma == "tell" and behind in PREPOSITIONS)
        ):
            return None
    right = _right(frame, number, cues)
    if right is not None:
        return right
    return _left(frame, number, cues, brought)


def _behind_as(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The clause behind "As Roe noted," or "As reported by the Post,"."""
    cue, lower = cues[number], frame.lower
    begin = cue.subject[0] if cue.side is Side.LEFT else cue.first
    if begin != 1 or lower[0] != "as" or cue.shape is Shape.ING:
        return None
    comma = next((at for at in range(cue.rest, min(cue.rest + _CONDITION, len(lower))) if lower[at] == ","), -1)
    if comma < 0 or lower[comma + 1 : comma + 2] in ([], [QUOTE]):
        return None
    last = clause_end(frame, comma + 1, number, cues)
    return (comma + 1, last) if has_verb(frame, comma + 1, last) else None


def _in_relative(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """What goes on with a relative clause: "a man who prosecutors say | led the gang"."""
    cue, lower = cues[number], frame.lower
    first, at = cue.subject[0], cue.rest
    if cue.side is not Side.LEFT or first < 2 or cue.first - first > 4 or at + 1 >= len(lower):
        return None
    if cue.lemma in _MEANT:
        return None  # "asked who they thought was best"
    if lower[first - 1] not in RELATIVE and lower[first - 1] != "that":
        return None
    verb = at + 1 if lower[at] in ADVERBS else at
    if lexicon()[lower[verb]][0] not in "lLvBHM":
        return None
    last = clause_end(frame, at, number, cues)
    return (at, last) if last - at > 1 else None


def _ends_here(frame: Frame, at: int) -> bool:
    return at >= len(frame.lower) or frame.lower[at] in CLOSES or frame.lower[at] in {";", QUOTE}


def _right(frame: Frame, number: int, cues: list[Cue]) -> tuple[int, int] | None:
    """The clause behind the verb."""
    cue, lower = cues[number], frame.lower
    at = cue.rest
    if _ends_here(frame, at):
        return None
    tells = cue.lemma in {"tell", "assure", "remind", "inform", "advise", "notify", "warn", "promise"}
    first = _behind_that(frame, at, tells=tells)
    if first is None:
        first = skip_adjuncts(frame, at, tells=tells and cue.lemma not in {"warn", "promise"})
        if _ends_here(frame, first) and not (first < len(lower) and lower[first] == QUOTE):
            return None
        word = lower[first]
        if word in BREAKS and word != QUOTE:
            return None
        if word in AUXILIARIES or word in RELATIVE:
            return None
        if word in PREPOSITIONS or word in _CONDITIONS:
            first = _behind_condition(frame, first)
            if first < 0:
                return None
            word = lower[first]
        elif word in _NOT_SUBJECTS and not (
            word in _INDEFINITE
            and first + 1 < len(lower)
            and (finite(frame, first + 1, first) or lower[first + 1] in {"than", "of"})
        ):
            return None
        if cue.lemma in _SELDOM_BARE and word not in PERSONAL and not _shows(frame, cue):
            return None
        if cue.lemma not in {"say", "tell", "think"} and word not in PERSONAL and not _opens_clause(frame, first):
            return None
        if cue.side is Side.RIGHT:
            return None
    last = clause_end(frame, first, number, cues)
    while last > first and lower[last - 1] in {",", "-", "--"}:
        last -= 1
    if last - first < 2 or (last == first + 1):
        return None
    told = first == at + 1 and lower[at] == "that"
    if not (may_have_verb(frame, first, last) if told else has_verb(frame, first, last)):
        return None
    return first, last


def _shows(frame: Frame, cue: Cue) -> bool:
    """Whether it is a poll or the like that finds something: "the survey found prices rose"."""
    return cue.side is Side.LEFT and not PAPERS.isdisjoint(frame.lower[cue.subject[0] : cue.subject[1]])


def _behind_condition(frame: Frame, at: int) -> int:
    """Where the clause begins that opens with a condition or the like, up to its comma ("if they ask, he will go"):
    at the condition, or behind the comma where it says how it was said ("in a statement, ..."); -1 where none does.
    """
    comma = next((to for to in range(at, min(at + _CONDITION, len(frame.lower))) if frame.lower[to] == ","), -1)
    if comma < 0 or comma + 2 >= len(frame.lower):
        return -1
    opens = frame.lower[comma + 1] in PERSONAL or _opens_clause(frame, comma + 1)
    if not opens or frame.lower[comma + 1].endswith("ing"):
        return -1
    return comma + 1 if frame.lower[at] in PREPOSITIONS and adjunct(frame, at) else at


def _opens_clause(frame: Frame, first: int) -> bool:
    """Whether a noun phrase and then its verb stand here, and not an object that a clause hangs on."""
    lower = frame.lower
    if lower[first] == QUOTE or lower[first] in RELATIVE:
        return False
    for at in range(first + 1, min(first + _SUBJECT, len(lower))):
        word = lower[at]
        if word == "that" and lower[at - 1] in PREPOSITIONS:
            continue  # "the aim of that plan had been met"
        if word in RELATIVE or word in BREAKS or word in {"that", "to", ".", "and", "as", "after", "because", "when"}:
            return False
        if finite(frame, at, first):
            return True
    return False


def _behind_that(frame: Frame, at: int, *, tells: bool) -> int | None:
    """Behind the "that" which opens the clause, or None."""
    lower = frame.lower
    if lower[at] == "that":
        following = lower[at + 1] if at + 1 < len(lower) else ""
        if following == "," and _opens_aside(frame, at + 2):
            return at + 2  # "said that, | in the end, prices rose"
        if not following or following in CLOSES | {"'s", ","}:
            return None
        return at if finite(frame, at + 1, at) else at + 1
    if lower[at] == "," and at + 1 < len(lower) and lower[at + 1] == "that":
        return at + 2
    if (
        not tells
        and lower[at] not in PREPOSITIONS
        and lower[at] not in DAYS | ADVERBS | {"last", "early", "late", "this"}
    ):
        return None
    for ahead in range(at, min(at + _LATER_THAT, len(lower))):
        word = lower[ahead]
        if word == "that":
            if ahead + 1 >= len(lower) or (lower[ahead + 1] in FINITE and ahead > at):
                return None
            return ahead + 1
        if (word in FINITE and not frame.words[ahead][0].isupper()) or word in {
            ";",
            ":",
            QUOTE,
            ",",
            "he",
            "she",
            "they",
        }:
            return None
    return None


def _opens_aside(frame: Frame, at: int) -> bool:
    """Whether words that are set off by commas may begin here: "in the end,", "globally,"."""
    word = frame.lower[at] if at < len(frame.lower) else ""
    return word in PREPOSITIONS or word in ADVERBS or word in _CONDITIONS or word.endswith("ly")


def _left(frame: Frame, number: int, cues: list[Cue], brought: set[int]) -> tuple[int, int] | None:
    """The clause before a cue that stands behind a comma: "Prices rose, she said"."""
    cue, lower = cues[number], frame.lower
    begin = cue.first if cue.side is not Side.LEFT else cue.subject[0]
    if cue.side is Side.SAME:
        begin = _over_commas(frame, cue.first)
    if begin < 2 or lower[begin - 1] != "," or lower[begin] in {"who", "which"}:
        return None
    if lower[begin] in {"a", "an"} and cue.lemma in _DONE_TO:
        return None  # "..., a plan announced in May"
    after = skip_adjuncts(frame, cue.rest, tells=cue.lemma == "tell")
    if after < len(lower) and lower[after] == QUOTE:
        return None
    if not _ends_here(frame, after) and lower[after] not in {",", "-", "--", ":", ")"} and not _loose(lower[after]):
        return None
    last = begin - 1
    first = last
    quoted = False
    while first > 0 and lower[first - 1] != ";":
        if lower[first - 1] == QUOTE:
            quoted = True
        first -= 1
    if any(number in brought and cues[number].first < last for number in brought) and not quoted:
        return None
    while first < last and lower[first] in {"and", "but", "-", "--", "so"}:
        first += 1
    if quoted and not _mostly_unmarked(frame, first, last):
        return None
    opens = lower[first] in SUBORDINATE | {"asked", "as", "before", "unless", "regarding"}
    if (opens or lower[first] in PREPOSITIONS) and not quoted and lower[after : after + 1] == [","]:
        # "Unless plans change, the experts say, | the world will warm"
        end = clause_end(frame, after + 1, number, cues)
        if end - after > 4 and has_finite(frame, after + 1, end):
            return after + 1, end
    if opens and "," not in lower[first:last]:
        return None
    if last - first > 1 and has_verb(frame, first, last):
        return first, last
    if lower[after : after + 1] == [","]:
        end = clause_end(frame, after + 1, number, cues)
        if end - after > 3 and not quoted and _opens_predicate(frame, after + 1, end):
            return first, end  # "Prices, he said, rose": one clause, whole
    loose = lower[first] not in PREPOSITIONS and lower[after : after + 1] != [","] and last - first > 2
    return (first, last) if loose and may_have_verb(frame, first, last) else None


def _mostly_unmarked(frame: Frame, first: int, last: int) -> bool:
    """Whether more of a clause stands outside the marks than within, its verb too."""
    marked = sum(frame.ends[at] - frame.starts[at] for at in range(first, last) if frame.lower[at] == QUOTE)
    opens = frame.lower[first] == QUOTE
    return not opens and marked * 2 < frame.ends[last - 1] - frame.starts[first] and has_verb(frame, first, last)


def _opens_predicate(frame: Frame, first: int, last: int) -> bool:
    """Whether what stands behind "Prices, he said," goes on with the clause: a verb comes before any other mark."""
    if frame.lower[first] in RELATIVE:
        return False
    for at in range(first, last):
        if frame.lower[at] in BREAKS:
            return False
        if finite(frame, at, first) or lexicon()[frame.lower[at]][0] in "Ll":
            return True
    return False


def _loose(word: str) -> bool:
    return word in PREPOSITIONS or word in {"as", "when", "while", "who", "which", "and", "but", "because", "if"}


def _over_commas(frame: Frame, at: int) -> int:
    """Where a subject with words set off by commas begins, before a verb."""
    lower = frame.lower
    if at == 0 or lower[at - 1] != ",":
        return at
    commas = 0
    while at > 0 and commas < 3:
        at -= 1
        if lower[at] == ",":
            commas += 1
    return at + 1 if commas >= 3 else at


def _according(frame: Frame, number: int, cues: list[Cue], brought: set[int]) -> tuple[int, int] | None:
    cue, lower = cues[number], frame.lower
    if cue.first <= 1 or (lower[cue.first - 1] == "," and cue.first <= 2):
        at = cue.rest
        while at < len(lower) and lower[at] != "," and at - cue.rest < 30:
            at += 1
        if at >= len(lower) or lower[at] != ",":
            return None
        last = clause_end(frame, at + 1, number, cues)
        return (at + 1, last) if last - at > 2 else None
    last = cue.first
    if lower[last - 1] == ",":
        last -= 1
    first = last
    while first > 0 and lower[first - 1] not in {";", QUOTE}:
        first -= 1
    if first and lower[first - 1] == QUOTE:
        return None
    while first < last and lower[first] in {"and", "but", "-", "--", "so"}:
        first += 1
    if brought:
        return None
    return (first, last) if last - first > 2 else None
