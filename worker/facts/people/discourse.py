"""Reads a text in order and keeps in mind who was last spoken of: surnames, bare roles and pronouns."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from worker.domain.reading import Form, Mention
from worker.facts.people.cast import Cast, Person, misread
from worker.facts.people.lexicon import (
    END,
    FEMALE_ROLE,
    FLAGS,
    HEAD,
    MALE_ROLE,
    OFFICE,
    PERSON,
    PERSON_VERB,
    PRONOUN,
    SPEECH,
    alike,
    bears_no_role,
)
from worker.facts.people.links import Link
from worker.facts.people.organisations import Organisations
from worker.facts.people.roles import Role, country_of
from worker.facts.people.runs import Line, Run
from worker.facts.registry import Registry

_SUBJECT = {"he": "m", "she": "f"}
_OBJECT = {"him": "m", "himself": "m", "herself": "f"}
_OWN = {"his": "m", "her": "f", "hers": "f"}
PRONOUNS = {**_SUBJECT, **_OBJECT, **_OWN}
_HOLDERS = 64
"""Persons with a role that "the minister" may mean: the last introduced."""
_REACH = 5
"""Sentences back that a pronoun may look; measured on the dev texts, none reached past four."""
_FRONTING = frozenset(
    [
        "in",
        "at",
        "on",
        "with",
        "after",
        "before",
        "during",
        "as",
        "when",
        "while",
        "despite",
        "speaking",
        "since",
        "under",
        "by",
        "for",
        "from",
        "though",
        "although",
        "asked",
        "if",
    ]
)
_ANYBODY = frozenset(
    {"man", "woman", "boy", "girl", "guy", "bloke", "lady", "gentleman", "baby", "child", "patient", "victim"}
)
_TWO = frozenset({"former", "latter"})
_STATE = frozenset({"former", "current", "then", "outgoing", "late", "acting", "ex", "incoming", "new"})


@dataclass(slots=True)
class _Seen:
    """Somebody spoken of. person: None for somebody without a name ("a spokeswoman")."""

    person: Person | None
    sex: str
    number: int
    at: int
    subject: bool
    speaker: bool
    quoted: bool
    owner: bool = False


class Discourse:
    """Goes through a text in order and ties what is said to persons."""

    def __init__(
        self, cast: Cast, registry: Registry, day: date | None, organisations: Organisations, small: Set[str]
    ) -> None:
        self.cast, self.registry, self.day, self.organisations = cast, registry, day, organisations
        self.small = small
        self.seen: list[_Seen] = []
        self.mentions: list[Mention] = []
        self.barred: dict[int, Person] = {}

    def read(
        self,
        lines: Sequence[Line],
        runs: Sequence[Sequence[Run]],
        roles: Sequence[Sequence[Role]],
        links: Sequence[Sequence[Link]],
    ) -> list[Mention]:
        """The mentions of the whole text, in order."""
        for number, line in enumerate(lines):
            self._line(number, line, runs[number], roles[number], links[number])
        self.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        return self.mentions

    def _line(
        self, number: int, line: Line, runs: Sequence[Run], roles: Sequence[Role], links: Sequence[Link]
    ) -> None:
        if not runs and not roles and not line.some & PRONOUN and "former" not in line.lower:
            return
        near = self._near() if runs else []
        persons: dict[int, Person] = {}
        by_of: dict[int, str] = {}
        for run in runs:
            person, by = self._name(run, near)
            if person is not None:
                persons[id(run)], by_of[id(run)] = person, by
        linked: dict[int, tuple[Role, Person, str]] = {}
        beside: dict[int, Role] = {}
        for link in links:
            found = persons.get(id(link.run))
            if found is None:
                continue
            self._complete(line, link.role, persons, runs)
            linked[id(link.role)] = (link.role, found, link.how)
            if link.how in {"of", "at"} and id(link.run) in beside:
                continue
            known = beside.get(id(link.run))
            if known is None or link.how == "glued":
                beside[id(link.run)] = link.role
            if link.how != "at":
                self.cast.add_role(found, link.role)
        self.barred = {}
        for role, person, _how in linked.values():
            for at in range(role.first, role.last):
                # "Roe, his brother": not Roe's
                if line.lower[at] in PRONOUNS:
                    self.barred[at] = person
        events: list[tuple[int, int, str, object]] = []
        for run in runs:
            if id(run) in persons:
                events.append((run.name, 1, "name", run))
        for role, person, how in linked.values():
            if how != "at":
                events.append((role.first, 0, "linked", (role, person, how)))
        inside = [(run.name, run.last) for run in runs if id(run) in persons]
        other = {run.first for run in runs if id(run) not in persons}
        for role in roles:
            if role.last in other and not line.capital[role.head]:
                # "the broadcaster X"
                continue
            if id(role) not in linked and not any(first <= role.head < last for first, last in inside):
                events.append((role.first, 0, "role", role))
        if "the" in line.lower and not _TWO.isdisjoint(line.lower):
            for at in range(len(line.lower) - 2):
                if line.lower[at + 1] in _TWO and line.lower[at] == "the":
                    events.append((at, 0, "two", line.lower[at + 1]))
        if line.some & PRONOUN:
            events += [(at, 2, "pronoun", at) for at, flag in enumerate(line.flags) if flag & PRONOUN]
        if not events:
            return
        events.sort(key=lambda event: event[:2])
        speaker = self._speaker(line, runs, persons)
        for at, _order, what, thing in events:
            if what == "name":
                run = thing
                assert isinstance(run, Run)
                person = persons[id(run)]
                role_here = beside.get(id(run))
                if role_here is not None and bears_no_role(role_here.kind):
                    role_here = None
                self._say(line, run.name, run.last, Form.NAME, person, role_here, by_of[id(run)])
                if run.last - run.name == 1:
                    person.bare += 1
                self._see(person, number, line, run.name, run.last)
            elif what == "linked":
                assert isinstance(thing, tuple)
                role, person, how = thing
                if (not bears_no_role(role.kind) or role.title is None) and not (how == "before" and role.indefinite):
                    self._say(line, role.first, role.last, Form.ROLE, person, role, "apposition")
            elif what == "two":
                self._of_two(number, line, at)
            elif what == "role":
                assert isinstance(thing, Role)
                self._complete(line, thing, persons, runs)
                self._role(number, line, thing)
            else:
                self._pronoun(number, line, at, speaker, runs, persons)

    # ---- names

    def _near(self) -> list[Person]:
        near: list[Person] = []
        for seen in reversed(self.seen[-24:]):
            if seen.person is not None and seen.person not in near:
                near.append(seen.person)
        return near

    def _name(self, run: Run, near: Sequence[Person]) -> tuple[Person | None, str]:
        if isinstance(run.person, Person):
            alone = run.last - run.name == 1
            return run.person, "registry" if run.person.known else "surname" if alone else "full name"
        if misread(run, self.small):
            return None, ""
        person = self.cast.look_up(run, near)
        if person is None or (False):
            return None, ""
        return person, "registry" if person.known else "surname"

    # ---- roles

    def _complete(self, line: Line, role: Role, persons: dict[int, Person], runs: Sequence[Run]) -> None:
        """Puts an organisation's name for "the company", and takes a person's name back out of an organisation."""
        if role.organisation is None:
            return
        words = role.organisation.lower().split()
        noun = words[-1] if words else ""
        if words and words[0] in {"the", "a", "its"}:
            words = words[1:]
        if (
            words
            and not any(word[0].isupper() for word in role.organisation.split()[-len(words) :])
            and len(words) <= 3
        ):
            name = self.organisations.meant(noun, line.sentence.starts[role.first])
            if name is not None:
                role.organisation = name
            return
        if persons:
            for run in runs:
                if id(run) in persons and line.sentence_text(run.name, run.last) in role.organisation:
                    role.organisation = None
                    return

    def _role(self, number: int, line: Line, role: Role) -> None:
        """A role phrase that stands beside no name: whom it means, or somebody unnamed."""
        sex = _sex_of(role)
        kin = bears_no_role(role.kind) and role.possessor is not None
        owned = role.possessor is not None and line.lower[role.possessor[0]] in PRONOUNS
        if kin or (owned and not FLAGS.get(role.kind, 0) & OFFICE):
            pass
        elif (
            line.words[role.last : role.last + 1] == [":"]
            or role.definite
            or (line.capital[role.head] and role.organisation)
        ):
            person, by = self._holder(number, line, role)
            if person is not None:
                shown = role if FLAGS.get(role.kind, 0) & OFFICE or len(role.words) > 1 else role
                self._say(line, role.first, role.last, Form.ROLE, person, shown, by)
                self._see(person, number, line, role.first, role.last)
                return
        if role.definite or role.indefinite or line.capital[role.head]:
            self._see(None, number, line, role.first, role.last, sex)

    def _holder(self, number: int, line: Line, role: Role) -> tuple[Person | None, str]:
        best: Person | None = None
        best_score = 0.0
        for person in self.cast.holders[-_HOLDERS:]:
            if person.last_seen < 0:
                continue
            fit = max((_fit(role, held, self.organisations) for held in person.roles), default=0.0)
            if fit <= 0:
                continue
            if _sex_of(role) and person.sex and person.sex != _sex_of(role):
                continue
            score = fit - 0.08 * min(number - person.last_seen, 20)
            if score > best_score:
                best, best_score = person, score
        if best is not None:
            return best, "role"
        if self.registry and role.title:
            official = self.registry.by_role(role.title, role.organisation, role.country, self.day)
            if official is not None:
                for person in self.cast.persons:
                    if person.known == official.name:
                        return person, "registry"
                person = Person(official.name, tuple(official.name.lower().split()), known=official.name)
                person.number = len(self.cast.persons)
                self.cast.persons.append(person)
                self.cast.add_role(person, role)
                return person, "registry"
        return self._described(number, line, role), "role"

    def _described(self, number: int, line: Line, role: Role) -> Person | None:
        """ "The former teacher": the subject of a sentence that can mean only the one just spoken of."""
        if role.possessor is not None or role.complement is not None or not role.definite:
            return None
        if (
            role.kind in _ANYBODY
            or role.organisation
            or role.country
            or not (FLAGS.get(role.kind, PERSON) & PERSON or "former" in role.words)
        ):
            return None
        back = role.first - 1
        begins = role.first == 0 or (back > 0 and line.flags[back] & SPEECH and any(line.quoted[:back]))
        if not begins:
            return None
        lately = {seen.person for seen in self.seen if seen.number >= number - 1}
        if len(lately) != 1:
            lately = {seen.person for seen in self.seen if seen.number == number - 1 and seen.subject}
        if len(lately) != 1:
            return None
        person = lately.pop()
        sex = _sex_of(role)
        if person is None or (sex and person.sex and person.sex != sex):
            return None
        if sex and not person.sex:
            person.sex = sex
        return person

    def _of_two(self, number: int, line: Line, at: int) -> None:
        """ "The former", "the latter": of the two persons that the sentence before names."""
        following = line.lower[at + 2]
        if not (line.flags[at + 2] & (SPEECH | PERSON_VERB | END) or following in {",", "'s"}):
            return
        two: list[Person] = []
        for seen in self.seen:
            if seen.number == number - 1 and seen.person is not None and seen.person not in two:
                two.append(seen.person)
        if len(two) == 2:
            person = two[line.lower[at + 1] == "latter"]
            self._say(line, at, at + 2, Form.ROLE, person, None, "role")

    # ---- pronouns

    def _pronoun(
        self,
        number: int,
        line: Line,
        at: int,
        speaker: Person | None,
        runs: Sequence[Run],
        persons: dict[int, Person],
    ) -> None:
        word = line.lower[at]
        sex = PRONOUNS[word]
        quoted = line.quoted[at]
        ahead = self._ahead(number, line, at, sex, runs, persons) if not quoted else None
        best: _Seen | None = None
        best_score = 0.0
        nominative = word in _SUBJECT
        said = nominative and not quoted and _speaks(line, at)
        for back, seen in enumerate(reversed(self.seen)):
            distance = number - seen.number
            if distance > _REACH or back > 30:
                break
            if seen.sex and seen.sex != sex:
                continue
            if seen.person is not None and quoted and seen.person is speaker:
                continue
            score = 3.0 - 0.75 * distance - 0.04 * back
            score += (1.4 if seen.subject else 0.0) / max(1, distance)
            score += (0.6 if seen.speaker else 0.0) / max(1, distance)
            score += 0.6 if seen.sex == sex else 0.0
            if seen.person is not None:
                score += min(0.6, 0.12 * seen.person.count)
            if seen.quoted and not quoted:
                score -= 1.2
            if said and distance == 0 and (seen.quoted or not seen.subject):
                score -= 1.5
            if said and distance == 0 and seen.speaker and not seen.quoted:
                score += 0.5
            if distance == 0 and seen.subject and word == "him":
                score -= 1.6
            if distance == 0 and seen.subject and word in _OWN and not quoted and not seen.quoted:
                score += 1.0
            if back == 0 and distance == 0 and at > 0 and line.lower[at - 1] == "and":
                score += 1.2
            if seen.person is not None and seen.person is self.barred.get(at):
                continue
            if best is None or score > best_score:
                best, best_score = seen, score
        person = best.person if best is not None else None
        if ahead is not None and (best is None or best_score < 3.4):
            person = ahead
        elif best is None or person is None:
            return
        if not person.sex:
            person.sex = sex
        self._say(line, at, at + 1, Form.PRONOUN, person, None, "pronoun")
        self.seen.append(
            _Seen(person, sex, number, at, nominative and self._is_subject(number, line, at, at + 1), said, quoted)
        )
        person.last_seen = number

    def _ahead(
        self, number: int, line: Line, at: int, sex: str, runs: Sequence[Run], persons: dict[int, Person]
    ) -> Person | None:
        """The subject that a fronted phrase runs ahead of: "In his speech, Rutte said"."""
        if at > 10 or line.lower[0] not in _FRONTING or any(seen.number == number for seen in self.seen[-6:]):
            return None
        for run in runs:
            person = persons.get(id(run))
            if run.name > at and person is not None:
                start = run.first
                if start and line.words[start - 1] == "," and person.sex in {"", sex} and start - at < 14:
                    return person
                return None
        return None

    # ---- keeping in mind

    def _is_subject(self, number: int, line: Line, first: int, last: int) -> bool:
        """Whether what stands at [first, last) is what its clause is about: the first named, or before a verb."""
        if not any(seen.number == number and not seen.quoted for seen in self.seen[-8:]):
            return not (first and line.lower[first - 1] in _OBLIQUE)
        following = line.flags[last] if last < len(line.flags) else 0
        return bool(following & (SPEECH | PERSON_VERB)) and not (first and line.lower[first - 1] in _OBLIQUE)

    def _see(self, person: Person | None, number: int, line: Line, first: int, last: int, sex: str = "") -> None:
        speaks = _speaks(line, first, last)
        owner = line.words[last : last + 1] == ["'s"]
        subject = speaks or (self._is_subject(number, line, first, last) and not owner)
        if person is not None:
            person.count += 1
            person.last_seen = number
            sex = person.sex
        self.seen.append(_Seen(person, sex, number, first, subject, speaks, line.quoted[first], owner))

    def _speaker(self, line: Line, runs: Sequence[Run], persons: dict[int, Person]) -> Person | None:
        """Who speaks the words in marks of a line, as far as a name beside a verb of speech tells."""
        if not any(line.quoted):
            return None
        for run in runs:
            person = persons.get(id(run))
            if person is not None and not line.quoted[run.name] and _speaks(line, run.first, run.last):
                return person
        for at, word in enumerate(line.lower):
            if word in _SUBJECT and not line.quoted[at] and _speaks(line, at):
                for seen in reversed(self.seen):
                    if seen.person is not None and seen.sex in {"", _SUBJECT[word]}:
                        return seen.person
        if all(line.quoted):
            for seen in reversed(self.seen):
                if seen.speaker and not seen.quoted:
                    return seen.person
        return None

    def _say(self, line: Line, first: int, last: int, form: Form, person: Person, role: Role | None, by: str) -> None:
        start, end = line.sentence.starts[first], line.sentence.ends[last - 1]
        self.mentions.append(
            Mention(
                start,
                end,
                line.text[start:end],
                form,
                person.canonical,
                role.title if role else None,
                role.organisation if role else None,
                role.country if role else None,
                by,
            )
        )


_OBLIQUE = frozenset(
    [
        "of",
        "to",
        "with",
        "by",
        "from",
        "for",
        "against",
        "about",
        "at",
        "on",
        "in",
        "between",
        "and",
        "than",
        "like",
        "over",
        "under",
    ]
)


def _speaks(line: Line, first: int, last: int = -1) -> bool:
    """Whether a verb of speech stands beside tokens [first, last)."""
    last = first + 1 if last < 0 else last
    flags, lower, count = line.flags, line.lower, len(line.flags)
    if first and flags[first - 1] & SPEECH and not line.quoted[first - 1]:
        return True
    at = last
    while at < count and at < last + 2 and lower[at] in {"has", "had", "also", "later", "then", "was", "is"}:
        at += 1
    if at < count and flags[at] & SPEECH:
        return True
    if last < count and line.words[last] == ",":
        # behind an apposition: "Roe, the mayor, said"
        for k in range(last + 1, min(count, last + 16)):
            if line.words[k] == "," and k + 1 < count:
                return bool(flags[k + 1] & SPEECH)
    return False


def _sex_of(role: Role) -> str:
    flag = FLAGS.get(role.kind, 0)
    return "m" if flag & MALE_ROLE else "f" if flag & FEMALE_ROLE else ""


def _fit(role: Role, held: Role, organisations: Organisations) -> float:
    """How well a role phrase fits a role that somebody is known to hold; 0 where it does not."""
    if held.title is None:
        if held.organisation and role.organisation and _same_house(role.organisation, held.organisation):
            return 0.5 if role.kind in {"head", "chief", "leader", "boss"} else 0.0
        return 0.0
    mine, theirs = role.words - _STATE, held.words - _STATE
    if role.kind == held.kind:
        score = 2.0
        if mine == theirs:
            score = 3.0
        elif not (mine <= theirs or theirs <= mine):
            return 0.0
        elif not mine <= theirs:
            score = 1.5
    elif alike(role.kind, held.kind):
        extra = mine - {role.kind}
        house = set((held.organisation or "").lower().split()) | {held.noun}
        if (
            extra
            and not extra <= house
            and not (role.organisation and held.organisation and _same_house(role.organisation, held.organisation))
        ):
            return 0.0
        score = 1.0
    elif mine and mine <= theirs:
        score = 1.2
    else:
        return 0.0
    ours, others = country_of(role.country), country_of(held.country)
    if ours and others and ours != others:
        return 0.0
    if role.organisation and held.organisation:
        if _same_house(role.organisation, held.organisation):
            score += 0.5
        elif role.possessor is None or role.organisation[:1].isupper():
            return 0.0
    if ("former" in role.words) != ("former" in held.words):
        score -= 0.6
    return score


def _loose(role: Role) -> bool:
    """ "union leader": a small noun before the main one says of what."""
    return len(role.words) == 2


def _same_house(one: str, other: str) -> bool:
    first = {word for word in one.lower().split() if word not in {"the", "of", "for", "and"}}
    second = {word for word in other.lower().split() if word not in {"the", "of", "for", "and"}}
    if first & second:
        return True
    initials = "".join(word[0] for word in other.split() if word[0].isupper()).lower()
    return (
        one.lower() == initials
        or other.lower() == "".join(word[0] for word in one.split() if word[0].isupper()).lower()
    )


_ = (END, HEAD, replace)
