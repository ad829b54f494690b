"""Holds a reading against the labels of its item, and counts.

Pure: items and readings in, counts and misses out. A measure is a `Tally`; items are summed by adding tallies, so
that a long article weighs more than a brief. How two things are compared stands in `compare.py`; what is neither
right nor wrong stands in the corpus README ("Where the halves differ").
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from tests.quality.compare import (
    overlap,
    same_deadline,
    same_number,
    same_party,
    same_person,
    same_role,
    same_span,
    same_thing,
    same_title,
    shared,
)
from tests.quality.corpus import Fact as FactLabel
from tests.quality.corpus import Item, occurrences
from tests.quality.corpus import Mention as MentionLabel
from tests.quality.corpus import Quote as QuoteLabel
from worker.domain.reading import Fact, Form, Mention, Quantity, Quote, Reading, Speech
from worker.text.sentences import sentences

# measure → what it says; those of `ACCURACIES` are one share, the others precision and recall
MEASURES = {
    "quantities": "figures found, value and unit right",
    "quantities but counts": "the same, of percentages, money, points and factors",
    "no figures": "dates, times, ages, scores left alone",
    "kind": "of figures found right: kind",
    "status": "of figures found right: status",
    "about": "of figures found right: what it is about",
    "actor": "of figures found right that have one: actor",
    "actor or none": "of all figures found right: actor, or none",
    "speaker": "of figures found right that have one: speaker",
    "speaker or none": "of all figures found right: speaker, or none",
    "previous": "of figures found right: the earlier value",
    "deadline": "of figures found right: the deadline's date",
    "deadline text": "of figures found right: the deadline as printed",
    "deadline or none": "of all figures found right: date, or none",
    "approximate": "of figures found right: whether it is approximate",
    "names": "names, with the right person",
    "role mentions": "roles, with the right person",
    "pronouns": "pronouns, with the right person",
    "persons": "who is named, each article's persons once",
    "titles": "each person's titles",
    "roles": "each person's titles, with organisation or country",
    "marked speech": "words in quotation marks, direct or mixed",
    "direct": "the same, direct only",
    "mixed": "the same, mixed only",
    "marked speech and speaker": "words in quotation marks, with the right speaker",
    "indirect": "indirect speech",
    "indirect and speaker": "indirect speech, with the right speaker",
    "speech type": "of speech found: direct, mixed or indirect",
    "scheduled": "of speech found: what was yet to be said",
}
ACCURACIES = frozenset({
    "no figures", "kind", "status", "about", "actor", "actor or none", "speaker", "speaker or none",
    "deadline or none", "approximate", "speech type",
})  # fmt: skip

INDIRECT = 0.5
"""Two indirect clauses are one where they share this much of their words, as PolNeAR's own scorer has it."""
PREVIOUS_NEAR = 300
"""Characters from a figure within which a figure that equals its `previous` is taken for that."""
BESIDE = 60
"""Characters from a name within which a role that is labelled at the name may be found as a mention of its own."""

_MARKS = "\"'“”‘’«»„ \n"
_WORD = re.compile(r"\w+")
_GIVEN = TypeVar("_GIVEN")
_FOUND = TypeVar("_FOUND")


class Tally(NamedTuple):
    """right: on both sides. found, labelled: how many there are on each; equal for an accuracy."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.right + other.right, self.found + other.found, self.labelled + other.labelled)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that was found right; 1 where nothing is labelled."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is wrong. labelled, found: "" where there is none; sentence: where it stands."""

    measure: str
    item: str
    sentence: str
    labelled: str
    found: str


@dataclass(slots=True)
class Score:
    """What came of one item, or of many."""

    tallies: dict[str, Tally] = field(default_factory=lambda: dict.fromkeys(MEASURES, Tally()))
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Take another item's score in."""
        for measure, tally in other.tallies.items():
            self.tallies[measure] = self.tallies[measure].plus(tally)
        self.misses += other.misses


def total(pairs: Iterable[tuple[Item, Reading]]) -> Score:
    """The score of many items."""
    whole = Score()
    for item, reading in pairs:
        whole.add(score(item, reading))
    return whole


def score(item: Item, reading: Reading) -> Score:
    """The score of one item."""
    scorer = _Scorer(item, reading)
    scorer.figures()
    scorer.mentions()
    scorer.roles()
    scorer.speech()
    return scorer.score


