"""Microsoft's Recognizers-Text specifications for English: sentences with the money and the percentages in them.

Public test data of another project (MIT licence), read where a copy lies beside the checkout, never copied into it. A
case counts where every figure it names is found with its value and its unit, and no further one of its kind. Prices
of shares count here, which the reading of an article leaves out.

    .venv/bin/python -m tests.quality.recognizers [FOLDER]
"""

import json
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.domain.reading import PERCENT, Quantity
from worker.facts.document import Document
from worker.facts.quantities import find_quantities
from worker.facts.quantities.money import table

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "quantities-recognizers-specs-en.tar.xz"
CURRENCY = "NumberWithUnit/English/CurrencyModel.json"
PERCENTAGE = "Number/English/PercentModel.json"
# What the specifications call a hundredth, and of which currency.
_HUNDREDTHS = {"cent": "dollar", "pence": "pound", "penny": "pound", "sen": "yen"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that a case names. codes: any of them is right ("Franc" says not whose)."""

    value: float
    codes: frozenset[str]


@contextmanager
def unpacked(archive: Path = ARCHIVE) -> Iterator[Path]:
    """A temporary folder with the specifications in it. Raises FileNotFoundError where the archive is missing."""
    with tarfile.open(archive) as packed, tempfile.TemporaryDirectory() as folder:
        packed.extractall(folder, filter="data")
        yield next(found.parents[2] for found in Path(folder).rglob(Path(CURRENCY).name))


def score(folder: Path) -> dict[str, float]:
    """Cases that are right, by kind, and how many there are. In: the folder that holds `NumberWithUnit`."""
    currency, percent = _cases(folder / CURRENCY), _cases(folder / PERCENTAGE)
    return {
        "currency right": float(sum(right(case, _money) for case in currency)),
        "currency cases": float(len(currency)),
        "percent right": float(sum(right(case, _percent) for case in percent)),
        "percent cases": float(len(percent)),
    }


def right(case: dict[str, Any], kind: "Any") -> bool:
    """Whether a case is read as it says. kind: which quantities it is about."""
    wanted = [made for result in case["Results"] if (made := _wanted(result)) is not None]
    found = [quantity for quantity in find_quantities(Document(case["Input"]), prices=True) if kind(quantity)]
    if len(wanted) != len(found):
        return False
    return all(
        quantity.value is not None and _same(each.value, quantity.value) and quantity.unit in each.codes
        for each, quantity in zip(wanted, found, strict=True)
    )


def _cases(path: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8-sig"))
    return cases


def _money(quantity: Quantity) -> bool:
    return quantity.unit.isupper()


def _percent(quantity: Quantity) -> bool:
    return quantity.unit == PERCENT


def _wanted(result: dict[str, Any]) -> Wanted | None:
    resolution = result["Resolution"]
    printed = resolution.get("value")
    if printed in {None, "null"}:
        return None  # a unit without a number
    if "%" in printed:
        return Wanted(float(printed.rstrip("%")), frozenset({PERCENT}))
    value, unit = float(printed), resolution["unit"].lower()
    if code := resolution.get("isoCurrency"):
        return Wanted(value, frozenset({code}))
    if unit in _HUNDREDTHS:
        return Wanted(value / 100, frozenset(table().by_word[_HUNDREDTHS[unit]]) | frozenset(table().by_minor[unit]))
    names = table()
    word = unit.split()[-1]
    return Wanted(value, frozenset(names.by_word.get(word, ()) or names.by_minor.get(word, ())))


def _same(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-6 * max(1.0, abs(a))


def main() -> None:
    """Print the score, and every case that is wrong."""
    if len(sys.argv) > 1:
        _report(Path(sys.argv[1]))
    else:
        with unpacked() as folder:
            _report(folder)


def _report(folder: Path) -> None:
    for path, kind in ((CURRENCY, _money), (PERCENTAGE, _percent)):
        for case in _cases(folder / path):
            if not right(case, kind):
                got = [
                    (q.surface, q.value, q.unit)
                    for q in find_quantities(Document(case["Input"]), prices=True)
                    if kind(q)
                ]
                print(f"{case['Input'][:160]!r}: {[r['Text'] for r in case['Results']]}, found {got}")
    found = score(folder)
    print(f"currency {found['currency right']:.0f} of {found['currency cases']:.0f}")
    print(f"percent  {found['percent right']:.0f} of {found['percent cases']:.0f}")


if __name__ == "__main__":
    main()
