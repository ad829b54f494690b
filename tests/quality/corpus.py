"""The labelled corpus: news texts of our own, and what a careful reader takes from each.

One JSON file an item, under `tests/quality/corpus/<half>/`; what a label means stands in the README beside them. A
label names its place by the words as printed and by which of their occurrences is meant, so that a person can write
and check it; offsets are computed here and nowhere else. An item that breaks the schema is refused whole, with every
problem named.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from worker.text.sentences import sentences

CORPUS = Path(__file__).parent / "corpus"
HALVES = ("dev", "test")
STYLES = ("paragraph", "brief", "article")
FORMS = ("name", "role", "pronoun")
PLAIN_UNITS = ("percent", "percent_of_gdp", "percentage_points", "basis_points", "count", "factor")
KINDS = ("target", "increase", "decrease", "level", "amount", "count")
STATUSES = ("demanded", "proposed", "planned", "agreed", "reported", "denied")
QUOTE_TYPES = ("direct", "mixed", "indirect")

_FILE_NAME = re.compile(r"\d{3}-[a-z0-9-]+")
_CURRENCY = re.compile(r"[A-Z]{3}")
_WORD = re.compile(r"\w+")
_OPENING_MARKS = "\"'“‘«„"
# A sentence shorter than this ("He declined to comment.") may stand in any text without being copied from another.
_SHARED_WORDS = 6

# What a key may hold: None stands for null.
_Shape: TypeAlias = Mapping[str, tuple[type, ...]]
_NONE: type = type(None)
_MENTION: _Shape = {
    "surface": (str,),
    "occurrence": (int,),
    "form": (str,),
    "person": (str,),
    "title": (str, _NONE),
    "organisation": (str, _NONE),
    "country": (str, _NONE),
}
_FACT: _Shape = {
    "surface": (str,),
    "occurrence": (int,),
    "value": (int, float, _NONE),
    "value_max": (int, float, _NONE),
    "approximate": (bool,),
    "unit": (str,),
    "kind": (str,),
    "about": (str, _NONE),
    "actor": (str, _NONE),
    "previous": (int, float, _NONE),
    "deadline": (str, _NONE),
    "deadline_date": (str, _NONE),
    "status": (str,),
    "speaker": (str, _NONE),
}
_QUOTE: _Shape = {
    "surface": (str,),
    "occurrence": (int,),
    "type": (str,),
    "speaker": (str, _NONE),
    "scheduled": (bool,),
}
_ITEM: _Shape = {
    "id": (str,),
    "half": (str,),
    "topic": (str,),
    "style": (str,),
    "why": (str,),
    "title": (str,),
    "text": (str,),
    "dateline": (str, _NONE),
    "published": (str,),
    "mentions": (list,),
    "facts": (list,),
    "quotes": (list,),
    "not_figures": (list,),
}


class CorpusError(Exception):
    """An item breaks the schema; says which, where, and everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place, [start, end) of the item's text, that means a person.

    `title`, `organisation` and `country` are what stands at this very place, not what is known of the person.
    """

    start: int
    end: int
    surface: str
    form: str
    person: str
    title: str | None
    organisation: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity at [start, end) of the item's text, with its meaning.

    `value` and `value_max` are in whole units ("1.2 billion" is 1200000000); `value` is None where the text names no
    number ("thousands"). `previous` is in the same unit.
    """

    start: int
    end: int
    surface: str
    value: float | None
    value_max: float | None
    approximate: bool
    unit: str
    kind: str
    about: str | None
    actor: str | None
    previous: float | None
    deadline: str | None
    deadline_date: date | None
    status: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, at [start, end) of the item's text, without quotation marks around it."""

    start: int
    end: int
    surface: str
    type: str
    speaker: str | None
    scheduled: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A text and its labels. `not_figures` are the words as printed of numbers that are no facts."""

    id: str
    half: str
    topic: str
    style: str
    why: str
    title: str
    text: str
    dateline: str | None
    published: date
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    not_figures: tuple[str, ...]


def occurrences(text: str, surface: str) -> Iterator[int]:
    """Where `surface` stands in `text` as whole words, in order: no "he" in "the", no "5" in "15" or in "3.5"."""
    before = r"(?<!\w)(?<!\d[.,])" if surface[:1].isdigit() else r"(?<!\w)" if surface[:1].isalpha() else ""
    after = r"(?!\w)(?![.,]\d)" if surface[-1:].isdigit() else r"(?!\w)" if surface[-1:].isalpha() else ""
    for found in re.finditer(f"{before}{re.escape(surface)}{after}", text):
        yield found.start()


def load(half: str, root: Path = CORPUS) -> list[Item]:
    """The items of a half, in the order of their file names; raises CorpusError at the first that is not valid."""
    return [read(path) for path in sorted((root / half).glob("*.json"))]


def read(path: Path) -> Item:
    """The item in a file, which must carry the item's id as its name and the half as its folder's.

    Raises CorpusError, which names every problem.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CorpusError(f"{path.name}: not JSON: {error}") from error
    item, problems = parse(raw)
    if item is not None:
        if item.id != path.stem:
            problems.append(f"id is {item.id!r}; the file's name says {path.stem!r}")
        if item.half != path.parent.name:
            problems.append(f"half is {item.half!r}; the folder says {path.parent.name!r}")
    if item is None or problems:
        raise CorpusError(f"{path.name}:\n  " + "\n  ".join(problems))
    return item


