"""The broker, seen from the stages: hints by task name, so that nobody here imports the tasks.

Home of Celery's application settings. tasks/celery.py gives the application its tasks and schedule; web and
command line only ever send names. Celery and the broker's client are imported where they are first used: the web
page asks whether the broker answers, and sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from worker.domain.work import Queue
from worker.log import get_logger, redact

if TYPE_CHECKING:
    from celery import Celery
    from redis import Redis

log = get_logger(__name__)

TASKS = {
    Queue.POLL: "tasks.poll.poll",
    Queue.PROCESS: "tasks.process.process",
    Queue.DELIVER: "tasks.deliver.deliver",
}

QUEUES = {name: queue for queue, name in TASKS.items()}

SETTINGS: dict[str, object] = {
    # The database is the truth and a lease guards the work, so a lost hint costs time only. These were measured:
    # see docs/the-database-is-the-truth.md.
    "task_acks_late": True,
    "task_reject_on_worker_lost": False,  # True makes a poison task loop for ever
    "worker_prefetch_multiplier": 1,
    "task_ignore_result": True,
    "worker_max_tasks_per_child": 200,
    "worker_lost_wait": 1,  # seconds; 10 are for results that are still on their way, and there are none
    "task_soft_time_limit": 60,
    "task_time_limit": 90,
    # No soft shutdown: with a task under way it sleeps its whole time-out, however soon the task ends. A SIGTERM
    # waits for the tasks alone, which end by their batch's deadline.
    "worker_cancel_long_running_tasks_on_connection_loss": False,
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_connection_timeout": 2,
    "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
    "broker_transport_options": {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    "task_serializer": "json",
    "accept_content": ["json"],
    "event_serializer": "json",
    "task_default_queue": "process",
    "task_create_missing_queues": True,
    "worker_hijack_root_logger": False,
    "worker_send_task_events": False,
    "timezone": "UTC",
    "enable_utc": True,
}


def make_celery(redis_url: str) -> Celery:
    """A Celery application for the broker at `redis_url`, with the settings above."""
    from celery import Celery

    app = Celery("wirewatch", broker=redis_url)
    app.conf.update(SETTINGS)
    return app


class CeleryHints:
    """Hints over Celery, implementing worker.ports.Hints."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def hint(self, queue: str, ids: Sequence[int]) -> bool:
        """Publish one batch of ids; False (and a warning in the log) where the broker is out of reach."""
        from kombu.exceptions import OperationalError
        from redis.exceptions import RedisError

        try:
            self._app.send_task(TASKS[Queue(queue)], args=[list(ids)], queue=queue, ignore_result=True)
        except (OperationalError, RedisError, OSError) as error:
            log.warning(
                "hint lost", queue=queue, rows=len(ids), error=str(error), consequence="the sweep sends another"
            )
            return False
        return True


PING_STEP = 0.5
"""Seconds that each step of a ping may take: connecting, the password, the database's number, the ping itself."""


def ping(redis_url: str) -> str | None:
    """Ask the broker at `redis_url` whether it is there, within 2 seconds (finding its address aside).

    Out: None where it answers, else one sentence that says why not and what to do, without any password.
    """
    from redis.exceptions import AuthenticationError, RedisError
    from redis.exceptions import ConnectionError as NoConnection
    from redis.exceptions import TimeoutError as NoAnswer

    parts = urlsplit(redis_url)
    where = f"{parts.hostname or 'its address'}:{parts.port or 6379}"
    try:
        with _client(redis_url) as client:
            client.ping()
    except AuthenticationError:
        return f"the broker at {where} refuses the password; mend it in WIREWATCH_REDIS_URL"
    except (NoConnection, NoAnswer) as error:
        why = "it took too long" if isinstance(error, NoAnswer) else _said(error)
        return f"the broker at {where} does not answer ({why}); start it, or mend WIREWATCH_REDIS_URL"
    except (RedisError, ValueError) as error:
        return f"the broker at {where} answers with an error ({_said(error)}); see its log"
    return None


def shut_down(redis_url: str) -> bool:
    """End the server at `redis_url`, if there is one that knows the password in it. Out: whether there was."""
    from redis.exceptions import RedisError

    try:
        with _client(redis_url) as client:
            client.ping()
            client.shutdown(nosave=True)
    except RedisError:
        return False
    return True


def _client(redis_url: str) -> Redis:
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        redis_url,
        protocol=2,  # the third version begins with two more steps
        driver_info=None,
        socket_connect_timeout=PING_STEP,
        socket_timeout=PING_STEP,
        retry=Retry(NoBackoff(), 0),
    )


def _said(error: Exception) -> str:
    """What an error of the client says, without the address that the sentence around it names."""
    said = re.sub(r"^Error \S+ (?:while )?connecting to \S+\. ", "", " ".join(str(error).split()))
    return redact(said)[:200].rstrip(".")


class NoHints:
    """For running without a broker: whoever runs the stages looks for due rows by itself."""

    def hint(self, queue: str, ids: Sequence[int]) -> bool:
        """Nothing to tell anybody."""
        return True
