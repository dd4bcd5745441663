"""Takes from libraries: the same road, with a tiny bundle of random weights and recordings made here."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile

from v2a_plugin.generation.derived_takes import between_takes
from v2a_plugin.generation.engine import Engine
from v2a_plugin.generation.finding import fits
from v2a_plugin.generation.pipeline import propose
from v2a_plugin.generation.requests import repeat
from v2a_plugin.model.embeddings import Conditioning, Why
from v2a_plugin.model.errors import BadInput, NoSuchFile
from v2a_plugin.model.guide import Guide, GuideEvent, GuideOrigin
from v2a_plugin.model.progress import Progress, finish
from v2a_plugin.model.recipe import Origin, Recipe, Settings, SourceKind
from v2a_plugin.model.request import GenerateRequest
from v2a_plugin.model.serial import from_json, to_json
from v2a_plugin.model.takes import RenderedTake
from v2a_plugin.model.time import Span
from v2a_plugin.sources.finishing import loudest_moment
from v2a_plugin.sources.library.library_records import Find, FindReason, Labels
from v2a_plugin.sources.library.places import Libraries, Library
from v2a_plugin.sources.library.scan import scan

F = Fraction
SECONDS = F(5, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Recordings of doors, a soft one of a dog, a silent one; most of them without a licence."""
    folder = tmp_path / "Töne"
    folder.mkdir()
    noise = np.random.default_rng(0)
    for number, (name, seconds, channels, peak) in enumerate(
        (
            ("door creak", 6, 1, 0.3),
            ("door slam", 0.4, 2, 0.3),
            ("doors of a barn", 3, 1, 0.3),
            ("dog at a door", 2, 1, 0.015),
        )
    ):
        samples = np.zeros((round(seconds * 32_000), channels), np.float32)
        for start in range(0, len(samples), 16_000):
            samples[start : start + 6000] = noise.uniform(-peak, peak, (len(samples[start : start + 6000]), channels))
        soundfile.write(folder / f"{name} {number}.wav", samples, 32_000)
    soundfile.write(folder / "door shut, silent.wav", np.zeros(32_000, np.float32), 32_000)
    (folder / "about.csv").write_text("file,licence,author\ndoor creak 0.wav,CC-BY-4.0,Ann\n", encoding="utf-8")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    libraries = Libraries()
    libraries.remove("v2a")
    library = libraries.add(folder, "mine")
    finish(scan(library))
    return library


def asked(source: SourceKind, takes: int = 3, prompt: str = "a door", negative: str = "") -> GenerateRequest:
    settings = Settings(steps=2, prompt=prompt, negative=negative, source=source)
    return GenerateRequest("Words", None, Span(F(0), SECONDS), F(25), settings, 7, takes, F(1, 4))


def watched(engine: Engine, request: GenerateRequest) -> tuple[tuple[RenderedTake, ...], list[str]]:
    """The takes, and the notices on the way."""
    steps, said = propose(engine, request), list[str]()
    while True:
        try:
            progress: Progress = next(steps)
        except StopIteration as end:
            return end.value, said
        said += progress.notices


def names(takes: tuple[RenderedTake, ...]) -> set[str]:
    return {take.take.recipe.recording.path.name for take in takes if take.take.recipe.recording}


def test_each_take_is_another_recording_of_exact_length(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.LIBRARY, 4))
    assert names(takes) == {"door creak 0.wav", "door slam 1.wav", "doors of a barn 2.wav", "dog at a door 3.wav"}
    for item in takes:
        recipe, take = item.take.recipe, item.take
        assert (len(item.sound), item.sound.rate) == (32_000 * 3, 32_000)
        assert take.origin is Origin.RECORDED
        assert not take.silent
        assert recipe.recording is not None
        assert recipe.recording.library == "mine"
        assert "'door'" in recipe.recording.why
        assert recipe.settings.source is SourceKind.LIBRARY
        loudest = 20 * np.log10(loudest_moment(item.sound))
        soft = "dog" in recipe.recording.path.name  # recorded at -41 dBFS, where nobody would hear it
        assert (-28 < loudest < -18) if soft else (-18 < loudest < -12), loudest
    assert sorted(item.take.recipe.seed for item in takes) == [7, 8, 9, 10]
    [creak] = [item.take.recipe.recording for item in takes if "creak" in str(item.take.recipe.recording)]
    assert creak is not None
    assert (creak.licence, creak.attribution) == ("CC-BY-4.0", "Ann")


