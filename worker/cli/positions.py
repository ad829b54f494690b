"""`positions`: what each person demands, proposes, plans, agrees to or denies in figures, and where that moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Number, Since, example, json_option, moment_of, session_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worker.cli.screen import Screen, Text
    from worker.domain.ledger import Move, Position, SeenPerson, Stand
    from worker.domain.reading import Fact
    from worker.storage.people import PeopleRows

MOST = 1_000
NAMED = 8
"""Most persons that are named where several are meant."""
STATUSES = ("demanded", "proposed", "planned", "agreed", "reported", "denied")


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch positions --person rutte",
        "wirewatch positions --about 'defence spending' --since 90d",
        "wirewatch positions --moved --json | jq -r '[.at, .person, .written] | @tsv'",
        after="A position is a figure whose speaker an article names. It has moved where a later article has them "
        "say another value, status or deadline of the same subject: of the same kind and unit, about the same main "
        "words. Copies of a report are one position.",
    ),
)
@click.option("--person", metavar="NAME", help="Of those called so; a surname is enough.")
@click.option("--about", metavar="WORDS", help="Figures about something that holds these words.")
@click.option(
    "--since", type=Since(), metavar="TIME", help="Those that began or moved since then: 30d or 2026-03-01."
)
@click.option("--status", type=click.Choice(STATUSES), multiple=True, help="Of this status only; may be repeated.")
@click.option("--moved", is_flag=True, help="Only those that moved.")
@click.option("--all", "everything", is_flag=True, help="Also what is merely reported.")
@click.option("--limit", metavar="N", type=Number(1, MOST), default=50, show_default=True, help="The latest so many.")
@json_option
@click.pass_context
def positions(
    ctx: click.Context,
    person: str | None,
    about: str | None,
    since: timedelta | datetime | None,
    status: tuple[str, ...],
    moved: bool,
    everything: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Show the figures that persons stand for, and where they moved.

    In order of time: demanded, proposed, planned, agreed and denied figures, and targets; with --all also those that
    are merely reported. Each with the sentence that proves it, its outlet and its headline.
    """
    from worker.cli.inert import print_json
    from worker.cli.people import meant

    session = session_of(ctx)
    storage = session.storage()
    named = meant(storage.people, person) if person is not None else None
    found = _read(storage.readings, named, everything or "reported" in status)
    began = moment_of(since, session.now())
    chosen = [item for item in found if _wanted(item, about, began, status, moved)]
    latest = sorted(chosen, key=lambda item: (item.stand.at, item.stand.article))[-limit:]
    kept = {id(item) for item in latest}
    shown = [item for item in chosen if id(item) in kept]
    if as_json:
        for item in shown:
            print_json(as_dict(item))
        return
    screen = session.screen()
    if named is not None and len(named) > 1:
        screen.line(_several(person or "", named))
        screen.line()
    if not shown:
        narrowed = bool(about or since or status or moved)
        screen.line(_nothing(found, narrowed=narrowed, everything=everything))
        return
    show(screen, shown, storage.people)
    if len(chosen) > len(shown):
        screen.line()
        screen.line(f"The latest {len(shown)} of {len(chosen)}; --limit shows more.")


def _read(readings: Any, named: Sequence[SeenPerson] | None, everything: bool) -> list[Position]:
    from worker.domain.ledger import STANDS
    from worker.facts.ledger import ledger

    persons_of = None if named is None else [item.id for item in named]
    return ledger(readings.stands(persons_of=persons_of, statuses=None if everything else STANDS))


def _wanted(item: Position, about: str | None, since: datetime | None, status: Sequence[str], moved: bool) -> bool:
    from worker.facts.ledger import main_words

    fact = item.stand.fact
    if moved and item.move is None:
        return False
    if since is not None and item.stand.at < since:
        return False
    if status and fact.status.value not in status:
        return False
    if about is None:
        return True
    words = main_words(about)
    held = main_words(fact.about) | main_words(fact.quantity.noun)
    return bool(words) and words <= held


def _several(name: str, named: Sequence[SeenPerson]) -> str:
    from worker.cli.words import listed

    return f"{name[:80]} may be {listed([item.name for item in named], NAMED)}: all are shown."


def _nothing(found: Sequence[Position], *, narrowed: bool, everything: bool) -> str:
    from worker.cli.words import count

    if found and narrowed:
        return f"There are no such positions among {count(len(found), 'position')}."
    if everything:
        return "There are no figures with a speaker yet: they are found as articles are read."
    return "There are no positions yet; --all shows also what is merely reported."


# ---- for programs


def as_dict(item: Position) -> dict[str, Any]:
    """A position as JSON; keys are stable."""
    from worker.cli.inert import iso
    from worker.facts.amounts import amount
    from worker.log import redact

    stand, fact = item.stand, item.stand.fact
    quantity = fact.quantity
    return {
        "person": stand.person,
        "at": iso(stand.at),
        "last_at": iso(item.last_at),
        "status": fact.status.value,
        "kind": fact.kind.value,
        "written": amount(quantity),
        "surface": quantity.surface,
        "value": quantity.value,
        "value_max": quantity.value_max,
        "unit": quantity.unit,
        "approximate": quantity.approximate,
        "noun": quantity.noun or None,
        "about": fact.about,
        "actor": fact.actor,
        "previous": fact.previous,
        "deadline": fact.deadline,
        "deadline_date": fact.deadline_date.isoformat() if fact.deadline_date else None,
        "moved": None if item.move is None else _move_as_dict(item.move),
        "reports": item.reports,
        "outlets": list(item.outlets),
        "source": stand.source,
        "title": stand.title,
        "url": redact(stand.url) if stand.url else None,
        "article": stand.article,
        "sentence": stand.sentence,
    }


