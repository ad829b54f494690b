"""Whether all is ready, decided on values alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

from worker.domain.upkeep import Beat
from worker.web.state import Readiness, readiness

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def beats(*kinds: str) -> list[Beat]:
    return [Beat(f"{kind}@here:1", kind, NOW - timedelta(seconds=5), "") for kind in kinds]


def checked(**changes: Any) -> Readiness:
    values: dict[str, Any] = {"database": None, "schema": None, "broker": None, "beats": beats("worker", "sweep")}
    return readiness(**(values | changes), now=NOW)


def test_ready_is_when_nothing_is_missing() -> None:
    assert checked().as_dict() == {
        "status": "ready",
        "checks": {name: {"ok": True, "why": None} for name in ("database", "schema", "broker", "worker", "sweep")},
    }


def test_a_database_out_of_reach_leaves_the_rest_unknown_but_the_broker() -> None:
    checks = checked(database="it is off; start it", beats=None).as_dict()["checks"]
    assert checks["database"] == {"ok": False, "why": "it is off; start it"}
    assert checks["broker"]["ok"]
    assert {name for name in checks if "not known" in (checks[name]["why"] or "")} == {"schema", "worker", "sweep"}


def test_an_old_schema_says_its_own_sentence() -> None:
    found = checked(schema="it is old; run `wirewatch db upgrade`", beats=None)
    assert not found.ready
    assert found.as_dict()["checks"]["schema"]["why"] == "it is old; run `wirewatch db upgrade`"


def test_run_alone_needs_no_broker() -> None:
    assert checked(broker="it is off", beats=beats("run")).ready
    assert not checked(broker="it is off", beats=beats("run", "worker", "sweep")).ready
    assert not checked(broker="it is off").ready
