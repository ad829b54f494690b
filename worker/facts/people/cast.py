"""The persons of a text: one for each who is introduced, with all that the text calls them."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from worker.facts.people.evidence import sex_of_given
from worker.facts.people.lexicon import (
    COMMON,
    COUNTRY,
    FEMALE_ROLE,
    FLAGS,
    HEAD,
    KIN,
    MALE_ROLE,
    MONTH,
    NICKNAMES,
    PLACE,
    STRICT,
    SUFFIX,
)
from worker.facts.people.role import Role
from worker.facts.people.runs import Run
from worker.facts.transliteration import fold_name, skeleton

_NAMESAKES = 32
"""Persons of one name that are told apart; no news text has as many, and time stays in proportion."""


@dataclass(slots=True, eq=False)
class Person:
    """One person. name: the fullest form in the text, as printed. tokens: its words, folded, without suffix.

    sex: `m`, `f` or "". roles: what the text says they are. suffix: `jr`, `iii` or "".
    """

    name: str
    tokens: tuple[str, ...]
    suffix: str = ""
    sex: str = ""
    sure_sex: bool = False
    roles: list[Role] = field(default_factory=list)
    number: int = 0
    count: int = 0
    bare: int = 0
    last_seen: int = -1
    known: str | None = None

    @property
    def canonical(self) -> str:
        """The name to be given out: the operator's where it is known, else the fullest in the text."""
        return self.known or self.name


def name_tokens(run: Run) -> tuple[tuple[str, ...], str]:
    """A run's name, folded, without stops and initials in the middle; and its suffix."""
    if run.key is not None:
        return run.key
    line = run.line
    folded: list[str] = []
    suffix = ""
    nickname = False
    for at in range(run.name, run.last):
        word = line.words[at]
        if word == '"':
            nickname = not nickname
        elif nickname or word in {".", ","}:
            continue
        elif line.flags[at] & SUFFIX and at > run.name and len(word) < 4:
            suffix = line.lower[at].replace("jnr", "jr").replace("snr", "sr")
        elif len(word) == 1 and at > run.name and len(folded) < 3 and at + 1 < run.last:
            continue
        else:
            # the first of several initials: "F.K. Liu" is Fukun
            folded.append(fold_name(word[0] if not folded and "." in word[1:3] else word))
    run.key = tuple(folded), suffix
    return run.key


class Cast:
    """The persons of a text, to be looked up by what is printed."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self.holders: list[Person] = []
        self._by_token: dict[str, list[Person]] = {}

    def introduce(self, run: Run) -> Person:
        """The person of a run that is a name: a known one under another form of the name, or a new one."""
        tokens, suffix = name_tokens(run)
        printed = run.line.sentence_text(run.name, run.last)
        person = self._same(tokens, suffix)
        if printed.isupper() and len(printed) > 4:
            printed = printed.title()
        if person is None:
            person = Person(printed, tokens, suffix, number=len(self.persons))
            self.persons.append(person)
        elif _fuller(printed, tokens, person):
            person.name, person.tokens, person.suffix = printed, tokens, suffix or person.suffix
        for token in {*tokens, *_joined(tokens)}:
            known = self._by_token.setdefault(token, [])
            if person not in known[-_NAMESAKES:]:
                known.append(person)
        if not person.sure_sex:
            self._sex(person, run)
        return person

    def _same(self, tokens: tuple[str, ...], suffix: str) -> Person | None:
        if not tokens:
            return None
        for person in self._by_token.get(tokens[-1], [])[-_NAMESAKES:]:
            if person.suffix != suffix and (suffix or (person.suffix and len(tokens) > 1)):
                continue
            if person.tokens == tokens:
                return person
            if (
                len(tokens) > 1
                and len(person.tokens) > 1
                and tokens[-1] in person.tokens[1:]
                and same_given(tokens[0], person.tokens[0])
            ):
                return person
        if len(tokens) > 1:
            # Maria del Carmen Garrido Ponce, later Maria Garrido; Alexandria Ocasio-Cortez
            for person in self._by_token.get(tokens[0], [])[-_NAMESAKES:]:
                mine, theirs = set(tokens), set(person.tokens)
                if (
                    len(person.tokens) > 1
                    and person.suffix == suffix
                    and (mine <= theirs or theirs <= mine)
                    and (tokens[0] == person.tokens[0])
                ):
                    return person
        return None

    def _sex(self, person: Person, run: Run) -> None:
        flag = FLAGS.get(run.honorific, 0) if run.honorific else 0
        if flag & (MALE_ROLE | FEMALE_ROLE):
            person.sex, person.sure_sex = ("m" if flag & MALE_ROLE else "f"), True
        elif len(person.tokens) > 1 and not person.sex:
            person.sex = sex_of_given(run.line, run.name)

    def add_role(self, person: Person, role: Role) -> None:
        """Notes what a person is, and the sex that it tells."""
        if not person.roles:
            self.holders.append(person)
        if len(person.roles) < _NAMESAKES:
            person.roles.append(role)
        flag = FLAGS.get(role.kind, 0)
        if flag & (MALE_ROLE | FEMALE_ROLE) and not person.sure_sex:
            person.sex, person.sure_sex = ("m" if flag & MALE_ROLE else "f"), True

    def named(self, tokens: Iterable[str]) -> bool:
        """Whether one of the words, folded, is somebody's last name."""
        return any(
            surname_of(person) == token for token in tokens for person in self._by_token.get(token, [])[:_NAMESAKES]
        )

    def official(self, name: str, role: Role) -> Person:
        """The person that the operator names so, whom the text may call by the role alone."""
        for person in self.persons:
            if person.known == name:
                return person
        person = Person(name, tuple(fold_name(word) for word in name.split()), known=name, number=len(self.persons))
        self.persons.append(person)
        self.add_role(person, role)
        return person

    def look_up(self, run: Run, near: Sequence[Person]) -> Person | None:
        """Whom a part of a name means. near: persons, the last mentioned first. None where nobody has that name."""
        tokens, suffix = name_tokens(run)
        if not tokens:
            return None
        found = self._by_token.get(tokens[-1] if len(tokens) == 1 else " ".join(tokens), [])[:_NAMESAKES]
        if len(tokens) > 1 and not found:
            found = [
                person
                for person in self._by_token.get(tokens[-1], [])[:_NAMESAKES]
                if set(tokens) <= set(person.tokens) and not (person.suffix and person.suffix != suffix)
            ]
        if not found and len(tokens) == 1 and run.line.words[run.name][0] == "Q":
            # Qaddafi is Gaddafi
            found = self._by_token.get(f"g{tokens[0][1:]}", [])[:_NAMESAKES]
        if len(tokens) == 1 and run.line.flags[run.name] & (PLACE | COUNTRY) and not run.honorific and not run.titled:
            before = run.line.lower[run.name - 1] if run.name else ""
            if before in _WHERE:
                return None
            found = [person for person in found if surname_of(person) == tokens[0] or len(person.tokens) == 1]
        if not found:
            return None
        return self._choose(list(found), tokens, run, near)

    def _choose(
        self, found: list[Person], tokens: tuple[str, ...], run: Run, near: Sequence[Person]
    ) -> Person | None:
        if len(found) > 1:
            last = [person for person in found if surname_of(person) == tokens[-1]]
            found = last or found
        flag = FLAGS.get(run.honorific, 0)
        if flag & (MALE_ROLE | FEMALE_ROLE):
            sex = "m" if flag & MALE_ROLE else "f"
            fitting = [person for person in found if person.sex in {"", sex}]
            found = fitting or found
        if len(found) == 1:
            return found[0]
        if not run.honorific and len(tokens) == 1:
            # print calls the one it writes about by the bare surname, and the others of the family in full
            return max(found, key=lambda person: person.count + 1.5 * person.bare + 0.5 * (person in near[:1]))
        for person in near:
            if person in found:
                return person
        return found[0]


