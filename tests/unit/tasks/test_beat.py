"""Beat: what it sends, and that it says it is alive. In a process of its own: tasks.celery reads the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
TICKS = """
import json
from tasks.celery import Schedule, app
sent = []
schedule = Schedule(app=app, lazy=False)
schedule.producer = None  # no broker is needed to see what would be sent
schedule.apply_async = lambda entry, **_: sent.append(entry.task)
schedule.tick(); schedule.tick()
print(json.dumps(sent))
"""


def test_housekeeping_is_due_at_the_start_and_then_not_again_for_an_hour(sqlite_url: str, tmp_path: Path) -> None:
    ticked = subprocess.run(
        [sys.executable, "-c", TICKS],
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "WIREWATCH_DATABASE_URL": sqlite_url, "WIREWATCH_DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ticked.returncode == 0, ticked.stderr
    assert json.loads(ticked.stdout) == ["tasks.housekeeping.tidy"]
