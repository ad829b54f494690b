"""What a score looks like on a terminal and in the documents."""

from collections.abc import Sequence

from tests.quality.corpus import Item
from tests.quality.score import score
from tests.quality.tally import ACCURACIES, MEASURES, Miss, Score, Tally
from worker.domain.reading import Reading

_ITEM_MEASURES = ("quantities", "kind", "status", "about", "actor", "names", "roles", "marked speech", "indirect")


def table(whole: Score) -> str:
    """All measures of a half, a row each, with the counts behind them."""
    lines = [f"{'':27}{'precision':>11}{'recall':>9}{'F1':>7}   {'right':>5} {'found':>5} {'labelled':>8}"]
    for measure, tally in whole.tallies.items():
        if measure in ACCURACIES:
            figures = f"{_share(tally, tally.recall):>20}{'':>7}"
            counts = f"{tally.right:>5} {'of':>5} {tally.labelled:>8}"
        else:
            figures = f"{_share(tally, tally.precision):>11}{_share(tally, tally.recall):>9}"
            figures += f"{_share(tally, tally.f1):>7}"
            counts = f"{tally.right:>5} {tally.found:>5} {tally.labelled:>8}"
        lines.append(f"{measure:27}{figures}   {counts}   {MEASURES[measure]}")
    return "\n".join(lines)


def markdown(scores: dict[str, Score]) -> str:
    """All measures of all halves, as docs/quality.md has them."""
    heads = [f"{half} {figure}" for half in scores for figure in ("precision", "recall")]
    lines = [f"| measure | {' | '.join(heads)} |", "|---|" + "---|" * len(heads)]
    for measure, says in MEASURES.items():
        cells = []
        for whole in scores.values():
            tally = whole.tallies[measure]
            precision = "" if measure in ACCURACIES else f"{tally.precision:.3f} ({tally.right} of {tally.found})"
            cells += [precision, f"{tally.recall:.3f} ({tally.right} of {tally.labelled})"]
        lines.append(f"| {measure}: {says} | {' | '.join(cells)} |")
    return "\n".join(lines)


def by_item(pairs: Sequence[tuple[Item, Reading]]) -> str:
    """Right, found and labelled of the main measures, a row an item."""
    lines = [f"{'right/found/labelled':36}" + "".join(f"{name:>15}" for name in _ITEM_MEASURES)]
    for item, reading in pairs:
        tallies = score(item, reading).tallies
        cells = (tallies[name] for name in _ITEM_MEASURES)
        lines.append(f"{item.id[:35]:36}" + "".join(f"{f'{t.right}/{t.found}/{t.labelled}':>15}" for t in cells))
    return "\n".join(lines)


def misses(missed: Sequence[Miss]) -> str:
    """Each miss with its sentence, label and find."""
    lines = [f"{len(missed)} misses"]
    for miss in missed:
        lines += [
            "",
            f"{miss.item}: {miss.sentence}",
            f"    labelled  {miss.labelled or '-'}",
            f"    found     {miss.found or '-'}",
        ]
    return "\n".join(lines)


def _share(tally: Tally, share: float) -> str:
    return f"{share:.3f}" if tally.found or tally.labelled else "-"