def align(
    given: Sequence[_GIVEN],
    found: Sequence[_FOUND],
    likeness: Callable[[_GIVEN, _FOUND], Any],
) -> list[tuple[_GIVEN, _FOUND]]:
    """Pairs of labels and finds, each in one pair at most, the most alike first. likeness: comparable, falsy where
    the two cannot be one.
    """
    candidates = [
        (alike, -g, -f) for g, label in enumerate(given) for f, other in enumerate(found)
        if (alike := likeness(label, other))
    ]  # fmt: skip
    pairs: list[tuple[int, int]] = []
    taken_given: set[int] = set()
    taken_found: set[int] = set()
    for _alike, g, f in sorted(candidates, reverse=True):
        if -g not in taken_given and -f not in taken_found:
            taken_given.add(-g)
            taken_found.add(-f)
            pairs.append((-g, -f))
    return [(given[g], found[f]) for g, f in sorted(pairs)]


def _rest(all_of: Iterable[_GIVEN], used: Iterable[_GIVEN]) -> Iterator[_GIVEN]:
    """What was not used, each object as often as it was not."""
    left = Counter(map(id, used))
    for one in all_of:
        if left[id(one)]:
            left[id(one)] -= 1
        else:
            yield one


class _Scorer:
    def __init__(self, item: Item, reading: Reading) -> None:
        self.item, self.reading = item, reading
        self.text = item.text
        self.persons = frozenset(mention.person for mention in item.mentions)
        self.score = Score()
        self.sentences = sentences(item.text)

    # counting

    def count(self, measure: str, *, right: int, found: int, labelled: int) -> None:
        self.score.tallies[measure] = self.score.tallies[measure].plus(Tally(right, found, labelled))

    def judge(self, measure: str, right: bool, at: int, labelled: object, found: object) -> None:
        """One more case of an accuracy."""
        self.count(measure, right=int(right), found=1, labelled=1)
        if not right:
            self.miss(measure, at, labelled, found)

    def judge_optional(self, measure: str, same: bool, at: int, labelled: object, found: object) -> None:
        """One more case of a value that both sides may lack, as precision and recall."""
        has, got = labelled is not None and labelled is not False, found is not None and found is not False
        self.count(measure, right=int(has and got and same), found=int(got), labelled=int(has))
        if (has or got) and not (has and got and same):
            self.miss(measure, at, labelled, found)

    def miss(self, measure: str, at: int, labelled: object, found: object) -> None:
        sentence = next((self.text[start:end] for start, end in self.sentences if at < end), "")
        self.score.misses.append(Miss(measure, self.item.id, sentence, _shown(labelled), _shown(found)))

    # figures

    def figures(self) -> None:
        labels, facts = self.item.facts, self.reading.facts
        pairs = align(labels, facts, _figure_likeness)
        right = [(label, fact) for label, fact in pairs if _same_figure(label, fact)]
        extra = list(_rest(facts, (fact for _, fact in pairs)))
        wrong = [fact for fact in extra if not self.is_previous(fact)]
        found = [fact for _, fact in pairs] + wrong
        self.quantities("quantities", labels, found, right, pairs, wrong)
        self.quantities(
            "quantities but counts",
            [label for label in labels if label.unit != "count"],
            # a label's find counts with its label, so that a unit mistaken for a count costs recall and no count pays
            [fact for label, fact in pairs if label.unit != "count"]
            + [fact for fact in wrong if fact.quantity.unit != "count"],
            [(label, fact) for label, fact in right if label.unit != "count"],
            [(label, fact) for label, fact in pairs if label.unit != "count"],
            [fact for fact in wrong if fact.quantity.unit != "count"],
        )
        self.left_alone(extra)
        for label, fact in right:
            self.meaning(label, fact)

    def quantities(
        self,
        measure: str,
        labels: Sequence[FactLabel],
        found: Sequence[Fact],
        right: Sequence[tuple[FactLabel, Fact]],
        pairs: Sequence[tuple[FactLabel, Fact]],
        wrong: Sequence[Fact],
    ) -> None:
        self.count(measure, right=len(right), found=len(found), labelled=len(labels))
        for label, fact in pairs:
            if not _same_figure(label, fact):
                self.miss(measure, label.start, _figure(label), _figure(fact.quantity))
        for label in _rest(labels, (label for label, _ in pairs)):
            self.miss(measure, label.start, _figure(label), None)
        for fact in wrong:
            self.miss(measure, fact.quantity.start, None, _figure(fact.quantity))

    def is_previous(self, fact: Fact) -> bool:
        """Whether a find is the earlier value of a label near by, which is neither right nor wrong."""
        quantity = fact.quantity
        return quantity.value is not None and any(
            label.previous is not None
            and same_number(label.previous, quantity.value)
            and abs(label.start - quantity.start) <= PREVIOUS_NEAR
            for label in self.item.facts
        )

    def left_alone(self, extra: Sequence[Fact]) -> None:
        for surface in self.item.not_figures:
            for start in occurrences(self.text, surface):
                span = (start, start + len(surface))
                if any(overlap(span, (label.start, label.end)) for label in self.item.facts):
                    continue
                hit = next((f for f in extra if overlap(span, (f.quantity.start, f.quantity.end))), None)
                self.judge("no figures", hit is None, start, f"not {surface!r}", hit and _figure(hit.quantity))

    def meaning(self, label: FactLabel, fact: Fact) -> None:
        at, persons = label.start, self.persons
        shown = f"{label.surface!r} "
        self.judge("kind", label.kind == fact.kind, at, shown + label.kind, fact.kind)
        self.judge("status", label.status == fact.status, at, shown + label.status, fact.status)
        if label.about is not None:
            about = fact.about is not None and same_thing(label.about, fact.about)
            self.judge("about", about, at, shown + label.about, fact.about)
        for measure, wanted, got in (("actor", label.actor, fact.actor), ("speaker", label.speaker, fact.speaker)):
            same = same_party(wanted, got, persons)
            if wanted is not None:
                self.judge(measure, same, at, shown + wanted, got)
            self.judge(f"{measure} or none", same, at, shown + str(wanted), got)
        self.judge_optional("previous", same_number(label.previous, fact.previous), at, label.previous, fact.previous)
        same_date = label.deadline_date == fact.deadline_date
        self.judge_optional("deadline", same_date, at, label.deadline_date, fact.deadline_date)
        self.judge("deadline or none", same_date, at, label.deadline_date, fact.deadline_date)
        self.judge_optional(
            "deadline text",
            bool(label.deadline and fact.deadline and same_deadline(label.deadline, fact.deadline)),
            at,
            label.deadline,
            fact.deadline,
        )
        approximate = fact.quantity.approximate
        self.judge("approximate", label.approximate == approximate, at, shown + str(label.approximate), approximate)

    # persons

    def mentions(self) -> None:
        named = [mention for mention in self.reading.mentions if mention.person is not None]
        for measure, form in (("names", Form.NAME), ("role mentions", Form.ROLE), ("pronouns", Form.PRONOUN)):
            labels = [mention for mention in self.item.mentions if mention.form == form]
            found = [mention for mention in named if mention.form == form]
            pairs = align(labels, found, _mention_likeness)
            missed = list(_rest(labels, (label for label, _ in pairs)))
            extra = list(_rest(found, (mention for _, mention in pairs)))
            if form is Form.ROLE:
                names = [mention for mention in self.item.mentions if mention.form == Form.NAME]
                extra = [mention for mention in extra if not _beside(mention, names)]
                found_names = [mention for mention in named if mention.form == Form.NAME]
                missed = [label for label in missed if not _beside(label, found_names)]
            right = [pair for pair in pairs if same_person(pair[0].person, str(pair[1].person))]
            self.count(measure, right=len(right), found=len(pairs) + len(extra), labelled=len(pairs) + len(missed))
            for label, mention in pairs:
                if not same_person(label.person, str(mention.person)):
                    self.miss(measure, label.start, _mention(label), _mention(mention))
            for label in missed:
                self.miss(measure, label.start, _mention(label), None)
            for mention in extra:
                self.miss(measure, mention.start, None, _mention(mention))
        self.named(sorted({str(mention.person) for mention in named}))

    def named(self, found: Sequence[str]) -> None:
        labels = sorted(self.persons)
        pairs = align(labels, found, lambda a, b: same_person(a, b) and 1 + (a.lower() == b.lower()))
        self.count("persons", right=len(pairs), found=len(found), labelled=len(labels))
        for label in _rest(labels, (label for label, _ in pairs)):
            self.miss("persons", 0, label, None)
        for name in _rest(found, (name for _, name in pairs)):
            self.miss("persons", 0, None, name)

    def roles(self) -> None:
        labels, found = _roles(self.item.mentions), _roles(self.reading.mentions)
        self.role_pairs(
            "roles", labels, found, lambda a, b: same_person(a.person, b.person) and same_role(a.role, b.role)
        )
        self.role_pairs(
            "titles",
            _titles(labels),
            _titles(found),
            lambda a, b: same_person(a.person, b.person) and same_role((a.title, None, None), (b.title, None, None)),
        )

    def role_pairs(
        self,
        measure: str,
        labels: Sequence["_Role"],
        found: Sequence["_Role"],
        same: Callable[["_Role", "_Role"], bool],
    ) -> None:
        pairs = align(labels, found, lambda a, b: same(a, b) and 1 + (a.role == b.role))
        # several finds may be one label said in other words, and the other way round: neither is a mistake
        extra = [f for f in _rest(found, (f for _, f in pairs)) if not any(same(label, f) for label in labels)]
        missed = [g for g in _rest(labels, (g for g, _ in pairs)) if not any(same(g, f) for f in found)]
        self.count(measure, right=len(pairs), found=len(pairs) + len(extra), labelled=len(pairs) + len(missed))
        for role in missed:
            self.miss(measure, role.start, role.shown(), None)
        for role in extra:
            self.miss(measure, role.start, None, role.shown())

    # speech

    def speech(self) -> None:
        labels = [piece for quote in self.item.quotes for piece in _pieces(self.text, quote)]
        found = [piece for quote in self.reading.quotes for piece in _pieces(self.text, quote)]
        marked = [piece for piece in labels if piece.type != Speech.INDIRECT]
        marked_found = [piece for piece in found if piece.type != Speech.INDIRECT]
        in_marks = align(marked, marked_found, lambda a, b: same_span(a.span, b.span) and 1 + shared(a.span, b.span))
        self.spans("marked speech", marked, marked_found, in_marks)
        self.spoken("marked speech and speaker", marked, marked_found, in_marks)
        for kind in (Speech.DIRECT, Speech.MIXED):
            of_kind = [pair for pair in in_marks if pair[0].type == pair[1].type == kind]
            self.spans(
                kind.value,
                [piece for piece in marked if piece.type == kind],
                [piece for piece in marked_found if piece.type == kind],
                of_kind,
            )
        unmarked = [piece for piece in labels if piece.type == Speech.INDIRECT]
        unmarked_found = [piece for piece in found if piece.type == Speech.INDIRECT]
        clauses = align(unmarked, unmarked_found, lambda a, b: (iou := self.words_shared(a, b)) >= INDIRECT and iou)
        self.spans("indirect", unmarked, unmarked_found, clauses)
        self.spoken("indirect and speaker", unmarked, unmarked_found, clauses)
        for label, piece in in_marks + clauses:
            self.judge_optional("scheduled", True, label.start, label.scheduled, piece.scheduled)
        anywhere = align(labels, found, lambda a, b: (alike := shared(a.span, b.span)) >= INDIRECT and alike)
        for label, piece in anywhere:
            self.judge("speech type", label.type == piece.type, label.start, label.type, piece.type)

    def words_shared(self, a: "_Piece", b: "_Piece") -> float:
        first, last = min(a.start, b.start), max(a.end, b.end)
        places = [match.start() for match in _WORD.finditer(self.text, first, last)]
        both = sum(a.start <= at < a.end and b.start <= at < b.end for at in places)
        either = sum(a.start <= at < a.end or b.start <= at < b.end for at in places)
        return both / either if either else 0.0

    def spans(
        self,
        measure: str,
        labels: Sequence["_Piece"],
        found: Sequence["_Piece"],
        pairs: Sequence[tuple["_Piece", "_Piece"]],
    ) -> None:
        self.count(measure, right=len(pairs), found=len(found), labelled=len(labels))
        for piece in _rest(labels, (label for label, _ in pairs)):
            self.miss(measure, piece.start, self.text[piece.start : piece.end], None)
        for piece in _rest(found, (piece for _, piece in pairs)):
            self.miss(measure, piece.start, None, self.text[piece.start : piece.end])

    def spoken(
        self,
        measure: str,
        labels: Sequence["_Piece"],
        found: Sequence["_Piece"],
        pairs: Sequence[tuple["_Piece", "_Piece"]],
    ) -> None:
        right = [pair for pair in pairs if same_party(pair[0].speaker, pair[1].speaker, self.persons)]
        self.count(measure, right=len(right), found=len(found), labelled=len(labels))
        for label, piece in _rest(pairs, right):
            shown = f"{self.text[label.start : label.end][:60]!r} {label.speaker}"
            self.miss(measure, label.start, shown, piece.speaker)


