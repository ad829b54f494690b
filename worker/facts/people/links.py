"""Ties role phrases to the names beside them: glued before, set before or behind with a comma, or told by "who"."""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.facts.people.lexicon import (
    COUNTRY,
    END,
    HEAD,
    HONORIFIC,
    LONG,
    ORGANISATION,
    ORGANISATION_NOUN,
    ORGANISATION_WORD,
    PLACE,
)
from worker.facts.people.phrases import DETERMINERS, noun_phrase, organisation_text
from worker.facts.people.role import Role
from worker.facts.people.roles import relative_role
from worker.facts.people.runs import Line, Run

_CLOSES = frozenset({",", ".", ";", ":", ")", "--", "-", '"', "'", "?", "!"})


_MARKS = frozenset({'"', "'"})


@dataclass(slots=True)
class Link:
    """A role phrase that says what the person of a run is. how: `glued`, `before`, `behind`, `who` or `of`."""

    run: Run
    role: Role
    how: str


def find_links(line: Line, runs: Sequence[Run], roles: Sequence[Role]) -> list[Link]:
    """The role phrases of a line that stand beside a name, each with its run."""
    links: list[Link] = []
    if not runs:
        return links
    by_start = {run.first: run for run in runs} | {run.name: run for run in runs}
    role_at = {role.first: role for role in roles}
    taken: set[int] = set()
    for role in roles:
        run = _glued(line, role, by_start)
        if run is not None:
            if role.country is None and role.organisation is None:
                role.country = _of_country(line, run) or _of_land(line, run, role)
                role.organisation = None if role.country else _of_place(line, run, role)
            links.append(Link(run, role, "glued"))
            taken.add(id(role))
    glued_roles = {id(link.role): link for link in links}
    for role in roles:
        if id(role) in taken:
            continue
        run = _before(line, role, by_start, role_at, glued_roles)
        if run is not None:
            links.append(Link(run, role, "before"))
            taken.add(id(role))
    names = {k: run for run in runs for k in range(run.name, run.last)}
    for run in runs:
        party = _party(line, run)
        if party is not None:
            links.append(Link(run, party, "glued"))
        behind = _behind(line, run, role_at, taken, names)
        links += behind
        if behind and run.titled:
            _serve(run, links, behind[0].role)
    return links


def _serve(run: Run, links: Sequence[Link], told: Role) -> None:
    """Gives a rank the force that the role behind the name is of: "Lt. Jane Roe, Hull police spokeswoman"."""
    for link in links:
        rank = link.role
        if link.run is run and link.how == "glued" and rank.kind in _RANKED and not rank.country:
            rank.organisation = rank.organisation or told.organisation


