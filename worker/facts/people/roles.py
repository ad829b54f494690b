"""Role phrases: "NATO Secretary General", "the Kremlin spokesman", "an analyst with the Department of Agriculture".

A role phrase is built around its main noun: title words and whose it is on the left, of or for what on the right.
What stands there is read off; whom it means is told elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from worker.facts.people.lexicon import (
    ADJECTIVE,
    COMMON,
    COUNTRIES,
    COUNTRY,
    DAY,
    DEMONYM,
    END,
    FLAGS,
    FUNCTION,
    GIVEN,
    HEAD,
    HONORIFIC,
    LEAD_VERB,
    LONG,
    MODIFIER,
    MONTH,
    OFFICE,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTY,
    PERSON,
    PERSON_VERB,
    PLACE,
    PORTFOLIO,
    RANK,
    RANKS,
    SPEECH,
    SURNAME,
    THING_AFTER,
    THING_BEFORE,
)
from worker.facts.people.runs import Line, Run

_DETERMINERS = frozenset({"the", "a", "an"})
_POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})
_OF = frozenset({"of", "for", "at", "with", "to"})
_LEFT = 8
"""Words that are looked at on the left of the main noun; the longest titles of real news have seven."""
_RIGHT = 9
_TITLE_TAILS = frozenset(
    {
        "opposition",
        "house",
        "senate",
        "free",
        "state",
        "staff",
        "chief",
        "defence",
        "defense",
        "parliament",
        "commons",
    }
)
_LEADERS = frozenset(
    {"leader", "chief", "boss", "chairman", "chair", "spokesman", "spokeswoman", "head", "chairwoman"}
)
_NOT_HEADS = frozenset(
    {"general", "private", "major", "chief", "executive", "specialist", "staff", "count", "forward"}
)
"""Are a title's main noun only in a row of title words or with a capital: "the general" is, "in general" is not."""
_AS_ADJECTIVES = frozenset({"private", "major", "specialist", "staff", "count", "forward", "guard", "local", "cook"})
_NEVER_ALONE = frozenset({"expert"})


@dataclass(slots=True)
class Role:
    """A role phrase: tokens [first, last), `head` its main noun. plain: the phrase has no "the", "a" or possessor.

    title, organisation, country: as printed, or None; short titles in full. possessor: the tokens of "the company" in
    "the company's chief executive", or the pronoun's; None without one. definite: "the", or a possessor. words: title
    words in small letters, to be compared.
    """

    first: int
    last: int
    head: int
    title: str | None
    organisation: str | None = None
    country: str | None = None
    definite: bool = False
    indefinite: bool = False
    possessor: tuple[int, int] | None = None
    complement: tuple[int, int] | None = None
    words: frozenset[str] = field(default_factory=frozenset)
    kind: str = ""
    core: int = 0
    end: int = 0


def find_roles(line: Line, runs: Sequence[Run]) -> list[Role]:
    """The role phrases of a line, in order, none inside another. In: its runs, as they were parted."""
    flags = line.flags
    if not any(flag & HEAD for flag in flags):
        return []
    names: dict[int, Run] = {}
    for run in runs:
        for at in range(run.name, run.last):
            names[at] = run
    roles: list[Role] = []
    at, floor, count = 0, 0, len(flags)
    while at < count:
        if flags[at] & HEAD and at not in names and _is_head(line, at, names):
            role = _role(line, at, floor, names)
            if role is not None:
                roles.append(role)
                floor = role.end
                at = max(role.end, at + 1)
                continue
        at += 1
    return roles


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
    if word in _NOT_HEADS or word in _AS_ADJECTIVES:
        before = line.flags[at - 1] if at else 0
        if following & HEAD or (at + 1 in names):
            return True
        if word in _AS_ADJECTIVES:
            return False
        return bool(before & (HEAD | PORTFOLIO)) or (at > 0 and line.lower[at - 1] in {"the", "'s", "former"})
    return True


