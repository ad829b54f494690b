"""Persons and their roles: learned from articles or declared, and found again by whatever they are called.

Eight workers learn of the same persons at the same time. Every transaction takes persons' rows in the order of their
names, and then roles in the order of (person, key), so that none can wait for another in a circle.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from worker.domain.ledger import OF_TEXT, SeenPerson, SeenRole
from worker.domain.reading import Mention, Official, Role
from worker.storage.engine import Database
from worker.storage.tables import facts, mentions, person_roles, persons, quotes
from worker.text.normalise import FILLER, normalise

LONGEST_NAME = 120
"""Characters; the longest names of heads of state have some 60. What is longer names nobody, and is not looked up."""
LONGEST_ROLE = 160
NEAR = timedelta(minutes=10)
"""A later sighting that is so near to the last one is not written. On the day of a summit every article names the
same few persons, and eight workers would write the same rows for each of them."""
_SEP = "|"
_SPACES = str.maketrans({"-": " ", _SEP: " ", ",": " ", **dict.fromkeys("'." + FILLER, "")})


def folded(name: str) -> str:
    """A name as it is compared: without case, accents, hyphens, stops and apostrophes, one space between words."""
    return " ".join(normalise(name).translate(_SPACES).split())


def keys_of(name: str, aliases: Iterable[str] = ()) -> str:
    """What a person is searched by: every name folded, each between bars."""
    names = dict.fromkeys(key for key in map(folded, (name, *aliases)) if key)
    return f"{_SEP}{_SEP.join(names)}{_SEP}"


def _role_key(title: str, organisation: str, country: str) -> str:
    return _SEP.join(folded(part).removeprefix("the ") for part in (title, organisation, country))


def _earlier(table: sa.Table, new: Any) -> sa.Case[Any]:
    known = table.c.first_seen
    return sa.case((sa.or_(known.is_(None), new.first_seen < known), new.first_seen), else_=known)


def _later(table: sa.Table, new: Any) -> sa.Case[Any]:
    known = table.c.last_seen
    return sa.case((sa.or_(known.is_(None), new.last_seen > known), new.last_seen), else_=known)


def _insert(sqlite: bool, table: sa.Table) -> Any:
    """The insert that knows ON CONFLICT, which each dialect spells by itself."""
    if sqlite:
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    from sqlalchemy.dialects.postgresql import insert as postgresql_insert

    return postgresql_insert(table)


_KNOWN = (
    sa.select(
        persons.c.name,
        persons.c.id,
        persons.c.first_seen,
        persons.c.last_seen,
        person_roles.c.key,
        person_roles.c.first_seen.label("role_first"),
        person_roles.c.last_seen.label("role_last"),
    )
    .select_from(
        persons.outerjoin(
            person_roles,
            sa.and_(
                person_roles.c.person_id == persons.c.id,
                person_roles.c.key.in_(sa.bindparam("keys", expanding=True)),
            ),
        )
    )
    .where(persons.c.name.in_(sa.bindparam("names", expanding=True)))
)
_IDS = sa.select(persons.c.name, persons.c.id).where(persons.c.name.in_(sa.bindparam("names", expanding=True)))


@cache
def _seen(sqlite: bool, table: sa.Table, *key: str) -> Any:
    """The statement that adds a row, or widens the time in which it was seen."""
    new = _insert(sqlite, table)
    seen = {"first_seen": _earlier(table, new.excluded), "last_seen": _later(table, new.excluded)}
    return new.on_conflict_do_update(index_elements=key, set_=seen)


def _is_news(seen: tuple[datetime | None, datetime | None] | None, at: datetime) -> bool:
    """Whether a sighting is to be written: of somebody new, or NEAR no other. seen: the first and the last."""
    if seen is None or seen[0] is None or seen[1] is None:
        return True
    return at < seen[0] or at > seen[1] + NEAR


def learn(database: Database, connection: sa.Connection, found: Sequence[Mention], *, at: datetime) -> dict[str, int]:
    """Note who was seen in an article of `at`, and in which roles. Out: name → id of the persons mentioned.

    One statement, where all of them are known already and were seen just now.
    """
    names = sorted({item.person for item in found if item.person and len(item.person) <= LONGEST_NAME})
    if not names:
        return {}
    roles = _printed_roles(found, frozenset(names))
    ids: dict[str, int] = {}
    seen: dict[str, tuple[datetime | None, datetime | None]] = {}
    role_seen: dict[tuple[str, str], tuple[datetime | None, datetime | None]] = {}
    for row in connection.execute(_KNOWN, {"names": names, "keys": list({key for _, key in roles})}):
        ids[row.name] = row.id
        seen[row.name] = row.first_seen, row.last_seen
        if row.key is not None:
            role_seen[row.name, row.key] = row.role_first, row.role_last
    rows = [
        {"name": name, "known_as": keys_of(name), "origin": OF_TEXT, "first_seen": at, "last_seen": at}
        for name in names
        if _is_news(seen.get(name), at)
    ]
    if rows:
        connection.execute(_seen(database.sqlite, persons, "name"), rows)
    missing = [name for name in names if name not in ids]
    if missing:
        ids |= dict(connection.execute(_IDS, {"names": missing}).all())
    news = [
        _role_row(ids[name], key, said, OF_TEXT, at)
        for (name, key), said in roles.items()
        if _is_news(role_seen.get((name, key)), at)
    ]
    if news:
        news.sort(key=lambda row: (row["person_id"], row["key"]))
        connection.execute(_seen(database.sqlite, person_roles, "person_id", "key"), news)
    return ids


def _printed_roles(found: Sequence[Mention], names: Collection[str]) -> dict[tuple[str, str], list[str]]:
    """The roles that stand in a text, as first printed, by name and key."""
    printed = dict.fromkeys(
        (item.person, item.title, item.organisation or "", item.country or "")
        for item in found
        if item.title and item.person in names
    )
    roles: dict[tuple[str, str], list[str]] = {}
    for person, *words in printed:
        said = [(word or "")[:LONGEST_ROLE] for word in words]
        roles.setdefault((person or "", _role_key(*said)), said)
    return roles


def _role_row(
    person: int,
    key: str,
    said: Sequence[str],
    origin: str,
    at: datetime | None,
    since: Any = None,
    until: Any = None,
) -> dict[str, Any]:
    return {
        "person_id": person,
        "key": key,
        "title": said[0],
        "organisation": said[1],
        "country": said[2],
        "origin": origin,
        "since": since,
        "until": until,
        "first_seen": at,
        "last_seen": at,
    }


def declare(database: Database, connection: sa.Connection, officials: Iterable[Official], *, origin: str) -> None:
    """Take over the persons that the file `origin` declares, whole: those it no longer names become persons that
    articles told of, and its roles that are gone go. When each was seen stays.
    """
    database.take_decide_lock(connection)  # under which workers learn of persons, in an order that is not ours
    wanted = {person.name[:LONGEST_NAME]: person for person in officials}
    # those that articles named already carry one role where the file and the articles agree
    connection.execute(
        sa.delete(person_roles).where(person_roles.c.origin == origin, person_roles.c.first_seen.is_(None))
    )
    connection.execute(
        sa.update(person_roles).where(person_roles.c.origin == origin).values(origin=OF_TEXT, since=None, until=None)
    )
    gone = sa.and_(persons.c.origin == origin, persons.c.first_seen.is_(None), persons.c.name.not_in(list(wanted)))
    connection.execute(sa.delete(persons).where(gone))
    for name in connection.scalars(sa.select(persons.c.name).where(persons.c.origin == origin)).all():
        connection.execute(
            sa.update(persons).where(persons.c.name == name).values(origin=OF_TEXT, known_as=keys_of(name))
        )
    if not wanted:
        return
    new = _insert(database.sqlite, persons)
    statement = new.on_conflict_do_update(
        index_elements=["name"], set_={"known_as": new.excluded.known_as, "origin": new.excluded.origin}
    ).returning(persons.c.name, persons.c.id)
    rows = [
        {"name": name, "known_as": keys_of(name, wanted[name].aliases), "origin": origin}
        | {"first_seen": None, "last_seen": None}
        for name in sorted(wanted)
    ]
    ids: dict[str, int] = dict(connection.execute(statement, rows).all())
    roles: dict[tuple[int, str], dict[str, Any]] = {}
    for name, person in wanted.items():
        for role in person.roles:
            row = _declared_role(ids[name], role, origin)
            roles[ids[name], row["key"]] = row
    if roles:
        again = _insert(database.sqlite, person_roles)
        connection.execute(
            again.on_conflict_do_update(
                index_elements=["person_id", "key"],
                set_={name: again.excluded[name] for name in ("origin", "since", "until")},
            ),
            [roles[key] for key in sorted(roles)],
        )


def _declared_role(person: int, role: Role, origin: str) -> dict[str, Any]:
    said = [(part or "")[:LONGEST_ROLE] for part in (role.title, role.organisation, role.country)]
    return _role_row(person, _role_key(*said), said, origin, None, role.since, role.until)


class PeopleRows:
    """Who is known. Read-only but for `declare`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def declare(self, officials: Iterable[Official], *, origin: str) -> None:
        """Take over the persons that a file declares; see the function of that name."""
        with self._db.write() as connection:
            declare(self._db, connection, officials, origin=origin)

    def find(self, name: str) -> list[SeenPerson]:
        """Who may be meant by a name, without regard to case and accents, those seen last first.

        Where somebody is called just that (by an alias too), they alone; else everybody one of whose names holds all
        its words: a surname is enough.
        """
        key = folded(name)
        if not key:
            return []
        words = key.split()
        query = sa.select(persons).where(*(persons.c.known_as.contains(word, autoescape=True) for word in words))
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(*_ORDER)).all()
            just = [row for row in rows if f"{_SEP}{key}{_SEP}" in row.known_as]
            held = [
                row for row in rows if any(set(words) <= set(known.split()) for known in row.known_as.split(_SEP))
            ]
            return self._people(connection, just or held)

    def names(self, *, limit: int = 5_000) -> list[str]:
        """Names of those seen last, to tell what somebody may have meant who mistyped one."""
        with self._db.read() as connection:
            return list(connection.scalars(sa.select(persons.c.name).order_by(*_ORDER).limit(limit)))

    def all(self, *, limit: int) -> list[SeenPerson]:
        """Those seen last first; those never seen, at the end."""
        with self._db.read() as connection:
            return self._people(
                connection, connection.execute(sa.select(persons).order_by(*_ORDER).limit(limit)).all()
            )

    def _people(self, connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[SeenPerson]:
        found: list[SeenPerson] = []
        for at in range(0, len(rows), _CHUNK):
            found.extend(_people(connection, rows[at : at + _CHUNK]))
        return found


_CHUNK = 500
"""Ids in one statement; SQLite takes 32,766, and plans are best for few."""

_ORDER = (persons.c.last_seen.is_(None), persons.c.last_seen.desc(), persons.c.name)


def _people(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> list[SeenPerson]:
    ids = [row.id for row in rows]
    roles: dict[int, list[SeenRole]] = {}
    for row in connection.execute(
        sa.select(person_roles)
        .where(person_roles.c.person_id.in_(ids))
        .order_by(
            person_roles.c.last_seen.is_(None),
            person_roles.c.last_seen.desc(),
            person_roles.c.since.is_(None),
            person_roles.c.since.desc(),
            person_roles.c.key,
        )
    ):
        roles.setdefault(row.person_id, []).append(
            SeenRole(
                row.title,
                row.organisation,
                row.country,
                row.origin,
                row.since,
                row.until,
                row.first_seen,
                row.last_seen,
            )
        )

    def counted(column: sa.Column[Any], *sums: sa.ColumnElement[Any]) -> dict[int, tuple[int, ...]]:
        query = sa.select(column, *sums).where(column.in_(ids)).group_by(column)
        return {row[0]: tuple(int(number) for number in row[1:]) for row in connection.execute(query)}

    named = counted(mentions.c.person_id, sa.func.count(), sa.func.sum(mentions.c.times))
    quoted = counted(quotes.c.speaker_id, sa.func.count())
    stated = counted(facts.c.speaker_id, sa.func.count())
    return [
        SeenPerson(
            id=row.id,
            name=row.name,
            origin=row.origin,
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            roles=tuple(roles.get(row.id, ())),
            articles=named.get(row.id, (0, 0))[0],
            mentions=named.get(row.id, (0, 0))[1],
            quotes=quoted.get(row.id, (0,))[0],
            facts=stated.get(row.id, (0,))[0],
        )
        for row in rows
    ]
