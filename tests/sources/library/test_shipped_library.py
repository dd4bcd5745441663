"""The library that ships: every file of it, its licences, its index."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.generation.engines import Engines
from v2a_plugin.model.progress import finish
from v2a_plugin.sources.library.embedding import sound_vector
from v2a_plugin.sources.library.index import Index
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.search import Query, search, without_vectors
from v2a_plugin.testing.command import Command
from v2a_plugin.timeline.ucs_list import categories, list_path
from v2a_plugin.zoo.store import Store
from v2a_resources import library_path

FREE = {"CC0-1.0", "Public-Domain", "CC-BY", "CC-BY-3.0", "CC-BY-4.0", "Apache-2.0", "MIT"}


def rows() -> list[dict[str, str]]:
    with (library_path() / "library.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def shipped(tmp_path: Path) -> Library:
    [library] = Libraries(tmp_path / "indices").all()
    return library


def test_every_recording_is_listed_free_and_attributed() -> None:
    table = rows()
    files = {path.name for path in library_path().iterdir() if path.suffix in (".opus", ".flac")}
    assert {row["file"] for row in table} == files
    assert len(files) == len(table) >= 90
    attribution = (library_path() / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for row in table:
        assert row["licence"] in FREE, row
        assert row["author"] or not row["licence"].startswith("CC-BY"), row
        assert f"| {row['title']} | {row['author'] or '–'} | {row['licence']} | {row['source']} |" in attribution
        assert row["address"]
    licences = (library_path() / "LICENSES.md").read_text(encoding="utf-8")
    assert all(f"{name}:" in licences for name in {row["licence"] for row in table})


def test_every_category_is_of_the_system() -> None:
    listed = {category.cat_id for category in categories(list_path())}
    assert {row["CatID"] for row in rows()} <= listed
    assert {row["file"].partition("_")[0] for row in rows()} <= listed


def test_it_is_small_enough_for_the_wheel() -> None:
    assert sum(path.stat().st_size for path in library_path().rglob("*") if path.is_file()) < 30e6


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["title"])
def test_every_recording_is_as_its_index_says(row: dict[str, str], shipped: Library) -> None:
    path = library_path() / row["file"]
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert 0.01 < np.abs(samples).max() < 1.6  # Opus goes beyond full scale where the original ends at it
    with Index(shipped.index_file) as index:
        recording = index.recording(index.known()[row["file"]].id)
    assert recording.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (recording.rate, recording.channels) == (rate, samples.shape[1])
    assert abs(recording.frames - len(samples)) <= 0.02 * rate
    labels = recording.labels
    assert (labels.title, labels.category, labels.licence) == (row["title"], row["CatID"], row["licence"])
    assert labels.library == row["source"]
    assert labels.attribution == row["author"]


def test_it_is_there_at_once_and_found_by_words(shipped: Library) -> None:
    assert shipped.name == "v2a"
    assert not shipped.away
    [first, *_] = search([shipped], Query("owl"))
    assert first.labels.title == "owl hooting"
    assert first.file.is_file()
    assert first.licence == "CC0-1.0"


def test_its_vectors_are_those_of_mini(shipped: Library) -> None:
    encoder = finish(Engines().encoders(Store().open("mini"))).audio
    assert without_vectors(shipped, encoder.clap_space) == 0
    path = next(library_path().glob("*Owl Hooting*"))
    [first, *_] = search([shipped], Query(vector=sound_vector(path, encoder), clap_space=encoder.clap_space, limit=3))
    assert first.file == path
    assert first.why.distance is not None
    assert first.why.distance < 0.05


def test_it_goes_and_comes_back(tmp_path: Path) -> None:
    libraries = Libraries(tmp_path / "indices")
    libraries.remove("v2a")
    assert libraries.all() == ()
    assert Libraries(libraries.root).all() == ()
    again = libraries.add(library_path())
    assert [library.name for library in libraries.all()] == ["v2a"]
    assert again.index_file.is_file()
    assert len(rows()) == len(list(library_path().glob("*_*.*")))


def test_one_without_a_place_for_its_index_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Libraries(tmp_path / "file" / "indices").all() == ()


def test_it_is_scanned_as_any_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, v2a: Command) -> None:
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    [line] = v2a.json("library", "list")["libraries"]
    assert (line["name"], line["files"], line["away"]) == ("v2a", len(rows()), False)
