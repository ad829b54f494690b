"""The command line: `wirewatch COMMAND`. Thin: each command reads, asks one function below, and prints.

Nothing heavy is imported before a command needs it, so that `wirewatch --help` answers at once.
"""

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point. Ends the process: 0, 1 (it did not work), 2 (used wrongly) or 130 (interrupted).

    arguments: those behind the program's name; None takes the process's own.
    """
    from worker.cli.app import run

    run(arguments)
