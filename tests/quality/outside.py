"""Corpora that others made, which the project does not hold: scored where a copy lies beside the checkout.

Each has a module `tests/quality/<name>.py` with `score(folder) -> dict`, from a measure's name to a share or a count.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def score(name: str, folder: Path) -> dict[str, float]:
    """The figures of one outside corpus. Raises FileNotFoundError where its folder is missing, ModuleNotFoundError
    where nothing reads it yet.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no folder; unpack the corpus there, or leave it out")
    found: dict[str, float] = import_module(f"tests.quality.{name}").score(folder)
    return found


def readable(name: str) -> bool:
    """Whether there is a module that reads it."""
    return find_spec(f"tests.quality.{name}") is not None


def table(name: str, folder: Path) -> str:
    """The figures of one outside corpus, a row each."""
    rows = (f"{measure:38}{value:>9.3f}" for measure, value in score(name, folder).items())
    return "\n".join([name, *rows])
