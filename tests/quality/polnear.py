"""Speech held against PolNeAR 1.0 (Newell, Margolin and Ruths 2018), political articles with attributions marked.

The corpus has for each attribution the words of its source, its cue and its content. Three things are measured.

- Words in marks: a run between quotation marks that some content holds for the most part is speech; a direct or mixed
  quote finds it where the two share at least `SHARED` of their words. A quote that finds none is right all the same
  where contents hold most of it.
- Their speaker: of the runs whose attribution names a source, how many are found with the right one. Right is a
  speaker who shares a name's word with the source, or whom a mention inside the source means; so a pronoun counts
  where the reading resolves that very pronoun to the speaker it gives. Who the pronoun means cannot be asked, for the
  corpus does not say it: the labelled texts beside this file measure that.
- Indirect speech: a content of at least `CLAUSE` words, most of them outside marks, whose cue holds a form of one of
  `SAYS`. It is found where an indirect quote shares at least `SHARED` of its words; one that shares as much with any
  content is not counted as wrong.

Run `python -m tests.quality.polnear [train|dev]`: it unpacks the archive that lies beside the checkout.
"""

import re
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from worker.domain.reading import Quote, Reading, Speech
from worker.facts.quotes.verbs import speech_verbs
from worker.facts.reading import read

ARCHIVE = Path(__file__).parents[3] / "shared/corpora/quotes-polnear-train-dev.tar.xz"
HALVES = ("dev", "train")
SHARED = 0.5
CLAUSE = 3
SAYS = frozenset(
    (
        "say",
        "tell",
        "add",
        "argue",
        "claim",
        "insist",
        "warn",
        "note",
        "announce",
        "write",
        "suggest",
        "acknowledge",
        "explain",
        "declare",
        "predict",
        "report",
        "concede",
        "admit",
        "deny",
        "reply",
        "respond",
        "confirm",
        "state",
        "stress",
        "contend",
        "maintain",
        "assert",
        "complain",
        "observe",
        "remark",
        "tweet",
        "allege",
        "caution",
    )
)

_SPAN = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t")
_ANNOTATOR = re.compile(r"_[0-9a-f]{4}$")
_RUN = re.compile("\u201c([^\u201c\u201d\n]{1,5000}+)\u201d|\"([^\"\n]{1,5000}+)\"|''([^'\n](?:[^'\n]|'(?!'))*+)''")
_WORD = re.compile(r"\w+")
_NO_NAMES = frozenset(
    (
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "in",
        "at",
        "to",
        "by",
        "with",
        "from",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "rep",
    )
) | {"gov", "who", "which", "that", "his", "her"}

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """source, cue, content: places in the text, each in one or more parts."""

    source: tuple[_Place, ...]
    cue: tuple[_Place, ...]
    content: tuple[_Place, ...]


