"""`run` without --once: the stages one after the other, for as long as the process lives, without a broker."""

from datetime import datetime, timedelta

from worker.bootstrap import Application, Outage, settle_memory
from worker.cli.stop import Stop
from worker.errors import DatabaseUnavailable
from worker.log import get_logger
from worker.pipeline.run import run_once
from worker.pipeline.services import Worked

log = get_logger(__name__)

FILES_EVERY = timedelta(seconds=2)
"""How often the files are looked at; a changed one counts within seconds."""
TIDY_EVERY = timedelta(hours=1)
IDLE = 0.5
"""Seconds between two looks for due rows, when none was; another process may make some at any time."""


class _Chores:
    """What is done beside the stages, between two batches and while waiting."""

    def __init__(self, application: Application, stop: Stop) -> None:
        self._application = application
        self._stop = stop
        self._files_at = self._tidy_at = application.clock.now()

    def look(self, _: Worked | None = None) -> None:
        """Do what has come due. Raises Stopped, DatabaseUnavailable."""
        self._stop.check()
        now = self._application.clock.now()
        if now - self._files_at >= FILES_EVERY:
            self._files_at = now
            self._application.apply_files()
        if now - self._tidy_at >= TIDY_EVERY:
            self._tidy_at = now
            self._tidy(now)
        self._application.beat("run")

    def _tidy(self, now: datetime) -> None:
        policy = self._application.settings.policy()
        kept = self._application.storage.housekeeping.tidy(
            now=now, keep_pages=policy.keep_pages, keep_articles=policy.keep_articles
        )
        log.info("tidied", pages=kept.pages, articles=kept.articles, hosts=kept.hosts, persons=kept.persons)


def run_loop(application: Application, stop: Stop) -> None:
    """Run the stages until the end is asked for (Stopped is raised then).

    A database that is out of reach for a while is waited for: what was under way lapses and is done again.
    """
    settle_memory()
    chores = _Chores(application, stop)
    outage = Outage("waiting for the database")
    application.clock = stop.clock(chores.look)
    log.info("running", stop="Ctrl-C")
    while True:
        try:
            chores.look()
            run_once(application.services, on_work=chores.look)
            outage.over(now=application.clock.now())
        except DatabaseUnavailable as error:
            outage.met(error, now=application.clock.now())
            stop.wait(1.0)
        application.clock.sleep(IDLE)
