"""When a part that died is started again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

FORGIVEN_AFTER = 60.0
"""Seconds. A part that lived so long was well; its earlier deaths say nothing about the next start."""
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Again:
    """A restart: seconds to wait before it, and why so long, in words."""

    wait: float
    reason: str


def start_again(lives: Sequence[float]) -> Again:
    """When to start a part again that has just ended.

    lives: how long it lived each time, in seconds, the latest last. A first death is answered at once: whatever
    happens once may be chance, and every second counts. Then the wait doubles, up to LONGEST_WAIT: what dies again
    and again needs somebody to mend something, and a machine that is busy starting it helps nobody.
    """
    short = 0
    for life in reversed(lives):
        if life >= FORGIVEN_AFTER:
            break
        short += 1
    if short <= 1:
        return Again(0.0, "at once")
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (short - 2))
    return Again(wait, f"in {wait:g} s, having ended {short} times in a row within {FORGIVEN_AFTER:g} s")


def how_it_ended(status: int) -> str:
    """An exit status of os.waitpid in words: `ended with code 1`, `was killed by SIGKILL`."""
    import os
    import signal

    code = os.waitstatus_to_exitcode(status)
    if code >= 0:
        return f"ended with code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"was killed by {name}"
