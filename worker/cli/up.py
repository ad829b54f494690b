"""`up`: everything on this machine, as one command."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from worker.cli.base import Command, Number, Session, example, session_of

if TYPE_CHECKING:
    from config.settings import Settings
    from worker.supervise import EmbeddedBroker, HeldFolder, Line, Part

FEWEST, MOST = 3, 8
"""Worker processes at most: one slow host each for polling and reading must not keep a delivery waiting."""
IDLE = 1
"""Worker processes while nothing calls for more. Each takes 30 to 40 MB of its own once it has read articles; with
all three up took 419 MB after a burst, and 328 once they are given back. See tasks.sizing."""
INTERRUPTED = 130
SILENCE = 60.0
"""Seconds; each part says every ten that it goes on. A machine that swaps or writes to a slow disk may be late."""
PRELOADED = (
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.concurrency.prefork",
    "celery.worker.consumer",
    "kombu.transport.redis",
    "tasks.deliver",
    "tasks.housekeeping",
    "tasks.poll",
    "tasks.process",
    "worker.web.server",
)
"""Modules that parts load: in the supervisor they cost their memory once. Without them it was 32 MB more in sum."""


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch up",
        "wirewatch --config mywires --data mywires/data up",
        after="Ctrl-C or SIGTERM ends all of it within seconds; nothing is lost. Under systemd use Type=notify.",
        environment={
            "SMTP_URL": "the mail server: smtp://user:password@host:587",
            "WEB_PORT": "where the page is served: 8642",
            "REDIS_URL": "a broker of yours, instead of the one it brings",
            "DATABASE_URL": "PostgreSQL, instead of a file in the data folder",
            "LOG_FORMAT": "text, or json for programs",
        },
        codes={"0": "ended by SIGTERM", "1": "it was not started; standard error says why", "130": "ended by Ctrl-C"},
    ),
)
@click.option(
    "--workers",
    metavar="N",
    type=Number(1, 64),
    help=f"Worker processes at most. Without it {FEWEST}, or as many as there are cores, up to {MOST}.",
)
@click.pass_context
def up(ctx: click.Context, workers: int | None) -> None:
    """Run everything on this machine, as one command.

    Starts a broker of its own, the workers, the sweep, housekeeping and the web page; says what is watched and what
    is missing; shows one log; starts again what dies. Brings the database up to date first. Files that you change
    count within seconds.
    """
    ctx.exit(run_up(session_of(ctx), workers=workers))


def run_up(
    session: Session,
    *,
    workers: int | None = None,
    folder: HeldFolder | None = None,
    beside: Sequence[Part] = (),
    on_ready: Callable[[], None] | None = None,
    show: Callable[[Line], None] | None = None,
) -> int:
    """Start everything and stay until it is asked to end; the exit code.

    folder: the data folder, where the caller holds it already. beside: further parts, ready before those that work.
    on_ready: called when all of it is ready, instead of showing the first screen. show: shows what the parts say.
    Raises StartRefused, ConfigError, StorageError or Failure before anything was started.
    """
    from config.settings import unknown_variables
    from worker import log
    from worker.cli.up_screen import LineScreen, show_start
    from worker.ready import say_ready
    from worker.supervise import ME, Line, Supervisor, hold_folder, prepare_broker
    from worker.web.server import listener

    log.stay_changeable(True)
    settings = session.settings
    folder = folder or hold_folder(settings.data_dir)
    page = page_of(settings)
    folder.say(page=page)
    with listener(settings.web_host, settings.web_port):
        pass  # it can be had; said now rather than by a part that dies
    broker = None if "redis_url" in settings.model_fields_set else prepare_broker(settings.data_dir)
    take_over(session, broker)
    os.environ.update(environment_of(settings, broker))
    parts = parts_of(session, broker, workers or min(max(FEWEST, os.cpu_count() or 1), MOST), beside)
    preload()
    if show is None:
        show = LineScreen(session.screen(), json=settings.log_format == "json").show
    for name, fix in unknown_variables().items():
        show(Line(ME, "warning", "no such setting", values={"name": name, "fix": fix}))
        os.environ.pop(name)  # or each part would say it again

    def ready() -> None:
        (on_ready or (lambda: show_start(session, page)))()
        say_ready()

    number = Supervisor(parts, show=show, on_ready=ready).run()
    folder.release()
    return INTERRUPTED if number == signal.SIGINT else 0


def page_of(settings: Settings) -> str:
    """The web page's address, for a person on this machine."""
    from worker.web.server import address

    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  shown, not bound
    return address(everywhere.get(settings.web_host, settings.web_host), settings.web_port)


