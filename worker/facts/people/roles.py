"""Role phrases: "NATO Secretary General", "the Kremlin spokesman", "an analyst with the Department of Agriculture".

A role phrase is built around its main noun: title words and whose it is on the left, of or for what on the right.
What stands there is read off; whom it means is told elsewhere.
"""

from collections.abc import Sequence

from worker.facts.people.lexicon import (
    END,
    FLAGS,
    FUNCTION,
    GIVEN,
    HEAD,
    HONORIFIC,
    LEAD_VERB,
    LOOK_UP,
    MODIFIER,
    OFFICE,
    ORGANISATION_NOUN,
    ORGANISATION_WORD,
    PERSON,
    PERSON_VERB,
    PORTFOLIO,
    RANK,
    RANKS,
    SPEECH,
    SURNAME,
    THING_AFTER,
    THING_BEFORE,
    THING_WORD,
)
from worker.facts.people.phrases import DETERMINERS, POSSESSIVES, noun_phrase, organisation_text
from worker.facts.people.role import Role
from worker.facts.people.runs import Line, Run
from worker.facts.people.titles import left, left_words, owner, right

_NOT_HEADS = frozenset(
    {"general", "private", "major", "chief", "executive", "specialist", "staff", "count", "forward"}
)
"""Are a title's main noun only in a row of title words or with a capital: "the general" is, "in general" is not."""
_AS_ADJECTIVES = frozenset({"private", "major", "specialist", "staff", "count", "forward", "guard", "local", "cook"})
_ANEW = frozenset({"professor", "prince", "princess", "king", "queen", "sheikh", "emir", "crown"})
"""Begin a title of their own behind another: Energy Minister | Prince."""
_BEFORE_CHIEF = frozenset({"the", "'s", "former"})
_BEFORE_EXECUTIVE = _BEFORE_CHIEF | {"a", "an", "another", "senior", "top"}
_BEFORE_VERBS = frozenset({"to", "will", "would", "can", "could", "may", "might", "must", "should"})
"""What stands behind them in small letters is a verb: "to convict", "will chair"."""
_MEMBERS = frozenset({"states", "state", "countries", "country", "nations", "nation", "governments", "unions"})
_RANKS_OF_PROFESSORS = frozenset({"associate", "assistant", "adjunct", "visiting", "emeritus", "research", "full"})
_BODY = frozenset({"head", "chair", "guard", "mate", "champion"})
"""Behind "his" no title: he shook his head."""


def find_roles(line: Line, runs: Sequence[Run]) -> list[Role]:
    """The role phrases of a line, in order, none inside another. In: its runs, as they were parted."""
    flags = line.flags
    rows = {run.name - 1 for run in runs if run.name and _is_row(line, run)}
    if not line.some & HEAD and not rows:
        return []
    names: dict[int, Run] = {}
    for run in runs:
        for at in range(run.name, run.last):
            names[at] = run
    roles: list[Role] = []
    at, floor, count = 0, 0, len(flags)
    while at < count:
        if at in rows or (flags[at] & HEAD and at not in names and _is_head(line, at, names)):
            role = _role(line, at, floor, names)
            if role is not None:
                roles.append(role)
                inner = _nested(line, role, names)
                if inner is not None:
                    role.nests = True
                    roles.append(inner)
                floor = role.last
                at = max(role.last, at + 1)
                continue
        at += 1
    return roles


def _is_row(line: Line, run: Run) -> bool:
    """Whether a plural is the title of those named behind it: "cosmonauts Ivan Petrov and Oleg Sidorov"."""
    word = line.lower[run.name - 1]
    if word[-1] != "s" or (line.capital[run.name - 1] and run.first == run.name) or run.last - run.name < 2:
        return False
    return bool(LOOK_UP(word[:-1], 0) & HEAD) and not line.flags[run.name - 1] & HEAD


def _nested(line: Line, role: Role, names: dict[int, Run]) -> Role | None:
    """The role of somebody named within what a role is of: "spokesman for the party's president, Ahmed Jarba"."""
    end = role.last
    if role.complement is None or end + 1 >= len(line.flags):
        return None
    head = end - 1
    named = end in names or (line.words[end] == "," and (end + 1 in names or line.flags[end + 1] & HONORIFIC))
    if not named or head <= role.head or not line.flags[head] & HEAD or not _is_head(line, head, names):
        return None
    return _role(line, head, role.head + 1, names)