_RANKED = frozenset(
    """
    lieutenant sergeant corporal captain major colonel commander brigadier admiral commodore detective inspector
    superintendent constable officer trooper deputy
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)


def _of_country(line: Line, run: Run) -> str | None:
    """The country behind a name: "President Xi Jinping of China"."""
    at = run.last
    if at + 1 < len(line.flags) and line.lower[at] == "of" and line.capital[at + 1]:
        if line.flags[at + 1] & COUNTRY:
            return line.sentence_text(at + 1, at + 2)
        if at + 2 < len(line.flags) and LONG.get(f"{line.lower[at + 1]} {line.lower[at + 2]}", 0) & COUNTRY:
            return line.sentence_text(at + 1, at + 3)
    return None


def _of_land(line: Line, run: Run, role: Role) -> str | None:
    """The land behind the name of who rules one, known or not: "President Oren Castellane of Aldmoor"."""
    at = run.last
    rules = role.title is not None and role.title.lower() in _RULERS
    if rules and at + 1 < len(line.flags) and line.lower[at] == "of" and line.capital[at + 1]:
        end = at + 2
        while end < len(line.flags) and line.capital[end] and end - at < 4:
            end += 1
        return line.sentence_text(at + 1, end)
    return None


def _of_place(line: Line, run: Run, role: Role) -> str | None:
    """The place behind the name of who stands for one: "Senator Jane Roe of Ohio"."""
    at = run.last
    if role.kind not in _STAND_FOR or at + 1 >= len(line.flags) or line.lower[at] not in {"of", "from"}:
        return None
    if line.flags[at + 1] & PLACE and line.capital[at + 1]:
        return line.sentence_text(at + 1, at + 2)
    if at + 2 < len(line.flags) and LONG.get(f"{line.lower[at + 1]} {line.lower[at + 2]}", 0) & PLACE:
        return line.sentence_text(at + 1, at + 3)
    return None


_STAND_FOR = frozenset({"senator", "governor", "representative", "mayor", "congressman", "congresswoman", "sheriff"})
_RULERS = frozenset({"president", "prime minister", "king", "queen", "chancellor", "emir", "sultan", "premier"})


def _glued(line: Line, role: Role, by_start: dict[int, Run]) -> Run | None:
    at = role.last
    count = len(line.flags)
    while at < count and (line.flags[at] & HONORIFIC or line.words[at] == "."):
        if at in by_start and by_start[at].name == at:
            break
        at += 1
    run = by_start.get(at)
    if run is None or run.name < role.last:
        # two titles in a row: Vice-Chancellor Professor
        if at < count and line.flags[at] & HEAD and line.capital[at]:
            for other in by_start.values():
                if other.first <= at < other.name:
                    return other
        return None
    return run


def _party(line: Line, run: Run) -> Role | None:
    """Whose party is all that is said of somebody: "Democrat Jane Roe"."""
    at = run.name - 1
    if at < run.first or run.titled or line.lower[at] not in _PARTISANS:
        return None
    return Role(at, run.name, at, line.words[at], kind=line.lower[at], words=frozenset({line.lower[at]}))


_PARTISANS = frozenset({"democrat", "republican", "tory", "libertarian", "conservative", "communist", "islamist"})


def _before(
    line: Line, role: Role, by_start: dict[int, Run], role_at: dict[int, Role], glued: dict[int, Link]
) -> Run | None:
    """The alliance's chief, Anneke Vermolen."""
    count = len(line.flags)
    if (
        role.last + 1 >= count
        or role.nests
        or line.words[role.last] != ","
        or not (role.definite or role.indefinite or line.capital[role.head])
    ):
        return None
    at = role.last + 1
    run = by_start.get(at)
    if run is None:
        other = role_at.get(at)
        if other is not None and id(other) in glued:
            run = glued[id(other)].run
    if run is None or run.honorific == "":
        while at < count and line.flags[at] & HONORIFIC:
            at += 1
            at += at < count and line.words[at] == "."
        run = run or by_start.get(at)
    if run is None:
        return None
    after = line.words[run.last] if run.last < count else "."
    if after in _CLOSES or (run.last < count and line.flags[run.last] & END):
        return run
    return None


def _behind(line: Line, run: Run, role_at: dict[int, Role], taken: set[int], names: dict[int, Run]) -> list[Link]:
    """Neil Abernathy, 51, chief executive of the Lenders' Council."""
    links: list[Link] = []
    words, lower, count = line.words, line.lower, len(line.flags)
    at = run.last
    for _ in range(3):
        if at + 1 >= count:
            break
        if words[at] == "(":
            close = next((k for k in range(at + 1, min(count, at + 8)) if words[k] == ")"), None)
            if close is None:
                break
            at = close + 1
            continue
        if words[at] not in {",", "--", "-"} and not (lower[at] in {"who", "and"} and words[at - 1] != ","):
            break
        start = at + 1 if words[at] in {",", "--", "-"} else at
        if start >= count:
            break
        if lower[start] == "aged":
            start += 1
        if start < count and words[start][:1].isdigit() and start + 1 < count and words[start + 1] == ",":
            at = start + 1
            continue
        if lower[start] == "who":
            role = relative_role(line, start, names)
            if role is not None:
                links.append(Link(run, role, "who"))
            break
        if lower[start] in {"of", "from"} and words[at] == "," and start + 2 < count:
            role_of = _of_house(line, start, names)
            # "Alicia Roe, 19, of Sodus": where she lives
            if role_of is not None and (role_of.kind == "house" or at == run.last):
                links.append(Link(run, role_of, "of"))
            break
        found = role_at.get(start)
        if found is None or id(found) in taken or not _closed(line, found):
            break
        links.append(Link(run, found, "behind"))
        taken.add(id(found))
        at = found.last
        if at < count and lower[at] == "and":
            more = role_at.get(at + 1)
            if more is not None and id(more) not in taken and _closed(line, more):
                links.append(Link(run, more, "behind"))
                taken.add(id(more))
                at = more.last
    if not links and run.last + 1 < count and lower[run.last] in {"of", "from", "at", "with"}:
        role_at_house = _of_house(line, run.last, names)
        if role_at_house is not None and role_at_house.kind == "house":
            links.append(Link(run, role_at_house, "at"))
    return links


def _of_house(line: Line, at: int, names: dict[int, Run]) -> Role | None:
    """Where somebody belongs, told by a preposition alone: "of the Grey Lobby", "from the charity Crisis".

    kind of the role is `house` where the words say that it is an organisation.
    """
    start = at + 1
    inner = start + (line.lower[start] in DETERMINERS)
    stop = noun_phrase(line, inner, names)
    if stop <= inner or not any(line.capital[inner:stop]):
        return None
    flags = line.flags[inner:stop]
    known = any(flag & (ORGANISATION_WORD | ORGANISATION_NOUN | ORGANISATION) for flag in flags)
    if line.lower[at] != "of" and not known:
        return None
    if all(flag & (PLACE | COUNTRY) for flag in flags):
        return None
    return Role(at, stop, at, None, organisation_text(line, start, inner, stop), kind="house" if known else "")


def _closed(line: Line, role: Role) -> bool:
    """Whether an apposition ends where its role phrase does, so that it is one and no new clause."""
    if role.last >= len(line.flags):
        return True
    word = line.lower[role.last]
    flag = line.flags[role.last]
    if word in {"and", "or"}:
        return True
    if word in _MARKS and line.quoted[role.last] and not line.quoted[role.head]:
        # "with Mr Salt, the minister 'looked ashen'"
        return False
    if word in _CLOSES or flag & END:
        return True
    return role.indefinite or bool(role.complement)
