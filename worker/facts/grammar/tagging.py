"""The class of each token of a sentence: its candidates, decided from left to right by what stands around them.

Rules of this project's own: which candidate wins is `choices`' part; here is which words are names, and what of the
sentence so far the choices are told.
"""

from collections.abc import Sequence

from worker.facts.grammar.choices import FINITE, decide
from worker.facts.grammar.lexicon import lexicon, word_lists

_DEMONYM = word_lists()["demonym"]
_NAMES = word_lists()["names"]
_MONTHS = word_lists()["months"]
_WEEKDAYS = word_lists()["weekdays"]
_SURNAMES = word_lists()["surnames that are words"]
_SAY_THAT = word_lists()["says that"]
_OPENS = frozenset({'"', "'", "(", "[", ":", "-", "--", "...", "."})
"""Behind one of these a capital may be a sentence's."""
_DOLLARS = frozenset({"US", "U.S.", "C", "CA", "A", "AU", "NZ", "HK", "S", "R", "NT", "Z", "T"})
_NOT_A_NAME = frozenset("$DdIPpqWUMBbFgHJOCRXS")
"""A capital does not make a name of a word of these classes."""
_SETTLED = frozenset('Dd0ANnEPpqWwUMBbFgHJOVvLTtICRrXS,"();.-$%Yy')
"""Candidates that nothing around them changes."""
_NONE, _TIME, _VERBAL, _BORDER, _MARK = range(5)
_EFFECT = dict.fromkeys("RrXZ", _NONE) | dict.fromkeys("Yy", _TIME) | dict.fromkeys(FINITE | {"l", "V"}, _VERBAL)
_EFFECT |= dict.fromkeys("U;WwC.", _BORDER) | {'"': _MARK}
"""What a class does to the state of the walk; of the others it is only remembered that they came before."""
_AUXILIARY = frozenset("MBHObFgt")


def tag(words: Sequence[str], lower: Sequence[str]) -> str:
    """The classes of a sentence's tokens, one character each, as `lexicon` names them.

    In: its tokens, as printed and in small letters.
    """
    memo = lexicon()
    candidates = [memo[word] for word in lower]
    candidates.append(".")
    candidates.append(".")
    count = len(words)
    capitals = [i for i in range(count) if words[i] != lower[i]]
    if 3 * len(capitals) < count or not _shouted(words, lower):
        for i in capitals:
            found = _capital(words[i], lower[i], candidates, words, i)
            if found:
                candidates[i] = found
                if found == "E" and candidates[i + 1] == "." and i + 2 < count and words[i + 1] == ".":
                    candidates[i + 1] = "Z"
    if "longer" in lower:
        for i in range(1, count):
            if lower[i] == "longer" and lower[i - 1] == "no":
                candidates[i - 1], candidates[i] = "X", "R"
    out: list[str] = []
    has_finite = False
    needs = False  # a subordinate clause is open that has no finite verb yet
    says = False  # a verb of saying waits for what is said
    before = "."  # the class before, adverbs and negations skipped, and quotation marks within a verb
    for i in range(count):
        found = candidates[i]
        if found not in _SETTLED:
            found = decide(found, i, out, before, has_finite and not says, needs, says, candidates, lower)
        elif (
            found == "."
            and 0 < i < count - 1
            and words[i] == "."
            and len(words[i - 1]) < 4
            and words[i - 1].isalpha()
        ):
            found = "Z"  # "Sen. Lee", "No. 5"
        out.append(found)
        effect = _EFFECT.get(found)
        if effect is None:
            before = found
        elif effect == _NONE:
            continue
        elif effect == _TIME:
            before = "E"
        elif effect == _VERBAL:
            before = found
            if found != "V" or out[i - 1 :][:1] != ["t"]:
                has_finite, needs = True, False
                says = lower[i] in _SAY_THAT or (says and found == "l")
        elif effect == _BORDER:
            before = found
            has_finite = False
            if found in "UW":
                needs, says = True, False
        elif before not in _AUXILIARY:  # a quotation mark
            before = found
    return "".join(out)


def _shouted(words: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether capitals say nothing here: a headline in capitals, or with a capital on nearly every word."""
    large = small = 0
    for word, low in zip(words[:40], lower, strict=False):
        if word == low:
            if len(word) > 3 and word.isalpha():
                small += 1
        elif len(word) > 3:
            large += 1
    return large > 3 and large > 4 * small


def _capital(word: str, low: str, candidates: list[str], words: Sequence[str], i: int) -> str:
    """The class of a word with a capital, or "" where its place explains the capital."""
    starts = i == 0 or words[i - 1] in _OPENS
    found, after = candidates[i], candidates[i + 1]
    if low in _WEEKDAYS and len(low) != 3:
        return "E" if i and words[i - 1] in ("Black", "Super", "Good", "Bloody") else "y"
    if low in _MONTHS and (low not in ("may", "march", "mar") or not starts or after[0] == "0"):
        return "Y"
    if words[i + 1 : i + 2] == ["$"] and word in _DOLLARS:
        return "$"
    if found[0] in _NOT_A_NAME:
        if word in ("US", "WHO", "IT"):
            return "E"
        if found == "M" and len(low) > 2 and (not starts or (low == "may" and after[0] in ",MBHOLlvVR(")):
            return "E"  # Will Smith; May said
        if not lexicon().knows(low) and not starts:
            return "E"  # July, Kelly
        return ""
    if low in _NAMES:
        return "E"
    if low in _DEMONYM:
        return "A" if after[0] in "NnAGV0lE" else "n" if found == "n" else "E"
    if not starts or low in _SURNAMES:
        return "E"
    if word.isupper() and len(word) > 1:
        return "E"
    if found[0] in "NAR" and low not in lexicon().lemmas:
        return "E"
    following = words[i + 1] if i + 1 < len(words) else ""
    if following[:1].isupper() and after[0] not in _NOT_A_NAME and found[0] not in "A0l":
        return "E"
    if found[0] == "N" and following in _SAY_THAT:
        return "E"
    return ""