def test_fewer_where_the_library_has_fewer_and_none_is_an_error(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.LIBRARY, 9))
    assert len(takes) == 4
    with pytest.raises(BadInput, match="No recording of your libraries fits"):
        watched(engine, asked(SourceKind.LIBRARY, prompt="zither"))


def test_what_is_not_wanted_stays_away(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.LIBRARY, 4, negative="dogs"))
    assert "dog at a door 3.wav" not in names(takes)
    assert len(takes) == 3
    [first, *_] = takes
    assert first.take.recipe.recording is not None
    others, _ = watched(
        engine, replace(asked(SourceKind.LIBRARY, 4), avoid=frozenset([first.take.recipe.recording.digest]))
    )
    assert names(others) == {"door creak 0.wav", "door slam 1.wav", "doors of a barn 2.wav", "dog at a door 3.wav"} - {
        first.take.recipe.recording.path.name
    }


def test_of_both_there_are_both_ranked_together(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.BOTH, 4))
    origins = [item.take.origin for item in takes]
    assert (origins.count(Origin.RECORDED), origins.count(Origin.GENERATED)) == (2, 2)
    scores = [item.take.score for item in takes if not item.take.silent]
    assert scores == sorted(scores, reverse=True)
    assert sorted(item.take.recipe.seed for item in takes) == [7, 8, 9, 10]
    nothing, _ = watched(engine, asked(SourceKind.BOTH, 3, prompt="zither"))
    assert [item.take.origin for item in nothing] == [Origin.GENERATED] * 3


def test_what_does_not_fit_is_rendered_or_comes_last(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.BOTH, 4, prompt="a door creak"))
    assert names(takes) == {"door creak 0.wav"}
    assert sorted(item.take.recipe.seed for item in takes) == [7, 8, 9, 10]
    for item in takes:
        [again] = finish(propose(engine, repeat(item.take.recipe, None, "again")))
        assert again.take.digest == item.take.digest
    found, _ = watched(engine, asked(SourceKind.LIBRARY, 3, prompt="a door creak"))
    whys = {item.take.recipe.seed: str(item.take.recipe.recording and item.take.recipe.recording.why) for item in found}
    assert [whys[seed].startswith("far, ") for seed in (7, 8, 9)] == [False, True, True]


def test_of_libraries_alone_the_nearest_is_given_though_it_does_not_fit(engine: Engine, library: Library) -> None:
    prompt = "a violin in the barn"
    rendered, _ = watched(engine, asked(SourceKind.BOTH, 2, prompt=prompt))
    assert not names(rendered)
    [found], _ = watched(engine, asked(SourceKind.LIBRARY, 1, prompt=prompt))
    assert found.take.recipe.recording is not None
    assert found.take.recipe.recording.why == "far, 'barn'"


@pytest.mark.parametrize(
    ("why", "prompt", "fit"),
    [
        (FindReason(("dog",), "ANMLDog", 0.22, 0.05), "", True),
        (FindReason((), "", 0.21, 0.72), "", False),  # a gorilla for a dog: only the sound is near
        (FindReason((), "", 0.80, 0.22), "", False),  # a fridge for a hen: only the name is
        (FindReason((), "", 0.27, 0.55), "", False),
        (FindReason(("grunting",), "", 0.72, 0.81), "", False),  # a camel, by a caption that hardly won
        (FindReason((), "", 0.62, 0.02), "", True),
        (FindReason(("seagulls",), "BIRDSea", 0.83, 0.02), "", True),
        (FindReason((), "BIRDFowl", 0.44, 0.80), "", False),  # a goose for a hen
        (FindReason((), "", 0.1, None), "", False),
        (FindReason((), "ANMLDog"), "", True),  # a library without vectors
        (FindReason(("dog",)), "", False),
        (FindReason(("rain", "tent"), "", 0.9, 0.9), "rain on a tent", True),
        (FindReason(("rain",), "", 0.9, 0.9), "rain on a tent", False),
    ],
)
def test_a_find_fits_by_the_prompt_or_by_sound_and_name_together(why: FindReason, prompt: str, fit: bool) -> None:
    vector = np.array([1, 0], np.float32)
    find = Find("mine", Path("one.wav"), Span(F(0), F(1)), "0", 48_000, 1, Labels(), why, 1.0)
    assert fits(find, Conditioning(vector, vector, "tiny", Why(prompt=prompt))) is fit


def test_a_recipe_makes_it_again_bit_for_bit(engine: Engine, library: Library, folder: Path) -> None:
    takes, _ = watched(engine, asked(SourceKind.BOTH, 4))
    for item in takes:
        kept = from_json(Recipe, to_json(item.take.recipe.without_folders()))
        [again] = finish(propose(engine, repeat(kept, None, "again")))
        assert again.take.digest == item.take.digest
        assert again.take.score == pytest.approx(item.take.score, abs=1e-6)
        assert again.take.recipe == item.take.recipe


