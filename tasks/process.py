"""The process queue: one task, ids in, nothing out."""

from tasks.celery import app, application
from worker import pipeline


@app.task(name="tasks.process.process")  # type: ignore[untyped-decorator]  # celery ships no types
def process(ids: list[int]) -> None:
    """Processes the articles of `ids` that are due; see worker.pipeline.process."""
    pipeline.process(application().services, ids)