def parse(raw: object) -> tuple[Item | None, list[str]]:
    """An item from decoded JSON, and all that is wrong with it; no item where its outline is already wrong."""
    problems = _misshapen(raw, _ITEM, "item")
    if problems or not isinstance(raw, dict):
        return None, problems
    text: str = raw["text"]
    for key, shape in (("mentions", _MENTION), ("facts", _FACT), ("quotes", _QUOTE)):
        for number, label in enumerate(raw[key]):
            problems += _misshapen(label, shape, f"{key}[{number}]")
    problems += [
        f"not_figures: {surface!r} is no text" for surface in raw["not_figures"] if not isinstance(surface, str)
    ]
    if problems:
        return None, problems

    published = _date(raw["published"], "published", problems)
    mentions = _labels(text, raw["mentions"], "mentions", _mention, problems)
    facts = _labels(text, raw["facts"], "facts", _fact, problems)
    quotes = _labels(text, raw["quotes"], "quotes", _quote, problems)
    problems += _outline_problems(raw)
    problems += [p for mention in mentions for p in _mention_problems(text, mention)]
    problems += [p for fact in facts for p in _fact_problems(text, fact)]
    problems += [p for quote in quotes for p in _quote_problems(text, quote)]
    problems += _overlapping("mentions", [(m.start, m.end, m.surface) for m in mentions], nested=True)
    problems += _overlapping("facts", [(f.start, f.end, f.surface) for f in facts], nested=False)
    problems += _not_figure_problems(text, raw["not_figures"], facts)
    item = Item(
        id=raw["id"],
        half=raw["half"],
        topic=raw["topic"],
        style=raw["style"],
        why=raw["why"],
        title=raw["title"],
        text=text,
        dateline=raw["dateline"],
        published=published or date.min,
        mentions=tuple(mentions),
        facts=tuple(facts),
        quotes=tuple(quotes),
        not_figures=tuple(raw["not_figures"]),
    )
    return item, problems


def shared_sentences(ours: Iterable[Item], theirs: Iterable[Item]) -> list[tuple[str, str, str]]:
    """Sentences that stand in items of both, as (id of ours, id of theirs, the sentence); minding words only, and
    leaving out those that are too short to tell anything.
    """
    known = {key: (item.id, sentence) for item in ours for key, sentence in _sentence_keys(item)}
    return [
        (known[key][0], item.id, sentence)
        for item in theirs
        for key, sentence in _sentence_keys(item)
        if key in known
    ]


