"""`demo`: everything on this machine, reading a newsroom that it publishes itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from worker.cli.base import Command, Session, example, session_of

if TYPE_CHECKING:
    from config.settings import Settings
    from worker.demo.run import Place
    from worker.supervise import HeldFolder, Part

FOLDER = "demo"
KEPT = frozenset({"WIREWATCH_LOG_FORMAT", "WIREWATCH_TIME_ZONE", "WIREWATCH_WEB_HOST", "WIREWATCH_WEB_PORT"})
"""What of the operator's settings counts in a demo. The others lead to their own database, broker and mail server."""


@click.command(cls=Command, epilog=example("wirewatch demo", "wirewatch demo --speed 4"))
@click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Which news, from day two on.")
@click.option(
    "--speed",
    metavar="X",
    type=click.FloatRange(0.1, 60),
    default=1.0,
    show_default=True,
    help="How fast time goes.",
)
@click.option("--stop-after", metavar="N", type=click.IntRange(1), help="End when so many alerts have arrived.")
@click.pass_context
def demo(ctx: click.Context, seed: int, speed: float, stop_after: int | None) -> None:
    """Watch alerts arrive from a newsroom on this machine.

    Seven invented outlets publish on the loopback address. Wirewatch reads them as it would read any others, and
    sends what it finds to a mail server and a webhook receiver of the demo's own. It needs no account and no
    internet, and touches nothing of yours: all of it lives in the folder `demo` of the data folder, and begins anew
    each time. Edit its files while it runs, and see the alerts change.
    """
    ctx.exit(run_demo(session_of(ctx), seed=seed, speed=speed, stop_after=stop_after))


def run_demo(session: Session, *, seed: int, speed: float, stop_after: int | None) -> int:
    """Run the demo until it is asked to end, or so many alerts have arrived; the exit code."""
    from worker.cli.demo_screen import DemoScreen
    from worker.cli.up import page_of, run_up
    from worker.demo.run import choose_place
    from worker.supervise import hold_folder

    folder = hold_folder(session.settings.data_dir.absolute() / FOLDER)
    place = choose_place()
    inner = _session(session, folder, place)
    screen = DemoScreen(inner.screen(), json=inner.settings.log_format == "json", stop_after=stop_after)
    page = page_of(inner.settings)
    code = run_up(
        inner,
        folder=folder,
        beside=[_newsroom(place, seed=seed, speed=speed)],
        on_ready=lambda: screen.show_start(page, place, folder.path),
        show=screen.show,
    )
    screen.show_end()
    return 0 if screen.satisfied else code


def _session(session: Session, folder: HeldFolder, place: Place) -> Session:
    """A session of the demo's own: its files, its folder, and none of the operator's settings but KEPT."""
    from worker.demo.files import write_files

    level = session.verbose
    for name in [name for name in os.environ if name.startswith("WIREWATCH_") and name not in KEPT]:
        del os.environ[name]
    for stale in folder.path.glob("wirewatch.sqlite3*"):
        stale.unlink()
    os.environ.update(write_files(folder.path / "config", place, place))
    inner = Session()
    inner.config_dir, inner.data_dir, inner.verbose = folder.path / "config", folder.path, level
    if "WIREWATCH_WEB_PORT" not in os.environ:
        os.environ["WIREWATCH_WEB_PORT"] = str(_port(inner.settings))
        del inner.settings
    return inner


def _port(settings: Settings) -> int:
    """The page's usual port, or a free one where something, an `up` perhaps, has that."""
    import socket

    from worker.errors import ConfigError
    from worker.web.server import listener

    try:
        with listener(settings.web_host, settings.web_port):
            return settings.web_port
    except ConfigError:
        with socket.create_server((settings.web_host, 0)) as free:
            return int(free.getsockname()[1])


def _newsroom(place: Place, *, seed: int, speed: float) -> Part:
    from worker.supervise import Part

    def run() -> None:
        from worker import log
        from worker.demo.run import publish

        log.stay_changeable(False)
        log.configure(level="WARNING", json=True)
        publish(place, seed=seed, speed=speed, tell=print)

    return Part("newsroom", run=run)
