"""Cues: the words that say that somebody speaks, whose speech it is, and how it is joined to what is said."""

from dataclasses import dataclass
from enum import Enum, auto

from worker.facts.grammar.lexicon import lexicon
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.phrases import finite, has_any, has_finite, left_phrase, relative, right_phrase
from worker.facts.quotes.verbs import Shape, SpeechVerb, Takes, speech_verbs
from worker.facts.quotes.words import (
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    DAYS,
    DETERMINERS,
    PERSONAL,
    PLANNERS,
    PREPOSITIONS,
    RELATIVE,
    SCHEDULERS,
)
from worker.text.wordlists import listed


class Side(Enum):
    """Where a cue's subject stands."""

    LEFT = auto()
    RIGHT = auto()
    SAME = auto()
    """understood: that of the cue or the clause before ("adding that")"""


MOST = 48
"""Verbs of speech that are looked at in one sentence; real ones have below twenty. It keeps time
linear where a text is no prose."""


@dataclass(slots=True)
class Cue:
    """A verb of speech at work. [first, last): its verb group in the frame's tokens.

    side: where the subject is; subject: its tokens [first, last), empty where understood. rest: where what follows
    the verb begins (behind an inverted subject). scheduled: yet to be said. passive: the subject is spoken to or of.
    """

    first: int
    last: int
    lemma: str
    takes: Takes
    shape: Shape
    side: Side
    subject: tuple[int, int]
    rest: int
    scheduled: bool = False
    passive: bool = False
    negated: bool = False


def find_cues(frame: Frame) -> list[Cue]:
    """The cues of a frame in order."""
    verbs = speech_verbs()
    lower = frame.lower
    cues: list[Cue] = []
    tried = 0
    for at, word in enumerate(lower):
        if word in verbs:
            tried += 1
            if tried > MOST:
                break
            particle = verbs[word].particle
            if particle and lower[at + 1 : at + 2] != [particle]:
                continue
            cue = _verb_cue(frame, at, cues)
            if cue is not None:
                if particle:
                    cue.last += 1
                    cue.rest = max(cue.rest, cue.last)
                cues.append(cue)
        elif word == "according" and tried < MOST and at + 1 < len(lower) and lower[at + 1] == "to":
            tried += 1
            last = right_phrase(frame, at + 2)
            if last > at + 2:
                cues.append(Cue(at, at + 2, "according", Takes.CLAUSE, Shape.BASE, Side.RIGHT, (at + 2, last), last))
    return cues


def _verb_cue(frame: Frame, at: int, cues: list[Cue]) -> Cue | None:
    verb = speech_verbs()[frame.lower[at]]
    lower, words = frame.lower, frame.words
    if cues and at < cues[-1].rest and cues[-1].side is Side.RIGHT:
        return None
    first, scheduled, passive, negated, auxiliary = _group(lower, at)
    behind = lower[at - 1] if at else ""
    following = lower[at + 1] if at + 1 < len(lower) else ""
    if verb.noun and (first == at or behind == "'s") and not _is_verb(frame, at, behind, following, verb.shape):
        return None
    if words[at][0].isupper() and at > 0 and words[at - 1][0].isupper() and verb.shape is not Shape.PAST:
        return None  # part of a name
    if passive and verb.shape is Shape.ING:
        passive = False
    if _reduced(frame, at, verb, first):
        return None
    if verb.lemma == "quote" and passive:
        return None
    if behind == "as" and following == "by" and verb.shape is Shape.PAST:  # "As reported by the Post, ..."
        last = right_phrase(frame, at + 2)
        return Cue(at, at + 2, verb.lemma, verb.takes, verb.shape, Side.RIGHT, (at + 2, last), last)
    if passive:
        by = at + 1
        if following == "by" and by + 1 < len(lower):
            last = right_phrase(frame, by + 1)
            return Cue(first, at + 2, verb.lemma, verb.takes, verb.shape, Side.RIGHT, (by + 1, last), last, scheduled)
        return Cue(
            first, at + 1, verb.lemma, verb.takes, verb.shape, Side.LEFT, (first, first), at + 1, scheduled, True
        )
    if verb.shape is Shape.PARTICIPLE and first == at and behind not in {"", ","}:
        return None  # "the clip shown above"
    if verb.shape is Shape.BASE and first == at and not _may_be_plural(frame, at, behind, verb):
        return None
    if verb.shape is Shape.ING and not auxiliary:
        start = _beside(frame, first)
        if start < first:
            return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.LEFT, (start, first), at + 1)
        return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.SAME, (first, first), at + 1)
    if first == at or behind in {"also", "then", "later"}:
        last = _inverted(frame, first, at, verb)
        if last:
            return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.RIGHT, (at + 1, last), last, scheduled)
    subject_end = first
    start = _led(frame, first - 1) if first > 2 and lower[first - 1] == "to" else 0
    if start:
        return Cue(
            first, at + 1, verb.lemma, verb.takes, verb.shape, Side.LEFT, (start, first - 1), at + 1, scheduled
        )
    if first and lower[first - 1] == "to":  # "he decided to announce": who decides
        subject_end = _governor(frame, first - 1)
    start = left_phrase(frame, subject_end)
    if subject_end < first:
        if start >= subject_end:
            return Cue(first, at + 1, verb.lemma, verb.takes, verb.shape, Side.SAME, (first, first), at + 1)
        return Cue(
            first, at + 1, verb.lemma, verb.takes, verb.shape, Side.LEFT, (start, subject_end), at + 1, scheduled
        )
    side = Side.LEFT
    if start >= first:
        side, start = Side.SAME, first
    return Cue(
        first, at + 1, verb.lemma, verb.takes, verb.shape, side, (start, first), at + 1, scheduled, False, negated
    )


