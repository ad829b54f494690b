"""Batches of ids."""

from hypothesis import given
from hypothesis import strategies as st

from worker.domain.work import Due, batches


def test_a_row_that_a_worker_died_at_comes_alone() -> None:
    rows = [Due(1, 0), Due(2, 1), Due(3, 0), Due(4, 0), Due(5, 2)]
    assert list(batches(rows, 64)) == [[2], [5], [1, 3, 4]]


@given(st.lists(st.integers(0, 2), max_size=300), st.integers(1, 64))
def test_every_row_is_in_one_batch_and_no_batch_is_too_large(attempts: list[int], size: int) -> None:
    rows = [Due(number, tries) for number, tries in enumerate(attempts)]
    made = list(batches(rows, size))
    assert sorted(row for batch in made for row in batch) == [row.id for row in rows]
    assert all(1 <= len(batch) <= size for batch in made)