def _core_end(line: Line, at: int, names: dict[int, Run]) -> int:
    """Behind the last of the main nouns that stand in a row: secretary | general."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    end = at + 1
    while end < count and end not in names:
        if line.words[end] == "." and flags[end - 1] & RANK and line.capital[end - 1]:
            end += 1
        elif flags[end] & HEAD and not flags[end] & HONORIFIC and lower[end] != "professor" and _same(line, at, end):
            end += 1
        elif (
            flags[end] & PORTFOLIO
            and end + 1 < count
            and (flags[end + 1] & HEAD or (end + 2 < count and flags[end + 1] & PORTFOLIO and flags[end + 2] & HEAD))
            and end + 1 not in names
            and lower[end] not in {"and", "of", "for", "the", "&"}
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
    end = _and_more(line, end, names)
    head = end - 1 if words[end - 1] != "." else end - 2
    if end < count and not line.capital[end] and end not in names and flags[end] & (THING_AFTER | THING_BEFORE):
        return None
    first, title_first = _left(line, at, floor, names)
    role = Role(first, end, head, None, core=title_first, end=end)
    owner = _owner(line, title_first, floor, role)
    pieces = _left_words(line, title_first, at, role)
    title = [*pieces, *(word for word in words[at:end] if word != ".")]
    last = _right(line, end, names, role, title)
    role.last = role.end = last
    role.first = min(owner, title_first)
    role.kind = lower[head]
    if role.kind in RANKS and flags[head] & RANK and not flags[head] & (OFFICE | PERSON):
        role.kind = RANKS[role.kind].lower().rsplit(" ", 1)[-1]
    role.title = " ".join(_whole(word) for word in title) or None
    role.words = frozenset(_whole(word).lower() for word in title) - {"of", "for", "and", "the"}
    if not (line.capital[at] or role.definite or role.indefinite or role.complement or role.last in names):
        following = lower[role.last] if role.last < count else ""
        if following not in {",", ".", ";", '"', "'", ")", "--", "-"} and not pieces:
            return role
    return role


def _whole(word: str) -> str:
    return RANKS.get(word.lower(), word) if word[0].isupper() and FLAGS.get(word.lower(), 0) & RANK else word


def _and_more(line: Line, end: int, names: dict[int, Run]) -> int:
    """Goes on over "and": "Deputy Prime Minister and Foreign Minister", "founder and chief executive"."""
    flags, lower, count = line.flags, line.lower, len(line.flags)
    if end + 1 < count and lower[end] in {"and", "&", "-", "/"} and line.capital[end - 1] == line.capital[end + 1]:
        at = end + 1
        while at < min(count, end + 6) and at not in names and flags[at] & (PORTFOLIO | HEAD | MODIFIER):
            if lower[at] in {"and", "of", "for", "the"}:
                break
            if flags[at] & HEAD and not (at + 1 < count and flags[at + 1] & HEAD):
                return _core_end(line, at, names)
            at += 1
    return end


def _left(line: Line, at: int, floor: int, names: dict[int, Run]) -> tuple[int, int]:
    """Where the words before a main noun begin that belong to its title or say whose it is."""
    flags, lower, words = line.flags, line.lower, line.words
    begin = at
    limit = max(floor, at - _LEFT)
    while begin > limit:
        back = begin - 1
        flag, word = flags[back], lower[back]
        if line.capital[back] or words[back] == "&":
            if flag & (FUNCTION | DAY | MONTH | HONORIFIC) and not flag & (
                COUNTRY | ORGANISATION | PORTFOLIO | MODIFIER
            ):
                break
            begin = back
        elif (
            word == "and"
            and back > limit
            and line.capital[back - 1]
            and line.capital[begin]
            and _org_and(line, back, at)
        ):
            begin = back
        elif (
            word in {"of", "for"}
            and back > limit
            and line.capital[back - 1]
            and line.capital[begin]
            and flags[back - 1] & ORGANISATION_WORD
        ):
            begin = back
        elif word.isalpha() or "-" in word and word[0].isalnum():
            if flag & (FUNCTION | END | SPEECH | PERSON_VERB) and not flag & (
                PORTFOLIO | MODIFIER | HEAD | ADJECTIVE
            ):
                break
            if word in _DETERMINERS or word in _POSSESSIVES:
                break
            if (
                word.endswith(("ed", "ing"))
                and not flag & (ADJECTIVE | PORTFOLIO | MODIFIER | HEAD)
                and "-" not in word
            ):
                break
            if word.endswith("ly") and back > limit and not flags[begin] & ADJECTIVE:
                break
            if word in {"and", "or", "as", "of", "for", "the", "is", "was", "named", "became"} or len(word) < 2:
                break
            begin = back
        else:
            break
    return begin, begin


def _org_and(line: Line, at: int, head: int) -> bool:
    return any(line.flags[k] & ORGANISATION_WORD for k in range(at + 1, head))


def _owner(line: Line, begin: int, floor: int, role: Role) -> int:
    """Reads what stands before the title words: an article, a pronoun, or a possessor with its 's."""
    flags, lower, words = line.flags, line.lower, line.words
    back = begin - 1
    if back < floor:
        return begin
    word = lower[back]
    if word in _DETERMINERS:
        role.definite, role.indefinite = word not in {"a", "an"}, word in {"a", "an"}
        return back
    if word in _POSSESSIVES:
        role.definite, role.possessor = True, (back, begin)
        return back
    if word == "'s" or (word == "'" and back > floor and lower[back - 1].endswith("s")):
        start = _noun_before(line, back, floor)
        if start < back:
            role.definite, role.possessor = True, (start, back)
            return start
    return begin


