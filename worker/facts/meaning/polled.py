"""Which poll a figure is from: "a Norrland TV poll shows Roe with 46 percent", "in the poll, 40 percent"."""

from worker.domain.reading import PERCENT, PERCENTAGE_POINTS
from worker.facts.grammar import Tag
from worker.facts.meaning.place import Place
from worker.text.wordlists import listed

_UNITS = (PERCENT, PERCENTAGE_POINTS)
_POLLS = frozenset({"poll", "polls", "survey", "surveys"})
_SHOW = listed(
    "show shows showed shown find finds found give gives gave put puts had has have indicate indicates indicated"
    " suggest suggests suggested reveal reveals revealed"
)
_BEFORE = 40
"""Words before a figure in which its poll is looked for."""
_CALLED = 10
"""Words of a poll's name."""
_ANOTHER = _POLLS | {"election", "elections", "margin"}


def poll_of(place: Place, last: str | None) -> tuple[str | None, str | None]:
    """The poll that the figure is ascribed to, or None; and the one that the text named last. last: that before."""
    if place.quantity.unit not in _UNITS:
        return None, last
    lower = place.sentence.lower
    for at in range(place.first - 1, max(-1, place.first - _BEFORE), -1):
        if lower[at] == ";":
            break
        if lower[at] not in _POLLS:
            continue
        name = _called(place, at) or last
        if _shows(place, at) or _within(place, at):
            return name, name
        return None, name
    return None, last


def _called(place: Place, at: int) -> str | None:
    """The name of the poll whose noun stands at a token; None for "the poll"."""
    words, lower = place.sentence.words, place.sentence.lower
    first = at
    while first > 0 and at - first < _CALLED and place.tag(first - 1) not in (Tag.DET, Tag.PREP, Tag.VERB):
        if lower[first - 1] in (",", "and", ";", "(", ")", "--", "that", "'s"):
            break
        first -= 1
    named = any(word[0].isupper() for word in words[max(first, 1) : at]) or place.tag(first) is Tag.NAME
    return place.text(first, at + 1) if named and first < at else None


def _shows(place: Place, at: int) -> bool:
    """Whether the poll at a token shows the figure: the next verb of its kind stands between the two."""
    lower = place.sentence.lower
    for verb in range(at + 1, place.first):
        if lower[verb] in _SHOW:
            return not _ANOTHER & set(lower[verb : place.first])
        if lower[verb] in ("said", "but", "while"):
            return False
    return False


def _within(place: Place, at: int) -> bool:
    """Whether a sentence begins with "In the poll,"."""
    lower = place.sentence.lower
    return at < 6 and lower[0] in ("in", "among") and lower[at + 1 : at + 2] == [","]
