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
    "place": PLACE,
    "long place": PLACE,
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
    "male": MALE_ROLE,
    "female": FEMALE_ROLE,
    "function": FUNCTION,
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
    "lead verb": LEAD_VERB,
    "end": END,
    "adjective in -ed": ADJECTIVE,
    "common word": COMMON,
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


def _load() -> tuple[dict[str, int], dict[str, int], dict[str, str], dict[str, str]]:
    flags: dict[str, int] = {}
    long: dict[str, int] = {}
    ranks: dict[str, str] = {}
    countries: dict[str, str] = {}

    def mark(word: str, flag: int) -> None:
        if "_" in word:
            word = word.replace("_", " ")
            long[word] = long.get(word, 0) | flag
        else:
            flags[word] = flags.get(word, 0) | flag

    sexes: dict[str, int] = {}
    for name in _FILES:
        for section, line in lines(name):
            if section == "country":
                country, _, demonyms = line.partition(":")
                mark(country, COUNTRY)
                countries[country.replace("_", " ")] = country.replace("_", " ")
                for demonym in demonyms.split():
                    mark(demonym, DEMONYM)
                    countries[demonym.replace("-", " ")] = country.replace("_", " ")
            elif section == "rank abbreviation":
                short, _, whole = line.partition(": ")
                mark(short, RANK)
                ranks[short] = whole
            else:
                flag = _SECTIONS[section]
                for word in line.split():
                    mark(word, flag)
                    if flag & GIVEN:
                        sexes[word] = sexes.get(word, 0) | (flag & (MALE | FEMALE) or MALE | FEMALE)
    for word, sex in sexes.items():
        # of both sexes somewhere: of no known sex
        if sex == MALE | FEMALE:
            flags[word] &= ~sex
    return flags, long, ranks, countries


_flags, _long, _ranks, _countries = _load()
FLAGS = MappingProxyType(_flags)
"""The flags of a word in small letters, without accents."""
LONG = MappingProxyType(_long)
"""The flags of names of several words, with single spaces."""
RANKS = MappingProxyType(_ranks)
"""Short titles in full."""
COUNTRIES = MappingProxyType(_countries)
"""The country, in small letters, that a country's name or an adjective stands for."""
