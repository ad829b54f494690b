"""Many clauses at once, in arrays: what an article leaves of 100,000 watches is found without a loop over them.

Clauses are rows, those filed under one atom side by side (compressed sparse rows). A row has the numbers of two more
atoms that it needs and of one that it forbids; what needs or forbids more, or has something left to be asked, is
looked at again. Measured on 100,000 pairs of words: a loop over sets takes ten times as long, most of it waiting for
memory.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from worker.watches.clauses import Clause
from worker.watches.holds import Test

_ALWAYS, _NEVER = 0, 1
"""Atoms by number that every article has, and that none has."""


class Row(NamedTuple):
    """A clause with the atom that it is filed under, its watch, and what is left to be asked of the article."""

    under: str
    clause: Clause
    test: Test | None
    number: int


class Packed:
    """Clauses filed under atoms. Never changes, but that watches can be struck out."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._ids: dict[str, int] = {}
        asked = (atom for row in rows for atom in (row.under, *row.clause.need, *row.clause.none))
        for atom in asked:
            self._ids.setdefault(atom, len(self._ids) + 2)
        rows = sorted(rows, key=lambda row: self._ids[row.under])
        size = len(self._ids) + 2
        self._there = np.zeros(size, dtype=bool)
        self._there[_ALWAYS] = True
        self._second = np.zeros(len(rows), dtype=np.int32)
        self._third = np.zeros(len(rows), dtype=np.int32)
        self._none = np.zeros(len(rows), dtype=np.int32)
        self._number = np.array([row.number for row in rows], dtype=np.int64)
        self._live = np.ones(len(rows), dtype=bool)
        self._starts = np.zeros(size + 1, dtype=np.int64)
        self._again: dict[int, Row] = {}
        for at, row in enumerate(rows):
            self._place(at, row)
        self._starts = np.cumsum(self._starts)

    def _place(self, at: int, row: Row) -> None:
        ids, clause = self._ids, row.clause
        others = [ids[atom] for atom in clause.need if atom != row.under]
        self._second[at], self._third[at] = (*others, _ALWAYS, _ALWAYS)[:2]
        self._none[at] = ids[next(iter(clause.none))] if clause.none else _NEVER
        self._starts[ids[row.under] + 1] += 1
        if len(others) > 2 or len(clause.none) > 1 or row.test is not None:
            self._again[at] = row

    def __len__(self) -> int:
        return len(self._number)

    def strike(self, number: int) -> None:
        """Leave a watch out from now on."""
        self._live[self._number == number] = False

    def candidates(self, atoms: frozenset[str]) -> tuple[list[int], list[Row]]:
        """In: an article's atoms. Out: the watches that hold by these alone, and the rows still to be looked at."""
        if not len(self._number):
            return [], []
        ids = self._ids
        known = np.array([ids[atom] for atom in ids.keys() & atoms], dtype=np.int64)
        if not len(known):
            return [], []
        starts = self._starts[known]
        sizes = self._starts[known + 1] - starts
        filled = sizes > 0
        starts, sizes = starts[filled], sizes[filled]
        if not len(sizes):
            return [], []
        there = self._there
        there[known] = True
        at = _ranges(starts, sizes)
        at = at[there[self._second[at]]]
        at = at[there[self._third[at]] & ~there[self._none[at]] & self._live[at]]
        there[known] = False
        again = self._again
        if not again:
            return self._number[at].tolist(), []
        sure: list[int] = []
        rows: list[Row] = []
        for place, number in zip(at.tolist(), self._number[at].tolist(), strict=True):
            row = again.get(place)
            if row is None:
                sure.append(number)
            else:
                rows.append(row)
        return sure, rows


def _ranges(starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """All places of the ranges [start, start + size), one range behind the other."""
    ends = np.cumsum(sizes)
    places: npt.NDArray[np.int64] = np.repeat(starts - ends + sizes, sizes) + np.arange(ends[-1])
    return places
