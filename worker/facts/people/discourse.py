"""Reads a text in order and ties names, roles and pronouns to the persons they mean."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date

from worker.domain.reading import Form, Mention
from worker.facts.people.attention import NOMINATIVE, PRONOUNS, Attention
from worker.facts.people.cast import Cast, Person, misread, surname_of
from worker.facts.people.lands import Lands
from worker.facts.people.lexicon import (
    COUNTRIES,
    END,
    FLAGS,
    OFFICE,
    ORGANISATION,
    ORGANISATION_NOUN,
    ORGANISATION_WORD,
    PERSON,
    PERSON_VERB,
    PRONOUN,
    SPEECH,
    bears_no_role,
)
from worker.facts.people.links import Link
from worker.facts.people.organisations import Organisations
from worker.facts.people.phrases import INDEFINITE, noun_phrase
from worker.facts.people.predicates import said_to_be
from worker.facts.people.role import Role, country_name, fit, says_no_role, sex_of
from worker.facts.people.runs import Line, Run
from worker.facts.registry import Registry
from worker.facts.transliteration import fold_name

_HOLDERS = 64
"""Persons with a role that "the minister" may mean: the last introduced."""
_FADING = 0.08
"""What a sentence's distance takes from the fit of a role, which is 1 to 3.5."""
_ANYBODY = frozenset(
    {"man", "woman", "boy", "girl", "guy", "bloke", "lady", "gentleman", "baby", "child", "patient", "victim"}
)
_PERSONAL = frozenset({"lawyer", "attorney", "barrister", "solicitor", "client", "accuser", "victim", "partner"})
"""Whose they are is a part of what they are."""
_STYLES = frozenset({"majesty", "highness", "holiness", "excellency", "eminence", "royal", "imperial"})
_TWO = frozenset({"former", "latter"})


class _Here:
    """What one line says: persons by the id of their runs, the role beside each, roles that stand beside a name."""

    __slots__ = ("barred", "begins", "beside", "by", "linked", "persons")

    def __init__(self) -> None:
        self.persons: dict[int, Person] = {}
        self.by: dict[int, str] = {}
        self.beside: dict[int, Role] = {}
        self.linked: dict[int, tuple[Role, Person, str]] = {}
        self.barred: dict[int, Person] = {}
        self.begins: dict[int, int] = {}