def _noun_before(line: Line, end: int, floor: int) -> int:
    """Where the possessor begins that ends at `end`: "the Bank of England", "the country", "Ukraine"."""
    flags, lower = line.flags, line.lower
    at = end
    limit = max(floor, end - 8)
    while at > limit:
        back = at - 1
        if line.capital[back] and not (flags[back] & FUNCTION and not flags[back] & (COUNTRY | PORTFOLIO)):
            at = back
        elif (
            lower[back] in {"of", "and", "for", "&", "de"}
            and at < end
            and line.capital[at]
            and back > limit
            and line.capital[back - 1]
        ):
            at = back
        elif lower[back] in _DETERMINERS or lower[back] in _POSSESSIVES:
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


def _left_words(line: Line, begin: int, at: int, role: Role) -> list[str]:
    """Sorts the words before the main noun into title, organisation and country. Out: those of the title."""
    flags, lower, words = line.flags, line.lower, line.words
    title: list[str] = []
    organisation: list[str] = []
    k = begin
    while k < at:
        flag = flags[k]
        pair = LONG.get(f"{lower[k]} {lower[k + 1]}", 0) if k + 1 < at else 0
        if pair & COUNTRY and line.capital[k]:
            role.country = f"{words[k]} {words[k + 1]}"
            k += 2
            continue
        if pair & (ORGANISATION | PLACE) and line.capital[k]:
            organisation += words[k : k + 2]
            k += 2
            continue
        if not line.capital[k]:
            if not (flag & COUNTRY and lower[k] in {"us", "eu"}):
                title.append(words[k])
        elif flag & (COUNTRY | DEMONYM) and not organisation and not (flag & DEMONYM and _names_more(line, k, at)):
            if lower[k] == "eu" or lower[k] == "european":
                organisation.append(words[k])
            elif role.country is None:
                role.country = words[k]
        elif (
            flag & (PORTFOLIO | MODIFIER | HEAD | HONORIFIC)
            and not organisation
            and not (
                k + 1 < at
                and flags[k + 1] & ORGANISATION_WORD
                and not flags[k + 1] & (PORTFOLIO | HEAD)
                and line.capital[k + 1]
            )
        ):
            title.append(words[k])
        elif line.fresh(k) and k == begin and flag & ADJECTIVE:
            title.append(words[k])
        elif organisation and flag & PORTFOLIO and not flag & ORGANISATION_WORD:
            title.append(words[k])
        elif organisation and k > begin and not line.capital[k - 1]:
            title.append(words[k])
        else:
            organisation.append(words[k])
        k += 1
    if organisation:
        text = " ".join(organisation)
        only_party = all(
            FLAGS.get(word.lower(), 0) & PARTY and not FLAGS.get(word.lower(), 0) & ORGANISATION
            for word in organisation
        )
        if only_party and lower[role.head] not in _LEADERS:
            pass
        elif len(organisation) == 1 and organisation[0].lower() == "opposition":
            title.insert(0, organisation[0])
        else:
            role.organisation = text
    if role.possessor is not None:
        _possessor(line, role)
    return title


