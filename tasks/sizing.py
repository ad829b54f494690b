"""How many processes a worker keeps between `--autoscale MOST,FEWEST`."""

from celery.worker.autoscale import Autoscaler


class Sizing(Autoscaler):  # type: ignore[misc]  # celery ships no types
    """One process more at once for a task that finds all of them busy; one less for 30 seconds without such a task.

    Celery's own rule waits for 30 seconds without any task, which never come where feeds are polled all day. Here
    processes are given back one at a time, and only while no task is under way, so that none can be on its way to
    the process that is ended.
    """

    def on_task_received(self, req: object) -> None:
        """Remember a task's coming where it needs the last process, itself counted; others need no more than stay."""
        if self.qty >= self.processes:
            super().on_task_received(req)

    def scale_down(self, n: int) -> None:
        """End one process, if it is time."""
        super().scale_down(1)

    def _maybe_scale(self, req: object = None) -> bool | None:
        """Grow when a task comes, shrink when none is there. Out: whether Celery shall look after its processes."""
        busy = self.qty
        if busy > self.processes or (req is None and not busy):
            return bool(super()._maybe_scale(req))
        return False
