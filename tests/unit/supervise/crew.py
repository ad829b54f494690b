"""A supervisor over parts that behave as told, as a process of its own: forking out of pytest would copy its threads.

argv: one JSON object a part: name, does, needs. Each line that is shown goes to standard output as JSON.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable

from worker.ready import say_alive, say_ready
from worker.supervise import Line, Part, Supervisor
from worker.supervise import supervisor as module


def log(event: str) -> None:
    print(json.dumps({"event": event, "level": "info", "pid": os.getpid()}), flush=True)


def end(*_: object) -> None:
    log("asked to end")
    sys.exit()


def serve() -> None:
    # waited for, not handled: a handler does not run where its signal comes just before a wait begins
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    log("began")
    say_ready()
    signal.sigwait({signal.SIGTERM})
    end()


def stubborn() -> None:
    signal.signal(signal.SIGTERM, lambda *_: log("will not end"))
    log("began")
    say_ready()
    while True:
        signal.pause()


def parent() -> None:
    """Has a child in its group that ignores being asked."""
    me = os.getpid()
    deaf, tell = os.pipe()
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.write(tell, b".")
        while True:
            signal.pause()
    os.read(deaf, 1)
    print(json.dumps({"event": "has a child", "pid": child, "parent": me}), flush=True)
    serve()


def crash() -> None:
    print("the last words of a library", flush=True)
    raise ValueError("out of cheese")


def refuse() -> None:
    sys.exit("error: not in this house")


def stuck() -> None:
    """Says once that it goes on, and then nothing."""
    say_alive()
    serve()


def lively() -> None:
    """Says again and again that it goes on."""
    signal.signal(signal.SIGTERM, end)
    log("began")
    say_ready()
    while True:
        say_alive()
        time.sleep(0.05)


def late() -> None:
    time.sleep(0.2)
    serve()


DOES: dict[str, Callable[[], None]] = {
    name.__name__: name for name in (serve, stubborn, parent, crash, refuse, late, stuck, lively)
}


def show(line: Line) -> None:
    print(json.dumps({"part": line.part, "level": line.level, "event": line.event, **line.values}), flush=True)


if __name__ == "__main__":
    module.PATIENCE = 0.5
    parts = []
    for said in map(json.loads, sys.argv[1:]):
        run = None if said["does"] == "sleep" else DOES[said["does"]]
        command = ("sleep", "60") if run is None else ()
        parts.append(
            Part(
                said["name"],
                run=run,
                command=command,
                probe=(lambda: True) if command else None,
                before=lambda: log("put right"),
                needs=tuple(said.get("needs", ())),
                silence=1.0 if said["does"] in ("stuck", "lively", "sleep") else None,
            )
        )
    ended_by = Supervisor(parts, show=show, on_ready=lambda: log("all ready")).run()
    log(f"ended by {signal.Signals(ended_by).name if ended_by else 'nobody'}")
