"""How `read` shows an article: its text marked up, and below it the figures, the people and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from worker.cli.inert import blanked
from worker.cli.screen import FAINT, STRONG, Column, Row, Screen, Text, joined, text, together
from worker.domain.reading import Form, Kind, Speech
from worker.facts.amounts import amount, previously

if TYPE_CHECKING:
    from worker.cli.read import Read
    from worker.domain.reading import Fact, Mention, Quote

WIDEST = 100
"""Columns of running text: longer lines are hard to follow; a table takes what there is."""
LONGEST_QUOTE = 160
"""Characters of a quote in the list: what was said in full stands in the text above."""

OFFICIAL, PRONOUN, FIGURE, SAID = "bold magenta", "magenta", "bold black on yellow", "green"
"""One colour a kind, each to be read on light and on dark. Figures lie on a colour, as under a marker, so that they
stand out of a quote too. Without colours officials and figures are bold."""
DENIED = "red"


def show(screen: Screen, done: Read) -> None:
    """Print the article and what was read in it."""
    width = screen.width
    if screen.terminal:
        screen.width = min(width, WIDEST)
    _head(screen, done)
    for start, end in _paragraphs(done.text):
        screen.line()
        screen.line(_marked(done, start, end))
    screen.width = width
    _facts(screen, done)
    _people(screen, done.reading.mentions)
    if screen.terminal:
        screen.width = min(width, WIDEST)
    _quotes(screen, done)
    screen.width = width


def _head(screen: Screen, done: Read) -> None:
    from worker.alerts.render_clean import safe_url

    screen.line(text(done.title or done.source, STRONG))
    published = done.published
    when = "" if published is None else f"{published:%a %d %b %Y}"
    if isinstance(published, datetime):
        when = f"{published.astimezone(screen.zone):%a %d %b %Y %H:%M}"
    dateline = done.reading.dateline or ""
    language = f"in {done.language}" if done.language not in (None, "en") else ""
    kept = "" if done.as_page else "plain text"
    screen.line(joined(done.site or "", done.author or "", when, dateline, language, kept))
    url = safe_url(done.url)
    if url:
        screen.whole(text(url, FAINT))
    for said in (done.reading.unread, done.note):
        if said:
            screen.line(text(said, "yellow"))
    if done.reading.mentions or done.reading.facts or done.reading.quotes:
        legend = (text("officials", OFFICIAL), text("figures", FIGURE), text("what was said", SAID))
        screen.line(together(text("marked: ", FAINT), " ", joined(*legend)))


# ---- the text


def _paragraphs(body: str) -> Iterable[tuple[int, int]]:
    from worker.text.paragraphs import paragraphs

    return paragraphs(body)


def _marked(done: Read, start: int, end: int) -> Text:
    """A paragraph with its marks. Quotes are laid below, so that a figure or an official in one is still seen."""
    reading = done.reading
    line = Text(blanked(done.text[start:end]), end="")
    spans = [(quote.start, quote.end, SAID) for quote in reading.quotes]
    spans += [
        (mention.start, mention.end, PRONOUN if mention.form is Form.PRONOUN else OFFICIAL)
        for mention in reading.mentions
    ]
    spans += [(fact.quantity.start, fact.quantity.end, FIGURE) for fact in reading.facts]
    for first, last, style in spans:
        if first < end and last > start:
            line.stylize(style, max(first - start, 0), min(last, end) - start)
    return line


# ---- the figures


def _facts(screen: Screen, done: Read) -> None:
    facts = done.reading.facts
    if not facts:
        return
    screen.line()
    screen.heading("Figures")
    screen.line()
    names = ("who", "figure", "of what", "of whom", "up from", "by when", "status")
    cells = [_fact(fact) for fact in facts]
    # a column in which nothing stands is left out
    kept = [at for at in range(len(names)) if any(row[at].plain for row in cells)]
    columns = [Column(names[at], gives=names[at] != "status") for at in kept]
    screen.table(columns, [Row(tuple(row[at] for at in kept)) for row in cells], wrap=True)


def _fact(fact: Fact) -> tuple[Text, ...]:
    status = fact.status.value
    kind = "" if fact.kind in (Kind.AMOUNT, Kind.COUNT) else fact.kind.value  # which the figure itself says
    return (
        text(fact.speaker or ""),
        joined(text(amount(fact.quantity), STRONG), text(kind, FAINT), by=" "),
        text(fact.about or ""),
        text(fact.actor or ""),
        text(previously(fact.previous, fact.quantity.unit)),
        text(fact.deadline or (fact.deadline_date.isoformat() if fact.deadline_date else "")),
        text(status, {"denied": DENIED, "reported": FAINT}.get(status, "")),
    )


# ---- the people


def _people(screen: Screen, mentions: Sequence[Mention]) -> None:
    people: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.person:
            people.setdefault(mention.person, []).append(mention)
    if not people:
        return
    screen.line()
    screen.heading("People")
    screen.line()
    rows = [
        Row((text(name, OFFICIAL), text("; ".join(_roles(found))), text(len(found))))
        for name, found in people.items()
    ]
    columns = [Column("name"), Column("role", gives=True), Column("mentions", right=True)]
    screen.table(columns, rows, wrap=True)


def _roles(mentions: Sequence[Mention]) -> list[str]:
    """What the text calls somebody, each once: `Secretary General, NATO`; one that only says less is left out."""
    roles: dict[str, tuple[str | None, str | None]] = {}
    for mention in mentions:
        if mention.title is None:
            continue
        known = roles.setdefault(mention.title.casefold(), (mention.title, None))
        of = mention.organisation or mention.country
        if of and not known[1]:
            roles[mention.title.casefold()] = (mention.title, of)
    return [f"{title}, {of}" if of else str(title) for title, of in roles.values()]


# ---- what was said


def _quotes(screen: Screen, done: Read) -> None:
    from worker.alerts.render_clean import cut

    people = {mention.person for mention in done.reading.mentions}
    by: dict[str | None, list[Quote]] = {}
    for quote in done.reading.quotes:
        by.setdefault(quote.speaker, []).append(quote)
    if not by:
        return
    screen.line()
    screen.heading("What was said")
    for speaker, quotes in by.items():
        screen.line()
        screen.line(
            text(speaker, OFFICIAL if speaker in people else STRONG) if speaker else text("nobody named", FAINT)
        )
        for quote in quotes:
            said = cut(blanked(done.text[quote.start : quote.end]), LONGEST_QUOTE)
            words = text(said) if quote.type is Speech.INDIRECT else text(f"“{said}”", SAID)
            note = text(" (yet to be said)", FAINT) if quote.scheduled else text("")
            screen.hanging(text("–", FAINT), together(words, " " if note.plain else "", note), indent=2)
