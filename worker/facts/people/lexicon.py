"""What words are when names are looked for: one table of flags for every list in `worker/facts/data`.

A word is looked up once a token; everything else asks its flags.
"""

from collections.abc import Iterator
from importlib.resources import files
from types import MappingProxyType

GIVEN = 1
MALE = 2
FEMALE = 4
SURNAME = 8
PLACE = 16
COUNTRY = 32
DEMONYM = 64
ORGANISATION = 128
"""A short name of an organisation: NATO, Kremlin."""
ORGANISATION_WORD = 256
"""Stands in names of organisations: Ministry, Holdings."""
THING_WORD = 512
"""Stands in names of places, laws, events and buildings: Ridge, Act, Tower."""
PARTY = 1024
"""A party, a faith or a side, as an adjective: Republican, Catholic, Northern."""
OFFICE = 2048
"""A title, printed with a capital before a name: President, Captain."""
PERSON = 4096
"""Any other word for one person: analyst, widow."""
PORTFOLIO = 8192
"""Belongs to a title within it: Foreign, Defence, Executive."""
MODIFIER = 1 << 14
HONORIFIC = 1 << 15
"""Stands before a name and is no role: Mr, Sir, Dr."""
RANK = 1 << 16
"""A short form of a title: Gen, Sen, Det."""
FUNCTION = 1 << 17
"""Never a part of a name, though it begins sentences: the, but, critics."""
MONTH = 1 << 18
DAY = 1 << 19
SPEECH = 1 << 20
PERSON_VERB = 1 << 21
KIN = 1 << 22
"""Follows a person's possessive: wife, campaign, resignation."""
PLACE_PREPOSITION = 1 << 23
THING_BEFORE = 1 << 24
"""Names what the capitalised words behind it are, and that is no person: company, village."""
THING_AFTER = 1 << 25
PARTICLE = 1 << 26
SUFFIX = 1 << 27
LEAD_VERB = 1 << 28
END = 1 << 29
"""Ends a noun phrase."""
ADJECTIVE = 1 << 30
"""Ends in -ed or -ing and may stand in a title: retired, acting."""
COMMON = 1 << 31
"""A name that is also an everyday word: May, Black, Price."""
STRICT = 1 << 34
"""An everyday word first of all, though it is also a name: May, Young, Price."""
PRONOUN = 1 << 36
PRONOUN = 1 << 36
ORGANISATION_NOUN = 1 << 35
"""Is an organisation in small letters: company, union."""
FAMILY_FIRST = 1 << 39
"""A family name that stands before the given ones: Nguyen, Kim, Xi."""
NO_ROLE = 1 << 37
KNOWN_ALONE = 1 << 40
"""A surname by which print calls somebody without any introduction: Putin."""
OFTEN_COMPANY = 1 << 38
MALE_ROLE = 1 << 32
FEMALE_ROLE = 1 << 33

HEAD = OFFICE | PERSON | RANK
"""Can be the main noun of a role."""

_FILES = (
    "given-census.txt",
    "given-world.txt",
    "surnames-census.txt",
    "places.txt",
    "organisations.txt",
    "roles.txt",
    "person-words.txt",
)
_SECTIONS: dict[str, int] = {
    "given male": GIVEN | MALE,
    "given female": GIVEN | FEMALE,
    "given": GIVEN,
    "surname": SURNAME,
    "family name first": FAMILY_FIRST,
    "place": PLACE,
    "long place": PLACE,
    "state": PLACE,
    "organisation": ORGANISATION,
    "long organisation": ORGANISATION,
    "organisation word": ORGANISATION_WORD,
    "thing word": THING_WORD,
    "party": PARTY,
    "office": OFFICE,
    "person": PERSON,
    "portfolio": PORTFOLIO,
    "modifier": MODIFIER,
    "honorific": HONORIFIC,
    "male honorific": HONORIFIC | MALE_ROLE,
    "female honorific": HONORIFIC | FEMALE_ROLE,
    "no role": NO_ROLE,
    "often company": OFTEN_COMPANY,
    "male": MALE_ROLE,
    "female": FEMALE_ROLE,
    "function": FUNCTION,
    "pronoun": PRONOUN,
    "month": MONTH,
    "day": DAY,
    "speech": SPEECH,
    "person verb": PERSON_VERB,
    "kin": KIN,
    "place preposition": PLACE_PREPOSITION,
    "thing before": THING_BEFORE,
    "thing after": THING_AFTER,
    "particle": PARTICLE,
    "suffix": SUFFIX,
    "known alone": KNOWN_ALONE,
    "lead verb": LEAD_VERB,
    "end": END,
    "adjective in -ed": ADJECTIVE,
    "common word": COMMON,
    "strict word": COMMON | STRICT,
    "organisation noun": ORGANISATION_NOUN,
}


