"""The index file: its version, damage, and other programs that hold it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from v2a_plugin.model.errors import BadInput, NoSuchFile, V2AError
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import scan
from v2a_plugin.sources.library.search import Query, search, without_vectors
from v2a_plugin.testing.command import Command

Record = Callable[..., Path]


@pytest.fixture
def scanned(library: Library, record: Record) -> Library:
    for number in range(20):
        record(f"door {number}.wav", seed=number, seconds=0.5)
    finish(scan(library))
    return library


def test_a_newer_version_is_refused(scanned: Library) -> None:
    with sqlite3.connect(scanned.index_file) as base:
        base.execute("PRAGMA user_version = 99")
    before = scanned.index_file.read_bytes()
    for use in (lambda: search([scanned], Query("door")), lambda: finish(scan(scanned))):
        with pytest.raises(BadInput, match="version 99"):
            use()
    assert scanned.index_file.read_bytes() == before


def test_vectors_of_an_older_version_are_made_anew(scanned: Library) -> None:
    old = scanned.home / "old-spans.vectors"
    old.write_bytes(b"of another form")
    with sqlite3.connect(scanned.index_file) as base:
        base.execute("INSERT INTO spaces(name) VALUES('ours')")
        base.execute("INSERT INTO embedded SELECT 1, 0, id FROM spans")
        base.execute("PRAGMA user_version = 1")
    assert without_vectors(scanned, "ours") == 20
    assert not old.exists()
    assert len(search([scanned], Query("door"))) == 20


@pytest.mark.parametrize("left", [0.5, 0.01, 0.97])
def test_an_index_cut_short_is_set_aside_and_built_anew(scanned: Library, left: float) -> None:
    data = scanned.index_file.read_bytes()
    scanned.index_file.write_bytes(data[: round(len(data) * left)])
    report = finish(scan(scanned))
    assert report.files == 20
    assert "set aside" in report.note
    assert scanned.index_file.with_name("index.damaged-1.sqlite").is_file()
    assert len(search([scanned], Query("door"))) == 20


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_index_is_set_aside(scanned: Library, content: bytes) -> None:
    scanned.index_file.write_bytes(content)
    assert search([scanned], Query("door")) == ()
    assert finish(scan(scanned)).files == 20


def test_another_programs_database_is_not_used(scanned: Library) -> None:
    scanned.index_file.unlink()
    with sqlite3.connect(scanned.index_file) as base:
        base.execute("CREATE TABLE other(a)")
    assert finish(scan(scanned)).files == 20


def test_a_locked_index_is_a_sentence(scanned: Library) -> None:
    base = sqlite3.connect(scanned.index_file, isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(BadInput, match="in use by another program"):
            search([scanned], Query("door"))
    finally:
        base.close()
    assert len(search([scanned], Query("door"))) == 20


def test_a_reader_does_not_stop_a_scan(scanned: Library, record: Record) -> None:
    with Index(scanned.index_file) as reader:
        reader.counts()
        record("new.wav", seed=99)
        finish(scan(scanned))
        assert reader.counts().files == 21


def test_folders_and_names_are_checked(libraries: Libraries, library: Library, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="does not exist"):
        libraries.add(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(NoSuchFile, match="is a file"):
        libraries.add(tmp_path / "file")
    with pytest.raises(BadInput, match="already"):
        libraries.add(folder, "other")
    (tmp_path / "second").mkdir()
    with pytest.raises(BadInput, match="a library 'mine' already"):
        libraries.add(tmp_path / "second", "mine")
    with pytest.raises(BadInput, match="Known libraries are mine"):
        libraries.named("yours")


def test_the_commands(libraries: Libraries, folder: Path, record: Record, v2a: Command) -> None:
    assert v2a("library", "list") == 0
    record("Doors/DOORWood_Creaky Hinge_ABC_Set.wav", seconds=2.0, bursts=(0.1, 1.2))
    (folder / "bad.wav").write_bytes(b"junk" * 100)
    assert v2a("library", "add", folder, "--name", "fx") == 0
    scanned = v2a.json("library", "scan")
    assert scanned["exit"] == 0
    assert (scanned["libraries"][0]["files"], len(scanned["libraries"][0]["broken"])) == (1, 1)
    listed = v2a.json("library", "list")["libraries"][0]
    assert (listed["name"], listed["away"], listed["files"]) == ("fx", False, 1)
    [find] = v2a.json("library", "search", "creak")["finds"]
    assert find["file"].endswith("Creaky Hinge_ABC_Set.wav")
    assert find["why"]["words"] == ["creak"]
    [find] = v2a.json("library", "search", "--category", "DOORWood")["finds"]
    assert find["why"]["category"] == "DOORWood"
    info = v2a.json("library", "info", folder / "Doors" / "DOORWood_Creaky Hinge_ABC_Set.wav")
    assert info["recording"]["labels"]["designer"] == "ABC"
    assert len(info["spans"]) == 2
    assert v2a("library", "search") == 2
    folder.rename(folder.with_name("elsewhere"))
    assert v2a("library", "list") == 0
    assert "AWAY" in v2a.out
    assert v2a("library", "scan", "fx") == 2
    assert v2a("library", "scan") == 0
    assert v2a("library", "remove", "fx", "--yes") == 0
    assert folder.with_name("elsewhere").is_dir()
    assert libraries.all() == ()


def test_every_refusal_is_one_of_ours(scanned: Library) -> None:
    scanned.index_file.unlink()
    scanned.index_file.mkdir()
    with pytest.raises(V2AError):
        search([scanned], Query("door"))
