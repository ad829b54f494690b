"""`explain`: why a watch holds on an article, or does not: the query node by node, with the places in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from worker.cli.base import Command, Failure, example, json_option, session_of

if TYPE_CHECKING:
    from worker.cli.queries import Asked
    from worker.cli.screen import Screen
    from worker.domain.ledger import Archived
    from worker.domain.watch import Evidence
    from worker.watches.explain import Explained
    from worker.watches.hits import Hit
    from worker.watches.subject import Subject
    from worker.watches.tree import Node

WIDEST = 100
"""Columns of running text: longer lines are hard to follow."""
LONGEST_SENTENCE = 240
"""Characters shown of a sentence, around what is marked."""
MOST_NAMED = 4
"""Figures, persons and the like that an article has in place of what was asked for."""
MOST_PLACES = 20
"""Places of one node that are printed as JSON; `places` says how many there are."""


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch explain https://example.org/news/1234 'NATO spending targets'",
        """wirewatch explain 1234 'FACT(target:>=5%gdp speaker:"Mark Rutte")'""",
        "wirewatch explain 1234 'Moscow answers NATO' --json | jq .holds",
        after="It goes by what is stored of the article and asks no publisher. `wirewatch positions --json` and "
        "`wirewatch backtest --json` give the ids of articles; `wirewatch watches test` takes an article that is "
        "not stored.",
    ),
)
@click.argument("article", metavar="ID|URL")
@click.argument("watch", metavar="WATCH|QUERY")
@json_option
@click.pass_context
def explain(ctx: click.Context, article: str, watch: str, as_json: bool) -> None:
    """Show why a watch holds on a stored article, or why not.

    The query as a tree: each part with ✓ or ✗ and the sentence where it was found. An arrow marks the parts that
    decided it. WATCH|QUERY is the name of a watch, else a query, or - for one on standard input.
    """
    from worker.cli.inert import print_json
    from worker.cli.queries import asked
    from worker.watches.explain import explain as explained_of
    from worker.watches.subject import Subject

    session = session_of(ctx)
    storage = session.storage()
    wanted = asked(watch, storage.declared.watches())
    found = storage.archive.find(article)
    if found is None:
        hint = "give the id or the URL of an article that was read; `wirewatch watches test` takes any other"
        raise Failure(f"there is no stored article {article[:200]!r}", hint=hint)
    subject = Subject(found.article, found.reading, origins=found.origins)
    explained = explained_of(wanted.tree, subject, saved=wanted.trees.get)
    if as_json:
        print_json(to_dict(wanted, explained, subject, article=found))
    else:
        show(session.screen(), wanted, explained, subject, article=found)


# ---- for programs


def to_dict(wanted: Asked, explained: Explained, subject: Subject, *, article: Archived | None) -> dict[str, Any]:
    """What was asked of which article and the answers, as JSON; keys are stable. article: where it is stored."""
    from worker.cli.inert import iso_or_none
    from worker.log import redact

    about = subject.article
    return {
        "article": None if article is None else article.id,
        "title": about.title,
        "url": redact(about.url) if about.url else None,
        "source": about.source or None,
        "published": iso_or_none(about.published),
        "read": article is None or article.was_read,
        "unread": subject.reading.unread or None,
        "watch": wanted.watch,
        "query": wanted.query or None,
        "reading": wanted.reading,
        "holds": explained.holds,
        "decided_by": [_label(reason.node) for reason in explained.reasons()],
        "tree": _node_dict(explained, subject),
    }


def _node_dict(explained: Explained, subject: Subject) -> dict[str, Any]:
    said = sentence_of(explained.hits, subject)
    return {
        "node": type(explained.node).__name__.lower(),
        "reading": _label(explained.node),
        "start": explained.node.start,
        "end": explained.node.end,
        "holds": explained.holds,
        "decisive": explained.decisive,
        "places": len(explained.hits),
        "found": [
            {"part": hit.part.value, "marks": [list(mark) for mark in hit.marks]}
            for hit in explained.hits[:MOST_PLACES]
        ],
        "sentence": None if said is None else evidence_dict(said),
        "note": note_of(explained, subject) or None,
        "parts": [_node_dict(part, subject) for part in explained.parts],
    }


def evidence_dict(said: Evidence) -> dict[str, Any]:
    """A sentence as JSON, as alerts have it: its text, the marked spans in it, and where it begins in its part."""
    spans = [list(span) for span in said.spans]
    return {"text": said.text, "spans": spans, "part": said.part.value, "start": said.start}


# ---- for people


def show(
    screen: Screen,
    wanted: Asked,
    explained: Explained,
    subject: Subject,
    *,
    article: Archived | None = None,
    called: str = "",
) -> None:
    """The answer for people: of what, whether it holds, the query line by line. called: an article without title."""
    from worker.cli.screen import BAD, FAINT, GOOD, STRONG, WARN, text, together

    if screen.terminal:
        screen.width = min(screen.width, WIDEST)
    if called:
        screen.line(text(called, STRONG))
    _head(screen, subject, article)
    verdict = text("holds", GOOD) if explained.holds else text("does not hold", BAD)
    which = text(f"“{wanted.watch}”", STRONG) if wanted.watch else text("The query", STRONG)
    screen.line()
    screen.line(together(which, " ", verdict))
    if wanted.query:
        screen.line(text(wanted.query, FAINT))
    if note := _unread(subject, article):
        screen.line(text(note, WARN))
    screen.line()
    lines = list(_lines(_lean(explained), 0))
    for line in lines:
        _line(screen, line, subject)
    if len(lines) > 1:
        screen.line()
        screen.line(together(text("←", WARN), " ", text("decided it", FAINT)))


def _head(screen: Screen, subject: Subject, article: Archived | None) -> None:
    from worker.alerts.render_clean import safe_url
    from worker.cli.screen import FAINT, STRONG, joined, text

    about = subject.article
    if about.title.strip():
        screen.line(text(about.title, STRONG))
    when = f"{about.published.astimezone(screen.zone):%a %d %b %Y %H:%M}" if about.published else ""
    number = f"article {article.id}" if article is not None else ""
    origin = joined(text(about.source, FAINT), text(when, FAINT), text(number, FAINT))
    if origin.plain:
        screen.line(origin)
    url = safe_url(about.url)
    if url:
        screen.whole(text(url, FAINT))


def _unread(subject: Subject, article: Archived | None) -> str:
    if article is not None and not article.was_read:
        return "It has no reading, so no person, figure or quote is known; `wirewatch reprocess` reads it."
    unread = subject.reading.unread
    return f"Persons, figures and quotes are not known: {unread}." if unread else ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A node as it is shown. arrow: it decided the answer."""

    explained: Explained
    label: str
    depth: int
    arrow: bool


