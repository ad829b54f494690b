"""A reading that says what the labels say: what a scorer must find nothing wrong with."""

from bisect import bisect_right

from tests.quality.corpus import Item
from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Quote, Reading, Speech, Status
from worker.text.sentences import sentences


def perfect(item: Item) -> Reading:
    """The labels of an item as a reading."""
    spans = sentences(item.text)
    starts = [start for start, _ in spans]
    return Reading(
        mentions=tuple(
            Mention(m.start, m.end, m.surface, Form(m.form), m.person, m.title, m.organisation, m.country)
            for m in item.mentions
        ),
        facts=tuple(
            Fact(
                Quantity(f.start, f.end, f.surface, f.value, f.unit, f.value_max, f.approximate),
                Kind(f.kind),
                Status(f.status),
                spans[max(0, bisect_right(starts, f.start) - 1)],
                f.about,
                f.actor,
                f.previous,
                f.deadline,
                f.deadline_date,
                f.speaker,
            )
            for f in item.facts
        ),
        quotes=tuple(Quote(q.start, q.end, Speech(q.type), q.speaker, q.scheduled) for q in item.quotes),
        dateline=item.dateline,
    )
