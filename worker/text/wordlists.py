"""Lists of words as they stand in code: parted by spaces, which reads better than a mark around each."""


def listed(text: str) -> frozenset[str]:
    """The words of a list, as a set."""
    return frozenset(text.split())