def _move_as_dict(move: Move) -> dict[str, Any]:
    from worker.cli.inert import iso

    before = move.before
    deadline = before.fact.deadline_date if before else None
    return {
        "what": move.change.value,
        "direction": {True: "up", False: "down", None: None}[move.rises],
        "back": move.back,
        "value": move.previous,
        "status": before.fact.status.value if before else None,
        "deadline_date": deadline.isoformat() if deadline else None,
        "at": iso(before.at) if before else None,
        "article": before.article if before else None,
    }


# ---- for people


def show(screen: Screen, shown: Sequence[Position], people: PeopleRows) -> None:
    """Positions for people, in a part for each person."""
    from worker.cli.people import main_role
    from worker.cli.screen import FAINT, STRONG, joined, text

    last = ""
    for item in shown:
        name = item.stand.person
        if name != last:
            if last:
                screen.line()
            roles = [person for person in people.find(name) if person.name == name]
            screen.line(joined(text(name, STRONG), text(main_role(roles[0]) if roles else "", FAINT)))
            last = name
        _entry(screen, item)


def _entry(screen: Screen, item: Position) -> None:
    """A position: date, status and figure; how it moved; the sentence; where it stands."""
    from worker.cli.screen import FAINT, STRONG, WARN, joined, text, together
    from worker.facts.amounts import amount

    stand, fact = item.stand, item.stand.fact
    head = together(
        text(_day(screen, stand.at), FAINT),
        text(fact.status.value, _style(fact)),
        text(amount(fact.quantity, noun=not fact.about), STRONG),
        text(f"({fact.kind.value})", FAINT),
        by="  ",
    )
    details = joined(
        text(fact.about or ""),
        text(f"for {fact.actor}" if fact.actor and fact.actor != stand.person else ""),
        text(fact.deadline or ""),
    )
    screen.line(together(head, *([details] if details.plain else []), by="  "), indent=2)
    if item.move is not None:
        screen.line(text(_moved(screen, item), WARN), indent=4)
    sentence = _sentence(stand)
    if sentence.plain:
        screen.line(sentence, indent=4)
    others = item.reports - 1
    more = f"and {others} more {'report' if others == 1 else 'reports'}" if others else ""
    screen.line(joined(text(stand.source, FAINT), text(stand.title, FAINT), text(more, FAINT)), indent=4)


def _style(fact: Fact) -> str:
    from worker.cli.screen import BAD, GOOD

    return {"agreed": GOOD, "denied": BAD, "reported": ""}.get(fact.status.value, "cyan")


def _moved(screen: Screen, item: Position) -> str:
    """`3.5% → 5% of GDP (up), since 9 Jun`."""
    from worker.facts.amounts import measure

    move, fact = item.move, item.stand.fact
    if move is None:
        return ""
    quantity = fact.quantity
    since = f", since {_day(screen, item.stand.at)}"
    before = move.before.fact if move.before else None
    if move.change.value == "value" and quantity.value is not None and move.previous is not None:
        if before is None:
            since = ", as the article says"
        unit = quantity.unit
        was = measure(move.previous, unit, before.quantity.value_max if before else None)
        was = was.removesuffix(" of GDP")
        way = {True: "up", False: "down", None: "changed"}[move.rises]
        back = "back " if move.back and move.rises is not None else ""
        return f"{was} → {measure(quantity.value, unit, quantity.value_max)} ({back}{way}){since}"
    if before is None:
        return ""
    if move.change.value == "status":
        return f"{before.status.value} → {fact.status.value}{since}"
    way = "later" if move.rises else "earlier"
    return f"{before.deadline} → {fact.deadline} ({way}){since}"


def _sentence(stand: Stand) -> Text:
    """The sentence in quotes, its figure marked."""
    from worker.cli.inert import clean
    from worker.cli.screen import HIT, Text, text

    if not stand.sentence.strip():
        return text("")
    at = stand.fact.quantity.start - stand.fact.sentence[0]
    end = at + stand.fact.quantity.end - stand.fact.quantity.start
    line = Text("\u201c", end="")
    for part, style in ((stand.sentence[:at], ""), (stand.sentence[at:end], HIT), (stand.sentence[end:], "")):
        lead, tail = " " * part[:1].isspace(), " " * part[-1:].isspace()
        shown = clean(part)
        line.append(f"{lead}{shown}{tail}" if shown else lead, style=style)
    line.rstrip()
    return line.append("\u201d")


def _day(screen: Screen, moment: datetime) -> str:
    """A day on the operator's calendar: `9 Jun`, with its year where that is another."""
    day, today = moment.astimezone(screen.zone).date(), screen.now.astimezone(screen.zone).date()
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"
