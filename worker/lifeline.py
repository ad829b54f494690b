"""Ending with the process that started this one, so that nothing is left behind by one that was killed."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
"""prctl(2), Linux: the signal that this process gets when its parent ends."""
LOOK_EVERY = 1.0
"""Seconds between two looks at who the parent is, where the kernel does not tell."""


def end_with_parent(parent: int, number: signal.Signals) -> None:
    """Have this process get signal `number` when its parent, whose id is `parent`, is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent, number), daemon=True).start()
    if os.getppid() != parent:  # it was gone before we could ask to be told
        os.kill(os.getpid(), number)


def _watch(parent: int, number: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), number)
