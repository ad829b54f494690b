import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from config.checks import Report, Severity, check
from config.settings import EnvironmentSecrets, Settings

Checked = Callable[..., Report]
Ids = Callable[..., list[str]]

SECRET = "hunter2correcthorse"
WHSEC = "whsec_" + base64.b64encode(b"hunter2correcthorse-and-more-bytes").decode()
CHANNELS = "channels: {desk: {url: '${CHAT_URL}'}, hook: {url: '${CHAT_URL}'}}"


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> None:
    """CHAT_URL has a value, so that CHANNELS has no problem of its own."""
    monkeypatch.setenv("CHAT_URL", "ntfy://topic")


def said(report: Report) -> str:
    """All that a person or a program is shown of a report."""
    return "\n".join([report.render(), *report.as_json()])


# ---- the report


def test_a_file_where_the_directory_is_meant_is_told_with_the_directory(tmp_path: Path) -> None:
    file = tmp_path / "my wires" / "feeds.yaml"
    file.parent.mkdir()
    file.write_text("feeds: []")
    (problem,) = check(file, Settings.load(), EnvironmentSecrets()).errors
    assert problem.id == "directory.kind"
    assert problem.hint.endswith(f"--config '{file.parent}'")


def test_a_misspelt_key_is_told_and_not_what_follows_from_it(checked: Checked) -> None:
    (problem,) = checked(watches="watches: [{name: a, keyword: [NATO]}]").problems
    assert problem.hint == 'did you mean "keywords"?'


def test_a_missing_directory_is_an_error_and_not_three_empty_files(tmp_path: Path) -> None:
    report = check(tmp_path / "slip", Settings.load(), EnvironmentSecrets())
    assert [problem.id for problem in report.errors] == ["directory.missing"]
    assert report.declared is None


def test_one_error_anywhere_keeps_everything_from_being_taken(checked: Checked) -> None:
    report = checked("feeds: [https://example.org/rss]", channels="channels: {desk: {email: nobody}}")
    assert report.declared is None


def test_warnings_keep_nothing_from_being_taken(checked: Checked) -> None:
    report = checked("feeds: [http://127.0.0.1/rss]")
    assert [problem.severity for problem in report.problems] == [Severity.WARNING]
    assert report.declared is not None
    assert (report.errors, report.warnings) == ((), report.problems)


def test_a_problem_is_rendered_with_place_severity_message_and_fix(checked: Checked, tmp_path: Path) -> None:
    report = checked("feeds:\n  - example.org/rss\n")
    assert report.render() == (
        f"{tmp_path}/feeds.yaml:2:5: error: the feed's URL has no scheme\n    fix: write https:// in front of it"
    )


def test_a_problem_of_a_whole_file_is_rendered_without_a_line(checked: Checked, tmp_path: Path) -> None:
    assert checked(None).render().startswith(f"{tmp_path}/feeds.yaml: warning: ")


def test_json_has_one_object_a_line_with_all_that_is_known(checked: Checked, tmp_path: Path) -> None:
    (line,) = checked("feeds:\n  - example.org/rss\n").as_json()
    assert json.loads(line) == {
        "id": "feeds.url.scheme",
        "severity": "error",
        "file": f"{tmp_path}/feeds.yaml",
        "line": 2,
        "column": 5,
        "message": "the feed's URL has no scheme",
        "hint": "write https:// in front of it",
    }


def test_problems_come_by_file_and_line(checked: Checked, tmp_path: Path) -> None:
    report = checked(
        "feeds:\n  - a\n  - b\n",
        watches="watches:\n  - {name: a, none: [x], channels: [nobody]}\n",
        channels="channels: {desk: {url: x}}",
    )
    places = [(Path(problem.file).name, problem.line) for problem in report.problems]
    assert places == [
        ("feeds.yaml", 2), ("feeds.yaml", 3), ("watches.yaml", 2), ("watches.yaml", 2), ("channels.yaml", 1),
    ]  # fmt: skip


# ---- feeds


