"""A delivery is whole or absent: under an error at any rename, a kill at any rename, and a second writer."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from v2a_plugin.delivery.commit import COMMIT, claim
from v2a_plugin.delivery.folder_lock import LOCK, writing_to
from v2a_plugin.delivery.manifest import MANIFEST, read_delivery
from v2a_plugin.delivery.package import Package
from v2a_plugin.delivery.protocol import DeliveryRequest
from v2a_plugin.model.errors import OutputError
from v2a_plugin.model.sound import Sound
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.testing.cuts import MemoryTakes

NAMES = ("a.txt", "sub/b.txt", "c.txt")


def write(folder: Path, word: str, names: tuple[str, ...] = NAMES) -> None:
    takes = MemoryTakes()
    takes.add("one", Sound.mono(np.full(480, 0.1, np.float32), 48_000))
    rendered = RenderedTake(takes.take("one"), takes.sound("one"))
    with Package("test", DeliveryRequest("Door", (rendered,), None, Fraction(25)), folder) as package:
        for name in names:
            package.write(name, f"{word} {name}")


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def as_written(word: str, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    return {name: f"{word} {name}" for name in names}


@pytest.mark.parametrize("failing", range(1, 9))
def test_an_error_at_any_rename_leaves_the_older_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    write(tmp_path, "old")
    calls, real = [0], Path.replace

    def replace(self: Path, target: Path) -> Path:
        calls[0] += 1
        if calls[0] == failing:
            raise OSError(5, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OutputError):
        write(tmp_path, "new")
    monkeypatch.undo()
    assert contents(tmp_path) == as_written("old")
    read_delivery(tmp_path).verify()


def test_a_folder_in_the_place_of_a_file_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(OutputError):
        write(tmp_path, "new")
    assert contents(tmp_path) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.txt"]


CHILD = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import test_commit
left, real = [int(sys.argv[3])], Path.replace

def replace(self, target):
    left[0] -= 1
    if left[0] < 0:
        os._exit(9)
    return real(self, target)

Path.replace = replace
test_commit.write(Path(sys.argv[2]), "new", ("a.txt", "sub/b.txt", "d.txt"))
"""


@pytest.mark.parametrize("renames", range(8))
def test_what_a_kill_interrupts_is_no_delivery_until_the_next_writer_ends_it(tmp_path: Path, renames: int) -> None:
    write(tmp_path, "old")
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(tmp_path), str(renames)], check=False, timeout=120
    )
    if child.returncode == 0:
        assert contents(tmp_path) == as_written("new", ("a.txt", "sub/b.txt", "d.txt"))
        return
    assert child.returncode == 9
    if (tmp_path / MANIFEST).is_file():  # before the first name changed, or after the last
        read_delivery(tmp_path)
    with claim(tmp_path):
        pass
    found = contents(tmp_path)
    assert COMMIT not in found
    read_delivery(tmp_path).verify()
    assert {name: found[name] for name in ("a.txt", "sub/b.txt", "d.txt")} == as_written(
        "new", ("a.txt", "sub/b.txt", "d.txt")
    )
    assert not [path for path in tmp_path.rglob(".*") if path.is_file()]


def test_a_second_writer_is_refused_and_the_first_is_not_disturbed(tmp_path: Path) -> None:
    with writing_to(tmp_path):
        child = subprocess.run(
            [sys.executable, "-c", CHILD, str(Path(__file__).parent), str(tmp_path), "99"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Another v2a writes to" in child.stderr
        write(tmp_path, "first")
    assert contents(tmp_path) == as_written("first")
    assert not (tmp_path / LOCK).exists()
    write(tmp_path, "second")


def test_unfinished_files_of_a_dead_writer_go_and_others_stay(tmp_path: Path) -> None:
    write(tmp_path, "old")
    for name in (".take.0123abcd.partial.wav", "sub/.x.0123abcd.partial"):
        (tmp_path / name).write_bytes(b"half")
    for name in (".hidden", "partial.wav", ".v2a.partial"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    write(tmp_path, "new")
    assert contents(tmp_path) == as_written("new") | dict.fromkeys((".hidden", "partial.wav", ".v2a.partial"), "mine")


@pytest.mark.parametrize("text", ["", "{", '{"renamings": [{"source": "../x", "target": "a.txt", "backup": ""}]}'])
def test_a_list_of_names_that_is_not_whole_or_leads_outside_is_dropped(tmp_path: Path, text: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "x").write_text("outside", encoding="utf-8")
    (tmp_path / "folder" / COMMIT).write_text(text, encoding="utf-8")
    write(tmp_path / "folder", "new")
    assert contents(tmp_path / "folder") == as_written("new")
    assert (tmp_path / "x").read_text(encoding="utf-8") == "outside"


def test_a_name_may_be_taken_by_the_same_process_twice(tmp_path: Path) -> None:
    with claim(tmp_path), claim(tmp_path):
        assert (tmp_path / LOCK).exists() or os.name == "nt"
        write(tmp_path, "new")
    assert not (tmp_path / LOCK).exists()
