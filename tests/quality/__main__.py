"""`make quality`: how well articles are read, held against the labelled corpus.

    python -m tests.quality                     both halves, a table each
    python -m tests.quality dev --items         one row an item
    python -m tests.quality dev --errors kind   every miss of one measure, with its sentence
    python -m tests.quality --table             the tables of docs/quality.md, in Markdown
    python -m tests.quality --set-floors        raise the floors to what is reached now

Of the test half only sums are shown: whoever looks into it tunes on it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.quality import floors, outside, report
from tests.quality.corpus import HALVES, Item, load
from tests.quality.score import total
from tests.quality.tally import MEASURES, Score
from worker.domain.reading import Reading
from worker.facts.reading import read


def reading_of(item: Item) -> Reading:
    """What the rules make of an item, as they would of an article."""
    return read(item.text, title=item.title, published=item.published)


def main(arguments: Sequence[str] | None = None) -> int:
    """Out: 0, 1 where floors could not be set, 2 where used wrongly."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    halves = [asked.half] if asked.half else list(HALVES)
    if asked.errors or asked.items or asked.only:
        if asked.half == "test":
            parser.error("the test half is only counted: what its items look like is not shown. Use the dev half")
        halves = ["dev"]
    if asked.errors and asked.errors not in MEASURES:
        parser.error(f"--errors {asked.errors!r} is no measure; the measures are: {', '.join(MEASURES)}")
    pairs = {half: [(item, reading_of(item)) for item in load(half) if _wanted(item, asked.only)] for half in halves}
    if asked.only and not pairs["dev"]:
        parser.error(f"--only {asked.only}: the dev half has no such item; give the three digits its id begins with")
    scores = {half: total(of_half) for half, of_half in pairs.items()}
    if asked.set_floors:
        return _set_floors({half: total((item, reading_of(item)) for item in load(half)) for half in HALVES})
    if asked.errors:
        print(report.misses([miss for miss in scores["dev"].misses if miss.measure == asked.errors]))
    elif asked.json:
        print(json.dumps({half: _plain(whole) for half, whole in scores.items()}, indent=1))
    elif asked.items:
        print(report.by_item(pairs["dev"]))
    elif asked.table:
        print(report.markdown(scores))
    else:
        for half, whole in scores.items():
            print(f"{half}, {len(pairs[half])} texts\n{report.table(whole)}\n")
    if asked.polnear:
        print(outside.table("polnear", asked.polnear))
    if asked.recognizers:
        print(outside.table("recognizers", asked.recognizers))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality", description="How well articles are read, held against the labelled corpus."
    )
    parser.add_argument("half", nargs="?", choices=HALVES, help="one half only (default: both)")
    parser.add_argument("--items", action="store_true", help="one row an item; dev only")
    parser.add_argument("--errors", metavar="MEASURE", help="every miss of one measure; dev only")
    parser.add_argument("--only", metavar="NNN", help="the item of that number alone; dev only")
    parser.add_argument("--json", action="store_true", help="the counts, as JSON")
    parser.add_argument("--table", action="store_true", help="both halves as a Markdown table")
    parser.add_argument("--set-floors", action="store_true", help="raise the floors to what is reached now")
    parser.add_argument("--polnear", type=Path, metavar="FOLDER", help="score quotes on a copy of PolNeAR too")
    parser.add_argument(
        "--recognizers", type=Path, metavar="FOLDER", help="score quantities on a copy of Recognizers-Text's too"
    )
    return parser


def _wanted(item: Item, only: str | None) -> bool:
    return only is None or item.id.startswith(only)


def _plain(whole: Score) -> dict[str, dict[str, float]]:
    return {
        measure: {
            "right": tally.right,
            "found": tally.found,
            "labelled": tally.labelled,
            **{name: round(value, 4) for name, value in floors.figures(measure, tally).items()},
        }
        for measure, tally in whole.tallies.items()
    }


def _set_floors(scores: dict[str, Score]) -> int:
    file = floors.load()
    found = {half: whole.tallies for half, whole in scores.items()}
    below = floors.below(file, found)
    if below:
        print(
            "Floors are only raised. First reach these again, or lower them by hand with a reason:",
            *below,
            sep="\n  ",
        )
        return 1
    raised = floors.raised(file, found, floors.corpus_hashes())
    floors.save(raised)
    print(f"Written: {floors.FILE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
