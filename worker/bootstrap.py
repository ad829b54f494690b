"""Settings → Services: the one place where the parts are put together.

Everything is made lazily enough to be built before a fork and used after it: the database connects and the
fetcher starts its loop when first used.
"""

import gc
import os
import platform
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from config.apply import Applied, apply_files
from config.settings import EnvironmentSecrets, Settings, unknown_variables
from worker import log
from worker.delivery import ChannelNotifier
from worker.domain.upkeep import BEAT_EVERY, beat_name
from worker.errors import ConfigError, DatabaseUnavailable
from worker.facts.spacy_names import SpacyNames, installed
from worker.fetch import AddressGuard, GuardedFetcher, RobotsTxt
from worker.pipeline.services import Services
from worker.ports import Hints
from worker.queue import CeleryHints, NoHints, make_celery
from worker.ready import say_alive, say_ready
from worker.storage import Storage, migrate

logger = log.get_logger(__name__)


class SystemClock:
    """The machine's own clock (worker.ports.Clock)."""

    def now(self) -> datetime:
        """The present, aware, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def jitter(self) -> float:
        """A number in [0, 1); not for secrets."""
        return random.random()  # noqa: S311  spreads waits, hides nothing


@dataclass
class Application:
    """One process's Wirewatch. `with_broker`: send hints to Celery; else whoever runs looks for due rows."""

    settings: Settings
    with_broker: bool = False
    clock: SystemClock = field(default_factory=SystemClock)
    secrets: EnvironmentSecrets = field(default_factory=EnvironmentSecrets)
    _beat_at: datetime | None = None

    @cached_property
    def storage(self) -> Storage:
        """The database; its schema is not looked at here (see `migrate` and `require_schema`)."""
        return Storage(self.settings.database_url.get_secret_value())

    @cached_property
    def fetcher(self) -> GuardedFetcher:
        """The guarded fetcher."""
        return GuardedFetcher(
            self.settings.allow_private,
            self.settings.user_agent_contact or "",
            per_host=1,  # the Host rows keep other processes away; this keeps our own requests in line
        )

    @cached_property
    def notifier(self) -> ChannelNotifier:
        """The channels' senders."""
        smtp = self.settings.smtp_url
        return ChannelNotifier(
            fetcher=self.fetcher,
            guard=AddressGuard(self.settings.allow_private),
            secrets=self.secrets,
            smtp_url=smtp.get_secret_value() if smtp else None,
            mail_from=self.settings.mail_from,
            time_zone=self.settings.time_zone,
            public_url=self.settings.public_url,
            clock=self.clock,
        )

    @cached_property
    def names(self) -> SpacyNames | None:
        """The trained name finder that WIREWATCH_NER asks for, or None. Raises ConfigError where it cannot be had."""
        if self.settings.ner == "off":
            return None
        if installed():
            return SpacyNames()
        if self.settings.ner == "auto":
            return None
        raise ConfigError(
            "WIREWATCH_NER is on, and the extra with the model is not installed",
            hint="pip install 'wirewatch[ner]' (pip install -r requirements-ner.txt from a checkout), or set "
            "WIREWATCH_NER=auto",
        )

    @cached_property
    def services(self) -> Services:
        """What the stages need."""
        hints: Hints = NoHints()
        if self.with_broker:
            hints = CeleryHints(make_celery(self.settings.redis_url.get_secret_value()))
        return Services(
            storage=self.storage,
            fetcher=self.fetcher,
            notifier=self.notifier,
            robots=RobotsTxt(),
            hints=hints,
            secrets=self.secrets,
            clock=self.clock,
            policy=self.settings.policy(),
            hinting=self.with_broker,
            names=self.names,
        )

    def migrate(self) -> None:
        """Bring the schema up to date. Raises SchemaMismatch where it is newer, DatabaseUnavailable."""
        before, now = migrate.upgrade(self.storage.database)
        if before != now:
            logger.info("database migrated", before=before or "empty", now=now)

    def require_schema(self) -> None:
        """Raise SchemaMismatch, with the fix, unless the schema fits this version."""
        migrate.require_current(self.storage.database)

    def apply_files(self) -> Applied:
        """Take over the configuration files where they changed; see config.apply."""
        return apply_files(self.settings, self.storage.declared, self.secrets, now=self.clock.now())

    def beat(self, kind: str, note: str = "") -> None:
        """Say that this process is alive, at most every BEAT_EVERY: in the database, and by touching ALIVE_FILE."""
        now = self.clock.now()
        if self._beat_at is None or now - self._beat_at >= BEAT_EVERY:
            self._beat_at = now
            say_alive()  # also where the database does not answer: this process does
            name = beat_name(kind, node=platform.node(), process=os.getpid())
            self.storage.housekeeping.beat(name, kind, now=now, note=note)
            if self.settings.alive_file is not None:
                self.settings.alive_file.touch()

    def close(self) -> None:
        """Let go of connections."""
        if "fetcher" in self.__dict__:
            self.fetcher.close()
        if "storage" in self.__dict__:
            self.storage.close()


