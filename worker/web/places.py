"""A place in the list of alerts, as it stands in an address. Pure."""

from datetime import UTC, datetime, timedelta

from worker.storage.views import Place

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_place(place: Place) -> str:
    """A place in the list as it stands in an address: `1772443800123456-57`, microseconds since 1970 and id."""
    return f"{max((place.at - _EPOCH) // timedelta(microseconds=1), 0)}-{place.id}"


def read_place(text: str) -> Place | None:
    """What `write_place` wrote, or None for anything else."""
    micros, sep, number = text.partition("-")
    if not (sep and _digits(micros, 17) and _digits(number, 18)):
        return None
    return Place(_EPOCH + timedelta(microseconds=int(micros)), int(number))


def _digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most
