"""The country, or the state, that a bare "the president" or "the governor" is of, where the text leaves no doubt."""

from collections import Counter
from collections.abc import Sequence

from worker.facts.people.lexicon import COUNTRIES, COUNTRY, DEMONYM, LEADERS, LONG, PLACE, SEATS, STATES, WITHOUT
from worker.facts.people.role import Role, country_of
from worker.facts.people.runs import Line

_OF_STATE = frozenset(
    {"president", "premier", "minister", "king", "queen", "chancellor", "vice-president", "monarch"}
)
"""Are offices of a country where nothing else is said."""
_OF_ONE = {
    frozenset({"secretary", "state"}): "us",
    frozenset({"home", "secretary"}): "uk",
    frozenset({"chancellor", "exchequer"}): "uk",
}
"""Are offices of one country where nothing else is said."""
_MANY = "minister"
"""Is an office of which a country has several."""
_LEAST = 3
"""Places where the country is named; below, it may be there by the way."""
_AHEAD = 2
"""How often it is named for once the next one is. Both were set on the labelled articles."""
_WHERE = frozenset({"in", "at", "to", "from", "near", "into", "of", "for", "with", "against", "outside"})


_FIRST = frozenset(name.partition(" ")[0] for name in (*COUNTRIES, *SEATS, *STATES))
"""The words with which what is counted begins."""


class Lands:
    """Which countries a text names, and whose offices it tells of. Worked out when first asked."""

    def __init__(self, lines: Sequence[Line], roles: Sequence[Sequence[Role]]) -> None:
        self._lines, self._roles = lines, roles
        self._named: Counter[str] | None = None
        self._printed: dict[str, str] = {}
        self._states: Counter[str] = Counter()
        self._told: list[tuple[str, str]] = []
        """The offices that the text itself gives to a country."""
        self._meant: dict[str, str | None] = {}

    def of(self, role: Role, line: Line, surname: str = "") -> str | None:
        """The country of an office that says none, as printed; None where it is no country's or could be several's.

        A country whose same office somebody is said to hold is not meant: beside the Afghan president, "President
        Roe" is of the other country. In: the line the role stands in; the holder's surname, folded.
        """
        if role.organisation or role.country or role.indefinite or role.possessor:
            return None
        only = _OF_ONE.get(role.words - {"former", "shadow"})
        if only:
            return self._printed.get(only) if self._all()[only] else None
        if role.kind not in _OF_STATE or (role.complement and any(line.capital[slice(*role.complement)])):
            return None
        known = LEADERS.get(surname, "")
        if known:
            return self._printed.get(known) if self._all()[known] else None
        office = _office(role)
        if office not in self._meant:
            self._meant[office] = self._work_out(office)
        return self._meant[office] or self._acting(line, office)

    def governed(self, role: Role) -> str | None:
        """The state of a governor of none that is said, as printed; None where it could be several's."""
        if role.kind != "governor" or role.organisation or role.country or role.indefinite or role.complement:
            return None
        self._all()
        most = self._states.most_common(2)
        if not most or most[0][1] < _LEAST or (len(most) > 1 and most[0][1] < _AHEAD * most[1][1]):
            return None
        return " ".join(word.capitalize() for word in most[0][0].split())

    def _work_out(self, office: str) -> str | None:
        named = self._all()
        out = self._out(office)
        left = [(country, times) for country, times in named.most_common() if country not in out]
        if not left or left[0][1] < _LEAST or (len(left) > 1 and left[0][1] < _AHEAD * left[1][1]):
            return None
        return self._printed[left[0][0]]

    def _out(self, office: str) -> frozenset[str]:
        """The countries that have no such office, or of which another is said to hold it."""
        held = {country for country, other in self._told if other == office != _MANY}
        return WITHOUT.get(office, frozenset()) | held

    def _acting(self, line: Line, office: str) -> str | None:
        """The country that first acts by its seat in the sentence: "Kiev refused, and Prime Minister Roe said"."""
        out = self._out(office)
        for at, word in enumerate(line.lower):
            if word in SEATS and line.capital[at] and not (at and line.lower[at - 1] in _WHERE):
                country = SEATS[word]
                return self._printed.get(country) if self._all()[country] and country not in out else None
        return None

    def _all(self) -> Counter[str]:
        if self._named is None:
            self._named = Counter()
            for line in self._lines:
                self._line(line)
            # a seat counts for a country that the text names besides
            for country in [country for country in self._named if country not in self._printed]:
                del self._named[country]
            self._told = [
                (_one(country_of(role.country)), _office(role))
                for roles in self._roles
                for role in roles
                if role.country and role.kind in _OF_STATE
            ]
        return self._named

    def _line(self, line: Line) -> None:
        assert self._named is not None
        lower = line.lower
        for at, word in enumerate(lower):
            if word not in _FIRST or not line.capital[at]:
                continue
            flag = line.flags[at]
            key = word if flag & (COUNTRY | DEMONYM) else ""
            if at + 1 < len(lower) and line.capital[at + 1]:
                pair = f"{word} {lower[at + 1]}"
                long = LONG.get(pair, 0)
                key = pair if long & COUNTRY else key
                if pair in SEATS:
                    self._named[SEATS[pair]] += 1
                if long & PLACE and pair in STATES:
                    self._states[pair] += 1
            if word in SEATS:
                self._named[SEATS[word]] += 1
            if flag & PLACE and word in STATES:
                self._states[word] += 1
            country = _one(COUNTRIES.get(key, ""))
            if country and country != "eu":
                self._named[country] += 1
                self._printed.setdefault(country, _CALLED.get(country) or country.title())


def _office(role: Role) -> str:
    """What an office is compared by: the prime minister is one of many ministers, and the only one of them."""
    return "prime minister" if {"prime", "minister"} <= role.words else role.kind


def _one(country: str) -> str:
    return _SAME.get(country, country)


_SAME = {"america": "us", "united states": "us", "u.s.": "us", "usa": "us", "u.k.": "uk", "britain": "uk"}
_CALLED = {"us": "US", "uk": "UK"}
