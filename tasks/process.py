"""The process queue: one task, ids in, nothing out."""

from tasks.celery import app, application
from worker.pipeline import process as stage


@app.task(name="tasks.process.process")  # type: ignore[untyped-decorator]  # celery ships no types
def process(ids: list[int]) -> None:
    """Processes the articles of `ids` that are due; see worker.pipeline.process."""
    stage.process(application().services, ids)
