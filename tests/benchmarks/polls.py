"""Feeds polled per CPU second: Wirewatch on SQLite, a peer, and the bare HTTP client, on one farm in one run."""

import asyncio
import importlib.util
import logging
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from config.settings import Settings
from tests.benchmarks.farm import Farm, Layout, running
from worker.bootstrap import Application, open_application, settle_memory
from worker.domain.feed import DeclaredFeed
from worker.domain.work import Queue, batches
from worker.pipeline.poll import poll
from worker.pipeline.services import Services

ROUNDS = 5


def application(folder: Path) -> Application:
    """Wirewatch on a fresh SQLite file that may fetch from loopback without gaps."""
    settings = Settings.load(
        {
            "data_dir": folder,
            "config_dir": folder,
            "allow_private": "127.0.0.0/8",
            "host_gap": "0",
            "log_level": "ERROR",
        }
    )
    app = open_application(settings)
    app.migrate()
    settle_memory()  # as every long-lived process does
    return app


def declare(app: Application, urls: list[str]) -> None:
    """Put feeds into the tables."""
    app.storage.declared.mirror(
        [DeclaredFeed(url=url, name=url) for url in urls], [], [], fingerprint="bench", now=app.clock.now()
    )


def poll_all(services: Services, app: Application) -> tuple[int, float]:
    """Make all feeds due and poll them. Out: (feeds polled, CPU seconds of this process)."""
    app.storage.declared.poll_now(None, now=app.clock.now() - timedelta(seconds=1))
    before, polled = time.process_time(), 0
    while due := app.storage.work.due(Queue.POLL, now=app.clock.now(), limit=512, max_attempts=5):
        for batch in batches(due):
            polled += poll(services, batch).done
    return polled, time.process_time() - before


def wirewatch(farm: Farm) -> dict[str, float]:
    """Feeds per CPU second: first fetch, unchanged, and 5% changed is left to come."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        services = replace(app.services, hinting=False)
        declare(app, farm.urls)
        first, seconds = poll_all(services, app)
        figures = {"first fetch": first / seconds}
        trouble = [feed.last_error for feed in app.storage.views.feeds() if feed.last_error or not feed.entries]
        assert not trouble, trouble[:3]
        polled, spent = 0, 0.0
        for _ in range(ROUNDS):
            count, seconds = poll_all(services, app)
            polled, spent = polled + count, spent + seconds
        assert {feed.last_status for feed in app.storage.views.feeds()} == {304}
        figures["unchanged"] = polled / spent
        app.close()
    return figures


def bare(farm: Farm) -> dict[str, float]:
    """The ceiling: aiohttp on uvloop asking conditionally, 64 at a time, reading the answer, storing nothing."""
    import aiohttp
    import uvloop

    async def main() -> float:
        etags: dict[str, str] = {}
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=3600), cookie_jar=aiohttp.DummyCookieJar()
        ) as session:

            async def one(url: str) -> None:
                headers = {"If-None-Match": etags[url]} if url in etags else {}
                async with session.get(url, headers=headers) as answer:
                    await answer.read()
                    etags[url] = answer.headers["ETag"]

            async def everything() -> None:
                for start in range(0, len(farm.urls), 64):
                    await asyncio.gather(*(one(url) for url in farm.urls[start : start + 64]))

            await everything()
            before = time.process_time()
            for _ in range(ROUNDS):
                await everything()
            return time.process_time() - before

    return {"unchanged": len(farm.urls) * ROUNDS / uvloop.run(main())}


def peer(farm: Farm) -> dict[str, float] | None:
    """lemon24/reader on SQLite, one worker; None where it is not installed."""
    if importlib.util.find_spec("reader") is None:
        return None
    from reader import make_reader  # type: ignore[import-not-found,unused-ignore]  # only `make bench` installs it

    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        reader = make_reader(str(Path(folder) / "reader.sqlite3"), feed_root=None)
        for url in farm.urls:
            reader.add_feed(url)
        before = time.process_time()
        reader.update_feeds()
        first = len(farm.urls) / (time.process_time() - before)
        before = time.process_time()
        reader.update_feeds(scheduled=False)  # by its own schedule nothing would be due for an hour
        unchanged = len(farm.urls) / (time.process_time() - before)
        reader.close()
    return {"first fetch": first, "unchanged": unchanged}


def main() -> dict[str, dict[str, float]]:
    """Run all three on one farm. Out: figures by name."""
    with running(Layout(hosts=250, feeds_per_host=4, entries=30)) as farm:
        figures = {"wirewatch": wirewatch(farm), "aiohttp alone": bare(farm)}
        other = peer(farm)
        if other is not None:
            figures["lemon24/reader"] = other
    return figures
