"""Who is in mind at a place of a text: those spoken of before it, and whom a pronoun means there."""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.facts.people.cast import Person
from worker.facts.people.lexicon import PERSON_VERB, SPEECH
from worker.facts.people.runs import Line, Run

_SUBJECT = {"he": "m", "she": "f"}
NOMINATIVE = frozenset(_SUBJECT)
_OWN = {"his": "m", "her": "f", "hers": "f"}
PRONOUNS = {**_SUBJECT, **_OWN, "him": "m", "himself": "m", "herself": "f"}
"""The pronouns of one person, each with the sex it tells."""
_REACH = 5
"""Sentences back that a pronoun may look; on the dev texts none reached past four."""
_LOOKED_AT = 30
_FRONTED = 10
_AHEAD = 14
"""Tokens: a fronted phrase with a pronoun, "In his speech, Roe said", is no longer."""
_FRONTING = frozenset(
    """
    in at on with after before during as when while despite speaking since under by for from though although asked if
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)
_OBLIQUE = frozenset(
    "of to with by from for against about at on in between and than like over under".split()  # noqa: SIM905 - as above
)
_INVERTED = frozenset({",", '"', "'"})
"""Stand before the verb where the speaker follows it: `"...", said Roe`."""
_BETWEEN = frozenset({"has", "had", "also", "later", "then", "was", "is"})

# The weights of what speaks for an antecedent, found by trying on the dev texts; a sentence's distance costs 0.75.
_START, _STEP, _ORDER = 3.0, 0.75, 0.04
_IS_SUBJECT, _IS_SPEAKER, _SAME_SEX = 1.4, 0.6, 0.6
_PER_MENTION, _MOST_MENTIONED = 0.12, 0.6
_UNNAMED = 1.1
_UNKNOWN_SHE = 0.5
_IS_OWNER = 0.9
_HIM, _HIM_THERE = 1.6, 0.6
_CLAUSES = frozenset(
    "which that who whether if because as when since though although before after while to".split()  # noqa: SIM905 - as above
)
"""Begin a clause whose own subject may be another."""
_OWN_OR_SUBJECT = frozenset({"he", "she", "his", "her"})
_OUT_OF_QUOTE = -1.2
_ENOUGH = 3.4
"""Below this somebody named right behind the fronted phrase is preferred."""


@dataclass(slots=True)
class Seen:
    """Somebody spoken of. person: None for somebody without a name ("a spokeswoman"), who may be meant all the same.

    number: of the sentence. subject, speaker: what they are in their clause. quoted: spoken of inside marks.
    owner: the sentence begins with them as a possessor. at: the token behind.
    """

    person: Person | None
    sex: str
    number: int
    subject: bool
    speaker: bool
    quoted: bool
    owner: bool = False
    at: int = 0


class Attention:
    """Those spoken of so far, in order."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def near(self) -> list[Person]:
        """The persons last spoken of, the last first."""
        near: list[Person] = []
        for seen in reversed(self.seen[-24:]):
            if seen.person is not None and seen.person not in near:
                near.append(seen.person)
        return near

    def see(self, person: Person | None, number: int, line: Line, first: int, last: int, sex: str = "") -> None:
        """Notes who stands at tokens [first, last) of a line."""
        speaker = speaks(line, first, last)
        owner = line.words[last : last + 1] == ["'s"]
        subject = speaker or (not owner and self._is_subject(number, line, first, last))
        if person is not None:
            person.count += 1
            person.last_seen = number
            sex = person.sex
        leading = owner and not any(seen.number == number and not seen.quoted for seen in self.seen[-8:])
        self.seen.append(Seen(person, sex, number, subject, speaker, line.quoted[first], leading, last))

    def _is_subject(self, number: int, line: Line, first: int, last: int) -> bool:
        """Whether what stands at [first, last) is what its clause is about: the first named, or before a verb."""
        if first and line.lower[first - 1] in _OBLIQUE:
            return False
        if not any(seen.number == number and not seen.quoted and seen.subject for seen in self.seen[-8:]):
            return True
        return last < len(line.flags) and bool(line.flags[last] & (SPEECH | PERSON_VERB))

    def alone_lately(self, number: int) -> Person | None:
        """The one person that this and the last sentence speak of, or that the last was about; None where several."""
        lately = {seen.person for seen in self.seen if seen.number >= number - 1}
        if len(lately) != 1:
            lately = {seen.person for seen in self.seen if seen.number == number - 1 and seen.subject}
        return lately.pop() if len(lately) == 1 else None

    def two_before(self, number: int) -> list[Person]:
        """The persons of the sentence before, in order."""
        found: list[Person] = []
        for seen in self.seen:
            if seen.number == number - 1 and seen.person is not None and seen.person not in found:
                found.append(seen.person)
        return found

    def speaker_of(self, line: Line, runs: Sequence[Run], persons: dict[int, Person]) -> Person | None:
        """Who speaks the words in marks of a line, as far as a verb of speech tells."""
        if True not in line.quoted:
            return None
        for run in runs:
            person = persons.get(id(run))
            if person is not None and not line.quoted[run.name] and speaks(line, run.first, run.last):
                return person
        for at, word in enumerate(line.lower):
            if word in _SUBJECT and not line.quoted[at] and speaks(line, at, at + 1):
                for seen in reversed(self.seen):
                    if seen.person is not None and seen.sex in {"", _SUBJECT[word]}:
                        return seen.person
        if False not in line.quoted:
            for seen in reversed(self.seen):
                if seen.speaker and not seen.quoted:
                    return seen.person
        return None

    def pronoun(
        self,
        number: int,
        line: Line,
        at: int,
        barred: Person | None,
        speaker: Person | None,
        runs: Sequence[Run],
        persons: dict[int, Person],
    ) -> Person | None:
        """Whom the pronoun at a token means, noted as spoken of; None where that is nobody with a name.

        barred: who cannot be meant, as Roe in "Roe, his brother". speaker: who says the words in marks. persons: by
        the id of their runs in this line.
        """
        sex = PRONOUNS[line.lower[at]]
        best, weight = self._best(number, line, at, barred, speaker)
        person = best.person if best is not None else None
        if not line.quoted[at] and (best is None or weight < _ENOUGH):
            person = self._ahead(number, line, at, sex, runs, persons) or person
        if person is None:
            return None
        person.sex = person.sex or sex
        person.last_seen = number
        nominative = line.lower[at] in _SUBJECT
        said = nominative and not line.quoted[at] and speaks(line, at, at + 1)
        subject = nominative and self._is_subject(number, line, at, at + 1)
        self.seen.append(Seen(person, sex, number, subject, said, line.quoted[at], at=at + 1))
        return person

    def _best(
        self, number: int, line: Line, at: int, barred: Person | None, speaker: Person | None
    ) -> tuple[Seen | None, float]:
        word, quoted = line.lower[at], line.quoted[at]
        sex = PRONOUNS[word]
        said = word in _SUBJECT and not quoted and speaks(line, at, at + 1)
        coordinated = at > 0 and line.lower[at - 1] == "and"
        best: Seen | None = None
        best_weight = 0.0
        for back, seen in enumerate(reversed(self.seen)):
            distance = number - seen.number
            if distance > _REACH or back > _LOOKED_AT:
                break
            theirs = seen.sex if seen.person is None else seen.person.sex
            if theirs and theirs != sex:
                continue
            if seen.person is not None and (seen.person is barred or (quoted and seen.person is speaker)):
                continue
            weight = _START - _STEP * distance - _ORDER * back
            weight += ((_IS_SUBJECT if seen.subject else 0.0) + (_IS_SPEAKER if seen.speaker else 0.0)) / max(
                1, distance
            )
            weight += _SAME_SEX if theirs == sex else 0.0
            if not theirs and sex == "f":
                weight -= _UNKNOWN_SHE
            if seen.owner and word in _OWN_OR_SUBJECT:
                weight += _IS_OWNER / max(1, distance)
            weight += _OUT_OF_QUOTE if seen.quoted and not quoted else 0.0
            if seen.person is None and not theirs:
                # "a judge" may be of either sex, and is rarely spoken of on
                weight -= _UNNAMED
            if seen.person is not None:
                weight += min(_MOST_MENTIONED, _PER_MENTION * seen.person.count)
            if distance == 0:
                weight += _within(line, at, seen, said=said, quoted=quoted)
                weight += 1.2 if coordinated and back == 0 else 0.0
            if best is None or weight > best_weight:
                best, best_weight = seen, weight
        return best, best_weight

    def _ahead(
        self, number: int, line: Line, at: int, sex: str, runs: Sequence[Run], persons: dict[int, Person]
    ) -> Person | None:
        """The subject that a fronted phrase runs ahead of: "In his speech, Roe said"."""
        if at > _FRONTED or line.lower[0] not in _FRONTING:
            return None
        if any(seen.number == number for seen in self.seen[-6:]):
            return None
        for run in runs:
            person = persons.get(id(run))
            if run.name > at and person is not None:
                near = run.first > 0 and line.words[run.first - 1] == "," and run.first - at < _AHEAD
                return person if near and person.sex in {"", sex} else None
        return None


def _within(line: Line, at: int, seen: Seen, *, said: bool, quoted: bool) -> float:
    """What the same sentence adds: `"...", he said` is about the one before; "his" the subject's; "him" another's."""
    word = line.lower[at]
    weight = 0.0
    if said:
        if seen.quoted or not seen.subject:
            weight -= 1.5
        if seen.speaker and not seen.quoted:
            weight += 0.5
    if seen.subject and word == "him":
        # "Roe told him", but "Roe signed a deal which spared him"
        weight -= _HIM_THERE if not _CLAUSES.isdisjoint(line.lower[seen.at : at]) else _HIM
    if seen.subject and word in _OWN and not quoted and not seen.quoted:
        weight += 1.0
    return weight


def speaks(line: Line, first: int, last: int) -> bool:
    """Whether a verb of speech says that tokens [first, last) speak."""
    flags, count = line.flags, len(line.flags)
    if first > 1 and flags[first - 1] & SPEECH and not line.quoted[first - 1] and line.words[first - 2] in _INVERTED:
        return True
    at = last
    while at < count and at < last + 2 and line.lower[at] in _BETWEEN:
        at += 1
    if at < count and flags[at] & SPEECH:
        return True
    if last < count and line.words[last] == ",":
        # behind an apposition: "Roe, the mayor, said"
        for k in range(last + 1, min(count - 1, last + 16)):
            if line.words[k] == ",":
                return bool(flags[k + 1] & SPEECH)
    return False
