"""What may be a term of a watch."""

from worker.text.tokens import term_keys

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
