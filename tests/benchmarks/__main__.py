"""`make bench`: run the benchmarks and print figures, ratios, and what they are held against.

`python -m tests.benchmarks idle` and `... day [--minutes N]` run `wirewatch up` as a whole, and take five and twelve
minutes: `make idle`, `make day`. `... reading` is the reading of articles alone, `... watches` what watches cost, a
minute each: `make read-bench`, `make watch-bench`.
"""

import argparse

from tests.benchmarks import articles, day, idle, polls, reading, watches

AIMS = {"unchanged": 5_000, "articles": 80}


def main() -> None:
    """Run what the arguments name, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("which", nargs="?", choices=("stages", "reading", "watches", "idle", "day"), default="stages")
    parser.add_argument("--minutes", type=float, default=12.0, help="in which a day passes, from 3 (default: 12)")
    arguments = parser.parse_args()
    if not 3 <= arguments.minutes <= 1440:
        parser.error("a day takes 3 to 1440 minutes")
    if arguments.which == "idle":
        for minute in idle.main():
            print(minute.table(), f"aim: {idle.AIMS['pss']:.0f} MB, {idle.AIMS['cpu']:.0%} of a core\n", sep="\n")
    elif arguments.which == "day":
        raise SystemExit(1 if day.main(arguments.minutes).grown else 0)
    elif arguments.which == "reading":
        raise SystemExit(0 if reading.main() else 1)
    elif arguments.which == "watches":
        watches.main()
    else:
        stages()


def stages() -> None:
    """Polling and reading, each against what else does it."""
    print("Feeds per CPU second (1,000 feeds of 30 entries on 250 hosts, SQLite, one core)\n")
    figures = polls.main()
    print(f"{'':24}{'first fetch':>14}{'unchanged':>14}")
    for name, row in figures.items():
        cells = "".join(f"{row[c]:>14,.0f}" if c in row else f"{'-':>14}" for c in ("first fetch", "unchanged"))
        print(f"{name:24}{cells}")
    ours = figures["wirewatch"]["unchanged"]
    print(f"\nunchanged: {ours / figures['aiohttp alone']['unchanged']:.0%} of aiohttp alone", end="")
    if "lemon24/reader" in figures:
        print(f", {ours / figures['lemon24/reader']['unchanged']:.1f} times lemon24/reader", end="")
    print(f"; aim {AIMS['unchanged']:,} a second\n")
    print("Articles per CPU second (400 pages of 490 words, 1,000 watches, SQLite, one core)\n")
    for name, value in articles.main().items():
        print(f"{name:28}{value:>10,.1f}")
    print(f"aim: {AIMS['articles']} through all stages")


if __name__ == "__main__":
    main()
