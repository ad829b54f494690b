"""Verb groups by themselves: form, tense, modal, voice and negation of "would not have been told" and its like."""

from collections.abc import Sequence

from worker.facts.grammar.lexicon import word_lists
from worker.facts.grammar.model import Form, Verb

FORMS = {"verb": Form.FINITE, "infinitive": Form.INFINITIVE, "ing": Form.ING, "participle": Form.PARTICIPLE}
"""The kinds of chunks that are verb groups, and the form of each."""

_LEMMAS = {"B": "be", "b": "be", "F": "be", "g": "be", "H": "have", "J": "have", "O": "do"}
_PAST = frozenset({"was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't"})
_FUTURE = frozenset({"will", "won't", "shall", "shan't", "'ll", "wo"})
_MODALS = {"'ll": "will", "won't": "will", "wo": "will", "can't": "can", "ca": "can", "cannot": "can", "'d": "would"}
_BETWEEN = word_lists()["between be and to"]
_HEADS = word_lists()["goes on with to"]


def shape(verb: Verb, kind: str, codes: Sequence[str], lower: Sequence[str]) -> None:
    """Fill in what a verb group shows by itself: tense, modal, voice, negation, and the lemma of be, have and do.

    In: the verb with its tokens, head and lemma; the kind of its chunk; the classes and the small-letter tokens of
    its sentence.
    """
    start, first, code = lower[verb.first], codes[verb.first], codes[verb.head]
    verb.lemma = _LEMMAS.get(code, verb.lemma)
    several = verb.last - verb.first > 1
    if kind == "participle":
        verb.passive = code == "T"
    elif code == "T" and several:
        verb.passive = any(codes[j] in "BbFg" for j in range(verb.first, verb.last - 1))
    if several or first in "MOBH":
        negated = start.endswith("n't") or start == "cannot" or "X" in codes[verb.first : verb.last]
        verb.negated = negated
    if "X" in codes[max(0, verb.first - 2) : verb.first] and codes[verb.first - 1] in "XR":
        verb.negated = True  # "never raised", "no longer raises"
    if kind == "verb":
        if first == "M":
            verb.modal = _MODALS.get(start) or start.removesuffix("n't")
            verb.tense = "future" if start in _FUTURE else ""
        elif first == "L" or start in _PAST or (first == "H" and several):
            verb.tense = "past"
        else:
            verb.tense = "present"


def semi_modal(governor: Verb, verb: Verb, codes: Sequence[str], lower: Sequence[str]) -> str:
    """The modal that a verb and the infinitive behind it make, or "": "be to" (was to say), "have to", "be due to",
    "be set to", "be going to".
    """
    if verb.first - governor.last > 3:
        return ""
    between = [lower[j] for j in range(governor.last, verb.first) if codes[j] not in 'RX"']
    if governor.lemma in ("be", "have") and not between:
        return f"{governor.lemma} to"
    if governor.lemma == "be" and len(between) == 1 and between[0] in _BETWEEN:
        return f"be {between[0]} to"
    if governor.last == verb.first and lower[governor.head] in _HEADS and governor.last - governor.first > 1:
        return f"be {lower[governor.head]} to"
    return ""


def merge(governor: Verb, verb: Verb, modal: str, codes: Sequence[str]) -> None:
    """Let the governor take in the infinitive behind it, with the modal that the two make."""
    governor.last, governor.head, governor.lemma = verb.last, verb.head, verb.lemma
    governor.modal, governor.passive = modal, codes[verb.head] == "T"
    governor.negated = verb.negated or governor.negated
    governor.object = None
