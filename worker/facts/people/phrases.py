"""Noun phrases as far as roles need them: what a title is of, and whose it is."""

from worker.facts.people.lexicon import (
    ADJECTIVE,
    COUNTRY,
    DAY,
    END,
    FLAGS,
    FUNCTION,
    GIVEN,
    HEAD,
    HONORIFIC,
    MONTH,
    ORGANISATION,
    ORGANISATION_NOUN,
    ORGANISATION_WORD,
    PERSON_VERB,
    PLACE,
    PORTFOLIO,
    SPEECH,
    THING_AFTER,
    THING_BEFORE,
)
from worker.facts.people.runs import Line, Run

DETERMINERS = frozenset({"the", "a", "an", "another"})
INDEFINITE = frozenset({"a", "an", "another"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_RIGHT = 9
_KINDS_OF_HOUSES = frozenset(
    [
        "charity",
        "company",
        "firm",
        "think-tank",
        "thinktank",
        "bank",
        "retailer",
        "lender",
        "group",
        "union",
        "campaign",
        "party",
        "agency",
        "club",
        "pressure",
    ]
)


_ORIGINS = ("-based", "-born", "-led", "-backed", "-owned", "-run", "-listed", "-funded")
"""End what says whence a house is, which is no part of its name: "Leeds-based charity Crisis"."""


def noun_phrase(line: Line, start: int, names: dict[int, Run]) -> int:
    """Where a noun phrase ends that begins at `start`."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    at = start
    limit = min(count, start + _RIGHT)
    while at < limit:
        flag, word = flags[at], lower[at]
        run = names.get(at)
        if run is not None and at == run.name and at > start:
            if run.titled and run.cut == run.name and not _ends_a_house(line, run):
                break
            if (
                not line.capital[at - 1]
                and lower[at - 1].isalpha()
                and not flags[at - 1] & ORGANISATION_NOUN
                and lower[at - 1] not in {"of", "and", "for", "the", "on"}
                and not lower[at - 1].endswith(_ORIGINS)
                and not _names_a_house(line, run)
            ):
                # "secretary of state | Colin Powell"
                break
        if flag & HONORIFIC:
            break
        if line.capital[at]:
            if flag & (HEAD | PORTFOLIO) and _titles_a_name(line, at, names):
                # "aide to | Vice President Pence"
                break
            if flag & (DAY | MONTH) and not flag & GIVEN:
                break
            if flag & FUNCTION and at > start and not flag & (ORGANISATION | ORGANISATION_WORD | COUNTRY | GIVEN):
                break
            at += 1
            if run is not None and run.last > at and run.name < at:
                at = min(run.last, limit)
        elif word.isdigit() and at > start and at + 1 < limit and line.capital[at - 1] and line.capital[at + 1]:
            # "the Leeds 2023 Committee"
            at += 1
        elif (
            (word in {"of", "and", "&", "for"} or (word == "on" and flags[at - 1] & ORGANISATION_WORD))
            and at > start
            and at + 1 < limit
            and line.capital[at - 1]
        ):
            ahead = at + 1 + (lower[at + 1] == "the" and word == "of")
            if ahead < count and flags[ahead] & COUNTRY and flags[at - 1] & PORTFOLIO:
                # "Minister of Defence | of Ukraine"
                break
            if ahead >= count or not line.capital[ahead] or (word == "and" and not _org_joint(line, at, ahead)):
                break
            if flags[ahead] & (DAY | MONTH):
                break
            at = ahead
        elif (
            word == "and"
            and at > start
            and at + 1 < limit
            and flags[at - 1] & PORTFOLIO
            and flags[at + 1] & PORTFOLIO
        ):
            at += 1
        elif word in {"'s", "'"} and at > start and at + 1 < limit and (word == "'s" or lower[at - 1].endswith("s")):
            if not (line.capital[at + 1] or lower[at + 1].isalpha()) or flags[at + 1] & (FUNCTION | END | SPEECH):
                break
            at += 1
        elif (word.isalpha() or ("-" in word and len(word) > 2)) and not flag & (FUNCTION | END | SPEECH):
            if (
                at > start
                and line.capital[at - 1]
                and not lower[at - 1].endswith(_ORIGINS)
                and not flag & (HEAD | THING_AFTER | THING_BEFORE | PORTFOLIO | ORGANISATION_WORD)
            ):
                break
            if flag & PERSON_VERB and at > start and not flag & (HEAD | PORTFOLIO):
                break
            if (
                (word.endswith(("ed", "ing")))
                and not flag & (ADJECTIVE | PORTFOLIO)
                and "-" not in word
                and at > start
            ):
                break
            at += 1
        else:
            break
    return at


def _ends_a_house(line: Line, run: Run) -> bool:
    """Whether a run taken for a title and a name is a house's: "Host Committee", "Police Patrolmen's Association"."""
    end = run.last
    if line.flags[end - 1] & ORGANISATION_WORD:
        return True
    owned = end + 1 < len(line.flags) and line.words[end] in {"'s", "'"}
    return owned and line.capital[end + 1] and bool(line.flags[end + 1] & ORGANISATION_WORD)


def _names_a_house(line: Line, run: Run) -> bool:
    """Whether a run is a name, and no person's: "the influential | Global Times"."""
    last = line.flags[run.last - 1]
    kinds = ORGANISATION_WORD | ORGANISATION | PLACE | COUNTRY
    return not run.titled and not run.honorific and bool(last & kinds) and not line.flags[run.name] & GIVEN


def _titles_a_name(line: Line, at: int, names: dict[int, Run]) -> bool:
    """Whether a token is of the title that stands in a run before its name."""
    for ahead in range(at + 1, at + 5):
        run = names.get(ahead)
        if run is not None:
            title = any(flag & HEAD for flag in line.flags[at : run.name])
            return title and run.titled and run.first <= at and not _ends_a_house(line, run)
    return False


def _org_joint(line: Line, at: int, ahead: int) -> bool:
    """Whether "and" inside capitals joins one name: "Wharf and Maritime Union", "Department of Health and Care"."""
    flags = line.flags
    stop = ahead
    while stop < len(flags) and line.capital[stop]:
        stop += 1
    if flags[stop - 1] & ORGANISATION_WORD:
        return not flags[at - 1] & ORGANISATION_WORD
    return bool(flags[at - 1] & PORTFOLIO and flags[ahead] & PORTFOLIO)


def noun_before(line: Line, end: int, floor: int) -> int:
    """Where the possessor begins that ends at `end`: "the Bank of England", "the country", "Ukraine"."""
    flags, lower = line.flags, line.lower
    at = end
    limit = max(floor, end - 8)
    while at > limit:
        back = at - 1
        if (line.capital[back] and not (flags[back] & FUNCTION and not flags[back] & (COUNTRY | PORTFOLIO))) or (
            lower[back] in {"of", "and", "for", "&", "de"}
            and at < end
            and line.capital[at]
            and back > limit
            and line.capital[back - 1]
        ):
            at = back
        elif lower[back] in DETERMINERS or lower[back] in POSSESSIVES:
            return back
        elif (
            at > end - 4
            and not line.capital[back]
            and (lower[back].isalpha() or "-" in lower[back])
            and not (flags[back] & (FUNCTION | END | SPEECH))
            and (at == end or not line.capital[at])
        ):
            at = back
        else:
            break
    return at


def organisation_text(line: Line, start: int, inner: int, stop: int) -> str:
    """The organisation of a complement: of "Poland's Huta Wschod" the part behind the possessor."""
    lower = line.lower
    if lower[inner].endswith(_ORIGINS) and inner + 1 < stop:
        start = inner = inner + 1
    for k in range(inner, stop - 1):
        if lower[k] == "'s" and line.capital[k + 1] and FLAGS.get(lower[k - 1], 0) & (COUNTRY | PLACE):
            return line.sentence_text(k + 1, stop)
    if lower[inner] in _KINDS_OF_HOUSES and stop - inner > 1 and line.capital[inner + 1]:
        return line.sentence_text(inner + 1, stop)
    if not line.capital[inner] and any(line.capital[inner:stop]):
        for k in range(inner, stop):
            if line.capital[k] and not line.lower[k].endswith(_ORIGINS):
                return line.sentence_text(k, stop)
    return line.sentence_text(start if not line.capital[inner] else inner, stop)