def _lines(explained: Explained, depth: int) -> Iterator[_Line]:
    below = any(part.decisive for part in explained.parts)
    yield _Line(explained, _heading(explained), depth, arrow=explained.decisive and not below)
    for part in explained.parts:
        yield from _lines(part, depth + 1)


def _lean(explained: Explained) -> Explained:
    """NOT, FACT and a place around one term become one line with it, and FACT takes the AND in it along."""
    from dataclasses import replace

    from worker.watches.tree import And, Not, OneFact, Or, Within

    parts = tuple(map(_lean, explained.parts))
    if isinstance(explained.node, Not | Within | OneFact) and len(parts) == 1 and not parts[0].parts:
        return replace(explained, hits=parts[0].hits, parts=())
    if isinstance(explained.node, OneFact) and isinstance(parts[0].node, And | Or):
        return replace(explained, parts=parts[0].parts)
    return replace(explained, parts=parts)


def _heading(explained: Explained) -> str:
    """A node in words: what stands below it is not repeated."""
    from worker.watches.tree import And, Near, Not, OneFact, Or, Saved, Together, Within

    match explained.node:
        case And():
            return "AND: all of"
        case Or():
            return "OR: any of"
        case Not() if explained.parts:
            return "NOT"
        case Near(_, _, words, ordered):
            return f"{'O' if ordered else ''}NEAR/{words}"
        case Together():
            return "SENTENCE"
        case Within(place) if explained.parts:
            return f"{place}:"
        case OneFact(And()) if explained.parts:
            return "FACT: one figure with all of"
        case OneFact(Or()) if explained.parts:
            return "FACT: one figure with any of"
        case OneFact() if explained.parts:
            return "FACT: one figure with"
        case Saved() if explained.parts:
            return _label(explained.node)
    return _label(explained.node)


def _label(node: Node) -> str:
    from worker.watches.language import read_back

    return read_back(node)


def _line(screen: Screen, line: _Line, subject: Subject) -> None:
    from worker.cli.alerts import quoted
    from worker.cli.screen import BAD, FAINT, GOOD, STRONG, WARN, text, together

    explained, indent = line.explained, 2 * line.depth
    mark = text("✓", GOOD) if explained.holds else text("✗", BAD)
    label = text(line.label, STRONG if line.arrow else "")
    arrow = text(" ←", WARN) if line.arrow else text("")
    screen.hanging(mark, together(label, " " if line.arrow else "", arrow), indent=indent)
    said = sentence_of(explained.hits, subject)
    if said is not None:
        shown = together(quoted(said, LONGEST_SENTENCE), text(_more(explained.hits, said), FAINT), by=" ")
        shown.rstrip()
        screen.line(shown, indent=indent + 4)
    if note := note_of(explained, subject):
        screen.line(text(note, FAINT), indent=indent + 4)


