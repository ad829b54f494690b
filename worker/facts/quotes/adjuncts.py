"""What stands between a verb of speech and the clause it brings: when, where and to whom something is said."""

from worker.facts.quotes.frames import Frame
from worker.facts.quotes.phrases import adjunct, finite
from worker.facts.quotes.words import ADVERBS, DAYS, DETERMINERS, DOCUMENTS, HEARERS, PERSONAL, PREPOSITIONS


def skip_adjuncts(frame: Frame, at: int, *, tells: bool) -> int:
    """Behind what says when, where and to whom something is said."""
    lower, words = frame.lower, frame.words
    if tells and at < len(lower):
        at = _hearer(frame, at)
    while at < len(lower):
        word = lower[at]
        if word in DAYS or (word in ADVERBS and word not in {"all", "both", "never", "not", "too"}):
            if word in {"may", "march"} and not words[at][0].isupper():
                break
            at += 1
        elif (
            word in {"last", "this", "next", "early", "late", "earlier"}
            and at + 1 < len(lower)
            and (lower[at + 1] in DAYS or lower[at + 1] in {"this", "on", "in", "last"})
        ):
            at += 1
        elif word in {
            "on",
            "in",
            "at",
            "during",
            "to",
            "after",
            "before",
            "through",
            "via",
            "by",
            "from",
            "of",
            "with",
        }:
            behind = _behind_preposition(frame, at)
            if behind == at:
                break
            at = behind
        else:
            break
    return at


def _hearer(frame: Frame, at: int) -> int:
    lower, words = frame.lower, frame.words
    if lower[at] in HEARERS:
        return at + 1
    first = at
    if lower[at] in DETERMINERS:
        at += 1
        if at < len(lower) and not words[at][0].isupper():
            while (
                at < len(lower)
                and lower[at].isalpha()
                and lower[at] not in PREPOSITIONS | {"that", "he", "she", "it"}
            ):
                at += 1
                if lower[at - 1] in HEARERS or at - first > 5:
                    break
            return at
    while at < len(lower) and (words[at][0].isupper() or lower[at] in {"'s", "of", "and"}):
        at += 1
    return at


def _behind_preposition(frame: Frame, at: int) -> int:
    """Behind a preposition and its noun phrase where that is short and plainly one; else where it was."""
    lower, words = frame.lower, frame.words
    first = at
    at += 1
    if at < len(lower) and (lower[at] in HEARERS or lower[at][0].isdigit()):
        at += 1
        while at < len(lower) and (lower[at] in DAYS or lower[at][0].isdigit()):
            at += 1
        return at
    if at < len(lower) and lower[at] in DETERMINERS:
        if adjunct(frame, first) or first == at - 1:
            last = at + 1
            while last < len(lower) and last - at < 5 and lower[last].isalpha():
                if lower[last] in DETERMINERS | PERSONAL | PREPOSITIONS or lower[last] == "that":
                    break
                last += 1
                if lower[last - 1] in DOCUMENTS or lower[last - 1] in DAYS:
                    break
            return last
        return first
    named = at
    while at < len(lower) and ((words[at][0].isupper() and lower[at] not in PERSONAL) or lower[at] in DAYS):
        at += 1
    if at < len(lower) and lower[first] in {"after", "before"} and finite(frame, at, first):
        return first  # "after | the firm announced"
    return at if at > named else first