def _names_more(line: Line, k: int, at: int) -> bool:
    """Whether a nationality is the beginning of an organisation's name: "British Airways chief"."""
    following = line.flags[k + 1] if k + 1 < at else 0
    return bool(line.capital[k + 1] and following & ORGANISATION_WORD and not following & (PORTFOLIO | HEAD))


def _possessor(line: Line, role: Role) -> None:
    start, end = role.possessor or (0, 0)
    lower = line.lower
    if lower[start] in _POSSESSIVES:
        return
    first = start + (lower[start] in _DETERMINERS)
    if first >= end:
        return
    text = line.sentence_text(first, end)
    key = " ".join(lower[first:end])
    flag = line.flags[first] if end - first == 1 else LONG.get(key, 0)
    if flag & COUNTRY and key not in {"eu"}:
        role.country = text
    elif line.capital[first] and not flag & PLACE:
        role.organisation = role.organisation or text
    elif not line.capital[first]:
        role.organisation = role.organisation or line.sentence_text(start, end)


def _right(line: Line, end: int, names: dict[int, Run], role: Role, title: list[str]) -> int:
    """Reads what a title is of or for, and adds to it what belongs to the title itself. Out: where the phrase ends."""
    flags, lower, words, count = line.flags, line.lower, line.words, len(line.flags)
    last = end
    for turn in range(3):
        if last + 1 >= count or lower[last] not in _OF and not (lower[last] in {"in", "on"} and turn == 0):
            break
        prep = lower[last]
        start = last + 1
        det = start < count and (lower[start] in _DETERMINERS or lower[start] in _POSSESSIVES)
        stop = _noun_phrase(line, start + det, names)
        if stop <= start + det:
            break
        inner = start + det
        if not _fits(line, role, prep, inner, stop, det, names):
            break
        key = " ".join(lower[inner:stop])
        flag = flags[inner] if stop - inner == 1 else LONG.get(key, 0)
        small = not any(line.capital[inner:stop])
        portfolio = all(
            flags[k] & PORTFOLIO or lower[k] in {",", "and", "&", "the", "of", "for"} for k in range(inner, stop)
        )
        if flag & COUNTRY and prep in {"of", "for", "to"} and not (prep == "to" and role.country is None):
            role.country = line.sentence_text(inner, stop) if key != "eu" else role.country
            if key == "eu":
                role.organisation = role.organisation or line.sentence_text(inner, stop)
        elif prep in {"in", "on"}:
            pass
        elif (
            prep in {"of", "for"}
            and portfolio
            and (not det or lower[inner] in _TITLE_TAILS)
            and role.organisation is None
        ):
            title += words[last:stop]
        elif prep == "of" and det and small and lower[inner] in _TITLE_TAILS:
            title += words[last:stop]
        elif prep in {"of", "for"} and small and not det and flags[role.head] & OFFICE and not role.organisation:
            title += words[last:stop]
        elif small and not det:
            pass
        elif flag & PLACE and not flag & ORGANISATION:
            pass
        elif role.organisation is None:
            role.organisation = _organisation_text(line, start, inner, stop)
            role.complement = (inner, stop)
        role.complement = role.complement or (inner, stop)
        last = stop
    return last


def _organisation_text(line: Line, start: int, inner: int, stop: int) -> str:
    """The organisation of a complement: of "Poland's Huta Wschod" the part behind the possessor."""
    lower = line.lower
    for k in range(inner, stop - 1):
        if lower[k] == "'s" and line.capital[k + 1] and FLAGS.get(lower[k - 1], 0) & (COUNTRY | PLACE):
            return line.sentence_text(k + 1, stop)
    if lower[inner] in THING_NOUNS and stop - inner > 1 and line.capital[inner + 1]:
        return line.sentence_text(inner + 1, stop)
    if not line.capital[inner] and any(line.capital[inner:stop]):
        for k in range(inner, stop):
            if line.capital[k]:
                return line.sentence_text(k, stop)
    return line.sentence_text(start if not line.capital[inner] else inner, stop)


