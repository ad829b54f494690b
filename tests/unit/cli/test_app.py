import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from worker import __version__
from worker.cli.app import wirewatch
from worker.cli.base import Group

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


def _paths(group: click.Group = wirewatch, *before: str) -> list[tuple[str, ...]]:
    """The words that lead to each command, groups too."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*before, name))
        if isinstance(command, click.Group):
            found.extend(_paths(command, *before, name))
    return found


EVERY = [" ".join(path) for path in _paths()]


@pytest.mark.parametrize("command", EVERY)
def test_every_command_says_what_it_does_and_shows_an_example(cli: Any, command: str) -> None:
    said = cli(*command.split(), "--help").stdout
    examples = said.partition("Examples:\n")[2].partition("\n\n")[0]
    # a default command may be shown as it is used, without its name
    assert f" {command.removesuffix(' list')}" in examples


@pytest.mark.parametrize("command", ["", *EVERY])
def test_help_fits_eighty_columns_but_for_examples_to_copy(cli: Any, command: str) -> None:
    lines = cli(*command.split(), "--help").stdout.splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith("    wirewatch ")] == []


def test_every_command_stands_under_one_heading_with_a_summary_of_one_line(cli: Any) -> None:
    lines = cli("--help").stdout.partition("  First steps:")[0].splitlines()
    for name, command in wirewatch.commands.items():
        if not command.hidden:
            assert lines.count(f"  {name:<10}  {command.get_short_help_str(80)}") == 1, name


def test_a_command_that_was_put_under_no_heading_is_listed_all_the_same() -> None:
    group = Group("some")
    group.add_section("Set up", click.Command("first", help="Begin."))
    group.add_command(click.Command("second", help="Go on."))
    said = group.get_help(click.Context(group))
    assert "Set up:\n  first   Begin.\n\nFurther commands:\n  second  Go on." in said


@pytest.mark.parametrize(
    ("word", "meant"), [("pu", "up"), ("UP", "up"), ("start", "up"), ("help", "--help"), ("chanels", "channels")]
)
def test_what_people_try_is_answered_with_what_they_mean(cli: Any, word: str, meant: str) -> None:
    assert f"Did you mean {meant}?" in cli(word, code=2).stderr


def test_what_nobody_can_guess_is_answered_with_all_commands(cli: Any) -> None:
    said = cli("xyz", code=2).stderr
    assert "The commands are: init, check, up, " in said


def test_a_number_out_of_bounds_is_said_with_the_bounds_in_words(cli: Any) -> None:
    assert "0 is not in the range 1 to 64" in cli("up", "--workers", "0", code=2).stderr


def test_a_file_where_the_data_folder_is_meant_is_told_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "wires.sqlite3").write_bytes(b"")
    done = _run("status", "--data", str(tmp_path / "wires.sqlite3"))
    assert done.returncode == 1
    assert f"--data {tmp_path}\n" in done.stderr