class Discourse:
    """Goes through a text in order. small: the words that the text prints in small letters too."""

    def __init__(
        self,
        cast: Cast,
        registry: Registry,
        day: date | None,
        organisations: Organisations,
        lands: Lands,
        small: Set[str],
    ) -> None:
        self.cast, self.registry, self.day, self.organisations = cast, registry, day, organisations
        self.lands = lands
        self.small = small
        self.attention = Attention()
        self._open: list[tuple[Line, Role]] = []
        """The offices told of whose holder is not named yet."""
        self._ends: dict[int, Person] = {}
        """Who was spoken of last in the line that is read, by the token behind."""
        self.mentions: list[Mention] = []

    def read(
        self,
        lines: Sequence[Line],
        runs: Sequence[Sequence[Run]],
        roles: Sequence[Sequence[Role]],
        links: Sequence[Sequence[Link]],
    ) -> list[Mention]:
        """The mentions of the whole text, in order."""
        for number, line in enumerate(lines):
            if (
                runs[number]
                or roles[number]
                or line.some & PRONOUN
                or "latter" in line.lower
                or "former" in line.lower
            ):
                self._line(number, line, runs[number], roles[number], links[number])
        self.mentions.sort(key=lambda mention: (mention.start, -mention.end))
        return self.mentions

    def _line(
        self, number: int, line: Line, runs: Sequence[Run], roles: Sequence[Role], links: Sequence[Link]
    ) -> None:
        here = self._names(line, runs, links)
        events: list[tuple[int, int, str, Run | Role | None]] = [
            (run.name, 1, "name", run) for run in runs if id(run) in here.persons
        ]
        for role, _person, how in here.linked.values():
            if how != "at":
                events.append((role.first, 0, "linked", role))
        named = {at for run in runs if id(run) in here.persons for at in range(run.name, run.last)}
        others = {run.first for run in runs if id(run) not in here.persons}
        for role in roles:
            # "the broadcaster X" is no person
            of_a_thing = role.last in others and not line.capital[role.head]
            if id(role) in here.linked or of_a_thing:
                continue
            if role.head not in named:
                events.append((role.first, 0, "role", role))
        if not _TWO.isdisjoint(line.lower):
            events += [
                (at, 0, "two", None)
                for at in range(len(line.lower) - 2)
                if line.lower[at] == "the" and line.lower[at + 1] in _TWO
            ]
        if line.some & PRONOUN:
            # but "Liu He", "Her Majesty's Inspectorate"
            events += [
                (at, 2, "pronoun", None)
                for at, flag in enumerate(line.flags)
                if flag & PRONOUN and at not in named and _STYLES.isdisjoint(line.lower[at + 1 : at + 2])
            ]
        if not events:
            return
        events.sort(key=lambda event: event[:2])
        self._ends = {}
        speaker = self.attention.speaker_of(line, runs, here.persons)
        for at, _order, what, thing in events:
            if isinstance(thing, Run):
                self._name(number, line, thing, here)
            elif isinstance(thing, Role) and what == "linked":
                self._linked(line, *here.linked[id(thing)])
            elif isinstance(thing, Role):
                self._complete(line, thing, here.persons, runs)
                self._role(number, line, thing)
            elif what == "two":
                self._of_two(number, line, at)
            else:
                person = self.attention.pronoun(number, line, at, here.barred.get(at), speaker, runs, here.persons)
                if person is not None:
                    if line.lower[at] in NOMINATIVE:
                        self._ends[at + 1] = person
                    self._say(line, at, at + 1, Form.PRONOUN, person, None, "pronoun")

    # ---- names, and the roles beside them

    def _names(self, line: Line, runs: Sequence[Run], links: Sequence[Link]) -> _Here:
        here = _Here()
        near = self.attention.near() if runs else []
        for run in runs:
            person = self._who(run, near)
            if person is not None:
                here.persons[id(run)] = person
                whole = isinstance(run.person, Person) and run.last - run.name > 1
                here.by[id(run)] = "registry" if person.known else "full name" if whole else "surname"
        for link in links:
            person = here.persons.get(id(link.run))
            if person is None:
                continue
            self._complete(line, link.role, here.persons, runs)
            self._claim(person, link.role)
            if not any(role.kind == link.role.kind and (role.country or role.organisation) for role in person.roles):
                link.role.country = link.role.country or self.lands.of(link.role, line, surname_of(person))
                link.role.organisation = link.role.organisation or self.lands.governed(link.role)
            if link.how == "glued" and _of_a_company(link.role):
                link.role.organisation = self.organisations.about()
            here.linked[id(link.role)] = (link.role, person, link.how)
            if link.how == "glued":
                here.begins[id(link.run)] = min(link.role.first, link.run.first)
            for at in range(link.role.first, link.role.last):
                # "Roe, his brother": not Roe's
                if line.flags[at] & PRONOUN:
                    here.barred[at] = person
            loose = link.how in {"of", "at"}
            known = here.beside.get(id(link.run))
            if loose and known is not None and known.organisation is None and known.country is None:
                # "Professor Bello of the University of Lagos": at the name, not at the title
                here.beside[id(link.run)] = replace(known, organisation=link.role.organisation)
            if not (loose and known is not None):
                told = known is not None and bool(known.organisation or known.country)
                if known is None or (link.how == "glued" and not told):
                    here.beside[id(link.run)] = link.role
                if link.how != "at":
                    self.cast.add_role(person, link.role)
        return here

    def _claim(self, person: Person, role: Role) -> None:
        """Gives somebody the role that an opening left unnamed: "The mayor of Hull spoke. Mayor Ada Roe"."""
        claimed = [
            (line, open_role)
            for line, open_role in self._open
            if open_role.kind == role.kind and open_role.words == role.words and fit(open_role, role) > 0
        ]
        houses = {(open_role.organisation, open_role.country) for _, open_role in claimed} - {(None, None)}
        if not claimed or len(houses) > 1 or role.title is None:
            return
        if houses and role.organisation is None and role.country is None:
            role.organisation, role.country = houses.pop()
        for line, open_role in claimed:
            self._say(line, open_role.first, open_role.last, Form.ROLE, person, open_role, "role")
        self._open = [entry for entry in self._open if entry not in claimed]

    def _who(self, run: Run, near: Sequence[Person]) -> Person | None:
        if isinstance(run.person, Person):
            return run.person
        return None if misread(run, self.small) else self.cast.look_up(run, near)

    def _name(self, number: int, line: Line, run: Run, here: _Here) -> None:
        person = here.persons[id(run)]
        role = here.beside.get(id(run))
        if role is not None and says_no_role(role):
            role = None
        self._say(line, run.name, run.last, Form.NAME, person, role, here.by[id(run)])
        self._ends[run.last] = person
        if run.last - run.name == 1:
            person.bare += 1
        # "said Mayor Jane Roe": what the whole of it is in its clause
        self.attention.see(person, number, line, here.begins.get(id(run), run.first), run.last)

    def _linked(self, line: Line, role: Role, person: Person, how: str) -> None:
        unsaid = says_no_role(role) and role.title is not None
        if not unsaid and not (how == "before" and role.indefinite):
            self._say(line, role.first, role.last, Form.ROLE, person, role, "apposition")

    def _complete(self, line: Line, role: Role, persons: dict[int, Person], runs: Sequence[Run]) -> None:
        """Puts an organisation's name for "the company", and takes a person's name back out of an organisation."""
        if role.organisation is None:
            if role.country is None and role.possessor is not None and line.lower[role.possessor[0]] == "its":
                role.country = _country_before(line, role.possessor[0])
                if role.country is None and role.possessor[0]:
                    role.organisation = _house_before(line, role.possessor[0], persons, runs)
            return
        words = role.organisation.split()
        if words[0].lower() in {"the", "a", "its"}:
            words = words[1:]
        small = all(word.islower() for word in words)
        if small and role.complement and line.lower[role.complement[0] - 1] in INDEFINITE:
            # "an executive at an Ohio-based firm"
            role.organisation = None
        elif words and len(words) <= 3 and not any(word[0].isupper() for word in words):
            # "company CEO Jane Roe" is of the one the text is about; "the company's" of the last named
            about = self.organisations.about() if words == ["company"] and not role.possessor else None
            name = about or self.organisations.meant(words[-1], line.sentence.starts[role.first])
            # "company CEO Jane Roe" names none by itself
            role.organisation = name or (role.organisation if role.possessor or role.complement else None)
        elif len(words) == 1 and self.cast.named({fold_name(words[0]), fold_name(words[0].removesuffix("s"))}):
            # "the Roes' lawyer"
            role.organisation = None
        elif any(
            id(run) in persons and line.sentence_text(run.name, run.last) in role.organisation
            for run in within(runs, role.first, role.last)
        ):
            role.organisation = None

    # ---- roles that stand alone

    def _role(self, number: int, line: Line, role: Role) -> None:
        """A role phrase that stands beside no name: whom it means, or somebody unnamed."""
        sex = sex_of(role)
        person: Person | None = None
        by = ""
        told = said_to_be(line, role, self._ends) if role.kind not in _ANYBODY else None
        if told is not None and (says_no_role(role) or line.quoted[role.head]):
            told.sex = told.sex or sex
            told = None
        if told is not None and not (sex and told.sex and told.sex != sex):
            self._inherit(line, told, role)
            self._say(line, role.first, role.last, Form.ROLE, told, role, "predicate")
            self.cast.add_role(told, role)
            return
        if self._may_be_known(line, role):
            person, by = self._holder(number, line, role)
        if person is not None:
            self._say(line, role.first, role.last, Form.ROLE, person, role, by)
            self.attention.see(person, number, line, role.first, role.last)
        elif role.definite or role.indefinite or line.capital[role.head]:
            if not role.indefinite and FLAGS.get(role.kind, 0) & OFFICE and len(self._open) < _HOLDERS:
                self._open.append((line, role))
            self.attention.see(None, number, line, role.first, role.last, sex)

    def _inherit(self, line: Line, person: Person, role: Role) -> None:
        """Where a title says not of what, it is of what the same title was before: "had resigned as CEO"."""
        if role.organisation is None and role.country is None:
            for held in reversed(person.roles):
                if role.kind in held.words and (held.organisation or held.country):
                    role.organisation, role.country = held.organisation, held.country
                    return
            role.country = self.lands.of(role, line)

    def _may_be_known(self, line: Line, role: Role) -> bool:
        if role.possessor is not None:
            owned = line.lower[role.possessor[0]] in PRONOUNS
            if bears_no_role(role.kind) or (owned and not FLAGS.get(role.kind, 0) & OFFICE):
                return False
        which = line.lower[role.last : role.last + 1] == ["who"] and not (role.organisation or role.country)
        if which or "next" in line.lower[role.first : role.head]:
            # "the justice who dissented", "the next president" say which one is meant
            return False
        label = line.words[role.last : role.last + 1] == [":"]
        return role.definite or label or bool(line.capital[role.head] and role.organisation)

    def _holder(self, number: int, line: Line, role: Role) -> tuple[Person | None, str]:
        """Whom a role means: who holds it by the text, else by the operator; or who was just described."""
        best: Person | None = None
        best_weight = 0.0
        sex = sex_of(role)
        start, end = role.possessor or (0, 0)
        owners = {fold_name(word) for word in line.words[start:end]}
        if role.kind in _ANYBODY:
            return None, ""
        if role.kind in _PERSONAL and self.cast.named(owners):
            # "Roe's lawyer" is not the lawyer of somebody else
            return None, ""
        for person in self.cast.holders[-_HOLDERS:]:
            if person.last_seen < 0 or person.tokens[-1] in owners or (sex and person.sex and person.sex != sex):
                continue
            fitting = max(fit(role, held) for held in person.roles)
            weight = fitting - _FADING * min(number - person.last_seen, 20) if fitting > 0 else 0.0
            if weight > best_weight:
                best, best_weight = person, weight
        if best is not None:
            return best, "role"
        if self.registry and role.title:
            official = self.registry.by_role(role.title, role.organisation, role.country, self.day)
            if official is not None:
                return self.cast.official(official.name, role), "registry"
        return self._described(number, line, role), "role"

    def _described(self, number: int, line: Line, role: Role) -> Person | None:
        """ "The former teacher": the subject of a sentence that can mean only the one just spoken of."""
        if not role.definite or role.possessor or role.complement or role.organisation or role.country:
            return None
        if role.kind in _ANYBODY or not (FLAGS.get(role.kind, PERSON) & PERSON or "former" in role.words):
            return None
        back = role.first - 1
        begins = role.first == 0 or (back > 0 and line.flags[back] & SPEECH and True in line.quoted[:back])
        person = self.attention.alone_lately(number) if begins else None
        sex = sex_of(role)
        if person is None or (sex and person.sex and person.sex != sex):
            return None
        person.sex = person.sex or sex
        return person

    def _of_two(self, number: int, line: Line, at: int) -> None:
        """ "The former", "the latter": of the two persons that the sentence before names."""
        if not line.flags[at + 2] & (SPEECH | PERSON_VERB | END) and line.words[at + 2] not in {",", "'s"}:
            return
        two = self.attention.two_before(number)
        if len(two) == 2:
            self._say(line, at, at + 2, Form.ROLE, two[line.lower[at + 1] == "latter"], None, "role")

    def _say(self, line: Line, first: int, last: int, form: Form, person: Person, role: Role | None, by: str) -> None:
        start, end = line.sentence.starts[first], line.sentence.ends[last - 1]
        title = role.title if role else None
        organisation = role.organisation if role else None
        country = country_name(role.country) if role else None
        self.mentions.append(
            Mention(start, end, line.text[start:end], form, person.canonical, title, organisation, country, by)
        )