@pytest.mark.parametrize(
    ("feed", "id_"),
    [
        ("feed://example.org/rss", "error feeds.url.scheme"),
        ("file:///etc/passwd", "error feeds.url.scheme"),
        ("https:///rss", "error feeds.url.host"),
        ("https://user:pass@example.org/rss", "error feeds.url.credentials"),
        ('"https://example.org/${KEY}"', "error feeds.url.variable"),
        ("http://127.0.0.1:8000/rss", "warning feeds.url.private"),
        ("http://localhost/rss", "warning feeds.url.private"),
        ("http://[::1]/rss", "warning feeds.url.private"),
        ("http://169.254.169.254/latest", "warning feeds.url.private"),
        ("http://2130706433/rss", "warning feeds.url.private"),
    ],
)
def test_a_feed_url_that_cannot_be_fetched_is_told(ids: Ids, feed: str, id_: str) -> None:
    assert ids(f"feeds:\n  - {feed}\n") == [id_]


def test_a_private_address_that_the_operator_allows_is_no_problem(ids: Ids, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.0/8")
    assert ids("feeds: ['http://127.0.0.2/rss', 'http://localhost/rss']") == []


def test_a_private_address_is_told_with_the_setting_that_allows_it(checked: Checked) -> None:
    (problem,) = checked("feeds: ['http://10.1.2.3/rss']").problems
    assert problem.hint == "set WIREWATCH_ALLOW_PRIVATE=10.1.2.3 if you mean it"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/rss",
        "HTTPS://Example.ORG/rss",
        "https://example.org:443/rss",
        "https://example.org/rss#top",
    ],
)
def test_the_same_feed_twice_is_an_error_that_names_the_first_line(checked: Checked, other: str) -> None:
    (problem,) = checked(f"feeds:\n  - https://example.org/rss\n  - url: {other}\n").problems
    assert (problem.id, problem.line) == ("feeds.url.duplicate", 3)
    assert "line 2" in problem.message


def test_feeds_that_differ_in_path_case_or_query_are_two(ids: Ids) -> None:
    assert ids("feeds: ['https://example.org/rss', 'https://example.org/RSS', 'https://example.org/rss?b']") == []


@pytest.mark.parametrize(
    ("auth", "found"),
    [
        ('{basic: "user:${PASS}"}', []),
        ('{basic: "${PASS}"}', []),
        ('{header: "X-Key: ${PASS}"}', []),
        ('{header: "${PASS}"}', []),
        ('{basic: "user"}', ["error feeds.auth.basic", "warning feeds.auth.literal"]),
        ('{basic: "user:pass"}', ["warning feeds.auth.literal"]),
        ('{header: "X-Key"}', ["error feeds.auth.header", "warning feeds.auth.literal"]),
        ('{header: "X Key: ${PASS}"}', ["error feeds.auth.header"]),
        ('{basic: "user:${pa-ss}"}', ["error feeds.auth.variable"]),
        ('{basic: "user:${OTHER}"}', ["warning feeds.auth.unset"]),
    ],
)
def test_what_a_feed_says_to_its_server_is_checked(
    ids: Ids, monkeypatch: pytest.MonkeyPatch, auth: str, found: list[str]
) -> None:
    monkeypatch.setenv("PASS", "x")
    assert ids(f"feeds:\n  - url: https://example.org/rss\n    auth: {auth}\n") == found


def test_an_interval_below_the_shortest_is_a_warning(checked: Checked) -> None:
    (problem,) = checked("feeds: [{url: https://example.org/rss, every: 10s}]").problems
    assert problem.id == "feeds.every.short"
    assert problem.hint == "write 1m or longer"


