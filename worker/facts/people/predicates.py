"""Roles that a verb tells of somebody: "Roe is a lawyer", "who serves as chairman", "he resigned as CEO"."""

from collections.abc import Mapping

from worker.facts.people.cast import Person
from worker.facts.people.role import Role
from worker.facts.people.runs import Line

_IS = frozenset({"is", "was", "remains", "became", "becomes", "'s"})
_BETWEEN = frozenset(
    [
        "also",
        "now",
        "currently",
        "still",
        "then",
        "previously",
        "once",
        "formerly",
        "later",
        "both",
        "himself",
        "herself",
        "had",
        "has",
        "was",
        "is",
        "been",
        "recently",
        "eventually",
        "just",
    ]
)
_SERVES = frozenset(
    [
        "served",
        "serves",
        "serving",
        "works",
        "worked",
        "acts",
        "acted",
        "resigned",
        "resigns",
        "quit",
        "retired",
        "down",
        "returned",
        "returns",
        "continues",
        "continued",
        "stays",
        "took",
        "takes",
        "over",
        "in",
        "appointed",
        "named",
        "elected",
        "hired",
        "identified",
        "ousted",
        "removed",
        "fired",
        "sacked",
        "dismissed",
        "confirmed",
        "nominated",
        "installed",
        "reappointed",
        "re-elected",
        "promoted",
        "sworn",
    ]
)
"""Stand before "as" and a title."""
_MADE = frozenset(["appointed", "named", "elected", "ordained", "reappointed", "re-elected", "crowned", "made"])
"""... in the passive, before the title itself."""
_REACH = 6
_FOLLOWS = ("replac", "succeed")


def said_to_be(line: Line, role: Role, ends: Mapping[int, Person]) -> Person | None:
    """Of whom the verb before a role phrase says it; None where there is none.

    ends: who was spoken of in the line, by the token behind the name or the pronoun.
    """
    lower = line.lower
    at = role.first - 1
    if at < 1:
        return None
    word = lower[at]
    if word == "as" and at in ends:
        # "named Roe as the party's nominee", but "will replace Roe as manager"
        return None if any(verb.startswith(_FOLLOWS) for verb in lower[max(0, at - _REACH) : at]) else ends[at]
    if word == "as" and at > 1 and lower[at - 1] in _SERVES:
        verb = at - 1
        while verb > 0 and (lower[verb] in {"down", "over", "in"} or lower[verb - 1] in {"took", "takes"}):
            verb -= 1
    elif word in _MADE and lower[at - 1] in {"was", "is", "been", "were"}:
        verb = at
    else:
        back = at
        while back > at - 3 and back > 0 and lower[back] in _BETWEEN and lower[back] not in _IS:
            back -= 1
        if lower[back] not in _IS or not (role.definite or role.indefinite):
            return None
        verb = back
    return _subject(line, verb, ends)


def _subject(line: Line, verb: int, ends: Mapping[int, Person]) -> Person | None:
    """Whose verb the one at a token is: who stands before it, or whom "who" goes on about."""
    lower = line.lower
    at = verb
    while at > verb - _REACH and at > 0 and lower[at - 1] in _BETWEEN:
        at -= 1
    if at > 1 and line.words[at - 1] == "," and lower[verb].endswith("ed"):
        # "Roe, identified as"
        at -= 1
    if at > 1 and lower[at - 1] == "who":
        at -= 1
        at -= line.words[at - 1] == ","
    return ends.get(at)
