"""Sweeping: find what is due and what nobody hinted, and hint it. This is where the safety comes from."""

from worker.domain.work import Queue, batches
from worker.log import get_logger
from worker.pipeline.services import Services, hint

log = get_logger(__name__)


def sweep(services: Services) -> dict[Queue, int]:
    """Hint what is due and what nobody hinted, bury what used up its attempts. Out: rows hinted by queue."""
    policy, work = services.policy, services.storage.work
    hinted = dict.fromkeys(Queue, 0)
    for queue in sorted(work.sweepable(now=services.clock.now())):
        now = services.clock.now()
        for row in work.bury(queue, now=now, max_attempts=policy.max_attempts):
            log.error("dead", queue=queue, row=row, fix=f"wirewatch retry {queue} {row}")
        due = work.mark_hinted(
            queue, now=now, until=now + policy.hint_hold, cap=policy.hint_cap, max_attempts=policy.max_attempts
        )
        hinted[queue] = len(due)
        for batch in batches(due):
            if not hint(services, queue, batch):
                break
    return hinted
