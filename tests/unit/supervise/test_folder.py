import shutil
import subprocess
import threading
from collections import namedtuple
from pathlib import Path

import pytest

from worker.errors import StartRefused
from worker.supervise.folder import LEAST_ROOM, hold_folder


def test_a_folder_is_made_and_held_until_it_is_let_go(tmp_path: Path) -> None:
    first = hold_folder(tmp_path / "new" / "data")
    with pytest.raises(StartRefused):
        hold_folder(tmp_path / "new" / "data")
    first.release()
    hold_folder(tmp_path / "new" / "data").release()


def test_whoever_comes_second_is_told_who_is_there_and_where(tmp_path: Path) -> None:
    first = hold_folder(tmp_path)
    first.say(page="http://127.0.0.1:8642/")
    with pytest.raises(StartRefused, match=r"already as process \d+; its page is http://127.0.0.1:8642/") as refused:
        hold_folder(tmp_path)
    assert refused.value.hint.startswith("end it first (kill ")
    first.release()


def test_a_lock_file_that_says_nothing_readable_still_refuses(tmp_path: Path) -> None:
    first = hold_folder(tmp_path)
    (tmp_path / "up.lock").write_text("half a wo")
    with pytest.raises(StartRefused, match="is running on the data folder"):
        hold_folder(tmp_path)
    first.release()


def test_a_folder_that_cannot_be_made_is_said_with_the_option_that_names_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartRefused, match="cannot be used: not a directory") as refused:
        hold_folder(tmp_path / "file" / "data")
    assert "--data DIR" in refused.value.hint


def test_a_full_disk_is_said_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(LEAST_ROOM, LEAST_ROOM - 2**20, 2**20))
    with pytest.raises(StartRefused, match="full: 1 MB are left, 50 are needed") as refused:
        hold_folder(tmp_path)
    assert refused.value.hint == "make room, or name a folder on another disk with --data DIR"
    monkeypatch.undo()
    hold_folder(tmp_path).release()


def test_what_a_killed_start_left_behind_is_waited_for(tmp_path: Path) -> None:
    first = hold_folder(tmp_path)
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tmp_path / "up.lock").write_text(f'{{"pid": {gone.pid}}}')
    threading.Timer(0.2, first.release).start()
    hold_folder(tmp_path).release()


def test_what_does_not_end_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    first = hold_folder(tmp_path)
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tmp_path / "up.lock").write_text(f'{{"pid": {gone.pid}}}')
    with pytest.raises(StartRefused):
        hold_folder(tmp_path, patience=0.15)
    first.release()
