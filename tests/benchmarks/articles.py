"""Articles per CPU second through all stages: page fetched, read by trafilatura, matched, decided, stored, sent.

The ceiling is trafilatura alone on the same pages in the same run.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.farm import WATCHED, Layout, article_html, running
from tests.benchmarks.polls import application
from worker.articles.read import read_page
from worker.domain.feed import DeclaredFeed
from worker.domain.watch import DeclaredWatch
from worker.pipeline.run import run_once

WATCHES = 1_000


def watches() -> list[DeclaredWatch]:
    """A thousand watches, five of which hold on one article in ten."""
    common = [DeclaredWatch(name=term, keywords=(term,)) for term in WATCHED]
    rare = [
        DeclaredWatch(name=f"rare {n}", keywords=(f"minister number{n}", f"council number{n}"))
        for n in range(WATCHES)
    ]
    return (common + rare)[:WATCHES]


def wirewatch() -> tuple[int, float, int]:
    """Out: (articles, CPU seconds, alerts)."""
    layout = Layout(hosts=40, feeds_per_host=1, entries=10)
    with running(layout) as farm, tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        services = replace(app.services, hinting=False)
        app.storage.declared.mirror(
            [DeclaredFeed(url=url, name=url, first_poll="tell") for url in farm.urls],
            watches(),
            [],
            fingerprint="bench",
            now=app.clock.now(),
        )
        app.fetcher.fetch_groups([], deadline=1)
        read_page(article_html(1).encode(), url="http://x.example/", content_type="text/html")  # loads its models
        before = time.process_time()
        totals = run_once(services)
        spent = time.process_time() - before
        alerts = sum(app.storage.views.alert_counts().values())
        done = next(worked.done for queue, worked in totals.items() if queue == "process")
        app.close()
    return done, spent, alerts


def reading_alone(pages: int = 200) -> float:
    """Pages per CPU second of worker.articles.read alone, and nothing else."""
    bodies = [article_html(number).encode() for number in range(1, pages + 1)]
    read_page(bodies[0], url="http://x.example/", content_type="text/html")
    before = time.process_time()
    for body in bodies:
        read_page(body, url="http://x.example/", content_type="text/html; charset=utf-8")
    return pages / (time.process_time() - before)


def trafilatura_alone(pages: int = 200) -> float:
    """Pages per CPU second of trafilatura as it comes, with metadata."""
    from trafilatura import bare_extraction

    bodies = [article_html(number).encode() for number in range(1, pages + 1)]
    bare_extraction(bodies[0], with_metadata=True)
    before = time.process_time()
    for body in bodies:
        bare_extraction(body, with_metadata=True)
    return pages / (time.process_time() - before)


def main() -> dict[str, float]:
    """Out: figures by name, per CPU second."""
    done, spent, alerts = wirewatch()
    return {
        "wirewatch, all stages": done / spent,
        "wirewatch, reading alone": reading_alone(),
        "trafilatura alone": trafilatura_alone(),
        "articles": done,
        "alerts": alerts,
    }
