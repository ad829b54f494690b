"""The poll queue: one task, ids in, nothing out."""

from tasks.celery import app, application
from worker.pipeline import poll as stage


@app.task(name="tasks.poll.poll")  # type: ignore[untyped-decorator]  # celery ships no types
def poll(ids: list[int]) -> None:
    """Polls the feeds of `ids` that are due; see worker.pipeline.poll."""
    stage.poll(application().services, ids)