def open_application(
    settings: Settings | None = None, *, with_broker: bool = False, log_level: str | None = None
) -> Application:
    """Read the settings (unless given), set up logging, and put the parts together. Raises ConfigError."""
    settings = settings or Settings.load()
    log.configure(level=log_level or settings.log_level, json=settings.log_format == "json")
    for name, fix in unknown_variables().items():
        logger.warning("no such setting", name=name, fix=fix)
    application = Application(settings, with_broker=with_broker)
    _ = application.names  # what is asked for and cannot be had is said at the start, not with the first article
    return application


def settle_memory() -> None:
    """Tell the garbage collector that what is loaded now stays; call it once, when a long-lived process is up.

    Libraries are some hundred thousand objects, and looking through them again and again was a quarter of the
    CPU time of polling. What stages make is mostly freed by reference counts, so looking less often is enough.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


SAID_EVERY = timedelta(minutes=1)
"""How often a database that stays out of reach is said anew: a line each try would bury all others."""


class Outage:
    """Logs that the database is out of reach when that begins, every SAID_EVERY, and when it is over."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._since: datetime | None = None
        self._said_at: datetime | None = None

    def met(self, error: DatabaseUnavailable, *, now: datetime) -> None:
        """The database was out of reach at `now`, aware UTC."""
        self._since = self._since or now
        if self._said_at is None or now - self._said_at >= SAID_EVERY:
            self._said_at = now
            logger.error(self._event, error=str(error), fix=error.hint)

    def over(self, *, now: datetime) -> None:
        """The database did what was asked of it."""
        if self._since is not None:
            logger.info("the database answers again", after_seconds=round((now - self._since).total_seconds()))
            self._since = self._said_at = None


def sweep_loop(application: Application, *, stop: Callable[[], bool]) -> None:
    """Hint due rows, again and again, and take over changed configuration files, until `stop()`.

    As many of these may run as anybody likes. A database that is out of reach for a while is waited for.
    """
    from worker.pipeline.sweep import sweep

    settle_memory()
    interval = application.settings.sweep_interval.total_seconds()
    said_ready = False
    files_at: datetime | None = None
    outage = Outage("sweep waits for the database")
    while not stop():
        now = application.clock.now()
        try:
            application.beat("sweep")
            if files_at is None or now - files_at >= timedelta(seconds=2):
                files_at = now
                application.apply_files()
            hinted = sweep(application.services)
            outage.over(now=now)
            if not said_ready:
                said_ready = True
                say_ready()
            if any(hinted.values()):
                logger.debug("swept", **{queue.value: count for queue, count in hinted.items() if count})
        except DatabaseUnavailable as error:
            outage.met(error, now=now)
            application.clock.sleep(1.0)
        application.clock.sleep(interval)