THING_NOUNS = frozenset(
    "charity company firm think-tank thinktank bank retailer lender group union campaign party agency club pressure".split()
)


def _fits(line: Line, role: Role, prep: str, inner: int, stop: int, det: int, names: dict[int, Run]) -> bool:
    if prep == "in":
        return (
            role.end > 0
            and bool(line.capital[inner] and line.flags[inner] & (PLACE | COUNTRY) or det)
            and stop - inner <= 4
            and (role.indefinite or role.possessor is not None)
        )
    if prep == "on":
        return False
    if prep == "to" and role.kind not in _TO:
        return False
    if prep in {"at", "with"} and line.flags[inner] & FUNCTION:
        return False
    return not line.flags[inner] & (DAY | MONTH) and not (
        prep in {"with", "for", "to"} and line.lower[inner].endswith("ing") and not line.capital[inner]
    )


_TO = frozenset(
    "ambassador envoy adviser advisor aide counsel counsellor assistant secretary delegate representative consul heir".split()
)


def _noun_phrase(line: Line, start: int, names: dict[int, Run]) -> int:
    """Where a noun phrase ends that begins at `start`."""
    flags, lower, words, count = line.flags, line.lower, line.words, len(line.flags)
    at = start
    limit = min(count, start + _RIGHT)
    while at < limit:
        flag, word = flags[at], lower[at]
        run = names.get(at)
        if run is not None and at == run.name and at > start and run.titled and run.cut == run.name:
            break
        if line.capital[at]:
            if flag & (DAY | MONTH) and not flag & GIVEN:
                break
            if flag & FUNCTION and at > start and not flag & (ORGANISATION | COUNTRY | GIVEN):
                break
            at += 1
            if run is not None and run.last > at and run.name < at:
                at = min(run.last, limit)
        elif word in {"of", "and", "&", "for"} and at > start and at + 1 < limit and line.capital[at - 1]:
            ahead = at + 1 + (lower[at + 1] == "the" and word == "of")
            if (
                ahead >= count
                or not line.capital[ahead]
                or (word in {"and", "&"} and not _org_joint(line, start, at, ahead, names))
            ):
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
                and not flag & (HEAD | THING_AFTER | THING_BEFORE | PORTFOLIO | ORGANISATION_WORD)
            ):
                break
            if flag & PERSON_VERB and at > start and not flag & (HEAD | PORTFOLIO):
                break
            if (
                (word.endswith("ed") or word.endswith("ing"))
                and not flag & (ADJECTIVE | PORTFOLIO)
                and "-" not in word
                and at > start
            ):
                break
            at += 1
        else:
            break
    return at


def _org_joint(line: Line, start: int, at: int, ahead: int, names: dict[int, Run]) -> bool:
    """Whether "and" inside capitals joins one name: "Wharf and Maritime Union", "Department of Health and Care"."""
    flags = line.flags
    stop = ahead
    while stop < len(flags) and line.capital[stop]:
        stop += 1
    if flags[stop - 1] & ORGANISATION_WORD:
        return not flags[at - 1] & ORGANISATION_WORD
    return bool(flags[at - 1] & PORTFOLIO and flags[ahead] & PORTFOLIO)


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
    det = lower[start] in _DETERMINERS or lower[start] in _POSSESSIVES
    stop = _noun_phrase(line, start + det, names)
    if stop <= start + det:
        return None
    role = Role(at, stop, verb, None, kind="head", core=at, end=stop)
    inner = start + det
    if any(line.capital[inner:stop]) or flags[stop - 1] & (THING_BEFORE | ORGANISATION_WORD | THING_AFTER):
        role.organisation = _organisation_text(line, start, inner, stop)
    if stop + 1 < count and lower[stop] == "in" and not line.capital[inner]:
        more = _noun_phrase(line, stop + 1 + (lower[stop + 1] == "the"), names)
        role.last = role.end = more if more > stop + 1 else stop
    return role


def country_of(text: str | None) -> str:
    """The country that a printed country or nationality stands for, in small letters; "" where it is none."""
    return COUNTRIES.get((text or "").lower().removeprefix("the "), "")


_ = (COMMON, SURNAME)