def phenomena(items: Iterable[Item]) -> Counter[str]:
    """How often each thing that is measured occurs, by names such as "unit percent" and "quote mixed"."""
    counts: Counter[str] = Counter()
    for item in items:
        counts[f"style {item.style}"] += 1
        counts["not a figure"] += len(item.not_figures)
        for mention in item.mentions:
            counts[f"mention {mention.form}"] += 1
            counts["mention with a title"] += mention.title is not None
        for fact in item.facts:
            counts["fact"] += 1
            counts[f"unit {fact.unit if fact.unit in PLAIN_UNITS else 'money'}"] += 1
            counts[f"kind {fact.kind}"] += 1
            counts[f"status {fact.status}"] += 1
            counts["fact without a number"] += fact.value is None
            counts["range"] += fact.value_max is not None
            counts["approximate"] += fact.approximate
            counts["previous"] += fact.previous is not None
            counts["deadline"] += fact.deadline is not None
            counts["fact with an actor"] += fact.actor is not None
            counts["fact with a speaker"] += fact.speaker is not None
        for quote in item.quotes:
            counts[f"quote {quote.type}"] += 1
            counts["quote scheduled"] += quote.scheduled
            counts["quote over paragraphs"] += "\n\n" in quote.surface
            counts["quote without a speaker"] += quote.speaker is None
    return +counts


def _misshapen(raw: object, shape: _Shape, where: str) -> list[str]:
    if not isinstance(raw, dict):
        return [f"{where}: must be an object"]
    problems = [f"{where}: {key!r} is missing (null where absent)" for key in shape if key not in raw]
    problems += [f"{where}: {key!r} is no key of the schema" for key in raw if key not in shape]
    for key, kinds in shape.items():
        if key not in raw:
            continue
        value = raw[key]
        if (isinstance(value, bool) and bool not in kinds) or not isinstance(value, kinds):
            wanted = " or ".join("null" if kind is _NONE else kind.__name__ for kind in kinds)
            problems.append(f"{where}: {key!r} must be {wanted}, not {value!r}")
        elif value == "":
            problems.append(f"{where}: {key!r} is empty; write null where it is absent")
    return problems


def _labels(
    text: str,
    raw: Sequence[dict[str, Any]],
    where: str,
    make: Callable[[dict[str, Any], int, list[str]], Any],
    problems: list[str],
) -> list[Any]:
    labels = []
    for number, label in enumerate(raw):
        starts = list(occurrences(text, label["surface"]))
        if not 0 <= label["occurrence"] < len(starts):
            problems.append(
                f"{where}[{number}]: occurrence {label['occurrence']} of {label['surface']!r}: "
                f"it stands in the text {len(starts)} times, counted from 0"
            )
            continue
        labels.append(make(label, starts[label["occurrence"]], problems))
    return labels


def _mention(raw: dict[str, Any], start: int, _problems: list[str]) -> Mention:
    fields = {key: raw[key] for key in _MENTION if key != "occurrence"}
    return Mention(start=start, end=start + len(raw["surface"]), **fields)


def _fact(raw: dict[str, Any], start: int, problems: list[str]) -> Fact:
    fields = {key: raw[key] for key in _FACT if key not in {"occurrence", "deadline_date"}}
    stated = raw["deadline_date"]
    deadline_date = None if stated is None else _date(stated, f"fact {raw['surface']!r}: deadline_date", problems)
    return Fact(start=start, end=start + len(raw["surface"]), deadline_date=deadline_date, **fields)


def _quote(raw: dict[str, Any], start: int, _problems: list[str]) -> Quote:
    fields = {key: raw[key] for key in _QUOTE if key != "occurrence"}
    return Quote(start=start, end=start + len(raw["surface"]), **fields)


def _date(text: str, where: str, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"{where}: {text!r} is no ISO date (2025-03-31)")
        return None


def _one_of(where: str, value: str, allowed: Sequence[str]) -> list[str]:
    return [] if value in allowed else [f"{where} is {value!r}, must be one of {', '.join(allowed)}"]