def _beside(frame: Frame, first: int) -> int:
    """Where the subject of a form in "-ing" begins that "with" brings: "with | forecasters warning"; else `first`."""
    for at in range(first - 1, max(-1, first - _SUBJECT), -1):
        word = frame.lower[at]
        if word in {"with", "despite"}:
            return at + 1
        if word in BREAKS or word == QUOTE or relative(frame, at) or finite(frame, at, 0):
            break
    return first


def _led(frame: Frame, to: int) -> int:
    """Where the subject of an infinitive begins that somebody is led to: "prompted | the firm to announce"; or 0."""
    for at in range(to - 2, max(-1, to - _SUBJECT), -1):
        word = frame.lower[at]
        if word in _LEADS:
            return at + 1
        if word in BREAKS or word == QUOTE or relative(frame, at):
            break
    return 0


_SUBJECT = 9
_LEADS = listed(
    "led lead leads leading prompted prompt prompts prompting caused cause causes causing forced forcing forces "
    "pushed pushing spurred spurring compelled compelling inspired drove moved"
)


def _governor(frame: Frame, to: int) -> int:
    """Where the verb group begins whose infinitive a "to" opens; the "to" itself where there is none near."""
    for at in range(to - 1, max(-1, to - 6), -1):
        if frame.lower[at] in BREAKS:
            return to
        if finite(frame, at, 0) or (
            lexicon()[frame.lower[at]][0] in "lTA" and at > 0 and frame.lower[at - 1] in AUXILIARIES
        ):
            return _group(frame.lower, at)[0]
    return to


def _group(lower: list[str], at: int) -> tuple[int, bool, bool, bool, bool]:
    """The verb group that ends at a verb: its first token, whether scheduled, passive, negated, with an auxiliary."""
    first = at
    scheduled = passive = negated = auxiliary = False
    while first > 0:
        word = lower[first - 1]
        if word in AUXILIARIES:
            if word in {"will", "'ll"}:
                scheduled = True
            if not auxiliary and word in {"is", "are", "was", "were", "be", "been", "being"} and not scheduled:
                passive = True
            auxiliary = True
        elif word == "to" and first > 1:
            before = lower[first - 2]
            if before in SCHEDULERS or before in PLANNERS:
                scheduled = auxiliary = True
                first -= 2
                continue
            if before in {"is", "was", "are", "were"}:
                scheduled = auxiliary = True
                first -= 2
                continue
            if before in {
                "used",
                "seemed",
                "seems",
                "appeared",
                "appears",
                "refused",
                "declined",
                "went",
                "on",
                "began",
            }:
                auxiliary = True
                negated = negated or before in {"refused", "declined"}
                first -= 2
                continue
            break
        elif word in {"not", "never", "n't"}:
            negated = True
        elif word in ADVERBS or (word.endswith("ly") and len(word) > 4 and word not in {"family", "july", "italy"}):
            pass
        else:
            break
        first -= 1
    return first, scheduled, passive, negated, auxiliary


def _reduced(frame: Frame, at: int, verb: SpeechVerb, first: int) -> bool:
    """Whether a past form only describes the noun before it: "the 2 percent agreed in 2014", "value added tax"."""
    lower = frame.lower
    if verb.shape is not Shape.PAST or first < at or at == 0 or at + 1 >= len(lower):
        return False
    following = lower[at + 1]
    if lower[at - 1] in _BEFORE_ADJECTIVES or (lower[at - 1][0].isdigit() and lexicon()[following][0] in "nN"):
        return True
    if verb.lemma == "add":
        return following in {"tax", "taxes"}
    if following not in _DESCRIBES or not (verb.takes is Takes.THAT or verb.lemma in _OF_CHARGES):
        return False
    if not lower[at - 1][0].isalnum() or lower[at - 1] in PERSONAL or frame.words[at - 1][0].isupper():
        return False
    return "that" not in lower[at + 1 : at + 12] and ":" not in lower[at + 1 : at + 20]


_OF_CHARGES = frozenset({"allege", "claim", "predict", "estimate", "note"})
_BEFORE_ADJECTIVES = listed("the a an his its their our this of in for with by from on")
_DESCRIBES = frozenset({"in", "by", "at", "last", "this", "for", "under", "between", "from", "during"})


