"""The scorer of speech on PolNeAR counts what it says it counts, on an article of our own."""

from collections import Counter
from pathlib import Path

import pytest

from tests.quality import polnear
from worker.domain.reading import Quote, Reading, Speech

TEXT = "\u201cWe go,\u201d Roe said. Lund said that ships would sail.\n"
MARKS = """T1\tSource 9 12\tRoe
T2\tCue 13 17\tsaid
T3\tContent 0 8\tx
T4\tAttribution 13 17\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tSource 19 23\tLund
T6\tCue 24 28\tsaid
T7\tContent 29 50\tx
T8\tAttribution 24 28\tsaid
E2\tAttribution:T8 Content:T7 Cue:T6 Source:T5
"""


def counted(folder: Path, *quotes: Quote) -> Counter[str]:
    """What is counted of quotes held against the one article."""
    for name, content in (("text/a.txt", TEXT), ("attributions/a_0f0f.ann", MARKS)):
        path = folder / "dev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    counts: Counter[str] = Counter()
    for _name, text, attributions in polnear.articles(folder, "dev"):
        polnear.count(counts, text, attributions, Reading(quotes=quotes))
    return counts


def test_a_right_quote_with_a_right_speaker_counts_for_both(tmp_path: Path) -> None:
    counts = counted(tmp_path, Quote(1, 7, Speech.DIRECT, "Ann Roe"))
    assert (counts["in marks right"], counts["speaker right"], counts["in marks labelled"]) == (1, 1, 1)


def test_a_wrong_speaker_counts_for_the_words_alone(tmp_path: Path) -> None:
    counts = counted(tmp_path, Quote(1, 7, Speech.DIRECT, "Ole Lund"))
    assert (counts["in marks right"], counts["speaker right"]) == (1, 0)


def test_a_clause_outside_marks_is_asked_of_indirect_quotes(tmp_path: Path) -> None:
    counts = counted(tmp_path, Quote(34, 50, Speech.INDIRECT, "Ole Lund"))
    assert (counts["indirect labelled"], counts["indirect recalled"], counts["indirect right"]) == (1, 1, 1)


def test_a_clause_that_no_content_holds_is_wrong(tmp_path: Path) -> None:
    counts = counted(tmp_path, Quote(9, 17, Speech.INDIRECT, "Ole Lund"))
    assert (counts["indirect found"], counts["indirect right"]) == (1, 0)


FLOORS = {
    "in marks precision": 0.95,
    "in marks recall": 0.92,
    "in marks and speaker recall": 0.82,
    "indirect precision": 0.83,
    "indirect recall": 0.72,
}
"""What is reached on the dev half, rounded down. In marks and speaker: a pattern with the nearest name reaches .56,
textacy .50 (measured before there was a reader).
"""


@pytest.mark.skipif(not polnear.ARCHIVE.is_file(), reason=f"not beside the checkout: {polnear.ARCHIVE.name}")
def test_political_news_stays_above_its_floors(tmp_path: Path) -> None:
    found = polnear.score(polnear.unpacked(tmp_path))
    assert {measure: found[measure] for measure in FLOORS if found[measure] < FLOORS[measure]} == {}
