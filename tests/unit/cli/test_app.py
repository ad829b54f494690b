import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from worker import __version__

COMMANDS = ["init", "check", "run", "sweep", "feeds", "watches", "channels", "alerts", "deliveries", "status"]
COMMANDS += ["retry", "db"]


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "worker.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": "/usr/bin:/bin", **environment},
    )


def test_help_names_every_command_and_loads_no_library_but_click() -> None:
    code = (
        "import sys\nfrom worker.cli import main\n"
        "try:\n    main(['--help'])\nfinally:\n"
        "    print([n for n in ('sqlalchemy', 'rich', 'pydantic', 'celery', 'lxml', 'aiohttp') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    assert done.stdout.rstrip().endswith("[]")


def test_the_version_is_said() -> None:
    assert _run("--version").stdout.startswith(f"wirewatch {__version__} ")


def test_an_unknown_command_is_answered_with_the_nearest_one_and_code_2() -> None:
    done = _run("feed")
    assert done.returncode == 2
    assert "Did you mean feeds?" in done.stderr


def test_a_mistyped_subcommand_is_answered_with_the_nearest_one(cli: Any) -> None:
    assert "Did you mean add?" in cli("feeds", "ad", "https://example.org", code=2).stderr


def test_an_error_is_one_sentence_and_its_fix_and_no_traceback() -> None:
    done = _run("check", WIREWATCH_TIME_ZONE="Mars/Olympus")
    assert done.returncode == 1
    assert done.stderr.startswith("error: WIREWATCH_TIME_ZONE")
    assert "\n  fix: " in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_database_out_of_reach_is_said_with_code_1() -> None:
    done = _run("status", WIREWATCH_DATABASE_URL="postgresql://u:verysecret@127.0.0.1:1/x")
    assert done.returncode == 1
    assert "error: the database did not answer" in done.stderr
    assert "verysecret" not in done.stderr + done.stdout


def test_before_anything_was_run_the_way_to_start_is_said(tmp_path: Path) -> None:
    done = _run("--data", str(tmp_path / "none"), "alerts")
    assert done.returncode == 1
    assert "wirewatch run --once" in done.stderr
    assert not (tmp_path / "none").exists()


def test_global_options_may_stand_behind_the_command_and_the_later_counts(filled: Any) -> None:
    done = _run("--data", "/nowhere", "status", "--json", "--data", str(filled.data))
    assert json.loads(done.stdout)["feeds"]["all"] == 2
    done = _run("feeds", "list", "--data", str(filled.data), "--json")
    assert len(done.stdout.splitlines()) == 2


def test_options_win_over_the_environment(filled: Any) -> None:
    done = _run("feeds", "--json", "--data", str(filled.data), WIREWATCH_DATA_DIR="/nowhere")
    assert done.returncode == 0, done.stderr


def test_a_reader_that_has_seen_enough_ends_the_command_in_silence(filled: Any) -> None:
    command = f"{sys.executable} -m worker.cli --data {filled.data} feeds --json | head -n 0"
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_shows_an_example(cli: Any, command: str) -> None:
    said = cli(command, "--help").stdout
    assert "Examples:\n" in said
    assert f"wirewatch {command}" in said or command == "run"
