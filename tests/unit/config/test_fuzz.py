"""Whatever stands in the files: a report comes back, with places inside of the file and without any secret."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config import yaml_nodes
from config.checks import Report, check
from config.samples import sample_files
from config.settings import EnvironmentSecrets, Settings

SECRET = "hunter2correcthorse"
SAMPLES = sample_files()
UNHURRIED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.sampled_from(
    ["feeds", "watches", "channels", "url", "name", "auth", "basic", "header", "email", "to", "smtp", "from",
     "webhook", "secret", "keywords", "all", "none", "severity", "tags", "every", "first_poll", "allow_private",
     "query", "<<", "${X}", "https://example.org/rss", "a@example.org", "a://x", "true", "${", "*", "&a", "!t", ""]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | texts, inner, max_size=4),
    max_leaves=20,
)


def report_on(directory: Path, name: str, content: bytes) -> Report:
    """Check a directory that holds only this file."""
    for path in directory.iterdir():
        path.unlink()
    (directory / name).write_bytes(content)
    report = check(directory, Settings.load(), EnvironmentSecrets())
    lines = len(re.split(rb"\r\n|[\r\n]|\xc2\x85|\xe2\x80[\xa8\xa9]", content))
    for problem in report.problems:
        assert problem.message
        assert problem.hint
        assert "\n" not in problem.message + problem.hint
        assert 0 <= problem.line <= lines + 1
        assert (problem.line == 0) == (problem.column == 0)
    report.render()
    report.as_json()
    return report


@UNHURRIED
@given(name=st.sampled_from(sorted(SAMPLES)), content=st.binary(max_size=200))
def test_any_bytes_give_a_report(tmp_path: Path, name: str, content: bytes) -> None:
    report_on(tmp_path, name, content)


@UNHURRIED
@given(name=st.sampled_from(sorted(SAMPLES)), content=st.text("-:[]{},&*!|>'\"%@`#?\t\n ab0~$", max_size=60))
def test_any_yaml_signs_give_a_report(tmp_path: Path, name: str, content: str) -> None:
    report_on(tmp_path, name, content.encode())


@UNHURRIED
@given(
    name=st.sampled_from(sorted(SAMPLES)),
    at=st.floats(0, 1),
    cut=st.integers(0, 30),
    insert=st.text("-:[]{},&*!|>'\"\t\n ab$", max_size=4),
    loader=st.sampled_from(["CSafeLoader", "SafeLoader"]),
)
def test_a_damaged_sample_gives_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, at: float, cut: int, insert: str, loader: str
) -> None:
    text = SAMPLES[name]
    start = int(at * len(text))
    with monkeypatch.context() as patch:
        patch.setattr(yaml_nodes, "_LOADER", getattr(yaml, loader))
        report_on(tmp_path, name, (text[:start] + insert + text[start + cut :]).encode())


@UNHURRIED
@given(key=st.sampled_from(["feeds", "watches", "channels"]), value=values, name=st.sampled_from(sorted(SAMPLES)))
def test_any_values_in_any_shape_give_a_report(tmp_path: Path, key: str, value: Any, name: str) -> None:
    report_on(tmp_path, name, yaml.safe_dump({key: value}, allow_unicode=True).encode())


places = st.sampled_from(
    [
        "feeds: [{url: https://example.org/rss, auth: {basic: '%s'}}]",
        "feeds: [{url: https://example.org/rss, auth: {header: '%s'}}]",
        "feeds: [{url: https://example.org/rss, auth: {%s}}]",
        "feeds: [{url: https://example.org/rss, auth: {'%s': x}}]",
        "feeds: [{url: https://example.org/rss, auth: '%s'}]",
        "feeds: ['https://%s@example.org/rss']",
        "feeds: ['https://example.org/rss?key=%s', 'https://example.org/rss?key=%s', 'https://example.org/ ?key=%s']",
        "channels: {hook: {webhook: https://example.org, secret: '%s'}}",
        "channels: {hook: {webhook: https://example.org, secret:%s}}",
        "channels: {hook: {webhook: https://example.org, secret:%s: 1, secret:%s: 2}}",
        "channels: {hook: {webhook: 'https://%s@example.org', secret: '%s}'}}",
        "channels: {mail: {email: {to: '%s', from: '%s', smtp: 'smtp://u:%s@example.org'}}}",
        "channels: {mail: {email: {to: a@example.org, smtp: 'smtp://u:p@example.org?%s'}}}",
        "channels: {chat: {url: '%s'}}",
        "channels: {chat: '%s'}",
        "channels: {chat: ['%s']}",
        "channels: {chat: {url: '${TOKEN}%s'}}",
    ]
)


@UNHURRIED
@given(
    place=places,
    before=st.text("ab:/@?#%$&= ", max_size=5),
    after=st.text("ab:/@?#%$&= ", max_size=5),
)
def test_no_report_repeats_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, before: str, after: str
) -> None:
    content = place.replace("%s", f"{before}{SECRET}{after}")
    with monkeypatch.context() as environment:
        environment.setenv("TOKEN", SECRET)
        report = report_on(tmp_path, f"{place.partition(':')[0]}.yaml", content.encode())
    assert SECRET not in report.render()
    assert SECRET not in "".join(report.as_json())