# what is compared, made alike


@dataclass(frozen=True, slots=True)
class _Piece:
    """Speech within one paragraph."""

    start: int
    end: int
    type: str
    speaker: str | None
    scheduled: bool

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class _Role:
    person: str
    title: str
    organisation: str | None
    country: str | None
    start: int

    @property
    def role(self) -> tuple[str, str | None, str | None]:
        return self.title, self.organisation, self.country

    def shown(self) -> str:
        """For a list of misses."""
        return f"{self.person}: {self.title}, {self.organisation}, {self.country}"


def _pieces(text: str, quote: QuoteLabel | Quote) -> Iterator[_Piece]:
    """A speech over paragraphs as one piece each, so that one quote and many compare alike."""
    start = quote.start
    for part in text[quote.start : quote.end].split("\n\n"):
        left = len(part) - len(part.lstrip(_MARKS))
        right = len(part.rstrip(_MARKS))
        if right > left:
            yield _Piece(start + left, start + right, quote.type, quote.speaker, quote.scheduled)
        start += len(part) + 2


def _roles(mentions: Iterable[MentionLabel | Mention]) -> list[_Role]:
    """Each person's roles once; one without an organisation says nothing beside the same one with it."""
    roles: list[_Role] = []
    for mention in mentions:
        if mention.title is None or mention.person is None:
            continue
        role = _Role(mention.person, mention.title, mention.organisation, mention.country, mention.start)
        if not any(same_person(role.person, r.person) and same_role(role.role, r.role) for r in roles):
            roles.append(role)
    return [role for role in roles if role.organisation or role.country or not any(map(_covering(role), roles))]


