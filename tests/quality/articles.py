"""Articles of real outlets, labelled by reading: their texts lie in public corpora, the labels here.

No sentence of anybody's article is kept: a label file (`articles/<half>/NAME.json`) says by its SHA-256 which text it
means, and by offsets into it which words. The schema is the labelled corpus' own (`corpus/README.md`). Two halves:

    dev     for building: rules may be tried on it, looked at with it, changed by it
    held    for measuring: only counted

    python -m tests.quality.articles                     both halves, a table each
    python -m tests.quality.articles dev --errors kind   every miss of one measure, with its sentence
    python -m tests.quality.articles dev --items         one row an article
"""

import argparse
import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.quality import report
from tests.quality.corpus import Fact, Item, Mention, Quote
from tests.quality.score import total
from tests.quality.tally import MEASURES, Score
from worker.facts.reading import read

LABELS = Path(__file__).with_name("articles")
HALVES = ("dev", "held")
CORPORA = Path(__file__).resolve().parents[3] / "shared/corpora"
ARCHIVES = ("pages-aeb.tar.xz", "stories-wikinews-dev.tar.xz", "quotes-polnear-train-dev.tar.xz")
_BREAK = re.compile(r"[^\S\n]*+\n\s*+")


def present() -> bool:
    """Whether the corpora that hold the texts are at hand."""
    return all((CORPORA / name).is_file() for name in ARCHIVES)


def evened(text: str) -> str:
    """A text as labels count in it: paragraphs joined by one blank line, no space around any."""
    return "\n\n".join(part.strip() for part in _BREAK.split(text.strip()) if part.strip())


def key(text: str) -> str:
    """What names a text: the SHA-256 of it, evened."""
    return hashlib.sha256(evened(text).encode()).hexdigest()


@cache
def texts() -> dict[str, str]:
    """Every text of the corpora, evened, by its key. Raises FileNotFoundError where an archive is missing."""
    return {hashlib.sha256(text.encode()).hexdigest(): text for text in map(evened, _texts())}


def _texts() -> Iterator[str]:
    for name in ARCHIVES:
        with tarfile.open(CORPORA / name) as archive:
            for member in archive:
                wanted = member.name.endswith((".json", ".txt")) and member.isfile()
                file = archive.extractfile(member) if wanted else None
                if file is None:
                    continue
                content = file.read().decode("utf-8", "replace")
                if member.name.endswith(".txt"):
                    yield content
                else:
                    yield from _in_json(json.loads(content))


def _in_json(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        yield from (value["articleBody"] for value in raw.values() if isinstance(value, dict))
    elif isinstance(raw, list):
        yield from (article["text"] for story in raw for article in story["articles"])


def load(half: str) -> list[Item]:
    """The articles of a half with their labels, in the order of their files' names. Raises KeyError, which names the
    file, where the corpora do not hold a text.
    """
    return [_item(path, half) for path in sorted((LABELS / half).glob("*.json"))]


def _item(path: Path, half: str) -> Item:
    raw = json.loads(path.read_text(encoding="utf-8"))
    try:
        text = texts()[raw["sha256"]]
    except KeyError as error:
        raise KeyError(f"{path.name}: no text of the corpora has its SHA-256") from error

    def placed(label: dict[str, Any]) -> dict[str, Any]:
        return label | {"surface": text[label["start"] : label["end"]]}

    def dated(label: dict[str, Any]) -> dict[str, Any]:
        day = label["deadline_date"]
        return label | {"deadline_date": None if day is None else date.fromisoformat(day)}

    return Item(
        id=path.stem,
        half=half,
        topic="",
        style="article",
        why="",
        title="",
        text=text,
        dateline=raw["dateline"],
        published=date.fromisoformat(raw["published"]),
        mentions=tuple(Mention(**placed(label)) for label in raw["mentions"]),
        facts=tuple(Fact(**placed(dated(label))) for label in raw["facts"]),
        quotes=tuple(Quote(**placed(label)) for label in raw["quotes"]),
        not_figures=tuple(text[start:end] for start, end in raw["not_figures"]),
    )


def score(half: str) -> Score:
    """How well the articles of a half are read."""
    return total((item, read(item.text, published=item.published)) for item in load(half))


def main(arguments: Sequence[str] | None = None) -> int:
    """Out: 0, 2 where used wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.articles", description="How well articles of real outlets are read."
    )
    parser.add_argument("half", nargs="?", choices=HALVES, help="one half only (default: both)")
    parser.add_argument("--items", action="store_true", help="one row an article; dev only")
    parser.add_argument(
        "--errors", metavar="MEASURE", choices=list(MEASURES), help="every miss of a measure; dev only"
    )
    parser.add_argument("--only", metavar="NAME", default="", help="articles whose name begins so; dev only")
    asked = parser.parse_args(arguments)
    if not present():
        parser.error(f"the corpora are not at hand; these belong into {CORPORA.name}: {', '.join(ARCHIVES)}")
    if (asked.errors or asked.items or asked.only) and asked.half != "dev":
        parser.error("only the dev half is shown; the other is only counted. Say dev")
    if asked.items or asked.errors:
        pairs = [
            (item, read(item.text, published=item.published))
            for item in load("dev")
            if item.id.startswith(asked.only)
        ]
        missed = [miss for miss in total(pairs).misses if miss.measure == asked.errors]
        print(report.misses(missed) if asked.errors else report.by_item(pairs))
        return 0
    for half in [asked.half] if asked.half else HALVES:
        print(f"{half}, {len(list((LABELS / half).glob('*.json')))} articles\n{report.table(score(half))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
