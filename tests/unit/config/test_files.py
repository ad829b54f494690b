import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from config.checks import Report
from config.files import MAX_BYTES, fingerprint_of, read_files
from config.problems import MOST_PROBLEMS
from worker.domain.alert import ChannelKind, DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.watch import DeclaredWatch, Severity

Checked = Callable[..., Report]
Ids = Callable[..., list[str]]

FEEDS = """\
feeds:
  - https://example.org/plain
  - url: https://example.org/rss
    name: Example
    tags: [defence, world]
    auth: {basic: "user:${PASS}"}
    every: 15m
    first_poll: tell
"""
CHANNELS = """\
channels:
  desk: {email: {to: desk@example.org}}
  all: {email: {to: [a@example.org, b@example.org], from: w@example.org, smtp: "smtp://u:${PASS}@mail.example.org"}}
  short: {email: short@example.org}
  hook: {webhook: "https://example.org/hook", secret: "${HOOK_SECRET}", allow_private: true}
  chat: {url: "${CHAT_URL}"}
"""
WATCHES = """\
watches:
  - name: Spending
    keywords: [defence spending, 400 percent]
    all: [NATO]
    none: football
    channels: [desk, hook]
    severity: high
  - name: Small
    keywords: NATO
"""


def test_feeds_are_read_in_both_shapes(checked: Checked) -> None:
    declared = checked(FEEDS).declared
    assert declared is not None
    assert declared.feeds == (
        DeclaredFeed("https://example.org/plain"),
        DeclaredFeed(
            "https://example.org/rss",
            name="Example",
            tags=("defence", "world"),
            auth={"basic": "user:${PASS}"},
            every=timedelta(minutes=15),
            first_poll="tell",
        ),
    )


def test_watches_are_read_with_their_lists_and_severity(checked: Checked) -> None:
    declared = checked(watches=WATCHES, channels=CHANNELS).declared
    assert declared is not None
    assert declared.watches == (
        DeclaredWatch(
            "Spending", ("defence spending", "400 percent"), ("NATO",), ("football",), ("desk", "hook"), Severity.HIGH
        ),
        DeclaredWatch("Small", ("NATO",)),
    )


