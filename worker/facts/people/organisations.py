"""The organisations a text has named so far, for "the company's chief executive"."""

from collections import Counter
from collections.abc import Sequence

from worker.facts.people.lexicon import (
    COUNTRIES,
    COUNTRY,
    DAY,
    DEMONYM,
    FUNCTION,
    HEAD,
    MONTH,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTY,
    PLACE,
    THING_WORD,
)
from worker.facts.people.runs import Line, Run

_KINDS: dict[str, frozenset[str]] = {
    "union": frozenset(
        ["union", "congress", "alliance", "association", "federation", "brotherhood", "workers", "guild", "unions"]
    ),
    "bank": frozenset({"bank", "banks", "bancorp", "barclays", "hsbc", "lloyds", "natwest"}),
    "party": frozenset({"party", "labour", "democrats", "front"}),
    "airline": frozenset(["airlines", "airways", "airline", "air", "wings"]),
    "council": frozenset({"council"}),
    "agency": frozenset({"agency", "administration"}),
    "charity": frozenset({"trust", "foundation", "charity", "aid"}),
    "university": frozenset({"university", "college"}),
    "club": frozenset({"fc", "united", "city", "rovers", "club"}),
    "court": frozenset({"court"}),
    "association": frozenset({"association", "federation"}),
    "commission": frozenset({"commission"}),
    "organisation": frozenset(),
    "organization": frozenset(),
    "group": frozenset(),
    "company": frozenset(),
    "firm": frozenset(),
    "retailer": frozenset(),
    "carmaker": frozenset(),
    "lender": frozenset({"bank"}),
}
_FIXED = {"alliance": ("NATO", "Nato"), "bloc": ("European Union", "EU")}


_COMPANY = frozenset({"company", "firm", "retailer", "carmaker", "lender", "airline", "startup", "chain", "utility"})
_LEAST = 4
"""Places where a company is named that a text is about."""
_AHEAD = 1.5
"""How often it is named for once the next one is. Both were set on the labelled articles."""
_LONGEST = 30


def _speaks_of_one(line: Line) -> bool:
    lower = line.lower
    return any(word in _COMPANY and at and lower[at - 1] in {"the", '"'} for at, word in enumerate(lower))


def _may_be_company(line: Line, run: Run) -> bool:
    """Whether a run looks like a company's name: no place, no day, no word that only begins a sentence."""
    first, last = line.flags[run.first], line.flags[run.last - 1]
    if first & (PLACE | COUNTRY | DEMONYM | DAY | MONTH | FUNCTION | HEAD | PARTY) or last & (MONTH | DAY | HEAD):
        return False
    if last & THING_WORD and not last & ORGANISATION_WORD:
        return False
    return run.last - run.first > 1 or not line.fresh(run.first) or not line.words[run.first][1:].islower()


class Organisations:
    """Where a text names organisations, to find the last before a place. Worked out when first asked."""

    def __init__(self, lines: Sequence[Line], runs: Sequence[Sequence[Run]]) -> None:
        self._lines, self._runs = lines, runs
        self._named: list[tuple[int, str, frozenset[str]]] | None = None
        self._about: list[str | None] = []

    def meant(self, noun: str, before: int) -> str | None:
        """The name of what "the NOUN" means. In: the noun in small letters; the offset it stands at."""
        if noun in _FIXED:
            for line in self._lines:
                for word in _FIXED[noun]:
                    if word in line.words or (" " in word and word in line.text):
                        return word
            return None
        if noun not in _KINDS:
            return None
        wanted = _KINDS[noun]
        fallback: str | None = None
        for start, name, words in reversed(self._all()):
            if start >= before:
                continue
            if words & wanted:
                return name
            if not wanted and (fallback is None or (" " not in fallback and " " in name)):
                fallback = name
        return fallback

    def about(self) -> str | None:
        """The company that a text is about, which says "the company"; None where it may be about several or none."""
        if not self._about:
            self._about = [self._most_named() if any(_speaks_of_one(line) for line in self._lines) else None]
        return self._about[0]

    def _most_named(self) -> str | None:
        times: Counter[str] = Counter()
        printed: dict[str, str] = {}
        for line, runs in zip(self._lines, self._runs, strict=True):
            if line.headline:
                continue
            for run in runs:
                if run.person is not None or run.titled or run.honorific or not _may_be_company(line, run):
                    continue
                key = line.lower[run.first]
                times[key] += 1
                name = line.sentence_text(run.first, run.last)
                if key not in printed or len(printed[key]) < len(name) < _LONGEST:
                    printed[key] = name
        most = times.most_common(2)
        if not most or most[0][1] < _LEAST or (len(most) > 1 and most[0][1] < _AHEAD * most[1][1]):
            return None
        return printed[most[0][0]]

    def _all(self) -> list[tuple[int, str, frozenset[str]]]:
        if self._named is None:
            self._named = []
            for line, runs in zip(self._lines, self._runs, strict=True):
                at = 0
                covered = {run.first: run for run in runs}
                while at < len(line.words):
                    run = covered.get(at)
                    if run is None:
                        at += 1
                        continue
                    at = run.last
                    if run.person is not None or run.honorific:
                        continue
                    self._add(line, run)
        return self._named

    def _add(self, line: Line, run: Run) -> None:
        assert self._named is not None
        first, last = run.first, run.last
        flags = line.flags
        if all(flags[k] & (PLACE | COUNTRY | DEMONYM) for k in range(first, last)):
            return
        if line.sentence_text(first, last).lower() in COUNTRIES:
            return
        if flags[last - 1] & THING_WORD and not flags[last - 1] & ORGANISATION_WORD:
            return
        # "Mineworkers' Congress"
        if first > 1 and line.lower[first - 1] in {"'", "'s"} and line.capital[first - 2]:
            first -= 2
        # "Wharf and Maritime Union"
        if first > 1 and line.lower[first - 1] in {"and", "&", "of"} and line.capital[first - 2]:
            back = first - 2
            while back > 0 and line.capital[back - 1] and not line.fresh(back):
                back -= 1
            if line.lower[back] == "the" and back + 1 < first - 1:
                back += 1
            first = back
        whole = bool(flags[last - 1] & (ORGANISATION_WORD | ORGANISATION))
        if not whole and last - first < 2:
            return
        name = line.sentence_text(first, last)
        if first and line.lower[first - 1] == "the" and line.words[last : last + 1] != ["'s"]:
            name = line.sentence_text(first - 1, last)
        words = frozenset(line.lower[first:last])
        assert self._named is not None
        self._named.append((line.sentence.starts[first], name, words))
