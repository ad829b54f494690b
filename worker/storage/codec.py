"""Domain values to JSON columns and back, field by field, so that old rows stay readable when fields are added."""

from datetime import datetime
from typing import Any

from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity


def evidence_to_json(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Evidence as plain JSON."""
    return [
        {"part": item.part.value, "text": item.text, "start": item.start, "spans": [list(s) for s in item.spans]}
        for item in evidence
    ]


def evidence_from_json(rows: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    """The reverse of `evidence_to_json`."""
    return tuple(
        Evidence(Part(row["part"]), row["text"], row["start"], tuple((a, b) for a, b in row["spans"])) for row in rows
    )


def message_to_json(message: AlertMessage) -> dict[str, Any]:
    """An alert's message as plain JSON; times in ISO 8601."""
    return {
        "uid": message.uid,
        "reason": message.reason,
        "watch": message.watch,
        "severity": message.severity.value,
        "title": message.title,
        "url": message.url,
        "source": message.source,
        "author": message.author,
        "published": message.published.isoformat() if message.published else None,
        "found_at": message.found_at.isoformat(),
        "excerpt": message.excerpt,
        "evidence": evidence_to_json(message.evidence),
        "outlets": list(message.outlets),
        "language": message.language,
        "note": message.note,
        "links": dict(message.links),
        "test": message.test,
    }


def message_from_json(row: dict[str, Any]) -> AlertMessage:
    """The reverse of `message_to_json`."""
    return AlertMessage(
        uid=row["uid"],
        reason=row["reason"],
        watch=row["watch"],
        severity=Severity(row["severity"]),
        title=row["title"],
        url=row["url"],
        source=row["source"],
        author=row["author"],
        published=datetime.fromisoformat(row["published"]) if row["published"] else None,
        found_at=datetime.fromisoformat(row["found_at"]),
        excerpt=row["excerpt"],
        evidence=evidence_from_json(row["evidence"]),
        outlets=tuple(row["outlets"]),
        language=row["language"],
        note=row["note"],
        links=row["links"],
        test=row["test"],
    )
