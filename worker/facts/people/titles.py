"""Reads a title: the words before its main noun and behind it, sorted into title, organisation and country."""

from worker.facts.people.lexicon import (
    ADJECTIVE,
    COUNTRY,
    DAY,
    DEMONYM,
    END,
    FLAGS,
    FUNCTION,
    HEAD,
    HONORIFIC,
    LONG,
    MODIFIER,
    MONTH,
    OFFICE,
    ORGANISATION,
    ORGANISATION_NOUN,
    ORGANISATION_WORD,
    PARTY,
    PERSON_VERB,
    PLACE,
    PORTFOLIO,
    SPEECH,
)
from worker.facts.people.phrases import (
    DETERMINERS,
    INDEFINITE,
    POSSESSIVES,
    noun_before,
    noun_phrase,
    organisation_text,
)
from worker.facts.people.role import Role
from worker.facts.people.runs import Line, Run

_OF = frozenset({"of", "for", "at", "with", "to", "from"})
_AGES = frozenset({"new", "old", "first", "second", "third", "next", "last", "then"})
"""Stand before a title and are no part of a name: "the new police commissioner"."""
_LEFT = 8
"""Words that are looked at on the left of the main noun; the longest titles of real news have seven."""
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
_TO = frozenset(
    [
        "ambassador",
        "envoy",
        "adviser",
        "advisor",
        "aide",
        "counsel",
        "counsellor",
        "assistant",
        "secretary",
        "delegate",
        "representative",
        "consul",
        "heir",
    ]
)
_OF_PLACES = frozenset({"governor", "mayor", "bishop", "archbishop", "lord-mayor", "senator", "general", "sheriff"})
"""Offices of a place."""


