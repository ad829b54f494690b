import json
from pathlib import Path
from typing import Any

BROKEN = "watches:\n  - name: Empty\n    none: [football]\n"
WARNED = 'channels:\n  chat: {url: "${WIRES_CHAT_URL}"}\n'


def test_init_writes_samples_that_check_takes(cli: Any, world: Any) -> None:
    said = cli("init").stdout
    assert sorted(path.name for path in world.config.iterdir()) == [
        "channels.yaml",
        "feeds.yaml",
        "officials.yaml",
        "watches.yaml",
    ]
    assert f"wirewatch --config {world.config} run --once" in said
    assert "3 channels" in cli("check").stdout


def test_init_leaves_a_file_that_is_there_and_says_so(cli: Any, world: Any) -> None:
    (world.config / "feeds.yaml").write_text("feeds: []\n")
    said = cli("init").stdout
    assert (world.config / "feeds.yaml").read_text() == "feeds: []\n"
    lines = dict(line.split(maxsplit=1) for line in said.splitlines()[:3])
    assert lines[f"{world.config / 'feeds.yaml'}"] == "is there already, left as it is"
    assert lines[f"{world.config / 'watches.yaml'}"] == "written"


def test_init_takes_another_directory(cli: Any, tmp_path: Path) -> None:
    cli("init", str(tmp_path / "mine"))
    assert (tmp_path / "mine" / "watches.yaml").exists()


def test_check_says_file_line_problem_and_fix_with_code_1(cli: Any, world: Any) -> None:
    (world.config / "watches.yaml").write_text(BROKEN)
    said = cli("check", code=1).stdout
    assert f"{world.config}/watches.yaml:2:" in said
    assert "error: " in said
    assert "    fix: add query:" in said
    assert said.rstrip().endswith("1 error, 2 warnings; the files would not be taken")


def test_warnings_alone_give_code_0_and_are_counted(cli: Any, world: Any) -> None:
    (world.config / "channels.yaml").write_text(WARNED)
    (world.config / "feeds.yaml").write_text("feeds: [https://example.org/rss]\n")
    said = cli("check").stdout
    assert "WIRES_CHAT_URL" in said
    assert said.rstrip().endswith("1 feed, no watches, 1 channel; 1 warning")


def test_check_as_json_is_one_problem_a_line(cli: Any, world: Any) -> None:
    (world.config / "watches.yaml").write_text(BROKEN)
    problems = [json.loads(line) for line in cli("check", "--json", code=1).stdout.splitlines()]
    assert {"id", "severity", "file", "line", "column", "message", "hint"} == set(problems[0])
    assert "watches.empty" in [problem["id"] for problem in problems]


def test_a_missing_directory_is_an_error_that_names_init(cli: Any, tmp_path: Path) -> None:
    assert "wirewatch init" in cli("--config", str(tmp_path / "none"), "check", code=1).stdout