def test_channels_are_read_in_every_shape_and_their_variables_stay_unexpanded(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASS", "hunter2")
    declared = checked(channels=CHANNELS).declared
    assert declared is not None
    email, webhook, apprise = ChannelKind.EMAIL, ChannelKind.WEBHOOK, ChannelKind.APPRISE
    smtp = "smtp://u:${PASS}@mail.example.org"
    assert declared.channels == (
        DeclaredChannel("desk", email, {"to": ["desk@example.org"]}),
        DeclaredChannel(
            "all", email, {"to": ["a@example.org", "b@example.org"], "from": "w@example.org", "smtp": smtp}
        ),
        DeclaredChannel("short", email, {"to": ["short@example.org"]}),
        DeclaredChannel(
            "hook", webhook, {"url": "https://example.org/hook", "secret": "${HOOK_SECRET}"}, allow_private=True
        ),
        DeclaredChannel("chat", apprise, {"url": "${CHAT_URL}"}),
    )


def test_lines_point_back_to_where_each_value_was_written(checked: Checked, tmp_path: Path) -> None:
    declared = checked(FEEDS, watches=WATCHES, channels=CHANNELS).declared
    assert declared is not None
    places = {
        ("feeds", 0): ("feeds.yaml", 2, 5),
        ("feeds", 1, "tags", 1): ("feeds.yaml", 5, 21),
        ("watches", 0, "keywords", 1): ("watches.yaml", 3, 34),
        ("watches", 1, "severity"): ("watches.yaml", 8, 5),
        ("channels", 1, "to", 1): ("channels.yaml", 3, 37),
        ("channels", 3, "secret"): ("channels.yaml", 5, 55),
    }
    for path, (file, line, column) in places.items():
        place = declared.place(*path)
        assert (place.file, place.line, place.column) == (str(tmp_path / file), line, column), path


def test_missing_files_are_empty_lists_and_only_feeds_are_missed(checked: Checked) -> None:
    report = checked(None)
    assert [problem.id for problem in report.problems] == ["feeds.missing"]
    assert report.declared is not None
    assert (report.declared.feeds, report.declared.watches, report.declared.channels) == ((), (), ())


def test_a_file_with_the_other_ending_is_pointed_out(ids: Ids, tmp_path: Path) -> None:
    (tmp_path / "watches.yml").write_text("watches: []")
    assert ids() == ["warning file.name"]


def test_a_key_with_nothing_below_it_is_an_empty_list(checked: Checked) -> None:
    report = checked("feeds:\n", watches="watches: []", channels="channels: {}")
    assert report.problems == ()


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("", "file.empty"),
        ("# nothing\n", "file.empty"),
        ("null\n", "file.empty"),
        ("- https://example.org/rss\n", "file.top"),
        ("https://example.org/rss\n", "file.top"),
        ("{}\n", "feeds.key"),
        ("feed: []\n", "file.unknown"),
        ("feeds: []\nextra: 1\n", "file.unknown"),
        ("feeds: https://example.org/rss\n", "feeds.shape"),
        ("feeds:\n  a: b\n", "feeds.shape"),
        ("feeds:\n  - [a]\n", "feeds.shape"),
        ("feeds:\n  -\n", "feeds.url.empty"),
        ("feeds:\n  - name: x\n", "feeds.url.missing"),
        ("feeds:\n  - url:\n", "feeds.url.empty"),
        ("feeds:\n  - url: [https://example.org/rss]\n", "feeds.url.empty"),
        ("feeds:\n  - {url: https://example.org/rss, nam: x}\n", "feeds.unknown"),
        ("feeds:\n  - {url: https://example.org/rss, name: }\n", "feeds.name"),
        ('feeds:\n  - {url: https://example.org/rss, name: "a\\nb"}\n', "feeds.name"),
        ("feeds:\n  - {url: https://example.org/rss, tags: [{a: b}]}\n", "feeds.tags"),
        ("feeds:\n  - {url: https://example.org/rss, tags: [a, '']}\n", "feeds.tags"),
        ("feeds:\n  - {url: https://example.org/rss, every: soon}\n", "feeds.every"),
        ("feeds:\n  - {url: https://example.org/rss, every: 0}\n", "feeds.every"),
        ("feeds:\n  - {url: https://example.org/rss, first_poll: never}\n", "feeds.first_poll"),
        ("feeds:\n  - {url: https://example.org/rss, auth: user}\n", "feeds.auth.shape"),
        ("feeds:\n  - {url: https://example.org/rss, auth: {}}\n", "feeds.auth.shape"),
        ("feeds:\n  - {url: https://example.org/rss, auth: {bearer: x}}\n", "feeds.auth.shape"),
        ('feeds:\n  - {url: https://example.org/rss, auth: {basic: "${A}", header: "${B}"}}\n', "feeds.auth.shape"),
        ("feeds:\n  - url: " + "a" * 5_000, "feeds.url.empty"),
        (b"feeds:\n  - \xff\xfe", "file.encoding"),
        ("feeds: []".encode("utf-16"), "file.encoding"),
        ("feeds: [“https://example.org/rss”]", "feeds.url.quotes"),
        (b"#" * (MAX_BYTES + 1), "file.size"),
    ],
)
def test_a_wrong_shape_of_feeds_is_one_problem(ids: Ids, text: str | bytes, id_: str) -> None:
    assert ids(text) == [f"error {id_}"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("watches: {a: b}", "watches.shape"),
        ("watches: [NATO]", "watches.shape"),
        ("watches: [{keywords: [NATO], channels: [desk]}]", "watches.name"),
        ("watches: [{name: '', keywords: [NATO]}]", "watches.name"),
        ("watches: [{name: a, query: [NATO], channels: [desk]}]", "watches.query"),
        ("watches: [{name: a, keyword: [NATO], keywords: [x], channels: [desk]}]", "watches.unknown"),
        ("watches: [{name: a, keywords: [[NATO]], all: [x], channels: [desk]}]", "watches.keywords"),
        ("watches: [{name: a, keywords: {NATO: x}, all: [x], channels: [desk]}]", "watches.keywords"),
        ("watches: [{name: a, keywords: [NATO], channels: [desk], severity: urgent}]", "watches.severity"),
    ],
)
def test_a_wrong_shape_of_watches_is_one_problem(ids: Ids, text: str, id_: str) -> None:
    assert ids(watches=text, channels="channels: {desk: {url: '${X}'}}")[:1] == [f"error {id_}"]


def test_a_query_that_does_not_parse_is_refused_with_its_fix(checked: Checked) -> None:
    problems = checked(watches="watches:\n  - name: a\n    query: NATO AND\n").problems
    (problem,) = [problem for problem in problems if problem.id == "watches.query"]
    assert problem.line == 3
    assert problem.message.startswith("query: ")
    assert problem.hint


def test_a_query_that_asks_for_an_unknown_watch_is_refused(checked: Checked) -> None:
    problems = checked(watches="watches:\n  - name: a\n    query: NATO AND watch:b\n").problems
    assert "there is no watch" in next(problem.message for problem in problems if problem.id == "watches.query")


