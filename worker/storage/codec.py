"""Domain values to JSON columns and back, field by field, so that old rows stay readable when fields are added."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from worker.domain.alert import AlertMessage
from worker.domain.reading import Form, Mention
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


_FORMS = {Form.NAME: "n", Form.ROLE: "r", Form.PRONOUN: "p"}
_FORM_OF = {letter: form for form, letter in _FORMS.items()}


def places_to_json(mentions: Sequence[Mention]) -> str:
    """One person's mentions, lean: [start, length, form, resolved_by, title, organisation, country], what is empty at
    the end left out. Most of the rows of a busy day are these.
    """
    rows: list[list[Any]] = []
    for item in mentions:
        row = [
            item.start,
            item.end - item.start,
            _FORMS[item.form],
            item.resolved_by,
            item.title,
            item.organisation,
            item.country,
        ]
        while not row[-1]:
            row.pop()
        rows.append(row)
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def places_from_json(places: str, person: str | None, text: str) -> list[Mention]:
    """The reverse of `places_to_json`. text: that the offsets point into."""
    found = []
    for row in json.loads(places):
        start, length, form, resolved_by, title, organisation, country = row + [None] * (7 - len(row))
        end = start + length
        found.append(
            Mention(
                start, end, text[start:end], _FORM_OF[form], person, title, organisation, country, resolved_by or ""
            )
        )
    return found
