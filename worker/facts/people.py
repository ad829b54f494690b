"""Who is who: persons by name, role and pronoun, each tied to the person it means."""

from collections.abc import Sequence

from worker.domain.reading import Mention
from worker.facts.document import Document
from worker.facts.registry import Registry


def find_mentions(document: Document, registry: Registry) -> Sequence[Mention]:
    """The places of a text that mean a person, in order."""
    return []