def test_watches_that_double_with_each_step_are_refused(checked: Checked) -> None:
    chain = "".join(f"  - name: w{n}\n    query: watch:w{n + 1} AND watch:w{n + 1}\n" for n in range(30))
    problems = checked(watches=f"watches:\n{chain}  - name: w30\n    query: storm\n").problems
    assert any("more than 10,000 parts" in problem.message for problem in problems if problem.id == "watches.query")


def test_a_watch_needs_no_keywords_beside_its_query(checked: Checked) -> None:
    report = checked(watches="watches:\n  - name: a\n    query: NATO AND summit\n    channels: [desk]\n")
    assert "watches.empty" not in {problem.id for problem in report.problems}


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("channels: [desk]", "channels.shape"),
        ("channels: {desk: desk@example.org}", "channels.shape"),
        ("channels: {desk: {}}", "channels.kind"),
        ("channels: {desk: {email: a@example.org, url: 'x://y'}}", "channels.kind"),
        ("channels: {'': {url: 'x://y'}}", "channels.name"),
        ("channels: {desk: {url: }}", "channels.url.empty"),
        ("channels: {desk: {webhook: [a]}}", "channels.webhook.empty"),
        ("channels: {desk: {webhook: 'https://example.org', secret: }}", "channels.secret.empty"),
        ("channels: {desk: {url: '${X}', secret: '${Y}'}}", "channels.unknown"),
        ("channels: {desk: {url: '${X}', allow_private: maybe}}", "channels.allow_private"),
        ("channels: {desk: {email: {from: a@example.org}}}", "channels.email.to"),
        ("channels: {desk: {email: {to: []}}}", "channels.email.to"),
        ("channels: {desk: {email: {to: [[a]]}}}", "channels.email.to"),
        ("channels: {desk: {email: {to: a@example.org, cc: b@example.org}}}", "channels.email.unknown"),
    ],
)
def test_a_wrong_shape_of_channels_is_an_error(ids: Ids, text: str, id_: str) -> None:
    assert f"error {id_}" in ids(channels=text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("feeds: [{url: https://example.org/rss, nmae: x}]", 'did you mean "name"?'),
        (
            "feeds: [{url: https://example.org/rss, zzz: x}]",
            "the keys here are url, name, tags, auth, every or first_poll",
        ),
        ("feeds: [{url: https://example.org/rss, <<: x}]", "write the keys out"),
        ("feeds: [{url: https://example.org/rss, name:x}]", "with a space behind the colon"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_known_one(checked: Checked, text: str, hint: str) -> None:
    (problem,) = checked(text).problems
    assert problem.hint.endswith(hint)


def test_a_byte_order_mark_is_skipped(checked: Checked) -> None:
    assert checked(b"\xef\xbb\xbffeeds: []").problems == ()


def test_a_directory_in_place_of_a_file_is_told(ids: Ids, tmp_path: Path) -> None:
    (tmp_path / "watches.yaml").mkdir()
    assert [f"{problem.id}" for problem in read_files(tmp_path)[1]["watches.yaml"].all()] == ["file.kind"]


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "feeds.yaml")
    assert [problem.id for problem in read_files(tmp_path)[1]["feeds.yaml"].all()] == ["file.kind"]


def test_the_fingerprint_changes_with_any_byte_and_with_nothing_else(checked: Checked, tmp_path: Path) -> None:
    def fingerprint() -> str:
        return read_files(tmp_path)[0].fingerprint

    checked(FEEDS, watches=WATCHES)
    first = fingerprint()
    assert fingerprint() == first
    checked(FEEDS + "# a comment\n", watches=WATCHES)
    second = fingerprint()
    checked(FEEDS, watches=WATCHES, channels="")
    third = fingerprint()
    checked(FEEDS)
    assert len({first, second, third, fingerprint()}) == 4


def test_the_fingerprint_can_be_asked_for_alone(checked: Checked, tmp_path: Path) -> None:
    declared = checked(FEEDS, watches=WATCHES, channels=CHANNELS).declared
    assert declared is not None
    assert fingerprint_of(tmp_path) == declared.fingerprint


def test_a_file_that_cannot_be_taken_has_another_fingerprint_than_a_missing_one(tmp_path: Path) -> None:
    missing = read_files(tmp_path)[0].fingerprint
    (tmp_path / "feeds.yaml").mkdir()
    assert read_files(tmp_path)[0].fingerprint != missing


def test_a_file_full_of_slips_lists_the_first_and_counts_the_rest(checked: Checked) -> None:
    report = checked("feeds:\n" + "  - name: x\n" * (MOST_PROBLEMS + 50))
    assert len(report.problems) == MOST_PROBLEMS + 1
    assert report.problems[-1].message == "50 more problems are not listed"
    assert report.declared is None
