"""The terms of all watches in one tree, so that one walk through an article finds every one that occurs."""

from dataclasses import dataclass, field

from worker.text.tokens import BREAK, term_keys, term_variants

MOST_CHARS = 200
"""Longest term. The longest names of organisations have about 100 characters."""


def term_problem(term: str) -> str | None:
    """What is wrong with a term as somebody wrote it, in words, or None where it can be looked for."""
    if not term.strip():
        return "is empty"
    if len(term) > MOST_CHARS:
        return f"has {len(term)} characters, {MOST_CHARS} are allowed"
    if not term_keys(term):
        return "has neither a letter nor a digit"
    return None


@dataclass(slots=True)
class _Node:
    """A place in the tree: the terms that end here, and the tokens that go on."""

    terms: list[int] = field(default_factory=list)
    onward: dict[str, "_Node"] = field(default_factory=dict)


class TermTable:
    """Terms, each with a number; terms that say the same (air-defence, Air Defense) share it."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[tuple[str, ...], ...], int] = {}
        self._root: dict[str, _Node] = {}

    def add(self, term: str) -> int | None:
        """Take a term in. Out: its number, or None where it has no word, number or sign to look for."""
        variants = term_variants(term)
        if not variants:
            return None
        number = self._numbers.get(variants)
        if number is None:
            number = self._numbers[variants] = len(self._numbers)
            for keys in variants:
                self._place(keys, number)
        return number

    def _place(self, keys: tuple[str, ...], number: int) -> None:
        level = self._root
        for key in keys[:-1]:
            level = level.setdefault(key, _Node()).onward
        level.setdefault(keys[-1], _Node()).terms.append(number)

    def find(self, keys: list[str]) -> dict[int, list[tuple[int, int]]]:
        """Find the terms in a text.

        In: the keys of its tokens. Out: term number → its occurrences as (first token, last token), in order;
        terms that do not occur are not there. Takes time for each token, and for each step that a term goes on;
        how many terms there are does not matter.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        following = [*keys[1:], BREAK]
        for first, node in enumerate(map(self._root.get, keys)):
            if node is None:
                continue
            for term in node.terms:
                found.setdefault(term, []).append((first, first))
            last = first
            further = node.onward.get(following[last])
            while further is not None:  # seldom entered: most words that begin a term go on differently
                last += 1
                for term in further.terms:
                    found.setdefault(term, []).append((first, last))
                further = further.onward.get(following[last])
        return found
