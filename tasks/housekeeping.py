"""Housekeeping, by beat: retention. Two beats do no harm, deleting twice deletes once."""

from tasks.celery import app, application
from worker.log import get_logger

log = get_logger(__name__)


@app.task(name="tasks.housekeeping.tidy")  # type: ignore[untyped-decorator]  # celery ships no types
def tidy() -> None:
    """Remove what is past its time (KEEP_PAGES, KEEP_ARTICLES)."""
    here = application()
    policy = here.settings.policy()
    kept = here.storage.housekeeping.tidy(
        now=here.clock.now(), keep_pages=policy.keep_pages, keep_articles=policy.keep_articles
    )
    log.info("tidied", pages=kept.pages, articles=kept.articles, hosts=kept.hosts, persons=kept.persons)
