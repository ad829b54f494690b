"""The Celery application: `celery -A tasks.celery worker -Q poll,process,deliver`.

Tasks carry ids only and call one function of worker/pipeline. Each worker process puts its own services
together when its first task arrives.
"""

import os
import signal
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from celery.beat import Scheduler
from celery.exceptions import TimeLimitExceeded, WorkerLostError
from celery.signals import (
    beat_init,
    heartbeat_sent,
    setup_logging,
    task_failure,
    worker_init,
    worker_process_init,
    worker_process_shutdown,
    worker_ready,
)

from config.settings import Settings
from worker import log
from worker.bootstrap import Application, open_application, settle_memory
from worker.domain.upkeep import BEAT_EVERY
from worker.errors import DatabaseUnavailable, WirewatchError
from worker.lifeline import end_with_parent
from worker.queue import QUEUES, make_celery
from worker.ready import say_ready

settings = Settings.load()
app = make_celery(settings.redis_url.get_secret_value())
app.conf.imports = ("tasks.poll", "tasks.process", "tasks.deliver", "tasks.housekeeping")
app.conf.beat_schedule = {
    "tidy": {
        "task": "tasks.housekeeping.tidy",
        "schedule": timedelta(hours=1),
        "options": {"queue": "process", "expires": 3600},
    },
}
# Beat looks up from its sleep more often than anything is due, to say that it is alive.
app.conf.beat_scheduler = "tasks.celery:Schedule"
app.conf.beat_max_loop_interval = BEAT_EVERY.total_seconds() / 2
app.conf.worker_autoscaler = "tasks.sizing:Sizing"


class Schedule(Scheduler):  # type: ignore[misc]  # celery ships no types
    """Beat's schedule, in memory: it has no file that a kill could spoil, and needs no folder to write to.

    What is hourly is then due at each start too: one that never lives for an hour would tidy nothing.
    """

    def setup_schedule(self) -> None:
        """Make the entries, all of them due now."""
        super().setup_schedule()
        for name in app.conf.beat_schedule:
            entry = self.data[name]
            entry.last_run_at = entry.default_now() - entry.schedule.run_every

    def tick(self, *arguments: object, **options: object) -> float:
        """Send what is due, and say that beat is alive. Out: seconds until something may be due."""
        _say_alive("beat")
        return float(super().tick(*arguments, **options))


@cache
def application() -> Application:
    """This process's services."""
    return open_application(settings, with_broker=True)


@setup_logging.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _configure_logging(**_: object) -> None:
    """Our log lines instead of Celery's; being connected keeps Celery from configuring its own."""
    log.configure(level=settings.log_level, json=settings.log_format == "json")


@worker_init.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _check_schema(**_: object) -> None:
    """A worker over an old schema would fail at every row; it says so once, and does not start."""
    checking = open_application(settings)
    try:
        checking.require_schema()
    except WirewatchError as error:
        # Celery logs a handler's exceptions and goes on; only an exit is an exit.
        raise SystemExit(f"error: {error}\n  fix: {error.hint}") from error
    finally:
        checking.close()
    settle_memory()  # before the children are forked: what is frozen stays shared with them


@worker_ready.connect  # type: ignore[untyped-decorator]  # celery ships no types
@beat_init.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _say_ready(**_: object) -> None:
    say_ready()


@heartbeat_sent.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _beat(sender: Any, **_: object) -> None:
    """Say, from the worker's main process, that it is alive, idle or not, and by which name."""
    _say_alive("worker", note=str(sender.eventer.hostname))


def _say_alive(kind: str, note: str = "") -> None:
    """A heartbeat of this process.

    The connection is closed at once: children are forked from this process, and must inherit none.
    """
    main = _main_process()
    try:
        main.beat(kind, note=note)
    except DatabaseUnavailable as error:
        log.get_logger(__name__).warning("no heartbeat", error=str(error))
    finally:
        main.storage.close()


@cache
def _main_process() -> Application:
    return Application(settings)


@worker_process_init.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _end_with_worker(**_: object) -> None:
    """A child whose worker was killed would wait for ever; what it had under way comes back with its lease."""
    end_with_parent(os.getppid(), signal.SIGKILL)


@task_failure.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _take_from_the_dead(sender: Any, exception: BaseException, args: Sequence[Any], **_: object) -> None:
    """Where a pool process died at a task, or had to be killed, its rows need not wait for the lease to lapse.

    Of these two errors Celery tells in the worker's main process, which lives.
    """
    queue = QUEUES.get(sender.name)
    if queue is None or not isinstance(exception, WorkerLostError | TimeLimitExceeded):
        return
    main = _main_process()
    try:
        rows = main.storage.work.take_from_the_dead(queue, args[0], now=main.clock.now(), gap=main.settings.host_gap)
    except DatabaseUnavailable as error:
        log.get_logger(__name__).warning(
            "not recovered at once", error=str(error), consequence="its rows come back when their leases lapse"
        )
    else:
        log.get_logger(__name__).warning(
            "a worker process died", queue=queue, rows=rows, consequence="they are worked by another"
        )
    finally:
        main.storage.close()


@worker_process_shutdown.connect  # type: ignore[untyped-decorator]  # celery ships no types
def _close(**_: object) -> None:
    if application.cache_info().currsize:
        application().close()