_STANDING = _LEADERS | frozenset(
    """
    candidate nominee front-runner frontrunner hopeful contender challenger pollster rival strategist operative
    opponent
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)
"""Are their party's: "the Republican nominee", where a Republican senator is the state's."""
_FIELDED = frozenset(
    ["president", "director", "secretary", "administrator", "manager", "officer", "commissioner", "dean", "provost"]
)
"""Offices that have a field: "vice president for research"."""
_DWELLERS = frozenset({"resident"})
"""Is told by a place, which is no organisation."""
_BEFORE_VERBS = frozenset({"to", "should", "will", "would", "could", "can", "may", "might", "must"})
_ORDINALS = frozenset({"1st", "2nd", "3rd"})
_NEWLY = frozenset({"recently", "newly", "freshly", "just", "then"})
_LEARNED = frozenset(
    {"expert", "specialist", "professor", "lecturer", "researcher", "fellow", "authority", "consultant", "postdoc"}
)
"""Are told by what they know of: "an expert in drug use and mental health"."""


def left(line: Line, at: int, floor: int) -> int:
    """Where the words before a main noun begin that belong to its title or say whose it is."""
    flags, lower = line.flags, line.lower
    begin = at
    limit = max(floor, at - _LEFT)
    while begin > limit:
        back = begin - 1
        flag, word = flags[back], lower[back]
        if line.capital[back] or word == "&":
            named = flag & (COUNTRY | ORGANISATION | PORTFOLIO | MODIFIER) or LONG.get(f"{word} {lower[begin]}", 0)
            if flag & (FUNCTION | DAY | MONTH | HONORIFIC) and not named:
                break
            begin = back
        elif (
            word == "and"
            and back > limit
            and line.capital[back - 1]
            and line.capital[begin]
            and _org_and(line, back, at)
        ) or (
            word in {"of", "for"}
            and back > limit
            and line.capital[back - 1]
            and line.capital[begin]
            and flags[back - 1] & ORGANISATION_WORD
        ):
            begin = back
        elif (word.isdigit() and len(word) < 4 and back > limit and line.capital[back - 1] and back == at - 1) or (
            word in _ORDINALS and line.capital[at]
        ):
            # "Expedition 39 commander", "1st Lt"
            begin = back
        elif word.isalpha() or ("-" in word and word[0].isalnum()):
            house = flag & ORGANISATION_NOUN and line.words[at].isupper()
            if line.capital[at] and not house and not flag & (MODIFIER | ADJECTIVE | PORTFOLIO | HEAD):
                break
            if word in _AGES:
                begin = back
                continue
            if flag & (FUNCTION | END | SPEECH | PERSON_VERB) and not flag & (
                PORTFOLIO | MODIFIER | HEAD | ADJECTIVE
            ):
                break
            if word in DETERMINERS or word in POSSESSIVES:
                break
            if back > limit and lower[back - 1] in _NEWLY and word.endswith("ed"):
                begin = back - 1
                continue
            if (
                word.endswith(("ed", "ing"))
                and not flag & (ADJECTIVE | PORTFOLIO | MODIFIER | HEAD)
                and "-" not in word
            ):
                break
            if word.endswith("ly") and back > limit and not flags[begin] & ADJECTIVE:
                break
            if lower[back - 1] in _BEFORE_VERBS and back > limit and not flag & (MODIFIER | PORTFOLIO | HEAD):
                # "should | back Republican nominee Jane Roe"
                break
            if word == "under" and not lower[begin].startswith("secretar"):
                break
            if word in {"and", "or", "as", "of", "for", "the", "is", "was", "named", "became"} or len(word) < 2:
                break
            begin = back
        else:
            break
    return begin


def _org_and(line: Line, at: int, head: int) -> bool:
    return head - 1 > at and bool(line.flags[head - 1] & ORGANISATION_WORD)


def owner(line: Line, begin: int, floor: int, role: Role) -> int:
    """Reads what stands before the title words: an article, a pronoun, or a possessor with its 's."""
    lower = line.lower
    back = begin - 1
    if back < floor:
        return begin
    word = lower[back]
    if word in DETERMINERS:
        role.definite, role.indefinite = word not in INDEFINITE, word in INDEFINITE
        return back
    if word in POSSESSIVES:
        role.definite, role.possessor = True, (back, begin)
        return back
    if word == "'s" or (word == "'" and back > floor and lower[back - 1].endswith("s")):
        start = noun_before(line, back, floor)
        if start < back:
            role.definite, role.possessor = True, (start, back)
            return start
    return begin


def left_words(line: Line, begin: int, at: int, role: Role) -> list[str]:
    """Sorts the words before the main noun into title, organisation and country. Out: those of the title."""
    flags, lower, words = line.flags, line.lower, line.words
    title: list[str] = []
    organisation: list[str] = []
    k = begin
    while k < at:
        flag = flags[k]
        pair = LONG.get(f"{lower[k]} {lower[k + 1]}", 0) if k + 1 < at else 0
        if pair & (COUNTRY | DEMONYM) and line.capital[k]:
            role.country = f"{words[k]} {words[k + 1]}"
            k += 2
            continue
        if pair & (ORGANISATION | PLACE) and line.capital[k]:
            organisation += words[k : k + 2]
            k += 2
            continue
        if lower[k] == "city" and organisation and line.capital[k] and line.capital[k - 1]:
            # "New York | City mayor"
            organisation.append(words[k])
        elif not line.capital[k]:
            if k == begin and flag & ORGANISATION_NOUN and _of_the_house(line, role, at):
                role.organisation, role.noun = lower[k], lower[k]
            elif organisation and lower[k].isdigit():
                organisation.append(words[k])
            elif organisation and lower[k] in {"of", "and", "for"} and line.capital[k + 1] and k + 1 < at:
                # "Bank | of | England"
                organisation.append(words[k])
            elif (
                lower[k] not in _AGES
                and not lower[k].endswith("-year-old")
                and lower[k] not in _NEWLY
                and not (k > begin and lower[k - 1] in _NEWLY and lower[k].endswith("ed"))
            ):
                title.append(words[k])
        elif flag & PARTY and lower[role.head] in _STANDING and not line.capital[role.head]:
            organisation.append(words[k])
        elif flag & (COUNTRY | DEMONYM) and not organisation and not (flag & DEMONYM and _names_more(line, k, at)):
            if lower[k] == "eu" or lower[k] == "european":
                organisation.append(words[k])
            elif role.country is None:
                role.country = words[k]
        elif (
            (
                flag & (PORTFOLIO | MODIFIER | HEAD | HONORIFIC)
                and not organisation
                and not (
                    k + 1 < at
                    and flags[k + 1] & ORGANISATION_WORD
                    and not flags[k + 1] & (PORTFOLIO | HEAD)
                    and line.capital[k + 1]
                )
            )
            or (line.fresh(k) and k == begin and flag & ADJECTIVE)
            or (
                organisation
                and flag & PORTFOLIO
                and not flag & ORGANISATION_WORD
                # but "Boise | State University"
                and not (k + 1 < at and line.capital[k + 1] and flags[k + 1] & ORGANISATION_WORD)
            )
            or (organisation and k > begin and not line.capital[k - 1] and lower[k - 1] not in {"of", "and", "for"})
        ):
            title.append(words[k])
        else:
            organisation.append(words[k])
        k += 1
    organisation = [word for word in organisation if "-" not in word or not word.rsplit("-", 1)[1].islower()]
    if len(organisation) > 1 and lower[role.head] not in _STANDING:
        named = [word for word in organisation if not FLAGS.get(word.lower(), 0) & PARTY]
        organisation = named if organisation[-1] in named else organisation
    if organisation:
        text = " ".join(organisation)
        only_party = all(
            FLAGS.get(word.lower(), 0) & PARTY and not FLAGS.get(word.lower(), 0) & ORGANISATION
            for word in organisation
        )
        if only_party and lower[role.head] not in _STANDING:
            pass
        elif len(organisation) == 1 and organisation[0].lower() == "opposition":
            title.insert(0, organisation[0])
        else:
            role.organisation = text
    if lower[role.head] in _DWELLERS:
        role.organisation = None
    if role.possessor is not None:
        _possessor(line, role)
    return title


_HOUSES = frozenset({"company", "firm", "bank", "airline", "club", "union", "charity", "party", "group"})


def _of_the_house(line: Line, role: Role, at: int) -> bool:
    """Whether a kind of house before a title is the one the text is about: "company CEO Jane Roe", "union leader"."""
    return line.lower[at - 1] in _HOUSES and role.possessor is None and not role.definite and not role.indefinite


def _names_more(line: Line, k: int, at: int) -> bool:
    """Whether a nationality is the beginning of an organisation's name: "British Airways chief"."""
    following = line.flags[k + 1] if k + 1 < at else 0
    return bool(line.capital[k + 1] and following & ORGANISATION_WORD and not following & (PORTFOLIO | HEAD))


def _possessor(line: Line, role: Role) -> None:
    start, end = role.possessor or (0, 0)
    lower = line.lower
    if lower[start] in POSSESSIVES:
        return
    first = start + (lower[start] in DETERMINERS)
    if first >= end:
        return
    text = line.sentence_text(first, end)
    key = " ".join(lower[first:end])
    flag = line.flags[first] if end - first == 1 else LONG.get(key, 0)
    if flag & COUNTRY and key != "eu":
        role.country = text
    elif line.capital[first] and not flag & PLACE:
        role.organisation = role.organisation or text
    elif not line.capital[first] and line.flags[end - 1] & ORGANISATION_NOUN:
        role.organisation = role.organisation or line.sentence_text(start, end)
        role.noun = lower[end - 1]


def right(line: Line, end: int, names: dict[int, Run], role: Role, title: list[str]) -> int:
    """Reads what a title is of or for, adding to `title` what belongs to it. Out: where the phrase ends."""
    flags, lower, words, count = line.flags, line.lower, line.words, len(line.flags)
    last = end
    for turn in range(3):
        if last + 1 >= count or (
            lower[last] not in _OF and not (lower[last] in {"in", "on"} and (turn == 0 or role.complement))
        ):
            break
        prep = lower[last]
        start = last + 1
        if prep in {"in", "on"} and lower[role.head] in _LEARNED:
            stop = _field(line, start)
            if stop > start:
                title += words[last:stop]
                last = stop
                continue
        det = start < count and (lower[start] in DETERMINERS or lower[start] in POSSESSIVES)
        stop = noun_phrase(line, start + det, names)
        if stop <= start + det:
            break
        inner = start + det
        if not _fits(line, role, prep, inner, stop, det):
            break
        key = " ".join(lower[inner:stop])
        flag = flags[inner] if stop - inner == 1 else LONG.get(key, 0)
        small = not any(line.capital[inner:stop])
        portfolio = all(
            flags[k] & PORTFOLIO or lower[k] in {",", "and", "&", "the", "of", "for"} for k in range(inner, stop)
        )
        if flag & COUNTRY and prep in {"of", "for", "to"} and not (prep == "to" and role.country is None):
            if key != "eu" and not (prep == "to" and role.country):
                # but "the U.S. ambassador to Ukraine" is of the U.S.
                role.country = line.sentence_text(inner, stop)
            if key == "eu":
                role.organisation = role.organisation or line.sentence_text(inner, stop)
        elif flag & COUNTRY and prep == "to":
            role.complement = (inner, stop)
        elif prep in {"in", "on"}:
            if role.organisation is None and _is_house(line, inner, stop):
                role.organisation = organisation_text(line, start, inner, stop)
                role.complement = (inner, stop)
        elif (
            (
                prep in {"of", "for"}
                and portfolio
                and (not det or lower[inner] in _TITLE_TAILS)
                and role.organisation is None
            )
            or (prep == "of" and det and small and lower[inner] in _TITLE_TAILS)
            or (prep == "of" and small and not det and flags[role.head] & OFFICE and not role.organisation)
            or (prep == "for" and small and not det and role.kind in _FIELDED and not role.organisation)
            or (prep == "of" and not det and not role.organisation and _at_house(line, inner, stop))
        ):
            title += words[last:stop]
        elif (
            (small and not det)
            or (flag & PLACE and not flag & ORGANISATION and role.kind not in _OF_PLACES)
            or (small and not flags[stop - 1] & ORGANISATION_NOUN)
        ):
            pass
        elif role.organisation is None and role.kind not in _DWELLERS and not _is_side(flag):
            role.organisation = organisation_text(line, start, inner, stop)
            role.complement = (inner, stop)
        role.complement = role.complement or (inner, stop)
        last = stop
    return last


def _is_side(flag: int) -> bool:
    """Whether a word alone is a side's adjective, of what is no organisation: "the Democratic nomination"."""
    return bool(flag & PARTY) and not flag & (ORGANISATION | ORGANISATION_WORD | PLACE)


def _is_house(line: Line, inner: int, stop: int) -> bool:
    """Whether a phrase is an organisation's name by its last word: "the Science Directorate", "the IRA"."""
    flag, word = line.flags[stop - 1], line.words[stop - 1]
    if not line.capital[stop - 1]:
        named = line.capital[inner] or line.lower[inner - 1] == "the"
        return named and bool(flag & (ORGANISATION_NOUN | ORGANISATION_WORD)) and stop - inner > 1
    if flag & (PLACE | COUNTRY):
        return False
    letters = len(word) > 2 and word.isupper()
    return letters or bool(flag & ORGANISATION or (flag & ORGANISATION_WORD and stop - inner > 1))


def _at_house(line: Line, inner: int, stop: int) -> bool:
    """Whether what a title is of is a field of the house behind it: "vice president of Global Sales | at Acme"."""
    at = stop + 1
    if at >= len(line.flags) or line.lower[stop] != "at" or line.flags[stop - 1] & (ORGANISATION_WORD | ORGANISATION):
        return False
    at += line.lower[at] == "the" and at + 1 < len(line.flags)
    return line.capital[inner] and line.capital[at] and not line.flags[at] & (PLACE | COUNTRY)


def _field(line: Line, start: int) -> int:
    """Where a field of knowledge ends that begins at a token: "drug use and mental health"."""
    at = start
    while at < min(len(line.flags), start + _LEFT):
        joint = line.lower[at] == "and" and at > start
        if line.capital[at] or not (line.lower[at].isalpha() or "-" in line.words[at]):
            break
        if not joint and line.flags[at] & (FUNCTION | END | SPEECH | DAY):
            break
        at += 1
    return at - (at > start and line.lower[at - 1] == "and")


def _fits(line: Line, role: Role, prep: str, inner: int, stop: int, det: bool) -> bool:
    """Whether what stands behind a preposition belongs to the title."""
    if prep == "in":
        if _is_house(line, inner, stop):
            return True
        return (line.capital[inner] or det) and stop - inner <= 4 and (role.indefinite or role.possessor is not None)
    if prep == "on":
        return False
    if prep == "to" and role.kind not in _TO:
        return False
    if prep == "from" and role.kind == "senator" and line.flags[stop - 1] & PLACE:
        return True
    if prep == "from" and not line.flags[stop - 1] & (ORGANISATION_WORD | ORGANISATION_NOUN | ORGANISATION):
        return False
    if prep in {"at", "with"} and line.flags[inner] & FUNCTION:
        return False
    return not line.flags[inner] & (DAY | MONTH) and not (
        prep in {"with", "for", "to"} and line.lower[inner].endswith("ing") and not line.capital[inner]
    )
