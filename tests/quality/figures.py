"""Figures: whether they were found, with their value and unit; and of those, what they mean."""

import re
from collections.abc import Sequence

from tests.quality.compare import overlap, same_deadline, same_number, same_party, same_thing
from tests.quality.corpus import Fact as FactLabel
from tests.quality.corpus import occurrences
from tests.quality.tally import Sheet, align, rest
from worker.domain.reading import COUNT, Fact, Quantity

PREVIOUS_NEAR = 300
"""Characters from a figure within which a figure that equals its `previous` is taken for that."""


def figures(sheet: Sheet) -> None:
    """Count what was found of an item's figures, and what of their meaning."""
    labels, facts = list(sheet.item.facts), sheet.reading.facts
    pairs = align(labels, facts, _figure_likeness)
    extra = list(rest(facts, (fact for _, fact in pairs)))
    wrong = [fact for fact in extra if not _is_previous(sheet, fact) and not _is_measure(fact.quantity)]
    met = {id(label) for label, _ in pairs}
    labels = [label for label in labels if id(label) in met or not _is_measure(label)]
    _quantities(sheet, "quantities", labels, pairs, wrong)
    # a find belongs to its label here: a unit that was mistaken for a count is still a mistake
    _quantities(
        sheet,
        "quantities but counts",
        [label for label in labels if label.unit != COUNT],
        [(label, fact) for label, fact in pairs if label.unit != COUNT],
        [fact for fact in wrong if fact.quantity.unit != COUNT],
    )
    _left_alone(sheet, extra)
    for label, fact in pairs:
        if _same_figure(label, fact):
            _meaning(sheet, label, fact)


def _quantities(
    sheet: Sheet,
    measure: str,
    labels: Sequence[FactLabel],
    pairs: Sequence[tuple[FactLabel, Fact]],
    wrong: Sequence[Fact],
) -> None:
    right = sum(_same_figure(label, fact) for label, fact in pairs)
    sheet.count(measure, right=right, found=len(pairs) + len(wrong), labelled=len(labels))
    for label, fact in pairs:
        if not _same_figure(label, fact):
            sheet.miss(measure, label.start, _figure(label), _figure(fact.quantity))
    for label in rest(labels, (label for label, _ in pairs)):
        sheet.miss(measure, label.start, _figure(label), None)
    for fact in wrong:
        sheet.miss(measure, fact.quantity.start, None, _figure(fact.quantity))


def _is_previous(sheet: Sheet, fact: Fact) -> bool:
    """Whether a find is the earlier value of a label near by, which is neither right nor wrong."""
    quantity = fact.quantity
    return quantity.value is not None and any(
        label.previous is not None
        and same_number(label.previous, quantity.value)
        and abs(label.start - quantity.start) <= PREVIOUS_NEAR
        for label in sheet.item.facts
    )


_MEASURES = re.compile(
    r"(?:second|minute|hour|day|night|week|month|year|decade|mile|kilomet(?:er|re)|met(?:er|re)|yard|inch|millimet(?:er|re)"
    r"|centimet(?:er|re)|light year)(?:e?s)?\Z|f(?:ee|oo)t\Z|[kmc]?m\Z"
)


def _is_measure(figure: FactLabel | Quantity) -> bool:
    """Whether a figure is how long or how far: readers differ over which of these are told, so that one without the
    other is neither right nor wrong.
    """
    return figure.unit == COUNT and _MEASURES.search(figure.surface) is not None


def _left_alone(sheet: Sheet, extra: Sequence[Fact]) -> None:
    for surface in sheet.item.not_figures:
        for start in occurrences(sheet.text, surface):
            span = (start, start + len(surface))
            if any(overlap(span, (label.start, label.end)) for label in sheet.item.facts):
                continue
            near = (f for f in extra if overlap(span, (f.quantity.start, f.quantity.end)))
            hit = next((fact for fact in near if not _is_measure(fact.quantity)), None)
            sheet.judge("no figures", hit is None, start, f"not {surface!r}", hit and _figure(hit.quantity))


def _meaning(sheet: Sheet, label: FactLabel, fact: Fact) -> None:
    at, persons = label.start, sheet.persons
    shown = f"{label.surface!r} "
    sheet.judge("kind", label.kind == fact.kind, at, shown + label.kind, fact.kind)
    sheet.judge("status", label.status == fact.status, at, shown + label.status, fact.status)
    if label.about is not None:
        about = fact.about is not None and same_thing(label.about, fact.about)
        sheet.judge("about", about, at, shown + label.about, fact.about)
    for measure, wanted, got in (("actor", label.actor, fact.actor), ("speaker", label.speaker, fact.speaker)):
        same = same_party(wanted, got, persons)
        if wanted is not None:
            sheet.judge(measure, same, at, shown + wanted, got)
        sheet.judge(f"{measure} or none", same, at, shown + str(wanted), got)
    sheet.judge_optional("previous", same_number(label.previous, fact.previous), at, label.previous, fact.previous)
    same_date = label.deadline_date == fact.deadline_date
    sheet.judge_optional("deadline", same_date, at, label.deadline_date, fact.deadline_date)
    sheet.judge("deadline or none", same_date, at, label.deadline_date, fact.deadline_date)
    sheet.judge_optional(
        "deadline text",
        bool(label.deadline and fact.deadline and same_deadline(label.deadline, fact.deadline)),
        at,
        label.deadline,
        fact.deadline,
    )
    approximate = fact.quantity.approximate
    sheet.judge("approximate", label.approximate == approximate, at, shown + str(label.approximate), approximate)


def _same_figure(label: FactLabel, fact: Fact) -> bool:
    quantity = fact.quantity
    return (
        label.unit == quantity.unit
        and same_number(label.value, quantity.value)
        and same_number(label.value_max, quantity.value_max)
    )


def _figure_likeness(label: FactLabel, fact: Fact) -> tuple[bool, int] | None:
    common = overlap((label.start, label.end), (fact.quantity.start, fact.quantity.end))
    return (_same_figure(label, fact), common) if common else None


def _figure(figure: FactLabel | Quantity) -> str:
    top = "" if figure.value_max is None else f" to {figure.value_max:g}"
    value = "no number" if figure.value is None else f"{figure.value:,.10g}{top}"
    return f"{figure.surface!r} {value} {figure.unit}"