def _is_verb(frame: Frame, at: int, behind: str, following: str, shape: Shape) -> bool:
    """Whether a form that may be a noun is a verb here, by its neighbours."""
    if behind == "'s" and following != "that":
        return False
    if behind in DETERMINERS - {"all", "both", "some", "many", "most", "few", "several"} or behind in PREPOSITIONS:
        return False
    if not behind or (behind[0].isalpha() and lexicon()[behind][0] in "AVLvl0" and behind not in ADVERBS):
        return False
    if behind in PERSONAL or relative(frame, at - 1) or behind in {QUOTE, ","}:
        return following not in {"of", "from"} or behind in PERSONAL
    if following in {"that", QUOTE, ":", "it", "he", "she", "they", "him", "them"}:
        return True
    if shape is Shape.BASE and behind in _TELLING:
        return True
    if shape is Shape.ING and lexicon()[behind][0] in "nN":  # "a letter charging the firm with"
        return following in DETERMINERS or (following != "" and frame.words[at + 1][0].isupper())
    if shape is Shape.THIRD:
        return (
            frame.words[at - 1][:1].isupper() and at > 0 and following not in {"of", "from", "about", "by", "to", ","}
        )
    return shape is Shape.PAST


_TELLING = listed(
    "records figures documents polls results statistics studies surveys filings papers reports data emails"
)
"""Papers whose "show" is a verb: "court records show"."""


def _may_be_plural(frame: Frame, at: int, behind: str, verb: SpeechVerb) -> bool:
    """Whether a base form has a subject: a pronoun, a plural noun, or any word where the form is never a noun."""
    if behind in PERSONAL or _plural_subject(frame, at):
        return True
    return not verb.noun and (behind in {",", ")", "%"} or behind.isalpha() or behind[:1].isdigit())


def _plural_subject(frame: Frame, at: int) -> bool:
    """Whether what stands before a base form may be its plural subject."""
    if at == 0:
        return False
    word = frame.lower[at - 1]
    return word in {"who", "which", "people", "police", "both", "some", "many", "others", "also", "all", "to"} or (
        word.endswith("s") and not word.endswith("ss") and len(word) > 3 and word not in {"this", "was", "does"}
    )


def _inverted(frame: Frame, first: int, at: int, verb: SpeechVerb) -> int:
    """Where the subject behind a verb ends ("said Rutte"), or 0 where none stands there."""
    lower, words = frame.lower, frame.words
    if at + 1 >= len(words) or verb.particle or verb.takes is Takes.FRAGMENT or verb.lemma in _WITH_HEARER:
        return 0
    behind = lower[first - 1] if first else ""
    if first > 0 and behind not in _BEFORE_INVERTED:
        return 0
    following = lower[at + 1]
    if following in _NO_SUBJECT or following in PREPOSITIONS or following in ADVERBS or relative(frame, at + 1):
        return 0
    if following in DAYS and following not in {"may", "march", "week", "year", "month"}:
        return 0
    plain = not words[at + 1][0].isupper() and following not in DETERMINERS and following not in PERSONAL
    if plain and not (following[0].isalpha() and (behind == QUOTE or verb.lemma in {"say", "add"})):
        return 0
    last = right_phrase(frame, at + 1)
    if last <= at + 1 or (last == at + 2 and following in DETERMINERS and lower[last : last + 1] == [QUOTE]):
        return 0
    if behind == QUOTE or first == 0:
        return last if not has_finite(frame, at + 1, last) else 0
    if behind == ",":
        begin = first - 1
        while begin > 0 and lower[begin - 1] not in {",", ";", ":", QUOTE} and first - begin < 40:
            begin -= 1
        if lower[begin] in RELATIVE or lower[begin][0].isdigit() or lower[begin] in {"jr", "jr.", "sr"}:
            return 0
        closes = last >= len(lower) or lower[last] in _CLAUSE_ENDS
        if begin == 0 and not (closes and has_any(frame, 0, first - 1)) and not has_finite(frame, 0, first - 1):
            return 0
    # "X, the chair, said the plan was dead" looks the same up to the verb
    end = last
    while end < len(lower) and lower[end] not in _CLAUSE_ENDS:
        end += 1
    return last if not has_finite(frame, at + 1, end) else 0


_WITH_HEARER = frozenset({"tell", "urge", "remind", "inform", "assure", "advise", "notify", "ask", "show", "promise"})
_BEFORE_INVERTED = frozenset({",", QUOTE, "-", "--", ")", "?", "!", "..."})
_NO_SUBJECT = frozenset(
    {"that", "so", "him", "her", "them", "me", "us", "nothing", "something", "talks", "to", "it", "how"}
)
_CLAUSE_ENDS = frozenset({",", ".", ";", ":", QUOTE, "-", "--", "who", "which"})