def _as_printed(text: str, where: str, name: str | None) -> list[str]:
    # a transcript's labels print names in capitals
    if name is None or any(True for _ in occurrences(text.lower(), name.lower())):
        return []
    return [f"{where} {name!r} does not stand in the text; use the fullest form that does"]


def _outline_problems(raw: dict[str, Any]) -> list[str]:
    problems = _one_of("half", raw["half"], HALVES) + _one_of("style", raw["style"], STYLES)
    if not _FILE_NAME.fullmatch(raw["id"]):
        problems.append(f"id {raw['id']!r} must look like 007-topic")
    if raw["text"] != raw["text"].strip() or "\n" in raw["text"].replace("\n\n", ""):
        problems.append("text: paragraphs are joined by one blank line, without space around the whole")
    return problems


def _mention_problems(text: str, mention: Mention) -> list[str]:
    where = f"mention {mention.surface!r}"
    return _one_of(f"{where}: form", mention.form, FORMS) + _as_printed(text, f"{where}: person", mention.person)


def _fact_problems(text: str, fact: Fact) -> list[str]:
    where = f"fact {fact.surface!r}"
    problems = _one_of(f"{where}: kind", fact.kind, KINDS) + _one_of(f"{where}: status", fact.status, STATUSES)
    if fact.unit not in PLAIN_UNITS and not _CURRENCY.fullmatch(fact.unit):
        problems.append(f"{where}: unit {fact.unit!r} must be an ISO 4217 code or one of {', '.join(PLAIN_UNITS)}")
    if fact.value_max is not None and (fact.value is None or fact.value_max <= fact.value):
        problems.append(f"{where}: value_max must be above value; null where there is no range")
    if fact.deadline_date is not None and fact.deadline is None:
        problems.append(f"{where}: deadline_date without deadline")
    problems += _as_printed(text, f"{where}: speaker", fact.speaker)
    problems += _as_printed(text, f"{where}: deadline", fact.deadline)
    return problems


def _quote_problems(text: str, quote: Quote) -> list[str]:
    where = f"quote {quote.surface[:40]!r}"
    problems = _one_of(f"{where}: type", quote.type, QUOTE_TYPES) + _as_printed(
        text, f"{where}: speaker", quote.speaker
    )
    # a transcript's speech has no marks and stands behind its speaker's label
    opened = text[: quote.start].endswith((*_OPENING_MARKS, ": "))
    if quote.type in {"direct", "mixed"} and not opened:
        problems.append(f"{where}: a {quote.type} quote begins right behind a quotation mark or a speaker's label")
    return problems


def _overlapping(where: str, spans: Sequence[tuple[int, int, str]], *, nested: bool) -> list[str]:
    """Spans that share characters; with `nested`, one may hold another ("Mr Roe's wife", "Roe")."""
    problems = []
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    for number, (start, end, surface) in enumerate(ordered):
        for other_start, other_end, other in ordered[number + 1 :]:
            if other_start >= end:
                break
            if (start, end) == (other_start, other_end) or not nested or other_end > end:
                problems.append(f"{where}: {surface!r} and {other!r} overlap")
    return problems


def _not_figure_problems(text: str, surfaces: Sequence[str], facts: Sequence[Fact]) -> list[str]:
    problems = []
    for surface in surfaces:
        places = list(occurrences(text, surface))
        if not places:
            problems.append(f"not_figures: {surface!r} does not stand in the text")
        free = [p for p in places if not any(f.start < p + len(surface) and p < f.end for f in facts)]
        if places and not free:
            problems.append(f"not_figures: {surface!r} is labelled as a fact wherever it stands")
    return problems


def _sentence_keys(item: Item) -> Iterator[tuple[str, str]]:
    for start, end in sentences(item.text):
        sentence = item.text[start:end]
        words = _WORD.findall(sentence.lower())
        if len(words) >= _SHARED_WORDS:
            yield " ".join(words), sentence