def take_over(session: Session, broker: EmbeddedBroker | None) -> None:
    """Migrate, take the files, and put right what an `up` that was killed left behind."""
    from worker.cli.running import take_files

    application = session.application()
    application.migrate()
    take_files(session, warn=False)  # the first screen lists them
    work = application.storage.work
    if broker is not None:
        work.forget_hints()
        if holds_database(session.settings):
            work.end_leases(now=application.clock.now(), gap=session.settings.host_gap)
    session.close()  # the parts are forked from here and must inherit no connection


def holds_database(settings: Settings) -> bool:
    """Whether nobody else can be at work on the database: it is a file in the data folder, which is held."""
    from worker.cli.base import sqlite_file

    file = sqlite_file(settings)
    return file is not None and file.absolute().parent == settings.data_dir.absolute()


def environment_of(settings: Settings, broker: EmbeddedBroker | None) -> Mapping[str, str]:
    """What the parts need to know beyond the operator's own environment; paths are whole, logs are JSON."""
    added = {
        "WIREWATCH_CONFIG_DIR": str(settings.config_dir.absolute()),
        "WIREWATCH_DATA_DIR": str(settings.data_dir.absolute()),
        "WIREWATCH_LOG_FORMAT": "json",
        "OPENBLAS_NUM_THREADS": "1",  # numpy comes with the language model; a forked process must have one thread
    }
    return added if broker is None else added | {"WIREWATCH_REDIS_URL": broker.url}


def parts_of(
    session: Session, broker: EmbeddedBroker | None, workers: int, beside: Sequence[Part] = ()
) -> list[Part]:
    """The processes of `up`: the same commands that a deployment runs as services, and those `beside` them."""
    from worker.supervise import Part

    needs = tuple(part.name for part in beside)
    parts = list(beside)
    if broker is not None:
        needs = ("broker", *needs)
        parts.append(
            Part("broker", command=broker.command, probe=broker.ready, before=_recovering(session, leases=False))
        )
    alone = broker is not None
    # Celery is silent while it waits for its broker; an embedded one is never away for long
    at_broker = SILENCE if alone else None
    recover = _recovering(session, leases=alone)
    return [
        *parts,
        Part("worker", run=_worker(workers), before=recover, needs=needs, silence=at_broker),
        Part("sweep", run=_wirewatch("sweep"), needs=needs, silence=SILENCE),
        Part("beat", run=_beat, needs=needs, silence=at_broker),
        Part("web", run=_wirewatch("web"), needs=needs, silence=SILENCE),
    ]


def _wirewatch(*arguments: str) -> Callable[[], None]:
    def run() -> None:
        from worker import log
        from worker.cli.app import run as run_command

        log.stay_changeable(False)
        run_command(arguments)

    return run


def _worker(most: int) -> Callable[[], None]:
    """A Celery worker, started without Celery's command line, whose shell and colours take 12 MB."""

    def run() -> None:
        from celery.utils.nodenames import host_format

        from tasks.celery import app
        from worker import log

        log.stay_changeable(False)
        worker = app.Worker(
            hostname=host_format("up@%h"),
            queues="poll,process,deliver",
            autoscale=(most, IDLE),
            without_gossip=True,
            without_mingle=True,
            loglevel="WARNING",
            quiet=True,
        )
        worker.start()
        raise SystemExit(worker.exitcode)

    return run


def _beat() -> None:
    from tasks.celery import app
    from worker import log

    log.stay_changeable(False)
    app.Beat(loglevel="WARNING", quiet=True).run()


def _recovering(session: Session, *, leases: bool) -> Callable[[], None]:
    """What is done before a part starts again: hints that died with it are forgotten, and its leases ended.

    leases: whether all workers of this database are that part.
    """

    def recover() -> None:
        from worker.errors import DatabaseUnavailable
        from worker.log import get_logger
        from worker.storage import Storage

        storage = Storage(session.settings.database_url.get_secret_value())
        try:
            storage.work.forget_hints()
            if leases and holds_database(session.settings):
                storage.work.end_leases(now=session.now(), gap=session.settings.host_gap)
        except DatabaseUnavailable as error:  # then hints and leases lapse by themselves
            get_logger(__name__).warning("not recovered at once", error=str(error), fix=error.hint)
        finally:
            storage.close()

    return recover


def preload() -> None:
    """Load what the parts need, once, before they are forked; see worker.supervise.process."""
    from worker.articles import language
    from worker.bootstrap import settle_memory

    for name in PRELOADED:
        import_module(name)
    language.load()
    settle_memory()