def _covering(bare: _Role) -> Callable[[_Role], bool]:
    def covers(other: _Role) -> bool:
        return (
            bool(other.organisation or other.country)
            and same_person(bare.person, other.person)
            and same_title(other.title, bare.title)
        )

    return covers


def _titles(roles: Iterable[_Role]) -> list[_Role]:
    titles: list[_Role] = []
    for role in roles:
        if not any(same_person(role.person, t.person) and same_title(role.title, t.title) for t in titles):
            titles.append(role)
    return titles


def _same_figure(label: FactLabel, fact: Fact) -> bool:
    quantity = fact.quantity
    return (
        label.unit == quantity.unit
        and same_number(label.value, quantity.value)
        and same_number(label.value_max, quantity.value_max)
    )


def _figure_likeness(label: FactLabel, fact: Fact) -> tuple[bool, int] | None:
    common = overlap((label.start, label.end), (fact.quantity.start, fact.quantity.end))
    return (_same_figure(label, fact), common) if common else None


def _mention_likeness(label: MentionLabel, mention: Mention) -> tuple[bool, float] | None:
    common = shared((label.start, label.end), (mention.start, mention.end))
    return (same_person(label.person, str(mention.person)), common) if common else None


def _beside(role: MentionLabel | Mention, names: Iterable[MentionLabel | Mention]) -> bool:
    """Whether the other side has this role as the title of the person's name, near by."""
    return any(
        name.title is not None
        and name.person is not None
        and role.person is not None
        and same_person(name.person, role.person)
        and max(name.start - role.end, role.start - name.end) <= BESIDE
        and same_title(name.title, role.title or role.surface)
        for name in names
    )


def _figure(figure: FactLabel | Quantity) -> str:
    top = "" if figure.value_max is None else f" to {figure.value_max:g}"
    value = "no number" if figure.value is None else f"{figure.value:,.10g}{top}"
    return f"{figure.surface!r} {value} {figure.unit}"


def _mention(mention: MentionLabel | Mention) -> str:
    return f"{mention.surface!r} {mention.person}"


def _shown(value: object) -> str:
    return "" if value is None else str(value)
