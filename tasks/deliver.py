"""The deliver queue: one task, ids in, nothing out."""

from tasks.celery import app, application
from worker.pipeline import deliver as stage


@app.task(name="tasks.deliver.deliver")  # type: ignore[untyped-decorator]  # celery ships no types
def deliver(ids: list[int]) -> None:
    """Sends the deliveries of `ids` that are due; see worker.pipeline.deliver."""
    stage.deliver(application().services, ids)