def lines(name: str) -> Iterator[tuple[str, str]]:
    """The lines of a data file, each with the name of its section; comments and empty lines left out."""
    section = ""
    for line in files("worker.facts").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line[1:-1]
        else:
            yield section, line


class _Lists:
    """All lists, as they are read."""

    def __init__(self) -> None:
        self.flags: dict[str, int] = {}
        self.long: dict[str, int] = {}
        self.ranks: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.nicknames: dict[str, str] = {}
        self.seats: dict[str, str] = {}
        self.leaders: dict[str, str] = {}
        self.states: set[str] = set()
        self.without: dict[str, frozenset[str]] = {}
        self.alike: dict[str, frozenset[int]] = {}
        sexes: dict[str, int] = {}
        groups = 0
        for name in _FILES:
            for section, line in lines(name):
                if section == "country":
                    self._country(line)
                elif section == "rank abbreviation":
                    short, _, whole = line.partition(": ")
                    self._mark(short, RANK)
                    self.ranks[short] = whole
                elif section == "nickname":
                    short, _, whole = line.partition(": ")
                    self.nicknames[short] = whole
                elif section in {"seat", "known holder"}:
                    table = self.seats if section == "seat" else self.leaders
                    country, _, words = line.partition(": ")
                    table.update((word.replace("_", " "), country.replace("_", " ")) for word in words.split())
                elif section == "without":
                    office, _, countries = line.partition(": ")
                    self.without[office] = frozenset(word.replace("_", " ") for word in countries.split())
                elif section == "alike":
                    groups += 1
                    for word in line.split():
                        self.alike[word] = self.alike.get(word, frozenset()) | {groups}
                else:
                    flag = _SECTIONS[section]
                    if section == "state":
                        self.states |= {word.replace("_", " ") for word in line.split()}
                    for word in line.split():
                        self._mark(word, flag)
                        if flag & GIVEN:
                            sexes[word] = sexes.get(word, 0) | (flag & (MALE | FEMALE) or MALE | FEMALE)
        for word, sex in sexes.items():
            # of both sexes somewhere: of no known sex
            if sex == MALE | FEMALE:
                self.flags[word] &= ~sex

    def _mark(self, word: str, flag: int) -> None:
        table = self.long if "_" in word else self.flags
        word = word.replace("_", " ")
        table[word] = table.get(word, 0) | flag

    def _country(self, line: str) -> None:
        country, _, demonyms = line.partition(":")
        self._mark(country, COUNTRY)
        plain = country.replace("_", " ")
        self.countries[plain] = plain
        for demonym in demonyms.split():
            self._mark(demonym.replace("-", "_"), DEMONYM)
            self.countries[demonym.replace("-", " ")] = plain


_lists = _Lists()
FLAGS = MappingProxyType(_lists.flags)
"""The flags of a word in small letters, without accents."""
LOOK_UP = _lists.flags.get
"""The same for the one look-up a token, without the proxy's cost."""
LONG = MappingProxyType(_lists.long)
"""The flags of names of several words, with single spaces."""
RANKS = MappingProxyType(_lists.ranks)
"""Short titles in full."""
COUNTRIES = MappingProxyType(_lists.countries)
"""The country, in small letters, that a country's name or an adjective stands for."""
NICKNAMES = MappingProxyType(_lists.nicknames)
"""The given name that a short form stands for."""

SEATS = MappingProxyType(_lists.seats)
"""The country that a seat of government stands for: Kremlin, White House. In small letters."""
LEADERS = MappingProxyType(_lists.leaders)
"""The country that somebody led whom print knows by one name: Putin. In small letters."""
STATES = frozenset(_lists.states)
"""The states that have governors, in small letters."""
WITHOUT = MappingProxyType(_lists.without)
"""By office: the countries, in small letters, that have none of it."""


def alike(one: str, other: str) -> bool:
    """Whether two main nouns of roles may mean the same office: leader and president."""
    return not _lists.alike.get(one, _NONE).isdisjoint(_lists.alike.get(other, _NONE))


def bears_no_role(kind: str) -> bool:
    """Whether a word for a person is no role: passenger, widow, striker."""
    return bool(_lists.flags.get(kind, 0) & NO_ROLE)


_NONE: frozenset[int] = frozenset()
