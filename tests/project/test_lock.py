"""One writer; everybody else reads."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from v2a_plugin.model.errors import NoSuchFile, OutputError
from v2a_plugin.model.timeline import Timeline
from v2a_plugin.project.folder import create_project, open_project
from v2a_plugin.project.write_lock import Owner
from v2a_plugin.timeline import track_edits

HOLD = """
import sys
from pathlib import Path
from v2a_plugin.project.folder import open_project
project = open_project(Path(sys.argv[1]))
print("open" if not project.read_only else project.read_only, flush=True)
sys.stdin.readline()
project.close()
print("closed", flush=True)
sys.stdin.readline()
"""


@contextlib.contextmanager
def holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the project open for writing."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def rename(project: Any, name: str = "Effects") -> None:
    project.do(track_edits.rename_track(project.timeline, "track-fx", name))


def test_a_second_process_reads_until_the_first_is_gone(folder: Path) -> None:
    with holding(folder) as other:
        with open_project(folder) as project:
            assert project.read_only == f"process {other.pid} on {socket.gethostname()} is writing to it"
            with pytest.raises(OutputError, match=r"open for reading only: process .* is writing to it"):
                rename(project)
            with pytest.raises(OutputError, match="reading only"):
                project.snapshot()
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "closed\n"
        with open_project(folder) as project:
            assert project.read_only == ""
            assert project.notes == []
            rename(project)


def test_the_lock_of_a_killed_process_is_taken_over_with_a_word(folder: Path) -> None:
    with holding(folder) as other:
        other.kill()
        other.wait()
    with open_project(folder) as project:
        assert project.read_only == ""
        assert project.notes == [
            f"The lock of process {other.pid} on {socket.gethostname()} was left behind and has been taken over."
        ]
    assert not (folder / ".owner.json").exists()


def test_the_same_number_of_another_process_is_stale(folder: Path) -> None:
    """After a restart of the machine any number may be taken again."""
    parent = psutil.Process(os.getppid())
    owner = {"pid": parent.pid, "host": socket.gethostname(), "started": parent.create_time() - 1000}
    (folder / ".owner.json").write_text(json.dumps(owner))
    with open_project(folder) as project:
        assert project.read_only == ""
        assert "was left behind" in project.notes[0]


def test_a_living_owner_counts_where_the_disk_knows_no_locks(folder: Path) -> None:
    parent = psutil.Process(os.getppid())
    owner = {"pid": parent.pid, "host": socket.gethostname(), "started": parent.create_time()}
    (folder / ".owner.json").write_text(json.dumps(owner))
    with open_project(folder) as project:
        assert project.read_only == f"process {parent.pid} on {socket.gethostname()} is writing to it"
    assert json.loads((folder / ".owner.json").read_text()) == owner


def test_another_machine_is_believed_until_it_is_overruled(folder: Path) -> None:
    (folder / ".owner.json").write_text(json.dumps({"pid": 1, "host": "edit-suite-2", "started": 1.0}))
    with open_project(folder) as project:
        assert project.read_only.startswith("process 1 on edit-suite-2 is writing to it")
    with open_project(folder, take_over=True) as project:
        assert project.read_only == ""
        rename(project)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid":"x"}'])
def test_an_owner_that_cannot_be_read_is_no_owner(folder: Path, text: str) -> None:
    (folder / ".owner.json").write_text(text)
    with open_project(folder) as project:
        assert project.read_only == ""


def test_twice_in_one_process(folder: Path) -> None:
    with open_project(folder) as project:
        with open_project(folder) as second:
            assert second.read_only == f"{Owner.me(project.layout)} is writing to it"
        rename(project)
        with open_project(folder, write=False) as reader:
            assert reader.timeline == project.timeline
    project.close()  # again
    with pytest.raises(OutputError, match="it is closed"):
        rename(project, "Other")


def test_a_reader_sees_whole_changes_while_another_writes(folder: Path) -> None:
    with open_project(folder) as project:
        with (folder / "ops.jsonl").open("ab") as file:
            file.write(b'{"seq":1,"do":"ed')  # as if in the middle of a line
        with open_project(folder, write=False) as reader:
            assert reader.timeline == project.timeline
            assert reader.notes == []
        with pytest.raises(OutputError, match="Another program changed"):
            rename(project)


def test_a_folder_that_may_not_be_written_opens_for_reading(small_disk: Callable[[str], Path], cut: Timeline) -> None:
    disk = small_disk("1m")
    with create_project(disk / "film.v2a", cut) as project:
        rename(project)
        timeline = project.timeline
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with open_project(disk / "film.v2a") as project:
        assert "may not be written" in project.read_only
        assert project.timeline == timeline
        with pytest.raises(OutputError, match="may not be written"):
            project.undo()
    with pytest.raises(OutputError, match="cannot be written"):
        create_project(disk / "other.v2a", cut)


def test_a_project_is_not_made_over_something_else(tmp_path: Path, cut: Timeline) -> None:
    (tmp_path / "film.v2a").mkdir()
    create_project(tmp_path / "film", cut).close()  # an empty folder is as good as none
    assert (tmp_path / "film.v2a" / "ops.jsonl").is_file()
    with pytest.raises(OutputError, match="exists already"):
        create_project(tmp_path / "film.v2a", cut)
    (tmp_path / "file.v2a").write_text("")
    with pytest.raises(OutputError, match="exists already"):
        create_project(tmp_path / "file.v2a", cut)
    with pytest.raises(OutputError, match="too long"):
        create_project(tmp_path / ("x" * 300), cut)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file.v2a", "film.v2a"]
    with pytest.raises(NoSuchFile):
        open_project(tmp_path / "file.v2a")


def test_a_copy_of_an_open_project_is_nobodys(folder: Path, tmp_path: Path) -> None:
    with holding(folder):
        shutil.copytree(folder, tmp_path / "copy.v2a")
        with open_project(tmp_path / "copy.v2a") as copy:
            assert copy.read_only == ""
            assert copy.notes == []
            rename(copy)
        with open_project(folder) as original:
            assert original.read_only


def test_opening_loads_neither_torch_nor_av(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from v2a_plugin.project.folder import open_project\n"
        "with open_project(Path(sys.argv[1])) as project: project.snapshot()\n"
        "print(*sorted({'torch', 'av', 'PySide6', 'soundfile'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
