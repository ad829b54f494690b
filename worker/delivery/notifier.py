"""Sends a batch of deliveries: webhooks at once, mail by server, the rest one by one, side by side."""

import contextlib
import contextvars
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from worker.delivery.check import channel_problem
from worker.delivery.email import PreparedMail, prepare_mail, send_mails
from worker.delivery.guard import Guard
from worker.delivery.smtp import SmtpServer
from worker.delivery.webhook import webhook_request, webhook_result
from worker.delivery.words import broken, sentence
from worker.domain.alert import Channel, ChannelKind, DeclaredChannel, Outgoing, SendResult
from worker.domain.http import FetchRequest
from worker.errors import BadUrl, BatchOver, ConfigError, UnsetVariable
from worker.log import get_logger
from worker.ports import Clock, Fetcher, Secrets

log = get_logger(__name__)

Result = tuple[int, SendResult]

THREADS_MAX = 8
"""Mail servers talked to at once."""
_GRACE = 2.0
"""Seconds a thread gets to wind up after the deadline cut its connection."""
_LEAST_TIME = 1.0


@dataclass(slots=True)
class _Plan:
    """A batch sorted by how it is sent. broken: what cannot be sent at all, with the reason."""

    broken: list[Result] = field(default_factory=list)
    webhooks: list[tuple[int, FetchRequest]] = field(default_factory=list)
    mails: dict[tuple[SmtpServer, bool], list[PreparedMail]] = field(default_factory=dict)
    others: list[tuple[int, Outgoing, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A job has ended; error: what it stumbled over, if it was not a receiver's doing."""

    error: BaseException | None = None


class ChannelNotifier:
    """The Notifier of production. Any thread may call it; each call is on its own."""

    def __init__(
        self,
        fetcher: Fetcher,
        guard: Guard,
        secrets: Secrets,
        *,
        smtp_url: str | None,
        mail_from: str | None,
        time_zone: tzinfo,
        public_url: str | None,
        clock: Clock,
    ) -> None:
        """smtp_url, mail_from: for channels that name none. time_zone: for times people read.
        public_url: where the web pages are, linked from mail that has no better link.
        """
        self._fetcher = fetcher
        self._guard = guard
        self._secrets = secrets
        self._smtp_url = smtp_url
        self._mail_from = mail_from
        self._zone = time_zone
        self._public_url = public_url
        self._clock = clock

    def problem(self, channel: Channel) -> str | None:
        """See worker.ports.Notifier."""
        declared = DeclaredChannel(channel.name, channel.kind, channel.config, channel.allow_private)
        return channel_problem(
            declared, secrets=self._secrets, guard=self._guard, smtp_url=self._smtp_url, mail_from=self._mail_from
        )

    def send_each(self, batch: Sequence[Outgoing], *, deadline: float) -> Iterator[Result]:
        """See worker.ports.Notifier. A job that fails through a fault of ours raises, after all results."""
        if deadline <= 0:
            return
        ends = time.monotonic() + deadline
        plan = self._plan(batch, deadline)
        yield from plan.broken
        jobs = self._jobs(plan, ends)
        results: queue.SimpleQueue[Result | _Ended] = queue.SimpleQueue()
        stop = threading.Event()
        for number, job in enumerate(jobs):
            context = contextvars.copy_context()  # so that log lines keep their ids
            threading.Thread(
                target=context.run, args=(_run, job, results, stop), name=f"deliver-{number}", daemon=True
            ).start()
        left = len(jobs)
        fault: BaseException | None = None
        try:
            for result in self._send_webhooks(plan.webhooks, ends):
                yield result
                while left and not results.empty():
                    found = results.get()
                    if isinstance(found, _Ended):
                        left, fault = left - 1, fault or found.error
                    else:
                        yield found
            while left:
                try:
                    found = results.get(timeout=max(ends + _GRACE - time.monotonic(), 0.01))
                except queue.Empty:
                    log.warning("a channel did not end in time", jobs=left)
                    break
                if isinstance(found, _Ended):
                    left, fault = left - 1, fault or found.error
                else:
                    yield found
        finally:
            stop.set()
        if fault is not None:
            raise fault

    def _plan(self, batch: Sequence[Outgoing], deadline: float) -> _Plan:
        plan = _Plan()
        now = self._clock.now()
        for index, given in enumerate(batch):
            outgoing = self._with_link(given)
            try:
                self._sort(plan, index, outgoing, now, deadline)
            except (UnsetVariable, ConfigError, BadUrl) as error:
                plan.broken.append((index, broken(sentence(error))))
        return plan

    def _sort(self, plan: _Plan, index: int, outgoing: Outgoing, now: datetime, deadline: float) -> None:
        channel = outgoing.channel
        match channel.kind:
            case ChannelKind.WEBHOOK:
                request = webhook_request(
                    outgoing.message,
                    uid=outgoing.uid,
                    config=channel.config,
                    allow_private=channel.allow_private,
                    secrets=self._secrets,
                    now=now,
                )
                plan.webhooks.append((index, replace(request, timeout=min(request.timeout, deadline))))
            case ChannelKind.EMAIL:
                mail = prepare_mail(
                    index,
                    outgoing,
                    secrets=self._secrets,
                    smtp_url=self._smtp_url,
                    mail_from=self._mail_from,
                    now=now,
                    zone=self._zone,
                )
                plan.mails.setdefault((mail.server, mail.allow_private), []).append(mail)
            case ChannelKind.APPRISE:
                url = self._secrets.expand(str(channel.config.get("url") or ""))
                plan.others.append((index, outgoing, url))

    def _with_link(self, outgoing: Outgoing) -> Outgoing:
        if outgoing.message.links or not self._public_url:
            return outgoing
        return replace(outgoing, message=replace(outgoing.message, links={"Wirewatch": self._public_url}))

    def _jobs(self, plan: _Plan, ends: float) -> list[Generator[Result, None, None]]:
        groups = list(plan.mails.values())
        jobs = [self._send_groups(groups[start::THREADS_MAX], ends) for start in range(min(len(groups), THREADS_MAX))]
        if plan.others:
            jobs.append(self._send_others(plan.others, ends))
        return jobs

    def _send_webhooks(self, webhooks: Sequence[tuple[int, FetchRequest]], ends: float) -> Iterator[Result]:
        if not webhooks:
            return
        requests = [request for _, request in webhooks]
        for group in self._fetcher.fetch_groups(requests, deadline=max(ends - time.monotonic(), 0.1)):
            for place, answer in group:
                if isinstance(answer, BatchOver):
                    continue  # untried as far as we know; a repeat carries the same id
                index, request = webhooks[place]
                yield index, webhook_result(answer, url=request.url, now=self._clock.now())

    def _send_groups(self, groups: Sequence[Sequence[PreparedMail]], ends: float) -> Generator[Result, None, None]:
        for group in groups:
            yield from send_mails(group, self._guard, ends=ends)

    def _send_others(self, others: Sequence[tuple[int, Outgoing, str]], ends: float) -> Generator[Result, None, None]:
        # imported where it is needed: Apprise's two hundred plugins cost memory in every process
        from worker.delivery.apprise_channel import send_apprise

        for index, outgoing, url in others:
            if ends - time.monotonic() < _LEAST_TIME:
                return
            yield (
                index,
                send_apprise(
                    outgoing.message,
                    url=url,
                    guard=self._guard,
                    allow_private=outgoing.channel.allow_private,
                    zone=self._zone,
                    ends=ends,
                ),
            )


def _run(
    job: Generator[Result, None, None], results: "queue.SimpleQueue[Result | _Ended]", stop: threading.Event
) -> None:
    """Work a job off in a thread of its own; always say that it has ended."""
    error: BaseException | None = None
    try:
        with contextlib.closing(job):
            for result in job:
                results.put(result)
                if stop.is_set():
                    break
    except Exception as fault:  # noqa: BLE001 handed to the caller's thread, which raises it
        error = fault
    finally:
        results.put(_Ended(error))
