"""The officials that the operator has named, to be looked up by what a text calls them."""

from collections.abc import Iterable
from datetime import date

from worker.domain.reading import Official, Role
from worker.facts.transliteration import fold_name

_SMALL = frozenset({"of", "for", "the", "and", "to"})
_SPELLINGS = {"defence": "defense", "labour": "labor", "organisation": "organization", "centre": "center"}


def _key(text: str) -> str:
    return " ".join(fold_name(word) for word in text.split())


def _title_words(title: str) -> frozenset[str]:
    words = title.lower().replace("-", " ").split()
    return frozenset(_SPELLINGS.get(word, word) for word in words) - _SMALL


def _organisation_key(text: str | None) -> str:
    return " ".join(word for word in (text or "").lower().split() if word != "the")


class Registry:
    """Officials by name, alias, surname and role. Built once, used for every article."""

    def __init__(self, officials: Iterable[Official] = ()) -> None:
        self.officials = tuple(officials)
        self._names: dict[str, Official] = {}
        self._surnames: dict[str, list[Official]] = {}
        self._roles: list[tuple[frozenset[str], str, Role, Official]] = []
        for official in self.officials:
            for name in (official.name, *official.aliases):
                self._names.setdefault(_key(name), official)
            surname = fold_name(official.name.split()[-1]) if official.name.split() else ""
            known = self._surnames.setdefault(surname, [])
            if official not in known:
                known.append(official)
            for role in official.roles:
                for place in {_organisation_key(role.organisation), _organisation_key(role.country)} - {""}:
                    self._roles.append((_title_words(role.title), place, role, official))

    def __bool__(self) -> bool:
        return bool(self.officials)

    def by_name(self, name: str) -> Official | None:
        """Whom a name or an alias means, in whatever transliteration; None where nobody has it."""
        return self._names.get(_key(name))

    def by_surname(self, surname: str) -> tuple[Official, ...]:
        """The officials of a surname."""
        return tuple(self._surnames.get(fold_name(surname), ()))

    def by_role(self, title: str, organisation: str | None, country: str | None, day: date | None) -> Official | None:
        """Who holds an office on a day, or at any time where the day is None.

        title: without "the". organisation, country: as printed; one of them is needed. None where nobody or more
        than one official fits.
        """
        words = _title_words(title)
        places = {_organisation_key(organisation), _organisation_key(country)} - {""}
        if not words or not places:
            return None
        found = {
            official.name: official
            for title_words, place, role, official in self._roles
            if title_words == words and place in places and holds(role, day)
        }
        return next(iter(found.values())) if len(found) == 1 else None


def holds(role: Role, day: date | None) -> bool:
    """Whether a role is held on a day; any role is where the day is None."""
    if day is None:
        return True
    return (role.since is None or role.since <= day) and (role.until is None or day <= role.until)


def role_at(official: Official, day: date | None) -> Role | None:
    """The role an official holds on a day, the latest begun where there are several; None where there is none."""
    held = [role for role in official.roles if holds(role, day)]
    return max(held, key=lambda role: role.since or date.min) if held else None


EMPTY = Registry()