_OF_COMPANIES = frozenset({"ceo", "cfo", "coo", "cto", "chairman", "chairwoman", "chair", "co-founder", "founder"})


def _of_a_company(role: Role) -> bool:
    """Whether a title is one of a company that it does not name: "CEO Jane Roe", "chief executive Jane Roe"."""
    if role.organisation or role.country or role.possessor or role.indefinite:
        return False
    return role.kind in _OF_COMPANIES or {"chief", "executive"} <= role.words


def _country_before(line: Line, at: int) -> str | None:
    """The country that "its" means: the one that begins the sentence, where the sentence is about a country."""
    first = 1 if line.lower[0] in {"the", "but", "and", '"'} else 0
    for length in (3, 2, 1):
        if first + length <= at:
            printed = line.sentence_text(first, first + length)
            key = printed.lower()
            if COUNTRIES.get(key) == key:
                return printed
    return None


def _house_before(line: Line, at: int, persons: dict[int, Person], runs: Sequence[Run]) -> str | None:
    """The organisation that "its" means: the one that a sentence is about, which it begins with."""
    inner = 1 if line.lower[0] == "the" else 0
    if any(id(run) in persons and run.first <= inner < run.last for run in runs):
        return None
    stop = noun_phrase(line, inner, {})
    if stop <= inner or stop >= at or (stop < len(line.flags) and line.words[stop] in {"'s", "'"}):
        return None
    house = line.flags[stop - 1] & (ORGANISATION_NOUN | ORGANISATION_WORD | ORGANISATION)
    return line.sentence_text(0, stop) if house or line.capital[stop - 1] else None


def within(runs: Sequence[Run], first: int, last: int) -> Sequence[Run]:
    """The runs that have a token in [first, last), of runs in order."""
    begin = bisect_right(runs, first, key=lambda run: run.last)
    end = bisect_left(runs, last, key=lambda run: run.first)
    return runs[begin:end]
