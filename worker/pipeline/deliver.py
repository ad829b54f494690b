"""Delivering: send what is due, and record each as soon as it ended."""

from collections.abc import Sequence
from datetime import datetime

from worker.alerts.retry import after_try
from worker.domain.alert import Channel, DeliveryOutcome, DeliveryState, DeliveryWork, Outgoing, SendResult
from worker.domain.policy import Policy
from worker.domain.work import Back, Queue
from worker.log import get_logger
from worker.pipeline.services import OUT_OF_TIME, SHORT, Services, Worked, new_lease, seconds

log = get_logger(__name__)


def deliver(services: Services, ids: Sequence[int]) -> Worked:
    """Send the deliveries of `ids` that are due, and record each as soon as it ended."""
    policy, storage, clock = services.policy, services.storage, services.clock
    now = clock.now()
    lease = new_lease(policy, now)
    works = storage.deliveries.claim(ids, lease=lease, now=now, max_attempts=policy.max_attempts)
    done = failed = 0
    ready: list[DeliveryWork] = []
    reasons = {
        channel.id: _skip_reason(services, channel) for channel in {w.channel.id: w.channel for w in works}.values()
    }
    for work in works:
        skip = reasons[work.channel.id]
        if skip is None:
            ready.append(work)
        else:
            storage.deliveries.finish(
                lease.token,
                DeliveryOutcome(work.id, DeliveryState.SKIPPED, skip, None, now, work.tries, work.channel.id),
                now=now,
            )
            log.warning("delivery skipped", delivery=work.uid, channel=work.channel.name, reason=skip)
            done += 1
    outgoing = [Outgoing(work.uid, work.channel, work.message) for work in ready]
    unsent = {work.id: work for work in ready}
    for index, result in services.notifier.send_each(outgoing, deadline=seconds(policy.batch_deadline)):
        work = ready[index]
        del unsent[work.id]
        moment = clock.now()
        outcome = _after(work, result, moment, clock.jitter(), policy)
        storage.deliveries.finish(lease.token, outcome, now=moment)
        _log_delivery(work, outcome, moment)
        done += 1
        failed += outcome.state is not DeliveryState.SENT
    if unsent:
        later = clock.now() + SHORT
        storage.work.give_back(Queue.DELIVER, lease.token, [Back(row, later, OUT_OF_TIME) for row in unsent])
    return Worked(Queue.DELIVER, done=done, failed=failed, back=len(unsent))


def _skip_reason(services: Services, channel: Channel) -> str | None:
    """Why nothing can be sent to a channel now, or None.

    What only the environment or a file lacks disables nothing for good: once it is mended, the next alert goes out.
    """
    if channel.disabled:
        return f"the channel {channel.name} is disabled: {channel.disabled}"
    problem = services.notifier.problem(channel)
    return None if problem is None else f"the channel {channel.name} cannot work as it is: {problem}"


def _after(work: DeliveryWork, result: SendResult, now: datetime, jitter: float, policy: Policy) -> DeliveryOutcome:
    after = after_try(result, tries=work.tries, created_at=work.created_at, now=now, jitter=jitter, policy=policy)
    return DeliveryOutcome(
        id=work.id,
        state=after.state,
        reason=after.reason,
        status=result.status,
        next_at=after.next_at,
        tries=after.tries,
        channel_id=work.channel.id,
        disable_channel=after.disable_channel,
        block_channel_until=after.block_channel_until,
    )


def _log_delivery(work: DeliveryWork, outcome: DeliveryOutcome, now: datetime) -> None:
    ids = {"delivery": work.uid, "channel": work.channel.name, "alert": work.message.uid}
    if outcome.state is DeliveryState.SENT:
        log.info("delivered", **ids, seconds=round((now - work.created_at).total_seconds(), 3))
    else:
        log.warning("not delivered", **ids, state=outcome.state, reason=outcome.reason)
    if outcome.disable_channel:
        log.error("channel disabled", channel=work.channel.name, reason=outcome.disable_channel)