def _is_head(line: Line, at: int, names: dict[int, Run]) -> bool:
    word, flag = line.lower[at], line.flags[at]
    if line.capital[at]:
        return (
            not (flag & RANK and not flag & (OFFICE | PERSON))
            or (at + 1 in names or line.words[at + 1 : at + 2] == ["."])
            or (at + 1 < len(line.flags) and bool(line.flags[at + 1] & HEAD))
        )
    if flag & RANK and not flag & (OFFICE | PERSON):
        return False
    following = line.flags[at + 1] if at + 1 < len(line.flags) else 0
    if word in {"private", "major"} or (at and line.lower[at - 1] in _BEFORE_VERBS):
        return False
    if word == "member" and at + 1 < len(line.lower) and line.lower[at + 1] in _MEMBERS:
        return False
    if word in _NOT_HEADS or word in _AS_ADJECTIVES:
        before = line.flags[at - 1] if at else 0
        if following & HEAD or (at + 1 in names):
            return True
        if word in _AS_ADJECTIVES:
            return False
        if word == "chief":
            return True
        determiners = _BEFORE_EXECUTIVE if word == "executive" else _BEFORE_CHIEF
        return bool(before & (HEAD | PORTFOLIO)) or (at > 0 and line.lower[at - 1] in determiners)
    return True


def _core_end(line: Line, at: int, names: dict[int, Run]) -> int:
    """Behind the last of the main nouns that stand in a row: secretary | general."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    end = at + 1
    while end < count and end not in names:
        if (
            (line.words[end] == "." and flags[end - 1] & RANK and line.capital[end - 1])
            or (
                flags[end] & HEAD
                and not flags[end] & HONORIFIC
                and (lower[end] not in _ANEW or lower[end - 1] in _RANKS_OF_PROFESSORS)
                and (
                    not flags[end] & RANK
                    or flags[end - 1] & RANK
                    or lower[end] == "general"
                    or flags[end - 1] & PORTFOLIO
                )
                and _same(line, at, end)
            )
            or (
                flags[end] & PORTFOLIO
                and line.capital[end] == line.capital[end - 1]
                and end + 1 < count
                and (
                    flags[end + 1] & HEAD
                    or (end + 2 < count and flags[end + 1] & PORTFOLIO and flags[end + 2] & HEAD)
                )
                and end + 1 not in names
                and lower[end] not in {"and", "of", "for", "the", "&"}
            )
        ):
            end += 1
        else:
            break
    return end


def _same(line: Line, at: int, end: int) -> bool:
    # "Prime Minister general"? a capital row goes on in capitals; a small one in small letters
    return (
        line.capital[at] == line.capital[end]
        or not line.capital[at]
        or line.fresh(at)
        or line.lower[end] in {"designate", "elect"}
    )


def _role(line: Line, at: int, floor: int, names: dict[int, Run]) -> Role | None:
    flags, lower, words = line.flags, line.lower, line.words
    count = len(flags)
    end = _core_end(line, at, names)
    if end < count and lower[end] == "emeritus" and end not in names:
        end += 1
    end = _and_more(line, end, names)
    end = _listed(line, end, names)
    head = end - 1 if words[end - 1] not in {".", "emeritus"} else end - 2
    if end < count and end not in names and _is_attribute(line, end, lower[head]):
        return None
    if line.capital[head] and lower[end : end + 2] == ["'s", "office"] and line.capital[end + 1]:
        # "the U.S. Attorney's Office"
        return None
    begin = left(line, at, floor)
    role = Role(begin, end, head, None)
    role.first = owner(line, begin, floor, role)
    pieces = left_words(line, begin, at, role)
    title = [*pieces, *_without_commas(words[at:end])]
    role.kind = lower[head] if flags[head] & HEAD else lower[head].removesuffix("s")
    role.last = right(line, end, names, role, title)
    if role.possessor is not None and role.kind in _BODY and role.last == end and not pieces:
        return None
    if role.possessor is not None and lower[role.possessor[0]] in {"my", "our"}:
        return None
    if role.kind in RANKS and flags[head] & RANK and not flags[head] & (OFFICE | PERSON):
        role.kind = RANKS[role.kind].lower().rsplit(" ", 1)[-1]
    if role.kind == "general" and "secretary" in lower[at:end]:
        role.kind = "secretary-general"
    role.title = " ".join(_whole(word) for word in title) or None
    role.words = frozenset(_whole(word).lower() for word in title) - {"of", "for", "and", "the"}
    return role


def _without_commas(words: Sequence[str]) -> list[str]:
    """A title's words, without the stop of a short one, and with each comma on the word before it."""
    found: list[str] = []
    for word in words:
        if word == "," and found:
            found[-1] += ","
        elif word != ".":
            found.append(word)
    return found


