"""What a score is made of: tallies, misses, and the sheet that one item's are written on."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from tests.quality.corpus import Item
from worker.domain.reading import Reading
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


def rest(all_of: Iterable[_GIVEN], used: Iterable[_GIVEN]) -> Iterator[_GIVEN]:
    """What was not used, each object as often as it was not."""
    left = Counter(map(id, used))
    for one in all_of:
        if left[id(one)]:
            left[id(one)] -= 1
        else:
            yield one


class Sheet:
    """One item, what was read, and what came of comparing them."""

    def __init__(self, item: Item, reading: Reading) -> None:
        self.item, self.reading = item, reading
        self.text = item.text
        self.persons = frozenset(mention.person for mention in item.mentions)
        self.score = Score()
        self.sentences = sentences(item.text)

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


def _shown(value: object) -> str:
    return "" if value is None else str(value)