# ---- watches


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize(
    ("watch", "found"),
    [
        ("{keywords: [NATO], channels: [desk]}", []),
        ("{all: [NATO], channels: desk}", []),
        ("{keywords: [NATO], all: [Rutte], none: [football], channels: [desk, hook]}", []),
        ("{channels: [desk]}", ["error watches.empty"]),
        ("{none: [football], channels: [desk]}", ["error watches.empty"]),
        ("{keywords: [], channels: [desk]}", ["error watches.empty"]),
        ("{keywords: [''], channels: [desk]}", ["error watches.keyword.empty"]),
        ("{keywords: [null], channels: [desk]}", ["error watches.keyword.empty"]),
        ("{keywords: ['…'], channels: [desk]}", ["error watches.keyword.empty"]),
        ("{keywords: [NATO], none: ['-'], channels: [desk]}", ["error watches.keyword.empty"]),
        ("{keywords: [" + "x" * 201 + "], channels: [desk]}", ["error watches.keyword.long"]),
        ('{keywords: ["a\\nb"], channels: [desk]}', ["error watches.keyword.characters"]),
        ("{keywords: ['defen*'], channels: [desk]}", ["warning watches.keyword.operator"]),
        ("{keywords: ['NATO AND Rutte'], channels: [desk]}", ["warning watches.keyword.operator"]),
        ("{keywords: [NATO]}", ["warning watches.channels.none"]),
        ("{keywords: [NATO], channels: [dsk]}", ["error watches.channels.unknown"]),
        ("{keywords: [NATO], channels: ['']}", ["error watches.channels.unknown"]),
        ("{keywords: [NATO, EU], none: [nato], channels: [desk]}", ["warning watches.contradiction"]),
        ("{keywords: [air-defence], none: [Air Defence], channels: [desk]}", ["warning watches.contradiction"]),
        ("{all: [air defence summit], none: [defence], channels: [desk]}", ["warning watches.contradiction"]),
        ("{keywords: [air defence], none: [air], channels: [desk]}", ["warning watches.contradiction"]),
        ("{keywords: [air defence], none: [air defense], channels: [desk]}", ["warning watches.contradiction"]),
        ("{keywords: [airline], none: [air], channels: [desk]}", []),
        ("{keywords: [us], none: [U.S.], channels: [desk]}", []),
    ],
)
def test_a_watch_that_cannot_do_what_it_says_is_told(ids: Ids, watch: str, found: list[str]) -> None:
    assert ids(watches="watches: [{name: a, " + watch[1:] + "]", channels=CHANNELS) == found


@pytest.mark.usefixtures("chat")
def test_a_channel_that_does_not_exist_is_told_with_the_nearest_one(checked: Checked) -> None:
    (problem,) = checked(
        watches="watches:\n  - name: a\n    keywords: [x]\n    channels: [hook, Desk]\n", channels=CHANNELS
    ).problems
    assert problem.hint == 'did you mean "desk"?'
    assert (problem.line, problem.column) == (4, 22)


def test_where_the_channels_cannot_be_read_no_watch_is_blamed(ids: Ids) -> None:
    found = ids(watches="watches: [{name: a, keywords: [x], channels: [desk]}]", channels="channels: [")
    assert found == ["error yaml.syntax"]


@pytest.mark.usefixtures("chat")
@pytest.mark.parametrize("other", ["Air Defence", "air  defence", "AIR DEFENCE"])
def test_two_watches_of_one_name_are_an_error(ids: Ids, other: str) -> None:
    rest = "all: [x], channels: [desk]"
    watches = f"watches:\n  - {{name: Air Defence, {rest}}}\n  - {{name: {other}, {rest}}}"
    assert ids(watches=watches, channels=CHANNELS) == ["error watches.name.duplicate"]


# ---- channels


def _channel(text: str) -> str:
    return f"channels:\n  desk: {text}\n"


