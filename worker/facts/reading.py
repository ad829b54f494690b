"""Reads a text whole. Pure, and linear in its length."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from worker.domain.reading import Quote, Reading
from worker.facts.dateline import dateline_end, find_dateline
from worker.facts.document import Document
from worker.facts.meaning import find_facts
from worker.facts.people import NameFinder, find_mentions
from worker.facts.quantities import find_quantities
from worker.facts.quotes import find_quotes
from worker.facts.registry import EMPTY, Registry

EXTRACTOR_VERSION = 2
"""Stands on every stored row; one more whenever the same text would be read differently."""
ENGLISH = "en"


def read(
    text: str,
    *,
    title: str = "",
    language: str | None = ENGLISH,
    published: date | None = None,
    registry: Registry = EMPTY,
    names: NameFinder | None = None,
) -> Reading:
    """What an article says. In: its body, paragraphs parted by blank lines. Out: offsets into that body.

    registry: officials who are known beforehand. names: a trained finder, asked about names that stay open.
    Only English is read; another language gives an empty reading that says so.
    """
    if language != ENGLISH:
        return Reading(unread="language not read")
    document = Document(text, title=title, published=published)
    mentions = find_mentions(document, registry, names)
    quotes = _behind_dateline(find_quotes(document, mentions), dateline_end(document))
    facts = find_facts(document, find_quantities(document), mentions, quotes)
    return Reading(tuple(mentions), tuple(facts), tuple(quotes), find_dateline(document))


def _behind_dateline(quotes: Sequence[Quote], begin: int) -> list[Quote]:
    """The quotes, of which none begins with the dateline: "LONDON (Wire) - | The bloc needs more, she said"."""
    if begin and quotes and quotes[0].start < begin < quotes[0].end:
        return [replace(quotes[0], start=begin), *quotes[1:]]
    return list(quotes)
