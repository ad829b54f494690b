"""What the processes of a running `up` cost, as the kernel counts it. Linux only: smaps_rollup.

PSS, the proportional set size, counts a page that n processes share as 1/n in each, so that the sum over all
processes is what the product takes. Anonymous memory counts what a process made itself or inherited by fork, shared
or not: it grows only where something is kept, while PSS also moves when a neighbour starts or ends.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import psutil

PARTS = ("up", "broker", "worker", "pool", "sweep", "beat", "web")
"""up: the supervisor. worker: Celery's main process. pool: the processes that it forks for the tasks."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a part takes. Memory in MB; cpu in seconds since its start, with what ended below it; pids: processes."""

    pids: int = 0
    pss: float = 0.0
    anonymous: float = 0.0
    cpu: float = 0.0
    threads: int = 0
    files: int = 0

    def plus(self, other: "Use") -> "Use":
        """Both together."""
        return Use(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def measure(pid: int) -> dict[str, Use]:
    """What each part of the `up` with this process takes now, by PARTS. A process that ends meanwhile is left out."""
    supervisor = psutil.Process(pid)
    found = {"up": _use(supervisor, with_ended=False)}
    for part in supervisor.children():
        name = {"valkey-server": "broker", "redis-server": "broker"}.get(part.name(), part.name().removeprefix("ww-"))
        found[name] = _use(part)
        if name == "worker":
            found["pool"] = total(_use(child, with_ended=False) for child in part.children(recursive=True))
    return found


def total(uses: Iterable[Use]) -> Use:
    """The sum."""
    whole = Use()
    for use in uses:
        whole = whole.plus(use)
    return whole


def lines(uses: dict[str, Use], before: dict[str, Use] | None = None, seconds: float = 0.0) -> list[str]:
    """A table: a line for each part and one for all; with `before`, also CPU since then in percent of a core."""
    head = f"{'':10}{'processes':>10}{'PSS, MB':>10}{'anonymous':>11}{'threads':>9}{'files':>7}"
    rows = [head + (f"{'CPU':>9}" if before else "")]
    for name, use in [*sorted(uses.items(), key=lambda one: PARTS.index(one[0])), ("all", total(uses.values()))]:
        row = f"{name:10}{use.pids:>10}{use.pss:>10.1f}{use.anonymous:>11.1f}{use.threads:>9}{use.files:>7}"
        if before:
            then = total(before.values()) if name == "all" else before.get(name, Use())
            row += f"{(use.cpu - then.cpu) / seconds:>9.2%}"
        rows.append(row)
    return rows


def _use(process: psutil.Process, *, with_ended: bool = True) -> Use:
    try:
        cpu = process.cpu_times()
        memory = _memory(process.pid)
        return Use(
            pids=1,
            pss=memory["Pss"] / 1024,
            anonymous=memory["Anonymous"] / 1024,
            cpu=cpu.user + cpu.system + (cpu.children_user + cpu.children_system if with_ended else 0.0),
            threads=process.num_threads(),
            files=process.num_fds(),
        )
    except (psutil.NoSuchProcess, ProcessLookupError, FileNotFoundError):
        return Use()


def _memory(pid: int) -> Counter[str]:
    """The sums of /proc/PID/smaps_rollup, in kB, by the kernel's names."""
    found: Counter[str] = Counter()
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        found[name] = int(rest.split()[0])
    return found
