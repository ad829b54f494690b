"""`watches`: listed, parsed, added, edited, removed, tried."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.contract.readings import TEXT
from worker.cli.app import wirewatch
from worker.domain.watch import DeclaredWatch
from worker.watches.language import parse, read_back


def test_watches_are_listed_with_terms_channels_and_what_was_told(cli: Any, filled: Any) -> None:
    lines = cli("watches").stdout.splitlines()
    assert lines[1].split() == ["Quiet", "normal", "0", "0", "never", "none:", "only", "listed"]
    assert lines[2:4] == ["  every: NATO", "  none of: football"]
    assert lines[4].startswith("Targets  high         1         1  ")
    assert lines[4].endswith("desk, hook")
    assert lines[5] == "  any of: spending target"


def test_a_watch_as_json_has_stable_keys(cli: Any, filled: Any) -> None:
    quiet, targets = cli.lines("watches", "--json")
    assert (targets["told"], targets["not_told"], targets["channels"]) == (1, 1, ["desk", "hook"])
    assert targets["last_told"].endswith("Z")
    assert quiet == {
        "id": quiet["id"], "name": "Quiet", "origin": "watches.yaml", "query": None, "reading": None, "keywords": [],
        "all": ["NATO"], "none": ["football"], "channels": [], "severity": "normal", "told": 0, "not_told": 0,
        "last_told": None,
    }  # fmt: skip


def test_no_watches_at_all_is_said(cli: Any) -> None:
    assert "There are no watches." in cli("watches").stdout


def test_a_query_is_listed_as_written_and_in_json_also_as_read(cli: Any, world: Any) -> None:
    world.declare(watches=(DeclaredWatch("Talks", query="NATO (talks|summit)"),))
    assert "  query: NATO (talks|summit)" in cli("watches").stdout.splitlines()
    (watch,) = cli.lines("watches", "--json")
    assert (watch["query"], watch["reading"]) == ("NATO (talks|summit)", "NATO AND (talks OR summit)")


def test_a_stored_query_that_cannot_be_taken_any_more_says_so(cli: Any, world: Any) -> None:
    world.declare(watches=(DeclaredWatch("Old", query="NATO AND"),))
    assert "  never holds: " in cli("watches").stdout
    assert cli.lines("watches", "--json")[0]["reading"] is None
    refused = cli("watches", "test", "Old", "-", code=1).stderr
    assert "error: the query of watch “Old”: " in refused


# ---- parse


def test_a_query_is_read_back_whole_and_what_it_costs_is_said(cli: Any) -> None:
    said = cli("watches", "parse", "NATO OR Kremlin -football").stdout.splitlines()
    assert said == [
        "NATO OR (Kremlin AND NOT football)",
        "It is asked only of articles with a word, person or figure that it needs.",
    ]


@pytest.mark.parametrize("query", ["origins:>=2", "url:/news/", "/[0-9]{3}/", "NATO OR after:2026-01-01"])
def test_a_query_that_must_be_asked_of_every_article_says_so(cli: Any, query: str) -> None:
    assert "every article" in cli("watches", "parse", query).stdout
    assert cli.lines("watches", "parse", query, "--json")[0]["asked_of_every_article"] is True


def test_a_query_as_json_has_its_reading(cli: Any) -> None:
    (read,) = cli.lines("watches", "parse", "a|b c", "--json")
    assert read == {"query": "a|b c", "reading": "a OR (b AND c)", "asked_of_every_article": False}


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_refused_query_is_shown_with_its_place_and_the_fix(cli: Any, options: tuple[str, ...]) -> None:
    done = cli("watches", "parse", 'NATO "defence spending', *options, code=1)
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        '  NATO "defence spending',
        "       ^",
        'error: the quote " is opened here and never closed',
        '  fix: add " where the phrase ends',
    ]


def test_of_a_long_refused_query_the_place_is_shown(cli: Any) -> None:
    query = "word " * 60 + "AND OR Kremlin " + "word " * 60
    shown, carets, *_ = cli("watches", "parse", query, code=1).stderr.splitlines()
    assert len(shown) <= 104
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "OR"


@pytest.mark.parametrize("query", ["", "   ", "\x1b[31m(", "-football"])
def test_no_query_at_all_and_one_with_signs_that_act_is_refused_in_plain_words(cli: Any, query: str) -> None:
    said = cli("watches", "parse", "--", query, code=1).stderr
    assert "error: " in said
    assert "\x1b" not in said


def _with_input(world: Any, given: bytes, *arguments: str) -> Any:
    where = ["--config", str(world.config), "--data", str(world.data)]
    return CliRunner().invoke(wirewatch, [*where, *arguments], input=given)


def test_a_query_is_taken_from_standard_input(world: Any) -> None:
    done = _with_input(world, "\ufeffNATO\n  Kremlin\n".encode(), "watches", "parse", "-")
    assert done.stdout.splitlines()[0] == "NATO AND Kremlin"
    assert _with_input(world, b"\xff\xfe(", "watches", "parse", "-").exit_code == 1
    assert _with_input(world, b"a " * 1_000_000, "watches", "parse", "-").exit_code == 1


def test_a_query_without_other_watches_needs_no_database(tmp_path: Path, cli: Any) -> None:
    assert cli("watches", "parse", "NATO", "--data", str(tmp_path / "none")).exit_code == 0
    said = cli("watches", "parse", "watch:Targets", "--data", str(tmp_path / "none"), code=1).stderr
    assert "there is no watch “Targets”" in said
    assert not (tmp_path / "none").exists()


def test_a_watch_in_a_query_must_be_there(cli: Any, world: Any) -> None:
    world.declare()
    assert cli("watches", "parse", "watch:Targets NATO").stdout.startswith('watch:"Targets" AND NATO\n')
    said = cli("watches", "parse", "watch:Target NATO", code=1).stderr.splitlines()
    assert said[1] == "  ^^^^^^^^^^^^"
    assert 'did you mean watch:"Targets"?' in said[-1]


# ---- add, edit, remove


def test_a_watch_is_added_and_its_query_is_read_back(cli: Any, world: Any) -> None:
    world.declare()
    version = world.storage.declared.version()
    done = cli("watches", "add", "Five", "target:>=5%gdp|NATO summit", "--channel", "desk", "--severity", "high")
    assert done.stdout.splitlines() == [
        "Added Five; workers follow within seconds.",
        "read as: target:>=5%gdp OR (NATO AND summit)",
    ]
    assert done.stderr == ""
    assert world.storage.declared.version() == version + 1
    five = next(watch for watch in cli.lines("watches", "--json") if watch["name"] == "Five")
    assert (five["origin"], five["query"], five["channels"], five["severity"]) == (
        "cli",
        "target:>=5%gdp|NATO summit",
        ["desk"],
        "high",
    )


def test_a_watch_may_list_words_alone(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "Ferries", "--keyword", "ferry", "--keyword", "ferries", "--all", "quay", "--none", "chess")
    watch = next(watch for watch in world.storage.declared.watches() if watch.name == "Ferries")
    assert (watch.keywords, watch.all_of, watch.none_of, watch.query) == (
        ("ferry", "ferries"),
        ("quay",),
        ("chess",),
        "",
    )


def test_a_watch_may_be_the_first_of_all(cli: Any, world: Any, tmp_path: Path) -> None:
    cli("watches", "add", "First", "NATO", "--data", str(tmp_path / "new"))
    assert [watch["name"] for watch in cli.lines("watches", "--json", "--data", str(tmp_path / "new"))] == ["First"]


@pytest.mark.parametrize(
    ("arguments", "error", "fix"),
    [
        (["Nothing"], "says nothing that must occur", "give a QUERY, --keyword (any of them) or --all"),
        (["Less", "--none", "chess"], "says only what must not occur", "give a QUERY"),
        (["Much", "NATO", "--channel", "dosk"], 'no channel "dosk"', "`wirewatch channels` lists them"),
        (["targets ", "NATO"], "a watch of this name already", "wirewatch watches edit"),
        (["--", "Wide", "-football"], "only says what must not occur", "say what must occur too"),
        (["Of", "NATO watch:Gone"], "there is no watch “Gone”", "write the name as"),
        (["Self", "NATO watch:Self"], "leads back to itself: Self → Self", "leave watch: out"),
        (["x" * 300, "NATO"], "longer than 200 characters", "write a short name"),
        (["Empty", "--keyword", "!"], "a keyword", "write a word or a phrase"),
        (["Long", ("word" * 40 + " ") * 30], "longer than 4000 characters", "make it shorter"),
    ],
)
def test_a_watch_is_refused_for_what_watches_yaml_would_be(
    cli: Any, world: Any, arguments: list[str], error: str, fix: str
) -> None:
    world.declare()
    version = world.storage.declared.version()
    said = cli("watches", "add", *arguments, code=1).stderr
    assert error in said
    assert fix in said.partition("  fix: ")[2]
    assert world.storage.declared.version() == version


def test_a_weak_spot_is_warned_of_and_the_watch_is_kept(cli: Any, world: Any) -> None:
    world.declare()
    done = cli("watches", "add", "Silent", "--keyword", "the")
    assert 'warning: watch "Silent" names no channel, so its matches are only listed; name one with --channel' in (
        done.stderr
    )
    assert '"the" stands in nearly every English article' in done.stderr
    assert done.stdout.startswith("Added Silent")


def test_a_watch_is_edited_in_what_is_given_and_keeps_the_rest(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "Five", "target:>=5%gdp", "--channel", "desk", "--channel", "hook", "--none", "chess")
    done = cli("watches", "edit", "five", "target:>=4%gdp", "--channel", "hook")
    assert done.stdout.splitlines()[0] == "Changed Five; workers follow within seconds."
    watch = next(watch for watch in world.storage.declared.watches() if watch.name == "Five")
    assert (watch.query, watch.channels, watch.none_of, watch.severity) == (
        "target:>=4%gdp",
        ("hook",),
        ("chess",),
        "normal",
    )


def test_an_empty_text_takes_a_query_or_a_list_away(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "Five", "target:>=5%gdp", "--channel", "desk", "--none", "chess")
    cli("watches", "edit", "Five", "", "--keyword", "five", "--none", "")
    watch = next(watch for watch in world.storage.declared.watches() if watch.name == "Five")
    assert (watch.query, watch.keywords, watch.none_of, watch.channels) == ("", ("five",), (), ("desk",))
    assert "says nothing that must occur" in cli("watches", "edit", "Five", "--keyword", "", code=1).stderr


def test_an_edit_that_makes_a_circle_is_refused_and_the_old_query_stays(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "One", "NATO", "--channel", "desk")
    cli("watches", "add", "Two", "watch:One ferry", "--channel", "desk")
    said = cli("watches", "edit", "One", "NATO watch:Two", code=1).stderr
    assert "leads back to itself" in said
    assert next(watch for watch in cli.lines("watches", "--json") if watch["name"] == "One")["query"] == "NATO"


def test_an_edit_without_anything_to_change_is_used_wrongly(cli: Any, world: Any) -> None:
    world.declare()
    assert "Say what to change" in cli("watches", "edit", "Targets", code=2).stderr


@pytest.mark.parametrize("arguments", [["edit", "Targets", "NATO"], ["remove", "Targets"]])
def test_a_watch_of_a_file_is_changed_there(cli: Any, world: Any, arguments: list[str]) -> None:
    world.declare()
    said = cli("watches", *arguments, code=1).stderr
    assert "this watch stands in watches.yaml" in said
    assert "it in watches.yaml; the workers follow within seconds" in said


def test_a_watch_is_removed_and_may_come_back(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "Five", "target:>=5%gdp", "--channel", "desk")
    assert cli("watches", "remove", "Five").stdout == "Removed Five.\n"
    assert [watch["name"] for watch in cli.lines("watches", "--json")] == ["Quiet", "Targets"]
    assert "the watches are Targets and Quiet" in cli("watches", "remove", "Five", code=1).stderr
    cli("watches", "add", "Five", "target:>=4%gdp", "--channel", "desk")
    assert len(cli.lines("watches", "--json")) == 3


def test_a_watch_that_another_one_asks_for_is_not_removed(cli: Any, world: Any) -> None:
    world.declare()
    cli("watches", "add", "One", "NATO", "--channel", "desk")
    cli("watches", "add", "Two", "watch:One ferry", "--channel", "desk")
    assert "'Two' would never hold again" in cli("watches", "remove", "One", code=1).stderr
    cli("watches", "remove", "Two")
    cli("watches", "remove", "One")


# ---- test


@pytest.fixture
def draft(tmp_path: Path) -> str:
    """A file with a text."""
    file = tmp_path / "draft.txt"
    file.write_text(TEXT, encoding="utf-8")
    return str(file)


def test_a_query_is_tried_on_a_file_without_any_database(cli: Any, tmp_path: Path, draft: str) -> None:
    query = 'FACT(target:>=5%gdp speaker:"Anneke Vermolen") -football'
    done = cli("watches", "test", query, draft, "--data", str(tmp_path / "none"))
    lines = done.stdout.splitlines()
    assert lines[:4] == [draft, "", "The query holds", query]
    assert "✓ AND: all of" in lines
    assert "  ✓ NOT football ←" in lines


def test_a_watch_is_tried_by_its_name_and_may_not_hold(cli: Any, world: Any, draft: str) -> None:
    world.declare()
    said = cli("watches", "test", "quiet", draft, "--text", "--title", "Talks").stdout.splitlines()
    assert said[0] == "Talks"
    assert "“Quiet” does not hold" in said
    assert "  ✗ NATO ←" in said


def test_a_try_as_json_says_whether_it_holds_and_where(cli: Any, draft: str) -> None:
    query = "members NEAR/5 GDP lang:en after:2025-06"
    (found,) = cli.lines(
        "watches", "test", query, draft, "--json", "--published", "2025-06-09", "--language", "en", "--title", "Talks"
    )
    assert (found["holds"], found["article"], found["title"], found["watch"]) == (True, None, "Talks", None)
    assert found["reading"] == read_back(parse(query))
    near = found["tree"]["parts"][0]
    assert (near["node"], near["holds"], near["decisive"], near["reading"]) == (
        "near",
        True,
        True,
        "members NEAR/5 GDP",
    )
    (place,) = near["found"]
    assert [TEXT[start:end] for start, end in place["marks"]] == ["members", "GDP"]


def test_both_cannot_come_from_standard_input(cli: Any) -> None:
    assert "cannot both come" in cli("watches", "test", "-", "-", code=2).stderr


def test_what_is_typed_nearly_as_a_watch_is_called_is_told(cli: Any, world: Any, draft: str) -> None:
    world.declare(watches=(DeclaredWatch("Spending targets", ("spending target",)),))
    done = cli("watches", "test", "Spending target", draft, "--json")
    assert "did you mean the watch “Spending targets”?" in done.stderr
    assert json.loads(done.stdout)["reading"] == "Spending AND target"
