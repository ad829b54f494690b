"""Where an article was written."""

import time

import pytest

from worker.facts.dateline import find_dateline
from worker.facts.document import Document
from worker.facts.reading import read

REPORT = "The council met for nine hours and agreed on nothing."


def _of(text: str) -> str | None:
    return find_dateline(Document(text))


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("LONDON (Reuters) - ", "LONDON"),
        ("LONDON, June 9 (Reuters) — ", "LONDON"),
        ("LONDON, June 9 — ", "LONDON"),
        ("LONDON — ", "LONDON"),
        ("LONDON—", "LONDON"),
        ("LONDON -- ", "LONDON"),
        ("BRUSSELS/PARIS (Reuters) - ", "BRUSSELS/PARIS"),
        ("BRUSSELS/WASHINGTON, Sept 30, 2025 (Reuters) - ", "BRUSSELS/WASHINGTON"),
        ("TEL AVIV, Israel (AP) — ", "TEL AVIV, Israel"),
        ("ST. JOSEPH, Mich. (AP) — ", "ST. JOSEPH, Mich."),
        ("SARAJEVO, Bosnia and Herzegovina (AP) — ", "SARAJEVO, Bosnia and Herzegovina"),
        ("DES MOINES, Iowa, Aug. 10 (UPI) — ", "DES MOINES, Iowa"),
        ("BEIJING, 9 June (Xinhua) -- ", "BEIJING"),
        ("KUALA LUMPUR: ", "KUALA LUMPUR"),
        ("KRAMATORSK, Ukraine, Tuesday — ", "KRAMATORSK, Ukraine"),
        ("New Delhi, June 9 (PTI): ", "New Delhi"),
        ("Kyiv, Ukraine – ", "Kyiv, Ukraine"),
        ("London CNN — ", "London"),
        ("N'DJAMENA (AFP) - ", "N'DJAMENA"),
        ("SÃO PAULO — ", "SÃO PAULO"),
        ("NUSANTARA (AFP) - ", "NUSANTARA"),
        ("TALLAHASSEE — ", "TALLAHASSEE"),
    ],
)
def test_the_place_in_front_of_the_report_is_found_as_printed(head: str, place: str) -> None:
    assert _of(head + REPORT) == place


@pytest.mark.parametrize("line", ["LONDON", "BRUSSELS/PARIS", "TEL AVIV, Israel", "WASHINGTON, June 9", "LONDON —"])
def test_a_place_alone_above_the_report_is_found(line: str) -> None:
    found = _of(f"Council meets again\n\n{line}\n\n{REPORT}")
    assert found is not None
    assert line.startswith(found)


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        f"BREAKING — {REPORT}",
        f"UPDATE 1: {REPORT}",
        f"EXCLUSIVE - {REPORT}",
        f"NATO — {REPORT}",
        f"ADVERTISEMENT\n\n{REPORT}",
        f"READ MORE\n\n{REPORT}",
        f"London: {REPORT}",
        f"Washington — {REPORT}",
        f"London — long tired of rain — was dry. {REPORT}",
        "Ruta Vale: I was never asked.\n\nMODERATOR: You were.",
        "MODERATOR — Were you asked?\n\nVALE — I was not.\n\nMODERATOR — You were.",
        "WRONG, JUST TOO EARLY — The polls were early.",
        "Paris was calm on Monday - so calm that shops opened.",
        "Five ways to save - June 9",
        "",
    ],
)
def test_what_is_no_dateline_is_none(text: str) -> None:
    assert _of(text) is None


def test_a_dateline_far_down_is_another_reports() -> None:
    assert _of("\n\n".join([REPORT] * 4 + [f"LONDON — {REPORT}"])) is None


def test_a_reading_holds_the_dateline() -> None:
    assert read(f"LONDON (Reuters) - {REPORT}").dateline == "LONDON"


@pytest.mark.parametrize("sign", ["—", " - ", "A/", "(", ",A", ": ", "A "])
def test_a_hostile_head_is_read_in_no_time(sign: str) -> None:
    start = time.process_time()
    _of(sign * 50_000)
    assert time.process_time() - start < 2
