"""Speech behind a speaker's label, without marks, as transcripts print it: "MINISTER ROE: We agreed."."""

import re

from worker.domain.reading import Quote, Speech
from worker.facts.document import Document
from worker.facts.quotes.speakers import Speakers
from worker.facts.quotes.words import AUXILIARIES, PERSONAL

_LABEL = re.compile('[A-Z\u00c0-\u00de][^\\n:"\u201c]{0,80}+:(?=\\s)')
_ASKERS = frozenset({"question", "q", "reporter", "moderator", "journalist", "interviewer", "host"})
_LOOKED_AT = 300
_MARKS = "\"'\u201c\u2018\u00ab"


def labelled_speech(document: Document, speakers: Speakers) -> list[Quote]:
    """The speeches of a transcript; none where fewer than two paragraphs have labels of speakers."""
    text = document.text
    labels: list[tuple[int, int, str, str | None, bool]] = []
    for paragraph in document.paragraphs:
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if match is None:
            continue
        label = match[0][:-1]
        start = match.end() + 1
        if start >= paragraph.end or text[start] in _MARKS:
            continue
        asks = label.split("(")[0].strip().lower().split(" ")[0] in _ASKERS
        capitals = label.split("(")[0].strip().isupper() and len(label) > 1
        named = [m for m in speakers.within(paragraph.start, match.end()) if m.person is not None]
        whole = bool(named) and named[-1].end >= match.end() - 1 and len(label.split()) <= 6
        answers = label == "A"
        if asks or capitals or whole or answers:
            person = next((m.person for m in reversed(named)), None)
            labels.append((start, paragraph.end, label.lower(), person, asks))
    if len(labels) < 2 or 2 * sum(_speaks(text, start, end) for start, end, *_ in labels) < len(labels):
        return []
    known: dict[str, str] = {}
    quotes: list[Quote] = []
    for start, end, label, person, asks in labels:
        if person is None:
            person = next((name for full, name in known.items() if full.startswith(label) or label in full), None)
        elif label not in known:
            known[label] = person
        if not asks:
            quotes.append(Quote(start, end, Speech.DIRECT, person, False))
    return quotes


def _speaks(text: str, start: int, end: int) -> bool:
    """Whether words behind a label may be speech: "Ann Roe: theft, held in jail" holds no clause."""
    words = text[start : min(end, start + _LOOKED_AT)].lower().replace("\u2019", "'").split()
    return any(word.strip(".,!?'") in PERSONAL | AUXILIARIES or "'" in word for word in words)
