"""What speaks for and against a capitalised run being a person, added up over the whole text.

The scale: at `SURE` and above a run of two words or more is a person; a single word needs `SURE_ALONE`. The weights
were set by reading the errors on the labelled dev texts and on real political news.
"""

from worker.facts.people.lexicon import (
    COUNTRY,
    GIVEN,
    HEAD,
    KIN,
    MALE,
    ORGANISATION_WORD,
    PARTY,
    PERSON,
    PERSON_VERB,
    PLACE,
    PLACE_PREPOSITION,
    RANK,
    SPEECH,
    SURNAME,
    THING_AFTER,
    THING_BEFORE,
)
from worker.facts.people.runs import Line, Run

SURE = 3.0
SURE_ALONE = 5.0
ASKED = -2.0
"""From here up to sure, an optional name finder is asked."""

_AUXILIARIES = frozenset(
    {"has", "had", "also", "then", "later", "was", "is", "who", "himself", "herself", "never", "once"}
)
_ATTRIBUTIVE = frozenset({"camp", "campaign", "administration", "family", "cabinet", "presidency", "team"})
_OLDEST = 115
_TITLE_MARKS = frozenset({"R", "D", "I", "Con", "Lab", "LD", "SNP", "Ind", "Dem", "Rep"})


def evidence(run: Run) -> dict[str, float]:
    """What stands around a run, by kind, each with its weight."""
    line = run.line
    flags, words, lower, count = line.flags, line.words, line.lower, len(line.flags)
    found: dict[str, float] = {}
    first, last = run.first, run.last
    if run.honorific:
        found["honorific"] = 5.0
    if run.titled:
        found["link"] = 4.0
    after = words[last] if last < count else ""
    after_flag = flags[last] if last < count else 0
    if after == "," or after == "(":
        _behind_comma(line, last, found)
    elif after == "'s" and last + 1 < count and flags[last + 1] & KIN:
        found["possessive"] = 1.5
    elif lower[last : last + 1] == ["who"]:
        found["who"] = 2.5
    if after_flag & SPEECH:
        found["speech"] = 1.5
    elif after_flag & PERSON_VERB:
        found["verb"] = 2.0
    elif lower[last : last + 1] and lower[last] in _AUXILIARIES and last + 1 < count:
        if flags[last + 1] & PERSON_VERB:
            found["verb"] = 2.0
        elif flags[last + 1] & SPEECH:
            found["speech"] = 1.5
    if after_flag & KIN and lower[last] in _ATTRIBUTIVE:
        found["attributive"] = 1.0
    if after_flag & (THING_AFTER | ORGANISATION_WORD) and not line.capital[last]:
        found["thing after"] = -2.5
    for at in range(last, min(count, last + 12)):
        if lower[at] in {"his", "her", "he", "she", "himself", "herself"} and not line.quoted[at]:
            found["pronoun"] = 0.7
            break
    if run.name == first and first:
        _before(line, first, found)
    return found


def _before(line: Line, first: int, found: dict[str, float]) -> None:
    back = first - 1
    flag, word = line.flags[back], line.lower[back]
    if word == "," and back > 1:
        return
    if flag & SPEECH:
        found["said"] = 1.5
    elif flag & HEAD and not line.capital[back] and not flag & RANK:
        found.setdefault("link", 3.5)
    elif flag & THING_BEFORE:
        found["thing before"] = -4.0
    elif flag & PLACE_PREPOSITION:
        found["in"] = -2.5
    elif word in {"the", "a", "an", "this"}:
        if not found.get("attributive"):
            found["the"] = -3.0
    elif word == "from" or word == "to":
        found["from"] = -0.5


def _behind_comma(line: Line, comma: int, found: dict[str, float]) -> None:
    words, lower, flags, count = line.words, line.lower, line.flags, len(line.flags)
    at = comma + 1
    if at >= count:
        return
    word = words[at]
    if word.isdigit() and len(word) <= 3 and int(word) <= _OLDEST:
        following = words[at + 1] if at + 1 < count else ""
        if following in {",", ")", ".", ""} or lower[at + 1] in {"and", "who", "of", "from", "was", "told", "said"}:
            found["age"] = 4.0
    elif lower[at] in {"who", "whose", "whom"}:
        found["who"] = 2.5
    elif lower[at] == "aged":
        found["age"] = 4.0
    elif words[comma] == "(":
        if word.split("-")[0] in _TITLE_MARKS or flags[at] & PARTY:
            found["party"] = 2.0
    elif flags[at] & (PLACE | COUNTRY) and line.capital[at]:
        closing = words[at + 1] if at + 1 < count else "."
        if closing in {",", "."}:
            found["place behind"] = -3.0
    elif flags[at] & (PERSON | SPEECH) and not line.capital[at]:
        found["comma"] = 1.0


def sex_of_given(line: Line, at: int) -> str:
    """`m`, `f` or "" by a given name's usual bearers."""
    flag = line.flags[at]
    if not flag & GIVEN:
        return ""
    if flag & MALE:
        return "m"
    return "f" if flag & 4 else ""


_ = SURNAME
