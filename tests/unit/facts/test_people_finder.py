"""The optional name finder, and texts made to take long."""

from collections.abc import Sequence

import pytest

from worker.facts.document import Document
from worker.facts.people import BATCH, find_mentions
from worker.facts.registry import EMPTY


class Finder:
    """Says of a phrase, wherever it stands, that it is of a label; remembers what it was asked."""

    def __init__(self, phrase: str, label: str) -> None:
        self.phrase, self.label = phrase, label
        self.batches: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        self.batches.append(list(texts))
        found = [text.find(self.phrase) for text in texts]
        return [[(at, at + len(self.phrase), self.label)] if at >= 0 else [] for at in found]


DOUBTFUL = "Wixelo Brandova pondered the weather."


def test_the_finder_settles_a_doubtful_name() -> None:
    assert find_mentions(Document(DOUBTFUL), EMPTY) == []
    found = find_mentions(Document(DOUBTFUL), EMPTY, Finder("Wixelo Brandova", "PERSON"))
    assert [mention.person for mention in found] == ["Wixelo Brandova"]


def test_a_place_by_the_finder_is_no_person() -> None:
    assert find_mentions(Document(DOUBTFUL), EMPTY, Finder("Wixelo Brandova", "GPE")) == []


def test_the_finder_is_not_asked_where_everything_is_sure() -> None:
    finder = Finder("x", "PERSON")
    find_mentions(Document("Prime Minister John Smith, 51, spoke. It rained. He left."), EMPTY, finder)
    assert finder.batches == []


def test_the_finder_is_asked_in_batches() -> None:
    finder = Finder("x", "PERSON")
    letters = "bdfgklmnprstvz"
    text = " ".join(f"Wixelo Br{one}a{two}ova pondered." for one in letters for two in "aeiou")
    find_mentions(Document(text), EMPTY, finder)
    sizes = [len(batch) for batch in finder.batches]
    assert max(sizes) == BATCH
    assert sizes[:-1] == [BATCH] * (len(sizes) - 1)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "'" * 100_000,
        "," * 100_000,
        "Aa " * 33_000,
        "Minister " * 11_000,
        "head of " * 12_000,
        "the company's " * 7_000,
        "J. " * 33_000,
        "Jane Roe, " * 10_000,
        "he said " * 12_000,
        "President of Bank of " * 5_000,
    ],
    ids=lambda text: str(text)[:20].strip() or "spaces",
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    assert all(mention.end <= len(text) for mention in find_mentions(Document(text), EMPTY))
