"""What a module logs, whatever an earlier test configured: loggers keep what was in force at their first use."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture


@contextmanager
def recorded(monkeypatch: pytest.MonkeyPatch, name: str) -> Iterator[list[dict[str, Any]]]:
    """Record the lines of the logger called `name`, "package.module.log", as dicts with `event` and `log_level`."""
    capture = LogCapture()
    logger = structlog.wrap_logger(
        structlog.PrintLogger(), processors=[capture], wrapper_class=structlog.make_filtering_bound_logger(0)
    )
    entries: list[dict[str, Any]] = []
    with monkeypatch.context() as patch:
        patch.setattr(name, logger)
        yield entries
    entries.extend(dict(entry) for entry in capture.entries)
