"""`people`: who was seen in the articles, in which roles, since when and how often."""

from __future__ import annotations

import difflib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Failure, Number, example, json_option, session_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from worker.cli.screen import Screen, Text
    from worker.domain.ledger import SeenPerson, SeenRole
    from worker.storage.people import PeopleRows

MOST = 1_000
SHOWN_ROLES = 5
LATELY = timedelta(days=30)
"""A role that was seen within this time of the last one is as good as that: articles vary in their words."""
_FORMER = (["former"], ["ex"], ["then"], ["late"], ["outgoing"])


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch people",
        "wirewatch people rutte",
        "wirewatch people --json | jq -r 'select(.articles > 10) | .name'",
        after="A name is found without regard to case and accents; a surname is enough. `wirewatch positions` shows "
        "the figures that a person stands for.",
    ),
)
@click.argument("name", required=False)
@click.option(
    "--limit",
    metavar="N",
    type=Number(1, MOST),
    default=30,
    show_default=True,
    help="So many, those seen last first.",
)
@json_option
@click.pass_context
def people(ctx: click.Context, name: str | None, limit: int, as_json: bool) -> None:
    """List who was seen, in which roles, since when and how often.

    Those whom articles name. With NAME those who may be meant by it, with all their roles. Times are those of the
    articles.
    """
    from worker.cli.inert import print_json

    session = session_of(ctx)
    rows = session.storage().people
    found = meant(rows, name) if name is not None else rows.all(limit=limit)
    if as_json:
        for person in found[:limit]:
            print_json(as_dict(person))
        return
    screen = session.screen()
    if not found:
        screen.line("Nobody was seen yet: persons are found as articles are read.")
    elif name is not None:
        for number, person in enumerate(found[:limit]):
            if number:
                screen.line()
            _whole(screen, person)
    else:
        _table(screen, found)


def meant(rows: PeopleRows, name: str) -> list[SeenPerson]:
    """Who may be meant by a name. Raises Failure, with whom the user may have meant, where it is nobody."""
    from worker.storage.people import folded

    found = rows.find(name)
    if found:
        return found
    known = {folded(other): other for other in rows.names()}
    parts = {part: other for key, other in known.items() for part in key.split()} | known
    close = difflib.get_close_matches(folded(name), list(parts), n=3, cutoff=0.7)
    names = list(dict.fromkeys(parts[key] for key in close))
    hint = f"perhaps {' or '.join(names)}" if names else "`wirewatch people` lists who was seen"
    raise Failure(f"no article names anybody called {name[:80]!r}", hint=hint)


def as_dict(person: SeenPerson) -> dict[str, Any]:
    """A person as JSON; keys are stable."""
    from worker.cli.inert import iso_or_none

    return {
        "id": person.id,
        "name": person.name,
        "origin": person.origin,
        "first_seen": iso_or_none(person.first_seen),
        "last_seen": iso_or_none(person.last_seen),
        "articles": person.articles,
        "mentions": person.mentions,
        "quotes": person.quotes,
        "facts": person.facts,
        "roles": [
            {
                "title": role.title,
                "organisation": role.organisation or None,
                "country": role.country or None,
                "origin": role.origin,
                "since": role.since.isoformat() if role.since else None,
                "until": role.until.isoformat() if role.until else None,
                "first_seen": iso_or_none(role.first_seen),
                "last_seen": iso_or_none(role.last_seen),
            }
            for role in person.roles
        ],
    }


def role_words(role: SeenRole) -> str:
    """A role in a line: `Secretary General, NATO`."""
    return ", ".join(part for part in (role.title, role.organisation, role.country) if part)


def main_role(person: SeenPerson) -> str:
    """The role to name somebody by, or "": a declared one that is not over, else the fullest of those seen lately
    that is no former one.
    """
    declared = [role for role in person.roles if role.since and role.until is None]
    if declared:
        return role_words(declared[0])
    seen = [(role, role.last_seen) for role in person.roles if role.last_seen]
    last = max((moment for _, moment in seen), default=None)
    lately = [role for role, moment in seen if last is not None and last - moment <= LATELY]
    present = [role for role in lately if role.title.lower().split()[:1] not in _FORMER]
    return role_words(max(present or lately or person.roles, key=_fullness)) if person.roles else ""


def _fullness(role: SeenRole) -> tuple[bool, int]:
    return bool(role.organisation or role.country), len(role_words(role))


def _table(screen: Screen, found: list[SeenPerson]) -> None:
    from worker.cli.screen import FAINT, STRONG, Column, Row, text

    columns = [
        Column("name", gives=True),
        Column("role", gives=True),
        Column("articles", right=True),
        Column("quotes", right=True),
        Column("figures", right=True),
        Column("last seen"),
    ]
    rows = [
        Row(
            (
                text(person.name, STRONG),
                text(main_role(person)),
                text(person.articles),
                text(person.quotes, "" if person.quotes else FAINT),
                text(person.facts, "" if person.facts else FAINT),
                screen.ago(person.last_seen),
            )
        )
        for person in found
    ]
    screen.table(columns, rows)


def _whole(screen: Screen, person: SeenPerson) -> None:
    from worker.cli.screen import FAINT, STRONG, joined, text, together
    from worker.cli.words import count

    screen.line(text(person.name, STRONG))
    counts = (
        f"named {count(person.mentions, 'time')} in {count(person.articles, 'article')}",
        count(person.quotes, "quote"),
        count(person.facts, "figure"),
    )
    screen.line(joined(*counts) if person.first_seen else text("not seen yet"), indent=2)
    if person.first_seen and person.last_seen:
        screen.line(text(f"seen {_from_to(screen, person.first_seen, person.last_seen)}"), indent=2)
    if person.origin != "text":
        screen.line(text(f"declared in {person.origin}"), indent=2)
    for role in person.roles[:SHOWN_ROLES]:
        screen.line(together(text(role_words(role)), _when(screen, role), by="  "), indent=4)
    if len(person.roles) > SHOWN_ROLES:
        screen.line(text(f"and {len(person.roles) - SHOWN_ROLES} more roles: --json lists them", FAINT), indent=4)


def _when(screen: Screen, role: SeenRole) -> Text:
    from worker.cli.screen import FAINT, text

    parts = []
    if role.since or role.until:
        parts.append(_held(role.since, role.until))
    if role.first_seen and role.last_seen:
        parts.append(f"seen {_from_to(screen, role.first_seen, role.last_seen)}")
    return text(", ".join(parts), FAINT)


def _held(since: date | None, until: date | None) -> str:
    if since is None:
        return f"until {until}"
    return f"since {since}" if until is None else f"{since} to {until}"


def _from_to(screen: Screen, first: datetime, last: datetime) -> str:
    begin, end = first.astimezone(screen.zone).date(), last.astimezone(screen.zone).date()
    return f"{begin}" if begin == end else f"{begin} to {end}"