def test_a_recording_that_moved_is_found_again_and_one_that_is_gone_is_named(
    engine: Engine, library: Library, folder: Path
) -> None:
    [item, *_], _ = watched(engine, asked(SourceKind.LIBRARY, 1))
    recipe = item.take.recipe
    assert recipe.recording is not None
    path = recipe.recording.path
    (folder / "deep").mkdir()
    path.rename(folder / "deep" / path.name)
    finish(scan(library))
    [again] = finish(propose(engine, repeat(recipe, None, "again")))
    assert again.take.digest == item.take.digest
    shutil.rmtree(folder / "deep")
    with pytest.raises(NoSuchFile, match=f"The recording {path.name} of the library 'mine' is gone"):
        finish(propose(engine, repeat(recipe, None, "again")))


def test_a_recording_that_changed_is_named(engine: Engine, library: Library) -> None:
    [item, *_], _ = watched(engine, asked(SourceKind.LIBRARY, 1))
    recording = item.take.recipe.recording
    assert recording is not None
    with recording.path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(BadInput, match=f"The recording {recording.path.name} has changed"):
        finish(propose(engine, repeat(item.take.recipe, None, "again")))
    takes, said = watched(engine, asked(SourceKind.LIBRARY, 4))
    assert recording.path.name not in names(takes)
    assert any(recording.path.name in sentence and "left out" in sentence for sentence in said)


def test_a_drive_that_went_away_since_leaves_what_is_rendered(engine: Engine, library: Library, folder: Path) -> None:
    folder.rename(folder.with_name("unplugged"))
    takes, said = watched(engine, asked(SourceKind.BOTH, 2))
    assert [item.take.origin for item in takes] == [Origin.GENERATED] * 2
    assert any("cannot be read" in sentence for sentence in said)


def test_a_library_that_another_window_writes_is_passed_over(engine: Engine, library: Library) -> None:
    other = sqlite3.connect(library.index_file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        takes, said = watched(engine, asked(SourceKind.BOTH, 2))
    finally:
        other.close()
    assert [item.take.origin for item in takes] == [Origin.GENERATED] * 2
    assert any("in use by another program" in sentence for sentence in said)


def test_an_empty_folder_gives_nothing(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("V2A_LIBRARIES", str(tmp_path / "indices"))
    (tmp_path / "empty").mkdir()
    libraries = Libraries()
    libraries.remove("v2a")
    finish(scan(libraries.add(tmp_path / "empty")))
    takes, said = watched(engine, asked(SourceKind.BOTH, 1))
    assert takes[0].take.origin is Origin.GENERATED
    assert said == []


def test_a_recorded_take_is_an_end_to_sound_between(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.BOTH, 2))
    for one, other in (takes, takes[::-1]):
        assert {one.take.origin, other.take.origin} == {Origin.RECORDED, Origin.GENERATED}
        made = finish(between_takes(engine, one.take.recipe, other.take.recipe, 0.5))
        assert made.take.origin is Origin.GENERATED


def test_a_recording_follows_a_guide(engine: Engine, library: Library) -> None:
    guide = Guide(GuideOrigin.TAPS, SECONDS, (GuideEvent(F(1, 2), 1.0), GuideEvent(F(3, 2), 0.8)))
    takes, _ = watched(engine, replace(asked(SourceKind.LIBRARY, 2), guide=guide))
    for item in takes:
        assert [one.event for one in item.take.placed] == [F(1, 2), F(3, 2)]
        [again] = finish(propose(engine, repeat(item.take.recipe, None, "again")))
        assert (again.take.digest, again.take.score) == (item.take.digest, item.take.score)


def test_both_sides_of_a_recording_stay(engine: Engine, library: Library) -> None:
    takes, _ = watched(engine, asked(SourceKind.LIBRARY, 4))
    channels = {str(item.take.recipe.recording and item.take.recipe.recording.path.name): item for item in takes}
    assert {name: item.take.channels for name, item in channels.items()}["door slam 1.wav"] == 2
    assert channels["door creak 0.wav"].sound.channels == 1


def test_finding_writes_nothing_into_the_folder(engine: Engine, library: Library, folder: Path) -> None:
    def listed() -> list[tuple[str, int]]:
        return [(path.name, path.stat().st_mtime_ns) for path in sorted([folder, *folder.rglob("*")])]

    kept = listed()
    watched(engine, asked(SourceKind.LIBRARY, 4))
    assert listed() == kept
