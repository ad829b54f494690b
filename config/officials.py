"""officials.yaml: its shape, and whether what it says makes sense. Text in, declared officials and problems out."""

from collections.abc import Callable, Sequence
from datetime import date

from config.problems import Place, Problems, shown
from config.shapes import Shape, Steps
from config.yaml_nodes import Items, Node, Scalar, Table
from worker.domain.reading import Official, Role
from worker.text.normalise import normalise

SHORTEST = 2
"""Letters of a name; one alone is an initial, which many have."""


class Officials(Shape):
    """officials.yaml: `officials:` is a list of names or tables."""

    key = "officials"
    keys = ("name", "aliases", "roles")
    role_keys = ("title", "organisation", "country", "since", "until")
    example = "write - name: Mark Rutte, and below it roles: [{title: Secretary General, organisation: NATO}]"

    def entry(self, node: Node) -> None:
        at: Steps = ("officials", len(self.found))
        if isinstance(node, Scalar):
            name = self.name(node, "the official's name", "officials.name")
            if name is not None:
                self.lines[at] = self.lines[(*at, "name")] = node.place
                self.found.append(Official(name))
            return
        if not isinstance(node, Table):
            self.problems.error("officials.shape", node.place, "an entry is a list, not a name", self.example)
            return
        self.known(node, self.keys, "officials")
        pairs = {key: value for key, (_, value) in node.pairs.items()}
        if "name" not in pairs:
            hint = "add name: as most articles print it"
            self.problems.error("officials.name", node.place, "an official has no name", hint)
            return
        name = self.name(pairs["name"], "name", "officials.name")
        if name is None:
            return
        self.lines[at] = node.place
        for key, value in pairs.items():
            self.lines[(*at, key)] = value.place
        aliases: tuple[str, ...] = ()
        if "aliases" in pairs:
            aliases = self.texts(pairs["aliases"], "aliases", (*at, "aliases"), "officials.aliases")
        roles = self._roles(pairs["roles"], at) if "roles" in pairs else ()
        self.found.append(Official(name, aliases, roles))

    def _roles(self, node: Node, at: Steps) -> tuple[Role, ...]:
        if isinstance(node, Scalar) and node.null:
            return ()
        roles: list[Role] = []
        for value in node.values if isinstance(node, Items) else (node,):
            if not isinstance(value, Table):
                hint = "write roles: [{title: Secretary General, organisation: NATO, since: 2024-10-01}]"
                self.problems.error("officials.roles", value.place, "a role is no table", hint)
                continue
            role = self._role(value)
            if role is not None:
                place = (*at, "roles", len(roles))
                self.lines[place] = value.place
                for key, (_, part) in value.pairs.items():
                    self.lines[(*place, key)] = part.place
                roles.append(role)
        return tuple(roles)

    def _role(self, table: Table) -> Role | None:
        self.known(table, self.role_keys, "officials.roles")
        pairs = {key: value for key, (_, value) in table.pairs.items()}
        if "title" not in pairs:
            hint = "add title: Prime Minister"
            self.problems.error("officials.roles.title", table.place, "a role has no title", hint)
            return None
        texts = {
            key: self.name(pairs[key], key, f"officials.roles.{key}") if key in pairs else None
            for key in ("title", "organisation", "country")
        }
        days = {key: self._day(pairs[key], key) if key in pairs else None for key in ("since", "until")}
        if texts["title"] is None:
            return None
        return Role(texts["title"], texts["organisation"], texts["country"], days["since"], days["until"])

    def _day(self, node: Node, key: str) -> date | None:
        if isinstance(node, Scalar) and node.null:
            return None
        text = self.text(node, key, f"officials.roles.{key}")
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            hint = "write the day as 2024-10-01, or take the key out where it is not known"
            self.problems.error(f"officials.roles.{key}", node.place, f"{key} is no day", hint)
            return None


def check_officials(officials: Sequence[Official], place: Callable[..., Place], problems: Problems) -> None:
    """Add what makes no sense: a name that two have, a role that ends before it begins.

    place: from a path such as ("officials", 0, "aliases", 1) to where it was written.
    """
    names: dict[str, tuple[int, Place]] = {}
    for index, official in enumerate(officials):
        _check_name(official.name, ("officials", index, "name"), index, names, place, problems)
    for index, official in enumerate(officials):
        for number, alias in enumerate(official.aliases):
            _check_name(alias, ("officials", index, "aliases", number), index, names, place, problems)
        for number, role in enumerate(official.roles):
            if role.since and role.until and role.until < role.since:
                where = place("officials", index, "roles", number, "until")
                message = f"{shown(official.name)} leaves office ({role.until}) before taking it ({role.since})"
                problems.error("officials.roles.dates", where, message, "swap since and until, or mend one of them")


def _check_name(
    name: str,
    at: Steps,
    index: int,
    names: dict[str, tuple[int, Place]],
    place: Callable[..., Place],
    problems: Problems,
) -> None:
    """Add a problem where a name cannot be looked for, or means somebody already."""
    where = place(*at)
    what = "an alias" if "aliases" in at else "a name"
    if sum(map(str.isalpha, name)) < SHORTEST or not name.isprintable():
        message = f"{what} has fewer than {SHORTEST} letters, or is not one line of plain characters"
        problems.error("officials.name.letters", where, message, "write a name as articles print it")
        return
    key = " ".join(normalise(name).split())
    owner, first = names.setdefault(key, (index, where))
    if first is where:
        return
    if owner != index:
        id_ = "officials.alias.taken" if "aliases" in at else "officials.name.duplicate"
        message = f"{shown(name)} means somebody already, in line {first.line}"
        hint = (
            "keep it where it belongs; what two are called names neither"
            if "aliases" in at
            else ("write both as one entry; roles may be many")
        )
        problems.error(id_, where, message, hint)
    else:
        message = f"{shown(name)} is a name of the same official already, in line {first.line}"
        hint = "take it out; case and accents make no other name"
        problems.warn("officials.alias.repeated", where, message, hint)
