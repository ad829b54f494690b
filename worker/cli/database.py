"""`db`: the database itself."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import click

from worker.cli.base import Failure, Group, example, session_of, sqlite_file


@click.group(
    cls=Group, epilog=example("wirewatch db upgrade", "wirewatch db backup wires.sqlite3", "wirewatch db tidy")
)
def db() -> None:
    """Upgrade, back up and tidy the database."""


@db.command(epilog=example("wirewatch db upgrade"))
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Bring the schema up to date; `run` does so by itself."""
    session = session_of(ctx)
    before, now = session.upgrade()
    said = f"is up to date ({now})" if before == now else f"went from {before or 'empty'} to {now}"
    session.screen().line(f"The schema {said}.")


@db.command(epilog=example("wirewatch db backup wires-$(date +%F).sqlite3"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def backup(ctx: click.Context, file: Path) -> None:
    """Copy the database to FILE while everything runs (SQLite).

    The copy is whole and consistent. FILE must not exist. PostgreSQL has pg_dump for this.
    """
    session = session_of(ctx)
    source = sqlite_file(session.settings)
    if source is None:
        raise Failure(
            "this database is PostgreSQL, which has its own tool", hint="pg_dump --format=custom -f FILE URL"
        )
    session.storage()
    try:
        size = copy_sqlite(source, file)
    except FileExistsError:
        raise Failure(f"{file} is there already", hint="name a new file, or remove it first") from None
    except (OSError, sqlite3.Error) as error:
        raise Failure(
            f"no backup was written to {file}: {error}", hint="see that the disk has room and may be written"
        ) from error
    session.screen().line(f"Wrote {file} ({size / 1_000_000:.1f} MB).")


def copy_sqlite(source: Path, target: Path) -> int:
    """Copy an SQLite database by its online backup, into a new file only its owner may read; its size in bytes.

    Raises FileExistsError, OSError, sqlite3.Error; a copy that failed half-way is removed.
    """
    target.touch(mode=0o600, exist_ok=False)
    try:
        with (
            contextlib.closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reader,
            contextlib.closing(sqlite3.connect(target)) as writer,
        ):
            reader.backup(writer)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target.stat().st_size


@db.command(
    epilog=example(
        "wirewatch db tidy",
        environment={
            "KEEP_PAGES": "days that raw pages are kept: 30",
            "KEEP_ARTICLES": "days that articles are kept: 365",
        },
    )
)
@click.pass_context
def tidy(ctx: click.Context) -> None:
    """Remove what is past its time, as workers do once an hour."""
    from worker.cli.words import count

    session = session_of(ctx)
    policy = session.settings.policy()
    kept = session.storage().housekeeping.tidy(
        now=session.now(), keep_pages=policy.keep_pages, keep_articles=policy.keep_articles
    )
    parts = [count(kept.pages, "page"), count(kept.articles, "article"), count(kept.hosts, "host")]
    if kept.persons:
        parts.append(count(kept.persons, "person"))
    session.screen().line(f"Removed {', '.join(parts)}.")