def _more(hits: Sequence[Hit], said: Evidence) -> str:
    others = len({(hit.part, hit.start) for hit in hits}) - len(said.spans)
    where = "in the headline" if said.part.value == "title" else ""
    more = f"and {others} more" if others > 0 else ""
    both = ", ".join(part for part in (where, more) if part)
    return f"({both})" if both else ""


# ---- what is said of a node


def sentence_of(hits: Sequence[Hit], subject: Subject) -> Evidence | None:
    """The sentence that shows a node best, all its places there marked; None where it stands nowhere."""
    from worker.watches.evidence import evidence_of
    from worker.watches.hits import Hits

    if not hits:
        return None
    first = hits[0]
    part = subject.body if first.part is subject.body.part else subject.title
    number = part.sentence_of(first.start)
    beside = [hit for hit in hits if hit.part is first.part and part.sentence_of(hit.start) == number]
    return evidence_of(Hits(every=[beside]), subject)[0]


def note_of(explained: Explained, subject: Subject) -> str:
    """What an article has in place of what was asked for, or how a field stands; "" where there is nothing to say."""
    from worker.watches.tree import Meta, Near, OneFact, Origins, Published, Saved, Together

    node = explained.node
    match node:
        case Published() | Origins():
            return _field_note(node, subject)
        case Meta() if not explained.holds:
            return _field_note(node, subject)
        case Saved() if not explained.parts:
            return "there is no such watch, or it leads back to itself"
        case Near() | Together() if not explained.holds and all(part.holds for part in explained.parts):
            return "both stand in it, but not in one sentence" if isinstance(node, Together) else _far(node.ordered)
        case OneFact(part) if not explained.parts and not explained.holds:
            return _instead(part, subject)
        case OneFact() if (
            explained.decisive and not explained.holds and not any(part.decisive for part in explained.parts)
        ):
            return "for each of these there is a figure, but there is none for all of them"
        case _ if not explained.holds and not explained.parts:
            return _instead(node, subject)
    return ""


def _far(ordered: bool) -> str:
    return f"both stand in it, but not so near to each other{', or in the other order' if ordered else ''}"


def _field_note(node: Node, subject: Subject) -> str:
    from worker.watches.tree import Field, Meta, Published

    article = subject.article
    if isinstance(node, Published):
        return f"published {article.published:%Y-%m-%d}" if article.published else "it has no date"
    if not isinstance(node, Meta):
        return f"carried by {subject.origins} {'feed' if subject.origins == 1 else 'feeds'}"
    said = {
        Field.AUTHOR: article.author,
        Field.SOURCE: article.source,
        Field.SITE: subject.host,
        Field.URL: article.url,
        Field.LANG: article.language,
    }[node.field]
    name = "language" if node.field is Field.LANG else node.field.value
    return f"its {name} is {said}" if said else f"it has no {name}"


def _instead(node: Node, subject: Subject) -> str:
    """What of this kind the article has."""
    from worker.watches.tree import About, Deadline, Figure, InStatus, Party, Who

    facts = subject.reading.facts
    match node:
        case Figure():
            return _figures(subject, node)
        case About():
            return _had("its figures are of", (fact.about or fact.quantity.noun for fact in facts), NO_FIGURE)
        case InStatus():
            return _had("its statuses are", (fact.status.value for fact in facts), NO_FIGURE)
        case Deadline():
            return _had("its deadlines are", (fact.deadline or "" for fact in facts), "no deadline is known of it")
        case Party(Who.PERSON):
            return _had("it names", subject.persons, "it names nobody who is known")
        case Party(Who.ROLE):
            return _had("its roles are", (mention.title or "" for _, mention in subject.roles), "it gives no role")
        case Party(Who.SPEAKER):
            return _had("its speakers are", subject.speakers, "no speaker is known of it")
        case Party(Who.ACTOR):
            return _had("its actors are", (fact.actor or "" for fact in facts), "no actor is known of it")
    return ""


NO_FIGURE = "no figure is known of it"


def _figures(subject: Subject, node: Node | None = None) -> str:
    """The figures of an article, those first that are most like the one asked for."""
    from worker.facts.amounts import amount
    from worker.watches.subject import units_of
    from worker.watches.tree import Figure

    facts = list(subject.reading.facts)
    if isinstance(node, Figure):
        facts.sort(key=lambda fact: (node.unit not in units_of(fact.quantity.unit), fact.kind is not node.kind))
    return _had("its figures are", (f"{amount(fact.quantity)} ({fact.kind})" for fact in facts), NO_FIGURE)


def _had(what: str, found: Iterable[str], none: str) -> str:
    from worker.cli.inert import clean
    from worker.cli.words import listed

    words = [word for word in dict.fromkeys(map(clean, found)) if word]
    return f"{what} {listed(words, MOST_NAMED)}" if words else none