@pytest.mark.parametrize(
    ("channel", "found"),
    [
        ("{email: desk}", ["error channels.email.to.address"]),
        ("{email: {to: [desk@example.org, b c@example.org]}}", ["error channels.email.to.address"]),
        ("{email: {to: ''}}", ["error channels.email.to.address"]),
        ("{email: {to: desk@example.org, from: me}}", ["error channels.email.from.address"]),
        ("{email: {to: desk@example.org, smtp: mail.example.org}}", ["error channels.email.smtp.scheme"]),
        ('{email: "${DESK_MAIL}"}', ["warning channels.unset"]),
        ('{email: "${desk mail}"}', ["error channels.email.to.variable"]),
        ("{email: {to: a@example.org, smtp: 'smtp://10.0.0.1?from=w@b'}}", ["warning channels.email.smtp.private"]),
        ("{email: {to: a@example.org, smtp: 'smtp://10.0.0.1?from=w@b'}, allow_private: true}", []),
        ("{webhook: example.org/hook}", ["error channels.webhook.scheme"]),
        ("{webhook: ftp://example.org/hook}", ["error channels.webhook.scheme"]),
        ("{webhook: 'https://u:p@example.org/hook'}", ["error channels.webhook.credentials"]),
        ("{webhook: http://10.0.0.1/hook}", ["warning channels.webhook.private"]),
        ("{webhook: http://10.0.0.1/hook, allow_private: true}", []),
        ("{webhook: https://example.org/hook}", []),
        ('{webhook: "${HOOK_URL}"}', ["warning channels.unset"]),
        (
            "{webhook: https://example.org/hook, secret: abc}",
            ["error channels.secret.form", "warning channels.secret.literal"],
        ),
        (f"{{webhook: https://example.org/hook, secret: {WHSEC}}}", ["warning channels.secret.literal"]),
        ('{webhook: https://example.org/hook, secret: "${HOOK_SECRET}"}', ["warning channels.unset"]),
        ('{webhook: https://example.org/hook, secret: "${HOOK_SECRET"}', ["error channels.secret.variable"]),
        ('{url: "${CHAT_URL}"}', ["warning channels.unset"]),
        ("{url: slack}", ["error channels.url.scheme"]),
        ("{url: 'ntfy://topic'}", ["warning channels.secret.literal"]),
        ("{url: 'slack://token'}", ["error channels.url.service", "warning channels.secret.literal"]),
        ("{url: 'syslog://'}", ["error channels.url.service", "warning channels.secret.literal"]),
    ],
)
def test_a_channel_that_cannot_work_is_told(
    ids: Ids, monkeypatch: pytest.MonkeyPatch, channel: str, found: list[str]
) -> None:
    monkeypatch.setenv("WIREWATCH_SMTP_URL", "smtp://mail.example.org?from=w@example.org")
    assert ids(channels=_channel(channel)) == found


def test_an_unset_variable_is_told_with_the_channel_it_disables(checked: Checked) -> None:
    (problem,) = checked(channels=_channel('{url: "${DESK_URL}"}')).problems
    assert problem.message == 'channel "desk" is disabled until DESK_URL is set'
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("channel", "name", "value", "id_"),
    [
        ('{url: "${X}"}', "X", SECRET, "channels.url.scheme"),
        ('{webhook: "${X}"}', "X", f"https://u:{SECRET}@example.org", "channels.webhook.credentials"),
        ('{webhook: https://example.org, secret: "${X}"}', "X", SECRET, "channels.secret.form"),
        ('{email: "${X}"}', "X", SECRET, "channels.email.to.address"),
        ('{email: {to: a@example.org, smtp: "${X}"}}', "X", f"smtp://u:{SECRET}@", "channels.email.smtp.host"),
    ],
)
def test_a_value_in_the_environment_that_cannot_work_is_a_warning_that_does_not_repeat_it(
    checked: Checked, monkeypatch: pytest.MonkeyPatch, channel: str, name: str, value: str, id_: str
) -> None:
    monkeypatch.setenv("WIREWATCH_SMTP_URL", "smtp://mail.example.org")
    monkeypatch.setenv("WIREWATCH_MAIL_FROM", "w@example.org")
    monkeypatch.setenv(name, value)
    report = checked(channels=_channel(channel))
    assert [(problem.severity.value, problem.id) for problem in report.problems] == [("warning", id_)]
    assert "with X filled in" in report.problems[0].message
    assert SECRET not in said(report)


def test_an_email_channel_without_a_mail_server_is_a_warning(ids: Ids) -> None:
    assert ids(channels=_channel("{email: desk@example.org}")) == ["warning channels.email.server"]


SMTP = "smtp://mail.example.org"


