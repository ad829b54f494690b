"""Running: all stages in this process, without a broker, until nothing is due."""

from collections.abc import Callable, Sequence

from worker.domain.work import BATCH, Queue, batches
from worker.pipeline.deliver import deliver
from worker.pipeline.poll import poll
from worker.pipeline.process import process
from worker.pipeline.services import Services, Worked, seconds

NOTHING_MOVED = 0.05
"""Seconds between two tries for rows that are due and cannot be had just now."""


STAGES: dict[Queue, Callable[[Services, Sequence[int]], Worked]] = {
    Queue.POLL: poll,
    Queue.PROCESS: process,
    Queue.DELIVER: deliver,
}


def run_once(services: Services, *, on_work: Callable[[Worked], None] = lambda _: None) -> dict[Queue, Worked]:
    """Run all stages here until nothing is due and nothing waits only for a host's gap.

    on_work is called after each batch. Out: the sums by queue.
    """
    policy, work = services.policy, services.storage.work
    total = {queue: Worked(queue) for queue in Queue}
    for queue in Queue:
        work.bury(queue, now=services.clock.now(), max_attempts=policy.max_attempts)
    while True:
        due, moved = _run_due(services, total, on_work)
        if due:
            if not moved:
                services.clock.sleep(NOTHING_MOVED)  # another process has those rows, or their hosts
            continue
        now = services.clock.now()
        waits = [at for at in (work.next_wait(queue, now=now) for queue in Queue) if at is not None]
        if not waits:
            if _anything_due(services):
                continue
            return total
        services.clock.sleep(max(0.01, seconds(min(waits) - now)))


def _run_due(services: Services, total: dict[Queue, Worked], on_work: Callable[[Worked], None]) -> tuple[bool, bool]:
    """One round over the queues, what is nearest to a reader first. Out: whether anything was due, and done."""
    found = moved = False
    for queue in (Queue.DELIVER, Queue.PROCESS, Queue.POLL):
        due = services.storage.work.due(
            queue, now=services.clock.now(), limit=BATCH, max_attempts=services.policy.max_attempts
        )
        for batch in batches(due):
            worked = STAGES[queue](services, batch)
            total[queue] = _sum(total[queue], worked)
            on_work(worked)
            found = True
            moved = moved or worked.done + worked.failed + worked.back > 0
    return found, moved


def _anything_due(services: Services) -> bool:
    now, most = services.clock.now(), services.policy.max_attempts
    return any(services.storage.work.due(queue, now=now, limit=1, max_attempts=most) for queue in Queue)


def _sum(one: Worked, other: Worked) -> Worked:
    return Worked(
        one.queue,
        one.done + other.done,
        one.failed + other.failed,
        one.back + other.back,
        one.made + other.made,
    )
