"""The country that a bare "the president" is of, where the whole text leaves no doubt."""

from collections import Counter
from collections.abc import Sequence

from worker.facts.people.lexicon import COUNTRIES, COUNTRY, DEMONYM, LONG, WITHOUT
from worker.facts.people.role import Role, country_of
from worker.facts.people.runs import Line

_OF_STATE = frozenset(
    {"president", "premier", "minister", "king", "queen", "chancellor", "vice-president", "monarch"}
)
"""Are offices of a country where nothing else is said."""
_OF_ONE = frozenset({"secretary", "state"})
"""Is an office of the United States where its field is not said."""
_LEAST = 3
"""Places where the country is named; below, it may be there by the way."""
_AHEAD = 2
"""How often it is named for once the next one is. Both were set on the labelled articles."""


class Lands:
    """Which countries a text names, and whose offices it tells of. Worked out when first asked."""

    def __init__(self, lines: Sequence[Line], roles: Sequence[Sequence[Role]]) -> None:
        self._lines, self._roles = lines, roles
        self._named: Counter[str] | None = None
        self._printed: dict[str, str] = {}
        self._meant: dict[str, str | None] = {}

    def of(self, role: Role) -> str | None:
        """The country of an office that says none, as printed; None where it is no country's or could be several's.

        A country whose same office somebody is said to hold is not meant: beside the Afghan president, "President
        Roe" is of the other country.
        """
        if role.organisation or role.country or role.indefinite or role.possessor:
            return None
        if role.words - {"former"} == _OF_ONE:
            return self._printed.get("us") if self._all()["us"] else None
        if role.kind not in _OF_STATE:
            return None
        office = "prime minister" if {"prime", "minister"} <= role.words else role.kind
        if office not in self._meant:
            self._meant[office] = self._work_out(office, role.kind)
        return self._meant[office]

    def _work_out(self, office: str, kind: str) -> str | None:
        out = {
            _one(country_of(other.country))
            for roles in self._roles
            for other in roles
            if other.country and other.kind == kind
        }
        out |= WITHOUT.get(office, frozenset())
        left = [(country, times) for country, times in self._all().most_common() if country not in out]
        if not left or left[0][1] < _LEAST or (len(left) > 1 and left[0][1] < _AHEAD * left[1][1]):
            return None
        return self._printed[left[0][0]]

    def _all(self) -> Counter[str]:
        if self._named is None:
            self._named = Counter()
            for line in self._lines:
                if line.some & (COUNTRY | DEMONYM) or "United" in line.words:
                    self._line(line)
        return self._named

    def _line(self, line: Line) -> None:
        assert self._named is not None
        lower = line.lower
        for at, flag in enumerate(line.flags):
            if not line.capital[at]:
                continue
            key = lower[at] if flag & (COUNTRY | DEMONYM) else ""
            if at + 1 < len(lower) and line.capital[at + 1]:
                pair = f"{lower[at]} {lower[at + 1]}"
                key = pair if LONG.get(pair, 0) & COUNTRY else key
            country = _one(COUNTRIES.get(key, ""))
            if country and country != "eu":
                self._named[country] += 1
                self._printed.setdefault(country, _CALLED.get(country) or country.title())


def _one(country: str) -> str:
    return _SAME.get(country, country)


_SAME = {"america": "us", "united states": "us", "u.s.": "us", "usa": "us", "u.k.": "uk", "britain": "uk"}
_CALLED = {"us": "US", "uk": "UK"}
