"""`make bench`: run every benchmark and print figures, ratios, and what they are held against."""

from tests.benchmarks import articles, polls

AIMS = {"unchanged": 5_000, "articles": 80}


def main() -> None:
    """Run, print."""
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
