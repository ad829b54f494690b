"""Who is who: persons by name, role and pronoun, each tied to the person it means.

No model: capitalised runs and role phrases are found by word lists, what stands around a run over the whole text
tells whether it is a person, and what is left bare (a surname, "the minister", "she") is tied to whoever was
introduced.
An optional `NameFinder` is asked about what stays open.
"""

from worker.facts.people.find import find_mentions
from worker.facts.people.finder import BATCH, NameFinder

__all__ = ["BATCH", "NameFinder", "find_mentions"]
