"""The officials that the operator has named, to be looked up by what a text calls them."""

from collections.abc import Iterable

from worker.domain.reading import Official


class Registry:
    """Officials by name and alias. Built once, used for every article."""

    def __init__(self, officials: Iterable[Official] = ()) -> None:
        self.officials = tuple(officials)


EMPTY = Registry()
