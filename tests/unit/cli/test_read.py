"""`read`: where an article comes from, what is printed of it as JSON, and what is said where it cannot be read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.services.http import Answer
from tests.services.news import NewsSite
from tests.unit.cli.reading import READING, TEXT, TITLE
from worker.cli.app import wirewatch
from worker.cli.read import Read, as_dict
from worker.domain.reading import Official, Reading

KEYS = ["title", "text", "language", "published", "dateline", "mentions", "facts", "quotes"]
PROSE = (
    "The council of the harbour town met on Monday evening and talked for nine hours about the old lighthouse, which "
    "nobody has lit since the storm of the winter before last, and which the fishermen want to have painted again."
)
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A lighthouse &amp; its paint</title>
<meta property="article:published_time" content="2025-06-09T07:30:00Z"></head>
<body><article><h1>A lighthouse &amp; its paint</h1><p>{PROSE}</p>
<p>{PROSE} It will be red.</p></article></body></html>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, without configuration and database."""
    for name in ("CONFIG_DIR", "DATA_DIR", "ALLOW_PRIVATE", "LOG_LEVEL"):
        monkeypatch.delenv(f"WIREWATCH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def site() -> Iterator[NewsSite]:
    opened = NewsSite()
    yield opened
    opened.close()


def run(*arguments: str, code: int = 0, stdin: bytes | None = None) -> Result:
    """`wirewatch read …`, with this exit code."""
    result = CliRunner().invoke(wirewatch, ["read", *arguments], prog_name="wirewatch", input=stdin)
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def objects(*arguments: str, code: int = 0, stdin: bytes | None = None) -> list[dict[str, Any]]:
    """The objects that `wirewatch read --json …` prints."""
    return [json.loads(line) for line in run("--json", *arguments, code=code, stdin=stdin).stdout.splitlines()]


def done(**changes: Any) -> Read:
    """A source that was read."""
    return replace(Read("a.txt", TEXT, READING, as_page=False, title=TITLE), **changes)


# ---- where it comes from


@pytest.mark.parametrize(
    "written",
    [
        f"\n\n  {PROSE}\r\n\r\nTwo\ttabs \u2028and a line.\n\n",
        f"“Größe” – naïve café. {PROSE}",
        f"<b>{PROSE}",
        "5%",
    ],
)
def test_plain_text_is_kept_to_the_letter(folder: Path, written: str) -> None:
    (folder / "a.txt").write_bytes(written.encode())
    assert objects("--text", "a.txt")[0]["text"] == written


def test_the_keys_stand_in_their_order_and_what_is_absent_is_null(folder: Path) -> None:
    (folder / "a.txt").write_text(PROSE)
    (found,) = objects("--text", "a.txt")
    assert list(found)[: len(KEYS)] == KEYS
    assert (found["title"], found["published"], found["dateline"], found["language"]) == (None, None, None, "en")
    assert (found["unread"], found["read_as"], found["source"], found["note"]) == (None, "text", "a.txt", None)


def test_standard_input_is_read_where_a_dash_stands() -> None:
    assert objects("--text", "-", stdin=PROSE.encode())[0]["text"] == PROSE


def test_a_page_is_reduced_to_its_article(folder: Path) -> None:
    (folder / "a.html").write_text(PAGE)
    (found,) = objects("a.html")
    assert found["text"].startswith(PROSE + "\n\n")
    assert (found["title"], found["read_as"]) == ("A lighthouse & its paint", "page")
    assert found["published"] == "2025-06-09T07:30:00Z"
    assert found["url"] is None


def test_a_page_is_told_from_a_text_by_its_tags(folder: Path) -> None:
    (folder / "a").write_text(f"if a < b and b > c then {PROSE}")
    assert objects("a")[0]["read_as"] == "text"
    assert objects("-", stdin=PAGE.encode())[0]["read_as"] == "page"


def test_a_page_is_kept_to_the_letter_where_text_is_asked_for(folder: Path) -> None:
    (folder / "a.html").write_text(PAGE)
    assert objects("--text", "a.html")[0]["text"] == PAGE


def test_a_url_is_fetched(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.0/8")
    article = site.add_article("A lighthouse and its paint", [PROSE, PROSE + " It will be red."])
    (found,) = objects(article.url)
    assert (found["url"], found["title"]) == (article.url, article.title)
    assert found["text"].startswith(PROSE)


def test_an_address_that_is_not_public_is_not_asked(site: NewsSite) -> None:
    article = site.add_article("A lighthouse and its paint", [PROSE])
    said = run(article.url, code=1).stderr
    assert "WIREWATCH_ALLOW_PRIVATE" in said
    assert site.requests() == []


def test_a_page_that_is_not_there_is_said_with_its_status(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.0/8")
    assert "HTTP 404" in run(f"{site.url}/news/nowhere", code=1).stderr


# ---- what is told beside it


def test_title_and_day_may_be_told(folder: Path) -> None:
    (folder / "a.txt").write_text(PROSE)
    (found,) = objects("--text", "--title", TITLE, "--published", "2025-06-09", "a.txt")
    assert (found["title"], found["published"]) == (TITLE, "2025-06-09")


def test_what_was_told_reaches_the_reader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def fake(_text: str, **given: Any) -> Reading:
        asked.update(given)
        return Reading()

    monkeypatch.setattr("worker.facts.reading.read", fake)
    (folder / "a.txt").write_text(PROSE)
    (folder / "config").mkdir()
    (folder / "config" / "officials.yaml").write_text("officials: [Ruta Vale]")
    run("--json", "--text", "--title", TITLE, "--published", "2025-06-09T23:59:00Z", "a.txt")
    assert (asked["title"], asked["published"], asked["language"]) == (TITLE, date(2025, 6, 9), "en")
    assert asked["registry"].officials == (Official("Ruta Vale"),)


def test_another_language_is_not_read_and_says_so() -> None:
    text = "Die Ministerin sagte am Montag in Berlin, dass die Ausgaben um 5 Prozent steigen sollen."
    (found,) = objects("--text", "-", stdin=text.encode())
    assert (found["language"], found["unread"]) == ("de", "language not read")
    assert (found["mentions"], found["facts"], found["quotes"]) == ([], [], [])


def test_the_language_may_be_told_and_a_short_text_is_read_as_english() -> None:
    assert objects("--text", "--language", "SV", "-", stdin=b"5 kronor")[0]["unread"] == "language not read"
    assert objects("--text", "-", stdin=b"Up 5%")[0]["unread"] is None


# ---- JSON


def test_whole_values_are_printed_without_a_point() -> None:
    facts = json.loads(json.dumps(as_dict(done())))["facts"]
    assert [repr(fact["value"]) for fact in facts] == ["5", "3", "1200000000", "None"]
    assert repr(facts[0]["previous"]) == "2"


def test_a_fact_has_all_its_keys() -> None:
    fact = as_dict(done())["facts"][0]
    start = TEXT.index("5 percent")
    assert fact == {
        "start": start,
        "end": start + 16,
        "surface": "5 percent of GDP",
        "value": 5,
        "value_max": None,
        "approximate": False,
        "unit": "percent_of_gdp",
        "kind": "target",
        "about": "harbour spending",
        "actor": "ministers",
        "previous": 2,
        "deadline": "by 2032",
        "deadline_date": "2032-12-31",
        "status": "demanded",
        "speaker": "Ruta Vale",
        "sentence": [0, TEXT.index(' "We')],
    }


def test_mentions_and_quotes_have_all_their_keys() -> None:
    found = as_dict(done())
    assert list(found["mentions"][0].values())[2:] == [
        "Harbour Master", "role", "Ruta Vale", "Harbour Master", "Port of Ness", None, None
    ]  # fmt: skip
    quote = found["quotes"][0]
    assert TEXT[quote["start"] : quote["end"]] == "We are late,"
    assert (quote["type"], quote["speaker"], quote["scheduled"]) == ("direct", "Ruta Vale", True)


def test_a_moment_is_printed_in_utc_and_a_day_as_a_day() -> None:
    assert as_dict(done(published=datetime(2025, 6, 9, 7, 30, tzinfo=UTC)))["published"] == "2025-06-09T07:30:00Z"
    assert as_dict(done(published=date(2025, 6, 9)))["published"] == "2025-06-09"


# ---- what goes wrong


def test_a_source_that_fails_keeps_no_other_from_being_read(folder: Path) -> None:
    (folder / "a.txt").write_text(PROSE)
    result = run("--json", "--text", "a.txt", "nowhere.txt", "a.txt", code=1)
    assert len(result.stdout.splitlines()) == 2
    assert "nowhere.txt: there is no such file" in result.stderr


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "there is no text"),
        (b" \r\n\t ", "there is no text"),
        (b"a\x00b\x01", "NUL"),
        (b"<html><body><p>Too few words.</p></body></html>", "no article text"),
        (b"%PDF-1.7 <p>", "a PDF"),
        (b"a" * 5_000_001, "5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_with_the_fix(folder: Path, body: bytes, said: str) -> None:
    (folder / "a").write_bytes(body)
    stderr = run("a", code=1).stderr
    assert said in stderr
    assert "fix:" in stderr


def test_a_folder_is_no_article(folder: Path) -> None:
    assert "this is a folder" in run(str(folder), code=1).stderr


def test_a_missing_file_that_looks_like_an_address_is_answered_with_its_url() -> None:
    assert "https://example.org/news" in run("example.org/news", code=1).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--text", "https://example.org/"),
        ("--title", "One", "a", "b"),
        ("--published", "soon", "a"),
        ("--language", "English", "a"),
    ],
)
def test_a_call_that_makes_no_sense_ends_with_code_2(arguments: tuple[str, ...]) -> None:
    run(*arguments, code=2)


def test_officials_with_a_mistake_are_said_with_their_line_before_anything_is_read(folder: Path) -> None:
    (folder / "config").mkdir()
    (folder / "config" / "officials.yaml").write_text("officials:\n  - {aliases: [Vale]}\n")
    stderr = run("--json", "nowhere", code=1).stderr
    assert "officials.yaml:2: an official has no name" in stderr
    assert "nowhere" not in stderr


def test_an_unreadable_answer_is_no_crash(site: NewsSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.0/8")
    url = site.answer("/x", Answer(200, b"\x89PNG\r\n", {"Content-Type": "image/png"}))
    assert "an image" in run(url, code=1).stderr


def test_nothing_is_left_behind(folder: Path) -> None:
    (folder / "a.txt").write_text(PROSE)
    run("--text", "a.txt")
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