def surname_of(person: Person) -> str:
    """The word by which a person is called for short, folded."""
    return person.tokens[-1]


def same_given(one: str, other: str) -> bool:
    """Whether two given names, folded, may be one: alike, an initial, a short form, or another transliteration."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if NICKNAMES.get(one, one) == NICKNAMES.get(other, other):
        return True
    if min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)):
        return True
    bones = skeleton(one)
    return len(bones) > 2 and bones == skeleton(other)


def _fuller(printed: str, tokens: tuple[str, ...], person: Person) -> bool:
    if printed.isupper() and not person.name.isupper():
        return False
    if len(tokens) == len(person.tokens):
        spelt_out = len(person.tokens[0]) == 1 < len(tokens[0])
        return spelt_out or len(printed.split()) > len(person.name.split())
    return len(tokens) > len(person.tokens)


def _joined(tokens: tuple[str, ...]) -> Iterable[str]:
    """The other ways a person is called: "van der weijden", "st hilaire", "delos angeles"; al-Qadiri without al-."""
    for start in range(1, len(tokens) - 1):
        yield " ".join(tokens[start:])
    for token in tokens[1:]:
        for article in ("al", "el"):
            if token.startswith(article) and len(token) > 5:
                yield token[2:]


def misread(run: Run, small: Set[str] = frozenset()) -> bool:
    """Whether a single word that is a person's name here is something else: the month of May, the young, the price.

    small: the words that the text prints in small letters too.
    """
    if run.last - run.name != 1 or run.honorific or run.titled:
        return False
    line, at = run.line, run.name
    flag = line.flags[at]
    if flag & MONTH:
        before = line.lower[at - 1] if at else ""
        after = line.words[at + 1] if at + 1 < len(line.words) else ""
        if before in _MONTH_BEFORE or before[:1].isdigit() or after[:1].isdigit():
            return True
    if not flag & COMMON or (not flag & STRICT and line.lower[at] not in small):
        return False
    after = line.lower[at + 1] if at + 1 < len(line.words) else ""
    after_flag = line.flags[at + 1] if at + 1 < len(line.words) else 0
    if after in {",", "'s", "'", "."} or after in _VERBS or after_flag & (1 << 20 | 1 << 21):
        return False
    if line.fresh(at):
        endings = "ed" if flag & STRICT else ("ed", "s")
        return not (after.endswith(endings) and not after_flag & HEAD and len(after) > 3)
    before = line.lower[at - 1]
    return before in {"the", "a", "an"} and not after_flag & KIN


_WHERE = frozenset({"in", "at", "to", "from", "near", "across", "outside", "into", "of", "for"})
_MONTH_BEFORE = frozenset(
    ["in", "since", "until", "till", "last", "next", "early", "late", "mid", "of", "by", "this", "from"]
)
_VERBS = frozenset(
    [
        "is",
        "was",
        "has",
        "had",
        "will",
        "would",
        "did",
        "does",
        "could",
        "can",
        "should",
        "may",
        "might",
        "must",
        "won",
        "lost",
        "led",
        "told",
        "said",
        "also",
        "who",
        "and",
        "or",
        "won't",
        "wasn't",
        "didn't",
    ]
)
