"""What a role phrase says, and whether it fits what somebody is known to be."""

from dataclasses import dataclass, field

from worker.facts.people.lexicon import (
    COUNTRIES,
    FEMALE_ROLE,
    FLAGS,
    MALE_ROLE,
    alike,
    bears_no_role,
)

_STATE = frozenset({"former", "current", "then", "outgoing", "late", "acting", "ex", "incoming", "new"})


@dataclass(slots=True)
class Role:
    """A role phrase: tokens [first, last), `head` its main noun.

    title, organisation, country: as printed, or None; short titles in full. possessor: the tokens of "the company" in
    "the company's chief executive", or the pronoun's; None without one. definite: "the", or a possessor; indefinite:
    "a". complement: the tokens of what it is of or for. kind: the main noun, and words: all title words, in small
    letters, to be compared. nests: ends with the role of somebody else, who may be named behind it.
    noun: "company" of "the company's", kept when the organisation's name takes its place.
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
    noun: str = ""
    kind: str = ""
    nests: bool = False


def country_of(text: str | None) -> str:
    """The country that a printed country or nationality stands for, in small letters; "" where it is none."""
    return COUNTRIES.get((text or "").lower().removeprefix("the "), "")


def country_name(printed: str | None) -> str | None:
    """A country by its name, where a word for its people is printed ("German" is Germany); else as printed."""
    key = (printed or "").lower().removeprefix("the ")
    country = COUNTRIES.get(key, key)
    if country == key:
        return printed
    return " ".join(word if word in _SMALL else word.capitalize() for word in _CALLED.get(country, country).split())


_SMALL = frozenset({"and", "of", "the"})
_CALLED = {"america": "united states"}


def sex_of(role: Role) -> str:
    flag = FLAGS.get(role.kind, 0)
    return "m" if flag & MALE_ROLE else "f" if flag & FEMALE_ROLE else ""


def says_no_role(role: Role) -> bool:
    """Whether a phrase says only what befell somebody or whose kin they are; "Leeds winger" says more."""
    return bears_no_role(role.kind) and (role.organisation is None or bool(sex_of(role)))


def fit(role: Role, held: Role) -> float:
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
        if role.organisation and held.organisation is None and held.country is None:
            # "the Acme founder" is no director of nothing that is said
            return 0.0
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
