"""`web`: the alerts in a browser."""

from __future__ import annotations

import signal

import click

from worker.cli.base import Command, Number, example, session_of


@click.command(
    cls=Command,
    epilog=example(
        "wirewatch web",
        "wirewatch web --port 8700",
        after="There is no login: whoever reaches the port reads the alerts. Ctrl-C ends.",
        environment={"PUBLIC_URL": "where others reach it: behind a proxy with a login"},
    ),
)
@click.option("--host", metavar="ADDRESS", help="Listen there instead of WIREWATCH_WEB_HOST (127.0.0.1).")
@click.option(
    "--port", metavar="N", type=Number(1, 65_535), help="Listen there instead of WIREWATCH_WEB_PORT (8642)."
)
@click.pass_context
def web(ctx: click.Context, host: str | None, port: int | None) -> None:
    """Serve the alerts to a browser.

    Shows what was told and why, as it comes, and answers /healthz and /readyz for those who watch over it. It
    only reads; `run`, or workers and `sweep`, do the work.
    """
    from config.settings import Settings
    from worker.web.server import serve

    session = session_of(ctx)
    session.storage().close()  # says what is wrong with the schema before anything listens
    session.configure_log(service=True)
    given = {"config_dir": session.config_dir, "data_dir": session.data_dir, "web_host": host, "web_port": port}
    if serve(Settings.load(given)) is signal.SIGINT:
        ctx.exit(128 + signal.SIGINT)