def unpacked(folder: Path) -> Path:
    """The corpus, unpacked from the archive into a folder. Raises FileNotFoundError where there is no archive."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "polnear"


def articles(folder: Path, half: str) -> Iterator[tuple[str, str, list[Attribution]]]:
    """The articles of a half: name, text, attributions; one that was marked twice comes twice."""
    for path in sorted((folder / half / "attributions").glob("*.ann")):
        name = _ANNOTATOR.sub("", path.stem)
        text = (folder / half / "text" / f"{name}.txt").read_bytes().decode()
        yield name, text, list(_attributions(path.read_bytes().decode()))


def _attributions(lines: str) -> Iterator[Attribution]:
    places: dict[str, tuple[_Place, ...]] = {}
    for line in lines.split("\n"):
        match = _SPAN.match(line)
        if match:
            parts = (part.split() for part in match[3].split(";"))
            places[match[1]] = tuple((int(start), int(end)) for start, end in parts)
        elif line.startswith("E"):
            found: dict[str, tuple[_Place, ...]] = {}
            for part in line.split("\t")[1].split():
                kind, span = part.split(":")
                kind = kind.rstrip("0123456789")
                found[kind] = found.get(kind, ()) + places.get(span, ())
            yield Attribution(found.get("Source", ()), found.get("Cue", ()), found.get("Content", ()))


def score(folder: Path, half: str = "dev") -> dict[str, float]:
    """Shares by measure: precision, recall and F1 of each, and how many it stands on."""
    counts: Counter[str] = Counter()
    for _name, text, attributions in articles(folder, half):
        count(counts, text, attributions, read(text))
    return {
        **_shares("in marks", counts),
        "in marks and speaker recall": _share(counts["speaker right"], counts["speaker asked"]),
        "in marks and speaker asked": counts["speaker asked"],
        **_shares("indirect", counts),
        "indirect and speaker recall": _share(counts["indirect speaker right"], counts["indirect speaker asked"]),
    }


def count(counts: Counter[str], text: str, attributions: Sequence[Attribution], reading: Reading) -> list[str]:
    """Add up what was found of an article. Out: what went wrong, a line each, to be looked at."""
    wrong: list[str] = []
    inside = [quote for quote in reading.quotes if quote.type is not Speech.INDIRECT]
    outside = [quote for quote in reading.quotes if quote.type is Speech.INDIRECT]
    runs = [match.span() for match in _RUN.finditer(text)]
    free = list(inside)
    for run in runs:
        around = [each for each in attributions if each.content and _covered(text, run, each.content) >= SHARED]
        found = next((quote for quote in free if _alike(text, [run], quote) >= SHARED), None)
        if not around:
            continue
        counts["in marks labelled"] += 1
        nearest = min(around, key=lambda each: sum(end - start for start, end in each.content))
        if nearest.source:
            counts["speaker asked"] += 1
        shown = text[run[0] : run[1]]
        if found is None:
            wrong.append(f"missed   {shown}")
            continue
        free.remove(found)
        counts["in marks right"] += 1
        if nearest.source and right_speaker(text, found, nearest, reading):
            counts["speaker right"] += 1
        elif nearest.source:
            wrong.append(f"speaker  {found.speaker} not {_surface(text, nearest.source)}: {shown}")
    counts["in marks found"] += len(inside)
    spoken_of = [place for each in attributions for place in each.content]
    for quote in list(free):
        near = [place for place in spoken_of if place[0] < quote.end and quote.start < place[1]]
        if near and _covered(text, (quote.start, quote.end), near) >= SHARED:
            free.remove(quote)  # speech that the runs do not show: over paragraphs, or in single marks
            counts["in marks beside"] += 1
    wrong += [f"no quote {text[quote.start : quote.end]} ({quote.speaker})" for quote in free]

    contents = [each for each in attributions if each.content]
    spoken = [each for each in contents if _says(text, each) and _unmarked(text, each, runs)]
    counts["indirect labelled"] += len(spoken)
    for each in spoken:
        match = next((quote for quote in outside if _alike(text, each.content, quote) >= SHARED), None)
        counts["indirect recalled"] += match is not None
        if match is not None and each.source:
            counts["indirect speaker asked"] += 1
            if right_speaker(text, match, each, reading):
                counts["indirect speaker right"] += 1
            else:
                wrong.append(
                    f"ispeaker {match.speaker} not {_surface(text, each.source)}: {text[match.start : match.end]}"
                )
        if match is None:
            wrong.append(f"imissed  [{_surface(text, each.cue)}] {_surface(text, each.content)}")
    counts["indirect found"] += len(outside)
    for quote in outside:
        held = any(_alike(text, each.content, quote) >= SHARED for each in contents)
        counts["indirect right"] += held
        if not held:
            wrong.append(f"inone    {text[quote.start : quote.end]} ({quote.speaker})")
    return wrong


def right_speaker(text: str, quote: Quote, attribution: Attribution, reading: Reading) -> bool:
    """Whether a quote's speaker is the source of an attribution."""
    if quote.speaker is None:
        return False
    named = _names(quote.speaker)
    if named & _names(_surface(text, attribution.source)) or quote.speaker == _surface(text, attribution.source):
        return True
    return any(
        mention.person == quote.speaker
        for start, end in attribution.source
        for mention in reading.mentions
        if start <= mention.start and mention.end <= end
    )


def _names(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 1 and word not in _NO_NAMES}


def _surface(text: str, places: Sequence[_Place]) -> str:
    return " ".join(text[start:end] for start, end in places)


def _words(text: str, places: Sequence[_Place]) -> set[int]:
    return {match.start() for start, end in places for match in _WORD.finditer(text, start, end)}


def _covered(text: str, run: _Place, places: Sequence[_Place]) -> float:
    words = _words(text, [run])
    return len(words & _words(text, places)) / len(words) if words else 0.0


def _alike(text: str, places: Sequence[_Place], quote: Quote) -> float:
    if not any(start < quote.end and quote.start < end for start, end in places):
        return 0.0
    ours, theirs = _words(text, [(quote.start, quote.end)]), _words(text, places)
    return len(ours & theirs) / len(ours | theirs) if ours else 0.0


def _says(text: str, attribution: Attribution) -> bool:
    verbs = speech_verbs()
    words = _WORD.findall(_surface(text, attribution.cue).lower())
    return "according" in words or any(word in verbs and verbs[word].lemma in SAYS for word in words)


def _unmarked(text: str, attribution: Attribution, runs: Sequence[_Place]) -> bool:
    words = _words(text, attribution.content)
    near = [run for run in runs if any(run[0] < end and start < run[1] for start, end in attribution.content)]
    return len(words) >= CLAUSE and len(words - _words(text, near)) / len(words) > SHARED


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _shares(measure: str, counts: Counter[str]) -> dict[str, float]:
    right = counts[f"{measure} right"] + counts[f"{measure} beside"]
    precision = _share(right, counts[f"{measure} found"])
    recalled = counts[f"{measure} recalled"] or counts[f"{measure} right"]
    recall = _share(recalled, counts[f"{measure} labelled"])
    both = precision + recall
    return {
        f"{measure} precision": precision,
        f"{measure} recall": recall,
        f"{measure} F1": 2 * precision * recall / both if both else 0.0,
        f"{measure} labelled": counts[f"{measure} labelled"],
    }


def main(arguments: Sequence[str]) -> int:
    """Print the table of a half."""
    half = arguments[0] if arguments else "dev"
    if half not in HALVES:
        print(f"say one of {', '.join(HALVES)}, not {half!r}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for measure, value in score(unpacked(Path(folder)), half).items():
            print(f"{measure:38}{value:>9.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
