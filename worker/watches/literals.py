"""The home of ahocorasick_rs: which of many pieces of text occur in a text, in one walk through it."""

from collections import Counter
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick, Implementation


class Literals:
    """Pieces of text in small letters, each as often as it was added. Made ready when it is first asked again."""

    def __init__(self) -> None:
        self._asked: Counter[str] = Counter()
        self._pieces: list[str] = []
        self._ready: AhoCorasick | None = None

    def __bool__(self) -> bool:
        return bool(self._asked)

    def add(self, piece: str) -> None:
        """One more who asks for a piece."""
        self._asked[piece] += 1
        if self._asked[piece] == 1:
            self._ready = None

    def remove(self, piece: str) -> None:
        """One less."""
        self._asked[piece] -= 1
        if not self._asked[piece]:
            del self._asked[piece]
            self._ready = None

    def found(self, text: str) -> Iterator[str]:
        """Those that occur in a text, each once. In: a text in small letters."""
        if not self._asked:
            return
        if self._ready is None:
            self._pieces = list(self._asked)
            self._ready = AhoCorasick(self._pieces, implementation=Implementation.ContiguousNFA)
        for number in {match[0] for match in self._ready.find_matches_as_indexes(text, overlapping=True)}:
            yield self._pieces[number]
