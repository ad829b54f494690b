"""The ledger: what each person stands for, in order of time, and where it moved. Pure.

Stands are of one subject where person, kind, unit and the main words of what the figure is about are the same, and
nothing speaks against it: a demand on Spain is no change of a demand on all allies. Main words must all be the same:
"core defence spending" is a part of "defence spending", and its smaller figure would pass for a step back.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files

from worker.domain.ledger import Change, Move, Position, Stand
from worker.domain.reading import Fact, Kind
from worker.text.tokens import tokens

COPIED_WITHIN = timedelta(days=7)
"""A sentence that stands word for word in an earlier article of so many days is a late copy of it, and no return."""


def _words(name: str) -> frozenset[str]:
    lines = (files("worker.facts") / "data" / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_FILLER = _words("subject-filler.txt")
_EVERYBODY = _words("subject-everybody.txt")


def main_words(text: str | None) -> frozenset[str]:
    """The words of a subject that tell it from others: small letters, American spelling, singular, no filling words.

    "spending on defence" and "defense spending" give the same.
    """
    if not text:
        return frozenset()
    words = (_singular(key) for key in tokens(text).keys if key[0].isalnum())
    return frozenset(word for word in words if word not in _FILLER)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@dataclass(slots=True)
class _Entry:
    """A position in the making."""

    stand: Stand
    move: Move | None
    told: list[Stand] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """What one person says of one subject, to those who are meant by it, in order of time."""

    entries: list[_Entry] = field(default_factory=list)


def ledger(stands: Iterable[Stand]) -> list[Position]:
    """The positions of all persons. In: stands in any order. Out: by person, in the order of their first, then by
    time; within one article targets come first.

    What several articles report alike is one position, that counts them. A position that differs from the one before
    it in value, else in status or deadline, carries the move; figures side by side in one article are none.
    """
    ordered = sorted(stands, key=lambda item: (item.at, item.article, item.fact.kind is not Kind.TARGET, item.number))
    lines: dict[Hashable, list[_Line]] = {}
    copies: dict[tuple[str, str, str], _Entry] = {}
    entries: dict[str, list[_Entry]] = {}
    for stand in ordered:
        copy = (stand.person, " ".join(stand.sentence.split()), stand.fact.quantity.surface)
        known = copies.get(copy)
        if known is not None and stand.at - known.told[-1].at <= COPIED_WITHIN:
            known.told.append(stand)
            continue
        line = _line_of(lines.setdefault(_subject(stand), []), stand)
        entry = _same_as_last(line, stand)
        if entry is None:
            entry = _Entry(stand, _move(line, stand))
            line.entries.append(entry)
            entries.setdefault(stand.person, []).append(entry)
        entry.told.append(stand)
        copies[copy] = entry
    return [_position(entry) for found in entries.values() for entry in found]


def _position(entry: _Entry) -> Position:
    return Position(
        stand=entry.stand,
        last_at=entry.told[-1].at,
        reports=len({stand.article for stand in entry.told}),
        outlets=tuple(dict.fromkeys(stand.source for stand in entry.told if stand.source)),
        move=entry.move,
    )


def _subject(stand: Stand) -> Hashable:
    """What a stand is of. One that does not say is of a subject of its own."""
    words = main_words(stand.fact.about) or main_words(stand.fact.quantity.noun)
    if not words:
        return stand.person, stand.article, stand.number
    return stand.person, stand.fact.kind, stand.fact.quantity.unit, words


def _line_of(lines: list[_Line], stand: Stand) -> _Line:
    """The line of the subject that a stand goes on with: the one told last of those whose actor may be the same."""
    fitting = [line for line in lines if _may_be_same(line.entries[-1].stand.fact.actor, stand.fact.actor)]
    if fitting:
        return max(fitting, key=lambda line: line.entries[-1].told[-1].at)
    lines.append(_Line())
    return lines[-1]


def _may_be_same(one: str | None, other: str | None) -> bool:
    """Whether two actors may be the same: one is not named, they share a word, or both mean all of a group."""
    words, others = main_words(one), main_words(other)
    return not words or not others or bool(words & others) or bool(words & _EVERYBODY and others & _EVERYBODY)


def _same_as_last(line: _Line, stand: Stand) -> _Entry | None:
    """The entry that says just the same, among those of the article told last."""
    if not line.entries:
        return None
    for entry in _last(line):
        fact = entry.stand.fact
        if (fact.status, _value(fact)) == (stand.fact.status, _value(stand.fact)) and not _deadlines(
            fact, stand.fact
        ):
            return entry
    return None


def _last(line: _Line) -> Sequence[_Entry]:
    """The entries of the article in which the line's last one was told first."""
    article = line.entries[-1].stand.article
    return [entry for entry in line.entries if entry.stand.article == article]


def _value(fact: Fact) -> tuple[float | None, float | None, str]:
    quantity = fact.quantity
    return quantity.value, quantity.value_max, quantity.surface if quantity.value is None else ""


def _deadlines(one: Fact, other: Fact) -> bool:
    """Whether both name a deadline, and not the same one."""
    if one.deadline_date is None or other.deadline_date is None:
        return False
    return one.deadline_date != other.deadline_date


def _move(line: _Line, stand: Stand) -> Move | None:
    fact = stand.fact
    earlier = [entry for entry in line.entries if entry.stand.article != stand.article]
    if not earlier:
        return _told_move(fact) if not line.entries else None
    before = earlier[-1].stand
    was, now = before.fact, fact
    if _value(was) != _value(now):
        if was.quantity.value is None or now.quantity.value is None:
            return None
        back = any(_value(entry.stand.fact) == _value(now) for entry in earlier[:-1])
        return Move(Change.VALUE, before, was.quantity.value, _rises(_value(was), _value(now)), back)
    if was.status is not now.status:
        back = any(entry.stand.fact.status is now.status for entry in earlier[:-1])
        return Move(Change.STATUS, before, None, None, back)
    if was.deadline_date and now.deadline_date and was.deadline_date != now.deadline_date:
        return Move(Change.DEADLINE, before, None, now.deadline_date > was.deadline_date)
    return None


def _rises(was: tuple[float | None, float | None, str], now: tuple[float | None, float | None, str]) -> bool | None:
    """Up where both ends of a range are not lower, down where both are not higher, else neither."""
    lows = (was[0] or 0, now[0] or 0)
    highs = (was[1] if was[1] is not None else lows[0], now[1] if now[1] is not None else lows[1])
    if lows[1] >= lows[0] and highs[1] >= highs[0]:
        return True
    return False if lows[1] <= lows[0] and highs[1] <= highs[0] else None


def _told_move(fact: Fact) -> Move | None:
    """The move that the article itself tells of: `up from 2 percent`."""
    value = fact.quantity.value
    if value is None or fact.previous is None or fact.previous == value:
        return None
    return Move(Change.VALUE, None, fact.previous, value > fact.previous)