def _is_attribute(line: Line, end: int, kind: str) -> bool:
    """Whether the word behind a main noun takes it for its own name: "president elections", "Governor Street"."""
    flag = line.flags[end]
    if line.capital[end]:
        return bool(flag & (ORGANISATION_WORD | THING_WORD)) and not flag & (HEAD | PORTFOLIO)
    if kind in _NOT_HEADS and line.lower[end].isalpha() and not flag & (END | SPEECH | PERSON_VERB | FUNCTION):
        return not line.lower[end].endswith("ed")
    return bool(flag & (THING_AFTER | THING_BEFORE)) and not flag & (HEAD | END)


def _whole(word: str) -> str:
    return RANKS.get(word.lower(), word) if word[0].isupper() and FLAGS.get(word.lower(), 0) & RANK else word


def _and_more(line: Line, end: int, names: dict[int, Run]) -> int:
    """Goes on over "and": "Deputy Prime Minister and Foreign Minister", "founder and chief executive"."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    if (
        end + 1 < count
        and lower[end] in {"and", "&", "-", "/"}
        and (
            line.capital[end - 1] == line.capital[end + 1]
            or line.words[end + 1].isupper()
            or line.words[end - 1].isupper()
        )
    ):
        at = end + 1
        while (
            at < min(count, end + 6)
            and (at not in names or _is_bare(line, at, names[at]))
            and flags[at] & (PORTFOLIO | HEAD | MODIFIER)
        ):
            if lower[at] in {"and", "of", "for", "the"}:
                break
            if flags[at] & HEAD and not (at + 1 < count and flags[at + 1] & HEAD):
                return _core_end(line, at, names)
            at += 1
    return end


def _is_bare(line: Line, at: int, run: Run) -> bool:
    """Whether a run is a title without a name: "CEO and | Founder"."""
    return run.last - run.first == 1 and bool(line.flags[at] & HEAD) and not line.flags[at] & (GIVEN | SURNAME)


def _listed(line: Line, end: int, names: dict[int, Run]) -> int:
    """Behind a list of titles of one who is named behind it: "chairman, CEO and president | Jane Roe"."""
    flags, words, count = line.flags, line.words, len(line.flags)
    at = end
    while at + 2 < count and words[at] == "," and flags[at + 1] & HEAD and at + 1 not in names:
        at = _core_end(line, at + 1, names)
    last = _and_more(line, at, names) if at > end else end
    return last if last > at and last in names and names[last].name == last else end


def relative_role(line: Line, at: int, names: dict[int, Run]) -> Role | None:
    """A role told as a clause, "who runs Start Early". In: the token of "who"."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    verb = at + 1
    while (
        verb < count and verb < at + 3 and lower[verb] in {"now", "also", "currently", "has", "had", "still", "once"}
    ):
        verb += 1
    if verb + 1 >= count or not flags[verb] & LEAD_VERB:
        return None
    start = verb + 1
    det = lower[start] in DETERMINERS or lower[start] in POSSESSIVES
    stop = noun_phrase(line, start + det, names)
    if stop <= start + det:
        return None
    role = Role(at, stop, verb, None, kind="head")
    inner = start + det
    if any(line.capital[inner:stop]) or flags[stop - 1] & ORGANISATION_NOUN:
        role.organisation = organisation_text(line, start, inner, stop)
    if stop + 1 < count and lower[stop] == "in" and not line.capital[inner]:
        more = noun_phrase(line, stop + 1 + (lower[stop + 1] == "the"), names)
        role.last = more if more > stop + 1 else stop
    return role