@pytest.mark.parametrize(
    ("channel", "settings", "found"),
    [
        ("{email: desk@example.org}", {"SMTP_URL": SMTP}, ["warning channels.email.sender"]),
        ("{email: desk@example.org}", {"SMTP_URL": SMTP, "MAIL_FROM": "w@example.org"}, []),
        ("{email: desk@example.org}", {"SMTP_URL": f"{SMTP}?from=w@example.org"}, []),
        ("{email: {to: desk@example.org, from: w@example.org}}", {"SMTP_URL": SMTP}, []),
        (f"{{email: {{to: desk@example.org, smtp: '{SMTP}'}}}}", {}, ["warning channels.email.sender"]),
        (f"{{email: {{to: desk@example.org, smtp: '{SMTP}?from=w@example.org'}}}}", {}, []),
    ],
)
def test_an_email_channel_without_a_sender_is_a_warning(
    ids: Ids, monkeypatch: pytest.MonkeyPatch, channel: str, settings: dict[str, str], found: list[str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"WIREWATCH_{name}", value)
    assert ids(channels=_channel(channel)) == found


@pytest.mark.parametrize("smtp", ["smtp://mail.example.org", "smtp://u:${X}@mail.example.org"])
def test_an_email_channel_may_bring_its_own_mail_server(ids: Ids, monkeypatch: pytest.MonkeyPatch, smtp: str) -> None:
    monkeypatch.setenv("X", "pass")
    monkeypatch.setenv("WIREWATCH_MAIL_FROM", "w@example.org")
    assert ids(channels=_channel(f'{{email: {{to: desk@example.org, smtp: "{smtp}"}}}}')) == []


def test_a_password_in_the_file_is_a_warning_that_does_not_repeat_it(checked: Checked) -> None:
    smtp = f"smtp://u:{SECRET}@mail.example.org?from=w@example.org"
    report = checked(channels=_channel(f'{{email: {{to: desk@example.org, smtp: "{smtp}"}}}}'))
    assert [problem.id for problem in report.problems] == ["channels.secret.literal"]
    assert SECRET not in said(report)


def test_two_channels_whose_names_differ_in_case_only_are_an_error(ids: Ids) -> None:
    found = ids(channels="channels: {desk: {url: '${X}'}, Desk: {url: '${X}'}}")
    assert "error channels.name.duplicate" in found


def test_the_same_channel_twice_is_an_error_that_names_the_first_line(checked: Checked) -> None:
    report = checked(channels="channels:\n  desk: {url: '${X}'}\n  desk: {url: '${Y}'}\n")
    (problem,) = report.errors
    assert (problem.id, problem.line) == ("yaml.duplicate", 3)
    assert "line 2" in problem.message


# ---- watches that tell nobody, or all


def test_watches_of_which_nobody_hears_are_told_in_one_warning(checked: Checked) -> None:
    report = checked(
        watches="""watches:
  - {name: a, keywords: [NATO], channels: [desk]}
  - {name: b, keywords: [NATO], channels: [desk, hook]}
  - {name: c, keywords: [NATO], channels: [desk, mail]}
""",
        channels="""channels:
  desk: {url: "${CHAT_URL}"}
  hook: {url: "${CHAT_URL}"}
  mail: {email: {to: a@example.org, from: b@example.org, smtp: smtp://mail.example.org}}
""",
    )
    (problem,) = (problem for problem in report.problems if problem.id == "watches.channels.off")
    assert problem.message == 'the watches "a" and "b" tell nobody: every channel that is named there is off for now'
    assert problem.line == 2


def test_a_mail_channel_without_a_server_tells_nobody(ids: Ids) -> None:
    found = ids(
        watches="watches: [{name: a, keywords: [NATO], channels: [mail]}]",
        channels="channels: {mail: {email: a@example.org}}",
    )
    assert found == ["warning watches.channels.off", "warning channels.email.server"]


@pytest.mark.parametrize("where", ["keywords", "all", "none"])
@pytest.mark.parametrize("word", ["the", "The", "OF"])
@pytest.mark.usefixtures("chat")
def test_a_word_of_every_article_is_warned_of(ids: Ids, where: str, word: str) -> None:
    terms = f"{where}: [{word}]" if where == "keywords" else f"keywords: [NATO], {where}: [{word}]"
    watch = f"watches: [{{name: a, {terms}, channels: [desk]}}]"
    assert ids(watches=watch, channels=CHANNELS) == ["warning watches.keyword.common"]


@pytest.mark.parametrize("term", ["IT", "US", "X", "The Who", "to be or not to be", "nato"])
@pytest.mark.usefixtures("chat")
def test_an_acronym_a_letter_or_a_phrase_of_small_words_is_not(ids: Ids, term: str) -> None:
    assert ids(watches=f"watches: [{{name: a, keywords: ['{term}'], channels: [desk]}}]", channels=CHANNELS) == []


@pytest.mark.usefixtures("chat")
def test_a_watch_whose_every_keyword_is_ruled_out_is_told_once(checked: Checked) -> None:
    watch = "{name: a, keywords: [football club, football], none: [football], channels: [desk]}"
    (problem,) = checked(watches=f"watches: [{watch}]", channels=CHANNELS).problems
    assert problem.message == 'watch "a" can never hold: its none: rules out every one of its keywords'
